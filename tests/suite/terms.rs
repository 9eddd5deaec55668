//! Terms across the documents of a set: what the terms define holds in the annexes, what an annex defines does not
//! leave it.

use crate::support::Project;

const SET: &str = "\
title: 渡し船
provider: { name: すみれ渡船 }
documents: [terms, one, two]
revisions:
  - { number: \"1.0\", effective: 2026-10-01 }
";

const TERMS: &str = "\
kind: terms
id: terms
title: 渡船規約
articles:
  - caption: 適用
    paragraphs:
      - すみれ渡船（以下「当社」といいます。）は、川を渡る船（以下「渡し船」といいます。）に人を乗せます。
  - caption: 責任
    paragraphs:
      - 当社は、免責を定めません。時刻は、別紙１及び別紙２によります。
";

fn annex(id: &str, text: &str) -> String {
    format!("kind: annex\nid: {id}\ntitle: 別表\nsections:\n  - title: 時刻\n    paragraphs:\n      - {text}\n")
}

/// Rule, file and the lines of the other places.
fn found(one: &str, two: &str) -> Vec<(String, String, Vec<u64>)> {
    let project = Project::empty()
        .with("terms/ferry/set.yaml", SET)
        .with("terms/ferry/2026-10-01/terms.yaml", TERMS)
        .with("terms/ferry/2026-10-01/one.yaml", annex("one", one))
        .with("terms/ferry/2026-10-01/two.yaml", annex("two", two));
    let findings = project.check("terms").into_iter();
    let file = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    findings.map(|finding| (finding.rule, file(&finding.path), finding.related)).collect()
}

#[test]
fn terms_hold_in_annexes() {
    assert_eq!(found("渡し船は、朝に出ます。", "渡し船は、夜に休みます。"), []);
    let unused = found("船は、朝に出ます。", "船は、夜に休みます。");
    assert_eq!(unused, [("unused-terms".to_owned(), "terms.yaml".to_owned(), vec![])]);
}

#[test]
fn annexes_define_for_themselves() {
    let apart = "最初の渡し船（以下「始発」といいます。）は、六時とし、始発の前に門を開けます。";
    assert_eq!(found(apart, apart), []);
    let again = found(apart, "川を下る船（以下「渡し船」といいます。）は、渡し船の旗を揚げます。");
    assert_eq!(again, [("duplicate-definitions".to_owned(), "two.yaml".to_owned(), vec![7])]);
}
