//! From manuscripts to drafts and their YAML: every notation, nothing lost, and the counts of real documents where they lie
//! beside the project.

use std::fmt::Write as _;
use std::path::Path;

use chrono::NaiveDate;
use kiyaku::import::draft::{Division, DivisionKind, Draft, Drafts, Entry, EntryLabelKind, Part};
use kiyaku::import::manuscript::{Block, FootNote, Manuscript, Mark, Passage};
use kiyaku::import::outline::{self, Context};
use kiyaku::import::{plain, source};
use kiyaku::model::DocumentKind;

use crate::support::Project;

fn context() -> Context {
    Context { effective: None, today: NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day") }
}

/// A passage a line; each ideographic space before it is an indent.
fn manuscript(text: &str) -> Manuscript {
    let mut manuscript = Manuscript::default();
    for (at, line) in text.lines().enumerate() {
        manuscript.lines.push(line.to_owned());
        let indent = 2 * line.chars().take_while(|&c| c == '　').count() as u16;
        let passage = Passage { indent, ..Passage::plain(line.trim(), at as u32 + 1) };
        manuscript.blocks.extend((!line.trim().is_empty()).then_some(Block::Passage(passage)));
    }
    manuscript
}

fn drafts(text: &str) -> Drafts {
    outline::read(&manuscript(text), &context())
}

/// The tree in few words: 条(見出し)[項…]; a paragraph is `p` with what stands below it.
fn shape(draft: &Draft) -> String {
    let mut out = String::new();
    let list = |out: &mut String, entries: &[Entry]| entries.iter().for_each(|entry| show(out, entry));
    list(&mut out, &draft.preamble);
    draft.divisions.iter().chain(&draft.supplementary).for_each(|division| show_division(&mut out, division));
    if draft.closing.is_some() {
        out.push('.');
    }
    list(&mut out, &draft.colophon);
    out
}

fn show_division(out: &mut String, division: &Division) {
    let caption = division.caption.as_ref().map(|caption| caption.words());
    let sign = match division.kind {
        DivisionKind::Chapter => "章",
        DivisionKind::ChapterSection => "節",
        DivisionKind::Article(_) => "条",
        DivisionKind::Section => "＃",
        DivisionKind::Supplementary => "附",
    };
    write!(out, "{sign}{}[", caption.as_ref().map(|caption| caption.as_str()).unwrap_or_default()).expect("a string");
    division.entries.iter().for_each(|entry| show(out, entry));
    division.divisions.iter().for_each(|inner| show_division(out, inner));
    out.push(']');
}

fn show(out: &mut String, entry: &Entry) {
    match entry.label.as_ref().map(|label| &label.kind) {
        None => out.push('p'),
        Some(EntryLabelKind::Number(_, number)) => write!(out, "{number}").expect("a string"),
        Some(EntryLabelKind::Bullet(_)) => out.push('・'),
        Some(EntryLabelKind::Note(_)) => out.push('※'),
    }
    if let Some(title) = &entry.title {
        write!(out, "<{}>", title.as_str()).expect("a string");
    }
    for part in &entry.parts {
        match part {
            Part::Items(entries) | Part::Bullets(entries) | Part::Notes(entries) => {
                out.push('(');
                entries.iter().for_each(|entry| show(out, entry));
                out.push(')');
            }
            Part::Table(_) => out.push('T'),
            Part::Text(lines) => out.push_str(&"t".repeat(lines.len())),
        }
    }
}

#[test]
fn every_notation_gives_the_same_tree() {
    let expected = "条目的[p]条申込み[12(123)]条料金[12]";
    for text in [
        "第１条（目的）\n本文。\n第２条（申込み）\n本文。\n２．次の各号。\n（１）あ。\n（２）い。\n（３）う。\n第３条（料金）\n本文。\n２．本文。",
        "第 1 条 （目的）\n本文。\n第 2 条 （申込み）\n1. 本文。\n2. 次の各号。\n(１) あ。\n(２) い。\n(３) う。\n第 3 条 （料金）\n1. 本文。\n2. 本文。",
        "第１条 目的\n本文。\n第２条 申込み\n１ 本文。\n2 次の各号。\n①あ。\n②い。\n③う。\n第３条 料金\n1 本文。\n２ 本文。",
        "（目的）\n第一条　本文。\n（申込み）\n第二条　本文。\n２　次の各号。\n一　あ。\n二　い。\n三　人のう。\n（料金）\n第三条　本文。\n２　本文。",
        "目的\n第1条\n本文。\n申込み\n第2条\n本文。\n(2)次の各号。\na) あ。\nb) い。\nc) う。\n料金\n第3条\n本文。\n(2)本文。",
        "第１条\n目的\n本文。\n第２条\n申込み\n本文。\n２、次の各号。\nア　あ。\nイ　い。\nウ　う。\n第３条\n料金\n本文。\n２、本文。",
    ] {
        let drafts = drafts(text);
        let shape = shape(&drafts.documents[0]).replace("[p2", "[12");
        assert_eq!((shape.as_str(), drafts.documents.len()), (expected, 1), "{text}");
    }
}

#[test]
fn lists_nest_restart_and_end() {
    for (text, expected) in [
        // Three levels, イ as the first of イロハ and as the second of アイウ.
        ("第１条（あ）\n次の各号。\n（１）あ\nイ　い\nロ　う\n（ⅰ）え\n（２）お", "条あ[p(1(12(1))2)]"),
        ("第１条（あ）\n次の各号。\n（１）あ\nア　い\nイ　う\n（２）お", "条あ[p(1(12)2)]"),
        // Text between items belongs to the item before, after them to the paragraph.
        ("第１条（あ）\n次の各号。\n（１）あ。\nなお、い。\n（２）う。\nこの場合は、え。\n２．お。", "条あ[p(12)t2]"),
        // What follows a text begins again.
        (
            "第１条（あ）\n次の各号。\n（１）あ。\n（２）い。\n次のとおりとする。\n（１）う。\n（２）え。",
            "条あ[p(12)t(12)]",
        ),
        // A number that is not the next one is text.
        ("第１条（あ）\n次の各号。\n（１）あ。\n（３）い。\n２．う。\n４．え。", "条あ[p(1)t2]"),
        ("第１条（あ）\n期間は、\n30 日以内とする。", "条あ[p]"),
        ("第１条（あ）\n次のもの。\n・い\n・う\n２．え。\n※ お。", "条あ[p(・・)2(※)]"),
        ("第１条（あ）\n１．更新\n更新する。\n２．再発行\n再発行する。", "条あ[1<更新>2<再発行>]"),
    ] {
        assert_eq!(shape(&drafts(text).documents[0]), expected, "{text}");
    }
    let remarks = drafts("第１条（あ）\n次の各号。\n（１）あ。\n（３）い。").remarks;
    assert!(remarks.iter().any(|remark| remark.line == 4), "{remarks:?}");
}

#[test]
fn short_lines_above_text_are_headings_and_lists_are_lists() {
    for (text, expected) in [
        (
            "仕様\n1. 料金\n次のとおり。\n・あ\n2. 時間\n(1) 定期\n毎週止める。\n(2) 臨時\n止める。",
            "＃料金[p(・)]＃時間[p(1<定期>2<臨時>)]",
        ),
        ("仕様\n１．甲\n１－１．乙\n本文。\n１－２．丙\n本文。\n２．丁\n本文。", "＃甲[＃乙[p]＃丙[p]]＃丁[p]"),
        ("方針\n次のとおり。\n１．あ\n２．い\n３．う", "p(123)"),
        ("案内\n■ 料金\n無料です。\n■ 時間\nいつでも。", "＃■ 料金[p]＃■ 時間[p]"),
        ("吾輩\n名前はまだ無い。\nどこで生れたか。", "pp"),
    ] {
        assert_eq!(shape(&drafts(text).documents[0]), expected, "{text}");
    }
    let novel = drafts("吾輩\n名前はまだ無い。");
    assert!(novel.remarks.iter().any(|remark| remark.text.contains("条も見出しも")), "{:?}", novel.remarks);
}

#[test]
fn documents_are_told_apart() {
    let text = "2021年10月1日現在\n【利用規約】\n第１条（あ）\n株式会社かもめ（以下「当社」という。）は、い。\n第２条（う）\n詳細は、別紙１に定める。\n以上\n改定履歴\n2020年4月1日　Ver.1.0　制定\n\
                別紙１　仕様\n１．料金\n無料。\n２．時間\nいつでも。\n別添　個人情報の方針\n１ 目的\n次のとおり。\n２ 窓口\n次のとおり。";
    let drafts = drafts(text);
    let titles: Vec<_> =
        drafts.documents.iter().map(|draft| (draft.kind, draft.title.as_ref().map(|t| t.as_str()))).collect();
    assert_eq!(
        titles,
        [
            (DocumentKind::Terms, Some("【利用規約】")),
            (DocumentKind::Annex, Some("仕様")),
            (DocumentKind::Policy, Some("別添　個人情報の方針"))
        ]
    );
    assert_eq!(shape(&drafts.documents[0]), "条あ[p]条う[p].pp");
    assert_eq!(drafts.provider.as_ref().map(|name| name.as_str()), Some("株式会社かもめ"));
    let days: Vec<_> = drafts.revisions.iter().map(|one| (one.number.as_str(), one.effective.to_string())).collect();
    assert_eq!(days, [("2.0", "2021-10-01".to_owned()), ("1.0", "2020-04-01".to_owned())]);
}

#[test]
fn a_letter_is_one_where_all_of_its_parts_are_there() {
    let text = "かも第１号\n２０２６年１０月１日\n会員各位\n株式会社かもめ\n新機能のご案内\n拝啓　時下ますますご清祥のことと存じます。\nさて、次のとおりです。\n敬具\n記\n\
                １．日時\n１０月２日です。\n２．場所\n会議室です。\n以上";
    let drafts = drafts(text);
    let draft = &drafts.documents[0];
    assert_eq!((draft.kind, shape(draft).as_str()), (DocumentKind::Letter, "pp＃日時[p]＃場所[p]."));
    let without = self::drafts(
        "新機能のご案内\n拝啓　時下ますますご清祥のことと存じます。\n敬具\n記\n１．日時\n１０月２日です。\n２．場所\n会議室です。\n以上",
    );
    assert!(without.documents[0].letter.is_none());
}

/// A generator without chance.
fn next(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize
}

fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Every label, and what may stand behind one.
const HEADS: [&str; 40] = [
    "第１章　",
    "第２章 ",
    "第１節　",
    "第１条（",
    "第２条（あ）",
    "第３条 ",
    "第1条の2（い）",
    "第９条",
    "１．",
    "２．",
    "３．",
    "1 ",
    "2 ",
    "（１）",
    "（２）",
    "(1)",
    "①",
    "②",
    "ア　",
    "イ　",
    "ロ　",
    "ⅰ）",
    "a) ",
    "一　",
    "二　",
    "１－１．",
    "１－２．",
    "２－１．",
    "・",
    "- ",
    "※",
    "※１ ",
    "注１．",
    "附則",
    "別紙１　",
    "別添",
    "【",
    "■",
    "拝啓",
    "（",
];
const TAILS: [&str; 20] = [
    "",
    "）",
    "】",
    "目的",
    "料金について",
    "当社は、次のとおりとする。",
    "違反したとき",
    "2021年10月1日現在",
    "利用規約",
    "以上",
    "敬具",
    "記",
    "目次",
    "改定履歴",
    "30 日以内",
    "定める。（",
    "A_b*c [d](e) <f> & `g` \\",
    "会員各位",
    "第１条に定める",
    "　",
];

#[test]
fn no_character_is_lost_whatever_stands_there() {
    let mut seed = 7;
    for round in 0..3_000 {
        let lines = 1 + next(&mut seed) % 24;
        let line = |seed: &mut u64| {
            let head = if next(seed).is_multiple_of(4) { "" } else { HEADS[next(seed) % HEADS.len()] };
            format!("{}{head}{}", "　".repeat(next(seed) % 3), TAILS[next(seed) % TAILS.len()])
        };
        let text: Vec<String> = (0..lines).map(|_| line(&mut seed)).collect();
        let text = text.join("\n");
        let drafts = drafts(&text);
        let kept: String = drafts.documents.iter().flat_map(Draft::texts).map(|text| text.as_str()).collect();
        assert_eq!(visible(&kept), visible(&text), "round {round}:\n{text}");
        assert!(!source::write(&drafts).is_empty());
    }
}

#[test]
fn deep_and_long_input_ends() {
    let nested: String =
        ["（１）あ", "①い", "ア　う", "ⅰ）え", "a) お", "1 か", "１．き", "一　く", "(A) け"].join("\n");
    let text = format!("第１条（あ）\n次のもの。\n{nested}\n{}", "本文。\n".repeat(20_000));
    let kept: String = drafts(&text).documents.iter().flat_map(Draft::texts).map(|text| text.as_str()).collect();
    assert_eq!(visible(&kept), visible(&text));
}

#[test]
fn what_is_written_reads_as_it_was() {
    let nasty = [
        "- 行 # 注: 値",
        "*強調* と _下線_ と **太字**",
        "[角](括弧) と [^注] と ![図](あ)",
        "<b>タグ</b> & &amp; &lt;",
        "`符号` と \\ と \\*",
        "{{ 名前 }} と {% if %}",
        "\"引用\" と '引用'",
        "true",
        "2026-10-01",
        "key: value",
        "? 疑問",
        "%指示 @宛先",
        "| 縦 > 右",
        "終わりの\\",
        "a_b_c と __d__",
        "~~取消~~ と ==印==",
        "http://example.com/a_(b)",
        "1. 番号",
        "# 見出し",
        "末尾の:",
    ];
    let mut text = "取扱い\n\n".to_owned();
    nasty.iter().for_each(|line| write!(text, "{line}。\n\n").expect("a string"));
    let run = Project::empty().with("original.txt", text).run(&["import", "original.txt", "--out", "terms/one"]);
    assert!(run.code == 0 && run.out.contains("100 %"), "{}{}", run.out, run.err);
}

#[test]
fn links_and_notes_are_kept() {
    let mut passage = Passage::plain("詳細は料金表を見てください。", 2);
    passage.text.mark(9..18, Mark::Link("https://example.jp/a b".into()));
    passage.text.mark(18..18, Mark::Note("7".into()));
    passage.notes.push(FootNote { id: "7".into(), text: kiyaku::import::manuscript::Written::new("税込み。", 9) });
    let mut manuscript = manuscript("第１条（料金）");
    manuscript.blocks.push(Block::Passage(passage));
    let files = source::write(&outline::read(&manuscript, &context()));
    let (_, yaml) = &files[1];
    assert!(yaml.contains("詳細は[料金表](https://example.jp/a%20b)[^note-1]を見てください。"), "{yaml}");
    assert!(yaml.contains("- id: note-1\n            text: 税込み。"), "{yaml}");
}

#[test]
fn a_plain_period_is_proposed_and_others_are_not() {
    let yaml = |sentence: &str| source::write(&drafts(&format!("第１条（廃止）\n{sentence}")))[1].1.clone();
    let plain = yaml("当社は、サービスを廃止するときは、廃止日の６０日前までに契約者に通知します。");
    assert!(plain.contains("period: { id: abolition-notice, days: 60, before: abolition, by: notice }"), "{plain}");
    for sentence in [
        "当社は、廃止日の６０日前まで又は３か月前までに通知します。",
        "当社は、６０日以内に通知します。",
        "当社は、翌月から起算して６０日前までに通知します。",
        "当社は、廃止日の３営業日前までに通知します。",
    ] {
        assert!(!yaml(sentence).contains("period:"), "{sentence}");
    }
}

/// Counts of 項 and 号 in the table of a fact sheet, by article.
fn facts(name: &str) -> Option<Vec<(u32, usize, Vec<usize>)>> {
    let sheet = std::fs::read_to_string(Path::new("../shared/systems").join(format!("{name}.md"))).ok()?;
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let counts = cells.get(5)?.split(' ').map(|count| count.parse().ok()).collect::<Option<Vec<usize>>>()?;
        Some((cells.get(2)?.parse().ok()?, cells.get(4)?.parse().ok()?, counts))
    };
    let table = sheet.split("## Articles").nth(1)?.split("\n## ").next()?;
    Some(table.lines().filter_map(row).collect())
}

/// Only where the samples lie beside the project.
#[test]
fn real_documents_have_the_counts_of_their_fact_sheets() {
    for name in ["user-card", "regional-network"] {
        let sample = std::fs::read(Path::new("../shared/samples").join(format!("{name}.txt")));
        let (Ok(bytes), Some(facts)) = (sample, facts(name)) else { return };
        let manuscript = plain::read(&bytes).expect("a text");
        let drafts = outline::read(&manuscript, &context());
        let items = |entry: &Entry| {
            let lists = entry.parts.iter().filter_map(|part| match part {
                Part::Items(items) => Some(items.len()),
                _ => None,
            });
            lists.sum()
        };
        let count = |(number, article): (usize, &Division)| {
            (number as u32 + 1, article.entries.len(), article.entries.iter().map(items).collect::<Vec<usize>>())
        };
        let found: Vec<_> = drafts.documents[0].divisions.iter().enumerate().map(count).collect();
        assert_eq!(found, facts, "{name}");
    }
}
