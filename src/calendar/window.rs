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
