//! Rules over analysed editions: one file each in `lint/rules`, named for the problem it finds.

mod levels;
mod marks;
mod rules;
mod texts;
mod wording;
mod words;

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::analysis::Analysis;
use crate::analysis::references::Reference;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Edition, Gathered, Set};
use crate::source::SourceId;
use texts::Texts;

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub set: Option<&'a Set>,
    pub edition: &'a Edition,
    pub analysis: &'a Analysis,
    texts: &'a Texts<'a>,
}

impl<'a> Subject<'a> {
    /// Every reference written in words, document by document.
    pub fn references(&self) -> impl Iterator<Item = &'a Reference> {
        self.analysis.references.iter().flat_map(|document| document.values().flatten())
    }

    /// What each document holds, in their order.
    pub fn gathered(&self) -> &'a [Gathered<'a>] {
        &self.texts.gathered
    }

    /// Likewise of the contract alone.
    pub fn gathered_of_contract(&self) -> &'a [Gathered<'a>] {
        &self.gathered()[..self.edition.contract().len()]
    }
}

/// Every rule.
pub fn all() -> Vec<&'static Rule> {
    rules::rules()
}

/// Rules whose level a project may change: all but those without which a document cannot be printed.
pub fn adjustable() -> Vec<&'static Rule> {
    rules::rules().into_iter().filter(|rule| rule.name != "missing-glyphs").collect()
}

/// Every finding of every rule. Rules about wording pass over what stands in the sources `read`, where an earlier edition
/// has the same texts.
pub fn run(set: Option<&Set>, edition: &Edition, analysis: &Analysis, read: &BTreeSet<SourceId>) -> Vec<Diagnostic> {
    let texts = Texts::of(set, edition, analysis, read);
    let subject = Subject { set, edition, analysis, texts: &texts };
    let check = |check: &rules::Check| {
        let mut found = Vec::new();
        check(subject, &mut found);
        found
    };
    rules::ALL.par_iter().flat_map_iter(check).collect()
}
