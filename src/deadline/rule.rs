//! What a period says about a day, computed by the calendar.

use chrono::{NaiveDate, TimeDelta};

use super::{Moment, Outcome, Problem};
use crate::calendar::period::Length;
use crate::calendar::{self, closed, period};
use crate::model::{Amount, Calendar, Count, Direction, FirstDay, Period, Roll};

impl Period {
    /// The text decides first, then who asks; nothing can lie between where there is no length.
    pub(super) fn is_strict(&self, asked: bool) -> bool {
        let has_length = !matches!(self.amount, Amount::Days(0));
        self.count.map_or(asked && has_length, |count| count == Count::Strict)
    }
}

/// The day a period names for an event.
///
/// # Errors
/// It is outside the calendar, or a period in hours has no time to count from.
pub fn due(period: &Period, event: Moment, calendar: &Calendar, strict: bool) -> Result<Outcome, Problem> {
    if let Amount::Hours(hours) = period.amount {
        return hours_from(event, hours, period.direction);
    }
    rolled(period, counted(period, event, calendar, period.is_strict(strict))?, calendar)
}

/// The last day of the term after the one that ends on `end`; `None` where a period is not renewed.
pub(super) fn renewed(period: &Period, end: Moment, calendar: &Calendar) -> Option<Result<Outcome, Problem>> {
    let length = length(period.renewal?)?;
    let next = || {
        let first = period::first_day(end.day, FirstDay::Next)?;
        rolled(period, period::last_day(first, length)?, calendar)
    };
    Some(next())
}

/// The first day on which the event may be when the act was done on a day.
///
/// # Errors
/// It is outside the calendar, or a period in hours has no time to count from.
pub fn earliest(period: &Period, act: Moment, calendar: &Calendar, strict: bool) -> Result<Outcome, Problem> {
    let strict_here = period.is_strict(strict);
    let mut day = match period.amount {
        Amount::Hours(hours) => return hours_from(act, hours, Direction::After),
        Amount::BusinessDays(days) => {
            calendar::business_days(calendar, act.day, days + u32::from(strict_here), Roll::Forward)?
        }
        // The month of the event is what counts: its first day stands for it.
        Amount::MonthStart(months) | Amount::MonthEnd(months) => period::month_start(act.day, -months)?,
        Amount::MonthDay(_) => period::first_day(act.day, FirstDay::Counted)?,
        amount => period::earliest_after(act.day, length(amount).ok_or(Problem::NeedsTime)?, strict_here)?,
    };
    // Where the last day for the act rolls back, a later event may be needed.
    loop {
        let moment = Moment { day, time: None };
        if due(period, moment, calendar, strict)?.moment.day >= act.day {
            return Ok(Outcome { moment, unrolled: None, closed: None });
        }
        day = match period.amount {
            Amount::MonthStart(_) | Amount::MonthEnd(_) => period::month_start(day, 1)?,
            _ => period::first_day(day, FirstDay::Next)?,
        };
    }
}

/// Days, months and years as the calendar counts them; `None` for what is no length of time.
pub(super) fn length(amount: Amount) -> Option<Length> {
    match amount {
        Amount::Days(days) => Some(Length::Days(days)),
        Amount::Months(months) => Some(Length::Months(months)),
        Amount::Years(years) => Some(Length::Months(years * 12)),
        _ => None,
    }
}

fn hours_from(event: Moment, hours: u32, direction: Direction) -> Result<Outcome, Problem> {
    let start = event.day.and_time(event.time.ok_or(Problem::NeedsTime)?);
    let distance = TimeDelta::hours(i64::from(hours));
    let moved = match direction {
        Direction::Before => start.checked_sub_signed(distance),
        Direction::In | Direction::After => start.checked_add_signed(distance),
    };
    let moved = moved.ok_or(Problem::OutOfRange)?;
    // The calendar refuses days that it does not know.
    let day = period::first_day(moved.date(), FirstDay::Counted)?;
    Ok(Outcome { moment: Moment { day, time: Some(moved.time()) }, unrolled: None, closed: None })
}

fn counted(period: &Period, event: Moment, calendar: &Calendar, strict: bool) -> Result<NaiveDate, Problem> {
    let Moment { day, .. } = event;
    let before = period.direction == Direction::Before;
    Ok(match period.amount {
        Amount::MonthStart(months) => period::month_start(day, months)?,
        Amount::MonthEnd(months) => period::month_end(day, months)?,
        Amount::MonthDay(date) => {
            let this = period::month_day(day, 0, date)?;
            match period.direction {
                Direction::Before if this > day => period::month_day(day, -1, date)?,
                Direction::After if this < day => period::month_day(day, 1, date)?,
                _ => this,
            }
        }
        Amount::BusinessDays(days) if before => {
            calendar::business_days(calendar, day, days + u32::from(strict), Roll::Back)?
        }
        Amount::BusinessDays(days) => {
            let first = period::first_day(day, period.first_day)?;
            let before_first = period::latest_before(first, Length::Days(1), false)?;
            calendar::business_days(calendar, before_first, days, Roll::Forward)?
        }
        amount => {
            // Only hours are left, and they came another way.
            let length = length(amount).ok_or(Problem::NeedsTime)?;
            if before {
                period::latest_before(day, length, strict)?
            } else {
                period::last_day(period::first_day(day, period.first_day)?, length)?
            }
        }
    })
}

fn rolled(period: &Period, day: NaiveDate, calendar: &Calendar) -> Result<Outcome, Problem> {
    let reason = closed(calendar, day)?;
    let moved = match period.roll {
        Some(roll) => calendar::roll(calendar, day, roll)?,
        None => day,
    };
    Ok(Outcome { moment: Moment { day: moved, time: None }, unrolled: (moved != day).then_some(day), closed: reason })
}
