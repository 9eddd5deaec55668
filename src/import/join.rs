//! Joins printed lines to the passages that they were before somebody broke them. What tells is, in this order: a label
//! whose number comes next, the space that word processors leave at the end of a paragraph, whether the line had room
//! for what follows, the end of a sentence, and what no passage begins with.

mod layout;
mod lists;
mod words;

pub use words::{between, has_ended};

use layout::Layout;
use lists::Lists;

use super::label::{self, Label, LabelKind};
use super::line::Line;
use super::manuscript::{Block, Passage, Table};

/// A page that is left with so many percent of its lines empty was ended by force.
const SHORT_PAGE: usize = 70;

/// Lines without the end of a sentence that are so many percent of the width are broken, not ended.
const NEARLY: u32 = 85;

/// Passages, breaks between them, and each table before the line of its number; `lines` in reading order.
pub fn blocks(lines: &[Line], tables: Vec<(usize, Table)>) -> Vec<Block> {
    joined(&Layout::of(lines), tables)
}

/// The same of lines in a cell that is so many columns wide.
pub fn blocks_within(lines: &[Line], width: u16) -> Vec<Block> {
    joined(&Layout::within(lines, width), Vec::new())
}

fn joined(layout: &Layout, tables: Vec<(usize, Table)>) -> Vec<Block> {
    let mut tables = tables.into_iter().peekable();
    let mut lists = Lists::default();
    let mut blocks = Vec::new();
    let mut open: Option<Open> = None;
    for (at, line) in layout.lines.iter().enumerate() {
        let label = label::read(&line.text);
        let is_free = tables.peek().is_none_or(|(before, _)| *before > at);
        if let Some(passage) = open.as_mut().filter(|_| is_free)
            && passage.takes(at, layout, &lists, label.as_ref())
        {
            passage.push(line);
            continue;
        }
        if let Some(ended) = open.take() {
            blocks.push(Block::Passage(ended.passage));
            if layout.is_forced(at, SHORT_PAGE) {
                blocks.push(Block::Break);
            }
        }
        while let Some((_, table)) = tables.next_if(|(before, _)| *before <= at) {
            blocks.push(Block::Table(table));
        }
        if let Some(label) = &label {
            lists.enter(label);
        }
        open = Some(Open::begin(line, label.as_ref()));
    }
    blocks.extend(open.map(|open| Block::Passage(open.passage)));
    blocks.extend(tables.map(|(_, table)| Block::Table(table)));
    blocks
}

/// The passage that is being read.
struct Open {
    passage: Passage,
    lines: usize,
    has_label: bool,
    /// Nothing but a label yet: its text stands on a line of its own.
    is_bare: bool,
    /// A heading in one line, however much room it has.
    is_heading: bool,
    /// Brackets that wait for their ends.
    brackets: usize,
}

impl Open {
    fn begin(line: &Line, label: Option<&Label>) -> Open {
        let passage = Passage { text: line.written(), heading: None, indent: line.left, notes: Vec::new() };
        Open {
            passage,
            lines: 1,
            has_label: label.is_some(),
            is_bare: label.is_some_and(|label| {
                label.rest.is_empty()
                    && matches!(label.kind, LabelKind::Item(_) | LabelKind::Bullet(_) | LabelKind::Note(_))
            }),
            is_heading: words::is_bracketed(&line.text)
                || label.is_some_and(|label| {
                    !matches!(label.kind, LabelKind::Item(_) | LabelKind::Bullet(_) | LabelKind::Note(_))
                        && !label.rest.contains('。')
                }),
            brackets: words::unclosed(&line.text, 0),
        }
    }

    fn push(&mut self, line: &Line) {
        let next = line.written();
        let between = if self.is_bare { " " } else { words::between(self.passage.text.as_str(), next.as_str()) };
        self.is_bare = false;
        self.passage.text.push(between, &next);
        self.brackets = words::unclosed(&line.text, self.brackets);
        self.lines += 1;
    }

    /// Whether the line `at` belongs to it.
    fn takes(&self, at: usize, layout: &Layout, lists: &Lists, label: Option<&Label>) -> bool {
        let (last, next) = (&layout.lines[at - 1], &layout.lines[at]);
        let has_ended = words::has_ended(&last.text);
        let is_full = layout.is_full(at - 1, self.has_label);
        let is_mid = !has_ended && if layout.spaces_tell { !last.is_spaced } else { is_full };
        if label.is_some_and(|label| lists.begins(label, is_mid)) {
            return false;
        }
        if self.is_bare {
            return true;
        }
        if layout.is_set_off(at) || !is_mid && words::is_opening(&next.text) || layout.is_caption(at) {
            return false;
        }
        if self.is_heading && self.lines == 1 {
            return is_mid && is_full && (self.brackets > 0 || !words::is_bracketed_caption(&last.text));
        }
        if words::cannot_begin(&next.text) && !has_ended {
            return true;
        }
        if layout.spaces_tell {
            let is_short = !is_full && has_ended;
            return !is_short && (!last.is_spaced || words::is_latin_seam(&last.text, &next.text) && is_full);
        }
        if has_ended {
            return is_full && !layout.is_apart(at) && !self.is_indented_anew(last, next);
        }
        let margin = layout.margin(at - 1);
        let is_nearly_full = u32::from(last.right) * 100 >= u32::from(margin) * NEARLY && !layout.is_apart(at);
        is_full || is_nearly_full || self.needs_more(last, next, margin)
    }

    /// A full line ended with its sentence: whether the place of the next says that another passage begins.
    fn is_indented_anew(&self, last: &Line, next: &Line) -> bool {
        match self.lines {
            1 => !self.has_label && next.left > last.left + 1,
            _ => next.left.abs_diff(last.left) > 1,
        }
    }

    /// A line that had room: whether its words cannot be the last, or those of the next the first.
    fn needs_more(&self, last: &Line, next: &Line, margin: u16) -> bool {
        let is_long = u32::from(last.right) * 5 >= u32::from(margin) * 3;
        if words::is_entry(&next.text) {
            return false;
        }
        is_long && (self.brackets > 0 || words::is_open(&last.text) || words::is_continuation(&next.text))
    }
}
