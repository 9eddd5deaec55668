//! The fields of a form as places for values, and the names that data may give them.

use std::collections::BTreeMap;

use super::{Finding, Problem, shown};
use crate::diagnostic::nearest;
use crate::japanese::numerals::folded;
use crate::model::{Field, FieldKind, Form, Parts};
use crate::pattern::Pattern;
use crate::say;

/// Place of one value: a field, a part of one, or a cell of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot {
    pub(super) field: usize,
    /// Row of a table, from 1; otherwise 0.
    pub(super) row: usize,
    /// Part, or column of a table; otherwise 0.
    pub(super) part: usize,
}

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Slot(Slot),
    /// A field with parts or a table, by index: its values have longer names.
    Compound(usize),
}

/// Rows of one table in data; more are a mistake.
const MOST_TABLE_ROWS: usize = 999;

pub(super) struct Schema<'f> {
    pub(super) form: &'f Form,
    /// Of fields, and of columns of tables.
    patterns: BTreeMap<(usize, usize), Pattern>,
    /// By folded name; several where names are not unique. Cells of tables as if they were in row 0.
    names: BTreeMap<String, Vec<Target>>,
}

impl<'f> Schema<'f> {
    /// Findings where a pattern of the form is none.
    pub(super) fn new(form: &'f Form) -> Result<Schema<'f>, Vec<Finding>> {
        let mut schema = Schema { form, patterns: BTreeMap::new(), names: BTreeMap::new() };
        let mut findings = Vec::new();
        for (index, field) in form.fields.iter().enumerate() {
            schema.take_names(index, field);
            let columns = if let FieldKind::Table { columns, .. } = &field.kind { columns.as_slice() } else { &[] };
            let with_patterns = columns.iter().enumerate().map(|(at, column)| (at + 1, column)).chain([(0, field)]);
            for (part, field) in with_patterns {
                let FieldKind::Text { pattern: Some(written), .. } = &field.kind else { continue };
                match Pattern::new(written) {
                    Ok(pattern) => {
                        schema.patterns.insert((index, part), pattern);
                    }
                    Err(message) => {
                        let help = say!("様式の pattern を直してください", "mend the form's pattern");
                        let finding = Finding::of_file(1, Problem::new(message, help));
                        findings.push(finding.in_column(label(field)));
                    }
                }
            }
        }
        if findings.is_empty() { Ok(schema) } else { Err(findings) }
    }

    fn take_names(&mut self, index: usize, field: &Field) {
        let own = [field.id.name.clone(), label(field)];
        match &field.kind {
            FieldKind::Parts(parts) => {
                self.take(&own, Target::Compound(index));
                for (part, (id, name, _)) in parts.parts().iter().enumerate() {
                    let slot = Slot { field: index, row: 0, part };
                    self.take(&joined(&own, &[(*id).to_owned(), (*name).to_owned()]), Target::Slot(slot));
                }
            }
            FieldKind::Table { columns, .. } => {
                self.take(&own, Target::Compound(index));
                for (part, column) in columns.iter().enumerate() {
                    let slot = Slot { field: index, row: 0, part };
                    self.take(&joined(&own, &[column.id.name.clone(), label(column)]), Target::Slot(slot));
                }
            }
            _ => self.take(&own, Target::Slot(Slot { field: index, row: 0, part: 0 })),
        }
    }

    fn take(&mut self, names: &[String], target: Target) {
        for name in names {
            let known = self.names.entry(key(name)).or_default();
            if !known.contains(&target) {
                known.push(target);
            }
        }
    }

    /// The place a name means.
    pub(super) fn target(&self, name: &str) -> Result<Target, Problem> {
        let key = key(name);
        let (found, row) = match self.names.get(&key) {
            Some(found) => (found, 0),
            None => self.table_cell(&key).ok_or_else(|| self.unknown(name))?,
        };
        let numbered = |target: &Target| match *target {
            Target::Slot(slot) => Target::Slot(Slot { row, ..slot }),
            whole @ Target::Compound(_) => whole,
        };
        let found: Vec<Target> = found.iter().map(numbered).collect();
        // An id is unique; labels may not be.
        let by_id = found.iter().find(|target| self.id_of(**target) == name.trim());
        let target = match (by_id, found.as_slice()) {
            (Some(target), _) | (None, [target]) => *target,
            (None, several) => return Err(self.ambiguous(name, several)),
        };
        let Target::Slot(slot) = target else { return Ok(target) };
        let field = &self.form.fields[slot.field];
        let is_table = matches!(field.kind, FieldKind::Table { .. });
        match (is_table, row) {
            // 記録媒体.種類 does not say which row.
            (true, 0) | (false, 1..) => Err(self.unknown(name)),
            _ if !is_fillable(field) => Err(not_filled(field)),
            _ => Ok(target),
        }
    }

    /// `media.2.kind`: the same without the number, and the number.
    fn table_cell(&self, key: &str) -> Option<(&Vec<Target>, usize)> {
        let starts = key.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at);
        let starts = starts.filter(|at| !key[..*at].ends_with(|c: char| c.is_ascii_digit()));
        starts.take(8).find_map(|start| {
            let digits = key[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(key.len() - start);
            let row = key[start..start + digits].parse().ok().filter(|row| (1..=MOST_TABLE_ROWS).contains(row))?;
            let (before, after) = (&key[..start], &key[start + digits..]);
            let without = format!("{}.{}", before.strip_suffix('.').unwrap_or(before), after.trim_start_matches('.'));
            Some((self.names.get(&without)?, row))
        })
    }

    /// customer.name, media.1.kind
    pub(super) fn id(&self, slot: Slot) -> String {
        self.name(slot, ".", |field| field.id.name.clone(), |(id, _, _)| id)
    }

    /// 契約者　名称
    pub(super) fn label(&self, slot: Slot) -> String {
        self.name(slot, "　", label, |(_, label, _)| label)
    }

    fn name(
        &self,
        slot: Slot,
        between: &str,
        of: impl Fn(&Field) -> String,
        of_part: impl Fn(&(&'static str, &'static str, bool)) -> &'static str,
    ) -> String {
        let field = &self.form.fields[slot.field];
        let own = of(field);
        match &field.kind {
            FieldKind::Parts(parts) => {
                let part = parts.parts().get(slot.part).map_or("", of_part);
                format!("{own}{between}{part}")
            }
            FieldKind::Table { columns, .. } => {
                let column = columns.get(slot.part).map(of).unwrap_or_default();
                format!("{own}{between}{}{between}{column}", slot.row)
            }
            _ => own,
        }
    }

    fn id_of(&self, target: Target) -> String {
        match target {
            Target::Slot(slot) => self.id(slot),
            Target::Compound(field) => self.form.fields[field].id.name.clone(),
        }
    }

    /// Every place that data fill, in the order of the form; of tables the rows of the empty form, at least one.
    pub(super) fn slots(&self) -> Vec<Slot> {
        let fields = self.form.fields.iter().enumerate().filter(|(_, field)| is_fillable(field));
        let slots = fields.flat_map(|(index, field)| {
            let (rows, parts) = match &field.kind {
                FieldKind::Parts(parts) => (0..=0, parts.parts().len()),
                FieldKind::Table { columns, rows } => (1..=usize::from(*rows).max(1), columns.len()),
                _ => (0..=0, 1),
            };
            rows.flat_map(move |row| (0..parts).map(move |part| Slot { field: index, row, part }))
        });
        slots.collect()
    }

    /// Whether a file without this column can hold no record.
    pub(super) fn is_required(&self, slot: Slot) -> bool {
        let field = &self.form.fields[slot.field];
        field.is_required
            && match &field.kind {
                FieldKind::Parts(parts) => is_part_required(*parts, slot.part),
                FieldKind::Table { columns, .. } => slot.row == 1 && columns[slot.part].is_required,
                _ => true,
            }
    }

    /// Of a text field (0), or of a column of a table (from 1).
    pub(super) fn pattern(&self, field: usize, part: usize) -> Option<&Pattern> {
        self.patterns.get(&(field, part))
    }

    fn unknown(&self, name: &str) -> Problem {
        let slots = self.slots();
        let names: Vec<String> = slots.iter().flat_map(|slot| [self.id(*slot), self.label(*slot)]).collect();
        let known: Vec<&str> = names.iter().map(String::as_str).collect();
        let shown = shown(name);
        let message = say!("「{shown}」という項目はこの様式にありません", "the form has no field `{shown}`");
        let help = match nearest(name, &known) {
            Some(near) => say!("「{near}」のことですか", "did you mean `{near}`?"),
            None => {
                let labels: Vec<String> = slots.iter().take(12).map(|slot| self.label(*slot)).collect();
                let (ja, en) = (labels.join("、"), labels.join(", "));
                say!(
                    "書ける項目: {ja}。要らない列は消すか、列の対応で空にしてください",
                    "fields: {en}; delete the column, or map it to nothing"
                )
            }
        };
        Problem::new(message, help)
    }

    fn ambiguous(&self, name: &str, several: &[Target]) -> Problem {
        let ids: Vec<String> = several.iter().map(|target| self.id_of(*target)).collect();
        let (shown, ja, en) = (shown(name), ids.join("、"), ids.join(", "));
        let message = say!("「{shown}」は、どの項目か決まりません", "`{shown}` may be several fields");
        Problem::new(message, say!("項目の id で書いてください: {ja}", "write the id of one: {en}"))
    }

    /// For a name that means a whole field with parts.
    pub(super) fn divided(&self, field: usize) -> Problem {
        let label = label(&self.form.fields[field]);
        let slots = self.slots().into_iter().filter(|slot| slot.field == field);
        let names: Vec<String> = slots.take(6).map(|slot| self.label(slot)).collect();
        let (ja, en) = (names.join("、"), names.join(", "));
        let message = say!("「{label}」は、一つの欄では書けません", "`{label}` is no single value");
        Problem::new(message, say!("分けて書いてください: {ja}", "write its parts: {en}"))
    }
}

pub(super) fn label(field: &Field) -> String {
    field.label.plain().as_str().to_owned()
}

/// Signatures and seals are made on paper, computed days by the program.
pub(super) fn is_fillable(field: &Field) -> bool {
    field.limits.computed.is_none() && !matches!(field.kind, FieldKind::Signature | FieldKind::Seal)
}

pub(super) fn is_part_required(parts: Parts, part: usize) -> bool {
    parts.parts().get(part).is_some_and(|(_, _, is_required)| *is_required)
}

fn not_filled(field: &Field) -> Problem {
    let label = label(field);
    if field.limits.computed.is_some() {
        let message = say!("「{label}」は、計算して印刷する日です", "`{label}` is computed");
        return Problem::new(message, say!("値を書かないでください", "write no value for it"));
    }
    let message = say!("「{label}」は、紙の上で記入する欄です", "`{label}` is filled in on paper");
    Problem::new(message, say!("値を書かないでください", "write no value for it"))
}

/// Width, white space and case make no difference.
fn key(name: &str) -> String {
    folded(name).to_lowercase()
}

/// Both names of a field with both names of its part, with and without a dot.
fn joined(own: &[String; 2], parts: &[String; 2]) -> Vec<String> {
    let pairs = own.iter().flat_map(|own| parts.iter().map(move |part| (own, part)));
    pairs.flat_map(|(own, part)| [format!("{own}.{part}"), format!("{own}{part}")]).collect()
}
