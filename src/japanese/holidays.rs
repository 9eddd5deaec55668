//! National holidays, computed from the rules of the Act on National Holidays (国民の祝日に関する法律) and the acts for
//! single days, from the day the Act took effect to the end of 2099.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// A day for which holidays are not known: before 20 July 1948, or after 2099.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfRange;

type Ymd = (i32, u32, u32);

/// The Act took effect.
const FIRST: Ymd = (1948, 7, 20);
/// The equinoxes are not predicted beyond.
const LAST: Ymd = (2099, 12, 31);
/// A holiday on a Sunday is made up for (第３条第２項).
const SUBSTITUTES: Ymd = (1973, 4, 12);
/// A day between two holidays is a holiday (第３条第３項).
const BETWEEN: Ymd = (1985, 12, 27);
/// Since this year the next day that is no holiday makes up for a Sunday, not just the Monday.
const LATER_SUBSTITUTES: i32 = 2007;
const ALWAYS: i32 = 2099;

/// Name, month, day, first and last year.
const FIXED: [(&str, u32, u32, i32, i32); 17] = [
    ("元日", 1, 1, 1949, ALWAYS),
    ("成人の日", 1, 15, 1949, 1999),
    ("建国記念の日", 2, 11, 1967, ALWAYS),
    ("天皇誕生日", 2, 23, 2020, ALWAYS),
    ("天皇誕生日", 4, 29, 1949, 1988),
    ("みどりの日", 4, 29, 1989, 2006),
    ("昭和の日", 4, 29, 2007, ALWAYS),
    ("憲法記念日", 5, 3, 1949, ALWAYS),
    ("みどりの日", 5, 4, 2007, ALWAYS),
    ("こどもの日", 5, 5, 1949, ALWAYS),
    ("海の日", 7, 20, 1996, 2002),
    ("山の日", 8, 11, 2016, ALWAYS),
    ("敬老の日", 9, 15, 1966, 2002),
    ("体育の日", 10, 10, 1966, 1999),
    ("文化の日", 11, 3, 1948, ALWAYS),
    ("勤労感謝の日", 11, 23, 1948, ALWAYS),
    ("天皇誕生日", 12, 23, 1989, 2018),
];

/// Name, month, which Monday, first and last year.
const MONDAYS: [(&str, u32, u32, i32, i32); 5] = [
    ("成人の日", 1, 2, 2000, ALWAYS),
    ("海の日", 7, 3, 2003, ALWAYS),
    ("敬老の日", 9, 3, 2003, ALWAYS),
    ("体育の日", 10, 2, 2000, 2019),
    ("スポーツの日", 10, 2, 2020, ALWAYS),
];

/// Days set by acts of their own. Those of 2020 and 2021 stand in for the usual ones (see [`MOVED`]).
const ONCE: [(Ymd, &str); 12] = [
    ((1959, 4, 10), "皇太子明仁親王の結婚の儀"),
    ((1989, 2, 24), "昭和天皇の大喪の礼"),
    ((1990, 11, 12), "即位礼正殿の儀"),
    ((1993, 6, 9), "皇太子徳仁親王の結婚の儀"),
    ((2019, 5, 1), "天皇の即位の日"),
    ((2019, 10, 22), "即位礼正殿の儀"),
    ((2020, 7, 23), "海の日"),
    ((2020, 7, 24), "スポーツの日"),
    ((2020, 8, 10), "山の日"),
    ((2021, 7, 22), "海の日"),
    ((2021, 7, 23), "スポーツの日"),
    ((2021, 8, 8), "山の日"),
];

/// In the years of the Tokyo games these were not on their usual days.
const MOVED: ([i32; 2], [&str; 3]) = ([2020, 2021], ["海の日", "スポーツの日", "山の日"]);

/// The name of the holiday a day is, substitutes (振替休日) and days between holidays (国民の休日) included.
///
/// # Errors
/// Days before 20 July 1948 or after 2099.
pub fn holiday(day: NaiveDate) -> Result<Option<&'static str>, OutOfRange> {
    let written = ymd(day);
    if written < FIRST || written > LAST {
        return Err(OutOfRange);
    }
    Ok(named(day)
        .or_else(|| is_substitute(day).then_some("振替休日"))
        .or_else(|| is_between(day).then_some("国民の休日")))
}

fn ymd(day: NaiveDate) -> Ymd {
    (day.year(), day.month(), day.day())
}

/// 国民の祝日: the days that the acts name.
fn named(day: NaiveDate) -> Option<&'static str> {
    let written = ymd(day);
    if let Some((_, name)) = ONCE.iter().find(|(once, _)| *once == written) {
        return Some(name);
    }
    let (year, month, date) = written;
    let fixed = FIXED.iter().filter(|(_, m, d, ..)| (*m, *d) == (month, date)).map(|&(name, _, _, f, l)| (name, f..=l));
    let week = (date - 1) / 7 + 1;
    let is_monday = day.weekday() == Weekday::Mon;
    let mondays = MONDAYS.iter().filter(|(_, m, w, ..)| is_monday && (*m, *w) == (month, week));
    let mondays = mondays.map(|&(name, _, _, f, l)| (name, f..=l));
    let moved = |name: &str| MOVED.0.contains(&year) && MOVED.1.contains(&name);
    let name = fixed.chain(mondays).find(|(name, years)| years.contains(&year) && !moved(name)).map(|(name, _)| name);
    name.or_else(|| equinox(year, month, date))
}

/// The day the sun crosses the equator: the mean motion since 1980, less the leap days (millionths of a day).
fn equinox(year: i32, month: u32, date: u32) -> Option<&'static str> {
    let (name, before_1980, since_1980) = match month {
        3 => ("春分の日", 20_835_700, 20_843_100),
        9 => ("秋分の日", 23_258_800, 23_248_800),
        _ => return None,
    };
    let (start, leap_days) =
        if year < 1980 { (before_1980, (year - 1983) / 4) } else { (since_1980, (year - 1980) / 4) };
    let day = (start + 242_194 * (year - 1980)).div_euclid(1_000_000) - leap_days;
    // The Act took effect after the spring of 1948; that autumn's equinox was its first holiday.
    (i64::from(day) == i64::from(date)).then_some(name)
}

fn is_substitute(day: NaiveDate) -> bool {
    if ymd(day) < SUBSTITUTES {
        return false;
    }
    let mut before = day.pred_opt();
    while let Some(earlier) = before.filter(|&earlier| named(earlier).is_some()) {
        if earlier.weekday() == Weekday::Sun {
            return true;
        }
        before = earlier.pred_opt().filter(|_| day.year() >= LATER_SUBSTITUTES);
    }
    false
}

fn is_between(day: NaiveDate) -> bool {
    let is_named = |day: Option<NaiveDate>| day.and_then(named).is_some();
    ymd(day) >= BETWEEN
        && (day.weekday() != Weekday::Sun || day.year() >= LATER_SUBSTITUTES)
        && is_named(day.checked_sub_days(Days::new(1)))
        && is_named(day.checked_add_days(Days::new(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(year: i32, month: u32, day: u32) -> Option<&'static str> {
        holiday(NaiveDate::from_ymd_opt(year, month, day).unwrap()).unwrap()
    }

    #[test]
    fn days_outside_the_act_and_the_formula_are_refused() {
        for (year, month, day, known) in
            [(1948, 7, 19, false), (1948, 7, 20, true), (2099, 12, 31, true), (2100, 1, 1, false)]
        {
            assert_eq!(holiday(NaiveDate::from_ymd_opt(year, month, day).unwrap()).is_ok(), known, "{year}");
        }
    }

    #[test]
    fn a_law_holds_from_the_day_it_took_effect() {
        // Substitutes began on 12 April 1973: not for 11 February, but for 29 April of that year.
        assert_eq!(of(1973, 2, 12), None);
        assert_eq!(of(1973, 4, 30), Some("振替休日"));
        // Days between holidays began on 27 December 1985; 4 May was a Sunday in 1986 and a substitute in 1987.
        assert_eq!((of(1985, 5, 4), of(1986, 5, 4), of(1987, 5, 4)), (None, None, Some("振替休日")));
        assert_eq!(of(1988, 5, 4), Some("国民の休日"));
    }

    #[test]
    fn a_sunday_is_made_up_for_by_the_next_day_that_is_no_holiday() {
        // 3 May 2009 was a Sunday.
        assert_eq!(
            (of(2009, 5, 4), of(2009, 5, 5), of(2009, 5, 6)),
            (Some("みどりの日"), Some("こどもの日"), Some("振替休日"))
        );
        assert_eq!(of(2026, 9, 22), Some("国民の休日"));
    }

    #[test]
    fn acts_of_single_years_move_and_add_days() {
        let week: Vec<_> = [(4, 30), (5, 1), (5, 2)].map(|(month, day)| of(2019, month, day)).to_vec();
        assert_eq!(week, [Some("国民の休日"), Some("天皇の即位の日"), Some("国民の休日")]);
        assert_eq!((of(2021, 7, 19), of(2021, 7, 22), of(2021, 8, 9)), (None, Some("海の日"), Some("振替休日")));
        assert_eq!((of(2019, 12, 23), of(2019, 2, 23)), (None, None));
    }
}
