//! Pages in two columns, as `pdftotext -layout` prints them side by side: a gutter that is white over many lines, with
//! running text on both sides. The left column is read first.

use std::ops::Range;

use super::row::{Measure, Piece, Row};
use super::tables;
use crate::import::line::Line;
use crate::import::manuscript::{Remark, RemarkKind, Table};

/// Lines of a column, at least.
const LEAST: usize = 5;
/// More rows are no page.
const MOST_ROWS: usize = 400;
/// Of running text, so many percent of the lines of a column are nearly as wide as the widest.
const PROSE: usize = 15;
/// How wide such a line is, and how wide the narrower column is at least, in percent.
const NEARLY: usize = 80;
const NARROWER: usize = 60;
/// Lines at the edges of a page that may be running heads and feet, and the empty lines that part them from the text.
const EDGE: usize = 3;
const APART: u16 = 2;

/// What stands on a page, in reading order.
pub enum Part {
    Line(Line),
    Table(Table),
    /// A table whose columns cannot be told; its lines follow.
    Doubtful(Remark),
}

/// The lines and tables of one page.
pub fn parts(page: &[Row]) -> Vec<Part> {
    let best = [Measure::Characters, Measure::Columns]
        .into_iter()
        .filter_map(|measure| Gutter::find(page, measure))
        .max_by_key(|gutter| gutter.lines);
    match best {
        Some(gutter) => gutter.read(page),
        None => whole_width(page, body(page)),
    }
}

/// A page without its heads and feet.
fn body(page: &[Row]) -> Range<usize> {
    let is_apart = |at: &usize| page[*at].blanks >= APART;
    let start = (1..page.len().min(EDGE + 1)).rev().find(is_apart).unwrap_or(0);
    let end = (page.len().saturating_sub(EDGE).max(start + 1)..page.len()).find(is_apart).unwrap_or(page.len());
    start..end
}

/// Rows without a gutter; tables only within `text`.
fn whole_width(rows: &[Row], text: Range<usize>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut done = 0;
    let line = |row: &Row| Part::Line(Line::typed(row.typed, row.number, row.page, row.blanks));
    for found in tables::find(&rows[text.clone()]) {
        parts.extend(rows[done..text.start + found.rows.start].iter().map(line));
        let first = &rows[text.start + found.rows.start];
        done = text.start + found.rows.start;
        match found.table {
            Some(table) => {
                parts.push(Part::Table(table));
                done = text.start + found.rows.end;
            }
            None => parts.push(Part::Doubtful(Remark {
                kind: RemarkKind::Doubtful,
                line: first.number,
                text: first.typed.trim().to_owned(),
            })),
        }
    }
    parts.extend(rows[done..].iter().map(line));
    parts
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
        if !(LEAST..MOST_ROWS).contains(&page.len()) {
            return None;
        }
        let rows: Vec<_> = page.iter().map(|row| row.pieces(measure)).collect();
        let widest = rows.iter().flatten().filter_map(|pieces| pieces.last()).map(|piece| piece.place.end).max()?;
        let mut gutter = Gutter { rows, at: 0, lines: 0 };
        let (mut best, mut most) = (0, 0);
        for at in widest / 4..widest * 3 / 4 {
            gutter.at = at;
            let lines = gutter.bands(page).iter().map(Range::len).sum();
            if lines > most {
                (best, most) = (at, lines);
            }
        }
        gutter.at = best;
        gutter.lines = most;
        (most > 0).then_some(gutter)
    }

    /// Runs of rows that stand in two columns.
    fn bands(&self, page: &[Row]) -> Vec<Range<usize>> {
        let text = body(page);
        let mut bands = Vec::new();
        let mut from = text.start;
        for end in text.clone().chain([text.end]) {
            let is_open = |at: usize| self.rows[at].as_ref().is_some_and(|pieces| !self.is_crossed(pieces));
            if end < text.end && is_open(end) {
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
    fn is_text(&self, band: Range<usize>) -> bool {
        let widths = |is_left: bool| -> Vec<usize> {
            let sides = self.rows[band.clone()].iter().flatten().map(|pieces| self.sides(pieces));
            let side = sides.map(|(left, right)| if is_left { left } else { right }).filter(|side| !side.is_empty());
            side.map(|side| side.iter().map(|piece| piece.width).sum()).collect()
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

    fn read(&self, page: &[Row<'t>]) -> Vec<Part> {
        let text = body(page);
        let within = |rows: Range<usize>| {
            let inner = text.start.clamp(rows.start, rows.end)..text.end.clamp(rows.start, rows.end);
            whole_width(&page[rows.clone()], inner.start - rows.start..inner.end - rows.start)
        };
        let mut parts = Vec::new();
        let mut done = 0;
        for band in self.bands(page) {
            parts.extend(within(done..band.start));
            for is_left in [true, false] {
                parts.extend(self.column(&page[band.clone()], band.start, is_left).into_iter().map(Part::Line));
            }
            done = band.end;
        }
        parts.extend(within(done..page.len()));
        parts
    }

    fn column(&self, rows: &[Row<'t>], first: usize, is_left: bool) -> Vec<Line> {
        let mut lines = Vec::new();
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
            let blanks = rows[last + 1..=at.max(last)].iter().map(|row| row.blanks).sum();
            let typed = " ".repeat(begin.place.start - edge) + tables::between(row.typed, begin.text, end.text);
            lines.push(Line::typed(&typed, row.number, row.page, blanks));
            last = at;
        }
        lines
    }
}
