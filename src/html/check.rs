//! Reads pages back, for the tests: tags with their attributes, and the text between them.

use std::collections::BTreeMap;

/// A start or end tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub is_end: bool,
}

impl Tag {
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }
}

/// All tags and the text outside them, with character references resolved; the style sheet is neither.
///
/// Panics where the page is not well-formed: an element not closed, or closed in the wrong order, an attribute given
/// twice, a bare `<` or `&`.
pub fn read(page: &str) -> (Vec<Tag>, String) {
    let (mut tags, mut text, mut open) = (Vec::new(), String::new(), Vec::new());
    let mut rest = page.strip_prefix("<!DOCTYPE html>").unwrap_or(page);
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(&unescaped(before));
        let (inside, after) = after.split_once('>').expect("a tag ends");
        rest = after;
        let tag = tag(inside);
        if tag.is_end {
            assert_eq!(open.pop().as_ref(), Some(&tag.name), "closed in order");
        } else if !["meta", "br", "wbr", "col", "input"].contains(&tag.name.as_str()) {
            open.push(tag.name.clone());
        }
        if tag.name == "style" && !tag.is_end {
            let end = rest.find("</").expect("the style sheet ends");
            rest = &rest[end..];
        }
        tags.push(tag);
    }
    assert!(open.is_empty(), "not closed: {open:?}");
    text.push_str(&unescaped(rest));
    (tags, text)
}

fn tag(inside: &str) -> Tag {
    let (is_end, inside) = inside.strip_prefix('/').map_or((false, inside), |name| (true, name));
    let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
    assert!(!name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric()), "name of a tag: {inside}");
    let mut attributes = BTreeMap::new();
    while !rest.is_empty() {
        let (attribute, after) = rest.split_once("=\"").expect("an attribute has a value");
        let (value, after) = after.split_once('"').expect("a value ends");
        assert_eq!(attributes.insert(attribute.to_owned(), unescaped(value)), None, "{attribute} once");
        rest = after.trim_start();
    }
    Tag { name: name.to_owned(), attributes, is_end }
}

fn unescaped(text: &str) -> String {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, after) = part.split_once(';').expect("a character reference ends");
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" => '\'',
            _ => panic!("unknown character reference {name}"),
        });
        out.push_str(after);
    }
    out
}
