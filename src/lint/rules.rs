//! The rules, in the order of their names.

mod broken_references;
mod missing_glyphs;
mod unknown_subjects;

use super::Subject;
use crate::diagnostic::Diagnostic;

type Check = fn(Subject<'_>, &mut Vec<Diagnostic>);

pub(super) const ALL: [Check; 3] = [broken_references::check, missing_glyphs::check, unknown_subjects::check];
