//! What compiled documents say, as one run of characters in which each is claimed by the original once.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::import::label::{self, Label, LabelKind};

pub(super) struct Built {
    pub characters: Vec<char>,
    is_used: Vec<bool>,
    /// Where lines that have one begin.
    labels: BTreeMap<usize, Numbering>,
}

/// A label by what it counts.
pub(super) struct Numbering {
    kind: LabelKind,
    /// Without white space.
    pub length: usize,
}

impl Numbering {
    pub fn of(line: &str) -> Option<Numbering> {
        let Label { kind, written, .. } = label::read(line)?;
        Some(Numbering { kind, length: written.chars().filter(|c| !c.is_whitespace()).count() })
    }

    /// Whether both stand for the same number, or for none.
    pub fn is_same(&self, other: &Numbering) -> bool {
        match (&self.kind, &other.kind) {
            (LabelKind::Item(one), LabelKind::Item(other)) => {
                one.iter().any(|one| other.iter().any(|other| one.number == other.number))
            }
            (LabelKind::Bullet(_), LabelKind::Bullet(_)) => true,
            (one, other) => one == other,
        }
    }
}

impl Built {
    pub fn new(texts: &[String]) -> Built {
        let mut characters = Vec::new();
        let mut labels = BTreeMap::new();
        for line in texts.iter().flat_map(|text| text.lines()) {
            if let Some(numbering) = Numbering::of(line) {
                labels.insert(characters.len(), numbering);
            }
            characters.extend(line.chars().filter(|c| !c.is_whitespace()));
        }
        Built { is_used: vec![false; characters.len()], characters, labels }
    }

    /// Where a label of the same number begins in a range, followed by the characters, and how long it is.
    pub fn find_labelled(&self, label: &Numbering, rest: &[char], range: Range<usize>) -> Option<(usize, usize)> {
        let labels = self.labels.range(range).filter(|(_, other)| label.is_same(other));
        let mut places = labels.map(|(&at, other)| (at, other.length));
        let is_heading = matches!(label.kind, LabelKind::Article(_));
        let is_there = |at: usize| self.stands(rest, at) || is_heading && self.is_caption(rest, at);
        places.find(|&(at, length)| !self.is_used[at] && is_there(at + length))
    }

    /// Whether the characters stand there in other brackets: those of a caption are the program's.
    fn is_caption(&self, characters: &[char], at: usize) -> bool {
        let Some([open, words @ .., close]) = self.characters.get(at..at + characters.len()) else { return false };
        let [before, own @ .., after] = characters else { return false };
        words == own && label::is_pair(*open, *close) && label::is_pair(*before, *after)
    }

    pub fn words(&self, range: Range<usize>) -> String {
        self.characters[range].iter().collect()
    }

    /// Whether the characters stand there, claimed by nobody.
    pub fn stands(&self, characters: &[char], at: usize) -> bool {
        let end = at + characters.len();
        self.characters.get(at..end).is_some_and(|there| there == characters)
            && !self.is_used[at..end].iter().any(|&is_used| is_used)
    }

    pub fn consume(&mut self, range: Range<usize>) {
        self.is_used[range].fill(true);
    }

    /// The first place in a range where the characters begin.
    pub fn find(&self, characters: &[char], range: Range<usize>) -> Option<usize> {
        (range.start..range.end.min(self.characters.len())).find(|&at| self.stands(characters, at))
    }

    /// The place nearest to `at`.
    pub fn nearest(&self, characters: &[char], range: Range<usize>, at: usize) -> Option<usize> {
        let reach = at.abs_diff(range.start).max(range.end.abs_diff(at));
        (0..reach).find_map(|distance| {
            let places = [Some(at + distance), at.checked_sub(distance)];
            places.into_iter().flatten().find(|&place| self.stands(characters, place))
        })
    }

    /// The run of characters claimed by nobody at a place, or after it, at most so long.
    pub fn gap(&self, at: usize, most: usize) -> Range<usize> {
        let is_free = |&at: &usize| !self.is_used[at];
        let Some(start) = (at.min(self.is_used.len())..self.is_used.len().min(at + most)).find(is_free) else {
            return 0..0;
        };
        let end = (start..self.is_used.len().min(start + most)).find(|&at| self.is_used[at]);
        start..end.unwrap_or(self.is_used.len().min(start + most))
    }

    /// What nobody claimed.
    pub fn unused(&self) -> Vec<String> {
        let marked = self.characters.iter().zip(&self.is_used).collect::<Vec<_>>();
        let runs = marked.chunk_by(|one, other| one.1 == other.1).filter(|run| !run[0].1);
        runs.map(|run| run.iter().map(|(character, _)| **character).collect()).collect()
    }
}
