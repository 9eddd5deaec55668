//! Tables as `pdftotext -layout` prints them: over some rows, cells begin at the same places and nothing crosses the
//! white before them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::row::{Measure, Piece, Row};
use crate::import::line::Line;
use crate::import::manuscript::{Block, Cell, Table};
use crate::import::{join, label};

/// Printed lines of a table, at least, and of these with two cells or more.
const LEAST: usize = 3;
const LEAST_FILLED: usize = 2;
/// More columns are no table of a contract.
const MOST_COLUMNS: usize = 12;
/// Lines of a first cell that go on below the others.
const LONGEST_CELL: usize = 8;
/// Empty lines between rows.
const APART: u16 = 2;

/// A table in the rows of a page.
pub struct Found {
    pub rows: Range<usize>,
    /// `None` where its columns cannot be told.
    pub table: Option<Table>,
}

/// The tables among some rows of a page.
pub fn find(page: &[Row]) -> Vec<Found> {
    let by = |measure| -> Vec<Found> { Grid::new(page, measure).tables() };
    let [characters, columns] = [by(Measure::Characters), by(Measure::Columns)];
    let size = |found: &[Found]| found.iter().map(|found| found.rows.len()).sum::<usize>();
    if size(&columns) > size(&characters) { columns } else { characters }
}

struct Grid<'p, 't> {
    page: &'p [Row<'t>],
    /// A label and its text are one piece.
    pieces: Vec<Vec<Piece<'t>>>,
}

impl<'p, 't> Grid<'p, 't> {
    fn new(page: &'p [Row<'t>], measure: Measure) -> Grid<'p, 't> {
        let pieces = page.iter().map(|row| row.pieces(measure).map_or_else(Vec::new, |found| labelled(row, found)));
        Grid { page, pieces: pieces.collect() }
    }

    fn tables(&self) -> Vec<Found> {
        let mut tables = Vec::new();
        let mut at = 0;
        while at < self.page.len() {
            let found = self.table_at(at, tables.last().map_or(0, |last: &Found| last.rows.end));
            at = found.as_ref().map_or(at + 1, |found| found.rows.end);
            tables.extend(found);
        }
        tables
    }

    /// Where cells begin after the first column, and the rows for which that is so.
    fn table_at(&self, first: usize, free_from: usize) -> Option<Found> {
        let mut edges: Vec<usize> = self.pieces[first].iter().skip(1).map(|piece| piece.place.start).collect();
        if edges.is_empty() || edges.len() >= MOST_COLUMNS {
            return None;
        }
        let mut end = first;
        for row in first + 1..self.page.len() {
            let pieces = &self.pieces[row];
            let kept: Vec<usize> = edges.iter().copied().filter(|&edge| !crosses(pieces, edge)).collect();
            if kept.is_empty() || self.page[row].blanks > APART || row - end > LONGEST_CELL {
                break;
            }
            // The last rows may be text that is merely short.
            let has_cells = pieces.iter().any(|piece| kept.contains(&piece.place.start));
            if kept.len() < edges.len() && !has_cells {
                break;
            }
            edges = kept;
            if has_cells || self.page[row].blanks == 0 && row == end + 1 {
                end = row;
            }
        }
        let rows = first..end + 1;
        let edges = self.edges(rows.clone());
        let filled = rows.clone().filter(|&row| self.pieces[row].len() > 1).count();
        if edges.is_empty() || rows.len() < LEAST || filled < LEAST_FILLED {
            return None;
        }
        let above = first.checked_sub(1).filter(|&above| {
            above >= free_from
                && self.page[first].blanks <= APART
                && self.pieces[above].len() > 1
                && !edges.iter().any(|&edge| crosses(&self.pieces[above], edge))
        });
        let table = self.is_parted(rows.clone(), &edges).then(|| self.table(rows.clone(), &edges, above));
        Some(Found { table, rows: above.unwrap_or(first)..rows.end })
    }

    /// Where two rows or more begin a piece and no row has ink before it.
    fn edges(&self, rows: Range<usize>) -> Vec<usize> {
        let mut starts: BTreeMap<usize, usize> = BTreeMap::new();
        for piece in rows.clone().flat_map(|row| self.pieces[row].iter().skip(1)) {
            *starts.entry(piece.place.start).or_default() += 1;
        }
        let is_clear = |edge: usize| rows.clone().all(|row| !crosses(&self.pieces[row], edge));
        let edges = starts.into_iter().filter(|&(edge, count)| count >= 2 && is_clear(edge));
        edges.map(|(edge, _)| edge).take(MOST_COLUMNS).collect()
    }

    /// Whether hardly a cell has a gap in it, as cells of columns that are not told apart have.
    fn is_parted(&self, rows: Range<usize>, edges: &[usize]) -> bool {
        let has_gap = |row: &usize| {
            let columns =
                self.pieces[*row].iter().map(|piece| edges.partition_point(|&edge| edge <= piece.place.start));
            columns.clone().zip(columns.skip(1)).any(|(one, other)| one == other)
        };
        rows.clone().filter(has_gap).count() * 4 <= rows.len()
    }

    fn table(&self, rows: Range<usize>, edges: &[usize], head: Option<usize>) -> Table {
        let mut logical: Vec<Range<usize>> = Vec::new();
        let blank_rows = rows.clone().skip(1).filter(|&row| self.page[row].blanks > 0).count();
        let blanks_part = blank_rows > 0 && blank_rows + 1 < rows.len();
        for row in rows.clone() {
            let first_is_filled = self.pieces[row].first().is_some_and(|piece| piece.place.start < edges[0]);
            let fresh = if blanks_part { self.page[row].blanks > 0 } else { first_is_filled };
            let is_full = edges.len() >= 3 && self.pieces[row].len() >= edges.len();
            match logical.last_mut() {
                Some(last) if !fresh && !is_full => last.end = row + 1,
                _ => logical.push(row..row + 1),
            }
        }
        let widths: Vec<u16> = (0..=edges.len()).map(|column| self.width(rows.clone(), edges, column)).collect();
        let mut out: Vec<Vec<Cell>> = Vec::new();
        out.extend(head.map(|head| self.cells(head..head + 1, edges, &widths)));
        out.extend(logical.into_iter().map(|rows| self.cells(rows, edges, &widths)));
        let head_rows = usize::from(head.is_some() || has_head(&out));
        merge_first_column(&mut out, head_rows);
        Table { rows: out, head_rows, line: self.page[head.unwrap_or(rows.start)].number }
    }

    /// The lines of one column.
    fn lines(&self, rows: Range<usize>, edges: &[usize], column: usize) -> Vec<Line> {
        let start = column.checked_sub(1).map_or(0, |before| edges[before]);
        let end = edges.get(column).copied().unwrap_or(usize::MAX);
        let mut lines = Vec::new();
        for row in rows {
            let within: Vec<&Piece> =
                self.pieces[row].iter().filter(|piece| (start..end).contains(&piece.place.start)).collect();
            let (Some(first), Some(last)) = (within.first(), within.last()) else { continue };
            let Row { number, page, typed, .. } = self.page[row];
            lines.push(Line::typed(between(typed, first.text, last.text), number, page, 0));
        }
        lines
    }

    fn width(&self, rows: Range<usize>, edges: &[usize], column: usize) -> u16 {
        self.lines(rows, edges, column).iter().map(|line| line.right).max().unwrap_or_default()
    }

    fn cells(&self, rows: Range<usize>, edges: &[usize], widths: &[u16]) -> Vec<Cell> {
        let cell = |column: usize| {
            let lines = self.lines(rows.clone(), edges, column);
            let passages = join::blocks_within(&lines, widths[column]).into_iter().filter_map(Block::passage).collect();
            Cell { passages, columns: 1, rows: 1 }
        };
        (0..=edges.len()).map(cell).collect()
    }
}

/// From the begin of one part of a text to the end of another.
pub fn between<'t>(whole: &'t str, first: &str, last: &str) -> &'t str {
    let offset = |part: &str| part.as_ptr() as usize - whole.as_ptr() as usize;
    &whole[offset(first)..offset(last) + last.len()]
}

fn crosses(pieces: &[Piece], edge: usize) -> bool {
    pieces.iter().any(|piece| piece.place.start < edge && piece.place.end + 1 > edge)
}

/// A label that stands alone and the piece after it are one.
fn labelled<'t>(row: &Row<'t>, pieces: Vec<Piece<'t>>) -> Vec<Piece<'t>> {
    let mut out: Vec<Piece<'t>> = Vec::new();
    for piece in pieces {
        match out.last_mut().filter(|last| is_lone_label(last.text)) {
            Some(last) => {
                *last = Piece {
                    text: between(row.typed, last.text, piece.text),
                    place: last.place.start..piece.place.end,
                    width: last.width + piece.width,
                };
            }
            None => out.push(piece),
        }
    }
    out
}

fn is_lone_label(text: &str) -> bool {
    let is_number = |rest: &str| rest.is_empty() || rest.chars().count() <= 2 && is_lone_label(rest);
    join::is_question(text) || label::read(text).is_some_and(|label| is_number(label.rest))
}

/// Short words in every column, and longer ones below.
pub fn has_head(rows: &[Vec<Cell>]) -> bool {
    let width = |cell: &Cell| cell.passages.iter().map(|passage| passage.text.as_str().chars().count()).sum::<usize>();
    let Some((first, rest)) = rows.split_first() else { return false };
    let is_short =
        |cell: &Cell| (1..=10).contains(&width(cell)) && label::read(cell.passages[0].text.as_str()).is_none();
    rest.len() >= 2 && first.iter().all(is_short) && rest.iter().flatten().any(|cell| width(cell) > 20)
}

/// A row without a first cell belongs to the one above.
fn merge_first_column(rows: &mut [Vec<Cell>], head_rows: usize) {
    let mut owner: Option<usize> = None;
    for row in head_rows..rows.len() {
        let is_empty = rows[row][0].passages.is_empty();
        match owner {
            Some(above) if is_empty => {
                rows[above][0].rows += 1;
                rows[row].remove(0);
            }
            _ => owner = Some(row),
        }
    }
}
