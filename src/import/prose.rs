//! A paragraph while a reader puts it together, with line and page breaks still in it. A break that somebody typed parts
//! passages, as one line is then one thing: a heading, an item.

use std::collections::HashMap;
use std::ops::Range;

use super::manuscript::{Block, FootNote, Mark, Passage, Written};
use super::{join, label};
use crate::flow::address::is_web_or_mail;

pub const LINE_BREAK: char = '\n';
pub const PAGE_BREAK: char = '\u{c}';

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prose {
    text: Written,
    marks: Vec<(Range<usize>, Mark)>,
}

/// What all passages of a paragraph have.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    pub heading: Option<u8>,
    pub indent: u16,
    pub notes: Vec<FootNote>,
}

impl Prose {
    pub fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// In bytes.
    pub fn len(&self) -> usize {
        self.text.as_str().len()
    }

    pub fn is_blank(&self) -> bool {
        self.text.as_str().trim().is_empty()
    }

    pub fn push(&mut self, text: &str, line: u32) {
        if !text.is_empty() {
            self.text.push("", &Written::new(text, line));
        }
    }

    /// Adds a paragraph that goes on from this one.
    pub fn append(&mut self, next: Prose) {
        let base = self.len();
        self.text.push("", &next.text);
        self.marks.extend(next.marks.into_iter().map(|(at, mark)| (base + at.start..base + at.end, mark)));
    }

    /// Says what the text from `start` on is.
    pub fn mark(&mut self, start: usize, mark: Mark) {
        self.marks.push((start.min(self.len())..self.len(), mark));
    }

    /// Makes a link of the text from `start` on, where the address is one that a contract may lead to.
    pub fn link(&mut self, start: usize, address: &str) {
        let address = address.trim();
        let is_phone = address.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("tel:"));
        if start < self.len() && (is_phone || is_web_or_mail(address)) {
            self.mark(start, Mark::Link(address.to_owned()));
        }
    }

    /// On one line, as it stands in the whole text of the original.
    pub fn line(&self) -> String {
        self.as_str().replace([LINE_BREAK, PAGE_BREAK], " ").trim().to_owned()
    }

    /// The passages and breaks it consists of; none for one that is blank.
    pub fn into_blocks(mut self, setting: &Setting) -> Vec<Block> {
        self.marks.sort_by_key(|(at, _)| (at.start, at.end));
        for (at, mark) in std::mem::take(&mut self.marks) {
            self.text.mark(at, mark);
        }
        let mut blocks: Vec<Block> = Vec::new();
        let mut start = 0;
        for piece in self.text.as_str().split_inclusive([LINE_BREAK, PAGE_BREAK]) {
            let part = self.text.part(start..start + piece.len());
            start += piece.len();
            match blocks.last_mut() {
                _ if part.is_empty() => (),
                Some(Block::Passage(last)) if goes_on(last, part.as_str()) => {
                    let between = join::between(last.text.as_str(), part.as_str());
                    last.text.push(if last.heading.is_some() { "　" } else { between }, &part);
                }
                _ => blocks.push(Block::Passage(Passage {
                    text: part,
                    heading: setting.heading,
                    indent: setting.indent,
                    notes: Vec::new(),
                })),
            }
            if piece.ends_with(PAGE_BREAK) {
                blocks.push(Block::Break);
            }
        }
        attach(&mut blocks, &setting.notes);
        blocks
    }
}

/// Whether a line is the rest of the one before: a heading in two lines, a sentence broken after a comma.
fn goes_on(last: &Passage, next: &str) -> bool {
    (last.heading.is_some() || last.text.as_str().ends_with('、')) && label::read(next).is_none()
}

/// Gives every passage the notes that it calls.
pub fn attach(blocks: &mut [Block], notes: &[FootNote]) {
    let notes: HashMap<&str, &FootNote> = notes.iter().map(|note| (note.id.as_str(), note)).collect();
    for block in blocks {
        match block {
            Block::Passage(passage) => passage.notes = called(&passage.text, &notes),
            Block::Table(table) => {
                let passages = table.rows.iter_mut().flatten().flat_map(|cell| &mut cell.passages);
                passages.for_each(|passage| passage.notes = called(&passage.text, &notes));
            }
            Block::Break => (),
        }
    }
}

/// Everything that blocks say, as passages: those of tables cell by cell.
pub fn passages(blocks: Vec<Block>) -> Vec<Passage> {
    let inner = |block| match block {
        Block::Passage(passage) => vec![passage],
        Block::Table(table) => table.rows.into_iter().flatten().flat_map(|cell| cell.passages).collect(),
        Block::Break => Vec::new(),
    };
    blocks.into_iter().flat_map(inner).collect()
}

/// The same in one, as a footnote is, behind what is there.
pub fn joined(mut text: Written, blocks: Vec<Block>) -> Written {
    for passage in passages(blocks) {
        let between = if text.is_empty() { "" } else { " " };
        text.push(between, &passage.text);
    }
    text
}

fn called(text: &Written, notes: &HashMap<&str, &FootNote>) -> Vec<FootNote> {
    let id = |mark: &Mark| if let Mark::Note(id) = mark { notes.get(id.as_str()).copied() } else { None };
    text.marks().iter().filter_map(|(_, mark)| id(mark)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(typed: &str, heading: Option<u8>) -> Vec<String> {
        let mut prose = Prose::default();
        prose.push(typed, 1);
        let blocks = prose.into_blocks(&Setting { heading, ..Setting::default() });
        let text = |block: &Block| match block {
            Block::Passage(passage) => passage.text.as_str().to_owned(),
            _ => "BREAK".to_owned(),
        };
        blocks.iter().map(text).collect()
    }

    #[test]
    fn a_line_is_a_thing_of_its_own_unless_it_goes_on() {
        assert_eq!(texts("（１） 甲\n（２） 乙", None), ["（１） 甲", "（２） 乙"]);
        assert_eq!(texts("契約者は、\n料金を支払います。\nただし", None), ["契約者は、料金を支払います。", "ただし"]);
        assert_eq!(texts("次の、\n（１） 甲", None), ["次の、", "（１） 甲"]);
        assert_eq!(texts("かもめ予約\n利用規約", Some(1)), ["かもめ予約　利用規約"]);
        assert_eq!(texts("前\u{c}後\n\n", None), ["前", "BREAK", "後"]);
        assert_eq!(texts(" \n", None), [""; 0]);
    }

    #[test]
    fn notes_stay_with_the_line_that_calls_them() {
        let mut prose = Prose::default();
        prose.push("甲", 1);
        prose.mark(prose.len(), Mark::Note("1".into()));
        prose.push("\n乙", 1);
        let note = FootNote { id: "1".into(), text: Written::new("注", 2) };
        let blocks = prose.into_blocks(&Setting { notes: vec![note], ..Setting::default() });
        let count = |block: &Block| match block {
            Block::Passage(passage) => (passage.notes.len(), passage.text.marks().len()),
            _ => (9, 9),
        };
        assert_eq!(blocks.iter().map(count).collect::<Vec<_>>(), [(1, 1), (0, 0)]);
    }
}
