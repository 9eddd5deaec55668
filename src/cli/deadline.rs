//! `kiyaku deadline`: the dates that follow from events, by the periods of one edition.

mod given;

use std::io::{self, IsTerminal};

use clap::ArgMatches;

use self::given::{Given, Known};
use super::{CLEAN, Console, FINDINGS, Failure, read};
use crate::check::{Checked, CheckedEdition, CheckedSet};
use crate::deadline::{self, Question, human, ics, json};
use crate::diagnostic::{Counts, Lang, Message, terminal};
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
    let known = Known::of(&edition.edition);
    let given = Given::read(matches, &known).map_err(failure)?;
    if given.is_empty() {
        console.out(&list(&known, edition, lang));
        return Ok(CLEAN);
    }
    let report = report(matches, set, edition, &given, lang).map_err(|error| error.to_string())?;
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
    given: &Given,
    lang: Lang,
) -> Result<Report, serde_json::Error> {
    let none = Calendar::default();
    let described = set.set.as_ref();
    let calendar = described.map_or(&none, |set| &set.calendar);
    let strict = matches.get_one::<String>("count").is_some_and(|count| count == "strict");
    let CheckedEdition { edition: content, analysis, name, .. } = edition;
    let Given { events, amounts, connections, at, until } = given;
    let (at, until) = (*at, *until);
    let question = Question { edition: content, analysis, calendar, events, strict, amounts, connections, at, until };
    let answer = deadline::compute(question);
    let title = described.map_or(&content.documents[0].title, |set| &set.title).plain();
    let text = match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => json::render(&set.id, name, question, &answer, lang)? + "\n",
        Some("ics") => {
            let days = events.iter().map(|event| event.moment.day).chain(at.map(|at| at.date()));
            let first = days.min().unwrap_or_default();
            let stamp = content.revision.as_ref().map_or(first, |revision| revision.effective);
            ics::render(ics::Origin { set: &set.id, title: title.as_str(), stamp }, &answer, lang)
        }
        _ => {
            let title = title.as_str();
            let heading = if name.is_empty() {
                say!("{title}", "{title}")
            } else {
                say!("{title}（{name} 施行）", "{title} (effective {name})")
            };
            human::render(heading.get(lang), question, &answer, lang)
        }
    };
    let complete = answer.deadlines.iter().all(|deadline| deadline.outcome.is_ok())
        && answer.windows.iter().all(|opening| opening.outcome.is_ok());
    Ok(Report { text, complete })
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

/// What may be given, by name; first what cannot be computed from something else.
fn list(known: &Known, edition: &CheckedEdition, lang: Lang) -> String {
    let Known { events, amounts, meters, windows } = known;
    if events.is_empty() && amounts.is_empty() && !meters && !windows {
        return say!("期間（period:）が一つもありません。\n", "no period is described\n").get(lang).to_owned();
    }
    let computed = deadline::computed_events(&edition.edition);
    let places = deadline::places(&edition.edition, &edition.analysis);
    let width = events.iter().map(String::len).max().unwrap_or_default();
    let named = |head: Message, names: &[&String]| {
        let lines = names.iter().map(|name| match places.get(*name) {
            Some(place) => format!("  {name:width$}  {}\n", place.words()),
            None => format!("  {name}\n"),
        });
        std::iter::once(head.get(lang).to_owned()).chain(lines).collect::<String>()
    };
    let (computed, given): (Vec<_>, Vec<_>) = events.iter().partition(|name| computed.contains(name.as_str()));
    let mut out = named(say!("使える出来事（--event 名前=日付）:\n", "Events (--event NAME=DATE):\n"), &given);
    if !computed.is_empty() {
        let head = say!(
            "計算で決まる出来事（実際の日が分かっていれば、同じように渡せます）:\n",
            "Events that can be computed (give them where the day is known):\n"
        );
        out += &named(head, &computed);
    }
    if !amounts.is_empty() {
        out += &named(
            say!("使える金額（--amount 名前=円）:\n", "Amounts (--amount NAME=YEN):\n"),
            &amounts.iter().collect::<Vec<_>>(),
        );
    }
    if *meters {
        out += say!(
            "従量課金があります（--interval 10:00-10:35）\n",
            "There are metered charges (--interval 10:00-10:35)\n"
        )
        .get(lang);
    }
    if *windows {
        out += say!("時間帯があります（--at 2026-11-21T23:30）\n", "There are windows (--at 2026-11-21T23:30)\n")
            .get(lang);
    }
    out
}
