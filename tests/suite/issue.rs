//! `kiyaku issue` from a data file to numbered papers: what is issued, what is not, and what a second run does.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::support::{Project, Run};

const SET: &str = "\
title: かもめ予約
provider: { name: かもめ医療情報株式会社 }
documents: [terms]
forms:
  - { template: certificate, basis: 'terms:erasure' }
  - { template: request }
  - { template: closing-notice, from: 2027-04-01 }
  - { template: sign }
revisions:
  - { number: \"2.0\", effective: 2027-04-01, announced: 2027-01-04, note: 通知の追加, adverse: false, channel: [website] }
  - { number: \"1.0\", effective: 2026-10-01, announced: 2026-06-01, note: 制定 }
";

const TERMS: &str = "\
kind: terms
id: terms
title: かもめ予約利用規約
articles:
  - id: erasure
    caption: 消去
    paragraphs:
      - text: 当社は、利用契約の終了の日の翌日から起算して30日以内に、登録された情報を消去します。
        period: { id: erasure, days: 30, after: contract-end }
";

const CERTIFICATE: &str = "\
kind: certificate
id: certificate
title: 消去証明書
number: 消去-{year}-{serial:03}
events: { contract-end: contract_end }
fields:
  - { id: customer, label: 契約者, type: party, required: true }
  - { id: contract_end, label: 終了日, type: date, required: true }
  - { id: erased_at, label: 消去した日, type: date, required: true, not-before: contract_end, deadline: erasure, unless: reason }
  - { id: reason, label: 遅れた理由, type: text }
body:
  - 第{{ number }}号
  - text: '{{ customer.name }}様の情報を消去したことを証明します。'
    fields: [customer, contract_end, erased_at, reason]
";

const REQUEST: &str = "\
kind: form
id: request
title: 消去依頼書
fields:
  - { id: device, label: 機器, type: text, lines: 2, required: true }
  - { id: agree, label: 同意, type: checkbox, text: 依頼します。, required: true }
body:
  - fields: [device, agree]
";

const NOTICE: &str = "\
kind: notice
id: closing-notice
title: 終了のお知らせ
number: 通知-{serial:02}
fields:
  - { id: who, label: 宛先, type: person, required: true }
body:
  - '{{ who.name }}様　{{ issued | wareki }}'
";

const SIGN: &str = "\
kind: poster
id: sign
title: 掲示
fields:
  - { id: hospital, label: 施設, type: text, required: true }
body:
  - '{{ hospital }}では、予約にかもめ予約を使っています。'
";

const HEAD: &str = "契約者　名称,契約者　所在地,終了日,消去した日,遅れた理由\n";
const REGISTER: &str = "output/kamome/register.jsonl";
const FOLDER: &str = "output/kamome/2026-10-01/issued/certificate";
/// 2026-11-21 10:00 in Japan.
const NOW: (&str, &str) = ("SOURCE_DATE_EPOCH", "1795222800");

fn project() -> Project {
    let edition = |project: Project, day: &str| project.with(&format!("terms/kamome/{day}/terms.yaml"), TERMS);
    let project = Project::empty().with("terms/kamome/set.yaml", SET);
    let project = edition(edition(project, "2026-10-01"), "2027-04-01");
    [("certificate", CERTIFICATE), ("request", REQUEST), ("closing-notice", NOTICE), ("sign", SIGN)]
        .into_iter()
        .fold(project, |project, (name, text)| project.with(&format!("templates/forms/{name}.yaml"), text))
}

fn row(name: &str) -> String {
    format!("{name},架空県かもめ市１番,2026-09-30,2026-10-10,\n")
}

fn rows(count: usize) -> String {
    HEAD.to_owned() + &(1..=count).map(|at| row(&format!("架空医院{at}"))).collect::<String>()
}

fn issue(project: &Project, more: &[&str]) -> Run {
    let arguments = ["issue", "certificate", "--set", "kamome", "--data", "data.csv", "--lang", "en"];
    project.run_with(&[&arguments, more].concat(), &[NOW])
}

/// Issued PDFs by name, without other files.
fn papers(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let files = project.files("output").into_iter();
    let pdfs = files.filter(|(path, _)| path.extension().is_some_and(|ending| ending == "pdf"));
    let name = |path: PathBuf| path.file_stem().expect("a name").to_string_lossy().into_owned();
    pdfs.map(|(path, bytes)| (name(path), bytes)).collect()
}

fn register(project: &Project) -> String {
    fs::read_to_string(project.path(REGISTER)).expect("a register")
}

/// The text of a paper, as `verify` compares it, says the right things; and the register knows the file.
fn assert_genuine(project: &Project, number: &str) {
    let file = format!("{FOLDER}/{number}.pdf");
    let run = project.run(&["verify", &file, "--lang", "en"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("every byte is what") && run.out.contains(number), "{}", run.out);
}

#[test]
fn good_rows_are_issued_and_bad_ones_reported_with_their_places() {
    let late = "おそい医院,架空県かもめ市２番,2026-09-30,2026-12-01,\n";
    let excused = "おくれ医院,架空県かもめ市３番,2026-09-30,2026-12-01,媒体の返却を待ったため\n";
    let early = "はやい医院,架空県かもめ市４番,2026-09-30,2026-09-01,\n";
    let nameless = ",架空県かもめ市５番,2026-09-30,2026-10-10,\n";
    let data = [HEAD, &row("架空医院"), late, excused, early, nameless, &row("見本医院")].concat();
    let project = project().with("data.csv", data);
    let run = issue(&project, &[]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.out.contains("3 (numbers 消去-2026-001 to 消去-2026-003)"), "{}", run.out);
    for told in [
        "data.csv: row 2 (line 3), column 消去した日: `erased_at` (2026-12-01) is past its deadline, 2026-10-30",
        "data.csv: row 4 (line 5), column 消去した日: 2026-09-01 is before 終了日 (2026-09-30)",
        "data.csv: row 5 (line 6), column 契約者　名称:",
        "not issued because of what is wrong with them: 3; see output/kamome/2026-10-01/issued/certificate/failed.csv",
    ] {
        assert!(run.err.contains(told), "{told}\n{}", run.err);
    }
    let report = fs::read_to_string(project.path(&format!("{FOLDER}/failed.csv"))).expect("a report");
    assert_eq!(report.lines().count(), 4, "{report}");
    assert!(report.contains("\r\n2,3,消去した日,"), "{report}");
    let numbers: Vec<String> = papers(&project).into_keys().collect();
    assert_eq!(numbers, ["消去-2026-001", "消去-2026-002", "消去-2026-003"]);
    numbers.iter().for_each(|number| assert_genuine(&project, number));
    let register = register(&project);
    let subjects: Vec<bool> = ["架空医院", "おくれ医院", "見本医院"]
        .iter()
        .zip(register.lines())
        .map(|(name, line)| line.contains(&format!(r#""subject":"{name}""#)))
        .collect();
    assert_eq!(subjects, [true, true, true], "{register}");
}

#[test]
fn a_second_run_issues_what_is_new_and_makes_lost_files_again() {
    let project = project().with("data.csv", rows(3));
    assert_eq!(issue(&project, &[]).code, 0);
    let (before, lines) = (papers(&project), register(&project));
    fs::remove_file(project.path(&format!("{FOLDER}/消去-2026-002.pdf"))).expect("a file");
    let run = issue(&project, &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("made again: 1") && run.out.contains("issued before: 2"), "{}", run.out);
    assert!((papers(&project), register(&project)) == (before, lines.clone()), "nothing is issued twice");

    let project = project.with("data.csv", rows(4));
    assert_eq!(issue(&project, &[]).code, 0);
    assert!(register(&project).starts_with(&lines) && register(&project).lines().count() == 4);

    let void = ["register", "void", "消去-2026-001", "--reason", "誤り", "--set", "kamome"];
    assert_eq!(project.run_with(&void, &[NOW]).code, 0);
    let run = issue(&project, &[]);
    assert!(run.out.contains("1 (number 消去-2026-005)"), "a voided row is issued anew: {}", run.out);
}

#[test]
fn a_lost_file_of_a_changed_form_is_not_made_up() {
    let project = project().with("data.csv", rows(2));
    assert_eq!(issue(&project, &[]).code, 0);
    let project = project.with("templates/forms/certificate.yaml", CERTIFICATE.replace("証明します", "証します"));
    fs::remove_file(project.path(&format!("{FOLDER}/消去-2026-002.pdf"))).expect("a file");
    let run = issue(&project, &[]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("`消去-2026-002` is missing and cannot be made again"), "{}", run.err);
    assert_eq!(papers(&project).len(), 1);
    assert_eq!(project.run(&["register", "verify"]).code, 0);
}

#[test]
fn a_dry_run_writes_nothing() {
    let project = project().with("data.csv", rows(3) + "だめ医院,,2026-09-30,2026-10-10,\n");
    let run = issue(&project, &["--dry-run"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("would be issued: 3 (numbers 消去-2026-001 to 消去-2026-003)"), "{}", run.out);
    assert!(run.err.contains("row 4 (line 5)"), "{}", run.err);
    assert!(!project.path("output").exists());
}

#[test]
fn shards_make_what_one_machine_makes() {
    let alone = project().with("data.csv", rows(12));
    assert_eq!(issue(&alone, &[]).code, 0);
    let shared = project().with("data.csv", rows(12));
    for share in ["2/3", "1/3", "3/3", "1/3"] {
        let run = issue(&shared, &["--shard", share]);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    assert!(papers(&alone) == papers(&shared), "the same numbers on the same papers");
    assert!(!shared.path(REGISTER).exists());
    let shards = [1, 2, 3].map(|index| format!("output/kamome/register.{index}-of-3.jsonl"));
    let merge = ["register", "merge", &shards[2], &shards[0], &shards[1], "--set", "kamome"];
    assert_eq!(shared.run(&merge).code, 0);
    assert_eq!(register(&alone), register(&shared));
    let run = issue(&shared, &[]);
    assert!(run.out.contains("issued before: 12"), "{}", run.out);
}

#[test]
fn a_shard_stops_where_its_base_changed() {
    let project = project().with("data.csv", rows(6));
    assert_eq!(issue(&project, &["--shard", "1/1"]).code, 0);
    let other = project.with("data.csv", HEAD.to_owned() + &row("別の医院"));
    assert_eq!(issue(&other, &[]).code, 2, "its number stands there already");
    fs::remove_dir_all(other.path(FOLDER)).expect("a folder");
    assert_eq!(issue(&other, &[]).code, 0);
    let again = other.with("data.csv", rows(6));
    let run = issue(&again, &["--shard", "1/1"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("issued as `消去-2026-001` is now to be `消去-2026-002`"), "{}", run.err);
}

#[test]
fn a_paper_does_not_depend_on_what_is_issued_with_it() {
    let batch = project().with("data.csv", rows(3));
    assert_eq!(issue(&batch, &[]).code, 0);
    let batch = papers(&batch);
    let single = project();
    let yaml = "customer: { name: 架空医院1, address: 架空県かもめ市１番 }\ncontract_end: 2026年9月30日\nerased_at: 令和8年10月10日\n";
    let single = single.with("data.yaml", yaml);
    let run = single.run_with(&["issue", "certificate", "--set", "terms/kamome", "--data", "data.yaml"], &[NOW]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(papers(&single)["消去-2026-001"] == batch["消去-2026-001"], "whatever the batch and the format");
}

#[test]
fn a_paper_holds_its_own_record_and_nobody_elses() {
    let project = project().with("data.csv", rows(3));
    assert_eq!(issue(&project, &[]).code, 0);
    for (number, bytes) in papers(&project) {
        let file = kiyaku::pdf::inspect::File::open(&bytes).expect("a PDF");
        let attachments = kiyaku::pdf::inspect::attachments(&file).expect("attachments");
        let text = kiyaku::pdf::inspect::text(&file).expect("text");
        let own = number.trim_start_matches("消去-2026-00");
        for other in ["1", "2", "3"] {
            let name = format!("架空医院{other}");
            let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(&name);
            assert_eq!(text.contains(&name), other == own, "{number} {name}");
            assert_eq!(attachments.iter().any(|file| holds(&file.bytes)), other == own, "{number} {name}");
        }
        let record = attachments.iter().find(|file| file.relationship == "Data").expect("a record");
        assert_eq!(record.name, format!("issued/certificate/{number}.json"));
        let digest = kiyaku::issuance::register::Digest::of(&record.bytes);
        assert!(register(&project).contains(&format!(r#""record":"{digest}""#)));
    }
}

#[test]
fn a_changed_record_is_found_out() {
    let project = project().with("data.csv", rows(1));
    assert_eq!(issue(&project, &[]).code, 0);
    let bytes = &papers(&project)["消去-2026-001"];
    // The place of the record holds the number in UTF-16; another number there is another paper.
    let (old, new) = ("001.json".encode_utf16(), "002.json".encode_utf16());
    let [old, new] = [old.collect::<Vec<_>>(), new.collect()]
        .map(|text: Vec<u16>| -> Vec<u8> { text.into_iter().flat_map(u16::to_be_bytes).collect() });
    let mut changed = bytes.clone();
    let found: Vec<usize> =
        bytes.windows(old.len()).enumerate().filter(|(_, window)| *window == old).map(|(at, _)| at).collect();
    let hex = |text: &[u8]| text.iter().map(|byte| format!("{byte:02X}")).collect::<String>().into_bytes();
    let places = if found.is_empty() { (hex(&old), hex(&new)) } else { (old, new) };
    let mut count = 0;
    for at in 0..changed.len().saturating_sub(places.0.len()) {
        if changed[at..at + places.0.len()].eq_ignore_ascii_case(&places.0) {
            changed[at..at + places.0.len()].copy_from_slice(&places.1);
            count += 1;
        }
    }
    assert!(count > 0, "the place is written somewhere");
    let project = project.with("changed.pdf", changed);
    let run = project.run(&["verify", "changed.pdf", "--lang", "en"]);
    assert_eq!(run.code, 1, "{}", run.out);
}

#[test]
fn every_kind_of_form_can_be_issued() {
    let project = project()
        .with("request.json", r#"[{"device": "受付の端末\n二台", "agree": true}]"#)
        .with("notice.csv", "宛先　氏名\n湊　花子\n")
        .with("sign.yaml", "- hospital: 架空医院\n- hospital: 見本医院\n");
    let run = |form: &str, data: &str, more: &[&str]| {
        let run = project.run_with(&[&["issue", form, "--set", "kamome", "--data", data], more].concat(), &[NOW]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    };
    run("request", "request.json", &[]);
    run("closing-notice", "notice.csv", &["--revision", "2027-04-01"]);
    run("sign", "sign.yaml", &[]);
    let expected = ["request-2026-00001", "sign-2026-00001", "sign-2026-00002", "通知-01"];
    assert_eq!(papers(&project).into_keys().collect::<Vec<_>>(), expected);
    assert!(register(&project).contains(r#""subject":"受付の端末 二台""#), "one line: {}", register(&project));
    assert!(project.path("output/kamome/2027-04-01/issued/closing-notice/通知-01.pdf").exists());
    let verified = project.run(&["verify", "output/kamome/2027-04-01/issued/closing-notice/通知-01.pdf"]);
    assert_eq!(verified.code, 0, "{}", verified.out);
}

#[test]
fn what_is_asked_for_must_be_there() {
    let project = project().with("data.csv", rows(1));
    let run = |arguments: &[&str]| project.run_with(&[arguments, &["--lang", "en"]].concat(), &[NOW]);
    let data = ["--set", "kamome", "--data", "data.csv"];
    for (arguments, told) in [
        (["issue", "certificat"].to_vec(), "has no form `certificat`; did you mean `certificate`?"),
        (["issue", "closing-notice"].to_vec(), "the edition of 2026-10-01 has no form `closing-notice`"),
        (["issue", "certificate", "--revision", "2020-01-01"].to_vec(), "there are: 2026-10-01, 2027-04-01"),
        (["issue", "certificate", "--shard", "4/3"].to_vec(), "`4/3` is no share"),
        (["issue", "certificate", "--columns", "none.yaml"].to_vec(), "`none.yaml` does not exist"),
    ] {
        let run = run(&[&arguments[..], &data].concat());
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains(told), "{told}\n{}", run.err);
    }
    assert_eq!(run(&["issue", "certificate", "--set", "kamone", "--data", "data.csv"]).code, 2);
    assert!(!project.path("output").exists());
    let template = run(&["issue", "certificate", "--set", "kamome", "--print-template"]);
    assert!(template.out.starts_with("\u{feff}契約者　名称,"), "{}", template.out);
}

#[test]
fn nothing_is_issued_from_a_set_with_errors() {
    let project = project()
        .with("data.csv", rows(1))
        .with("terms/kamome/2026-10-01/terms.yaml", TERMS.replace("登録", "第99条の登録"));
    let run = issue(&project, &[]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("error[") && run.err.contains("Nothing was issued"), "{}", run.err);
    assert!(!project.path("output").exists());
}
