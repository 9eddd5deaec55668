//! Pages of terms, read.

use kiyaku::flow::Figure;
use kiyaku::import::error::Error;
use kiyaku::import::html::read;
use kiyaku::import::manuscript::{Block, Manuscript, Mark, Passage, RemarkKind, Table};

use crate::support::{Project, root};

fn page(body: &str) -> Manuscript {
    read(format!("<!doctype html><html><head><title>規約</title></head><body>{body}</body></html>").as_bytes())
        .expect("a page")
}

fn passages(found: &Manuscript) -> Vec<&Passage> {
    found.blocks.iter().filter_map(|block| if let Block::Passage(it) = block { Some(it) } else { None }).collect()
}

fn texts(found: &Manuscript) -> Vec<&str> {
    passages(found).into_iter().map(|passage| passage.text.as_str()).collect()
}

fn tables(found: &Manuscript) -> Vec<&Table> {
    found.blocks.iter().filter_map(|block| if let Block::Table(it) = block { Some(it) } else { None }).collect()
}

#[test]
fn white_space_is_that_of_a_browser() {
    let found = page(
        "<h1>利用\n規約</h1><p>この規約は、\n  条件を&nbsp;定め<b>ます</b>。 Terms\nof use&amp;</p>甲<br>乙<div>丙</div>丁",
    );
    assert_eq!(texts(&found), ["利用規約", "この規約は、条件を 定めます。 Terms of use&", "甲", "乙", "丙", "丁"]);
    assert_eq!(passages(&found)[0].heading, Some(1));
    let lines: Vec<u32> = passages(&found).iter().map(|passage| passage.text.first_line()).collect();
    assert_eq!((lines, found.lines.len()), (vec![1, 2, 3, 3, 4, 5], 5));
}

#[test]
fn lists_are_counted_as_browsers_count_them() {
    let found = page(
        "<ol start=3><li>甲<ul><li>点</ul><li value=9>乙<li>丙</ol><ol type=a reversed><li>丁<li>戊</ol>\
         <ol><li>（１）打った<li>（２）番号</ol><ul><li>（ア）打った</ul><ol style='list-style: none'><li>なし</ol>\
         <dl><dt>用語</dt><dd>意味</dd></dl>",
    );
    assert_eq!(
        texts(&found),
        [
            "3. 甲",
            "・点",
            "9. 乙",
            "10. 丙",
            "b. 丁",
            "a. 戊",
            "（１）打った",
            "（２）番号",
            "（ア）打った",
            "なし",
            "用語",
            "意味"
        ]
    );
    let indents: Vec<u16> = passages(&found).iter().map(|passage| passage.indent).collect();
    assert!(indents[1] > indents[0] && indents[11] > indents[10]);
}

#[test]
fn tables_keep_spans_and_frames_are_no_tables() {
    let found = page(
        "<table><caption>料金表</caption><thead><tr><th>区分<th colspan=2>内容</thead><tr><td rowspan=0>基本<td>初期<td>千円\
         <tr><td>月額<td>二千円</table><table><tr><td><h2>枠</h2><td>横</table>",
    );
    assert_eq!(texts(&found), ["料金表", "枠", "横"]);
    let table = tables(&found)[0];
    assert_eq!((table.head_rows, table.rows.len(), table.rows[0][1].columns, table.rows[1][0].rows), (1, 3, 2, 2));
    assert_eq!(found.lines[1..4], ["区分", "内容", "基本"]);
    assert_eq!(table.line, 2);
}

#[test]
fn what_stands_around_the_text_is_listed() {
    let found = page(
        "<header>会社名</header><nav><ul><li>製品<li>採用</ul></nav><script>alert(1)</script><main><header><h1>規約</h1></header>\
         <p>本文<span hidden>隠し</span>です。<p style='display: none'>見えない<aside>広告</aside></main><footer>著作権</footer>",
    );
    assert_eq!(texts(&found), ["規約", "本文です。"]);
    let furniture: Vec<(&str, u32)> = found
        .remarks
        .iter()
        .filter(|remark| remark.kind == RemarkKind::Furniture)
        .map(|remark| (remark.text.as_str(), remark.line))
        .collect();
    let expected =
        [("会社名", 1), ("・製品", 2), ("・採用", 3), ("隠し", 6), ("見えない", 7), ("広告", 8), ("著作権", 9)];
    assert_eq!(furniture, expected);
    assert!(furniture.iter().all(|(text, line)| found.lines[*line as usize - 1] == *text));
    assert!(!found.lines.concat().contains("alert"));
}

#[test]
fn links_readings_pictures_and_fields() {
    let found = page(
        "<p><a href='https://example.jp/'>案内</a>と<a href='javascript:x()'>罠</a>の<ruby>規約<rp>(</rp><rt>きやく</rt><rp>)</rp></ruby>\
         <img src='/a/flow.png?x=1' alt='流れ'><input name=mail></p>",
    );
    let text = &passages(&found)[0].text;
    assert_eq!(text.as_str(), "案内と罠の規約（きやく）");
    assert_eq!(text.marks(), [(0..6, Mark::Link("https://example.jp/".into()))]);
    let told: Vec<&str> = found.remarks.iter().map(|remark| remark.text.as_str()).collect();
    assert_eq!(told, ["ふりがな: きやく", "図（flow.png）: 流れ", "入力欄（mail）"]);
}

#[test]
fn hostile_pages_end() {
    assert_eq!(read("<div>".repeat(100_000).as_bytes()), Err(Error::Excessive));
    assert!(matches!(read(b"\x89PNG\r\n"), Err(Error::Text(_))));
    let open = format!("<p>甲{}", "<li>".repeat(20_000));
    assert!(read(open.as_bytes()).is_ok());
}

/// Without white space, the marks of blanks, and what drawings say.
fn squeezed(text: &str) -> String {
    let mut text: String = text.split_whitespace().collect();
    let [begin, end] = Figure::MARKS;
    while let Some(start) = text.find(begin) {
        let length = text[start..].find(end).expect("an end") + end.len();
        text.replace_range(start..start + length, "");
    }
    text.replace("［］", "").replace(['□', '☐'], "")
}

fn said(found: &Manuscript) -> String {
    let block = |block: &Block| match block {
        Block::Passage(passage) => passage.text.as_str().to_owned(),
        Block::Table(table) => {
            table.rows.iter().flatten().flat_map(|cell| cell.passages.iter().map(|it| it.text.as_str())).collect()
        }
        Block::Break => String::new(),
    };
    found.blocks.iter().map(block).collect()
}

#[test]
fn what_kiyaku_writes_comes_back() {
    let project = Project::empty();
    let run = project.run(&["build", &root().join("terms").to_string_lossy(), "--formats", "html,text"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let files = project.files("output");
    let mut count = 0;
    let mut differing = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "txt")) {
        let page = files.iter().find(|(other, _)| *other == path.with_extension("html")).expect("its page");
        let found = read(&page.1).expect("a page");
        let (page, text) = (squeezed(&said(&found)), squeezed(&String::from_utf8_lossy(text)));
        let same = page.chars().zip(text.chars()).take_while(|(one, other)| one == other).count();
        if page != text {
            let rest = |all: &str| all.chars().skip(same.saturating_sub(10)).take(60).collect::<String>();
            differing.push(format!("{}: {} / {}", path.display(), rest(&page), rest(&text)));
        }
        count += 1;
    }
    assert!(count >= 10);
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
