//! Fields (ECMA-376 Part 1, 17.16): what they show is text, what they are asked is not.

use super::paragraph::Line;
use super::story::Reader;
use super::xml::{attribute, child, elements, is_on, is_word, number, value};
use crate::import::manuscript::RemarkKind;
use crate::japanese::numerals::{Counter, fold_width};
use roxmltree::Node;

/// Fields in fields.
const DEPTH: usize = 64;

/// A field that has begun and not ended.
#[derive(Debug, Default)]
pub struct Field {
    instruction: String,
    shows: bool,
    /// Where its result begins in the paragraph.
    start: usize,
    /// The control it is: a check box has no result of its own.
    control: Option<String>,
}

impl Field {
    /// Goes on in a new paragraph.
    pub fn carry_on(&mut self) {
        self.start = 0;
    }

    fn name(&self) -> &str {
        self.instruction.split_whitespace().next().unwrap_or_default()
    }
}

impl Reader<'_> {
    /// Whether text is asked for now, not shown.
    pub fn is_asking(&self) -> bool {
        self.fields.iter().any(|field| !field.shows)
    }

    /// Whether text now belongs to a table of contents, which every program makes anew.
    pub fn is_in_contents(&self) -> bool {
        self.fields.iter().any(|field| field.shows && field.name() == "TOC")
    }

    pub fn field_character(&mut self, node: Node<'_, '_>, line: &mut Line<'_>) {
        match attribute(node, "fldCharType") {
            // Word nests a few; ends of those beyond find none of theirs.
            Some("begin") if self.fields.len() < DEPTH => {
                let control = child(node, "ffData").map(|data| control(data, line));
                self.fields.push(Field { control, ..Field::default() });
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    (field.shows, field.start) = (true, line.prose.len());
                }
            }
            Some("end") => {
                let Some(field) = self.fields.pop() else { return };
                if !self.is_asking() {
                    self.end(&field, line);
                }
            }
            _ => (),
        }
    }

    /// Adds to what the innermost field is asked.
    pub fn instruct(&mut self, text: &str) {
        if let Some(field) = self.fields.last_mut().filter(|field| !field.shows) {
            field.instruction.push_str(text);
        }
    }

    /// A field whose question is an attribute.
    pub fn simple_field<'n>(&mut self, node: Node<'n, 'n>, line: &mut Line<'n>) {
        let instruction = attribute(node, "instr").unwrap_or_default().to_owned();
        self.fields.push(Field { instruction, shows: true, start: line.prose.len(), control: None });
        self.inline(node, line);
        if let Some(field) = self.fields.pop() {
            self.end(&field, line);
        }
    }

    fn end(&mut self, field: &Field, line: &mut Line<'_>) {
        if field.name() == "HYPERLINK" {
            let address = field.instruction.split('"').nth(1).unwrap_or_default();
            line.prose.link(field.start, address);
        }
        if field.name().eq_ignore_ascii_case("EQ") && !field.shows {
            line.push(&equation(&field.instruction));
            line.remark(RemarkKind::Doubtful, format!("EQ フィールド: {}", field.instruction.trim()));
        }
        if let Some(shown) = field.control.as_deref().filter(|_| line.prose.len() == field.start || !field.shows) {
            line.push(shown);
        }
    }
}

/// What a form field of the old kind shows, where it has no result.
fn control(data: Node<'_, '_>, line: &mut Line<'_>) -> String {
    let name = value(data, "name").unwrap_or_default();
    line.remark(RemarkKind::Unsupported, format!("入力欄（{name}）"));
    if let Some(tick) = child(data, "checkBox") {
        let is_ticked = if child(tick, "checked").is_some() { is_on(tick, "checked") } else { is_on(tick, "default") };
        return if is_ticked { "☒" } else { "☐" }.to_owned();
    }
    let Some(list) = child(data, "ddList") else { return String::new() };
    let chosen = number::<usize>(list, "result").unwrap_or(0);
    let mut entries = elements(list).filter(|node| is_word(*node, "listEntry"));
    entries.nth(chosen).and_then(|entry| attribute(entry, "val")).unwrap_or_default().to_owned()
}

/// What an EQ field shows in Japanese texts: a character in a circle, `\o\ac(○,1)`, or words with their reading,
/// `\o\ad(\s\up 9(きやく),規約)`, which is put behind them in brackets.
fn equation(instruction: &str) -> String {
    let Some((_, rest)) = instruction.split_once('(') else { return String::new() };
    let inside = rest.trim_end().strip_suffix(')').unwrap_or(rest);
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for character in inside.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' | ';' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => (),
        }
        if let Some(part) = parts.last_mut() {
            part.push(character);
        }
    }
    let plain = |part: &str| match part.strip_prefix('\\').and_then(|part| part.split_once('(')) {
        Some((_, inner)) => inner.trim_end_matches(')').to_owned(),
        None => part.trim().to_owned(),
    };
    match parts.as_slice() {
        [ring, inner] if matches!(plain(ring).as_str(), "○" | "〇" | "◯") => {
            let inner = plain(inner);
            let number = inner.chars().map(fold_width).collect::<String>().parse().ok();
            number.and_then(|number| Counter::Circled.format(number)).unwrap_or(inner)
        }
        [reading, base] if reading.contains("\\up") => format!("{}（{}）", plain(base), plain(reading)),
        parts => parts.iter().map(|part| plain(part)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equations_of_japanese_texts_are_read() {
        assert_eq!(equation(" eq \\o\\ac(○,12)"), "⑫");
        assert_eq!(equation(" EQ \\o\\ac(○,秘) "), "秘");
        assert_eq!(equation("EQ \\* jc2 \\* hps10 \\o\\ad(\\s\\up 9(きやく),規約)"), "規約（きやく）");
        assert_eq!(equation("EQ"), "");
    }
}
