//! Hours that come again, and may run over midnight.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};

use super::{OutOfRange, closed};
use crate::model::{Calendar, Hours, Window, WindowDays};

/// A window on one of its days: its beginning, and the first moment after it.
pub type Stretch = (NaiveDateTime, NaiveDateTime);

impl Window {
    /// The stretch a moment lies in or the next one; with a last day all that begin up to it. In order of time.
    ///
    /// # Errors
    /// The moment, or the whole search, is outside the calendar.
    pub fn stretches(
        &self,
        calendar: &Calendar,
        from: NaiveDateTime,
        last: Option<NaiveDate>,
    ) -> Result<Vec<Stretch>, OutOfRange> {
        let today = from.date();
        closed(calendar, today)?;
        let mut found = Vec::new();
        // One that began yesterday may still run; before the calendar begins nothing is known of yesterday.
        let yesterday = today.pred_opt().filter(|day| closed(calendar, *day).is_ok());
        let mut day = yesterday.unwrap_or(today);
        while last.is_none_or(|last| day <= last) {
            if self.begins(calendar, day)? {
                found.extend(self.hours.iter().filter_map(|hours| stretch(day, *hours)).filter(|(_, end)| *end > from));
            }
            if last.is_none() && !found.is_empty() {
                break;
            }
            day = day.succ_opt().ok_or(OutOfRange)?;
        }
        found.sort_unstable();
        if last.is_none() {
            found.truncate(1);
        }
        Ok(found)
    }

    fn begins(&self, calendar: &Calendar, day: NaiveDate) -> Result<bool, OutOfRange> {
        let closed = closed(calendar, day)?;
        Ok(match &self.days {
            WindowDays::EveryDay => true,
            WindowDays::BusinessDays => closed.is_none(),
            WindowDays::Weekdays { days, weeks } => {
                // 第３土曜日 is the third Saturday, whatever day the month begins on.
                let week = day.day0() / 7 + 1;
                days.contains(&day.weekday()) && (weeks.is_empty() || weeks.contains(&week))
            }
        })
    }
}

fn stretch(first: NaiveDate, Hours { from, until }: Hours) -> Option<Stretch> {
    let nights = u64::from(until <= from);
    let last = first.checked_add_days(Days::new(nights))?;
    Some((first.and_time(from), last.and_time(until)))
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveTime, Weekday};

    use super::*;
    use crate::model::Id;
    use crate::source::{Sources, Span};

    fn moment(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    fn window(days: WindowDays, hours: &[(u32, u32)]) -> Window {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let hours = hours.iter().map(|&(from, until)| Hours { from: time(from), until: time(until) }).collect();
        Window {
            id: Id { name: "any".to_owned(), span: Span::new(Sources::default().add("any", ""), 0..0) },
            days,
            hours,
        }
    }

    fn weekly(day: Weekday, weeks: &[u32]) -> WindowDays {
        WindowDays::Weekdays { days: vec![day], weeks: weeks.to_vec() }
    }

    fn next(window: &Window, from: &str) -> (String, String) {
        let found = window.stretches(&Calendar::default(), moment(from), None).unwrap();
        assert_eq!(found.len(), 1);
        let shown = |at: NaiveDateTime| at.format("%m-%d %H:%M").to_string();
        (shown(found[0].0), shown(found[0].1))
    }

    #[test]
    fn a_weekly_window_runs_over_midnight_holidays_or_not() {
        let maintenance = window(weekly(Weekday::Sat, &[]), &[(22, 7)]);
        // 3 May 2026 is a Sunday and a holiday.
        let first = ("05-02 22:00".to_owned(), "05-03 07:00".to_owned());
        for from in ["2026-05-02 03:00", "2026-05-02 22:00", "2026-05-03 06:59"] {
            assert_eq!(next(&maintenance, from), first, "{from}");
        }
        assert_eq!(next(&maintenance, "2026-05-03 07:00").0, "05-09 22:00");
    }

    #[test]
    fn office_hours_are_on_business_days_and_may_have_a_break() {
        let office = window(WindowDays::BusinessDays, &[(9, 12), (13, 18)]);
        // 18 and 19 July 2026 are a week-end, the 20th is 海の日.
        assert_eq!(next(&office, "2026-07-17 18:00").0, "07-21 09:00");
        assert_eq!(next(&office, "2026-07-21 12:00"), ("07-21 13:00".to_owned(), "07-21 18:00".to_owned()));
    }

    #[test]
    fn the_third_saturday_is_counted_from_the_first_saturday() {
        let third = window(weekly(Weekday::Sat, &[3]), &[(22, 7)]);
        // August 2026 begins on a Saturday.
        assert_eq!(next(&third, "2026-08-01 00:00").0, "08-15 22:00");
        assert_eq!(next(&third, "2026-08-16 07:00").0, "09-19 22:00");
        let fifth = window(weekly(Weekday::Sat, &[5]), &[(22, 7)]);
        assert_eq!(next(&fifth, "2026-09-01 00:00").0, "10-31 22:00");
    }

    #[test]
    fn all_stretches_up_to_a_day_come_in_order_and_never_beyond_the_calendar() {
        let nights = window(WindowDays::EveryDay, &[(22, 6)]);
        let stretches = |from, last: &str| nights.stretches(&Calendar::default(), moment(from), last.parse().ok());
        let found = stretches("2026-05-06 05:59", "2026-05-08").unwrap();
        assert_eq!(found.len(), 4, "the night that runs, and three that begin");
        assert!(found.is_sorted());
        assert_eq!(stretches("2099-12-31 23:00", "2099-12-31").map(|found| found.len()), Ok(1));
        assert_eq!(stretches("1948-07-20 00:00", "1948-07-20").map(|found| found.len()), Ok(1));
        assert_eq!(nights.stretches(&Calendar::default(), moment("2100-01-01 00:00"), None), Err(OutOfRange));
    }
}
