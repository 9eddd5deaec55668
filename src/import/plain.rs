//! Reads plain text, as people save it and as `pdftotext` prints PDFs: broken into lines, with page numbers and running
//! heads among them.

mod columns;
mod encoding;
pub mod row;
pub mod tables;

use std::collections::BTreeMap;

use columns::Part;
pub use encoding::{MOST, decode};
use row::Row;

use super::line::Line;
use super::manuscript::{Manuscript, Remark, RemarkKind, Table};
use super::{furniture, join};
use crate::diagnostic::Message;
use crate::say;

/// Lines of a file that is read.
const MOST_LINES: usize = 1_000_000;

/// Why a file is not read as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    Empty,
    /// Longer than 50 MiB or a million lines.
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
            Unreadable::Empty => say!(
                "ファイルに文字がありません。別のファイルを指定していないか、確かめてください",
                "there is no text in the file; see whether it is the one you mean"
            ),
            Unreadable::TooLong => {
                let most = encoding::MOST >> 20;
                let lines = MOST_LINES;
                say!(
                    "ファイルが大きすぎます（{most} MiB、{lines} 行まで）。規約の部分だけを新しいファイルに写してください",
                    "the file is too large (at most {most} MiB and {lines} lines); copy the terms into a new file",
                )
            }
            Unreadable::Binary { offset } => say!(
                "テキストファイルではありません（先頭から {offset} バイト目に、文字ではないものがあります）。Word などの文書であれば、その拡張子を付けてください",
                "this is no text file (byte {offset} belongs to no text); if it is a document of Word or the like, give it that extension",
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
    if split(&text).nth(MOST_LINES).is_some() {
        return Err(Unreadable::TooLong);
    }
    let mut manuscript = Manuscript::default();
    manuscript.lines = visible(&text, &mut manuscript.remarks);
    let rows = rows(&manuscript.lines);
    let (mut lines, mut tables) = (Vec::new(), Vec::new());
    for part in rows.chunk_by(|one, other| one.page == other.page).flat_map(columns::parts) {
        match part {
            Part::Line(line) => lines.push(line),
            Part::Table(table) => tables.push((lines.len(), table)),
            Part::Doubtful(remark) => manuscript.remarks.push(remark),
        }
    }
    fill(&mut manuscript, lines, tables);
    Ok(manuscript)
}

/// Joins lines to passages, without page furniture; each table comes before the line of that place.
pub fn fill(manuscript: &mut Manuscript, mut lines: Vec<Line>, tables: Vec<(usize, Table)>) {
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
pub fn is_invisible(c: char) -> bool {
    let is_control = c.is_control() && !matches!(c, '\t' | '\u{0B}' | '\u{0C}');
    let turns = matches!(c, '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    is_control || turns || matches!(c, '\u{FEFF}' | '\u{AD}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::manuscript::Block;

    const TEXT: &str = "第１条（目的）\nこの規約は、目的を定めます。\n";

    fn passages(bytes: &[u8]) -> Vec<String> {
        let blocks = read(bytes).expect("is text").blocks;
        let text = blocks.into_iter().filter_map(|block| match block {
            Block::Passage(passage) => Some(passage.text.as_str().to_owned()),
            Block::Table(_) | Block::Break => None,
        });
        text.collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let expected = ["第１条（目的）", "この規約は、目的を定めます。"];
        let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let files = [
            TEXT.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(),
            [b"\xFF\xFE", &little[..]].concat(),
            [b"\xFE\xFF", &big[..]].concat(),
            little,
            big,
            encoding_rs::SHIFT_JIS.encode(TEXT).0.into_owned(),
            encoding_rs::EUC_JP.encode(TEXT).0.into_owned(),
            encoding_rs::ISO_2022_JP.encode(TEXT).0.into_owned(),
        ];
        for (at, file) in files.iter().enumerate() {
            assert_eq!(passages(file), expected, "file {at}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        let shift_jis = encoding_rs::SHIFT_JIS.encode("利用規約\n").0;
        assert_eq!(read(b""), Err(Unreadable::Empty));
        assert_eq!(read(" \n\u{3000}".as_bytes()), Err(Unreadable::Empty));
        assert_eq!(read(b"%PDF-1.7\n"), Err(Unreadable::Binary { offset: 0 }));
        assert_eq!(read(b"abc\0\x01\x02\0\0\xFFdef"), Err(Unreadable::Binary { offset: 3 }));
        assert_eq!(read(&["規約の目的\n".as_bytes(), &shift_jis].concat()), Err(Unreadable::Mixed { line: 2 }));
        let broken = [TEXT.as_bytes(), b"\xFF\xFF\n"].concat();
        let expected = Unreadable::Unmappable { encoding: "UTF-8", offset: TEXT.len(), line: 3 };
        assert_eq!(read(&broken), Err(expected));
        assert_eq!(read("1\n".repeat(MOST_LINES + 1).as_bytes()), Err(Unreadable::TooLong));
    }

    #[test]
    fn lines_end_in_every_way_and_keep_their_numbers() {
        let manuscript = read("① 一\r\n② 二\r③ 三\u{85}④ 四\u{2028}⑤ 五\n\n\u{0C}⑥ 六".as_bytes()).expect("is text");
        assert_eq!(manuscript.lines.len(), 7);
        let numbers: Vec<u32> = manuscript
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Passage(passage) => Some(passage.text.first_line()),
                Block::Table(_) | Block::Break => None,
            })
            .collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 7]);
    }

    #[test]
    fn marks_of_direction_are_left_out_and_told() {
        let manuscript = read("この\u{202E}規約\u{200F}は、\u{202E}目的を定めます。".as_bytes()).expect("is text");
        assert_eq!(manuscript.lines, ["この規約は、目的を定めます。"]);
        let told: Vec<&str> = manuscript.remarks.iter().map(|remark| remark.text.as_str()).collect();
        assert_eq!(told, ["U+200F×1", "U+202E×2"]);
    }

    #[test]
    fn radicals_stay_as_they_are() {
        assert_eq!(passages("期間の延\u{2FA7}".as_bytes()), ["期間の延\u{2FA7}"]);
    }
}
