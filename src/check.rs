//! `check`: every stage from files to findings.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::analysis::{self, Analysis};
use crate::assemble::{self, assemble};
use crate::diagnostic::{Diagnostic, Severity, arrange};
use crate::lint;
use crate::lower;
use crate::model::{Edition, Set, Settings, Suppression};
use crate::policy;
use crate::revision::{self, Version};
use crate::source::{SourceId, Sources, Span};
use crate::workspace::{Input, ProjectFile, RevisionInput};

/// Everything that was read, and what is wrong with it.
#[derive(Debug)]
pub struct Checked {
    pub sources: Sources,
    pub settings: Settings,
    pub sets: Vec<CheckedSet>,
    /// Arranged for reading.
    pub diagnostics: Vec<Diagnostic>,
    pub documents: usize,
    /// Whether a whole folder of sets was read.
    pub is_tree: bool,
}

#[derive(Debug)]
pub struct CheckedSet {
    /// Empty for documents that stand alone.
    pub id: String,
    pub set: Option<Set>,
    pub editions: Vec<CheckedEdition>,
}

#[derive(Debug)]
pub struct CheckedEdition {
    /// Name of its folder; empty for a document that stands alone.
    pub name: String,
    /// What it was read from.
    pub files: Vec<ProjectFile>,
    pub edition: Edition,
    pub analysis: Analysis,
}

impl CheckedSet {
    /// An edition as it is compared with another.
    pub fn version<'a>(&'a self, edition: &'a CheckedEdition) -> Version<'a> {
        let set = self.set.as_ref().map(|set| (self.id.as_str(), set));
        Version { set, edition: &edition.edition, analysis: &edition.analysis }
    }
}

impl Checked {
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

pub fn check(input: Input) -> Checked {
    let Input { mut sources, sets, mut diagnostics, settings, only, is_tree, .. } = input;
    let settings =
        settings.map(|source| lower::settings(&sources, source)).map_or_else(Settings::default, |(settings, found)| {
            diagnostics.extend(found);
            settings
        });
    let mut found = Vec::new();
    let documents: usize = sets.iter().flat_map(|set| &set.revisions).map(|revision| revision.documents.len()).sum();
    let assembled: Vec<_> = sets.iter().map(|set| assemble(&mut sources, set, &mut diagnostics)).collect();
    found.extend(assemble::unbound(&sources, sets.iter().zip(&assembled), is_tree));
    let sets = sets.into_iter().zip(assembled);
    let sets = sets.map(|(set, assembled)| checked_set(assembled, set.revisions, &mut diagnostics, &mut found));
    let sets: Vec<CheckedSet> = sets.collect();
    let forms: usize = sets.iter().flat_map(|set| &set.editions).map(|edition| edition.edition.forms().len()).sum();
    let documents_of = |set: &CheckedSet| {
        set.editions
            .iter()
            .flat_map(|edition| &edition.edition.documents)
            .flat_map(|document| document.suppressions.clone())
            .collect::<Vec<_>>()
    };
    let suppressions: Vec<Suppression> = sets.iter().flat_map(documents_of).collect();
    let adjustable = [lint::adjustable(), revision::rules()].concat();
    diagnostics.extend(policy::apply(&settings, &suppressions, &adjustable, &sources, found));
    let mut diagnostics = arrange(diagnostics, &sources);
    if let Some(only) = &only {
        // A finding in a shared block concerns every file that includes it.
        diagnostics.retain(|diagnostic| {
            let related = diagnostic.related.iter().map(|related| related.span);
            std::iter::once(diagnostic.span).chain(related).any(|span| sources.path(span) == only)
        });
    }
    let documents = if only.is_some() { 1 } else { documents + forms };
    Checked { sources, settings, sets, diagnostics, documents, is_tree }
}

/// Rules that see the same slip without the revision before.
const CAPTIONS: [&str; 2] = ["mismatched-captions", "misdirected-references"];

/// `found` takes what rules find, which a project may judge otherwise.
fn checked_set(
    assembled: assemble::Assembled,
    revisions: Vec<RevisionInput>,
    diagnostics: &mut Vec<Diagnostic>,
    found: &mut Vec<Diagnostic>,
) -> CheckedSet {
    let assemble::Assembled { id, set, editions, before } = assembled;
    let editions = editions.into_par_iter().zip(revisions).map(|(edition, revision)| {
        let (analysis, wrong) = analysis::analyse(&edition);
        let RevisionInput { name, files, .. } = revision;
        (CheckedEdition { name, files, edition, analysis }, wrong)
    });
    let (editions, wrong): (Vec<_>, Vec<_>) = editions.unzip();
    diagnostics.extend(wrong.into_iter().flatten());
    let before = before.map(|edition| {
        let analysis = analysis::analyse(&edition).0;
        CheckedEdition { name: String::new(), files: Vec::new(), edition, analysis }
    });
    let checked = CheckedSet { editions, id, set };
    let (broken, (shifted, reviewed)) = rayon::join(|| linted(&checked), || compared(&checked, before.as_ref()));
    let spans: BTreeSet<Span> = shifted.iter().map(|finding| finding.span).collect();
    // A stale number often quotes a caption that no longer fits: one finding, the one that knows the repair.
    let is_other = |finding: &Diagnostic| !(CAPTIONS.contains(&finding.rule.name) && spans.contains(&finding.span));
    found.extend(broken.into_iter().filter(is_other));
    found.extend(shifted);
    found.extend(reviewed);
    if let Some(set) = &checked.set {
        let days = checked.editions.iter().filter_map(|edition| edition.edition.revision.as_ref());
        found.extend(revision::history::check(set, &days.map(|revision| revision.effective).collect()));
    }
    checked
}

/// What rules find in each edition by itself. Where a file could not be read, findings would follow from that alone and
/// hide it: it is mended first.
fn linted(checked: &CheckedSet) -> Vec<Diagnostic> {
    let mut sources = BTreeSet::new();
    let whole = checked.editions.iter().filter(|edition| edition.edition.is_whole);
    let jobs = whole.map(|edition| {
        let before = sources.clone();
        sources.extend(edition.edition.documents.iter().map(|document| document.id.span.source));
        sources.extend(checked.set.iter().map(|set| set.span.source));
        (edition, before)
    });
    let jobs: Vec<(&CheckedEdition, BTreeSet<SourceId>)> = jobs.collect();
    let run = |(edition, read): (&CheckedEdition, BTreeSet<SourceId>)| {
        lint::run(checked.set.as_ref(), &edition.edition, &edition.analysis, &read)
    };
    jobs.into_par_iter().flat_map_iter(run).collect()
}

/// What they find in each edition beside the one before it: references left behind, and all else. `before` stands
/// before the first.
fn compared(checked: &CheckedSet, before: Option<&CheckedEdition>) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let (mut shifted, mut reviewed) = (Vec::new(), Vec::new());
    let mut before = before;
    for edition in &checked.editions {
        let (old, new) = (before.map(|before| checked.version(before)), checked.version(edition));
        if !new.edition.is_whole {
            before = Some(edition);
            continue;
        }
        reviewed.extend(revision::reasons::unknown(old, new));
        let both = old.filter(|old| old.edition.is_whole).map(|old| (old, revision::compare(old, new, false)));
        if let Some((old, compared)) = &both {
            let (left, judged) = rayon::join(
                || revision::shift::shifted(*old, new, &compared.correspondence),
                || revision::review::findings(*old, new, compared),
            );
            shifted.extend(left);
            reviewed.extend(judged);
        }
        reviewed.extend(revision::effect::check(new, both.as_ref().map(|(_, compared)| compared)));
        before = Some(edition);
    }
    (shifted, reviewed)
}
