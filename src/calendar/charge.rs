//! Sums that follow from days: interest for late payment, the rest of a minimum term, metered use. Whole numbers only.

use std::num::NonZeroU32;

use chrono::{Datelike, NaiveDate};

/// A share as a fraction: 14.5 % is 145 of 1000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub numerator: u32,
    pub denominator: NonZeroU32,
}

/// What becomes of a fraction of a yen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// 切捨て
    Down,
    /// 四捨五入
    HalfUp,
    /// 切上げ
    Up,
}

/// What part of a year a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayCount {
    /// 年３６５日の日割計算
    Fixed365,
    /// A 366th in a leap year.
    Actual,
}

/// The last day that bears interest; the first is the day after the due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastDay {
    /// 支払日の前日まで
    BeforePayment,
    /// 支払日まで
    Payment,
}

/// How the terms count interest for late payment (遅延損害金).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateInterest {
    /// A year.
    pub rate: Rate,
    pub last_day: LastDay,
    pub day_count: DayCount,
    pub rounding: Rounding,
}

impl LateInterest {
    /// The days that bear interest: none where payment was in time.
    pub fn days(&self, due: NaiveDate, paid: NaiveDate) -> u32 {
        let all = (paid - due).num_days();
        let days = if self.last_day == LastDay::Payment { all } else { all - 1 };
        u32::try_from(days).unwrap_or(0)
    }

    /// Yen of interest on a sum that was due and paid on these days.
    pub fn yen(&self, sum: u64, due: NaiveDate, paid: NaiveDate) -> u128 {
        let days = due.iter_days().skip(1).take(self.days(due, paid) as usize);
        let leap = days.clone().filter(|day| self.day_count == DayCount::Actual && day.leap_year()).count() as u128;
        let common = days.count() as u128 - leap;
        // Sixty-four, thirty-two and twenty-seven bits: no overflow.
        let numerator = u128::from(sum) * u128::from(self.rate.numerator) * (common * 366 + leap * 365);
        rounded(numerator, u128::from(self.rate.denominator.get()) * 365 * 366, self.rounding)
    }
}

fn rounded(numerator: u128, denominator: u128, rounding: Rounding) -> u128 {
    match rounding {
        Rounding::Down => numerator / denominator,
        Rounding::HalfUp => (numerator + denominator / 2) / denominator,
        Rounding::Up => numerator.div_ceil(denominator),
    }
}

/// Months of the minimum term that are charged when the contract ends before it: from the month after the end of the
/// contract to the month in which the term ends, without division into days.
pub fn remaining_months(contract_end: NaiveDate, term_end: NaiveDate) -> u32 {
    let month = |day: NaiveDate| day.year() * 12 + day.month0() as i32;
    u32::try_from(month(term_end) - month(contract_end)).unwrap_or(0)
}

/// Yen for the rest of a minimum term: the monthly fee for each month, and tax on the whole.
pub fn early_termination(monthly: u64, months: u32, tax: Rate, rounding: Rounding) -> u128 {
    let net = u128::from(monthly) * u128::from(months);
    net + rounded(net * u128::from(tax.numerator), u128::from(tax.denominator.get()), rounding)
}

/// What is rounded up to whole units of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metering {
    /// All connections of a booking together.
    Booking,
    /// Each connection by itself.
    Connection,
}

/// Units of use for the connections of one booking, each in seconds: every unit that was begun counts.
pub fn started_units(connections: &[u32], unit_minutes: NonZeroU32, metering: Metering) -> u64 {
    let unit = u64::from(unit_minutes.get()) * 60;
    let seconds = connections.iter().map(|&seconds| u64::from(seconds));
    match metering {
        Metering::Booking => seconds.sum::<u64>().div_ceil(unit),
        Metering::Connection => seconds.map(|seconds| seconds.div_ceil(unit)).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rate(numerator: u32, denominator: u32) -> Rate {
        Rate { numerator, denominator: NonZeroU32::new(denominator).unwrap() }
    }

    fn interest(last_day: LastDay, day_count: DayCount, rounding: Rounding) -> LateInterest {
        LateInterest { rate: rate(145, 1000), last_day, day_count, rounding }
    }

    #[test]
    fn interest_runs_from_the_day_after_due_to_the_day_before_payment() {
        let terms = interest(LastDay::BeforePayment, DayCount::Fixed365, Rounding::Down);
        let due = day("2026-10-31");
        for (paid, days, yen) in [
            ("2026-10-30", 0, 0),
            ("2026-10-31", 0, 0),
            ("2026-11-01", 0, 0),
            // 10,000 x 0.145 / 365 = 3.97…
            ("2026-11-02", 1, 3),
            // 29 days: 115.2…
            ("2026-11-30", 29, 115),
            ("2027-11-01", 365, 1450),
        ] {
            assert_eq!((terms.days(due, day(paid)), terms.yen(10_000, due, day(paid))), (days, yen), "{paid}");
        }
        let inclusive = interest(LastDay::Payment, DayCount::Fixed365, Rounding::Up);
        assert_eq!((inclusive.days(due, day("2026-11-01")), inclusive.yen(10_000, due, day("2026-11-01"))), (1, 4));
    }

    #[test]
    fn days_of_a_leap_year_may_be_366ths() {
        let (due, paid) = (day("2027-12-31"), day("2029-01-01"));
        // The whole of 2028, 366 days.
        let yen = |day_count| interest(LastDay::BeforePayment, day_count, Rounding::HalfUp).yen(1_000_000, due, paid);
        assert_eq!((yen(DayCount::Fixed365), yen(DayCount::Actual)), (145_397, 145_000));
    }

    #[test]
    fn the_rest_of_a_minimum_term_is_charged_in_whole_months() {
        assert_eq!(remaining_months(day("2026-10-30"), day("2027-01-31")), 3);
        assert_eq!(remaining_months(day("2026-12-28"), day("2027-01-31")), 1);
        assert_eq!(remaining_months(day("2027-01-29"), day("2027-01-31")), 0);
        assert_eq!(remaining_months(day("2027-03-31"), day("2027-01-31")), 0);
        assert_eq!(early_termination(12_345, 3, rate(10, 100), Rounding::Down), 40_738);
    }

    #[test]
    fn units_that_were_begun_count_by_booking_or_by_connection() {
        let units = |minutes: &[u32], metering| {
            let seconds: Vec<u32> = minutes.iter().map(|minutes| minutes * 60).collect();
            started_units(&seconds, NonZeroU32::new(30).unwrap(), metering)
        };
        assert_eq!((units(&[30], Metering::Booking), units(&[31], Metering::Booking)), (1, 2));
        assert_eq!((units(&[10, 10], Metering::Booking), units(&[10, 10], Metering::Connection)), (1, 2));
        assert_eq!((units(&[], Metering::Booking), units(&[0], Metering::Connection)), (0, 0));
    }
}
