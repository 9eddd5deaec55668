//! The rows of a table as pages may part them, and the lines of their cells cut to match.

use std::ops::Range;

use super::super::galley::{Mark, Shade, Strip};
use super::super::paper::TABLE;
use super::{Band, Content, Grid, PAD_Y, Placed, rule};

/// Tolerance for sums of heights, in points.
const SLIP: f32 = 0.01;
/// Height of the pieces that a row taller than a page is cut into: lines enough that none stands alone.
const CUT: f32 = 4.0 * TABLE.leading;
/// A cell of more lines does not say all of it again on the next page.
const MOST_REPEATED: f32 = 12.0 * TABLE.leading;

/// The rows of a band as they may be parted by pages: one piece each, or several for a row taller than a page.
pub struct Pieces {
    heights: Vec<f32>,
    /// First piece of each row, and the number of pieces after the last.
    starts: Vec<usize>,
    /// Whether no page may end after the piece.
    joined: Vec<bool>,
    /// Whether the row goes on in the next piece.
    is_cut: Vec<bool>,
}

impl Pieces {
    /// `heights` are the least of the rows, `limit` is the room for rows on a page.
    pub fn new(mut heights: Vec<f32>, contents: &[Content], limit: f32) -> Pieces {
        let mut by_rows: Vec<&Content> = contents.iter().collect();
        by_rows.sort_by_key(|content| content.placed.rows);
        for Content { placed, height, .. } in by_rows {
            let have: f32 = heights[placed.row..placed.row + placed.rows].iter().sum();
            heights[placed.row + placed.rows - 1] += (height - have).max(0.0);
        }
        let mut pieces = Pieces { heights: Vec::new(), starts: vec![0], joined: Vec::new(), is_cut: Vec::new() };
        for height in heights {
            let cuts = if height > limit { (height / CUT).ceil() as usize - 1 } else { 0 };
            pieces.heights.extend((0..cuts).map(|i| if i == 0 { PAD_Y + CUT } else { CUT }));
            pieces.heights.push((height - cuts as f32 * CUT).max(TABLE.leading));
            pieces.is_cut.extend(std::iter::repeat_n(true, cuts));
            pieces.is_cut.push(false);
            pieces.starts.push(pieces.heights.len());
        }
        pieces.joined = vec![false; pieces.heights.len()];
        for Content { placed, .. } in contents {
            let covered = pieces.covered(placed);
            if pieces.heights[covered.clone()].iter().sum::<f32>() <= limit / 3.0 {
                pieces.joined[covered.start..covered.end - 1].fill(true);
            }
        }
        pieces
    }

    fn covered(&self, placed: &Placed) -> Range<usize> {
        self.starts[placed.row]..self.starts[placed.row + placed.rows]
    }

    pub fn strips<'a>(mut self, contents: Vec<Content<'a>>, band: Band, grid: &Grid) -> Vec<Strip<'a>> {
        let mut strips = vec![Strip::default(); self.heights.len()];
        let mut placed = Vec::new();
        for content in contents {
            placed.push(content.placed);
            self.fill_cell(content, band == Band::Head || grid.has_blanks, &mut strips);
        }
        for (i, strip) in strips.iter_mut().enumerate() {
            strip.height = self.heights[i];
            strip.keep_with_next = self.joined[i];
            strip.marks.push(rule((grid.right(), 0.0), (grid.right(), strip.height)));
        }
        for placed in placed {
            self.frame_cell(&placed, band, grid, &mut strips);
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

    /// Puts the lines of a cell into the pieces where they come to stand. A line across the border of two rows, in a
    /// cell that covers both, keeps them together; across a cut it moves below.
    fn fill_cell<'a>(&mut self, content: Content<'a>, is_centred: bool, strips: &mut [Strip<'a>]) {
        let Content { placed, node, strips: lines, height: needed } = content;
        let covered = self.covered(&placed);
        let repeated = if covered.len() > 1 && needed <= MOST_REPEATED { unread(&lines) } else { Vec::new() };
        let total: f32 = self.heights[covered.clone()].iter().sum();
        let mut y = if is_centred && !self.is_cut[covered.start] { PAD_Y + (total - needed) / 2.0 } else { PAD_Y };
        let mut piece = covered.start;
        let mut is_first = true;
        for line in lines {
            y += line.space_before;
            while piece + 1 < covered.end {
                let height = self.heights[piece];
                let straddles = y + line.height > height + SLIP;
                if self.is_cut[piece] && straddles && !is_first {
                    y = 0.0;
                    is_first = true;
                } else if y >= height {
                    y -= height;
                } else {
                    self.joined[piece] |= straddles;
                    break;
                }
                piece += 1;
            }
            let marks = line.marks.into_iter().map(|mark| mark.moved(0.0, y));
            if piece == covered.start {
                strips[piece].marks.extend(marks);
            } else {
                strips[piece].tails.push((node, marks.collect()));
            }
            strips[piece].anchors.extend(line.anchors);
            y += line.height;
            is_first = false;
        }
        if covered.len() > 1 {
            strips[covered.start].marks.push(Mark::Tail(node));
        }
        let is_end_of_cut = piece > covered.start && self.is_cut[piece - 1] && !self.is_cut[piece];
        if is_end_of_cut {
            self.heights[piece] = self.heights[piece].max(y + PAD_Y);
        }
        if !repeated.is_empty() {
            self.resume(piece + 1..covered.end, &repeated, needed, strips);
        }
    }

    /// Has a cell say again what it says on a page that begins with one of `later`, where nothing of it is left; where
    /// there is no room for that, the page begins with a row before.
    fn resume<'a>(&mut self, later: Range<usize>, repeated: &[Mark<'a>], needed: f32, strips: &mut [Strip<'a>]) {
        let mut room = 0.0;
        for piece in later.rev() {
            room += self.heights[piece];
            if needed <= room + SLIP {
                strips[piece].resumed.extend(repeated.iter().cloned());
            } else {
                self.joined[piece - 1] = true;
            }
        }
    }
}

/// The lines of a cell from its top, as furniture.
fn unread<'a>(lines: &[Strip<'a>]) -> Vec<Mark<'a>> {
    let mut top = PAD_Y;
    let mut marks = Vec::new();
    for line in lines {
        top += line.space_before;
        marks.extend(line.marks.iter().filter_map(Mark::unread).map(|mark| mark.moved(0.0, top)));
        top += line.height;
    }
    marks
}
