//! The font of what people write in Japanese: kana, the kanji of JIS level 1 and those that names, places and diseases
//! are written with beyond it. Others are left to the reader's own fonts: all of level 2 would double the size of a form.
//!
//! A composite font whose codes are UTF-16, so that even a program that disregards the table from characters to codes
//! writes the right ones.

use std::sync::OnceLock;

use lopdf::{Document, Object, ObjectId};

use super::super::Error;
use super::super::embed::composite::{Composite, FULL_WIDTH, to_unicode};
use super::super::embed::descriptor;
use super::super::finish::Effort;
use crate::fonts::{self, Face, Typeface};

/// In the order of their code points, in lines.
const CHARACTERS: &str = include_str!("characters.txt");

/// The face cut down to the characters.
struct Cut {
    name: String,
    program: Vec<u8>,
    /// Each character with its glyph in the cut, and the advance of it in thousandths of an em.
    glyphs: Vec<(u16, u16, i64)>,
}

/// Adds the font to a file.
///
/// # Errors
/// The font cannot be cut.
pub fn add(document: &mut Document) -> Result<ObjectId, Error> {
    /// Made once: it takes longer than a page.
    static FONT: OnceLock<Composite> = OnceLock::new();
    let font = match FONT.get() {
        Some(font) => font,
        None => {
            let face = &fonts::faces().map_err(Error::Font)?[Typeface::Mincho as usize];
            let font = Cut::of(face)?.composite(face)?;
            FONT.get_or_init(|| font)
        }
    };
    Ok(font.add(document))
}

impl Cut {
    fn of(face: &Face) -> Result<Cut, Error> {
        let mut remapper = subsetter::GlyphRemapper::new();
        let mut glyphs = Vec::new();
        for character in CHARACTERS.chars().filter(|character| !character.is_control()) {
            let glyph = face.glyph(character).ok_or(Error::MissingGlyph(character))?;
            let code = u16::try_from(u32::from(character)).map_err(|_| Error::MissingGlyph(character))?;
            let advance = descriptor::thousandths(face, face.glyph_advance(glyph));
            glyphs.push((code, remapper.remap(glyph), advance));
        }
        let program = subsetter::subset(face.data, 0, &remapper).map_err(Error::Subset)?;
        let name = format!("{}+{}", descriptor::tag(&program), face.postscript_name);
        Ok(Cut { name, program, glyphs })
    }

    fn composite(self, face: &'static Face) -> Result<Composite, Error> {
        let (glyph_of_code, to_unicode, widths) = (self.glyph_of_code(), self.to_unicode(), self.widths());
        let identity = (face, self.name, descriptor::SERIF + descriptor::SYMBOLIC);
        Composite::new(identity, self.program, glyph_of_code, to_unicode, widths, Effort::Usual)
    }

    /// Glyphs of all codes up to the last, as a CIDToGIDMap.
    fn glyph_of_code(&self) -> Vec<u8> {
        let last = self.glyphs.iter().map(|glyph| glyph.0).max().unwrap_or_default();
        let mut map = vec![0; 2 * (usize::from(last) + 1)];
        for (code, glyph, _) in &self.glyphs {
            let at = 2 * usize::from(*code);
            map[at..at + 2].copy_from_slice(&glyph.to_be_bytes());
        }
        map
    }

    /// Codes that follow one another in one row and are of one width: first, last and width.
    fn runs(&self) -> Vec<(u16, u16, i64)> {
        let mut runs: Vec<(u16, u16, i64)> = Vec::new();
        for (code, _, width) in &self.glyphs {
            match runs.last_mut() {
                Some((_, last, same)) if *last + 1 == *code && code % 256 != 0 && same == width => *last = *code,
                _ => runs.push((*code, *code, *width)),
            }
        }
        runs
    }

    fn widths(&self) -> Vec<Object> {
        let narrow = self.runs().into_iter().filter(|(.., width)| *width != FULL_WIDTH);
        narrow.flat_map(|(first, last, width)| [first.into(), last.into(), Object::Integer(width)]).collect()
    }

    /// The way back to the text, and for programs that fill in forms the way to codes.
    fn to_unicode(&self) -> String {
        let ranges =
            self.runs().into_iter().map(|(first, last, _)| format!("<{first:04X}> <{last:04X}> <{first:04X}>\n"));
        to_unicode("bfrange", &ranges.collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::finish::deflated;
    use super::*;

    #[test]
    fn names_places_and_what_stands_on_forms_can_be_written() {
        for character in "髙﨑濵邉齋德惠廣渡辺龍凜栁彅々〆ヶ〒①㈱：〜～－－ﾔﾏﾀﾞAz09@¥膵臍鬱頰".chars()
        {
            assert!(CHARACTERS.contains(character), "{character}");
        }
        assert!(CHARACTERS.lines().flat_map(str::chars).is_sorted());
    }

    #[test]
    fn every_code_is_the_character_it_draws() {
        let face = &fonts::faces().unwrap()[Typeface::Mincho as usize];
        let cut = Cut::of(face).unwrap();
        let map = cut.glyph_of_code();
        assert_eq!(map.len(), 2 * (0xFFE5 + 1));
        let at = 2 * '亜' as usize;
        let glyph = u16::from_be_bytes([map[at], map[at + 1]]);
        assert!(cut.glyphs.contains(&('亜' as u16, glyph, 1000)) && glyph > 0);
        assert!(cut.widths().starts_with(&[0x20.into(), 0x7E.into(), 500.into()]));
        assert!(cut.to_unicode().contains("<0020> <007E> <0020>"));
        let deflated = deflated(&cut.program).unwrap().len();
        assert!(deflated < 1_250_000, "{deflated}");
    }
}
