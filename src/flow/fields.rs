//! Fields of forms: a ruled table of labels and blanks, or of labels and what was filled in; blanks in running text.

use super::build::{Builder, body};
use super::inline::joined;
use super::{
    Align, Anchor, Block, Cell, Column, Entry, EntryKind, Inline, Row, RowGroup, Table, TableStyle, plain_text,
};
use crate::model::{Answers, DocumentKind, Expression, Field, FieldKind, Form, Id, Key, Prose};

/// Relative widths: labels, labels of parts, blanks.
const LABELS: u16 = 7;
const PARTS: u16 = 4;
const BLANKS: u16 = 14;
/// Characters of a blank that says nothing of its width.
const WIDTH: u16 = 8;
const REQUIRED: &str = "（必須）";
/// The fonts have no ballot boxes.
const TICKED: &str = "■";
const OPEN: &str = "□";

/// A row with its label, or a field that is a table of its own.
enum Part<'a> {
    Row(&'a Field),
    Table(&'a Field, &'a [Field], u16),
}

impl Builder<'_> {
    /// The fields of a list in their order; fields that are tables stand between the others.
    pub(super) fn fields(&self, names: &[Id], key: Option<Key>) -> Vec<Block> {
        let Some(form) = &self.document.form else { return Vec::new() };
        let (mut blocks, mut rows) = (Vec::new(), Vec::new());
        let parts = names.iter().filter_map(|name| form.field(&name.name)).map(|field| match &field.kind {
            FieldKind::Table { columns, rows } => Part::Table(field, columns, *rows),
            _ => Part::Row(field),
        });
        for part in parts {
            match part {
                Part::Row(field) => rows.push(field),
                Part::Table(field, columns, blank) => {
                    blocks.extend(self.rows(form, &std::mem::take(&mut rows), key));
                    blocks.extend(self.table_field(form, field, columns, blank, key));
                }
            }
        }
        blocks.extend(self.rows(form, &rows, key));
        blocks
    }

    fn rows(&self, form: &Form, fields: &[&Field], key: Option<Key>) -> Option<Block> {
        let has_parts = fields.iter().any(|field| matches!(field.kind, FieldKind::Parts(_)));
        let weights: &[u16] = if has_parts { &[LABELS, PARTS, BLANKS] } else { &[LABELS, BLANKS + PARTS] };
        let column = |weight: &u16| Column { weight: Some(*weight), align: Align::Start };
        let rows: Vec<Row> = fields.iter().flat_map(|field| self.field_rows(form, field, has_parts, key)).collect();
        let table = Table {
            anchor: None,
            style: TableStyle::Ruled,
            caption: Vec::new(),
            columns: weights.iter().map(column).collect(),
            head: Vec::new(),
            groups: vec![RowGroup { heading: Vec::new(), rows }],
        };
        (!fields.is_empty()).then_some(Block::Table(table))
    }

    /// One row, or one for each part beside a label that reaches down.
    fn field_rows(&self, form: &Form, field: &Field, has_parts: bool, key: Option<Key>) -> Vec<Row> {
        let label = Cell { is_heading: true, ..cell(vec![body(self.label_of(form, field, key), Vec::new())]) };
        let FieldKind::Parts(parts) = field.kind else {
            let mut blocks = self.blank(form, field, &field.id.name, key);
            blocks.extend(self.help(form, field, key));
            let columns = if has_parts { 2 } else { 1 };
            return vec![Row { cells: vec![label, Cell { columns, ..cell(blocks) }] }];
        };
        let parts = parts.parts();
        let mut rows = Vec::new();
        for (at, (name, title, is_required)) in parts.iter().enumerate() {
            let is_required = field.is_required && *is_required;
            let full = format!("{}.{name}", field.id.name);
            let title = marked(vec![text(title)], is_required && self.shows_required(form));
            let title = Cell { is_heading: true, ..cell(vec![body(title, Vec::new())]) };
            let mut blocks = match &form.answers {
                Some(answers) => vec![answer(answers, &full)],
                None => vec![Block::Entry(Entry {
                    description: format!("{}　{}", self.plain(&field.label, key), parts[at].1),
                    name: full,
                    is_required,
                    kind: EntryKind::Text { lines: 1, width: None },
                })],
            };
            let is_last = at + 1 == parts.len();
            blocks.extend(self.help(form, field, key).filter(|_| is_last));
            let mut cells = vec![title, cell(blocks)];
            if at == 0 {
                cells.insert(0, Cell { rows: parts.len() as u16, ..label.clone() });
            }
            rows.push(Row { cells });
        }
        rows
    }

    /// What stands beside a label.
    fn blank(&self, form: &Form, field: &Field, name: &str, key: Option<Key>) -> Vec<Block> {
        let of = |prose: &Prose| self.inlines.of(prose, key);
        if let Some(answers) = &form.answers {
            return match field.kind {
                FieldKind::Seal => vec![body(vec![text(super::SEAL)], Vec::new())],
                FieldKind::Signature => Vec::new(),
                _ => vec![answer(answers, name)],
            };
        }
        if field.limits.computed.is_some() {
            return vec![body(dated(matches!(field.kind, FieldKind::Moment)), Vec::new())];
        }
        let kind = match &field.kind {
            FieldKind::Text { lines, width, .. } => EntryKind::Text { lines: *lines, width: *width },
            FieldKind::Date => EntryKind::Date,
            FieldKind::Moment => EntryKind::Moment,
            FieldKind::Number { unit } => EntryKind::Number { unit: unit.clone() },
            FieldKind::Money => EntryKind::Number { unit: "円".to_owned() },
            FieldKind::CheckBox { text } => EntryKind::CheckBox { text: of(text) },
            FieldKind::Choice { options, is_multiple } => {
                EntryKind::Choice { options: options.iter().map(of).collect(), is_multiple: *is_multiple }
            }
            FieldKind::Signature => EntryKind::Signature,
            FieldKind::Seal => EntryKind::Seal,
            // Made of others, which are drawn one by one.
            FieldKind::Parts(_) | FieldKind::Table { .. } => return Vec::new(),
        };
        let description = self.plain(&field.label, key);
        vec![Block::Entry(Entry { name: name.to_owned(), description, is_required: field.is_required, kind })]
    }

    /// A table with a heading for each column and blank rows, and what helps to fill them in.
    fn table_field(&self, form: &Form, field: &Field, columns: &[Field], blank: u16, key: Option<Key>) -> Vec<Block> {
        let head = |column: &Field| {
            let label = marked(self.inlines.of(&column.label, key), column.is_required && self.shows_required(form));
            Cell { is_heading: true, ..cell(vec![body(label, Vec::new())]) }
        };
        let count = form.answers.as_ref().map_or(Some(&blank), |answers| answers.rows.get(&field.id.name));
        let row = |at: u16| {
            let one = |column: &Field| {
                let name = format!("{}.{at}.{}", field.id.name, column.id.name);
                let mut blocks = self.blank(form, column, &name, key);
                if let Some(Block::Entry(entry)) = blocks.first_mut() {
                    entry.description = format!("{}　{at}　{}", self.plain(&field.label, key), entry.description);
                    // Nobody has to fill in every row.
                    entry.is_required = field.is_required && column.is_required && at == 1;
                }
                cell(blocks)
            };
            Row { cells: columns.iter().map(one).collect() }
        };
        let table = Table {
            anchor: Some(Anchor(format!("field.{}", field.id.name))),
            style: TableStyle::Ruled,
            caption: self.label_of(form, field, key),
            columns: columns.iter().map(|_| Column { weight: None, align: Align::Start }).collect(),
            head: vec![Row { cells: columns.iter().map(head).collect() }],
            groups: vec![RowGroup { heading: Vec::new(), rows: (1..=*count.unwrap_or(&1).max(&1)).map(row).collect() }],
        };
        std::iter::once(Block::Table(table)).chain(self.help(form, field, key)).collect()
    }

    fn label_of(&self, form: &Form, field: &Field, key: Option<Key>) -> Vec<Inline> {
        marked(self.inlines.of(&field.label, key), field.is_required && self.shows_required(form))
    }

    /// Whoever fills it in is told; whoever reads it on a wall is not.
    fn shows_required(&self, form: &Form) -> bool {
        form.answers.is_none() && self.document.kind != DocumentKind::Poster
    }

    /// How to fill it in; of no use on a paper that is filled in.
    fn help(&self, form: &Form, field: &Field, key: Option<Key>) -> Option<Block> {
        let help = field.help.as_ref().filter(|_| form.answers.is_none());
        help.map(|help| body(self.inlines.of(help, key), Vec::new()))
    }

    fn plain(&self, prose: &Prose, key: Option<Key>) -> String {
        plain_text(&self.inlines.of(prose, key))
    }
}

fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

fn marked(mut label: Vec<Inline>, is_required: bool) -> Vec<Inline> {
    label.extend(is_required.then(|| text(REQUIRED)));
    joined(label)
}

fn cell(blocks: Vec<Block>) -> Cell {
    Cell { columns: 1, rows: 1, is_heading: false, blocks }
}

fn answer(answers: &Answers, name: &str) -> Block {
    body(lines(answers.texts.get(name).map_or("", String::as_str)), Vec::new())
}

/// A value as it was given: text, with breaks where it has line feeds.
pub(super) fn lines(value: &str) -> Vec<Inline> {
    let mut out = Vec::new();
    for (at, line) in value.split('\n').enumerate() {
        out.extend((at > 0).then_some(Inline::Break));
        out.extend((!line.is_empty()).then(|| text(line)));
    }
    out
}

/// A box that is ticked or not, with what ticking it says.
pub fn ticked(is_ticked: bool, said: &str) -> String {
    format!("{} {said}", if is_ticked { TICKED } else { OPEN })
}

/// The blank for an expression in running text: as wide as its field, with the words of a date or sum around it.
pub(super) fn blank_of(form: &Form, expression: &Expression) -> Vec<Inline> {
    let field = form.field(&expression.path[0]);
    match field.map(|field| &field.kind) {
        Some(FieldKind::Date) => dated(false),
        Some(FieldKind::Moment) => dated(true),
        None if expression.path[0] == "issued" => dated(false),
        Some(FieldKind::Money) => vec![underlined(WIDTH), text("円")],
        Some(FieldKind::Number { unit }) if !unit.is_empty() => vec![underlined(WIDTH / 2), text(unit)],
        Some(FieldKind::Text { width, .. }) => vec![underlined(width.unwrap_or(WIDTH))],
        Some(FieldKind::CheckBox { text: said }) => vec![text(&ticked(false, said.plain().as_str()))],
        // An address takes a line.
        Some(FieldKind::Parts(_)) if expression.path.get(1).is_some_and(|part| part == "address") => {
            vec![underlined(WIDTH * 4)]
        }
        Some(FieldKind::Parts(_)) => vec![underlined(WIDTH * 2)],
        _ => vec![underlined(WIDTH)],
    }
}

/// 　　　　年　　月　　日
fn dated(has_time: bool) -> Vec<Inline> {
    let units: &[(u16, &str)] = &[(4, "年"), (2, "月"), (2, "日"), (2, "時"), (2, "分")];
    let units = &units[..if has_time { 5 } else { 3 }];
    units.iter().flat_map(|(width, unit)| [underlined(*width), text(unit)]).collect()
}

fn underlined(width: u16) -> Inline {
    Inline::Underline(vec![Inline::Text("　".repeat(usize::from(width)))])
}
