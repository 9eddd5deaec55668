//! Numbers typed before a text whose number the program writes.

use std::collections::BTreeSet;

use crate::analysis::ProvisionKind;
use crate::diagnostic::Diagnostic;
use crate::japanese::numerals::{fold_width, script_of};
use crate::lint::Subject;
use crate::{rule, say};

rule! {
    /// A text begins with a number of its own, and the program writes another before it.
    ///
    /// Numbers come from positions. On paper the provision would have two, and the typed one would stay behind when
    /// provisions are inserted. Delete it; how numbers look is said in `numbering`.
    pub static TYPED_NUMBERS: Warning("typed-numbers") = "\
文章の始めに番号が書かれています。

項や号の番号は、並べた順に自動で付きます。書いておくと紙の上で番号が二重になり、条項を挿入したときにずれます。番号を消してください。番号の書き方は numbering: で決められます。

    誤: - （１）申込みに虚偽があるとき
    正: - 申込みに虚偽があるとき";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for text in subject.texts() {
        // Of the texts of a provision its own comes first; cells and notes may have numbers.
        let is_own = seen.insert((text.document, text.at));
        let provision = subject.outline(text.document).provision(text.at);
        let length = match provision.kind {
            _ if !is_own => None,
            ProvisionKind::Paragraph | ProvisionKind::Item(_) => {
                label(text.as_str()).or_else(|| repeated(text.as_str(), &provision.label))
            }
            // Ｑ１
            ProvisionKind::Bullet => repeated(text.as_str(), &provision.label),
            _ => None,
        };
        let Some(length) = length else { continue };
        let written = text.as_str()[..length].trim_end();
        let message = say!("番号「{written}」が書かれています", "the number {written} is typed");
        let help =
            say!("「{written}」を消してください。番号は自動で付きます", "delete it; the program writes the number");
        found.push(TYPED_NUMBERS.at(text.text.at(0..length), message).help(help));
    }
}

/// Bytes of a label before a text: （１）, 【１】, ２．, 1), ａ）, ⅰ）, ①. What goes on in kana (（１）に掲げる) is a reference.
fn label(text: &str) -> Option<usize> {
    let mut rest = text;
    let is_circled = rest.starts_with(|c| matches!(c, '①'..='⑳'));
    let close = BRACKETS.iter().find_map(|(open, close)| {
        rest = rest.strip_prefix(*open)?;
        Some(*close)
    });
    let counted = if is_circled { rest.chars().next()?.len_utf8() } else { counted(rest, close.is_some()) };
    if counted == 0 {
        return None;
    }
    let is_number = leading_digits(rest) > 0;
    rest = &rest[counted..];
    if !is_circled {
        let ends: &[char] = if is_number { &['）', ')', '．', '.'] } else { &['）', ')'] };
        rest = rest.strip_prefix(close.unwrap_or(ends))?;
    }
    stands_off(rest).then_some(text.len() - rest.len())
}

/// Opening brackets, with those that close them, whatever their width.
const BRACKETS: [(&[char], &[char]); 2] = [(&['（', '('], &['）', ')']), (&['【'], &['】'])];

/// Bytes of what counts at the start: digits, ⅰ, one letter; in brackets also ア and 一.
fn counted(text: &str, is_bracketed: bool) -> usize {
    let digits = leading_digits(text);
    if digits > 0 {
        return digits;
    }
    let Some(first) = text.chars().next() else { return 0 };
    let is_letter = matches!(first, 'ⅰ'..='ⅻ' | 'Ⅰ'..='Ⅻ' | 'a'..='z' | 'A'..='Z' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ');
    let is_sign = is_bracketed && (matches!(first, 'ア'..='ン') || script_of(first).is_some());
    if is_letter || is_sign { first.len_utf8() } else { 0 }
}

/// Bytes of the very label that the program writes before a text, in whatever width; one without a mark of its own counts
/// only with a space after it.
fn repeated(text: &str, label: &str) -> Option<usize> {
    let core = label.trim_end();
    let mut rest = text.chars();
    let is_repeated = core.chars().all(|c| rest.next().map(fold_width) == Some(fold_width(c)));
    let is_number = core.chars().any(|c| c.is_alphanumeric());
    let is_bare = core.ends_with(char::is_alphanumeric);
    let after = rest.as_str();
    let is_parted = !is_bare || after.starts_with(['　', ' ']);
    (is_number && is_repeated && is_parted && stands_off(after)).then_some(text.len() - after.len())
}

/// Whether what follows a label is the text it stands before; １）に and １）又は are references.
fn stands_off(rest: &str) -> bool {
    let next = rest.trim_start_matches(['　', ' ']).chars().next();
    let goes_on = |next| matches!(next, 'ぁ'..='ゖ' | '又' | '及' | '若' | '並' | '、' | '～' | '〜');
    next.is_some_and(|next| !goes_on(next) && script_of(next).is_none())
}

fn leading_digits(text: &str) -> usize {
    text.find(|c: char| !matches!(c, '0'..='9' | '０'..='９')).unwrap_or(0)
}
