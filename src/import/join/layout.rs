//! How the lines of a text are set: their right margin, the space between them, and whether spaces at their ends mean
//! something.

use std::collections::BTreeMap;

use super::{LabelKind, label, words};
use crate::import::line::Line;

/// Lines on each side that show the right margin of a line.
const AROUND: usize = 10;
/// Columns by which the right edges of lines set to one width differ.
const RAGGED: u16 = 4;
/// Columns of a hanging label that is lost where a text keeps no indents.
const HANG: u16 = 6;

pub struct Layout<'l> {
    pub lines: &'l [Line],
    /// Of each line.
    margins: Vec<u16>,
    /// Empty lines between the lines of one sentence.
    usual_blanks: u16,
    /// Spaces at the ends of lines mark the ends of paragraphs.
    pub spaces_tell: bool,
    /// How many lines each page has.
    pages: BTreeMap<u32, usize>,
}

impl<'l> Layout<'l> {
    pub fn of(lines: &'l [Line]) -> Layout<'l> {
        let mut pages = BTreeMap::new();
        for line in lines {
            *pages.entry(line.page).or_default() += 1;
        }
        let mut layout = Layout { lines, margins: margins(lines), usual_blanks: 0, spaces_tell: false, pages };
        layout.measure();
        layout
    }

    /// Of lines in a cell whose width is known.
    pub fn within(lines: &'l [Line], width: u16) -> Layout<'l> {
        let margins = vec![width; lines.len()];
        Layout { lines, margins, usual_blanks: 0, spaces_tell: false, pages: BTreeMap::new() }
    }

    /// What lines in the middle of sentences and at their clear ends look like.
    fn measure(&mut self) {
        let mut blanks: BTreeMap<u16, usize> = BTreeMap::new();
        let [mut inside, mut inside_spaced, mut ends, mut ends_spaced] = [0_usize; 4];
        for (at, next) in self.lines.iter().enumerate().skip(1) {
            let last = &self.lines[at - 1];
            let has_ended = words::has_ended(&last.text);
            let is_full = self.is_full(at - 1, false);
            if is_full && !has_ended && label::read(&next.text).is_none() {
                inside += 1;
                inside_spaced += usize::from(last.is_spaced);
                if last.page == next.page {
                    *blanks.entry(next.blanks).or_default() += 1;
                }
            } else if !is_full && has_ended {
                ends += 1;
                ends_spaced += usize::from(last.is_spaced);
            }
        }
        self.spaces_tell = inside >= 8 && ends >= 5 && inside_spaced * 10 <= inside && ends_spaced * 10 >= ends * 9;
        let most = blanks.values().max().copied().unwrap_or_default();
        self.usual_blanks = blanks.into_iter().find_map(|(count, lines)| (lines == most).then_some(count)).unwrap_or(0);
    }

    pub fn margin(&self, at: usize) -> u16 {
        self.margins[at]
    }

    /// Whether what the next line begins with had no room on the line `at`.
    pub fn is_full(&self, at: usize, has_label: bool) -> bool {
        self.has_no_room(at, self.margins[at], if has_label { HANG } else { RAGGED })
    }

    /// The same before an edge that is narrower.
    pub fn reaches(&self, at: usize, edge: u16) -> bool {
        self.lines[at].right <= edge + RAGGED && self.has_no_room(at, edge, RAGGED)
    }

    fn has_no_room(&self, at: usize, margin: u16, slack: u16) -> bool {
        let Some(next) = self.lines.get(at + 1) else { return false };
        self.lines[at].right.saturating_add(words::unit(&next.text)).saturating_add(slack) > margin
    }

    /// Whether the line `at` and the one before it are centred or set to the right: far from the left, each elsewhere.
    pub fn is_set_off(&self, at: usize) -> bool {
        let (last, next) = (&self.lines[at - 1], &self.lines[at]);
        last.left >= self.margins[at - 1] / 4 && last.left.abs_diff(next.left) > RAGGED
    }

    /// Whether the line `at` is the caption of an article whose number stands below, alone or before its text.
    pub fn is_caption(&self, at: usize) -> bool {
        let has_none = |line: &Line| {
            label::read(&line.text).is_some_and(|label| {
                matches!(label.kind, LabelKind::Article(_)) && !label.rest.starts_with(['（', '(', '【', '［', '['])
            })
        };
        words::is_caption(&self.lines[at].text) && self.lines.get(at + 1).is_some_and(has_none)
    }

    /// Whether more space than usual stands before the line `at`.
    pub fn is_apart(&self, at: usize) -> bool {
        self.lines[at].page == self.lines[at - 1].page && self.lines[at].blanks > self.usual_blanks
    }

    /// Whether a page ended before the line `at` with fewer than `percent` of the lines of a usual one.
    pub fn is_forced(&self, at: usize, percent: usize) -> bool {
        let page = self.lines[at - 1].page;
        if page == self.lines[at].page {
            return false;
        }
        let most = self.pages.values().max().copied().unwrap_or_default();
        self.pages.get(&page).is_some_and(|lines| lines * 100 < most * percent)
    }
}

/// The widest right edge around each line that two other lines of sentences reach too; of the whole text where there are
/// few: short lines on each other are a list or the cells of a table.
fn margins(lines: &[Line]) -> Vec<u16> {
    let mut sorted: Vec<u16> = lines.iter().map(|line| line.right).collect();
    sorted.sort_unstable();
    // One line in twenty may stick out.
    let whole = sorted.get(sorted.len().saturating_sub(1 + sorted.len() / 20)).copied().unwrap_or_default();
    let mut margins: Vec<u16> = (0..lines.len()).map(|at| around(lines, at).unwrap_or(whole)).collect();
    narrow_blocks(lines, &mut margins);
    margins
}

fn around(lines: &[Line], at: usize) -> Option<u16> {
    let near = &lines[at.saturating_sub(AROUND)..lines.len().min(at + AROUND + 1)];
    let mut edges: Vec<u16> = near.iter().filter(|line| words::is_prose(&line.text)).map(|line| line.right).collect();
    edges.sort_unstable_by(|one, other| other.cmp(one));
    edges.windows(3).find(|three| three[0] - three[2] <= RAGGED).map(|three| three[1])
}

/// Runs without empty lines that are set narrower than what stands around: cells of tables.
fn narrow_blocks(lines: &[Line], margins: &mut [u16]) {
    let mut start = 0;
    for end in 1..=lines.len() {
        let goes_on = lines.get(end).is_some_and(|line| line.blanks == 0 && line.page == lines[end - 1].page);
        if goes_on {
            continue;
        }
        let run = &lines[start..end];
        let widest = run.iter().map(|line| line.right).max().unwrap_or_default();
        let clear = run.iter().filter(|line| line.right.saturating_add(RAGGED) > widest).count();
        let is_prose = run.iter().any(|line| line.text.contains(['。', '、']));
        if is_prose
            && run.len() >= 3
            && clear * 2 >= run.len()
            && u32::from(widest) * 5 <= u32::from(margins[start]) * 4
        {
            margins[start..end].fill(widest);
        }
        start = end;
    }
}
