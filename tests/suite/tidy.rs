//! The house rules that a compiler does not know: what each file says of itself, which stage may know which, names.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::root;

/// The stages in order: each may import those before it. Leaves come first.
const STAGES: [&str; 33] = [
    "source",
    "diagnostic",
    "fonts",
    "markup",
    "pattern",
    "japanese",
    "syntax",
    "model",
    "calendar",
    "figure",
    "expression",
    "lower",
    "workspace",
    "assemble",
    "analysis",
    "deadline",
    "lint",
    "policy",
    "flow",
    "revision",
    "html",
    "text",
    "pdf",
    "docx",
    "issuance",
    "check",
    "build",
    "import",
    "fix",
    "verify",
    "starter",
    "catalogue",
    "cli",
];

/// Neighbours in the list that must not know each other all the same.
const STRANGERS: [(&str, &str); 10] = [
    ("syntax", "japanese"),
    ("text", "html"),
    ("pdf", "html"),
    ("pdf", "text"),
    ("docx", "html"),
    ("docx", "pdf"),
    ("docx", "text"),
    ("flow", "lint"),
    ("check", "html"),
    ("check", "pdf"),
];

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("UTF-8");
                found.push((path, text));
            }
        }
    }
    found.sort();
    assert!(found.len() > 40);
    found
}

fn stage(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(root().join("src")).expect("a source file");
    let first = inside.iter().next()?.to_string_lossy();
    let stage = first.trim_end_matches(".rs").to_owned();
    (stage != "lib" && stage != "main").then_some(stage)
}

/// Without the tests at its end, which may look anywhere.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text)
}

#[test]
fn every_file_says_what_it_is_for() {
    for (path, text) in sources() {
        assert!(text.starts_with("//! "), "{} does not begin with //!", path.display());
    }
}

#[test]
fn stages_know_only_the_stages_before_them() {
    let place = |stage: &str| STAGES.iter().position(|known| *known == stage);
    for (path, text) in sources() {
        let Some(own) = stage(&path) else { continue };
        let at = place(&own).unwrap_or_else(|| panic!("{own} is not in the list of stages"));
        for (_, rest) in code(&text).match_indices("crate::").map(|(at, found)| (at, &code(&text)[at + found.len()..]))
        {
            let used: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            let Some(other) = place(&used) else { continue };
            assert!(other <= at, "{} uses {used}, a later stage", path.display());
            assert!(!STRANGERS.contains(&(own.as_str(), used.as_str())), "{} uses {used}", path.display());
        }
    }
}

#[test]
fn files_stay_short() {
    let mut lengths: Vec<(usize, PathBuf)> = sources()
        .into_iter()
        .filter(|(path, _)| !path.ends_with("tests.rs") && !path.ends_with("sample.rs"))
        .map(|(path, text)| (code(&text).lines().count(), path))
        .collect();
    lengths.sort();
    let (longest, path) = lengths.last().expect("files");
    assert!(*longest <= 450, "{} has {longest} lines", path.display());
    let tenth = lengths[lengths.len() * 9 / 10].0;
    assert!(tenth <= 400, "a tenth of the files is longer than {tenth} lines");
}

#[test]
fn only_the_workspace_touches_disk_and_environment() {
    for (path, text) in sources() {
        if stage(&path).is_some_and(|stage| stage != "workspace") && !path.ends_with("tests.rs") {
            for word in ["std::fs", "std::env::var", "SystemTime", "Instant"] {
                assert!(!code(&text).contains(word), "{} uses {word}", path.display());
            }
        }
    }
}

#[test]
fn only_pdf_knows_the_pdf_libraries() {
    for (path, text) in sources() {
        if stage(&path).is_some_and(|stage| stage != "pdf") {
            for word in ["printpdf::", "lopdf::", "subsetter::"] {
                assert!(!text.contains(word), "{} uses {word}", path.display());
            }
        }
    }
}

/// The rules declared in the sources, by name.
pub fn rule_names() -> Vec<String> {
    let mut names = Vec::new();
    for (path, text) in sources() {
        for start in [": Error(\"", ": Warning(\""] {
            for (at, _) in text.match_indices(start) {
                let name: String = text[at + start.len()..].chars().take_while(|c| *c != '"').collect();
                let words = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
                assert!(words && !name.starts_with("check-"), "{name} in {}", path.display());
                names.push(name);
            }
        }
    }
    names.sort();
    names
}

#[test]
fn rules_have_unique_names_that_name_problems() {
    let mut names = rule_names();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count, "a rule is declared twice");
    assert!(count > 25);
}

#[test]
fn paths_named_in_the_architecture_exist() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let mut named = 0;
    for word in text.split('`').skip(1).step_by(2) {
        let begins = ["src/", "tests/", "templates/", "terms/", "fonts/", "docs/", ".ci/"];
        if begins.iter().any(|start| word.starts_with(start)) && !word.contains(['<', '*']) {
            assert!(root().join(word).exists(), "{word} does not exist");
            named += 1;
        }
    }
    assert!(named >= 15, "only {named} paths named");
}
