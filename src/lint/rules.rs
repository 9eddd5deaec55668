//! The rules, in the order of their names.

pub(crate) mod broken_references;
pub(crate) mod compatibility_characters;
pub(crate) mod doubled_particles;
pub(crate) mod doubled_punctuation;
pub(crate) mod impossible_dates;
pub(crate) mod leftover_markup;
pub(crate) mod mismatched_eras;
pub(crate) mod mismatched_numbers;
pub(crate) mod missing_glyphs;
pub(crate) mod mixed_conjunctions;
pub(crate) mod mixed_digits;
pub(crate) mod placeholders;
pub(crate) mod spaces_in_text;
pub(crate) mod unknown_subjects;
pub(crate) mod unmatched_brackets;

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
