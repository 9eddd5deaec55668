//! PDFs as archives: what they say about themselves, and that they can be compiled from what they hold alone.

use std::fs;

use lopdf::{Dictionary, Document, Object};
use md5::Md5;
use sha2::{Digest, Sha256};

use crate::support::{Project, SET, TERMS, TERMS_PATH};

const PDF: &str = "output/kamome/2026-10-01/terms.pdf";
const INCLUDING: &str = "この規約は、かもめ予約の利用に適用します。\n      - include: { block: scope }\n";

/// Two documents, a shared block of the revision that includes one of the project, and one that nobody includes.
fn project() -> Project {
    let annex = "kind: annex\nid: annex\ntitle: 仕様\nsections:\n  - { title: 範囲, paragraphs: [対象です。] }\n";
    Project::empty()
        .with("kiyaku.yaml", "rules:\n  orphan-annexes: off\n")
        .with("terms/kamome/set.yaml", SET.replace("[terms]", "[terms, annex]"))
        .with(TERMS_PATH, TERMS.replace("この規約は、かもめ予約の利用に適用します。\n", INCLUDING))
        .with("terms/kamome/2026-10-01/annex.yaml", annex)
        .with("terms/kamome/2026-10-01/shared/scope.yaml", "block: scope\ncontent:\n  - include: { block: whole }\n")
        .with("templates/shared/whole.yaml", "block: whole\ncontent: [附属する文書にも適用します。]\n")
        .with("templates/shared/unused.yaml", "block: unused\ncontent: [どこにも使いません。]\n")
}

fn built(project: &Project, pdf: &str) -> (Vec<u8>, Document) {
    let run = project.run(&["build", "--formats", "pdf"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let bytes = fs::read(project.path(pdf)).expect("a PDF");
    let document = Document::load_mem(&bytes).expect("a PDF");
    (bytes, document)
}

fn follow<'d>(pdf: &'d Document, dictionary: &'d Dictionary, key: &str) -> &'d Dictionary {
    let object = dictionary.get(key.as_bytes()).unwrap_or_else(|_| panic!("no /{key}"));
    let object = pdf.dereference(object).expect("an object").1;
    object.as_stream().map_or_else(|_| object.as_dict().expect("a dictionary"), |stream| &stream.dict)
}

fn name<'d>(dictionary: &'d Dictionary, key: &str) -> &'d str {
    let name = dictionary.get(key.as_bytes()).and_then(Object::as_name).unwrap_or_else(|_| panic!("no /{key}"));
    std::str::from_utf8(name).expect("a name")
}

fn text(object: &Object) -> String {
    lopdf::decode_text_string(object).expect("a text")
}

struct Embedded {
    path: String,
    relationship: String,
    content: Vec<u8>,
}

/// Embedded files in the order of the name tree.
fn embedded(pdf: &Document) -> Vec<Embedded> {
    let names = follow(pdf, pdf.catalog().expect("a catalog"), "Names");
    let pairs = follow(pdf, names, "EmbeddedFiles").get(b"Names").and_then(Object::as_array).expect("names");
    let keys: Vec<&[u8]> = pairs.iter().step_by(2).map(|key| key.as_str().expect("a key")).collect();
    assert!(keys.is_sorted() && !keys.is_empty());
    pairs.chunks(2).map(|pair| file(pdf, pdf.dereference(&pair[1]).expect("a file").1)).collect()
}

fn file(pdf: &Document, specification: &Object) -> Embedded {
    let specification = specification.as_dict().expect("a file specification");
    let content = follow(pdf, specification, "EF").get(b"F").and_then(Object::as_reference).expect("a stream");
    let stream = pdf.get_object(content).and_then(Object::as_stream).expect("a stream");
    assert_eq!(name(&stream.dict, "Subtype"), "application/yaml");
    let content = stream.decompressed_content().expect("content");
    let parameters = follow(pdf, &stream.dict, "Params");
    assert_eq!(parameters.get(b"Size").and_then(Object::as_i64).expect("a size"), content.len() as i64);
    assert_eq!(parameters.get(b"CheckSum").and_then(Object::as_str).expect("a sum"), &Md5::digest(&content)[..]);
    assert_eq!(text(parameters.get(b"ModDate").expect("a date")), "D:20261001000000+09'00'");
    assert_eq!(text(specification.get(b"F").expect("F")), text(specification.get(b"UF").expect("UF")));
    Embedded {
        path: text(specification.get(b"UF").expect("UF")),
        relationship: name(specification, "AFRelationship").to_owned(),
        content,
    }
}

fn metadata(pdf: &Document) -> String {
    let catalog = pdf.catalog().expect("a catalog");
    let id = catalog.get(b"Metadata").and_then(Object::as_reference).expect("metadata");
    let stream = pdf.get_object(id).and_then(Object::as_stream).expect("a stream");
    assert!(!stream.dict.has(b"Filter"), "any program must find it");
    String::from_utf8(stream.content.clone()).expect("UTF-8")
}

/// Value of a property of the metadata.
fn property<'m>(metadata: &'m str, name: &str) -> Option<&'m str> {
    let (_, rest) = metadata.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(value, _)| value)
}

#[test]
fn a_pdf_can_be_compiled_from_itself_alone() {
    let project = project();
    let (bytes, pdf) = built(&project, PDF);
    let files = embedded(&pdf);
    let found: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.relationship.as_str())).collect();
    let expected = [
        ("kiyaku.yaml", "Supplement"),
        ("templates/shared/whole.yaml", "Supplement"),
        ("terms/kamome/2026-10-01/annex.yaml", "Supplement"),
        ("terms/kamome/2026-10-01/shared/scope.yaml", "Supplement"),
        (TERMS_PATH, "Source"),
        ("terms/kamome/set.yaml", "Supplement"),
    ];
    assert_eq!(found, expected);
    let again = files.iter().fold(Project::empty(), |project, file| project.with(&file.path, &file.content));
    assert!(built(&again, PDF).0 == bytes, "the same bytes");
}

#[test]
fn the_documents_own_file_is_the_first_associated_one() {
    let (_, pdf) = built(&project(), "output/kamome/2026-10-01/annex.pdf");
    let associated = pdf.catalog().expect("a catalog").get(b"AF").and_then(Object::as_array).expect("AF");
    let files: Vec<_> = associated.iter().map(|id| file(&pdf, pdf.dereference(id).expect("a file").1)).collect();
    assert_eq!(files[0].path, "terms/kamome/2026-10-01/annex.yaml");
    let sources: Vec<_> = files.iter().map(|file| file.relationship == "Source").collect();
    assert_eq!(sources, [true, false, false, false, false, false]);
}

#[test]
fn a_document_that_stands_alone_holds_itself_and_its_blocks() {
    let project = Project::empty()
        .with("draft/terms.yaml", TERMS.replace("この規約は、かもめ予約の利用に適用します。\n", INCLUDING))
        .with("draft/shared/scope.yaml", "block: scope\ncontent: [附属する文書にも適用します。]\n");
    let run = project.run(&["build", "draft/terms.yaml", "--formats", "pdf"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let pdf = Document::load(project.path("output/terms.pdf")).expect("a PDF");
    let names = follow(&pdf, pdf.catalog().expect("a catalog"), "Names");
    let keys = follow(&pdf, names, "EmbeddedFiles").get(b"Names").and_then(Object::as_array).expect("names");
    assert_eq!(keys.iter().step_by(2).map(text).collect::<Vec<_>>(), ["shared/scope.yaml", "terms.yaml"]);
}

#[test]
fn metadata_says_what_the_document_is_and_which_standards_it_keeps() {
    let (_, pdf) = built(&project(), PDF);
    let metadata = metadata(&pdf);
    for (name, value) in [
        ("pdfaid:part", "3"),
        ("pdfaid:conformance", "A"),
        ("pdfuaid:part", "1"),
        ("kiyaku:documentId", "terms"),
        ("kiyaku:set", "kamome"),
        ("kiyaku:revision", "1.0"),
        ("kiyaku:effective", "2026-10-01"),
        ("kiyaku:producerVersion", env!("CARGO_PKG_VERSION")),
        ("xmp:CreateDate", "2026-10-01T00:00:00+09:00"),
    ] {
        assert_eq!(property(&metadata, name), Some(value), "{name}");
    }
    // What PDF/A does not know must be described, in our own namespace and in that of PDF/UA.
    assert!(metadata.contains("<pdfaSchema:namespaceURI>urn:kiyaku:pdf:1#</pdfaSchema:namespaceURI>"));
    for (at, found) in metadata.match_indices("<kiyaku:") {
        let name = metadata[at + found.len()..].split('>').next().expect("a name");
        assert!(metadata.contains(&format!("<pdfaProperty:name>{name}</pdfaProperty:name>")), "{name}");
    }
    let info = follow(&pdf, &pdf.trailer, "Info");
    for (key, name) in [("Title", "dc:title"), ("Author", "dc:creator"), ("Producer", "pdf:Producer")] {
        let value = text(info.get(key.as_bytes()).expect(key));
        assert!(property(&metadata, name).expect(name).contains(&value), "{key}: {value}");
    }
}

#[test]
fn digests_tell_what_changed() {
    let digests = |terms: String| {
        let metadata = metadata(&built(&project().with(TERMS_PATH, terms), PDF).1);
        let [content, source] = ["kiyaku:contentDigest", "kiyaku:sourceDigest"]
            .map(|name| property(&metadata, name).expect(name).to_owned());
        assert_eq!((content.len(), source.len()), (64, 64));
        (content, source)
    };
    let before = digests(TERMS.to_owned());
    assert_eq!(digests(TERMS.to_owned()), before);
    let comment = digests(format!("# 控え\n{TERMS}"));
    assert_eq!(comment.0, before.0, "a comment is not content");
    assert_ne!(comment.1, before.1);
    let changed = digests(TERMS.replace("利用に", "使用に"));
    assert!(changed.0 != before.0 && changed.1 != before.1);
}

#[test]
fn the_digest_of_the_sources_is_that_of_their_list() {
    let (_, pdf) = built(&project(), PDF);
    let hex = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let list: String = embedded(&pdf).iter().map(|file| format!("{}  {}\n", hex(&file.content), file.path)).collect();
    assert_eq!(property(&metadata(&pdf), "kiyaku:sourceDigest"), Some(hex(list.as_bytes()).as_str()));
}

#[test]
fn colours_are_those_of_an_embedded_profile() {
    let (_, pdf) = built(&project(), PDF);
    let catalog = pdf.catalog().expect("a catalog");
    let intents = catalog.get(b"OutputIntents").and_then(Object::as_array).expect("an output intent");
    let intent = intents[0].as_dict().expect("an output intent");
    assert_eq!((intents.len(), name(intent, "S")), (1, "GTS_PDFA1"));
    let profile = intent.get(b"DestOutputProfile").and_then(Object::as_reference).expect("a profile");
    let stream = pdf.get_object(profile).and_then(Object::as_stream).expect("a stream");
    let profile = stream.decompressed_content().expect("a profile");
    assert_eq!(stream.dict.get(b"N").and_then(Object::as_i64).expect("N"), 3);
    assert_eq!((&profile[12..20], &profile[36..40]), (&b"mntrRGB "[..], &b"acsp"[..]));
}
