//! What a form is filled in with.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};

/// One filled form, by field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// Only what was given.
    pub values: BTreeMap<String, Value>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Date(NaiveDate),
    Moment(DateTime<FixedOffset>),
    /// As written, without grouping: `1234`, `-1.5`.
    Number(String),
    /// Yen
    Money(i64),
    CheckBox(bool),
    /// Places among the options, rising.
    Choice(Vec<usize>),
    /// By name of the part.
    Parts(BTreeMap<String, String>),
    /// By column.
    Rows(Vec<BTreeMap<String, Value>>),
}
