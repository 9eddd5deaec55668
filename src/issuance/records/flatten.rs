//! Trees to cells: `customer: { name: … }` is the cell `customer.name`, and the second row of a table `media.2.kind`.

use std::sync::Arc;

use super::cell::Cell;
use super::columns::Columns;
use super::schema::{Schema, Target, label};
use super::sheet::no_rows;
use super::tree::{Data, Entry, Node, at};
use super::{Draft, Finding, Problem};
use crate::model::FieldKind;
use crate::say;
use crate::source::Position;

/// One row for a mapping, one for each mapping of a list.
pub(super) fn drafts(schema: &Schema<'_>, columns: &Columns, root: Node) -> Result<Vec<Draft>, Vec<Finding>> {
    let rows = match root.value {
        Data::List(rows) if rows.is_empty() => return Err(vec![at(root.place, no_rows())]),
        Data::List(rows) => rows,
        _ => vec![root],
    };
    let draft = |(index, row): (usize, Node)| {
        let mut flattening = Flattening { schema, row: index + 1, cells: Vec::new(), findings: Vec::new() };
        let line = row.place.line;
        match row.value {
            Data::Mapping(entries) => {
                for entry in entries {
                    let name = columns.field(&entry.key).filter(|_| flattening.findings.len() < MOST_FINDINGS);
                    if let Some(name) = name {
                        flattening.entry(name, &entry);
                    }
                }
            }
            _ => flattening.report(row.place, None, no_mapping()),
        }
        let Flattening { cells, findings, .. } = flattening;
        Draft { number: index + 1, line, cells, findings }
    };
    Ok(rows.into_iter().enumerate().map(draft).collect())
}

/// A row with more findings is not read to its end.
const MOST_FINDINGS: usize = 100;

struct Flattening<'a> {
    schema: &'a Schema<'a>,
    row: usize,
    cells: Vec<Cell>,
    findings: Vec<Finding>,
}

impl Flattening<'_> {
    /// A field of the row, by the name that the form knows it by.
    fn entry(&mut self, name: &str, entry: &Entry) {
        let target = match self.schema.target(name) {
            Ok(target) => target,
            Err(problem) => return self.report(entry.place, Some(&entry.key), problem),
        };
        match (target, &entry.node.value) {
            (_, Data::Empty) => {}
            (Target::Slot(_), Data::Scalar(text)) => self.cell(name, &entry.key, &entry.node, text),
            (Target::Slot(slot), Data::List(items))
                if matches!(self.schema.form.fields[slot.field].kind, FieldKind::Choice { is_multiple: true, .. }) =>
            {
                self.items(name, &entry.key, items);
            }
            (Target::Slot(_), _) => self.report(entry.place, Some(&entry.key), no_scalar()),
            (Target::Compound(field), value) => match (value, &self.schema.form.fields[field].kind) {
                (Data::Mapping(parts), FieldKind::Parts(_)) => self.parts(name, &entry.key, parts),
                (Data::List(rows), FieldKind::Table { .. }) => self.rows(name, &entry.key, rows),
                (_, FieldKind::Table { .. }) => {
                    let label = label(&self.schema.form.fields[field]);
                    self.report(entry.place, Some(&entry.key), no_table(&label));
                }
                _ => self.report(entry.place, Some(&entry.key), self.schema.divided(field)),
            },
        }
    }

    /// Several choices: a cell for each.
    fn items(&mut self, name: &str, shown: &str, items: &[Node]) {
        for item in items {
            match &item.value {
                Data::Scalar(text) => self.cell(name, shown, item, text),
                _ => self.report(item.place, Some(shown), no_scalar()),
            }
        }
    }

    fn parts(&mut self, name: &str, shown: &str, parts: &[Entry]) {
        for part in parts {
            let shown = format!("{shown}.{}", part.key);
            match &part.node.value {
                Data::Empty => {}
                Data::Scalar(text) => self.cell(&format!("{name}.{}", part.key), &shown, &part.node, text),
                _ => self.report(part.place, Some(&shown), no_scalar()),
            }
        }
    }

    fn rows(&mut self, name: &str, shown: &str, rows: &[Node]) {
        for (index, row) in rows.iter().enumerate() {
            let number = index + 1;
            match &row.value {
                Data::Mapping(cells) => {
                    self.parts(&format!("{name}.{number}"), &format!("{shown}.{number}"), cells);
                }
                _ => self.report(row.place, Some(shown), no_mapping()),
            }
        }
    }

    fn cell(&mut self, name: &str, shown: &str, node: &Node, text: &str) {
        match self.schema.target(name) {
            Ok(Target::Slot(slot)) => {
                let Position { line, column } = node.place;
                let (name, text) = (Arc::from(shown), text.to_owned());
                self.cells.push(Cell { slot, name, line, character: Some(column), text });
            }
            Ok(Target::Compound(field)) => self.report(node.place, Some(shown), self.schema.divided(field)),
            Err(problem) => self.report(node.place, Some(shown), problem),
        }
    }

    fn report(&mut self, place: Position, name: Option<&str>, problem: Problem) {
        let finding = Finding { row: Some(self.row), column: name.map(Arc::from), ..at(place, problem) };
        self.findings.push(finding);
    }
}

fn no_mapping() -> Problem {
    Problem::new(
        say!("「項目: 値」の組ではありません", "this is no mapping of fields to values"),
        say!("一件ずつ「項目: 値」を並べてください", "write `field: value` for each field"),
    )
}

fn no_scalar() -> Problem {
    Problem::new(
        say!("ここには値を一つだけ書きます", "this takes a single value"),
        say!("「項目: 値」の形に直してください", "write `field: value`"),
    )
}

fn no_table(label: &str) -> Problem {
    Problem::new(
        say!("「{label}」は表です", "`{label}` is a table"),
        say!("一行ずつ「- 」で始めて、「列: 値」を書いてください", "write a list, with `column: value` for each row"),
    )
}
