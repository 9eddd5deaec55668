//! Deadlines, sums and windows for programs.

use serde::Serialize;

use super::{Answer, Charged, Deadline, Kind, Missing, Moment, Opening, Question};
use crate::diagnostic::Lang;

#[derive(Serialize)]
struct Report<'a> {
    set: &'a str,
    revision: &'a str,
    events: Vec<Given<'a>>,
    deadlines: Vec<Row<'a>>,
    charges: Vec<ChargeRow<'a>>,
    windows: Vec<WindowRow<'a>>,
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
    /// The period that this one is another choice for.
    or: Option<&'a str>,
    /// The day before it was moved to a business day.
    unrolled: Option<String>,
    counted: &'a str,
}

#[derive(Serialize)]
struct ChargeRow<'a> {
    /// Absent where something is `missing`.
    yen: Option<u128>,
    meaning: String,
    charge: &'a str,
    document: &'a str,
    provision: &'a str,
    caption: Option<&'a str>,
    steps: Vec<String>,
    missing: Vec<Needed<'a>>,
}

/// `event` or `amount` with its name, or `interval`.
#[derive(Serialize)]
struct Needed<'a> {
    kind: &'static str,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct WindowRow<'a> {
    /// Japanese time; absent where it cannot be given.
    from: Option<String>,
    to: Option<String>,
    window: &'a str,
    document: &'a str,
    provision: &'a str,
    caption: Option<&'a str>,
    /// The moment asked about lies in it.
    current: bool,
    rule: String,
}

/// # Errors
/// A bug: the report is plain data.
pub fn render(
    set: &str,
    revision: &str,
    question: Question<'_>,
    answer: &Answer<'_>,
    lang: Lang,
) -> Result<String, serde_json::Error> {
    let given = question.events.iter().map(|event| Given { event: &event.name, date: iso(event.moment) });
    let Answer { deadlines, charges, windows } = answer;
    serde_json::to_string_pretty(&Report {
        set,
        revision,
        events: given.collect(),
        deadlines: deadlines.iter().map(|deadline| row(deadline, lang)).collect(),
        charges: charges.iter().map(|charged| charge_row(charged, lang)).collect(),
        windows: windows.iter().map(|opening| window_row(opening, lang)).collect(),
    })
}

fn row<'a>(deadline: &'a Deadline<'_>, lang: Lang) -> Row<'a> {
    let Deadline { period, provision, kind, event, outcome, counted } = deadline;
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
        document: &provision.document.id.name,
        provision: &provision.citation,
        caption: provision.caption.as_deref(),
        event: &event.name,
        event_date: iso(event.moment),
        by: name(&period.by),
        governs: name(&period.governs),
        not_adverse: period.not_adverse,
        or: name(&period.alternative_to),
        unrolled: outcome.ok().and_then(|outcome| outcome.unrolled).map(|day| day.to_string()),
        counted: counted.get(lang),
    }
}

fn charge_row<'a>(charged: &'a Charged<'_>, lang: Lang) -> ChargeRow<'a> {
    let Charged { charge, provision, outcome } = charged;
    let missing = outcome.as_ref().err().into_iter().flatten();
    let steps = outcome.as_ref().map(|sum| sum.steps.as_slice()).unwrap_or_default();
    ChargeRow {
        yen: outcome.as_ref().ok().map(|sum| sum.yen),
        meaning: charge.meaning().get(lang).to_owned(),
        charge: &charge.id.name,
        document: &provision.document.id.name,
        provision: &provision.citation,
        caption: provision.caption.as_deref(),
        steps: steps.iter().map(|step| step.get(lang).to_owned()).collect(),
        missing: missing.map(|missing| needed(*missing)).collect(),
    }
}

fn needed(missing: Missing<'_>) -> Needed<'_> {
    match missing {
        Missing::Event(name) => Needed { kind: "event", name: Some(name) },
        Missing::Amount(name) => Needed { kind: "amount", name: Some(name) },
        Missing::Interval => Needed { kind: "interval", name: None },
    }
}

fn window_row<'a>(opening: &'a Opening<'_>, lang: Lang) -> WindowRow<'a> {
    let Opening { window, provision, outcome, current } = opening;
    WindowRow {
        from: outcome.ok().map(|(from, _)| iso(from)),
        to: outcome.ok().map(|(_, to)| iso(to)),
        window: &window.id.name,
        document: &provision.document.id.name,
        provision: &provision.citation,
        caption: provision.caption.as_deref(),
        current: *current,
        rule: window.words().get(lang).to_owned(),
    }
}

fn iso(moment: Moment) -> String {
    match moment.time {
        Some(time) => format!("{}T{}", moment.day, time.format("%H:%M")),
        None => moment.day.to_string(),
    }
}
