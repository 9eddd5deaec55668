//! Reference soup: text that looks like references all over must end in findings, and soon.

use std::time::{Duration, Instant};

use kiyaku::check::{Checked, check};
use kiyaku::workspace;

use crate::support::{Project, SET, TERMS, TERMS_PATH};

/// For a debug build on a busy machine; a quadratic pass takes far longer.
const BOUND: Duration = Duration::from_secs(120);

/// Checks a set whose only paragraphs are the given texts, as block scalars.
fn checked(texts: &[String]) -> Checked {
    let mut terms = TERMS.to_owned();
    for text in texts {
        terms.push_str(&format!("      - |\n        {text}\n"));
    }
    let project = Project::empty().with("terms/kamome/set.yaml", SET).with(TERMS_PATH, terms);
    let started = Instant::now();
    let checked = check(workspace::read(&project.path("terms")).expect("a set"));
    assert!(started.elapsed() < BOUND, "{:?} for {:.60}", started.elapsed(), texts[0]);
    checked
}

fn rules(checked: &Checked) -> Vec<&'static str> {
    checked.diagnostics.iter().map(|diagnostic| diagnostic.rule.name).collect()
}

#[test]
fn references_that_nobody_can_follow_are_findings() {
    for (text, rule) in [
        ("第第条の定めによります。", "incomplete-references"),
        ("第９９９９９９９９９９９９条によります。", "incomplete-references"),
        ("前９９９９項によります。", "out-of-range-references"),
        ("次９９９９条によります。", "out-of-range-references"),
        ("第１条第９９９９項第９９９９号によります。", "broken-references"),
        ("別紙９９９９によります。", "broken-references"),
    ] {
        assert!(rules(&checked(&[text.to_owned()])).contains(&rule), "{text}");
    }
}

#[test]
fn brackets_ten_thousand_deep_end_soon() {
    for (open, close) in [("（", "）"), ("「", "」"), ("【", "】"), ("第１条（", "）"), ("下記【", "】の")]
    {
        let text = format!("{}第１条{}", open.repeat(10_000), close.repeat(10_000));
        checked(&[text]);
        checked(&[open.repeat(10_000)]);
    }
}

#[test]
fn a_megabyte_without_a_full_stop_ends_soon() {
    for piece in ["第１条に定める", "次の各号のいずれか", "「申込書」及び当社が申出書を", "前項の当社は、同条第２項"]
    {
        checked(&[piece.repeat((1 << 20) / piece.len())]);
    }
}

#[test]
fn many_provisions_that_cite_many_others_end_soon() {
    let texts =
        (1..2_000).map(|at| format!("第１条第{at}項に定める【標題{at}】の規約の適用は、次のいずれかによります。"));
    checked(&texts.collect::<Vec<_>>());
}

#[test]
fn invisible_marks_of_direction_hide_nothing() {
    let found =
        checked(&["\u{202E}第\u{2066}９９\u{2069}条\u{202C}によります。\u{200F}第９９条によります。".to_owned()]);
    assert!(rules(&found).contains(&"missing-glyphs") && rules(&found).contains(&"broken-references"));
}
