//! The fonts that fields are filled in with, embedded, so that what programs draw with them is as archival as the rest
//! (ISO 19005-3, 6.2.11.4): for the dates beside signatures a simple one, as many programs know no other kind, and for
//! everything else one that knows Japanese.

mod japanese;

pub use japanese::add as add_japanese;

use std::sync::LazyLock;

use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use crate::fonts::{self, Face, Typeface};

use super::Error;
use super::embed::{descriptor, encoded};
use super::finish::deflate;

/// What can be typed: digits, space and the marks of dates, which stand in one row in ASCII.
const FIRST: u8 = b' ';
const LAST: u8 = b'9';

/// The same in all files.
static FONT: LazyLock<Option<Font>> = LazyLock::new(|| Font::cut(fonts::faces().ok()?.get(Typeface::Mincho as usize)?));

struct Font {
    face: &'static Face,
    name: String,
    widths: Vec<Object>,
    file: Stream,
}

impl Font {
    fn cut(face: &'static Face) -> Option<Font> {
        let mut remapper = subsetter::GlyphRemapper::new();
        let mut widths = Vec::new();
        for character in (FIRST..=LAST).map(char::from) {
            let glyph = face.glyph(character)?;
            remapper.remap(glyph);
            widths.push(descriptor::thousandths(face, face.glyph_advance(glyph)).into());
        }
        let bytes = subsetter::subset(face.data, 0, &remapper).ok()?;
        let bytes = encoded::with_characters(&bytes, FIRST, LAST)?;
        let name = format!("{}+{}", descriptor::tag(&bytes), face.postscript_name);
        let mut file = descriptor::file(bytes);
        deflate(&mut file).ok()?;
        Some(Font { face, name, widths, file })
    }
}

/// Adds the font of dates to a file.
///
/// # Errors
/// The font cannot be cut.
pub fn add_digits(document: &mut Document) -> Result<ObjectId, Error> {
    let Font { face, name, widths, file } = FONT.as_ref().ok_or(Error::Subset(subsetter::Error::MalformedFont))?;
    let flags = descriptor::SERIF + descriptor::NONSYMBOLIC;
    let descriptor = descriptor::add(document, face, name, flags, file.clone());
    Ok(document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "TrueType",
        "BaseFont" => name.as_str(),
        "Encoding" => "WinAnsiEncoding",
        "FirstChar" => i64::from(FIRST),
        "LastChar" => i64::from(LAST),
        "Widths" => widths.clone(),
        "FontDescriptor" => descriptor,
    }))
}
