//! `set.yaml`: what the documents say about themselves; what they do not say is to be looked at.

use super::ids::Notes;
use super::text;
use super::yaml::{self, Node};
use crate::import::draft::{Drafts, Revision};

pub(super) fn write(drafts: &Drafts) -> String {
    let mut notes = Notes::default();
    let first = drafts.documents.first();
    let title = match first.and_then(|draft| draft.title.as_ref()) {
        Some(title) => Node::Text(text::line(title, &mut notes)),
        None => Node::text(first.map(super::document::proposed_title).unwrap_or_default())
            .remarked("原文に題名がありません"),
    };
    let sender =
        first.and_then(|draft| draft.letter.as_ref()).map(|letter| letter.sender.as_slice()).unwrap_or_default();
    let name = sender.first().or(drafts.provider.as_ref());
    let name = match name {
        Some(name) => Node::Text(text::line(name, &mut notes)),
        None => Node::text("〇〇株式会社").remarked("提供者の名前が見つかりません"),
    };
    let mut provider = vec![("name", name)];
    if let Some(representative) = sender.get(1) {
        provider.push(("representative", Node::Text(text::line(representative, &mut notes))));
    }
    let map = vec![
        ("title", title),
        ("provider", Node::Map(provider)),
        ("documents", Node::flow(drafts.documents.iter().map(|draft| draft.id.clone()))),
        ("revisions", Node::List(drafts.revisions.iter().map(revision).collect())),
    ];
    yaml::write(map)
}

fn revision(revision: &Revision) -> Node {
    let effective = Node::Raw(revision.effective.to_string());
    let effective = match revision.line {
        Some(_) => effective,
        None => effective.remarked("施行日が原文から分かりません"),
    };
    // Always in quotes: 2.10 is no number.
    let mut map = vec![("number", Node::Raw(format!("\"{}\"", revision.number))), ("effective", effective)];
    if !revision.note.is_empty() {
        let note = crate::import::manuscript::Written::new(revision.note.clone(), 0);
        map.push(("note", Node::Text(text::line(&note, &mut Notes::default()))));
    }
    Node::Map(map)
}
