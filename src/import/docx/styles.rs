//! What styles say of paragraphs: heading, number, indent.

use std::collections::HashMap;

use roxmltree::Node;

use super::xml::{attribute, child, elements, is_word, number, value};
use crate::japanese::numerals::fold_width;

/// Styles lead back to others at most this far: a circle would have no end.
const DEPTH: usize = 32;
/// `w:outlineLvl` of body text.
const BODY: u8 = 9;

#[derive(Debug, Default)]
pub struct Styles {
    by_id: HashMap<String, Style>,
    /// That of paragraphs that name none.
    default: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct Style {
    pub id: String,
    based_on: Option<String>,
    /// In small letters, half-width, without spaces: `heading1`, `見出し1`.
    name: String,
    outline: Option<u8>,
    pub number: OwnNumber,
    pub indent: Indent,
}

/// What `w:numPr` says; either part may be left to others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnNumber {
    pub list: Option<String>,
    pub level: Option<usize>,
}

/// In half-width columns; what is not said is left to others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Indent {
    left: Option<i32>,
    /// Of the first line against the others.
    first: Option<i32>,
}

/// Twips of a half-width column of text in the usual size of 10.5 points.
const COLUMN: i32 = 105;
/// Widest indent that is told, in columns.
const WIDEST: i32 = 200;

impl Indent {
    pub fn read(properties: Node<'_, '_>) -> Indent {
        let Some(node) = child(properties, "ind") else { return Indent::default() };
        let twips = |name| attribute(node, name).and_then(|text| text.parse::<i32>().ok()).map(|twips| twips / COLUMN);
        // Hundredths of a full-width character; 0 says nothing.
        let characters = |name| attribute(node, name).and_then(|text| text.parse::<i32>().ok()).filter(|n| *n != 0);
        let length = |chars, plain| characters(chars).map(|n| n / 50).or_else(|| twips(plain));
        let hanging = length("hangingChars", "hanging").map(|columns| columns.saturating_neg());
        Indent {
            left: length("leftChars", "left").or_else(|| length("startChars", "start")),
            first: hanging.or_else(|| length("firstLineChars", "firstLine")),
        }
    }

    pub fn or(self, other: Indent) -> Indent {
        Indent { left: self.left.or(other.left), first: self.first.or(other.first) }
    }

    /// Where the first line begins.
    pub fn columns(self) -> u16 {
        let columns = self.left.unwrap_or(0).saturating_add(self.first.unwrap_or(0)).clamp(0, WIDEST);
        u16::try_from(columns).unwrap_or(0)
    }
}

impl OwnNumber {
    pub fn read(properties: Node<'_, '_>) -> OwnNumber {
        let Some(node) = child(properties, "numPr") else { return OwnNumber::default() };
        OwnNumber { list: value(node, "numId").map(str::to_owned), level: number(node, "ilvl") }
    }
}

/// A level from 1 where a paragraph or style says that it is a heading, 0 where it says that it is none.
pub fn outline(properties: Node<'_, '_>) -> Option<u8> {
    number::<u8>(properties, "outlineLvl").map(|level| if level >= BODY { 0 } else { level + 1 })
}

impl Styles {
    pub fn read(root: Node<'_, '_>) -> Styles {
        let mut styles = Styles::default();
        for node in elements(root).filter(|node| is_word(*node, "style")) {
            let Some(id) = attribute(node, "styleId") else { continue };
            let name = value(node, "name").unwrap_or_default().chars().map(fold_width);
            let properties = child(node, "pPr");
            let style = Style {
                id: id.to_owned(),
                based_on: value(node, "basedOn").map(str::to_owned),
                name: name.filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect(),
                outline: properties.and_then(outline),
                number: properties.map(OwnNumber::read).unwrap_or_default(),
                indent: properties.map(Indent::read).unwrap_or_default(),
            };
            let is_default = matches!(attribute(node, "default"), Some("1" | "true" | "on"));
            if is_default && attribute(node, "type") == Some("paragraph") {
                styles.default = Some(style.id.clone());
            }
            styles.by_id.insert(style.id.clone(), style);
        }
        styles
    }

    /// A style and those it is based on, itself first.
    pub fn chain<'s>(&'s self, id: Option<&str>) -> impl Iterator<Item = &'s Style> {
        let first = id.or(self.default.as_deref()).and_then(|id| self.by_id.get(id));
        let next = |style: &&'s Style| style.based_on.as_ref().and_then(|id| self.by_id.get(id));
        std::iter::successors(first, next).take(DEPTH)
    }

    /// Heading level from 1 by its outline level, or by the name that every language of Word knows.
    pub fn heading(&self, id: Option<&str>) -> Option<u8> {
        let said = self.chain(id).find_map(|style| style.outline.or_else(|| style.heading_by_name()));
        said.filter(|level| *level > 0)
    }

    /// Whether it is that of the title of the whole document.
    pub fn is_title(&self, id: Option<&str>) -> bool {
        self.chain(id).next().is_some_and(|style| matches!(style.name.as_str(), "title" | "表題"))
    }

    /// Whether it is a line of a table of contents, or the heading of one.
    pub fn is_contents(&self, id: Option<&str>) -> bool {
        let is_line = |name: &str| {
            let rest = name.strip_prefix("toc").or_else(|| name.strip_prefix("目次"));
            rest.is_some_and(|rest| rest == "heading" || rest == "の見出し" || rest.parse::<u8>().is_ok())
        };
        self.chain(id).next().is_some_and(|style| is_line(&style.name))
    }

    /// The number that a style gives; the list of a numbering style is this as well.
    pub fn list(&self, id: &str) -> Option<&str> {
        self.chain(Some(id)).find_map(|style| style.number.list.as_deref())
    }
}

impl Style {
    fn heading_by_name(&self) -> Option<u8> {
        let rest = self.name.strip_prefix("heading").or_else(|| self.name.strip_prefix("見出し"))?;
        rest.parse().ok().filter(|level| (1..=9).contains(level))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use roxmltree::Document;

    #[test]
    fn headings_are_known_by_level_by_base_and_by_name() {
        let text = "<w:styles xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>
            <w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>
            <w:style w:styleId='1'><w:name w:val='見出し １'/></w:style>
            <w:style w:styleId='2'><w:name w:val='heading 2'/><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style>
            <w:style w:styleId='j'><w:name w:val='条'/><w:basedOn w:val='2'/></w:style>
            <w:style w:styleId='k'><w:name w:val='項'/><w:basedOn w:val='2'/><w:pPr><w:outlineLvl w:val='9'/></w:pPr></w:style>
            <w:style w:styleId='x'><w:name w:val='X'/><w:basedOn w:val='y'/></w:style>
            <w:style w:styleId='y'><w:name w:val='Y'/><w:basedOn w:val='x'/></w:style>
            <w:style w:styleId='t'><w:name w:val='toc 1'/></w:style></w:styles>";
        let document = Document::parse(text).expect("XML");
        let styles = Styles::read(document.root_element());
        let heading = |id| styles.heading(Some(id));
        assert_eq!(["1", "2", "j", "k", "x", "nowhere"].map(heading), [Some(1), Some(2), Some(2), None, None, None]);
        assert_eq!(styles.heading(None), None);
        assert!(styles.is_contents(Some("t")) && !styles.is_contents(Some("1")));
    }
}
