//! One day that follows from another through the periods of an edition: the day to which a form holds its author.

use std::collections::BTreeMap;

use super::{Moment, Outcome, Problem, periods, rule};
use crate::model::{Calendar, Edition, Period};

/// The periods of an edition by name; of several lengths that one may choose from, the first.
#[derive(Debug)]
pub struct Periods<'a>(BTreeMap<&'a str, &'a Period>);

/// Periods that follow on each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain<'a> {
    /// What the first of them is counted from.
    pub event: &'a str,
    /// At least one.
    pub periods: Vec<&'a Period>,
}

impl<'a> Periods<'a> {
    pub fn of(edition: &'a Edition) -> Periods<'a> {
        let mut by_name = BTreeMap::new();
        for placed in periods(edition) {
            by_name.entry(placed.promise.id.name.as_str()).or_insert(placed.promise);
        }
        Periods(by_name)
    }

    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.0.keys().copied()
    }

    /// What periods are counted from.
    pub fn events(&self) -> impl Iterator<Item = &'a str> {
        self.0.values().map(|period| period.event.name.as_str())
    }

    /// The way from an event that is given to the end of a period; `None` where there is none.
    pub fn chain(&self, name: &str, is_given: impl Fn(&str) -> bool) -> Option<Chain<'a>> {
        let mut found: Vec<&'a Period> = Vec::new();
        let mut at = name;
        // Periods may be counted from each other in a circle.
        while found.len() <= self.0.len() {
            let period: &'a Period = self.0.get(at).copied()?;
            found.push(period);
            at = &period.event.name;
            if is_given(at) {
                found.reverse();
                return Some(Chain { event: &period.event.name, periods: found });
            }
        }
        None
    }
}

impl Chain<'_> {
    /// The last day of the last period when the event was on a day.
    ///
    /// # Errors
    /// It is outside the calendar, or a period in hours has no time to count from.
    pub fn due(&self, event: Moment, calendar: &Calendar) -> Result<Outcome, Problem> {
        let first = Outcome { moment: event, unrolled: None, closed: None };
        self.periods.iter().try_fold(first, |before, period| rule::due(period, before.moment, calendar, false))
    }
}
