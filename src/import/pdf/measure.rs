//! From points to half-width columns and empty lines, by the text that a document has most of.

use std::collections::BTreeMap;

use super::columns::Column;
use super::grid::Ruled;
use super::rows::Row;
use crate::flow::label;
use crate::import::join;
use crate::import::line::{Line, columns};
use crate::import::manuscript::{Block, Cell, Table};
use crate::import::plain::tables;

/// Of the usual leading: from so much on there is an empty line.
const EMPTY: f32 = 1.4;
/// Ems by which the left edge of a page may be further right than that of most, because nothing on it begins there.
const INDENTED: f32 = 8.0;
/// Half-width columns of the widest page.
const WIDEST: f32 = 10_000.0;

/// A column with its place in the document.
#[derive(Debug)]
pub struct Placed {
    pub column: Column,
    /// From 1.
    pub page: u32,
    /// On its page, from 0.
    pub order: usize,
}

/// With the numbers of their lines.
pub enum Printed {
    Line(Line),
    /// By the word of the file.
    Furniture(Line),
    /// With the lines of its cells.
    Table(Table, Vec<Line>),
}

pub struct Measure {
    /// Points of the usual text.
    size: f32,
    /// Of its size, from base line to base line.
    leading: f32,
    /// Left edges of odd and even pages' columns.
    edges: BTreeMap<(u32, usize), f32>,
}

impl Measure {
    pub fn of(placed: &[Placed]) -> Measure {
        let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
        let mut leadings: BTreeMap<i32, usize> = BTreeMap::new();
        let mut edges: BTreeMap<(u32, usize), BTreeMap<i32, usize>> = BTreeMap::new();
        for Placed { column, page, order } in placed {
            for row in &column.rows {
                let length: usize = row.parts.iter().map(|part| part.text.chars().count()).sum();
                *sizes.entry(tenths(row.size)).or_default() += length;
            }
            for pair in column.rows.windows(2) {
                *leadings.entry(tenths((pair[0].baseline - pair[1].baseline) / pair[1].size)).or_default() += 1;
            }
            *edges.entry((page % 2, *order)).or_default().entry(tenths(column.left)).or_default() += column.rows.len();
        }
        let size = most(&sizes).unwrap_or(10.0).max(1.0);
        let edges = edges.into_iter().filter_map(|(place, lefts)| Some((place, most(&lefts)?))).collect();
        Measure { size, leading: most(&leadings).unwrap_or(1.7).max(1.0), edges }
    }

    /// What a column prints; `next` is the number of its first line.
    pub fn printed(&self, placed: &Placed, mut next: u32) -> Vec<Printed> {
        let edge = self.edge(placed);
        let mut last: Option<&Row> = None;
        let mut printed = Vec::new();
        for row in &placed.column.rows {
            let blanks = last.map_or(0, |last| self.blanks(last, row));
            let line = Line { page: placed.page, blanks, ..Line::typed("", next, 0, 0) };
            let one = match &row.table {
                Some(table) => self.table(table, line),
                None if row.is_furniture => Printed::Furniture(self.line(row, edge, line)),
                None => Printed::Line(self.line(row, edge, line)),
            };
            next += match &one {
                Printed::Table(_, lines) => lines.len() as u32,
                Printed::Line(_) | Printed::Furniture(_) => 1,
            };
            printed.push(one);
            last = Some(row);
        }
        printed
    }

    /// `first` is where its first line stands.
    fn table(&self, ruled: &Ruled, first: Line) -> Printed {
        let number = first.number;
        let mut lines: Vec<Line> = Vec::new();
        // Ranges of lines of each cell.
        let mut places = Vec::new();
        for cell in &ruled.cells {
            let edge = cell.lines.iter().map(Row::left).min_by(f32::total_cmp).unwrap_or_default();
            let start = lines.len();
            for row in &cell.lines {
                let line = Line { number: number + lines.len() as u32, blanks: 0, ..first.clone() };
                lines.push(self.line(row, edge, line));
            }
            places.push(start..lines.len());
        }
        let mut widths: BTreeMap<(usize, usize), u16> = BTreeMap::new();
        for (cell, place) in ruled.cells.iter().zip(&places) {
            let width = widths.entry((cell.column, cell.columns)).or_default();
            *width = lines[place.clone()].iter().map(|line| line.right).max().unwrap_or_default().max(*width);
        }
        let mut rows: Vec<Vec<Cell>> = vec![Vec::new(); ruled.rows];
        for (cell, place) in ruled.cells.iter().zip(places) {
            let passages = join::blocks_within(&lines[place], widths[&(cell.column, cell.columns)]);
            let passages = passages.into_iter().filter_map(Block::passage).collect();
            let [columns, spanned] = [cell.columns, cell.rows].map(|count| u16::try_from(count).unwrap_or(u16::MAX));
            rows[cell.row].push(Cell { passages, columns, rows: spanned });
        }
        let head_rows = usize::from(tables::has_head(&rows));
        Printed::Table(Table { rows, head_rows, line: number }, lines)
    }

    /// The usual one, where the column's own is only indented.
    fn edge(&self, placed: &Placed) -> f32 {
        let own = placed.column.left;
        let usual = self.edges.get(&(placed.page % 2, placed.order)).copied().unwrap_or(own);
        if usual < own && own - usual < INDENTED * self.size { usual } else { own }
    }

    fn blanks(&self, last: &Row, row: &Row) -> u16 {
        let lines = (last.bottom() - row.baseline) / (row.size.max(1.0) * self.leading);
        if lines < EMPTY { 0 } else { ((lines - 1.0).round() as u16).max(1) }
    }

    fn line(&self, row: &Row, edge: f32, line: Line) -> Line {
        let half = self.size / 2.0;
        let place = |x: f32| columns(((x - edge) / half).round().clamp(0.0, WIDEST) as usize);
        let mut text = String::new();
        for part in &row.parts {
            if !text.is_empty() {
                // Two spaces at least tell columns of a table from words.
                let wanted = usize::from(place(part.left)).saturating_sub(usize::from(place(row.left())));
                let spaces = wanted.saturating_sub(label::width(&text)).clamp(2, 200);
                text.push_str(&" ".repeat(spaces));
            }
            text.push_str(part.text.trim());
        }
        Line { text, left: place(row.left()), right: place(row.right()), is_spaced: row.is_spaced, ..line }
    }
}

fn tenths(measure: f32) -> i32 {
    (measure * 10.0).round() as i32
}

/// The key that counts most, the smallest of several, of tenths.
fn most(counts: &BTreeMap<i32, usize>) -> Option<f32> {
    let most = counts.values().max()?;
    counts.iter().find(|(_, count)| *count == most).map(|(key, _)| *key as f32 / 10.0)
}
