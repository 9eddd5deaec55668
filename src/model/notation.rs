//! How a document writes its numbers. Each style is given by an example (（１）, ア, ⅰ）) and read from it.

use crate::japanese::numerals::{Case, Counter, Width, folded};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notation {
    /// Of chapters, articles and generated references.
    pub digits: Digits,
    /// Whether the first paragraph of an article shows its number; the others always do.
    pub first_paragraph_numbered: bool,
    pub paragraphs: LabelStyle,
    /// One style for each level of items.
    pub items: Vec<LabelStyle>,
    /// `None` where headings have no numbers.
    pub sections: Option<SectionStyle>,
    pub captions: CaptionStyle,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digits {
    FullWidth,
    HalfWidth,
    Kanji,
}

/// A label around one counter: `（` １ `）`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelStyle {
    before: String,
    counter: Counter,
    after: String,
}

/// `１－１．`: what begins the label, digits, what joins them, what ends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionStyle {
    before: String,
    counter: Counter,
    joint: String,
    after: String,
}

/// What stands around the caption of an article: `（` 見出し `）`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptionStyle {
    /// White space between the number and the rest.
    pub gap: String,
    pub open: String,
    pub close: String,
}

impl Digits {
    pub const NAMES: [(&'static str, Digits); 3] =
        [("full-width", Digits::FullWidth), ("half-width", Digits::HalfWidth), ("kanji", Digits::Kanji)];

    pub fn counter(self) -> Counter {
        match self {
            Digits::FullWidth => Counter::FullWidth,
            Digits::HalfWidth => Counter::HalfWidth,
            Digits::Kanji => Counter::Kanji,
        }
    }

    /// Label of the `at`-th of several notes: a lone one is ※.
    pub fn note_label(self, at: usize, count: usize) -> String {
        if count == 1 { "※".to_owned() } else { format!("※{}", self.format(at as u32 + 1)) }
    }

    /// Ｑ１ or Ａ１, as wide as the digits.
    pub fn question_label(self, letter: char, number: u32) -> String {
        let letter = if self == Digits::HalfWidth { folded(&letter.to_string()) } else { letter.to_string() };
        format!("{letter}{}", self.format(number))
    }

    pub fn format(self, number: u32) -> String {
        self.counter().format(number).unwrap_or_else(|| number.to_string())
    }
}

/// The counter whose first number an example shows, or whose second: where the first paragraph has no number, ２ is
/// what a drafter sees.
fn counter(example: char) -> Option<Counter> {
    Some(match example {
        '1' | '2' => Counter::HalfWidth,
        '１' | '２' => Counter::FullWidth,
        '一' | '二' => Counter::Kanji,
        '①' | '②' => Counter::Circled,
        'ア' => Counter::Gojuon,
        'イ' => Counter::Iroha,
        'a' => Counter::Latin(Width::Half, Case::Lower),
        'A' => Counter::Latin(Width::Half, Case::Upper),
        'ａ' => Counter::Latin(Width::Full, Case::Lower),
        'Ａ' => Counter::Latin(Width::Full, Case::Upper),
        'i' => Counter::Roman(Case::Lower),
        'I' => Counter::Roman(Case::Upper),
        'ⅰ' => Counter::RomanSign(Case::Lower),
        'Ⅰ' => Counter::RomanSign(Case::Upper),
        _ => return None,
    })
}

impl LabelStyle {
    /// Reads an example of the first label. `None` where it shows no counter.
    pub fn from_example(example: &str) -> Option<LabelStyle> {
        let (at, first) = example.char_indices().find(|&(_, c)| counter(c).is_some())?;
        Some(LabelStyle {
            before: example[..at].to_owned(),
            counter: counter(first)?,
            after: example[at + first.len_utf8()..].to_owned(),
        })
    }

    /// The label of the `number`-th (from 1); plain digits past the end of the series.
    pub fn format(&self, number: u32) -> String {
        let counted = self.counter.format(number).unwrap_or_else(|| number.to_string());
        format!("{}{counted}{}", self.before, self.after)
    }
}

impl SectionStyle {
    /// Reads `１－１．`, or `１．` where deeper levels are joined as usual: 1-1 and １－１. `None` where there is no number
    /// or the two differ.
    pub fn from_example(example: &str) -> Option<SectionStyle> {
        let LabelStyle { before, counter, after } = LabelStyle::from_example(example)?;
        let first = example[before.len()..].chars().next()?;
        let (joint, after) = match after.split_once(first) {
            Some((joint, after)) => (joint.to_owned(), after.to_owned()),
            None if after.contains(|c| self::counter(c).is_some()) => return None,
            None if counter == Counter::HalfWidth => ("-".to_owned(), after),
            None => ("－".to_owned(), after),
        };
        (!joint.is_empty()).then_some(SectionStyle { before, counter, joint, after })
    }

    /// １－３． of section 3 in section 1.
    pub fn format(&self, path: &[u32]) -> String {
        let digits = path.iter().map(|&number| self.counter.format(number).unwrap_or_else(|| number.to_string()));
        format!("{}{}{}", self.before, digits.collect::<Vec<_>>().join(&self.joint), self.after)
    }
}

impl CaptionStyle {
    /// What stands for the caption in an example.
    pub const CAPTION: &str = "見出し";

    /// Reads `（見出し）`, `【見出し】` or `　見出し`, with or without 第１条 before it. `None` where nothing parts the caption
    /// from the number.
    pub fn from_example(example: &str) -> Option<CaptionStyle> {
        let example = example.split_once('条').map_or(example, |(_, rest)| rest);
        let (before, close) = example.split_once(CaptionStyle::CAPTION)?;
        let open = before.trim_start();
        let gap = &before[..before.len() - open.len()];
        (!before.is_empty()).then(|| CaptionStyle { gap: gap.into(), open: open.into(), close: close.into() })
    }
}

impl Default for Notation {
    fn default() -> Notation {
        let label =
            |before: &str, counter, after: &str| LabelStyle { before: before.into(), counter, after: after.into() };
        Notation {
            digits: Digits::FullWidth,
            first_paragraph_numbered: false,
            paragraphs: label("", Counter::FullWidth, "．"),
            items: vec![
                label("（", Counter::FullWidth, "）"),
                label("", Counter::Gojuon, ""),
                label("", Counter::RomanSign(Case::Lower), "）"),
            ],
            sections: SectionStyle::from_example("１－１．"),
            captions: CaptionStyle { gap: String::new(), open: "（".into(), close: "）".into() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_of_one_level_says_how_deeper_ones_look() {
        let written = |example: &str| SectionStyle::from_example(example).map(|style| style.format(&[2, 3]));
        for (example, deeper) in [
            ("１－１．", "２－３．"),
            ("1.1", "2.3"),
            ("１．", "２－３．"),
            ("1.", "2-3."),
            ("第１", "第２－３"),
            ("1 ", "2-3 "),
            ("(1)", "(2-3)"),
        ] {
            assert_eq!(written(example).as_deref(), Some(deeper), "{example}");
        }
        assert_eq!([written("１－２．"), written("■"), written("")], [None, None, None]);
    }

    #[test]
    fn a_caption_is_parted_from_its_number() {
        let read = |example: &str| {
            CaptionStyle::from_example(example).map(|style| format!("{}|{}|{}", style.gap, style.open, style.close))
        };
        for (example, parts) in [
            ("（見出し）", "|（|）"),
            ("　見出し", "　||"),
            ("【見出し】", "|【|】"),
            (" （見出し）", " |（|）"),
            ("第１条（見出し）", "|（|）"),
        ] {
            assert_eq!(read(example).as_deref(), Some(parts), "{example}");
        }
        assert_eq!([read("見出し"), read("（題）")], [None, None]);
    }
}
