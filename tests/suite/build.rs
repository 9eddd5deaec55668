//! What `build` writes, and what the command line answers.

use crate::support::{Project, SET, TERMS, TERMS_PATH};

#[test]
fn outputs_stand_where_the_design_says() {
    let project = Project::valid();
    let run = project.run(&["build", "--formats", "text,pdf,html"]);
    assert_eq!(run.code, 0, "{}", run.err);
    for name in ["terms.html", "terms.pdf", "terms.txt"] {
        assert!(project.path("output/kamome/2026-10-01").join(name).is_file(), "{name}");
    }
    let index = std::fs::read_to_string(project.path("output/index.html")).expect("an index");
    for link in ["kamome/2026-10-01/terms.html", "kamome/2026-10-01/terms.pdf", "kamome/2026-10-01/terms.txt"] {
        assert!(index.contains(&format!("href=\"{link}\"")), "{link}");
    }
    assert_eq!(run.out, "1 文書を output に書き出しました（4 ファイル）。\n");
}

#[test]
fn only_the_formats_asked_for_are_written() {
    let project = Project::valid();
    assert_eq!(project.run(&["build", "--formats", "text", "--out", "public/規約"]).code, 0);
    let names: Vec<_> = project.files("public").into_iter().map(|(path, _)| path).collect();
    let expected = ["public/規約/index.html", "public/規約/kamome/2026-10-01/terms.txt"];
    assert_eq!(names, expected.map(|path| project.path(path)));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (one, two) = (Project::valid(), Project::valid());
    let formats = ["build", "--formats", "html,pdf,text"];
    assert_eq!(one.run_with(&formats, &[("TZ", "UTC"), ("RAYON_NUM_THREADS", "1")]).code, 0);
    assert_eq!(two.run_with(&formats, &[("TZ", "Asia/Tokyo"), ("LANG", "C")]).code, 0);
    let bytes = |project: &Project| project.files("output").into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>();
    assert_eq!(bytes(&one), bytes(&two));
    // The one thing from outside that may change them.
    assert_eq!(two.run_with(&formats, &[("SOURCE_DATE_EPOCH", "1700000000")]).code, 0);
    assert_ne!(bytes(&one), bytes(&two));
}

#[test]
fn a_part_can_be_built_without_losing_the_index_of_the_whole() {
    let project = Project::valid()
        .with("terms/tsubame/set.yaml", SET.replace("かもめ予約", "つばめ予約"))
        .with("terms/tsubame/2026-10-01/terms.yaml", TERMS.replace("かもめ", "つばめ"));
    assert_eq!(project.run(&["build"]).code, 0);
    let index = std::fs::read(project.path("output/index.html")).expect("an index");
    for part in ["terms/kamome", "terms/kamome/2026-10-01", TERMS_PATH] {
        let run = project.run(&["build", part]);
        assert_eq!((run.code, run.out.starts_with("1 文書を")), (0, true), "{part}: {} {}", run.out, run.err);
    }
    assert_eq!(std::fs::read(project.path("output/index.html")).expect("an index"), index);
}

#[test]
fn one_file_of_a_set_is_checked_with_its_set_but_speaks_for_itself() {
    let project = Project::valid()
        .with("terms/kamome/set.yaml", SET.replace("[terms]", "[terms, annex]"))
        .with("terms/kamome/2026-10-01/annex.yaml", "kind: annex\nid: annex\ntitle: 仕様\nsections: 一つ\n");
    let linked = TERMS.replace("利用に適用します。", "[](annex:)に適用します。");
    let project = project.with(TERMS_PATH, linked);
    let broken: Vec<_> = project.check("terms").into_iter().map(|finding| finding.rule).collect();
    assert_eq!(broken, ["wrong-types"], "a link to a document that is there is no second finding");
    assert_eq!(project.check(TERMS_PATH), []);
}

#[test]
fn annexes_are_numbered_in_the_order_of_the_set_and_links_say_so() {
    let annex = |id: &str, title: &str| {
        format!(
            "kind: annex\nid: {id}\ntitle: {title}\nsections:\n  - id: {id}-scope\n    title: 範囲\n    paragraphs: [対象です。]\n"
        )
    };
    let links = "[](prices:)、[（）](prices:)、[](prices:prices-scope)、[（）](security:security-scope)";
    let project = Project::valid()
        .with("terms/kamome/set.yaml", SET.replace("[terms]", "[terms, security, prices]"))
        .with("terms/kamome/2026-10-01/prices.yaml", annex("prices", "料金"))
        .with("terms/kamome/2026-10-01/security.yaml", annex("security", "安全管理"))
        .with(TERMS_PATH, TERMS.replace("利用に適用します。", links));
    assert_eq!(project.run(&["build", "--formats", "text,html"]).code, 0);
    let text = std::fs::read_to_string(project.path("output/kamome/2026-10-01/terms.txt")).expect("text");
    assert!(text.contains("別紙２、別紙２（料金）、別紙２の１、別紙１「１．範囲」"), "{text}");
    let page = std::fs::read_to_string(project.path("output/kamome/2026-10-01/terms.html")).expect("a page");
    assert!(page.contains("href=\"prices.html#prices-scope\""), "{page}");
}

#[test]
fn help_speaks_both_languages() {
    let project = Project::empty();
    for (arguments, environment, words) in [
        (vec!["--help"], vec![], ["使い方", "コマンド", "オプション"]),
        (vec!["--help", "--lang", "en"], vec![], ["Usage", "Commands", "Options"]),
        (vec!["build", "--help"], vec![("KIYAKU_LANG", "en")], ["Usage", "Folder to write to", "Options"]),
        (vec!["check", "--help"], vec![("KIYAKU_LANG", "ja")], ["使い方", "警告もエラーとして扱います", "オプション"]),
    ] {
        let run = project.run_with(&arguments, &environment);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        for word in words {
            assert!(run.out.contains(word), "{word} in {}", run.out);
        }
        let japanese = words[0] == "使い方";
        assert_eq!(run.out.contains("Usage") || run.out.contains("Print"), !japanese, "{}", run.out);
    }
}

#[test]
fn usage_errors_speak_the_readers_language() {
    let project = Project::empty();
    for (arguments, japanese, english) in [
        (
            vec!["chek"],
            "「chek」というコマンドはありません。「check」ではありませんか。",
            "unrecognized subcommand 'chek'",
        ),
        (vec!["build", "--format", "pdf"], "「--format」という指定はありません。", "unexpected argument '--format'"),
        (
            vec!["build", "--formats", "odt"],
            "「odt」は指定できません。指定できるのは html、pdf、text、docx です。",
            "invalid value 'odt'",
        ),
        (vec![], "コマンドを指定してください", "requires a subcommand"),
    ] {
        let run = project.run(&arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(run.err.contains(japanese), "{}", run.err);
        let run = project.run_with(&arguments, &[("KIYAKU_LANG", "en")]);
        assert!(run.code == 2 && run.err.contains(english), "{}", run.err);
    }
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let text = TERMS.replace("- この規約は、", "- |\n        この規約は、\n\n        ");
    let project = Project::valid().with(TERMS_PATH, text);
    assert_eq!(project.run(&["check"]).code, 0);
    assert_eq!(project.run(&["build"]).code, 0);
    let run = project.run(&["check", "--deny", "warnings", "--lang", "en"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("warning[blank-lines-in-text]"), "{}", run.out);
    assert!(run.out.ends_with("documents checked: 1; errors: 0; warnings: 1.\n"), "{}", run.out);
}
