//! The rules and their explanations: none is missing, none is empty, and the manual says the same.

use std::fs;

use kiyaku::catalogue;
use kiyaku::diagnostic::Lang;

use crate::support::{Project, root};
use crate::tidy::rule_names;

#[test]
fn every_rule_of_the_sources_is_in_the_catalogue() {
    let names: Vec<&str> = catalogue::all().into_iter().map(|rule| rule.name).collect();
    assert_eq!(names, rule_names());
}

#[test]
fn every_rule_says_what_why_and_what_to_do() {
    for rule in catalogue::all() {
        for lang in [Lang::Ja, Lang::En] {
            let paragraphs = rule.paragraphs(lang);
            assert!(paragraphs.len() >= 2, "{} in {lang:?}: {paragraphs:?}", rule.name);
            let ends = if lang == Lang::Ja { "。" } else { "." };
            for paragraph in paragraphs.iter().filter(|paragraph| !paragraph.starts_with(' ')) {
                assert!(paragraph.ends_with(ends), "{}: {paragraph}", rule.name);
            }
            assert!(rule.summary(lang).ends_with(ends), "{}", rule.name);
        }
    }
}

/// `KIYAKU_UPDATE=1 cargo test` writes the page anew.
#[test]
fn the_manual_lists_the_rules() {
    let path = root().join("docs/rules.md");
    let page = catalogue::manual();
    if std::env::var_os("KIYAKU_UPDATE").is_some() {
        fs::create_dir_all(root().join("docs")).expect("docs");
        fs::write(&path, &page).expect("docs/rules.md");
    }
    let written = fs::read_to_string(&path).expect("docs/rules.md").replace("\r\n", "\n");
    assert!(written == page, "docs/rules.md is out of date: run the tests with KIYAKU_UPDATE=1");
}

#[test]
fn explain_tells_a_rule_in_the_readers_language() {
    let project = Project::empty();
    let japanese = project.run(&["explain", "broken-references"]);
    assert_eq!(japanese.code, 0);
    assert!(japanese.out.starts_with("broken-references [エラー]\n\nリンクや参照の先に"), "{}", japanese.out);
    let english = project.run(&["explain", "mixed-digits", "--lang", "en"]);
    assert!(english.out.starts_with("mixed-digits [warning]\n\nFull-width and half-width"), "{}", english.out);
}

#[test]
fn explain_without_a_rule_lists_them_all() {
    let run = Project::empty().run(&["explain"]);
    assert_eq!((run.code, run.out.lines().count()), (0, catalogue::all().len()));
    let line = run.out.lines().find(|line| line.starts_with("placeholders ")).expect("a line");
    assert!(line.ends_with("  後で埋めるはずの仮の文字が残っています。"), "{line}");
}

#[test]
fn explain_names_the_rule_that_was_meant() {
    let project = Project::empty();
    let slip = project.run(&["explain", "broken-reference"]);
    assert_eq!((slip.code, slip.out.as_str()), (2, ""));
    assert!(slip.err.contains("「broken-reference」という規則はありません") && slip.err.contains("broken-references"));
    let word = project.run(&["explain", "digits"]);
    assert!(word.err.contains("mixed-digits"), "{}", word.err);
    let unlike = project.run(&["explain", "xyz", "--lang", "en"]);
    assert!(unlike.err.contains("lists all rules"), "{}", unlike.err);
}
