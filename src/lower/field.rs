//! Fields of forms: what is to be filled in, by type.

use super::Lowering;
use super::fields::{Fields, What, wrong_type};
use super::prose::place;
use super::value::{self, INVALID_IDS, INVALID_VALUES};
use crate::model::{Field, FieldKind, FormBasis, Id, Limits, Parts, Prose};
use crate::pattern::Pattern;
use crate::say;
use crate::syntax::{Node, Value};

const FIELD: What = What("項目", "a field");

const KEYS: [&str; 6] = ["id", "label", "type", "required", "help", "basis"];
const DATE_KEYS: [&str; 5] = ["not-before", "not-after", "deadline", "unless", "computed"];

/// Names that expressions know without a field.
pub(super) const KNOWN: [&str; 5] = ["number", "issued", "provider", "set", "edition"];

const MAX_LINES: i32 = 40;
const MAX_WIDTH: i32 = 200;
const MAX_ROWS: i32 = 100;
const MAX_NAME: usize = 64;

#[derive(Clone, Copy)]
enum Type {
    Text,
    Date,
    Moment,
    Number,
    Money,
    CheckBox,
    Choice,
    Parts(Parts),
    Signature,
    Seal,
    Table,
}

impl Type {
    const NAMES: [(&'static str, Type); 13] = [
        ("text", Type::Text),
        ("date", Type::Date),
        ("datetime", Type::Moment),
        ("number", Type::Number),
        ("money", Type::Money),
        ("choice", Type::Choice),
        ("checkbox", Type::CheckBox),
        ("person", Type::Parts(Parts::Person)),
        ("address", Type::Parts(Parts::Address)),
        ("party", Type::Parts(Parts::Party)),
        ("signature", Type::Signature),
        ("seal", Type::Seal),
        ("table", Type::Table),
    ];

    fn keys(self) -> &'static [&'static str] {
        match self {
            Type::Text => &["lines", "pattern", "width"],
            Type::Date | Type::Moment => &DATE_KEYS,
            Type::Number => &["unit"],
            Type::CheckBox => &["text"],
            Type::Choice => &["choices", "multiple"],
            Type::Table => &["columns", "rows"],
            Type::Money | Type::Parts(_) | Type::Signature | Type::Seal => &[],
        }
    }
}

impl Lowering<'_> {
    pub(super) fn field(&mut self, node: &Node) -> Option<Field> {
        // An unknown type is reported once; until it is mended every key may be right.
        let every: Vec<&str> = Type::NAMES.iter().flat_map(|(_, kind)| kind.keys()).copied().collect();
        let kind = kind(node);
        let keys = [&KEYS[..], kind.map_or(every.as_slice(), |kind| kind.keys())].concat();
        let fields = Fields::read(node, FIELD, &keys, self.diagnostics)?;
        let id = fields.require("id", "contract_end", self.diagnostics);
        let id = id.and_then(|node| self.variable(node));
        let label = self.required_prose(&fields, "label", "契約終了日");
        let written = fields.require("type", "date", self.diagnostics);
        let kind = written.and_then(|node| value::choice(node, &Type::NAMES, self.diagnostics));
        let is_required = fields.get("required").and_then(|node| value::boolean(node, self.diagnostics));
        let help = self.optional_prose(&fields, "help");
        let basis = fields.get("basis").and_then(|node| self.basis(node));
        let kind = self.kind(kind?, &fields)?;
        let is_dated = matches!(kind, FieldKind::Date | FieldKind::Moment);
        let limits = if is_dated { self.limits(&fields) } else { Limits::default() };
        let is_required = is_required.unwrap_or_default() && limits.computed.is_none();
        let field = Field { id: id?, label, kind, is_required, help, basis, limits, span: fields.span };
        field.proses().into_iter().for_each(|prose| self.refuse_expressions(prose));
        Some(field)
    }

    fn kind(&mut self, kind: Type, fields: &Fields<'_>) -> Option<FieldKind> {
        Some(match kind {
            Type::Text => FieldKind::Text {
                lines: self.count(fields, "lines", MAX_LINES).map_or(1, |lines| lines as u8),
                pattern: self.pattern(fields),
                width: self.count(fields, "width", MAX_WIDTH).map(|width| width as u16),
            },
            Type::Date => FieldKind::Date,
            Type::Moment => FieldKind::Moment,
            Type::Number => FieldKind::Number { unit: self.plain(fields, "unit").unwrap_or_default() },
            Type::Money => FieldKind::Money,
            Type::CheckBox => FieldKind::CheckBox { text: self.required_prose(fields, "text", "同意します。") },
            Type::Choice => FieldKind::Choice {
                options: self.options(fields)?,
                is_multiple: fields
                    .get("multiple")
                    .and_then(|node| value::boolean(node, self.diagnostics))
                    .unwrap_or_default(),
            },
            Type::Parts(parts) => FieldKind::Parts(parts),
            Type::Signature => FieldKind::Signature,
            Type::Seal => FieldKind::Seal,
            Type::Table => FieldKind::Table {
                columns: self.columns_of(fields)?,
                rows: self.count(fields, "rows", MAX_ROWS).map_or(1, |rows| rows as u16),
            },
        })
    }

    fn count(&mut self, fields: &Fields<'_>, key: &str, most: i32) -> Option<i32> {
        fields.get(key).and_then(|node| value::number(node, 1..=most, self.diagnostics))
    }

    fn plain(&mut self, fields: &Fields<'_>, key: &str) -> Option<String> {
        let text = fields.get(key).and_then(|node| value::text(node, self.diagnostics));
        text.map(|text| text.as_str().to_owned())
    }

    fn pattern(&mut self, fields: &Fields<'_>) -> Option<String> {
        let text = fields.get("pattern").and_then(|node| value::text(node, self.diagnostics))?;
        match Pattern::new(text.as_str()) {
            Ok(_) => Some(text.as_str().to_owned()),
            Err(message) => {
                let help = say!("例: pattern: '[0-9]{{10}}'（数字 10 桁）", "for example: pattern: '[0-9]{{10}}'");
                self.diagnostics.push(INVALID_VALUES.at(text.span(), message).help(help));
                None
            }
        }
    }

    fn options(&mut self, fields: &Fields<'_>) -> Option<Vec<Prose>> {
        let node = fields.require("choices", "[消去, 破壊]", self.diagnostics)?;
        let options = self.each(Some(node), |lowering, node| Some(lowering.prose(node)));
        if options.is_empty() {
            self.empty(node.span);
        }
        for (at, option) in options.iter().enumerate() {
            let text = option.plain();
            if options[..at].iter().any(|other| other.plain().as_str() == text.as_str()) {
                let message = say!("同じ選択肢が二つあります", "there are two equal options");
                let help = say!("どちらかを消してください", "delete one of them");
                self.diagnostics.push(INVALID_VALUES.at(option.span, message).help(help));
            }
        }
        Some(options).filter(|options| !options.is_empty())
    }

    /// A table within a table, or parts in one cell, would not fit any paper.
    fn columns_of(&mut self, fields: &Fields<'_>) -> Option<Vec<Field>> {
        let node = fields.require("columns", "[ { id: kind, label: 種類, type: text } ]", self.diagnostics)?;
        let mut columns = self.each(Some(node), Self::field);
        columns.retain(|column| {
            let fits = !matches!(column.kind, FieldKind::Parts(_) | FieldKind::Table { .. });
            if !fits {
                let message = say!("表の列に、この型の項目は置けません", "a column cannot be of this type");
                let help = say!("text、date、number などにしてください", "write text, date, number or the like");
                self.diagnostics.push(INVALID_VALUES.at(column.span, message).help(help));
            }
            fits
        });
        self.distinct(&columns);
        Some(columns).filter(|columns| !columns.is_empty())
    }

    fn limits(&mut self, fields: &Fields<'_>) -> Limits {
        fields.conflict("computed", "deadline", self.diagnostics);
        let limits = Limits {
            not_before: fields.get("not-before").and_then(|node| self.variable(node)),
            not_after: fields.get("not-after").and_then(|node| self.variable(node)),
            deadline: self.id(fields, "deadline"),
            unless: fields.get("unless").and_then(|node| self.variable(node)),
            computed: self.id(fields, "computed"),
        };
        if let (Some(span), None) = (fields.key("unless"), fields.key("deadline")) {
            let message = say!("unless は、deadline と一緒に使います", "`unless` goes with `deadline`");
            let help = say!("deadline を書くか、unless を消してください", "write `deadline`, or delete `unless`");
            self.diagnostics.push(INVALID_VALUES.at(span, message).help(help));
        }
        limits
    }

    /// `terms:formation.2`
    pub(super) fn basis(&mut self, node: &Node) -> Option<FormBasis> {
        let text = value::text(node, self.diagnostics)?;
        let target = place(text.as_str());
        if target.is_none() {
            let message = say!("根拠の条項として読めません", "this names no provision");
            let help = say!(
                "文書の id と条項の id で、terms:formation.2 のように書いてください",
                "write document and provision, as in terms:formation.2"
            );
            self.diagnostics.push(INVALID_VALUES.at(text.span(), message).help(help));
        }
        Some(FormBasis { target: target?, span: text.span() })
    }

    /// The name of a field: expressions use it, so that it has underscores and no hyphens.
    pub(super) fn variable(&mut self, node: &Node) -> Option<Id> {
        let text = value::text(node, self.diagnostics)?;
        let name = text.as_str();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let begins_well = name.starts_with(|c: char| c.is_ascii_lowercase());
        if begins_well && name.chars().all(plain) && name.len() <= MAX_NAME && !KNOWN.contains(&name) {
            return Some(Id { name: name.to_owned(), span: text.span() });
        }
        let shown: String = name.chars().take(MAX_NAME).collect();
        let message = say!("「{shown}」は項目の id に使えません", "`{shown}` cannot be the id of a field");
        let help = if KNOWN.contains(&name) {
            say!("{{{{ {name} }}}} は初めから決まっています。別の語にしてください", "choose a word that is not taken")
        } else {
            say!(
                "英小文字で始め、英小文字、数字、下線（_）だけで書いてください。例: contract_end",
                "begin with a lower-case letter; lower-case letters, digits and underscores only: contract_end"
            )
        };
        self.diagnostics.push(INVALID_IDS.at(text.span(), message).help(help));
        None
    }
}

/// The type as written, where it is one.
fn kind(node: &Node) -> Option<Type> {
    let Value::Mapping(entries) = &node.value else { return None };
    let entry = entries.iter().find(|entry| entry.key.as_str() == "type")?;
    let Value::Scalar(scalar) = &entry.value.value else { return None };
    Type::NAMES.into_iter().find(|(name, _)| *name == scalar.text.as_str()).map(|(_, kind)| kind)
}

impl Lowering<'_> {
    /// The entries of a mapping from names to names: `events: { contract-end: contract_end }`.
    pub(super) fn pairs<'n>(&mut self, node: Option<&'n Node>) -> Vec<(&'n crate::syntax::Text, &'n Node)> {
        match node.map(|node| (&node.value, node)) {
            None => Vec::new(),
            Some((Value::Mapping(entries), _)) => entries.iter().map(|entry| (&entry.key, &entry.value)).collect(),
            Some((_, node)) => {
                let help = say!("{{ 名前: 値 }} のように書いてください", "write it like {{ name: value }}");
                self.diagnostics.push(wrong_type(node, &say!("名前と値の組", "names and values")).help(help));
                Vec::new()
            }
        }
    }
}
