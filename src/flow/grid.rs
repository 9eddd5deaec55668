//! Where the cells of a table stand, counting those that reach down from the rows above.

use super::Row;

/// First column of each cell, row by row. Rows are read in order: a cell may reach down into the ones that follow.
#[derive(Debug, Default)]
pub struct Grid {
    /// For each column, how many of the coming rows are still covered from above.
    covered: Vec<u16>,
}

impl Grid {
    pub fn new(columns: usize) -> Grid {
        Grid { covered: vec![0; columns] }
    }

    /// Places the cells of the next row. A cell beyond the last column stands at the number of columns.
    pub fn place(&mut self, row: &Row) -> Vec<usize> {
        let mut coming: Vec<u16> = self.covered.iter().map(|rows| rows.saturating_sub(1)).collect();
        let mut column = 0;
        let mut starts = Vec::with_capacity(row.cells.len());
        for cell in &row.cells {
            while self.covered.get(column).is_some_and(|rows| *rows > 0) {
                column += 1;
            }
            starts.push(column);
            let end = (column + usize::from(cell.columns)).min(coming.len());
            for rows in coming.iter_mut().take(end).skip(column) {
                *rows = cell.rows.saturating_sub(1);
            }
            column = end;
        }
        self.covered = coming;
        starts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Cell;

    fn row(spans: &[(u16, u16)]) -> Row {
        let cell = |&(columns, rows): &(u16, u16)| Cell { columns, rows, is_heading: false, blocks: Vec::new() };
        Row { cells: spans.iter().map(cell).collect() }
    }

    #[test]
    fn cells_move_aside_for_those_reaching_down() {
        let mut grid = Grid::new(4);
        assert_eq!(grid.place(&row(&[(1, 3), (2, 1), (1, 2)])), [0, 1, 3]);
        assert_eq!(grid.place(&row(&[(1, 1), (1, 1)])), [1, 2]);
        assert_eq!(grid.place(&row(&[(3, 1)])), [1]);
        assert_eq!(grid.place(&row(&[(4, 1)])), [0]);
    }

    #[test]
    fn a_row_too_wide_stays_at_the_edge() {
        assert_eq!(Grid::new(2).place(&row(&[(9, 1), (1, 1)])), [0, 2]);
    }
}
