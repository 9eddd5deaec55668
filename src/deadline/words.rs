//! How a date was counted, in words, with the articles of the Civil Code that say so.

use chrono::{Datelike, NaiveDate};

use super::{Event, Kind, Moment, Outcome, Problem};
use crate::calendar::Closed;
use crate::diagnostic::Message;
use crate::japanese::eras::weekday_sign;
use crate::model::{Amount, Direction, FirstDay, Period, Roll};
use crate::say;

/// 2026-10-30（金）
pub fn date(day: NaiveDate) -> Message {
    let weekday = day.weekday();
    let ja = weekday_sign(weekday);
    say!("{day}（{ja}）", "{day} ({weekday})")
}

/// 2026-05-02（土）10:00
pub fn moment(moment: Moment) -> Message {
    let Message { ja, en } = date(moment.day);
    match moment.time.map(|time| time.format("%H:%M")) {
        Some(time) => say!("{ja}{time}", "{en} {time}"),
        None => Message { ja, en },
    }
}

pub(super) fn counted(
    period: &Period,
    kind: Kind,
    event: &Event,
    outcome: Result<Outcome, Problem>,
    strict: bool,
) -> Message {
    let name = &event.name;
    let Message { ja, en } = moment(event.moment);
    let from = say!("{name} {ja}", "{name} {en}");
    let strict = period.is_strict(strict);
    let count = match (kind, period.direction) {
        (Kind::Earliest, _) => earliest(period, &from, strict),
        (Kind::Renewed, _) => renewed(period, &from),
        (Kind::Due, Direction::Before) => before(period, &from, strict),
        (Kind::Due, Direction::In) => in_month(period, &from),
        (Kind::Due, Direction::After) => after(period, &from),
    };
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(problem) => return problem.words(),
    };
    let condition = say!("契約者の不利益にならない変更のとき", "for changes that are not adverse to customers");
    join(join(count, closed(period, outcome)), period.not_adverse.then_some(condition))
}

fn join(first: Message, second: Option<Message>) -> Message {
    let Message { ja, en } = first;
    match second {
        Some(Message { ja: then, en: then_en }) => say!("{ja}。{then}", "{en}; {then_en}"),
        None => Message { ja, en },
    }
}

impl Problem {
    pub fn words(self) -> Message {
        match self {
            Problem::OutOfRange => say!(
                "計算できません。祝日が分かるのは 1948-07-20 から 2099-12-31 までです",
                "cannot be computed: holidays are known from 1948-07-20 to 2099-12-31"
            ),
            Problem::NeedsTime => say!(
                "計算できません。時間で数えるには時刻が要ります。例: --event 名前=2026-05-01T10:00",
                "cannot be computed: hours need a time, as in --event NAME=2026-05-01T10:00"
            ),
        }
    }
}

fn before(period: &Period, event: &Message, strict: bool) -> Message {
    let Message { ja: from, en: from_en } = event;
    let Message { ja: length, en: length_en } = period.amount.words();
    match period.amount {
        Amount::MonthStart(_) | Amount::MonthEnd(_) | Amount::MonthDay(_) => in_month(period, event),
        Amount::Hours(_) => say!("{from}の{length}前", "{length_en} before {from_en}"),
        Amount::Days(0) if !strict => say!("{from}まで。当日を含む", "up to {from_en}, that day included"),
        _ if strict => say!(
            "{from}との間に丸{length}をおく（民法140条。厳格な数え方）",
            "{length_en} lie wholly before {from_en} (Civil Code 140, strict count)"
        ),
        Amount::Months(_) | Amount::Years(_) => say!(
            "{from}の{length}前の応当日。応当日がなければ月の末日（民法143条の類推）",
            "the corresponding day {length_en} before {from_en} (Civil Code 143 by analogy)"
        ),
        _ => say!(
            "{from}の{length}前。当日は数えない（民法140条の類推）",
            "{length_en} before {from_en}, that day not counted (Civil Code 140 by analogy)"
        ),
    }
}

fn after(period: &Period, event: &Message) -> Message {
    if let Amount::MonthStart(_) | Amount::MonthEnd(_) | Amount::MonthDay(_) = period.amount {
        return in_month(period, event);
    }
    let Message { ja: from, en: from_en } = event;
    let Message { ja: length, en: length_en } = period.amount.words();
    if let Amount::Hours(_) = period.amount {
        return say!("{from}から{length}", "{length_en} from {from_en}");
    }
    let is_months = matches!(period.amount, Amount::Months(_) | Amount::Years(_));
    let (end, end_en) = if is_months {
        ("。応当日の前日に満了（民法143条）", ", to the day before the corresponding day (Civil Code 143)")
    } else {
        ("", "")
    };
    match period.first_day {
        FirstDay::Next => say!(
            "{from}の翌日から{length}（初日不算入、民法140条）{end}",
            "{length_en} from the day after {from_en} (Civil Code 140){end_en}"
        ),
        FirstDay::Counted => say!(
            "{from}から起算して{length}（初日算入、民法140条ただし書）{end}",
            "{length_en} from {from_en}, that day counted (Civil Code 140 proviso){end_en}"
        ),
        FirstDay::MonthStart => say!(
            "{from}（月の途中のときは翌月の初日）から起算して{length}{end}",
            "{length_en} from the first of a month on or after {from_en}{end_en}"
        ),
    }
}

fn in_month(period: &Period, from: &Message) -> Message {
    let Message { ja: from, en: from_en } = from;
    let Message { ja: day, en: day_en } = period.amount.words();
    match (period.amount, period.direction) {
        (Amount::MonthDay(date), Direction::Before) => {
            say!("{from}以前の最後の{date}日", "the last day {date} of a month up to {from_en}")
        }
        (Amount::MonthDay(date), Direction::After) => {
            say!("{from}以後の最初の{date}日", "the first day {date} of a month from {from_en}")
        }
        (Amount::MonthDay(date), Direction::In) => {
            say!("{from}の月の{date}日", "day {date} of the month of {from_en}")
        }
        _ => say!("{from}から見て{day}", "{day_en}, seen from {from_en}"),
    }
}

fn renewed(period: &Period, from: &Message) -> Message {
    let Message { ja: from, en: from_en } = from;
    let length = period.renewal.map(Amount::words);
    let Message { ja: length, en: length_en } = length.unwrap_or_else(|| say!("", ""));
    say!(
        "{from}の翌日から{length}の更新（民法143条）",
        "renewed for {length_en} from the day after {from_en} (Civil Code 143)"
    )
}

fn earliest(period: &Period, from: &Message, strict: bool) -> Message {
    let Message { ja: from, en: from_en } = from;
    let Message { ja: length, en: length_en } = period.amount.words();
    let event = &period.event.name;
    let count = if strict { "（厳格な数え方）" } else { "" };
    let count_en = if strict { ", strict count" } else { "" };
    say!(
        "{from}が{length}の期限に間に合う最も早い {event}{count}",
        "the earliest {event} for which {from_en} is in time ({length_en}{count_en})"
    )
}

/// Why the day was moved, or that it was not.
fn closed(period: &Period, outcome: Outcome) -> Option<Message> {
    let Message { ja: reason, en: reason_en } = outcome.closed?.words();
    Some(match (outcome.unrolled, period.roll) {
        (Some(day), Some(roll)) => {
            let Message { ja: day, en: day_en } = date(day);
            match roll {
                Roll::Back => {
                    say!("{day}は{reason}のため直前の営業日", "{day_en} is {reason_en}: the business day before")
                }
                Roll::Forward => say!(
                    "{day}は{reason}のため翌営業日（民法142条）",
                    "{day_en} is {reason_en}: the business day after (Civil Code 142)"
                ),
            }
        }
        _ if period.direction != Direction::After => say!("当日は{reason}", "the day is {reason_en}"),
        _ => say!(
            "当日は{reason}。定めがないので動かさない（民法142条の慣習があれば翌営業日）",
            "the day is {reason_en}; not moved, as the terms are silent (Civil Code 142 would, where it is customary)"
        ),
    })
}

impl Closed {
    pub fn words(self) -> Message {
        match self {
            Closed::Saturday => say!("土曜日", "a Saturday"),
            Closed::Sunday => say!("日曜日", "a Sunday"),
            Closed::Holiday(name) => say!("祝日（{name}）", "a national holiday ({name})"),
            Closed::Company => say!("休業日", "a closing day of the provider"),
        }
    }
}
