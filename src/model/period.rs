//! A period a provision promises: how long before or after which event. Its words stay in the text; this is what can be
//! computed with.

use super::Id;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    pub id: Id,
    pub amount: Amount,
    pub direction: Direction,
    /// The event the period is counted from.
    pub event: Id,
    /// What has to happen in time: notice, receipt, announcement, filing.
    pub by: Option<Id>,
    /// The subject of the articles whose change it governs.
    pub governs: Option<Id>,
    /// Only for changes that are not adverse to customers.
    pub not_adverse: bool,
    /// Whether the first day counts (起算して); otherwise Civil Code 140 applies.
    pub first_day_counts: bool,
    /// Where a closed day moves the date.
    pub roll: Option<Roll>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    Days(u32),
    Months(u32),
    Years(u32),
    /// The last day of the month that lies so many months from the event's month: -1 is the month before.
    MonthEnd(i32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Before,
    After,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roll {
    /// To the business day before.
    Back,
    /// To the business day after (Civil Code 142).
    Forward,
}

impl Roll {
    pub const NAMES: [(&'static str, Roll); 2] = [("back", Roll::Back), ("forward", Roll::Forward)];
}
