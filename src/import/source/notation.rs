//! `numbering:` by example: for each kind of number the style that the document has most.

use super::content::number;
use super::yaml::{Node, flow_scalar};
use crate::import::draft::{Caption, CaptionPlace, Division, DivisionKind, Draft, Entry, Part};
use crate::import::label::Style;
use crate::japanese::numerals::{Counter, Script, script_of};
use crate::model::Digits;

/// How often each style was seen, in the order of the document.
struct Votes<T> {
    seen: Vec<(T, usize)>,
}

impl<T> Default for Votes<T> {
    fn default() -> Votes<T> {
        Votes { seen: Vec::new() }
    }
}

impl<T: PartialEq> Votes<T> {
    fn add(&mut self, style: T) {
        match self.seen.iter_mut().find(|(known, _)| *known == style) {
            Some((_, count)) => *count += 1,
            None => self.seen.push((style, 1)),
        }
    }

    /// The first of those seen most.
    fn winner(self) -> Option<T> {
        let most = self.seen.iter().map(|(_, count)| *count).max()?;
        self.seen.into_iter().find(|(_, count)| *count == most).map(|(style, _)| style)
    }
}

#[derive(Default)]
struct Seen {
    digits: Votes<Script>,
    first_is_numbered: Votes<bool>,
    paragraphs: Votes<Style>,
    items: Vec<Votes<Style>>,
    sections: Votes<String>,
    captions: Votes<String>,
    has_articles: bool,
    has_sections: bool,
}

pub(super) fn write(draft: &Draft) -> (Node, Digits) {
    let mut seen = Seen::default();
    draft.label.iter().for_each(|label| seen.script(label.as_str()));
    seen.entries(&draft.preamble);
    draft.divisions.iter().chain(&draft.supplementary).for_each(|division| seen.division(division, 0));
    seen.entries(&draft.colophon);
    let digits = match seen.digits.winner() {
        Some(Script::HalfWidth) => Digits::HalfWidth,
        Some(Script::Kanji) => Digits::Kanji,
        Some(Script::FullWidth) | None => Digits::FullWidth,
    };
    let name = Digits::NAMES.iter().find(|(_, value)| *value == digits).map_or("full-width", |(name, _)| name);
    let mut map = vec![("digits", name.to_owned())];
    if seen.has_articles {
        let is_numbered = seen.first_is_numbered.winner().unwrap_or(false);
        map.push(("first-paragraph", if is_numbered { "numbered" } else { "unnumbered" }.to_owned()));
        let example = |style: Style| flow_scalar(&style.format(if shows_two(&style, is_numbered) { 2 } else { 1 }));
        map.extend(seen.paragraphs.winner().map(|style| ("paragraphs", example(style))));
    }
    let items: Vec<String> =
        seen.items.into_iter().map_while(Votes::winner).map(|style| flow_scalar(&style.format(1))).collect();
    if !items.is_empty() {
        map.push(("items", format!("[{}]", items.join(", "))));
    }
    if seen.has_sections {
        map.push(("sections", seen.sections.winner().map_or("none".to_owned(), |example| flow_scalar(&example))));
    }
    if let Some(captions) = seen.captions.winner().filter(|captions| captions != "（見出し）") {
        map.push(("captions", flow_scalar(&captions)));
    }
    let map: Vec<String> = map.into_iter().map(|(key, value)| format!("{key}: {value}")).collect();
    (Node::Raw(format!("{{ {} }}", map.join(", "))), digits)
}

/// ２ is what a drafter sees where the first paragraph has no number. Of イ nobody can tell which list it is from.
fn shows_two(style: &Style, is_numbered: bool) -> bool {
    let is_digits =
        matches!(style.counter, Counter::HalfWidth | Counter::FullWidth | Counter::Kanji | Counter::Circled);
    is_digits && !is_numbered
}

impl Seen {
    fn script(&mut self, label: &str) {
        let script = label.chars().find_map(script_of);
        script.into_iter().for_each(|script| self.digits.add(script));
    }

    fn division(&mut self, division: &Division, depth: usize) {
        let label = division.label.as_ref().map(|label| label.as_str());
        match &division.kind {
            DivisionKind::Supplementary => {}
            DivisionKind::Section => {
                self.has_sections = true;
                label.into_iter().for_each(|label| self.script(label));
                self.sections_label(label, depth);
            }
            DivisionKind::Chapter | DivisionKind::ChapterSection => {
                label.into_iter().for_each(|label| self.script(label))
            }
            DivisionKind::Article(_) => {
                self.has_articles = true;
                label.into_iter().for_each(|label| self.script(label));
                division.caption.iter().for_each(|caption| self.captions.add(caption_example(caption)));
            }
        }
        if matches!(division.kind, DivisionKind::Article(_) | DivisionKind::Supplementary) {
            self.paragraphs(&division.entries);
        }
        self.entries(&division.entries);
        division.divisions.iter().for_each(|inner| self.division(inner, depth + 1));
    }

    /// The deepest level seen says most; a level above it counts only while there is none deeper.
    fn sections_label(&mut self, label: Option<&str>, depth: usize) {
        let Some(example) = label.map(section_example) else { return };
        let has_deeper = self.sections.seen.iter().any(|(example, _)| counts(example) > 1);
        match (depth, has_deeper) {
            (0, true) => {}
            (0, false) => self.sections.add(example),
            _ => {
                self.sections.seen.retain(|(example, _)| counts(example) > 1);
                self.sections.add(example);
            }
        }
    }

    fn paragraphs(&mut self, entries: &[Entry]) {
        if entries.len() > 1 {
            self.first_is_numbered.add(number(&entries[0]).is_some());
        }
        for (style, _) in entries.iter().filter_map(number) {
            self.paragraphs.add(style.clone());
        }
    }

    fn entries(&mut self, entries: &[Entry]) {
        entries.iter().for_each(|entry| self.below(entry, 0));
    }

    fn below(&mut self, entry: &Entry, depth: usize) {
        for part in &entry.parts {
            match part {
                Part::Items(items) => {
                    if self.items.len() <= depth {
                        self.items.resize_with(depth + 1, Votes::default);
                    }
                    for item in items {
                        number(item).into_iter().for_each(|(style, _)| self.items[depth].add(style.clone()));
                        self.below(item, depth + 1);
                    }
                }
                Part::Bullets(bullets) => bullets.iter().for_each(|bullet| self.below(bullet, depth)),
                Part::Notes(_) | Part::Table(_) | Part::Text(_) => {}
            }
        }
    }
}

fn caption_example(caption: &Caption) -> String {
    let gap = match (caption.place, caption.brackets) {
        (CaptionPlace::Joined, _) | (CaptionPlace::Before | CaptionPlace::Below, Some(_)) => "",
        (CaptionPlace::Spaced, Some(_)) => " ",
        (_, None) => "　",
    };
    match caption.brackets {
        Some((open, close)) => format!("{gap}{open}見出し{close}"),
        None => format!("{gap}見出し"),
    }
}

/// How many numbers a label has.
fn counts(label: &str) -> usize {
    let mut count = 0;
    let mut is_inside = false;
    for c in label.chars() {
        let is_digit = script_of(c).is_some();
        count += usize::from(is_digit && !is_inside);
        is_inside = is_digit;
    }
    count
}

/// １－１． for ３－４－１．: no more than two numbers, each the first.
fn section_example(label: &str) -> String {
    let mut example = String::new();
    let mut is_inside = false;
    let mut count = 0;
    let total = counts(label);
    for c in label.trim().chars().filter(|c| !c.is_whitespace()) {
        let script = script_of(c);
        if script.is_some() && !is_inside {
            count += 1;
        }
        // Beyond the second number only what ends the label counts.
        let is_kept = count <= 2 || (count == total && script.is_none());
        match script.filter(|_| is_kept) {
            Some(_) if is_inside => {}
            Some(Script::HalfWidth) => example.push('1'),
            Some(Script::FullWidth) => example.push('１'),
            Some(Script::Kanji) => example.push('一'),
            None if script.is_none() && is_kept && !(count == 2 && total > 2) => example.push(c),
            None => {}
        }
        is_inside = script.is_some();
    }
    example
}
