//! What `register verify` says.

use std::path::Path;

use unicode_width::UnicodeWidthStr;

use crate::diagnostic::{Lang, Message};
use crate::issuance::register::{Problem, Register};
use crate::say;

/// Columns that labels take up.
const LABELS: usize = 16;

/// What stands in a register, and what is wrong with it, in lines that end with LF.
pub(super) fn render(register: &Register, path: &Path, lang: Lang) -> String {
    let mut out = format!("{}\n", path.display());
    let lines = register.lines;
    let issued = register.known().len();
    let voided = register.known().iter().filter(|known| known.voided.is_some()).count();
    let counts = say!("{lines}（発行 {issued}、無効 {voided}）", "{lines} (issued: {issued}, voided: {voided})");
    out += &labelled(&say!("行", "lines"), counts.get(lang), lang);
    if let Some(latest) = register.latest() {
        out += &labelled(&say!("最後の日時", "last time"), &latest.to_string(), lang);
        out += &labelled(&say!("最後の要約値", "last digest"), &register.tip().to_string(), lang);
    }
    let found = &register.problems;
    out += &format!("\n{}", problems(&found.shown, lang));
    let count = found.errors + found.warnings;
    let more = count - found.shown.len();
    if more > 0 {
        let more = say!("ほかに {more} 件あります。\n\n", "{more} more.\n\n");
        out += more.get(lang);
    }
    let ending = match count {
        0 => say!("問題は見つかりませんでした。\n", "nothing is wrong.\n"),
        _ => say!("問題が {count} 件あります。\n", "problems: {count}.\n"),
    };
    out + ending.get(lang)
}

/// Each with its rule and an empty line.
pub(super) fn problems(problems: &[Problem], lang: Lang) -> String {
    let told = |problem: &Problem| {
        let (name, message, title) = (problem.rule.name, problem.told(), problem.rule.severity.title());
        let (message, title, note) = (message.get(lang), title.get(lang), say!("説明", "note"));
        format!("{title}[{name}]: {message}\n    = {}: kiyaku explain {name}\n\n", note.get(lang))
    };
    problems.iter().map(told).collect()
}

/// A label and what it is about, which lines up with others.
pub(super) fn labelled(label: &Message, value: &str, lang: Lang) -> String {
    let label = label.get(lang);
    let gap = " ".repeat(LABELS.saturating_sub(label.width()).max(1));
    format!("  {label}{gap}{value}\n")
}
