//! A period a provision promises: how long before or after which event. Its words stay in the text; this is what can be
//! computed with.

use super::Id;
use crate::diagnostic::Message;
use crate::say;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Names the event that its last day is, so that another period may be counted from it.
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
    pub first_day: FirstDay,
    /// How it is counted back from its event, where the text leaves no choice.
    pub count: Option<Count>,
    /// Where a closed day moves the date.
    pub roll: Option<Roll>,
    /// How long it runs again each time it has ended.
    pub renewal: Option<Amount>,
    /// Another period of the same provision that holds where this one does not (３年又は５年).
    pub alternative_to: Option<Id>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    Days(u32),
    BusinessDays(u32),
    Hours(u32),
    Months(u32),
    Years(u32),
    /// The first day of the month that lies so many months from the event's month: 1 is the month after.
    MonthStart(i32),
    /// The last day of the month that lies so many months from the event's month: -1 is the month before.
    MonthEnd(i32),
    /// The nearest such day of a month, or the month's last day where it has none.
    MonthDay(u32),
}

impl Amount {
    /// As a reader says it: 30日, 3か月, 前月の末日.
    pub fn words(self) -> Message {
        let s = match self {
            Amount::Days(1) | Amount::BusinessDays(1) | Amount::Hours(1) | Amount::Months(1) | Amount::Years(1) => "",
            _ => "s",
        };
        match self {
            Amount::Days(n) => say!("{n}日", "{n} day{s}"),
            Amount::BusinessDays(n) => say!("{n}営業日", "{n} business day{s}"),
            Amount::Hours(n) => say!("{n}時間", "{n} hour{s}"),
            Amount::Months(n) => say!("{n}か月", "{n} month{s}"),
            Amount::Years(n) => say!("{n}年", "{n} year{s}"),
            Amount::MonthStart(n) => in_month(n, "初日", "first day"),
            Amount::MonthEnd(n) => in_month(n, "末日", "last day"),
            Amount::MonthDay(n) => say!("{n}日（毎月）", "day {n} of a month"),
        }
    }
}

fn in_month(months: i32, day: &str, day_en: &str) -> Message {
    let count = months.unsigned_abs();
    match months {
        0 => say!("その月の{day}", "the {day_en} of the month"),
        -1 => say!("前月の{day}", "the {day_en} of the month before"),
        1 => say!("翌月の{day}", "the {day_en} of the month after"),
        -2 => say!("前々月の{day}", "the {day_en} of the second month before"),
        2 => say!("翌々月の{day}", "the {day_en} of the second month after"),
        ..0 => say!("{count}か月前の月の{day}", "the {day_en} of the month {count} months before"),
        _ => say!("{count}か月後の月の{day}", "the {day_en} of the month {count} months after"),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    Before,
    /// In the month of the event.
    In,
    After,
}

/// How a period before an event is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// ３０日前までに, 前日まで: the event's day less the period.
    Plain,
    /// ３か月の予告期間をおいて: the whole period lies between the act and the event.
    Strict,
}

impl Count {
    pub const NAMES: [(&'static str, Count); 2] = [("plain", Count::Plain), ("strict", Count::Strict)];
}

/// The day from which a period runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FirstDay {
    /// The day after the event (Civil Code 140).
    #[default]
    Next,
    /// The day of the event itself (起算して).
    Counted,
    /// The first day of a month: of the event, or of the month after it.
    MonthStart,
}

impl FirstDay {
    pub const NAMES: [(&'static str, FirstDay); 2] =
        [("counted", FirstDay::Counted), ("month-start", FirstDay::MonthStart)];
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
