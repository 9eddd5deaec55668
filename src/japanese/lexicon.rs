//! Fixed words looked for together: one pass over a text, however many they are.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// Words by their place in the list they came from.
pub struct Lexicon {
    /// `None` for more words than an automaton holds.
    automaton: Option<AhoCorasick>,
}

impl Lexicon {
    pub fn new<W: AsRef<[u8]>>(words: impl IntoIterator<Item = W>) -> Lexicon {
        // A table of all transitions takes longer to make than most texts take to read.
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).kind(kind).build(words);
        Lexicon { automaton: automaton.ok() }
    }

    /// Every word with its place in the list, from left to right; of words that overlap the first, and the longest there.
    pub fn find_in(&self, text: &str) -> impl Iterator<Item = (usize, Range<usize>)> {
        let found = self.automaton.iter().flat_map(move |automaton| automaton.find_iter(text));
        found.map(|found| (found.pattern().as_usize(), found.range()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_counts() {
        let lexicon = Lexicon::new(["契約", "契約者", "者"]);
        let found: Vec<_> = lexicon.find_in("契約者と契約").collect();
        assert_eq!(found, [(1, 0..9), (0, 12..18)]);
    }
}
