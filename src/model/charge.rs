//! Sums and hours a provision promises. Their words stay in the text; this is what can be computed with.

use std::num::NonZeroU32;

use chrono::{NaiveTime, Weekday};

use super::{Id, Period};

/// Everything of a provision that can be computed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Promises {
    pub periods: Vec<Period>,
    pub charges: Vec<Charge>,
    pub windows: Vec<Window>,
}

/// A sum of money that follows from days, months or hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    pub id: Id,
    pub basis: Basis,
    /// `None` where the text is silent: then 通貨の単位及び貨幣の発行等に関する法律 3 rounds half up.
    pub rounding: Option<Rounding>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// 遅延損害金
    Interest(Interest),
    /// What is left of a minimum term, in whole months.
    RemainingMonths(RemainingMonths),
    /// 従量課金
    Metering(Metering),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interest {
    /// A year.
    pub rate: Rate,
    /// The name of the sum that is owed.
    pub of: Id,
    /// The event of the day it is due; the day after bears interest first.
    pub due: Id,
    /// The event of its payment.
    pub paid: Id,
    pub last_day: LastDay,
    pub day_count: DayCount,
}

/// From the month after an event to the month of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemainingMonths {
    /// The name of the sum for a month.
    pub of: Id,
    pub after: Id,
    pub until: Id,
    pub tax: Option<Rate>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metering {
    pub unit_minutes: NonZeroU32,
    /// Yen for a unit.
    pub price: u32,
    pub per: Metered,
    pub tax: Option<Rate>,
}

/// A share: 14.5 % is 145,000 millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub millionths: u32,
}

impl Rate {
    /// In per cent: 14.5.
    pub fn percent(self) -> String {
        let decimals = format!("{:04}", self.millionths % 10_000);
        let whole = self.millionths / 10_000;
        match decimals.trim_end_matches('0') {
            "" => whole.to_string(),
            decimals => format!("{whole}.{decimals}"),
        }
    }
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

impl Rounding {
    pub const NAMES: [(&'static str, Rounding); 3] =
        [("down", Rounding::Down), ("half-up", Rounding::HalfUp), ("up", Rounding::Up)];
}

/// What part of a year a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayCount {
    /// 年３６５日の日割計算
    Fixed365,
    /// A 366th in a leap year.
    Actual,
}

impl DayCount {
    pub const NAMES: [(&'static str, DayCount); 2] = [("365", DayCount::Fixed365), ("actual", DayCount::Actual)];
}

/// The last day that bears interest; the first is the day after the due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastDay {
    /// 支払日の前日まで
    BeforePayment,
    /// 支払日まで
    Payment,
}

/// What is rounded up to whole units of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metered {
    /// All connections of a booking together.
    Booking,
    /// Each connection by itself.
    Connection,
}

impl Metered {
    pub const NAMES: [(&'static str, Metered); 2] =
        [("booking", Metered::Booking), ("connection", Metered::Connection)];
}

/// Hours that come again: maintenance on Saturday night, support on business days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    pub id: Id,
    pub days: WindowDays,
    /// At least one stretch.
    pub hours: Vec<Hours>,
}

/// The days on which a window begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WindowDays {
    EveryDay,
    BusinessDays,
    /// In these weeks of a month (第１, 第３), or in every week where none is named.
    Weekdays {
        days: Vec<Weekday>,
        weeks: Vec<u32>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours {
    pub from: NaiveTime,
    /// The first moment after it; of the next day where it is not later than `from`.
    pub until: NaiveTime,
}
