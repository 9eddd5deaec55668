//! JSON with the place of every value. A key that is there twice and deep nesting are refused.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use super::tree::{Data, Entry, Node, at};
use super::{Finding, Problem, shown};
use crate::say;
use crate::source::{Position, SourceFile};

/// A list of rows of tables of lists needs five.
const MOST_LEVELS: usize = 8;

pub(super) fn parse(file: &SourceFile) -> Result<Node, Vec<Finding>> {
    let raw: &RawValue = serde_json::from_str(&file.text).map_err(|error| invalid(&error, None))?;
    node(raw, file, 0)
}

fn node(raw: &RawValue, file: &SourceFile, level: usize) -> Result<Node, Vec<Finding>> {
    let text = raw.get();
    let place = file.position(text.as_ptr().addr() - file.text.as_ptr().addr());
    if level > MOST_LEVELS {
        let message = say!("入れ子が深すぎます", "nested too deeply");
        let help = say!("項目に値を一つずつ書いてください", "write one value for each field");
        return Err(vec![at(place, Problem::new(message, help))]);
    }
    let of_place = |error: serde_json::Error| invalid(&error, Some(place));
    let value = match text.as_bytes().first() {
        Some(b'{') => {
            let Object(members) = serde_json::from_str(text).map_err(of_place)?;
            Data::Mapping(entries(members, file, level)?)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text).map_err(of_place)?;
            Data::List(items.into_iter().map(|item| node(item, file, level + 1)).collect::<Result<_, _>>()?)
        }
        Some(b'"') => Data::Scalar(serde_json::from_str(text).map_err(of_place)?),
        _ if text == "null" => Data::Empty,
        // Numbers as they are written, with all their digits.
        _ => Data::Scalar(text.to_owned()),
    };
    Ok(Node { place, value })
}

fn entries(members: Vec<(String, &RawValue)>, file: &SourceFile, level: usize) -> Result<Vec<Entry>, Vec<Finding>> {
    let mut seen = BTreeSet::new();
    let mut entries = Vec::new();
    for (key, raw) in members {
        let node = node(raw, file, level + 1)?;
        let place = node.place;
        if !seen.insert(key.clone()) {
            let key = shown(&key);
            let message = say!("キー「{key}」が二度書かれています", "the key `{key}` is written twice");
            let help = say!("どちらかを消してください", "delete one of them");
            return Err(vec![at(place, Problem::new(message, help))]);
        }
        entries.push(Entry { key, place, node });
    }
    Ok(entries)
}

fn invalid(error: &serde_json::Error, place: Option<Position>) -> Vec<Finding> {
    let place = place.unwrap_or(Position { line: error.line().max(1), column: error.column().max(1) });
    let told = error.to_string();
    let reason = told.split(" at line ").next().unwrap_or_default();
    let message = say!("JSON として読めません（{reason}）", "this is not valid JSON ({reason})");
    let help = say!("引用符、コンマ、括弧を確かめてください", "look at quotation marks, commas and brackets");
    vec![at(place, Problem::new(message, help))]
}

/// The members of an object in their order, repeated ones too.
struct Object<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Members).map(Object)
    }
}
