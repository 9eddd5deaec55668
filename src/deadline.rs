//! The dates that the periods of an edition imply once it is known when something happened, the sums that follow from
//! them, and the hours that come again. One date may be the event that another is counted from.

pub mod chain;
mod charge;
pub mod human;
pub mod ics;
pub mod json;
pub mod rule;
mod window;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::analysis::{Analysis, ProvisionKind};
use crate::calendar::{Closed, OutOfRange};
use crate::diagnostic::Message;
use crate::model::{Basis, Calendar, Direction, Document, Edition, Gathered, Id, Key, Period};

pub use charge::{Charged, Missing, Sum};
pub use window::Opening;
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

/// A sum of money by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedAmount {
    pub name: String,
    pub yen: u64,
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
    pub amounts: &'a [NamedAmount],
    /// The connections of one booking, each in seconds.
    pub connections: &'a [u32],
    /// The moment from which windows are looked for.
    pub at: Option<NaiveDateTime>,
    /// The last day up to which terms are renewed and windows listed; without it, once.
    pub until: Option<NaiveDate>,
}

/// Everything that follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<'a> {
    /// In the order of the dates; what cannot be given comes last.
    pub deadlines: Vec<Deadline<'a>>,
    pub charges: Vec<Charged<'a>>,
    /// In the order of their beginnings.
    pub windows: Vec<Opening<'a>>,
}

/// Where a promise stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provision<'a> {
    pub document: &'a Document,
    /// 第８条
    pub citation: String,
    /// 利用期間
    pub caption: Option<String>,
}

/// One date that a period implies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline<'a> {
    pub period: &'a Period,
    pub provision: Provision<'a>,
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
    /// The last day of a term that was renewed.
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

/// A promise with the provision it stands on.
#[derive(Clone, Copy)]
struct Placed<T> {
    document: usize,
    key: Key,
    promise: T,
}

/// Every event that an edition knows, sorted: those it counts from, and those its periods end with.
pub fn events(edition: &Edition) -> Vec<String> {
    let (periods, charges) = (periods(edition), placed(edition, |gathered| gathered.charges));
    let names = periods.iter().flat_map(|Placed { promise, .. }| [&promise.event, &promise.id]);
    let names = names.chain(charges.iter().flat_map(|Placed { promise, .. }| promise.events()));
    names.map(|id| id.name.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The events among them that periods end with: they need not be given.
pub fn computed_events(edition: &Edition) -> BTreeSet<&str> {
    periods(edition).iter().map(|Placed { promise, .. }| promise.id.name.as_str()).collect()
}

/// Where each of the events is first named, in the order of the documents.
pub fn places<'a>(edition: &'a Edition, analysis: &'a Analysis) -> BTreeMap<String, Provision<'a>> {
    let mut places = BTreeMap::new();
    let mut put = |id: &Id, document: usize, key: Key| {
        places.entry(id.name.clone()).or_insert_with(|| Provision::of(edition, analysis, document, key));
    };
    for Placed { document, key, promise } in periods(edition) {
        [&promise.event, &promise.id].into_iter().for_each(|id| put(id, document, key));
    }
    for Placed { document, key, promise } in placed(edition, |gathered| gathered.charges) {
        promise.events().into_iter().for_each(|id| put(id, document, key));
    }
    places
}

/// The names of every sum that charges are computed from, sorted.
pub fn amounts(edition: &Edition) -> Vec<String> {
    let charges = placed(edition, |gathered| gathered.charges);
    let names = charges.iter().filter_map(|Placed { promise, .. }| promise.amount());
    names.map(|id| id.name.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whether an edition has metered charges, and windows.
pub fn has_meters_and_windows(edition: &Edition) -> (bool, bool) {
    let charges = placed(edition, |gathered| gathered.charges);
    let is_metered = charges.iter().any(|Placed { promise, .. }| matches!(promise.basis, Basis::Metering(_)));
    (is_metered, !placed(edition, |gathered| gathered.windows).is_empty())
}

fn periods(edition: &Edition) -> Vec<Placed<&Period>> {
    placed(edition, |gathered| gathered.periods)
}

fn placed<'a, T>(edition: &'a Edition, of: fn(Gathered<'a>) -> Vec<(Key, &'a T)>) -> Vec<Placed<&'a T>> {
    let documents = edition.contract().iter().enumerate();
    let placed = documents.flat_map(|(document, content)| {
        of(content.gather()).into_iter().map(move |(key, promise)| Placed { document, key, promise })
    });
    placed.collect()
}

/// Everything that follows from what is given.
pub fn compute(question: Question<'_>) -> Answer<'_> {
    let (deadlines, known) = dates(question);
    Answer { deadlines, charges: charge::charged(question, &known), windows: window::openings(question) }
}

type Known<'a> = BTreeMap<&'a str, Vec<Moment>>;

/// Every date that follows from the events, and when everything known happens.
fn dates(question: Question<'_>) -> (Vec<Deadline<'_>>, Known<'_>) {
    let mut known = Known::new();
    for Event { name, moment } in question.events {
        known.entry(name).or_default().push(*moment);
    }
    let given: BTreeSet<&str> = known.keys().copied().collect();
    let mut waiting = periods(question.edition);
    let mut found = Vec::new();
    for placed in &waiting {
        if given.contains(placed.promise.id.name.as_str()) {
            found.extend(from_act(question, *placed, &mut known));
        }
    }
    // Each round computes what the round before made known; a period is computed once, so circles end.
    loop {
        let (ready, rest): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|placed| known.contains_key(placed.promise.event.name.as_str()));
        waiting = rest;
        if ready.is_empty() {
            break;
        }
        for placed in ready {
            let is_given = given.contains(placed.promise.id.name.as_str());
            if !(is_given && placed.promise.direction == Direction::After) {
                let deadlines = from_event(question, placed, &known);
                if !is_given {
                    let days = deadlines.iter().filter_map(|deadline| deadline.outcome.ok());
                    let days: Vec<Moment> = days.map(|outcome| outcome.moment).collect();
                    if !days.is_empty() {
                        known.entry(&placed.promise.id.name).or_insert(days);
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
    let found = once(found, |deadline| {
        let Deadline { period, event, outcome, counted, .. } = deadline;
        let day = outcome.ok().map(|outcome| outcome.moment);
        (period.id.name.clone(), deadline.meaning(), event.name.clone(), event.moment, day, counted.clone())
    });
    (beside_each_other(found), known)
}

/// Rows without those that say what one before them says: a shared block carries a promise into several documents.
fn once<T, K: Ord>(mut rows: Vec<T>, said: impl Fn(&T) -> K) -> Vec<T> {
    let mut known = BTreeSet::new();
    rows.retain(|row| known.insert(said(row)));
    rows
}

/// Puts the other lengths of a choice right after the first, though their dates lie later.
fn beside_each_other(deadlines: Vec<Deadline<'_>>) -> Vec<Deadline<'_>> {
    let (others, mut rows): (Vec<_>, Vec<_>) =
        deadlines.into_iter().partition(|deadline| deadline.alternative_to().is_some());
    for other in others {
        let is_beside = |row: &Deadline<'_>| {
            let first = row.alternative_to().unwrap_or(&row.period.id.name);
            other.alternative_to() == Some(first) && row.event == other.event && row.kind == other.kind
        };
        let at = rows.iter().rposition(is_beside).map_or(rows.len(), |first| first + 1);
        rows.insert(at, other);
    }
    rows
}

/// The dates of a period for every day on which its event is.
fn from_event<'a>(question: Question<'a>, placed: Placed<&'a Period>, known: &Known<'a>) -> Vec<Deadline<'a>> {
    let name = placed.promise.event.name.as_str();
    let mut found = Vec::new();
    for &moment in known.get(name).into_iter().flatten() {
        let first = rule::due(placed.promise, moment, question.calendar, question.strict);
        found.push(deadline(question, placed, Kind::Due, name, moment, first));
        found.extend(first.into_iter().flat_map(|first| renewals(question, placed, first.moment)));
    }
    found
}

/// The ends of the terms that follow one that ends on a day: the next, or all that begin up to the last day asked for.
fn renewals<'a>(question: Question<'a>, placed: Placed<&'a Period>, end: Moment) -> Vec<Deadline<'a>> {
    let name = &placed.promise.id.name;
    let (mut found, mut end) = (Vec::new(), end);
    while let Some(renewed) = rule::renewed(placed.promise, end, question.calendar) {
        if renewed.is_err() && !found.is_empty() {
            break;
        }
        found.push(deadline(question, placed, Kind::Renewed, name, end, renewed));
        let goes_on = |next: Moment| next > end && question.until.is_some_and(|until| next.day < until);
        match renewed {
            Ok(outcome) if goes_on(outcome.moment) => end = outcome.moment,
            _ => break,
        }
    }
    found
}

/// What follows when the act itself, or the end of a term, is given.
fn from_act<'a>(question: Question<'a>, placed: Placed<&'a Period>, known: &mut Known<'a>) -> Vec<Deadline<'a>> {
    let name = placed.promise.id.name.as_str();
    let acts = known.get(name).cloned().unwrap_or_default();
    let mut found = Vec::new();
    for act in acts {
        match placed.promise.direction {
            Direction::Before => {
                let earliest = rule::earliest(placed.promise, act, question.calendar, question.strict);
                found.push(deadline(question, placed, Kind::Earliest, name, act, earliest));
            }
            Direction::In | Direction::After => {
                let renewed = renewals(question, placed, act);
                let ends = renewed.iter().filter_map(|renewed| renewed.outcome.ok());
                known.entry(name).or_default().extend(ends.map(|outcome| outcome.moment));
                found.extend(renewed);
            }
        }
    }
    found
}

fn deadline<'a>(
    question: Question<'a>,
    placed: Placed<&'a Period>,
    kind: Kind,
    event: &str,
    moment: Moment,
    outcome: Result<Outcome, Problem>,
) -> Deadline<'a> {
    let event = Event { name: event.to_owned(), moment };
    Deadline {
        period: placed.promise,
        provision: Provision::of(question.edition, question.analysis, placed.document, placed.key),
        kind,
        counted: words::counted(placed.promise, kind, &event, outcome, question.strict),
        event,
        outcome,
    }
}

impl Deadline<'_> {
    fn alternative_to(&self) -> Option<&String> {
        self.period.alternative_to.as_ref().map(|id| &id.name)
    }
}

impl<'a> Provision<'a> {
    fn of(edition: &'a Edition, analysis: &'a Analysis, document: usize, key: Key) -> Provision<'a> {
        let (outline, document) = (&analysis.outlines[document], &edition.documents[document]);
        let article = outline.ancestor(key, ProvisionKind::Article);
        let article = article.or_else(|| outline.ancestor(key, ProvisionKind::Section));
        Provision {
            document,
            citation: analysis.citation(outline, document, key),
            caption: article.and_then(|article| outline.provision(article).caption.clone()),
        }
    }

    /// Document, provision and caption: かもめ予約利用規約 第１条（期間）.
    pub fn words(&self) -> String {
        let title = self.document.title.plain();
        let (title, citation) = (title.as_str(), &self.citation);
        match &self.caption {
            Some(caption) => format!("{title} {citation}（{caption}）"),
            None => format!("{title} {citation}"),
        }
    }
}
