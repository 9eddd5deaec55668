//! Defined terms and their uses: where each is defined, where it holds, where it is used and how it is written there.

mod define;
mod passage;
mod search;
mod variants;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Analysis, Outline};
use crate::model::{DocumentKind, Edition, Gathered, Key};
use crate::source::Span;
use passage::{Passage, fold};

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
    /// The sentence, or the meaning in a table, that defines it.
    pub words: String,
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

/// Finds what every document defines, then every use.
pub(super) fn collect(edition: &Edition, gathered: Vec<Gathered<'_>>, analysis: &Analysis) -> Terms {
    let mut terms = Terms::default();
    let mut passages = Vec::new();
    for ((index, document), gathered) in edition.documents.iter().enumerate().zip(gathered) {
        passages.extend(passages_of(analysis, index, document.kind, gathered, &mut terms));
    }
    for (index, defined) in terms.defined.iter().enumerate() {
        let next = terms.names.len();
        let name = *terms.names.entry(fold(&defined.term)).or_insert(next);
        terms.places.entry((name, defined.scope)).or_insert(index);
    }
    search::uses(analysis, &passages, &mut terms);
    terms
}

fn passages_of<'a>(
    analysis: &'a Analysis,
    index: usize,
    kind: DocumentKind,
    gathered: Gathered<'_>,
    terms: &mut Terms,
) -> Vec<Passage<'a>> {
    let outline = &analysis.outlines[index];
    let mut rows: BTreeMap<Key, Vec<_>> = BTreeMap::new();
    for (key, term) in &gathered.terms {
        rows.entry(*key).or_default().push(*term);
    }
    let mut place = define::Place { terms, outline, document: index, kind };
    let mut passages = Vec::new();
    let mut spans = BTreeSet::new();
    for ((key, prose), written) in gathered.texts.into_iter().zip(&analysis.written[index]) {
        spans.insert(prose.span);
        let mut definitions = Vec::new();
        // The row's meaning is its first text; its items follow with keys of their own.
        for term in rows.remove(&key).unwrap_or_default() {
            spans.insert(term.span);
            definitions.extend(place.row(key, term, &written.text));
        }
        place.phrases(key, &written.text, &mut definitions);
        let mut passage = Passage::new(index, Some(key), Cow::Borrowed(&written.text));
        passage.define(definitions);
        let references = analysis.references[index].get(&prose.span).into_iter().flatten();
        let ranges = references.map(|reference| &reference.range);
        passage.citations = written.generated.iter().chain(ranges).cloned().collect();
        passage.citations.sort_by_key(|range| range.start);
        passages.push(passage);
    }
    for prose in gathered.proses.into_iter().filter(|prose| !spans.contains(&prose.span)) {
        passages.push(Passage::new(index, None, Cow::Owned(prose.plain())));
    }
    passages
}

impl DefinedTerm {
    /// Whether both are one definition in a block that is included twice, with the same words in both places. Each use
    /// of a block is a source of its own with the same text.
    pub fn is_repeated_by(&self, other: &DefinedTerm) -> bool {
        let (one, two) = (self.span, other.span);
        one.source != two.source && (one.start, one.end) == (two.start, two.end) && self.words == other.words
    }
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
