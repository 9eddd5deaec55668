//! Deadlines for calendars: iCalendar (RFC 5545), the same bytes for the same dates.

use chrono::{Days, NaiveDate};
use sha2::{Digest, Sha256};

use super::{Answer, Deadline, Moment, Opening};
use crate::diagnostic::Lang;
use crate::say;

/// Octets of a line without its break (RFC 5545, 3.1).
const LINE: usize = 75;

/// Times are Japanese: nine hours ahead all year since 1952 (RFC 5545, 3.6.5).
const ZONE: [&str; 9] = [
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Tokyo",
    "BEGIN:STANDARD",
    "DTSTART:19520101T000000",
    "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0900",
    "TZNAME:JST",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// Where the dates come from.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    pub set: &'a str,
    pub title: &'a str,
    /// The day that stands for the making of the entries: a clock would change the bytes every time.
    pub stamp: NaiveDate,
}

/// What is written down of a date or a window.
struct Entry {
    begin: Moment,
    /// The first moment after a window.
    end: Option<Moment>,
    summary: String,
    description: String,
    /// What makes it this entry and no other.
    identity: String,
}

/// One calendar with an entry for every date and window that could be given.
pub fn render(origin: Origin<'_>, answer: &Answer<'_>, lang: Lang) -> String {
    let deadlines = answer.deadlines.iter().filter_map(|deadline| dated(origin, deadline, lang));
    let windows = answer.windows.iter().filter_map(|opening| window(origin, opening, lang));
    let entries: Vec<Entry> = deadlines.chain(windows).collect();
    let mut out = String::new();
    let head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kiyaku//kiyaku//JA", "CALSCALE:GREGORIAN"];
    head.into_iter().for_each(|written| line(&mut out, written));
    if entries.iter().any(|entry| entry.begin.time.is_some()) {
        ZONE.into_iter().for_each(|written| line(&mut out, written));
    }
    entries.iter().for_each(|entry| write(&mut out, origin, entry));
    line(&mut out, "END:VCALENDAR");
    out
}

fn dated(origin: Origin<'_>, deadline: &Deadline<'_>, lang: Lang) -> Option<Entry> {
    let Deadline { period, provision, kind, event, .. } = deadline;
    let (begin, meaning) = (deadline.outcome.ok()?.moment, deadline.meaning());
    let (document, citation, name) = (&provision.document.id.name, &provision.citation, &period.id.name);
    Some(Entry {
        begin,
        end: None,
        summary: format!("{} {}: {name}", origin.title, meaning.get(lang)),
        description: format!("{}\n{}", provision.words(), deadline.counted.get(lang)),
        identity: format!("{document}\n{citation}\n{name}\n{kind:?}\n{}", event.name),
    })
}

fn window(origin: Origin<'_>, opening: &Opening<'_>, lang: Lang) -> Option<Entry> {
    let Opening { window, provision, .. } = opening;
    let (begin, end) = opening.outcome.ok()?;
    let (document, citation, name) = (&provision.document.id.name, &provision.citation, &window.id.name);
    let meaning = say!("時間帯", "window");
    Some(Entry {
        begin,
        end: Some(end),
        summary: format!("{} {}: {name}", origin.title, meaning.get(lang)),
        description: format!("{}\n{}", provision.words(), window.words().get(lang)),
        identity: format!("{document}\n{citation}\n{name}\nwindow"),
    })
}

fn write(out: &mut String, origin: Origin<'_>, entry: &Entry) {
    let Entry { begin, end, summary, description, .. } = entry;
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}", uid(origin, entry)));
    line(out, &format!("DTSTAMP:{}T000000Z", origin.stamp.format("%Y%m%d")));
    line(out, &format!("DTSTART{}", value(*begin)));
    let whole_day = || {
        // An entry for a whole day ends before its end date.
        let day = begin.day.checked_add_days(Days::new(1)).unwrap_or(begin.day);
        begin.time.is_none().then_some(Moment { day, time: None })
    };
    if let Some(end) = end.or_else(whole_day) {
        line(out, &format!("DTEND{}", value(end)));
    }
    line(out, &format!("SUMMARY:{}", escaped(summary)));
    line(out, &format!("DESCRIPTION:{}", escaped(description)));
    line(out, "TRANSP:TRANSPARENT");
    line(out, "END:VEVENT");
}

/// The parameter and the value of a day, or of a moment in Japan.
fn value(Moment { day, time }: Moment) -> String {
    let day = day.format("%Y%m%d");
    match time {
        Some(time) => format!(";TZID=Asia/Tokyo:{day}T{}", time.format("%H%M%S")),
        None => format!(";VALUE=DATE:{day}"),
    }
}

/// The same for the same date of the same period.
fn uid(origin: Origin<'_>, entry: &Entry) -> String {
    let (set, identity, begin) = (origin.set, &entry.identity, entry.begin);
    let digest = Sha256::digest(format!("{set}\n{identity}\n{begin:?}"));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Text values (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A content line: folded at whole characters, ended by CR LF.
fn line(out: &mut String, text: &str) {
    let mut room = LINE;
    for c in text.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            // The space counts.
            room = LINE - 1;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fold_at_whole_characters_and_unfold_to_the_same() {
        for text in ["短い", &"長い行を畳む".repeat(40), &"a".repeat(75), &"a".repeat(76)] {
            let mut out = String::new();
            line(&mut out, text);
            assert!(out.ends_with("\r\n"));
            assert!(out.trim_end().split("\r\n").all(|part| part.len() <= LINE), "{out}");
            assert_eq!(out.trim_end_matches("\r\n").replace("\r\n ", ""), text);
        }
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escaped("a;b,c\\d\ne\u{7}"), "a\\;b\\,c\\\\d\\ne");
    }
}
