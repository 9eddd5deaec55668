//! Running text: runs, hyperlinks, tracked changes, controls in the middle of a paragraph.

use roxmltree::Node;

use super::paragraph::Line;
use super::story::{Change, ENDNOTE, FOOTNOTE, Reader, is_hidden};
use super::xml::{Space, alternative, attribute, child, elements, name, text, words};
use super::{graphic, symbol};
use crate::import::manuscript::RemarkKind;
use crate::import::prose::{LINE_BREAK, PAGE_BREAK};

/// As wide as Japanese texts set it; white space either way.
const TAB: &str = "　";

impl Reader<'_> {
    pub fn inline<'n>(&mut self, parent: Node<'n, 'n>, line: &mut Line<'n>) {
        for node in elements(parent) {
            match name(node) {
                (Space::Word, "r") => self.run(node, line),
                (Space::Word, "hyperlink") => {
                    let start = line.prose.len();
                    self.inline(node, line);
                    let to = attribute(node, "id").and_then(|id| self.leads.get(id)).filter(|to| to.is_external);
                    if let Some(to) = to {
                        line.prose.link(start, &to.target);
                    }
                }
                (Space::Word, "fldSimple") => self.simple_field(node, line),
                (Space::Word, "smartTag" | "customXml" | "dir" | "bdo") => self.inline(node, line),
                (Space::Word, "sdt") => {
                    if let Some(text) = graphic::control(node) {
                        line.remark(RemarkKind::Unsupported, text);
                    }
                    child(node, "sdtContent").into_iter().for_each(|content| self.inline(content, line));
                }
                (Space::Word, "subDoc") => line.remark(RemarkKind::Unsupported, "別のファイルの文書".to_owned()),
                (Space::Math, "oMath" | "oMathPara") => {
                    let formula = words(node, &["t"]);
                    self.show(&formula, line);
                    line.remark(RemarkKind::Doubtful, format!("数式: {formula}"));
                }
                (Space::Compatibility, "AlternateContent") => {
                    alternative(node).into_iter().for_each(|node| self.inline(node, line));
                }
                (Space::Word, name) => {
                    if let Some(change) = Change::of(name) {
                        self.changed(change, node, line);
                    }
                }
                _ => (),
            }
        }
    }

    fn changed<'n>(&mut self, change: Change, node: Node<'n, 'n>, line: &mut Line<'n>) {
        let start = line.prose.len();
        let is_kept = change.is_kept(self.tracked);
        if is_kept {
            self.inline(node, line);
        }
        if let Some(title) = change.title(self.tracked) {
            let told = if is_kept { line.prose.as_str()[start..].to_owned() } else { words(node, &["t", "delText"]) };
            line.tell(change, title, &told, start);
        }
    }

    fn run<'n>(&mut self, run: Node<'n, 'n>, line: &mut Line<'n>) {
        if is_hidden(run) {
            let text = words(run, &["t", "delText"]);
            if !text.trim().is_empty() && !self.is_asking() {
                line.remark(RemarkKind::Unsupported, format!("隠し文字: {text}"));
            }
            return;
        }
        self.run_content(run, run, line);
    }

    /// `run` says the font, `parent` holds the content.
    fn run_content<'n>(&mut self, run: Node<'n, 'n>, parent: Node<'n, 'n>, line: &mut Line<'n>) {
        for node in elements(parent) {
            match name(node) {
                (Space::Word, "t" | "delText") => self.typed(run, node, line),
                (Space::Word, "tab" | "ptab") => self.show(TAB, line),
                (Space::Word, "cr") => self.show(&LINE_BREAK.to_string(), line),
                (Space::Word, "br") => match attribute(node, "type") {
                    Some("page") => self.show(&PAGE_BREAK.to_string(), line),
                    _ => self.show(&LINE_BREAK.to_string(), line),
                },
                (Space::Word, "noBreakHyphen") => self.show("-", line),
                (Space::Word, "sym") => self.symbol(node, line),
                (Space::Word, "ruby") => self.ruby(node, line),
                (Space::Word, "footnoteReference") => self.call(FOOTNOTE, node, line),
                (Space::Word, "endnoteReference") => self.call(ENDNOTE, node, line),
                (Space::Word, "commentReference") => {
                    let comment = attribute(node, "id").and_then(|id| self.comment(id));
                    comment.into_iter().for_each(|text| line.remark(RemarkKind::Unsupported, text));
                }
                (Space::Word, "fldChar") => self.field_character(node, line),
                (Space::Word, "instrText" | "delInstrText") => self.instruct(&text(node)),
                (Space::Word, "drawing" | "pict" | "object") => {
                    let leads = &self.leads;
                    graphic::read(node, leads, line);
                }
                (Space::Compatibility, "AlternateContent") => {
                    alternative(node).into_iter().for_each(|node| self.run_content(run, node, line));
                }
                // Soft hyphens, marks of where lines and pages ended when it was saved, marks of notes.
                _ => (),
            }
        }
    }

    /// Adds text that is shown, not what a field is asked.
    pub fn show(&mut self, text: &str, line: &mut Line<'_>) {
        if !self.is_asking() {
            if self.is_in_contents() {
                line.mark_contents();
            }
            line.push(text);
        }
    }

    fn typed(&mut self, run: Node<'_, '_>, node: Node<'_, '_>, line: &mut Line<'_>) {
        let text = text(node);
        let is_whole = attribute(node, "space") == Some("preserve");
        let text = if is_whole { &text } else { text.trim_matches([' ', '\n', '\r', '\t']) };
        let font = child(run, "rPr").and_then(symbol::font);
        let sign = |c: char| match c {
            '\u{ad}' => None,
            '\u{f000}'..='\u{f0ff}' => Some(symbol::character(c as u32, font).unwrap_or(symbol::UNKNOWN)),
            c if c.is_control() => Some(' '),
            c => Some(c),
        };
        let shown: String = text.chars().filter_map(sign).collect();
        if shown.contains(symbol::UNKNOWN) && !text.contains(symbol::UNKNOWN) {
            line.remark(RemarkKind::Doubtful, format!("記号（{}）", font.unwrap_or("?")));
        }
        self.show(&shown, line);
    }

    fn symbol(&mut self, node: Node<'_, '_>, line: &mut Line<'_>) {
        let code = attribute(node, "char").and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or_default();
        let font = attribute(node, "font");
        let sign = symbol::character(code, font).unwrap_or(symbol::UNKNOWN);
        if sign == symbol::UNKNOWN {
            line.remark(RemarkKind::Doubtful, format!("記号（{} {code:04X}）", font.unwrap_or("?")));
        }
        self.show(&sign.to_string(), line);
    }

    /// The reading is put in brackets behind what it is the reading of.
    fn ruby<'n>(&mut self, node: Node<'n, 'n>, line: &mut Line<'n>) {
        let start = line.prose.len();
        child(node, "rubyBase").into_iter().for_each(|base| self.inline(base, line));
        let reading = child(node, "rt").map(|reading| words(reading, &["t"])).unwrap_or_default();
        if !reading.is_empty() {
            self.show(&format!("（{reading}）"), line);
            line.remark(RemarkKind::Doubtful, format!("ふりがな: {}", &line.prose.as_str()[start..]));
        }
    }

    fn call(&mut self, kind: usize, node: Node<'_, '_>, line: &mut Line<'_>) {
        let Some(id) = attribute(node, "id").filter(|_| !self.is_asking()) else { return };
        self.called += 1;
        line.call(kind, id, self.called.to_string());
    }
}
