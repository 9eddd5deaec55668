//! The parts of a changed provision as one revision has them: what differs in full, the rest as （略）.

use super::Kind;
use super::change::{Part, Role, Side};
use super::text::underlined;
use crate::flow::{
    Align, Block, Cell, Inline, List, ListItem, ListKind, Paragraph, Row, RowGroup, Table, TableStyle, plain_text,
};
use crate::japanese::numerals::{folded, parse, script_of};

/// Which of the two revisions is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    Old,
    New,
}

/// Characters of the longest text that is repeated unchanged above its changed items.
const REPEATED: usize = 60;

impl Version {
    fn of(self, part: &Part) -> Option<&Side> {
        match self {
            Version::Old => part.old.as_ref(),
            Version::New => part.new.as_ref(),
        }
    }

    /// What stands where only the other revision has something.
    fn absence(self) -> &'static str {
        match self {
            Version::Old => "（新設）",
            Version::New => "（削除）",
        }
    }
}

/// `folds`: whether what is unchanged is left out.
pub fn blocks(parts: &[Part], version: Version, folds: bool) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for run in runs(parts, folds) {
        match run {
            Run::Folded(parts) => push_folded(parts, version, &mut out),
            Run::Shown(part) => push_shown(part, version, folds, &mut out),
        }
    }
    out
}

enum Run<'a> {
    Shown(&'a Part),
    Folded(&'a [Part]),
}

fn runs(parts: &[Part], folds: bool) -> Vec<Run<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        let role = parts[at].role;
        let alike = |part: &&Part| {
            folds && is_quiet(part) && std::mem::discriminant(&part.role) == std::mem::discriminant(&role)
        };
        let count = parts[at..].iter().take_while(alike).count();
        out.push(if count == 0 { Run::Shown(&parts[at]) } else { Run::Folded(&parts[at..at + count]) });
        at += count.max(1);
    }
    out
}

/// Whether nothing in a part is worth showing.
pub fn is_quiet(part: &Part) -> bool {
    let is_unmarked = |side: &Option<Side>| side.as_ref().is_none_or(|side| side.marks.is_empty());
    part.kind <= Kind::Renumbered && is_unmarked(&part.old) && is_unmarked(&part.new) && part.parts.iter().all(is_quiet)
}

fn push_folded(parts: &[Part], version: Version, out: &mut Vec<Block>) {
    let sides: Vec<&Side> = parts.iter().filter_map(|part| version.of(part)).collect();
    let (Some(first), Some(last)) = (sides.first(), sides.last()) else { return };
    let omitted = |text: &str| vec![Inline::Text(text.to_owned())];
    // The range goes on in the text, so that its label is no wider than others.
    let range = |first: &Side| match last.label.as_str() {
        label if label == first.label => omitted("（略）"),
        label => omitted(&format!("～{label}　（略）")),
    };
    match parts[0].role {
        Role::Item(kind) => push_item(kind, first.label.clone(), paragraph(None, range(first), Vec::new()), out),
        Role::Table(_) => out.push(paragraph(None, omitted("（表略）"), Vec::new())),
        _ if first.label.is_empty() => {
            // The first paragraph of several has no number.
            out.push(paragraph(None, omitted("（略）"), Vec::new()));
            let second = sides.iter().find(|side| !side.label.is_empty());
            out.extend(second.map(|second| paragraph(Some(second.label.clone()), range(second), Vec::new())));
        }
        _ => out.push(paragraph(Some(first.label.clone()), range(first), Vec::new())),
    }
}

fn push_shown(part: &Part, version: Version, folds: bool, out: &mut Vec<Block>) {
    let Some(side) = version.of(part) else {
        let absence = paragraph(None, vec![Inline::Text(version.absence().to_owned())], Vec::new());
        match part.role {
            Role::Item(kind) => push_item(kind, String::new(), absence, out),
            _ => out.push(absence),
        }
        return;
    };
    if let Role::Table(style) = part.role {
        let is_lonely = part.old.is_none() || part.new.is_none();
        out.push(Block::Table(Table { style, ..table(part, side, version, folds && !is_lonely) }));
        return;
    }
    let is_lonely = part.old.is_none() || part.new.is_none();
    let below = blocks(&part.parts, version, folds && !is_lonely);
    let plain = plain_text(&side.text);
    let repeats_nothing = folds && !is_lonely && side.marks.is_empty() && plain.chars().count() > REPEATED;
    let text = match part.kind {
        Kind::Changed if repeats_nothing && !below.is_empty() => vec![Inline::Text("（略）".to_owned())],
        _ => underlined(&side.text, &side.marks),
    };
    match part.role {
        Role::Item(kind) => push_item(kind, side.label.clone(), paragraph(None, text, below), out),
        _ => out.push(paragraph(Some(side.label.clone()).filter(|label| !label.is_empty()), text, below)),
    }
}

fn paragraph(label: Option<String>, text: Vec<Inline>, blocks: Vec<Block>) -> Block {
    Block::Paragraph(Paragraph { anchor: None, label, align: Align::Start, text, blocks })
}

/// Adds an item to the list that the last block is, or begins one.
fn push_item(kind: ListKind, label: String, block: Block, out: &mut Vec<Block>) {
    let item = ListItem { anchor: None, label, blocks: vec![block] };
    match out.last_mut() {
        Some(Block::List(list)) if list.kind == kind => list.items.push(item),
        _ => out.push(Block::List(List { kind, items: vec![item] })),
    }
}

fn table(part: &Part, side: &Side, version: Version, folds: bool) -> Table {
    let width = side.columns.len();
    let mut head = Vec::new();
    let mut groups = vec![RowGroup { heading: Vec::new(), rows: Vec::new() }];
    for run in runs(&part.parts, folds) {
        match run {
            // A head is always shown: cells without it say nothing.
            Run::Folded(parts) if parts[0].role == Role::Head => {
                head.extend(parts.iter().filter_map(|part| version.of(part).map(|_| row(part, version))));
            }
            Run::Folded(parts) if parts[0].role == Role::Group => {
                let headings = parts.iter().filter_map(|part| version.of(part));
                groups.extend(headings.map(|side| RowGroup { heading: underlined(&side.text, &[]), rows: Vec::new() }));
            }
            Run::Folded(_) => push_row(&mut groups, mark_row("（略）", width)),
            Run::Shown(part) => match (part.role, version.of(part)) {
                (Role::Group, Some(side)) => {
                    groups.push(RowGroup { heading: underlined(&side.text, &side.marks), rows: Vec::new() });
                }
                (Role::Head, Some(_)) => head.push(row(part, version)),
                (_, Some(_)) => push_row(&mut groups, row(part, version)),
                (Role::Group | Role::Head, None) => {}
                (_, None) => push_row(&mut groups, mark_row(version.absence(), width)),
            },
        }
    }
    groups.retain(|group| !group.rows.is_empty() || !group.heading.is_empty());
    let (caption, columns) = (underlined(&side.text, &side.marks), side.columns.clone());
    Table { anchor: None, style: TableStyle::Ruled, caption, columns, head, groups }
}

fn push_row(groups: &mut [RowGroup], row: Row) {
    if let Some(group) = groups.last_mut() {
        group.rows.push(row);
    }
}

/// （略） across the table.
fn mark_row(text: &str, width: usize) -> Row {
    let blocks = vec![paragraph(None, vec![Inline::Text(text.to_owned())], Vec::new())];
    Row { cells: vec![Cell { columns: width as u16, rows: 1, is_heading: false, blocks }] }
}

fn row(part: &Part, version: Version) -> Row {
    let cell = |cell: &Part| {
        version.of(cell)?;
        let Role::Cell { columns, is_heading } = cell.role else { return None };
        Some(Cell { columns, rows: 1, is_heading, blocks: blocks(&cell.parts, version, false) })
    };
    Row { cells: part.parts.iter().filter_map(cell).collect() }
}

/// The first number of a label, to tell which is later.
pub fn number(label: &str) -> Vec<u32> {
    let folded = folded(label);
    let numerals = folded.split(|c: char| script_of(c).is_none()).filter(|run| !run.is_empty());
    numerals.filter_map(|run| parse(run).ok()).collect()
}
