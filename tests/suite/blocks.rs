//! Facts, questions, boxes, titled paragraphs, marked notes and letters, as every output shows them.

use std::fs;
use std::io::{Cursor, Read};

use crate::support::{Project, SET};

const LETTER: &str = "\
kind: letter
id: letter
title: 料金の見直しについて（ご案内）
letter: { number: かもめ第５号, date: 2026-09-01, to: 契約者各位, opening: 拝啓, closing-word: 敬具 }
preamble: [初秋の候、ますますご清祥のこととお慶び申し上げます。, つきましては、下記のとおりご案内いたします。]
sections:
  - id: outline
    title: 概要
    paragraphs:
      - title: 対象
        text: 全ての契約者[^customers]が対象です。詳しくは[](#trial)をご覧ください。
        facts:
          - { label: 実施日, text: ２０２６年１０月１日 }
          - { label: 窓口, items: [電話, 電子メール] }
        questions:
          - { id: trial, question: 試用中でも対象ですか。, answer: { text: いいえ。次のものは除きます。, bullets: [試用] } }
          - { question: 手続は必要ですか。, answer: いいえ。 }
        box:
          title: ご注意
          paragraphs: [お支払の方法は変わりません。]
        notes:
          - { id: customers, text: 休止中の契約者を含みます。 }
          - 金額は税込みです。
notes: [この書簡へのご返信は不要です。]
closing: 以上
";

const TEXT: &str = "\
かもめ第５号
２０２６年９月１日
契約者各位
かもめ医療情報株式会社

料金の見直しについて（ご案内）

拝啓　初秋の候、ますますご清祥のこととお慶び申し上げます。
つきましては、下記のとおりご案内いたします。
敬具
記

１．概要
対象
　全ての契約者※１が対象です。詳しくはＱ１をご覧ください。

実施日\t２０２６年１０月１日
窓口\t（１）電話 （２）電子メール

　　Ｑ１　試用中でも対象ですか。
　　Ａ１　いいえ。次のものは除きます。
　　　・試用
　　Ｑ２　手続は必要ですか。
　　Ａ２　いいえ。

　　ご注意
　　　お支払の方法は変わりません。

　　※１　休止中の契約者を含みます。
　　※２　金額は税込みです。
　※　この書簡へのご返信は不要です。
以上
";

/// The letter in all formats, below `output/kamome/2026-10-01`.
fn built() -> Project {
    let set = SET.replace("documents: [terms]", "documents: [letter]");
    let project =
        Project::empty().with("terms/kamome/set.yaml", set).with("terms/kamome/2026-10-01/letter.yaml", LETTER);
    let run = project.run(&["build", "--formats", "html,pdf,text,docx"]);
    assert_eq!(run.code, 0, "{}", run.err);
    project
}

fn output(project: &Project, format: &str) -> Vec<u8> {
    fs::read(project.path(&format!("output/kamome/2026-10-01/letter.{format}"))).expect("an output")
}

#[test]
fn a_letter_is_read_from_its_number_to_its_end() {
    assert_eq!(String::from_utf8(output(&built(), "txt")).expect("UTF-8"), TEXT);
}

#[test]
fn the_page_has_the_address_before_the_title_and_marks_that_lead_to_notes() {
    let html = String::from_utf8(output(&built(), "html")).expect("UTF-8");
    let at = |part: &str| html.find(part).unwrap_or_else(|| panic!("no {part}"));
    assert!(at("契約者各位") < at("<h1>") && at("<h1>") < at("拝啓"));
    assert!(!html.contains("class=\"edition\""), "the date says of when it is");
    assert!(html.contains("<a href=\"#customers\" class=\"note-mark\">※１</a>"));
    assert!(html.contains("<li id=\"customers\">"));
    assert!(html.contains("<th scope=\"row\">実施日</th>"));
    assert!(html.contains("<div class=\"box\" role=\"note\"><p class=\"box-title\">ご注意</p>"));
    assert!(html.contains("<strong>試用中でも対象ですか。</strong>"));
    assert!(html.contains("<a href=\"#trial\">Ｑ１</a>"));
}

#[test]
fn word_raises_the_mark_and_frames_the_box() {
    let mut archive = zip::ZipArchive::new(Cursor::new(output(&built(), "docx"))).expect("a ZIP file");
    let mut body = String::new();
    archive.by_name("word/document.xml").expect("a body").read_to_string(&mut body).expect("UTF-8");
    let mark = body.find("※１</w:t>").expect("a mark");
    assert!(body[..mark].ends_with("<w:vertAlign w:val=\"superscript\"/></w:rPr><w:t xml:space=\"preserve\">"));
    let tables: Vec<&str> = body.split("<w:tbl>").skip(1).collect();
    assert_eq!(tables.len(), 2);
    assert!(tables[0].contains("\"TableNormal\"") && tables[0].contains("実施日"));
    assert!(tables[1].contains("\"TermsTable\"") && tables[1].contains("ご注意"));
}

#[test]
fn the_pdf_verifies_though_its_title_stands_below_the_address() {
    let run = built().run(&["verify", "output/kamome/2026-10-01/letter.pdf"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn a_changed_label_and_a_changed_answer_are_differences() {
    let changed = LETTER.replace("label: 実施日", "label: 適用日").replace("answer: いいえ。 }", "answer: はい。 }");
    let project = built().with("terms/kamome/2027-04-01/letter.yaml", changed);
    let run = project.run(&["diff", "terms/kamome/2026-10-01", "terms/kamome/2027-04-01"]);
    for words in ["+ 適用日", "+ Ａ２はい"] {
        assert!(run.out.contains(words), "no {words} in {}{}", run.out, run.err);
    }
}
