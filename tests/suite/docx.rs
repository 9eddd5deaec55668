//! Word files: read part by part, with Word's counters followed anew, so that numbers are what the reader will see.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use kiyaku::japanese::numerals::{Case, Counter, Width};
use roxmltree::{Document, Node};
use zip::ZipArchive;

use crate::support::{Project, root};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Numbers of every kind, a branch, a deletion, references of every kind, and characters that are markup elsewhere.
const TERMS: &str = "\
kind: terms
id: terms
title: 予約<w:p>&amp;規約
numbering: { first-paragraph: numbered, items: [①, イ, ⅰ）] }
articles:
  - id: first
    caption: 目的\"&\"範囲
    paragraphs:
      - text: 次に掲げるものをいいます。
        items: [甲, { text: 乙, items: [丙, 丁, { text: 戊, items: [己, 庚] }] }, 辛]
      - text: 次に掲げるものを除きます。
        items: [甲, 乙]
  - caption: 枝番号のある条
    branch: 1
    paragraphs: [前条とともに読みます。]
  - { deleted: true }
  - id: last
    caption: 引用
    paragraphs:
      - >-
        [](#first)、[（）](#first)及び[](#first.2)に定めます。*要点*は**太字**とし、[案内](https://kamome.example.jp/?a=1&b=2)によります。
      - text: 料金は、次の表のとおりとします。
        table:
          columns: [区分, { title: 内容 }, { title: 金額, align: end }]
          row-heads: 1
          rows:
            - [{ text: 基本, rows: 2 }, 初期, 千円]
            - [月額, 二千円]
            - [{ text: 追加, columns: 2 }, 三千円]
supplementary:
  - articles:
      - caption: 施行期日
        paragraphs: [この規約は、公布の日から施行します。]
";

struct Word {
    parts: BTreeMap<String, String>,
}

impl Word {
    fn read(bytes: &[u8]) -> Word {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a ZIP file");
        let mut parts = BTreeMap::new();
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).expect("a part");
            assert_eq!(file.last_modified().map(|time| time.year()), Some(1980));
            let name = file.name().expect("a name").into_owned();
            let mut text = String::new();
            file.read_to_string(&mut text).expect("UTF-8");
            parts.insert(name, text);
        }
        Word { parts }
    }

    fn part(&self, name: &str) -> Document<'_> {
        Document::parse(&self.parts[name]).expect("XML")
    }
}

fn built(terms: &str) -> (Word, String) {
    let project = Project::empty().with("terms.yaml", terms);
    let run = project.run(&["build", "terms.yaml", "--formats", "docx,text"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let files = project.files("output");
    let file = |name: &str| &files.iter().find(|(path, _)| path.ends_with(name)).expect(name).1;
    (Word::read(file("terms.docx")), String::from_utf8(file("terms.txt").clone()).expect("UTF-8"))
}

fn elements<'a>(node: Node<'a, 'a>, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.descendants().filter(move |node| node.has_tag_name((W, name)))
}

fn value<'a>(node: Node<'a, 'a>, name: &'static str) -> Option<&'a str> {
    elements(node, name).next().and_then(|node| node.attribute((W, "val")))
}

/// What Word counts: for each definition its counters, and the lists that have begun.
#[derive(Default)]
struct Counters {
    counts: BTreeMap<String, Vec<u32>>,
    begun: BTreeSet<String>,
}

impl Counters {
    /// The number of a paragraph as Word shows it; empty for none.
    fn label(&mut self, paragraph: Node<'_, '_>, numbering: &Document<'_>) -> String {
        let Some(own) = elements(paragraph, "numPr").next() else { return String::new() };
        let (id, level) = (value(own, "numId").expect("a list"), value(own, "ilvl").expect("a level"));
        let level: usize = level.parse().expect("a number");
        let by_id = |name, attribute, id: &str| {
            let mut found = elements(numbering.root(), name).filter(|node| node.attribute((W, attribute)) == Some(id));
            found.next().expect("a definition")
        };
        let list = by_id("num", "numId", id);
        let definition = value(list, "abstractNumId").expect("a definition");
        let counts = self.counts.entry(definition.to_owned()).or_default();
        if self.begun.insert(id.to_owned()) {
            let start: u32 = value(list, "startOverride").expect("a start").parse().expect("a number");
            *counts = vec![start - 1];
        }
        assert!(counts.len() >= level, "a level is skipped");
        counts.resize(level + 1, 0);
        counts[level] += 1;
        let definition = by_id("abstractNum", "abstractNumId", definition);
        let levels: Vec<Node<'_, '_>> = elements(definition, "lvl").collect();
        let mut label = value(levels[level], "lvlText").expect("a text").to_owned();
        for (at, count) in counts.iter().enumerate() {
            let counter = counter(value(levels[at], "numFmt").expect("a format"));
            label = label.replace(&format!("%{}", at + 1), &counter.format(*count).expect("in the series"));
        }
        label
    }
}

fn counter(format: &str) -> Counter {
    match format {
        "decimalFullWidth" => Counter::FullWidth,
        "decimal" => Counter::HalfWidth,
        "japaneseCounting" => Counter::Kanji,
        "decimalEnclosedCircle" => Counter::Circled,
        "aiueoFullWidth" => Counter::Gojuon,
        "irohaFullWidth" => Counter::Iroha,
        "lowerLetter" => Counter::Latin(Width::Half, Case::Lower),
        other => panic!("{other} is not expected here"),
    }
}

/// Style, number and text of every paragraph in reading order.
fn paragraphs(word: &Word) -> Vec<(String, String, String)> {
    let (document, numbering) = (word.part("word/document.xml"), word.part("word/numbering.xml"));
    let mut counters = Counters::default();
    let read = |paragraph: Node<'_, '_>| {
        let text: String = elements(paragraph, "t").filter_map(|node| node.text()).collect();
        let style = value(paragraph, "pStyle").expect("a style").to_owned();
        (style, counters.label(paragraph, &numbering), text)
    };
    elements(document.root(), "p").map(read).collect()
}

/// Without white space and the marks of blanks in forms.
fn squeezed(text: &str) -> String {
    let text: String = text.split_whitespace().collect();
    text.replace("［］", "").replace(['□', '☐'], "")
}

fn all_words(word: &Word) -> String {
    squeezed(&paragraphs(word).into_iter().map(|(_, label, text)| format!("{label}{text}")).collect::<String>())
}

#[test]
fn word_says_what_the_text_says() {
    let (word, text) = built(TERMS);
    assert_eq!(all_words(&word), squeezed(&text));
}

#[test]
fn every_document_of_the_examples_says_the_same_in_word() {
    let project = Project::empty();
    let terms = root().join("terms");
    let run = project.run(&["build", &terms.to_string_lossy(), "--formats", "docx,text"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let files: BTreeMap<_, _> = project.files("output").into_iter().collect();
    let texts: Vec<_> = files.iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "txt")).collect();
    assert!(texts.len() >= 10);
    for (path, text) in texts {
        let word = Word::read(&files[&path.with_extension("docx")]);
        assert_eq!(all_words(&word), squeezed(&String::from_utf8_lossy(text)), "{}", path.display());
    }
}

#[test]
fn regular_numbers_are_words_own_and_the_rest_is_text() {
    let (word, _) = built(TERMS);
    let found: Vec<(String, String, String)> = paragraphs(&word);
    let labels = |style: &str| {
        let of_style = found.iter().filter(|(own, _, _)| own == style);
        of_style.map(|(_, label, text)| format!("{label}|{text}")).collect::<Vec<_>>()
    };
    assert_eq!(
        labels("ArticleHeading"),
        [
            "第１条|（目的\"&\"範囲）",
            "|第１条の２（枝番号のある条）",
            "第２条|　削除",
            "第３条|（引用）",
            "第１条|（施行期日）"
        ]
    );
    assert_eq!(labels("Item1"), ["①|甲", "②|乙", "③|辛", "①|甲", "②|乙"]);
    assert_eq!(labels("Item2"), ["イ|丙", "ロ|丁", "ハ|戊"]);
    // Word has no series of the characters ⅰ ⅱ ⅲ.
    assert_eq!(labels("Item3"), ["|ⅰ）己", "|ⅱ）庚"]);
    assert_eq!(labels("Paragraph")[0], "１．|次に掲げるものをいいます。");
    assert_eq!(labels("Paragraph")[1], "２．|次に掲げるものを除きます。");
}

#[test]
fn references_lead_to_bookmarks_and_fields_hold_what_word_would_put_there() {
    let (word, _) = built(TERMS);
    let document = word.part("word/document.xml");
    let names: Vec<&str> =
        elements(document.root(), "bookmarkStart").filter_map(|node| node.attribute((W, "name"))).collect();
    let unique: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(unique.len(), names.len());
    let text = |node: Node<'_, '_>| elements(node, "t").filter_map(|node| node.text()).collect::<String>();
    let mut fields = Vec::new();
    for field in elements(document.root(), "fldSimple") {
        let instruction: Vec<&str> =
            field.attribute((W, "instr")).expect("an instruction").split_whitespace().collect();
        // The name REF may be left out.
        let bookmark = instruction.iter().find(|word| **word != "REF").expect("a bookmark");
        assert!(unique.contains(bookmark));
        fields.push((text(field), instruction.contains(&"\\r")));
    }
    let caption = "（目的\"&\"範囲）";
    let number = |text: &str| (text.to_owned(), true);
    assert_eq!(fields, [number("第１条"), number("第１条"), (caption.to_owned(), false), number("第１条")]);
    let links: Vec<(String, Option<&str>)> =
        elements(document.root(), "hyperlink").map(|node| (text(node), node.attribute((W, "anchor")))).collect();
    assert!(links.iter().all(|(_, anchor)| anchor.is_none_or(|anchor| unique.contains(anchor))));
    assert_eq!(links.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>(), ["前条", "第２項", "案内"]);
    let outward = elements(document.root(), "hyperlink").last().and_then(|node| node.attribute((R, "id")));
    let relationships = word.part("word/_rels/document.xml.rels");
    let target = relationships.descendants().find(|node| node.attribute("Id") == outward).expect("a relationship");
    assert_eq!(target.attribute("Target"), Some("https://kamome.example.jp/?a=1&b=2"));
    assert_eq!(target.attribute("TargetMode"), Some("External"));
}

#[test]
fn tables_repeat_their_heads_and_every_row_covers_every_column() {
    let (word, _) = built(TERMS);
    let document = word.part("word/document.xml");
    let table = elements(document.root(), "tbl").next().expect("a table");
    let columns = elements(table, "gridCol").count();
    let mut merges = Vec::new();
    for (at, row) in elements(table, "tr").enumerate() {
        assert_eq!(elements(row, "tblHeader").count(), usize::from(at == 0));
        let span = |cell| value(cell, "gridSpan").map_or(1, |span| span.parse().expect("a number"));
        assert_eq!(elements(row, "tc").map(span).sum::<usize>(), columns);
        merges.extend(elements(row, "vMerge").filter_map(|node| node.attribute((W, "val"))));
        let amount = elements(row, "tc").last().expect("a cell");
        assert_eq!(value(amount, "jc"), Some(if at == 0 { "center" } else { "right" }));
    }
    assert_eq!(merges, ["restart", "continue"]);
}

#[test]
fn every_style_that_is_used_is_there_and_words_have_their_emphasis() {
    let (word, _) = built(TERMS);
    let (document, styles) = (word.part("word/document.xml"), word.part("word/styles.xml"));
    let known: BTreeSet<&str> =
        elements(styles.root(), "style").filter_map(|node| node.attribute((W, "styleId"))).collect();
    for name in ["pStyle", "rStyle", "tblStyle"] {
        for node in elements(document.root(), name) {
            assert!(known.contains(node.attribute((W, "val")).expect("a style")));
        }
    }
    let run = |name| elements(document.root(), name).next().and_then(|node| node.ancestors().nth(2));
    assert_eq!(run("em").and_then(|run| elements(run, "t").next()?.text()), Some("要点"));
    let strong = elements(document.root(), "rStyle").find(|node| node.attribute((W, "val")) == Some("Strong"));
    assert_eq!(
        strong.and_then(|node| node.ancestors().nth(2)).and_then(|run| run.descendants().next_back()?.text()),
        Some("太字")
    );
    let levels: Vec<&str> =
        elements(document.root(), "outlineLvl").filter_map(|node| node.attribute((W, "val"))).collect();
    assert_eq!(levels, ["0", "0", "0", "0", "1"]);
}

#[test]
fn comparisons_lie_across_with_lines_under_what_differs() {
    let project = Project::empty();
    let set = root().join("terms/regional-network");
    let [old, new] = ["2019-04-01", "2021-10-01"].map(|name| set.join(name).to_string_lossy().into_owned());
    let draw = |name: &str, more: &[&str]| {
        let arguments = [&["diff", &old, &new, "--format", "docx", "--out", name], more].concat();
        assert_eq!(project.run(&arguments).code, 0);
        std::fs::read(project.path(name)).expect("a file")
    };
    let bytes = draw("one.docx", &[]);
    assert!(bytes == draw("two.docx", &[]), "the same comparison differs");
    let word = Word::read(&bytes);
    let document = word.part("word/document.xml");
    let size = elements(document.root(), "pgSz").next().expect("a size");
    assert_eq!(size.attribute((W, "orient")), Some("landscape"));
    assert!(elements(document.root(), "u").count() > 3);
    // Numbers of both revisions stand as they were.
    let table = elements(document.root(), "tbl").next().expect("a table");
    assert_eq!(elements(table, "numPr").count(), 0);
    let notice = Word::read(&draw("notice.docx", &["--notice"]));
    assert!(all_words(&notice).contains("１．効力が生じる日") || all_words(&notice).contains("1．効力が生じる日"));
}
