//! `check --fix`: certain repairs only, every other byte as it was.

use crate::support::{Project, TERMS_PATH};

const SPOILT: &str = "\u{FEFF}kind: terms\r\nid: terms # 注\r\ntitle: かもめ予約利用規約\r\narticles:\r
  - caption: 規約の適用\r
    paragraphs:\r
      - この規約は、３条を除き、、適用します。。\r
      - \"第２条（当社の解除権）の定めにより、第第２条\\u306E解除をします。\"\r
  - caption: 当社による解除権\r
    paragraphs:\r
      - text: 次の各項のとおりとします。 # 残る\r
        items: [甲, 乙]\r
  - caption: 雑則\r
    paragraphs: [第９条によります。]\r
";

#[test]
fn only_what_is_certain_is_rewritten() {
    let project = Project::valid().with(TERMS_PATH, SPOILT);
    let run = project.run(&["check", "--fix"]);
    // What is not certain remains and still fails.
    assert_eq!(run.code, 1);
    assert!(run.out.contains("「第９条」はありません"), "{}", run.out);
    assert_eq!(run.out.matches("エラー[").count(), 1, "{}", run.out);
    let fixed = SPOILT
        .replace("３条を除き、、適用します。。", "第３条を除き、適用します。")
        .replace("第２条（当社の解除権）", "第２条（当社による解除権）")
        .replace("第第２条", "第２条")
        .replace("次の各項", "次の各号");
    assert_eq!(std::fs::read_to_string(project.path(TERMS_PATH)).expect("the file"), fixed);
    for line in ["「３条」→「第３条」", "「次の各項」→「次の各号」", "6 か所を直しました。"]
    {
        assert!(run.err.contains(line), "{line}: {}", run.err);
    }
    // Nothing more to do.
    let again = project.run(&["check", "--fix", "--lang", "en"]);
    assert!(again.err.contains("repairs made: 0."), "{}", again.err);
    assert_eq!(std::fs::read_to_string(project.path(TERMS_PATH)).expect("the file"), fixed);
}

#[test]
fn a_shared_block_is_repaired_once() {
    let block = "block: rule\ncontent:\n  - 適用します。。\n";
    let path = "terms/kamome/2026-10-01/shared/rule.yaml";
    let uses = "articles:\n  - caption: 適用\n    paragraphs:\n      - include: { block: rule }\n      - include: { block: rule }\n";
    let document = format!("kind: terms\nid: terms\ntitle: 規約\n{uses}");
    let project = Project::valid().with(path, block).with(TERMS_PATH, document);
    assert_eq!(project.run(&["check", "--fix"]).code, 0);
    assert_eq!(std::fs::read_to_string(project.path(path)).expect("the block"), block.replace("。。", "。"));
}
