//! From `sign` to `verify`: what holds, and what somebody did to a file after it was signed.

use std::fs;
use std::time::{Duration, Instant};

use lopdf::{Document, IncrementalDocument, Object, ObjectId};
use serde_json::Value;

use crate::sign::{PDF, project, sign};
use crate::support::{Project, Run, root};
use crate::time_stamps;
use crate::verify::{Change, add_page, draw, hostile, note, problems, revised, swap_attachment, taken};

fn read(project: &Project, file: &str) -> Vec<u8> {
    fs::read(project.path(file)).expect("a file")
}

/// Signs, as it ought to go.
fn signed(project: &Project, file: &str, key: &str, field: &str, out: &str, more: &[&str]) -> Vec<u8> {
    let run = sign(project, file, key, field, &[&["--out", out], more].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    read(project, out)
}

/// Certified by the provider, dated and signed by the customer.
fn agreed() -> (Project, Vec<u8>) {
    let project = project();
    let certified = signed(&project, PDF, "rsa", "provider", "one.pdf", &["--certify", "--reason", "契約のため"]);
    let dated = revised(&certified, |update| fill(update, "customer_year"));
    fs::write(project.path("dated.pdf"), dated).expect("a file");
    let bytes = signed(&project, "dated.pdf", "p256", "customer", "two.pdf", &[]);
    for key in ["rsa", "p256", "authority"] {
        let store = fs::read(root().join(format!("tests/data/{key}.p12"))).expect("a key");
        let store = p12_keystore::KeyStore::from_pkcs12(&store, "kamome").expect("a store");
        let certificate = store.private_key_chain().expect("a key").1.chain()[0].as_der().to_vec();
        fs::write(project.path(&format!("{key}.der")), certificate).expect("a file");
    }
    (project, bytes)
}

fn field(document: &Document, name: &str) -> ObjectId {
    let form = document.catalog().expect("a catalogue").get(b"AcroForm").and_then(Object::as_reference).expect("one");
    let fields = document.get_dictionary(form).expect("a form").get(b"Fields").and_then(Object::as_array);
    let mut ids = fields.expect("fields").iter().map(|field| field.as_reference().expect("a field"));
    let is_named = |id: &ObjectId| {
        let own = document.get_dictionary(*id).and_then(|field| field.get(b"T")).expect("a name");
        lopdf::decode_text_string(own).expect("a text") == name
    };
    ids.find(is_named).expect("the field")
}

fn fill(update: &mut IncrementalDocument, name: &str) {
    let id = field(update.get_prev_documents(), name);
    taken(update, id).as_dict_mut().expect("a field").set("V", Object::string_literal("2030"));
}

fn report(project: &Project, file: &str, more: &[&str]) -> (i32, Value) {
    let run = project.run(&[&["verify", file, "--format", "json"], more].concat());
    (run.code, serde_json::from_str(&run.out).expect("JSON"))
}

fn rules(report: &Value) -> Vec<&str> {
    report["problems"].as_array().expect("a list").iter().map(|one| one["rule"].as_str().expect("a name")).collect()
}

#[test]
fn fields_that_nobody_signed_are_told() {
    let project = project();
    let run = project.run(&["verify", PDF]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    let words = "署名欄        3（署名済み 0、未署名: 提供者の署名欄、契約者の署名欄、立会人の署名欄）";
    assert!(run.out.contains(words), "{}", run.out);
    let (code, report) = report(&project, PDF, &[]);
    let fields = report["fields"].as_array().expect("a list");
    let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().expect("a name")).collect();
    assert_eq!((code, names), (0, vec!["provider", "customer", "witness"]));
    assert!(fields.iter().all(|field| field["signature"].is_null()));
}

#[test]
fn what_was_signed_in_order_is_intact_and_names_who_signed() {
    let (project, _) = agreed();
    let run = project.run(&["verify", "two.pdf"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    for words in [
        "署名欄        3（署名済み 2、未署名: 立会人の署名欄）",
        "発行後の記入  欄「customer_year」に「2030」と記入",
        "署名「提供者の署名欄」\n  署名者        鴎　一郎",
        "署名「契約者の署名欄」",
        "2030-01-01 09:00:00（署名者の申告）",
        "理由          契約のため",
        "署名された範囲は 1 バイトも変わっておらず",
        "問題は見つかりませんでした。",
    ] {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    let (code, whole) = report(&project, "two.pdf", &["--trust", "rsa.der", "--trust", "p256.der"]);
    assert_eq!((code, rules(&whole)), (0, vec![]));
    for field in whole["fields"].as_array().expect("a list").iter().take(2) {
        let signature = &field["signature"];
        let facts = ["holds", "names_signer", "valid_then", "may_sign"].map(|key| signature[key] == true);
        assert_eq!((facts, &signature["trust"]), ([true; 4], &"trusted".into()), "{signature}");
    }
    let (code, half) = report(&project, "two.pdf", &["--trust", "rsa.der"]);
    assert_eq!((code, rules(&half)), (1, vec!["untrusted-signers"]));
    assert!(half["problems"][0]["message"].as_str().expect("words").contains("「customer」"), "{half}");
}

#[test]
fn a_certificate_for_other_ends_is_remarked_and_no_problem() {
    let project = project();
    signed(&project, PDF, "authority", "witness", "one.pdf", &[]);
    let run = project.run(&["verify", "one.pdf"]);
    // Its key may make digital signatures, though it is meant for time stamps.
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(!run.out.contains("署名に使うものとされていません"), "{}", run.out);
    signed(&project, PDF, "transport", "witness", "two.pdf", &[]);
    let run = project.run(&["verify", "two.pdf"]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("証明書は、署名に使うものとされていません"), "{}", run.out);
}

#[test]
fn a_time_stamp_is_checked_like_a_signature() {
    let (project, _) = agreed();
    signed(&project, PDF, "rsa", "provider", "stamped.pdf", &["--tsa", &time_stamps::answer("authority")]);
    let run = project.run(&["verify", "stamped.pdf"]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("2030-01-01 09:00:30（かもめ時刻認証局 のタイムスタンプ）"), "{}", run.out);
    let both = ["--trust", "rsa.der", "--trust", "authority.der"];
    let (code, trusted) = report(&project, "stamped.pdf", &both);
    let stamp = &trusted["fields"][0]["signature"]["stamp"];
    assert_eq!((code, &stamp["trust"], &stamp["valid_then"]), (0, &"trusted".into(), &true.into()), "{trusted}");
    let (code, doubted) = report(&project, "stamped.pdf", &both[..2]);
    assert_eq!((code, rules(&doubted)), (1, vec!["untrusted-signers"]));
    assert!(doubted["problems"][0]["message"].as_str().expect("words").contains("タイムスタンプ"), "{doubted}");

    // Whoever has some certificate can stamp, but is no authority.
    signed(&project, PDF, "rsa", "provider", "wrong.pdf", &["--tsa", &time_stamps::answer("legacy")]);
    let (code, wrong) = report(&project, "wrong.pdf", &[]);
    assert_eq!((code, rules(&wrong)), (1, vec!["untrusted-signers"]));
    assert!(wrong["problems"][0]["message"].as_str().expect("words").contains("時刻を証明するため"), "{wrong}");
}

#[test]
fn whatever_is_done_after_signing_is_named() {
    let (project, bytes) = agreed();
    let changes: [(&str, Change, &str); 6] = [
        ("added-pages", add_page, "署名「customer」の後で、1 ページが加えられています"),
        ("swapped-attachments", swap_attachment, "が差し替えられています"),
        ("changed-contents", draw, "署名「customer」の後で、1 ページの内容が書き換えられています"),
        ("changed-contents", note, "注釈やスタンプ"),
        ("forbidden-changes", |update| fill(update, "customer_month"), "禁じた欄「customer_month」に記入"),
        ("forbidden-changes", |update| fill(update, "provider_day"), "禁じた欄「provider_day」に記入"),
    ];
    for (rule, change, words) in changes {
        let changed = revised(&bytes, change);
        assert!(problems(&project, &changed).contains(&rule.to_owned()), "{words}");
        let run: Run = project.run(&["verify", "file.pdf"]);
        assert!(run.code == 1 && run.out.contains(words), "{words}: {}", run.out);
    }
    // What the first signer locked stays locked for whoever comes between.
    let early = revised(&read(&project, "one.pdf"), |update| fill(update, "provider_year"));
    assert_eq!(problems(&project, &early), ["forbidden-changes"]);
}

#[test]
fn a_signed_byte_that_changed_and_a_missing_end_are_named() {
    let (project, bytes) = agreed();
    let find = |words: &[u8]| bytes.windows(words.len()).rposition(|part| part == words).expect("the words");
    let mut changed = bytes.clone();
    changed[find(b"kiyaku:producerVersion") + 1] ^= 1;
    let found = problems(&project, &changed);
    assert!(found.contains(&"broken-signatures".to_owned()), "{found:?}");
    // In the last revision only the last signature is broken.
    let mut changed = bytes.clone();
    changed[find(b"D:20300101090000") + 15] ^= 1;
    assert_eq!(problems(&project, &changed), ["broken-signatures"]);
    // The value of the signature itself: the last byte before the zeros that fill its place.
    let zeros = find(&[b'0'; 64]) + 64;
    let last = bytes[..zeros].iter().rposition(|byte| *byte != b'0').expect("a digit");
    let mut changed = bytes.clone();
    changed[last] ^= 1;
    let found = problems(&project, &changed);
    assert!(found == ["broken-signatures"] || found == ["unverifiable-signatures"], "{found:?}");
    for cut in [1, 100, 5000, bytes.len() / 2] {
        let found = problems(&project, &bytes[..bytes.len() - cut]);
        // A line break behind the end is no loss of text, but was signed.
        let expected = if cut == 1 { "partial-signatures" } else { "truncated-files" };
        assert_eq!(found, [expected], "{cut}");
    }
    // Back to what the provider alone had signed: whole, and plainly not signed by the customer.
    let first = read(&project, "one.pdf");
    assert_eq!(problems(&project, &bytes[..first.len()]), [""; 0]);
}

#[test]
fn signing_hostile_files_ends_soon_and_leaves_them_alone() {
    let project = project();
    for (index, file) in hostile().iter().enumerate() {
        fs::write(project.path("file.pdf"), file).expect("a file");
        let before = fs::metadata(project.path("file.pdf")).and_then(|file| file.modified()).expect("a time");
        let start = Instant::now();
        let run = sign(&project, "file.pdf", "p256", "a", &[]);
        assert!(start.elapsed() < Duration::from_secs(120), "file {index} took {:?}", start.elapsed());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "file {index}");
        assert!(run.err.contains("PDF") || run.err.contains("大きすぎます"), "file {index}: {}", run.err);
        let after = fs::metadata(project.path("file.pdf")).and_then(|file| file.modified()).expect("a time");
        assert!(read(&project, "file.pdf") == *file && before == after, "file {index}");
        assert!(!project.path("file-signed.pdf").exists(), "file {index}");
    }
}
