//! `kiyaku deadline`: the dates that follow from events, by the periods of one edition.

use std::io::{self, IsTerminal};

use chrono::{NaiveDate, NaiveTime};
use clap::ArgMatches;

use super::{CLEAN, Console, FINDINGS, Failure, read};
use crate::check::{Checked, CheckedEdition, CheckedSet};
use crate::deadline::{self, Event, Moment, Question, human, ics, json};
use crate::diagnostic::{Counts, Lang, Message, nearest, terminal};
use crate::japanese::holidays::holiday;
use crate::model::Calendar;
use crate::say;

pub(super) fn run(matches: &ArgMatches, console: &mut Console) -> Result<u8, Failure> {
    let checked = read(matches, console)?;
    let lang = console.lang;
    if checked.has_errors() {
        let style = console.style(io::stderr().is_terminal());
        console.err(&terminal::render(&checked.diagnostics, &checked.sources, style));
        console.err(&terminal::summary(Counts::of(&checked.diagnostics), checked.documents, lang));
        let why = say!("エラーがあるため、計算しませんでした。", "Nothing was computed.");
        console.err(why.get(lang));
        return Ok(FINDINGS);
    }
    let failure = |message: Message| say_error(&message).get(lang).to_owned();
    let set = only_set(&checked).map_err(failure)?;
    let revision = matches.get_one::<String>("revision").map(String::as_str);
    let edition = edition(set, revision).map_err(failure)?;
    let known = deadline::events(&edition.edition);
    let written: Vec<&String> = matches.get_many("event").into_iter().flatten().collect();
    if written.is_empty() {
        console.out(&list(&known, lang));
        return Ok(CLEAN);
    }
    let events = written.into_iter().map(|written| event(written, &known)).collect::<Result<Vec<_>, _>>();
    let events = events.map_err(failure)?;
    let report = report(matches, set, edition, &events, lang).map_err(|error| error.to_string())?;
    console.out(&report.text);
    Ok(if report.complete { CLEAN } else { FINDINGS })
}

struct Report {
    text: String,
    /// Whether every date could be given.
    complete: bool,
}

fn report(
    matches: &ArgMatches,
    set: &CheckedSet,
    edition: &CheckedEdition,
    events: &[Event],
    lang: Lang,
) -> Result<Report, serde_json::Error> {
    let none = Calendar::default();
    let described = set.set.as_ref();
    let calendar = described.map_or(&none, |set| &set.calendar);
    let strict = matches.get_one::<String>("count").is_some_and(|count| count == "strict");
    let CheckedEdition { edition: content, analysis, name, .. } = edition;
    let deadlines = deadline::compute(Question { edition: content, analysis, calendar, events, strict });
    let title = described.map_or(&content.documents[0].title, |set| &set.title).plain();
    let text = match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => json::render(&set.id, name, events, &deadlines, lang)? + "\n",
        Some("ics") => {
            let first = events.iter().map(|event| event.moment.day).min().unwrap_or_default();
            let stamp = content.revision.as_ref().map_or(first, |revision| revision.effective);
            ics::render(ics::Origin { set: &set.id, title: title.as_str(), stamp }, &deadlines, lang)
        }
        _ => {
            let title = title.as_str();
            let heading = if name.is_empty() {
                say!("{title}", "{title}")
            } else {
                say!("{title}（{name} 施行）", "{title} (effective {name})")
            };
            human::render(heading.get(lang), events, &deadlines, lang)
        }
    };
    Ok(Report { text, complete: deadlines.iter().all(|deadline| deadline.outcome.is_ok()) })
}

fn say_error(message: &Message) -> Message {
    let Message { ja, en } = message;
    say!("エラー: {ja}", "error: {en}")
}

fn only_set(checked: &Checked) -> Result<&CheckedSet, Message> {
    match &checked.sets[..] {
        [set] => Ok(set),
        sets => {
            let names: Vec<&str> = sets.iter().map(|set| set.id.as_str()).collect();
            let names = names.join(", ");
            Err(say!(
                "セットを一つだけ指定してください。例: kiyaku deadline terms/セット。ここにあるのは: {names}",
                "name a single set, as in `kiyaku deadline terms/SET`; there are: {names}"
            ))
        }
    }
}

/// The edition effective on a day, or the latest: folders are named by their day.
fn edition<'a>(set: &'a CheckedSet, revision: Option<&str>) -> Result<&'a CheckedEdition, Message> {
    let filled = || set.editions.iter().filter(|edition| !edition.edition.documents.is_empty());
    let names: Vec<&str> = filled().map(|edition| edition.name.as_str()).collect();
    let found = match revision {
        Some(name) => filled().find(|edition| edition.name == name),
        None => filled().max_by(|one, other| one.name.cmp(&other.name)),
    };
    found.ok_or_else(|| {
        let (wanted, names) = (revision.unwrap_or_default(), names.join(", "));
        say!(
            "{wanted} 施行の版がありません。あるのは: {names}",
            "there is no revision effective {wanted}; there are: {names}"
        )
    })
}

/// NAME=DATE, or NAME=DATETHH:MM where hours are counted.
fn event(written: &str, known: &[String]) -> Result<Event, Message> {
    let form = || {
        say!(
            "「{written}」は出来事として読めません。例: --event contract-end=2026-09-30",
            "`{written}` is no event; write it as --event contract-end=2026-09-30"
        )
    };
    let (name, when) = written.split_once('=').ok_or_else(form)?;
    if !known.iter().any(|known| known == name) {
        return Err(unknown(name, known));
    }
    let (day, time) = when.split_once('T').map_or((when, None), |(day, time)| (day, Some(time)));
    let digits = |text: &str, shape: &str| {
        let fits = |(c, like): (char, char)| if like == '0' { c.is_ascii_digit() } else { c == like };
        text.len() == shape.len() && text.chars().zip(shape.chars()).all(fits)
    };
    let day = Some(day).filter(|day| digits(day, "0000-00-00")).and_then(|day| day.parse::<NaiveDate>().ok());
    let day = day.ok_or_else(form)?;
    let time = time.map(|time| {
        Some(time).filter(|time| digits(time, "00:00")).and_then(|time| NaiveTime::parse_from_str(time, "%H:%M").ok())
    });
    let time = time.map(|time| time.ok_or_else(form)).transpose()?;
    holiday(day).map_err(|_| {
        say!(
            "{day} は計算できません。祝日が分かるのは 1948-07-20 から 2099-12-31 までです",
            "{day} is outside the calendar: holidays are known from 1948-07-20 to 2099-12-31"
        )
    })?;
    Ok(Event { name: name.to_owned(), moment: Moment { day, time } })
}

fn unknown(name: &str, known: &[String]) -> Message {
    let names: Vec<&str> = known.iter().map(String::as_str).collect();
    let all = names.join(", ");
    match nearest(name, &names) {
        Some(near) => say!(
            "「{name}」という出来事はありません。「{near}」ではありませんか。使えるのは: {all}",
            "there is no event `{name}`; did you mean `{near}`? There are: {all}"
        ),
        None => say!(
            "「{name}」という出来事はありません。使えるのは: {all}",
            "there is no event `{name}`; there are: {all}"
        ),
    }
}

fn list(known: &[String], lang: Lang) -> String {
    if known.is_empty() {
        return say!("期間（period:）が一つもありません。\n", "no period is described\n").get(lang).to_owned();
    }
    let head = say!("使える出来事（--event 名前=日付）:\n", "Events (--event NAME=DATE):\n");
    let lines = known.iter().map(|name| format!("  {name}\n"));
    std::iter::once(head.get(lang).to_owned()).chain(lines).collect()
}
