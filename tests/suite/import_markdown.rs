//! Markdown files, read.

use kiyaku::import::error::Error;
use kiyaku::import::manuscript::{Block, Manuscript, Mark, Passage, RemarkKind};
use kiyaku::import::markdown::read;

fn file(text: &str) -> Manuscript {
    read(text.as_bytes()).expect("a text")
}

fn passages(found: &Manuscript) -> Vec<&Passage> {
    found.blocks.iter().filter_map(|block| if let Block::Passage(it) = block { Some(it) } else { None }).collect()
}

/// Text, line and heading of every passage.
fn told(found: &Manuscript) -> Vec<(&str, u32, Option<u8>)> {
    passages(found).iter().map(|it| (it.text.as_str(), it.text.first_line(), it.heading)).collect()
}

const TERMS: &str = "\
---
title: 規約
---
# かもめ予約利用規約

この規約は、利用の
条件を定めます。
（１）甲
（２）乙

## 第１条（目的）

3. 三つ
   続き
4. 四つ
   - 点の**一つ**
   - （ア）打った番号

1) 括弧

    字下げ
";

#[test]
fn numbers_stand_before_their_texts_and_lines_are_those_of_the_file() {
    let found = file(TERMS);
    assert_eq!(
        told(&found),
        [
            ("かもめ予約利用規約", 4, Some(1)),
            ("この規約は、利用の条件を定めます。", 6, None),
            ("（１）甲", 8, None),
            ("（２）乙", 9, None),
            ("第１条（目的）", 11, Some(2)),
            ("3. 三つ続き", 13, None),
            ("4. 四つ", 15, None),
            ("・点の一つ", 16, None),
            ("（ア）打った番号", 17, None),
            ("1) 括弧", 19, None),
            ("字下げ", 21, None),
        ]
    );
    let second = passages(&found)[1];
    assert_eq!(second.text.line_at(second.text.as_str().len() - 3), 7);
    assert_eq!(found.lines.len(), TERMS.lines().count());
    assert_eq!((found.lines[1].as_str(), found.lines[12].as_str()), ("title: 規約", "3. 三つ"));
    assert_eq!((found.remarks[0].kind, found.remarks[0].line), (RemarkKind::Furniture, 2));
    assert!(passages(&found)[7].indent > passages(&found)[6].indent);
}

#[test]
fn tables_links_and_notes_are_what_they_are() {
    let text = "料金[^a]は[表](https://example.jp/)と[内](#a)による。\n\n| 区分 | 額 |\n|---|--:|\n| 初期 | 千円<br>税込 |\n\n[^a]: 税込み\n  です。\n";
    let found = file(text);
    let first = passages(&found)[0];
    assert_eq!(first.text.as_str(), "料金は表と内による。");
    let links: Vec<&Mark> = first.text.marks().iter().map(|(_, mark)| mark).collect();
    assert_eq!(links, [&Mark::Note("a".into()), &Mark::Link("https://example.jp/".into())]);
    assert_eq!(first.notes[0].text.as_str(), "税込みです。");
    assert_eq!(first.notes[0].text.first_line(), 7);
    let Some(Block::Table(table)) = found.blocks.get(1) else { panic!("{:?}", found.blocks) };
    assert_eq!((table.head_rows, table.line, table.rows.len()), (1, 3, 2));
    let cell: Vec<&str> = table.rows[1][1].passages.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(cell, ["千円", "税込"]);
    assert_eq!(found.blocks.len(), 2);
}

#[test]
fn code_is_text_and_raw_elements_and_pictures_are_told() {
    let found = file("`甲` <u>乙</u>\n\n```\n一\n二\n```\n\n<div>丙</div>\n\n![図の説明](flow.png)\n");
    assert_eq!(told(&found).iter().map(|(text, ..)| *text).collect::<Vec<_>>(), ["甲 乙", "一", "二", "丙"]);
    let kinds: Vec<(RemarkKind, u32)> = found.remarks.iter().map(|remark| (remark.kind, remark.line)).collect();
    assert_eq!(
        kinds,
        [(RemarkKind::Doubtful, 1), (RemarkKind::Doubtful, 1), (RemarkKind::Doubtful, 8), (RemarkKind::Picture, 10)]
    );
    assert_eq!(found.remarks[3].text, "図（flow.png）: 図の説明");
}

#[test]
fn what_is_no_text_is_refused_and_depth_ends() {
    assert!(matches!(read(b"PK\x03\x04"), Err(Error::Text(_))));
    let deep = "> ".repeat(20_000) + "甲";
    assert!(!file(&deep).blocks.is_empty());
    let nested: String = (0..300).map(|depth| format!("{}- 甲\n", "  ".repeat(depth))).collect();
    assert_eq!(passages(&file(&nested)).len(), 300);
}
