//! Cells to a record: every field read, what is required is there, days in the order the form asks for.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cell::Cell;
use super::requirements::disordered;
use super::schema::{Schema, Slot, is_fillable, is_part_required};
use super::value;
use super::{Draft, Finding, Problem};
use crate::model::{Field, FieldKind, Parts, Record, Value};
use crate::say;

/// The record of one row, or everything that is wrong with it.
pub(super) fn record(schema: &Schema<'_>, draft: Draft) -> Result<Record, Vec<Finding>> {
    let Draft { number, line, cells, findings } = draft;
    if !findings.is_empty() {
        return Err(findings);
    }
    let mut given: BTreeMap<Slot, Vec<Cell>> = BTreeMap::new();
    for cell in cells {
        given.entry(cell.slot).or_default().push(cell);
    }
    let mut assembly = Assembly { schema, number, line, given, findings };
    let mut values = BTreeMap::new();
    for (index, field) in schema.form.fields.iter().enumerate().filter(|(_, field)| is_fillable(field)) {
        if let Some(value) = assembly.field(index, field) {
            values.insert(field.id.name.clone(), value);
        }
    }
    for (field, problem) in disordered(schema.form, &values) {
        assembly.report(Slot { field, row: 0, part: 0 }, problem);
    }
    if assembly.findings.is_empty() { Ok(Record { values }) } else { Err(assembly.findings) }
}

struct Assembly<'a> {
    schema: &'a Schema<'a>,
    number: usize,
    line: usize,
    given: BTreeMap<Slot, Vec<Cell>>,
    findings: Vec<Finding>,
}

impl Assembly<'_> {
    fn field(&mut self, index: usize, field: &Field) -> Option<Value> {
        match &field.kind {
            FieldKind::Parts(parts) => self.parts(index, field, *parts),
            FieldKind::Table { columns, .. } => self.table(index, field, columns),
            _ => {
                let slot = Slot { field: index, row: 0, part: 0 };
                let value = self.value(slot, field, 0);
                self.require(slot, field.is_required);
                value
            }
        }
    }

    fn value(&mut self, slot: Slot, field: &Field, pattern: usize) -> Option<Value> {
        let pattern = self.schema.pattern(slot.field, pattern);
        let is_multiple = matches!(field.kind, FieldKind::Choice { is_multiple: true, .. });
        self.read(slot, is_multiple, |text| value::read(field, pattern, text))
    }

    /// The value of a place, if one is given.
    fn read<T>(&mut self, slot: Slot, is_multiple: bool, read: impl Fn(&str) -> Result<T, Problem>) -> Option<T> {
        let cells = self.given.get(&slot)?;
        let mut filled = cells.iter().filter(|cell| !cell.text.trim().is_empty());
        let first = filled.next()?;
        let rest: Vec<&str> = filled.map(|cell| cell.text.as_str()).collect();
        let result = if rest.is_empty() {
            read(&first.text)
        } else if is_multiple {
            read(&format!("{}\n{}", first.text, rest.join("\n")))
        } else {
            Err(twice())
        };
        match result {
            Ok(value) => Some(value),
            Err(problem) => {
                let finding = Finding::of_row(self.number, first.line, problem).in_column(Arc::clone(&first.name));
                self.findings.push(Finding { character: first.character, ..finding });
                None
            }
        }
    }

    fn is_filled(&self, slot: Slot) -> bool {
        self.given.get(&slot).is_some_and(|cells| cells.iter().any(|cell| !cell.text.trim().is_empty()))
    }

    /// A finding where the place is empty and must not be.
    fn require(&mut self, slot: Slot, is_required: bool) {
        if !is_required || self.is_filled(slot) {
            return;
        }
        let heading = self.given.get(&slot).and_then(|cells| cells.first()).map(|cell| Arc::clone(&cell.name));
        let heading = heading.unwrap_or_else(|| self.schema.label(slot).into());
        let problem = Problem::new(
            say!("値がありません", "there is no value"),
            say!("必ず要る項目です。値を書いてください", "it is required; write one"),
        );
        self.findings.push(Finding::of_row(self.number, self.line, problem).in_column(heading));
    }

    fn parts(&mut self, index: usize, field: &Field, parts: Parts) -> Option<Value> {
        let slots = |part| Slot { field: index, row: 0, part };
        let names = parts.parts();
        // A party without a name is none, required or not.
        let is_needed = field.is_required || (0..names.len()).any(|part| self.is_filled(slots(part)));
        let mut values = BTreeMap::new();
        for (part, (name, ..)) in names.iter().enumerate() {
            if let Some(text) = self.read(slots(part), false, |text| value::part(name, text)) {
                values.insert((*name).to_owned(), text);
            }
            self.require(slots(part), is_needed && is_part_required(parts, part));
        }
        (!values.is_empty()).then_some(Value::Parts(values))
    }

    fn table(&mut self, index: usize, field: &Field, columns: &[Field]) -> Option<Value> {
        let filled = self.given.keys().filter(|slot| slot.field == index && self.is_filled(**slot));
        let mut numbers: Vec<usize> = filled.map(|slot| slot.row).collect();
        numbers.dedup();
        if numbers.is_empty() {
            self.require_row(index, field);
            return None;
        }
        let rows = numbers.into_iter().map(|row| {
            let mut values = BTreeMap::new();
            for (part, column) in columns.iter().enumerate() {
                let slot = Slot { field: index, row, part };
                if let Some(value) = self.value(slot, column, part + 1) {
                    values.insert(column.id.name.clone(), value);
                }
                self.require(slot, column.is_required);
            }
            values
        });
        Some(Value::Rows(rows.collect()))
    }

    fn require_row(&mut self, index: usize, field: &Field) {
        if field.is_required {
            let slot = Slot { field: index, row: 1, part: 0 };
            self.require(slot, true);
        }
    }

    fn report(&mut self, slot: Slot, problem: Problem) {
        let cell = self.given.get(&slot).and_then(|cells| cells.first());
        let (line, character) = cell.map_or((self.line, None), |cell| (cell.line, cell.character));
        let name = cell.map_or_else(|| self.schema.label(slot).into(), |cell| Arc::clone(&cell.name));
        let finding = Finding::of_row(self.number, line, problem).in_column(name);
        self.findings.push(Finding { character, ..finding });
    }
}

fn twice() -> Problem {
    Problem::new(
        say!("値が二つ書かれています", "there are two values"),
        say!("一つだけにしてください", "write one of them"),
    )
}
