//! `kiyaku import` as a user sees it: what is written, what is said of it, and findings that know the original.

use crate::support::{Project, TERMS, TERMS_PATH};

const ORIGIN: &str = "terms/kamome/2026-10-01/origin";

#[test]
fn findings_of_an_imported_document_know_its_original() {
    let terms = TERMS.to_owned() + "      - 契約者は、第９条の定めに従います。\n";
    let original = "\nかもめ予約利用規約\n\n第１条（規約の適用）\nこの規約は、かもめ予約の利用に適用します。\n２．契約者は、第９条の定\nめに従います。\n";
    let project = Project::valid().with(TERMS_PATH, terms).with(&format!("{ORIGIN}/規約.docx.txt"), original);
    let json = project.run(&["check", "terms/kamome", "--origin", "--format", "json"]).out;
    assert!(json.contains("\"origin_path\": \"規約.docx\",\n      \"origin_line\": 6"), "{json}");
    let human = project.run(&["check", "terms/kamome", "--origin"]).out;
    assert!(human.contains("取り込み元: 規約.docx の 6 行目"), "{human}");
    let sarif = project.run(&["check", "terms/kamome", "--origin", "--format", "sarif"]).out;
    assert!(sarif.contains("規約.docx の 6 行目"), "{sarif}");
    let without = project.run(&["check", "terms/kamome", "--format", "json"]).out;
    assert!(!without.contains("origin_"), "{without}");
}
