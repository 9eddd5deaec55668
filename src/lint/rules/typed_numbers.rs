//! Numbers typed before a text whose number the program writes.

use std::collections::BTreeSet;

use crate::analysis::ProvisionKind;
use crate::diagnostic::Diagnostic;
use crate::japanese::numerals::script_of;
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
        let kind = subject.outline(text.document).provision(text.at).kind;
        let is_numbered = matches!(kind, ProvisionKind::Paragraph | ProvisionKind::Item(_));
        let Some(length) = label(text.as_str()).filter(|_| is_numbered && is_own) else { continue };
        let written = &text.as_str()[..length];
        let message = say!("番号「{written}」が書かれています", "the number {written} is typed");
        let help =
            say!("「{written}」を消してください。番号は自動で付きます", "delete it; the program writes the number");
        found.push(TYPED_NUMBERS.at(text.text.at(0..length), message).help(help));
    }
}

/// Bytes of a label before a text: （１）, ２．, ①. What goes on in kana (（１）に掲げる) is a reference.
fn label(text: &str) -> Option<usize> {
    let mut rest = text;
    let is_circled = rest.starts_with(|c| matches!(c, '①'..='⑳'));
    let open = rest.starts_with(['（', '(']);
    rest = rest.strip_prefix(['（', '(']).unwrap_or(rest);
    let digits = if is_circled { rest.chars().next()?.len_utf8() } else { leading_digits(rest) };
    rest = &rest[digits..];
    if digits == 0 {
        return None;
    }
    if !is_circled {
        let close: &[char] = if open { &['）', ')'] } else { &['．', '.'] };
        rest = rest.strip_prefix(close)?;
    }
    let next = rest.trim_start_matches(['　', ' ']).chars().next()?;
    let goes_on = matches!(next, 'ぁ'..='ゖ') || script_of(next).is_some();
    (!goes_on).then_some(text.len() - rest.len())
}

fn leading_digits(text: &str) -> usize {
    text.find(|c: char| !matches!(c, '0'..='9' | '０'..='９')).unwrap_or(0)
}
