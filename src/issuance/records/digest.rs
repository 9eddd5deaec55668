//! One text and one digest for each record, however its file was written.

use std::collections::BTreeMap;

use chrono::DateTime;
use serde_json::{Map, Value as Json};

use super::requirements::unmet;
use crate::issuance::register::Digest;
use crate::model::{Field, FieldKind, Form, Record, Value};

/// JSON without white space, keys in the order of their code points. Days are `2026-10-01`, moments RFC 3339, choices
/// the places of the options from 0.
pub fn canonical_json(record: &Record) -> String {
    Json::Object(record.values.iter().map(|(id, value)| (id.clone(), json(value))).collect()).to_string()
}

/// SHA-256 of [`canonical_json`].
pub fn record_digest(record: &Record) -> Digest {
    Digest::of(canonical_json(record).as_bytes())
}

/// The record that [`canonical_json`] wrote; `None` where the text is another, or no record that the form takes.
pub fn read_canonical(form: &Form, text: &str) -> Option<Record> {
    let values = serde_json::from_str::<Map<String, Json>>(text).ok()?;
    let values = values.iter().map(|(id, json)| Some((id.clone(), value(form.field(id)?, json)?)));
    let record = Record { values: values.collect::<Option<_>>()? };
    (canonical_json(&record) == text && unmet(form, &record).is_empty()).then_some(record)
}

fn value(field: &Field, json: &Json) -> Option<Value> {
    let text = || json.as_str().map(str::to_owned);
    Some(match &field.kind {
        FieldKind::Text { .. } => Value::Text(text()?),
        FieldKind::Date => Value::Date(json.as_str()?.parse().ok()?),
        FieldKind::Moment => Value::Moment(DateTime::parse_from_rfc3339(json.as_str()?).ok()?),
        FieldKind::Number { .. } => Value::Number(text()?),
        FieldKind::Money => Value::Money(json.as_i64()?),
        FieldKind::CheckBox { .. } => Value::CheckBox(json.as_bool()?),
        FieldKind::Choice { .. } => {
            let places = json.as_array()?.iter().map(|place| usize::try_from(place.as_u64()?).ok());
            Value::Choice(places.collect::<Option<_>>()?)
        }
        FieldKind::Parts(_) => {
            let parts = json.as_object()?.iter().map(|(name, part)| Some((name.clone(), part.as_str()?.to_owned())));
            Value::Parts(parts.collect::<Option<_>>()?)
        }
        FieldKind::Table { columns, .. } => {
            let rows = json.as_array()?.iter().map(|row| table_row(columns, row));
            Value::Rows(rows.collect::<Option<_>>()?)
        }
        FieldKind::Signature | FieldKind::Seal => return None,
    })
}

fn table_row(columns: &[Field], row: &Json) -> Option<BTreeMap<String, Value>> {
    let cells = row.as_object()?.iter().map(|(id, cell)| {
        let column = columns.iter().find(|column| column.id.name == *id)?;
        Some((id.clone(), value(column, cell)?))
    });
    cells.collect()
}

fn json(value: &Value) -> Json {
    match value {
        Value::Text(text) => Json::from(text.as_str()),
        Value::Date(date) => Json::from(date.to_string()),
        Value::Moment(moment) => Json::from(moment.to_rfc3339()),
        Value::Number(number) => Json::from(number.as_str()),
        Value::Money(yen) => Json::from(*yen),
        Value::CheckBox(is_ticked) => Json::from(*is_ticked),
        Value::Choice(places) => Json::from(places.clone()),
        Value::Parts(parts) => parts.iter().map(|(name, text)| (name.clone(), Json::from(text.as_str()))).collect(),
        Value::Rows(rows) => {
            let row = |row: &BTreeMap<String, Value>| -> Map<String, Json> {
                row.iter().map(|(column, value)| (column.clone(), json(value))).collect()
            };
            rows.iter().map(row).map(Json::Object).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn the_canonical_text_is_fixed() {
        let parts = BTreeMap::from([("name".to_owned(), "架空\"医院".to_owned())]);
        let row = BTreeMap::from([("kind".to_owned(), Value::Text("SSD".to_owned()))]);
        let values = BTreeMap::from([
            ("media".to_owned(), Value::Rows(vec![row])),
            ("customer".to_owned(), Value::Parts(parts)),
            ("day".to_owned(), Value::Date(NaiveDate::from_ymd_opt(2026, 10, 1).unwrap())),
            ("at".to_owned(), Value::Moment(DateTime::parse_from_rfc3339("2026-10-01T14:30:00+09:00").unwrap())),
            ("fee".to_owned(), Value::Money(-5)),
            ("count".to_owned(), Value::Number("1.50".to_owned())),
            ("agree".to_owned(), Value::CheckBox(true)),
            ("method".to_owned(), Value::Choice(vec![0, 2])),
        ]);
        let record = Record { values };
        let expected = r#"{"agree":true,"at":"2026-10-01T14:30:00+09:00","count":"1.50","customer":{"name":"架空\"医院"},"day":"2026-10-01","fee":-5,"media":[{"kind":"SSD"}],"method":[0,2]}"#;
        assert_eq!(canonical_json(&record), expected);
        assert_eq!(record_digest(&record), Digest::of(expected.as_bytes()));
    }
}
