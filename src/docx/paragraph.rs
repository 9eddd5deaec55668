//! Properties of paragraphs, and the styles they have.

use super::numbering::Place;
use super::value;
use crate::flow::Align;
use crate::markup::Markup;

/// A paragraph style, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Title,
    Subtitle,
    Imprint,
    /// 1 to 9.
    Heading(u8),
    ArticleHeading,
    Body,
    Paragraph,
    /// 1 to 3.
    Item(u8),
    Bullet,
    Note,
    Caption,
    Cell,
    HeadingCell,
    Gap,
    Party,
    Signature,
    Header,
    Footer,
}

impl Style {
    /// Its id in `word/styles.xml`.
    pub fn id(self) -> &'static str {
        match self {
            Style::Title => "Title",
            Style::Subtitle => "Subtitle",
            Style::Imprint => "Imprint",
            Style::Heading(level) => {
                let ids = ["Heading1", "Heading2", "Heading3", "Heading4", "Heading5", "Heading6"];
                ids[usize::from(level.clamp(1, 6)) - 1]
            }
            Style::ArticleHeading => "ArticleHeading",
            Style::Body => "BodyText",
            Style::Paragraph => "Paragraph",
            Style::Item(level) => ["Item1", "Item2", "Item3"][usize::from(level.clamp(1, 3)) - 1],
            Style::Bullet => "Bullet",
            Style::Note => "Note",
            Style::Caption => "Caption",
            Style::Cell => "Cell",
            Style::HeadingCell => "HeadingCell",
            Style::Gap => "Gap",
            Style::Party => "Party",
            Style::Signature => "SignatureLine",
            Style::Header => "Header",
            Style::Footer => "Footer",
        }
    }
}

/// What a paragraph sets beside its style.
#[derive(Debug, Clone, Copy)]
pub struct Properties {
    pub style: Style,
    pub keep_next: bool,
    pub place: Option<Place>,
    /// Left indent of the text, and how far its first line hangs out to the left, in twips.
    pub indent: Option<(u32, u32)>,
    pub align: Align,
    /// Level in the outline, from 0, where the style does not say.
    pub outline: Option<u8>,
}

impl Properties {
    pub fn of(style: Style) -> Properties {
        Properties { style, keep_next: false, place: None, indent: None, align: Align::Start, outline: None }
    }

    /// Writes `w:pPr`, in the order of the schema.
    pub fn write(self, out: &mut Markup) {
        out.inline("w:pPr").within(|out| {
            value(out, "w:pStyle", self.style.id());
            if self.keep_next {
                out.inline("w:keepNext").empty();
            }
            if let Some(place) = self.place {
                place.write(out);
            }
            if let Some((left, hanging)) = self.indent {
                let indent = out.inline("w:ind").attribute("w:left", &left.to_string());
                // The style may have an indent of the first line in characters, which would win.
                let indent = match hanging {
                    0 => indent.attribute("w:firstLineChars", "0").attribute("w:firstLine", "0"),
                    _ => indent.attribute("w:hangingChars", "0").attribute("w:hanging", &hanging.to_string()),
                };
                indent.empty();
            }
            match self.align {
                Align::Start => (),
                Align::Center => value(out, "w:jc", "center"),
                Align::End => value(out, "w:jc", "right"),
            }
            if let Some(level) = self.outline {
                value(out, "w:outlineLvl", &level.to_string());
            }
        });
    }
}
