//! A comparison for other programs: every provision that is not the same, with its citations, anchors and texts.

use std::ops::Range;

use serde::Serialize;

use super::{Change, Counts, DocumentPlace, Kind, Part, Place, Revision, Side};
use crate::flow::plain_text;

/// Version of the format; it grows when a key changes its meaning or goes away, not when one is added.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    format: u32,
    changes: Vec<Entry<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    inserted: usize,
    removed: usize,
    changed: usize,
    moved: usize,
    split: usize,
    merged: usize,
    renumbered: usize,
    unchanged: usize,
}

#[derive(Serialize)]
struct Entry<'a> {
    kind: &'static str,
    /// Id of the document in the new revision, or in the old one where it is gone.
    document: &'a str,
    old: Option<Cited<'a>>,
    new: Option<Cited<'a>>,
    /// Where the words of a split provision come from, or where those of a merged one went.
    other: Option<Cited<'a>>,
    texts: Vec<Text<'a>>,
}

#[derive(Serialize)]
struct Cited<'a> {
    citation: String,
    anchor: &'a str,
}

/// A text that differs.
#[derive(Serialize)]
struct Text<'a> {
    kind: &'static str,
    old: Option<Words<'a>>,
    new: Option<Words<'a>>,
}

#[derive(Serialize)]
struct Words<'a> {
    anchor: &'a str,
    label: &'a str,
    text: String,
    /// Characters that differ, from 0, the end not included.
    spans: Vec<[usize; 2]>,
}

/// One JSON object; see the guide for its keys.
///
/// # Errors
/// Never in practice: nothing in it can fail to be written.
pub fn render(revision: &Revision) -> Result<String, serde_json::Error> {
    let mut changes = Vec::new();
    for document in &revision.documents {
        let id = document.place().map_or("", |DocumentPlace { id, .. }| id);
        let listed = document.changes.iter().filter(|change| change.kind != Kind::Unchanged);
        changes.extend(listed.map(|change| entry(id, change)));
    }
    let Counts { inserted, removed, changed, moved, split, merged, renumbered, unchanged } = revision.counts();
    let summary = Summary { inserted, removed, changed, moved, split, merged, renumbered, unchanged };
    serde_json::to_string_pretty(&Report { format: FORMAT, changes, summary })
}

fn entry<'a>(document: &'a str, change: &'a Change) -> Entry<'a> {
    let cited = |place: &'a Option<Place>| {
        place.as_ref().map(|place| Cited { citation: place.citation(), anchor: &place.anchor })
    };
    let mut texts: Vec<Text> = Vec::new();
    if !change.caption.hunks.is_empty() {
        let words = |place: &'a Option<Place>, ranges: Vec<Range<usize>>| {
            place.as_ref().map(|place| words(&place.anchor, &place.label, plain_text(&place.caption), &ranges))
        };
        let hunks = &change.caption.hunks;
        texts.push(Text {
            kind: Kind::Changed.name(),
            old: words(&change.old, hunks.iter().map(|hunk| hunk.old.clone()).collect()),
            new: words(&change.new, hunks.iter().map(|hunk| hunk.new.clone()).collect()),
        });
    }
    change.parts.iter().for_each(|part| push_texts(part, &mut texts));
    Entry {
        kind: change.kind.name(),
        document,
        old: cited(&change.old),
        new: cited(&change.new),
        other: cited(&change.other),
        texts,
    }
}

fn push_texts<'a>(part: &'a Part, out: &mut Vec<Text<'a>>) {
    if part.kind == Kind::Unchanged {
        return;
    }
    let side = |side: &'a Side| words(&side.anchor, &side.label, plain_text(&side.text), &side.marks);
    let is_own = |side: &Option<Side>| side.as_ref().is_some_and(|side| !side.text.is_empty());
    let has_marks = [&part.old, &part.new].into_iter().flatten().any(|side| !side.marks.is_empty());
    let is_lonely = part.old.is_none() || part.new.is_none();
    if (is_own(&part.old) || is_own(&part.new)) && (has_marks || is_lonely || part.kind == Kind::Moved) {
        let kind = part.kind.name();
        out.push(Text { kind, old: part.old.as_ref().map(side), new: part.new.as_ref().map(side) });
    }
    part.parts.iter().for_each(|part| push_texts(part, out));
}

fn words<'a>(anchor: &'a str, label: &'a str, text: String, ranges: &[Range<usize>]) -> Words<'a> {
    let count = |end: usize| text.get(..end).map_or(0, |before| before.chars().count());
    let spans = ranges.iter().filter(|range| !range.is_empty()).map(|range| [count(range.start), count(range.end)]);
    let spans = spans.collect();
    Words { anchor, label, text, spans }
}
