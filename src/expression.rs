//! Expressions of forms, rendered by tera: one template each, compiled once. A value is data and never part of a template,
//! so nothing in it is read as an expression; what comes out is plain text.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate, Timelike};
use tera::{Context, Kwargs, State, Tera, TeraResult};

use crate::japanese::eras::to_wareki;
use crate::model::{Digits, Expression, date};

/// What an expression may end with: ours, and those of tera's that give text.
pub const FILTERS: [&str; 8] = ["wareki", "seireki", "yen", "default", "trim", "upper", "lower", "replace"];

/// What is printed where nothing was given.
pub const NOTHING: &str = "―";

/// A value as expressions take it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    Text(String),
    Date(NaiveDate),
    Moment(DateTime<FixedOffset>),
    Yen(i64),
}

/// A filter that does not fit its value, or a bug.
#[derive(Debug)]
pub struct Error(tera::Error);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut cause: &dyn std::error::Error = &self.0;
        while let Some(source) = cause.source() {
            cause = source;
        }
        fmt::Display::fmt(cause, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl Datum {
    /// As it stands where no filter says otherwise.
    pub fn text(&self, digits: Digits) -> String {
        match self {
            Datum::Text(text) => text.clone(),
            Datum::Date(day) => date::day(*day, digits),
            Datum::Moment(moment) => format!("{}{}", date::day(moment.date_naive(), digits), time(moment, digits)),
            Datum::Yen(yen) => yen_text(*yen),
        }
    }
}

/// １４時３０分; full hours have no minutes.
fn time(moment: &DateTime<FixedOffset>, digits: Digits) -> String {
    let minutes = if moment.minute() == 0 { String::new() } else { format!("{}分", moment.minute()) };
    date::number(&format!("{}時{minutes}", moment.hour()), digits)
}

/// 12,345円
fn yen_text(yen: i64) -> String {
    let digits = yen.unsigned_abs().to_string();
    let mut out = String::from(if yen < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + "円"
}

/// The expressions of one form, compiled.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    digits: Digits,
}

impl Templates {
    /// # Errors
    /// A bug: what `lower` lets through is an expression of tera.
    pub fn new<'e>(expressions: impl IntoIterator<Item = &'e Expression>, digits: Digits) -> Result<Templates, Error> {
        let mut tera = Tera::new();
        tera.autoescape_on(Vec::<&str>::new());
        tera.register_filter("wareki", move |value: &str, _: Kwargs, _: &State| in_era(value, digits));
        tera.register_filter("seireki", move |value: &str, _: Kwargs, _: &State| common(value, digits));
        tera.register_filter("yen", |value: &str, _: Kwargs, _: &State| yen(value));
        let sources: BTreeMap<&str, String> = expressions
            .into_iter()
            .map(|expression| (expression.source.as_str(), format!("{{{{ {} }}}}", expression.source)))
            .collect();
        tera.add_raw_templates(sources).map_err(Error)?;
        Ok(Templates { tera, digits })
    }

    /// The text an expression gives for the value of its name.
    ///
    /// # Errors
    /// A filter does not fit the value.
    pub fn render(&self, expression: &Expression, datum: Option<&Datum>) -> Result<String, Error> {
        if datum.is_none() && !expression.has_filter("default") {
            return Ok(NOTHING.to_owned());
        }
        let mut context = Context::new();
        let value = datum.map(|datum| self.value(expression, datum));
        match (&expression.path[..], value) {
            ([name], Some(value)) => context.insert(name.clone(), &value),
            ([group, name, ..], value) => {
                let parts: BTreeMap<&String, String> = value.into_iter().map(|value| (name, value)).collect();
                context.insert(group.clone(), &parts);
            }
            _ => {}
        }
        self.tera.render(&expression.source, &context).map_err(Error)
    }

    /// Filters of dates and money take what a machine writes; everything else is text as it is printed.
    fn value(&self, expression: &Expression, datum: &Datum) -> String {
        let is_dated = expression.has_filter("wareki") || expression.has_filter("seireki");
        match datum {
            Datum::Date(day) if is_dated => day.to_string(),
            Datum::Moment(moment) if is_dated => moment.to_rfc3339(),
            Datum::Yen(yen) if expression.has_filter("yen") => yen.to_string(),
            _ => datum.text(self.digits),
        }
    }
}

/// A day, and the time of it where there is one.
fn day(value: &str) -> Option<(NaiveDate, Option<DateTime<FixedOffset>>)> {
    let moment = DateTime::parse_from_rfc3339(value).ok();
    let day = moment.map_or_else(|| value.parse().ok(), |moment| Some(moment.date_naive()));
    Some((day?, moment))
}

fn in_era(value: &str, digits: Digits) -> TeraResult<String> {
    let counter = match digits {
        Digits::Kanji => Digits::FullWidth.counter(),
        digits => digits.counter(),
    };
    let written = day(value).and_then(|(day, moment)| {
        let time = moment.map(|moment| time(&moment, digits)).unwrap_or_default();
        Some(format!("{}{time}", to_wareki(day)?.format(counter)?))
    });
    written.ok_or_else(|| tera::Error::message(format!("wareki: {value}")))
}

fn common(value: &str, digits: Digits) -> TeraResult<String> {
    let written = day(value).map(|(day, moment)| match moment {
        Some(moment) => Datum::Moment(moment).text(digits),
        None => date::day(day, digits),
    });
    written.ok_or_else(|| tera::Error::message(format!("seireki: {value}")))
}

fn yen(value: &str) -> TeraResult<String> {
    value.parse().map(yen_text).map_err(|_| tera::Error::message(format!("yen: {value}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Sources, Span};

    fn expression(source: &str, path: &[&str], filters: &[&str]) -> Expression {
        let span = Span::new(Sources::default().add("a.yaml", ""), 0..0);
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Expression { source: source.to_owned(), path: own(path), filters: own(filters), value: None, span }
    }

    fn rendered(expression: &Expression, datum: Option<&Datum>) -> String {
        Templates::new([expression], Digits::FullWidth).unwrap().render(expression, datum).unwrap()
    }

    #[test]
    fn dates_and_money_are_written_as_the_document_writes_them() {
        let day = Datum::Date("2026-11-21".parse().unwrap());
        let wareki = expression("a | wareki", &["a"], &["wareki"]);
        assert_eq!(rendered(&wareki, Some(&day)), "令和８年１１月２１日");
        assert_eq!(rendered(&expression("a", &["a"], &[]), Some(&day)), "２０２６年１１月２１日");
        let moment = Datum::Moment("2026-11-21T14:30:00+09:00".parse().unwrap());
        assert_eq!(rendered(&wareki, Some(&moment)), "令和８年１１月２１日１４時３０分");
        let yen = expression("a | yen", &["a"], &["yen"]);
        assert_eq!(rendered(&yen, Some(&Datum::Yen(-1_234_567))), "-1,234,567円");
        assert_eq!(rendered(&yen, Some(&Datum::Text("12345".into()))), "12,345円");
    }

    #[test]
    fn values_are_never_read() {
        let hostile = Datum::Text("{{ provider.name }}{% raw %}<b>&\"".into());
        let name = expression("a.name", &["a", "name"], &[]);
        assert_eq!(rendered(&name, Some(&hostile)), "{{ provider.name }}{% raw %}<b>&\"");
    }

    #[test]
    fn nothing_is_a_dash_unless_the_form_says_otherwise() {
        assert_eq!(rendered(&expression("a.b", &["a", "b"], &[]), None), "―");
        let default = expression("a.b | default(value='なし')", &["a", "b"], &["default"]);
        assert_eq!(rendered(&default, None), "なし");
        let default = expression("a | default(value='なし') | trim", &["a"], &["default", "trim"]);
        assert_eq!(rendered(&default, None), "なし");
    }

    #[test]
    fn a_filter_that_does_not_fit_is_an_error() {
        let wareki = expression("a | wareki", &["a"], &["wareki"]);
        let templates = Templates::new([&wareki], Digits::HalfWidth).unwrap();
        assert!(templates.render(&wareki, Some(&Datum::Text("来月".into()))).is_err());
    }
}
