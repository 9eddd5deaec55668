//! Deadlines for calendars: iCalendar (RFC 5545), the same bytes for the same dates.

use chrono::{Days, NaiveDate};
use sha2::{Digest, Sha256};

use super::{Deadline, Moment};
use crate::diagnostic::Lang;

/// Octets of a line without its break (RFC 5545, 3.1).
const LINE: usize = 75;

/// Where the dates come from.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    pub set: &'a str,
    pub title: &'a str,
    /// The day that stands for the making of the entries: a clock would change the bytes every time.
    pub stamp: NaiveDate,
}

/// One calendar with an entry for every date that could be given.
pub fn render(origin: Origin<'_>, deadlines: &[Deadline<'_>], lang: Lang) -> String {
    let mut out = String::new();
    let head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kiyaku//kiyaku//JA", "CALSCALE:GREGORIAN"];
    head.into_iter().for_each(|written| line(&mut out, written));
    for deadline in deadlines {
        if let Ok(outcome) = deadline.outcome {
            entry(&mut out, origin, deadline, outcome.moment, lang);
        }
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn entry(out: &mut String, origin: Origin<'_>, deadline: &Deadline<'_>, moment: Moment, lang: Lang) {
    let (provision, meaning) = (deadline.provision(), deadline.meaning());
    let summary = format!("{} {}: {}", origin.title, meaning.get(lang), deadline.period.id.name);
    let description = format!("{provision}\n{}", deadline.counted.get(lang));
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}", uid(origin, deadline, moment)));
    line(out, &format!("DTSTAMP:{}T000000Z", origin.stamp.format("%Y%m%d")));
    match moment.time {
        Some(time) => line(out, &format!("DTSTART:{}T{}", moment.day.format("%Y%m%d"), time.format("%H%M%S"))),
        None => {
            // An entry for a whole day ends before its end date.
            let end = moment.day.checked_add_days(Days::new(1)).unwrap_or(moment.day);
            line(out, &format!("DTSTART;VALUE=DATE:{}", moment.day.format("%Y%m%d")));
            line(out, &format!("DTEND;VALUE=DATE:{}", end.format("%Y%m%d")));
        }
    }
    line(out, &format!("SUMMARY:{}", escaped(&summary)));
    line(out, &format!("DESCRIPTION:{}", escaped(&description)));
    line(out, "TRANSP:TRANSPARENT");
    line(out, "END:VEVENT");
}

/// The same for the same date of the same period.
fn uid(origin: Origin<'_>, deadline: &Deadline<'_>, moment: Moment) -> String {
    let kind = format!("{:?}", deadline.kind);
    let (period, day) = (&deadline.period.id.name, format!("{:?}", moment));
    let parts = [origin.set, &deadline.document.id.name, &deadline.citation, period, &kind, &deadline.event.name, &day];
    let digest = Sha256::digest(parts.join("\n"));
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
