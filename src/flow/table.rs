//! Tables of the flow: the author's, definitions, the revision history.

use chrono::NaiveDate;

use super::build::body;
use super::date;
use super::grid::Grid;
use super::inline::Inlines;
use super::{Align, Anchor, Block, Cell, Column, Inline, Paragraph, Row, RowGroup, Table, TableStyle};
use crate::model::{self, Content, Definition, Digits, Fact, Key, Set};

pub(super) fn table(
    model: &model::Table,
    key: Option<Key>,
    inlines: &Inlines<'_>,
    content: &dyn Fn(&Content) -> Vec<Block>,
) -> Table {
    let column = |column: &model::Column| Column { weight: column.width, align: column.align };
    let head = |column: &model::Column| heading_cell(inlines.of(&column.title, key));
    let has_head = model.columns.iter().any(|column| !column.title.is_empty());
    let head = has_head.then(|| Row { cells: model.columns.iter().map(head).collect() });
    let mut grid = Grid::new(model.columns.len());
    let mut number = 0;
    let mut row = |row: &model::Row| {
        let mut row = Row { cells: row.cells.iter().map(|cell| cell_of(cell, key, inlines, content)).collect() };
        for (start, cell) in grid.place(&row).into_iter().zip(&mut row.cells) {
            cell.is_heading = start < usize::from(model.row_heads);
        }
        number += 1;
        if let (Some(style), Some(Block::Paragraph(first))) =
            (&model.row_labels, row.cells.first_mut().and_then(|cell| cell.blocks.first_mut()))
        {
            first.label = Some(style.format(number));
        }
        row
    };
    let groups = model.groups.iter().map(|group| RowGroup {
        heading: group.heading.as_ref().map(|heading| inlines.of(heading, key)).unwrap_or_default(),
        rows: group.rows.iter().map(&mut row).collect(),
    });
    let groups = groups.collect();
    Table {
        anchor: model.id.as_ref().map(|id| Anchor(id.name.clone())),
        style: TableStyle::Ruled,
        caption: model.caption.as_ref().map(|caption| inlines.of(caption, key)).unwrap_or_default(),
        columns: model.columns.iter().map(column).collect(),
        head: head.into_iter().collect(),
        groups,
    }
}

fn cell_of(
    cell: &model::Cell,
    key: Option<Key>,
    inlines: &Inlines<'_>,
    content: &dyn Fn(&Content) -> Vec<Block>,
) -> Cell {
    let (text, below) = (inlines.of(&cell.text, key), content(&cell.content));
    let is_empty = text.is_empty() && below.is_empty();
    let blocks = if is_empty { Vec::new() } else { vec![body(text, below)] };
    Cell { columns: cell.columns, rows: cell.rows, is_heading: false, blocks }
}

pub(super) struct DefinitionRow<'a> {
    pub anchor: Anchor,
    pub label: String,
    pub definition: &'a Definition,
    /// What stands below the meaning.
    pub below: Vec<Block>,
}

pub(super) fn definition_table(rows: Vec<DefinitionRow<'_>>, inlines: &Inlines<'_>) -> Table {
    let rows = rows.into_iter().map(|row| {
        let key = Some(row.definition.key);
        let mut text = Vec::new();
        for (at, term) in row.definition.terms.iter().enumerate() {
            if at > 0 {
                text.push(Inline::Break);
            }
            text.extend(inlines.of(term, key));
        }
        let (anchor, label) = (Some(row.anchor), Some(row.label));
        let term = Paragraph { anchor, label, align: Align::Start, text, blocks: Vec::new() };
        let term = Cell { columns: 1, rows: 1, is_heading: true, blocks: vec![Block::Paragraph(term)] };
        Row { cells: vec![term, text_cell(vec![body(inlines.of(&row.definition.meaning, key), row.below)])] }
    });
    plain_table(&[("用語", Some(3)), ("用語の定義", Some(8))], rows.collect())
}

/// Labels beside what they stand for.
pub(super) fn facts_table(
    facts: &[Fact],
    key: Option<Key>,
    inlines: &Inlines<'_>,
    content: &dyn Fn(&Content) -> Vec<Block>,
) -> Table {
    let row = |fact: &Fact| {
        let label = heading_cell(inlines.of(&fact.label, key));
        Row { cells: vec![label, text_cell(vec![body(inlines.of(&fact.text, key), content(&fact.content))])] }
    };
    let column = Column { weight: None, align: Align::Start };
    Table {
        anchor: None,
        style: TableStyle::Facts,
        caption: Vec::new(),
        columns: vec![column; 2],
        head: Vec::new(),
        groups: vec![RowGroup { heading: Vec::new(), rows: facts.iter().map(row).collect() }],
    }
}

/// Revisions up to a day, oldest first.
pub(super) fn history_table(set: &Set, until: NaiveDate, digits: Digits, inlines: &Inlines<'_>) -> Table {
    let mut revisions: Vec<_> = set.revisions.iter().filter(|revision| revision.effective <= until).collect();
    revisions.sort_by_key(|revision| revision.effective);
    let rows = revisions.into_iter().map(|revision| {
        let number = super::plain_text(&inlines.of(&revision.number, None));
        let announced = revision.announced.map(|day| date::day(day, digits)).unwrap_or_default();
        let note = revision.note.as_ref().map(|note| inlines.of(note, None)).unwrap_or_default();
        let text = |text: String| text_cell(vec![body(vec![Inline::Text(text)], Vec::new())]);
        let number = Cell { is_heading: true, ..text(format!("第{}版", date::number(&number, digits))) };
        Row {
            cells: vec![
                number,
                text(date::day(revision.effective, digits)),
                text(announced),
                text_cell(vec![body(note, Vec::new())]),
            ],
        }
    });
    plain_table(&[("版", None), ("施行日", None), ("周知日", None), ("改定の内容", None)], rows.collect())
}

fn plain_table(columns: &[(&str, Option<u16>)], rows: Vec<Row>) -> Table {
    let head = columns.iter().map(|(title, _)| heading_cell(vec![Inline::Text((*title).to_owned())])).collect();
    Table {
        anchor: None,
        style: TableStyle::Ruled,
        caption: Vec::new(),
        columns: columns.iter().map(|&(_, weight)| Column { weight, align: Align::Start }).collect(),
        head: vec![Row { cells: head }],
        groups: vec![RowGroup { heading: Vec::new(), rows }],
    }
}

fn heading_cell(text: Vec<Inline>) -> Cell {
    Cell { columns: 1, rows: 1, is_heading: true, blocks: vec![body(text, Vec::new())] }
}

fn text_cell(blocks: Vec<Block>) -> Cell {
    Cell { columns: 1, rows: 1, is_heading: false, blocks }
}
