//! A font whose glyphs are narrower or wider than drawn: for characters beside which a blank half gives way, or a quarter
//! of an em stands between scripts.
//!
//! Moving the next character would look the same, but programs that read the text take overlapping characters for the
//! start of another line, and a gap for a space.

/// Adds `more` font units to every advance of a TrueType font; `None` if it has no such table.
pub fn changed(mut font: Vec<u8>, more: i16) -> Option<Vec<u8>> {
    let hhea = table(&font, b"hhea")?;
    let count = usize::from(word(&font, hhea.offset + 34)?);
    let hmtx = table(&font, b"hmtx")?;
    for metric in 0..count {
        let at = hmtx.offset + 4 * metric;
        let advance = word(&font, at)?.saturating_add_signed(more);
        font.get_mut(at..at + 2)?.copy_from_slice(&advance.to_be_bytes());
    }
    let sum = checksum(font.get(hmtx.offset..hmtx.offset + hmtx.length)?);
    font.get_mut(hmtx.record + 4..hmtx.record + 8)?.copy_from_slice(&sum.to_be_bytes());
    Some(font)
}

/// A table of an OpenType font, in bytes from its beginning.
struct Table {
    /// Its entry in the directory.
    record: usize,
    offset: usize,
    length: usize,
}

fn table(font: &[u8], tag: &[u8; 4]) -> Option<Table> {
    let count = usize::from(word(font, 4)?);
    let record = (0..count).map(|i| 12 + 16 * i).find(|record| font.get(*record..record + 4) == Some(tag))?;
    let long = |at| Some((usize::from(word(font, at)?) << 16) | usize::from(word(font, at + 2)?));
    Some(Table { record, offset: long(record + 8)?, length: long(record + 12)? })
}

pub fn word(font: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(font.get(at..at + 2)?.try_into().ok()?))
}

pub fn checksum(table: &[u8]) -> u32 {
    let long = |bytes: &[u8]| (0..4).fold(0, |long, i| (long << 8) | u32::from(bytes.get(i).copied().unwrap_or(0)));
    table.chunks(4).map(long).fold(0, u32::wrapping_add)
}
