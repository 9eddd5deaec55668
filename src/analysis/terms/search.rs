//! Uses of terms: the longest spelling that fits, from left to right, so that 契約者設備 is no use of 契約者.

use std::collections::BTreeMap;
use std::ops::Range;

use super::passage::{Passage, is_whole};
use super::{TermUse, Terms, variants};
use crate::analysis::Analysis;
use crate::japanese::lexicon::Lexicon;

/// Words between a citation and the term whose definition it cites.
const SENDING: &[&str] = &["に定める", "で定める", "に規定する", "にいう", "で定義する", "に定義する", "に掲げる"];

pub(super) fn uses(analysis: &Analysis, passages: &[Passage<'_>], terms: &mut Terms) {
    let spellings = spellings(terms);
    let lexicon = Lexicon::new(spellings.keys());
    let names: Vec<usize> = spellings.values().copied().collect();
    for passage in passages {
        for (spelling, range) in lexicon.find_in(&passage.folded.text) {
            if let Some(found) = term_use(analysis, terms, passage, names[spelling], range) {
                terms.uses.push(found);
            }
        }
    }
}

/// Every spelling, folded, with the number of the term it stands for.
fn spellings(terms: &Terms) -> BTreeMap<String, usize> {
    let mut spellings: BTreeMap<String, usize> = BTreeMap::new();
    for (term, name) in &terms.names {
        spellings.extend(variants::of(term).into_iter().map(|variant| (variant, *name)));
    }
    spellings.extend(terms.names.iter().map(|(term, name)| (term.clone(), *name)));
    spellings
}

/// `None` for the term of a definition itself, and where no definition holds.
fn term_use(
    analysis: &Analysis,
    terms: &mut Terms,
    passage: &Passage<'_>,
    name: usize,
    found: Range<usize>,
) -> Option<TermUse> {
    let outline = &analysis.outlines[passage.document];
    let original = passage.text.as_str();
    let range = passage.folded.origin(&found, original);
    if passage.is_definition(&range) {
        return None;
    }
    let definition = terms.holding(name, outline, passage.document, passage.at)?;
    let is_whole = is_whole(&passage.folded.text, &found);
    for meant in passage.meant(range.end).filter(|_| is_whole) {
        terms.defined[meant].genus = Some(definition);
    }
    let before = &passage.folded.text[..found.start];
    Some(TermUse {
        definition,
        document: passage.document,
        at: passage.at,
        span: passage.text.at(range.clone()),
        written: original[range.clone()].chars().filter(|c| !c.is_whitespace()).collect(),
        is_whole,
        is_own: passage.is_own(definition, &range),
        is_cited: passage.is_citation(&range) || SENDING.iter().any(|word| before.ends_with(word)),
    })
}
