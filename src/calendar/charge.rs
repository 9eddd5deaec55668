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
