//! Cuts the galley into pages and adds what stands on every page.

use std::collections::BTreeMap;

use crate::flow::{Anchor, Identity};
use crate::fonts::{Face, Typeface};

use super::Error;
use super::cuts::{Band, Place, kept_height};
use super::galley::{Mark, Run, Strip, TableHead};
use super::paper::Paper;
use super::paragraph::Text;

const FURNITURE_SIZE: f32 = 8.5;

/// Pages ready to be drawn.
pub struct Pages<'a> {
    pub paper: &'static Paper,
    /// Marks of each page in points from its upper left corner.
    pub pages: Vec<Vec<Mark<'a>>>,
    /// Page and distance from its top of every anchor.
    pub destinations: BTreeMap<&'a Anchor, (usize, f32)>,
}

/// Cuts strips into pages.
pub fn paginate<'a>(strips: Vec<Strip<'a>>, heads: &[TableHead<'a>], paper: &'static Paper) -> Pages<'a> {
    let pages = Pages { paper, pages: vec![Vec::new()], destinations: BTreeMap::new() };
    let (x, y) = (paper.left(), paper.body().0);
    let mut stacker = Stacker { heads, pages, x, y };
    let mut end = 0.0;
    let mut rest = strips;
    while let Some(first) = rest.first() {
        let columns = if first.spans { 1 } else { paper.columns };
        let next = rest.iter().position(|strip| strip.spans != first.spans).unwrap_or(rest.len());
        let (strips, below) = rest.split_at(next);
        let is_kept = strips.last().is_some_and(|strip| strip.keep_with_next);
        let after = if is_kept { kept_height(below) } else { 0.0 };
        let band = Band { strips, heads, columns, page: paper.text_height, after };
        let (places, bottom) = band.places(end);
        let continued: Vec<_> = places.iter().map(|place| band.continued(place.strips.start)).collect();
        end = bottom;
        let below = rest.split_off(next);
        stacker.stack(rest, places.into_iter().zip(continued));
        rest = below;
    }
    stacker.pages
}

struct Stacker<'a, 'h> {
    heads: &'h [TableHead<'a>],
    pages: Pages<'a>,
    /// Where the next strip goes on the last page, in points from its upper left corner.
    x: f32,
    y: f32,
}

impl<'a> Stacker<'a, '_> {
    /// Puts strips to their places, each with the table that goes on there.
    fn stack(&mut self, strips: Vec<Strip<'a>>, places: impl Iterator<Item = (Place, Option<usize>)>) {
        let first = self.pages.pages.len() - 1;
        let mut strips = strips.into_iter();
        for (place, continued) in places {
            let table = continued.map(|table| &self.heads[table]);
            self.close(table);
            self.pages.pages.resize_with(first + place.page + 1, Vec::new);
            let paper = self.pages.paper;
            (self.x, self.y) = (paper.left() + place.column as f32 * paper.pitch(), paper.body().0 + place.top);
            for row in table.into_iter().flat_map(|head| &head.rows) {
                self.put(row.clone(), false);
            }
            self.close(table);
            for (at, strip) in strips.by_ref().take(place.strips.len()).enumerate() {
                if at > 0 {
                    self.y += strip.space_before;
                }
                self.put(strip, at == 0 && table.is_some());
            }
        }
    }

    /// The rule below a table that goes on elsewhere, or below its head there.
    fn close(&mut self, table: Option<&TableHead<'a>>) {
        let (x, y) = (self.x, self.y);
        let rule = table.map(|table| Mark::Rule { from: (x + table.left, y), to: (x + table.right, y) });
        if let Some(page) = self.pages.pages.last_mut() {
            page.extend(rule);
        }
    }

    fn put(&mut self, strip: Strip<'a>, is_resumed: bool) {
        let (x, y) = (self.x, self.y);
        let number = self.pages.pages.len() - 1;
        for anchor in strip.anchors {
            self.pages.destinations.insert(anchor, (number, y));
        }
        let page = &mut self.pages.pages[number];
        let moved = |marks: Vec<Mark<'a>>| marks.into_iter().map(move |mark| mark.moved(x, y));
        if is_resumed {
            page.extend(moved(strip.resumed));
        }
        page.extend(moved(strip.marks));
        for (cell, marks) in strip.tails {
            let is_tail = |mark: &Mark| matches!(mark, Mark::Tail(tail) if *tail == cell);
            let tail = page.iter().rposition(is_tail).unwrap_or_else(|| {
                page.push(Mark::Tail(cell));
                page.len() - 1
            });
            page.splice(tail..tail, moved(marks));
        }
        self.y += strip.height;
    }
}

/// Adds page numbers to every page, and the running head from the second on.
///
/// # Errors
/// A character has no glyph.
pub fn furnish(pages: &mut Pages, identity: &Identity, faces: &'static [Face; 2]) -> Result<(), Error> {
    let count = pages.pages.len();
    let Paper { width: page, measure, head, foot, .. } = *pages.paper;
    let left = pages.paper.left();
    let edition = line(&identity.edition, faces)?;
    let room = measure - width(&edition) - 2.0 * FURNITURE_SIZE;
    let title = shortened(&identity.heading(), room, faces)?;
    for (i, marks) in pages.pages.iter_mut().enumerate() {
        if i > 0 {
            marks.extend(title.iter().cloned().map(|run| Mark::Text(run).moved(left, head)));
            let right = left + measure - width(&edition);
            marks.extend(edition.iter().cloned().map(|run| Mark::Text(run).moved(right, head)));
            let y = head + 5.5;
            marks.push(Mark::Rule { from: (left, y), to: (left + measure, y) });
        }
        let number = line(&format!("{} / {count}", i + 1), faces)?;
        let middle = (page - width(&number)) / 2.0;
        marks.extend(number.into_iter().map(|run| Mark::Text(run).moved(middle, foot)));
    }
    Ok(())
}

fn line<'a>(text: &str, faces: &'static [Face; 2]) -> Result<Vec<Run<'a>>, Error> {
    Ok(Text::plain(faces, text, Typeface::Mincho, None)?.run_in(0.0, 0.0, FURNITURE_SIZE))
}

fn width(runs: &[Run]) -> f32 {
    runs.iter().map(|run| run.width).sum()
}

/// The text, cut and marked with an ellipsis if it is wider than `room`.
fn shortened<'a>(text: &str, room: f32, faces: &'static [Face; 2]) -> Result<Vec<Run<'a>>, Error> {
    let mut runs = line(text, faces)?;
    let mut kept: Vec<char> = text.chars().collect();
    while width(&runs) > room && kept.pop().is_some() {
        runs = line(&format!("{}…", kept.iter().collect::<String>()), faces)?;
    }
    Ok(runs)
}

#[cfg(test)]
mod tests {
    use super::super::paper::PORTRAIT;
    use super::*;

    fn strip(height: f32) -> Strip<'static> {
        Strip { height, ..Strip::default() }
    }

    #[test]
    fn space_before_a_strip_is_dropped_at_the_top_of_a_page() {
        let anchor = Anchor("top".into());
        let spaced = Strip { space_before: 30.0, anchors: vec![&anchor], ..strip(50.0) };
        let pages = paginate(vec![strip(660.0), spaced], &[], &PORTRAIT);
        assert_eq!(pages.destinations[&anchor], (1, PORTRAIT.body().0));
    }

    #[test]
    fn a_running_head_that_is_too_long_is_cut_and_says_so() {
        let faces = crate::fonts::faces().unwrap();
        let runs = shortened("診療連携クラウドサービス利用規約", 60.0, faces).unwrap();
        assert!(width(&runs) <= 60.0);
        assert!(runs[0].pieces.last().unwrap().text.ends_with('…'));
    }
}
