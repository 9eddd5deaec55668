//! `kiyaku import` as a user sees it: what is written, what is said of it, and findings that know the original.

use std::fs;

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

const CONTRACT: &str = "かもめ予約利用規約\n\n第１条（目的）\n　この規約は、利用の条件を定めます。\n\n第３条（料金）\n　料金は、次の各号のとおりとします。\n　（１）基本料\n　（２）従量料\n";

#[test]
fn numbers_that_the_original_leaves_out_are_held_open_and_told() {
    let project = Project::empty().with("規約.txt", CONTRACT);
    let run = project.run(&["import", "規約.txt", "--out", "terms/kamome", "--effective", "2026-10-01"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.contains("  原文にない字: 1 か所\n    「第２条削除」\n"), "{}", run.out);
    assert!(!run.out.contains("取り込めなかった字"), "{}", run.out);
    let yaml = fs::read_to_string(project.path("terms/kamome/2026-10-01/terms.yaml")).expect("the document");
    assert!(yaml.contains("  # 確認: 原文に第2条がないため、番号だけを置いています\n  - deleted: true\n"), "{yaml}");
}

#[test]
fn an_imported_file_becomes_a_set_that_keeps_its_original() {
    let project = Project::empty().with("規約.txt", CONTRACT.replace("第３条", "第２条"));
    let arguments = ["import", "規約.txt", "--out", "terms/kamome", "--effective", "2026-10-01"];
    let run = project.run(&arguments);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    assert!(run.out.contains("（条 2、項 2、号 2、節 0、表 0）") && run.out.contains("100 %"), "{}", run.out);
    let files = project.files("terms/kamome");
    let names: Vec<String> = files.iter().map(|(path, _)| path.to_string_lossy().replace('\\', "/")).collect();
    for name in ["set.yaml", "2026-10-01/terms.yaml", "2026-10-01/origin/規約.txt", "2026-10-01/origin/report.md"] {
        assert!(names.iter().any(|path| path.ends_with(name)), "{names:?}");
    }
    let again = project.run(&arguments);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("--force"), "{}", again.err);
    assert_eq!(project.files("terms/kamome"), files);
    assert_eq!(project.run(&[&arguments[..], &["--force"]].concat()).code, 0);
    assert_eq!(project.files("terms/kamome"), files, "the same file gives the same bytes");
}
