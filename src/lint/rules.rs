//! The rules, in the order of their names.

mod broken_references;
mod circular_definitions;
mod compatibility_characters;
mod conflicting_levels;
mod conflicting_periods;
mod confused_identifiers;
mod confused_titles;
mod deleted_provision_references;
mod disordered_footnotes;
mod doubled_particles;
mod doubled_punctuation;
mod drifted_periods;
mod duplicate_definitions;
mod duplicate_supplementary_provisions;
mod foreign_section_references;
mod impossible_dates;
mod impossible_hours;
mod incomplete_references;
mod inconsistent_terms;
mod late_definitions;
mod leftover_markup;
mod misdirected_references;
mod mismatched_captions;
mod mismatched_eras;
mod mismatched_numbers;
mod misplaced_paragraphs;
mod missing_bases;
mod missing_captions;
mod missing_companions;
mod missing_enumerations;
mod missing_forms;
mod missing_full_stops;
mod missing_glyphs;
mod missing_passages;
mod missing_provisos;
mod mixed_conjunctions;
mod mixed_digits;
mod mixed_numbering_styles;
mod orphan_annexes;
mod orphan_figures;
mod out_of_range_references;
mod outdated_statutes;
mod placeholders;
mod reversed_ranges;
mod single_choice_lists;
mod spaces_in_text;
mod typed_numbers;
mod unbound_footnotes;
mod unconfirmed_items;
mod undefined_terms;
mod unknown_periods;
mod unknown_subjects;
mod unmatched_brackets;
mod unmeasurable_levels;
mod unpaired_salutations;
mod unused_fields;
mod unused_footnotes;
mod unused_terms;
mod wrong_totals;
mod wrong_unit_references;

use super::Subject;
use crate::diagnostic::{Diagnostic, Rule};

pub(super) type Check = fn(Subject<'_>, &mut Vec<Diagnostic>);

/// A file and the rule it checks, one line each.
macro_rules! table {
    ($($file:ident => $rule:ident,)*) => {
        pub(super) const ALL: &[Check] = &[$($file::check),*];

        pub(super) fn rules() -> Vec<&'static Rule> {
            vec![$(&$file::$rule),*]
        }
    };
}

table! {
    broken_references => BROKEN_REFERENCES,
    circular_definitions => CIRCULAR_DEFINITIONS,
    compatibility_characters => COMPATIBILITY_CHARACTERS,
    conflicting_levels => CONFLICTING_LEVELS,
    conflicting_periods => CONFLICTING_PERIODS,
    confused_identifiers => CONFUSED_IDENTIFIERS,
    confused_titles => CONFUSED_TITLES,
    deleted_provision_references => DELETED_PROVISION_REFERENCES,
    disordered_footnotes => DISORDERED_FOOTNOTES,
    doubled_particles => DOUBLED_PARTICLES,
    doubled_punctuation => DOUBLED_PUNCTUATION,
    drifted_periods => DRIFTED_PERIODS,
    duplicate_definitions => DUPLICATE_DEFINITIONS,
    duplicate_supplementary_provisions => DUPLICATE_SUPPLEMENTARY_PROVISIONS,
    foreign_section_references => FOREIGN_SECTION_REFERENCES,
    impossible_dates => IMPOSSIBLE_DATES,
    impossible_hours => IMPOSSIBLE_HOURS,
    incomplete_references => INCOMPLETE_REFERENCES,
    inconsistent_terms => INCONSISTENT_TERMS,
    late_definitions => LATE_DEFINITIONS,
    leftover_markup => LEFTOVER_MARKUP,
    misdirected_references => MISDIRECTED_REFERENCES,
    mismatched_captions => MISMATCHED_CAPTIONS,
    mismatched_eras => MISMATCHED_ERAS,
    mismatched_numbers => MISMATCHED_NUMBERS,
    misplaced_paragraphs => MISPLACED_PARAGRAPHS,
    missing_bases => MISSING_BASES,
    missing_captions => MISSING_CAPTIONS,
    missing_companions => MISSING_COMPANIONS,
    missing_enumerations => MISSING_ENUMERATIONS,
    missing_forms => MISSING_FORMS,
    missing_full_stops => MISSING_FULL_STOPS,
    missing_glyphs => MISSING_GLYPHS,
    missing_passages => MISSING_PASSAGES,
    missing_provisos => MISSING_PROVISOS,
    mixed_conjunctions => MIXED_CONJUNCTIONS,
    mixed_digits => MIXED_DIGITS,
    mixed_numbering_styles => MIXED_NUMBERING_STYLES,
    orphan_annexes => ORPHAN_ANNEXES,
    orphan_figures => ORPHAN_FIGURES,
    out_of_range_references => OUT_OF_RANGE_REFERENCES,
    outdated_statutes => OUTDATED_STATUTES,
    placeholders => PLACEHOLDERS,
    reversed_ranges => REVERSED_RANGES,
    single_choice_lists => SINGLE_CHOICE_LISTS,
    spaces_in_text => SPACES_IN_TEXT,
    typed_numbers => TYPED_NUMBERS,
    unbound_footnotes => UNBOUND_FOOTNOTES,
    unconfirmed_items => UNCONFIRMED_ITEMS,
    undefined_terms => UNDEFINED_TERMS,
    unknown_periods => UNKNOWN_PERIODS,
    unknown_subjects => UNKNOWN_SUBJECTS,
    unmatched_brackets => UNMATCHED_BRACKETS,
    unmeasurable_levels => UNMEASURABLE_LEVELS,
    unpaired_salutations => UNPAIRED_SALUTATIONS,
    unused_fields => UNUSED_FIELDS,
    unused_footnotes => UNUSED_FOOTNOTES,
    unused_terms => UNUSED_TERMS,
    wrong_totals => WRONG_TOTALS,
    wrong_unit_references => WRONG_UNIT_REFERENCES,
}
