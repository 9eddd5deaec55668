//! Dates as contracts write them, by era (令和８年１０月１日) or by the common calendar, and what is wrong with those
//! that never were. Eras begin on the days their names took effect; the days before 1873 are read in the Gregorian
//! calendar.
mod years;

use super::numerals::{self, Counter, Script};
use chrono::{Datelike, NaiveDate, Weekday};
use std::fmt;
use std::ops::Range;

pub use years::{PairedYears, Written, scan_paired_years};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Era {
    Meiji,
    Taisho,
    Showa,
    Heisei,
    Reiwa,
}

impl Era {
    pub const ALL: [Self; 5] = [Self::Meiji, Self::Taisho, Self::Showa, Self::Heisei, Self::Reiwa];

    pub fn name(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// The era whose name a text begins with.
    fn begins(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|era| text.starts_with(era.name()))
    }

    /// Year, month and day of the first day.
    fn first_day(self) -> (i32, u32, u32) {
        match self {
            Self::Meiji => (1868, 10, 23),
            Self::Taisho => (1912, 7, 30),
            Self::Showa => (1926, 12, 25),
            Self::Heisei => (1989, 1, 8),
            Self::Reiwa => (2019, 5, 1),
        }
    }

    /// The era a day belongs to; `None` before 明治.
    pub fn of(date: NaiveDate) -> Option<Self> {
        let day = (date.year(), date.month(), date.day());
        Self::ALL.into_iter().rev().find(|era| day >= era.first_day())
    }

    /// The common year of a year of this era, however late; `None` beyond the calendar.
    fn common_year(self, year: u32) -> Option<i32> {
        i32::try_from(year).ok()?.checked_add(self.first_day().0 - 1)
    }
}

impl fmt::Display for Era {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A day in an era, as [`to_wareki`] gives it: always a day that was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Wareki {
    pub era: Era,
    /// 1 is written 元年.
    pub year: u32,
    pub month: u32,
    pub day: u32,
}

impl Wareki {
    /// 令和８年１０月１日 with the digits of `counter`; `None` where the counter has no such number.
    pub fn format(self, counter: Counter) -> Option<String> {
        let year = if self.year == 1 { String::from("元") } else { counter.format(self.year)? };
        Some(format!("{}{year}年{}月{}日", self.era, counter.format(self.month)?, counter.format(self.day)?))
    }
}

/// The day in its era; `None` before 1868-10-23.
pub fn to_wareki(date: NaiveDate) -> Option<Wareki> {
    let era = Era::of(date)?;
    let year = u32::try_from(date.year() - era.first_day().0 + 1).ok()?;
    Some(Wareki { era, year, month: date.month(), day: date.day() })
}

/// What is wrong with a date as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateError {
    /// 2026年2月30日
    NoSuchDay,
    /// 令和元年4月30日: the day is there, the era was not yet.
    EraNotBegun { era: Era, date: NaiveDate },
    /// 平成31年5月1日: the day is there, the era was over.
    EraEnded { era: Era, date: NaiveDate },
    /// 2026年10月1日（金）: it is a Thursday.
    WrongWeekday { written: Weekday, date: NaiveDate },
}

/// One date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateMention {
    /// Bytes of the date with its weekday, brackets included.
    pub range: Range<usize>,
    /// `None` for a year of the common calendar.
    pub era: Option<Era>,
    /// As written, when it is in brackets after the day.
    pub weekday: Option<Weekday>,
    pub date: Result<NaiveDate, DateError>,
}

/// Every date with year, month and day, in any digits and with any spaces. A year without an era has four digits.
pub fn scan_dates(text: &str) -> Vec<DateMention> {
    let mut mentions = Vec::new();
    let mut at = 0;
    while let Some((start, c)) = next_year(text, at) {
        match date_at(text, start) {
            Ok(mention) => {
                at = mention.range.end;
                mentions.push(mention);
            }
            Err(read) => at = read.max(start + c.len_utf8()),
        }
    }
    mentions
}

/// Where from `at` on a year may begin, and with what character: a numeral or the name of an era.
fn next_year(text: &str, at: usize) -> Option<(usize, char)> {
    let begins = |&(start, c): &(usize, char)| {
        let is_era = matches!(c, '明' | '大' | '昭' | '平' | '令');
        numerals::script_of(c).is_some() || is_era && Era::begins(&text[at + start..]).is_some()
    };
    text[at..].char_indices().find(begins).map(|(start, c)| (at + start, c))
}

/// The date that begins at `start`, or how far reading got: no date begins before there.
fn date_at(text: &str, start: usize) -> Result<DateMention, usize> {
    let mut cursor = Cursor { text, at: start };
    let era = Era::ALL.into_iter().find(|era| cursor.word(era.name()));
    if era.is_some() {
        cursor.blanks();
    }
    let year = cursor.year(era.is_some())?;
    let month = cursor.number().filter(|_| cursor.sign("月")).ok_or(start)?;
    let day = cursor.number().filter(|_| cursor.sign("日")).ok_or(start)?;
    let weekday = cursor.weekday();
    let date = match era {
        Some(era) => date_in_era(era, year, month, day),
        None => i32::try_from(year)
            .ok()
            .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
            .ok_or(DateError::NoSuchDay),
    };
    let date = date.and_then(|date| match weekday {
        Some(written) if written != date.weekday() => Err(DateError::WrongWeekday { written, date }),
        _ => Ok(date),
    });
    Ok(DateMention { range: start..cursor.at, era, weekday, date })
}

fn date_in_era(era: Era, year: u32, month: u32, day: u32) -> Result<NaiveDate, DateError> {
    let date = era.common_year(year).and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    let date = date.filter(|_| year > 0).ok_or(DateError::NoSuchDay)?;
    match Era::of(date) {
        Some(actual) if actual == era => Ok(date),
        Some(later) if later > era => Err(DateError::EraEnded { era, date }),
        _ => Err(DateError::EraNotBegun { era, date }),
    }
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn sign(&mut self, sign: &str) -> bool {
        self.blanks();
        self.word(sign)
    }

    fn digits(&mut self) -> &'t str {
        let rest = self.rest();
        let length = rest.find(|c| numerals::script_of(c).is_none()).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn number(&mut self) -> Option<u32> {
        self.blanks();
        numerals::parse(self.digits()).ok()
    }

    /// The year with its 年. On failure, where to go on: digits already read begin no other date.
    fn year(&mut self, in_era: bool) -> Result<u32, usize> {
        if in_era && self.word("元") {
            return if self.sign("年") { Ok(1) } else { Err(self.at) };
        }
        let digits = self.digits();
        let after_digits = self.at;
        let long_enough = in_era || four_digits(digits);
        match numerals::parse(digits) {
            Ok(year) if long_enough && self.sign("年") => Ok(year),
            _ => Err(after_digits),
        }
    }

    /// （木）, (木), （木曜）, （木曜日）; anything else is left unread.
    fn weekday(&mut self) -> Option<Weekday> {
        let before = self.at;
        let weekday = self.bracketed_weekday();
        if weekday.is_none() {
            self.at = before;
        }
        weekday
    }

    fn bracketed_weekday(&mut self) -> Option<Weekday> {
        let open = self.sign("（") || self.sign("(");
        let sign = self.rest().chars().next().filter(|_| open)?;
        let place = WEEKDAYS.iter().position(|day| *day == sign)?;
        self.at += sign.len_utf8();
        let _ = self.word("曜日") || self.word("曜");
        let closed = self.word("）") || self.word(")");
        let weekday = Weekday::try_from(u8::try_from(place).ok()?).ok()?;
        closed.then_some(weekday)
    }
}

/// Monday first.
const WEEKDAYS: [char; 7] = ['月', '火', '水', '木', '金', '土', '日'];

/// The sign of a day of the week: 月 for Monday.
pub fn weekday_sign(day: Weekday) -> char {
    WEEKDAYS[day.num_days_from_monday() as usize]
}

/// Days without a year that no year has (２月３０日, 13月6日, １３月末日), in bytes. What a year stands before is a date.
pub fn scan_impossible_days(text: &str) -> Vec<Range<usize>> {
    text.match_indices('月').filter_map(|(at, _)| impossible_day(text, at)).collect()
}

/// The day whose 月 stands at `at`.
fn impossible_day(text: &str, at: usize) -> Option<Range<usize>> {
    let end = text[..at].trim_end().len();
    let digits = text[..end].char_indices().rev().take_while(|(_, c)| numerals::script_of(*c).is_some());
    let start = digits.last().map_or(end, |(start, _)| start);
    let month = numerals::parse(&text[start..end]).ok()?;
    let before = text[..start].trim_end();
    // 毎年２月３０日 has no year, 2026年2月30日 is a date.
    let year = before.strip_suffix('年').and_then(|year| year.trim_end().chars().next_back());
    let is_dated = year.is_some_and(|c| c == '元' || numerals::script_of(c).is_some());
    if is_dated || before.ends_with([',', '，', '.', '．', '第', '-', '－', '～', '〜']) {
        return None;
    }
    let mut cursor = Cursor { text, at: at + '月'.len_utf8() };
    if cursor.word("末日") {
        return (!(1..=12).contains(&month)).then_some(start..cursor.at);
    }
    let day = cursor.number().filter(|_| cursor.sign("日"))?;
    let counts = cursor.rest().starts_with(['間', '以', '前', '後', '分']);
    // 2000 is a leap year.
    let exists = NaiveDate::from_ymd_opt(2000, month, day).is_some();
    (!exists && !counts).then_some(start..cursor.at)
}

/// 2026, ２０２６, 二〇二六; 二千二十六 also counts as a year of the common calendar.
fn four_digits(digits: &str) -> bool {
    let positional = digits.len() <= 12 && digits.chars().count() == 4;
    let with_thousands = numerals::script_of(digits.chars().next().unwrap_or(' ')) == Some(Script::Kanji)
        && matches!(numerals::parse(digits), Ok(1_000..=9_999));
    positional || with_thousands
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    fn only(text: &str) -> DateMention {
        let mut found = scan_dates(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        found.remove(0)
    }

    #[test]
    fn one_day_in_every_notation() {
        for text in [
            "2026年10月1日",
            "２０２６年１０月１日",
            "2026 年 10 月 1 日",
            "二〇二六年十月一日",
            "二千二十六年十月一日",
            "令和8年10月1日",
            "令和８年１０月１日",
            "令和 8 年 10 月 1 日",
            "令和八年十月一日",
            "2026年10月1日（木）",
            "2026年10月1日(木曜日)",
        ] {
            let found = only(text);
            assert_eq!(found.date, Ok(day(2026, 10, 1)), "{text}");
            assert_eq!(found.range, 0..text.len(), "{text}");
        }
    }

    #[test]
    fn eras_meet_without_gap_or_overlap() {
        for (text, date) in [
            ("明治45年7月29日", day(1912, 7, 29)),
            ("大正元年7月30日", day(1912, 7, 30)),
            ("昭和元年12月25日", day(1926, 12, 25)),
            ("昭和64年1月7日", day(1989, 1, 7)),
            ("平成元年1月8日", day(1989, 1, 8)),
            ("平成31年4月30日", day(2019, 4, 30)),
            ("令和元年5月1日", day(2019, 5, 1)),
            ("令和1年5月1日", day(2019, 5, 1)),
        ] {
            assert_eq!(only(text).date, Ok(date), "{text}");
        }
        for era in Era::ALL {
            let (y, m, d) = era.first_day();
            let first = day(y, m, d);
            assert_eq!(to_wareki(first).map(|w| (w.era, w.year)), Some((era, 1)));
            assert_ne!(first.pred_opt().and_then(Era::of), Some(era));
        }
    }

    #[test]
    fn dates_that_never_were_say_why() {
        let ended = |era, date| Err(DateError::EraEnded { era, date });
        let not_begun = |era, date| Err(DateError::EraNotBegun { era, date });
        for (text, expected) in [
            ("2026年2月30日", Err(DateError::NoSuchDay)),
            ("2026年13月1日", Err(DateError::NoSuchDay)),
            ("令和0年5月1日", Err(DateError::NoSuchDay)),
            ("令和4294967295年5月1日", Err(DateError::NoSuchDay)),
            ("平成31年6月1日", ended(Era::Heisei, day(2019, 6, 1))),
            ("昭和64年1月8日", ended(Era::Showa, day(1989, 1, 8))),
            ("令和元年4月30日", not_begun(Era::Reiwa, day(2019, 4, 30))),
            ("明治元年1月1日", not_begun(Era::Meiji, day(1868, 1, 1))),
            ("2026年10月1日（金）", Err(DateError::WrongWeekday { written: Weekday::Fri, date: day(2026, 10, 1) })),
        ] {
            assert_eq!(only(text).date, expected, "{text}");
        }
    }

    #[test]
    fn a_bracket_that_is_no_weekday_is_not_part_of_the_date() {
        let text = "施行日は2026年10月1日（以下「施行日」という。）とし、";
        assert_eq!(&text[only(text).range], "2026年10月1日");
        let text = "2026 年 10 月 1 日 から";
        assert_eq!(&text[only(text).range], "2026 年 10 月 1 日");
    }

    #[test]
    fn what_is_no_date_is_left_alone() {
        for text in [
            "",
            "3年1月1日",
            "12026年1月1日",
            "平成15年法律第57号",
            "2026年10月",
            "10月1日",
            "令和の時代",
            "2026-10-01",
        ] {
            assert_eq!(scan_dates(text), [], "{text}");
        }
    }

    #[test]
    fn several_dates_are_found_in_order() {
        let text = "2026年4月1日から令和9年3月31日（水）まで";
        let found: Vec<_> = scan_dates(text).into_iter().map(|m| text[m.range].to_owned()).collect();
        assert_eq!(found, ["2026年4月1日", "令和9年3月31日（水）"]);
    }

    #[test]
    fn wareki_is_written_in_the_digits_asked_for() {
        let wareki = to_wareki(day(2026, 10, 1)).expect("an era");
        assert_eq!(wareki.format(Counter::FullWidth).as_deref(), Some("令和８年１０月１日"));
        assert_eq!(wareki.format(Counter::Kanji).as_deref(), Some("令和八年十月一日"));
        let first = to_wareki(day(2019, 5, 1)).expect("an era");
        assert_eq!(first.format(Counter::HalfWidth).as_deref(), Some("令和元年5月1日"));
        assert_eq!(to_wareki(day(1868, 10, 22)), None);
    }

    #[test]
    fn long_hostile_texts_take_one_pass() {
        for unit in ["9", "令和", "年", "2026年", "2026年1月", " ", "一", "\u{202e}"] {
            let text = unit.repeat(300_000);
            assert_eq!(scan_dates(&text), []);
        }
        let spaces = format!("2026年{}", " ".repeat(1_000_000));
        assert_eq!(scan_dates(&spaces), []);
    }
}
