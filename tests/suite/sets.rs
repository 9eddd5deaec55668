//! The sets in the tree: what they must contain, counted on the flow that every output is made from.

use std::fs;
use std::path::Path;

use kiyaku::check::{Checked, CheckedEdition, check};
use kiyaku::flow::{self, Block, Flow, List, ListKind, Paragraph, Section, SectionKind, plain_text};
use kiyaku::workspace;

use crate::support::root;

pub fn checked(set: &str) -> Checked {
    check(workspace::read(&root().join(Path::new("terms")).join(set)).expect("the set"))
}

fn edition<'c>(checked: &'c Checked, name: &str) -> &'c CheckedEdition {
    checked.sets[0].editions.iter().find(|edition| edition.name == name).expect("an edition")
}

/// The documents of the contract, in the order of the set.
pub fn flows(checked: &Checked, name: &str) -> Vec<Flow> {
    let set = &checked.sets[0];
    let edition = edition(checked, name);
    let described = set.set.as_ref().map(|described| (set.id.as_str(), described));
    let context = flow::Context { set: described, edition: &edition.edition, analysis: &edition.analysis };
    (0..edition.edition.contract().len()).map(|index| flow::build(context, index)).collect()
}

/// Sections of a kind, at any depth, in reading order.
pub fn sections(blocks: &[Block], kind: SectionKind) -> Vec<&Section> {
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

/// Numbers and titles of the numbered headings at the top of a document.
pub fn headings(document: &Flow) -> Vec<String> {
    let heading = |block: &Block| match block {
        Block::Section(section) if section.kind == SectionKind::Section => {
            Some(format!("{}{}", section.heading.label, plain_text(&section.heading.title)))
        }
        _ => None,
    };
    document.blocks.iter().filter_map(heading).collect()
}

/// Names of the periods of an edition, in reading order.
pub fn periods(checked: &Checked, name: &str) -> Vec<String> {
    let documents = &edition(checked, name).edition.documents;
    documents.iter().flat_map(|document| document.gather().periods).map(|(_, period)| period.id.name.clone()).collect()
}

fn items(paragraph: &Paragraph) -> usize {
    let list = |block: &Block| match block {
        Block::List(List { kind: ListKind::Items, items }) => items.len(),
        _ => 0,
    };
    paragraph.blocks.iter().map(list).sum()
}

fn articles(terms: &Flow) -> Vec<&Section> {
    sections(&terms.blocks, SectionKind::Article)
}

fn captions(terms: &Flow) -> Vec<String> {
    let caption = |article: &Section| plain_text(&article.heading.title).trim_matches(['（', '）']).to_owned();
    articles(terms).into_iter().map(caption).collect()
}

/// One line for each article, as in `tests/data/articles.tsv`: set, revision, number, items of each paragraph.
fn shape(set: &str, name: &str) -> String {
    let line = |(index, article): (usize, &Section)| {
        let counts: Vec<String> =
            paragraphs(article).into_iter().map(|paragraph| items(paragraph).to_string()).collect();
        format!("{set}\t{name}\t{}\t{}\n", index + 1, counts.join(" "))
    };
    articles(&flows(&checked(set), name)[0]).into_iter().enumerate().map(line).collect()
}

/// Articles of each chapter.
fn chapters(terms: &Flow) -> Vec<usize> {
    let chapters = sections(&terms.blocks, SectionKind::Chapter);
    chapters.into_iter().map(|chapter| sections(&chapter.blocks, SectionKind::Article).len()).collect()
}

#[test]
fn the_sets_are_clean() {
    for (set, documents) in [
        ("receipt-cloud", 10),
        ("regional-network", 4),
        ("user-card", 2),
        ("security-sharing", 6),
        ("online-consultation", 8),
    ] {
        let checked = checked(set);
        assert_eq!(checked.diagnostics, [], "{set}");
        let contract = checked.sets[0].editions.iter().map(|edition| edition.edition.contract().len());
        assert_eq!(contract.sum::<usize>(), documents, "{set}");
    }
}

#[test]
fn the_terms_have_their_articles_paragraphs_and_items() {
    let receipt_cloud = &flows(&checked("receipt-cloud"), "2026-10-01")[0];
    assert_eq!(chapters(receipt_cloud), [6, 11, 5, 4, 5, 3, 2, 2]);
    let articles = articles(receipt_cloud);
    assert_eq!(articles[37].heading.label, "第３８条");
    // The first paragraph shows no number, the others do.
    let labels: Vec<_> = paragraphs(articles[6]).into_iter().map(|paragraph| paragraph.label.as_deref()).collect();
    assert_eq!(labels, [None, Some("２．"), Some("３．"), Some("４．"), Some("５．"), Some("６．")]);
    let sharing = &flows(&checked("security-sharing"), "2021-01-11")[0];
    assert_eq!(chapters(sharing), [4, 4, 4, 8, 12]);
    let expected = fs::read_to_string(root().join("tests/data/articles.tsv")).expect("the table");
    let found: String = [
        ("receipt-cloud", "2026-10-01"),
        ("regional-network", "2021-10-01"),
        ("user-card", "2021-01-15"),
        ("security-sharing", "2021-01-11"),
    ]
    .map(|(set, name)| shape(set, name))
    .concat();
    for (found, expected) in found.lines().zip(expected.lines().skip(1)) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.lines().count() + 1, expected.lines().count());
}

#[test]
fn a_revision_inserts_one_article_and_renames_one_caption() {
    for (set, old, new, inserted, renamed, before) in [
        ("receipt-cloud", "2026-10-01", "2027-04-01", "稼働状況の公表", "登録データの取扱い", "データの取扱い"),
        (
            "regional-network",
            "2019-04-01",
            "2021-10-01",
            "不測の事態による停止",
            "IDとパスワードの管理",
            "パスワードの管理",
        ),
        (
            "user-card",
            "2016-02-25",
            "2021-01-15",
            "利用施設の利用申請等の窓口設置",
            "利用者カードの更新・再発行",
            "利用者カードの更新等",
        ),
        (
            "security-sharing",
            "2021-01-11",
            "2021-04-01",
            "提供情報の共有区分",
            "投稿データの訂正及び削除",
            "投稿データの削除",
        ),
    ] {
        let checked = checked(set);
        let captions = |edition| captions(&flows(&checked, edition)[0]);
        let mut expected = captions(new);
        expected.retain(|caption| caption != inserted);
        let at = expected.iter().position(|caption| caption == renamed).expect(renamed);
        before.clone_into(&mut expected[at]);
        assert_eq!(captions(old), expected, "{set}");
    }
}

#[test]
fn the_annexes_have_their_numbered_sections() {
    let flows = flows(&checked("receipt-cloud"), "2026-10-01");
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
fn the_specification_has_its_sections_and_its_table_of_services() {
    let specification = &flows(&checked("regional-network"), "2021-10-01")[1];
    let expected = [
        "1.提供サービス",
        "2.サービス料金",
        "3.サービス提供時間",
        "4.メンテナンスによるサービス停止",
        "5.ID・パスワード盗用時の対応",
        "6.サービスの利用終了について",
        "7.お問い合わせ先について",
    ];
    assert_eq!(headings(specification), expected);
    let text = kiyaku::text::render(specification);
    let functions = ["検査予約", "外来診療・栄養指導予約", "実施確認", "結果報告", "患者紹介", "HPKI電子署名"];
    let rows = text.lines().filter(|line| functions.iter().any(|function| line.contains(&format!("\t{function}\t"))));
    assert_eq!(rows.count(), functions.len() + 1, "one row each, and the row of the fee of a signature");
}

#[test]
fn the_figures_and_periods_of_the_terms_are_in_the_text() {
    let receipt_cloud = checked("receipt-cloud");
    let terms = kiyaku::text::render(&flows(&receipt_cloud, "2026-10-01")[0]);
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
    assert!(periods(&receipt_cloud, "2026-10-01").len() >= 12);
}

#[test]
fn the_figures_and_periods_of_the_other_sets_are_in_the_text() {
    let regional_network = checked("regional-network");
    let texts: Vec<String> = flows(&regional_network, "2021-10-01").iter().map(kiyaku::text::render).collect();
    for (document, figures) in [
        (0, &["2021年10月1日現在", "30日以内", "1年間", "30日前", "3か月間", "1か月前", "相当の期間", "その全文"][..]),
        (
            1,
            &[
                "2021年10月1日現在",
                "24時間",
                "22時から翌日の日曜日の7時まで",
                "9時間",
                "7日前",
                "毎月20日",
                "20日前",
                "8時間30分",
            ],
        ),
    ] {
        for figure in figures {
            assert!(texts[document].contains(figure), "{figure}");
        }
    }
    let expected = [
        "acceptance",
        "expiry",
        "renewal-refusal",
        "service-change",
        "terms-change",
        "extra-maintenance",
        "end-of-use",
        "end-of-use-day",
        "late-end-of-use-day",
    ];
    assert_eq!(periods(&regional_network, "2021-10-01"), expected);
    let user_card = checked("user-card");
    let [old, new] = ["2016-02-25", "2021-01-15"].map(|name| kiyaku::text::render(&flows(&user_card, name)[0]));
    assert!(old.contains("発行の日から3年間とします") && !old.contains("5年間"), "{old}");
    for figure in ["3年間又は5年間", "24時間", "6年間", "60日前", "第1.00版", "第2.00版"] {
        assert!(new.contains(figure), "{figure}");
    }
    let validity = ["card-validity", "card-validity-long", "certificate-validity", "certificate-validity-long"];
    let others = ["revocation-list", "record-retention", "discontinuation", "abolition-revocation"];
    assert_eq!(periods(&user_card, "2021-01-15"), [&["terms-change"], &validity[..], &others].concat());
}
