//! The font that dates are filled in with: simple, as many programs that fill in forms know no other kind, and embedded,
//! so that what they draw with it is as archival as the rest (ISO 19005-3, 6.2.11.4).

use lopdf::{Document, ObjectId, Stream, dictionary};
use sha2::{Digest, Sha256};

use crate::fonts::{self, Typeface};

use super::Error;
use super::embed::encoded;

/// What can be typed: digits, space and the marks of dates, which stand in one row in ASCII.
const FIRST: u8 = b' ';
const LAST: u8 = b'9';
/// Of a font descriptor: with serifs, not symbolic (ISO 32000-1, table 123).
const FLAGS: i64 = 2 + 32;

/// Adds the font to a file.
///
/// # Errors
/// The font cannot be cut.
pub fn add(document: &mut Document) -> Result<ObjectId, Error> {
    let face = &fonts::faces().map_err(Error::Font)?[Typeface::Mincho as usize];
    let mut remapper = subsetter::GlyphRemapper::new();
    let mut widths = Vec::new();
    let thousandths = |units: i64| units * 1000 / i64::from(face.units_per_em);
    for character in (FIRST..=LAST).map(char::from) {
        let glyph = face.glyph(character).ok_or(Error::MissingGlyph(character))?;
        remapper.remap(glyph);
        widths.push(thousandths(face.glyph_advance(glyph).into()).into());
    }
    let bytes = subsetter::subset(face.data, 0, &remapper).map_err(Error::Subset)?;
    let bytes = encoded::with_characters(&bytes, FIRST, LAST);
    let bytes = bytes.ok_or(Error::Subset(subsetter::Error::MalformedFont))?;
    let tag: String = Sha256::digest(&bytes).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
    let name = format!("{tag}+{}", face.postscript_name);
    let length = bytes.len() as i64;
    let file = document.add_object(Stream::new(dictionary! { "Length1" => length }, bytes));
    let descriptor = document.add_object(dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name.as_str(),
        "Flags" => FLAGS,
        "FontBBox" => face.bounds.map(|side| thousandths(side.into()).into()).to_vec(),
        "ItalicAngle" => 0,
        "Ascent" => thousandths(face.ascender.into()),
        "Descent" => thousandths(face.descender.into()),
        "CapHeight" => thousandths(face.cap_height.into()),
        "StemV" => 80,
        "FontFile2" => file,
    });
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
