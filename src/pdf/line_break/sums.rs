//! How wide any stretch of a text would be on one line, and how bad it would look.

use super::super::classes::{Class, gap, stretchability};
use super::{Glyph, Line, QUARTER, SLIP, breakable, leading};

/// Justification widens a space by at most this much, in em. Beyond it the line stays ragged: holes look worse than
/// an edge, and readers of the file take a hole of a tenth of an em for a space between words.
const MOST_STRETCH: f32 = 0.085;
/// A last line narrower than this, in em, is a remnant: two characters at least before the stop.
const REMNANT: f32 = 2.4;
/// Below this measure, in em, ragged lines are nothing unusual.
const NARROW: f32 = 14.0;

/// Sums over a text up to each glyph, so that the width of any line is a difference.
pub struct Sums<'g> {
    pub glyphs: &'g [Glyph],
    /// Of advances and the gaps before them.
    pub widths: Vec<f64>,
    squeezable: Vec<u32>,
    stretchable: Vec<u32>,
    /// Whether a line may end before the glyph.
    pub breaks: Vec<bool>,
}

/// A line as it would be set solid.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    pub width: f32,
    pub squeezable: u32,
    pub stretchable: u32,
}

impl<'g> Sums<'g> {
    pub fn new(glyphs: &'g [Glyph]) -> Sums<'g> {
        let count = glyphs.len() + 1;
        let mut sums = Sums {
            glyphs,
            widths: Vec::with_capacity(count),
            squeezable: Vec::with_capacity(count),
            stretchable: Vec::with_capacity(count),
            breaks: Vec::with_capacity(count),
        };
        let (mut width, mut squeezable, mut stretchable) = (0.0, 0, 0);
        for (i, glyph) in glyphs.iter().enumerate() {
            sums.widths.push(width);
            sums.squeezable.push(squeezable);
            sums.stretchable.push(stretchable);
            sums.breaks.push(i > 0 && breakable(glyphs, i));
            width += f64::from(glyph.advance);
            if let Some(after) = glyphs.get(i + 1) {
                let gap = gap(glyph.classed(), after.classed());
                width += f64::from(gap.natural);
                squeezable += gap.squeezable;
                stretchable += stretchability(glyph.class, after.class);
            }
        }
        sums.widths.push(width);
        sums.squeezable.push(squeezable);
        sums.stretchable.push(stretchable);
        sums.breaks.push(true);
        sums
    }

    /// Where the ink of a line ends that breaks before `end`: word spaces and breaks there are gone.
    pub fn trimmed(&self, start: usize, end: usize) -> usize {
        let blank = |glyph: &&Glyph| matches!(glyph.class, Class::WordSpace | Class::Break);
        end - self.glyphs[start..end].iter().rev().take_while(blank).count()
    }

    /// The glyphs from `start` to `end` on one line, without blank halves at its ends.
    pub fn extent(&self, start: usize, end: usize) -> Extent {
        let end = self.trimmed(start, end);
        let Some(last) = end.checked_sub(1).filter(|last| *last >= start) else {
            return Extent { width: 0.0, squeezable: 0, stretchable: 0 };
        };
        let width = (self.widths[last] - self.widths[start]) as f32 + self.glyphs[last].advance;
        Extent {
            width: width - leading(self.glyphs[start]) - self.glyphs[last].class.trailing(),
            squeezable: self.squeezable[last] - self.squeezable[start],
            stretchable: self.stretchable[last] - self.stretchable[start],
        }
    }

    pub fn is_last(&self, end: usize) -> bool {
        end == self.glyphs.len() || self.glyphs[end - 1].class == Class::Break
    }

    /// The line from `start` to `end` as it is set in `measure`.
    pub fn line(&self, start: usize, end: usize, measure: f32) -> Line {
        let extent = self.extent(start, end);
        let glyphs = start..self.trimmed(start, end);
        let slack = measure - extent.width;
        let mut line = Line { glyphs, squeeze: 0, stretch: 0.0, width: extent.width };
        if slack < -SLIP {
            line.squeeze = quarters(-slack).min(extent.squeezable);
            line.width -= line.squeeze as f32 * QUARTER;
        } else if self.is_last(end) {
            return line;
        }
        let each = (measure - line.width).max(0.0) / extent.stretchable.max(1) as f32;
        if extent.stretchable > 0 && each <= MOST_STRETCH {
            line.stretch = each;
            line.width = line.width.max(measure);
        }
        line
    }

    /// How bad the line from `start` to `end` looks; `None` if it does not fit.
    pub fn badness(&self, start: usize, end: usize, measure: f32) -> Option<f32> {
        let extent = self.extent(start, end);
        let slack = measure - extent.width;
        let remnant = if end == self.glyphs.len() && start > 0 && extent.width < REMNANT { 600.0 } else { 0.0 };
        if slack < -SLIP {
            let squeeze = quarters(-slack);
            let part = squeeze as f32 / extent.squeezable.max(1) as f32;
            return (squeeze <= extent.squeezable).then_some(100.0 * part * part + remnant);
        }
        if self.is_last(end) {
            return Some(remnant);
        }
        let each = slack / extent.stretchable.max(1) as f32;
        Some(if extent.stretchable > 0 && each <= MOST_STRETCH {
            100.0 * (each / MOST_STRETCH).powi(2)
        } else {
            // Ragged: the less the better. In narrow cells, where few lines are full, rather two a little than one much.
            let any = if measure < NARROW { 60.0 } else { 200.0 };
            any + 20.0 * slack * slack
        })
    }
}

/// Quarters of an em that `length` needs.
fn quarters(length: f32) -> u32 {
    ((length - SLIP) / QUARTER).ceil().max(0.0) as u32
}
