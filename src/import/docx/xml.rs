//! The XML of parts: parsed within bounds, and asked by the names of ECMA-376, of which there are two sets (transitional
//! and strict).

use roxmltree::{Document, Node, ParsingOptions};

use crate::import::error::Error;

const WORD: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];
const MATH: [&str; 2] =
    ["http://schemas.openxmlformats.org/officeDocument/2006/math", "http://purl.oclc.org/ooxml/officeDocument/math"];
const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

/// A table in a table is four elements deeper; drawings in a document of Word reach some forty.
const DEPTH: usize = 256;
const NODES: u32 = 4_000_000;
/// Of one element.
const ATTRIBUTES: usize = 256;
/// Name spaces in scope, summed over the elements that declare some: the parser copies them.
const NAMESPACES: usize = 10_000_000;

/// Whose element it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    Word,
    Math,
    Compatibility,
    Other,
}

/// Parses one part.
///
/// # Errors
/// Not well-formed, beyond the bounds, or with a document type.
pub fn parse<'t>(part: &str, text: &'t str) -> Result<Document<'t>, Error> {
    measure(text)?;
    let options = ParsingOptions { nodes_limit: NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::DtdDetected => Error::DocumentType(part.to_owned()),
        roxmltree::Error::NodesLimitReached => Error::Excessive,
        other => Error::Damaged(format!("{part}: {other}")),
    })
}

/// Refuses what would cost the parser more than its size: it compares all attributes of an element with each other.
fn measure(text: &str) -> Result<(), Error> {
    let mut scopes = vec![0];
    let mut copied = 0;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let (end, attributes) = markup_end(rest);
        let markup = &rest[..end];
        rest = &rest[end..];
        match markup.as_bytes().get(1) {
            Some(b'!' | b'?') => (),
            Some(b'/') => {
                scopes.pop();
            }
            _ => {
                let declared = markup.matches("xmlns").count();
                let scope = scopes.last().copied().unwrap_or(0) + declared;
                copied += if declared > 0 { scope } else { 0 };
                if !markup.ends_with("/>") {
                    scopes.push(scope);
                }
                if attributes > ATTRIBUTES || copied > NAMESPACES || scopes.len() > DEPTH {
                    return Err(Error::Excessive);
                }
            }
        }
    }
    Ok(())
}

/// Length of the tag, comment or section at the head of a text, and how many attributes it has.
fn markup_end(text: &str) -> (usize, usize) {
    for (open, close) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")] {
        if text.starts_with(open) {
            return (text.find(close).map_or(text.len(), |at| at + close.len()), 0);
        }
    }
    let mut quote = None;
    let mut attributes = 0;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return (at + 1, attributes),
            (None, b'=') => attributes += 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => (),
        }
    }
    (text.len(), attributes)
}

/// Whose element a node is, and its name; nothing of ours for text.
pub fn name<'a>(node: Node<'a, '_>) -> (Space, &'a str) {
    let name = node.tag_name();
    let space = match name.namespace() {
        Some(space) if WORD.contains(&space) => Space::Word,
        Some(space) if MATH.contains(&space) => Space::Math,
        Some(COMPATIBILITY) => Space::Compatibility,
        _ => Space::Other,
    };
    (space, name.name())
}

pub fn is_word(node: Node<'_, '_>, wanted: &str) -> bool {
    name(node) == (Space::Word, wanted)
}

pub fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

/// The first child of Word's with this name.
pub fn child<'a, 'i>(node: Node<'a, 'i>, wanted: &str) -> Option<Node<'a, 'i>> {
    elements(node).find(|node| is_word(*node, wanted))
}

/// An attribute by its name without prefix, which is `w:` for most, `r:` for relationships.
pub fn attribute<'a>(node: Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == wanted).map(|attribute| attribute.value())
}

/// The value of a child that has nothing else: `<w:ilvl w:val="0"/>`.
pub fn value<'a>(node: Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    attribute(child(node, wanted)?, "val")
}

/// The same as a number.
pub fn number<N: std::str::FromStr>(node: Node<'_, '_>, wanted: &str) -> Option<N> {
    value(node, wanted)?.trim().parse().ok()
}

/// Whether a property that is on or off is on: it is where it stands without a value.
pub fn is_on(node: Node<'_, '_>, wanted: &str) -> bool {
    child(node, wanted).is_some_and(|node| !matches!(attribute(node, "val"), Some("0" | "false" | "off")))
}

/// The children of the one alternative that is to be read (ECMA-376 Part 3): programs write what they like best first.
pub fn alternative<'a, 'i>(node: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    elements(node).find(|node| node.tag_name().name() == "Choice").or_else(|| elements(node).next())
}

/// The characters that an element holds itself, whatever comments stand among them.
pub fn text(node: Node<'_, '_>) -> String {
    node.children().filter(Node::is_text).filter_map(|node| node.text()).collect()
}

/// All text that elements of this name hold, in order.
pub fn words(node: Node<'_, '_>, wanted: &[&str]) -> String {
    let holds = |node: &Node<'_, '_>| node.is_element() && wanted.contains(&node.tag_name().name());
    node.descendants().filter(holds).map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_costs_more_than_its_size_is_refused() {
        let attributes: String = (0..100_000).map(|at| format!(" a{at} = ''")).collect();
        assert_eq!(parse("p", &format!("<a{attributes}/>")).err(), Some(Error::Excessive));
        let deep = "<a>".repeat(100_000) + &"</a>".repeat(100_000);
        assert_eq!(parse("p", &deep).err(), Some(Error::Excessive));
        let spaces: String = (0..200).map(|at| format!(" xmlns:a{at}='b'")).collect();
        let copies = format!("<r{spaces}>{}</r>", "<a xmlns:b='c'/>".repeat(100_000));
        assert_eq!(parse("p", &copies).err(), Some(Error::Excessive));
    }

    #[test]
    fn document_types_are_refused_and_signs_in_sections_are_text() {
        let laughs = "<!DOCTYPE r [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><r>&b;</r>";
        assert_eq!(parse("p", laughs).err(), Some(Error::DocumentType("p".into())));
        let text = "<r><!-- <a> --><![CDATA[<b><c>]]><?x <d>?></r>";
        assert_eq!(super::text(parse("p", text).expect("well-formed").root_element()), "<b><c>");
        assert!(matches!(parse("p", "<r>"), Err(Error::Damaged(_))));
    }
}
