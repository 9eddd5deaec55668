//! The register of issued documents on a real disk: many processes, interruptions, damage, and what people are told.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{NaiveDate, NaiveDateTime};
use kiyaku::issuance::number::Series;
use kiyaku::issuance::register::{Digest, Entry, Issued, Register};
use kiyaku::model::{NumberPart, NumberPattern};
use kiyaku::source::{Sources, Span};
use kiyaku::workspace::Ledger;

use crate::support::{Project, Run};

const REGISTER: &str = "output/kamome/register.jsonl";
const FOLDER: &str = "output/kamome/2026-10-01/issued/erasure-certificate";

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 1).expect("a day")
}

fn morning() -> NaiveDateTime {
    day().and_hms_opt(9, 0, 0).expect("a time")
}

fn issued(number: &str, pdf: &[u8]) -> Issued {
    Issued {
        number: number.to_owned(),
        set: "kamome".to_owned(),
        form: "erasure-certificate".to_owned(),
        edition: day(),
        subject: "架空医院".to_owned(),
        issued: morning(),
        record: Digest::of(number.as_bytes()),
        pdf: Digest::of(pdf),
    }
}

/// Lines of a register with the numbers 消去-1, 消去-2 …
fn lines(count: usize) -> String {
    let mut register = Register::default();
    let entry = |serial| Entry::Issued(issued(&format!("消去-{serial}"), format!("file {serial}").as_bytes()));
    (1..=count).map(|serial| register.append(entry(serial)).expect("a line")).collect()
}

fn project(text: impl AsRef<[u8]>) -> Project {
    Project::empty().with(REGISTER, text)
}

fn void(project: &Project, number: &str) -> Run {
    project.run(&["register", "void", number, "--reason", "宛先の誤り", "--lang", "en"])
}

fn verified(project: &Project) -> Run {
    project.run(&["register", "verify", "--lang", "en"])
}

fn text(project: &Project) -> String {
    fs::read_to_string(project.path(REGISTER)).expect("a register")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).map(|entries| entries.map(|entry| entry.expect("an entry").file_name()));
    let mut names: Vec<String> =
        entries.into_iter().flatten().map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// What a later run does of a register: read it, give the next numbers, write files and lines.
fn issue(folder: &Path, count: usize) {
    let place = folder.join(REGISTER);
    let span = Span::new(Sources::default().add("form.yaml", ""), 0..0);
    let parts = vec![NumberPart::Literal("消去-".to_owned()), NumberPart::Serial { digits: 5 }];
    let series = Series::new(&NumberPattern { parts, span }, "kamome", day()).expect("a series");
    let mut ledger = Ledger::open(&place, || {}).expect("a ledger");
    let mut register = Register::default();
    let Some(mut read) = ledger.lines(1 << 16).expect("a register") else { return };
    let mut is_torn = false;
    for line in &mut read {
        let line = line.expect("a line");
        match line.is_whole {
            true => register.read(&line.bytes),
            false => is_torn = true,
        }
    }
    if is_torn {
        ledger.cut(read.whole()).expect("a cut");
    }
    assert_eq!(register.problems.errors, 0);
    let first = series.next(register.numbers());
    let (mut files, mut lines) = (Vec::new(), String::new());
    for serial in first..first + count as u64 {
        let number = series.number(serial);
        let bytes = format!("file {number}").repeat(1000).into_bytes();
        lines += &register.append(Entry::Issued(issued(&number, &bytes))).expect("a line");
        files.push((folder.join(FOLDER).join(format!("{number}.pdf")), bytes));
    }
    ledger.issue(&files, lines.as_bytes()).expect("issued");
}

const CHILD: &str = "KIYAKU_TEST_ISSUES_INTO";

/// Not a test of its own: what the processes of the tests below do.
#[test]
fn issuing_process() {
    if let Ok(folder) = std::env::var(CHILD) {
        (0..5).for_each(|_| issue(Path::new(&folder), 4));
    }
}

fn processes(project: &Project) -> Vec<Child> {
    let program = std::env::current_exe().expect("this program");
    let start = |_| {
        let mut command = Command::new(&program);
        command.args(["--exact", "register::issuing_process"]).env(CHILD, project.path(""));
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a process")
    };
    (0..8).map(start).collect()
}

#[test]
fn eight_processes_give_every_number_once() {
    let project = project("");
    for mut process in processes(&project) {
        assert!(process.wait().expect("an end").success());
    }
    let run = verified(&project);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("160 (issued: 160, voided: 0)") && run.out.contains("nothing is wrong"), "{}", run.out);
    let expected: Vec<String> = (1..=160).map(|serial| format!("消去-{serial:05}.pdf")).collect();
    assert_eq!(names(&project.path(FOLDER)), expected);
}

#[test]
fn killed_processes_leave_no_file_without_its_line() {
    let project = project("");
    for round in 0..4 {
        let mut running = processes(&project);
        std::thread::sleep(Duration::from_millis(60 + 50 * round));
        running.iter_mut().for_each(|process| process.kill().expect("a kill"));
        running.iter_mut().for_each(|process| drop(process.wait()));
        let run = verified(&project);
        assert_eq!(run.code, 0, "{}", run.out);
        let text = text(&project);
        for name in names(&project.path(FOLDER)).iter().filter(|name| name.ends_with(".pdf")) {
            let digest = Digest::of(&fs::read(project.path(FOLDER).join(name)).expect("a file"));
            let number = name.trim_end_matches(".pdf");
            let line = text.lines().find(|line| line.contains(&format!("\"number\":\"{number}\"")));
            assert!(line.is_some_and(|line| line.contains(&format!("\"pdf\":\"{digest}\""))), "{name}");
        }
    }
    // Whatever they left is no obstacle.
    for mut process in processes(&project) {
        assert!(process.wait().expect("an end").success());
    }
    let run = verified(&project);
    assert!(run.code == 0 && text(&project).lines().count() >= 160, "{}", run.out);
}

#[test]
fn eight_commands_void_at_once() {
    let project = project(lines(8));
    std::thread::scope(|scope| {
        for serial in 1..=8 {
            let project = &project;
            scope.spawn(move || assert_eq!(void(project, &format!("消去-{serial}")).code, 0));
        }
    });
    let run = verified(&project);
    assert!(run.code == 0 && run.out.contains("16 (issued: 8, voided: 8)"), "{}", run.out);
}

#[test]
fn a_failure_leaves_register_and_files_as_they_were() {
    let project = project(lines(1)).with("blocked", "a file where a folder should be");
    let before = text(&project);
    let mut ledger = Ledger::open(&project.path(REGISTER), || {}).expect("a ledger");
    let good = (project.path(FOLDER).join("消去-2.pdf"), b"good".to_vec());
    let bad = (project.path("blocked/消去-3.pdf"), b"bad".to_vec());
    assert!(ledger.issue(&[good.clone(), bad], b"never\n").is_err());
    assert_eq!((text(&project), names(&project.path(FOLDER))), (before.clone(), Vec::new()));

    fs::write(&good.0, "earlier").expect("a file");
    let error = ledger.issue(std::slice::from_ref(&good), b"never\n").expect_err("a file is in the way");
    assert!(error.to_string().contains("not in the register"), "{error}");
    assert_eq!((text(&project), fs::read(&good.0).expect("a file")), (before, b"earlier".to_vec()));

    fs::write(project.path(REGISTER), "saved by an editor").expect("a file");
    assert!(ledger.append(b"never\n").is_err());
    assert_eq!(text(&project), "saved by an editor");
}

/// The limit of file sizes stands for a full disk: part of the line is written, then the system refuses.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_register_as_it_was() {
    let mut before = lines(3);
    while !(300..500).contains(&(before.len() % 512)) {
        let mut register = Register::default();
        let subject = "あ".repeat(before.len() / 100);
        let entry = Entry::Issued(Issued { subject, ..issued("消去-1", b"1") });
        before = register.append(entry).expect("a line");
    }
    let project = project(&before);
    let script = format!(
        "trap '' XFSZ; ulimit -f {}; exec \"$0\" register void 消去-1 --reason 誤り --lang en",
        before.len() / 512 + 1
    );
    let run = Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_kiyaku")])
        .current_dir(project.path(""))
        .output()
        .expect("sh runs");
    assert_eq!(run.status.code(), Some(2), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(text(&project) == before, "the part that was written is taken back");
    assert_eq!(void(&project, "消去-1").code, 0);
}

#[test]
fn a_torn_line_is_put_aside_and_nothing_is_lost() {
    let whole = lines(3);
    let last = whole.trim_end().rfind('\n').expect("lines") + 1;
    let kept = |project: &Project| fs::read(project.path(&format!("{REGISTER}.torn-1"))).ok();
    for end in (last + 1..whole.len() - 1).step_by(61) {
        let project = project(&whole.as_bytes()[..end]);
        let seen = verified(&project);
        assert!(seen.code == 0 && seen.out.contains("warning[unfinished-register-lines]: line 3"), "{}", seen.out);
        let run = void(&project, "消去-1");
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.err.contains("register.jsonl.torn-1"), "{}", run.err);
        assert_eq!(kept(&project).as_deref(), Some(&whole.as_bytes()[last..end]));
        assert!(verified(&project).out.contains("3 (issued: 2, voided: 1)"));
    }
    let project = project(whole.trim_end());
    assert_eq!(void(&project, "消去-3").code, 0);
    assert_eq!(kept(&project), None);
    assert!(verified(&project).out.contains("4 (issued: 3, voided: 1)"), "only the LF was missing");
}

#[test]
fn a_damaged_register_is_named_and_not_written_to() {
    let damaged = lines(3).replacen("架空医院", "架空病院", 1);
    let project = project(&damaged);
    let run = verified(&project);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("error[changed-register-lines]: line 1:"), "{}", run.out);
    let run = void(&project, "消去-2");
    assert!(run.code == 1 && run.err.contains("changed-register-lines"), "{}", run.err);
    assert_eq!(text(&project), damaged);
    assert_eq!(project.run(&["register", "list"]).code, 1);
    assert_eq!(project.run(&["register", "show", "消去-2"]).code, 1);
}

#[test]
fn hostile_registers_end_in_words_and_soon() {
    let start = Instant::now();
    let long = vec![b'x'; 1 << 20];
    let deep = "[".repeat(60_000) + "\n";
    let twice = lines(1).replacen("\"kind\":\"issued\"", "\"kind\":\"issued\",\"kind\":\"issued\"", 1);
    let zeros = [lines(1).into_bytes(), vec![0; 4096], lines(1).into_bytes()].concat();
    for (bytes, words) in [
        ([&long[..], b"\n"].concat(), "line 1: the line is longer than 64 KiB"),
        ([&long[..], b"\n", lines(1).as_bytes()].concat(), "issued: 1"),
        (b"\xFF\xFE\n".to_vec(), "line 1: not UTF-8 (byte 1)"),
        (zeros, "line 2: there are zero bytes"),
        (deep.into_bytes(), "line 1: not a JSON object of strings"),
        (twice.into_bytes(), "line 1: `kind` is there twice"),
        ("\n".repeat(100_000).into_bytes(), "99900 more"),
    ] {
        let run = verified(&project(bytes));
        assert!(run.code == 1 && run.out.contains(words), "{words}: {}", run.out);
    }
    let folder = Project::empty().with("output/kamome/register.jsonl/inside", "");
    let run = folder.run(&["register", "verify", "--set", "kamome", "--lang", "en"]);
    assert!(run.code == 2 && run.err.contains("is not a file"), "{}", run.err);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn a_noted_digest_shows_that_the_register_was_made_anew() {
    let project = project(lines(2));
    let out = verified(&project).out;
    let noted = out.lines().find_map(|line| line.trim().strip_prefix("last digest")).expect("a digest").trim();
    let with = |digest: &str| project.run(&["register", "verify", "--digest", digest, "--lang", "en"]);
    assert_eq!(with(noted).code, 0);
    assert_eq!(void(&project, "消去-1").code, 0);
    assert_eq!(with(noted).code, 0, "the register may grow");
    fs::write(project.path(REGISTER), lines(1)).expect("a file");
    let run = with(noted);
    assert!(run.code == 1 && run.out.contains("missing-register-digests"), "{}", run.out);
    assert_eq!(with("abc").code, 2);
}

#[test]
fn void_says_what_it_did_or_why_not() {
    let project = project(lines(2));
    let run = project.run(&["register", "void", "消去-1", "--reason", "宛先の誤り"]);
    assert_eq!((run.code, run.out.as_str()), (0, "番号「消去-1」を無効にしました。\n"));
    let before = text(&project);
    for (number, reason, code) in
        [("消去-1", "誤り", 1), ("消去-9", "誤り", 1), ("消去-2", "二\n行", 1), ("消去-2", " ", 2)]
    {
        assert_eq!(project.run(&["register", "void", number, "--reason", reason]).code, code, "{number} {reason:?}");
    }
    assert_eq!(text(&project), before);
    let run = project.run(&["register", "show", "消去-1"]);
    assert!(run.code == 0 && run.out.contains("宛先の誤り") && run.out.contains("架空医院"), "{}", run.out);
    assert_eq!(project.run(&["register", "show", "消去-9"]).code, 1);
    let listed = project.run(&["register", "list"]).out;
    let states: Vec<bool> = listed.lines().skip(1).map(|line| line.contains("無効")).collect();
    assert_eq!(states, [true, false]);
    let absent = Project::empty().run(&["register", "void", "消去-1", "--reason", "誤り", "--set", "kamome"]);
    assert_eq!(absent.code, 2);
}

#[test]
fn the_register_opens_in_a_spreadsheet() {
    let mut register = Register::default();
    let entry =
        Entry::Issued(Issued { subject: "=HYPERLINK(\"http://example.jp\",1)".to_owned(), ..issued("A-1", b"") });
    let project = project(register.append(entry).expect("a line"));
    let run = project.run(&["register", "export", "--format", "csv"]);
    let head = "\u{FEFF}番号,セット,様式,版（施行日）,宛先,発行日時,状態,";
    assert!(run.code == 0 && run.out.starts_with(head) && run.out.ends_with("\r\n"), "{}", run.out);
    assert!(run.out.contains("\"'=HYPERLINK(\"\"http://example.jp\"\",1)\""), "{}", run.out);
    assert_eq!(project.run(&["register", "export", "--out", "list.csv"]).code, 0);
    assert_eq!(fs::read_to_string(project.path("list.csv")).expect("a file"), run.out);
}

#[test]
fn shards_are_merged_once_and_conflicts_write_nothing() {
    let shard = |numbers: &[&str]| {
        let mut register = Register::default();
        let line = |number: &&str| register.append(Entry::Issued(issued(number, number.as_bytes()))).expect("a line");
        numbers.iter().map(line).collect::<String>()
    };
    let (one, two) = ("output/kamome/register.1-of-2.jsonl", "output/kamome/register.2-of-2.jsonl");
    let project = Project::empty().with(one, shard(&["A-1", "A-4"])).with(two, shard(&["A-2", "A-3"]));
    let merge = || project.run(&["register", "merge", one, two, "--set", "kamome", "--lang", "en"]);
    let run = merge();
    assert!(run.code == 0 && run.out.contains("issued: 4, voided: 0; there already: 0"), "{} {}", run.out, run.err);
    let listed = project.run(&["register", "list", "--set", "kamome"]).out;
    let numbers: Vec<&str> = listed.lines().skip(1).filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(numbers, ["A-1", "A-2", "A-3", "A-4"]);
    let whole = text(&project);
    assert!(merge().out.contains("there already: 4"));
    assert_eq!((text(&project), verified(&project).code), (whole.clone(), 0));

    let mut register = Register::default();
    let other = Entry::Issued(issued("A-2", b"another file"));
    let project = project.with(two, register.append(other).expect("a line"));
    let run = project.run(&["register", "merge", two, "--set", "kamome", "--lang", "en"]);
    assert!(run.code == 1 && run.err.contains("`A-2` was issued before"), "{}", run.err);
    let project = project.with(two, shard(&["A-9"]).replacen("架空", "実在", 1));
    let run = project.run(&["register", "merge", two, "--set", "kamome", "--lang", "en"]);
    assert!(run.code == 1 && run.err.contains("changed-register-lines"), "{}", run.err);
    let run = project.run(&["register", "merge", REGISTER, "--set", "kamome"]);
    assert_eq!((run.code, text(&project)), (2, whole));
}

/// A project with an issued file: a document that was built stands for a filled form.
fn with_file() -> (Project, PathBuf) {
    let project = Project::valid();
    assert_eq!(project.run(&["build", "--formats", "pdf"]).code, 0);
    let bytes = fs::read(project.path("output/kamome/2026-10-01/terms.pdf")).expect("a PDF");
    let line = Register::default().append(Entry::Issued(issued("消去-1", &bytes))).expect("a line");
    let path = PathBuf::from(FOLDER).join("消去-1.pdf");
    (project.with(path.to_str().expect("UTF-8"), bytes).with(REGISTER, line), path)
}

#[test]
fn verify_finds_the_line_of_a_file() {
    let (project, path) = with_file();
    let place = path.to_str().expect("UTF-8").to_owned();
    let verify = |arguments: &[&str]| project.run(&[&["verify", "--lang", "en"], arguments].concat());
    let run = verify(&[&place]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("line 1 of output/kamome/register.jsonl"), "{}", run.out);
    assert!(run.out.contains("消去-1") && run.out.contains("in force"), "{}", run.out);

    let bytes = fs::read(project.path(&place)).expect("a PDF");
    fs::write(project.path("renamed.pdf"), &bytes).expect("a file");
    assert!(!verify(&["renamed.pdf"]).out.contains("register"), "no register is above it");
    assert!(verify(&["renamed.pdf", "--register", REGISTER]).out.contains("消去-1"));

    // Filled in or signed: more bytes, another revision.
    let later = crate::verify::revised(&bytes, |_| ());
    fs::write(project.path("later.pdf"), later).expect("a file");
    let run = verify(&["later.pdf", "--register", REGISTER, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!((&report["register"]["number"], &report["register"]["digest"]), (&"消去-1".into(), &"continued".into()));

    let other = project.path("output/kamome/2026-10-01/terms.pdf");
    let mut changed = bytes.clone();
    changed[bytes.len() / 2] ^= 1;
    fs::write(&other, changed).expect("a file");
    let run = verify(&["output/kamome/2026-10-01/terms.pdf", "--register", REGISTER]);
    assert!(run.code == 1 && run.out.contains("error[unregistered-files]"), "{}", run.out);
    fs::copy(&other, project.path(&place)).expect("a copy");
    let run = verify(&[&place]);
    assert!(run.code == 1 && run.out.contains("error[mismatched-files]"), "{}", run.out);

    fs::write(project.path(&place), &bytes).expect("a file");
    assert_eq!(void(&project, "消去-1").code, 0);
    let run = verify(&[&place]);
    assert!(
        run.code == 1 && run.out.contains("error[voided-documents]") && run.out.contains("宛先の誤り"),
        "{}",
        run.out
    );
}

#[test]
fn a_signed_file_is_the_issued_one_with_a_signature_behind_it() {
    use crate::sign::{PDF, project, sign};
    let project = project();
    let bytes = fs::read(project.path(PDF)).expect("a PDF");
    let line = Register::default().append(Entry::Issued(issued("消去-1", &bytes))).expect("a line");
    let project = project.with(REGISTER, line);
    let run = sign(&project, PDF, "rsa", "provider", &["--out", "signed.pdf"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let run = project.run(&["verify", "signed.pdf", "--register", REGISTER]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("署名や記入の前の部分が、台帳と同じです"), "{}", run.out);
}
