//! Ruled tables: one strip per row, so that pages break between rows, and the head kept aside to be repeated.

use crate::flow::{Align, Block, Cell, Inline, Row, Table, plain_text};
use crate::fonts::Typeface;

use super::Error;
use super::columns::{self, Demand};
use super::galley::{Mark, Run, Shade, Strip, TableHead};
use super::layout::{Frame, Setting, Typesetter, begin};
use super::pages::TEXT_HEIGHT;
use super::paragraph::{Measure, Text, Type};
use super::structure::{NodeId, Role, Scope};

const SET: Type = Type { size: 9.5, leading: 14.0 };
/// Between a rule and the text beside it, in points.
const PAD_X: f32 = 5.0;
const PAD_Y: f32 = 3.5;

/// The vertical rules of a table, in points, and how its columns are aligned.
struct Grid<'a> {
    edges: Vec<f32>,
    table: &'a Table,
}

impl Grid<'_> {
    fn left(&self) -> f32 {
        self.edges.first().copied().unwrap_or_default()
    }

    fn right(&self) -> f32 {
        self.edges.last().copied().unwrap_or_default()
    }
}

/// A cell at its place in a band of rows.
#[derive(Debug, Clone, Copy)]
struct Placed<'a> {
    cell: &'a Cell,
    row: usize,
    column: usize,
    columns: usize,
    rows: usize,
}

/// The strips of a cell, not yet cut into the rows it covers.
struct Content<'a> {
    placed: Placed<'a>,
    strips: Vec<Strip<'a>>,
    height: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Band {
    Head,
    Body,
}

impl<'a> Typesetter<'a> {
    /// Lays out a table over the whole width of the frame.
    ///
    /// # Errors
    /// A character has no glyph.
    pub fn table(&mut self, table: &'a Table, frame: Frame, parent: NodeId) -> Result<Vec<Strip<'a>>, Error> {
        let node = self.tree.add(parent, Role::Table);
        let mut strips = self.caption(table, frame, node)?;
        let grid = self.grid(table, frame)?;
        let index = self.heads.len();
        self.heads.push(TableHead { rows: Vec::new(), left: grid.left(), right: grid.right() });
        let mut rows = self.band(&table.head, Band::Head, &grid, 0.0, node)?;
        for row in &mut rows {
            row.keep_with_next = true;
        }
        self.heads[index].rows = rows.iter().map(as_furniture).collect();
        let head_height: f32 = rows.iter().map(|row| row.height).sum();
        for group in &table.groups {
            let mut body = self.group_heading(&group.heading, &grid, node)?;
            body.extend(self.band(&group.rows, Band::Body, &grid, head_height, node)?);
            for row in &mut body {
                row.table = Some(index);
            }
            rows.extend(body);
        }
        begin(&mut rows, if strips.is_empty() { 6.0 } else { 0.0 }, None);
        if let Some(last) = rows.last_mut() {
            last.keep_with_next = false;
            last.marks.push(rule((grid.left(), last.height), (grid.right(), last.height)));
            last.height += 6.0;
        }
        strips.extend(rows);
        begin(&mut strips, 6.0, table.anchor.as_ref());
        Ok(strips)
    }

    fn caption(&mut self, table: &'a Table, frame: Frame, node: NodeId) -> Result<Vec<Strip<'a>>, Error> {
        if table.caption.is_empty() {
            return Ok(Vec::new());
        }
        let node = self.tree.add(node, Role::Caption);
        let mut text = Text::new(self.faces);
        text.push_inlines(&table.caption, Typeface::Gothic, node, &mut self.tree)?;
        let mut strips = text.strips(Measure::new(frame.left, frame.width, Align::Start), SET);
        for strip in &mut strips {
            strip.keep_with_next = true;
        }
        if let Some(last) = strips.last_mut() {
            last.height += 2.0;
        }
        Ok(strips)
    }

    fn grid(&self, table: &'a Table, frame: Frame) -> Result<Grid<'a>, Error> {
        let mut demands: Vec<Demand> =
            table.columns.iter().map(|column| Demand { weight: column.weight, ..Demand::default() }).collect();
        let bands = std::iter::once(&table.head).chain(table.groups.iter().map(|group| &group.rows));
        let cells: Vec<Placed> = bands.flat_map(|rows| place(rows, table.columns.len())).collect();
        // Cells over several columns last: they only widen what their columns do not give them anyway.
        for placed in cells.iter().filter(|placed| placed.columns == 1).chain(cells.iter().filter(|p| p.columns > 1)) {
            let (least, most) = self.demand(&placed.cell.blocks)?;
            let covered = &mut demands[placed.column..placed.column + placed.columns];
            let n = covered.len() as f32;
            let short = (most + 2.0 * PAD_X - covered.iter().map(|demand| demand.most).sum::<f32>()).max(0.0) / n;
            for demand in covered {
                demand.most += short;
                demand.least = demand.least.max(least / n + 2.0 * PAD_X);
            }
        }
        let mut edges = vec![frame.left];
        edges.extend(columns::widths(&demands, frame.width).iter().scan(frame.left, |x, width| {
            *x += width;
            Some(*x)
        }));
        Ok(Grid { edges, table })
    }

    /// Longest unbreakable part and longest line of a cell's content, in points.
    fn demand(&self, blocks: &[Block]) -> Result<(f32, f32), Error> {
        let mut demand = (0f32, 0f32);
        let mut need = |indent: f32, (least, most): (f32, f32)| {
            demand = (demand.0.max(indent + least), demand.1.max(indent + most));
        };
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    let indent = self.label_column(paragraph.label.as_deref().into_iter(), SET);
                    // Gothic is as wide as Mincho: either measures headings too.
                    let text = Text::plain(self.faces, &plain_text(&paragraph.text), Typeface::Mincho, None)?;
                    let (least, most) = text.extremes();
                    need(indent, (least * SET.size, most * SET.size));
                    need(indent, self.demand(&paragraph.blocks)?);
                }
                Block::List(list) => {
                    let indent = self.label_column(list.items.iter().map(|item| item.label.as_str()), SET);
                    for item in &list.items {
                        need(indent, self.demand(&item.blocks)?);
                    }
                }
                Block::Section(section) => need(0.0, self.demand(&section.blocks)?),
                Block::Table(table) => need(0.0, (0.0, table.columns.len() as f32 * 8.0 * SET.size)),
            }
        }
        Ok(demand)
    }

    /// The heading above a group of rows, across all columns.
    fn group_heading(
        &mut self,
        heading: &'a [Inline],
        grid: &Grid<'a>,
        parent: NodeId,
    ) -> Result<Vec<Strip<'a>>, Error> {
        if heading.is_empty() {
            return Ok(Vec::new());
        }
        let row = self.tree.add(parent, Role::Row);
        let columns = grid.table.columns.len() as u16;
        let node = self.tree.add(row, Role::HeadingCell { scope: Scope::Row, columns, rows: 1 });
        let mut text = Text::new(self.faces);
        text.push_inlines(heading, Typeface::Gothic, node, &mut self.tree)?;
        let (left, right) = (grid.left(), grid.right());
        let lines = text.strips(Measure::new(left + PAD_X, right - left - 2.0 * PAD_X, Align::Start), SET);
        let height = lines.iter().map(|line| line.height).sum::<f32>() + 2.0 * PAD_Y;
        let mut strip = Strip { height, keep_with_next: true, ..Strip::default() };
        strip.marks.push(Mark::Fill { from: (left, 0.0), to: (right, height), shade: Shade::RowHeading });
        let mut y = PAD_Y;
        for line in lines {
            strip.marks.extend(line.marks.into_iter().map(|mark| mark.moved(0.0, y)));
            y += line.height;
        }
        strip.marks.push(rule((left, 0.0), (right, 0.0)));
        strip.marks.extend([left, right].map(|x| rule((x, 0.0), (x, height))));
        Ok(vec![strip])
    }

    /// Lays out rows whose cells do not reach beyond them.
    fn band(
        &mut self,
        rows: &'a [Row],
        band: Band,
        grid: &Grid<'a>,
        head_height: f32,
        parent: NodeId,
    ) -> Result<Vec<Strip<'a>>, Error> {
        let nodes: Vec<NodeId> = rows.iter().map(|_| self.tree.add(parent, Role::Row)).collect();
        let contents = place(rows, grid.table.columns.len())
            .into_iter()
            .map(|placed| self.content(placed, band, grid, nodes[placed.row]))
            .collect::<Result<Vec<_>, _>>()?;
        let pieces = Pieces::new(rows.len(), &contents, TEXT_HEIGHT - head_height);
        Ok(pieces.strips(contents, band, grid))
    }

    fn content(&mut self, placed: Placed<'a>, band: Band, grid: &Grid<'a>, row: NodeId) -> Result<Content<'a>, Error> {
        let (columns, rows) = (placed.columns as u16, placed.rows as u16);
        let role = match (band, placed.cell.is_heading) {
            (Band::Head, _) => Role::HeadingCell { scope: Scope::Column, columns, rows },
            (Band::Body, true) => Role::HeadingCell { scope: Scope::Row, columns, rows },
            (Band::Body, false) => Role::Cell { columns, rows },
        };
        let node = self.tree.add(row, role);
        let (left, right) = (grid.edges[placed.column], grid.edges[placed.column + placed.columns]);
        let frame = Frame {
            left: left + PAD_X,
            width: right - left - 2.0 * PAD_X,
            set: SET,
            typeface: if band == Band::Head { Typeface::Gothic } else { Typeface::Mincho },
            align: match band {
                Band::Head => Align::Center,
                Band::Body if placed.cell.is_heading => Align::Start,
                Band::Body => grid.table.columns[placed.column].align,
            },
            setting: Setting::Compact,
        };
        let mut strips = self.blocks(&placed.cell.blocks, frame, node)?;
        if let Some(first) = strips.first_mut() {
            first.space_before = 0.0;
        }
        let height = strips.iter().map(|strip| strip.space_before + strip.height).sum::<f32>() + 2.0 * PAD_Y;
        Ok(Content { placed, strips, height })
    }
}

/// The rows of a band as they may be parted by pages: one piece each, or several for a row taller than a page.
struct Pieces {
    heights: Vec<f32>,
    /// First piece of each row, and the number of pieces after the last.
    starts: Vec<usize>,
    /// Whether a page may not end after the piece.
    joined: Vec<bool>,
    /// Whether the piece belongs to rows joined by a cell that are together taller than a page.
    is_tall: Vec<bool>,
}

impl Pieces {
    fn new(rows: usize, contents: &[Content], limit: f32) -> Pieces {
        let mut heights = vec![SET.leading + 2.0 * PAD_Y; rows];
        let mut by_rows: Vec<&Content> = contents.iter().collect();
        by_rows.sort_by_key(|content| content.placed.rows);
        for Content { placed, height, .. } in by_rows {
            let have: f32 = heights[placed.row..placed.row + placed.rows].iter().sum();
            heights[placed.row + placed.rows - 1] += (height - have).max(0.0);
        }
        let mut pieces = Pieces { heights: Vec::new(), starts: vec![0], joined: Vec::new(), is_tall: Vec::new() };
        for height in heights {
            let count = (height / limit).ceil().max(1.0) as usize;
            // Lines that would straddle a cut move below it: one leading of room for each.
            let room = (count - 1) as f32 * SET.leading;
            pieces.heights.extend((1..count).map(|_| limit));
            pieces.heights.push((height + room - (count - 1) as f32 * limit).min(limit));
            pieces.starts.push(pieces.heights.len());
        }
        pieces.join(contents, limit);
        pieces
    }

    fn join(&mut self, contents: &[Content], limit: f32) {
        let count = self.heights.len();
        self.joined = vec![false; count];
        self.is_tall = vec![false; count];
        for Content { placed, .. } in contents {
            let covered = self.covered(placed);
            self.joined[covered.start..covered.end - 1].fill(true);
        }
        let mut start = 0;
        for end in 1..=count {
            if end < count && self.joined[end - 1] {
                continue;
            }
            if self.heights[start..end].iter().sum::<f32>() > limit {
                self.joined[start..end].fill(false);
                self.is_tall[start..end].fill(true);
            }
            start = end;
        }
    }

    fn covered(&self, placed: &Placed) -> std::ops::Range<usize> {
        self.starts[placed.row]..self.starts[placed.row + placed.rows]
    }

    fn strips<'a>(self, contents: Vec<Content<'a>>, band: Band, grid: &Grid) -> Vec<Strip<'a>> {
        let mut strips: Vec<Strip> = self
            .heights
            .iter()
            .zip(&self.joined)
            .map(|(height, joined)| Strip { height: *height, keep_with_next: *joined, ..Strip::default() })
            .collect();
        for content in &contents {
            self.frame_cell(&content.placed, band, grid, &mut strips);
        }
        for content in contents {
            self.fill_cell(content, band, &mut strips);
        }
        for strip in &mut strips {
            strip.marks.push(rule((grid.right(), 0.0), (grid.right(), strip.height)));
        }
        strips
    }

    /// Shade and rules of a cell: its top, and its left side in every piece.
    fn frame_cell(&self, placed: &Placed, band: Band, grid: &Grid, strips: &mut [Strip]) {
        let (left, right) = (grid.edges[placed.column], grid.edges[placed.column + placed.columns]);
        let shade = match band {
            Band::Head => Some(Shade::ColumnHeading),
            Band::Body => placed.cell.is_heading.then_some(Shade::RowHeading),
        };
        for (i, strip) in strips[self.covered(placed)].iter_mut().enumerate() {
            let fill = shade.map(|shade| Mark::Fill { from: (left, 0.0), to: (right, strip.height), shade });
            strip.marks.extend(fill);
            strip.marks.push(rule((left, 0.0), (left, strip.height)));
            if i == 0 {
                strip.marks.push(rule((left, 0.0), (right, 0.0)));
            }
        }
    }

    /// Puts the lines of a cell into the pieces where they come to stand.
    fn fill_cell<'a>(&self, content: Content<'a>, band: Band, strips: &mut [Strip<'a>]) {
        let covered = self.covered(&content.placed);
        let total: f32 = self.heights[covered.clone()].iter().sum();
        let mut y = if band == Band::Head { PAD_Y + (total - content.height) / 2.0 } else { PAD_Y };
        let mut piece = covered.start;
        for line in content.strips {
            y += line.space_before;
            while piece + 1 < covered.end {
                let straddles = self.is_tall[piece] && y + line.height > self.heights[piece] + PAD_Y;
                if y < self.heights[piece] && !straddles {
                    break;
                }
                y = (y - self.heights[piece]).max(if straddles { PAD_Y } else { 0.0 });
                piece += 1;
            }
            strips[piece].marks.extend(line.marks.into_iter().map(|mark| mark.moved(0.0, y)));
            strips[piece].anchors.extend(line.anchors);
            y += line.height;
        }
    }
}

/// The place of every cell, clipped to the columns and rows there are.
fn place(rows: &[Row], columns: usize) -> Vec<Placed<'_>> {
    let mut placed = Vec::new();
    let mut taken_until = vec![0; columns];
    for (row, cells) in rows.iter().enumerate() {
        let mut column = 0;
        for cell in &cells.cells {
            while column < columns && taken_until[column] > row {
                column += 1;
            }
            if column == columns {
                break;
            }
            let rows = usize::from(cell.rows).clamp(1, rows.len() - row);
            let free = taken_until[column..].iter().take_while(|until| **until <= row).count();
            let width = usize::from(cell.columns).clamp(1, free);
            taken_until[column..column + width].fill(row + rows);
            placed.push(Placed { cell, row, column, columns: width, rows });
            column += width;
        }
    }
    placed
}

/// A row of the head as it is repeated: the same marks, no content of its own.
fn as_furniture<'a>(strip: &Strip<'a>) -> Strip<'a> {
    let marks = strip.marks.iter().cloned().map(|mark| match mark {
        Mark::Text(run) => Mark::Text(Run { node: None, link: None, ..run }),
        mark => mark,
    });
    Strip { marks: marks.collect(), height: strip.height, ..Strip::default() }
}

fn rule<'a>(from: (f32, f32), to: (f32, f32)) -> Mark<'a> {
    Mark::Rule { from, to }
}
