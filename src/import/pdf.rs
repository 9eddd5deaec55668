//! PDFs with a text layer, whoever made them. The file says where each character stands and nothing of lines, words or
//! columns: these are told from places alone, as a reader's eye does, and then joined as the lines of a text file are.

mod columns;
mod content;
mod continued;
mod font;
mod glyph;
mod grid;
mod measure;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use super::error::Error;
use super::line::Line;
use super::manuscript::{Manuscript, Remark, RemarkKind, Table};
use super::plain::row::Row;
use super::plain::{self, tables};
use crate::pdf::inspect::{self, Damage, File};

use columns::{gutter, ordered};
use content::{Drawn, draw};
use font::{Fonts, UNKNOWN};
use glyph::{Direction, Glyph};
use measure::{Measure, Placed, Printed};
use rows::{Row as PrintedRow, rows};

/// Characters of all pages together: a thousand full pages.
const CHARACTERS: usize = 1 << 21;
/// Drawn lines of all pages together that are looked at for tables.
const RULES: usize = 1 << 17;
/// Spaces before a line in [`Manuscript::lines`].
const INDENT: u16 = 200;

/// The passages of a PDF. A line of the manuscript is a printed line, in reading order.
///
/// # Errors
/// It is no PDF, damaged, encrypted, larger than any text, or has no text but only pictures of it.
pub fn read(bytes: &[u8]) -> Result<Manuscript, Error> {
    let mut sheets = Sheets::default();
    sheets.read(whole(bytes)).map_err(error)?;
    if sheets.rows.is_empty() {
        return Err(Error::Scan);
    }
    let mut manuscript = Manuscript::default();
    let Printout { lines, tables, pages } = sheets.printout(&mut manuscript);
    plain::fill(&mut manuscript, lines, tables);
    continued::join(&mut manuscript, &pages);
    manuscript.remarks.sort_by_key(|remark| remark.line);
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
    /// Rows of one direction on a page, which is counted from 1.
    rows: Vec<(u32, Vec<PrintedRow>)>,
    /// With their pages.
    remarks: Vec<(u32, RemarkKind, String)>,
}

impl Sheets {
    fn read(&mut self, bytes: &[u8]) -> Result<(), Damage> {
        let file = File::open(bytes)?;
        let fonts = Fonts::of(&file);
        let mut pictures = BTreeSet::new();
        let mut invisible: Vec<u32> = Vec::new();
        let (mut room, mut rules) = (CHARACTERS, RULES);
        for (page, number) in inspect::pages(&file)?.iter().zip(1..) {
            let mut drawn = draw(&file, page, &fonts)?;
            drawn.rules.truncate(rules);
            rules -= drawn.rules.len();
            room = room.checked_sub(drawn.glyphs.len()).ok_or(Damage::Excessive)?;
            // A picture that every page has is told once.
            let shown = drawn.pictures.iter().filter(|&&picture| picture == 0 || pictures.insert(picture)).count();
            if drawn.invisible > 0 {
                invisible.push(number);
            }
            self.tell(number, &drawn, shown);
            self.place(number, drawn);
        }
        if let Some(first) = invisible.first() {
            let text = format!(
                "画像に重ねた見えない文字（OCR の結果）を読み取りました（{first} ページから{} ページ分）",
                invisible.len()
            );
            self.remarks.insert(0, (0, RemarkKind::Doubtful, text));
        }
        Ok(())
    }

    fn tell(&mut self, page: u32, drawn: &Drawn, pictures: usize) {
        let mut remark = |kind, text| self.remarks.push((page, kind, text));
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

    /// Text of the direction that the page has most of comes first. Tables are looked for in upright text.
    fn place(&mut self, page: u32, drawn: Drawn) {
        let mut by_direction: BTreeMap<Direction, Vec<Glyph>> = BTreeMap::new();
        for glyph in drawn.glyphs {
            by_direction.entry(glyph.direction).or_default().push(glyph);
        }
        let mut directions: Vec<(Direction, Vec<Glyph>)> = by_direction.into_iter().collect();
        directions.sort_by_key(|(direction, glyphs)| (std::cmp::Reverse(glyphs.len()), *direction));
        for (direction, mut glyphs) in directions {
            let rules = if direction == Direction::Right { drawn.rules.as_slice() } else { &[] };
            let tables = grid::take(rules, &mut glyphs);
            let mut rows = rows(glyphs);
            rows.extend(tables.into_iter().map(PrintedRow::of_table));
            rows.sort_by(|one, other| other.baseline.total_cmp(&one.baseline));
            if !rows.is_empty() {
                self.rows.push((page, rows));
            }
        }
    }

    /// The columns of all pages. Gutters are learned from those that show them clearly.
    fn columns(rows: Vec<(u32, Vec<PrintedRow>)>) -> Vec<Placed> {
        let mut gutters: Vec<f32> = rows.iter().filter_map(|(_, rows)| gutter(rows, &[])).collect();
        gutters.sort_by(f32::total_cmp);
        gutters.dedup_by(|next, last| *next - *last < 1.0);
        let mut placed: Vec<Placed> = Vec::new();
        for (page, rows) in rows {
            let order = placed.iter().rev().take_while(|placed| placed.page == page).count();
            let columns = ordered(rows, &gutters).into_iter().zip(order..);
            placed.extend(columns.map(|(column, order)| Placed { column, page, order }));
        }
        placed
    }

    /// In reading order. What the file calls furniture is told and left out.
    fn printout(self, manuscript: &mut Manuscript) -> Printout {
        let columns = Sheets::columns(self.rows);
        let measure = Measure::of(&columns);
        let mut printout = Printout::default();
        let mut remarks = self.remarks.into_iter().peekable();
        for placed in &columns {
            let next = u32::try_from(manuscript.lines.len()).unwrap_or(u32::MAX).saturating_add(1);
            while let Some((_, kind, text)) = remarks.next_if(|(page, ..)| *page <= placed.page) {
                manuscript.remarks.push(Remark { kind, line: next, text });
            }
            let mut open = Vec::new();
            for printed in measure.printed(placed, next) {
                match printed {
                    Printed::Line(line) => {
                        manuscript.lines.push(typed(&line));
                        open.push(line);
                    }
                    Printed::Furniture(line) => {
                        manuscript.lines.push(typed(&line));
                        let Line { text, number, .. } = line;
                        manuscript.remarks.push(Remark { kind: RemarkKind::Furniture, line: number, text });
                    }
                    Printed::Table(table, cells) => {
                        manuscript.lines.extend(cells.into_iter().map(|line| line.text));
                        printout.take(std::mem::take(&mut open), manuscript);
                        printout.table(table, placed.page);
                    }
                }
            }
            printout.take(open, manuscript);
        }
        let last = u32::try_from(manuscript.lines.len()).unwrap_or(u32::MAX);
        manuscript.remarks.extend(remarks.map(|(_, kind, text)| Remark { kind, line: last, text }));
        printout
    }
}

fn typed(line: &Line) -> String {
    " ".repeat(usize::from(line.left.min(INDENT))) + &line.text
}

/// What [`plain::fill`] takes.
#[derive(Default)]
struct Printout {
    lines: Vec<Line>,
    /// Each with the number of lines before it.
    tables: Vec<(usize, Table)>,
    /// Of tables, by their lines.
    pages: BTreeMap<u32, u32>,
}

impl Printout {
    fn table(&mut self, table: Table, page: u32) {
        self.pages.insert(table.line, page);
        self.tables.push((self.lines.len(), table));
    }

    /// Lines of a column, and the tables that only white space shows among them.
    fn take(&mut self, lines: Vec<Line>, manuscript: &mut Manuscript) {
        let Some(page) = lines.first().map(|line| line.page) else { return };
        let typed: Vec<String> = lines.iter().map(typed).collect();
        let rows: Vec<Row> = lines
            .iter()
            .zip(&typed)
            .map(|(line, typed)| Row { typed, number: line.number, page: line.page, blanks: line.blanks })
            .collect();
        let mut lines = lines.iter().enumerate().peekable();
        for found in tables::find(&rows) {
            while let Some((_, line)) = lines.next_if(|(at, _)| *at < found.rows.start) {
                self.lines.push(line.clone());
            }
            match found.table {
                Some(table) => {
                    while lines.next_if(|(at, _)| *at < found.rows.end).is_some() {}
                    self.table(table, page);
                }
                None => {
                    let first = &rows[found.rows.start];
                    let text = first.typed.trim().to_owned();
                    manuscript.remarks.push(Remark { kind: RemarkKind::Doubtful, line: first.number, text });
                }
            }
        }
        self.lines.extend(lines.map(|(_, line)| line.clone()));
    }
}
