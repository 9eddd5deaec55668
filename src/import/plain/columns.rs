//! Pages in two columns, as `pdftotext -layout` prints them side by side: a gutter that is white over many lines, with
//! running text on both sides. The left column is read first.

use super::row::{Measure, Piece, Row};
use crate::flow::label;
use crate::import::line::Line;

/// Lines of a column, at least.
const LEAST: usize = 5;
/// Of running text, so many percent of the lines of a column are nearly as wide as the widest.
const PROSE: usize = 35;
/// How wide such a line is, and how wide the narrower column is at least, in percent.
const NEARLY: usize = 80;
const NARROWER: usize = 60;
/// Lines at the top of a page that may be a running head, and the empty lines below it.
const HEAD: usize = 3;
const BELOW_HEAD: u16 = 2;

/// The lines of one page in reading order.
pub fn lines(page: &[Row]) -> Vec<Line> {
    let best = [Measure::Characters, Measure::Columns]
        .into_iter()
        .filter_map(|measure| Gutter::find(page, measure))
        .max_by_key(|gutter| gutter.lines);
    match best {
        Some(gutter) => gutter.read(page),
        None => page.iter().map(plain).collect(),
    }
}

fn plain(row: &Row) -> Line {
    Line::typed(row.typed, row.number, row.page, row.blanks)
}

struct Gutter<'t> {
    rows: Vec<Option<Vec<Piece<'t>>>>,
    /// Nothing stands here and one place further.
    at: usize,
    /// Of the columns beside it.
    lines: usize,
}

impl<'t> Gutter<'t> {
    fn find(page: &[Row<'t>], measure: Measure) -> Option<Gutter<'t>> {
        if page.len() < LEAST {
            return None;
        }
        let rows: Vec<_> = page.iter().map(|row| row.pieces(measure)).collect();
        let widest = rows.iter().flatten().filter_map(|pieces| pieces.last()).map(|piece| piece.place.end).max()?;
        let mut gutter = Gutter { rows, at: 0, lines: 0 };
        let (mut best, mut most) = (0, 0);
        for at in widest / 4..widest * 3 / 4 {
            gutter.at = at;
            let lines = gutter.bands(page).iter().map(std::ops::Range::len).sum();
            if lines > most {
                (best, most) = (at, lines);
            }
        }
        gutter.at = best;
        gutter.lines = most;
        (most > 0).then_some(gutter)
    }

    /// Runs of rows that stand in two columns.
    fn bands(&self, page: &[Row]) -> Vec<std::ops::Range<usize>> {
        let is_head = |at: usize| at < HEAD && page.get(at + 1).is_some_and(|row| row.blanks >= BELOW_HEAD);
        let start = (0..HEAD).rev().find(|&at| is_head(at)).map_or(0, |at| at + 1);
        let mut bands = Vec::new();
        let mut from = start;
        for end in start..=page.len() {
            if self.rows.get(end).is_some_and(|row| row.as_ref().is_some_and(|pieces| !self.is_crossed(pieces))) {
                continue;
            }
            if end - from >= LEAST && self.is_text(from..end) {
                bands.push(from..end);
            }
            from = end + 1;
        }
        bands
    }

    fn is_crossed(&self, pieces: &[Piece]) -> bool {
        pieces.iter().any(|piece| piece.place.start < self.at + 2 && piece.place.end > self.at)
    }

    /// What stands left and right of it in a row.
    fn sides<'p>(&self, pieces: &'p [Piece<'t>]) -> (&'p [Piece<'t>], &'p [Piece<'t>]) {
        pieces.split_at(pieces.partition_point(|piece| piece.place.start <= self.at))
    }

    /// Whether running text stands on both sides, about equally wide.
    fn is_text(&self, band: std::ops::Range<usize>) -> bool {
        let widths = |is_left: bool| -> Vec<usize> {
            let sides = self.rows[band.clone()].iter().flatten().map(|pieces| self.sides(pieces));
            let side = sides.map(|(left, right)| if is_left { left } else { right }).filter(|side| !side.is_empty());
            side.map(|side| side.iter().map(|piece| label::width(piece.text)).sum()).collect()
        };
        let [left, right] = [widths(true), widths(false)];
        let [widest_left, widest_right] = [&left, &right].map(|widths| widths.iter().max().copied().unwrap_or(0));
        let is_prose = |widths: &[usize], widest: usize| {
            let wide = widths.iter().filter(|&&width| width * 100 >= widest * NEARLY).count();
            widths.len() >= LEAST && wide * 100 >= widths.len() * PROSE
        };
        let is_even = widest_left.min(widest_right) * 100 >= widest_left.max(widest_right) * NARROWER;
        is_even && is_prose(&left, widest_left) && is_prose(&right, widest_right)
    }

    fn read(&self, page: &[Row]) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut done = 0;
        for band in self.bands(page) {
            lines.extend(page[done..band.start].iter().map(plain));
            for is_left in [true, false] {
                self.column(&page[band.clone()], band.start, is_left, &mut lines);
            }
            done = band.end;
        }
        lines.extend(page[done..].iter().map(plain));
        lines
    }

    fn column(&self, rows: &[Row<'t>], first: usize, is_left: bool, lines: &mut Vec<Line>) {
        let sides = || {
            rows.iter().enumerate().filter_map(|(at, row)| {
                let (left, right) = self.sides(self.rows[first + at].as_deref()?);
                let side = if is_left { left } else { right };
                Some((at, row, side.first()?, side.last()?))
            })
        };
        let edge = sides().map(|(_, _, piece, _)| piece.place.start).min().unwrap_or_default();
        let mut last = 0;
        for (at, row, begin, end) in sides() {
            let from = begin.text.as_ptr() as usize - row.typed.as_ptr() as usize;
            let to = end.text.as_ptr() as usize - row.typed.as_ptr() as usize + end.text.len();
            let blanks = rows[last + 1..=at.max(last)].iter().map(|row| row.blanks).sum();
            let typed = " ".repeat(begin.place.start - edge) + &row.typed[from..to];
            lines.push(Line::typed(&typed, row.number, row.page, blanks));
            last = at;
        }
    }
}
