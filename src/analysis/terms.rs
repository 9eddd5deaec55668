//! Defined terms and their uses: where each is defined, where it holds, where it is used and how it is written there.

mod define;
mod search;
mod variants;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::references::{WrittenOut, written_out};
use super::{Analysis, Outline};
use crate::japanese::characters;
use crate::japanese::numerals::fold_width;
use crate::model::{Document, Edition, Key};
use crate::source::Span;
use crate::syntax::Text;

/// What an edition's documents define, and every use of it.
#[derive(Debug, Default)]
pub struct Terms {
    /// Document by document in reading order.
    pub defined: Vec<DefinedTerm>,
    /// Document by document in reading order, headings of a document after its texts.
    pub uses: Vec<TermUse>,
    /// Folded terms with their numbers.
    names: BTreeMap<String, usize>,
    /// Of definitions with one name and one scope, the first.
    places: BTreeMap<(usize, Scope), usize>,
}

#[derive(Debug, Clone)]
pub struct DefinedTerm {
    pub term: String,
    /// Index of the document in the edition.
    pub document: usize,
    /// The provision that defines it; for a row of a definition table the row.
    pub at: Key,
    /// Of the term.
    pub span: Span,
    pub scope: Scope,
    pub form: Form,
    /// Definition that its meaning ends with: in 「X」とは、…するYをいう。 that of Y.
    pub genus: Option<usize>,
}

/// Where a definition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Every document: said in the terms that the others belong to.
    Edition,
    Document(usize),
    Provision(usize, Key),
    /// Other provisions than the one it stands in.
    Elsewhere(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A row of a definition table
    Row,
    /// 「X」とは、…をいう。 or X（…をいう。以下同じ。）; `cites` where the meaning is that of another text: …に規定するX.
    Meaning { cites: bool },
    /// …（以下「X」という。）
    Name,
}

/// An occurrence of a defined term, or of another spelling of it.
#[derive(Debug, Clone)]
pub struct TermUse {
    /// Index of the definition that holds here.
    pub definition: usize,
    pub document: usize,
    /// `None` in titles and captions.
    pub at: Option<Key>,
    pub span: Span,
    /// Without spaces.
    pub written: String,
    /// No part of a longer word: in 当社所定 the term 当社 is not whole.
    pub is_whole: bool,
    /// In the term's own definition.
    pub is_own: bool,
    /// Part of a citation, 第４条（Xの利用）, or the words before it send the reader to the definition: 第４条に定めるX.
    pub is_cited: bool,
}

/// A text without differences of width and without spaces, each byte with its place in the original.
struct Folded {
    text: String,
    origins: Vec<u32>,
}

impl Folded {
    fn new(original: &str) -> Folded {
        let mut folded = Folded { text: String::with_capacity(original.len()), origins: Vec::new() };
        for (at, c) in original.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            folded.text.push(fold_width(c));
            folded.origins.resize(folded.text.len(), at as u32);
        }
        folded.origins.push(original.len() as u32);
        folded
    }

    /// Bytes of the original without spaces at the end.
    fn origin(&self, range: &Range<usize>, original: &str) -> Range<usize> {
        let (start, end) = (self.origins[range.start] as usize, self.origins[range.end] as usize);
        start..start + original[start..end].trim_end().len()
    }
}

/// The form in which spellings are compared.
fn fold(term: &str) -> String {
    Folded::new(term).text
}

/// One text in which terms are defined and used.
struct Passage {
    document: usize,
    at: Option<Key>,
    text: Text,
    folded: Folded,
    /// Terms that the text defines, numbered without a gap: those of its row, then its phrases in their order.
    definitions: Vec<Defining>,
    /// Generated links and references, in order.
    citations: Vec<Range<usize>>,
    /// Where meanings end, in order, with the definitions they belong to.
    meaning_ends: Vec<(usize, usize)>,
}

impl Passage {
    fn new(document: usize, at: Option<Key>, text: Text) -> Passage {
        let folded = Folded::new(text.as_str());
        let (definitions, citations, meaning_ends) = (Vec::new(), Vec::new(), Vec::new());
        Passage { document, at, text, folded, definitions, citations, meaning_ends }
    }

    fn define(&mut self, definitions: Vec<Defining>) {
        let ends = definitions.iter().filter_map(|defining| Some((defining.meaning_end?, defining.index)));
        self.meaning_ends = ends.collect();
        self.meaning_ends.sort_unstable();
        self.definitions = definitions;
    }

    /// Whether a range stands in a citation, in the caption that it quotes for one.
    fn is_citation(&self, range: &Range<usize>) -> bool {
        let after = self.citations.partition_point(|citation| citation.end <= range.start);
        self.citations.get(after).is_some_and(|citation| citation.start < range.end)
    }

    /// Whether a range is the term of a definition, or part of it.
    fn is_definition(&self, range: &Range<usize>) -> bool {
        let after = self.definitions.partition_point(|defining| defining.term.end <= range.start);
        self.definitions.get(after).is_some_and(|defining| defining.term.start < range.end)
    }

    /// Whether a range stands in the definition with an index.
    fn is_own(&self, definition: usize, range: &Range<usize>) -> bool {
        let first = self.definitions.first().map_or(0, |first| first.index);
        let own = definition.checked_sub(first).and_then(|at| self.definitions.get(at));
        own.is_some_and(|own| own.own.start < range.end && range.start < own.own.end)
    }

    /// Definitions whose meaning ends here.
    fn meant(&self, end: usize) -> impl Iterator<Item = usize> {
        let first = self.meaning_ends.partition_point(|(other, _)| *other < end);
        self.meaning_ends[first..].iter().take_while(move |(other, _)| *other == end).map(|(_, index)| *index)
    }
}

/// A definition as it stands in its passage.
struct Defining {
    index: usize,
    /// Bytes of the text; empty for a row of a table, whose term stands beside it.
    term: Range<usize>,
    /// The sentence up to the end of the definition: what stands in it is no use.
    own: Range<usize>,
    /// Where the meaning ends, for the genus.
    meaning_end: Option<usize>,
}

/// Finds what every document defines, then every use.
pub(super) fn collect(edition: &Edition, analysis: &Analysis) -> Terms {
    let mut terms = Terms::default();
    let mut passages = Vec::new();
    for (index, document) in edition.documents.iter().enumerate() {
        passages.extend(passages_of(analysis, index, document, &mut terms));
    }
    for (index, defined) in terms.defined.iter().enumerate() {
        let next = terms.names.len();
        let name = *terms.names.entry(fold(&defined.term)).or_insert(next);
        terms.places.entry((name, defined.scope)).or_insert(index);
    }
    search::uses(analysis, &passages, &mut terms);
    terms
}

fn passages_of(analysis: &Analysis, index: usize, document: &Document, terms: &mut Terms) -> Vec<Passage> {
    let outline = &analysis.outlines[index];
    let gathered = document.gather();
    let mut rows: BTreeMap<Key, Vec<_>> = BTreeMap::new();
    for (key, term) in &gathered.terms {
        rows.entry(*key).or_default().push(*term);
    }
    let mut place = define::Place { terms, outline, document: index, kind: document.kind };
    let mut passages = Vec::new();
    let mut spans = BTreeSet::new();
    for (key, prose) in gathered.texts {
        spans.insert(prose.span);
        let WrittenOut { text, generated } = written_out(analysis, outline, document, prose, Some(key));
        let mut definitions = Vec::new();
        // The row's meaning is its first text; its items follow with keys of their own.
        for term in rows.remove(&key).unwrap_or_default() {
            spans.insert(term.span);
            definitions.extend(place.row(key, term, &text));
        }
        place.phrases(key, &text, &mut definitions);
        let mut passage = Passage::new(index, Some(key), text);
        passage.define(definitions);
        let written = analysis.references[index].get(&prose.span).into_iter().flatten();
        passage.citations = generated.into_iter().chain(written.map(|reference| reference.range.clone())).collect();
        passage.citations.sort_by_key(|range| range.start);
        passages.push(passage);
    }
    for prose in gathered.proses.into_iter().filter(|prose| !spans.contains(&prose.span)) {
        passages.push(Passage::new(index, None, prose.plain()));
    }
    passages
}

impl Terms {
    /// The definition of a name that holds in a place: the narrowest scope first.
    fn holding(&self, name: usize, outline: &Outline, document: usize, at: Option<Key>) -> Option<usize> {
        let find = |scope| self.places.get(&(name, scope)).copied();
        let mut above = at;
        while let Some(key) = above {
            if let Some(found) = find(Scope::Provision(document, key)) {
                return Some(found);
            }
            above = outline.provision(key).parent;
        }
        find(Scope::Document(document)).or_else(|| find(Scope::Edition)).or_else(|| find(Scope::Elsewhere(document)))
    }

    /// Another definition of the same term that holds wherever this one does: an earlier one of the same scope, or one
    /// of a wider scope.
    pub fn rival(&self, analysis: &Analysis, index: usize) -> Option<usize> {
        let defined = &self.defined[index];
        let outline = &analysis.outlines[defined.document];
        let name = *self.names.get(&fold(&defined.term))?;
        let first = *self.places.get(&(name, defined.scope))?;
        if first != index {
            return Some(first);
        }
        let wider = match defined.scope {
            Scope::Edition | Scope::Elsewhere(_) => None,
            Scope::Document(_) => self.places.get(&(name, Scope::Edition)).copied(),
            Scope::Provision(document, key) => self.holding(name, outline, document, outline.provision(key).parent),
        };
        wider.filter(|other| !matches!(self.defined[*other].scope, Scope::Elsewhere(_)))
    }

    /// Whether any document defines the term anywhere.
    pub fn is_defined(&self, term: &str) -> bool {
        self.names.contains_key(&fold(term))
    }
}

/// Whether a stretch of a text is no part of a longer word.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let joined = |before: Option<char>, after: Option<char>| {
        before.zip(after).is_some_and(|(before, after)| characters::is_joined(before, after))
    };
    let word = &text[range.clone()];
    !joined(text[..range.start].chars().next_back(), word.chars().next())
        && !joined(word.chars().next_back(), text[range.end..].chars().next())
}
