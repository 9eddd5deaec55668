//! What people new to the format write: one slip, one finding at its place, with words that tell what to write.

use crate::support::{Finding, Project, SET, TERMS_PATH};

const SET_PATH: &str = "terms/kamome/set.yaml";
const ANNEX_PATH: &str = "terms/kamome/2026-10-01/annex.yaml";

/// Terms that the annex refers to, and the other way round: when one cannot be read, the other must not look wrong.
const TERMS: &str = "\
kind: terms
id: terms
title: かもめ予約利用規約
articles:
  - id: application
    caption: 規約の適用
    paragraphs:
      - この規約は、かもめ予約の利用に適用します。
      - 料金は、[（）](annex:)のとおりとします。
  - id: prohibitions
    caption: 禁止事項
    paragraphs:
      - text: 契約者は、次の行為をしてはなりません。
        items:
          - 法令に反する行為
          - 権利を侵害する行為
supplementary:
  - effective: 2026-10-01
    paragraphs:
      - この規約は、２０２６年１０月１日から施行します。
";

const ANNEX: &str = "\
kind: annex
id: annex
title: 料金
sections:
  - id: prices
    title: 料金の表
    paragraphs:
      - text: 料金は、[](terms:prohibitions)を守る契約者について、次の表のとおりとします。
        table:
          columns: [種類, 月額]
          rows:
            - [基本, \"5,000円\"]
            - [標準, \"9,000円\"]
";

fn project(slip: (&str, &str, &str)) -> Project {
    let set = SET.replace("[terms]", "[terms, annex]");
    let (at, right, wrong) = slip;
    let files = [(SET_PATH, set.as_str()), (TERMS_PATH, TERMS), (ANNEX_PATH, ANNEX)];
    files.into_iter().fold(Project::empty(), |project, (path, text)| {
        assert!(path != at || text.contains(right), "{right} is not in {path}");
        project.with(path, if path == at { text.replacen(right, wrong, 1) } else { text.to_owned() })
    })
}

fn findings(slip: (&str, &str, &str)) -> Vec<Finding> {
    project(slip).check("terms/kamome")
}

#[test]
fn the_samples_are_right() {
    assert!(findings((TERMS_PATH, "kind", "kind")).is_empty());
}

#[test]
fn one_slip_gives_one_finding_that_says_what_to_write() {
    let terms = [
        ("    caption: 禁止", "   caption: 禁止", 11, "4個にしてください"),
        ("    caption: 禁止", "      caption: 禁止", 11, "「caption:」の行と同じ4個"),
        ("  - id: proh", "- id: proh", 10, "「- id:」の行と同じ2個"),
        ("  - id: proh", "    - id: proh", 10, "「- id:」の行と同じ2個"),
        ("          - 権利", "        - 権利", 16, "「- 」の行と同じ10個"),
        ("      - 料金は", "      料金は", 9, "行の頭に「- 」を付けてください"),
        ("      - 料金は", "      -料金は", 9, "半角の「-」と半角空白一つ"),
        ("      - 料金は", "      -　料金は", 9, "半角の「-」と半角空白一つ"),
        ("      - 料金は", "      ・料金は", 9, "半角の「-」と半角空白一つ"),
        ("caption: 禁止", "caption：禁止", 11, "半角の「:」と半角空白"),
        ("title: かもめ", "title：かもめ", 3, "半角の「:」と半角空白"),
        ("    paragraphs:", "    paragraphs：", 7, "半角の「:」と半角空白"),
        ("    caption: 禁止", "　　caption: 禁止", 11, "全角空白を半角空白に"),
        ("    caption: 禁止", "\tcaption: 禁止", 11, "半角空白二つずつ"),
        ("- text: 契約者", "- 契約者", 14, "「- text: 文章」の形に"),
        ("articles:\n", "chapters:\n  - title: 総則\n    articles:\n", 7, "行頭の半角空白を二つ多く"),
    ];
    for (right, wrong, line, help) in terms {
        expect(&findings((TERMS_PATH, right, wrong)), wrong, line, help);
    }
    let annex = [
        ("\"5,000円\"", "\"5,000円", 12, "二つ一組"),
        ("\"5,000円\"]", "\"5,000円\"", 12, "「]」を書き足して"),
        ("\"5,000円\"", "5,000円", 12, "\"5,000円\" のように"),
    ];
    for (right, wrong, line, help) in annex {
        expect(&findings((ANNEX_PATH, right, wrong)), wrong, line, help);
    }
    let set = [
        ("title: ", "title:", 1, "コロンの後に半角空白"),
        ("\"1.0\"", "\"1.0", 5, "二つ一組"),
        ("announced: 2026-06-01", "announced: 2026-6-1", 5, "2026-06-01 と書いて"),
        ("announced: 2026-06-01", "announced: ２０２６年６月１日", 5, "2026-06-01 と書いて"),
    ];
    for (right, wrong, line, help) in set {
        expect(&findings((SET_PATH, right, wrong)), wrong, line, help);
    }
}

fn expect(found: &[Finding], wrong: &str, line: u64, help: &str) {
    let first = found.iter().find(|finding| finding.help.contains(help));
    let first = first.unwrap_or_else(|| panic!("{wrong}: no 「{help}」 in {found:#?}"));
    assert_eq!(first.line, line, "{wrong}: {first:#?}");
    let others: Vec<_> = found.iter().filter(|finding| !std::ptr::eq(*finding, first)).collect();
    let follows = |finding: &Finding| ["missing-values", "conflicting-keys"].contains(&finding.rule.as_str());
    assert!(others.iter().all(|finding| follows(finding)), "{wrong}: {others:#?}");
}

#[test]
fn a_file_in_another_encoding_is_not_also_missing() {
    let (sjis, path) = (b"kind: annex\nid: annex\ntitle: \x97\xBF\x8B\xE0\n".to_vec(), ANNEX_PATH);
    let found = project((TERMS_PATH, "kind", "kind")).with(path, sjis).check("terms/kamome");
    assert_eq!(found.iter().map(|finding| finding.rule.as_str()).collect::<Vec<_>>(), ["not-utf8"]);
}

#[test]
fn a_folder_that_is_nearly_a_date_is_told_its_name() {
    let project = Project::valid().with("terms/kamome/2027-4-1/terms.yaml", TERMS);
    let found = project.check("terms/kamome");
    assert!(found.iter().any(|finding| finding.help.contains("2027-04-01 という名前")), "{found:#?}");
}

#[test]
fn a_sentence_that_goes_on_after_a_number_sign_is_missed() {
    let swallowed = |text: &str| {
        let found = findings((TERMS_PATH, "法令に反する行為", text));
        found.iter().any(|finding| finding.rule == "comments-in-text" && finding.line == 15)
    };
    assert!(swallowed("法令に # 1 反する行為をいいます。"));
    assert!(!swallowed("法令に反する行為をいいます。 # 見直しました。") && !swallowed("法令に反する行為 # 見直し"));
}
