//! Texts in which terms are defined and used, folded so that spellings compare.

use std::borrow::Cow;
use std::ops::Range;

use crate::japanese::characters::is_joined;
use crate::japanese::numerals::fold_width;
use crate::model::Key;
use crate::syntax::Text;

/// A text without differences of width and without spaces, each byte with its place in the original.
pub(super) struct Folded {
    pub text: String,
    pub origins: Vec<u32>,
}

impl Folded {
    pub fn new(original: &str) -> Folded {
        let capacity = original.len();
        let mut folded = Folded { text: String::with_capacity(capacity), origins: Vec::with_capacity(capacity + 1) };
        for (at, c) in original.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            folded.text.push(fold_width(c));
            folded.origins.resize(folded.text.len(), at as u32);
        }
        folded.origins.push(original.len() as u32);
        folded
    }

    /// Bytes of the original without spaces at the end.
    pub fn origin(&self, range: &Range<usize>, original: &str) -> Range<usize> {
        let (start, end) = (self.origins[range.start] as usize, self.origins[range.end] as usize);
        start..start + original[start..end].trim_end().len()
    }
}

/// The form in which spellings are compared.
pub(super) fn fold(term: &str) -> String {
    Folded::new(term).text
}

/// One text in which terms are defined and used.
pub(super) struct Passage<'a> {
    pub document: usize,
    pub at: Option<Key>,
    pub text: Cow<'a, Text>,
    pub folded: Folded,
    /// Terms that the text defines, numbered without a gap: those of its row, then its phrases in their order.
    pub definitions: Vec<Defining>,
    /// Generated links and references, in order.
    pub citations: Vec<Range<usize>>,
    /// Where meanings end, in order, with the definitions they belong to.
    pub meaning_ends: Vec<(usize, usize)>,
}

impl<'a> Passage<'a> {
    pub fn new(document: usize, at: Option<Key>, text: Cow<'a, Text>) -> Passage<'a> {
        let folded = Folded::new(text.as_str());
        let (definitions, citations, meaning_ends) = (Vec::new(), Vec::new(), Vec::new());
        Passage { document, at, text, folded, definitions, citations, meaning_ends }
    }

    pub fn define(&mut self, definitions: Vec<Defining>) {
        let ends = definitions.iter().filter_map(|defining| Some((defining.meaning_end?, defining.index)));
        self.meaning_ends = ends.collect();
        self.meaning_ends.sort_unstable();
        self.definitions = definitions;
    }

    /// Whether a range stands in a citation, in the caption that it quotes for one.
    pub fn is_citation(&self, range: &Range<usize>) -> bool {
        let after = self.citations.partition_point(|citation| citation.end <= range.start);
        self.citations.get(after).is_some_and(|citation| citation.start < range.end)
    }

    /// Whether a range is the term of a definition, or part of it.
    pub fn is_definition(&self, range: &Range<usize>) -> bool {
        let after = self.definitions.partition_point(|defining| defining.term.end <= range.start);
        self.definitions.get(after).is_some_and(|defining| defining.term.start < range.end)
    }

    /// Whether a range stands in the definition with an index.
    pub fn is_own(&self, definition: usize, range: &Range<usize>) -> bool {
        let first = self.definitions.first().map_or(0, |first| first.index);
        let own = definition.checked_sub(first).and_then(|at| self.definitions.get(at));
        own.is_some_and(|own| own.own.start < range.end && range.start < own.own.end)
    }

    /// Definitions whose meaning ends here.
    pub fn meant(&self, end: usize) -> impl Iterator<Item = usize> {
        let first = self.meaning_ends.partition_point(|(other, _)| *other < end);
        self.meaning_ends[first..].iter().take_while(move |(other, _)| *other == end).map(|(_, index)| *index)
    }
}

/// A definition as it stands in its passage.
pub(super) struct Defining {
    pub index: usize,
    /// Bytes of the text; empty for a row of a table, whose term stands beside it.
    pub term: Range<usize>,
    /// The sentence up to the end of the definition: what stands in it is no use.
    pub own: Range<usize>,
    /// Where the meaning ends, for the genus.
    pub meaning_end: Option<usize>,
}

/// Whether a stretch of a text is no part of a longer word.
pub(super) fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let joined = |before: Option<char>, after: Option<char>| {
        before.zip(after).is_some_and(|(before, after)| is_joined(before, after))
    };
    let word = &text[range.clone()];
    !joined(text[..range.start].chars().next_back(), word.chars().next())
        && !joined(word.chars().next_back(), text[range.end..].chars().next())
}
