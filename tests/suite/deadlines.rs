//! `kiyaku deadline`: dates worked out by hand (`tests/data/deadlines.tsv`), and what it prints.

use std::fs;

use serde_json::Value;

use crate::support::{Project, Run, root};

const SET: &str = "\
title: かもめ予約
provider: { name: かもめ医療情報株式会社 }
calendar: { closed: [12-29..01-03], also: [2026-08-13..2026-08-14] }
documents: [terms]
revisions:
  - { number: \"1.0\", effective: 2026-10-01, announced: 2026-06-01, note: 制定 }
";

/// A set whose only provisions hold these periods, one article for each line.
fn project(lines: &[&str]) -> Project {
    let mut terms = "kind: terms\nid: terms\ntitle: かもめ予約利用規約\narticles:\n".to_owned();
    for line in lines {
        terms += "  - caption: 期間\n    paragraphs:\n      - text: 期間を定めます。\n        periods:\n";
        terms.extend(line.split(';').map(|period| format!("          - {period}\n")));
    }
    Project::empty().with("terms/kamome/set.yaml", SET).with("terms/kamome/2026-10-01/terms.yaml", terms)
}

fn deadlines(project: &Project, events: &[&str], more: &[&str]) -> Run {
    let events = events.iter().flat_map(|event| ["--event", event]);
    let arguments: Vec<&str> = ["deadline", "terms"].into_iter().chain(events).chain(more.iter().copied()).collect();
    project.run(&arguments)
}

/// `kind:period=date` of every row.
fn rows(run: &Run) -> Vec<String> {
    let report: Value =
        serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}{}", run.out, run.err));
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or("-").to_owned();
    let rows = report["deadlines"].as_array().expect("a list").iter();
    rows.map(|row| format!("{}:{}={}", text(row, "kind"), text(row, "period"), text(row, "date"))).collect()
}

#[test]
fn every_date_is_as_worked_out_by_hand() {
    let table = fs::read_to_string(root().join("tests/data/deadlines.tsv")).expect("the table");
    let cases: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    assert!(cases.len() >= 60);
    for count in ["plain", "strict"] {
        let cases: Vec<_> = cases.iter().filter(|case| case[2] == count).collect();
        let periods: Vec<&str> = cases.iter().map(|case| case[0]).collect();
        let events: Vec<&str> = cases.iter().flat_map(|case| case[1].split(' ')).collect();
        let run = deadlines(&project(&periods), &events, &["--count", count, "--format", "json"]);
        let found = rows(&run);
        let wrong: Vec<String> = cases
            .iter()
            .flat_map(|case| case[3].split(' ').map(move |expected| (expected, case)))
            .filter(|(expected, _)| !found.iter().any(|found| found == expected))
            .map(|(expected, case)| {
                let period = expected.split('=').next().unwrap_or_default();
                let found: Vec<_> = found.iter().filter(|found| found.starts_with(&format!("{period}="))).collect();
                format!("{expected} ({}), found {found:?}", case[4])
            })
            .collect();
        assert_eq!(wrong, Vec::<String>::new(), "{count}");
        assert_eq!(run.code, 0, "{}", run.err);
    }
}

#[test]
fn columns_line_up_under_full_width_characters() {
    let project = project(&[
        "{ id: erasure, days: 30, after: contract-end }; { id: notice, days: 30, before: contract-end, by: notice }",
    ]);
    let run = deadlines(&project, &["contract-end=2026-09-30"], &[]);
    let expected = "\
かもめ予約（2026-10-01 施行）
  contract-end = 2026-09-30（水）

期日              意味        期間     根拠
2026-08-31（月）  通知の期限  notice   かもめ予約利用規約 第１条（期間）
                  contract-end 2026-09-30（水）の30日前。当日は数えない（民法140条の類推）
2026-10-30（金）  期日        erasure  かもめ予約利用規約 第１条（期間）
                  contract-end 2026-09-30（水）の翌日から30日（初日不算入、民法140条）
";
    assert_eq!(run.out, expected);
}

#[test]
fn the_calendar_file_is_folded_escaped_and_always_the_same() {
    let project =
        project(&["{ id: erasure, days: 30, after: contract-end }; { id: list, hours: 24, after: revocation }"]);
    let events = ["contract-end=2026-09-30", "revocation=2026-05-01T10:00"];
    let file = deadlines(&project, &events, &["--format", "ics"]).out;
    assert_eq!(file, deadlines(&project, &events, &["--format", "ics"]).out);
    assert!(file.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && file.ends_with("END:VCALENDAR\r\n"));
    assert!(file.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{file}");
    let unfolded = file.replace("\r\n ", "");
    for line in [
        "DTSTART;VALUE=DATE:20261030\r\nDTEND;VALUE=DATE:20261031",
        "DTSTART;TZID=Asia/Tokyo:20260502T100000",
        "DTSTAMP:20261001T000000Z",
        "SUMMARY:かもめ予約 期日: erasure",
        "DESCRIPTION:かもめ予約利用規約 第１条（期間）\\ncontract-end",
    ] {
        assert!(unfolded.contains(line), "{line} in {unfolded}");
    }
    let uids: std::collections::BTreeSet<&str> = unfolded.lines().filter(|line| line.starts_with("UID:")).collect();
    assert_eq!(uids.len(), 2);
}

#[test]
fn what_cannot_be_computed_is_said() {
    let project =
        project(&["{ id: erasure, days: 30, after: contract-end }; { id: list, hours: 24, after: revocation }"]);
    let run = deadlines(&project, &["contractend=2026-09-30"], &[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("「contract-end」ではありませんか") && run.err.contains("revocation"), "{}", run.err);
    for event in ["contract-end=2026-9-30", "contract-end=2026-02-30", "contract-end", "contract-end=2100-01-01"] {
        assert_eq!(deadlines(&project, &[event], &[]).code, 2, "{event}");
    }
    // Beyond the last year that holidays are known for; without a time of day.
    for event in ["contract-end=2099-12-15", "revocation=2026-05-01"] {
        let run = deadlines(&project, &[event], &[]);
        assert_eq!(run.code, 1, "{event}");
        assert!(run.out.contains("計算できません"), "{}", run.out);
    }
    let list = project.run(&["deadline", "terms"]);
    assert!(list.code == 0 && list.out.contains("  contract-end  "), "{}", list.out);
    let line = list.out.lines().find(|line| line.trim_start().starts_with("contract-end")).expect("the event");
    assert!(line.contains("第１条"), "{line}");
}

#[test]
fn circles_of_periods_end() {
    let project = project(&["{ id: one, days: 1, after: two }; { id: two, days: 1, after: one }"]);
    let run = deadlines(&project, &["one=2026-09-30"], &["--format", "json"]);
    assert_eq!(rows(&run), ["due:two=2026-10-01"]);
}

#[test]
fn renewals_go_on_up_to_the_day_asked_for() {
    let project = project(&[
        "{ id: expiry, years: 1, after: start, first-day: counted, renews: { months: 3 } }; { id: refusal, days: 30, before: expiry }",
        "{ id: short, days: 1, after: back, renews: { days: 1 }, roll: back }",
    ]);
    let run = deadlines(&project, &["start=2026-04-15"], &["--until", "2027-12-31", "--format", "json"]);
    let renewed: Vec<String> = rows(&run).into_iter().filter(|row| row.starts_with("renewed:")).collect();
    let expected = ["2027-07-14", "2027-10-14", "2028-01-14"].map(|day| format!("renewed:expiry={day}"));
    assert_eq!(renewed, expected);
    assert!(rows(&run).contains(&"due:refusal=2027-12-15".to_owned()), "{}", run.out);
    // A term that would be rolled back to the day it began on comes to no end of its own.
    let run = deadlines(&project, &["back=2026-10-29"], &["--until", "2026-12-31", "--format", "json"]);
    assert_eq!(rows(&run), ["due:short=2026-10-30", "renewed:short=2026-10-30"]);
}

#[test]
fn a_choice_between_two_lengths_is_shown_together() {
    let project = project(&[
        "{ id: validity, years: 3, after: issue }; { id: long, years: 5, after: issue, or: validity }",
        "{ id: reminder, days: 60, after: validity }",
    ]);
    let run = deadlines(&project, &["issue=2026-04-10"], &[]);
    let lines: Vec<&str> = run.out.lines().filter(|line| line.starts_with("20")).collect();
    let [first, second, third] = lines[..] else { panic!("{}", run.out) };
    assert!(first.starts_with("2029-04-10") && first.contains("  満了"), "{first}");
    assert!(second.starts_with("2031-04-10") && second.contains("又は、満了"), "{second}");
    assert!(third.starts_with("2029-06-09"), "{third}");
    let json = deadlines(&project, &["issue=2026-04-10"], &["--format", "json"]);
    assert!(json.out.contains("\"or\": \"validity\""), "{}", json.out);
}

/// Set, event, date, and where there is one, the row of the table of real periods whose worked example names that date.
const REAL: [(&str, &str, &str, Option<u32>); 26] = [
    ("regional-network", "application-receipt=2026-04-10", "due:acceptance=2026-05-10", Some(47)),
    ("regional-network", "service-start=2026-04-15", "due:expiry=2027-04-14", Some(48)),
    ("regional-network", "service-start=2026-04-15", "due:renewal-refusal=2027-03-15", Some(49)),
    ("regional-network", "service-start=2026-04-15", "renewed:expiry=2027-07-14", Some(50)),
    ("regional-network", "service-start=2026-04-15", "due:renewal-refusal=2027-06-14", Some(50)),
    ("regional-network", "closing-day=2026-06-20", "due:end-of-use=2026-05-31", Some(51)),
    ("regional-network", "closing-day=2026-06-20", "due:end-of-use-day=2026-06-30", Some(51)),
    ("regional-network", "closing-day=2026-06-20", "due:late-end-of-use-day=2026-07-31", Some(51)),
    ("regional-network", "effective=2026-10-01", "due:service-change=2026-09-01", Some(53)),
    ("regional-network", "effective=2027-03-31", "due:service-change=2027-02-28", Some(53)),
    ("regional-network", "maintenance=2026-08-22", "due:extra-maintenance=2026-08-15", Some(57)),
    ("user-card", "card-issue=2026-04-10", "due:card-validity=2029-04-10", Some(94)),
    ("user-card", "card-issue=2026-04-10", "due:card-validity-long=2031-04-10", Some(94)),
    ("user-card", "certificate-issue=2026-04-10", "due:certificate-validity=2029-04-10", Some(94)),
    ("user-card", "card-issue=2026-04-10", "due:record-retention=2032-04-10", Some(99)),
    ("user-card", "abolition=2027-03-31", "due:discontinuation=2027-01-30", Some(100)),
    ("user-card", "abolition=2027-03-31", "due:abolition-revocation=2027-03-31", Some(101)),
    ("security-sharing", "withdrawal-from-group=2020-06-10", "due:look-back=2025-06-10", None),
    ("security-sharing", "effective=2021-04-01", "due:objection=2021-03-31", None),
    ("online-consultation", "regular-maintenance-day=2026-10-08", "due:regular-maintenance-notice=2026-10-01", None),
    // Three business days before Wednesday; Monday is a holiday.
    ("online-consultation", "extra-maintenance-day=2026-10-14", "due:extra-maintenance-notice=2026-10-08", None),
    ("online-consultation", "enquiry=2026-10-09", "due:first-answer=2026-10-13", None),
    ("online-consultation", "effective=2027-01-01", "due:fee-change=2026-10-01", None),
    ("online-consultation", "effective=2026-10-01", "due:change=2026-09-01", None),
    ("online-consultation", "contract-end=2026-10-31", "due:erasure=2027-01-29", None),
    ("online-consultation", "contract-end=2026-10-31", "due:erasure-certificate=2027-02-15", None),
];

#[test]
fn the_sets_in_the_tree_give_the_dates_of_the_real_periods() {
    let samples = fs::read_to_string(root().join("../shared/samples/periods.csv")).ok();
    for (set, event, expected, row) in REAL {
        let terms = root().join("terms").join(set);
        let terms = terms.to_str().expect("UTF-8");
        let run = Project::empty().run(&["deadline", terms, "--event", event, "--format", "json"]);
        let found = rows(&run);
        assert!(found.iter().any(|found| found == expected), "{set} {event}: {expected} is not in {found:?}");
        // The table itself is there only where the project was made.
        if let (Some(samples), Some(row)) = (&samples, row) {
            let row = samples.lines().find(|line| line.starts_with(&format!("{row},"))).expect("the row");
            let date = expected.split('=').nth(1).expect("a date");
            assert!(row.contains(date), "{date} is not in {row}");
        }
    }
}
