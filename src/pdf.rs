//! Flow to PDF: A4, horizontal, tagged, with bookmarks and links.
//!
//! [`layout`] turns blocks into one long galley of strips, [`pages`] cuts it, [`draw`] writes operators, [`embed`] the
//! fonts, and [`finish`] everything that makes a stack of pages a document.

mod classes;
mod columns;
mod draw;
mod embed;
mod finish;
mod galley;
mod layout;
mod line_break;
mod links;
mod metadata;
mod outline;
mod pages;
mod paragraph;
#[cfg(test)]
mod sample;
mod structure;
mod table;

use std::fmt;

use chrono::NaiveDateTime;
use printpdf as pp;

use crate::flow::Flow;
use crate::fonts::{self, Typeface};

/// Why a PDF could not be made. None of these is the author's doing: characters and links are checked before.
#[derive(Debug)]
pub enum Error {
    /// A font inside the binary does not parse.
    Font(ttf_parser::FaceParsingError),
    /// A font could not be cut down to the characters used.
    Subset(subsetter::Error),
    /// A character that no embedded font has.
    MissingGlyph(char),
    /// A link to an anchor that the document does not have.
    UnknownAnchor(String),
    /// printpdf reported that it left something out.
    Drawing(String),
    /// The file has another structure than printpdf gives it.
    Structure(lopdf::Error),
    Write(std::io::Error),
}

/// Renders a document. `created` is Japan Standard Time and becomes the file's dates.
///
/// # Errors
/// Only for bugs: see [`Error`].
pub fn render(flow: &Flow, created: NaiveDateTime) -> Result<Vec<u8>, Error> {
    let faces = fonts::faces().map_err(Error::Font)?;
    let mut setter = layout::Typesetter::new(faces);
    let galley = layout::galley(flow, &mut setter)?;
    let mut pages = pages::paginate(galley, &setter.heads);
    pages::furnish(&mut pages, &flow.identity, faces)?;
    let mut tree = setter.tree;
    let drawing = draw::draw(&pages.pages, &mut tree);

    let mut file = pp::PdfDocument::new("");
    let mut subsets = Vec::new();
    for typeface in Typeface::ALL {
        let characters = draw::characters(&pages.pages, typeface);
        let subset = embed::subset(&faces[typeface as usize], typeface, &characters)?;
        file.resources.fonts.map.insert(draw::font_id(typeface), subset.font.clone());
        subsets.push(subset);
    }
    file.pages = drawing.pages;
    let options = pp::PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    let mut warnings = Vec::new();
    let document = pp::to_lopdf_doc(&file, &options, &mut warnings);
    if let Some(warning) = warnings.first() {
        return Err(Error::Drawing(warning.msg.clone()));
    }
    let parts = finish::Parts { flow, pages: &pages, links: &drawing.links, tree: &tree, subsets: &subsets };
    finish::finish(document, &parts, created)
}

impl From<lopdf::Error> for Error {
    fn from(error: lopdf::Error) -> Error {
        Error::Structure(error)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        Error::Write(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Error::Font(error) => write!(f, "an embedded font does not parse: {error}"),
            Error::Subset(error) => write!(f, "an embedded font cannot be subset: {error}"),
            Error::MissingGlyph(c) => write!(f, "no embedded font has U+{:04X} {c:?}", u32::from(*c)),
            Error::UnknownAnchor(anchor) => write!(f, "a link leads to `{anchor}`, which the document does not have"),
            Error::Drawing(message) => write!(f, "the pages cannot be drawn: {message}"),
            Error::Structure(error) => write!(f, "the file is not built as expected: {error}"),
            Error::Write(error) => write!(f, "the file cannot be written: {error}"),
        }
    }
}

impl std::error::Error for Error {}
