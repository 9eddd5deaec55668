//! What a form asks of a record by itself. A data file keeps it cell by cell, as it is read; a record from elsewhere is
//! held to it here.

use std::collections::BTreeMap;

use super::schema::{Schema, Slot, label};
use super::value::{day_in_japan, mismatched};
use super::{Problem, fill};
use crate::diagnostic::Message;
use crate::model::{Field, FieldKind, Form, Record, Value};
use crate::say;

/// Everything in which a record is not what reading a data file gives: what is missing, of the wrong type, not of the
/// form asked for, or days in the wrong order.
pub fn unmet(form: &Form, record: &Record) -> Vec<fill::Problem> {
    let schema = match Schema::new(form) {
        Ok(schema) => schema,
        // `check` refuses a form whose pattern is none.
        Err(findings) => return findings.into_iter().map(|finding| told("", finding.message, finding.help)).collect(),
    };
    let values = fill::given(record);
    let mut unmet = Vec::new();
    for (index, field) in form.fields.iter().enumerate() {
        let slot = Slot { field: index, row: 0, part: 0 };
        look_at(&schema, slot, field, &field.id.name, values.get(&field.id.name), &mut unmet);
    }
    let disordered = disordered(form, &values).into_iter();
    unmet.extend(disordered.map(|(index, problem)| named(&form.fields[index].id.name, problem)));
    unmet
}

/// `pattern` is where the schema has that of the field.
fn look_at(
    schema: &Schema<'_>,
    pattern: Slot,
    field: &Field,
    name: &str,
    value: Option<&Value>,
    unmet: &mut Vec<fill::Problem>,
) {
    let Some(value) = value else {
        if field.is_required && !matches!(field.kind, FieldKind::Signature | FieldKind::Seal) {
            unmet.push(missing(name, &label(field)));
        }
        return;
    };
    match (&field.kind, value) {
        (FieldKind::Text { pattern: written, .. }, Value::Text(text)) => {
            let pattern = schema.pattern(pattern.field, pattern.part);
            if let (Some(pattern), Some(written)) = (pattern, written)
                && !pattern.matches(text)
            {
                unmet.push(named(name, mismatched(text, written, field)));
            }
        }
        (FieldKind::Date, Value::Date(_))
        | (FieldKind::Moment, Value::Moment(_))
        | (FieldKind::Number { .. }, Value::Number(_))
        | (FieldKind::Money, Value::Money(_)) => {}
        (FieldKind::CheckBox { .. }, Value::CheckBox(is_ticked)) => {
            if field.is_required && !is_ticked {
                unmet.push(missing(name, &label(field)));
            }
        }
        (FieldKind::Choice { options, is_multiple }, Value::Choice(chosen)) => {
            if chosen.iter().any(|&at| at >= options.len()) || chosen.len() > 1 && !is_multiple {
                unmet.push(mistyped(name, field));
            }
        }
        (FieldKind::Parts(kind), Value::Parts(parts)) => {
            let lacking = kind
                .parts()
                .iter()
                .filter(|(part, _, is_required)| field.is_required && *is_required && !parts.contains_key(*part));
            unmet.extend(lacking.map(|(part, part_label, _)| {
                missing(&format!("{name}.{part}"), &format!("{}の{part_label}", label(field)))
            }));
        }
        (FieldKind::Table { columns, .. }, Value::Rows(rows)) => {
            for (row, at) in rows.iter().zip(1..) {
                for (part, column) in (1..).zip(columns) {
                    let (name, value) = (format!("{name}.{at}.{}", column.id.name), row.get(&column.id.name));
                    look_at(schema, Slot { part, ..pattern }, column, &name, value, unmet);
                }
            }
        }
        _ => unmet.push(mistyped(name, field)),
    }
}

/// Days that are before or after another of the same record and must not be, by index of the field. Two fields that
/// limit one another are wrong once.
pub(super) fn disordered(form: &Form, values: &BTreeMap<String, Value>) -> Vec<(usize, Problem)> {
    let mut found = Vec::new();
    let mut pairs: Vec<[&str; 2]> = Vec::new();
    for (index, field) in form.fields.iter().enumerate() {
        let Some(own) = values.get(&field.id.name) else { continue };
        let limits = [(&field.limits.not_before, true), (&field.limits.not_after, false)];
        for (other, is_before) in limits.into_iter().filter_map(|(other, before)| Some((other.as_ref()?, before))) {
            let Some(bound) = values.get(&other.name) else { continue };
            let (early, late) = if is_before { (own, bound) } else { (bound, own) };
            let name = field.id.name.as_str();
            if is_earlier(early, late) && !pairs.contains(&[other.name.as_str(), name]) {
                pairs.push([name, &other.name]);
                let other = form.field(&other.name).map(label).unwrap_or_default();
                found.push((index, out_of_order(own, bound, &other, is_before)));
            }
        }
    }
    found
}

/// Two moments by the clock, otherwise days on calendars in Japan.
fn is_earlier(one: &Value, other: &Value) -> bool {
    let day = |value: &Value| match value {
        Value::Date(date) => Some(*date),
        Value::Moment(moment) => Some(day_in_japan(*moment)),
        _ => None,
    };
    match (one, other) {
        (Value::Moment(one), Value::Moment(other)) => one < other,
        _ => day(one).zip(day(other)).is_some_and(|(one, other)| one < other),
    }
}

fn out_of_order(own: &Value, bound: &Value, label: &str, is_before: bool) -> Problem {
    let written = |value: &Value| match value {
        Value::Date(date) => date.to_string(),
        Value::Moment(moment) => moment.format("%Y-%m-%d %H:%M").to_string(),
        _ => String::new(),
    };
    let (own, bound) = (written(own), written(bound));
    let message = if is_before {
        say!("{own} は、{label}（{bound}）より前です", "{own} is before {label} ({bound})")
    } else {
        say!("{own} は、{label}（{bound}）より後です", "{own} is after {label} ({bound})")
    };
    Problem::new(message, say!("二つの日を確かめてください", "look at both days"))
}

fn missing(name: &str, label: &str) -> fill::Problem {
    let message = say!("「{label}」がありません", "`{name}` is missing");
    told(name, message, say!("必須の項目です。値を書いてください", "it is required"))
}

fn mistyped(name: &str, field: &Field) -> fill::Problem {
    let label = label(field);
    let message = say!("「{label}」の値が、項目の型と合いません", "`{name}` is not of the type of its field");
    told(name, message, say!("値を確かめてください", "look at the value"))
}

fn named(name: &str, Problem { message, help }: Problem) -> fill::Problem {
    told(name, message, help)
}

fn told(name: &str, message: Message, help: Message) -> fill::Problem {
    fill::Problem { field: name.to_owned(), message, help }
}
