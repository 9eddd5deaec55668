//! Rows of a CSV file, one in memory at a time.

use std::io::{self, Read};
use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord, Terminator};
use encoding_rs::{CoderResult, Decoder};

use super::cell::Cell;
use super::columns::Columns;
use super::schema::{Schema, Slot, Target};
use super::survey::Survey;
use super::{Draft, Finding, Problem};
use crate::say;

/// No form has so many fields.
const MOST_COLUMNS: usize = 2_000;

pub(super) struct Sheet<R: Read> {
    reader: csv::Reader<Decoded<R>>,
    record: StringRecord,
    columns: Vec<Column>,
    /// What a template has below its labels, to be skipped.
    ids: Vec<String>,
    /// Rows so far.
    count: usize,
    /// Read ahead: a file without any is refused.
    first: Option<Draft>,
}

struct Column {
    name: Arc<str>,
    /// `None`: not read.
    slot: Option<Slot>,
}

impl<R: Read> Sheet<R> {
    /// Reads the headings.
    pub(super) fn open(
        survey: Survey,
        input: R,
        schema: &Schema<'_>,
        columns: &Columns,
    ) -> io::Result<Result<Sheet<R>, Vec<Finding>>> {
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(survey.delimiter).terminator(Terminator::Any(b'\n'));
        let reader = builder.from_reader(Decoded::new(survey, input));
        let record = StringRecord::new();
        let mut sheet = Sheet { reader, record, columns: Vec::new(), ids: Vec::new(), count: 0, first: None };
        let Some(line) = sheet.advance()? else {
            return Ok(Err(vec![Finding::of_file(1, empty())]));
        };
        match headings(&sheet.record, line, schema, columns) {
            Ok(columns) => sheet.columns = columns,
            Err(findings) => return Ok(Err(findings)),
        }
        let id = |column: &Column| column.slot.map(|slot| schema.id(slot)).unwrap_or_default();
        sheet.ids = sheet.columns.iter().map(id).collect();
        sheet.first = sheet.row()?;
        Ok(if sheet.first.is_some() { Ok(sheet) } else { Err(vec![Finding::of_file(line, no_rows())]) })
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Draft>> {
        match self.first.take() {
            Some(first) => Ok(Some(first)),
            None => self.row(),
        }
    }

    /// The heading of a column that is read.
    pub(super) fn name(&self, slot: Slot) -> Option<Arc<str>> {
        self.columns.iter().find(|column| column.slot == Some(slot)).map(|column| Arc::clone(&column.name))
    }

    /// The next row that is not empty.
    fn row(&mut self) -> io::Result<Option<Draft>> {
        while let Some(line) = self.advance()? {
            let is_ids = self.count == 0 && self.record.iter().map(str::trim).eq(self.ids.iter().map(String::as_str));
            if !is_ids && self.record.iter().any(|cell| !cell.trim().is_empty()) {
                self.count += 1;
                return Ok(Some(self.draft(line)));
            }
        }
        Ok(None)
    }

    /// Reads a row and tells the line it begins on. Empty lines before it are passed over.
    fn advance(&mut self) -> io::Result<Option<usize>> {
        if !self.reader.read_record(&mut self.record)? {
            return Ok(None);
        }
        // Every row ends with a line break: `Decoded` sees to it.
        let inside = self.record.as_slice().bytes().filter(|byte| *byte == b'\n').count();
        let next = usize::try_from(self.reader.position().line()).unwrap_or(usize::MAX);
        Ok(Some(next.saturating_sub(inside + 1)))
    }

    fn draft(&self, line: usize) -> Draft {
        let number = self.count;
        let mut draft = Draft { number, line, cells: Vec::new(), findings: Vec::new() };
        let (found, expected) = (self.record.len(), self.columns.len());
        let surplus = self.record.iter().skip(expected).any(|cell| !cell.trim().is_empty());
        if surplus || found < expected {
            // The cells would stand under wrong headings.
            draft.findings.push(Finding::of_row(number, line, uneven(found, expected)));
            return draft;
        }
        for (text, column) in self.record.iter().zip(&self.columns) {
            match column.slot {
                Some(slot) => {
                    let (name, text) = (Arc::clone(&column.name), text.to_owned());
                    draft.cells.push(Cell { slot, name, line, character: None, text });
                }
                None if column.name.is_empty() && !text.trim().is_empty() => {
                    draft.findings.push(Finding::of_row(number, line, nameless(text)));
                }
                None => {}
            }
        }
        draft
    }
}

/// What each column is for.
fn headings(
    record: &StringRecord,
    line: usize,
    schema: &Schema<'_>,
    columns: &Columns,
) -> Result<Vec<Column>, Vec<Finding>> {
    if record.len() > MOST_COLUMNS {
        let message = say!("列が多すぎます", "there are too many columns");
        let help = say!("{MOST_COLUMNS} 列以内にしてください", "write {MOST_COLUMNS} at most");
        return Err(vec![Finding::of_file(line, Problem::new(message, help))]);
    }
    let names: Vec<&str> = record.iter().map(str::trim).collect();
    let mut findings = columns.absent(&names);
    let mut read: Vec<Column> = Vec::new();
    for name in &names {
        let field = columns.field(name).filter(|field| !field.is_empty());
        let target = field.map(|field| schema.target(field)).transpose();
        let slot = match target {
            Ok(None) => Ok(None),
            Ok(Some(Target::Slot(slot))) => Ok(Some(slot)),
            Ok(Some(Target::Compound(field))) => Err(schema.divided(field)),
            Err(problem) => Err(problem),
        };
        let repeated = |slot: &Slot| read.iter().find(|column| column.slot == Some(*slot));
        let slot = slot.and_then(|slot| match slot.as_ref().and_then(repeated) {
            Some(first) => Err(twice(&first.name)),
            None => Ok(slot),
        });
        let slot = slot.unwrap_or_else(|problem| {
            findings.push(Finding::of_file(line, problem).in_column(*name));
            None
        });
        read.push(Column { name: (*name).into(), slot });
    }
    let has = |slot: &Slot| read.iter().any(|column| column.slot == Some(*slot));
    for slot in schema.slots().into_iter().filter(|slot| schema.is_required(*slot) && !has(slot)) {
        findings.push(Finding::of_file(line, missing()).in_column(schema.label(slot)));
    }
    if findings.is_empty() { Ok(read) } else { Err(findings) }
}

fn empty() -> Problem {
    Problem::new(
        say!("ファイルに何も書かれていません", "the file is empty"),
        say!("一行目に列の名前、二行目からデータを書いてください", "write headings, and data below them"),
    )
}

pub(super) fn no_rows() -> Problem {
    Problem::new(
        say!("データが一件もありません", "there are no rows"),
        say!("見出しの下に、一件を一行に書いてください", "write one row a line below the headings"),
    )
}

fn missing() -> Problem {
    Problem::new(
        say!("必ず要る列がありません", "a column that is needed is not there"),
        say!(
            "一行目（見出し）にこの名前の列を加えてください",
            "add a column of this name; the first row holds the headings"
        ),
    )
}

fn twice(first: &str) -> Problem {
    let first = super::shown(first);
    Problem::new(
        say!("同じ項目の列が二つあります（「{first}」）", "two columns are for one field (`{first}`)"),
        say!("どちらかを消してください", "delete one of them"),
    )
}

fn uneven(found: usize, expected: usize) -> Problem {
    let message = say!("見出しは {expected} 列、この行は {found} 列です", "{found} cells below {expected} headings");
    if found > expected {
        let help = say!(
            "値の中にコンマがあれば、値全体を「\"」で囲んでください",
            "put a value that holds a comma in quotation marks"
        );
        return Problem::new(message, help);
    }
    let help = say!(
        "足りない列も、空のままコンマで区切ってください。途中で改行していれば、値全体を「\"」で囲んでください",
        "write the commas of empty cells too, and put a value that holds a line break in quotation marks"
    );
    Problem::new(message, help)
}

fn nameless(text: &str) -> Problem {
    let shown = super::shown(text);
    Problem::new(
        say!("見出しのない列に「{shown}」があります", "`{shown}` stands in a column without a heading"),
        say!("見出しを書くか、値を消してください", "write a heading, or delete it"),
    )
}

/// The bytes of a file as UTF-8 without a byte order mark, every line ending with LF, the last one too.
struct Decoded<R: Read> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// Bytes of `raw` not yet decoded.
    rest: std::ops::Range<usize>,
    is_over: bool,
    last: u8,
}

impl<R: Read> Decoded<R> {
    fn new(survey: Survey, input: R) -> Decoded<R> {
        let decoder = survey.encoding.new_decoder_with_bom_removal();
        Decoded { input, decoder, raw: vec![0; 16 << 10], rest: 0..0, is_over: false, last: b'\n' }
    }

    /// CR and CRLF as LF, in place; how many bytes stay.
    fn with_line_feeds(&mut self, bytes: &mut [u8]) -> usize {
        let mut kept = 0;
        for at in 0..bytes.len() {
            let byte = bytes[at];
            let is_second = byte == b'\n' && self.last == b'\r';
            self.last = byte;
            if !is_second {
                bytes[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        kept
    }
}

impl<R: Read> Read for Decoded<R> {
    /// Needs room for one character, as any buffered reader gives.
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !self.is_over {
            if self.rest.is_empty() {
                let length = self.input.read(&mut self.raw)?;
                self.rest = 0..length;
                self.is_over = length == 0;
            }
            let (result, read, written, _) =
                self.decoder.decode_to_utf8(&self.raw[self.rest.clone()], out, self.is_over);
            self.rest.start += read;
            // What the decoder still held may need more room than there was.
            self.is_over &= result == CoderResult::InputEmpty;
            let kept = self.with_line_feeds(&mut out[..written]);
            if kept > 0 {
                return Ok(kept);
            }
        }
        let is_open = !matches!(self.last, b'\n' | b'\r');
        match out.first_mut().filter(|_| is_open) {
            None => Ok(0),
            Some(first) => {
                (*first, self.last) = (b'\n', b'\n');
                Ok(1)
            }
        }
    }
}
