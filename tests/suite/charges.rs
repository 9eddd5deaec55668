//! `kiyaku deadline`: sums and windows worked out by hand (`tests/data/charges.tsv`), and what is said of wrong input.

use std::fs;

use serde_json::Value;

use crate::support::{Project, Run, SET, TERMS_PATH, root};

/// A set whose only provision promises this.
fn project(promise: &str) -> Project {
    let set = SET.replace("documents:", "calendar: { closed: [12-29..01-03] }\ndocuments:");
    let terms = format!(
        "kind: terms\nid: terms\ntitle: かもめ予約利用規約\narticles:\n  - caption: 計算\n    paragraphs:\n      \
         - text: 計算の方法を定めます。\n        {promise}\n"
    );
    Project::empty().with("terms/kamome/set.yaml", set).with(TERMS_PATH, terms)
}

fn deadline(project: &Project, arguments: &str) -> Run {
    let arguments: Vec<&str> = ["deadline", "terms"].into_iter().chain(arguments.split_whitespace()).collect();
    project.run(&arguments)
}

#[test]
fn every_sum_and_window_is_as_worked_out_by_hand() {
    let table = fs::read_to_string(root().join("tests/data/charges.tsv")).expect("the table");
    let cases: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    assert!(cases.len() >= 29);
    for case in cases {
        let [promise, arguments, expected, why] = case[..] else { panic!("{case:?}") };
        let run = deadline(&project(promise), arguments);
        assert_eq!(run.code, 0, "{promise}: {}{}", run.out, run.err);
        let first = expected.split(' ').next().expect("a sum or a day");
        assert!(run.out.lines().any(|line| line.starts_with(first)), "{promise} ({why}): {first}\n{}", run.out);
        for part in expected.split(' ') {
            assert!(run.out.contains(part), "{promise} ({why}): {part}\n{}", run.out);
        }
    }
}

const INTEREST: &str =
    "interest: { id: late, yearly-percent: 14.5, of: unpaid, after: due, before: paid, year: 365, round: down }";
const METERING: &str = "metering: { id: use, minutes: 30, price: 100, per: booking }";
const WINDOW: &str = "window: { id: night, on: saturday, hours: 22:00..07:00 }";

#[test]
fn the_sum_comes_with_days_formula_and_provision() {
    let run = deadline(&project(INTEREST), "--event due=2026-10-31 --event paid=2026-12-15 --amount unpaid=10000");
    let expected = "\
かもめ予約（2026-10-01 施行）
  due = 2026-10-31（土）
  paid = 2026-12-15（火）
  unpaid = 10,000円

金額   意味        計算  根拠
174円  遅延損害金  late  かもめ予約利用規約 第１条（計算）
       10,000円 × 年14.5% × 44日 ÷ 365日 = 174.79…円 → 174円（1円未満切捨て）
       44日: due 2026-10-31（土）の翌日から、paid 2026-12-15（火）の前日まで
";
    assert_eq!(run.out, expected);
}

#[test]
fn what_is_still_needed_is_said() {
    let project = project(INTEREST);
    let run = deadline(&project, "--event due=2026-10-31");
    assert!(run.out.contains("次を加えてください: --event paid=日付 --amount unpaid=円\n"), "{}", run.out);
    assert_eq!(run.code, 0);
    let json = deadline(&project, "--amount unpaid=1 --format json");
    let json: Value = serde_json::from_str(&json.out).expect("JSON");
    let charge = &json["charges"][0];
    assert_eq!(charge["yen"], Value::Null);
    assert_eq!(charge["missing"][0], serde_json::json!({ "kind": "event", "name": "due" }));
    let list = deadline(&project, "");
    assert!(
        list.out.contains("  paid  かもめ予約利用規約 第１条（計算）\n") && list.out.contains("--amount 名前=円"),
        "{}",
        list.out
    );
}

#[test]
fn wrong_input_is_refused_with_what_to_write() {
    for (promise, arguments, part) in [
        (INTEREST, "--amount unpaid=10,000", "半角の数字"),
        (INTEREST, "--amount unpaid=-1", "半角の数字"),
        (INTEREST, "--amount unpaid=99999999999999999999", "半角の数字"),
        (INTEREST, "--amount unpayd=1", "「unpaid」ではありませんか"),
        (INTEREST, "--amount unpaid=1 --amount unpaid=2", "二つあります"),
        (INTEREST, "--event due=2100-01-01", "2099-12-31"),
        (INTEREST, "--event dew=2026-01-01", "使えるのは: due, paid"),
        (INTEREST, "--interval 10:00-10:35", "従量課金（metering:）がない"),
        (INTEREST, "--at 2026-11-21", "時間帯（window:）がない"),
        (METERING, "--interval 10:35-10:00", "始まり（10:35）より前"),
        (METERING, "--interval 10:00", "例: --interval 10:00-10:35"),
        (METERING, "--interval 24:00-25:00", "例: --interval"),
        (WINDOW, "--at 2026-11-31", "日時として読めません"),
        (WINDOW, "--at 1948-07-19", "1948-07-20"),
        (WINDOW, "--at 2026-11-21 --until 2026-11-20", "入れ替わって"),
        (WINDOW, "--at 2026-11-21 --until 2026-11-22T10:00", "日付として読めません"),
    ] {
        let run = deadline(&project(promise), arguments);
        assert_eq!(run.code, 2, "{arguments}: {}", run.out);
        assert!(run.err.contains(part), "{arguments}: {}", run.err);
    }
}

#[test]
fn windows_are_entries_of_a_calendar_with_beginning_and_end_in_japan() {
    let file = deadline(&project(WINDOW), "--at 2026-11-21 --until 2026-11-29 --format ics").out;
    assert_eq!(file.matches("BEGIN:VEVENT").count(), 2);
    for part in [
        "BEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\n",
        "TZOFFSETTO:+0900\r\n",
        "DTSTART;TZID=Asia/Tokyo:20261121T220000\r\nDTEND;TZID=Asia/Tokyo:20261122T070000\r\n",
    ] {
        assert!(file.contains(part), "{part} in {file}");
    }
    let whole_days =
        deadline(&project("period: { id: end, days: 1, after: start }"), "--event start=2026-11-21 --format ics");
    assert!(!whole_days.out.contains("VTIMEZONE"), "no time, no zone: {}", whole_days.out);
}

/// Set, arguments, and parts of what must be said.
const REAL: [(&str, &str, &[&str]); 9] = [
    (
        "receipt-cloud",
        "--event payment-due=2026-10-31 --event paid=2026-12-15 --amount unpaid=10000",
        &["174円", "（遅延損害金）"],
    ),
    (
        "receipt-cloud",
        "--event service-start=2026-10-15 --event cancellation-month=2026-11-01 --amount monthly-fee=12000",
        // The contract ends on 30 November, the term on 31 January.
        &["26,400円", "2か月", "contract-end 2026-11-30（月）の翌月から、minimum-term 2027-01-31（日）の月まで"],
    ),
    ("receipt-cloud", "--at 2026-11-20T12:30", &["2026-11-20（金）13:00", "direct-support", "night-maintenance"]),
    // The four examples of the checklist; the last is two bookings.
    ("online-consultation", "--interval 10:00-10:35", &["220円", "2単位"]),
    ("online-consultation", "--interval 10:00-10:40", &["220円", "2単位"]),
    ("online-consultation", "--interval 10:00-10:10 --interval 10:15-10:30", &["110円", "1単位"]),
    ("online-consultation", "--interval 11:00-11:25", &["110円", "1単位"]),
    ("security-sharing", "--at 2021-02-11T11:00", &["2021-02-12（金）10:00", "2021-02-12（金）17:00", "support-hours"]),
    ("regional-network", "--at 2026-05-02", &["2026-05-02（土）22:00", "2026-05-03（日）07:00", "weekly-maintenance"]),
];

#[test]
fn the_sets_in_the_tree_give_their_sums_and_windows_in_every_revision() {
    for (set, arguments, parts) in REAL {
        let folder = root().join("terms").join(set);
        for revision in fs::read_dir(&folder).expect("revisions").map(|entry| entry.expect("an entry").path()) {
            if !revision.is_dir() {
                continue;
            }
            let name = revision.file_name().and_then(|name| name.to_str()).expect("UTF-8");
            let arguments = arguments.split_whitespace().chain(["--revision", name]);
            let arguments: Vec<&str> =
                ["deadline", folder.to_str().expect("UTF-8")].into_iter().chain(arguments).collect();
            let run = Project::empty().run(&arguments);
            for part in parts {
                assert!(run.out.contains(part), "{set} {name}: {part}\n{}{}", run.out, run.err);
            }
        }
    }
}
