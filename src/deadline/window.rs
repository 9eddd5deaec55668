//! Hours that come again: which lie ahead of a moment.

use chrono::NaiveDateTime;

use super::{Moment, Problem, Provision, Question, once, placed};
use crate::diagnostic::Message;
use crate::japanese::eras::weekday_sign;
use crate::model::{Window, WindowDays};
use crate::say;

/// A window on one of its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening<'a> {
    pub window: &'a Window,
    pub provision: Provision<'a>,
    /// Its beginning, and the first moment after it.
    pub outcome: Result<(Moment, Moment), Problem>,
    /// The moment asked about lies in it.
    pub current: bool,
}

/// For each window the stretch that the moment lies in or the next; with a last day, all that begin up to it.
pub(super) fn openings(question: Question<'_>) -> Vec<Opening<'_>> {
    let Some(at) = question.at else { return Vec::new() };
    let mut found = Vec::new();
    for placed in placed(question.edition, |gathered| gathered.windows) {
        let provision = Provision::of(question.edition, question.analysis, placed.document, placed.key);
        let opening =
            |outcome, current| Opening { window: placed.promise, provision: provision.clone(), outcome, current };
        match placed.promise.stretches(question.calendar, at, question.until) {
            Ok(stretches) => found.extend(
                stretches.into_iter().map(|(begin, end)| opening(Ok((moment(begin), moment(end))), begin <= at)),
            ),
            Err(problem) => found.push(opening(Err(problem.into()), false)),
        }
    }
    found.sort_by_key(|opening| {
        let begin = opening.outcome.ok().map(|(begin, _)| begin);
        (begin.is_none(), begin)
    });
    once(found, |opening| (opening.window.id.name.clone(), opening.outcome.ok(), opening.words()))
}

fn moment(at: NaiveDateTime) -> Moment {
    Moment { day: at.date(), time: Some(at.time()) }
}

impl Opening<'_> {
    /// When it comes, and whether it is open at the moment asked about.
    pub fn words(&self) -> Message {
        let Message { ja, en } = self.window.words();
        match self.outcome {
            Err(problem) => problem.words(),
            Ok(_) if self.current => {
                say!("{ja}。お尋ねの時は、この時間帯の中です", "{en}; the moment asked about lies in it")
            }
            Ok(_) => say!("{ja}", "{en}"),
        }
    }
}

impl Window {
    /// 毎週土曜日 22:00～翌日07:00
    pub fn words(&self) -> Message {
        let Message { ja, en } = self.days.words();
        let hours = self.hours.iter().map(|hours| {
            let (from, until) = (hours.from.format("%H:%M"), hours.until.format("%H:%M"));
            match hours.until <= hours.from {
                true => (format!("{from}～翌日{until}"), format!("{from} to {until} the next day")),
                false => (format!("{from}～{until}"), format!("{from} to {until}")),
            }
        });
        let (hours, hours_en): (Vec<_>, Vec<_>) = hours.unzip();
        let (hours, hours_en) = (hours.join("、"), hours_en.join(", "));
        say!("{ja} {hours}", "{en} {hours_en}")
    }
}

impl WindowDays {
    fn words(&self) -> Message {
        match self {
            WindowDays::EveryDay => say!("毎日", "every day"),
            WindowDays::BusinessDays => say!("営業日", "business days"),
            WindowDays::Weekdays { days, weeks } => {
                let names: Vec<String> = days.iter().map(|day| weekday_sign(*day).to_string()).collect();
                let names_en: Vec<String> = days.iter().map(|day| day.to_string()).collect();
                let (names, names_en) = (names.join("・"), names_en.join(", "));
                if weeks.is_empty() {
                    return say!("毎週{names}曜日", "every {names_en}");
                }
                let weeks: Vec<String> = weeks.iter().map(u32::to_string).collect();
                let (ja, en) = (weeks.join("・第"), weeks.join(", "));
                say!("毎月第{ja}{names}曜日", "{names_en} number {en} of each month")
            }
        }
    }
}
