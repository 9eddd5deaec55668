//! Signature blocks from the source to the PDF, and what `sign` does and refuses.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;

use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerInfo};
use der::{Decode, Encode};
use lopdf::encryption::{EncryptionState, EncryptionVersion, Permissions};
use lopdf::{Dictionary, Document};
use rsa::pkcs8::DecodePublicKey;
use rsa::signature::Verifier;
use sha2::{Digest, Sha256};

use crate::support::{Project, Run, root};

/// A moment at which the keys are valid: 2030-01-01T09:00:00+09:00.
pub const NOW: &str = "1893456000";
pub const PDF: &str = "output/signatures/2026-10-01/agreement.pdf";
const SIGNED: &str = "output/signatures/2026-10-01/agreement-signed.pdf";

/// The fixture, built, with the keys beside it.
pub fn project() -> Project {
    let mut project = Project::empty().with("password", "kamome\r\n").with("wrong", "chidori");
    for path in ["set.yaml", "2026-10-01/agreement.yaml"] {
        let text = fs::read(root().join("tests/fixtures/signatures").join(path)).expect("a fixture");
        project = project.with(&format!("signatures/{path}"), text);
    }
    for key in ["rsa", "p256", "legacy", "p384", "authority", "transport"] {
        let bytes = fs::read(root().join(format!("tests/data/{key}.p12"))).expect("a key");
        project = project.with(&format!("{key}.p12"), bytes);
    }
    let run = project.run(&["build", "signatures", "--formats", "html,pdf,text"]);
    assert_eq!(run.code, 0, "{}", run.err);
    project
}

fn sign_at(project: &Project, time: &str, file: &str, key: &str, field: &str, more: &[&str]) -> Run {
    let key = format!("{key}.p12");
    let mut arguments = vec!["sign", file, "--p12", &key, "--field", field];
    if !more.contains(&"--password-file") {
        arguments.extend(["--password-file", "password"]);
    }
    arguments.extend(more);
    project.run_with(&arguments, &[("SOURCE_DATE_EPOCH", time)])
}

pub fn sign(project: &Project, file: &str, key: &str, field: &str, more: &[&str]) -> Run {
    sign_at(project, NOW, file, key, field, more)
}

/// Nothing is written, what was there stays as it was, and the message says why.
fn refuses(project: &Project, run: &Run, file: &str, before: &[u8], words: &str) {
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    assert!(run.err.contains(words), "{words}: {}", run.err);
    assert!(fs::read(project.path(file)).expect("the file") == before, "{words}: changed");
    assert!(!project.path(SIGNED).exists(), "{words}: written");
}

fn load(project: &Project, file: &str) -> (Vec<u8>, Document) {
    let bytes = fs::read(project.path(file)).expect("a PDF");
    let document = Document::load_mem(&bytes).expect("a PDF");
    (bytes, document)
}

fn field<'d>(document: &'d Document, name: &str) -> &'d Dictionary {
    let form = document.get_dictionary(document.catalog().unwrap().get(b"AcroForm").unwrap().as_reference().unwrap());
    let fields = form.unwrap().get(b"Fields").unwrap().as_array().unwrap().iter();
    let mut fields = fields.map(|field| document.get_dictionary(field.as_reference().unwrap()).unwrap());
    let text = |field: &Dictionary| lopdf::decode_text_string(field.get(b"T").unwrap()).unwrap();
    fields.find(|field| text(field) == name).unwrap_or_else(|| panic!("no field {name}"))
}

fn value<'d>(document: &'d Document, name: &str) -> &'d Dictionary {
    document.get_dictionary(field(document, name).get(b"V").unwrap().as_reference().unwrap()).unwrap()
}

/// The signer's part of a signature, after its digest was compared with the bytes it speaks of.
fn signer(bytes: &[u8], signature: &Dictionary) -> (SignedData, SignerInfo) {
    let range: Vec<usize> =
        signature.get(b"ByteRange").unwrap().as_array().unwrap().iter().map(|n| n.as_i64().unwrap() as usize).collect();
    assert_eq!(range[0], 0);
    let signed = [&bytes[..range[1]], &bytes[range[2]..range[2] + range[3]]].concat();
    let contents = signature.get(b"Contents").unwrap().as_str().unwrap();
    let length = 4 + usize::from(u16::from_be_bytes([contents[2], contents[3]]));
    let data: SignedData = ContentInfo::from_der(&contents[..length]).unwrap().content.decode_as().unwrap();
    let signer = data.signer_infos.0.get(0).unwrap().clone();
    let names: Vec<String> = signer.signed_attrs.as_ref().unwrap().iter().map(|one| one.oid.to_string()).collect();
    // Content type, message digest, signing certificate; no signing time.
    let expected = ["1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.16.2.47"];
    assert_eq!(names, expected);
    let digest = signer.signed_attrs.as_ref().unwrap().get(1).unwrap().values.get(0).unwrap().value();
    assert_eq!(digest, Sha256::digest(&signed).as_slice());
    (data, signer)
}

fn public_key(data: &SignedData) -> Vec<u8> {
    let certificates = &data.certificates.as_ref().unwrap().0;
    let cms::cert::CertificateChoices::Certificate(certificate) = certificates.get(0).unwrap() else { panic!() };
    certificate.tbs_certificate.subject_public_key_info.to_der().unwrap()
}

#[test]
fn html_and_text_draw_what_the_pdf_draws() {
    let project = project();
    let text = fs::read_to_string(project.path("output/signatures/2026-10-01/agreement.txt")).expect("text");
    let block = "提供者\n　　　年　　月　　日\n　所在地　東京都港区海岸九丁目９番９号　かもめビルディング５階\n　名称　かもめ医療情報株式会社\n　代表者　代表取締役　鴎　一郎　印\n";
    assert!(text.contains(block), "{text}");
    // Whoever signs in another role than that of the representative is not the representative.
    assert!(text.contains("契約者\n　　　年　　月　　日\n　所在地\n　名称\n　開設者　　印\n"), "{text}");
    assert!(text.ends_with("立会人\n　所在地\n　名称\n　氏名　千鳥　花子\n"), "{text}");
    let page = fs::read_to_string(project.path("output/signatures/2026-10-01/agreement.html")).expect("a page");
    assert_eq!(page.matches("class=\"signature\"").count(), 3);
    assert!(page.contains("<dt>開設者</dt>") && page.contains("<p class=\"seal\">印</p>"), "{page}");
}

#[test]
fn every_signature_is_a_field_that_a_screen_reader_names() {
    let project = project();
    let (_, document) = load(&project, PDF);
    let signature = field(&document, "customer");
    assert_eq!(signature.get(b"FT").unwrap().as_name().unwrap(), b"Sig");
    assert_eq!(lopdf::decode_text_string(signature.get(b"TU").unwrap()).unwrap(), "契約者の署名欄");
    let lock = document.get_dictionary(signature.get(b"Lock").unwrap().as_reference().unwrap()).unwrap();
    let locked: Vec<String> = lock
        .get(b"Fields")
        .unwrap()
        .as_array()
        .unwrap()
        .iter()
        .map(|name| lopdf::decode_text_string(name).unwrap())
        .collect();
    assert_eq!(locked, ["customer_year", "customer_month", "customer_day"]);
    for name in &locked {
        assert_eq!(field(&document, name).get(b"FT").unwrap().as_name().unwrap(), b"Tx");
    }
    assert!(!field(&document, "witness").has(b"Lock"), "without a date nothing is to be frozen");
}

#[test]
fn signatures_follow_each_other_and_leave_earlier_bytes_alone() {
    let project = project();
    let certified =
        sign(&project, PDF, "rsa", "provider", &["--certify", "--reason", "契約を締結するため", "--out", "one.pdf"]);
    assert_eq!((certified.code, certified.err.as_str()), (0, ""));
    assert!(certified.out.contains("鴎　一郎"), "{}", certified.out);
    let approved = sign(&project, "one.pdf", "p256", "customer", &[]);
    assert_eq!((approved.code, approved.err.as_str()), (0, ""));

    let (unsigned, _) = load(&project, PDF);
    let (one, _) = load(&project, "one.pdf");
    let (two, document) = load(&project, "one-signed.pdf");
    assert!(one.starts_with(&unsigned) && two.starts_with(&one));

    let first = value(&document, "provider");
    assert_eq!(first.get(b"SubFilter").unwrap().as_name().unwrap(), b"ETSI.CAdES.detached");
    assert_eq!(first.get(b"M").unwrap().as_str().unwrap(), b"D:20300101090000+09'00'");
    assert_eq!(lopdf::decode_text_string(first.get(b"Reason").unwrap()).unwrap(), "契約を締結するため");
    let methods: Vec<&[u8]> = first
        .get(b"Reference")
        .unwrap()
        .as_array()
        .unwrap()
        .iter()
        .map(|reference| reference.as_dict().unwrap().get(b"TransformMethod").unwrap().as_name().unwrap())
        .collect();
    assert_eq!(methods, [b"DocMDP".as_slice(), b"FieldMDP"]);
    let (data, info) = signer(&two, first);
    let key = rsa::RsaPublicKey::from_public_key_der(&public_key(&data)).unwrap();
    let mut attributes = info.signed_attrs.as_ref().unwrap().to_der().unwrap();
    let digest_info = [&hex("3031300d060960864801650304020105000420"), Sha256::digest(&attributes).as_slice()].concat();
    key.verify(rsa::Pkcs1v15Sign::new_unprefixed(), &digest_info, info.signature.as_bytes()).unwrap();

    let second = value(&document, "customer");
    let (data, info) = signer(&two, second);
    let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(&public_key(&data)[26..]).unwrap();
    attributes = info.signed_attrs.as_ref().unwrap().to_der().unwrap();
    let signature = p256::ecdsa::DerSignature::from_bytes(info.signature.as_bytes()).unwrap();
    key.verify(&attributes, &signature).unwrap();
    let end =
        second.get(b"ByteRange").unwrap().as_array().unwrap()[2..].iter().map(|n| n.as_i64().unwrap()).sum::<i64>();
    assert_eq!(end, two.len() as i64, "the last signature speaks of the whole file");
}

fn hex(digits: &str) -> Vec<u8> {
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn an_old_key_file_opens_and_the_same_moment_gives_the_same_bytes() {
    let project = project();
    for out in ["one.pdf", "two.pdf"] {
        let run = sign(&project, PDF, "legacy", "witness", &["--out", out]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
    }
    assert!(load(&project, "one.pdf").0 == load(&project, "two.pdf").0);
}

#[test]
fn a_key_that_cannot_sign_is_refused() {
    let project = project();
    let (before, _) = load(&project, PDF);
    for (time, key, more, words) in [
        (NOW, "rsa", vec!["--password-file", "wrong"], "鍵ファイルのパスワードが違います"),
        (NOW, "p256", vec!["--password-file", "wrong"], "鍵ファイルのパスワードが違います"),
        (NOW, "legacy", vec!["--password-file", "wrong"], "鍵ファイルのパスワードが違います"),
        (NOW, "p384", vec![], "この種類の鍵では署名できません"),
        ("0", "rsa", vec![], "有効期間が始まっていません"),
        ("6000000000", "rsa", vec![], "有効期間が過ぎています"),
        (NOW, "rsa", vec!["--password-file", "nowhere"], "「nowhere」が見つかりません"),
        (NOW, "nobody", vec![], "「nobody.p12」が見つかりません"),
    ] {
        refuses(&project, &sign_at(&project, time, PDF, key, "customer", &more), PDF, &before, words);
    }
    let store = |bytes: &[u8]| p12_keystore::KeyStore::from_pkcs12(bytes, "kamome").unwrap();
    let (one, other) = ("tests/data/rsa.p12", "tests/data/legacy.p12");
    let [one, other] = [one, other].map(|path| store(&fs::read(root().join(path)).unwrap()));
    let (key, certificate) = (one.private_key_chain().unwrap().1, other.private_key_chain().unwrap().1);
    let mut mixed = p12_keystore::KeyStore::new();
    let chain = p12_keystore::PrivateKeyChain::new(key.key(), [1], certificate.chain().to_vec());
    mixed.add_entry("mixed", p12_keystore::KeyStoreEntry::PrivateKeyChain(chain));
    let project = project.with("mixed.p12", mixed.writer("kamome").write().unwrap()).with("text.p12", "鍵");
    refuses(&project, &sign(&project, PDF, "mixed", "customer", &[]), PDF, &before, "対になっていません");
    refuses(&project, &sign(&project, PDF, "text", "customer", &[]), PDF, &before, "PKCS #12");
}

#[test]
fn a_field_that_cannot_be_signed_is_refused() {
    let project = project();
    let (before, _) = load(&project, PDF);
    let known = "この PDF にあるのは次のとおりです: provider, customer, witness";
    refuses(&project, &sign(&project, PDF, "rsa", "custmer", &[]), PDF, &before, known);
    // A date is no place to sign.
    refuses(&project, &sign(&project, PDF, "rsa", "customer_year", &[]), PDF, &before, known);
    assert_eq!(sign(&project, PDF, "rsa", "provider", &["--out", "one.pdf"]).code, 0);
    let (one, _) = load(&project, "one.pdf");
    let again = sign(&project, "one.pdf", "rsa", "provider", &[]);
    refuses(&project, &again, "one.pdf", &one, "署名欄「provider」にはすでに署名があります");
    let late = sign(&project, "one.pdf", "rsa", "customer", &["--certify"]);
    refuses(&project, &late, "one.pdf", &one, "すでに署名がある");
    let other = sign(&project, PDF, "rsa", "customer", &["--out", "one.pdf"]);
    refuses(&project, &other, "one.pdf", &one, "「one.pdf」がすでにあります");
}

#[test]
fn a_file_that_cannot_be_signed_is_refused() {
    let project = project();
    let (whole, mut document) = load(&project, PDF);
    let encryption = EncryptionVersion::V2 {
        document: &document,
        owner_password: "kamome",
        user_password: "",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(encryption).unwrap();
    document.encrypt(&state).unwrap();
    let mut encrypted = Vec::new();
    document.save_to(&mut encrypted).unwrap();
    for (name, bytes, words) in [
        ("cut.pdf", whole[..whole.len() * 2 / 3].to_vec(), "途中で切れています"),
        ("note.pdf", "PDF ではない".as_bytes().to_vec(), "PDF ではありません"),
        ("empty.pdf", Vec::new(), "PDF ではありません"),
        ("hollow.pdf", b"%PDF-1.7\nstartxref\n9\n%%EOF\n".to_vec(), "壊れています"),
        ("encrypted.pdf", encrypted, "暗号化"),
    ] {
        fs::write(project.path(name), &bytes).unwrap();
        refuses(&project, &sign(&project, name, "rsa", "customer", &["--out", SIGNED]), name, &bytes, words);
    }
    let plain = Project::valid();
    assert_eq!(plain.run(&["build"]).code, 0);
    let bytes = fs::read(plain.path("output/kamome/2026-10-01/terms.pdf")).unwrap();
    fs::write(project.path("plain.pdf"), &bytes).unwrap();
    let run = sign(&project, "plain.pdf", "rsa", "customer", &["--out", SIGNED]);
    refuses(&project, &run, "plain.pdf", &bytes, "この PDF に署名欄がありません");
}

#[test]
fn an_authority_that_refuses_or_cannot_be_asked_leaves_nothing_signed() {
    let project = project();
    let (before, _) = load(&project, PDF);
    let secure = sign(&project, PDF, "rsa", "customer", &["--tsa", "https://tsa.example.jp/"]);
    refuses(&project, &secure, PDF, &before, "https には対応していません");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut question = Vec::new();
        let mut part = [0; 4096];
        while !question.windows(4).any(|end| end == b"\r\n\r\n") {
            let read = stream.read(&mut part).unwrap();
            question.extend(&part[..read]);
        }
        // Status 2, rejection (RFC 3161, 2.4.2).
        let answer = [0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02];
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n").unwrap();
        stream.write_all(&answer).unwrap();
        String::from_utf8_lossy(&question).into_owned()
    });
    let refused = sign(&project, PDF, "rsa", "customer", &["--tsa", &address]);
    refuses(&project, &refused, PDF, &before, "タイムスタンプを発行しませんでした");
    assert!(server.join().unwrap().to_lowercase().contains("content-type: application/timestamp-query"));
}

#[test]
fn two_signatures_of_one_name_are_found() {
    let document = crate::support::TERMS.to_owned()
        + "signatures:\n  - { id: customer, party: customer }\n  - { id: customer, party: 立会人 }\n  - { id: third, party: customer, stamp: true }\n";
    let found = Project::empty().with("terms.yaml", document).check("terms.yaml");
    let found: Vec<_> = found.iter().map(|finding| (finding.rule.as_str(), finding.line)).collect();
    assert_eq!(found, [("duplicate-signatures", 11), ("unknown-keys", 12)]);
}

#[test]
fn a_person_signs_with_address_and_name_alone() {
    let signed_by = |keys: &str| {
        let signature = format!("signatures:\n  - {{ id: patient, party: 患者, individual: true{keys} }}\n");
        Project::empty().with("terms.yaml", crate::support::TERMS.to_owned() + &signature)
    };
    let project = signed_by("");
    let run = project.run(&["build", "terms.yaml", "--formats", "text"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let [(_, text)] = &project.files("output")[..] else { panic!("one file") };
    let text = String::from_utf8_lossy(text);
    let (_, signature) = text.split_once("患者").expect("a signature");
    assert!(signature.contains("住所") && signature.contains("氏名"), "{signature}");
    assert!(["所在地", "名称", "代表者"].iter().all(|label| !signature.contains(label)), "{signature}");
    let found = signed_by(", organization: 医院").check("terms.yaml");
    assert_eq!(found.iter().map(|finding| finding.rule.as_str()).collect::<Vec<_>>(), ["conflicting-keys"]);
}
