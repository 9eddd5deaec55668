//! Cuts the galley into pages and adds what stands on every page.

use std::collections::BTreeMap;

use crate::flow::{Anchor, Identity};
use crate::fonts::{Face, Typeface};

use super::Error;
use super::galley::{Mark, Run, Strip, TableHead};
use super::layout::WIDTH;
use super::paragraph::Text;

/// A4, in points.
pub const PAGE: (f32, f32) = (595.276, 841.89);
/// Height of the text area, in points: 40 lines of body text.
pub const TEXT_HEIGHT: f32 = 680.0;
/// More than this of a page does not stay empty to keep a list or table with what announces it.
const MOST_EMPTY: f32 = TEXT_HEIGHT / 6.0;
const TOP: f32 = 78.0;
/// Where the text area begins and ends, from the top of the page.
pub const BODY: (f32, f32) = (TOP, TOP + TEXT_HEIGHT);
const LEFT: f32 = (PAGE.0 - WIDTH) / 2.0;
/// Baselines of the running head and of the page number, from the top of the page.
const HEAD: f32 = 50.0;
const FOOT: f32 = 798.0;
const FURNITURE_SIZE: f32 = 8.5;

/// Pages ready to be drawn.
pub struct Pages<'a> {
    /// Marks of each page in points from its upper left corner.
    pub pages: Vec<Vec<Mark<'a>>>,
    /// Page and distance from its top of every anchor.
    pub destinations: BTreeMap<&'a Anchor, (usize, f32)>,
}

/// Cuts strips into pages.
pub fn paginate<'a>(strips: Vec<Strip<'a>>, heads: &[TableHead<'a>]) -> Pages<'a> {
    let mut cutter =
        Cutter { heads, pages: Pages { pages: vec![Vec::new()], destinations: BTreeMap::new() }, y: 0.0, table: None };
    let mut strips = strips.into_iter();
    while let Some(first) = strips.next() {
        let mut chunk = vec![first];
        while chunk.last().is_some_and(|strip| strip.keep_with_next)
            && let Some(next) = strips.next()
        {
            chunk.push(next);
        }
        cutter.place(chunk);
    }
    cutter.pages
}

struct Cutter<'a, 'h> {
    heads: &'h [TableHead<'a>],
    pages: Pages<'a>,
    /// Where the next strip goes, in points from the top of the text area.
    y: f32,
    /// The table of the last strip.
    table: Option<usize>,
}

impl<'a> Cutter<'a, '_> {
    /// Places strips that belong together on one page if a page can hold them, and does not leave much of one empty.
    fn place(&mut self, mut chunk: Vec<Strip<'a>>) {
        if let Some(first) = self.yielding(&chunk) {
            let rest = chunk.split_off(first);
            self.place_together(chunk);
            self.turn(None);
            self.place(rest);
        } else {
            self.place_together(chunk);
        }
    }

    /// How many strips of a chunk that does not fit are rather placed here, and the others on the next page.
    fn yielding(&self, chunk: &[Strip<'a>]) -> Option<usize> {
        let heights = |strips: &[Strip]| strips.iter().map(|strip| strip.space_before + strip.height).sum::<f32>();
        if self.fits(heights(chunk)) || TEXT_HEIGHT - self.y < MOST_EMPTY {
            return None;
        }
        (1..chunk.len()).rev().find(|count| chunk[count - 1].yields && self.fits(heights(&chunk[..*count])))
    }

    fn place_together(&mut self, chunk: Vec<Strip<'a>>) {
        let height: f32 = chunk.iter().map(|strip| strip.space_before + strip.height).sum();
        let continued = chunk.first().and_then(|strip| strip.table).filter(|table| self.table == Some(*table));
        let repeated: f32 = continued.map_or(0.0, |table| self.heads[table].rows.iter().map(|row| row.height).sum());
        if !self.fits(height) && height + repeated <= TEXT_HEIGHT {
            self.turn(continued);
        }
        for strip in chunk {
            let continued = strip.table.filter(|table| self.table == Some(*table));
            if !self.fits(strip.space_before + strip.height) {
                self.turn(continued);
            }
            self.put(strip);
        }
    }

    fn fits(&self, height: f32) -> bool {
        // A hundredth: sums of heights are not exact.
        self.y == 0.0 || self.y + height <= TEXT_HEIGHT + 0.01
    }

    /// Begins a page; a table that goes on is closed here and opened there.
    fn turn(&mut self, continued: Option<usize>) {
        let table = continued.map(|table| &self.heads[table]);
        self.close(table);
        self.pages.pages.push(Vec::new());
        self.y = 0.0;
        for row in table.into_iter().flat_map(|head| &head.rows) {
            self.put(row.clone());
        }
        self.close(table);
    }

    fn close(&mut self, table: Option<&TableHead<'a>>) {
        let y = TOP + self.y;
        let rule = table.map(|table| Mark::Rule { from: (LEFT + table.left, y), to: (LEFT + table.right, y) });
        if let Some(page) = self.pages.pages.last_mut() {
            page.extend(rule);
        }
    }

    fn put(&mut self, strip: Strip<'a>) {
        if self.y > 0.0 {
            self.y += strip.space_before;
        }
        let top = TOP + self.y;
        let page = self.pages.pages.len() - 1;
        for anchor in strip.anchors {
            self.pages.destinations.insert(anchor, (page, top));
        }
        self.pages.pages[page].extend(strip.marks.into_iter().map(|mark| mark.moved(LEFT, top)));
        self.y += strip.height;
        self.table = strip.table;
    }
}

/// Adds page numbers to every page, and the running head from the second on.
///
/// # Errors
/// A character has no glyph.
pub fn furnish(pages: &mut Pages, identity: &Identity, faces: &'static [Face; 2]) -> Result<(), Error> {
    let count = pages.pages.len();
    let edition = line(&identity.edition, faces)?;
    let room = WIDTH - width(&edition) - 2.0 * FURNITURE_SIZE;
    let title = shortened(&identity.heading(), room, faces)?;
    for (i, page) in pages.pages.iter_mut().enumerate() {
        if i > 0 {
            page.extend(title.iter().cloned().map(|run| Mark::Text(run).moved(LEFT, HEAD)));
            let right = LEFT + WIDTH - width(&edition);
            page.extend(edition.iter().cloned().map(|run| Mark::Text(run).moved(right, HEAD)));
            let y = HEAD + 5.5;
            page.push(Mark::Rule { from: (LEFT, y), to: (LEFT + WIDTH, y) });
        }
        let number = line(&format!("{} / {count}", i + 1), faces)?;
        let left = (PAGE.0 - width(&number)) / 2.0;
        page.extend(number.into_iter().map(|run| Mark::Text(run).moved(left, FOOT)));
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
    use super::*;

    fn strip(height: f32, keep_with_next: bool) -> Strip<'static> {
        let mark = Mark::Rule { from: (0.0, 0.0), to: (1.0, 0.0) };
        Strip { height, keep_with_next, marks: vec![mark], ..Strip::default() }
    }

    fn marks_per_page(strips: Vec<Strip>) -> Vec<usize> {
        paginate(strips, &[]).pages.iter().map(Vec::len).collect()
    }

    #[test]
    fn a_heading_moves_to_the_page_of_what_follows() {
        let strips = |keep| vec![strip(600.0, false), strip(40.0, keep), strip(50.0, false)];
        assert_eq!(marks_per_page(strips(false)), [2, 1]);
        assert_eq!(marks_per_page(strips(true)), [1, 2]);
    }

    #[test]
    fn a_list_leaves_what_announces_it_rather_than_much_of_a_page() {
        let strips = |filler| {
            let announcing = Strip { yields: true, ..strip(20.0, true) };
            vec![strip(filler, false), strip(30.0, true), announcing, strip(150.0, true), strip(150.0, false)]
        };
        assert_eq!(marks_per_page(strips(400.0)), [3, 2]);
        assert_eq!(marks_per_page(strips(600.0)), [1, 4]);
    }

    #[test]
    fn what_no_page_can_hold_together_is_parted_anyway() {
        let strips = (0..50).map(|_| strip(100.0, true)).collect();
        assert_eq!(marks_per_page(strips), [6, 6, 6, 6, 6, 6, 6, 6, 2]);
    }

    #[test]
    fn space_before_a_strip_is_dropped_at_the_top_of_a_page() {
        let anchor = Anchor("top".into());
        let spaced = Strip { space_before: 30.0, anchors: vec![&anchor], ..strip(50.0, false) };
        let pages = paginate(vec![strip(660.0, false), spaced], &[]);
        assert_eq!(pages.destinations[&anchor], (1, TOP));
    }

    #[test]
    fn a_running_head_that_is_too_long_is_cut_and_says_so() {
        let faces = crate::fonts::faces().unwrap();
        let runs = shortened("診療連携クラウドサービス利用規約", 60.0, faces).unwrap();
        assert!(width(&runs) <= 60.0);
        assert!(runs[0].pieces.last().unwrap().text.ends_with('…'));
    }
}
