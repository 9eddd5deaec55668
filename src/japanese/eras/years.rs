//! Years given in two calendars at once: 令和８年（２０２６年）, 2026年10月1日（令和8年10月1日）, 令和８（２０２６）年.

use std::ops::Range;

use super::{Cursor, Era};

/// A year, perhaps with month and day, and the same again in brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairedYears {
    pub outer: Written,
    pub inner: Written,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Bytes of the year, month and day.
    pub range: Range<usize>,
    pub era: Option<Era>,
    /// Of the common calendar.
    pub year: i32,
    pub month: Option<u32>,
    pub day: Option<u32>,
    /// 年度: runs from April.
    pub is_fiscal: bool,
}

impl PairedYears {
    /// Whether both can mean the same time. A fiscal year beside a month says nothing about the calendar year.
    pub fn agree(&self) -> bool {
        let (outer, inner) = (&self.outer, &self.inner);
        let same = |one: Option<u32>, two: Option<u32>| one.is_none() || two.is_none() || one == two;
        outer.is_fiscal != inner.is_fiscal
            || (outer.year == inner.year && same(outer.month, inner.month) && same(outer.day, inner.day))
    }
}

/// Every pair of which one is in an era and the other in the common calendar or another era.
pub fn scan_paired_years(text: &str) -> Vec<PairedYears> {
    let mut pairs = Vec::new();
    let mut at = 0;
    while let Some((start, c)) = super::next_year(text, at) {
        at = pair_at(text, start, &mut pairs).max(start + c.len_utf8());
    }
    pairs
}

/// Adds the pair that begins at `start`; returns where no other begins before.
fn pair_at(text: &str, start: usize, pairs: &mut Vec<PairedYears>) -> usize {
    let mut cursor = Cursor { text, at: start };
    let Some((era, year)) = year(&mut cursor) else { return cursor.at };
    let after_year = cursor.at;
    let outer = rest(&mut cursor, start, era, year);
    let after_outer = cursor.at;
    if !bracket(&mut cursor, "（", "(") {
        return after_outer;
    }
    let inner_start = cursor.at;
    let inner = self::year(&mut cursor).map(|(era, year)| match &outer {
        Some(_) => rest(&mut cursor, inner_start, era, year),
        None => Some(written(inner_start..cursor.at, era, year)),
    });
    let closed = bracket(&mut cursor, "）", ")");
    // 令和８（２０２６）年: the one 年 stands for both.
    let outer = outer.or_else(|| cursor.sign("年").then(|| written(start..after_year, era, year)));
    if let (Some(outer), Some(Some(inner)), true) = (outer, inner, closed)
        && outer.era != inner.era
    {
        pairs.push(PairedYears { outer, inner });
    }
    after_outer
}

fn bracket(cursor: &mut Cursor<'_>, full: &str, half: &str) -> bool {
    cursor.sign(full) || cursor.sign(half)
}

/// The year without its 年, in the common calendar.
fn year(cursor: &mut Cursor<'_>) -> Option<(Option<Era>, i32)> {
    let era = Era::ALL.into_iter().find(|era| cursor.word(era.name()));
    let Some(era) = era else {
        let digits = cursor.digits();
        let year = super::numerals::parse(digits).ok().filter(|_| super::four_digits(digits))?;
        return Some((None, i32::try_from(year).ok()?));
    };
    let year = if cursor.sign("元") { 1 } else { cursor.number()? };
    Some((Some(era), era.common_year(year)?))
}

/// 年 and what follows it; `None` without 年.
fn rest(cursor: &mut Cursor<'_>, start: usize, era: Option<Era>, year: i32) -> Option<Written> {
    if !cursor.sign("年") {
        return None;
    }
    let is_fiscal = cursor.word("度");
    let mut part = |sign: &str| {
        let before = cursor.at;
        let number = cursor.number().filter(|_| cursor.sign(sign));
        if number.is_none() {
            cursor.at = before;
        }
        number
    };
    let month = part("月");
    let day = month.and_then(|_| part("日"));
    Some(Written { month, day, is_fiscal, ..written(start..cursor.at, era, year) })
}

fn written(range: Range<usize>, era: Option<Era>, year: i32) -> Written {
    Written { range, era, year, month: None, day: None, is_fiscal: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agree(text: &str) -> Vec<bool> {
        scan_paired_years(text).iter().map(PairedYears::agree).collect()
    }

    #[test]
    fn the_same_time_in_two_calendars() {
        for text in [
            "令和８年（２０２６年）から",
            "2026年（令和8年）",
            "令和8年10月1日(2026年10月1日)",
            "令和元年（平成31年）",
            "令和８（２０２６）年",
            "2026（令和8）年度",
            "令和八年度（二〇二六年度）",
            "令和8年1月（2025年度）",
            "平成32年（2020年）",
        ] {
            assert_eq!(agree(text), [true], "{text}");
        }
    }

    #[test]
    fn two_times() {
        for text in [
            "令和３年（2022年）",
            "2026年(令和7年)",
            "令和8年10月1日（2026年10月2日）",
            "令和8（2025）年",
            "令和8年度（2025年度）",
        ] {
            assert_eq!(agree(text), [false], "{text}");
        }
    }

    #[test]
    fn what_is_no_pair_is_left_alone() {
        for text in [
            "令和3年（令和4年改正）",
            "2020年（2021年）",
            "平成15年（2021年に改正されたもの）",
            "平成15年法律第57号",
            "2026（注）年",
            "昭和63年（法律第108号）",
        ] {
            assert!(agree(text).is_empty(), "{text}");
        }
        assert_eq!(agree("令和3年（2021年）、令和4年（2021年）"), [true, false]);
        assert!(agree(&"令和3年（".repeat(50_000)).is_empty());
    }
}
