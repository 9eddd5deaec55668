//! The rules, in the order of their names.

mod broken_references;
mod circular_definitions;
mod duplicate_definitions;
mod incomplete_references;
mod inconsistent_terms;
mod late_definitions;
mod mismatched_captions;
mod missing_enumerations;
mod missing_glyphs;
mod out_of_range_references;
mod undefined_terms;
mod unknown_subjects;
mod unused_terms;
mod wrong_unit_references;

use super::Subject;
use crate::diagnostic::Diagnostic;

type Check = fn(Subject<'_>, &mut Vec<Diagnostic>);

pub(super) const ALL: [Check; 14] = [
    broken_references::check,
    circular_definitions::check,
    duplicate_definitions::check,
    incomplete_references::check,
    inconsistent_terms::check,
    late_definitions::check,
    mismatched_captions::check,
    missing_enumerations::check,
    missing_glyphs::check,
    out_of_range_references::check,
    undefined_terms::check,
    unknown_subjects::check,
    unused_terms::check,
    wrong_unit_references::check,
];
