//! Rules over analysed editions: one file each in `lint/rules`, named for the problem it finds.

mod rules;
mod texts;
mod words;

use crate::analysis::Analysis;
use crate::analysis::references::Reference;
use crate::diagnostic::Diagnostic;
use crate::model::{Edition, Set};

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub set: Option<&'a Set>,
    pub edition: &'a Edition,
    pub analysis: &'a Analysis,
}

impl<'a> Subject<'a> {
    /// Every reference written in words, document by document.
    pub fn references(&self) -> impl Iterator<Item = &'a Reference> {
        self.analysis.references.iter().flat_map(|document| document.values().flatten())
    }
}

/// Every finding of every rule.
pub fn run(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for check in rules::ALL {
        check(subject, &mut found);
    }
    found
}
