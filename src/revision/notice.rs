//! 改定のお知らせ: what customers are told before a revision takes effect: from when, what changes and why, whom to ask.
//!
//! Civil Code 548-4 asks for the change, the new text and the day it takes effect.

use super::summary::title;
use super::{Change, Kind, Place, Revision, UnitKind, Version, reasons};
use crate::diagnostic::Lang;
use crate::flow::{
    self, Align, Anchor, Block, Cell, Column, Flow, Heading, Inline, Paragraph, Row, RowGroup, Section, SectionKind,
    Sheet, Table, TableStyle, date, plain_text,
};
use crate::model::{Digits, Prose};

/// The notice as a document.
pub fn build(revision: &Revision, new: Version<'_>) -> Flow {
    let mut identity = flow::identity(new.context(), 0);
    let subject = identity.set.as_ref().map_or(identity.title.clone(), |(_, title)| title.clone());
    let effective = identity.effective.map(|day| date::day(day, Digits::HalfWidth));
    let mut sections = Sections::default();
    if let Some(day) = &effective {
        sections.push("効力が生じる日", vec![text(format!("改定後の内容は、{day}から効力を生じます。"))]);
    }
    sections.push("改定の内容及び理由", contents(revision, new));
    if let Some(day) = &effective {
        let words =
            format!("改定の前後の条文は、別添の新旧対照表のとおりです。{day}より前は、現行の内容が適用されます。");
        sections.push("改定後の内容", vec![text(words)]);
    }
    sections.extend_contact(new);
    let mut blocks = opening(new, &subject);
    blocks.extend(sections.blocks);
    blocks.push(aligned("以上".to_owned(), Align::End));
    (identity.document, identity.label, identity.subtitle) = ("notice".to_owned(), None, None);
    identity.title = format!("{subject}　改定のお知らせ");
    identity.edition = String::new();
    identity.provider = String::new();
    Flow { identity, sheet: Sheet::Portrait, head: Vec::new(), blocks }
}

/// Date, sender, addressee and greeting.
fn opening(new: Version<'_>, subject: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let announced = new.edition.revision.as_ref().and_then(|revision| revision.announced);
    blocks.extend(announced.map(|day| aligned(date::day(day, Digits::HalfWidth), Align::End)));
    blocks.push(aligned("契約者の皆様".to_owned(), Align::Start));
    if let Some((_, set)) = new.set {
        let provider = &set.provider;
        blocks.push(aligned(plain(&provider.name), Align::End));
        blocks.extend(provider.representative.as_ref().map(|name| aligned(plain(name), Align::End)));
    }
    blocks.push(text(format!("平素より{subject}をご利用いただき、誠にありがとうございます。")));
    blocks.push(text(format!("このたび、{subject}に関する規約等を次のとおり改定しますので、お知らせします。")));
    blocks
}

/// What the set says of the revision, and a table of the provisions.
fn contents(revision: &Revision, new: Version<'_>) -> Vec<Block> {
    let note = new.edition.revision.as_ref().and_then(|revision| revision.note.as_ref());
    let mut blocks: Vec<Block> = note.map(|note| text(plain(note))).into_iter().collect();
    let mut groups: Vec<RowGroup> = revision
        .documents
        .iter()
        .filter(|document| document.is_changed())
        .map(|document| {
            let (heading, id) = document.place().map_or(("", ""), |place| (&place.heading, &place.id));
            let shown = document.changes.iter().filter(|change| is_listed(change));
            let mut rows: Vec<Row> = shown.map(|change| row(change, id, new)).collect();
            if document.old.is_none() || document.new.is_none() {
                let fate = if document.old.is_none() { "新設" } else { "廃止" };
                let reason = reasons::of_document(&new, id).map(plain).unwrap_or_default();
                rows = vec![Row { cells: vec![cell("全部".to_owned()), cell(fate.to_owned()), cell(reason)] }];
            }
            RowGroup { heading: vec![Inline::Text(heading.to_owned())], rows }
        })
        .collect();
    if groups.is_empty() {
        blocks.push(text("条項の番号、字句等の整理であり、内容に変更はありません。".to_owned()));
        return blocks;
    }
    let is_given = |row: &Row| row.cells.last().is_some_and(|reason| !reason.blocks.is_empty());
    let has_reasons = groups.iter().flat_map(|group| &group.rows).any(is_given);
    // Where no provision has a reason of its own, a column for it would stand empty.
    let columns = if has_reasons { 3 } else { 2 };
    groups.iter_mut().flat_map(|group| &mut group.rows).for_each(|row| row.cells.truncate(columns));
    let head = ["条項", "改定の別", "改定の理由"].map(|title| Cell { is_heading: true, ..cell(title.to_owned()) });
    let column = |weight| Column { weight: Some(weight), align: Align::Start };
    blocks.push(Block::Table(Table {
        anchor: None,
        style: TableStyle::Ruled,
        caption: Vec::new(),
        columns: [5, 2, 5][..columns].iter().copied().map(column).collect(),
        head: vec![Row { cells: head[..columns].to_vec() }],
        groups,
    }));
    blocks
}

/// Titles of chapters and what closes a document are no news.
fn is_listed(change: &Change) -> bool {
    change.kind > Kind::Renumbered && change.unit != UnitKind::Closing
}

fn row(change: &Change, document: &str, new: Version<'_>) -> Row {
    let place = change.new.as_ref().or(change.old.as_ref());
    let citation = match change.unit {
        UnitKind::Title => "題名".to_owned(),
        UnitKind::Preamble => "前文".to_owned(),
        UnitKind::Chapter => {
            place.map(|place| format!("{}　{}", place.label, plain_text(&place.caption))).unwrap_or_default()
        }
        // Its number may be that of another provision now.
        _ if change.new.is_none() => place.map(|place| format!("現行の{}", place.citation())).unwrap_or_default(),
        _ => place.map(Place::citation).unwrap_or_default(),
    };
    let why: Vec<String> = reasons::of(&new, document, change).into_iter().map(plain).collect();
    Row { cells: vec![cell(citation), cell(title(change.kind).get(Lang::Ja).to_owned()), cell(why.join(""))] }
}

#[derive(Default)]
struct Sections {
    blocks: Vec<Block>,
}

impl Sections {
    fn push(&mut self, title: &str, blocks: Vec<Block>) {
        let number = self.blocks.len() + 1;
        let heading = Heading { level: 2, label: format!("{number}．"), title: vec![Inline::Text(title.to_owned())] };
        let anchor = Anchor(format!("notice.{number}"));
        self.blocks.push(Block::Section(Section { kind: SectionKind::Section, anchor, heading, blocks }));
    }

    fn extend_contact(&mut self, new: Version<'_>) {
        let Some(contact) = new.set.and_then(|(_, set)| set.provider.contact.as_ref()) else { return };
        self.push("お問合せ先", vec![text(plain(contact))]);
    }
}

fn plain(prose: &Prose) -> String {
    prose.plain().as_str().to_owned()
}

fn text(text: String) -> Block {
    aligned(text, Align::Start)
}

fn aligned(text: String, align: Align) -> Block {
    let text = vec![Inline::Text(text)];
    Block::Paragraph(Paragraph { anchor: None, label: None, align, text, blocks: Vec::new() })
}

fn cell(text: String) -> Cell {
    let blocks = if text.is_empty() { Vec::new() } else { vec![self::text(text)] };
    Cell { columns: 1, rows: 1, is_heading: false, blocks }
}
