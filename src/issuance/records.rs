//! Data files to records: CSV as spreadsheets write it, YAML and JSON. Every row is a record or says what is wrong
//! with it, so that the good ones can be issued and the others mended.
//!
//! A CSV file is looked at twice, first as a whole (encoding, quotes) and then row by row, one row in memory at a time.
//! What stays of each row is its digest, because the same row twice is a mistake.

mod assembly;
mod cell;
mod columns;
mod digest;
mod flatten;
mod json;
mod report;
mod requirements;
mod schema;
mod sheet;
mod survey;
mod template;
mod tree;
mod value;

use std::collections::HashMap;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use crate::diagnostic::Message;
use crate::model::{Form, Record};
use crate::say;

use super::fill;
use super::register::Digest;
use cell::Cell;
use schema::{Schema, Target};
use sheet::Sheet;

pub use columns::Columns;
pub use digest::{canonical_json, read_canonical, record_digest};
pub use report::CsvReport;
pub use requirements::unmet;
pub use template::print_template;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Separated by commas or tabs.
    Csv,
    Yaml,
    Json,
}

impl Format {
    /// By the ending of a file's name.
    pub fn of(name: &str) -> Option<Format> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "txt" => Some(Format::Csv),
            "yaml" | "yml" => Some(Format::Yaml),
            "json" => Some(Format::Json),
            _ => None,
        }
    }
}

/// What one row holds, or everything that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// From 1, without headings and empty rows.
    pub number: usize,
    /// Where it begins in the file, from 1.
    pub line: usize,
    pub record: Result<Record, Vec<Finding>>,
}

/// One thing wrong in a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `None` where it concerns the file.
    pub row: Option<usize>,
    /// From 1.
    pub line: usize,
    /// Character of the line, from 1; cells of a CSV file are told by row and column instead.
    pub character: Option<usize>,
    /// As the file names it.
    pub column: Option<Arc<str>>,
    pub message: Message,
    /// What to write.
    pub help: Message,
}

impl Finding {
    fn of_file(line: usize, problem: Problem) -> Finding {
        let Problem { message, help } = problem;
        Finding { row: None, line, character: None, column: None, message, help }
    }

    fn of_row(row: usize, line: usize, problem: Problem) -> Finding {
        Finding { row: Some(row), ..Finding::of_file(line, problem) }
    }

    fn in_column(self, column: impl Into<Arc<str>>) -> Finding {
        Finding { column: Some(column.into()), ..self }
    }
}

/// A finding that does not know its place yet.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Problem {
    message: Message,
    help: Message,
}

impl Problem {
    fn new(message: Message, help: Message) -> Problem {
        Problem { message, help }
    }
}

/// A row on its way: what its cells say, and what is already wrong.
struct Draft {
    number: usize,
    line: usize,
    cells: Vec<Cell>,
    findings: Vec<Finding>,
}

/// The rows of one file, in its order.
pub struct Rows<'f, R: Read> {
    schema: Schema<'f>,
    source: Source<R>,
    /// Digests of the records so far, and their rows.
    seen: HashMap<Digest, usize>,
}

enum Source<R: Read> {
    Sheet(Box<Sheet<R>>),
    Tree(std::vec::IntoIter<Draft>),
}

/// Reads a data file from its beginning.
///
/// # Errors
/// The outer one: the file cannot be read. The inner one: no row can, and why.
pub fn read<'f, R: Read + Seek>(
    form: &'f Form,
    format: Format,
    columns: &Columns,
    mut input: R,
) -> io::Result<Result<Rows<'f, R>, Vec<Finding>>> {
    let schema = match Schema::new(form) {
        Ok(schema) => schema,
        Err(findings) => return Ok(Err(findings)),
    };
    input.seek(SeekFrom::Start(0))?;
    let source = if format == Format::Csv {
        let survey = match survey::survey(&mut input)? {
            Ok(survey) => survey,
            Err(finding) => return Ok(Err(vec![finding])),
        };
        input.seek(SeekFrom::Start(0))?;
        Sheet::open(survey, input, &schema, columns)?.map(|sheet| Source::Sheet(Box::new(sheet)))
    } else {
        let root = tree::read(format, input)?;
        let drafts = root.and_then(|root| flatten::drafts(&schema, columns, root));
        drafts.map(|drafts| Source::Tree(drafts.into_iter()))
    };
    Ok(source.map(|source| Rows { schema, source, seen: HashMap::new() }))
}

impl<R: Read> Iterator for Rows<'_, R> {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        let draft = match &mut self.source {
            Source::Sheet(sheet) => sheet.next().transpose()?,
            Source::Tree(drafts) => Ok(drafts.next()?),
        };
        Some(draft.map(|draft| self.finish(draft)))
    }
}

impl<R: Read> Rows<'_, R> {
    /// What is wrong with a row that could not be filled in, at its place in the file.
    pub fn finding(&self, row: &Row, problem: fill::Problem) -> Finding {
        let fill::Problem { field, message, help } = problem;
        Finding::of_row(row.number, row.line, Problem { message, help }).in_column(self.column(&field))
    }

    /// What the file calls a field, or what the form does.
    fn column(&self, field: &str) -> Arc<str> {
        let Ok(Target::Slot(slot)) = self.schema.target(field) else {
            let own = self.schema.form.field(field.split('.').next().unwrap_or(field));
            return own.map_or(field.into(), |own| schema::label(own).into());
        };
        let named = match &self.source {
            Source::Sheet(sheet) => sheet.name(slot),
            Source::Tree(_) => None,
        };
        named.unwrap_or_else(|| self.schema.label(slot).into())
    }

    fn finish(&mut self, draft: Draft) -> Row {
        let (number, line) = (draft.number, draft.line);
        let record = assembly::record(&self.schema, draft).and_then(|record| {
            let first = *self.seen.entry(record_digest(&record)).or_insert(number);
            if first == number { Ok(record) } else { Err(vec![Finding::of_row(number, line, repeated(first))]) }
        });
        Row { number, line, record }
    }
}

fn repeated(first: usize) -> Problem {
    let message = say!("{first} 件目と同じ内容です", "this says the same as row {first}");
    let help = say!(
        "どちらかを消してください。別々に発行するものであれば、違いの分かる値を書いてください",
        "delete one of them, or write what tells them apart"
    );
    Problem::new(message, help)
}

/// A value as a message can show it: short, and nothing in it can move a terminal's cursor or turn its text around.
fn shown(text: &str) -> String {
    const MOST: usize = 40;
    let mut out = String::new();
    for c in text.chars().take(MOST) {
        if crate::fonts::covers(c) {
            out.push(c);
        } else {
            out.extend(c.escape_unicode());
        }
    }
    if text.chars().nth(MOST).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests;
