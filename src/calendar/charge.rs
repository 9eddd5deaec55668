//! Sums that follow from days: interest for late payment, the rest of a minimum term, metered use. Whole numbers only.

use chrono::{Datelike, NaiveDate};

use crate::model::{DayCount, Interest, LastDay, Metered, Metering, Rate, Rounding};

const MILLION: u128 = 1_000_000;

/// A sum before it is rounded, in yen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    pub numerator: u128,
    /// Not zero.
    denominator: u128,
}

impl Fraction {
    pub fn rounded(self, rounding: Rounding) -> u128 {
        let Fraction { numerator, denominator } = self;
        match rounding {
            Rounding::Down => numerator / denominator,
            Rounding::HalfUp => (numerator + denominator / 2) / denominator,
            Rounding::Up => numerator.div_ceil(denominator),
        }
    }

    /// Whole yen, hundredths, and whether anything is left beyond them.
    pub fn hundredths(self) -> (u128, u128, bool) {
        let hundredths = self.numerator * 100;
        let whole = hundredths / self.denominator;
        (whole / 100, whole % 100, !hundredths.is_multiple_of(self.denominator))
    }
}

/// Days that bear interest: those that are 365ths of a year, and 366ths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InterestDays {
    pub common: u32,
    pub leap: u32,
}

impl Interest {
    /// None where payment was in time.
    pub fn days(&self, due: NaiveDate, paid: NaiveDate) -> InterestDays {
        let all = (paid - due).num_days() - i64::from(self.last_day == LastDay::BeforePayment);
        let all = u32::try_from(all).unwrap_or(0);
        let days = due.iter_days().skip(1).take(all as usize);
        let leap = days.filter(|day| self.day_count == DayCount::Actual && day.leap_year()).count();
        let leap = u32::try_from(leap).unwrap_or(all);
        InterestDays { common: all - leap, leap }
    }

    /// Interest on a sum for so many days.
    pub fn of(&self, yen: u64, days: InterestDays) -> Fraction {
        // Sixty-four, thirty-two and twenty-seven bits: no overflow, and room for hundredths.
        let days = u128::from(days.common) * 366 + u128::from(days.leap) * 365;
        let numerator = u128::from(yen) * u128::from(self.rate.millionths) * days;
        Fraction { numerator, denominator: MILLION * 365 * 366 }
    }
}

/// Months of the minimum term that are charged when the contract ends before it: from the month after the end of the
/// contract to the month in which the term ends, without division into days.
pub fn remaining_months(contract_end: NaiveDate, term_end: NaiveDate) -> u32 {
    let month = |day: NaiveDate| day.year() * 12 + day.month0() as i32;
    u32::try_from(month(term_end) - month(contract_end)).unwrap_or(0)
}

/// Tax on a sum.
pub fn tax(net: u128, rate: Rate) -> Fraction {
    Fraction { numerator: net * u128::from(rate.millionths), denominator: MILLION }
}

impl Metering {
    /// Units of use for the connections of one booking, each in seconds: every unit that was begun counts.
    pub fn started_units(&self, connections: &[u32]) -> u64 {
        let unit = u64::from(self.unit_minutes.get()) * 60;
        let seconds = connections.iter().map(|&seconds| u64::from(seconds));
        match self.per {
            Metered::Booking => seconds.sum::<u64>().div_ceil(unit),
            Metered::Connection => seconds.map(|seconds| seconds.div_ceil(unit)).sum(),
        }
    }
}

/// 1,234,567
pub fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;
    use crate::model::Id;
    use crate::source::{Sources, Span};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn id() -> Id {
        Id { name: "any".to_owned(), span: Span::new(Sources::default().add("any", ""), 0..0) }
    }

    fn interest(last_day: LastDay, day_count: DayCount) -> Interest {
        Interest { rate: Rate { millionths: 145_000 }, of: id(), due: id(), paid: id(), last_day, day_count }
    }

    #[test]
    fn interest_runs_from_the_day_after_due_to_the_day_before_payment() {
        let terms = interest(LastDay::BeforePayment, DayCount::Fixed365);
        let due = day("2026-10-31");
        for (paid, count, yen) in [
            ("2026-10-30", 0, 0),
            ("2026-10-31", 0, 0),
            ("2026-11-01", 0, 0),
            // 10,000 x 0.145 / 365 = 3.97…
            ("2026-11-02", 1, 3),
            // 29 days: 115.2…
            ("2026-11-30", 29, 115),
            ("2027-11-01", 365, 1450),
        ] {
            let days = terms.days(due, day(paid));
            let found = (days.common + days.leap, terms.of(10_000, days).rounded(Rounding::Down));
            assert_eq!(found, (count, yen), "{paid}");
        }
        let inclusive = interest(LastDay::Payment, DayCount::Fixed365);
        let days = inclusive.days(due, day("2026-11-01"));
        assert_eq!((days.common, inclusive.of(10_000, days).rounded(Rounding::Up)), (1, 4));
    }

    #[test]
    fn days_of_a_leap_year_may_be_366ths() {
        let (due, paid) = (day("2027-12-31"), day("2029-01-01"));
        // The whole of 2028, 366 days.
        let yen = |day_count| {
            let terms = interest(LastDay::BeforePayment, day_count);
            terms.of(1_000_000, terms.days(due, paid)).rounded(Rounding::HalfUp)
        };
        assert_eq!((yen(DayCount::Fixed365), yen(DayCount::Actual)), (145_397, 145_000));
    }

    #[test]
    fn the_largest_sums_do_not_overflow() {
        let mut terms = interest(LastDay::Payment, DayCount::Actual);
        terms.rate = Rate { millionths: 9_999_999 };
        let days = terms.days(day("1948-07-20"), day("2099-12-31"));
        assert!(terms.of(u64::MAX, days).hundredths().0 > u128::from(u64::MAX) * 1500);
    }

    #[test]
    fn the_rest_of_a_minimum_term_is_charged_in_whole_months() {
        assert_eq!(remaining_months(day("2026-10-30"), day("2027-01-31")), 3);
        assert_eq!(remaining_months(day("2026-12-28"), day("2027-01-31")), 1);
        assert_eq!(remaining_months(day("2027-01-29"), day("2027-01-31")), 0);
        assert_eq!(remaining_months(day("2027-03-31"), day("2027-01-31")), 0);
        assert_eq!(tax(3 * 12_345, Rate { millionths: 100_000 }).rounded(Rounding::Down), 3_703);
    }

    #[test]
    fn units_that_were_begun_count_by_booking_or_by_connection() {
        let units = |minutes: &[u32], per| {
            let seconds: Vec<u32> = minutes.iter().map(|minutes| minutes * 60).collect();
            let unit_minutes = NonZeroU32::new(30).unwrap();
            Metering { unit_minutes, price: 100, per, tax: None }.started_units(&seconds)
        };
        assert_eq!((units(&[30], Metered::Booking), units(&[31], Metered::Booking)), (1, 2));
        assert_eq!((units(&[10, 10], Metered::Booking), units(&[10, 10], Metered::Connection)), (1, 2));
        assert_eq!((units(&[], Metered::Booking), units(&[0], Metered::Connection)), (0, 0));
    }
}
