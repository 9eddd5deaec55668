//! Moments: a day, a time of day and a zone. Without one they are in Japan.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Offset, TimeZone, Utc};

use super::super::{Problem, shown};
use super::date;
use crate::japanese::numerals::fold_width;
use crate::say;

const JAPAN_SECONDS: i32 = 9 * 3600;

/// The furthest zones are 14 hours from Greenwich.
const MOST_SECONDS: i32 = 14 * 3600;

/// The day on calendars in Japan.
pub(in super::super) fn day_in_japan(moment: DateTime<FixedOffset>) -> NaiveDate {
    moment.with_timezone(&japan()).date_naive()
}

fn japan() -> FixedOffset {
    FixedOffset::east_opt(JAPAN_SECONDS).unwrap_or_else(|| Utc.fix())
}

pub(super) fn read(text: &str) -> Result<DateTime<FixedOffset>, Problem> {
    let folded: String = text.chars().map(fold_width).collect();
    let (day, time) = divided(folded.trim());
    let date = date::read(day)
        .map_err(|problem| if time.is_empty() || day.is_empty() { unreadable(text) } else { problem })?;
    if time.is_empty() {
        let shown = shown(text);
        let message = say!("「{shown}」に時刻がありません", "`{shown}` has no time of day");
        return Err(Problem::new(message, say!("{date} 14:30 のように書いてください", "write it as {date} 14:30")));
    }
    let (time, zone) = zone(time).ok_or_else(|| unreadable(text))?;
    let time = clock(time).ok_or_else(|| no_time(text))?;
    zone.from_local_datetime(&date.and_time(time)).single().ok_or_else(|| unreadable(text))
}

/// Day and time: after 日 and its weekday, a T, or the first blank.
fn divided(text: &str) -> (&str, &str) {
    let end = match text.find('日') {
        Some(at) => {
            let after = at + '日'.len_utf8();
            let rest = &text[after..];
            let weekday = rest.trim_start().starts_with('(').then(|| rest.find(')')).flatten();
            after + weekday.map_or(0, |at| at + 1)
        }
        None => text.find(|c: char| c.is_whitespace() || c == 'T').unwrap_or(text.len()),
    };
    let (day, time) = text.split_at(end);
    (day.trim(), time.trim_start_matches('T').trim())
}

/// The time without its zone.
fn zone(text: &str) -> Option<(&str, FixedOffset)> {
    for (name, zone) in [("JST", japan()), ("UTC", Utc.fix()), ("Z", Utc.fix())] {
        if let Some(time) = text.strip_suffix(name) {
            return Some((time.trim_end(), zone));
        }
    }
    let Some(at) = text.find(['+', '-', '−']) else { return Some((text, japan())) };
    let (time, offset) = text.split_at(at);
    let sign = if offset.starts_with('+') { 1 } else { -1 };
    let digits: String = offset.chars().skip(1).filter(|c| *c != ':').collect();
    let is_offset = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let (hours, minutes) = (digits.get(..2)?.parse::<i32>().ok()?, digits.get(2..)?.parse::<i32>().ok()?);
    let seconds = (hours * 60 + minutes) * 60;
    let zone =
        FixedOffset::east_opt(sign * seconds).filter(|_| is_offset && minutes < 60 && seconds <= MOST_SECONDS)?;
    Some((time.trim_end(), zone))
}

/// 14:30, 14:30:00, 14時30分, 午後2時30分
fn clock(text: &str) -> Option<NaiveTime> {
    let (half, rest) =
        ["午前", "午後"].iter().find_map(|half| Some((Some(*half), text.strip_prefix(half)?))).unwrap_or((None, text));
    let mut parts: Vec<&str> = rest.split([':', '時', '分', '秒']).map(str::trim).collect();
    if rest.ends_with(['時', '分', '秒']) {
        parts.pop();
    } else if parts.len() == 1 {
        return None;
    }
    let is_number = |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.len() > 3 || !parts.iter().all(is_number) {
        return None;
    }
    let number = |place: usize| parts.get(place).map_or(Some(0), |part| part.parse::<u32>().ok());
    let hour = match (half, number(0)?) {
        // 午後12時 may be noon or midnight.
        (Some(_), 12..) => return None,
        (Some("午後"), hour) => hour + 12,
        (_, hour) => hour,
    };
    NaiveTime::from_hms_opt(hour, number(1)?, number(2)?)
}

fn no_time(text: &str) -> Problem {
    let shown = shown(text);
    Problem::new(
        say!("「{shown}」の時刻は時計にありません", "no clock shows the time of `{shown}`"),
        say!(
            "0:00 から 23:59 までで書いてください。２４時は翌日の 0:00、午後１２時は 0:00 か 12:00 です",
            "write 0:00 to 23:59; 24:00 is 0:00 of the next day"
        ),
    )
}

fn unreadable(text: &str) -> Problem {
    let shown = shown(text);
    Problem::new(
        say!("「{shown}」は日時として読めません", "`{shown}` is no moment"),
        say!(
            "2026-10-01 14:30 か 2026-10-01T14:30+09:00 のように書いてください",
            "write it as 2026-10-01 14:30 or 2026-10-01T14:30+09:00"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_moment_in_every_notation() {
        for text in [
            "2026-10-01 14:30",
            "2026/10/1 14:30:00",
            "2026-10-01T14:30:00+09:00",
            "2026-10-01T14:30+0900",
            "2026-10-01 14:30 JST",
            "令和8年10月1日 14時30分",
            "令和８年１０月１日午後２時３０分",
            "2026年10月1日（木）14：30",
            "R8.10.1 14:30",
        ] {
            assert_eq!(read(text).map(|at| at.to_rfc3339()), Ok("2026-10-01T14:30:00+09:00".to_owned()), "{text}");
        }
        let utc = read("2026-10-01T16:30Z").unwrap();
        assert_eq!(utc.to_rfc3339(), "2026-10-01T16:30:00+00:00");
        assert_eq!(day_in_japan(utc).to_string(), "2026-10-02");
        assert_eq!(read("2026-10-01 9時").unwrap().to_rfc3339(), "2026-10-01T09:00:00+09:00");
        assert_eq!(read("2026-10-01 09:00-05:00").unwrap().to_rfc3339(), "2026-10-01T09:00:00-05:00");
    }

    #[test]
    fn what_is_no_moment_is_explained() {
        for (text, message) in [
            ("2026-10-01", "「2026-10-01」に時刻がありません"),
            ("2026-10-01 24:00", "「2026-10-01 24:00」の時刻は時計にありません"),
            ("2026-10-01 午後12時", "「2026-10-01 午後12時」の時刻は時計にありません"),
            ("2026-10-01 14", "「2026-10-01 14」の時刻は時計にありません"),
            ("2026-02-30 14:30", "2026-02-30 という日はありません"),
            ("14:30", "「14:30」は日時として読めません"),
            ("2026-10-01 14:30+25:00", "「2026-10-01 14:30+25:00」は日時として読めません"),
            ("2026-10-01 14:30+９é", "「2026-10-01 14:30+９é」は日時として読めません"),
        ] {
            assert_eq!(read(text).unwrap_err().message.ja, message, "{text}");
        }
    }
}
