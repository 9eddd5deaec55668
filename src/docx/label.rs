//! Labels read back into what Word counts with: a label that Word can produce to the character may be left to it.

use crate::japanese::numerals::{Case, Counter, Width, script_of};

/// How a label is written around its numbers: `（` １ `）`, １ `－` ３ `．`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    pub before: String,
    pub counter: Counter,
    /// Between numbers; empty where there is one.
    pub joint: String,
    pub after: String,
    /// How many numbers there are: those of the levels above, then its own.
    pub depth: usize,
}

/// A label as one series reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub form: Form,
    /// At least one; its own is the last.
    pub numbers: Vec<u32>,
}

impl Label {
    /// Its number among its siblings.
    pub fn own(&self) -> u32 {
        self.numbers.last().copied().unwrap_or_default()
    }
}

/// Series that Word has, each with its number format (ECMA-376 Part 1, 17.18.59) and the number up to which it writes what
/// kiyaku writes.
const SERIES: [(Counter, &str, u32); 10] = [
    (Counter::FullWidth, "decimalFullWidth", 9_999),
    (Counter::HalfWidth, "decimal", 9_999),
    (Counter::Kanji, "japaneseCounting", 99),
    (Counter::Circled, "decimalEnclosedCircle", 20),
    (Counter::Gojuon, "aiueoFullWidth", 44),
    (Counter::Iroha, "irohaFullWidth", 47),
    (Counter::Latin(Width::Half, Case::Lower), "lowerLetter", 26),
    (Counter::Latin(Width::Half, Case::Upper), "upperLetter", 26),
    (Counter::Roman(Case::Lower), "lowerRoman", 3_999),
    (Counter::Roman(Case::Upper), "upperRoman", 3_999),
];

/// Word's number format of a counter.
pub fn number_format(counter: Counter) -> Option<&'static str> {
    SERIES.iter().find(|(known, _, _)| *known == counter).map(|(_, format, _)| *format)
}

/// Every way to read a label; none for one that Word cannot count: 第９条の２, ａ）, ㉑, ※.
pub fn read(label: &str) -> Vec<Label> {
    SERIES.iter().filter_map(|&(counter, _, limit)| read_as(label, counter, limit)).collect()
}

fn read_as(label: &str, counter: Counter, limit: u32) -> Option<Label> {
    let mut texts = vec![String::new()];
    let mut runs: Vec<String> = Vec::new();
    for character in label.chars() {
        if is_part(counter, character) {
            match runs.last_mut() {
                Some(run) if texts.last().is_some_and(String::is_empty) && texts.len() > 1 => run.push(character),
                _ => {
                    runs.push(character.to_string());
                    texts.push(String::new());
                }
            }
        } else if character == '%' || script_of(character).is_some() {
            // Numbers of another series, or what stands for a number in Word.
            return None;
        } else if let Some(text) = texts.last_mut() {
            text.push(character);
        }
    }
    let numbers: Option<Vec<u32>> = runs.iter().map(|run| number(counter, run, limit)).collect();
    let numbers = numbers.filter(|numbers| !numbers.is_empty())?;
    let after = texts.pop()?;
    let before = texts.first()?.clone();
    let joint = texts.get(1).cloned().unwrap_or_default();
    let is_regular = texts.iter().skip(1).all(|text| *text == joint);
    let form = Form { before, counter, joint, after, depth: numbers.len() };
    is_regular.then_some(Label { form, numbers })
}

fn is_part(counter: Counter, character: char) -> bool {
    match counter {
        Counter::FullWidth => character.is_numeric() && ('０'..='９').contains(&character),
        Counter::HalfWidth => character.is_ascii_digit(),
        Counter::Kanji => counter.parse(&character.to_string()).is_some(),
        Counter::Circled | Counter::Gojuon | Counter::Iroha => counter.parse(&character.to_string()).is_some(),
        Counter::Latin(..) | Counter::Roman(_) | Counter::RomanSign(_) => character.is_ascii_alphabetic(),
    }
}

fn number(counter: Counter, run: &str, limit: u32) -> Option<u32> {
    let number = counter.parse(run).filter(|number| (1..=limit).contains(number))?;
    (counter.format(number)? == run).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(label: &str) -> Vec<(Counter, Vec<u32>)> {
        read(label).into_iter().map(|label| (label.form.counter, label.numbers)).collect()
    }

    #[test]
    fn labels_of_all_series_are_read() {
        assert_eq!(readings("第１２条"), [(Counter::FullWidth, vec![12])]);
        assert_eq!(readings("(3)"), [(Counter::HalfWidth, vec![3])]);
        assert_eq!(readings("第十二条"), [(Counter::Kanji, vec![12])]);
        assert_eq!(readings("⑳"), [(Counter::Circled, vec![20])]);
        assert_eq!(readings("イ"), [(Counter::Gojuon, vec![2]), (Counter::Iroha, vec![1])]);
        assert_eq!(readings("１－３．"), [(Counter::FullWidth, vec![1, 3])]);
        let form = read("１－３．").remove(0).form;
        assert_eq!((form.before.as_str(), form.joint.as_str(), form.after.as_str()), ("", "－", "．"));
    }

    #[test]
    fn what_word_cannot_write_is_not_read() {
        for label in ["ａ）", "ⅰ）", "㉑", "※", "・", "", "第百一条", "１%", "第１条二", "007"] {
            assert_eq!(readings(label), [], "{label}");
        }
        // A branch has two numbers, which no sibling list of single numbers takes.
        assert_eq!(readings("第９条の２"), [(Counter::FullWidth, vec![9, 2])]);
    }
}
