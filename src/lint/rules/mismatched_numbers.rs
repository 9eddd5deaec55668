//! One number given twice, in kanji and in figures, with two values: 三か月（２か月）.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::japanese::eras::Era;
use crate::japanese::numerals::{Script, fold_width, parse, script_of};
use crate::lint::{Subject, wording};
use crate::{rule, say};

rule! {
    /// A number is given in kanji and again in figures, or a span in two units, and the two differ.
    ///
    /// In 三か月（2か月） nobody can say whether three or two months were agreed. Find out which is meant and mend the
    /// other, or give the number once.
    pub static MISMATCHED_NUMBERS: Error("mismatched-numbers") = "\
漢数字と算用数字で二度書いた数、又は二つの単位で書いた期間（５年（６０か月））が、食い違っています。

どちらの数で合意したのかが争いになります。正しいほうを確かめて、もう一方を直すか、一度だけ書いてください。

    誤: 三か月（２か月）
    正: 三か月（３か月）";
}

/// What numbers of contracts count; forms in one row are the same.
const COUNTERS: [&[&str]; 15] = [
    &[
        "か月間",
        "か月",
        "ヶ月間",
        "ヶ月",
        "ヵ月間",
        "ヵ月",
        "カ月間",
        "カ月",
        "ケ月",
        "ケ月間",
        "箇月",
        "箇月間",
        "個月",
    ],
    &["年間", "年"],
    &["週間"],
    &["営業日"],
    &["日間", "日"],
    &["時間"],
    &["分間", "分"],
    &["円"],
    &["パーセント", "％", "%"],
    &["人", "名"],
    &["回"],
    &["通"],
    &["台"],
    &["件"],
    &["個"],
];

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for text in wording::texts(subject) {
        for (outer, inner) in pairs(text.as_str()) {
            let words = |quantity: &Quantity| text.as_str()[quantity.range.clone()].to_owned();
            let (one, two) = (words(&outer), words(&inner));
            let (first, second) = (outer.value, inner.value);
            let message = say!("「{one}」と「{two}」は数が違います", "{one} and {two} are different numbers");
            let help =
                say!("{first} か {second} か、正しいほうにそろえてください", "{first} or {second}: keep the right one");
            let related = say!("こちらは「{one}」です", "but here it is {one}");
            let finding = MISMATCHED_NUMBERS.at(text.at(inner.range), message).related(text.at(outer.range), related);
            found.push(finding.help(help));
        }
    }
}

#[derive(Debug)]
struct Quantity {
    range: Range<usize>,
    value: u64,
    script: Figures,
    /// Row of [`COUNTERS`].
    counter: usize,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figures {
    /// 一億
    Kanji,
    /// 1億
    WithUnits,
    /// 100,000,000
    Plain,
}

/// Quantities that say it twice: the same counter, once in kanji and once in figures. Two in figures may be two prices.
fn pairs(text: &str) -> Vec<(Quantity, Quantity)> {
    let mut pairs = Vec::new();
    let brackets = text.char_indices().filter(|&(_, c)| matches!(c, '（' | '('));
    for (open, bracket) in brackets {
        let inside = open + bracket.len_utf8();
        let Some(outer) = before(text, open) else { continue };
        let Some(inner) = after(text, inside) else { continue };
        let closed = text[inner.range.end..].starts_with(['）', ')']);
        let has_kanji = (outer.script == Figures::Kanji) != (inner.script == Figures::Kanji);
        let says_it_twice = has_kanji || (outer.script != inner.script && has_lost_zeros(outer.value, inner.value));
        let is_twice = outer.counter == inner.counter && says_it_twice && outer.value != inner.value;
        // 最初の一年（２０２６年）: a span and a year.
        let are_alike = (outer.value < 1_000) == (inner.value < 1_000) || !text[..open].ends_with('年');
        let is_day = text[..outer.range.start].trim_end().ends_with('月');
        if closed && ((is_twice && are_alike) || (differs_in_units(&outer, &inner) && !is_day)) {
            pairs.push((outer, inner));
        }
    }
    pairs
}

/// 1億円（10,000,000円）: of two numbers in figures one may be a price with tax, but not where only noughts differ.
fn has_lost_zeros(one: u64, other: u64) -> bool {
    let (less, more) = (one.min(other), one.max(other));
    let mut zeros = std::iter::successors(less.checked_mul(10), |value| value.checked_mul(10));
    less > 0 && zeros.by_ref().take_while(|value| *value <= more).any(|value| value == more)
}

/// Rows of [`COUNTERS`] with what one of the first holds of the second: a year is twelve months.
const UNITS: [(usize, usize, u64); 4] = [(1, 0, 12), (2, 4, 7), (4, 5, 24), (5, 6, 60)];

/// 5年（50か月）. A smaller number than one of the larger unit makes, 1年（6か月）, may be another span.
fn differs_in_units(one: &Quantity, other: &Quantity) -> bool {
    UNITS.iter().any(|&(large, small, factor)| {
        let (whole, parts) = match (one.counter, other.counter) {
            units if units == (large, small) => (one, other),
            units if units == (small, large) => (other, one),
            _ => return false,
        };
        let is_span = whole.value < 1_000 && parts.value >= factor;
        is_span && whole.value.checked_mul(factor) != Some(parts.value)
    })
}

/// The quantity that ends at `end`.
fn before(text: &str, end: usize) -> Option<Quantity> {
    let (number_end, counter) = COUNTERS.iter().enumerate().find_map(|(row, forms)| {
        let rest = forms.iter().filter_map(|form| text[..end].strip_suffix(form)).min_by_key(|rest| rest.len())?;
        rest.ends_with(is_figure).then_some((rest.len(), row))
    })?;
    let start = text[..number_end]
        .rfind(|c| !is_figure(c))
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let before = &text[..start];
    // 令和三年 is no span of three years, 第三日 no quantity.
    if before.ends_with('第') || Era::ALL.iter().any(|era| before.trim_end().ends_with(era.name())) {
        return None;
    }
    quantity(text, start..number_end, start..end, counter)
}

/// The quantity that begins at `start`.
fn after(text: &str, start: usize) -> Option<Quantity> {
    let sign = text[start..].chars().next().filter(|c| matches!(c, '金' | '￥' | '¥')).map_or(0, char::len_utf8);
    let start = start + sign;
    let number_end = text[start..].find(|c| !is_figure(c)).map(|at| start + at)?;
    let (counter, form) = COUNTERS.iter().enumerate().find_map(|(row, forms)| {
        let form = forms.iter().filter(|form| text[number_end..].starts_with(**form)).max_by_key(|form| form.len())?;
        Some((row, form))
    })?;
    quantity(text, start..number_end, start..number_end + form.len(), counter)
}

fn quantity(text: &str, number: Range<usize>, range: Range<usize>, counter: usize) -> Option<Quantity> {
    let (value, script) = value(&text[number])?;
    Some(Quantity { range, value, script, counter })
}

fn is_figure(c: char) -> bool {
    script_of(c).is_some() || matches!(c, ',' | '，')
}

/// A number in kanji, in figures with or without commas, or in figures with 億 and 万.
fn value(number: &str) -> Option<(u64, Figures)> {
    if number.chars().all(|c| script_of(c) == Some(Script::Kanji)) {
        return Some((parse(number).ok()?.into(), Figures::Kanji));
    }
    let mut total = 0u64;
    let mut digits = String::new();
    let mut script = Figures::Plain;
    for c in number.chars() {
        match fold_width(c) {
            c if c.is_ascii_digit() => digits.push(c),
            ',' => {}
            c => {
                let unit =
                    [('億', 100_000_000), ('万', 10_000), ('千', 1_000)].into_iter().find(|(sign, _)| *sign == c)?.1;
                total += digits.parse::<u64>().ok()?.checked_mul(unit)?;
                digits.clear();
                script = Figures::WithUnits;
            }
        }
    }
    let last = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    Some((total.checked_add(last)?, script))
}
