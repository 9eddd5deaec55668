//! The fonts that fields are filled in with, embedded, so that what programs draw with them is as archival as the rest
//! (ISO 19005-3, 6.2.11.4): for the dates beside signatures a simple one, as many programs know no other kind, and for
//! everything else one that knows Japanese.

mod japanese;

pub use japanese::add as add_japanese;

use lopdf::{Document, ObjectId, dictionary};

use crate::fonts::{self, Typeface};

use super::Error;
use super::embed::{descriptor, encoded};

/// What can be typed: digits, space and the marks of dates, which stand in one row in ASCII.
const FIRST: u8 = b' ';
const LAST: u8 = b'9';

/// Adds the font of dates to a file.
///
/// # Errors
/// The font cannot be cut.
pub fn add_digits(document: &mut Document) -> Result<ObjectId, Error> {
    let face = &fonts::faces().map_err(Error::Font)?[Typeface::Mincho as usize];
    let mut remapper = subsetter::GlyphRemapper::new();
    let mut widths = Vec::new();
    for character in (FIRST..=LAST).map(char::from) {
        let glyph = face.glyph(character).ok_or(Error::MissingGlyph(character))?;
        remapper.remap(glyph);
        widths.push(descriptor::thousandths(face, face.glyph_advance(glyph)).into());
    }
    let bytes = subsetter::subset(face.data, 0, &remapper).map_err(Error::Subset)?;
    let bytes = encoded::with_characters(&bytes, FIRST, LAST);
    let bytes = bytes.ok_or(Error::Subset(subsetter::Error::MalformedFont))?;
    let name = format!("{}+{}", descriptor::tag(&bytes), face.postscript_name);
    let flags = descriptor::SERIF + descriptor::NONSYMBOLIC;
    let descriptor = descriptor::add(document, face, &name, flags, descriptor::file(bytes));
    Ok(document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "TrueType",
        "BaseFont" => name,
        "Encoding" => "WinAnsiEncoding",
        "FirstChar" => i64::from(FIRST),
        "LastChar" => i64::from(LAST),
        "Widths" => widths,
        "FontDescriptor" => descriptor,
    }))
}
