//! The rules, in the order of their names.

mod broken_references;
mod compatibility_characters;
mod doubled_particles;
mod doubled_punctuation;
mod impossible_dates;
mod leftover_markup;
mod mismatched_eras;
mod mismatched_numbers;
mod missing_glyphs;
mod mixed_conjunctions;
mod mixed_digits;
mod placeholders;
mod spaces_in_text;
mod unknown_subjects;
mod unmatched_brackets;

use super::Subject;
use crate::diagnostic::Diagnostic;

type Check = fn(Subject<'_>, &mut Vec<Diagnostic>);

pub(super) const ALL: [Check; 15] = [
    broken_references::check,
    compatibility_characters::check,
    doubled_particles::check,
    doubled_punctuation::check,
    impossible_dates::check,
    leftover_markup::check,
    mismatched_eras::check,
    mismatched_numbers::check,
    missing_glyphs::check,
    mixed_conjunctions::check,
    mixed_digits::check,
    placeholders::check,
    spaces_in_text::check,
    unknown_subjects::check,
    unmatched_brackets::check,
];
