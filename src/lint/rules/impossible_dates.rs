//! Dates in the text that never were: 2026年2月30日, 平成31年6月1日, a day with the wrong weekday.

use chrono::{Datelike, NaiveDate};

use crate::diagnostic::{Diagnostic, Message};
use crate::japanese::eras::{DateError, scan_dates, scan_impossible_days, to_wareki, weekday_sign};
use crate::japanese::numerals::{Counter, Script, script_of};
use crate::lint::{Subject, wording};
pub use crate::lower::IMPOSSIBLE_DATES;
use crate::say;

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for text in wording::texts(subject) {
        for mention in scan_dates(text.as_str()) {
            if let Err(error) = mention.date {
                let written = &text.as_str()[mention.range.clone()];
                let (message, help) = explain(error, written);
                found.push(IMPOSSIBLE_DATES.at(text.at(mention.range.clone()), message).help(help));
            }
        }
        for range in scan_impossible_days(text.as_str()) {
            let (message, help) = explain(DateError::NoSuchDay, &text.as_str()[range.clone()]);
            found.push(IMPOSSIBLE_DATES.at(text.at(range), message).help(help));
        }
    }
}

fn explain(error: DateError, written: &str) -> (Message, Message) {
    match error {
        DateError::NoSuchDay => (
            say!("「{written}」という日は暦にありません", "there is no day {written}"),
            say!("月と、その月の末日を確かめてください", "look at the month and at its last day"),
        ),
        DateError::EraEnded { era, date } => {
            (say!("「{written}」には、{era}は終わっています", "{era} was over by {written}"), in_its_era(date, written))
        }
        DateError::EraNotBegun { era, date } => (
            say!("「{written}」には、{era}は始まっていません", "{era} had not begun by {written}"),
            in_its_era(date, written),
        ),
        DateError::WrongWeekday { date, .. } => {
            let day = weekday_sign(date.weekday());
            let english = date.weekday();
            (
                say!("「{written}」の曜日が暦と合いません", "the weekday of {written} is wrong"),
                say!(
                    "この日は{day}曜日です。日付か曜日を直してください",
                    "the day is a {english}: mend the day or the weekday"
                ),
            )
        }
    }
}

/// The day in the era it belongs to, in the digits of the text.
fn in_its_era(date: NaiveDate, written: &str) -> Message {
    let counter = match written.chars().find_map(script_of) {
        Some(Script::FullWidth) => Counter::FullWidth,
        Some(Script::Kanji) => Counter::Kanji,
        _ => Counter::HalfWidth,
    };
    match to_wareki(date).and_then(|wareki| wareki.format(counter)) {
        Some(correct) => say!("{correct}", "{correct}"),
        None => say!("西暦で書いてください", "write it in the common calendar"),
    }
}
