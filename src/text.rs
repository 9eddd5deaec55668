//! The whole text of a document in reading order: title, subtitle, edition, provider, then the blocks. Apart from white
//! space, and the marks of blanks in a form, it holds exactly the characters of the PDF.

use crate::figure::Shape;
use crate::flow::grid::Grid;
use crate::flow::{
    Block, Boxed, Column, Entry, EntryKind, Figure, Flow, List, Paragraph, Row, SEAL, Section, SignatureBlock, Table,
    label, plain_text,
};

/// Characters of a blank that is not said to be for more or fewer.
const BLANK: u16 = 16;
const WIDEST: u16 = 40;
const NUMBER: u16 = 6;
/// Of a date.
const PART: u16 = 2;

/// The text, in lines that end with LF and are not wrapped; tables have a line a row, cells parted by tabs.
pub fn render(flow: &Flow) -> String {
    write(flow, Lines { marks_blanks: true, ..Lines::default() })
}

/// What every PDF says in the order of its tags, without white space: pages show where to write and have no characters
/// for it, and they have the words inside drawings.
pub fn characters(flow: &Flow) -> String {
    write(flow, Lines { shows_drawings: true, ..Lines::default() })
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect()
}

fn write(flow: &Flow, mut out: Lines) -> String {
    let identity = &flow.identity;
    write_blocks(&mut out, &flow.head, 0);
    if !flow.head.is_empty() {
        out.blank();
    }
    out.line(0, &identity.heading());
    out.line(0, identity.subtitle.as_deref().unwrap_or_default());
    for line in flow.imprint() {
        out.line(0, line);
    }
    out.blank();
    write_blocks(&mut out, &flow.blocks, 0);
    out.finish()
}

/// Lines with at most one blank between them.
#[derive(Default)]
struct Lines {
    text: String,
    blank_due: bool,
    /// Whether it has the words inside drawings.
    shows_drawings: bool,
    /// Whether it shows where to write.
    marks_blanks: bool,
}

impl Lines {
    /// Adds text behind `depth` ideographic spaces; a break in it starts a line at the same depth. Nothing for no text.
    fn line(&mut self, depth: usize, text: &str) {
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            if std::mem::take(&mut self.blank_due) && !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(&"　".repeat(depth));
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    fn blank(&mut self) {
        self.blank_due = true;
    }

    fn finish(self) -> String {
        self.text
    }
}

fn write_blocks(out: &mut Lines, blocks: &[Block], depth: usize) {
    for block in blocks {
        match block {
            Block::Section(section) => write_section(out, section),
            Block::Paragraph(paragraph) => write_paragraph(out, "", paragraph, depth),
            Block::List(list) => write_list(out, list, depth),
            Block::Table(table) => write_table(out, table),
            Block::Boxed(boxed) => write_boxed(out, boxed, depth),
            Block::Figure(figure) => write_figure(out, figure),
            Block::Signature(block) => write_signature(out, block),
            Block::Entry(entry) => out.line(depth, &entry_text(entry, out.marks_blanks)),
        }
    }
}

fn write_section(out: &mut Lines, section: &Section) {
    out.blank();
    out.line(0, &format!("{}{}", section.heading.label, plain_text(&section.heading.title)));
    write_blocks(out, &section.blocks, 0);
}

/// `lead` is the label of the item the paragraph begins.
fn write_paragraph(out: &mut Lines, lead: &str, paragraph: &Paragraph, depth: usize) {
    let text = labelled(paragraph.label.as_deref().unwrap_or_default(), &plain_text(&paragraph.text));
    out.line(depth, &labelled(lead, &text));
    // Text that goes on after a list stands where it began.
    let goes_on = lead.is_empty() && paragraph.label.is_none() && !paragraph.text.is_empty() && !paragraph.is_title();
    for block in &paragraph.blocks {
        let is_text = matches!(block, Block::Paragraph(_));
        write_blocks(out, std::slice::from_ref(block), if goes_on && is_text { depth } else { depth + 1 });
    }
}

fn write_list(out: &mut Lines, list: &List, depth: usize) {
    for item in &list.items {
        match item.blocks.split_first() {
            Some((Block::Paragraph(first), rest)) => {
                write_paragraph(out, &item.label, first, depth);
                write_blocks(out, rest, depth + 1);
            }
            _ => {
                out.line(depth, &item.label);
                write_blocks(out, &item.blocks, depth + 1);
            }
        }
    }
}

fn write_table(out: &mut Lines, table: &Table) {
    out.blank();
    out.line(0, &plain_text(&table.caption));
    write_rows(out, &table.head, &table.columns);
    for group in &table.groups {
        out.line(0, &plain_text(&group.heading));
        write_rows(out, &group.rows, &table.columns);
    }
    out.blank();
}

fn write_boxed(out: &mut Lines, boxed: &Boxed, depth: usize) {
    out.blank();
    out.line(depth, &plain_text(&boxed.title));
    write_blocks(out, &boxed.blocks, depth + 1);
    out.blank();
}

/// What the drawing shows, between marks: these words stand for it.
fn write_figure(out: &mut Lines, figure: &Figure) {
    let Table { caption, head, groups, columns, .. } = &figure.data;
    let [begin, end] = Figure::MARKS;
    out.blank();
    if !out.shows_drawings {
        out.line(0, &plain_text(caption));
    }
    out.line(0, &format!("{begin}{}", figure.alt));
    write_rows(out, head, columns);
    groups.iter().for_each(|group| write_rows(out, &group.rows, columns));
    out.line(0, end);
    if out.shows_drawings {
        out.line(0, &plain_text(caption));
        for shape in &figure.drawing.shapes {
            if let Shape::Words { text, .. } = shape {
                out.line(0, text);
            }
        }
    }
    out.blank();
}

/// Not indented, and columns covered by a cell before or above stay empty, so that the rest keep their place in a spreadsheet.
fn write_rows(out: &mut Lines, rows: &[Row], columns: &[Column]) {
    let mut grid = Grid::new(columns.len());
    for row in rows {
        let mut line = String::new();
        let mut column = 0;
        for (cell, start) in row.cells.iter().zip(grid.place(row)) {
            line.push_str(&"\t".repeat(start.saturating_sub(column)));
            column = start;
            line.push_str(&cell_text(&cell.blocks, out.marks_blanks));
        }
        out.line(0, &line);
    }
}

/// Blanks of the date are as wide as what is written in them.
fn write_signature(out: &mut Lines, block: &SignatureBlock) {
    out.blank();
    out.line(0, &plain_text(&block.party));
    if block.has_date {
        out.line(1, &SignatureBlock::DATE.map(|part| format!("　　{part}")).concat());
    }
    for (line, left) in block.lines.iter().zip((0..block.lines.len()).rev()) {
        let seal = if left == 0 && block.has_seal { SEAL } else { "" };
        out.line(1, &[line.label.as_str(), &plain_text(&line.value), seal].join("　"));
    }
}

/// Blanks in brackets, and boxes before what can be ticked.
fn entry_text(entry: &Entry, is_marked: bool) -> String {
    let blank = |width: u16| match is_marked {
        true => format!("［{}］", "　".repeat(usize::from(width.clamp(1, WIDEST)))),
        false => String::new(),
    };
    let tick = if is_marked { "□ " } else { "" };
    let moment =
        |count: usize| EntryKind::MOMENT.iter().take(count).map(|unit| format!("{}{unit}", blank(PART))).collect();
    match &entry.kind {
        EntryKind::Text { lines, width } => {
            vec![blank(width.unwrap_or(BLANK)); usize::from((*lines).max(1))].join("\n")
        }
        EntryKind::Date => moment(3),
        EntryKind::Moment => moment(5),
        EntryKind::Number { unit } => format!("{}{unit}", blank(NUMBER)),
        EntryKind::CheckBox { text } => format!("{tick}{}", plain_text(text)),
        EntryKind::Choice { options, .. } => {
            let options: Vec<String> = options.iter().map(|option| format!("{tick}{}", plain_text(option))).collect();
            options.join("　")
        }
        EntryKind::Signature => blank(BLANK),
        EntryKind::Seal => SEAL.to_owned(),
    }
}

/// Everything a cell says, on one line.
fn cell_text(blocks: &[Block], marks_blanks: bool) -> String {
    let mut inner = Lines { marks_blanks, ..Lines::default() };
    write_blocks(&mut inner, blocks, 0);
    let lines: Vec<&str> = inner.text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join(" ").replace('\t', " ")
}

fn labelled(label: &str, text: &str) -> String {
    format!("{label}{}{text}", label::gap(label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::{Cell, Inline, ListKind, sample};

    /// The lines of the sample from one that begins so to one that begins so, without the latter.
    fn lines(from: &str, to: &str) -> Vec<String> {
        let text = render(&sample::terms());
        let lines = text.lines().skip_while(|line| !line.starts_with(from)).take_while(|line| !line.starts_with(to));
        lines.map(String::from).collect()
    }

    #[test]
    fn a_document_begins_with_title_subtitle_edition_and_provider() {
        let text = render(&sample::terms());
        let head = "カルテ保管サービス利用規約\n診療所向け\n第3.0版　2026年10月1日施行\nあおば医療情報株式会社\n\nこの規約は、";
        assert!(text.starts_with(head), "{text}");
        assert!(text.ends_with("施行します。\n以上\n"), "{text}");
    }

    #[test]
    fn items_are_indented_by_their_depth() {
        assert_eq!(
            lines("　（２）", "　・"),
            [
                "　（２）「手続」とは、次に掲げるものをいいます。",
                "　　ア　利用の申込み。ただし、次のいずれかによるものに限ります。",
                "　　　ⅰ）診療所の管理者が電子証明書によって行うもの",
                "　　　ⅱ）前号の管理者から委任を受けた者が行うもの",
                "　　イ　契約者の登録情報の変更、追加又は削除の届出であって、当社が定める様式によるもの",
                "　（１０）「営業日」とは、土曜日、日曜日及び国民の祝日以外の日をいいます。",
            ]
        );
    }

    #[test]
    fn a_table_keeps_its_columns_in_a_spreadsheet() {
        assert_eq!(
            lines("表１", "２．"),
            [
                "表１　プランと利用料金",
                "プラン\t内容\t\t月額利用料金",
                "\t項目\t上限",
                "１）基本サービス",
                "標準\t保管容量\t１００ＧＢまで\t12,000円",
                "\t利用者数\t２０人まで",
                "２）追加サービス",
                "大容量\t容量の上限なし\t\t30,000円",
                "",
                "　※１　保管容量は、契約者ごとの合計です。",
                "　※２　消費税は別に申し受けます。",
            ]
        );
    }

    #[test]
    fn blanks_and_boxes_show_where_to_write() {
        let text = render(&sample::form());
        for line in [
            "契約者の名称\t［　　　　　　　　　　　　　　　　］",
            "契約終了日\t［　　］年［　　］月［　　］日",
            "台数\t［　　　　　　］台",
            "消去の方法\t□ 消去（Clear）　□ 除去（Purge）　□ 破壊（Destroy）",
            "押印\t印",
            "　［　　　　　　　　　　　　］",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}: {text}");
        }
        assert!(!characters(&sample::form()).contains(['［', '□', '　']));
    }

    #[test]
    fn a_cell_stays_on_one_line() {
        let mut words = sample::paragraph(None, None, "受付\t時間");
        words.text.extend([Inline::Break, sample::text("平日")]);
        let bullets = sample::list(
            ListKind::Bullets,
            vec![sample::item(None, "・", "午前", vec![]), sample::item(None, "・", "午後", vec![])],
        );
        let cell = Cell { blocks: vec![Block::Paragraph(words), bullets], ..sample::cell("", 1, 1, false) };
        assert_eq!(cell_text(&cell.blocks, true), "受付 時間 平日 ・午前 ・午後");
    }
}
