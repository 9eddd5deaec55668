//! Rules over analysed editions: one file each in `lint/rules`, named for the problem it finds.

pub(crate) mod rules;
mod wording;

use crate::analysis::Analysis;
use crate::diagnostic::Diagnostic;
use crate::model::{Edition, Set};

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub set: Option<&'a Set>,
    pub edition: &'a Edition,
    pub analysis: &'a Analysis,
}

/// Every finding of every rule.
pub fn run(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for check in rules::ALL {
        check(subject, &mut found);
    }
    found
}
