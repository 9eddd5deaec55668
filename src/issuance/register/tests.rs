//! The register as somebody damages it.

use chrono::NaiveDate;

use super::*;

fn moment(day: u32, second: u32) -> NaiveDateTime {
    let day = NaiveDate::from_ymd_opt(2026, 11, day).expect("a day");
    day.and_hms_opt(10, 0, second).expect("a time")
}

fn issued(serial: u32) -> Entry {
    Entry::Issued(Issued {
        number: format!("消去-2026-{serial:05}"),
        set: "kamome".to_owned(),
        form: "erasure-certificate".to_owned(),
        edition: NaiveDate::from_ymd_opt(2026, 10, 1).expect("a day"),
        subject: format!("架空医院\"{serial}\""),
        issued: moment(21, serial % 60),
        record: Digest::of(format!("record {serial}").as_bytes()),
        pdf: Digest::of(format!("file {serial}").as_bytes()),
    })
}

fn voided(serial: u32) -> Entry {
    let number = format!("消去-2026-{serial:05}");
    Entry::Voided(Voided { number, reason: "宛先の誤り".to_owned(), time: moment(22, 0) })
}

fn text(entries: Vec<Entry>) -> String {
    let mut register = Register::default();
    entries.into_iter().map(|entry| register.append(entry).expect("a line")).collect()
}

fn read(text: &[u8]) -> Register {
    let mut register = Register::default();
    let mut lines = text.split(|byte| *byte == b'\n').collect::<Vec<_>>();
    let tail = lines.pop().unwrap_or_default();
    lines.into_iter().for_each(|line| register.read(line));
    if !tail.is_empty() {
        register.read_tail(tail);
    }
    register
}

/// Rule and line of each problem.
fn found(text: &[u8]) -> Vec<(&'static str, Option<usize>)> {
    read(text).problems.shown.iter().map(|problem| (problem.rule.name, problem.line)).collect()
}

#[test]
fn a_register_reads_back_as_it_was_appended() {
    let text = text(vec![issued(1), issued(2), voided(1)]);
    let register = read(text.as_bytes());
    assert_eq!(register.problems, Problems::default());
    assert_eq!(register.lines, 3);
    assert!(register.number("消去-2026-00001").is_some_and(|known| known.voided.is_some() && known.line == 1));
    assert!(register.number("消去-2026-00002").is_some_and(|known| known.voided.is_none()));
    let record = |serial: u32| Digest::of(format!("record {serial}").as_bytes());
    let by_record = |serial| register.record("kamome", "erasure-certificate", record(serial));
    assert_eq!(by_record(2).map(|known| known.line), Some(2));
    assert_eq!(by_record(1), None, "what was voided may be issued again");
    assert_eq!(register.record("kamome", "application", record(2)), None);
}

#[test]
fn lines_are_written_as_the_manual_says() {
    let text = text(vec![issued(1)]);
    let (covered, digest) = text.split_once(",\"digest\":\"").expect("a digest");
    assert_eq!(digest, format!("{}\"}}\n", Digest::of(covered.as_bytes())));
    let zeros = "0".repeat(64);
    let (record, pdf) = (Digest::of(b"record 1"), Digest::of(b"file 1"));
    let expected = format!(
        r#"{{"kind":"issued","number":"消去-2026-00001","set":"kamome","form":"erasure-certificate","edition":"2026-10-01","subject":"架空医院\"1\"","issued":"2026-11-21T10:00:01+09:00","record":"{record}","pdf":"{pdf}","previous":"{zeros}""#
    );
    assert_eq!(covered, expected);
}

#[test]
fn a_changed_byte_is_found_in_its_line() {
    let text = text(vec![issued(1), voided(1), issued(2)]).into_bytes();
    let mut line = 1;
    for at in 0..text.len() {
        for bit in [0x01, 0x20, 0x80] {
            let mut changed = text.clone();
            changed[at] ^= bit;
            let found = found(&changed);
            assert!(found.iter().any(|(_, place)| *place == Some(line)), "byte {at} of line {line}: {found:?}");
        }
        line += usize::from(text[at] == b'\n');
    }
}

#[test]
fn removed_added_and_swapped_lines_are_found_where_the_chain_breaks() {
    let text = text(vec![issued(1), issued(2), issued(3), issued(4)]);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let of = |order: &[usize]| found(order.iter().map(|at| lines[*at]).collect::<String>().as_bytes());
    let broken = "broken-register-chains";
    assert_eq!(of(&[1, 2, 3]), [(broken, Some(1))]);
    assert_eq!(of(&[0, 2, 3]), [(broken, Some(2))]);
    assert_eq!(of(&[0, 2, 1, 3]), [(broken, Some(2)), (broken, Some(3)), (broken, Some(4))]);
    assert_eq!(of(&[0, 1, 1, 2, 3]), [(broken, Some(3)), ("repeated-numbers", Some(3))]);
}

#[test]
fn a_cut_register_is_whole_unless_a_digest_was_noted() {
    let text = text(vec![issued(1), issued(2)]);
    let noted = read(text.as_bytes()).tip();
    let first = text.split_inclusive('\n').next().expect("a line");
    assert_eq!(found(first.as_bytes()), []);
    let with = |text: &str| {
        let mut register = Register::new(Some(noted));
        text.lines().for_each(|line| register.read(line.as_bytes()));
        register.finish();
        register.problems.errors
    };
    assert_eq!(with(first), 1);
    assert_eq!(with(&text), 0);
    assert_eq!(with(&(text.clone() + &super::tests::text(vec![issued(1), issued(2), issued(3)])[text.len()..])), 0);
}

#[test]
fn a_last_line_cut_anywhere_is_unfinished_or_whole() {
    let text = text(vec![issued(1), issued(2)]).into_bytes();
    let second = text.iter().position(|byte| *byte == b'\n').expect("a line") + 1;
    for end in second + 1..text.len() - 1 {
        assert_eq!(found(&text[..end]), [("unfinished-register-lines", Some(2))], "{end}");
    }
    let register = read(&text[..text.len() - 1]);
    assert_eq!((register.lines, register.problems), (2, Problems::default()), "only the LF is missing");
}

#[test]
fn numbers_are_given_and_voided_once() {
    let mut register = Register::default();
    let lines = |register: &Register| (register.lines, register.tip());
    register.append(issued(1)).expect("a line");
    let before = lines(&register);
    assert!(register.append(issued(1)).is_err());
    assert!(register.append(voided(2)).is_err());
    assert_eq!(lines(&register), before);
    register.append(voided(1)).expect("a line");
    assert!(register.append(voided(1)).is_err());
    assert!(register.append(issued(1)).is_err(), "a voided number is not given again");
}

#[test]
fn clocks_that_run_backwards_and_records_issued_twice_are_warnings() {
    let late = |serial, day| match issued(serial) {
        Entry::Issued(entry) => Entry::Issued(Issued { issued: moment(day, 0), ..entry }),
        other => other,
    };
    assert_eq!(found(text(vec![late(1, 22), late(2, 21)]).as_bytes()), []);
    let times = text(vec![late(1, 23), late(2, 21), late(3, 23)]);
    assert_eq!(found(times.as_bytes()), [("backward-register-times", Some(2))]);
    let again = match (issued(1), issued(2)) {
        (Entry::Issued(first), Entry::Issued(second)) => Entry::Issued(Issued { record: first.record, ..second }),
        _ => unreachable!(),
    };
    let register = read(text(vec![issued(1), again]).as_bytes());
    assert_eq!((register.problems.errors, register.problems.warnings), (0, 1));
}

#[test]
fn hostile_lines_are_named_in_words() {
    let good = text(vec![issued(1)]);
    let good = good.trim_end();
    let deep = "[".repeat(MAX_LINE - 1);
    let long = format!("{{\"kind\":\"{}\"}}", "a".repeat(1 << 20));
    let many = format!("{{{}}}", (0..4000).map(|at| format!("\"k{at}\":\"\"")).collect::<Vec<_>>().join(","));
    for (line, words) in [
        (b"".to_vec(), "empty"),
        (b"\0\0\0\0".to_vec(), "zero bytes"),
        (b"\xEF\xBB\xBF{}".to_vec(), "byte order mark"),
        (format!("{good}\r").into_bytes(), "CR LF"),
        (b"{\"kind\":\"\xFF\"}".to_vec(), "not UTF-8 (byte 10)"),
        (deep.into_bytes(), "not a JSON object of strings (byte 1)"),
        (long.into_bytes(), "longer than 64 KiB"),
        (many.into_bytes(), "`kind` is missing"),
        (b"{}".to_vec(), "`kind` is missing"),
        (b"{\"kind\":{\"a\":\"b\"}}".to_vec(), "not a JSON object of strings"),
        (b"{\"kind\":\"\\u001b[2J\"}".to_vec(), "unknown `kind`: `\u{FFFD}[2J`"),
        (good.replace("\"set\"", "\"number\"").into_bytes(), "`number` is there twice"),
        (good.replace("\"set\"", "\"sets\"").into_bytes(), "unknown member `sets`"),
        (good.replace("\"set\":\"kamome\",", "").into_bytes(), "`set` is missing"),
        (good.replace("消去-2026", "../../etc").into_bytes(), "`number` cannot be a file name"),
        (good.replace("架空", "架\\u0007空").into_bytes(), "`subject` holds control characters"),
        (good.replace("架空", "架\u{202E}空").into_bytes(), "`subject` holds control characters"),
        (good.replace("2026-11-21T", "2026-02-30T").into_bytes(), "`issued` cannot be read: `2026-02-30T"),
        (good.replace("\"set\":", "\"set\": ").into_bytes(), "not written as kiyaku writes them"),
        (good.replace("\"}", "\",\"previous\":\"\"}").into_bytes(), "`previous` is there twice"),
    ] {
        let error = Line::read(&line).expect_err(words);
        assert!(error.en.contains(words), "{} instead of {words}", error.en);
    }
}

#[test]
fn a_line_holds_only_what_it_can_be_read_from() {
    let with = |subject: String| match issued(1) {
        Entry::Issued(entry) => Register::default().append(Entry::Issued(Issued { subject, ..entry })),
        other => Register::default().append(other),
    };
    assert!(with("架空\n医院".to_owned()).is_err());
    assert!(with("架".repeat(MAX_TEXT + 1)).is_err());
    let longest = with("\"".repeat(MAX_TEXT)).expect("a line");
    assert_eq!(found(longest.as_bytes()), []);
}

#[test]
fn many_bad_lines_do_not_fill_the_memory() {
    let register = read("x\n".repeat(10_000).as_bytes());
    assert_eq!(register.problems.errors, 10_000);
    assert!(register.problems.shown.len() <= 100);
}

#[test]
fn shards_are_merged_in_the_order_of_time_and_once() {
    let base = text(vec![issued(1)]);
    let mut register = read(base.as_bytes());
    let shards = || vec![issued(5), issued(3), voided(3), issued(4), issued(2)];
    let merged = merge(&mut register, shards());
    assert_eq!((merged.issued, merged.voided, merged.present, merged.conflicts.len()), (4, 1, 0, 0));
    let whole = base + &merged.lines;
    let again = read(whole.as_bytes());
    assert_eq!(again.problems, Problems::default());
    let numbers: Vec<&str> = again.numbers().collect();
    assert_eq!(numbers, ["00001", "00002", "00003", "00004", "00005"].map(|serial| format!("消去-2026-{serial}")));

    let repeated = merge(&mut read(whole.as_bytes()), shards());
    assert_eq!((repeated.lines.as_str(), repeated.present), ("", 5));

    let other = match issued(3) {
        Entry::Issued(entry) => Entry::Issued(Issued { pdf: Digest::of(b"another"), ..entry }),
        other => other,
    };
    assert_eq!(merge(&mut read(whole.as_bytes()), vec![other]).conflicts.len(), 1);
}
