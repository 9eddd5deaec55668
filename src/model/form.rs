//! Forms: documents with fields that somebody fills in.

use std::collections::BTreeMap;

use super::{Id, LinkTarget, Prose};
use crate::source::Span;

/// What makes a document a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// How issued ones are numbered; `None` where they are not.
    pub number: Option<NumberPattern>,
    pub fields: Vec<Field>,
    /// What the periods of the set count from.
    pub events: Vec<FormEvent>,
    /// The provision that asks for it, where the set says so.
    pub basis: Option<Basis>,
    /// What stands in its blanks; `None` in an empty form.
    pub answers: Option<Answers>,
}

/// An event of the set's periods, and the field of the form that says when it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormEvent {
    pub event: Id,
    pub field: Id,
}

/// What a form is filled in with, as it is printed: plain text, line feeds between lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    /// By name of the blank: `contract_end`, `customer.name`, `media.2.kind`.
    pub texts: BTreeMap<String, String>,
    /// Rows by name of the table.
    pub rows: BTreeMap<String, u16>,
}

impl Form {
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id.name == name)
    }
}

/// `消去-{year}-{serial:05}`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberPattern {
    pub parts: Vec<NumberPart>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberPart {
    Literal(String),
    /// Id of the set.
    Set,
    /// Of the day of issue, Gregorian, four digits.
    Year,
    /// Two digits.
    Month,
    /// Two digits.
    Day,
    /// Counts from 1 among the numbers that are otherwise the same; filled with zeros to so many digits.
    Serial {
        digits: u8,
    },
}

/// One thing to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Column name in data, variable in expressions.
    pub id: Id,
    pub label: Prose,
    pub kind: FieldKind,
    pub is_required: bool,
    /// What stands small below the blank: how to fill it in.
    pub help: Option<Prose>,
    /// The provision it rests on.
    pub basis: Option<Basis>,
    pub limits: Limits,
    pub span: Span,
}

/// The provision something rests on: `terms:formation.2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Always [`LinkTarget::Place`].
    pub target: LinkTarget,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    Text {
        /// At least 1.
        lines: u8,
        /// Regular expression that the whole value must match.
        pattern: Option<String>,
        /// Characters the blank is meant for.
        width: Option<u16>,
    },
    Date,
    /// Date, time and zone.
    Moment,
    Number {
        /// What follows the number: 名, 台; may be empty.
        unit: String,
    },
    /// Whole yen.
    Money,
    CheckBox {
        /// What ticking it says.
        text: Prose,
    },
    Choice {
        /// At least one.
        options: Vec<Prose>,
        is_multiple: bool,
    },
    /// Several blanks with names of their own: `customer.name`.
    Parts(Parts),
    Signature,
    Seal,
    Table {
        /// None of them parts or a table.
        columns: Vec<Field>,
        /// Blank rows of the empty form.
        rows: u16,
    },
}

/// Fields made of parts, each with a name and a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parts {
    /// 個人
    Person,
    /// 法人又は個人事業主
    Party,
    /// 住所
    Address,
}

impl Parts {
    /// Name, label and whether the part is required where the field is.
    pub const fn parts(self) -> &'static [(&'static str, &'static str, bool)] {
        match self {
            Parts::Person => &[("name", "氏名", true), ("reading", "フリガナ", false), ("title", "役職", false)],
            Parts::Party => &[
                ("name", "名称", true),
                ("representative", "代表者", false),
                ("postcode", "郵便番号", false),
                ("address", "所在地", true),
                ("phone", "電話番号", false),
            ],
            Parts::Address => &[("postcode", "郵便番号", false), ("address", "住所", true)],
        }
    }
}

/// What a date must keep.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limits {
    /// Not before the day of this field.
    pub not_before: Option<Id>,
    /// Not after the day of this field.
    pub not_after: Option<Id>,
    /// The day that this period of the set implies: the value must keep it.
    pub deadline: Option<Id>,
    /// The field that holds the reason, where a day past the deadline is excused by one.
    pub unless: Option<Id>,
    /// The value is the day that this period of the set implies, and nobody fills it in.
    pub computed: Option<Id>,
}

impl Field {
    /// What its author wrote for readers, with that of its columns.
    pub fn proses(&self) -> Vec<&Prose> {
        let mut found = vec![&self.label];
        match &self.kind {
            FieldKind::CheckBox { text } => found.push(text),
            FieldKind::Choice { options, .. } => found.extend(options),
            FieldKind::Table { columns, .. } => found.extend(columns.iter().flat_map(Field::proses)),
            _ => {}
        }
        found.extend(&self.help);
        found
    }
}
