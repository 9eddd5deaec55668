//! Dates and version numbers in a document's digits.

use chrono::{Datelike, NaiveDate};

use super::Digits;

/// 2026年10月1日 or ２０２６年１０月１日. A document numbered in kanji writes its dates in full-width digits.
pub fn day(day: NaiveDate, digits: Digits) -> String {
    number(&format!("{}年{}月{}日", day.year(), day.month(), day.day()), digits)
}

/// ASCII digits and stops in the document's width.
pub fn number(text: &str, digits: Digits) -> String {
    let wide = |c: char| match c {
        '0'..='9' | '.' | '-' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        _ => c,
    };
    match digits {
        Digits::HalfWidth => text.to_owned(),
        Digits::FullWidth | Digits::Kanji => text.chars().map(wide).collect(),
    }
}
