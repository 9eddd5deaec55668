//! Tables: the first row names the columns; every row covers all of them.

use super::content::foot_notes;
use super::ids::Notes;
use super::text;
use super::yaml::{Node, flow_scalar};
use crate::import::manuscript::{Cell, Table};

/// Columns and rows covered are bounded in the source format.
const MAX_COVERED: u16 = 1000;

pub(super) fn write(table: &Table, notes: &mut Notes) -> Node {
    let width = Grid::width(table);
    let (columns, rows) = columns(table, width, notes);
    let mut grid = Grid::default();
    let count = rows.len();
    let rows = rows.iter().enumerate().map(|(at, row)| {
        let left = u16::try_from(count - at).unwrap_or(MAX_COVERED).min(MAX_COVERED);
        let missing = width.saturating_sub(grid.covered() + spanned(row));
        grid.place(row, left);
        let cells = row.iter().map(|cell| self::cell(cell, left, notes));
        row_node(cells.chain((0..missing).map(|_| Node::text(""))).collect())
    });
    let rows = Node::List(rows.collect());
    Node::Map(vec![("columns", columns), ("rows", rows)])
}

/// Titles of the columns, and the rows below them.
fn columns<'t>(table: &'t Table, width: usize, notes: &mut Notes) -> (Node, &'t [Vec<Cell>]) {
    let is_simple = |row: &Vec<Cell>| {
        row.len() == width && row.iter().all(|cell| cell.columns <= 1 && cell.rows <= 1 && !has_notes(cell))
    };
    match table.rows.first().filter(|row| table.head_rows > 0 && table.rows.len() > 1 && is_simple(row)) {
        Some(head) => (Node::flow(head.iter().map(|cell| words(cell, notes))), &table.rows[1..]),
        None => {
            let empty = Node::flow((0..width.max(1)).map(|_| String::new()));
            (empty.remarked("表の見出しが分かりません。列の名前を書いてください"), &table.rows[..])
        }
    }
}

fn has_notes(cell: &Cell) -> bool {
    cell.passages.iter().any(|passage| !passage.notes.is_empty())
}

fn spanned(row: &[Cell]) -> usize {
    row.iter().map(|cell| usize::from(cell.columns.max(1))).sum()
}

fn words(cell: &Cell, notes: &mut Notes) -> String {
    text::lines(cell.passages.iter().map(|passage| &passage.text), notes)
}

fn cell(cell: &Cell, left: u16, notes: &mut Notes) -> Node {
    let words = words(cell, notes);
    let called: Vec<_> = cell.passages.iter().flat_map(|passage| passage.notes.iter().cloned()).collect();
    let below = foot_notes(&called, notes);
    let rows = cell.rows.clamp(1, left.max(1));
    if cell.columns <= 1 && rows == 1 && below.is_empty() {
        return Node::Text(words);
    }
    let mut map = vec![("text", Node::Text(words))];
    if cell.columns > 1 {
        map.push(("columns", Node::raw(cell.columns.to_string())));
    }
    if rows > 1 {
        map.push(("rows", Node::raw(rows.to_string())));
    }
    if !below.is_empty() {
        map.push(("notes", Node::List(below)));
    }
    Node::Map(map)
}

/// On one line where all cells are short texts.
fn row_node(cells: Vec<Node>) -> Node {
    let texts: Option<Vec<String>> = cells
        .iter()
        .map(|cell| match cell {
            Node::Text(text) if !text.contains('\n') => Some(flow_scalar(text)),
            _ => None,
        })
        .collect();
    match texts {
        Some(texts) => Node::Raw(format!("[{}]", texts.join(", "))),
        None => Node::List(cells),
    }
}

/// Which columns cells from rows above still cover.
#[derive(Default)]
struct Grid {
    reaching: Vec<u16>,
}

impl Grid {
    fn width(table: &Table) -> usize {
        let mut grid = Grid::default();
        let mut width = 0;
        for row in &table.rows {
            width = width.max(grid.covered() + spanned(row));
            grid.place(row, MAX_COVERED);
        }
        width
    }

    fn covered(&self) -> usize {
        self.reaching.iter().filter(|&&rows| rows > 0).count()
    }

    fn place(&mut self, row: &[Cell], left: u16) {
        let mut next: Vec<u16> = self.reaching.iter().map(|rows| rows.saturating_sub(1)).collect();
        let mut column = 0;
        for cell in row {
            while self.reaching.get(column).is_some_and(|&rows| rows > 0) {
                column += 1;
            }
            for _ in 0..cell.columns.max(1) {
                if next.len() <= column {
                    next.resize(column + 1, 0);
                }
                next[column] = cell.rows.clamp(1, left.max(1)) - 1;
                column += 1;
            }
        }
        self.reaching = next;
        self.reaching.resize(self.reaching.len().max(column), 0);
    }
}
