//! Input that no document should be: each ends in a finding with file, line and column, exit code 1, and leaves earlier
//! output as it was.

use std::time::Instant;

use crate::support::{Project, SET, TERMS, TERMS_PATH};

/// Builds a valid project, spoils one file, builds again: the finding, and nothing else, must come.
fn spoil(path: &str, content: impl AsRef<[u8]>, rule: &str, place: &str) {
    let project = Project::valid();
    let built = project.run(&["build"]);
    assert_eq!(built.code, 0, "{}", built.err);
    let before = project.files("output");
    assert_eq!(before.len(), 3);

    let project = project.with(path, content);
    let run = project.run(&["build"]);
    assert_eq!(run.code, 1, "{rule}: {}", run.err);
    assert!(run.err.contains(&format!("エラー[{rule}]")), "{rule}: {}", run.err);
    assert!(run.err.contains(place), "{place}: {}", run.err);
    assert!(run.err.contains("直し方"), "{}", run.err);
    assert!(run.err.contains("何も書き出しませんでした"), "{}", run.err);
    assert_eq!(project.files("output"), before, "{rule}: output changed");
}

#[test]
fn a_file_that_is_not_utf8() {
    let mut bytes = TERMS.as_bytes().to_vec();
    bytes.splice(30..33, *b"\x82\xA0");
    spoil(TERMS_PATH, bytes, "not-utf8", "terms/kamome/2026-10-01/terms.yaml:3:");
    let spoilt = String::from_utf8_lossy(SET.as_bytes()).replace("かもめ予約", "\u{FFFD}");
    let bytes: Vec<u8> =
        spoilt.replace('\u{FFFD}', "?").into_bytes().iter().map(|&b| if b == b'?' { 0xFF } else { b }).collect();
    spoil("terms/kamome/set.yaml", bytes, "not-utf8", "terms/kamome/set.yaml:1:8");
}

#[test]
fn an_empty_file() {
    spoil(TERMS_PATH, "", "empty-documents", "terms/kamome/2026-10-01/terms.yaml:1:1");
    spoil(TERMS_PATH, "# まだ何もない\n", "empty-documents", "terms/kamome/2026-10-01/terms.yaml:1:1");
    spoil("terms/kamome/set.yaml", "", "empty-documents", "terms/kamome/set.yaml:1:1");
}

#[test]
fn brackets_without_end() {
    for (open, text) in [("[", "[".repeat(100_000)), ("{", "{a: ".repeat(100_000))] {
        let start = Instant::now();
        let content = format!("kind: terms\ntitle: {text}\n");
        spoil(TERMS_PATH, content, "deep-nesting", "terms/kamome/2026-10-01/terms.yaml:2:");
        // Not a measurement: a quadratic reader takes minutes here.
        assert!(start.elapsed().as_secs() < 120, "{open}");
    }
    let block = "- ".repeat(100_000);
    spoil(TERMS_PATH, format!("kind: terms\narticles:\n  {block}x\n"), "deep-nesting", "terms.yaml:3:");
}

#[test]
fn a_long_list_of_unknown_keys_ends_soon() {
    let keys: String = (0..50_000).map(|at| format!("key{at}: 値\n")).collect();
    let project = Project::valid().with(TERMS_PATH, format!("{TERMS}{keys}"));
    let start = Instant::now();
    assert_eq!(project.check(TERMS_PATH).len(), 50_000);
    assert!(start.elapsed().as_secs() < 300);
}

#[test]
fn a_folder_without_documents() {
    let project = Project::empty().with("terms/note.txt", "まだ");
    let findings = project.check("terms");
    assert_eq!((findings[0].rule.as_str(), findings[0].path.as_str()), ("no-documents", "terms"));
    let project = Project::valid().with("terms/kamome/2027-04-01/note.txt", "まだ");
    let rules: Vec<_> = project.check("terms").into_iter().map(|finding| (finding.rule, finding.path)).collect();
    assert!(rules.contains(&("no-documents".into(), "terms/kamome/2027-04-01".into())), "{rules:?}");
}

#[test]
fn a_folder_whose_name_is_no_day() {
    let project = Project::valid().with("terms/kamome/2027-4-1/terms.yaml", TERMS);
    let findings = project.check("terms");
    assert_eq!((findings[0].rule.as_str(), findings.len()), ("invalid-revision-folders", 1));
}

#[test]
fn documents_and_description_that_disagree() {
    let project = Project::valid()
        .with("terms/kamome/2026-10-01/annex.yaml", TERMS.replace("id: terms", "id: appendix"))
        .with("terms/kamome/set.yaml", SET.replace("[terms]", "[terms, privacy]").replace("2026-10-01", "2026-11-01"));
    let found: Vec<_> = project.check("terms").into_iter().map(|finding| finding.rule).collect();
    for rule in ["mismatched-ids", "missing-documents", "unlisted-documents", "unlisted-revisions"] {
        assert!(found.iter().any(|found| found == rule), "{rule}: {found:?}");
    }
}

#[test]
fn a_path_that_is_not_there() {
    let project = Project::valid();
    let run = project.run(&["check", "terms/kamone"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("「terms/kamone」が見つかりません"), "{}", run.err);
    let run = project.run_with(&["build"], &[("SOURCE_DATE_EPOCH", "tomorrow")]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("SOURCE_DATE_EPOCH") && project.files("output").is_empty(), "{}", run.err);
}

#[test]
fn shared_blocks_that_do_not_fit() {
    let document = "\
kind: terms
id: terms
title: かもめ予約利用規約
articles:
  - caption: 規約の適用
    paragraphs:
      - include: { block: missing }
      - include: { block: greeting, with: { colour: 赤 } }
      - include: { block: mirror }
";
    let greeting = "block: greeting\nparameters: [name, tone]\ncontent:\n  - 当社は、{{ name }}です。{{ place }}\n";
    let mirror = "block: mirror\ncontent:\n  - 本文です。\n  - include: { block: mirror }\n";
    let folder = "terms/kamome/2026-10-01/shared";
    let project = Project::valid()
        .with(TERMS_PATH, document)
        .with(&format!("{folder}/greeting.yaml"), greeting)
        .with(&format!("{folder}/mirror.yaml"), mirror);
    let findings = project.check("terms");
    let rules: Vec<_> = findings.iter().map(|finding| (finding.rule.as_str(), finding.line)).collect();
    assert_eq!(
        rules,
        [
            ("unused-parameters", 2),
            ("unknown-parameters", 4),
            ("circular-includes", 4),
            ("missing-blocks", 7),
            ("missing-keys", 8),
            ("missing-keys", 8),
            ("unknown-keys", 8),
        ]
    );
    // A finding in a block shows the place that includes it.
    assert_eq!(
        (findings[1].path.as_str(), &findings[1].related),
        (format!("{folder}/greeting.yaml").as_str(), &vec![8])
    );
}

#[test]
fn a_finding_in_a_block_is_said_once_for_all_its_uses() {
    let uses = "      - include: { block: greeting }\n".repeat(3);
    let document = format!("{}{uses}", TERMS.trim_end_matches("      - この規約は、かもめ予約の利用に適用します。\n"));
    let project = Project::valid()
        .with(TERMS_PATH, document)
        .with("terms/kamome/2026-10-01/shared/greeting.yaml", "block: greeting\ncontent:\n  - <b>当社</b>\n");
    let findings = project.check("terms");
    assert_eq!(findings.len(), 2, "one for each tag: {findings:#?}");
    assert_eq!(findings[0].related, [8, 9, 10]);
    // Far apart, they are not all drawn.
    let apart = format!("      - include: {{ block: greeting }}\n{}", "\n".repeat(50)).repeat(6);
    let document = format!("{}{apart}", TERMS.trim_end_matches("      - この規約は、かもめ予約の利用に適用します。\n"));
    let run = project.with(TERMS_PATH, document).run(&["check"]);
    assert!(run.out.contains("ほか 3 か所"), "{}", run.out);
}
