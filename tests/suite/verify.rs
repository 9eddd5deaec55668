//! What `verify` says of a PDF as it was issued, and of one that somebody changed.

use std::io::Write;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId, Stream, dictionary};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{Project, Run};

const PDF: &str = "output/kamome/2026-10-01/terms.pdf";

/// A project whose PDF is built, and the bytes of that.
fn built() -> (Project, Vec<u8>) {
    let project = Project::valid();
    assert_eq!(project.run(&["build", "--formats", "pdf"]).code, 0);
    let bytes = std::fs::read(project.path(PDF)).expect("a PDF");
    (project, bytes)
}

fn verify(project: &Project, bytes: &[u8]) -> Run {
    std::fs::write(project.path("file.pdf"), bytes).expect("a file");
    project.run(&["verify", "file.pdf"])
}

/// Names of what is wrong with a file.
pub fn problems(project: &Project, bytes: &[u8]) -> Vec<String> {
    std::fs::write(project.path("file.pdf"), bytes).expect("a file");
    let run = project.run(&["verify", "file.pdf", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.out).expect("JSON");
    let found = report["problems"].as_array().expect("a list").iter();
    let names: Vec<String> = found.map(|one| one["rule"].as_str().expect("a name").to_owned()).collect();
    assert_eq!(run.code, i32::from(!names.is_empty()), "{}", run.err);
    names
}

pub type Change = fn(&mut IncrementalDocument);

/// The file with another revision behind it.
pub fn revised(bytes: &[u8], change: Change) -> Vec<u8> {
    let document = Document::load_mem(bytes).expect("a PDF");
    let mut update = IncrementalDocument::create_from(bytes.to_vec(), document);
    change(&mut update);
    let mut out = Vec::new();
    update.save_to(&mut out).expect("bytes");
    out
}

/// An object of the file, to be changed in a new revision.
pub fn taken(update: &mut IncrementalDocument, id: ObjectId) -> &mut Object {
    update.opt_clone_object_to_new_document(id).expect("an object");
    update.new_document.get_object_mut(id).expect("an object")
}

fn first_page(update: &IncrementalDocument) -> ObjectId {
    update.get_prev_documents().get_pages()[&1]
}

fn catalog(update: &IncrementalDocument) -> Dictionary {
    update.get_prev_documents().catalog().expect("a catalogue").clone()
}

pub fn add_page(update: &mut IncrementalDocument) {
    let page = first_page(update);
    let copy = update.get_prev_documents().get_dictionary(page).expect("a page").clone();
    let parent = copy.get(b"Parent").and_then(Object::as_reference).expect("a parent");
    let copy = update.new_document.add_object(copy);
    let parent = taken(update, parent).as_dict_mut().expect("a dictionary");
    let kids = parent.get_mut(b"Kids").and_then(Object::as_array_mut).expect("pages");
    kids.push(copy.into());
    let count = kids.len() as i64;
    parent.set("Count", count);
}

pub fn swap_attachment(update: &mut IncrementalDocument) {
    let listed = catalog(update).get(b"AF").and_then(Object::as_array).expect("files")[0].as_reference().expect("one");
    let specification = update.get_prev_documents().get_dictionary(listed).expect("a dictionary");
    let embedded = specification.get(b"EF").and_then(Object::as_dict).expect("a dictionary").get(b"F");
    let id = embedded.and_then(Object::as_reference).expect("a stream");
    let stream = taken(update, id).as_stream_mut().expect("a stream");
    stream.set_plain_content("kind: terms\nid: terms\ntitle: 別の規約\n".as_bytes().to_vec());
}

pub fn draw(update: &mut IncrementalDocument) {
    let page = first_page(update);
    let own = update.get_prev_documents().get_dictionary(page).expect("a page").get(b"Contents").expect("one").clone();
    let extra = update.new_document.add_object(Stream::new(Dictionary::new(), b"0 g 9 9 99 99 re f".to_vec()));
    taken(update, page).as_dict_mut().expect("a page").set("Contents", vec![own, extra.into()]);
}

pub fn note(update: &mut IncrementalDocument) {
    let page = first_page(update);
    let rectangle = [100, 100, 300, 300].map(Object::from).to_vec();
    let note = dictionary! { "Type" => "Annot", "Subtype" => "FreeText", "Rect" => rectangle };
    let note = update.new_document.add_object(note);
    taken(update, page).as_dict_mut().expect("a page").set("Annots", vec![Object::Reference(note)]);
}

/// A field for a signature, `size` points high and wide.
fn add_field(update: &mut IncrementalDocument, size: i64) {
    let page = first_page(update);
    let rectangle = [100, 100, 100 + size, 100 + size].map(Object::from).to_vec();
    let field = dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "T" => Object::string_literal("extra"),
        "Rect" => rectangle, "P" => page,
    };
    let field = update.new_document.add_object(field);
    taken(update, page).as_dict_mut().expect("a page").set("Annots", vec![Object::Reference(field)]);
    let root = update.get_prev_documents().trailer.get(b"Root").and_then(Object::as_reference).expect("a root");
    let form = dictionary! { "Fields" => vec![Object::Reference(field)], "SigFlags" => 1 };
    taken(update, root).as_dict_mut().expect("a catalogue").set("AcroForm", form);
}

#[test]
fn a_file_as_it_was_issued_is_named_and_nothing_is_wrong() {
    let (project, bytes) = built();
    let run = verify(&project, &bytes);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    for words in ["かもめ予約利用規約（kamome / terms）", "第1.0版　2026年10月1日施行", "1 バイトも違いません"]
    {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    assert!(run.out.ends_with("問題は見つかりませんでした。\n"), "{}", run.out);
    let json = project.run(&["verify", "file.pdf", "--format", "json", "--lang", "en"]);
    let report: Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!((&report["agreement"], &report["document"]["effective"]), (&"bytes".into(), &"2026-10-01".into()));
}

#[test]
fn a_document_without_a_set_and_blocks_from_everywhere_compile_again() {
    let text = "kind: letter\nid: alone\ntitle: お知らせ\nsections:\n  - title: 内容\n    paragraphs:\n      - include: { block: a }\n";
    let project =
        Project::empty().with("alone.yaml", text).with("shared/a.yaml", "block: a\ncontent: [休業します。]\n");
    let run = project.run(&["build", "alone.yaml", "--formats", "pdf"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let (path, bytes) =
        project.files("output").into_iter().find(|(path, _)| path.ends_with("alone.pdf")).expect("a PDF");
    assert_eq!(problems(&project, &bytes), [""; 0], "{}", path.display());
}

#[test]
fn a_changed_byte_is_found_wherever_it_is() {
    let (project, bytes) = built();
    let names =
        ["broken", "mismatched-sources", "truncated-files", "unreadable-pdfs", "foreign-files", "swapped-attachments"];
    for at in (10..bytes.len()).step_by(bytes.len() / 60) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let found = problems(&project, &changed);
        assert!(!found.is_empty() && found.iter().all(|name| names.contains(&name.as_str())), "{at}: {found:?}");
    }
}

#[test]
fn what_was_added_after_it_was_issued_is_named() {
    let (project, bytes) = built();
    let changes: [(&str, Change, &str); 5] = [
        ("added-pages", add_page, "1 ページが加えられています"),
        ("swapped-attachments", swap_attachment, "「terms/kamome/2026-10-01/terms.yaml」が差し替えられています"),
        ("changed-contents", draw, "1 ページの内容が書き換えられています"),
        ("changed-contents", note, "1 ページの上に注釈やスタンプ"),
        ("changed-contents", |update| add_field(update, 200), "目に見える欄「extra」"),
    ];
    for (rule, change, words) in changes {
        let changed = revised(&bytes, change);
        let found = problems(&project, &changed);
        assert!(found.contains(&rule.to_owned()), "{rule}: {found:?}");
        let run = verify(&project, &changed);
        assert!(run.out.contains(words), "{}", run.out);
    }
}

#[test]
fn a_field_that_shows_nothing_may_be_added_to_sign_in() {
    let (project, bytes) = built();
    let run = verify(&project, &revised(&bytes, |update| add_field(update, 0)));
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("未署名: extra") && run.out.contains("目に見えない署名欄「extra」を追加"), "{}", run.out);
}

#[test]
fn pages_and_source_that_were_exchanged_together_still_betray_themselves() {
    let (project, bytes) = built();
    // Written anew as a whole, so that no revision tells.
    let mut document = Document::load_mem(&bytes).expect("a PDF");
    let page = document.get_pages()[&1];
    let content = document.get_page_content(page);
    let words = String::from_utf8_lossy(&content).replacen("Tj", "Tj <0001> Tj", 1);
    document.change_page_content(page, words.into_bytes()).expect("a page");
    let mut changed = Vec::new();
    document.save_to(&mut changed).expect("bytes");
    let run = verify(&project, &changed);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("[mismatched-sources]: ページの文面が原本と違います。原本は「"), "{}", run.out);
}

#[test]
fn a_file_of_another_version_is_compared_by_its_text() {
    let (project, bytes) = built();
    let version = format!("<kiyaku:producerVersion>{}", env!("CARGO_PKG_VERSION"));
    let other = version.replace(env!("CARGO_PKG_VERSION"), &"9".repeat(env!("CARGO_PKG_VERSION").len()));
    let at = bytes.windows(version.len()).position(|part| part == version.as_bytes()).expect("the version");
    let changed = [&bytes[..at], other.as_bytes(), &bytes[at + version.len()..]].concat();
    assert!(verify(&project, &changed).out.contains("識別子が中身の要約値と違います"));
    // With the id that the other version would have given it.
    let id = changed.windows(4).rposition(|part| part == b"/ID[").expect("an id");
    let after = &changed[id + "/ID[<>]".len() + 66..];
    let digest: String = Sha256::digest([&changed[..id], after.trim_ascii_end()].concat())[..16]
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    let changed = [&changed[..id], format!("/ID[<{digest}><{digest}>]").as_bytes(), after].concat();
    let run = verify(&project, &changed);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("文面と要約値だけを比べました"), "{}", run.out);
}

#[test]
fn files_that_are_not_ours_or_not_whole_say_so() {
    let (project, bytes) = built();
    let mut foreign = Document::with_version("1.7");
    let pages = foreign.new_object_id();
    let page = foreign.add_object(dictionary! { "Type" => "Page", "Parent" => pages });
    foreign.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => vec![Object::Reference(page)], "Count" => 1 });
    let root = foreign.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    foreign.trailer.set("Root", root);
    let mut written = Vec::new();
    foreign.save_to(&mut written).expect("bytes");
    for (bytes, rule, words) in [
        (written.as_slice(), "foreign-files", "kiyaku が作った PDF ではありません"),
        (b"", "foreign-files", "PDF ではありません"),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF", "foreign-files", "PDF ではありません"),
        (&bytes[..bytes.len() / 2], "truncated-files", "末尾"),
        (&[&bytes[..], b"more"].concat(), "truncated-files", "末尾"),
    ] {
        assert_eq!(problems(&project, bytes), [rule]);
        let run = verify(&project, bytes);
        assert!(run.out.contains(words), "{}", run.out);
    }
}

/// A file with these objects, the first of them the catalogue.
fn made(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        table += &format!("{:010} 00000 n \n", out.len());
        out.extend(format!("{number} 0 obj\n").as_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let end = format!("{table}trailer\n<</Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", out.len());
    out.extend(end.as_bytes());
    out
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    [format!("<<{dictionary}/Length {}>>stream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).expect("bytes");
    encoder.finish().expect("bytes")
}

/// A small file whose objects are packed, each in a stream of its own that unpacks to 30 MiB.
fn swollen() -> Vec<u8> {
    let catalog = "<</Pages 10 0 R/AcroForm 11 0 R>>";
    let form = "<</Fields[12 0 R 13 0 R 14 0 R 15 0 R 16 0 R 17 0 R 18 0 R 19 0 R]>>";
    let objects = [catalog, form].into_iter().chain(std::iter::repeat_n("<</FT/Sig/T(a)>>", 8));
    let (mut head, mut body) = (String::new(), String::new());
    for (number, object) in (10..).zip(objects) {
        head += &format!("{number} {} ", body.len());
        body += object;
    }
    let mut content = format!("{head}{body}").into_bytes();
    content.resize(30 << 20, b' ');
    let dictionary = format!("/Type/ObjStm/N 10/First {}/Filter/FlateDecode", head.len());
    let bomb = stream(&dictionary, &deflated(&content));
    let mut out = b"%PDF-1.7\n".to_vec();
    let (mut containers, mut packed) = (Vec::new(), Vec::new());
    for at in 0..10_u8 {
        containers.extend([&[1][..], &(out.len() as u32).to_be_bytes(), &[0, 0]].concat());
        packed.extend([2, 0, 0, 0, 100 + at, 0, at]);
        out.extend([format!("{} 0 obj\n", 100 + at).as_bytes(), &bomb, b"\nendobj\n"].concat());
    }
    let start = out.len();
    let table = stream("/Type/XRef/Size 201/Root 10 0 R/W[1 4 2]/Index[100 10 10 10]", &[containers, packed].concat());
    out.extend([b"200 0 obj\n".to_vec(), table].concat());
    out.extend(format!("\nendobj\nstartxref\n{start}\n%%EOF\n").as_bytes());
    out
}

/// Files that were made to exhaust whoever reads them.
pub fn hostile() -> &'static [Vec<u8>] {
    static FILES: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(made_to_exhaust)
}

fn made_to_exhaust() -> Vec<Vec<u8>> {
    let catalog = |rest: &str| format!("<</Type/Catalog/Pages 2 0 R{rest}>>").into_bytes();
    let page = b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec();
    let bomb = deflated(&vec![b' '; 80 << 20]);
    vec![
        made(&[catalog(""), b"<</Type/Pages/Kids[2 0 R 2 0 R]>>".to_vec()]),
        made(&[catalog(""), page.clone(), [b"[".repeat(1 << 20), b"]".repeat(1 << 20)].concat()]),
        made(&[catalog(""), page.clone(), b"<</Type/Page>>".to_vec()]),
        made(&[catalog("/Metadata 3 0 R"), page.clone(), stream("/Filter/FlateDecode", &bomb)]),
        made(&[catalog("/Metadata 3 0 R"), page, stream("/Filter/FlateDecode/Length 3 0 R", b"")]),
        b"%PDF-1.7\nxref\n0 99999999999\nstartxref\n9\n%%EOF\n".to_vec(),
        b"%PDF-1.7\nxref\n0 0\ntrailer\n<</Prev 9>>\nstartxref\n9\n%%EOF\n".to_vec(),
        b"%PDF-1.7\nxref\n0 0\ntrailer\n<</Encrypt<<>>>>\nstartxref\n9\n%%EOF\n".to_vec(),
        [b"%PDF-1.7\n".to_vec(), vec![b'<'; 8 << 20], b"\nstartxref\n9\n%%EOF\n".to_vec()].concat(),
        [b"%PDF-1.7\n".to_vec(), vec![0; 65 << 20]].concat(),
        vec![0; 65 << 20],
        swollen(),
    ]
}

#[test]
fn hostile_files_end_soon_with_a_word_about_them() {
    let project = Project::empty();
    for (index, file) in hostile().iter().enumerate() {
        let start = Instant::now();
        let found = problems(&project, file);
        assert!(start.elapsed() < Duration::from_secs(120), "file {index} took {:?}", start.elapsed());
        assert!(!found.is_empty(), "file {index}");
        assert!(
            found.iter().all(|name| name == "unreadable-pdfs" || name == "foreign-files"),
            "file {index}: {found:?}"
        );
    }
}

#[test]
fn files_that_cannot_be_read_are_failures_of_use() {
    let (project, _) = built();
    let missing = project.run(&["verify", "missing.pdf"]);
    assert_eq!((missing.code, missing.out.as_str()), (2, ""));
    assert!(missing.err.contains("「missing.pdf」が見つかりません"), "{}", missing.err);
    let trust = project.run(&["verify", PDF, "--trust", "terms/kamome/set.yaml"]);
    assert_eq!(trust.code, 2);
    assert!(trust.err.contains("証明書（PEM または DER）がありません"), "{}", trust.err);
    assert_eq!(project.run(&["verify"]).code, 2);
}
