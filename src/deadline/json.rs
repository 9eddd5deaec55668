//! Deadlines for programs.

use serde::Serialize;

use super::{Deadline, Event, Kind, Moment};
use crate::diagnostic::Lang;

#[derive(Serialize)]
struct Report<'a> {
    set: &'a str,
    revision: &'a str,
    events: Vec<Given<'a>>,
    deadlines: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Given<'a> {
    event: &'a str,
    date: String,
}

#[derive(Serialize)]
struct Row<'a> {
    /// Absent where it cannot be given; `counted` then says why.
    date: Option<String>,
    /// `due`, `renewed`, `earliest`
    kind: &'static str,
    meaning: String,
    period: &'a str,
    document: &'a str,
    provision: &'a str,
    caption: Option<&'a str>,
    event: &'a str,
    event_date: String,
    by: Option<&'a str>,
    governs: Option<&'a str>,
    not_adverse: bool,
    /// The day before it was moved to a business day.
    unrolled: Option<String>,
    counted: &'a str,
}

/// # Errors
/// A bug: the report is plain data.
pub fn render(
    set: &str,
    revision: &str,
    events: &[Event],
    deadlines: &[Deadline<'_>],
    lang: Lang,
) -> Result<String, serde_json::Error> {
    let events = events.iter().map(|event| Given { event: &event.name, date: iso(event.moment) }).collect();
    let deadlines = deadlines.iter().map(|deadline| row(deadline, lang)).collect();
    serde_json::to_string_pretty(&Report { set, revision, events, deadlines })
}

fn row<'a>(deadline: &'a Deadline<'_>, lang: Lang) -> Row<'a> {
    let Deadline { period, document, citation, caption, kind, event, outcome, counted } = deadline;
    let name = |id: &'a Option<crate::model::Id>| id.as_ref().map(|id| id.name.as_str());
    Row {
        date: outcome.ok().map(|outcome| iso(outcome.moment)),
        kind: match kind {
            Kind::Due => "due",
            Kind::Renewed => "renewed",
            Kind::Earliest => "earliest",
        },
        meaning: deadline.meaning().get(lang).to_owned(),
        period: &period.id.name,
        document: &document.id.name,
        provision: citation,
        caption: caption.as_deref(),
        event: &event.name,
        event_date: iso(event.moment),
        by: name(&period.by),
        governs: name(&period.governs),
        not_adverse: period.not_adverse,
        unrolled: outcome.ok().and_then(|outcome| outcome.unrolled).map(|day| day.to_string()),
        counted: counted.get(lang),
    }
}

fn iso(moment: Moment) -> String {
    match moment.time {
        Some(time) => format!("{}T{}", moment.day, time.format("%H:%M")),
        None => moment.day.to_string(),
    }
}
