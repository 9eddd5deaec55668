//! Periods in days, months and years: Civil Code 140 (first day), 141 (end of the last day), 143 (calendar months).

use chrono::{Datelike, Days, Months, NaiveDate};

use super::OutOfRange;
use crate::japanese::holidays::holiday;
use crate::model::FirstDay;

/// How long a period is. A year is twelve months (Civil Code 143 treats them alike).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    Days(u32),
    Months(u32),
}

/// A day that the calendar knows.
fn known(day: Option<NaiveDate>) -> Result<NaiveDate, OutOfRange> {
    let day = day.ok_or(OutOfRange)?;
    holiday(day).map(|_| day)
}

/// The first day of a period after an event.
///
/// # Errors
/// It is outside the calendar.
pub fn first_day(event: NaiveDate, first_day: FirstDay) -> Result<NaiveDate, OutOfRange> {
    match first_day {
        FirstDay::Next => known(event.succ_opt()),
        FirstDay::Counted => known(Some(event)),
        FirstDay::MonthStart if event.day() == 1 => known(Some(event)),
        FirstDay::MonthStart => month_start(event, 1),
    }
}

/// The last day of a period that begins on `first`: for months the day before the corresponding day, or the end of the
/// last month where it has no such day (Civil Code 143 II).
///
/// # Errors
/// It is outside the calendar.
pub fn last_day(first: NaiveDate, length: Length) -> Result<NaiveDate, OutOfRange> {
    match length {
        Length::Days(days) => known(first.checked_add_days(Days::new(days.into())).and_then(|day| day.pred_opt())),
        Length::Months(months) => {
            let corresponding = first.checked_add_months(Months::new(months)).ok_or(OutOfRange)?;
            let clamped = corresponding.day() != first.day();
            known(if clamped { Some(corresponding) } else { corresponding.pred_opt() })
        }
    }
}

/// The last day for an act that must be done so long before an event: 「30日前まで」 is the day itself less 30; for months
/// the corresponding day, or the end of the month where it has none. Where the count is strict the whole period lies
/// between the act and the event, which is one day earlier.
///
/// # Errors
/// It is outside the calendar.
pub fn latest_before(event: NaiveDate, length: Length, strict: bool) -> Result<NaiveDate, OutOfRange> {
    let plain = match length {
        Length::Days(days) => event.checked_sub_days(Days::new(days.into())),
        Length::Months(months) => event.checked_sub_months(Months::new(months)),
    };
    known(if strict { plain.and_then(|day| day.pred_opt()) } else { plain })
}

/// The first day for an event before which an act must lie so long: the other direction of [`latest_before`].
///
/// # Errors
/// It is outside the calendar.
pub fn earliest_after(act: NaiveDate, length: Length, strict: bool) -> Result<NaiveDate, OutOfRange> {
    let first = first_day(act, if strict { FirstDay::Next } else { FirstDay::Counted })?;
    known(last_day(first, length)?.succ_opt())
}

/// The first day of the month that lies so many months away.
///
/// # Errors
/// It is outside the calendar.
pub fn month_start(day: NaiveDate, months: i32) -> Result<NaiveDate, OutOfRange> {
    known(moved(day, months).and_then(|day| day.with_day(1)))
}

/// The last day of the month that lies so many months away.
///
/// # Errors
/// It is outside the calendar.
pub fn month_end(day: NaiveDate, months: i32) -> Result<NaiveDate, OutOfRange> {
    known(moved(day, months).and_then(last_of_month))
}

/// The given day of the month that lies so many months away, or its last day where it has no such day.
///
/// # Errors
/// It is outside the calendar.
pub fn month_day(day: NaiveDate, months: i32, date: u32) -> Result<NaiveDate, OutOfRange> {
    let month = moved(day, months);
    known(month.and_then(|month| month.with_day(date).or_else(|| last_of_month(month))))
}

fn moved(day: NaiveDate, months: i32) -> Option<NaiveDate> {
    let distance = Months::new(months.unsigned_abs());
    if months < 0 { day.checked_sub_months(distance) } else { day.checked_add_months(distance) }
}

fn last_of_month(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn some_days() -> impl Iterator<Item = NaiveDate> {
        (0..3000u64).map(|n| day("1950-01-01") + Days::new(n * 7919 % 50_000))
    }

    #[test]
    fn months_end_the_day_before_the_corresponding_day_or_with_the_month() {
        for (first, months, last) in [
            ("2026-04-15", 12, "2027-04-14"),
            ("2026-01-31", 1, "2026-02-28"),
            ("2026-02-01", 1, "2026-02-28"),
            ("2026-03-01", 6, "2026-08-31"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2028-01-30", 1, "2028-02-29"),
        ] {
            assert_eq!(last_day(day(first), Length::Months(months)), Ok(day(last)), "{first} {months}");
        }
    }

    #[test]
    fn a_strict_period_lies_wholly_between_act_and_event() {
        for event in some_days() {
            for length in [Length::Days(30), Length::Months(1), Length::Months(3), Length::Months(6)] {
                let act = latest_before(event, length, true).unwrap();
                // It runs from the day after the act and is over before the event; a day later it would not be.
                assert!(last_day(act.succ_opt().unwrap(), length).unwrap() < event, "{event} {length:?}");
                let later = act.succ_opt().unwrap();
                assert!(last_day(later.succ_opt().unwrap(), length).unwrap() >= event, "{event} {length:?}");
            }
        }
    }

    #[test]
    fn the_earliest_event_is_the_first_whose_latest_day_is_not_over() {
        for act in some_days() {
            for length in [Length::Days(30), Length::Months(1), Length::Months(6)] {
                for strict in [false, true] {
                    let event = earliest_after(act, length, strict).unwrap();
                    assert!(latest_before(event, length, strict).unwrap() >= act, "{act} {length:?}");
                    let earlier = event.pred_opt().unwrap();
                    assert!(latest_before(earlier, length, strict).unwrap() < act, "{act} {length:?}");
                }
            }
        }
    }

    #[test]
    fn months_before_and_after_differ_only_where_a_month_has_no_such_day() {
        for start in some_days() {
            for months in 1..=13 {
                let before = latest_before(start, Length::Months(months), false).unwrap();
                let back = earliest_after(before, Length::Months(months), false).unwrap();
                let clamped = before.day() != start.day();
                assert_eq!(back == start, !clamped, "{start} {months}");
                assert!(back <= start && (start - back).num_days() <= 3, "{start} {months}");
            }
        }
    }

    #[test]
    fn days_beyond_the_calendar_are_refused() {
        assert_eq!(last_day(day("2099-12-02"), Length::Days(31)), Err(OutOfRange));
        assert_eq!(latest_before(day("1948-07-25"), Length::Days(7), false), Err(OutOfRange));
        assert_eq!(latest_before(day("2026-01-01"), Length::Months(u32::MAX), false), Err(OutOfRange));
        assert_eq!(month_end(day("2099-12-01"), 0), Ok(day("2099-12-31")));
    }
}
