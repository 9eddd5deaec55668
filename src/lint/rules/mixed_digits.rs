//! Digits of two widths: within one number (１2), or a few among many of the other in one document.

use std::cell::LazyCell;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::japanese::numerals::{Counter, Script, fold_width, script_of};
use crate::lint::wording::Quotations;
use crate::lint::{Subject, wording};
use crate::source::Span;
use crate::syntax::Text;
use crate::{rule, say};

rule! {
    /// Full-width and half-width digits are mixed, within one number or where a document clearly prefers one of them.
    ///
    /// A number of two widths looks like two numbers, and a search finds only one of the forms. Write the digits as the
    /// rest of the document does. Names such as TLS1.2, telephone numbers, addresses and names in 「」 are
    /// left alone.
    pub static MIXED_DIGITS: Warning("mixed-digits") = "\
全角と半角の数字が混ざっています。

一つの数の中で混ざると別々の数に見え、文書の中で混ざると検索でもれます。文書の大半で使っているほうにそろえてください。TLS1.2 のような名称、電話番号、アドレス、「」の中の名称の数字は対象にしません。

    誤: １2か月
    正: １２か月";
}

/// One style is a document's own where the other makes up less than one in so many.
const CLEARLY: usize = 10;

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for text in wording::texts(subject) {
        for range in numbers(text.as_str()) {
            let number = &text.as_str()[range.clone()];
            if Width::of(number).is_none() {
                let message =
                    say!("「{number}」に全角と半角の数字が混ざっています", "{number} mixes digits of two widths");
                let (full, half) = (in_width(number, Width::Full), in_width(number, Width::Half));
                let help = say!("「{full}」か「{half}」にそろえてください", "write {full} or {half}");
                found.push(MIXED_DIGITS.at(text.at(range), message).help(help));
            }
        }
    }
    for texts in wording::documents(subject) {
        check_document(texts, found);
    }
}

/// Full sentences only: tables and titles often keep a style of their own.
fn check_document(texts: &[Text], found: &mut Vec<Diagnostic>) {
    let mut used: [Vec<(Span, String)>; 2] = [Vec::new(), Vec::new()];
    for text in texts.iter().filter(|text| text.as_str().contains('。')) {
        let value = text.as_str();
        let quotations = LazyCell::new(|| Quotations::of(value));
        let is_plain = |range: &Range<usize>| {
            stands_in_japanese(value, range) && !quotations.hold(range.start) && !is_cited(value, range)
        };
        for range in numbers(value).into_iter().filter(is_plain) {
            let number = value[range.clone()].to_owned();
            if let Some(width) = Width::of(&number) {
                used[width as usize].push((text.at(range), number));
            }
        }
    }
    let [full, half] = &used;
    // Single digits full-width and longer numbers half-width is a style, too.
    let is_short = |(_, number): &(Span, String)| number.chars().count() == 1;
    if full.iter().all(is_short) && !half.iter().any(is_short) {
        return;
    }
    let (usual, odd, width) =
        if full.len() > half.len() { (full, half, Width::Full) } else { (half, full, Width::Half) };
    if odd.len() * CLEARLY > usual.len() {
        return;
    }
    for (span, number) in odd {
        let count = usual.len();
        let (ja, en) = match width {
            Width::Full => ("全角", "full-width"),
            Width::Half => ("半角", "half-width"),
        };
        let message = say!(
            "この文書の数字は{ja}ですが（{count} か所）、「{number}」は違います",
            "the digits of this document are {en} ({count} numbers), those of {number} are not"
        );
        let right = in_width(number, width);
        found.push(MIXED_DIGITS.at(*span, message).help(say!("「{right}」と書いてください", "write {right}")));
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Width {
    Full,
    Half,
}

impl Width {
    /// `None` for digits of both.
    fn of(number: &str) -> Option<Width> {
        let half = number.chars().filter(char::is_ascii_digit).count();
        match half {
            0 => Some(Width::Full),
            _ if half == number.chars().count() => Some(Width::Half),
            _ => None,
        }
    }
}

fn in_width(number: &str, width: Width) -> String {
    let counter = match width {
        Width::Full => Counter::FullWidth,
        Width::Half => Counter::HalfWidth,
    };
    let digits = number.chars().filter_map(|c| fold_width(c).to_digit(10));
    digits.filter_map(|digit| counter.format(digit)).collect()
}

/// Runs of digits of either width.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let is_digit = |c: char| matches!(script_of(c), Some(Script::FullWidth | Script::HalfWidth));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_digit).map(|found| at + found) {
        let end = text[start..].find(|c| !is_digit(c)).map_or(text.len(), |length| start + length);
        found.push(start..end);
        at = end;
    }
    found
}

/// 第１２条: how references are numbered is judged by the document's own numbers.
fn is_cited(text: &str, range: &Range<usize>) -> bool {
    text[..range.start].ends_with('第') && text[range.end..].starts_with(['条', '項', '号', '章'])
}

/// Not part of a name, a decimal, a telephone number or an address.
fn stands_in_japanese(text: &str, range: &Range<usize>) -> bool {
    let is_word = |c: char| {
        let is_full_width = matches!(c, '！'..='～' | '‐' | '−') && !"（），：；！？".contains(c);
        c.is_ascii_graphic() || is_full_width
    };
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    !before.is_some_and(is_word) && !after.is_some_and(is_word)
}
