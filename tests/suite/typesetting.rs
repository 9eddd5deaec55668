//! What a reader sees of the lines in a PDF, read back from its operators.

use std::collections::BTreeMap;

use kiyaku::model::DocumentKind;
use kiyaku::{flow, pdf};
use lopdf::{Dictionary, Document, Object};

use crate::sets::checked;
use crate::support::{Project, TERMS, TERMS_PATH};

/// A character on a page, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    character: char,
    left: f32,
    /// Width that the font says, without spacing: what programs take for its place.
    width: f32,
    size: f32,
}

impl Glyph {
    fn right(&self) -> f32 {
        self.left + self.width
    }
}

/// Character and width, in thousandths of an em, of each code.
type Codes = BTreeMap<u16, (char, f32)>;

fn hexadecimal(text: &str) -> Vec<u16> {
    let digits = text.trim_matches(|c| c == '<' || c == '>').as_bytes();
    digits.chunks(4).map(|four| u16::from_str_radix(std::str::from_utf8(four).unwrap(), 16).unwrap()).collect()
}

fn codes(document: &Document, font: &Dictionary) -> Codes {
    let map = document.get_object(font.get(b"ToUnicode").unwrap().as_reference().unwrap()).unwrap();
    let map = String::from_utf8(map.as_stream().unwrap().get_plain_content().unwrap()).unwrap();
    let descendant = font.get(b"DescendantFonts").unwrap().as_array().unwrap()[0].as_reference().unwrap();
    let descendant = document.get_dictionary(descendant).unwrap();
    let usual = descendant.get(b"DW").unwrap().as_float().unwrap();
    let mut widths = BTreeMap::new();
    for range in descendant.get(b"W").unwrap().as_array().unwrap().chunks(3) {
        let [first, last, width] = [0, 1, 2].map(|at| range[at].as_i64().unwrap());
        widths.extend((first as u16..=last as u16).map(|code| (code, width as f32)));
    }
    let pairs = map.lines().filter_map(|line| line.split_once(' '));
    let pairs = pairs.filter(|(code, text)| code.starts_with('<') && code.len() == 6 && text.starts_with('<'));
    pairs
        .filter_map(|(code, text)| {
            let code = hexadecimal(code)[0];
            let text = String::from_utf16(&hexadecimal(text)).ok()?;
            Some((code, (text.chars().next()?, widths.get(&code).copied().unwrap_or(usual))))
        })
        .collect()
}

/// The lines of a document from top to bottom, page by page; labels are parts of their lines.
pub fn lines(bytes: &[u8]) -> Vec<Vec<Glyph>> {
    let document = Document::load_mem(bytes).unwrap();
    let mut lines: Vec<Vec<Glyph>> = Vec::new();
    for page in document.get_pages().into_values() {
        let fonts = document.get_page_fonts(page).unwrap();
        let fonts: BTreeMap<Vec<u8>, Codes> =
            fonts.into_iter().map(|(name, font)| (name, codes(&document, font))).collect();
        let (mut font, mut size, mut spacing, mut x, mut y) = (Vec::new(), 0.0, 0.0, 0.0, f32::NAN);
        for operation in document.get_and_decode_page_content(page).unwrap().operations {
            let number = |at: usize| operation.operands[at].as_float().unwrap();
            match operation.operator.as_str() {
                "Tf" => (font, size) = (operation.operands[0].as_name().unwrap().to_vec(), number(1)),
                "Tc" => spacing = number(0),
                "Tm" => {
                    if y != number(5) {
                        lines.push(Vec::new());
                    }
                    (x, y) = (number(4), number(5));
                }
                "Tj" => {
                    let Object::String(shown, _) = &operation.operands[0] else { panic!("no string") };
                    for code in shown.chunks(2) {
                        let (character, width) = fonts[&font][&u16::from_be_bytes([code[0], code[1]])];
                        let width = width / 1000.0 * size;
                        lines.last_mut().unwrap().push(Glyph { character, left: x, width, size });
                        x += width + spacing;
                    }
                }
                _ => {}
            }
        }
    }
    lines
}

fn text(line: &[Glyph]) -> String {
    line.iter().map(|glyph| glyph.character).collect()
}

const SENTENCES: [&str; 4] = [
    "当社は、契約者が「資格一覧（利用資格）」に定める資格を失ったとき、又は次の事由（軽微なものを除きます。）に該当すると認めたときは、契約を解除します。",
    "本サービスは、ISO/IEC 27001の認証を受けたデータセンター（国内に限ります。）から、TLS 1.3により、１日２４時間提供します。",
    "契約者は、「ＩＤ」、「パスワード」及び「電子証明書」（「認証情報」など）を、*善良な管理者の注意*をもって管理します。",
    "ただし、やむを得ないときは、この限りではありません。",
];

/// Paragraphs of all lengths: whatever can go wrong at the end of a line does in one of them.
fn typeset() -> Vec<Vec<Glyph>> {
    let mut source =
        String::from("kind: terms\nid: terms\ntitle: かもめ予約利用規約\narticles:\n  - id: application\n");
    source += "    caption: 規約の適用\n    paragraphs:\n";
    for i in 0..60 {
        let sentences: String = (0..2 + i % 3).map(|k| SENTENCES[(i + k * (1 + i / 4)) % 4]).collect();
        source += &format!("      - {}{sentences}\n", "再".repeat(i % 23));
    }
    let project = Project::valid().with(TERMS_PATH, source);
    let run = project.run(&["build", "--formats", "pdf"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    lines(&std::fs::read(project.path("output/kamome/2026-10-01/terms.pdf")).unwrap())
}

/// Lines of running text: without title, heading, running heads and page numbers.
fn running() -> Vec<Vec<Glyph>> {
    let all = typeset();
    assert!(all.len() > 150);
    all.into_iter().filter(|line| line[0].size == 10.5 && !text(line).starts_with('第')).collect()
}

#[test]
fn no_line_begins_or_ends_with_what_may_not() {
    for line in running() {
        let text = text(&line);
        assert!(!text.starts_with(['、', '。', '」', '）', 'ー', 'っ', 'ょ']), "{text}");
        assert!(!text.ends_with(['「', '（', '第']), "{text}");
    }
}

#[test]
fn full_lines_end_at_the_right_edge_to_a_hundredth_of_an_em() {
    let lines = running();
    let right = |line: &[Glyph]| line.last().unwrap().right();
    let edge = lines.iter().map(|line| right(line)).fold(0.0, f32::max);
    // Every paragraph ends in a full stop.
    for line in lines.iter().filter(|line| !text(line).ends_with('。')) {
        assert!(right(line) > edge - 0.105, "{} points short: {}", edge - right(line), text(line));
    }
}

#[test]
fn squeezed_punctuation_leaves_neither_overlaps_nor_false_spaces() {
    let mut squeezed = 0;
    for line in running() {
        for pair in line.windows(2).filter(|pair| pair[0].character != ' ' && pair[1].left < 500.0) {
            let gap = (pair[1].left - pair[0].right()) / pair[0].size;
            // Before the text of a numbered paragraph is a column of labels.
            let is_label = pair[0].character == '．' && pair[0].left < 100.0;
            assert!(is_label || gap.abs() < 0.1, "{gap} em in {}", text(&line));
        }
        squeezed += line.iter().filter(|glyph| "、」）".contains(glyph.character) && glyph.width < glyph.size).count();
    }
    assert!(squeezed > 100, "{squeezed}");
}

#[test]
fn brackets_that_meet_are_half_an_em_closer() {
    let line = running().into_iter().find(|line| text(line).contains("」、「パスワード")).expect("such a line");
    let at = text(&line).split("」、「").next().unwrap().chars().count();
    let widths: Vec<f32> = line[at..][..2].iter().map(|glyph| glyph.width / glyph.size).collect();
    assert_eq!(widths, [0.5, 0.5]);
}

#[test]
fn a_quarter_of_an_em_stands_between_japanese_and_words() {
    let mut found = 0;
    for line in running() {
        for pair in line.windows(2).filter(|pair| pair[0].character == '1' && pair[1].character == 'の') {
            let space = (pair[1].left - pair[0].left) / pair[0].size - 0.5;
            assert!((0.25..0.35).contains(&space), "{space}");
            found += 1;
        }
    }
    assert!(found > 10);
}

#[test]
fn no_paragraph_ends_in_a_line_of_one_character() {
    for line in running().iter().filter(|line| text(line).ends_with('。')) {
        assert!(line.len() > 2, "{}", text(line));
    }
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let mut source = String::from(
        "kind: terms\nid: terms\ntitle: かもめ予約利用規約\nlayout: { columns: 2 }\narticles:\n  - caption: 規約の適用\n    paragraphs:\n",
    );
    for i in 1..80 {
        source += &format!("      - 事由その{i}があるときは、{}\n", SENTENCES[i % 4]);
    }
    source += "closing: 以上\n";
    let project = Project::valid().with(TERMS_PATH, source);
    let run = project.run(&["build", "--formats", "pdf"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let lines = lines(&std::fs::read(project.path("output/kamome/2026-10-01/terms.pdf")).unwrap());
    let body: Vec<_> = lines.iter().filter(|line| line[0].size == 9.5).collect();
    let sides: Vec<bool> = body.iter().map(|line| line[0].left > 300.0).collect();
    let changes = sides.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(changes >= 3, "left, right, left, right: {changes}");
    let whole: String = body.iter().map(|line| text(line)).collect();
    let numbers: Vec<usize> =
        (1..80).map(|i| whole.find(&format!("事由その{i}が")).expect("every paragraph")).collect();
    assert!(numbers.is_sorted());
    assert!(whole.ends_with("以上"));
    for line in body {
        let right = line.last().unwrap().right();
        assert!(right < 297.7 || line[0].left > 297.7, "no line crosses the gutter: {}", text(line));
    }
}

#[test]
fn headings_in_narrow_columns_are_parted_between_phrases() {
    let table = "
      - text: 次の表のとおりとします。
        table:
          columns: [{ title: 電子メールの宛先（必須）, width: 1 }, { title: 内容, width: 4 }]
          row-heads: 1
          rows: [[盗難及びのぞき見の防止, 当社が行います。]]\n";
    let source = TERMS.replace("      - この規約は、かもめ予約の利用に適用します。\n", table.trim_start_matches('\n'));
    let project = Project::valid().with(TERMS_PATH, source);
    let run = project.run(&["build", "--formats", "pdf"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let lines = lines(&std::fs::read(project.path("output/kamome/2026-10-01/terms.pdf")).unwrap());
    let lines: Vec<String> = lines.iter().map(|line| text(line)).collect();
    for wanted in ["（必須）", "のぞき見の防止"] {
        assert!(lines.iter().any(|line| line.starts_with(wanted)), "{wanted}: {lines:?}");
    }
}

#[test]
fn a_poster_is_read_from_a_distance_and_asks_its_readers_for_nothing() {
    let set = checked("online-consultation");
    let edition = &set.sets[0].editions[1];
    let documents = &edition.edition.documents;
    let index = documents.iter().position(|document| document.kind == DocumentKind::Poster).expect("a poster");
    let context = flow::Context {
        set: set.sets[0].set.as_ref().map(|described| ("online-consultation", described)),
        edition: &edition.edition,
        analysis: &edition.analysis,
    };
    let created = edition.edition.revision.as_ref().unwrap().effective.and_hms_opt(0, 0, 0).unwrap();
    let poster = pdf::render(&flow::build(context, index), &pdf::Origin::default(), created).unwrap();
    let lines = lines(&poster);
    for wanted in ["取消しの際の料率", "計算のもとになる費用", "取消しの方法"] {
        let line = lines.iter().find(|line| text(line).contains(wanted)).unwrap_or_else(|| panic!("no {wanted}"));
        assert!(line[0].size >= 14.0, "{wanted}: {} points", line[0].size);
    }
    assert!(lines.iter().all(|line| !text(line).contains("必須")));
    assert_eq!(lopdf::Document::load_mem(&poster).unwrap().get_pages().len(), 1);
}

#[test]
fn a_heading_stands_above_the_wide_table_that_it_heads() {
    let article = "      - この規約は、かもめ予約の利用に適用します。\n";
    let source = TERMS.replace(article, &article.repeat(20)).replace("articles:", "layout: { columns: 2 }\narticles:");
    let project = Project::valid().with(TERMS_PATH, source + "history: true\n");
    let run = project.run(&["build", "--formats", "pdf"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let lines = lines(&std::fs::read(project.path("output/kamome/2026-10-01/terms.pdf")).unwrap());
    let heading = lines.iter().find(|line| text(line) == "改定履歴").expect("a heading");
    let right = lines.iter().map(|line| line[0].left).fold(0.0, f32::max);
    assert!(right > 300.0 && heading[0].left < 100.0, "{} of {right}", heading[0].left);
}
