//! Numbers of issued documents: a pattern, the set, the day of issue and a serial.

use chrono::{Datelike, NaiveDate};

use crate::model::{NumberPart, NumberPattern};

/// Bytes of a number. With `.pdf` and what a file is called while it is written, it stays a file name everywhere (255 bytes).
const MOST_BYTES: usize = 180;

/// The numbers that a form gives on one day: alike but for the serial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    before: String,
    digits: usize,
    after: String,
}

impl Series {
    /// `None` where the pattern does not have exactly one serial: its numbers could not be told apart.
    pub fn new(pattern: &NumberPattern, set: &str, day: NaiveDate) -> Option<Series> {
        let (mut texts, mut serials) = (vec![String::new()], Vec::new());
        for part in &pattern.parts {
            let text = match part {
                NumberPart::Literal(text) => text.clone(),
                NumberPart::Set => set.to_owned(),
                NumberPart::Year => format!("{:04}", day.year()),
                NumberPart::Month => format!("{:02}", day.month()),
                NumberPart::Day => format!("{:02}", day.day()),
                NumberPart::Serial { digits } => {
                    serials.push(usize::from(*digits));
                    texts.push(String::new());
                    continue;
                }
            };
            if let Some(last) = texts.last_mut() {
                last.push_str(&text);
            }
        }
        match (<[String; 2]>::try_from(texts), &serials[..]) {
            (Ok([before, after]), [digits]) => Some(Series { before, digits: *digits, after }),
            _ => None,
        }
    }

    /// Filled with zeros; a serial with more digits than the pattern has keeps them all.
    pub fn number(&self, serial: u64) -> String {
        let Series { before, digits, after } = self;
        format!("{before}{serial:0digits$}{after}")
    }

    /// The serial of a number of this series; `None` for any other number.
    pub fn serial(&self, number: &str) -> Option<u64> {
        let serial = number.strip_prefix(&self.before)?.strip_suffix(&self.after)?;
        let serial = serial.parse().ok()?;
        (self.number(serial) == number).then_some(serial)
    }

    /// The serial after the highest of these numbers; 1 where none is of this series. Voided numbers count: none is given
    /// twice.
    pub fn next<'a>(&self, numbers: impl Iterator<Item = &'a str>) -> u64 {
        numbers.filter_map(|number| self.serial(number)).max().unwrap_or(0).saturating_add(1)
    }
}

/// Whether a number, or an id, can be part of a path on every system: no folder, no device, nothing a shell hides.
pub fn is_file_name(name: &str) -> bool {
    let is_odd = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    !name.is_empty()
        && name.len() <= MOST_BYTES
        && !name.contains(is_odd)
        && !name.starts_with(['.', ' '])
        && !name.ends_with(['.', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Sources, Span};

    fn series(parts: Vec<NumberPart>) -> Option<Series> {
        let span = Span::new(Sources::default().add("form.yaml", ""), 0..0);
        let day = NaiveDate::from_ymd_opt(2026, 3, 7).expect("a day");
        Series::new(&NumberPattern { parts, span }, "kamome", day)
    }

    fn literal(text: &str) -> NumberPart {
        NumberPart::Literal(text.to_owned())
    }

    #[test]
    fn numbers_follow_the_pattern() {
        let dash = || literal("-");
        let parts = vec![
            literal("消去-"),
            NumberPart::Set,
            dash(),
            NumberPart::Year,
            NumberPart::Month,
            NumberPart::Day,
            dash(),
            NumberPart::Serial { digits: 5 },
            literal("号"),
        ];
        let series = series(parts).expect("a series");
        assert_eq!(series.number(42), "消去-kamome-20260307-00042号");
        assert_eq!(series.number(123_456), "消去-kamome-20260307-123456号");
    }

    #[test]
    fn the_next_serial_follows_the_highest_of_the_same_series() {
        let parts = vec![literal("消去-"), NumberPart::Year, literal("-"), NumberPart::Serial { digits: 3 }];
        let series = series(parts).expect("a series");
        assert_eq!(series.next(std::iter::empty()), 1);
        let numbers =
            ["消去-2026-002", "消去-2025-900", "消去-2026-010", "消去-2026-0500", "消去-2026-+77", "消去-2026-"];
        assert_eq!(series.next(numbers.into_iter()), 11, "neither another year's, nor what the series would not write");
        assert_eq!(series.next(["消去-2026-999"].into_iter()), 1000);
        assert_eq!(series.next(["消去-2026-1000", "消去-2026-99999999999999999999999"].into_iter()), 1001);
    }

    #[test]
    fn a_pattern_needs_one_serial() {
        assert_eq!(series(vec![literal("消去")]), None);
        let serial = || NumberPart::Serial { digits: 2 };
        assert_eq!(series(vec![serial(), literal("-"), serial()]), None);
    }

    #[test]
    fn a_number_is_a_file_name() {
        assert!(is_file_name("消去-2026-00001"));
        assert!(is_file_name("a.b"));
        for bad in ["", "..", ".a", "a/b", "a\\b", "C:a", "a\n", "a\0", " a", "a.", "a*", &"あ".repeat(61)] {
            assert!(!is_file_name(bad), "{bad:?}");
        }
    }
}
