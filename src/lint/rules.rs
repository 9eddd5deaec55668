//! The rules, in the order of their names.

mod broken_references;
mod incomplete_references;
mod mismatched_captions;
mod missing_enumerations;
mod missing_glyphs;
mod out_of_range_references;
mod unknown_subjects;
mod wrong_unit_references;

use super::Subject;
use crate::diagnostic::Diagnostic;

type Check = fn(Subject<'_>, &mut Vec<Diagnostic>);

pub(super) const ALL: [Check; 8] = [
    broken_references::check,
    incomplete_references::check,
    mismatched_captions::check,
    missing_enumerations::check,
    missing_glyphs::check,
    out_of_range_references::check,
    unknown_subjects::check,
    wrong_unit_references::check,
];
