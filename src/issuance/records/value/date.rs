//! Days in every notation that a spreadsheet or an office has: 2026-10-01, 2026/10/1, 2026年10月1日, 令和8年10月1日, R8.10.1.

use chrono::{Datelike, Days, NaiveDate};

use super::super::{Problem, shown};
use crate::japanese::eras::{DateError, Era, scan_dates, to_wareki, weekday_sign};
use crate::japanese::numerals::{Counter, fold_width};
use crate::say;

/// Letters that stand for eras, oldest first as in [`Era::ALL`].
const LETTERS: [char; 5] = ['M', 'T', 'S', 'H', 'R'];

pub(super) fn read(text: &str) -> Result<NaiveDate, Problem> {
    let folded: String = text.chars().map(fold_width).collect();
    let folded = folded.trim();
    match whole(folded).or_else(|| whole(&in_kanji(folded)?)) {
        Some((Ok(date), _)) if Era::of(date).is_none() => Err(too_early(text)),
        Some((Ok(date), _)) => Ok(date),
        Some((Err(error), written)) => Err(impossible(text, &written, error)),
        None => Err(unreadable(text, folded)),
    }
}

/// The date that the whole text is, and the text.
fn whole(text: &str) -> Option<(Result<NaiveDate, DateError>, String)> {
    let [mention] = &scan_dates(text)[..] else { return None };
    (mention.range == (0..text.len())).then(|| (mention.date, text.to_owned()))
}

/// R8.10.1 as 令和8年10月1日.
fn in_kanji(text: &str) -> Option<String> {
    let letter = text.chars().next().map(|c| c.to_ascii_uppercase());
    let by_letter = LETTERS.iter().position(|known| Some(*known) == letter).map(|place| (Era::ALL[place], &text[1..]));
    let by_name = || Era::ALL.into_iter().find_map(|era| Some((era, text.strip_prefix(era.name())?)));
    let (era, rest) = by_letter.or_else(by_name).map_or((None, text), |(era, rest)| (Some(era), rest.trim_start()));
    let separator = rest.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let (date, weekday) = rest.split_at(rest.find('(').unwrap_or(rest.len()));
    let parts: Vec<&str> = date.split(separator).map(str::trim).collect();
    let [year, month, day] = parts[..] else { return None };
    let is_number =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let is_year = match era {
        Some(_) => year == "元" || is_number(year, 2),
        None => is_number(year, 4) && year.len() == 4,
    };
    let era = era.map(Era::name).unwrap_or_default();
    (is_year && is_number(month, 2) && is_number(day, 2)).then(|| format!("{era}{year}年{month}月{day}日{weekday}"))
}

fn impossible(text: &str, written: &str, error: DateError) -> Problem {
    let shown = shown(text);
    let none = say!("{shown} という日はありません", "there is no day {shown}");
    let wareki = |date| to_wareki(date).and_then(|day| day.format(Counter::HalfWidth)).unwrap_or_default();
    match error {
        DateError::NoSuchDay => {
            let help = match last_of_month(written) {
                Some(last) => say!("その月は {last} までです", "that month ends on {last}"),
                None => say!("暦を確かめてください。例: 2026-10-01", "look it up; for example: 2026-10-01"),
            };
            Problem::new(none, help)
        }
        DateError::EraEnded { era, date } => {
            let right = wareki(date);
            let message = say!("{shown} のとき、{era}は終わっていました", "{shown}: the era {era} was over");
            Problem::new(message, say!("{right}か {date} と書いてください", "write {right} or {date}"))
        }
        DateError::EraNotBegun { era, date } => {
            let right = wareki(date);
            let message = say!("{shown} のとき、{era}は始まっていませんでした", "{shown}: the era {era} had not begun");
            Problem::new(message, say!("{right}か {date} と書いてください", "write {right} or {date}"))
        }
        DateError::WrongWeekday { date, .. } => {
            let (day, name) = (weekday_sign(date.weekday()), date.format("%A"));
            let message = say!("{shown} の曜日が違います", "{shown} has the wrong weekday");
            Problem::new(message, say!("{date} は{day}曜日です", "{date} is a {name}"))
        }
    }
}

/// The last day of the month of 2026年2月30日.
fn last_of_month(written: &str) -> Option<NaiveDate> {
    let (month, _) = written.rsplit_once('月')?;
    let day = |day: u32| whole(&format!("{month}月{day}日"))?.0.ok();
    (28..=31).rev().find_map(day)
}

fn too_early(text: &str) -> Problem {
    let shown = shown(text);
    let message = say!("{shown} は古すぎます", "{shown} is too early");
    Problem::new(message, say!("明治より後の日を書いてください", "write a day after 1868-10-23"))
}

fn unreadable(text: &str, folded: &str) -> Problem {
    let shown = shown(text);
    let message = say!("「{shown}」は日付として読めません", "`{shown}` is not a date");
    let parts: Vec<&str> = folded.split(['-', '/', '.', '年', '月']).collect();
    let first = parts.first().copied().unwrap_or_default();
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let help = if let Some(day) = serial(folded) {
        say!(
            "Excel の日付の番号のようです。{day} であれば、そのように書いてください",
            "this looks like a day number of Excel; if it is {day}, write that"
        )
    } else if parts.len() >= 3 && is_digits(first) && first.len() <= 2 {
        say!(
            "西暦の年は四桁で、元号の年は R8.10.1 か令和8年10月1日のように書いてください",
            "write the year with four digits, or with its era: R8.10.1"
        )
    } else if parts.len() == 2 && is_digits(first) {
        say!("年から書いてください。例: 2026-10-01", "begin with the year; for example: 2026-10-01")
    } else if folded.contains(':') {
        say!("時刻を消して、日付だけにしてください", "delete the time of day")
    } else {
        say!("2026-10-01、2026年10月1日、令和8年10月1日のように書いてください", "write it as 2026-10-01")
    };
    Problem::new(message, help)
}

/// Excel counts days from 1899-12-30; between 1954 and 2118 the number has five digits and is likely meant.
fn serial(text: &str) -> Option<NaiveDate> {
    let number: u64 = text.parse().ok().filter(|number| (20_000..80_000).contains(number))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_in_every_notation() {
        for text in [
            "2026-10-01",
            "2026/10/1",
            "2026.10.1",
            "２０２６／１０／１",
            "2026年10月1日",
            "2026年10月1日（木）",
            "2026/10/1(木)",
            "令和8年10月1日",
            "令和８年１０月１日",
            "令和八年十月一日",
            "令和8.10.1",
            "R8.10.1",
            "r08/10/01",
            "Ｒ８．１０．１",
        ] {
            assert_eq!(read(text).map(|day| day.to_string()), Ok("2026-10-01".to_owned()), "{text}");
        }
        assert_eq!(read("H31.4.30").map(|day| day.to_string()), Ok("2019-04-30".to_owned()));
        assert_eq!(read("R元.5.1").map(|day| day.to_string()), Ok("2019-05-01".to_owned()));
    }

    #[test]
    fn days_that_never_were_are_explained() {
        for (text, message, help) in [
            ("2026-02-30", "2026-02-30 という日はありません", "その月は 2026-02-28 までです"),
            ("R8.4.31", "R8.4.31 という日はありません", "その月は 2026-04-30 までです"),
            ("2026/13/1", "2026/13/1 という日はありません", "暦を確かめてください。例: 2026-10-01"),
            (
                "平成31年6月1日",
                "平成31年6月1日 のとき、平成は終わっていました",
                "令和元年6月1日か 2019-06-01 と書いてください",
            ),
            ("H35.10.1", "H35.10.1 のとき、平成は終わっていました", "令和5年10月1日か 2023-10-01 と書いてください"),
            ("R1.4.1", "R1.4.1 のとき、令和は始まっていませんでした", "平成31年4月1日か 2019-04-01 と書いてください"),
            ("2026/10/1(金)", "2026/10/1(金) の曜日が違います", "2026-10-01 は木曜日です"),
            ("1500-01-01", "1500-01-01 は古すぎます", "明治より後の日を書いてください"),
            (
                "46296",
                "「46296」は日付として読めません",
                "Excel の日付の番号のようです。2026-10-01 であれば、そのように書いてください",
            ),
            ("10/1", "「10/1」は日付として読めません", "年から書いてください。例: 2026-10-01"),
            (
                "26/10/1",
                "「26/10/1」は日付として読めません",
                "西暦の年は四桁で、元号の年は R8.10.1 か令和8年10月1日のように書いてください",
            ),
            ("2026/10/1 0:00", "「2026/10/1 0:00」は日付として読めません", "時刻を消して、日付だけにしてください"),
        ] {
            let problem = read(text).unwrap_err();
            assert_eq!((problem.message.ja.as_str(), problem.help.ja.as_str()), (message, help), "{text}");
        }
        for text in ["", "きのう", "2026-10", "2026--1", "R", "--", "2026-1-1-1", "R8.10.1.1", "年月日", "２０２６年２"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
