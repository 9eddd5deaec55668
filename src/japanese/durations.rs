//! Lengths of time and days of months as terms write them: 30日, ３か月, １年間, 前月の末日; and what is said around them.

use std::ops::Range;

use super::numerals::{self, Script, script_of};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    Days(u32),
    BusinessDays(u32),
    Hours(u32),
    /// A year is twelve.
    Months(u32),
}

/// The day from which a length is counted, where the text says so right before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountedFrom {
    /// 承継の日の翌日から起算して
    NextDay,
    /// 翌月の初日から起算して
    MonthStart,
    /// 利用開始日から起算して
    ThatDay,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duration {
    /// Bytes of number and unit: １年間.
    pub range: Range<usize>,
    pub length: Length,
    pub counted_from: Option<CountedFrom>,
    /// 前 follows: ３０日前までに.
    pub before: bool,
    /// 後 or を経過 follows.
    pub after: bool,
}

/// The last day of a month: 前月末日, 変更希望月の前々月の末日.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthEnd {
    pub range: Range<usize>,
    /// Months from the month spoken of: -1 for 前月.
    pub months: i32,
}

/// A length of so many units.
type Unit = fn(u32) -> Length;

/// Longer spellings first.
const UNITS: [(&str, Unit); 12] = [
    ("営業日", Length::BusinessDays),
    ("時間", Length::Hours),
    ("週間", weeks),
    ("か月", Length::Months),
    ("カ月", Length::Months),
    ("ヵ月", Length::Months),
    ("ヶ月", Length::Months),
    ("ケ月", Length::Months),
    ("箇月", Length::Months),
    ("ヶ年", years),
    ("年", years),
    ("日", Length::Days),
];

fn weeks(count: u32) -> Length {
    Length::Days(count.saturating_mul(7))
}

fn years(count: u32) -> Length {
    Length::Months(count.saturating_mul(12))
}

/// Every length of time. Dates (２０２６年４月１日, 毎月２０日), numbers of laws and ordinals (第１年) are none.
pub fn scan_durations(text: &str) -> Vec<Duration> {
    let mut found = Vec::new();
    let mut at = 0;
    let half_years =
        text.match_indices("半年").map(|(start, word)| mention(text, start..start + word.len(), Length::Months(6)));
    found.extend(half_years);
    while let Some(offset) = text[at..].find(|c| script_of(c).is_some()) {
        let start = at + offset;
        let digits = text[start..].find(|c| script_of(c).is_none()).unwrap_or(text.len() - start);
        at = start + digits;
        found.extend(duration(text, start..at));
    }
    found
}

fn duration(text: &str, number: Range<usize>) -> Option<Duration> {
    let rest = &text[number.end..];
    let unit_on = rest.trim_start_matches(' ');
    let (unit, length) = UNITS.into_iter().find(|(unit, _)| unit_on.starts_with(unit))?;
    let count = numerals::parse(&text[number.clone()]).ok()?;
    let end = number.end + (rest.len() - unit_on.len()) + unit.len();
    let is_length = !is_of_a_date(&text[..number.start], &text[end..], unit);
    is_length.then(|| mention(text, number.start..end, length(count)))
}

/// A length with what is said around it.
fn mention(text: &str, range: Range<usize>, length: Length) -> Duration {
    let (before, rest) = (&text[..range.start], &text[range.end..]);
    let after = rest.strip_prefix('間').unwrap_or(rest);
    let range = range.start..range.end + (rest.len() - after.len());
    let follows = |words: &[&str]| words.iter().any(|word| after.trim_start_matches(' ').starts_with(word));
    Duration {
        range,
        length,
        counted_from: counted_from(before),
        before: follows(&["前", "以前"]),
        after: follows(&["後", "を経過", "が経過"]),
    }
}

/// ２０２６年４月, ４月１日, 平成３０年, 毎月２０日, 第３年, １０年法律第…: days and years of a calendar.
fn is_of_a_date(before: &str, after: &str, unit: &str) -> bool {
    let ordinal = [
        "第", "平成", "令和", "昭和", "大正", "明治", "毎月", "翌月", "当月", "前月", "月", "年", "．", ".", "・",
        "／", "/",
    ];
    let is_day_or_year = unit == "日" || unit == "年";
    let digit_follows = after.chars().next().and_then(script_of).is_some_and(|script| script != Script::Kanji);
    is_day_or_year
        && (ordinal.iter().any(|word| before.ends_with(word))
            || digit_follows
            || after.starts_with("法律")
            || after.starts_with('度'))
        || before.ends_with('第')
}

fn counted_from(before: &str) -> Option<CountedFrom> {
    let from =
        before.trim_end_matches(' ').strip_suffix("から起算して").or_else(|| before.strip_suffix("を起算日として"))?;
    Some(if from.ends_with("翌日") {
        CountedFrom::NextDay
    } else if ["初日", "１日", "1日", "一日"].iter().any(|day| from.ends_with(day)) {
        CountedFrom::MonthStart
    } else {
        CountedFrom::ThatDay
    })
}

/// Every last day of a month that is named from another month.
pub fn scan_month_ends(text: &str) -> Vec<MonthEnd> {
    const MONTHS: [(&str, i32); 8] = [
        ("前々月", -2),
        ("前月", -1),
        ("翌々月", 2),
        ("翌月", 1),
        ("当月", 0),
        ("同月", 0),
        ("その月", 0),
        ("当該月", 0),
    ];
    let mut found = Vec::new();
    for (word, months) in MONTHS {
        for (start, _) in text.match_indices(word) {
            let rest = &text[start + word.len()..];
            let end = ["末日", "の末日", "末", "の最終日"].iter().find(|end| rest.starts_with(*end));
            found.extend(end.map(|end| MonthEnd { range: start..start + word.len() + end.len(), months }));
        }
    }
    found.sort_by_key(|end| end.range.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(text: &str) -> Vec<Length> {
        scan_durations(text).into_iter().map(|duration| duration.length).collect()
    }

    #[test]
    fn lengths_are_read_in_every_spelling() {
        assert_eq!(lengths("半年前までに"), [Length::Months(6)]);
        for text in ["３か月", "3ヶ月", "3 ヵ月", "三箇月", "３カ月間"] {
            assert_eq!(lengths(text), [Length::Months(3)], "{text}");
        }
        assert_eq!(
            lengths("１年間、２週間、24 時間、５営業日及び30日"),
            [Length::Months(12), Length::Days(14), Length::Hours(24), Length::BusinessDays(5), Length::Days(30),]
        );
    }

    #[test]
    fn dates_and_numbers_of_laws_are_no_lengths() {
        for text in [
            "２０２６年１０月１日",
            "平成１５年法律第５７号",
            "毎月２０日",
            "翌月１０日",
            "第３年",
            "１２月２９日から翌年１月３日まで",
            "2027年度",
        ] {
            assert_eq!(lengths(text), [], "{text}");
        }
    }

    #[test]
    fn what_stands_around_a_length_is_kept() {
        let one = |text: &str| scan_durations(text).remove(0);
        assert!(one("期間満了日の３０日前までに").before && !one("受け付けてから 30 日以内に").before);
        assert!(one("１年を経過する日").after);
        let from = |text| one(text).counted_from;
        assert_eq!(from("承継の日の翌日から起算して６か月以内"), Some(CountedFrom::NextDay));
        assert_eq!(from("翌月の初日から起算して１年"), Some(CountedFrom::MonthStart));
        assert_eq!(from("利用開始日から起算して１年間"), Some(CountedFrom::ThatDay));
        assert_eq!(from("３０日前"), None);
    }

    #[test]
    fn month_ends_are_named_from_a_month() {
        let months = |text| scan_month_ends(text).into_iter().map(|end| end.months).collect::<Vec<_>>();
        assert_eq!(months("解約月の前月末日まで、変更希望月の前々月の末日まで"), [-1, -2]);
        assert_eq!(months("翌月から、前月の通知"), [0; 0]);
    }
}
