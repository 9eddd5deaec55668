//! Days as contracts count them: business days of a provider, and periods by Civil Code 140 to 143.
//!
//! Every function gives days from 20 July 1948 to the end of 2099 and refuses others: beyond them holidays are not known.

pub mod charge;
pub mod period;
pub mod window;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::japanese::holidays::holiday;
use crate::model::{Calendar, Roll, YearlyDays};

pub use crate::japanese::holidays::OutOfRange;

/// Why a day is no business day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    Saturday,
    Sunday,
    /// With its name.
    Holiday(&'static str),
    /// A closing day of the provider's own.
    Company,
}

/// Why a day is closed; `None` for a business day.
///
/// # Errors
/// The day is outside the calendar.
pub fn closed(calendar: &Calendar, day: NaiveDate) -> Result<Option<Closed>, OutOfRange> {
    let holiday = holiday(day)?;
    let yearly = |days: &YearlyDays| {
        let (first, last, today) = (days.first, days.last, (day.month(), day.day()));
        // A stretch may run over the turn of the year.
        if first <= last { first <= today && today <= last } else { first <= today || today <= last }
    };
    Ok(if let Some(name) = holiday {
        Some(Closed::Holiday(name))
    } else if day.weekday() == Weekday::Sun {
        Some(Closed::Sunday)
    } else if day.weekday() == Weekday::Sat {
        Some(Closed::Saturday)
    } else {
        let single = calendar.also.iter().any(|days| days.first <= day && day <= days.last);
        (single || calendar.closed.iter().any(yearly)).then_some(Closed::Company)
    })
}

/// The day itself if it is a business day, otherwise the nearest one before or after.
///
/// # Errors
/// There is none within the calendar.
pub fn roll(calendar: &Calendar, day: NaiveDate, roll: Roll) -> Result<NaiveDate, OutOfRange> {
    let mut day = day;
    while closed(calendar, day)?.is_some() {
        day = next(day, roll)?;
    }
    Ok(day)
}

/// The last business day of the month a day lies in.
///
/// # Errors
/// There is none within the calendar.
pub fn last_business_day(calendar: &Calendar, day: NaiveDate) -> Result<NaiveDate, OutOfRange> {
    roll(calendar, period::month_end(day, 0)?, Roll::Back)
}

/// The business day that lies so many business days away; the day itself, business day or not, is not counted.
///
/// # Errors
/// It is outside the calendar.
pub fn business_days(
    calendar: &Calendar,
    day: NaiveDate,
    count: u32,
    direction: Roll,
) -> Result<NaiveDate, OutOfRange> {
    let mut day = day;
    for _ in 0..count {
        day = roll(calendar, next(day, direction)?, direction)?;
    }
    Ok(day)
}

fn next(day: NaiveDate, direction: Roll) -> Result<NaiveDate, OutOfRange> {
    match direction {
        Roll::Back => day.pred_opt(),
        Roll::Forward => day.succ_opt(),
    }
    .ok_or(OutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Days;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn calendar() -> Calendar {
        let also = vec![Days { first: day("2026-08-13"), last: day("2026-08-14") }];
        Calendar { closed: vec![YearlyDays { first: (12, 29), last: (1, 3) }], also }
    }

    #[test]
    fn a_day_is_closed_for_one_reason() {
        let reason = |text| closed(&calendar(), day(text)).unwrap();
        assert_eq!(reason("2026-12-28"), None);
        assert_eq!(reason("2026-12-29"), Some(Closed::Company));
        assert_eq!(reason("2027-01-01"), Some(Closed::Holiday("元日")));
        assert_eq!(reason("2027-01-02"), Some(Closed::Saturday));
        assert_eq!(reason("2026-08-13"), Some(Closed::Company));
        assert_eq!(reason("2027-08-13"), None);
    }

    #[test]
    fn months_and_business_days_skip_every_closed_day() {
        assert_eq!(last_business_day(&calendar(), day("2026-12-10")), Ok(day("2026-12-28")));
        assert_eq!(business_days(&calendar(), day("2026-12-28"), 1, Roll::Forward), Ok(day("2027-01-04")));
        assert_eq!(business_days(&calendar(), day("2026-08-17"), 2, Roll::Back), Ok(day("2026-08-10")));
        assert_eq!(roll(&calendar(), day("2099-12-31"), Roll::Forward), Err(OutOfRange));
    }

    /// A fixed sequence of days over the whole calendar.
    fn some_days() -> impl Iterator<Item = NaiveDate> {
        let first = day("1949-01-01");
        (0..2000u64).map(move |n| first + chrono::Days::new(n * 7919 % 54_000))
    }

    #[test]
    fn a_rolled_day_is_open_and_nothing_open_lies_between() {
        for start in some_days() {
            for direction in [Roll::Back, Roll::Forward] {
                let rolled = roll(&calendar(), start, direction).unwrap();
                assert_eq!(closed(&calendar(), rolled), Ok(None), "{start}");
                let (low, high) = (start.min(rolled), start.max(rolled));
                let between = low.iter_days().take_while(|day| *day <= high).filter(|day| *day != rolled);
                assert!(between.into_iter().all(|day| closed(&calendar(), day).unwrap().is_some()), "{start}");
            }
        }
    }
}
