//! Word files (ECMA-376, transitional): the same blocks as everywhere, as styles, automatic numbers, fields and tables that
//! people can go on working with. A number is Word's own where Word writes the very same label, and text otherwise, so
//! that apart from white space the file says what the `.txt` says.

mod document;
mod entry;
mod inline;
mod label;
mod numbering;
mod package;
mod page;
mod paragraph;
mod places;
mod signature;
mod styles;
mod table;

use std::fmt;

use crate::flow::Flow;
use crate::markup::Markup;

/// The container could not be written: a bug.
#[derive(Debug)]
pub struct Error(zip::result::ZipError);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Word: {}", self.0)
    }
}

impl std::error::Error for Error {}

/// The bytes of a `.docx` file; the same flow gives the same bytes.
///
/// # Errors
/// Only on a bug.
pub fn render(flow: &Flow) -> Result<Vec<u8>, Error> {
    let content = document::write(flow);
    package::pack(&flow.identity, content).map_err(Error)
}

/// Writes an element that only has a value.
fn value(out: &mut Markup, name: &'static str, value: &str) {
    out.inline(name).attribute("w:val", value).empty();
}
