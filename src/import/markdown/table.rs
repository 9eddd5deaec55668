//! Tables of pipes: one row of heads, no cell that covers another.

use crate::import::manuscript::{Block, Cell, Passage, Table};
use crate::import::prose::{Prose, Setting};

pub struct Grid(Table);

impl Grid {
    pub fn new(line: u32) -> Grid {
        Grid(Table { rows: Vec::new(), head_rows: 0, line })
    }

    pub fn begin_row(&mut self) {
        self.0.rows.push(Vec::new());
    }

    pub fn end_head(&mut self) {
        self.0.head_rows = self.0.rows.len();
    }

    pub fn cell(&mut self, prose: Prose) {
        let passage = |block| if let Block::Passage(passage) = block { Some(passage) } else { None };
        let passages: Vec<Passage> = prose.into_blocks(&Setting::default()).into_iter().filter_map(passage).collect();
        if let Some(row) = self.0.rows.last_mut() {
            row.push(Cell { passages, columns: 1, rows: 1 });
        }
    }

    pub fn finish(self) -> Table {
        self.0
    }
}
