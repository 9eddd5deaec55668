//! What the READMEs show is what the program does.

use std::fs;

use kiyaku::flow::{self, Flow, SectionKind};
use kiyaku::{html, pdf};
use rayon::prelude::*;

use crate::sets::{checked, sections};
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

/// Links that were written as references: not those of the page itself, which have a class or stand in a list of contents.
fn references(page: &str) -> usize {
    let (_, article) = page.split_once("<article").expect("an article");
    let (article, _) = article.rsplit_once("</article>").expect("its end");
    let outside = article.split("<nav").map(|part| part.rsplit("</nav>").next().unwrap_or_default());
    let links = outside.flat_map(|part| part.split("<a href=\"").skip(1)).filter_map(|link| link.split_once('>'));
    let targets = links.filter_map(|(tag, _)| tag.strip_suffix('"').filter(|target| !target.contains('"')));
    targets.filter(|target| target.starts_with('#') || target.contains(".html")).count()
}

fn pages(flow: &Flow) -> usize {
    let created = flow.identity.effective.and_then(|day| day.and_hms_opt(0, 0, 0)).expect("a day");
    let bytes = pdf::render(flow, &pdf::Origin::default(), created).expect("a PDF");
    lopdf::Document::load_mem(&bytes).expect("a PDF").get_pages().len()
}

/// A row for each document of the newest edition of a set.
fn rows(set: &str) -> Vec<String> {
    let checked = checked(set);
    let edition = checked.sets[0].editions.iter().max_by_key(|edition| &edition.name).expect("an edition");
    let context = flow::Context {
        set: checked.sets[0].set.as_ref().map(|described| (set, described)),
        edition: &edition.edition,
        analysis: &edition.analysis,
    };
    let documents: Vec<_> = edition.edition.contract().iter().enumerate().collect();
    let row = |(index, document): (usize, &kiyaku::model::Document)| {
        let flow = flow::build(context, index);
        let page = html::page(&flow, &[]).expect("a page");
        let figures = [
            pages(&flow),
            sections(&flow.blocks, SectionKind::Article).len(),
            references(&page),
            document.gather().periods.len(),
            if index == 0 { edition.edition.forms().len() } else { 0 },
        ];
        let figures = figures.map(|figure| if figure == 0 { String::new() } else { figure.to_string() });
        let set = if index == 0 { set } else { "" };
        format!("| {set} | {} | {} |\n", flow.identity.title, figures.join(" | "))
    };
    documents.into_par_iter().map(row).collect()
}

/// `KIYAKU_UPDATE=1 cargo test` writes the rows anew.
#[test]
fn both_readmes_tell_how_large_the_sets_are() {
    let sets = ["receipt-cloud", "regional-network", "online-consultation", "security-sharing", "user-card"];
    let rows: Vec<Vec<String>> = sets.into_par_iter().map(rows).collect();
    let rows = rows.concat().concat();
    for (name, head) in [("README.md", "| set | document |"), ("README.ja.md", "| セット | 文書 |")] {
        let path = root().join(name);
        let page = fs::read_to_string(&path).expect(name);
        let start = page.find(head).unwrap_or_else(|| panic!("no {head}"));
        let lines: Vec<&str> = page[start..].split_inclusive('\n').take_while(|line| line.starts_with('|')).collect();
        let (head, written) = lines.split_at(2);
        if std::env::var_os("KIYAKU_UPDATE").is_some() {
            let end = start + lines.concat().len();
            fs::write(&path, format!("{}{}{rows}{}", &page[..start], head.concat(), &page[end..])).expect(name);
        } else {
            assert!(written.concat() == rows, "{name} is out of date: run the tests with KIYAKU_UPDATE=1\n{rows}");
        }
    }
}
