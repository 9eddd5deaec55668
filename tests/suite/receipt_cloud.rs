//! The set in the tree: what it must contain, counted on the flow that every output is made from.

use std::path::Path;

use kiyaku::check::{Checked, check};
use kiyaku::flow::{self, Block, Flow, List, ListKind, Paragraph, Section, SectionKind, plain_text};
use kiyaku::workspace;

use crate::support::root;

fn checked() -> Checked {
    check(workspace::read(&root().join(Path::new("terms/receipt-cloud"))).expect("the set"))
}

fn flows(checked: &Checked) -> Vec<Flow> {
    let set = &checked.sets[0];
    let edition = &set.editions[0];
    let described = set.set.as_ref().map(|described| (set.id.as_str(), described));
    let context = flow::Context { set: described, edition: &edition.edition, analysis: &edition.analysis };
    (0..edition.edition.documents.len()).map(|index| flow::build(context, index)).collect()
}

/// Sections of a kind, at any depth, in reading order.
fn sections(blocks: &[Block], kind: SectionKind) -> Vec<&Section> {
    let mut found = Vec::new();
    for block in blocks {
        if let Block::Section(section) = block {
            if section.kind == kind {
                found.push(section);
            }
            found.extend(sections(&section.blocks, kind));
        }
    }
    found
}

fn paragraphs(section: &Section) -> Vec<&Paragraph> {
    let mut found = Vec::new();
    for block in &section.blocks {
        if let Block::Paragraph(paragraph) = block {
            found.push(paragraph);
        }
    }
    found
}

fn items(paragraph: &Paragraph) -> usize {
    let list = |block: &Block| match block {
        Block::List(List { kind: ListKind::Items, items }) => items.len(),
        _ => 0,
    };
    paragraph.blocks.iter().map(list).sum()
}

/// Items of each paragraph of each article.
const ITEMS: [&[usize]; 38] = [
    &[0],
    &[0],
    &[0],
    &[0],
    &[0, 0],
    &[0],
    &[0, 0, 4, 2, 0, 0],
    &[0],
    &[0, 0],
    &[4, 0, 0, 0, 0],
    &[0, 0],
    &[6, 0],
    &[0],
    &[0, 0],
    &[0, 0, 0],
    &[0, 0],
    &[0],
    &[0, 0, 0, 0],
    &[0],
    &[0],
    &[0],
    &[0, 0, 0],
    &[0, 0, 0, 0, 0, 0, 0],
    &[0, 0],
    &[0],
    &[0, 0, 0, 0],
    &[0, 0],
    &[0, 0],
    &[0, 0, 0, 0],
    &[7, 0, 0],
    &[5, 0, 0, 0],
    &[0],
    &[0, 0, 0],
    &[0, 0, 0],
    &[0, 0, 4, 0],
    &[3, 5, 3, 0],
    &[0],
    &[11],
];

#[test]
fn the_set_is_clean() {
    let checked = checked();
    assert_eq!(checked.diagnostics, []);
    assert_eq!(checked.documents, 5);
}

#[test]
fn the_terms_have_their_articles_paragraphs_and_items() {
    let terms = &flows(&checked())[0];
    let chapters = sections(&terms.blocks, SectionKind::Chapter);
    let of_chapter: Vec<usize> =
        chapters.iter().map(|chapter| sections(&chapter.blocks, SectionKind::Article).len()).collect();
    assert_eq!(of_chapter, [6, 11, 5, 4, 5, 3, 2, 2]);
    let articles = sections(&terms.blocks, SectionKind::Article);
    for (article, expected) in articles.iter().zip(ITEMS) {
        let found: Vec<usize> = paragraphs(article).into_iter().map(items).collect();
        assert_eq!(found, expected, "{}{}", article.heading.label, plain_text(&article.heading.title));
    }
    assert_eq!(articles.len(), ITEMS.len());
    assert_eq!(articles[37].heading.label, "第３８条");
    // The first paragraph shows no number, the others do.
    let labels: Vec<_> = paragraphs(articles[6]).into_iter().map(|paragraph| paragraph.label.as_deref()).collect();
    assert_eq!(labels, [None, Some("２．"), Some("３．"), Some("４．"), Some("５．"), Some("６．")]);
}

#[test]
fn the_annexes_have_their_numbered_sections() {
    let flows = flows(&checked());
    let headings: Vec<String> = flows.iter().map(|flow| flow.identity.heading()).collect();
    let labels: Vec<&str> = headings.iter().map(|heading| heading.split('　').next().unwrap_or_default()).collect();
    assert_eq!(labels, ["レセプトクラウド利用規約", "別紙１", "別紙２", "別紙３", "別紙４"]);
    let numbers: Vec<&str> =
        sections(&flows[1].blocks, SectionKind::Section).iter().map(|section| section.heading.label.as_str()).collect();
    let mut expected = Vec::new();
    for (service, below) in [("１", 5), ("２", 4), ("３", 5), ("４", 5), ("５", 5), ("６", 5)] {
        expected.push(format!("{service}．"));
        for part in ["１", "２", "３", "４", "５"].into_iter().take(below) {
            expected.push(format!("{service}－{part}．"));
            if (service, part) == ("３", "４") {
                expected.extend(["３－４－１．".to_owned(), "３－４－２．".to_owned()]);
            }
        }
    }
    assert_eq!(numbers, expected);
    for annex in &flows[2..] {
        assert_eq!(sections(&annex.blocks, SectionKind::Section).len(), 2, "{}", annex.identity.title);
    }
}

#[test]
fn the_figures_and_periods_of_the_terms_are_in_the_text() {
    let flows = flows(&checked());
    let terms = kiyaku::text::render(&flows[0]);
    for figure in [
        "３０日",
        "６か月",
        "３か月",
        "１か月",
        "年１４．５パーセント",
        "前月末日",
        "前々月の末日",
        "日割",
        "最短利用期間",
        "消去証明書",
        "１０パーセント",
        "直ちに",
        "遅滞なく",
        "直前の当社営業日",
    ] {
        assert!(terms.contains(figure), "{figure}");
    }
    // Rows of a table are numbered by the program, too.
    assert!(terms.contains("①　電話料金合算の利用") && terms.contains("③　請求書払いの利用"), "{terms}");
    let periods: Vec<String> = checked().sets[0].editions[0]
        .edition
        .documents
        .iter()
        .flat_map(|document| {
            document.gather().periods.into_iter().map(|(_, period)| period.id.name.clone()).collect::<Vec<_>>()
        })
        .collect();
    assert!(periods.len() >= 12, "{periods:?}");
}
