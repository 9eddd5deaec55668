//! Figures in every output: drawn where it can be drawn, said in words where not, and compared between revisions.

use lopdf::{Dictionary, Document, Object};

use crate::support::{Project, SET, TERMS_PATH};

fn terms(until: &str, price: u32) -> String {
    format!(
        "\
kind: terms
id: terms
title: かもめ予約利用規約
articles:
  - caption: 利用料金
    paragraphs:
      - text: 料金は、予約ごとに、接続した時間３０分ごとに{price}円とし、[](#example)のとおり計算します。
        metering: {{ id: fee, minutes: 30, price: {price}, per: booking }}
        figure:
          id: example
          caption: 計算の例
          alt: 接続した時間から料金を計算する例の図です。
          timeline:
            charge: fee
            sides: [{{ name: 診療所, connections: [9:00-{until}], charged: true }}]
      - text: 申込みは、次のアドレスで受け付けます。
        qr: {{ url: https://example.com/apply, caption: お申込み }}
"
    )
}

fn built(terms: &str) -> Project {
    let project = Project::valid().with(TERMS_PATH, terms);
    let run = project.run(&["build", "--formats", "html,pdf,text,docx"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    project
}

fn read(project: &Project, name: &str) -> Vec<u8> {
    std::fs::read(project.path(&format!("output/kamome/2026-10-01/{name}"))).expect("an output")
}

#[test]
fn a_page_draws_a_figure_and_names_it() {
    let page = String::from_utf8(read(&built(&terms("9:35", 100)), "terms.html")).expect("UTF-8");
    assert!(page.contains("<a href=\"#example\">図１</a>のとおり"), "the reference leads to it");
    assert!(page.contains("<figure id=\"example\"><figcaption>図１　計算の例</figcaption>"));
    assert!(page.contains("<svg role=\"img\" viewBox="));
    assert!(page.contains("<title>接続した時間から料金を計算する例の図です。</title>"));
    assert!(page.contains("100円×2＝200円</text>"));
    assert!(page.contains("<title>QRコード：https://example.com/apply</title>"));
}

#[test]
fn plain_text_says_what_a_figure_shows() {
    let text = String::from_utf8(read(&built(&terms("9:35", 100)), "terms.txt")).expect("UTF-8");
    let expected = "\
図１　計算の例
［図］接続した時間から料金を計算する例の図です。
接続した側\t接続した時間\t長さ\t料金
診療所\t9:00～9:35\t35分\t課金の対象
ご利用料金\t\t30分ごとに100円\t100円×2＝200円
［図の終わり］
";
    let lines: String = text.lines().map(|line| format!("{}\n", line.trim_start_matches('　'))).collect();
    assert!(lines.contains(expected), "{text}");
    assert!(lines.contains("お申込み\n［図］QRコード：https://example.com/apply\n"), "{text}");
}

/// The figures among the structure elements of a PDF.
fn figures(document: &Document) -> Vec<&Dictionary> {
    let is_figure =
        |element: &&Dictionary| element.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == b"Figure");
    document.objects.values().filter_map(|object| object.as_dict().ok()).filter(is_figure).collect()
}

#[test]
fn a_pdf_tags_a_figure_with_its_words_and_its_place() {
    let document = Document::load_mem(&read(&built(&terms("9:35", 100)), "terms.pdf")).expect("a PDF");
    let figures = figures(&document);
    assert_eq!(figures.len(), 2);
    let alts: Vec<String> = figures
        .iter()
        .map(|figure| lopdf::decode_text_string(figure.get(b"Alt").expect("Alt")).expect("text"))
        .collect();
    let alt = alts.iter().find(|alt| alt.contains("図です。")).expect("the timeline");
    assert!(alt.ends_with("ご利用料金 30分ごとに100円 100円×2＝200円"), "{alt}");
    for figure in figures {
        let layout = figure.get(b"A").and_then(Object::as_dict).expect("attributes");
        let area = layout.get(b"BBox").and_then(Object::as_array).expect("BBox");
        let area: Vec<f32> = area.iter().map(|length| length.as_float().expect("a number")).collect();
        assert!(area[0] < area[2] && area[1] < area[3] && area[0] > 0.0 && area[3] < 842.0, "{area:?}");
        let first = figure.get(b"K").and_then(Object::as_array).expect("kids")[0].as_reference().expect("an element");
        let first = document.get_dictionary(first).expect("an element");
        assert_eq!(first.get(b"S").and_then(Object::as_name).expect("a role"), b"Caption");
    }
}

#[test]
fn a_file_with_figures_is_what_its_source_compiles_to() {
    let project = built(&terms("9:35", 100));
    let run = project.run(&["verify", "output/kamome/2026-10-01/terms.pdf"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn revisions_are_compared_by_the_data_of_figures() {
    let set = SET.to_owned() + "  - { number: \"2.0\", effective: 2027-04-01, announced: 2027-01-05, note: 料金 }\n";
    let new = "terms/kamome/2027-04-01/terms.yaml";
    let diff = |until: &str| {
        let project = Project::valid().with("terms/kamome/set.yaml", &set);
        let project = project.with(TERMS_PATH, terms("9:35", 100)).with(new, terms(until, 100));
        let run = project.run(&["diff", "terms/kamome/2026-10-01", "terms/kamome/2027-04-01", "--format", "json"]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        run.out
    };
    assert!(diff("9:50").contains("9:00～9:50"), "the connection is longer");
    assert!(!diff("9:35").contains("9:00～9:35"), "nothing has changed");
}
