//! PDFs with a text layer, whoever made them. The file says where each character stands and nothing of lines, words or
//! columns: these are told from places alone, as a reader's eye does, and then joined as the lines of a text file are.

mod columns;
mod content;
mod font;
mod glyph;
mod measure;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use super::error::Error;
use super::line::Line;
use super::manuscript::{Manuscript, Remark, RemarkKind, Table};
use super::plain::row::Row;
use super::plain::{self, tables};
use crate::pdf::inspect::{self, Damage, File};

use columns::ordered;
use content::{Drawn, draw};
use font::{Fonts, UNKNOWN};
use glyph::{Direction, Glyph};
use measure::{Measure, Placed};
use rows::rows;

/// Characters of all pages together, twenty times the longest of terms.
const CHARACTERS: usize = 1 << 23;
/// Spaces before a line in [`Manuscript::lines`].
const INDENT: u16 = 200;

/// The passages of a PDF. A line of the manuscript is a printed line, in reading order.
///
/// # Errors
/// It is no PDF, damaged, encrypted, larger than any text, or has no text but only pictures of it.
pub fn read(bytes: &[u8]) -> Result<Manuscript, Error> {
    let mut sheets = Sheets::default();
    sheets.read(whole(bytes)).map_err(error)?;
    if sheets.placed.is_empty() {
        return Err(Error::Scan);
    }
    let mut manuscript = Manuscript::default();
    let (lines, tables) = sheets.lines(&mut manuscript);
    plain::fill(&mut manuscript, lines, tables);
    Ok(manuscript)
}

/// Without what mail and web servers put before and behind a file.
fn whole(bytes: &[u8]) -> &[u8] {
    let find = |word: &[u8], bytes: &[u8]| bytes.windows(word.len()).position(|window| window == word);
    let start = find(b"%PDF-", &bytes[..bytes.len().min(1024)]).unwrap_or(0);
    let tail = bytes.len().saturating_sub(2048).max(start);
    let end = bytes[tail..].windows(5).rposition(|window| window == b"%%EOF").map(|at| tail + at + 5);
    &bytes[start..end.unwrap_or(bytes.len())]
}

fn error(damage: Damage) -> Error {
    match damage {
        Damage::NotPdf => Error::Damaged("PDF ではありません".into()),
        Damage::Truncated => Error::Damaged("PDF の末尾がありません".into()),
        Damage::Broken => Error::Damaged("PDF の構造が壊れています".into()),
        Damage::Encrypted => Error::Encrypted,
        Damage::Excessive => Error::Excessive,
    }
}

/// What the pages hold, before it is measured.
#[derive(Default)]
struct Sheets {
    placed: Vec<Placed>,
    /// Remarks with the column before which they belong.
    remarks: Vec<(usize, RemarkKind, String)>,
}

impl Sheets {
    fn read(&mut self, bytes: &[u8]) -> Result<(), Damage> {
        let file = File::open(bytes)?;
        let fonts = Fonts::of(&file);
        let mut pictures = BTreeSet::new();
        let mut invisible: Vec<u32> = Vec::new();
        let mut room = CHARACTERS;
        for (page, number) in inspect::pages(&file)?.iter().zip(1..) {
            let drawn = draw(&file, page, &fonts)?;
            room = room.checked_sub(drawn.glyphs.len()).ok_or(Damage::Excessive)?;
            // A picture that every page has is told once.
            let shown = drawn.pictures.iter().filter(|&&picture| picture == 0 || pictures.insert(picture)).count();
            if drawn.invisible > 0 {
                invisible.push(number);
            }
            self.tell(number, &drawn, shown);
            self.place(number, drawn.glyphs);
        }
        if let Some(first) = invisible.first() {
            let text = format!(
                "画像に重ねた見えない文字（OCR の結果）を読み取りました（{first} ページから{} ページ分）",
                invisible.len()
            );
            self.remarks.push((0, RemarkKind::Doubtful, text));
        }
        Ok(())
    }

    fn tell(&mut self, page: u32, drawn: &Drawn, pictures: usize) {
        let mut remark = |kind, text| self.remarks.push((self.placed.len(), kind, text));
        match pictures {
            0 => {}
            1 => remark(RemarkKind::Picture, format!("図（{page} ページ）")),
            more => remark(RemarkKind::Picture, format!("図 {more} 点（{page} ページ）")),
        }
        if drawn.glyphs.is_empty() && !drawn.pictures.is_empty() {
            remark(RemarkKind::Doubtful, format!("{page} ページは画像だけで、文字がありません"));
        }
        if drawn.is_broken {
            remark(RemarkKind::Doubtful, format!("{page} ページの内容が途中で壊れていて、その先を読めません"));
        }
        let unknown = drawn.glyphs.iter().filter(|glyph| glyph.text == UNKNOWN).count();
        if unknown > 0 {
            let text = format!("{page} ページの {unknown} 字は、何の文字か PDF に書かれていません（{UNKNOWN}）");
            remark(RemarkKind::Doubtful, text);
        }
    }

    /// Text of the direction that the page has most of comes first.
    fn place(&mut self, page: u32, glyphs: Vec<Glyph>) {
        let mut by_direction: BTreeMap<Direction, Vec<Glyph>> = BTreeMap::new();
        for glyph in glyphs {
            by_direction.entry(glyph.direction).or_default().push(glyph);
        }
        let mut directions: Vec<(Direction, Vec<Glyph>)> = by_direction.into_iter().collect();
        directions.sort_by_key(|(direction, glyphs)| (std::cmp::Reverse(glyphs.len()), *direction));
        let columns = directions.into_iter().flat_map(|(_, glyphs)| ordered(rows(glyphs)));
        self.placed.extend(columns.enumerate().map(|(order, column)| Placed { column, page, order }));
    }

    /// In reading order, with tables before the lines that follow them. What the file calls furniture is told and left out.
    fn lines(self, manuscript: &mut Manuscript) -> (Vec<Line>, Vec<(usize, Table)>) {
        let measure = Measure::of(&self.placed);
        let (mut kept, mut found) = (Vec::new(), Vec::new());
        let mut remarks = self.remarks.into_iter().peekable();
        for (at, placed) in self.placed.iter().enumerate() {
            let next = u32::try_from(manuscript.lines.len()).unwrap_or(u32::MAX).saturating_add(1);
            while let Some((_, kind, text)) = remarks.next_if(|(before, ..)| *before <= at) {
                manuscript.remarks.push(Remark { kind, line: next, text });
            }
            let lines = measure.lines(placed, next);
            let indented = lines.iter().map(|line| " ".repeat(usize::from(line.left.min(INDENT))) + &line.text);
            manuscript.lines.extend(indented);
            let is_furniture = placed.column.rows.iter().map(|row| row.is_furniture);
            let (furniture, lines): (Vec<_>, Vec<_>) =
                lines.into_iter().zip(is_furniture).partition(|(_, is_out)| *is_out);
            manuscript.remarks.extend(furniture.into_iter().map(|(Line { text, number, .. }, _)| Remark {
                kind: RemarkKind::Furniture,
                line: number,
                text,
            }));
            let lines = lines.into_iter().map(|(line, _)| line).collect();
            part_tables(lines, &manuscript.lines, &mut kept, &mut found, &mut manuscript.remarks);
        }
        let last = u32::try_from(manuscript.lines.len()).unwrap_or(u32::MAX);
        manuscript.remarks.extend(remarks.map(|(_, kind, text)| Remark { kind, line: last, text }));
        (kept, found)
    }
}

/// The tables of a column, with the number of lines before each, and the lines between them. `all` are those of the
/// manuscript.
fn part_tables(
    lines: Vec<Line>,
    all: &[String],
    kept: &mut Vec<Line>,
    found: &mut Vec<(usize, Table)>,
    remarks: &mut Vec<Remark>,
) {
    let typed = |line: &Line| usize::try_from(line.number).ok().and_then(|number| all.get(number.checked_sub(1)?));
    let rows: Vec<Row> = lines
        .iter()
        .map(|line| Row {
            typed: typed(line).map_or(line.text.as_str(), String::as_str),
            number: line.number,
            page: line.page,
            blanks: line.blanks,
        })
        .collect();
    let tables = tables::find(&rows);
    let first_of =
        |table: &tables::Found| (rows[table.rows.start].number, rows[table.rows.start].typed.trim().to_owned());
    let firsts: Vec<(u32, String)> = tables.iter().map(first_of).collect();
    let mut lines = lines.into_iter().enumerate().peekable();
    for (table, (line, text)) in tables.into_iter().zip(firsts) {
        kept.extend(std::iter::from_fn(|| lines.next_if(|(at, _)| *at < table.rows.start)).map(|(_, line)| line));
        let inside = std::iter::from_fn(|| lines.next_if(|(at, _)| *at < table.rows.end)).map(|(_, line)| line);
        match table.table {
            Some(table) => {
                inside.for_each(drop);
                found.push((kept.len(), table));
            }
            None => {
                remarks.push(Remark { kind: RemarkKind::Doubtful, line, text });
                kept.extend(inside);
            }
        }
    }
    kept.extend(lines.map(|(_, line)| line));
}
