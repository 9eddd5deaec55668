//! What the READMEs show is what the program does.

use std::fs;

use crate::support::{Project, root};

/// The first block of a language after a heading.
fn block<'a>(page: &'a str, heading: &str, language: &str) -> &'a str {
    let (_, section) = page.split_once(heading).unwrap_or_else(|| panic!("no {heading}"));
    let (_, block) = section.split_once(&format!("```{language}\n")).expect("a block");
    block.split("```").next().expect("its end")
}

#[test]
fn the_small_example_becomes_what_is_shown() {
    let page = fs::read_to_string(root().join("README.md")).expect("README.md");
    let heading = "## A small example";
    let project = Project::empty().with("terms.yaml", block(&page, heading, "yaml"));
    let run = project.run(&["build", "terms.yaml", "--formats", "text"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let text = fs::read_to_string(project.path("output/terms.txt")).expect("text");
    assert_eq!(text.trim_end(), block(&page, heading, "text").trim_end());
}

#[test]
fn both_readmes_open_with_the_two_commands() {
    for (name, next) in [("README.md", "## What it does"), ("README.ja.md", "## できること")] {
        let page = fs::read_to_string(root().join(name)).expect(name);
        let (first, _) = page.split_once(next).unwrap_or_else(|| panic!("no {next}"));
        assert!(first.contains("cargo run --release -- build") && first.contains("cargo test"), "{name}");
    }
}
