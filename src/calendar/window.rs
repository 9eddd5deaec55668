//! Hours that come again: maintenance on Saturday night, support on business days. They may run over midnight.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use super::{OutOfRange, closed};
use crate::model::Calendar;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub begins_on: Beginning,
    pub from: NaiveTime,
    /// The first moment after it; of the next day where it is not later than `from`.
    pub until: NaiveTime,
}

/// The days on which a window begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    EveryDay,
    Every(Weekday),
    BusinessDays,
}

impl Window {
    /// Beginning and end of the window that a moment lies in.
    ///
    /// # Errors
    /// The day is outside the calendar.
    pub fn around(
        &self,
        calendar: &Calendar,
        moment: NaiveDateTime,
    ) -> Result<Option<(NaiveDateTime, NaiveDateTime)>, OutOfRange> {
        for first in [Some(moment.date()), moment.date().pred_opt()].into_iter().flatten() {
            let (begin, end) = self.beginning(first)?;
            if begin <= moment && moment < end && self.begins(calendar, first)? {
                return Ok(Some((begin, end)));
            }
        }
        Ok(None)
    }

    fn beginning(&self, first: NaiveDate) -> Result<(NaiveDateTime, NaiveDateTime), OutOfRange> {
        let nights = u64::from(self.until <= self.from);
        let last = first.checked_add_days(Days::new(nights)).ok_or(OutOfRange)?;
        Ok((first.and_time(self.from), last.and_time(self.until)))
    }

    fn begins(&self, calendar: &Calendar, day: NaiveDate) -> Result<bool, OutOfRange> {
        Ok(match self.begins_on {
            Beginning::EveryDay => true,
            Beginning::Every(weekday) => day.weekday() == weekday,
            Beginning::BusinessDays => closed(calendar, day)?.is_none(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    fn window(begins_on: Beginning, from: u32, until: u32) -> Window {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        Window { begins_on, from: time(from), until: time(until) }
    }

    fn is_in(window: Window, text: &str) -> bool {
        window.around(&Calendar::default(), moment(text)).unwrap().is_some()
    }

    #[test]
    fn a_weekly_window_runs_over_midnight_holidays_or_not() {
        let maintenance = window(Beginning::Every(Weekday::Sat), 22, 7);
        // 3 May 2026 is a Sunday and a holiday.
        let expected = Some((moment("2026-05-02 22:00"), moment("2026-05-03 07:00")));
        assert_eq!(maintenance.around(&Calendar::default(), moment("2026-05-03 03:00")), Ok(expected));
        assert!(!is_in(maintenance, "2026-05-02 21:59") && is_in(maintenance, "2026-05-02 22:00"));
        assert!(is_in(maintenance, "2026-05-03 06:59") && !is_in(maintenance, "2026-05-03 07:00"));
        assert!(!is_in(maintenance, "2026-05-02 03:00"), "the night before belongs to Friday");
    }

    #[test]
    fn nights_begin_every_day_and_office_hours_on_business_days() {
        let night = window(Beginning::EveryDay, 22, 6);
        assert!(is_in(night, "2026-05-06 05:59") && !is_in(night, "2026-05-06 06:00"));
        let office = window(Beginning::BusinessDays, 9, 18);
        assert!(is_in(office, "2026-07-21 09:00") && !is_in(office, "2026-07-20 09:00"), "20 July 2026 is 海の日");
    }
}
