//! Rules that look at a set as a whole: its annexes, its effective date, which document prevails.

use crate::support::{Finding, Project, SET, TERMS_PATH};

const ANNEX: &str = "\
kind: annex
id: annex
title: 提供する機能
sections:
  - title: 予約
    paragraphs:
      - 利用者は、別紙１の機能を利用します。
";

/// The findings on two annexes, `annex` and `plans`, under terms that hold one paragraph and the given date.
fn findings(paragraph: &str, effective: &str) -> Vec<Finding> {
    let terms = format!(
        "kind: terms\nid: terms\ntitle: かもめ予約利用規約\narticles:\n  - caption: 適用\n    paragraphs:\n      - {paragraph}\n"
    );
    let set = SET.replace("[terms]", "[terms, annex, plans]\nprevails: [terms, annex]");
    let set = set.replace("2026-10-01, announced: 2026-06-01", &format!("{effective}, announced: {effective}"));
    let path = |document: &str| TERMS_PATH.replace("2026-10-01", effective).replace("terms.yaml", document);
    let plans = ANNEX.replace("id: annex", "id: plans").replace("提供する機能", "料金の種類").replace("別紙１", "次");
    let project = Project::empty().with("terms/kamome/set.yaml", set).with(&path("terms.yaml"), terms);
    project.with(&path("annex.yaml"), ANNEX).with(&path("plans.yaml"), plans).check("terms")
}

/// Names and documents of the findings.
fn named<'a>(findings: &'a [Finding], rule: &str) -> Vec<&'a str> {
    let found = findings.iter().filter(|finding| finding.rule == rule);
    found.map(|finding| finding.path.rsplit('/').next().expect("a name")).collect()
}

#[test]
fn an_annex_that_no_other_document_cites_is_an_orphan() {
    let orphans = |paragraph| {
        let found = findings(paragraph, "2026-10-01");
        named(&found, "orphan-annexes").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(orphans("この規約を適用します。"), ["annex.yaml", "plans.yaml"]);
    assert_eq!(orphans("機能は、別紙１のとおりとします。"), ["plans.yaml"]);
    assert_eq!(orphans("料金は、[](plans:)のとおりとします。"), ["annex.yaml"]);
    assert_eq!(orphans("料金は、[](plans:section-1)のとおりとします。"), ["annex.yaml"]);
    assert_eq!(orphans("料金は、「料金の種類」のとおりとします。"), ["annex.yaml"]);
    for all in
        ["別紙１から別紙２までによります。", "別紙１及び別紙２によります。", "細目は、別紙に定めるところによります。"]
    {
        assert_eq!(orphans(all), Vec::<String>::new(), "{all}");
    }
}

#[test]
fn periods_of_two_documents_conflict_and_the_one_that_prevails_decides() {
    let conflicts = |plans: &str, prevails: &str| {
        let set = SET.replace("[terms]", &format!("[terms, plans]\nprevails: {prevails}"));
        let terms = "kind: terms\nid: terms\ntitle: かもめ予約利用規約\narticles:\n  - caption: 料金\n    subject: fees\n    \
                     paragraphs:\n      - text: 料金は、別紙１のとおりとし、改める日の３０日前までに通知します。\n        \
                     period: { id: fee-change, days: 30, before: effective, by: notice, governs: fees }\n";
        let annex = format!(
            "kind: annex\nid: plans\ntitle: 料金の種類\nsections:\n  - title: 料金の変更\n    paragraphs:\n      \
             - text: 料金は、改める日の{plans}\n"
        );
        let project = Project::empty().with("terms/kamome/set.yaml", set).with(TERMS_PATH, terms);
        let found = project.with(&TERMS_PATH.replace("terms.yaml", "plans.yaml"), annex).check("terms");
        let found = found.into_iter().filter(|finding| finding.rule == "conflicting-periods");
        found
            .map(|finding| (finding.path.rsplit('/').next().expect("a name").to_owned(), finding.help))
            .collect::<Vec<_>>()
    };
    let twenty = "２０日前までに知らせます。\n        period: { id: plan-change, days: 20, before: effective, by: notice, governs: fees }";
    for (prevails, decided) in
        [("[terms, plans]", "「terms」が優先します。30日"), ("[plans, terms]", "「plans」が優先します。20日")]
    {
        let found = conflicts(twenty, prevails);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0 == "plans.yaml" && found[0].1.contains(decided), "{found:?}");
    }
    // The same length; another subject, which the terms leave alone.
    let thirty = "３０日前までに知らせます。\n        period: { id: plan-change, days: 30, before: effective, by: notice, governs: fees }";
    assert_eq!(conflicts(thirty, "[terms]"), []);
    let other =
        "２０日前までに知らせます。\n        period: { id: plan-change, days: 20, before: effective, by: notice }";
    assert_eq!(conflicts(other, "[terms]"), []);
}

#[test]
fn names_of_laws_are_judged_by_the_effective_date() {
    let outdated = |paragraph: &str, effective| named(&findings(paragraph, effective), "outdated-statutes").len();
    let text = "薬事法第１４条及び第一種電気通信事業者の定めによります。";
    assert_eq!(outdated(text, "2026-10-01"), 2);
    assert_eq!(outdated(text, "2010-04-01"), 1);
    assert_eq!(outdated(text, "2004-03-31"), 0);
    assert_eq!(
        outdated("旧薬事法、旧「薬事法」、薬事法（当時）、新薬事法制及び準禁治産の定めによります。", "2026-10-01"),
        0
    );
    assert_eq!(outdated("準禁治産者の定めによります。", "2026-10-01"), 1);
    let renamed = "医療分野の研究開発に資するための匿名加工医療情報に関する法律によります。";
    assert_eq!((outdated(renamed, "2024-03-31"), outdated(renamed, "2024-04-01")), (0, 1));
    let today = "医療分野の研究開発に資するための匿名加工医療情報及び仮名加工医療情報に関する法律によります。";
    assert_eq!(outdated(today, "2026-10-01"), 0);
}

#[test]
fn of_two_lengths_the_document_that_prevails_has_the_right_one() {
    let annex = ANNEX.replace(
        "      - 利用者は、別紙１の機能を利用します。",
        "      - { text: ３０日前に通知します。, period: { id: notice, days: 30, before: expiry } }",
    );
    let terms = "kind: terms\nid: terms\ntitle: かもめ予約利用規約\narticles:\n  - caption: 適用\n    paragraphs:\n      - { text: 別紙１によるほか、１０日前に通知します。, period: { id: notice, days: 10, before: expiry } }\n";
    let set = SET.replace("[terms]", "[terms, annex]\nprevails: [annex, terms]");
    let project = Project::empty().with("terms/kamome/set.yaml", set).with(TERMS_PATH, terms);
    let found = project.with("terms/kamome/2026-10-01/annex.yaml", annex).check("terms");
    assert_eq!(named(&found, "conflicting-periods"), ["annex.yaml"]);
    assert!(found[0].help.contains("「annex」が優先") && found[0].help.contains("30日"), "{found:#?}");
}

#[test]
fn terms_speak_of_the_headings_of_their_only_annex() {
    let terms = "kind: terms\nid: terms\ntitle: かもめ予約利用規約\narticles:\n  - caption: 適用\n    paragraphs:\n      - 機能は、後記「１．予約」、後記【提供する機能】１．及び後記「２．料金」によります。\n";
    let set = SET.replace("[terms]", "[terms, annex]");
    let project = Project::empty().with("terms/kamome/set.yaml", set).with(TERMS_PATH, terms);
    let found = project.with("terms/kamome/2026-10-01/annex.yaml", ANNEX).check("terms");
    let messages: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
    assert!(matches!(messages[..], [only] if only.contains("２．料金")), "{found:#?}");
}

#[test]
fn an_annex_cited_with_the_title_of_another_is_found() {
    let found = findings("別紙１（料金の種類）及び別紙２（料金の種類）によります。", "2026-10-01");
    assert_eq!(named(&found, "mismatched-captions"), ["terms.yaml"]);
    assert!(found[0].help.contains("別紙１（提供する機能） か 別紙２（料金の種類）"), "{found:#?}");
}

#[test]
fn a_block_included_twice_defines_its_terms_once() {
    let block = "block: seal\nparameters: [name]\ncontent:\n  - 店は、{{ name }}に押す印（以下「店印」といいます。）を使います。店印は、店に置きます。\n";
    let duplicates = |first: &str, second: &str| {
        let include = |name: &str| format!("      - include: {{ block: seal, with: {{ name: {name} }} }}\n");
        let terms = format!(
            "kind: terms\nid: terms\ntitle: 店の規約\narticles:\n  - caption: 印\n    paragraphs:\n{}  - caption: 印の使用\n    paragraphs:\n{}",
            include(first),
            include(second)
        );
        let project = Project::empty().with("terms/kamome/set.yaml", SET).with(TERMS_PATH, terms);
        let found = project.with("terms/kamome/2026-10-01/shared/seal.yaml", block).check("terms");
        named(&found, "duplicate-definitions").len()
    };
    assert_eq!(duplicates("書面", "書面"), 0);
    assert_eq!(duplicates("書面", "電子の記録"), 1);
}

#[test]
fn annexes_are_cited_in_kanji_and_their_paragraphs_are_no_annexes() {
    let found = findings("別紙一、別紙二及び別紙三によります。別紙第３項は、読みません。", "2026-10-01");
    let broken: Vec<_> = found.iter().filter(|finding| finding.rule == "broken-references").collect();
    assert!(matches!(broken[..], [only] if only.message.contains("別紙三")), "{found:#?}");
}

#[test]
fn a_range_of_annexes_runs_forward() {
    let found = findings("別紙２から別紙１までによります。", "2026-10-01");
    assert_eq!(named(&found, "reversed-ranges"), ["terms.yaml"]);
}

#[test]
fn the_title_of_a_document_of_the_set_cites_that_document() {
    let found = |paragraph: &str| {
        let terms = "kind: terms\nid: terms\ntitle: かもめ予約利用規約\narticles:\n  - caption: 適用\n    paragraphs:\n      - 別紙１及び別紙２によります。\n";
        let annex = ANNEX.replace("利用者は、別紙１の機能を利用します。", paragraph);
        let plans = ANNEX.replace("id: annex", "id: plans").replace("提供する機能", "料金の種類");
        let set = SET.replace("[terms]", "[terms, annex, plans]\nprevails: [terms, annex]");
        let path = |document: &str| TERMS_PATH.replace("terms.yaml", document);
        let project = Project::empty().with("terms/kamome/set.yaml", set).with(TERMS_PATH, terms);
        let findings = project.with(&path("annex.yaml"), annex).with(&path("plans.yaml"), plans).check("terms");
        findings.into_iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    for broken in [
        "かもめ予約利用規約第９条によります。",
        "利用者は、利用規約第９条によります。",
        "「かもめ予約利用規約」第９条によります。",
    ] {
        assert_eq!(found(broken), ["broken-references"], "{broken}");
    }
    assert_eq!(found("かもめ予約利用規約第１条（料金の支払）によります。"), ["mismatched-captions"]);
    for right in [
        "かもめ予約利用規約第１条（適用）、利用規約第１条及び「かもめ予約利用規約」第１条によります。",
        "旧かもめ予約利用規約第９条、他社の利用規約第９条、新利用規約第９条及びOcean 利用規約第９条は、適用しません。",
        "改正前のかもめ予約利用規約第９条及びとび予約利用規約第９条は、適用しません。",
    ] {
        assert_eq!(found(right), Vec::<String>::new(), "{right}");
    }
}

#[test]
fn a_companion_almost_named_as_declared_is_confused() {
    let companion =
        "companions: [ { document: security, agreement: required, external: { title: 別冊「端末の利用条件」 } } ]\n";
    let found = |paragraph: &str| {
        let terms = format!(
            "kind: terms\nid: terms\ntitle: かもめ予約利用規約\narticles:\n  - caption: 適用\n    paragraphs:\n      - {paragraph}\n"
        );
        let project = Project::empty().with("terms/kamome/set.yaml", format!("{SET}{companion}"));
        named(&project.with(TERMS_PATH, terms).check("terms"), "confused-titles").len()
    };
    assert_eq!(found("端末は、別冊「端末の使用条件」によります。"), 1);
    assert_eq!(found("端末は、別冊「端末の利用条件」によります。"), 0);
    assert_eq!(found("端末は、別冊「回線の提供条件」によります。"), 0);
}

/// The findings on 附則 in a second revision, whose price differs from that of the first as `change` says.
fn effects(change: &str, supplementary: &str) -> Vec<String> {
    let terms = |price: &str, supplementary: &str| {
        format!(
            "kind: terms\nid: terms\ntitle: かもめ予約利用規約\narticles:\n  - caption: 料金\n    paragraphs:\n      - 料金は、月額{price}円とします。\nsupplementary:\n{supplementary}"
        )
    };
    let day = |day: &str, words: &str| {
        format!("  - effective: {day}\n    paragraphs:\n      - この規約は、{words}から施行します。\n")
    };
    let first = day("2026-10-01", "２０２６年１０月１日");
    let supplementary = match supplementary {
        "copied" => first.clone(),
        "added" => first.clone() + &day("2027-04-01", "２０２７年４月１日"),
        "replaced" => day("2027-04-01", "令和９年４月１日"),
        "half" => day("2027-04-01", "２０２６年１０月１日"),
        "in words" => "  - paragraphs:\n      - この規約は、２０２６年１０月１日から効力を生じます。\n".to_owned(),
        "partly later" => {
            day("2027-04-01", "２０２７年４月１日") + "      - 第１条の定めは、２０２８年４月１日から適用します。\n"
        }
        _ => "  - paragraphs:\n      - ２０２６年１０月１日前の料金は、従前の例によります。\n".to_owned(),
    };
    let entry = "revisions:\n  - { number: \"2.0\", effective: 2027-04-01, announced: 2026-12-01, channel: [website], note: 料金を改めた。 }\n";
    let project = Project::empty()
        .with("terms/kamome/set.yaml", SET.replace("revisions:\n", entry))
        .with(TERMS_PATH, terms("1000", &first))
        .with(&TERMS_PATH.replace("2026-10-01", "2027-04-01"), terms(change, &supplementary));
    let found = project.check("terms/kamome");
    let found = found.iter().filter(|finding| finding.rule == "mismatched-effective-dates");
    found.map(|finding| finding.help.clone()).collect()
}

#[test]
fn supplementary_provisions_say_the_day_of_the_revision() {
    for (change, supplementary) in
        [("2000", "added"), ("2000", "replaced"), ("1000", "copied"), ("2000", "partly later"), ("2000", "no day")]
    {
        assert_eq!(effects(change, supplementary), Vec::<String>::new(), "{supplementary}");
    }
    for (supplementary, help) in [
        ("copied", "「２０２７年４月１日から施行します。」"),
        ("in words", "「２０２７年４月１日から施行します。」"),
        ("half", "文章を「２０２７年４月１日」にする"),
    ] {
        let found = effects("2000", supplementary);
        assert!(found.len() == 1 && found[0].contains(help), "{supplementary}: {found:?}");
    }
}
