//! A revision judged by the rules of the one before it, and by what the set says of it: told in time and the right way,
//! declared, and described as it is.

pub mod declaration;
pub mod note;
pub mod promise;
pub mod quantity;

use std::collections::HashMap;

use super::{Change, DocumentChange, DocumentPlace, Kind, Part, Place, Revision, UnitKind, Version};
use crate::analysis::Outline;
use crate::diagnostic::{Diagnostic, Rule};
use crate::flow::plain_text;
use crate::model::{self, Id, Key, Set};
use crate::source::Span;

/// A revision beside the one before it.
pub struct Review<'a> {
    old: Version<'a>,
    new: Version<'a>,
    set: &'a Set,
    /// What the set says of the new one.
    entry: &'a model::Revision,
    amended: Vec<Amended<'a>>,
    /// What is as it was, but perhaps for its number.
    kept: Vec<Amended<'a>>,
    /// Every text that is not as it was, before and now, those of supplementary provisions included.
    texts: Vec<String>,
}

/// A provision that a revision changes in substance, or one that it leaves.
struct Amended<'a> {
    change: &'a Change,
    old: Option<Provision<'a>>,
    new: Option<Provision<'a>>,
    /// What notice rules may govern it by: before, and now.
    subjects: Vec<&'a str>,
}

/// A provision of one of the revisions.
struct Provision<'a> {
    document: &'a model::Document,
    outline: &'a Outline,
    place: &'a Place,
    span: Span,
}

pub fn rules() -> [&'static Rule; 5] {
    [
        &promise::SHORT_NOTICE_PERIODS,
        &promise::WRONG_NOTICE_CHANNELS,
        &declaration::UNDECLARED_CHANGES,
        &note::STALE_REVISION_NOTES,
        &quantity::STALE_QUANTITIES,
    ]
}

/// Every finding of a revision beside the one before it; none where a revision between the two is not there to compare.
/// `compared` is [`super::compare`] of the two, notation apart.
pub fn findings(old: Version<'_>, new: Version<'_>, compared: &Revision) -> Vec<Diagnostic> {
    let (Some((_, set)), Some(entry)) = (new.set, &new.edition.revision) else { return Vec::new() };
    let Some(before) = &old.edition.revision else { return Vec::new() };
    let is_between = |other: &model::Revision| before.effective < other.effective && other.effective < entry.effective;
    if set.revisions.iter().any(is_between) {
        return Vec::new();
    }
    // A document of the set that one revision lacks is missing or could not be read, and that is found elsewhere.
    let is_missing = |document: &DocumentChange| {
        let is_listed = |place: &DocumentPlace| set.documents.iter().any(|id| id.name == place.id);
        (document.old.is_none() || document.new.is_none()) && document.place().is_some_and(is_listed)
    };
    if compared.documents.iter().any(is_missing) {
        return Vec::new();
    }
    let (amended, kept) = sorted(compared, old, new);
    let changes = compared.documents.iter().flat_map(|document| &document.changes);
    let texts = changes.flat_map(texts).flat_map(|(old, new)| [old, new]).collect();
    let review = Review { old, new, set, entry, amended, kept, texts };
    let mut found = promise::check(&review);
    found.extend(declaration::check(&review));
    found.extend(note::check(&review));
    found.extend(quantity::check(&review));
    found
}

/// Provisions amended and provisions kept. Titles, supplementary provisions and what closes a document follow of
/// themselves.
fn sorted<'a>(compared: &'a Revision, old: Version<'a>, new: Version<'a>) -> (Vec<Amended<'a>>, Vec<Amended<'a>>) {
    let subjects = (subjects(old), subjects(new));
    let (mut amended, mut kept) = (Vec::new(), Vec::new());
    for document in &compared.documents {
        let find = |version: Version<'a>, id: &str| {
            version.edition.documents.iter().position(|document| document.id.name == id)
        };
        let old_at = document.old.as_ref().and_then(|place| find(old, &place.id));
        let new_at = document.new.as_ref().and_then(|place| find(new, &place.id));
        for change in document.changes.iter().filter(|change| change.unit == UnitKind::Provision) {
            let (before, was) = provision(old, old_at, change.old.as_ref(), &subjects.0).unzip();
            let (after, is) = provision(new, new_at, change.new.as_ref(), &subjects.1).unzip();
            let subjects = [was, is].into_iter().flatten().flatten().collect();
            let one = Amended { change, old: before, new: after, subjects };
            if one.is_amended() { amended.push(one) } else { kept.push(one) }
        }
    }
    (amended, kept)
}

/// Subjects by document and the provision each stands on.
type Subjects<'a> = HashMap<(usize, Key), &'a Id>;

fn subjects(version: Version<'_>) -> Subjects<'_> {
    let documents = version.edition.contract().iter().enumerate();
    documents
        .flat_map(|(at, document)| document.gather().subjects.into_iter().map(move |(key, id)| ((at, key), id)))
        .collect()
}

/// A provision with the subject that it, or the nearest heading above it, has.
fn provision<'a>(
    version: Version<'a>,
    document: Option<usize>,
    place: Option<&'a Place>,
    subjects: &Subjects<'a>,
) -> Option<(Provision<'a>, Option<&'a str>)> {
    let (at, place) = (document?, place?);
    let outline = &version.analysis.outlines[at];
    let key = outline.find(&place.anchor)?;
    let above = std::iter::successors(Some(key), |&key| outline.provision(key).parent);
    let subject = above.filter_map(|key| subjects.get(&(at, key))).next();
    let document = &version.edition.documents[at];
    let provision = Provision { document, outline, place, span: outline.provision(key).span };
    Some((provision, subject.map(|id| id.name.as_str())))
}

impl<'a> Amended<'a> {
    fn is_amended(&self) -> bool {
        let is_moved_only = self.change.kind == Kind::Moved && !self.has_new_text() && !self.has_new_caption();
        self.change.kind > Kind::Renumbered && !is_moved_only
    }

    fn has_new_text(&self) -> bool {
        self.is_lonely() || self.change.parts.iter().any(|part| part.kind > Kind::Renumbered)
    }

    fn has_new_caption(&self) -> bool {
        !self.change.caption.hunks.is_empty()
    }

    /// Whether only one of the revisions has it.
    fn is_lonely(&self) -> bool {
        self.change.old.is_none() || self.change.new.is_none()
    }

    /// Before and now.
    fn provisions(&self) -> impl Iterator<Item = &Provision<'a>> {
        self.old.iter().chain(&self.new)
    }

    /// As it is now, or as it last was.
    fn provision(&self) -> Option<&Provision<'a>> {
        self.new.as_ref().or(self.old.as_ref())
    }

    /// 第９条（利用料金）; what is gone by its old number.
    fn citation(&self) -> String {
        let place = self.provision().map(|provision| provision.place.citation()).unwrap_or_default();
        if self.new.is_none() { format!("現行の{place}") } else { place }
    }

    /// The texts that are not as they were, old and new.
    fn texts(&self) -> Vec<(String, String)> {
        texts(self.change)
    }
}

fn texts(change: &Change) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    change.parts.iter().for_each(|part| push_texts(part, &mut texts));
    texts
}

fn push_texts(part: &Part, out: &mut Vec<(String, String)>) {
    if part.kind <= Kind::Renumbered {
        return;
    }
    let text = |side: &Option<super::Side>| side.as_ref().map(|side| plain_text(&side.text)).unwrap_or_default();
    let (old, new) = (text(&part.old), text(&part.new));
    if old != new {
        out.push((old, new));
    }
    part.parts.iter().for_each(|part| push_texts(part, out));
}
