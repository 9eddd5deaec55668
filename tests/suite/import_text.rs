//! What a person gets of a text file: whole passages, tables and columns, and no page numbers.

use std::path::Path;

use kiyaku::import::label::{self, LabelKind};
use kiyaku::import::manuscript::{Block, Manuscript, RemarkKind};
use kiyaku::import::plain;

fn read(text: &str) -> Manuscript {
    plain::read(text.as_bytes()).expect("is text")
}

fn passages(manuscript: &Manuscript) -> Vec<&str> {
    let text = manuscript.blocks.iter().filter_map(|block| match block {
        Block::Passage(passage) => Some(passage.text.as_str()),
        Block::Table(_) | Block::Break => None,
    });
    text.collect()
}

/// How many passages are articles, and how many are labelled otherwise.
fn labels(manuscript: &Manuscript) -> (usize, usize) {
    let is_date = |label: &label::Label| label.rest.starts_with('年');
    let labels = passages(manuscript).into_iter().filter_map(label::read).filter(|label| !is_date(label));
    let (articles, others): (Vec<_>, Vec<_>) =
        labels.map(|label| matches!(label.kind, LabelKind::Article(_))).partition(|&is_article| is_article);
    (articles.len(), others.len())
}

#[test]
fn a_page_in_two_columns_is_read_column_by_column() {
    let page = "\
                          かもめ予約利用規約


第１条（目的）                    ２ 利用者は、この規約のほか、当社が
 この規約は、かもめ予約の利用につ          別に定める手引を守ります。
 いて、当社と利用者との間の権利と         第３条（利用の申込）
 義務を定めることを目的とします。          利用の申込みは、当社が定める方法
第２条（規約の遵守）                  により行うものとし、当社が承諾し
１ 利用者は、この規約を守って利用          た時に、利用契約が成立します。
 し、他の利用者の利用を妨げる行為         第４条（利用料金）
 をしてはなりません。                 利用者は、利用料金を支払います。


                              1 / 1
";
    let manuscript = read(page);
    assert_eq!(
        passages(&manuscript),
        [
            "かもめ予約利用規約",
            "第１条（目的）",
            "この規約は、かもめ予約の利用について、当社と利用者との間の権利と義務を定めることを目的とします。",
            "第２条（規約の遵守）",
            "１ 利用者は、この規約を守って利用し、他の利用者の利用を妨げる行為をしてはなりません。",
            "２ 利用者は、この規約のほか、当社が別に定める手引を守ります。",
            "第３条（利用の申込）",
            "利用の申込みは、当社が定める方法により行うものとし、当社が承諾した時に、利用契約が成立します。",
            "第４条（利用料金）",
            "利用者は、利用料金を支払います。",
        ]
    );
    let remarks: Vec<_> = manuscript.remarks.iter().map(|remark| (remark.kind, remark.text.as_str())).collect();
    assert_eq!(remarks, [(RemarkKind::Furniture, "1 / 1")]);
}

#[test]
fn aligned_columns_are_a_table_and_cells_are_whole() {
    let text = "\
第１条（定義）

 用語の意味は、次の表のとおりとします。

   用語           意味

①  当社        かもめ医療情報株式会社をいいます。

②  利用者       当社が利用を承諾した医療機関
             をいいます。

第２条（目的）
";
    let manuscript = read(text);
    let [_, _, Block::Table(table), _] = &manuscript.blocks[..] else { panic!("{:?}", manuscript.blocks) };
    let rows: Vec<Vec<&str>> =
        table.rows.iter().map(|row| row.iter().map(|cell| cell.passages[0].text.as_str()).collect()).collect();
    assert_eq!(table.head_rows, 1);
    assert_eq!(
        rows,
        [
            ["用語", "意味"],
            ["① 当社", "かもめ医療情報株式会社をいいます。"],
            ["② 利用者", "当社が利用を承諾した医療機関をいいます。"],
        ]
    );
}

/// Documents of others lie beside the project on some machines. What is at stake is how many provisions they have.
#[test]
fn printed_originals_have_all_their_provisions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    for (name, articles, others) in [("user-card.txt", 29, 67), ("regional-network.txt", 27, 69)] {
        let Ok(bytes) = std::fs::read(folder.join(name)) else { continue };
        let manuscript = plain::read(&bytes).expect("is text");
        assert_eq!(labels(&manuscript), (articles, others), "{name}");
        assert!(manuscript.remarks.is_empty(), "{:?}", manuscript.remarks);
        let ends = passages(&manuscript).into_iter().filter(|text| text.ends_with(['、', 'の', 'を', 'し', 'に']));
        assert_eq!(ends.count(), 0, "{name}");
    }
}
