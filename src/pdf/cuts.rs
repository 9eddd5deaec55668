//! Where columns and pages end: only heights are looked at here.

use std::ops::Range;

use super::galley::{Strip, TableHead};

/// Sums of heights are not exact.
const SLIP: f32 = 0.01;
/// By how much columns are lengthened until they hold a text, in points.
const STEP: f32 = 1.0;

/// Strips that are set in the same number of columns, and what decides where they may be parted.
pub struct Band<'s, 'a> {
    pub strips: &'s [Strip<'a>],
    pub heads: &'s [TableHead<'a>],
    pub columns: usize,
    /// Height of the text area of a page.
    pub page: f32,
    /// Height of what must stand on the same page below the last strip; 0 for nothing.
    pub after: f32,
}

/// Strips one below the other in one column.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    pub strips: Range<usize>,
    /// Pages after the one on which the band begins.
    pub page: usize,
    pub column: usize,
    /// From the top of the text area.
    pub top: f32,
}

impl Band<'_, '_> {
    /// Places for all strips, of which the first column begins at `y`; and where the band ends on its last page.
    pub fn places(&self, y: f32) -> (Vec<Place>, f32) {
        let mut places = Vec::new();
        let (mut page, mut from) = (0, 0);
        let mut top = if y > 0.0 { y + self.strips.first().map_or(0.0, |strip| strip.space_before) } else { 0.0 };
        loop {
            let room = self.page - top;
            let balanced = self.balanced(from..self.strips.len(), room - self.after);
            let is_end = balanced.is_some();
            let ends = balanced.or_else(|| self.without_last(from, room)).unwrap_or_else(|| self.full(from, room));
            let mut bottom = top;
            for (column, end) in ends.into_iter().enumerate() {
                if end == from {
                    continue;
                }
                bottom = f32::max(bottom, top + self.repeated(from) + height(&self.strips[from..end]));
                places.push(Place { strips: from..end, page, column, top });
                from = end;
            }
            if is_end || from == self.strips.len() {
                return (places, bottom);
            }
            (page, top) = (page + 1, 0.0);
        }
    }

    /// Where columns on an otherwise full page end.
    fn full(&self, from: usize, room: f32) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut start = from;
        while ends.len() < self.columns && start < self.strips.len() {
            let end = self.end(start..self.strips.len(), room);
            // What does not even fit on an empty page is put there all the same.
            let end = if end == start && room == self.page { start + 1 } else { end };
            if end == start {
                break;
            }
            ends.push(end);
            start = end;
        }
        ends
    }

    /// Columns of equal height, as low as can be, that hold all of `strips`; `None` if `room` is too low for that.
    fn balanced(&self, strips: Range<usize>, room: f32) -> Option<Vec<usize>> {
        let least = height(&self.strips[strips.clone()]) / self.columns as f32;
        if least > room + SLIP {
            return None;
        }
        let steps = ((room - least) / STEP).max(0.0) as usize;
        let heights = (0..steps).map(|step| least + STEP * step as f32).chain([room]);
        heights.skip(if self.columns == 1 { steps } else { 0 }).find_map(|height| {
            let mut ends = vec![self.end(strips.clone(), height)];
            while let (Some(last), true) = (ends.last(), ends.len() < self.columns) {
                ends.push(self.end(*last..strips.end, height));
            }
            (ends.last() == Some(&strips.end)).then_some(ends)
        })
    }

    /// The end without the part of it that must stand with what follows the band, if that has room for neither.
    fn without_last(&self, from: usize, room: f32) -> Option<Vec<usize>> {
        if self.after == 0.0 {
            return None;
        }
        let parted = self.strips.split_last()?.1.iter().rposition(|strip| !strip.keep_with_next);
        let last = parted.map_or(0, |at| at + 1);
        match last > from {
            true => self.balanced(from..last, room),
            false => (room < self.page).then(Vec::new),
        }
    }

    /// Where a column of `room` points that begins with `strips` ends best: at its start if nothing should stand there.
    fn end(&self, strips: Range<usize>, room: f32) -> usize {
        let mut y = self.repeated(strips.start);
        let (mut best, mut filled, mut yielding) = (strips.start, y, None);
        let mut fitting = strips.start;
        for at in strips.clone() {
            let strip = &self.strips[at];
            y += strip.height + if at == strips.start { 0.0 } else { strip.space_before };
            if y > room + SLIP {
                break;
            }
            fitting = at + 1;
            if !strip.keep_with_next || fitting == strips.end {
                (best, filled, yielding) = (fitting, y, None);
            } else if strip.yields {
                yielding = Some(fitting);
            }
        }
        if best == strips.end {
            return best;
        }
        // More than a sixth of a page does not stay empty to keep a list or table with what announces it.
        match yielding {
            Some(end) if room - filled >= self.page / 6.0 => end,
            _ if self.repeated(best) + kept_height(&self.strips[best..]) > self.page => fitting,
            _ => best,
        }
    }

    /// The table that goes on with a strip.
    pub fn continued(&self, at: usize) -> Option<usize> {
        let before = self.strips.get(at.checked_sub(1)?)?;
        self.strips.get(at)?.table.filter(|table| before.table == Some(*table))
    }

    /// Height of the head that is repeated above a strip if it is the first of a column.
    fn repeated(&self, at: usize) -> f32 {
        let table = self.continued(at).map(|table| &self.heads[table]);
        table.map_or(0.0, |head| head.rows.iter().map(|row| row.height).sum())
    }
}

/// Height of the first strips, as far as they belong together.
pub fn kept_height(strips: &[Strip]) -> f32 {
    let kept = strips.iter().take_while(|strip| strip.keep_with_next).count();
    height(&strips[..(kept + 1).min(strips.len())])
}

/// Of strips one below the other, without the space before the first.
fn height(strips: &[Strip]) -> f32 {
    let dropped = strips.first().map_or(0.0, |strip| strip.space_before);
    strips.iter().map(|strip| strip.space_before + strip.height).sum::<f32>() - dropped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip(height: f32, keep_with_next: bool) -> Strip<'static> {
        Strip { height, keep_with_next, ..Strip::default() }
    }

    /// Page, column and number of strips of each place.
    fn places(strips: &[Strip], columns: usize, y: f32, after: f32) -> Vec<(usize, usize, usize)> {
        let band = Band { strips, heads: &[], columns, page: 600.0, after };
        band.places(y).0.into_iter().map(|place| (place.page, place.column, place.strips.len())).collect()
    }

    #[test]
    fn a_heading_moves_to_the_page_of_what_follows() {
        let strips = |keep| vec![strip(520.0, false), strip(40.0, keep), strip(50.0, false)];
        assert_eq!(places(&strips(false), 1, 0.0, 0.0), [(0, 0, 2), (1, 0, 1)]);
        assert_eq!(places(&strips(true), 1, 0.0, 0.0), [(0, 0, 1), (1, 0, 2)]);
    }

    #[test]
    fn a_list_leaves_what_announces_it_rather_than_much_of_a_page() {
        let strips = |filler| {
            let announcing = Strip { yields: true, ..strip(20.0, true) };
            vec![strip(filler, false), strip(30.0, true), announcing, strip(150.0, true), strip(150.0, false)]
        };
        assert_eq!(places(&strips(350.0), 1, 0.0, 0.0), [(0, 0, 3), (1, 0, 2)]);
        assert_eq!(places(&strips(530.0), 1, 0.0, 0.0), [(0, 0, 1), (1, 0, 4)]);
    }

    #[test]
    fn what_no_page_can_hold_together_is_parted_anyway() {
        let strips: Vec<Strip> = (0..20).map(|_| strip(100.0, true)).collect();
        assert_eq!(places(&strips, 1, 0.0, 0.0), [(0, 0, 6), (1, 0, 6), (2, 0, 6), (3, 0, 2)]);
        assert_eq!(places(&[strip(900.0, false), strip(10.0, false)], 1, 0.0, 0.0), [(0, 0, 1), (1, 0, 1)]);
    }

    #[test]
    fn columns_are_filled_one_after_the_other_and_are_even_on_the_last_page() {
        let strips: Vec<Strip> = (0..19).map(|_| strip(100.0, false)).collect();
        assert_eq!(places(&strips, 2, 0.0, 0.0), [(0, 0, 6), (0, 1, 6), (1, 0, 4), (1, 1, 3)]);
    }

    #[test]
    fn columns_below_a_title_are_lower_by_its_height() {
        let strips: Vec<Strip> = (0..12).map(|_| strip(100.0, false)).collect();
        assert_eq!(places(&strips, 2, 150.0, 0.0), [(0, 0, 4), (0, 1, 4), (1, 0, 2), (1, 1, 2)]);
    }

    #[test]
    fn what_announces_a_table_across_the_columns_goes_to_its_page() {
        let mut strips: Vec<Strip> = (0..9).map(|_| strip(100.0, false)).collect();
        strips.push(strip(50.0, true));
        assert_eq!(places(&strips, 2, 0.0, 100.0), [(0, 0, 5), (0, 1, 5)]);
        assert_eq!(places(&strips, 2, 0.0, 200.0), [(0, 0, 5), (0, 1, 4), (1, 0, 1)]);
        assert_eq!(places(&strips[9..], 2, 500.0, 200.0), [(1, 0, 1)]);
    }
}
