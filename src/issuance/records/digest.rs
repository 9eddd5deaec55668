//! One text and one digest for each record, however its file was written.

use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use crate::model::{Record, Value};

/// JSON without white space, keys in the order of their code points. Days are `2026-10-01`, moments RFC 3339, choices
/// the places of the options from 0.
pub fn canonical_json(record: &Record) -> String {
    Json::Object(record.values.iter().map(|(id, value)| (id.clone(), json(value))).collect()).to_string()
}

/// SHA-256 of [`canonical_json`].
pub fn record_digest(record: &Record) -> [u8; 32] {
    Sha256::digest(canonical_json(record)).into()
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
            let row = |row: &std::collections::BTreeMap<String, Value>| -> Map<String, Json> {
                row.iter().map(|(column, value)| (column.clone(), json(value))).collect()
            };
            rows.iter().map(row).map(Json::Object).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, NaiveDate};
    use std::collections::BTreeMap;

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
        assert_eq!(record_digest(&record), <[u8; 32]>::from(Sha256::digest(expected)));
    }
}
