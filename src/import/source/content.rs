//! Paragraphs, items and what stands below them.

use super::ids::Notes;
use super::period;
use super::table;
use super::text;
use super::yaml::Node;
use crate::import::draft::{Entry, EntryLabelKind, Part};
use crate::import::manuscript::{FootNote, Written};
use crate::model::Digits;

/// What is the same for all texts of a document.
pub(super) struct Style {
    pub digits: Digits,
    pub notes: Notes,
    pub periods: super::ids::Ids,
}

/// What stands below a text until the next text of the same level.
#[derive(Default)]
struct Group<'e> {
    text: String,
    parts: Vec<&'e Part>,
}

impl Style {
    /// Paragraphs with or without numbers. A place that must not be empty holds at least one.
    pub fn paragraphs(&mut self, entries: &[Entry]) -> Node {
        Node::List(entries.iter().map(|entry| self.paragraph(entry)).collect())
    }

    fn paragraph(&mut self, entry: &Entry) -> Node {
        let mut map = self.entry(entry);
        if let Some(period) = period::propose(entry, &mut self.periods) {
            let at = map.iter().position(|(key, _)| *key != "title" && *key != "text").unwrap_or(map.len());
            map.insert(at, ("period", period));
        }
        short(map)
    }

    fn item(&mut self, entry: &Entry) -> Node {
        short(self.entry(entry))
    }

    fn entry(&mut self, entry: &Entry) -> Vec<(&'static str, Node)> {
        let mut map = Vec::new();
        if let Some(title) = &entry.title {
            map.push(("title", Node::text(text::line(title, &mut self.notes))));
        }
        let words = text::lines(&entry.text, &mut self.notes);
        let mut groups = self.groups(&entry.parts).into_iter();
        let first = groups.next().unwrap_or_default();
        if !words.is_empty() {
            map.push(("text", Node::Text(words)));
        } else if first.parts.is_empty() && entry.title.is_none() {
            map.push(("text", Node::Text(String::new()).remarked("原文では空です")));
        }
        map.extend(self.parts(&first.parts, &entry.notes));
        let after: Vec<Node> = groups.map(|group| self.text_after(group)).collect();
        match <[Node; 1]>::try_from(after) {
            Ok([only]) if matches!(only, Node::Text(_)) => map.push(("text-after", only)),
            Ok(only) => map.push(("text-after", Node::List(only.into()))),
            Err(after) if after.is_empty() => {}
            Err(after) => map.push(("text-after", Node::List(after))),
        }
        map
    }

    fn text_after(&mut self, group: Group<'_>) -> Node {
        let mut map = vec![("text", Node::Text(group.text))];
        map.extend(self.parts(&group.parts, &[]));
        short(map)
    }

    /// Parts stand in one order, each once: what does not fit goes on as text.
    fn groups<'e>(&mut self, parts: &'e [Part]) -> Vec<Group<'e>> {
        let mut groups = vec![Group::default()];
        for part in parts {
            let rank = part.rank();
            let last = groups.last_mut().and_then(|group| group.parts.last()).map(|last| last.rank());
            let fits = last.is_none_or(|last| last < rank);
            match part {
                Part::Text(lines) => groups.extend(self.texts(lines)),
                Part::Notes(notes) if !self.are_ours(notes) => groups.extend(self.flat(notes)),
                Part::Items(entries) | Part::Bullets(entries) | Part::Notes(entries) if !fits => {
                    groups.extend(self.flat(entries));
                }
                Part::Table(table) if !fits => {
                    let cells =
                        table.rows.iter().flatten().flat_map(|cell| &cell.passages).map(|passage| &passage.text);
                    groups.extend(self.texts(cells));
                }
                part => groups.last_mut().into_iter().for_each(|group| group.parts.push(part)),
            }
        }
        groups
    }

    fn texts<'w, 'e>(&mut self, texts: impl IntoIterator<Item = &'w Written>) -> Vec<Group<'e>> {
        let texts = texts.into_iter().map(|text| text::line(text, &mut self.notes)).filter(|text| !text.is_empty());
        texts.map(|text| Group { text, parts: Vec::new() }).collect()
    }

    /// A list whose labels are text.
    fn flat<'e>(&mut self, entries: &[Entry]) -> Vec<Group<'e>> {
        let one = |entry: &Entry| {
            let mut texts = entry.texts().into_iter();
            let label = entry.label.as_ref().and_then(|_| texts.next()).cloned();
            let rest: Vec<&Written> = texts.collect();
            (label, rest.into_iter().cloned().collect::<Vec<_>>())
        };
        let mut groups = Vec::new();
        for (label, mut texts) in entries.iter().map(one) {
            if let Some(mut label) = label {
                if !texts.is_empty() {
                    label.push("　", &texts.remove(0));
                }
                texts.insert(0, label);
            }
            groups.extend(self.texts(&texts));
        }
        groups
    }

    /// Whether the program would write the same signs.
    fn are_ours(&self, notes: &[Entry]) -> bool {
        notes.iter().enumerate().all(|(at, note)| {
            let written = note.label.as_ref().map(|label| label.written.as_str());
            let is_simple = note.parts.is_empty() && note.title.is_none();
            written == Some(&self.digits.note_label(at, notes.len())) && is_simple
        })
    }

    fn parts(&mut self, parts: &[&Part], notes: &[FootNote]) -> Vec<(&'static str, Node)> {
        let mut map = Vec::new();
        let mut below = Vec::new();
        for part in parts {
            match part {
                Part::Items(items) => map.push(("items", self.list(items))),
                Part::Bullets(bullets) => map.push(("bullets", self.list(bullets))),
                Part::Table(table) => map.push(("table", table::write(table, &mut self.notes))),
                Part::Notes(notes) => below.extend(notes.iter().map(|note| self.note(note))),
                Part::Text(_) => {}
            }
        }
        below.extend(self.foot_notes(notes));
        if !below.is_empty() {
            map.push(("notes", Node::List(below)));
        }
        map
    }

    fn list(&mut self, entries: &[Entry]) -> Node {
        Node::List(entries.iter().map(|entry| self.item(entry)).collect())
    }

    fn note(&mut self, note: &Entry) -> Node {
        Node::Text(text::lines(&note.text, &mut self.notes))
    }

    /// Notes that are called from texts.
    pub fn foot_notes(&mut self, notes: &[FootNote]) -> Vec<Node> {
        foot_notes(notes, &mut self.notes)
    }
}

pub(super) fn foot_notes(foot_notes: &[FootNote], notes: &mut Notes) -> Vec<Node> {
    let note = |note: &FootNote| {
        let id = notes.id(&note.id);
        Node::Map(vec![("id", Node::Raw(id)), ("text", Node::Text(text::line(&note.text, notes)))])
    };
    foot_notes.iter().map(note).collect()
}

/// A text alone needs no key.
fn short(mut map: Vec<(&'static str, Node)>) -> Node {
    match map.as_slice() {
        [("text", Node::Text(_) | Node::Remarked(..))] => map.remove(0).1,
        _ => Node::Map(map),
    }
}

/// The number of an entry's label and how it is dressed.
pub(super) fn number(entry: &Entry) -> Option<(&crate::import::label::Style, u32)> {
    match &entry.label.as_ref()?.kind {
        EntryLabelKind::Number(style, number) => Some((style, *number)),
        EntryLabelKind::Bullet(_) | EntryLabelKind::Note(_) => None,
    }
}
