//! What became of a file, told to the person who imported it: short in the terminal, whole in the file beside the
//! original.

use super::Imported;
use super::compiled::Counted;
use super::coverage::Missing;
use super::manuscript::{Remark, RemarkKind};
use crate::diagnostic::{Lang, Message};
use crate::say;

/// How many places of a kind are listed in the terminal; what is lost or invented is listed whole.
const SHORT: usize = 5;
/// Characters of a place that are shown.
const WIDTH: usize = 40;

/// For the terminal. `out` is the folder of the set.
pub fn short(imported: &Imported, out: &str, lang: Lang) -> String {
    let mut report = render(imported, SHORT, lang);
    let place = imported.origin.rsplit_once('/').map_or("", |(folder, _)| folder);
    let argument = if out.contains(' ') { format!("\"{out}\"") } else { out.to_owned() };
    let next = say!(
        "\n{out} に書き出しました（報告の全文: {out}/{place}/report.md）。\n次に、原文の誤りなどを調べます。\n  kiyaku check {argument} --origin\n",
        "\nWritten to {out} (whole report: {out}/{place}/report.md). Next, look for what is wrong in it:\n  kiyaku check {argument} --origin\n"
    );
    report.push_str(next.get(lang));
    report
}

/// For the file beside the original.
pub fn whole(imported: &Imported, lang: Lang) -> String {
    render(imported, usize::MAX, lang)
}

fn render(imported: &Imported, most: usize, lang: Lang) -> String {
    let mut report = Report { text: String::new(), lang, most };
    let (name, lines) = (&imported.name, imported.lines);
    report.line(say!("{name}（{lines} 行）を取り込みました。", "Imported {name} (lines: {lines})."));
    for document in &imported.documents {
        let Counted { id, title, articles, paragraphs, items, sections, tables } = document;
        report.line(say!(
            "  {id}: {title}（条 {articles}、項 {paragraphs}、号 {items}、節 {sections}、表 {tables}）",
            "  {id}: {title} (articles {articles}, paragraphs {paragraphs}, items {items}, sections {sections}, tables {tables})"
        ));
    }
    coverage(imported, &mut report);
    remarks(imported, &mut report);
    report.text
}

fn coverage(imported: &Imported, report: &mut Report) {
    let coverage = &imported.coverage;
    let (all, found, percent) = (coverage.characters, coverage.found, coverage.percent());
    report.line(say!(
        "原文の {all} 字のうち {found} 字が取り込まれました（{percent} %。空白は数えません）。",
        "{found} of {all} characters of the original are there ({percent} %; white space does not count)."
    ));
    if !coverage.missing.is_empty() {
        report.heading(say!("取り込めなかった字", "What is not there"), coverage.missing.len());
        for Missing { line, text } in &coverage.missing {
            report.line(say!("    {line} 行目: 「{text}」", "    line {line}: {text}"));
        }
    }
    if !coverage.invented.is_empty() {
        report.heading(say!("原文にない字", "What the original does not say"), coverage.invented.len());
        for text in &coverage.invented {
            report.line(say!("    「{text}」", "    {text}"));
        }
    }
    let moved = coverage.moved;
    if moved > 0 {
        report.line(say!(
            "  順番が原文と違う字: {moved} 字（表の列など）",
            "  in another order than in the original (such as columns of tables): {moved} characters"
        ));
    }
    let relabelled = coverage.relabelled.iter().map(|one| (one.line, format!("{} → {}", one.before, one.after)));
    report.list(say!("番号の書き方をそろえた所", "Numbers written in one way"), &relabelled.collect::<Vec<_>>());
}

fn remarks(imported: &Imported, report: &mut Report) {
    let headings = [
        (RemarkKind::Furniture, say!("ページ番号や柱として除いた行", "Left out as page numbers and running heads")),
        (RemarkKind::TrackedChange, say!("変更履歴", "Tracked changes")),
        (RemarkKind::Picture, say!("取り込めない図や写真", "Pictures, which cannot be imported")),
        (
            RemarkKind::TextBox,
            say!(
                "テキストボックス（置き場所を確かめてください）",
                "Text boxes (see whether they stand where they belong)"
            ),
        ),
        (RemarkKind::Unsupported, say!("取り込めないもの", "What has no counterpart")),
        (RemarkKind::Doubtful, say!("人が確かめる所", "For a person to look at")),
    ];
    for (kind, heading) in headings {
        let places = imported.remarks.iter().filter(|remark| remark.kind == kind);
        let places: Vec<(u32, String)> = places.map(|Remark { line, text, .. }| (*line, text.clone())).collect();
        report.list(heading, &places);
    }
}

struct Report {
    text: String,
    lang: Lang,
    most: usize,
}

impl Report {
    fn line(&mut self, message: Message) {
        self.text.push_str(message.get(self.lang));
        self.text.push('\n');
    }

    fn heading(&mut self, heading: Message, count: usize) {
        let Message { ja, en } = heading;
        self.line(say!("  {ja}: {count} か所", "  {en}: {count}"));
    }

    fn list(&mut self, heading: Message, places: &[(u32, String)]) {
        if places.is_empty() {
            return;
        }
        self.heading(heading, places.len());
        for (line, text) in places.iter().take(self.most) {
            let text = shortened(text);
            self.line(say!("    {line} 行目: {text}", "    line {line}: {text}"));
        }
        let left = places.len().saturating_sub(self.most);
        if left > 0 {
            self.line(say!("    ほか {left} か所", "    and {left} more"));
        }
    }
}

fn shortened(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
