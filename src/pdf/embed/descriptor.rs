//! What a font file is called and how it is described, for fonts that are written without printpdf.

use lopdf::{Document, ObjectId, Stream, dictionary};
use sha2::{Digest, Sha256};

use crate::fonts::Face;

/// With serifs (ISO 32000-1, table 123).
pub const SERIF: i64 = 2;
/// Codes of its own.
pub const SYMBOLIC: i64 = 4;
/// Codes of Latin letters.
pub const NONSYMBOLIC: i64 = 32;

/// Six letters that tell subsets of one font apart (ISO 32000-1, 9.6.4), from what is in this one.
pub fn tag(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// Units of a face as a PDF counts them: thousandths of an em.
pub fn thousandths(face: &Face, units: impl Into<i64>) -> i64 {
    units.into() * 1000 / i64::from(face.units_per_em)
}

/// Thickness of vertical stems in thousandths of an em, as the weight implies it: no table of a font has it.
fn stem(face: &Face) -> i64 {
    50 + (f32::from(face.weight) / 65.0).powi(2).round() as i64
}

/// The stream of a TrueType subset, not yet deflated.
pub fn file(subset: Vec<u8>) -> Stream {
    let length = subset.len() as i64;
    Stream::new(dictionary! { "Length1" => length }, subset)
}

/// Adds a font file with its descriptor (9.8).
pub fn add(document: &mut Document, face: &Face, name: &str, flags: i64, file: Stream) -> ObjectId {
    let file = document.add_object(file);
    document.add_object(dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name,
        "Flags" => flags,
        "FontBBox" => face.bounds.map(|side| thousandths(face, side).into()).to_vec(),
        "ItalicAngle" => 0,
        "Ascent" => thousandths(face, face.ascender),
        "Descent" => thousandths(face, face.descender),
        "CapHeight" => thousandths(face, face.cap_height),
        "StemV" => stem(face),
        "FontFile2" => file,
    })
}
