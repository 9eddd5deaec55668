//! A subset that simple fonts can use: these find glyphs by the font's own table of characters, which a subset made for
//! codes of glyphs lacks.

use super::advances::{checksum, word};

/// A table that sends `first` to glyph 1, what follows it to the next glyphs, and nothing behind `last` to any (OpenType,
/// `cmap` of format 4 for Windows and Unicode).
fn characters(first: u8, last: u8) -> Vec<u8> {
    let delta = 1_u16.wrapping_sub(u16::from(first));
    let header = [0, 1, 3, 1, 0, 12];
    // Two segments, the last of which every table has.
    let segments = [4, 32, 0, 4, 4, 1, 0, u16::from(last), 0xFFFF, 0, u16::from(first), 0xFFFF, delta, 1, 0, 0];
    header.into_iter().chain(segments).flat_map(u16::to_be_bytes).collect()
}

/// Gives a TrueType font the table; `None` if it is none.
pub fn with_characters(font: &[u8], first: u8, last: u8) -> Option<Vec<u8>> {
    let count = usize::from(word(font, 4)?);
    let long = |at| Some((usize::from(word(font, at)?) << 16) | usize::from(word(font, at + 2)?));
    let mut tables = Vec::new();
    for record in (0..count).map(|i| 12 + 16 * i) {
        let (offset, length) = (long(record + 8)?, long(record + 12)?);
        tables.push((font.get(record..record + 4)?.to_vec(), font.get(offset..offset + length)?.to_vec()));
    }
    tables.retain(|(tag, _)| tag != b"cmap");
    tables.push((b"cmap".to_vec(), characters(first, last)));
    tables.sort();

    let count = u16::try_from(tables.len()).ok()?;
    let power = count.checked_ilog2()?;
    let search = 16 << power;
    let mut out = font.get(..4)?.to_vec();
    out.extend([count, search, power as u16, 16 * count - search].into_iter().flat_map(u16::to_be_bytes));
    let mut offset = out.len() + 16 * tables.len();
    for (tag, table) in &tables {
        out.extend(tag);
        for value in [checksum(table), u32::try_from(offset).ok()?, u32::try_from(table.len()).ok()?] {
            out.extend(value.to_be_bytes());
        }
        offset += table.len().next_multiple_of(4);
    }
    for (_, table) in &tables {
        out.extend(table);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::faces;

    #[test]
    fn digits_lead_to_their_own_glyphs() {
        let face = &faces().unwrap()[1];
        let mut remapper = subsetter::GlyphRemapper::new();
        ('0'..='9').for_each(|digit| {
            remapper.remap(face.glyph(digit).unwrap());
        });
        let subset = subsetter::subset(face.data, 0, &remapper).unwrap();
        let font = with_characters(&subset, b'0', b'9').unwrap();
        let font = ttf_parser::Face::parse(&font, 0).unwrap();
        assert_eq!(font.glyph_index('0').unwrap().0, 1);
        assert_eq!(font.glyph_index('9').unwrap().0, 10);
        assert_eq!(font.glyph_index('a'), None);
        let whole = ttf_parser::Face::parse(face.data, 0).unwrap();
        let bounds = |font: &ttf_parser::Face, c| font.glyph_bounding_box(font.glyph_index(c).unwrap());
        assert_eq!(bounds(&font, '7'), bounds(&whole, '7'));
    }
}
