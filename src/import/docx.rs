//! Word files (ECMA-376, transitional and strict) that others wrote, and kiyaku's own. What Word counts and computes is
//! text here: automatic numbers, results of fields, the state that tracked changes lead to.

mod container;
mod field;
mod graphic;
mod inline;
mod number_format;
mod numbering;
mod paragraph;
mod story;
mod styles;
mod symbol;
mod table;
mod xml;

use roxmltree::Document;

use super::error::Error;
use super::manuscript::Manuscript;
use container::{Container, Relationships};
use numbering::Numbering;
use story::{Notes, Reader};
use styles::Styles;

/// What becomes of changes that somebody tracked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tracked {
    /// As if all were made.
    #[default]
    Accept,
    /// As if none were made.
    Reject,
}

/// One XML part, and what it leads to.
struct Part {
    name: String,
    text: String,
    leads: Relationships,
}

impl Part {
    /// `None` where the container has none of this name.
    fn load(container: &mut Container<'_>, name: &str) -> Result<Option<Part>, Error> {
        let Some(text) = container.part(name)? else { return Ok(None) };
        Ok(Some(Part { name: name.to_owned(), text, leads: container.relationships(name)? }))
    }

    /// The part of a kind that another leads to.
    fn led_to(&self, container: &mut Container<'_>, kind: &str) -> Result<Option<Part>, Error> {
        match self.led_to_all(&[kind]).first() {
            Some(name) => Part::load(container, name),
            None => Ok(None),
        }
    }

    /// Names of the parts of these kinds, in order.
    fn led_to_all(&self, kinds: &[&str]) -> Vec<String> {
        let wanted = self.leads.values().filter(|to| kinds.contains(&to.kind.as_str()) && !to.is_external);
        let mut names: Vec<String> = wanted.map(|to| to.target.clone()).collect();
        names.sort();
        names.dedup();
        names
    }

    fn parse(&self) -> Result<Document<'_>, Error> {
        xml::parse(&self.name, &self.text)
    }
}

/// Reads a `.docx` file. A line of the manuscript is a paragraph of Word.
///
/// # Errors
/// The file is none of Word's, is damaged, encrypted, or larger than any text; nothing of it is read then.
pub fn read(bytes: &[u8], tracked: Tracked) -> Result<Manuscript, Error> {
    let mut container = Container::open(bytes)?;
    let name = container.main_part()?;
    let Some(main) = Part::load(&mut container, &name)? else { return Err(Error::NotWord("ZIP")) };
    let styles = match main.led_to(&mut container, "styles")? {
        Some(part) => Styles::read(part.parse()?.root_element()),
        None => Styles::default(),
    };
    let numbering = match main.led_to(&mut container, "numbering")? {
        Some(part) => Numbering::read(part.parse()?.root_element()),
        None => Numbering::default(),
    };
    let mut notes = Vec::new();
    for kind in ["footnotes", "endnotes", "comments"] {
        notes.push(main.led_to(&mut container, kind)?);
    }
    let documents = notes.iter().map(|part| part.as_ref().map(Part::parse).transpose());
    let documents: Vec<Option<Document<'_>>> = documents.collect::<Result<_, _>>()?;
    let notes = documents.iter().zip(&notes).map(|(document, part)| match (document, part) {
        (Some(document), Some(part)) => Notes::read(document.root_element(), &part.leads),
        _ => Notes::default(),
    });
    let document = main.parse()?;
    let mut reader = Reader::new(styles, numbering, notes.collect(), tracked);
    reader.body(document.root_element(), &main.leads);
    for name in main.led_to_all(&["header", "footer"]) {
        if let Some(part) = Part::load(&mut container, &name)? {
            reader.furniture(part.parse()?.root_element(), &part.leads);
        }
    }
    Ok(reader.finish(container.has("vbaProject.bin")))
}
