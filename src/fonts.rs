//! The two typefaces inside the binary: which characters they have, and how wide each is.

use std::sync::LazyLock;

use ttf_parser::{FaceParsingError, GlyphId, cmap};

/// Code points below this have a slot in [`Face::glyphs`]: everything up to the kanji of plane 2.
const CODE_POINTS: usize = 0x3_0000;

static FACES: LazyLock<Result<[Face; 2], FaceParsingError>> = LazyLock::new(|| {
    Ok([
        Face::parse(include_bytes!("../fonts/BIZUDMincho-Regular.ttf"), "BIZUDMincho-Regular")?,
        Face::parse(include_bytes!("../fonts/BIZUDGothic-Bold.ttf"), "BIZUDGothic-Bold")?,
    ])
});

/// What a run of text is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Typeface {
    /// Body text: BIZ UD Mincho Regular.
    Mincho,
    /// Headings and strong text: BIZ UD Gothic Bold.
    Gothic,
}

impl Typeface {
    pub const ALL: [Typeface; 2] = [Typeface::Mincho, Typeface::Gothic];
}

/// A parsed font file. Lengths are in font units unless a function says otherwise.
pub struct Face {
    /// The whole font file.
    pub data: &'static [u8],
    pub postscript_name: &'static str,
    pub units_per_em: u16,
    pub ascender: i16,
    pub descender: i16,
    pub cap_height: i16,
    pub weight: u16,
    /// Left, bottom, right, top of all glyphs.
    pub bounds: [i16; 4],
    /// Glyph of each code point, 0 for none.
    glyphs: Vec<u16>,
    /// Advance of each glyph.
    advances: Vec<u16>,
}

/// Both faces.
///
/// # Errors
/// A font inside the binary does not parse, which is a broken build.
pub fn faces() -> Result<&'static [Face; 2], FaceParsingError> {
    FACES.as_ref().map_err(|error| *error)
}

/// Whether both faces have a glyph for `c`, so that it can stand in text and in headings alike.
pub fn covers(c: char) -> bool {
    !c.is_control() && faces().is_ok_and(|faces| faces.iter().all(|face| face.glyph(c).is_some()))
}

impl Face {
    fn parse(data: &'static [u8], postscript_name: &'static str) -> Result<Face, FaceParsingError> {
        let face = ttf_parser::Face::parse(data, 0)?;
        let bounds = face.global_bounding_box();
        let ascender = face.ascender();
        Ok(Face {
            data,
            postscript_name,
            units_per_em: face.units_per_em(),
            ascender,
            descender: face.descender(),
            cap_height: face.capital_height().unwrap_or(ascender),
            weight: face.weight().to_number(),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max],
            glyphs: glyphs(&face),
            advances: (0..face.number_of_glyphs())
                .map(|glyph| face.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0))
                .collect(),
        })
    }

    /// Glyph id of a character; `None` where the font lacks it.
    pub fn glyph(&self, c: char) -> Option<u16> {
        self.glyphs.get(c as usize).copied().filter(|glyph| *glyph != 0)
    }

    /// Advance of a glyph in font units.
    pub fn glyph_advance(&self, glyph: u16) -> u16 {
        self.advances.get(usize::from(glyph)).copied().unwrap_or(0)
    }

    /// Advance of a character in em; `None` where the font lacks it.
    pub fn advance(&self, c: char) -> Option<f32> {
        let glyph = self.glyph(c)?;
        Some(f32::from(self.glyph_advance(glyph)) / f32::from(self.units_per_em))
    }
}

/// The glyph of every code point, read once: asking the font for each character of a text costs more.
fn glyphs(face: &ttf_parser::Face) -> Vec<u16> {
    let mut glyphs = vec![0; CODE_POINTS];
    let Some(table) = face.tables().cmap else { return glyphs };
    // The full repertoire (format 12), which holds what the basic plane (format 4) does too, or what there is.
    let unicode = table.subtables.into_iter().filter(|subtable| {
        subtable.is_unicode() && !matches!(subtable.format, cmap::Format::UnicodeVariationSequences(_))
    });
    let best = unicode.max_by_key(|subtable| matches!(subtable.format, cmap::Format::SegmentedCoverage(_)));
    if let Some(subtable) = best {
        subtable.codepoints(|code_point| {
            if let (Some(slot), Some(glyph)) = (glyphs.get_mut(code_point as usize), subtable.glyph_index(code_point)) {
                *slot = glyph.0;
            }
        });
    }
    glyphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_what_contracts_are_written_with() {
        for c in "契約者（甲）は、第１２条の規定により「別紙２」を承諾する。 　①㈱※〜～―…ⅰ髙﨑A1".chars()
        {
            assert!(covers(c), "{c:?}");
        }
    }

    #[test]
    fn does_not_cover_controls_and_characters_without_a_glyph() {
        for c in ['\n', '\t', '\u{7f}', '\u{200b}', '😀', '\u{e0100}', '\u{2fa7}'] {
            assert!(!covers(c), "{c:?}");
        }
    }

    #[test]
    fn kanji_are_one_em_wide_and_latin_letters_half_an_em() {
        for face in faces().unwrap() {
            assert_eq!(face.advance('約'), Some(1.0));
            assert_eq!(face.advance('　'), Some(1.0));
            assert_eq!(face.advance('A'), Some(0.5));
        }
    }
}
