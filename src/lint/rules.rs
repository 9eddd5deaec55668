//! The rules, in the order of their names.

mod broken_references;
mod conflicting_periods;
mod confused_titles;
mod foreign_section_references;
mod incomplete_references;
mod misdirected_references;
mod mismatched_captions;
mod misplaced_paragraphs;
mod missing_enumerations;
mod missing_glyphs;
mod missing_provisos;
mod orphan_annexes;
mod out_of_range_references;
mod outdated_statutes;
mod single_choice_lists;
mod unknown_subjects;
mod wrong_unit_references;

use super::Subject;
use crate::diagnostic::Diagnostic;

type Check = fn(Subject<'_>, &mut Vec<Diagnostic>);

pub(super) const ALL: [Check; 17] = [
    broken_references::check,
    conflicting_periods::check,
    confused_titles::check,
    foreign_section_references::check,
    incomplete_references::check,
    misdirected_references::check,
    mismatched_captions::check,
    misplaced_paragraphs::check,
    missing_enumerations::check,
    missing_glyphs::check,
    missing_provisos::check,
    orphan_annexes::check,
    out_of_range_references::check,
    outdated_statutes::check,
    single_choice_lists::check,
    unknown_subjects::check,
    wrong_unit_references::check,
];
