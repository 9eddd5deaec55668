//! Word files of others, read: made here part by part, so that each says one thing.

use std::io::{Cursor, Write};

use kiyaku::diagnostic::Lang;
use kiyaku::import::docx::{Tracked, read};
use kiyaku::import::error::Error;
use kiyaku::import::manuscript::{Block, Cell, Manuscript, Mark, Passage, RemarkKind, Table};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{Project, root};

const NAMES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
    xmlns:v=\"urn:schemas-microsoft-com:vml\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"";

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(content.as_bytes()).expect("content");
    }
    zip.finish().expect("a container").into_inner()
}

/// A part of Word's with this inside its root.
fn part(root: &str, inside: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:{root} {NAMES}>{inside}</w:{root}>")
}

#[derive(Default)]
struct File {
    parts: Vec<(String, String)>,
    leads: String,
}

impl File {
    fn with(mut self, kind: &str, root: &str, inside: &str) -> File {
        self.parts.push((format!("word/{kind}.xml"), part(root, inside)));
        self.leading(kind, &format!("{kind}.xml"), false)
    }

    fn leading(mut self, kind: &str, target: &str, is_external: bool) -> File {
        let mode = if is_external { " TargetMode=\"External\"" } else { "" };
        self.leads += &format!("<Relationship Id=\"{kind}\" Type=\"http://x/{kind}\" Target=\"{target}\"{mode}/>");
        self
    }

    fn bytes(self, body: &str) -> Vec<u8> {
        let document = part("document", &format!("<w:body>{body}</w:body>"));
        let leads = format!("<Relationships>{}</Relationships>", self.leads);
        let mut parts = vec![("word/document.xml", document.as_str()), ("word/_rels/document.xml.rels", &leads)];
        parts.extend(self.parts.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        packed(&parts)
    }

    fn read(self, body: &str) -> Manuscript {
        read(&self.bytes(body), Tracked::Accept).expect("a Word file")
    }
}

fn body(inside: &str) -> Manuscript {
    File::default().read(inside)
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn paragraph(text: &str) -> String {
    format!("<w:p>{}</w:p>", run(text))
}

fn numbered(list: u32, level: u32, text: &str) -> String {
    let number = format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>");
    format!("<w:p><w:pPr>{number}</w:pPr>{}</w:p>", run(text))
}

fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", run(text))
}

fn passages(manuscript: &Manuscript) -> Vec<&Passage> {
    manuscript.blocks.iter().filter_map(|block| if let Block::Passage(it) = block { Some(it) } else { None }).collect()
}

fn texts(manuscript: &Manuscript) -> Vec<&str> {
    passages(manuscript).into_iter().map(|passage| passage.text.as_str()).collect()
}

fn tables(manuscript: &Manuscript) -> Vec<&Table> {
    manuscript.blocks.iter().filter_map(|block| if let Block::Table(it) = block { Some(it) } else { None }).collect()
}

fn remarks(manuscript: &Manuscript) -> Vec<(RemarkKind, u32, &str)> {
    manuscript.remarks.iter().map(|remark| (remark.kind, remark.line, remark.text.as_str())).collect()
}

fn level(at: u32, format: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}<w:lvlText w:val=\"{text}\"/></w:lvl>"
    )
}

fn definition(id: u32, levels: &str) -> String {
    format!("<w:abstractNum w:abstractNumId=\"{id}\">{levels}</w:abstractNum>")
}

fn list(id: u32, definition: u32, more: &str) -> String {
    format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{definition}\"/>{more}</w:num>")
}

#[test]
fn what_stands_in_a_paragraph_is_one_text() {
    let inside = "<w:p><w:r><w:t>この</w:t><w:softHyphen/><w:t>規\u{ad}約</w:t></w:r><w:proofErr w:type=\"gramStart\"/>\
        <w:r><w:tab/><w:t xml:space=\"preserve\"> は </w:t><w:noBreakHyphen/><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r>\
        <w:smartTag><w:r><w:t>、次</w:t></w:r></w:smartTag><w:sdt><w:sdtPr><w:alias w:val=\"名称\"/><w:text/></w:sdtPr>\
        <w:sdtContent><w:r><w:t>の甲</w:t></w:r></w:sdtContent></w:sdt>\
        <w:r><w:ruby><w:rt><w:r><w:t>きやく</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>規約</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>";
    let found = body(inside);
    assert_eq!(texts(&found), ["この規約　 は -☑、次の甲規約（きやく）"]);
    assert_eq!(
        remarks(&found),
        [(RemarkKind::Unsupported, 1, "入力欄（名称）"), (RemarkKind::Doubtful, 1, "ふりがな: 規約（きやく）")]
    );
}

#[test]
fn breaks_part_passages_and_lines_count_paragraphs() {
    let inside = format!(
        "{}<w:p/><w:p><w:r><w:t>（１） 甲</w:t><w:br/><w:t>（２） 乙</w:t><w:br w:type=\"page\"/><w:t>丙</w:t></w:r></w:p>\
         <w:p><w:pPr><w:sectPr/></w:pPr>{}</w:p><w:p><w:pPr><w:pageBreakBefore/></w:pPr>{}</w:p>",
        paragraph("一行目"),
        run("丁"),
        run("戊")
    );
    let found = body(&inside);
    assert_eq!(texts(&found), ["一行目", "（１） 甲", "（２） 乙", "丙", "丁", "戊"]);
    assert_eq!(found.lines, ["一行目", "", "（１） 甲 （２） 乙 丙", "丁", "戊"]);
    assert_eq!(passages(&found)[2].text.first_line(), 3);
    let breaks: Vec<usize> = (0..found.blocks.len()).filter(|at| found.blocks[*at] == Block::Break).collect();
    assert_eq!(breaks, [3, 6, 7]);
}

/// Lists of every sort: 1 has three levels, 2 and 3 share counters, 5 overrides how 1 of them looks.
fn numbering() -> String {
    [
        definition(
            0,
            &[
                level(0, "decimalFullWidth", "第%1条", "<w:suff w:val=\"nothing\"/>"),
                level(1, "decimal", "%1.%2", "<w:isLgl/><w:suff w:val=\"space\"/>"),
                level(2, "aiueoFullWidth", "%3", "<w:lvlRestart w:val=\"0\"/>"),
            ]
            .concat(),
        ),
        definition(1, &level(0, "japaneseCounting", "%1、", "<w:suff w:val=\"nothing\"/>")),
        definition(2, &level(0, "bullet", "\u{f0b7}", "<w:rPr><w:rFonts w:ascii=\"Symbol\"/></w:rPr>")),
        list(1, 0, ""),
        list(2, 1, ""),
        list(3, 1, "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"3\"/></w:lvlOverride>"),
        list(4, 2, ""),
        list(
            5,
            1,
            &format!(
                "<w:lvlOverride w:ilvl=\"0\">{}</w:lvlOverride>",
                level(0, "irohaFullWidth", "（%1）", "<w:suff w:val=\"nothing\"/>")
            ),
        ),
    ]
    .concat()
}

#[test]
fn numbers_are_counted_as_word_counts_them() {
    let inside = [
        numbered(1, 0, "（目的）"),
        numbered(1, 1, "甲"),
        numbered(1, 2, "細"),
        numbered(1, 1, "乙"),
        numbered(1, 2, "目"),
        numbered(1, 0, "（定義）"),
        numbered(1, 1, "丙"),
        numbered(2, 0, "一つ"),
        numbered(2, 0, "二つ"),
        numbered(3, 0, "三つから"),
        numbered(3, 0, "四つ"),
        numbered(2, 0, "続き"),
        numbered(4, 0, "点"),
        numbered(0, 0, "番号なし"),
        numbered(99, 0, "知らない"),
        numbered(5, 0, "いろは"),
    ]
    .concat();
    let found = File::default().with("numbering", "numbering", &numbering()).read(&inside);
    assert_eq!(
        texts(&found),
        [
            "第１条（目的）",
            "1.1 甲",
            "ア　細",
            "1.2 乙",
            "イ　目",
            "第２条（定義）",
            "2.1 丙",
            "一、一つ",
            "二、二つ",
            "三、三つから",
            "四、四つ",
            "五、続き",
            "•　点",
            "番号なし",
            "知らない",
            "（ヘ）いろは",
        ]
    );
    assert_eq!(found.lines[0], "第１条（目的）");
}

#[test]
fn styles_give_numbers_headings_and_indents() {
    let style = |id: &str, name: &str, base: &str, properties: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"{base}\"/>\
             <w:pPr>{properties}</w:pPr></w:style>"
        )
    };
    let by_list = |list: u32| format!("<w:numPr><w:numId w:val=\"{list}\"/></w:numPr>");
    let styles = [
        style("1", "heading 1", "", &(by_list(1) + "<w:outlineLvl w:val=\"0\"/>")),
        style("2", "heading 2", "1", "<w:numPr><w:ilvl w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"1\"/>"),
        style("plain", "見出し　２", "2", &by_list(0)),
        style("list", "条の番号", "", &by_list(3)),
        style("deep", "字下げ", "", "<w:ind w:left=\"840\" w:hanging=\"420\"/>"),
    ]
    .concat();
    let linked =
        |at: u32, style: &str, format: &str| level(at, "decimal", format, &format!("<w:pStyle w:val=\"{style}\"/>"));
    let numbering = [
        definition(0, &(linked(0, "1", "第%1章") + &linked(1, "2", "第%2条"))),
        "<w:abstractNum w:abstractNumId=\"1\"><w:numStyleLink w:val=\"list\"/></w:abstractNum>".to_owned(),
        definition(2, &level(0, "upperRoman", "%1.", "")),
        list(1, 0, ""),
        list(2, 1, ""),
        list(3, 2, ""),
    ]
    .concat();
    let inside = [
        styled("1", "総則"),
        styled("2", "目的"),
        styled("plain", "番号のない見出し"),
        styled("2", "定義"),
        styled("1", "料金"),
        styled("2", "支払"),
        numbered(2, 0, "リンク"),
        styled("deep", "字下げ"),
    ]
    .concat();
    let found =
        File::default().with("styles", "styles", &styles).with("numbering", "numbering", &numbering).read(&inside);
    assert_eq!(
        texts(&found),
        [
            "第1章　総則",
            "第1条　目的",
            "番号のない見出し",
            "第2条　定義",
            "第2章　料金",
            "第1条　支払",
            "I.　リンク",
            "字下げ"
        ]
    );
    let headings: Vec<Option<u8>> = passages(&found).iter().map(|passage| passage.heading).collect();
    assert_eq!(headings, [Some(1), Some(2), Some(2), Some(2), Some(1), Some(2), None, None]);
    assert_eq!(passages(&found)[7].indent, 4);
}

#[test]
fn tables_keep_their_merged_cells_and_their_heads() {
    let cell = |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(text));
    let row =
        |properties: &str, cells: &[String]| format!("<w:tr><w:trPr>{properties}</w:trPr>{}</w:tr>", cells.concat());
    let span = "<w:gridSpan w:val=\"2\"/>";
    let (begin, go_on) = ("<w:vMerge w:val=\"restart\"/>", "<w:vMerge/>");
    let inner = format!("<w:tbl>{}</w:tbl>", row("", &[cell("", "内側"), cell("", "の表")]));
    let nested = format!("<w:tc>{}{inner}<w:p/></w:tc>", paragraph("外側"));
    let table = [
        row("<w:tblHeader/>", &[cell("", "区分"), cell(span, "内容")]),
        row("", &[cell(begin, "基本"), cell("", "初期"), cell("", "千円")]),
        row("", &[cell(go_on, ""), cell("", "月額"), cell("", "二千円")]),
        row("<w:gridBefore w:val=\"1\"/>", &[cell("", "追加"), nested]),
    ]
    .concat();
    let found = body(&format!("{}<w:tbl>{table}</w:tbl>", paragraph("前")));
    let table = tables(&found)[0];
    let shown = |cell: &Cell| {
        let text: Vec<&str> = cell.passages.iter().map(|passage| passage.text.as_str()).collect();
        format!("{}/{}/{}", text.join("|"), cell.columns, cell.rows)
    };
    let rows: Vec<Vec<String>> = table.rows.iter().map(|row| row.iter().map(shown).collect()).collect();
    assert_eq!(
        rows,
        [
            vec!["区分/1/1", "内容/2/1"],
            vec!["基本/1/2", "初期/1/1", "千円/1/1"],
            vec!["月額/1/1", "二千円/1/1"],
            vec!["/1/1", "追加/1/1", "外側|内側|の表/1/1"],
        ]
    );
    assert_eq!((table.head_rows, table.line), (1, 2));
    assert_eq!(table.rows[1][2].passages[0].text.first_line(), 6);
    assert_eq!(remarks(&found), [(RemarkKind::Doubtful, 12, "表の中の表: 内側")]);
}

#[test]
fn notes_stand_where_they_are_called() {
    let note = |id: u32, text: &str| {
        format!("<w:footnote w:id=\"{id}\"><w:p><w:r><w:footnoteRef/></w:r>{}</w:p></w:footnote>", run(text))
    };
    let notes = note(0, "") + &note(2, "税込みです。");
    let ends = "<w:endnote w:id=\"1\"><w:p><w:r><w:t>末尾の注</w:t></w:r></w:p></w:endnote>";
    let inside = format!(
        "<w:p>{}<w:r><w:footnoteReference w:id=\"2\"/></w:r>{}<w:r><w:endnoteReference w:id=\"1\"/></w:r></w:p>{}",
        run("料金"),
        run("を支払います。"),
        paragraph("次")
    );
    let found = File::default().with("footnotes", "footnotes", &notes).with("endnotes", "endnotes", ends).read(&inside);
    let first = passages(&found)[0];
    assert_eq!(first.text.as_str(), "料金を支払います。");
    assert_eq!(first.text.marks(), [(6..6, Mark::Note("1".into())), (27..27, Mark::Note("2".into()))]);
    let notes: Vec<(&str, &str, u32)> =
        first.notes.iter().map(|note| (note.id.as_str(), note.text.as_str(), note.text.first_line())).collect();
    assert_eq!(notes, [("1", "税込みです。", 2), ("2", "末尾の注", 3)]);
    assert_eq!(found.lines, ["料金を支払います。", "税込みです。", "末尾の注", "次"]);
}

#[test]
fn links_lead_to_the_web_and_fields_show_their_results() {
    let field = |instruction: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> {instruction} </w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
            run(result)
        )
    };
    let inside = format!(
        "<w:p><w:hyperlink r:id=\"web\">{}</w:hyperlink><w:hyperlink r:id=\"bad\">{}</w:hyperlink>{}\
         <w:fldSimple w:instr=\" REF _k1 \\r \\h \">{}</w:fldSimple>{}<w:r><w:fldChar w:fldCharType=\"begin\"/>\
         <w:instrText>EQ \\o\\ac(○,2)</w:instrText><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>",
        run("案内"),
        run("罠"),
        field("REF _k2 \\h", "前条"),
        run("第３条"),
        field("HYPERLINK \"mailto:a@example.jp\"", "窓口"),
    );
    let found = File::default()
        .leading("web", "https://example.jp/", true)
        .leading("bad", "javascript:alert(1)", true)
        .read(&inside);
    let text = &passages(&found)[0].text;
    assert_eq!(text.as_str(), "案内罠前条第３条窓口②");
    let links: Vec<(&str, &Mark)> = text.marks().iter().map(|(at, mark)| (&text.as_str()[at.clone()], mark)).collect();
    let link = |to: &str| Mark::Link(to.into());
    assert_eq!(links, [("案内", &link("https://example.jp/")), ("窓口", &link("mailto:a@example.jp"))]);
}

const CHANGES: &str = "<w:p><w:r><w:t>料金は、</w:t></w:r><w:del><w:r><w:delText>千</w:delText></w:r></w:del>\
    <w:ins><w:r><w:t>二</w:t></w:r></w:ins><w:ins><w:r><w:t>千</w:t></w:r></w:ins><w:r><w:t>円</w:t></w:r>\
    <w:moveFrom><w:r><w:t>（税込）</w:t></w:r></w:moveFrom></w:p>\
    <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>とし</w:t></w:r></w:p>\
    <w:p><w:r><w:t>ます。</w:t></w:r><w:moveTo><w:r><w:t>（税込）</w:t></w:r></w:moveTo></w:p>\
    <w:p><w:pPr><w:rPr><w:ins/></w:rPr></w:pPr><w:ins><w:r><w:t>新しい</w:t></w:r></w:ins></w:p><w:p><w:r><w:t>段落</w:t></w:r></w:p>";

#[test]
fn tracked_changes_are_made_or_refused_and_told() {
    let bytes = File::default().bytes(CHANGES);
    let made = read(&bytes, Tracked::Accept).expect("a Word file");
    assert_eq!(texts(&made), ["料金は、二千円", "とします。（税込）", "新しい", "段落"]);
    let told: Vec<&str> = made.remarks.iter().map(|remark| remark.text.as_str()).collect();
    assert_eq!(told, ["削除: 千", "挿入: 二千", "移動: （税込）", "挿入: 新しい"]);
    assert!(made.remarks.iter().all(|remark| remark.kind == RemarkKind::TrackedChange));
    let refused = read(&bytes, Tracked::Reject).expect("a Word file");
    assert_eq!(texts(&refused), ["料金は、千円（税込）", "とし", "ます。", "段落"]);
}

#[test]
fn rows_and_numbers_follow_the_changes() {
    let numbering = definition(0, &level(0, "decimal", "%1.", "<w:suff w:val=\"space\"/>")) + &list(1, 0, "");
    let number = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";
    let gone = format!(
        "<w:p><w:pPr>{number}<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
    );
    let row =
        |change: &str, text: &str| format!("<w:tr><w:trPr>{change}</w:trPr><w:tc>{}</w:tc></w:tr>", paragraph(text));
    let table = format!("<w:tbl>{}{}</w:tbl>", row("<w:del/>", "消えた行"), row("<w:ins/>", "足した行"));
    let inside = numbered(1, 0, "甲") + &gone + &numbered(1, 0, "乙") + &table;
    let found = File::default().with("numbering", "numbering", &numbering).read(&inside);
    assert_eq!(texts(&found), ["1. 甲", "2. 乙"]);
    assert_eq!(tables(&found)[0].rows.len(), 1);
    assert!(remarks(&found).contains(&(RemarkKind::TrackedChange, 3, "削除（表の行）: 消えた行")));
}

#[test]
fn boxes_pictures_and_comments_are_told_once() {
    let comments = "<w:comment w:id=\"0\" w:author=\"法務\"><w:p><w:r><w:t>要確認</w:t></w:r></w:p></w:comment>";
    let text_box = paragraph("枠の中");
    let inside = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:docPr descr=\"\"/><wps:wsp><wps:txbx>\
         <w:txbxContent>{text_box}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>\
         <w:txbxContent>{text_box}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>\
         <w:r><w:drawing><wp:docPr descr=\"流れ図\"/><a:blip r:embed=\"image\"/></w:drawing></w:r>\
         <w:r><w:commentReference w:id=\"0\"/></w:r></w:p>{}",
        run("本文"),
        paragraph("次")
    );
    let file = File::default().with("comments", "comments", comments).leading("image", "media/image1.png", false);
    let found = file.read(&inside);
    assert_eq!(texts(&found), ["本文", "枠の中", "次"]);
    assert_eq!(
        remarks(&found),
        [
            (RemarkKind::Picture, 1, "図（image1.png）: 流れ図"),
            (RemarkKind::Unsupported, 1, "コメント（法務）: 要確認"),
            (RemarkKind::TextBox, 2, "枠の中"),
        ]
    );
}

#[test]
fn furniture_is_listed_and_left_out() {
    let contents = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>TOC \\o</w:instrText>\
        <w:fldChar w:fldCharType=\"separate\"/><w:t>第１条……1</w:t></w:r></w:p><w:p><w:r><w:t>第２条……2</w:t>\
        <w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
    let hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部用</w:t></w:r></w:p>";
    let file =
        File::default().with("header", "hdr", &paragraph("かもめ予約")).with("footer", "ftr", &paragraph("社外秘"));
    let found = file.read(&(contents.to_owned() + &paragraph("本文") + hidden));
    assert_eq!(texts(&found), ["本文"]);
    assert_eq!(found.lines, ["第１条……1", "第２条……2", "本文", "", "社外秘", "かもめ予約"]);
    assert_eq!(
        remarks(&found),
        [
            (RemarkKind::Furniture, 1, "第１条……1"),
            (RemarkKind::Furniture, 2, "第２条……2"),
            (RemarkKind::Unsupported, 4, "隠し文字: 内部用"),
            (RemarkKind::Furniture, 5, "社外秘"),
            (RemarkKind::Furniture, 6, "かもめ予約"),
        ]
    );
}

#[test]
fn macros_are_told_and_nothing_is_taken_from_outside_the_names_of_parts() {
    let document = part("document", &format!("<w:body>{}</w:body>", paragraph("本文")));
    let bytes = packed(&[
        ("../../evil.txt", "x"),
        ("/etc/passwd", "x"),
        ("word/vbaProject.bin", "Sub AutoOpen()"),
        ("word/document.xml", &document),
    ]);
    let found = read(&bytes, Tracked::Accept).expect("a Word file");
    assert_eq!(texts(&found), ["本文"]);
    assert!(found.remarks[0].text.contains("マクロ"));
}

fn refused(bytes: &[u8]) -> Error {
    read(bytes, Tracked::Accept).expect_err("refused")
}

#[test]
fn hostile_files_are_refused_in_words() {
    let bomb = packed(&[("word/document.xml", &" ".repeat(70 << 20))]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(refused(&bomb), Error::Excessive);
    let entity = "<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><w>&x;</w>";
    assert_eq!(refused(&packed(&[("word/document.xml", entity)])), Error::DocumentType("word/document.xml".into()));
    let laughs = "<!DOCTYPE w [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><w>&b;</w>";
    assert!(matches!(refused(&packed(&[("word/document.xml", laughs)])), Error::DocumentType(_)));
    let nested = format!("{}{}", "<w:tbl><w:tr><w:tc>".repeat(10_000), "</w:tc></w:tr></w:tbl>".repeat(10_000));
    assert_eq!(refused(&File::default().bytes(&nested)), Error::Excessive);
    let whole = File::default().bytes(&paragraph("本文"));
    for length in [0, 30, whole.len() / 2, whole.len() - 1] {
        assert!(matches!(refused(&whole[..length]), Error::Damaged(_)), "{length}");
    }
    assert_eq!(refused(&whole[..1]), Error::NotWord("テキスト"));
    assert!(matches!(refused(&[0, 1, 2, 0]), Error::Damaged(_)));
    assert_eq!(refused(&packed(&[("xl/workbook.xml", "<x/>")])), Error::NotWord("Excel"));
    let message = refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").message();
    assert!(message.get(Lang::Ja).contains(".docx") && message.get(Lang::En).contains(".docx"));
}

#[test]
fn notes_that_call_themselves_and_styles_in_circles_end() {
    let note =
        "<w:footnote w:id=\"1\"><w:p><w:r><w:t>注</w:t><w:footnoteReference w:id=\"1\"/></w:r></w:p></w:footnote>";
    let styles = "<w:style w:styleId=\"a\"><w:basedOn w:val=\"b\"/></w:style><w:style w:styleId=\"b\"><w:basedOn w:val=\"a\"/></w:style>";
    let inside = format!("{}<w:p><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>", styled("a", "本文"));
    let found = File::default().with("footnotes", "footnotes", note).with("styles", "styles", styles).read(&inside);
    assert_eq!(found.lines, ["本文", "", "注"]);
}

/// Without white space and the marks of blanks.
fn squeezed(text: &str) -> String {
    let text: String = text.split_whitespace().collect();
    text.replace("［］", "").replace(['□', '☐'], "")
}

/// Everything blocks say.
fn said(manuscript: &Manuscript) -> String {
    let text = |passage: &Passage| passage.text.as_str().to_owned();
    let block = |block: &Block| match block {
        Block::Passage(passage) => text(passage),
        Block::Table(table) => table.rows.iter().flatten().flat_map(|cell| cell.passages.iter().map(text)).collect(),
        Block::Break => String::new(),
    };
    manuscript.blocks.iter().map(block).collect()
}

#[test]
fn what_kiyaku_writes_is_read_back() {
    let project = Project::empty();
    let terms = root().join("terms");
    let run = project.run(&["build", &terms.to_string_lossy(), "--formats", "docx,text"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let files = project.files("output");
    let mut count = 0;
    for (path, bytes) in files.iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "docx")) {
        let text = files.iter().find(|(other, _)| *other == path.with_extension("txt")).expect("its text");
        let found = read(bytes, Tracked::Accept).expect("a Word file");
        assert_eq!(squeezed(&said(&found)), squeezed(&String::from_utf8_lossy(&text.1)), "{}", path.display());
        assert!(passages(&found).iter().any(|passage| passage.heading.is_some()), "{}", path.display());
        count += 1;
    }
    assert!(count >= 10);
}
