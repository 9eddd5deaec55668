//! `kiyaku.yaml` and `allow:`: what a project makes of its findings.

use crate::support::{Project, TERMS, TERMS_PATH};

/// A document with two broken references.
const SPOILT: &str = "\
kind: terms
id: terms
title: かもめ予約利用規約
articles:
  - id: application
    caption: 規約の適用
    paragraphs:
      - この規約は、第９条を除き、かもめ予約に適用します。
      - text: 詳しくは、別紙３によります。
";

fn rules(project: &Project) -> Vec<(String, String)> {
    project.check("terms").into_iter().map(|finding| (finding.rule, finding.severity)).collect()
}

#[test]
fn a_project_sets_the_levels_of_rules() {
    let project = Project::valid().with(TERMS_PATH, SPOILT);
    let broken = |severity: &str| ("broken-references".to_owned(), severity.to_owned());
    assert_eq!(rules(&project), [broken("error"), broken("error")]);
    let project = project.with("kiyaku.yaml", "rules:\n  broken-references: warning\n");
    assert_eq!(rules(&project), [broken("warning"), broken("warning")]);
    assert_eq!(project.run(&["build"]).code, 0);
    let project = project.with("kiyaku.yaml", "rules: { broken-references: off }\n");
    assert_eq!(rules(&project), []);
}

#[test]
fn levels_that_make_no_sense_are_findings() {
    let settings = "rules:\n  broken-reference: off\n  missing-glyphs: off\n  duplicate-keys: off\n  placeholders: maybe\nrule: {}\n";
    let project = Project::valid().with("kiyaku.yaml", settings);
    let findings = project.check("terms");
    let found: Vec<_> = findings.iter().map(|finding| (finding.rule.as_str(), finding.line)).collect();
    assert_eq!(
        found,
        [("unknown-rules", 2), ("unknown-rules", 3), ("unknown-rules", 4), ("invalid-values", 5), ("unknown-keys", 6)]
    );
    assert_eq!(findings[0].path, "kiyaku.yaml");
    assert!(findings[0].help.contains("broken-references"), "{}", findings[0].help);
}

#[test]
fn an_exception_holds_for_its_provision_alone() {
    let allow = "allow: [{ rule: broken-references, reason: 別紙は別に配る }]";
    let spoilt = SPOILT.replace("別紙３によります。\n", &format!("別紙３によります。\n        {allow}\n"));
    let project = Project::valid().with(TERMS_PATH, &spoilt);
    let findings = project.check("terms");
    assert_eq!((findings.len(), findings[0].line), (1, 8));
    // On the article it covers both.
    let project = project.with(TERMS_PATH, SPOILT.replace("    caption", &format!("    {allow}\n    caption")));
    assert_eq!(project.check("terms"), []);
}

#[test]
fn an_exception_without_use_reason_or_rule_is_a_finding() {
    for (allow, rule) in [
        ("allow: [{ rule: broken-references, reason: 念のため }]", "unused-suppressions"),
        ("allow: [{ rule: broken-references }]", "missing-keys"),
        ("allow: [{ rule: broken-referenses, reason: 念のため }]", "unknown-rules"),
    ] {
        let document = TERMS.replace("    caption", &format!("    {allow}\n    caption"));
        let project = Project::empty().with("a.yaml", document.replace("id: terms", "id: a"));
        let found: Vec<_> = project.check("a.yaml").into_iter().map(|finding| finding.rule).collect();
        assert!(found.contains(&rule.to_owned()), "{rule}: {found:?}");
    }
}
