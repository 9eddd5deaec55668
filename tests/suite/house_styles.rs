//! How documents look that were written in another house: captions in other brackets or none, bare labels, headings
//! without numbers, text after lists, a colophon.

use std::fs;
use std::io::{Cursor, Read};

use crate::support::{Project, SET};

const FOLDER: &str = "terms/kamome/2026-10-01";

const TERMS: &str = "\
kind: terms
id: terms
title: かもめ予約利用規約
numbering: { digits: half-width, paragraphs: \"2 \", items: [(１), 1）], captions: 【見出し】 }
articles:
  - id: conduct
    caption: 禁止行為
    paragraphs:
      - text: 契約者は、次の行為をしてはなりません。
        items:
          - 虚偽の届出
          - text: 次の機器の持出し
            items: [端末, 鍵]
            text-after: ただし、当社が認めた機器を除きます。
        notes: [届出には、変更の届出を含みます。]
        text-after: 前各号のほか、契約者は、[](#contact)の連絡を怠ってはなりません[^urgent]。
      - text: 当社は、次の事項を通知します。
        items: [日時]
        text-after:
          - 通知は、電子メールで行います。
          - text: 次の場合は、この限りでありません。
            bullets: [緊急のとき]
            notes: [{ id: late, text: 後日通知します。 }]
  - id: contact
    paragraphs:
      - 契約者は、[（）](#conduct)に反する行為を知ったときは、当社に連絡します。
closing: 以上
colophon:
  - 制定　2026年10月1日
  - text: お問合せ
    facts: [{ label: 電話, text: 00-0000-0000 }]
";

const TEXT: &str = "\
かもめ予約利用規約
第1.0版　2026年10月1日施行
かもめ医療情報株式会社

第1条【禁止行為】
契約者は、次の行為をしてはなりません。
　(１)虚偽の届出
　(２)次の機器の持出し
　　1）端末
　　2）鍵
　　ただし、当社が認めた機器を除きます。
　※　届出には、変更の届出を含みます。
前各号のほか、契約者は、第2条の連絡を怠ってはなりません。
2 当社は、次の事項を通知します。
　(１)日時
　通知は、電子メールで行います。
　次の場合は、この限りでありません。
　　・緊急のとき

第2条
契約者は、第1条（禁止行為）に反する行為を知ったときは、当社に連絡します。
以上
制定　2026年10月1日
お問合せ

電話\t00-0000-0000
";

/// The set with these documents in it, built in all formats.
fn built(documents: &[(&str, &str)]) -> Project {
    let names: Vec<&str> = documents.iter().map(|(name, _)| *name).collect();
    let set = SET.replace("documents: [terms]", &format!("documents: [{}]", names.join(", ")));
    let project = Project::empty().with("terms/kamome/set.yaml", set);
    let project =
        documents.iter().fold(project, |project, (name, text)| project.with(&format!("{FOLDER}/{name}.yaml"), text));
    let run = project.run(&["build", "--formats", "html,pdf,text,docx"]);
    assert_eq!(run.code, 0, "{}", run.err);
    project
}

fn terms() -> Project {
    let text =
        TERMS.replace("[^urgent]", "").replace("            notes: [{ id: late, text: 後日通知します。 }]\n", "");
    built(&[("terms", &text)])
}

fn output(project: &Project, file: &str) -> String {
    String::from_utf8(fs::read(project.path(&format!("output/kamome/2026-10-01/{file}"))).expect("an output"))
        .expect("UTF-8")
}

fn word(project: &Project, name: &str) -> String {
    let bytes = fs::read(project.path(&format!("output/kamome/2026-10-01/{name}.docx"))).expect("an output");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP file");
    let mut body = String::new();
    archive.by_name("word/document.xml").expect("a body").read_to_string(&mut body).expect("UTF-8");
    body
}

/// The words of markup, tags left out.
fn words(markup: &str) -> String {
    markup.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)).collect()
}

#[test]
fn the_text_has_every_label_and_continuation_in_its_place() {
    assert_eq!(output(&terms(), "terms.txt"), TEXT);
}

#[test]
fn the_page_keeps_a_continuation_with_its_provision() {
    let html = output(&terms(), "terms.html");
    let paragraph = html.split("id=\"conduct.1\"").nth(1).expect("a paragraph");
    let paragraph = &paragraph[..paragraph.find("id=\"conduct.2\"").expect("the next")];
    assert!(paragraph.contains("<p>前各号のほか、契約者は、<a href=\"#contact\">第2条</a>の連絡"), "{paragraph}");
    let item = paragraph.split("id=\"conduct.1.2\"").nth(1).expect("an item");
    assert!(item.contains("</ol>\n<p>ただし、当社が認めた機器を除きます。</p>\n</li>"), "{item}");
    assert!(html.contains("第1条</a>【禁止行為】</h2>"), "{html}");
    assert!(html.contains("第2条</a></h2>"));
    assert!(html.find("以上").expect("a closing") < html.find("制定　2026年").expect("a colophon"));
}

#[test]
fn word_counts_bare_labels_and_says_the_rest_as_the_text_does() {
    let project = terms();
    let body = words(&word(&project, "terms"));
    let at = |part: &str| body.find(part).unwrap_or_else(|| panic!("no {part}: {body}"));
    assert!(at("【禁止行為】") < at("鍵") && at("鍵") < at("ただし、当社が") && at("ただし、当社が") < at("前各号の"));
    assert!(at("次の場合は") < at("緊急のとき") && at("以上") < at("制定　2026年10月1日"));
    assert!(!body.contains("2 当社"), "the number is Word's");
}

#[test]
fn the_pdf_says_what_the_text_says_in_its_order() {
    let run = terms().run(&["verify", "output/kamome/2026-10-01/terms.pdf"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn what_stands_in_a_continuation_or_colophon_is_checked() {
    let text = TERMS.replace("制定　2026年10月1日", "制定　2026年2月30日");
    let project = Project::valid().with(&format!("{FOLDER}/terms.yaml"), text);
    let found = project.check("terms");
    let rules: Vec<&str> = found.iter().map(|finding| finding.rule.as_str()).collect();
    for rule in ["unbound-footnotes", "unused-footnotes", "impossible-dates", "missing-captions"] {
        assert!(rules.contains(&rule), "{rule}: {found:#?}");
    }
}

#[test]
fn a_mark_in_a_continuation_finds_the_note_before_it() {
    let text = "\
kind: terms
id: terms
title: かもめ予約利用規約
articles:
  - caption: 料金
    paragraphs:
      - text: 次の料金を支払います。
        items: [月額, 年額]
        notes: [{ id: tax, text: 税込みです。 }]
        text-after: 料金[^tax]は、前払いとします。
";
    let project = built(&[("terms", text)]);
    assert!(output(&project, "terms.html").contains("料金<a href=\"#tax\" class=\"note-mark\">※</a>は、前払い"));
}

const GUIDE: &str = "\
kind: policy
id: guide
title: ご利用の手引
numbering: { sections: none }
sections:
  - id: start
    title: 始め方
    paragraphs: [\"[](#stop)をご覧ください。\"]
    sections:
      - { id: device, title: 端末, paragraphs: [{ items: [電源を入れます。] }] }
  - id: stop
    title: やめ方
    paragraphs: [\"[](#device)の電源を切り、[](#device.1.1)の逆を行います。\"]
";

const MEMO: &str = "\
kind: policy
id: memo
title: 覚書
numbering: { sections: １． }
body:
  - 当社は、次のとおりお知らせします。
  - text: 日程は、次のとおりです。
    bullets: [十月一日]
colophon: [問合せは、窓口で受け付けます。]
";

const ANNEX: &str = "\
kind: annex
id: annex
title: 仕様
numbering: { sections: \"第1 \" }
sections:
  - title: 概要
    paragraphs: [\"全体の仕様は、[](#detail)と[](guide:device)のとおりです。\"]
    sections: [{ id: detail, title: 細目, paragraphs: [細目です。] }]
";

#[test]
fn headings_without_numbers_are_cited_by_their_titles() {
    let project = built(&[("guide", GUIDE), ("annex", ANNEX)]);
    let text = output(&project, "guide.txt");
    assert!(text.contains("\n始め方\n「やめ方」をご覧ください。\n\n端末\n"), "{text}");
    assert!(text.contains("\n「端末」の電源を切り、「端末」（１）の逆を行います。\n"), "{text}");
    let text = output(&project, "annex.txt");
    assert!(
        text.contains("\n第1 概要\n全体の仕様は、第1-1とご利用の手引「端末」のとおりです。\n\n第1-1 細目\n"),
        "{text}"
    );
    let html = output(&project, "guide.html");
    assert!(html.contains("<li><a href=\"#start\">始め方</a>"), "{html}");
}

#[test]
fn a_document_may_have_a_body_without_headings() {
    let project = built(&[("memo", MEMO)]);
    let text = output(&project, "memo.txt");
    let end = "\n当社は、次のとおりお知らせします。\n日程は、次のとおりです。\n　・十月一日\n問合せは、窓口で受け付けます。\n";
    assert!(text.ends_with(end), "{text}");
    let run = project.run(&["verify", "output/kamome/2026-10-01/memo.pdf"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn a_comparison_shows_what_changed_in_a_continuation_and_a_colophon() {
    let set = SET.trim_end().to_owned()
        + "\n  - { number: \"2.0\", effective: 2027-04-01, announced: 2027-01-05, channel: [website], note: 改めた }\n";
    let old = TERMS.replace("[^urgent]", "");
    let new = old
        .replace("ただし、当社が認めた機器", "ただし、当社が書面で認めた機器")
        .replace("00-0000-0000", "00-0000-1111");
    let project = Project::empty().with("terms/kamome/set.yaml", set).with(&format!("{FOLDER}/terms.yaml"), &old);
    let project = project.with("terms/kamome/2027-04-01/terms.yaml", &new);
    let run = project.run(&["diff", FOLDER, "terms/kamome/2027-04-01", "--format", "html"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let page = fs::read_to_string(project.path("output/kamome/2027-04-01/comparison.html")).expect("a comparison");
    let shown = words(&page);
    for part in ["第1条【禁止行為】", "当社が書面で認めた機器", "00-0000-1111"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

/// Every way to write a label stands in all outputs as its example says, up to the second.
#[test]
fn labels_are_written_as_their_example_says() {
    for (example, second) in [
        ("2", "2　"),
        ("１", "２　"),
        ("①", "②　"),
        ("ア", "イ　"),
        ("１ ", "２ "),
        ("(１)", "(２)"),
        ("（1）", "（2）"),
        ("(1)．", "(2)．"),
        ("1)", "2)"),
        ("１)", "２)"),
        ("a）", "b）"),
        ("ｂ）", "ｂ）"),
        ("ⅰ）", "ⅱ）"),
        ("(a)", "(b)"),
        ("【１】", "【２】"),
        ("Q1", "Q2　"),
    ] {
        let example = if example == "ｂ）" { "ａ）" } else { example };
        let text = format!(
            "kind: terms\nid: terms\ntitle: 規約\nnumbering: {{ paragraphs: \"{example}\", items: [\"{example}\"], first-paragraph: numbered }}\n\
             articles:\n  - caption: 手続\n    paragraphs:\n      - 甲の手続をします。\n      - text: 次の手続をします。\n        items: [乙の手続, 丙の手続]\n"
        );
        let project = built(&[("terms", &text)]);
        let plain = output(&project, "terms.txt");
        assert!(plain.contains(&format!("\n{second}次の手続")), "{example}: {plain}");
        assert!(plain.contains(&format!("\n　{second}丙の手続")), "{example}: {plain}");
        let html = words(&output(&project, "terms.html"));
        assert!(html.contains(&format!("{second}丙の手続")), "{example}: {html}");
        let run = project.run(&["verify", "output/kamome/2026-10-01/terms.pdf"]);
        assert_eq!(run.code, 0, "{example}: {}{}", run.out, run.err);
        // Typed again, it is found.
        let typed = text.replace("丙の手続", &format!("{}　丙の手続", second.trim_end()));
        let found = Project::valid().with(&format!("{FOLDER}/terms.yaml"), typed).check("terms");
        assert!(found.iter().any(|finding| finding.rule == "typed-numbers"), "{example}: {found:#?}");
    }
}
