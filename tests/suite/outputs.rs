//! Findings as people at a terminal, pull requests and code-scanning services get them.

use serde_json::Value;

use crate::support::{Project, TERMS_PATH};

/// A text whose findings have a second place, in a file whose name needs escapes.
const NAME: &str = "規約, 案 100%.yaml";

fn project() -> Project {
    let text = "\
kind: terms
id: draft
title: 利用規約
articles:
  - caption: 規約の適用
    paragraphs:
      - 𠮟野支店は、令和８年（２０２７年）から対応します。
      - 当社は、、通知します。
";
    Project::empty().with(NAME, text)
}

#[test]
fn a_finding_at_a_terminal_names_the_command_that_explains_it() {
    let project = project();
    let japanese = project.run(&["check", NAME]);
    assert!(japanese.out.contains("= 説明: kiyaku explain mismatched-eras"), "{}", japanese.out);
    assert!(japanese.out.contains("= 直し方: "), "{}", japanese.out);
    let english = project.run(&["check", NAME, "--lang", "en"]);
    assert!(english.out.contains("= note: kiyaku explain doubled-punctuation"), "{}", english.out);
}

#[test]
fn annotations_are_one_line_each_and_escaped() {
    let run = project().run(&["check", NAME, "--format", "github"]);
    assert_eq!(run.code, 1);
    let lines: Vec<&str> = run.out.lines().filter(|line| line.starts_with("::")).collect();
    assert_eq!(lines.len(), 3, "{}", run.out);
    let file = "file=規約%2C 案 100%25.yaml";
    // 𠮟 is one column.
    let start = format!("::error {file},line=7,col=20,endLine=7,endColumn=25,title=mismatched-eras::「令和８年」と");
    assert!(lines[1].starts_with(&start), "{}", lines[1]);
    assert!(lines[1].contains("%0A直し方: "), "{}", lines[1]);
    assert!(lines[2].starts_with(&format!("::warning {file},line=8,")), "{}", lines[2]);
    assert!(run.out.ends_with("1 文書を調べました。エラー 2 件、警告 1 件。\n"), "{}", run.out);
}

#[test]
fn annotations_of_a_clean_set_are_none() {
    let run = Project::valid().run(&["check", "--format", "github"]);
    assert_eq!((run.code, run.out.contains("::")), (0, false));
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text instead of {value}"))
}

fn place(location: &Value) -> [u64; 4] {
    let region = &location["physicalLocation"]["region"];
    ["startLine", "startColumn", "endLine", "endColumn"].map(|key| region[key].as_u64().expect("a number"))
}

#[test]
fn sarif_has_what_the_standard_requires() {
    let run = project().run(&["check", NAME, "--format", "sarif"]);
    assert_eq!(run.code, 1);
    let log: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    assert!(text(&log["$schema"]).ends_with("sarif-schema-2.1.0.json"));
    let runs = log["runs"].as_array().expect("runs");
    assert_eq!(runs.len(), 1);
    let run = &runs[0];
    assert_eq!((text(&run["columnKind"]), text(&run["language"])), ("unicodeCodePoints", "ja"));
    let driver = &run["tool"]["driver"];
    assert_eq!(text(&driver["name"]), "kiyaku");
    let rules = driver["rules"].as_array().expect("rules");
    let names: Vec<&str> = rules.iter().map(|rule| text(&rule["id"])).collect();
    assert_eq!(names, ["doubled-punctuation", "mismatched-eras", "mismatched-ids"]);
    for rule in rules {
        assert!(text(&rule["shortDescription"]["text"]).ends_with('。'));
        assert!(text(&rule["help"]["text"]).starts_with(text(&rule["fullDescription"]["text"])));
        assert!(["error", "warning"].contains(&text(&rule["defaultConfiguration"]["level"])));
    }
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 3);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(names[index], text(&result["ruleId"]));
        assert!(!text(&result["message"]["text"]).is_empty());
        let location = &result["locations"][0];
        let uri = text(&location["physicalLocation"]["artifactLocation"]["uri"]);
        assert_eq!(uri, "%E8%A6%8F%E7%B4%84%2C%20%E6%A1%88%20100%25.yaml");
        assert!(place(location).iter().all(|number| *number >= 1));
    }
    let eras = &results[1];
    assert_eq!((text(&eras["ruleId"]), text(&eras["level"])), ("mismatched-eras", "error"));
    assert_eq!(place(&eras["locations"][0]), [7, 20, 7, 25]);
    let related = eras["relatedLocations"].as_array().expect("related places");
    assert_eq!((related.len(), place(&related[0])), (1, [7, 15, 7, 19]));
    assert_eq!(
        (related[0]["id"].as_u64(), text(&related[0]["message"]["text"])),
        (Some(1), "こちらは「令和８年」です")
    );
    assert_eq!(results[2].get("relatedLocations"), None);
}

#[test]
fn sarif_of_a_clean_set_has_an_empty_list_of_results() {
    let run = Project::valid().run(&["check", TERMS_PATH, "--format", "sarif", "--lang", "en"]);
    let log: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!((run.code, &log["runs"][0]["results"]), (0, &Value::Array(Vec::new())));
    assert_eq!(text(&log["runs"][0]["language"]), "en");
}
