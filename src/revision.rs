//! Two revisions of a set compared: which provision became which, what changed in it, and the papers that say so.
//!
//! `unit` cuts documents into provisions, `align` finds which is which, `text` says what differs, `change` puts it
//! together; `comparison` (新旧対照表), `notice` (改定のお知らせ), `summary` and `json` show it. `history` judges the list of
//! revisions, `review` and `shift` each revision beside the one before it.

pub mod align;
mod change;
pub mod comparison;
pub mod effect;
mod excerpt;
pub mod history;
pub mod json;
pub mod notice;
pub mod reasons;
pub mod review;
pub mod shift;
pub mod summary;
mod text;
mod unit;
mod words;

use rayon::prelude::*;

use crate::analysis::Analysis;
use crate::diagnostic::Rule;
use crate::flow::{self, Flow, Target};
use crate::japanese::numerals::folded;
use crate::model::{Edition, Set};

use align::{Feature, Neighbours, align, containing, moved};
use change::{Anchors, Comparer, merged, pair};
pub use change::{Change, Kind, Part, Place, Role, Side};
pub use text::{Difference, Hunk};
pub use unit::UnitKind;
use unit::{Piece, Unit, pieces, units};

/// What a revision is judged by beside the one before it.
pub fn rules() -> Vec<&'static Rule> {
    let mut rules = vec![&shift::SHIFTED_REFERENCES, &reasons::UNKNOWN_CHANGES, &effect::MISMATCHED_EFFECTIVE_DATES];
    rules.extend(history::rules());
    rules.extend(review::rules());
    rules
}

/// One of the revisions compared.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    /// Id and description; absent for a document that stands alone.
    pub set: Option<(&'a str, &'a Set)>,
    pub edition: &'a Edition,
    pub analysis: &'a Analysis,
}

impl<'a> Version<'a> {
    fn context(self) -> flow::Context<'a> {
        flow::Context { set: self.set, edition: self.edition, analysis: self.analysis }
    }
}

/// What became of every document of two revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// In the order of the new revision; a document that is gone stands after what it followed.
    pub documents: Vec<DocumentChange>,
    pub correspondence: Correspondence,
}

/// One document of one or both revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentChange {
    pub old: Option<DocumentPlace>,
    pub new: Option<DocumentPlace>,
    /// Every provision in reading order, the unchanged ones included.
    pub changes: Vec<Change>,
}

/// A document of one revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentPlace {
    pub id: String,
    /// 別紙１　サービス仕様
    pub heading: String,
}

/// How many provisions met each fate; renumbered and unchanged ones are kept apart from changes of substance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub inserted: usize,
    pub removed: usize,
    pub changed: usize,
    pub moved: usize,
    pub split: usize,
    pub merged: usize,
    pub renumbered: usize,
    pub unchanged: usize,
}

impl Counts {
    fn add(&mut self, kind: Kind) {
        *match kind {
            Kind::Inserted => &mut self.inserted,
            Kind::Removed => &mut self.removed,
            Kind::Changed => &mut self.changed,
            Kind::Moved => &mut self.moved,
            Kind::Split => &mut self.split,
            Kind::Merged => &mut self.merged,
            Kind::Renumbered => &mut self.renumbered,
            Kind::Unchanged => &mut self.unchanged,
        } += 1;
    }

    /// Whether nothing of substance differs.
    pub fn is_nothing(&self) -> bool {
        let Counts { inserted, removed, changed, moved, split, merged, .. } = self;
        inserted + removed + changed + moved + split + merged == 0
    }
}

impl Revision {
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        self.documents.iter().flat_map(|document| &document.changes).for_each(|change| counts.add(change.kind));
        counts
    }
}

impl DocumentChange {
    /// The document as it is now, or as it last was.
    pub fn place(&self) -> Option<&DocumentPlace> {
        self.new.as_ref().or(self.old.as_ref())
    }

    /// Whether a provision of it has changed in substance.
    pub fn is_changed(&self) -> bool {
        self.changes.iter().any(|change| change.kind > Kind::Renumbered)
    }
}

/// Which document and provision of an old revision became which of a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correspondence {
    /// By index of the old document: index of the new one, and its anchors by the old ones.
    documents: Vec<Option<(usize, Anchors)>>,
}

impl Correspondence {
    /// The new document that an old one became.
    pub fn document(&self, old: usize) -> Option<usize> {
        Some(self.documents.get(old)?.as_ref()?.0)
    }

    /// What the anchor of an old document has become.
    pub fn anchor(&self, old: usize, anchor: &str) -> Option<&str> {
        self.documents.get(old)?.as_ref()?.1.get(anchor).map(String::as_str)
    }
}

/// Compares two revisions. `is_exact`: whether width, white space and the notation of numbers count.
pub fn compare(old: Version<'_>, new: Version<'_>, is_exact: bool) -> Revision {
    let (old_flows, new_flows) = rayon::join(|| flows(old), || flows(new));
    let (sides, correspondence) = set_side_by_side(&old_flows, &new_flows, old.analysis, new.analysis);
    let names = Names { old: &old_flows, new: &new_flows, correspondence: &correspondence };
    let documents = sides.par_iter().map(|sides| {
        let place =
            |flow: &Flow| DocumentPlace { id: flow.identity.document.clone(), heading: flow.identity.heading() };
        let old_name = |target: &Target| names.of_old(sides.old_at?, target);
        let new_name = |target: &Target| names.of_new(sides.new_at?, target);
        let comparer = Comparer { old: &old_name, new: &new_name, is_exact };
        DocumentChange {
            old: sides.old_at.map(|at| place(&old_flows[at])),
            new: sides.new_at.map(|at| place(&new_flows[at])),
            changes: sides.changes(&comparer),
        }
    });
    let documents = documents.collect();
    Revision { documents, correspondence }
}

fn flows(version: Version<'_>) -> Vec<Flow> {
    (0..version.edition.contract().len()).into_par_iter().map(|index| flow::build(version.context(), index)).collect()
}

fn set_side_by_side<'a>(
    old: &'a [Flow],
    new: &'a [Flow],
    old_analysis: &Analysis,
    new_analysis: &Analysis,
) -> (Vec<Sides<'a>>, Correspondence) {
    let one = |(old_at, new_at): Row| {
        let old_units = old_at.map(|at| units(&old[at], &old_analysis.outlines[at])).unwrap_or_default();
        let new_units = new_at.map(|at| units(&new[at], &new_analysis.outlines[at])).unwrap_or_default();
        let mut anchors = Anchors::new();
        (Sides::of((old_at, old_units), (new_at, new_units), &mut anchors), anchors)
    };
    let pairs: Vec<_> = documents(old, new).into_par_iter().map(one).collect();
    let mut correspondence = Correspondence { documents: old.iter().map(|_| None).collect() };
    let mut all = Vec::new();
    for (sides, anchors) in pairs {
        if let (Some(old_at), Some(new_at)) = (sides.old_at, sides.new_at) {
            correspondence.documents[old_at] = Some((new_at, anchors));
        }
        all.push(sides);
    }
    (all, correspondence)
}

type Row = (Option<usize>, Option<usize>);

/// Documents by their ids, then by their titles.
fn documents(old: &[Flow], new: &[Flow]) -> Vec<Row> {
    let feature = |flow: &Flow| Feature {
        class: 0,
        id: Some(flow.identity.document.clone()),
        name: folded(&flow.identity.title),
        text: String::new(),
    };
    let features = |flows: &[Flow]| flows.iter().map(feature).collect::<Vec<_>>();
    merged(&align(&features(old), &features(new), Neighbours::Strict), old.len())
}

/// The provisions of one document in both revisions.
struct Sides<'a> {
    old_at: Option<usize>,
    new_at: Option<usize>,
    old: Vec<Unit<'a>>,
    new: Vec<Unit<'a>>,
    rows: Vec<(Row, Vec<change::Pair<'a>>)>,
    /// By position among the new.
    is_moved: Vec<bool>,
}

impl<'a> Sides<'a> {
    fn of(
        (old_at, old): (Option<usize>, Vec<Unit<'a>>),
        (new_at, new): (Option<usize>, Vec<Unit<'a>>),
        anchors: &mut Anchors,
    ) -> Sides<'a> {
        let features = |units: &[Unit<'_>]| units.iter().map(Unit::feature).collect::<Vec<_>>();
        let old_of_new = align(&features(&old), &features(&new), Neighbours::Strict);
        let parts = |unit: Option<&Unit<'a>>| -> Vec<Piece<'a>> {
            unit.map(|unit| pieces(unit.blocks.iter().copied())).unwrap_or_default()
        };
        let rows = merged(&old_of_new, old.len()).into_iter().map(|row| {
            let (one, other) = (row.0.map(|at| &old[at]), row.1.map(|at| &new[at]));
            if let (Some(one), Some(other)) = (one, other) {
                anchors.insert(one.anchor.to_owned(), other.anchor.to_owned());
            }
            (row, pair(parts(one), parts(other), anchors))
        });
        let rows = rows.collect();
        Sides { old_at, new_at, is_moved: moved(&old_of_new), old, new, rows }
    }

    fn changes(&self, comparer: &Comparer<'_>) -> Vec<Change> {
        let change = |(row, pairs): &(Row, Vec<change::Pair<'a>>)| match *row {
            (Some(old), Some(new)) => comparer.unit(&self.old[old], &self.new[new], pairs, self.is_moved[new]),
            (Some(old), None) => comparer.lonely(&self.old[old], Kind::Removed, pairs),
            (None, new) => comparer.lonely(&self.new[new.unwrap_or_default()], Kind::Inserted, pairs),
        };
        let mut changes: Vec<Change> = self.rows.iter().map(change).collect();
        // What came with a whole document, or went with it, was neither split nor merged.
        if self.old_at.is_some() && self.new_at.is_some() {
            self.trace(&mut changes, Kind::Inserted, Kind::Split, &self.new, &self.old, |row| row.1);
            self.trace(&mut changes, Kind::Removed, Kind::Merged, &self.old, &self.new, |row| row.0);
        }
        changes
    }

    /// Looks for the words of provisions of one revision alone in provisions of the other.
    fn trace(
        &self,
        changes: &mut [Change],
        lonely: Kind,
        traced: Kind,
        from: &[Unit<'_>],
        to: &[Unit<'_>],
        place: impl Fn(&Row) -> Option<usize>,
    ) {
        let rows = || self.rows.iter().enumerate();
        let at: Vec<(usize, usize)> = rows()
            .filter(|(row, _)| changes[*row].kind == lonely && changes[*row].unit == UnitKind::Provision)
            .filter_map(|(row, (sides, _))| Some((row, place(sides)?)))
            .collect();
        if at.is_empty() {
            return;
        }
        let parts: Vec<String> = at.iter().map(|(_, unit)| from[*unit].text()).collect();
        let among: Vec<String> = to.iter().map(Unit::text).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let among: Vec<&str> = among.iter().map(String::as_str).collect();
        for ((row, _), found) in at.into_iter().zip(containing(&parts, &among)) {
            if let Some(other) = found.filter(|found| to[*found].kind == UnitKind::Provision) {
                changes[row].kind = traced;
                changes[row].other = Some(Place::of(&to[other]));
            }
        }
    }
}

/// Names of what links lead to, the same for a place and what it has become.
struct Names<'a> {
    old: &'a [Flow],
    new: &'a [Flow],
    correspondence: &'a Correspondence,
}

impl Names<'_> {
    fn of_new(&self, from: usize, target: &Target) -> Option<String> {
        let (document, anchor) = place(self.new, from, target)?;
        Some(format!("{document}#{anchor}"))
    }

    fn of_old(&self, from: usize, target: &Target) -> Option<String> {
        let (document, anchor) = place(self.old, from, target)?;
        let became = self.correspondence.document(document);
        let name = match (became, anchor) {
            (Some(became), "") => Some(format!("{became}#")),
            (Some(became), anchor) => {
                self.correspondence.anchor(document, anchor).map(|anchor| format!("{became}#{anchor}"))
            }
            (None, _) => None,
        };
        // What is gone has a name of its own.
        Some(name.unwrap_or_else(|| format!("-{document}#{anchor}")))
    }
}

/// Index of the document and the anchor that a link in document `from` leads to.
fn place<'t>(flows: &[Flow], from: usize, target: &'t Target) -> Option<(usize, &'t str)> {
    match target {
        Target::Anchor(anchor) | Target::Note(anchor) => Some((from, &anchor.0)),
        Target::Document { document, anchor, .. } => {
            let at = flows.iter().position(|flow| flow.identity.document == *document)?;
            Some((at, anchor.as_ref().map_or("", |anchor| &anchor.0)))
        }
        Target::External(_) => None,
    }
}
