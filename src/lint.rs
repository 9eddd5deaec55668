//! Rules over analysed editions: one file each in `lint/rules`, named for the problem it finds.

mod levels;
mod marks;
mod rules;
mod texts;
mod wording;
mod words;

use rayon::prelude::*;

use crate::analysis::Analysis;
use crate::analysis::references::Reference;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Edition, Set};
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
}

/// Every rule.
pub fn all() -> Vec<&'static Rule> {
    rules::rules()
}

/// Rules whose level a project may change: all but those without which a document cannot be printed.
pub fn adjustable() -> Vec<&'static Rule> {
    rules::rules().into_iter().filter(|rule| rule.name != "missing-glyphs").collect()
}

/// Every finding of every rule.
pub fn run(set: Option<&Set>, edition: &Edition, analysis: &Analysis) -> Vec<Diagnostic> {
    let texts = Texts::of(set, edition, analysis);
    let subject = Subject { set, edition, analysis, texts: &texts };
    let check = |check: &rules::Check| {
        let mut found = Vec::new();
        check(subject, &mut found);
        found
    };
    rules::ALL.par_iter().flat_map_iter(check).collect()
}
