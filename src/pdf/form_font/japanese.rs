//! The font of what people write in Japanese: kana, the kanji of JIS level 1 and those that names, places and diseases
//! are written with beyond it. Others are left to the reader's own fonts: all of level 2 would double the size of a form.
//!
//! A composite font whose codes are UTF-16, so that even a program that disregards the table from characters to codes
//! writes the right ones.

use std::sync::OnceLock;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::super::Error;
use super::super::embed::descriptor;
use super::super::finish::deflated;
use crate::fonts::{self, Face, Typeface};

/// In the order of their code points, in lines.
const CHARACTERS: &str = include_str!("characters.txt");
/// Entries of one block of a CMap (ISO 32000-1, 9.10.3).
const BLOCK: usize = 100;
/// Thousandths of an em: the width of glyphs that no list names.
const FULL_WIDTH: i64 = 1000;

/// The face cut down to the characters. Made once: it takes longer than a page.
struct Cut {
    name: String,
    deflated: Vec<u8>,
    length: usize,
    /// Each character with its glyph in the cut, and the advance of it in thousandths of an em.
    glyphs: Vec<(u16, u16, i64)>,
}

/// Adds the font to a file.
///
/// # Errors
/// The font cannot be cut.
pub fn add(document: &mut Document) -> Result<ObjectId, Error> {
    static CUT: OnceLock<Cut> = OnceLock::new();
    let face = &fonts::faces().map_err(Error::Font)?[Typeface::Mincho as usize];
    let cut = match CUT.get() {
        Some(cut) => cut,
        None => {
            let cut = Cut::of(face)?;
            CUT.get_or_init(|| cut)
        }
    };
    let file = dictionary! { "Length1" => cut.length as i64, "Filter" => "FlateDecode" };
    let mut file = Stream::new(file, cut.deflated.clone());
    file.allows_compression = false;
    let flags = descriptor::SERIF + descriptor::SYMBOLIC;
    let descriptor = descriptor::add(document, face, &cut.name, flags, file);
    let glyph_of_code = document.add_object(Stream::new(Dictionary::new(), cut.glyph_of_code()));
    let descendant = document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType2",
        "BaseFont" => cut.name.as_str(),
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"),
            "Supplement" => 0,
        },
        "DW" => FULL_WIDTH,
        "W" => cut.widths(),
        "CIDToGIDMap" => glyph_of_code,
        "FontDescriptor" => descriptor,
    });
    let to_unicode = document.add_object(Stream::new(Dictionary::new(), cut.to_unicode().into_bytes()));
    Ok(document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => cut.name.as_str(),
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![Object::Reference(descendant)],
        "ToUnicode" => to_unicode,
    }))
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
        let bytes = subsetter::subset(face.data, 0, &remapper).map_err(Error::Subset)?;
        let name = format!("{}+{}", descriptor::tag(&bytes), face.postscript_name);
        Ok(Cut { name, deflated: deflated(&bytes)?, length: bytes.len(), glyphs })
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
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
             /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
             /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
        );
        for block in self.runs().chunks(BLOCK) {
            map.push_str(&format!("{} beginbfrange\n", block.len()));
            for (first, last, _) in block {
                map.push_str(&format!("<{first:04X}> <{last:04X}> <{first:04X}>\n"));
            }
            map.push_str("endbfrange\n");
        }
        map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    }
}

#[cfg(test)]
mod tests {
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
        assert!(cut.deflated.len() < 1_250_000, "{}", cut.deflated.len());
    }
}
