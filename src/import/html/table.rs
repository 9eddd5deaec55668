//! Tables. One that only sets things side by side, as old pages have them, is no table: its cells are read in turn.

use super::Reader;
use super::flow::Story;
use super::tree::Id;
use crate::import::manuscript::{Block, Cell, RemarkKind, Table};
use crate::import::prose::passages;

/// The HTML Standard's limits.
const COLUMNS: i64 = 1_000;
const ROWS: i64 = 65_534;
/// Words that no cell of a table of data holds, but the frame of a page does.
const FRAMED: [&str; 8] = ["table", "h1", "h2", "h3", "h4", "h5", "h6", "form"];

impl Reader<'_> {
    pub fn table(&mut self, id: Id, story: &mut Story) {
        let rows = self.rows(id);
        let cells: Vec<Id> = rows.iter().flat_map(|(row, _)| self.cells(*row)).collect();
        let holds = |cell: &Id| self.tree.below(*cell).any(|id| FRAMED.contains(&self.tree.name(id)));
        if cells.len() == 1 || cells.iter().any(holds) {
            if cells.len() > 1 {
                self.remark_next(RemarkKind::Doubtful, "表の中の表または見出し".to_owned());
            }
            return cells.into_iter().for_each(|cell| self.apart(cell, story));
        }
        for caption in self.tree.children(id) {
            if self.tree.name(*caption) == "caption" {
                self.apart(*caption, story);
            }
        }
        let mut table = Table { rows: Vec::new(), head_rows: 0, line: self.next_line() };
        let mut is_head = true;
        let count = rows.len();
        for (at, (row, in_head)) in rows.into_iter().enumerate() {
            let cells = self.cells(row);
            is_head &= in_head || (!cells.is_empty() && cells.iter().all(|cell| self.tree.name(*cell) == "th"));
            table.head_rows += usize::from(is_head && at + 1 < count);
            let left = i64::try_from(count - at).unwrap_or(1);
            let cells = cells.into_iter().map(|cell| self.cell(cell, left)).collect();
            table.rows.push(cells);
        }
        if table.rows.iter().any(|row| !row.is_empty()) {
            story.blocks.push(Block::Table(table));
        }
    }

    fn cell(&mut self, id: Id, rows_left: i64) -> Cell {
        let mut inner = Story::default();
        self.flow(id, &mut inner);
        self.close(&mut inner);
        let columns = self.tree.number(id, "colspan").unwrap_or(1).clamp(1, COLUMNS);
        let rows = match self.tree.number(id, "rowspan").unwrap_or(1) {
            // To the last row.
            0 => rows_left,
            rows => rows.min(rows_left),
        };
        Cell {
            passages: passages(inner.blocks),
            columns: u16::try_from(columns).unwrap_or(1),
            rows: u16::try_from(rows.clamp(1, ROWS)).unwrap_or(1),
        }
    }

    /// Rows in the order they are shown, and whether they are in the head.
    fn rows(&self, table: Id) -> Vec<(Id, bool)> {
        let mut groups: Vec<(u8, Id)> = vec![(1, table)];
        for id in self.tree.children(table) {
            match self.tree.name(*id) {
                "thead" => groups.push((0, *id)),
                "tbody" => groups.push((1, *id)),
                "tfoot" => groups.push((2, *id)),
                _ => (),
            }
        }
        groups.sort_by_key(|(order, _)| *order);
        let rows = groups.into_iter().flat_map(|(order, group)| {
            let rows = self.tree.children(group).iter().filter(|id| self.tree.name(**id) == "tr");
            rows.map(move |id| (*id, order == 0))
        });
        rows.filter(|(id, _)| !self.is_hidden(*id)).collect()
    }

    fn cells(&self, row: Id) -> Vec<Id> {
        let cells = self.tree.children(row).iter().copied();
        cells.filter(|id| matches!(self.tree.name(*id), "td" | "th") && !self.is_hidden(*id)).collect()
    }
}
