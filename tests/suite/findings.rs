//! Annotated fixtures: each `tests/fixtures/findings/*.yaml` says beside its lines what must be found there.
//!
//! `# error[rule]: part of the message or help` stands at the end of the line, or on a line of its own as
//! `# below 2: error[rule]: …` for the second line after it. Anything found but not annotated fails, too.

use std::fs;

use crate::support::{Finding, Project, root};

/// Line, severity, rule, part of the message or the help.
type Expected = (u64, String, String, String);

#[test]
fn every_fixture_finds_what_it_says() {
    let folder = root().join("tests/fixtures/findings");
    let mut seen = 0;
    for entry in fs::read_dir(folder).expect("fixtures") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("UTF-8");
        let findings = Project::empty().with(&name, &text).check(&name);
        compare(&name, &expectations(&text), &findings);
        seen += 1;
    }
    assert!(seen >= 10, "only {seen} fixtures");
}

fn expectations(text: &str) -> Vec<Expected> {
    let mut expected = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        for annotation in line.split("# ").skip(1) {
            let (below, annotation) = below(annotation);
            for severity in ["error", "warning"] {
                let rest = annotation.strip_prefix(severity).and_then(|rest| rest.strip_prefix('['));
                let Some((rule, message)) = rest.and_then(|rest| rest.split_once(']')) else { continue };
                let message = message.trim_start_matches(':').trim();
                expected.push((number + below, severity.to_owned(), rule.to_owned(), message.to_owned()));
            }
        }
    }
    expected
}

/// How many lines below its own an annotation speaks of, and the rest of it.
fn below(annotation: &str) -> (u64, &str) {
    let rest = annotation.strip_prefix("below ").and_then(|rest| rest.split_once(": "));
    rest.and_then(|(lines, rest)| Some((lines.parse().ok()?, rest))).unwrap_or((0, annotation))
}

fn compare(name: &str, expected: &[Expected], findings: &[Finding]) {
    let mut left: Vec<&Finding> = findings.iter().collect();
    for (line, severity, rule, message) in expected {
        let fits = |finding: &&Finding| {
            finding.line == *line
                && finding.severity == *severity
                && finding.rule == *rule
                && (finding.message.contains(message.as_str()) || finding.help.contains(message.as_str()))
        };
        let at = left.iter().position(fits);
        let at =
            at.unwrap_or_else(|| panic!("{name}:{line}: no {severity}[{rule}] with 「{message}」 among {left:#?}"));
        left.swap_remove(at);
    }
    assert!(left.is_empty(), "{name}: not annotated: {left:#?}");
}
