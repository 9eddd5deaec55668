//! Tables whose cells are parted by drawn lines.

use super::content::Rule;
use super::glyph::Glyph;
use super::rows::{Row, rows};

/// Points by which lines that meet may miss one another.
const NEAR: f32 = 2.5;
const COLUMNS: usize = 32;
const ROWS: usize = 256;
/// Tables of a page.
const TABLES: usize = 64;

/// A table with what stands in its cells.
#[derive(Debug, Clone)]
pub struct Ruled {
    pub left: f32,
    pub right: f32,
    pub top: f32,
    pub bottom: f32,
    /// From left to right and from top to bottom.
    pub cells: Vec<RuledCell>,
    /// How many rows there are.
    pub rows: usize,
    /// When its first and last glyphs are drawn.
    pub drawn: [usize; 2],
}

#[derive(Debug, Clone)]
pub struct RuledCell {
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
    pub lines: Vec<Row>,
}

struct Grid {
    /// Edges of columns, rising, and of rows, falling.
    xs: Vec<f32>,
    ys: Vec<f32>,
    cells: Vec<RuledCell>,
    /// The cell of each place, row by row.
    places: Vec<usize>,
}

/// Takes the tables out of the glyphs of a page.
pub fn take(rules: &[Rule], glyphs: &mut Vec<Glyph>) -> Vec<Ruled> {
    let grids = components(rules).into_iter().filter_map(|rules| Grid::of(&rules));
    grids.take(TABLES).filter_map(|grid| grid.fill(glyphs)).collect()
}

/// Lines that meet one another.
fn components(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut owner: Vec<usize> = (0..rules.len()).collect();
    fn root(owner: &mut [usize], mut at: usize) -> usize {
        while owner[at] != at {
            owner[at] = owner[owner[at]];
            at = owner[at];
        }
        at
    }
    let verticals: Vec<usize> = (0..rules.len()).filter(|&at| rules[at].is_vertical).collect();
    for across in (0..rules.len()).filter(|&at| !rules[at].is_vertical) {
        for &down in verticals.iter().filter(|&&down| meets(&rules[across], &rules[down])) {
            let (one, other) = (root(&mut owner, across), root(&mut owner, down));
            owner[one.max(other)] = one.min(other);
        }
    }
    let mut components: Vec<Vec<Rule>> = vec![Vec::new(); rules.len()];
    for at in 0..rules.len() {
        components[root(&mut owner, at)].push(rules[at]);
    }
    components.retain(|rules| rules.len() > 3);
    components
}

fn meets(across: &Rule, down: &Rule) -> bool {
    let within = |rule: &Rule, at: f32| (rule.from - NEAR..=rule.to + NEAR).contains(&at);
    within(across, down.at) && within(down, across.at)
}

/// Places of lines, those that are one line once.
fn edges(mut places: Vec<f32>) -> Vec<f32> {
    places.sort_by(f32::total_cmp);
    places.dedup_by(|next, last| *next - *last < 2.0 * NEAR);
    places
}

impl Grid {
    fn of(rules: &[Rule]) -> Option<Grid> {
        let places = |is_vertical: bool| {
            let along = rules.iter().filter(move |rule| rule.is_vertical == is_vertical).map(|rule| rule.at);
            let ends = rules.iter().filter(move |rule| rule.is_vertical != is_vertical);
            edges(along.chain(ends.flat_map(|rule| [rule.from, rule.to])).collect())
        };
        let (xs, mut ys) = (places(true), places(false));
        ys.reverse();
        if !(3..COLUMNS).contains(&xs.len()) || !(3..ROWS).contains(&ys.len()) {
            return None;
        }
        let mut grid = Grid { places: vec![usize::MAX; (xs.len() - 1) * (ys.len() - 1)], xs, ys, cells: Vec::new() };
        grid.part(rules);
        (grid.cells.len() > 2).then_some(grid)
    }

    /// Finds the cells: places without a line between them.
    fn part(&mut self, rules: &[Rule]) {
        let (columns, rows) = (self.xs.len() - 1, self.ys.len() - 1);
        let middle = |edges: &[f32], at: usize| (edges[at] + edges[at + 1]) / 2.0;
        let is_drawn = |is_vertical: bool, at: f32, through: f32| {
            rules.iter().any(|rule| {
                rule.is_vertical == is_vertical
                    && (rule.at - at).abs() < 2.0 * NEAR
                    && (rule.from - NEAR..=rule.to + NEAR).contains(&through)
            })
        };
        for row in 0..rows {
            for column in 0..columns {
                if self.places[row * columns + column] != usize::MAX {
                    continue;
                }
                let is_free = |next: &usize| !is_drawn(true, self.xs[*next], middle(&self.ys, row));
                let right = (column + 1..columns).find(|next| !is_free(next)).unwrap_or(columns);
                let is_open = |next: &usize| {
                    (column..right).all(|column| !is_drawn(false, self.ys[*next], middle(&self.xs, column)))
                };
                let below = (row + 1..rows).find(|next| !is_open(next)).unwrap_or(rows);
                let cell = RuledCell { row, column, rows: below - row, columns: right - column, lines: Vec::new() };
                for place in (row..below).flat_map(|row| (column..right).map(move |column| row * columns + column)) {
                    self.places[place] = self.cells.len();
                }
                self.cells.push(cell);
            }
        }
    }

    fn cell_at(&self, glyph: &Glyph) -> Option<usize> {
        let (x, y) = (glyph.left + glyph.width / 2.0, glyph.baseline + 0.35 * glyph.size);
        let column = self.xs.partition_point(|&edge| edge <= x).checked_sub(1)?;
        let row = self.ys.partition_point(|&edge| edge >= y).checked_sub(1)?;
        let columns = self.xs.len() - 1;
        (column < columns && row < self.ys.len() - 1).then(|| self.places[row * columns + column])
    }

    /// `None` for lines without text.
    fn fill(self, glyphs: &mut Vec<Glyph>) -> Option<Ruled> {
        let mut inside: Vec<Vec<Glyph>> = vec![Vec::new(); self.cells.len()];
        let mut drawn = [usize::MAX, 0];
        let mut left = Vec::with_capacity(glyphs.len());
        for glyph in std::mem::take(glyphs) {
            match self.cell_at(&glyph).filter(|_| !glyph.is_furniture) {
                Some(cell) => {
                    drawn = [drawn[0].min(glyph.drawn), drawn[1].max(glyph.drawn)];
                    inside[cell].push(glyph);
                }
                None => left.push(glyph),
            }
        }
        *glyphs = left;
        let filled = inside.iter().filter(|glyphs| !glyphs.is_empty()).count();
        let cells = self.cells.into_iter().zip(inside);
        let mut cells: Vec<RuledCell> = cells.map(|(cell, glyphs)| RuledCell { lines: rows(glyphs), ..cell }).collect();
        let [left, right] = [self.xs[0], self.xs[self.xs.len() - 1]];
        let [top, bottom] = [self.ys[0], self.ys[self.ys.len() - 1]];
        let rows = drop_empty_heads(&mut cells, self.ys.len() - 1);
        (filled > 0).then_some(Ruled { left, right, top, bottom, cells, rows, drawn })
    }
}

/// The head of a table is repeated on each page; where it is marked as such, its cells are empty here.
fn drop_empty_heads(cells: &mut Vec<RuledCell>, rows: usize) -> usize {
    let is_head = |row: usize| {
        let mut own = cells.iter().filter(|cell| cell.row == row).peekable();
        own.peek().is_some() && own.all(|cell| cell.lines.is_empty() && cell.rows == 1)
    };
    let empty = (0..rows).take_while(|&row| is_head(row)).count();
    cells.retain(|cell| cell.row >= empty);
    cells.iter_mut().for_each(|cell| cell.row -= empty);
    rows - empty
}
