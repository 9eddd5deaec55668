//! A form with the data of one record in its blanks. What the data say is text, wherever it comes to stand.

mod limits;
mod printed;

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::diagnostic::Message;
use crate::expression::{self, Datum, Templates};
use crate::flow::{self, Context, Flow};
use crate::model::{Document, Expression, Form, Record, Value};
use crate::say;

use limits::Limited;

/// A form, ready to be filled in with any number of records.
#[derive(Debug)]
pub struct Template<'a> {
    context: Context<'a>,
    index: usize,
    document: &'a Document,
    form: &'a Form,
    expressions: Templates,
    limited: Limited<'a>,
}

/// What is known of one issue besides the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    pub number: Option<String>,
    /// Day of issue, in Japan.
    pub issued: NaiveDate,
}

/// Why a record cannot be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Name of the blank: `contract_end`, `customer.name`, `media.2.kind`.
    pub field: String,
    pub message: Message,
    pub help: Message,
}

/// The form cannot be filled in at all.
#[derive(Debug)]
pub enum Error {
    /// The document has no fields.
    NoForm,
    /// A bug: what `check` lets through can be compiled.
    Expression(expression::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NoForm => f.write_str("not a form"),
            Error::Expression(error) => write!(f, "expression of a form: {error}"),
        }
    }
}

impl std::error::Error for Error {}

impl<'a> Template<'a> {
    /// The `index`-th document of an edition, compiled.
    ///
    /// # Errors
    /// It is no form, or its expressions cannot be compiled.
    pub fn new(context: Context<'a>, index: usize) -> Result<Template<'a>, Error> {
        let document = &context.edition.documents[index];
        let form = document.form.as_ref().ok_or(Error::NoForm)?;
        let expressions =
            Templates::new(document.expressions(), document.notation.digits).map_err(Error::Expression)?;
        let limited = Limited::of(context, form);
        Ok(Template { context, index, document, form, expressions, limited })
    }

    /// The document with every value in its place. The record is one that [`records`](super::records) gave: it lacks
    /// nothing that the form asks for.
    ///
    /// # Errors
    /// What only the set can tell: days that its periods do not allow, and values that an expression cannot print.
    pub fn fill(&self, record: &Record, issue: &Issue) -> Result<Document, Vec<Problem>> {
        let digits = self.document.notation.digits;
        let mut problems = Vec::new();
        let mut values = given(record);
        self.limited.compute(self.form, &mut values, &mut problems);
        if problems.is_empty() {
            self.limited.check(self.form, &values, digits, &mut problems);
        }
        let mut document = self.document.clone();
        document.change_expressions(&mut |expression| {
            if expression.value.is_none() {
                let datum = self.datum(expression, &values, issue);
                match self.expressions.render(expression, datum.as_ref()) {
                    Ok(text) => expression.value = Some(text),
                    Err(error) => {
                        // An expression may stand in many places.
                        let problem = unfit(expression, &error);
                        if !problems.contains(&problem) {
                            problems.push(problem);
                        }
                    }
                }
            }
        });
        if !problems.is_empty() {
            return Err(problems);
        }
        if let Some(form) = &mut document.form {
            form.answers = Some(printed::answers(self.form, &values, digits));
        }
        Ok(document)
    }

    /// The flow of what [`fill`](Template::fill) gave.
    pub fn flow(&self, filled: &Document) -> Flow {
        flow::filled(self.context, self.index, filled)
    }

    fn datum(&self, expression: &Expression, values: &BTreeMap<String, Value>, issue: &Issue) -> Option<Datum> {
        match (self.form.field(&expression.path[0]), expression.path[0].as_str()) {
            (Some(field), name) => printed::datum(field, values.get(name)?, expression.path.get(1)),
            (None, "number") => issue.number.clone().map(Datum::Text),
            (None, "issued") => Some(Datum::Date(issue.issued)),
            (None, _) => None,
        }
    }
}

/// The values that say something, with line feeds alone between lines and moments as clocks in Japan show them.
pub(super) fn given(record: &Record) -> BTreeMap<String, Value> {
    let kept = record.values.iter().filter_map(|(name, value)| Some((name.clone(), cleaned(value)?)));
    kept.collect()
}

fn cleaned(value: &Value) -> Option<Value> {
    let text = |text: &str| Some(text.replace("\r\n", "\n").replace('\r', "\n")).filter(|text| !text.trim().is_empty());
    Some(match value {
        Value::Text(written) => Value::Text(text(written)?),
        Value::Number(written) => Value::Number(text(written)?),
        Value::Moment(moment) => Value::Moment(in_japan(*moment)),
        Value::Choice(chosen) if chosen.is_empty() => return None,
        Value::Parts(parts) => {
            let parts = parts.iter().filter_map(|(name, part)| Some((name.clone(), text(part)?)));
            Value::Parts(Some(parts.collect::<BTreeMap<_, _>>()).filter(|parts| !parts.is_empty())?)
        }
        Value::Rows(rows) => {
            let row = |row: &BTreeMap<String, Value>| {
                let cells = row.iter().filter_map(|(name, value)| Some((name.clone(), cleaned(value)?)));
                Some(cells.collect::<BTreeMap<_, _>>()).filter(|row| !row.is_empty())
            };
            Value::Rows(Some(rows.iter().filter_map(row).collect::<Vec<_>>()).filter(|rows| !rows.is_empty())?)
        }
        other => other.clone(),
    })
}

fn in_japan(moment: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    FixedOffset::east_opt(9 * 3600).map_or(moment, |japan| moment.with_timezone(&japan))
}

fn unfit(expression: &Expression, error: &expression::Error) -> Problem {
    let source = &expression.source;
    let message = say!("{{{{ {source} }}}} に入れられない値です（{error}）", "{{{{ {source} }}}}: {error}");
    let help = say!("値か、様式のフィルターを直してください", "mend the value, or the filter in the form");
    Problem { field: expression.name(), message, help }
}
