//! Embedded font programs, read backwards: from a glyph to the character it is for.

use std::collections::BTreeMap;

use ttf_parser::{Face, GlyphId, cff};

use super::names;

/// Characters of the glyphs, by the font's own table of characters; where several share a glyph, the ordinary one.
pub fn characters(program: &[u8]) -> BTreeMap<u16, char> {
    let mut characters = BTreeMap::new();
    let Some(table) = Face::parse(program, 0).ok().and_then(|face| face.tables().cmap) else { return characters };
    for subtable in table.subtables.into_iter().filter(|subtable| subtable.is_unicode()) {
        subtable.codepoints(|code| {
            let (Some(c), Some(glyph)) = (char::from_u32(code), subtable.glyph_index(code)) else { return };
            let known = characters.entry(glyph.0).or_insert(c);
            if is_double(*known) && !is_double(c) {
                *known = c;
            }
        });
    }
    characters
}

/// Radicals and compatibility ideographs look like others.
fn is_double(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' | '\u{A0}' | '\u{AD}')
}

/// What the codes of a simple font stand for, by the program itself.
pub fn encoded(program: &[u8]) -> Vec<Option<String>> {
    if let Some(cff) = cff::Table::parse(program) {
        let name = |code: u8| cff.glyph_index(code).and_then(|glyph| cff.glyph_name(glyph));
        return (0..=255).map(|code| name(code).and_then(|name| names::text(name.as_bytes()))).collect();
    }
    let characters = characters(program);
    let face = Face::parse(program, 0).ok();
    let glyph = |code: u8| symbol(face.as_ref()?, code);
    let text = |code: u8| characters.get(&glyph(code)?.0).map(char::to_string);
    (0..=255).map(text).collect()
}

/// Symbolic TrueType: codes as they are, or from U+F000 on (ISO 32000-1, 9.6.6.4).
fn symbol(face: &Face<'_>, code: u8) -> Option<GlyphId> {
    let table = face.tables().cmap?;
    table.subtables.into_iter().find_map(|subtable| {
        let code = u32::from(code);
        subtable.glyph_index(code).or_else(|| subtable.glyph_index(0xF000 + code))
    })
}
