//! The dates that the periods of an edition imply once it is known when something happened. One date may be the event
//! that another is counted from.

pub mod human;
pub mod ics;
pub mod json;
pub mod rule;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime};

use crate::analysis::{Analysis, ProvisionKind};
use crate::calendar::{Closed, OutOfRange};
use crate::diagnostic::Message;
use crate::model::{Calendar, Direction, Document, Edition, Key, Period};

pub use words::{date, moment};

/// A day, and a time of it where one is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub day: NaiveDate,
    pub time: Option<NaiveTime>,
}

/// Something that happened, or will.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub name: String,
    pub moment: Moment,
}

/// What is computed from.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    pub edition: &'a Edition,
    pub analysis: &'a Analysis,
    pub calendar: &'a Calendar,
    pub events: &'a [Event],
    /// Count every period before an event strictly.
    pub strict: bool,
}

/// One date that a period implies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline<'a> {
    pub period: &'a Period,
    /// The document it stands in, and its provision: 第８条, 利用期間.
    pub document: &'a Document,
    pub citation: String,
    pub caption: Option<String>,
    pub kind: Kind,
    /// The event it is counted from.
    pub event: Event,
    pub outcome: Result<Outcome, Problem>,
    /// How it was counted, with the articles of the Civil Code that say so.
    pub counted: Message,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The day that the period names: the last for an act, or the last of a term.
    Due,
    /// The last day of a term that was renewed once.
    Renewed,
    /// The act was done: the first day on which the event may be.
    Earliest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    pub moment: Moment,
    /// The day before it was moved to a business day.
    pub unrolled: Option<NaiveDate>,
    /// Why the day counted to is no business day.
    pub closed: Option<Closed>,
}

/// Why a date cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    OutOfRange,
    /// A period in hours needs the time of its event.
    NeedsTime,
}

impl From<OutOfRange> for Problem {
    fn from(_: OutOfRange) -> Problem {
        Problem::OutOfRange
    }
}

/// A period with the provision it stands on.
#[derive(Clone, Copy)]
struct Placed<'a> {
    document: usize,
    key: Key,
    period: &'a Period,
}

/// Every event that the periods of an edition know, sorted: those they are counted from, and those they end with.
pub fn events(edition: &Edition) -> Vec<String> {
    let periods = placed(edition);
    let names = periods.iter().flat_map(|Placed { period, .. }| [&period.event.name, &period.id.name]);
    names.cloned().collect::<BTreeSet<_>>().into_iter().collect()
}

fn placed(edition: &Edition) -> Vec<Placed<'_>> {
    let documents = edition.documents.iter().enumerate();
    let placed = documents.flat_map(|(document, content)| {
        content.gather().periods.into_iter().map(move |(key, period)| Placed { document, key, period })
    });
    placed.collect()
}

/// Every date that follows from the events, in the order of the dates; what cannot be given comes last.
pub fn compute(question: Question<'_>) -> Vec<Deadline<'_>> {
    let mut known: BTreeMap<&str, Vec<Moment>> = BTreeMap::new();
    for Event { name, moment } in question.events {
        known.entry(name).or_default().push(*moment);
    }
    let given: BTreeSet<&str> = known.keys().copied().collect();
    let mut waiting = placed(question.edition);
    let mut found = Vec::new();
    for placed in &waiting {
        if given.contains(placed.period.id.name.as_str()) {
            found.extend(from_act(question, *placed, &mut known));
        }
    }
    // Each round computes what the round before made known; a period is computed once, so circles end.
    loop {
        let (ready, rest): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|placed| known.contains_key(placed.period.event.name.as_str()));
        waiting = rest;
        if ready.is_empty() {
            break;
        }
        for placed in ready {
            let is_given = given.contains(placed.period.id.name.as_str());
            if !(is_given && placed.period.direction == Direction::After) {
                let deadlines = from_event(question, placed, &known);
                if !is_given {
                    let days = deadlines.iter().filter_map(|deadline| deadline.outcome.ok());
                    let days: Vec<Moment> = days.map(|outcome| outcome.moment).collect();
                    if !days.is_empty() {
                        known.entry(&placed.period.id.name).or_insert(days);
                    }
                }
                found.extend(deadlines);
            }
        }
    }
    found.sort_by_key(|deadline| {
        let day = deadline.outcome.ok().map(|outcome| outcome.moment);
        (day.is_none(), day)
    });
    found
}

/// The dates of a period for every day on which its event is.
fn from_event<'a>(
    question: Question<'a>,
    placed: Placed<'a>,
    known: &BTreeMap<&'a str, Vec<Moment>>,
) -> Vec<Deadline<'a>> {
    let name = placed.period.event.name.as_str();
    let mut found = Vec::new();
    for &moment in known.get(name).into_iter().flatten() {
        let first = rule::due(placed.period, moment, question.calendar, question.strict);
        found.push(deadline(question, placed, Kind::Due, name, moment, first));
        found.extend(first.ok().and_then(|first| renewal(question, placed, first.moment)));
    }
    found
}

/// The end of the next term, where there is one.
fn renewal<'a>(question: Question<'a>, placed: Placed<'a>, end: Moment) -> Option<Deadline<'a>> {
    let renewed = rule::renewed(placed.period, end, question.calendar)?;
    Some(deadline(question, placed, Kind::Renewed, &placed.period.id.name, end, renewed))
}

/// What follows when the act itself, or the end of a term, is given.
fn from_act<'a>(
    question: Question<'a>,
    placed: Placed<'a>,
    known: &mut BTreeMap<&'a str, Vec<Moment>>,
) -> Vec<Deadline<'a>> {
    let name = placed.period.id.name.as_str();
    let acts = known.get(name).cloned().unwrap_or_default();
    let mut found = Vec::new();
    for act in acts {
        match placed.period.direction {
            Direction::Before => {
                let earliest = rule::earliest(placed.period, act, question.calendar, question.strict);
                found.push(deadline(question, placed, Kind::Earliest, name, act, earliest));
            }
            Direction::In | Direction::After => {
                let renewed = renewal(question, placed, act);
                let next = renewed.as_ref().and_then(|renewed| renewed.outcome.ok());
                known.entry(name).or_default().extend(next.map(|outcome| outcome.moment));
                found.extend(renewed);
            }
        }
    }
    found
}

fn deadline<'a>(
    question: Question<'a>,
    placed: Placed<'a>,
    kind: Kind,
    event: &str,
    moment: Moment,
    outcome: Result<Outcome, Problem>,
) -> Deadline<'a> {
    let Question { edition, analysis, .. } = question;
    let (outline, document) = (&analysis.outlines[placed.document], &edition.documents[placed.document]);
    let article = outline.ancestor(placed.key, ProvisionKind::Article);
    let article = article.or_else(|| outline.ancestor(placed.key, ProvisionKind::Section));
    let event = Event { name: event.to_owned(), moment };
    Deadline {
        period: placed.period,
        document,
        citation: analysis.citation(outline, document, placed.key),
        caption: article.and_then(|article| outline.provision(article).caption.clone()),
        kind,
        counted: words::counted(placed.period, kind, &event, outcome, question.strict),
        event,
        outcome,
    }
}
