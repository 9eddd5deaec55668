//! Definitions of one document: rows of definition tables and phrases in its text.

use super::passage::{Defining, fold};
use super::{DefinedTerm, Form, Scope, Terms};
use crate::analysis::{Outline, ProvisionKind};
use crate::japanese::definitions::{Area, entry, scan};
use crate::model::{DocumentKind, Key, Prose};
use crate::source::Span;
use crate::syntax::Text;

/// The document whose definitions are entered.
pub(super) struct Place<'a> {
    pub terms: &'a mut Terms,
    pub outline: &'a Outline,
    pub document: usize,
    pub kind: DocumentKind,
}

impl Place<'_> {
    /// A term of a definition table, whose meaning is the text beside it.
    pub fn row(&mut self, at: Key, term: &Prose, meaning: &Text) -> Option<Defining> {
        let text = term.plain();
        let word = text.as_str().trim_matches(['「', '」', '『', '』', ' ', '　']);
        if word.is_empty() {
            return None;
        }
        let said = meaning.as_str();
        let end = ["をいう", "をいい", "を意味", "を指す", "を指し"].iter().find_map(|verb| said.rfind(verb));
        let end = end.unwrap_or(said.trim_end_matches('。').len());
        let index = self.enter(word, said, at, text.span(), self.wide(), Form::Row);
        Some(Defining { index, term: 0..0, own: 0..said.len(), meaning_end: Some(noun_end(said, end)) })
    }

    /// What the phrases of a text define.
    pub fn phrases(&mut self, at: Key, text: &Text, definitions: &mut Vec<Defining>) {
        let said = text.as_str();
        let stops: Vec<usize> = said.match_indices('。').map(|(at, stop)| at + stop.len()).collect();
        let mut phrases = scan(said);
        let listed = entry(said, self.outline.defines(at));
        // Its own sentence may say it in another form that is read already.
        let listed = listed.filter(|listed| phrases.iter().all(|found| found.term.start != listed.term.start));
        phrases.splice(0..0, listed);
        for found in phrases {
            let term = &said[found.term.clone()];
            // A row whose text begins with 「X」とは says the same thing twice.
            let is_row = |defining: &Defining| fold(&self.terms.defined[defining.index].term) == fold(term);
            if definitions.iter().any(|defining| defining.term.is_empty() && is_row(defining)) {
                continue;
            }
            let form = match &found.meaning {
                Some(meaning) => Form::Meaning { cites: cites(&said[meaning.clone()]) },
                None => Form::Name,
            };
            let meaning_end = found.meaning.as_ref().map(|meaning| noun_end(said, meaning.end));
            let stop = stops.partition_point(|stop| *stop <= found.phrase.start);
            let own = stop.checked_sub(1).map_or(0, |stop_before| stops[stop_before])..found.phrase.end;
            let scope = self.scope(found.area, at);
            let words = &said[own.clone()];
            let index = self.enter(term, words, at, text.at(found.term.clone()), scope, form);
            definitions.push(Defining { index, term: found.term, own, meaning_end });
        }
    }

    fn enter(&mut self, term: &str, words: &str, at: Key, span: Span, scope: Scope, form: Form) -> usize {
        let (term, words) = (term.to_owned(), words.to_owned());
        self.terms.defined.push(DefinedTerm {
            term,
            words,
            document: self.document,
            at,
            span,
            scope,
            form,
            genus: None,
        });
        self.terms.defined.len() - 1
    }

    /// What the terms define holds for the documents that belong to them.
    fn wide(&self) -> Scope {
        if self.kind == DocumentKind::Terms { Scope::Edition } else { Scope::Document(self.document) }
    }

    fn scope(&self, area: Area, at: Key) -> Scope {
        use ProvisionKind as Kind;
        let kinds: &[Kind] = match area {
            Area::Whole => return self.wide(),
            Area::Document => return Scope::Document(self.document),
            Area::Elsewhere => return Scope::Elsewhere(self.document),
            Area::Chapter => &[Kind::Chapter],
            Area::Section => &[Kind::ChapterSection, Kind::Section],
            Area::Article => &[Kind::Article],
            Area::Paragraph => &[Kind::Paragraph],
            Area::Item => &[Kind::Item(0)],
            Area::Supplementary => &[Kind::SupplementaryProvisions],
        };
        match kinds.iter().find_map(|kind| self.outline.ancestor(at, *kind)) {
            Some(key) => Scope::Provision(self.document, key),
            None => Scope::Elsewhere(self.document),
        }
    }
}

/// Where the noun ends that a meaning comes down to: before の総称, のこと.
fn noun_end(said: &str, end: usize) -> usize {
    let tails = ["のこと", "の総称", "の全部又は一部", "の全部または一部", "の一部"];
    let meaning = said[..end].trim_end();
    tails.iter().find_map(|tail| meaning.strip_suffix(tail)).unwrap_or(meaning).len()
}

/// Whether a meaning is that of a law or of another text, so that the term may stand in it.
fn cites(meaning: &str) -> bool {
    ["規定する", "規定に", "定める", "定義", "所定", "法"].iter().any(|word| meaning.contains(word))
}
