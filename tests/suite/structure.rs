//! One PDF's structure as text: what a screen reader walks through, the outline, the links. Compared with
//! `tests/snapshots/structure.txt`; run with KIYAKU_UPDATE=1 to write it anew, and read the difference.

use std::fmt::Write;
use std::fs;

use lopdf::{Dictionary, Document, Object};

use crate::support::{Project, SET, root};

const DOCUMENT: &str = "\
kind: terms
id: terms
title: かもめ予約利用規約
numbering: { first-paragraph: numbered, paragraphs: １ }
chapters:
  - title: 総則
    articles:
      - id: application
        caption: 規約の適用
        paragraphs:
          - この規約は、かもめ予約に適用します。詳しくは[（）](#fees)をご覧ください。
          - text: 次の各号の者は、利用者とします。
            items: [医師, { text: 次に掲げる者, items: [看護師, 事務職員] }]
      - deleted: true
  - title: 料金
    articles:
      - id: fees
        caption: 利用料金
        paragraphs:
          - text: 利用料金は、次の表のとおりとします。
            table:
              columns: [区分, 月額]
              row-heads: 1
              rows: [[基本, 一万円], { group: 追加, rows: [[遠隔, 二千円]] }]
              notes: [税を除きます。]
  - title: 案内
    articles:
      - id: questions
        caption: 質問
        paragraphs:
          - title: 期間
            text: 期間[^days]は、次のとおりとします。
            facts: [{ label: 試用, text: ３０日 }]
            questions: [{ question: 延長できますか。, answer: できません。 }]
            box: { title: 注意, paragraphs: [試用は一度に限ります。] }
            notes: [{ id: days, text: 休日を含みます。 }]
supplementary:
  - effective: 2026-10-01
    paragraphs: [この規約は、施行日から適用します。]
closing: 以上
";

#[test]
fn the_structure_of_a_pdf_is_as_written_down() {
    let project = Project::valid().with("terms/kamome/set.yaml", SET).with(crate::support::TERMS_PATH, DOCUMENT);
    let run = project.run(&["build", "--formats", "pdf"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let bytes = fs::read(project.path("output/kamome/2026-10-01/terms.pdf")).expect("a PDF");
    let found = describe(&Document::load_mem(&bytes).expect("a PDF"));
    let path = root().join("tests/snapshots/structure.txt");
    if std::env::var_os("KIYAKU_UPDATE").is_some() {
        fs::write(&path, &found).expect("the snapshot");
    }
    let expected = fs::read_to_string(&path).expect("the snapshot");
    assert_eq!(found, expected, "see the head of this file");
}

fn describe(pdf: &Document) -> String {
    let catalog = pdf.catalog().expect("a catalog");
    let mut out = String::new();
    writeln!(out, "pages {}, language {:?}", pdf.get_pages().len(), text(catalog.get(b"Lang").expect("Lang")))
        .expect("text");
    out.push_str("\noutline\n");
    if let Some(outlines) = dictionary(pdf, catalog.get(b"Outlines").ok()) {
        outline(pdf, outlines, 1, &mut out);
    }
    out.push_str("\nstructure\n");
    let root = dictionary(pdf, catalog.get(b"StructTreeRoot").ok()).expect("a structure tree");
    children(pdf, root, 1, &mut out);
    out
}

fn dictionary<'a>(pdf: &'a Document, object: Option<&'a Object>) -> Option<&'a Dictionary> {
    pdf.dereference(object?).ok()?.1.as_dict().ok()
}

fn text(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap_or_default()
}

fn outline(pdf: &Document, parent: &Dictionary, depth: usize, out: &mut String) {
    let mut next = dictionary(pdf, parent.get(b"First").ok());
    while let Some(entry) = next {
        writeln!(out, "{}{}", "  ".repeat(depth), text(entry.get(b"Title").expect("a title"))).expect("text");
        outline(pdf, entry, depth + 1, out);
        next = dictionary(pdf, entry.get(b"Next").ok());
    }
}

/// Elements with their role and what sets them apart; runs of content are not shown.
fn children(pdf: &Document, element: &Dictionary, depth: usize, out: &mut String) {
    let Ok(kids) = element.get(b"K") else { return };
    let kids = match pdf.dereference(kids).expect("kids").1 {
        Object::Array(kids) => kids.clone(),
        _ => vec![kids.clone()],
    };
    for kid in &kids {
        let Some(kid) = dictionary(pdf, Some(kid)) else { continue };
        if kid.get(b"Type").is_ok_and(|kind| kind.as_name().is_ok_and(|name| name == b"OBJR")) {
            writeln!(out, "{}(annotation)", "  ".repeat(depth)).expect("text");
        }
        let Ok(role) = kid.get(b"S").and_then(Object::as_name) else { continue };
        let mut line = String::from_utf8_lossy(role).into_owned();
        if let Some(attributes) = dictionary(pdf, kid.get(b"A").ok()) {
            for (name, value) in attributes.iter().filter(|(name, _)| name.as_slice() != b"O") {
                let value = value
                    .as_name()
                    .map_or_else(|_| format!("{value:?}"), |name| String::from_utf8_lossy(name).into_owned());
                write!(line, " {}={value}", String::from_utf8_lossy(name)).expect("text");
            }
        }
        writeln!(out, "{}{line}", "  ".repeat(depth)).expect("text");
        children(pdf, kid, depth + 1, out);
    }
}
