//! Values as they stand on paper.

use std::collections::BTreeMap;

use crate::expression::{Datum, NOTHING};
use crate::flow::ticked;
use crate::model::{Answers, Digits, Field, FieldKind, Form, Parts, Prose, Value};

/// Between options that stand on one line.
const GAP: &str = "　";

/// What stands in each blank.
pub fn answers(form: &Form, values: &BTreeMap<String, Value>, digits: Digits) -> Answers {
    let mut answers = Answers::default();
    for field in &form.fields {
        let (name, value) = (&field.id.name, values.get(&field.id.name));
        match &field.kind {
            FieldKind::Parts(kind) => parts(name, *kind, value, &mut answers),
            FieldKind::Table { columns, .. } => {
                let rows = match value {
                    Some(Value::Rows(rows)) => rows.as_slice(),
                    _ => &[],
                };
                let none = BTreeMap::new();
                let shown = if rows.is_empty() { std::slice::from_ref(&none) } else { rows };
                for (row, at) in shown.iter().zip(1..) {
                    for column in columns {
                        let name = format!("{name}.{at}.{}", column.id.name);
                        answers.texts.insert(name, text(column, row.get(&column.id.name), digits));
                    }
                }
                answers.rows.insert(name.clone(), u16::try_from(shown.len()).unwrap_or(u16::MAX));
            }
            _ => {
                answers.texts.insert(name.clone(), text(field, value, digits));
            }
        }
    }
    answers
}

fn parts(name: &str, kind: Parts, value: Option<&Value>, answers: &mut Answers) {
    for (part, ..) in kind.parts() {
        let written = match value {
            Some(Value::Parts(parts)) => parts.get(*part).map(String::as_str),
            _ => None,
        };
        answers.texts.insert(format!("{name}.{part}"), written.unwrap_or(NOTHING).to_owned());
    }
}

/// Every option is printed, so that a reader sees what was not chosen.
fn text(field: &Field, value: Option<&Value>, digits: Digits) -> String {
    match (&field.kind, value) {
        (FieldKind::CheckBox { text }, value) => ticked(value == Some(&Value::CheckBox(true)), plain(text).as_str()),
        (FieldKind::Choice { options, .. }, value) => {
            let is_chosen = |at: usize| matches!(value, Some(Value::Choice(chosen)) if chosen.contains(&at));
            let options = options.iter().enumerate().map(|(at, option)| ticked(is_chosen(at), plain(option).as_str()));
            options.collect::<Vec<_>>().join(GAP)
        }
        (_, Some(value)) => datum(field, value, None).map_or(NOTHING.to_owned(), |datum| datum.text(digits)),
        (_, None) => NOTHING.to_owned(),
    }
}

/// A value as an expression takes it.
pub fn datum(field: &Field, value: &Value, part: Option<&String>) -> Option<Datum> {
    Some(match (value, &field.kind) {
        (Value::Text(text), _) => Datum::Text(text.clone()),
        (Value::Date(day), _) => Datum::Date(*day),
        (Value::Moment(moment), _) => Datum::Moment(*moment),
        (Value::Number(number), FieldKind::Number { unit }) => Datum::Text(format!("{number}{unit}")),
        (Value::Money(yen), _) => Datum::Yen(*yen),
        (Value::CheckBox(is_ticked), FieldKind::CheckBox { text }) => {
            Datum::Text(ticked(*is_ticked, plain(text).as_str()))
        }
        (Value::Choice(chosen), FieldKind::Choice { options, .. }) => {
            let chosen = chosen.iter().filter_map(|&at| options.get(at)).map(plain);
            Datum::Text(chosen.collect::<Vec<_>>().join("、"))
        }
        (Value::Parts(parts), _) => Datum::Text(parts.get(part?)?.clone()),
        _ => return None,
    })
}

fn plain(prose: &Prose) -> String {
    prose.plain().as_str().to_owned()
}
