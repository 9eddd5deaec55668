//! A comparison for the terminal: a line a provision, and what differs in it.

use super::{Change, DocumentChange, Kind, Part, Place, Revision, UnitKind};
use crate::diagnostic::Lang;
use crate::flow::plain_text;
use crate::say;

/// What changed, in the reader's language.
pub fn render(revision: &Revision, lang: Lang) -> String {
    let mut out = String::new();
    for document in revision.documents.iter().filter(|document| document.is_changed()) {
        let heading = document.place().map(|place| place.heading.as_str()).unwrap_or_default();
        out.push_str(&format!("{heading}{}\n", fate(document, lang)));
        for change in document.changes.iter().filter(|change| change.kind > Kind::Renumbered) {
            push_change(change, lang, &mut out);
        }
        out.push('\n');
    }
    let counts = revision.counts();
    let (inserted, removed, changed) = (counts.inserted + counts.split, counts.removed + counts.merged, counts.changed);
    let (moved, renumbered) = (counts.moved, counts.renumbered);
    let total = if counts.is_nothing() && renumbered == 0 {
        say!("二つの改定に、内容の違いはありません。", "the revisions do not differ in substance.")
    } else {
        say!(
            "新設 {inserted}、削除 {removed}、変更 {changed}、移動 {moved}、番号だけの変更 {renumbered}",
            "inserted: {inserted}, removed: {removed}, changed: {changed}, moved: {moved}, renumbered only: {renumbered}"
        )
    };
    out.push_str(total.get(lang));
    out.push('\n');
    out
}

fn fate(document: &DocumentChange, lang: Lang) -> String {
    let words = match (&document.old, &document.new) {
        (None, _) => say!("（新しい文書）", " (new document)"),
        (_, None) => say!("（廃止）", " (no longer there)"),
        _ => say!("", ""),
    };
    words.get(lang).to_owned()
}

/// What became of a provision, as people say it.
pub fn title(kind: Kind) -> crate::diagnostic::Message {
    match kind {
        Kind::Unchanged => say!("変更なし", "unchanged"),
        Kind::Renumbered => say!("番号", "renumbered"),
        Kind::Changed => say!("変更", "changed"),
        Kind::Moved => say!("移動", "moved"),
        Kind::Split => say!("分割", "split"),
        Kind::Merged => say!("統合", "merged"),
        Kind::Inserted => say!("新設", "inserted"),
        Kind::Removed => say!("削除", "removed"),
    }
}

fn push_change(change: &Change, lang: Lang, out: &mut String) {
    let cite = |place: &Option<Place>| place.as_ref().map(Place::citation).unwrap_or_default();
    let (old, new) = (cite(&change.old), cite(&change.new));
    let what = match (old.as_str(), new.as_str()) {
        ("", "") if change.unit == UnitKind::Closing => say!("末尾", "closing").get(lang).to_owned(),
        ("", "") => say!("前文", "preamble").get(lang).to_owned(),
        ("", one) | (one, "") => one.to_owned(),
        (old, new) if old == new => new.to_owned(),
        (old, new) => format!("{old} → {new}"),
    };
    let other = cite(&change.other);
    let remark = match change.kind {
        Kind::Split => say!("（{other}から）", " (from {other})"),
        Kind::Merged => say!("（{other}へ）", " (into {other})"),
        _ => say!("", ""),
    };
    out.push_str(&format!("  {}  {what}{}\n", title(change.kind).get(lang), remark.get(lang)));
    if matches!(change.kind, Kind::Changed | Kind::Moved) {
        change.parts.iter().for_each(|part| push_part(part, out));
    }
}

/// The words that differ, old ones after `-`, new ones after `+`.
fn push_part(part: &Part, out: &mut String) {
    if part.kind == Kind::Unchanged {
        return;
    }
    for (sign, side) in [('-', &part.old), ('+', &part.new)] {
        let Some(side) = side else { continue };
        let text = plain_text(&side.text);
        let marked: Vec<&str> = side.marks.iter().filter_map(|mark| text.get(mark.clone())).collect();
        let words = marked.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" … ");
        if !words.is_empty() {
            let line = words.replace('\n', " ");
            out.push_str(&format!("      {sign} {}{line}\n", side.label));
        }
    }
    part.parts.iter().for_each(|part| push_part(part, out));
}
