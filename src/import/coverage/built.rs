//! What compiled documents say, as one run of characters in which each is claimed by the original once.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::import::label::{self, Label, LabelKind};

pub(super) struct Built {
    pub characters: Vec<char>,
    is_used: Vec<bool>,
    /// Where lines that have one begin.
    labels: BTreeMap<usize, Numbering>,
    /// For every place a digest of the characters from there on, above the place: sorted, so that places with the same
    /// characters stand together.
    grams: OnceCell<Vec<u64>>,
}

/// How many characters are looked up at once.
pub(super) const GRAM: usize = 8;
/// How many places of the same characters are tried on each side.
const TRIES: usize = 4_096;

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
        Built { is_used: vec![false; characters.len()], characters, labels, grams: OnceCell::new() }
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

    /// The one place in a range where the characters stand.
    pub fn only(&self, characters: &[char], range: Range<usize>) -> Option<usize> {
        let places = self.places(characters);
        let places = &places[places.partition_point(|&gram| place(gram) < range.start)..];
        let ahead = places.iter().map(|&gram| place(gram)).take_while(|&at| at < range.end);
        let mut standing = ahead.take(TRIES).filter(|&at| self.stands(characters, at));
        standing.next().filter(|_| standing.next().is_none())
    }

    /// The place nearest to `at` where the characters stand; none are found that are shorter than a gram.
    pub fn nearest(&self, characters: &[char], at: usize) -> Option<usize> {
        let (before, after) = {
            let places = self.places(characters);
            places.split_at(places.partition_point(|&gram| place(gram) < at))
        };
        let first = |gram: &u64| Some(place(*gram)).filter(|&place| self.stands(characters, place));
        let before = before.iter().rev().take(TRIES).find_map(first);
        let after = after.iter().take(TRIES).find_map(first);
        before.into_iter().chain(after).min_by_key(|place| place.abs_diff(at))
    }

    /// The place nearest to `at`, and not further away than `reach`.
    pub fn nearby(&self, characters: &[char], at: usize, reach: usize) -> Option<usize> {
        (0..reach).find_map(|distance| {
            let places = [Some(at + distance), at.checked_sub(distance)];
            places.into_iter().flatten().find(|&place| self.stands(characters, place))
        })
    }

    /// How many of the characters stand at a place, claimed by nobody.
    pub fn common(&self, characters: &[char], at: usize) -> usize {
        let there = self.characters[at..].iter().zip(&self.is_used[at..]);
        characters.iter().zip(there).take_while(|(own, (other, is_used))| own == other && !**is_used).count()
    }

    /// Where the first characters may stand.
    fn places(&self, characters: &[char]) -> &[u64] {
        let Some(gram) = characters.get(..GRAM) else { return &[] };
        let grams = self.grams.get_or_init(|| {
            let windows = self.characters.windows(GRAM).zip(0..);
            let mut grams: Vec<u64> = windows.map(|(gram, at)| digest(gram) | at).collect();
            grams.sort_unstable();
            grams
        });
        let (first, last) = (digest(gram), digest(gram) | u64::from(u32::MAX));
        &grams[grams.partition_point(|&other| other < first)..grams.partition_point(|&other| other <= last)]
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

    /// Runs of characters that nobody claimed.
    pub fn unused(&self) -> impl Iterator<Item = Range<usize>> {
        let mut at = 0;
        let runs = self.is_used.chunk_by(|one, other| one == other).map(move |run| {
            at += run.len();
            (run[0], at - run.len()..at)
        });
        runs.filter(|(is_used, _)| !is_used).map(|(_, range)| range)
    }
}

/// Of characters, in the upper half.
fn digest(gram: &[char]) -> u64 {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let sum =
        gram.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, &c| (sum ^ u64::from(u32::from(c))).wrapping_mul(PRIME));
    (sum ^ sum << 29) & !u64::from(u32::MAX)
}

/// In the lower half.
fn place(gram: u64) -> usize {
    (gram & u64::from(u32::MAX)) as usize
}
