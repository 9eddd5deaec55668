//! 新旧対照表: both revisions side by side, what differs underlined, what does not left out.

use std::cmp::Ordering;

use super::{Change, DocumentChange, Kind, Place, Revision, UnitKind, Version, reasons};
use crate::flow::{
    Align, Anchor, Block, Cell, Column, Flow, Heading, Identity, Inline, Paragraph, Row, RowGroup, Section,
    SectionKind, Sheet, Table, TableStyle, date, plain_text,
};
use crate::model::{Digits, OldColumn};
use crate::revision::excerpt::{self, Version as Which};
use crate::revision::text::underlined;

/// The two revisions and where the old one stands.
#[derive(Debug, Clone, Copy)]
pub struct Layout<'a> {
    pub old: Version<'a>,
    pub new: Version<'a>,
    pub column: OldColumn,
}

/// The comparison as a document.
pub fn build(revision: &Revision, layout: Layout<'_>) -> Flow {
    let mut blocks = Vec::new();
    let note = layout.new.edition.revision.as_ref().and_then(|entry| entry.note.as_ref());
    if let Some(note) = note {
        blocks.push(line(vec![Inline::Text(format!("改定の内容：{}", note.plain().as_str()))], Align::Start));
    }
    let changed: Vec<&DocumentChange> = revision.documents.iter().filter(|document| is_shown(document)).collect();
    if changed.is_empty() {
        blocks.push(line(vec![Inline::Text("内容の違いはありません。".to_owned())], Align::Start));
    } else {
        let legend = "（下線は、改定した部分です。）";
        blocks.push(line(vec![Inline::Text(legend.to_owned())], Align::End));
    }
    for (at, document) in changed.iter().enumerate() {
        blocks.push(section(document, at, &layout));
    }
    Flow { identity: identity(&layout), sheet: Sheet::Landscape, head: Vec::new(), blocks }
}

/// A document none of whose provisions differ, even in number, is left out.
fn is_shown(document: &DocumentChange) -> bool {
    document.changes.iter().any(|change| change.kind != Kind::Unchanged)
}

fn identity(layout: &Layout<'_>) -> Identity {
    let mut identity = crate::flow::identity(layout.new.context(), 0);
    let subject = identity.set.as_ref().map_or(identity.title.clone(), |(_, title)| title.clone());
    identity.document = "comparison".to_owned();
    identity.label = None;
    identity.title = format!("{subject}　新旧対照表");
    identity.subtitle = None;
    identity
}

fn section(document: &DocumentChange, at: usize, layout: &Layout<'_>) -> Block {
    let place = document.place();
    let heading = place.map(|place| place.heading.clone()).unwrap_or_default();
    let fate = match (&document.old, &document.new) {
        (None, _) => "（新設）",
        (_, None) => "（廃止）",
        _ => "",
    };
    let title = vec![Inline::Text(format!("{heading}{fate}"))];
    let id = place.map(|place| place.id.as_str()).unwrap_or_default();
    let mut blocks = Vec::new();
    if let Some(reason) = reasons::of_document(&layout.new, id) {
        blocks.push(line(vec![Inline::Text(format!("改定の理由：{}", reason.plain().as_str()))], Align::Start));
    }
    blocks.push(Block::Table(table(document, id, layout)));
    Block::Section(Section {
        kind: SectionKind::Section,
        anchor: Anchor(format!("document.{}", at + 1)),
        heading: Heading { level: 2, label: String::new(), title },
        blocks,
    })
}

fn table(document: &DocumentChange, id: &str, layout: &Layout<'_>) -> Table {
    let rows = runs(&document.changes).into_iter().flat_map(|run| match run {
        Run::Shown(change) => Some(shown_row(change, id, layout)),
        Run::Folded(changes) => folded_row(&changes, layout),
    });
    let digits = layout.new.edition.documents.first().map_or(Digits::HalfWidth, |first| first.notation.digits);
    let edition = |title: &str, version: Version<'_>| {
        let number = version.edition.revision.as_ref().map(|revision| revision.number.plain());
        let number = number.map(|number| date::number(number.as_str(), digits));
        number.map_or(title.to_owned(), |number| format!("{title}（第{number}版）"))
    };
    let old = heading_cell(&edition("現行", layout.old));
    let new = heading_cell(&edition("改定後", layout.new));
    let column = |weight| Column { weight: Some(weight), align: Align::Start };
    Table {
        anchor: None,
        style: TableStyle::Ruled,
        caption: Vec::new(),
        columns: vec![column(10), column(10), column(3)],
        head: vec![ordered(layout.column, old, new, heading_cell("備考"))],
        groups: vec![RowGroup { heading: Vec::new(), rows: rows.collect() }],
    }
}

/// Provisions shown in full, or a run of them that is left out.
enum Run<'a> {
    Shown(&'a Change),
    Folded(Vec<&'a Change>),
}

fn runs(changes: &[Change]) -> Vec<Run<'_>> {
    let mut out: Vec<Run<'_>> = Vec::new();
    for change in changes {
        if change.kind > Kind::Renumbered {
            out.push(Run::Shown(change));
            continue;
        }
        match out.last_mut() {
            Some(Run::Folded(run)) if run.iter().all(|other| fold_together(other, change)) => run.push(change),
            _ => out.push(Run::Folded(vec![change])),
        }
    }
    out
}

/// Headings that stay as they are do not part a run of articles.
fn fold_together(one: &Change, other: &Change) -> bool {
    let is_neutral = |change: &Change| change.kind == Kind::Unchanged && change.unit != UnitKind::Provision;
    is_neutral(one) || is_neutral(other) || fate(one) == fate(other)
}

/// What became of a provision that is left out: the kind of number it has, where the number went, whether the provision
/// has changed in this respect alone.
fn fate(change: &Change) -> (Kind, bool, Option<Ordering>) {
    let (Some(old), Some(new)) = (&change.old, &change.new) else { return (change.kind, false, None) };
    let went = (old.label != new.label).then(|| excerpt::number(&new.label).cmp(&excerpt::number(&old.label)));
    (change.kind, change.unit == UnitKind::Chapter, went)
}

/// What is said of provisions that are left out.
fn remark(changes: &[&Change]) -> String {
    let renumbered = changes.iter().find(|change| change.kind == Kind::Renumbered);
    let Some((_, is_chapter, went)) = renumbered.map(|change| fate(change)) else { return String::new() };
    let what = if is_chapter { "章番号" } else { "条番号" };
    let cites = changes.iter().any(|change| change.cites_renumbered);
    match went {
        Some(went) => {
            let direction = if went == Ordering::Less { "繰上げ" } else { "繰下げ" };
            format!("{what}の{direction}{}", if cites { "、引用する条番号の整理" } else { "" })
        }
        None if cites => "引用する条番号の整理".to_owned(),
        None => "番号の整理".to_owned(),
    }
}

/// `None` for what needs no line: a title, a closing.
fn folded_row(changes: &[&Change], layout: &Layout<'_>) -> Option<Row> {
    let labelled =
        |kind: UnitKind| changes.iter().copied().filter(|change| change.unit == kind).collect::<Vec<&Change>>();
    let kinds = [UnitKind::Provision, UnitKind::Chapter, UnitKind::SupplementaryProvisions];
    if changes.iter().all(|change| change.kind == Kind::Unchanged && change.unit == UnitKind::Chapter) {
        return None;
    }
    let listed = kinds.into_iter().map(labelled).find(|listed| !listed.is_empty())?;
    let (first, last) = (listed.first()?, listed.last()?);
    let side = |first: &Option<Place>, last: &Option<Place>| {
        let name = |place: &Option<Place>| {
            place.as_ref().map(|place| match place.label.as_str() {
                "" => plain_text(&place.caption),
                label => label.trim_end_matches(['．', '　']).to_owned(),
            })
        };
        let (first, last) = (name(first).unwrap_or_default(), name(last).unwrap_or_default());
        let range = if first == last { first } else { format!("{first}から{last}まで") };
        cell(vec![line(vec![Inline::Text(format!("{range}　（略）"))], Align::Start)])
    };
    let (old, new) = (side(&first.old, &last.old), side(&first.new, &last.new));
    Some(ordered(layout.column, old, new, text_cell(&remark(changes))))
}

fn shown_row(change: &Change, id: &str, layout: &Layout<'_>) -> Row {
    let mut remarks: Vec<String> =
        reasons::of(&layout.new, id, change).iter().map(|reason| reason.plain().as_str().to_owned()).collect();
    let other = change.other.as_ref().map(Place::citation).unwrap_or_default();
    match change.kind {
        Kind::Moved => {
            let from = change.old.as_ref().map(|place| place.label.clone()).unwrap_or_default();
            remarks.push(format!("{from}から移動"));
        }
        Kind::Split => remarks.push(format!("{other}から分割")),
        Kind::Merged => remarks.push(format!("{other}に統合")),
        _ => {}
    }
    let cells = [Which::Old, Which::New].map(|which| cell(side(change, which)));
    let [old, new] = cells;
    let remarks = cell(remarks.into_iter().map(|text| line(vec![Inline::Text(text)], Align::Start)).collect());
    ordered(layout.column, old, new, remarks)
}

/// A provision as one of the revisions has it.
fn side(change: &Change, which: Which) -> Vec<Block> {
    let (place, absent) = match which {
        Which::Old => (&change.old, "（新設）"),
        Which::New => (&change.new, "（削除）"),
    };
    let Some(place) = place else { return vec![line(vec![Inline::Text(absent.to_owned())], Align::Start)] };
    let is_lonely = change.old.is_none() || change.new.is_none();
    let labels = [&change.old, &change.new].map(|place| place.as_ref().map(|place| &place.label));
    let label = if place.label.is_empty() { String::new() } else { format!("{}{}", place.label, place.spacing()) };
    let mut heading = if label.is_empty() { Vec::new() } else { vec![Inline::Text(label)] };
    if labels[0] != labels[1] && !heading.is_empty() {
        heading = vec![Inline::Underline(heading)];
    }
    let marks: Vec<std::ops::Range<usize>> = if is_lonely {
        std::iter::once(0..usize::MAX).collect()
    } else {
        let hunks = change.caption.hunks.iter().map(|hunk| if which == Which::Old { &hunk.old } else { &hunk.new });
        hunks.cloned().collect()
    };
    heading.extend(underlined(&place.caption, &marks));
    let is_heading_alone = !is_lonely && !change.parts.is_empty() && change.parts.iter().all(excerpt::is_quiet);
    let blocks = match is_heading_alone {
        true => vec![line(vec![Inline::Text("（略）".to_owned())], Align::Start)],
        false => excerpt::blocks(&change.parts, which, !is_lonely),
    };
    if heading.is_empty() {
        return blocks;
    }
    // Below the heading, so that labels of paragraphs do not indent it.
    let (text, anchor, label) = (vec![Inline::Strong(heading)], None, None);
    vec![Block::Paragraph(Paragraph { anchor, label, align: Align::Start, text, blocks })]
}

fn ordered(column: OldColumn, old: Cell, new: Cell, remarks: Cell) -> Row {
    let cells = match column {
        OldColumn::Left => vec![old, new, remarks],
        OldColumn::Right => vec![new, old, remarks],
    };
    Row { cells }
}

fn line(text: Vec<Inline>, align: Align) -> Block {
    Block::Paragraph(Paragraph { anchor: None, label: None, align, text, blocks: Vec::new() })
}

fn cell(blocks: Vec<Block>) -> Cell {
    Cell { columns: 1, rows: 1, is_heading: false, blocks }
}

fn text_cell(text: &str) -> Cell {
    let blocks =
        if text.is_empty() { Vec::new() } else { vec![line(vec![Inline::Text(text.to_owned())], Align::Start)] };
    cell(blocks)
}

fn heading_cell(text: &str) -> Cell {
    Cell { is_heading: true, ..text_cell(text) }
}
