//! `kiyaku diff` and references left behind: what became of each provision, and the papers that say so.

use std::fmt::Write;
use std::process::Command;

use serde_json::Value;

use crate::support::{Project, Run};

const OLD: &str = "terms/kamome/2026-10-01";
const NEW: &str = "terms/kamome/2027-04-01";

const SET: &str = "\
title: かもめ予約
provider: { name: かもめ医療情報株式会社, contact: 窓口 00-0000-0000 }
documents: [terms]
revisions:
  - { number: \"1.0\", effective: 2026-10-01, announced: 2026-06-01, note: 制定 }
  - { number: \"2.0\", effective: 2027-04-01, announced: 2027-01-05, channel: [website], note: 料金を改めた }
";

/// An article: caption, then its paragraphs as YAML.
type Article = (String, String);

const HEAD: &str = "kind: terms\nid: terms\ntitle: かもめ予約利用規約\narticles:\n";

fn document(articles: &[Article]) -> String {
    articles.iter().fold(HEAD.to_owned(), |mut out, (caption, paragraphs)| {
        write!(out, "  - caption: {caption}\n    paragraphs:\n{paragraphs}").expect("text");
        out
    })
}

/// Every subject has words of its own; each article cites the one after it.
fn articles() -> Vec<Article> {
    const SUBJECTS: [&str; 38] = [
        "適用範囲",
        "用語の定義",
        "契約の申込み",
        "契約の成立",
        "本人確認",
        "利用開始日",
        "端末の準備",
        "通信回線",
        "利用料金",
        "支払方法",
        "遅延損害金",
        "領収書",
        "予約の登録",
        "予約の取消し",
        "待合の表示",
        "診療科の設定",
        "職員の権限",
        "暗証番号",
        "記録の保存",
        "控えの取得",
        "障害の連絡",
        "保守の時間",
        "夜間の停止",
        "苦情の受付",
        "個人情報",
        "秘密の保持",
        "再委託",
        "知的財産",
        "禁止行為",
        "利用の停止",
        "契約の解除",
        "期間の満了",
        "記録の返還",
        "記録の消去",
        "損害の賠償",
        "責任の制限",
        "通知の方法",
        "管轄裁判所",
    ];
    let article = |(at, subject): (usize, &&str)| {
        let next = wide((at + 1) % 38 + 1);
        let paragraphs = format!(
            "      - {subject}については、{subject}に関する細目に従うほか、第{next}条の定めによります。\n      \
             - 当社は、{subject}を見直すときは、{subject}の見直しの日を定めて契約者に通知します。\n"
        );
        ((*subject).to_owned(), paragraphs)
    };
    SUBJECTS.iter().enumerate().map(article).collect()
}

fn wide(number: usize) -> String {
    number.to_string().chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).expect("a digit")).collect()
}

fn inserted() -> Article {
    ("試用".to_owned(), "      - 当社は、申込みの前に十四日を限り無償で試すことを認めます。\n".to_owned())
}

fn project(old: &str, new: &str) -> Project {
    let project = Project::empty().with("terms/kamome/set.yaml", SET);
    project.with(&format!("{OLD}/terms.yaml"), old).with(&format!("{NEW}/terms.yaml"), new)
}

fn json(run: &Run) -> Value {
    assert_eq!(run.code, 0, "{}", run.err);
    serde_json::from_str(&run.out).expect("JSON")
}

/// The summary, and the changes of substance as kind, old and new citation.
fn compared(old: &str, new: &str) -> (Value, Vec<(String, String, String)>) {
    let report = json(&project(old, new).run(&["diff", OLD, NEW, "--format", "json"]));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let changes = report["changes"].as_array().expect("a list").iter();
    let changes = changes
        .filter(|change| change["kind"] != "renumbered")
        .map(|change| (text(&change["kind"]), text(&change["old"]["citation"]), text(&change["new"]["citation"])));
    (report["summary"].clone(), changes.collect())
}

fn change(kind: &str, old: &str, new: &str) -> (String, String, String) {
    (kind.to_owned(), old.to_owned(), new.to_owned())
}

/// References to the ninth article and later, one further.
fn followed(articles: &[Article]) -> Vec<Article> {
    let follow = |(caption, paragraphs): &Article| {
        let mut paragraphs = paragraphs.clone();
        for number in (9..=38).rev() {
            paragraphs = paragraphs.replace(&format!("第{}条", wide(number)), &format!("第{}条", wide(number + 1)));
        }
        (caption.clone(), paragraphs)
    };
    articles.iter().map(follow).collect()
}

#[test]
fn an_article_inserted_is_one_change_and_the_rest_only_new_numbers() {
    let mut new = followed(&articles());
    new.insert(8, inserted());
    let (summary, changes) = compared(&document(&articles()), &document(&new));
    assert_eq!(changes, [change("inserted", "", "第９条（試用）")]);
    // Thirty articles have new numbers, and the eighth cites one of them.
    assert_eq!((&summary["renumbered"], &summary["changed"]), (&31.into(), &0.into()), "{summary}");
}

#[test]
fn the_same_text_is_no_change() {
    let text = document(&articles());
    let (summary, changes) = compared(&text, &text);
    assert_eq!((changes.len(), &summary["renumbered"]), (0, &0.into()));
    let run = project(&text, &text).run(&["diff", OLD, NEW]);
    assert!(run.out.contains("内容の違いはありません"), "{}", run.out);
    let twice = project(&text, &text).run(&["diff", OLD, OLD]);
    assert_eq!((twice.code, twice.out.contains("内容の違いはありません")), (0, true));
}

#[test]
fn width_spaces_and_numerals_are_shown_only_on_request() {
    let mut new = articles();
    new[3].1 = new[3].1.replace("第５条", "第五条").replace("については、", "については ");
    new[3].1 = new[3].1.replace("については ", "については、");
    let (old, new) = (document(&articles()), document(&new));
    let (summary, changes) = compared(&old, &new);
    assert_eq!((changes.len(), &summary["changed"]), (0, &0.into()));
    let shown = project(&old, &new).with("kiyaku.yaml", "comparison: { notation: shown }\n");
    let report = json(&shown.run(&["diff", OLD, NEW, "--format", "json"]));
    assert_eq!(report["summary"]["changed"], 1);
}

#[test]
fn what_moved_was_removed_renamed_split_or_merged_is_told_apart() {
    let old = articles();
    let fresh = |edit: &dyn Fn(&mut Vec<Article>)| {
        let mut new = old.clone();
        edit(&mut new);
        // What they cite is not what this is about.
        let plain = |articles: &[Article]| {
            let mut text = document(articles);
            for number in (1..=38).rev() {
                text = text.replace(&format!("第{}条", wide(number)), "別の条");
            }
            text
        };
        compared(&plain(&old), &plain(&new)).1
    };
    let moved = fresh(&|new| {
        let article = new.remove(4);
        new.insert(29, article);
    });
    assert_eq!(moved, [change("moved", "第５条（本人確認）", "第３０条（本人確認）")]);
    let removed = fresh(&|new| drop(new.remove(20)));
    assert_eq!(removed, [change("removed", "第２１条（障害の連絡）", "")]);
    let renamed = fresh(&|new| "料金の額".clone_into(&mut new[8].0));
    assert_eq!(renamed, [change("changed", "第９条（利用料金）", "第９条（料金の額）")]);
    let split = fresh(&|new| {
        let (first, second) = new[10].1.split_at(new[10].1.find("      - 当社").expect("a second paragraph"));
        let second = second.to_owned();
        new[10].1 = first.to_owned();
        new.insert(11, ("見直し".to_owned(), second));
    });
    assert_eq!(
        split,
        [
            change("changed", "第１１条（遅延損害金）", "第１１条（遅延損害金）"),
            change("split", "", "第１２条（見直し）"),
        ]
    );
    let merged = fresh(&|new| {
        let article = new.remove(12);
        new[11].1.push_str(&article.1);
    });
    assert_eq!(
        merged,
        [change("changed", "第１２条（領収書）", "第１２条（領収書）"), change("merged", "第１３条（予約の登録）", ""),]
    );
}

const TABLE: &str = "\
kind: terms
id: terms
title: かもめ予約利用規約
articles:
  - id: fees
    caption: 利用料金
    paragraphs:
      - text: 利用料金は、次の表のとおりとします。
        table:
          columns: [プラン, 内容, 月額]
          row-heads: 1
          rows:
            - [標準, 保管の容量が百ギガバイトまでのもの, 12,000円]
            - [大容量, 保管の容量に上限のないもの, 30,000円]
";

#[test]
fn a_cell_that_changed_is_the_only_text_that_differs() {
    let old = TABLE.replace("12,000円", "\"12,000円\"").replace("30,000円", "\"30,000円\"");
    let new = old.replace("30,000", "33,000");
    let report = json(&project(&old, &new).run(&["diff", OLD, NEW, "--format", "json"]));
    let texts = report["changes"][0]["texts"].as_array().expect("a list");
    assert_eq!(texts.len(), 1, "{texts:?}");
    assert_eq!(texts[0]["new"]["text"], "33,000円");
    assert_eq!(texts[0]["new"]["spans"], serde_json::json!([[0, 6]]));
    // The rest of the table is left out.
    let project = project(&old, &new);
    assert_eq!(project.run(&["diff", OLD, NEW, "--format", "html", "--out", "c.html"]).code, 0);
    let page = std::fs::read_to_string(project.path("c.html")).expect("the page");
    assert!(page.contains("<u>33,000</u>円") && page.contains("<u>30,000</u>円"), "{page}");
    assert!(page.contains("大容量") && !page.contains("百ギガバイト"));
}

#[test]
fn the_table_folds_what_is_not_changed_and_gives_reasons() {
    let mut new = followed(&articles());
    new.insert(8, inserted());
    let changes = "    changes: [{ provision: terms#article-9, reason: 要望に応えるため }]\n";
    let set = SET.replace(
        "  - { number: \"2.0\", effective: 2027-04-01, announced: 2027-01-05, channel: [website], note: 料金を改めた }\n",
        &format!("  - number: \"2.0\"\n    effective: 2027-04-01\n    announced: 2027-01-05\n    channel: [website]\n{changes}"),
    );
    let project = project(&document(&articles()), &document(&new)).with("terms/kamome/set.yaml", set);
    let run = project.run(&["diff", OLD, NEW, "--format", "html"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let page = std::fs::read_to_string(project.path("output/kamome/2027-04-01/comparison.html")).expect("the page");
    for expected in [
        "現行（第１．０版）",
        "第１条から第７条まで　（略）",
        "（新設）",
        "要望に応えるため",
        "第９条から第３８条まで　（略）",
        "第１０条から第３９条まで　（略）",
        "条番号の繰下げ",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    let right = project.with("kiyaku.yaml", "comparison: { old: right }\n");
    right.run(&["diff", OLD, NEW, "--format", "html", "--out", "r.html"]);
    let page = std::fs::read_to_string(right.path("r.html")).expect("the page");
    assert!(page.find("改定後（").expect("new") < page.find("現行（").expect("old"));
    let notice = right.run(&["diff", OLD, NEW, "--notice"]);
    for expected in ["2027年4月1日から効力を生じます", "第９条（試用）\t新設\t要望に応えるため", "窓口 00-0000-0000"]
    {
        assert!(notice.out.contains(expected), "{expected}: {}", notice.out);
    }
}

#[test]
fn a_subtitle_with_a_new_date_is_a_change_of_the_title() {
    let old = document(&articles()).replace("利用規約\n", "利用規約\nsubtitle: 2026年10月1日現在\n");
    let (_, changes) = compared(&old, &old.replace("2026年10月1日", "2027年4月1日"));
    let title = |day: &str| format!("かもめ予約利用規約　{day}現在");
    assert_eq!(changes, [change("changed", &title("2026年10月1日"), &title("2027年4月1日"))]);
}

#[test]
fn the_same_revisions_give_the_same_bytes() {
    let mut new = articles();
    new.swap(3, 20);
    let project = project(&document(&articles()), &document(&new));
    for format in ["html", "pdf", "json"] {
        let bytes = |name: &str| {
            project.run(&["diff", OLD, NEW, "--format", format, "--out", name]);
            std::fs::read(project.path(name)).expect("a file")
        };
        assert!(bytes("one") == bytes("two"), "{format}");
    }
}

#[test]
fn a_reason_for_a_provision_that_does_not_exist_is_found() {
    let text = document(&articles());
    let set = SET.replace("note: 料金を改めた }", "changes: [{ provision: terms#fee, reason: 値上げ }] }");
    let project = project(&text, &text).with("terms/kamome/set.yaml", set);
    let found = project.check("terms");
    assert!(found.iter().any(|finding| finding.rule == "unknown-changes" && finding.line == 6), "{found:?}");
}

#[test]
fn what_cannot_be_compared_is_said_and_fails() {
    let text = document(&articles());
    let project = project(&text, &text).with("terms/kamome/2028-04-01/readme.txt", "");
    for (arguments, expected) in [
        (["diff", OLD, "terms/kamome/2030-01-01"], "見つかりません"),
        (["diff", "terms/kamome", NEW], "一つの改定ではありません"),
        (["diff", "git:v9.9", NEW], "「v9.9」という版がない"),
        (["diff", "git:--output=x", NEW], "という版がない"),
    ] {
        let run = project.run(&arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.contains(expected), "{arguments:?}: {}", run.err);
    }
    let empty = project.run(&["diff", OLD, "terms/kamome/2028-04-01"]);
    assert_eq!(empty.code, 1);
    assert!(empty.err.contains("文書がありません"), "{}", empty.err);
    let broken = project.with(&format!("{NEW}/terms.yaml"), "kind: [");
    let run = broken.run(&["diff", OLD, NEW]);
    assert!(run.code == 1 && run.err.contains("比べられません"), "{}", run.err);
}

#[test]
fn the_old_revision_may_lie_in_git() {
    let text = document(&articles());
    let project = project(&text, &text);
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
        let mut command = Command::new("git");
        command.args(identity).args(arguments).current_dir(project.path("")).env("GIT_CONFIG_GLOBAL", "/dev/null");
        assert!(command.output().expect("git").status.success(), "{arguments:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "first"]);
    let changed = text.replace("適用範囲に関する細目", "適用範囲に関する規則");
    let project = project.with(&format!("{NEW}/terms.yaml"), changed);
    for old in ["git:HEAD", "git:HEAD:terms/kamome/2026-10-01"] {
        let report = json(&project.run(&["diff", old, NEW, "--format", "json"]));
        assert_eq!(report["summary"]["changed"], 1, "{old}");
    }
    let absent = project.run(&["diff", "git:HEAD:terms/kamome/2001-01-01", NEW]);
    assert_eq!(absent.code, 2);
    assert!(absent.err.contains("改定のフォルダ"), "{}", absent.err);
}

#[test]
fn references_left_behind_by_an_insertion_are_found_and_repaired() {
    let mut left = articles();
    // The author mended one of them, and wrote another sentence anew.
    left[12].1 = left[12].1.replace("第１４条", "第１５条");
    left[13].1 = left[13].1.replace("に関する細目に従うほか、第１５条の定めによります", "には、第１５条を準用します");
    left.insert(8, inserted());
    let project = project(&document(&articles()), &document(&left));
    let found: Vec<_> = project.check("terms").into_iter().filter(|one| one.rule == "shifted-references").collect();
    // The eighth to the thirty-seventh cite the ninth to the thirty-eighth, but for those two.
    assert_eq!(found.len(), 28);
    assert_eq!(found[0].help, "第１０条");
    assert!(found[0].message.contains("「第９条」は、前の改定では今の第１０条を指していました"), "{found:?}");
    // The same where only the revision is asked for.
    assert_eq!(project.check(NEW).iter().filter(|one| one.rule == "shifted-references").count(), 28);
    let run = project.run(&["check", "--fix"]);
    assert_eq!(run.code, 0, "{}", run.out);
    let mut mended = followed(&articles());
    mended[13].1 = left[14].1.clone();
    mended.insert(8, inserted());
    let written = std::fs::read_to_string(project.path(&format!("{NEW}/terms.yaml"))).expect("the file");
    assert_eq!(written, document(&mended));
}

#[test]
fn a_repair_keeps_captions_groups_and_the_digits_of_the_author() {
    let article = |caption: &str, text: &str| (caption.to_owned(), format!("      - {text}\n"));
    let old = [
        article("適用", "この規約は、第3条（料金）及び第四条第１項に定める場合に適用します。"),
        article("申込み", "申込みは、書面によります。"),
        article("料金", "料金は、月額とします。"),
        article("解約", "解約は、月末とします。"),
    ];
    let mut new = old.to_vec();
    new.insert(1, article("試用", "試用は、無償とします。"));
    let project = project(&document(&old), &document(&new));
    let found = project.check("terms");
    let rules: Vec<&str> = found.iter().filter(|one| one.severity == "error").map(|one| one.rule.as_str()).collect();
    assert_eq!(rules, ["shifted-references", "shifted-references"], "{found:?}");
    project.run(&["check", "--fix"]);
    let written = std::fs::read_to_string(project.path(&format!("{NEW}/terms.yaml"))).expect("the file");
    assert!(written.contains("第4条（料金）及び第五条第１項に定める"), "{written}");
}
