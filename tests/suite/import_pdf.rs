//! PDFs read: those kiyaku prints, and others made here object by object, so that each says one thing.

use std::fmt::Write;
use std::fs;

use kiyaku::import::error::Error;
use kiyaku::import::manuscript::{Block, Cell, Manuscript, RemarkKind};
use kiyaku::import::pdf::read;

use crate::support::{Project, SET, TERMS_PATH};

/// Objects from 1 on, with their places and a trailer.
fn file(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut out = String::from("%PDF-1.7\n");
    let mut places = String::new();
    for (number, object) in (1..).zip(objects) {
        writeln!(places, "{:010} 00000 n ", out.len()).expect("a string");
        writeln!(out, "{number} 0 obj\n{object}\nendobj").expect("a string");
    }
    let (start, size) = (out.len(), objects.len() + 1);
    write!(out, "xref\n0 {size}\n0000000000 65535 f \n{places}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n")
        .expect("a string");
    write!(out, "startxref\n{start}\n%%EOF\n").expect("a string");
    out.into_bytes()
}

fn stream(dictionary: &str, data: &str) -> String {
    format!("<< {dictionary} /Length {} >>\nstream\n{data}\nendstream", data.len())
}

/// A page with these operators. `J` is a Japanese font with codes of UTF-16, `V` the same for vertical writing, `W` a
/// Western one; `X` is object 9.
fn sheet(operators: &str, page: &str, more: &[String]) -> Vec<u8> {
    let japanese = |map: &str| format!("<< /Type /Font /Subtype /Type0 /Encoding /{map} /DescendantFonts [7 0 R] >>");
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {page} /Resources << /Font \
             << /J 5 0 R /V 6 0 R /W 8 0 R >> /XObject << /X 9 0 R >> >> >>"
        ),
        stream("", operators),
        japanese("UniJIS-UTF16-H"),
        japanese("UniJIS-UTF16-V"),
        "<< /Type /Font /Subtype /CIDFontType0 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 6 >> >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /FirstChar 32 /Widths [600 600 600] /Encoding \
         << /BaseEncoding /WinAnsiEncoding /Differences [1 /f_i /uni898F] >> /FontDescriptor << /MissingWidth 600 >> >>"
            .to_owned(),
    ];
    objects.extend_from_slice(more);
    file(&objects, "")
}

/// A string of `J`.
fn hex(text: &str) -> String {
    let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<{units}>")
}

/// Lines of ten points at a place.
fn lines(x: u32, y: u32, lines: &[&str]) -> String {
    let mut out = format!("BT /J 10 Tf 17 TL {x} {y} Td\n");
    for line in lines {
        writeln!(out, "{} Tj T*", hex(line)).expect("a string");
    }
    out + "ET\n"
}

fn page(operators: &str) -> Manuscript {
    read(&sheet(operators, "", &[])).expect("a PDF with text")
}

fn passages(manuscript: &Manuscript) -> Vec<&str> {
    let passages = manuscript.blocks.iter().filter_map(|block| match block {
        Block::Passage(passage) => Some(passage.text.as_str()),
        Block::Table(_) | Block::Break => None,
    });
    passages.collect()
}

fn remarks(manuscript: &Manuscript, kind: RemarkKind) -> Vec<&str> {
    let remarks = manuscript.remarks.iter().filter(|remark| remark.kind == kind);
    remarks.map(|remark| remark.text.as_str()).collect()
}

const LONG_TERMS: &str = "\
kind: terms
id: terms
title: かもめ予約利用規約
articles:
  - id: application
    caption: 規約の適用
    paragraphs:
      - この規約は、かもめ予約（以下「本サービス」といいます。）の利用に関する一切の関係に適用し、利用者は、本サービスを利用することにより、この規約に同意したものとみなします。
      - 当社は、本サービスの利用に関する手引を別に定めることができ、その手引は、この規約の一部をなします。
  - id: duties
    caption: 利用者の義務
    paragraphs:
      - text: 利用者は、次の各号に掲げる行為をしてはなりません。
        items:
          - 他の利用者の予約を妨げる行為
          - 本サービスの運営に支障を与える行為
";

#[test]
fn what_kiyaku_prints_is_read_back_whole() {
    let project = Project::empty().with("terms/kamome/set.yaml", SET).with(TERMS_PATH, LONG_TERMS);
    let built = project.run(&["build", "terms/kamome", "--formats", "pdf,text", "--out", "out"]);
    assert_eq!(built.code, 0, "{}", built.err);
    let files = project.files("out");
    let of = |extension: &str| {
        let found = files.iter().find(|(path, _)| path.extension().is_some_and(|known| known == extension));
        found.map(|(path, bytes)| (path.clone(), bytes.clone())).expect("is built")
    };
    let ((pdf, bytes), (_, text)) = (of("pdf"), of("txt"));
    let manuscript = read(&bytes).expect("a PDF with text");
    let squash = |text: &str| text.split_whitespace().collect::<String>();
    let read: String = passages(&manuscript).into_iter().map(squash).collect();
    assert_eq!(read, squash(&String::from_utf8(text).expect("UTF-8")));
    let run = project.run(&["import", pdf.to_str().expect("UTF-8"), "--out", "terms/again"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("条 2") && run.out.contains("号 2"), "{}", run.out);
    let again = project.files("terms/again");
    let source = again.iter().find(|(path, _)| path.extension().is_some_and(|known| known == "yaml"));
    assert!(source.is_some() && fs::exists(project.path("terms/again/set.yaml")).expect("a folder"));
}

#[test]
fn columns_are_read_one_after_the_other_and_headings_across_both() {
    let left = [
        "第１条（目的）",
        "この規約は、かもめ予約の利用について、当社と",
        "利用者との間の権利と義務を定めることを目的と",
        "します。",
        "第２条（規約の遵守）",
        "利用者は、この規約を守って本サービスを利用し",
        "なければならず、他の利用者の利用を妨げる行為",
        "をしてはなりません。",
    ];
    let right = [
        "第３条（利用の申込）",
        "利用の申込みは、当社が定める方法により行うも",
        "のとし、当社が承諾した時に、利用契約が成立し",
        "ます。当社は、承諾しないことがあります。",
        "第４条（利用料金）",
        "利用者は、当社が別に定める利用料金を、毎月末",
        "日までに、当社が指定する方法で支払うものとし",
        "ます。",
    ];
    // The right column is drawn first, a little lower.
    let operators = lines(200, 800, &["かもめ予約利用規約"]) + &lines(310, 764, &right) + &lines(60, 770, &left);
    let manuscript = page(&operators);
    assert_eq!(
        passages(&manuscript),
        [
            "かもめ予約利用規約",
            "第１条（目的）",
            "この規約は、かもめ予約の利用について、当社と利用者との間の権利と義務を定めることを目的とします。",
            "第２条（規約の遵守）",
            "利用者は、この規約を守って本サービスを利用しなければならず、他の利用者の利用を妨げる行為をしてはなりません。",
            "第３条（利用の申込）",
            "利用の申込みは、当社が定める方法により行うものとし、当社が承諾した時に、利用契約が成立します。当社は、承諾しないことがあります。",
            "第４条（利用料金）",
            "利用者は、当社が別に定める利用料金を、毎月末日までに、当社が指定する方法で支払うものとします。",
        ]
    );
}

#[test]
fn a_few_lines_are_columns_where_other_pages_have_them() {
    let column = |x: u32, text: &str| lines(x, 780, &[text; 8]);
    let long = "この規約は、かもめ予約の利用について、当社と";
    let first = column(60, long) + &column(310, long);
    let last = lines(60, 780, &["利用者との間の権利と義務を定めることを目的と", "します。"])
        + &lines(310, 780, &["当社は、この規約を変えるときは、あらかじめ利", "用者に通知します。"]);
    let page = |contents: u32| {
        format!("<< /Type /Page /Parent 2 0 R /Contents {contents} 0 R /Resources << /Font << /J 7 0 R >> >> >>")
    };
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>".to_owned(),
        page(5),
        page(6),
        stream("", &first),
        stream("", &last),
        "<< /Type /Font /Subtype /Type0 /Encoding /UniJIS-UTF16-H /DescendantFonts [<< /CIDSystemInfo << /Registry (Adobe) \
         /Ordering (Japan1) /Supplement 6 >> >>] >>"
            .to_owned(),
    ];
    let manuscript = read(&file(&objects, "")).expect("a PDF");
    assert_eq!(
        manuscript.lines[16..],
        [
            "利用者との間の権利と義務を定めることを目的と",
            "します。",
            "当社は、この規約を変えるときは、あらかじめ利",
            "用者に通知します。"
        ]
    );
}

#[test]
fn drawn_lines_part_the_cells_of_a_table() {
    // Three columns, as thin areas, strokes and frames; the first cell of the rows below the head covers two of them.
    let across = "50 700 300 0.5 re f 50 680 m 350 680 l S 150 640 200 0.5 re f 50 600.2 m 350 600.2 l S\n";
    let down = "50 600 0.5 100 re f 150 600 m 150 700 l S 250 600 m 250 700 l S 350 600 m 350 700 l S\n";
    let text = [
        lines(50, 740, &["次の表のとおりとします。"]),
        lines(55, 686, &["区分"]) + &lines(155, 686, &["内容"]) + &lines(255, 686, &["料金"]),
        lines(55, 630, &["予約"]),
        lines(155, 665, &["日時を選んで申し", "込むこと。"]) + &lines(255, 665, &["無料"]),
        lines(155, 625, &["取り消すこと。"]) + &lines(255, 625, &["200円"]),
        lines(50, 570, &["表は以上です。"]),
    ];
    let manuscript = page(&(across.to_owned() + down + &text.concat()));
    let [Block::Passage(_), Block::Table(table), Block::Passage(after)] = manuscript.blocks.as_slice() else {
        panic!("{:?}", manuscript.blocks)
    };
    let cell = |cell: &Cell| (cell.passages[0].text.as_str().to_owned(), cell.rows);
    let rows: Vec<Vec<_>> = table.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    let [one, two] = [|text: &str| (text.to_owned(), 1), |text: &str| (text.to_owned(), 2)];
    assert_eq!(
        rows,
        [
            vec![one("区分"), one("内容"), one("料金")],
            vec![two("予約"), one("日時を選んで申し込むこと。"), one("無料")],
            vec![one("取り消すこと。"), one("200円")],
        ]
    );
    assert_eq!(after.text.as_str(), "表は以上です。");
    assert_eq!(manuscript.lines[after.text.first_line() as usize - 1], "表は以上です。");
}

#[test]
fn characters_are_where_operators_put_them() {
    let cases = [
        // Kerning is no space, a gap as wide as one is, and so is one in Japanese that is as wide as a character.
        ("BT /W 10 Tf 50 700 Td [(Te) 60 (rms) -600 (of)] TJ ET".to_owned(), "Terms of"),
        (
            format!("BT /J 10 Tf 50 700 Td [{} -250 {} -1000 {}] TJ ET", hex("規約"), hex("（案"), hex("）")),
            "規約（案 ）",
        ),
        // The number of a paragraph stands apart from its text.
        (format!("BT /J 10 Tf 50 700 Td [{} -500 {}] TJ ET", hex("２"), hex("利用者は、")), "２ 利用者は、"),
        // Drawn twice for boldness, the later half first, a ligature, a glyph by its name.
        (format!("BT /J 10 Tf 50 700 Td {0} Tj 0.3 0 Td {0} Tj ET", hex("規約")), "規約"),
        (format!("BT /J 10 Tf 70 700 Td {} Tj -20 0 Td {} Tj ET", hex("規約"), hex("利用")), "利用規約"),
        ("BT /W 10 Tf 50 700 Td (\\001\\002) Tj ET".to_owned(), "fi規"),
        // Horizontal scaling, matrices, character spacing, and a raised figure.
        (format!("BT /J 10 Tf 50 Tz 1 0 0 1 50 700 Tm {} Tj {} Tj ET", hex("半分の幅"), hex("の字")), "半分の幅の字"),
        (format!("q 0 1 -1 0 300 300 cm BT /J 10 Tf 2 Tc {} Tj ET Q", hex("縦に回した行")), "縦に回した行"),
        (format!("BT /J 10 Tf 50 700 Td {} Tj /J 6 Tf 4 Ts {} Tj ET", hex("料金"), hex("※１")), "料金※１"),
        // Text that stands for what is drawn.
        (
            format!(
                "/Span << /ActualText <FEFF898F00AD000A7D04> >> BDC BT /J 10 Tf 50 700 Td {} Tj ET EMC",
                hex("図形")
            ),
            "規 約",
        ),
    ];
    for (operators, expected) in cases {
        assert_eq!(passages(&page(&operators)), [expected], "{operators}");
    }
}

#[test]
fn vertical_lines_are_read_from_right_to_left() {
    let operators = format!(
        "BT /V 10 Tf 1 0 0 1 500 780 Tm {} Tj 1 0 0 1 480 780 Tm {} Tj ET",
        hex("この規約は、かもめ予約の利用について定めることを目"),
        hex("的とします。"),
    );
    let whole = "この規約は、かもめ予約の利用について定めることを目的とします。";
    assert_eq!(passages(&page(&operators)), [whole]);
    let turned = sheet(&lines(60, 700, &["回した紙の行"]), "/Rotate 90", &[]);
    assert_eq!(passages(&read(&turned).expect("a PDF")), ["回した紙の行"]);
}

#[test]
fn forms_are_drawn_and_furniture_is_told() {
    let form = stream("/Subtype /Form /Resources << /Font << /J 5 0 R >> >>", &lines(50, 700, &["様式の中の文です。"]));
    let head = lines(50, 800, &["内部資料"]);
    let operators = format!("/Artifact << /Type /Pagination >> BDC {head} EMC q 1 0 0 1 0 -50 cm /X Do Q");
    let manuscript = read(&sheet(&operators, "", &[form])).expect("a PDF");
    assert_eq!(passages(&manuscript), ["様式の中の文です。"]);
    assert_eq!(remarks(&manuscript, RemarkKind::Furniture), ["内部資料"]);
    assert_eq!(manuscript.lines, ["内部資料", "様式の中の文です。"]);
}

#[test]
fn pictures_of_text_are_no_text() {
    let picture = stream("/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "x");
    let draw = "q 595 0 0 842 0 0 cm /X Do Q\n";
    assert_eq!(read(&sheet(draw, "", std::slice::from_ref(&picture))), Err(Error::Scan));
    let layer = draw.to_owned() + "3 Tr " + &lines(50, 700, &["読み取った文字です。"]);
    let manuscript = read(&sheet(&layer, "", &[picture])).expect("has a text layer");
    assert_eq!(passages(&manuscript), ["読み取った文字です。"]);
    assert_eq!(remarks(&manuscript, RemarkKind::Picture), ["図（1 ページ）"]);
    assert!(remarks(&manuscript, RemarkKind::Doubtful)[0].contains("OCR"), "{:?}", manuscript.remarks);
}

#[test]
fn what_cannot_be_read_says_why() {
    let text = lines(50, 700, &["規約"]);
    let whole = sheet(&text, "", &[]);
    let encrypted = file(&["<< /Type /Catalog >>".into()], "/Encrypt << /Filter /Standard >>");
    assert_eq!(read(&encrypted), Err(Error::Encrypted));
    assert!(matches!(read(&whole[..whole.len() / 2]), Err(Error::Damaged(_))));
    assert!(matches!(read(b"%PDF-1.7\n"), Err(Error::Damaged(_))));
    assert!(matches!(read(b""), Err(Error::Damaged(_))));
    let wrapped = [b"HTTP header\n".as_slice(), &whole, b"\n\n<!-- sent -->"].concat();
    assert_eq!(passages(&read(&wrapped).expect("a PDF within")), ["規約"]);
    // A code that no table knows is told, and its place is kept.
    let unknown = page("BT /W 10 Tf 50 700 Td (a\\003b) Tj ET");
    assert_eq!(passages(&unknown), ["a\u{FFFD}b"]);
    assert!(remarks(&unknown, RemarkKind::Doubtful)[0].contains("1 字"), "{:?}", unknown.remarks);
    let broken = page(&(text + "BT ) ET"));
    assert_eq!((passages(&broken), remarks(&broken, RemarkKind::Doubtful).len()), (vec!["規約"], 1));
}

#[test]
fn hostile_files_come_to_an_end() {
    // A form that draws itself, twice.
    let form = |operators: &str| stream("/Subtype /Form /Resources << /XObject << /X 9 0 R >> >>", operators);
    assert_eq!(read(&sheet("/X Do", "", &[form("/X Do /X Do")])), Err(Error::Excessive));
    // Pages that are their own parents.
    let catalog = "<< /Type /Catalog /Pages 2 0 R >>".to_owned();
    let looped = file(&[catalog, "<< /Type /Pages /Kids [2 0 R] >>".to_owned()], "");
    assert!(matches!(read(&looped), Err(Error::Damaged(_))));
    // A stream that is nothing unpacked, and more glyphs than a page holds.
    assert_eq!(read(&sheet(&format!("BT /W 1 Tf ({}) Tj ET", "a".repeat(300_000)), "", &[])), Err(Error::Excessive));
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut encoder, &vec![b' '; 40 << 20]).expect("memory");
    let packed: String = encoder.finish().expect("memory").iter().map(|byte| format!("{byte:02X}")).collect();
    let bomb = stream("/Subtype /Form /Filter [/ASCIIHexDecode /FlateDecode]", &(packed + ">"));
    assert_eq!(read(&sheet("/X Do", "", &[bomb])), Err(Error::Excessive));
    // Saved states, marks and numbers without end.
    let deep =
        "q ".repeat(100_000) + &"/A BMC ".repeat(100_000) + "1e308 0 0 1e308 0 0 cm " + &lines(50, 700, &["規約"]);
    assert!(read(&sheet(&deep, "", &[])).is_err());
}
