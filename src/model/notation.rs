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
    pub sections: SectionStyle,
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

/// `１－１．`: digits, what joins them, what ends the label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionStyle {
    pub counter: Counter,
    pub joint: String,
    pub after: String,
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
    /// Reads `１－１．`. `None` where the two numbers differ or are missing.
    pub fn from_example(example: &str) -> Option<SectionStyle> {
        let first = example.chars().next()?;
        let counter = counter(first)?;
        let rest = &example[first.len_utf8()..];
        let (joint, after) = rest.split_once(first)?;
        (!joint.is_empty()).then(|| SectionStyle { counter, joint: joint.to_owned(), after: after.to_owned() })
    }

    /// １－３ of section 3 in section 1.
    pub fn number(&self, path: &[u32]) -> String {
        let digits = path.iter().map(|&number| self.counter.format(number).unwrap_or_else(|| number.to_string()));
        digits.collect::<Vec<_>>().join(&self.joint)
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
            sections: SectionStyle { counter: Counter::FullWidth, joint: "－".into(), after: "．".into() },
        }
    }
}
