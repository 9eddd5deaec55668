//! Bookmarks: the headings of the document, nested as they are in it.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use crate::flow::{Anchor, Block, plain_text};

use super::finish::text_string;

/// A bookmark and those below it.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    pub title: String,
    pub anchor: &'a Anchor,
    level: u8,
    pub below: Vec<Entry<'a>>,
}

/// The headings of blocks in document order, nested by their level.
pub fn entries(blocks: &[Block]) -> Vec<Entry<'_>> {
    let mut headings = Vec::new();
    collect(blocks, &mut headings);
    nest(&mut headings.into_iter().peekable(), 0)
}

fn collect<'a>(blocks: &'a [Block], out: &mut Vec<Entry<'a>>) {
    for block in blocks {
        match block {
            Block::Section(section) => {
                let title = format!("{}{}", section.heading.label, plain_text(&section.heading.title));
                let title = title.trim_end().replace('\n', "");
                out.push(Entry { title, anchor: &section.anchor, level: section.heading.level, below: Vec::new() });
                collect(&section.blocks, out);
            }
            Block::Paragraph(paragraph) => collect(&paragraph.blocks, out),
            Block::List(list) => list.items.iter().for_each(|item| collect(&item.blocks, out)),
            Block::Boxed(boxed) => collect(&boxed.blocks, out),
            Block::Table(_) | Block::Figure(_) | Block::Signature(_) | Block::Entry(_) => {}
        }
    }
}

/// Takes the headings deeper than `level`, each with those deeper than itself below it.
fn nest<'a>(headings: &mut std::iter::Peekable<std::vec::IntoIter<Entry<'a>>>, level: u8) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    while let Some(mut entry) = headings.next_if(|next| next.level > level) {
        entry.below = nest(headings, entry.level);
        entries.push(entry);
    }
    entries
}

/// Adds the bookmarks to a file; `None` if there are none.
pub fn add(document: &mut Document, entries: &[Entry]) -> Option<ObjectId> {
    if entries.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let (first, last) = add_level(document, entries, root)?;
    let root_dictionary =
        dictionary! { "Type" => "Outlines", "First" => first, "Last" => last, "Count" => entries.len() as i64 };
    document.set_object(root, root_dictionary);
    Some(root)
}

/// Adds entries of one level; first and last of them.
fn add_level(document: &mut Document, entries: &[Entry], parent: ObjectId) -> Option<(ObjectId, ObjectId)> {
    let ids: Vec<ObjectId> = entries.iter().map(|_| document.new_object_id()).collect();
    for (i, entry) in entries.iter().enumerate() {
        let mut item: Dictionary = dictionary! {
            "Title" => text_string(&entry.title),
            "Parent" => parent,
            "Dest" => Object::string_literal(entry.anchor.0.as_bytes()),
        };
        if let Some(before) = i.checked_sub(1) {
            item.set("Prev", ids[before]);
        }
        if let Some(next) = ids.get(i + 1) {
            item.set("Next", *next);
        }
        if let Some((first, last)) = add_level(document, &entry.below, ids[i]) {
            item.set("First", first);
            item.set("Last", last);
            // Negative: closed, so that a long document opens with its chapters in view.
            item.set("Count", -(entry.below.len() as i64));
        }
        document.set_object(ids[i], item);
    }
    Some((*ids.first()?, *ids.last()?))
}
