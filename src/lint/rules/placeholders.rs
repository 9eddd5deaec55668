//! What a template leaves to be filled in: ●●, TBD, 【要確認】, （URL）, 〔　〕, ＿＿.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::japanese::characters::{is_kanji, is_katakana};
use crate::japanese::numerals::{fold_width, script_of};
use crate::lint::wording::is_hiragana;
use crate::lint::{Subject, wording};
use crate::model::{Document, DocumentKind};
use crate::syntax::Text;
use crate::{rule, say};

rule! {
    /// A place that was to be filled in is still empty.
    ///
    /// Signed like this, nothing is agreed there. Write what belongs in it.
    pub static PLACEHOLDERS: Error("placeholders") = "\
後で埋めるはずの仮の文字が残っています。

このまま交付すると、その部分は何も定めていないことになります。●●、○○、TBD、TODO、要確認、（URL）、〔　〕、＿＿ などを、確定した内容に書き換えてください。契約前確認書と様式の記入欄は対象にしません。

    誤: 利用料金は、月額●●円とします。
    正: 利用料金は、月額１０，０００円とします。";
}

/// Signs that stand for what is not known yet, when doubled.
fn is_sign(c: char) -> bool {
    matches!(c, '●' | '○' | '◯' | '〇' | '×' | '△' | '□')
}

/// Signs that stand for a number even alone; 〇 may be a nought, ○ and △ are marks.
const COUNTED: [char; 1] = ['●'];
const COUNTERS: [&str; 14] =
    ["年", "月", "日", "円", "条", "項", "号", "時間", "分", "名", "％", "%", "か月", "営業日"];
const WORDS: [&str; 3] = ["TBD", "TODO", "FIXME"];

fn is_opening(c: char) -> bool {
    matches!(c, '（' | '(' | '［' | '[' | '【' | '〔' | '＜')
}

fn is_closing(c: char) -> bool {
    matches!(c, '）' | ')' | '］' | ']' | '】' | '〕' | '＞')
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let documents = subject.edition.documents.iter().zip(wording::documents(subject));
    let texts = documents.flat_map(|(document, texts)| texts.iter().map(move |text| (is_form(document), text)));
    let described = subject.texts.set.iter().map(|text| (false, text));
    for (is_form, text) in texts.chain(described) {
        let mut places = signs(text.as_str());
        places.extend(words(text.as_str()));
        places.extend(notes(text.as_str()));
        if !is_form {
            places.extend(blanks(text.as_str()));
        }
        for range in places {
            found.push(finding(text, range));
        }
    }
}

/// Blanks of a form are for its reader to fill in.
fn is_form(document: &Document) -> bool {
    document.kind == DocumentKind::Checklist || document.form.is_some()
}

fn finding(text: &Text, range: Range<usize>) -> Diagnostic {
    let written = &text.as_str()[range.clone()];
    let message = say!("仮の文字「{written}」が残っています", "the placeholder {written} is still there");
    let help = say!("確定した内容に書き換えてください", "write what belongs here");
    PLACEHOLDERS.at(text.at(range), message).help(help)
}

/// ●● and longer. 二〇〇円 is a number.
fn signs(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, sign)) = text[at..].char_indices().find(|(_, c)| is_sign(*c)) {
        let start = at + start;
        let end = text[start..].find(|c| c != sign).map_or(text.len(), |length| start + length);
        let touches_numeral = || {
            let before = text[..start].chars().next_back();
            let after = text[end..].chars().next();
            before.into_iter().chain(after).any(|c| script_of(c).is_some())
        };
        let is_doubled = end - start > sign.len_utf8();
        let is_counted = !is_doubled && COUNTED.contains(&sign) && counts(&text[..start], &text[end..]);
        if is_counted || is_doubled && !(sign == '〇' && touches_numeral()) {
            found.push(start..end);
        }
        at = end;
    }
    found
}

/// 終了後●年間: between words and a counter. After a stop or at the beginning the sign may mark an entry of a list.
fn counts(before: &str, after: &str) -> bool {
    let is_word = |c: char| is_hiragana(c) || is_kanji(c) || is_katakana(c);
    before.chars().next_back().is_some_and(is_word) && COUNTERS.iter().any(|counter| after.starts_with(counter))
}

/// TBD and TODO as words of their own, in either width.
fn words(text: &str) -> Vec<Range<usize>> {
    let is_letter = |c: char| fold_width(c).is_ascii_alphanumeric();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_letter).map(|found| at + found) {
        let end = text[start..].find(|c| !is_letter(c)).map_or(text.len(), |length| start + length);
        let word: String = text[start..end].chars().map(fold_width).collect();
        if WORDS.contains(&word.as_str()) {
            found.push(start..end);
        }
        at = end;
    }
    found
}

/// Characters of a note in brackets, with blanks around it.
const LONGEST_NOTE: usize = 6;

/// 【要確認】 and （URL）: words that are a note only where they fill their brackets.
fn notes(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (start, open) in text.char_indices().filter(|(_, c)| is_opening(*c)) {
        let inside = start + open.len_utf8();
        let mut short = text[inside..].char_indices().take(LONGEST_NOTE + 1);
        let Some((length, close)) = short.find(|(_, c)| is_closing(*c)) else { continue };
        let end = inside + length;
        let words: String = text[inside..end].trim().chars().map(fold_width).collect();
        // ウェブページのアドレス（URL） explains a word.
        let explains = text[..start].ends_with(|c: char| matches!(c, 'ァ'..='ー'));
        if matches!(words.as_str(), "要確認" | "要検討") || (words == "URL" && !explains) {
            found.push(start..end + close.len_utf8());
        }
    }
    found
}

/// 〔　〕 and ＿＿.
fn blanks(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (start, open) in text.char_indices().filter(|(_, c)| is_opening(*c)) {
        let rest = &text[start + open.len_utf8()..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
        if blank > 1 && rest[blank..].starts_with(is_closing) {
            let close = rest[blank..].chars().next().map_or(0, char::len_utf8);
            found.push(start..start + open.len_utf8() + blank + close);
        }
    }
    let mut at = 0;
    while let Some(start) = text[at..].find(['_', '＿']).map(|found| at + found) {
        at = text[start..].find(|c| !matches!(c, '_' | '＿')).map_or(text.len(), |length| start + length);
        if text[start..at].chars().count() > 1 {
            found.push(start..at);
        }
    }
    found
}
