//! Reads plain text, as people save it and as `pdftotext` prints PDFs: broken into lines, with page numbers and running
//! heads among them.

mod columns;
mod encoding;
mod row;
mod tables;

use std::collections::BTreeMap;

use columns::Part;
pub use encoding::{MOST, decode};
use row::Row;

use super::line::Line;
use super::manuscript::{Manuscript, Remark, RemarkKind};
use super::{furniture, join};
use crate::diagnostic::Message;
use crate::say;

/// Why a file is not read as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    Empty,
    /// Longer than 50 MiB.
    TooLong,
    /// Not text; `offset` (bytes) is where that shows.
    Binary {
        offset: usize,
    },
    /// Bytes that are no character in the likeliest encoding.
    Unmappable {
        encoding: &'static str,
        offset: usize,
        line: usize,
    },
    /// From this line on in another encoding.
    Mixed {
        line: usize,
    },
}

impl Unreadable {
    pub fn message(&self) -> Message {
        match self {
            Unreadable::Empty => say!("ファイルに文字がありません", "there is no text in the file"),
            Unreadable::TooLong => {
                let most = encoding::MOST >> 20;
                say!("ファイルが {most} MiB を超えています", "the file is longer than {most} MiB")
            }
            Unreadable::Binary { offset } => say!(
                "テキストファイルではありません（先頭から {offset} バイト目）",
                "this is no text file (at byte {offset})",
            ),
            Unreadable::Unmappable { encoding, offset, line } => say!(
                "{line} 行目（先頭から {offset} バイト目）に、{encoding} の文字として読めないバイトがあります",
                "a byte in line {line} (at byte {offset}) is no character of {encoding}",
            ),
            Unreadable::Mixed { line } => say!(
                "{line} 行目から文字コードが変わっています。一つの文字コードで保存し直してください",
                "from line {line} on, the file is in another encoding: save it in one",
            ),
        }
    }
}

/// The passages and tables of a text file; time and memory are linear in its length.
///
/// # Errors
/// See [`Unreadable`].
pub fn read(bytes: &[u8]) -> Result<Manuscript, Unreadable> {
    let text = encoding::decode(bytes)?;
    let mut manuscript = Manuscript::default();
    manuscript.lines = visible(&text, &mut manuscript.remarks);
    let rows = rows(&manuscript.lines);
    let (mut lines, mut tables) = (Vec::new(), Vec::new());
    for part in rows.chunk_by(|one, other| one.page == other.page).flat_map(columns::parts) {
        match part {
            Part::Line(line) => lines.push(line),
            Part::Table(table) => tables.push((lines.len(), table)),
        }
    }
    let is_out = furniture::find(&mut lines, &mut manuscript.remarks);
    let mut kept_before = vec![0; lines.len() + 1];
    for (at, is_out) in is_out.iter().enumerate() {
        kept_before[at + 1] = kept_before[at] + usize::from(!is_out);
    }
    let tables = tables.into_iter().map(|(at, table)| (kept_before[at], table)).collect();
    let kept: Vec<Line> =
        lines.into_iter().zip(&is_out).filter_map(|(line, is_out)| (!is_out).then_some(line)).collect();
    manuscript.blocks = join::blocks(&kept, tables);
    manuscript.remarks.sort_by_key(|remark| remark.line);
    Ok(manuscript)
}

/// The lines of a file, split at every kind of line end. Invisible characters are left out and told.
fn visible(text: &str, remarks: &mut Vec<Remark>) -> Vec<String> {
    let mut left_out: BTreeMap<char, (u32, usize)> = BTreeMap::new();
    let mut lines = Vec::new();
    for (number, original) in (1..).zip(split(text)) {
        let mut line = String::with_capacity(original.len());
        for c in original.chars() {
            if is_invisible(c) {
                left_out.entry(c).or_insert((number, 0)).1 += 1;
            } else {
                line.push(c);
            }
        }
        lines.push(line);
    }
    remarks.extend(left_out.into_iter().map(|(c, (line, count))| Remark {
        kind: RemarkKind::Unsupported,
        line,
        text: format!("U+{:04X}×{count}", u32::from(c)),
    }));
    lines
}

/// What is printed; form feeds turn the page.
fn rows(lines: &[String]) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let (mut page, mut blanks) = (1, 0_u16);
    for (number, line) in (1..).zip(lines) {
        for (at, typed) in line.split('\u{0C}').enumerate() {
            if at > 0 {
                page += 1;
                blanks = 0;
            }
            if typed.trim().is_empty() {
                blanks = blanks.saturating_add(u16::from(at == 0));
            } else {
                rows.push(Row { typed, number, page, blanks });
                blanks = 0;
            }
        }
    }
    rows
}

/// At LF, CR LF, CR, NEL, and the line and paragraph separators of Unicode; the last line end begins no line.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let whole = rest.filter(|rest| !rest.is_empty())?;
        let Some(at) = whole.find(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) else {
            rest = None;
            return Some(whole);
        };
        let after = &whole[at..];
        let end = after.strip_prefix("\r\n").or_else(|| after.char_indices().nth(1).map(|(next, _)| &after[next..]));
        rest = end;
        Some(&whole[..at])
    })
}

/// Controls, marks of direction and marks of byte order. Joiners and selectors of variants belong to their characters.
fn is_invisible(c: char) -> bool {
    let is_control = c.is_control() && !matches!(c, '\t' | '\u{0B}' | '\u{0C}');
    let turns = matches!(c, '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    is_control || turns || matches!(c, '\u{FEFF}' | '\u{AD}')
}
