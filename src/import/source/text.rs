//! Texts of the original as inline Markdown that gives back the same characters.

use super::ids::Notes;
use crate::import::manuscript::{Mark, Written};

/// Paragraphs of the original that are one text: a line break parts them.
pub(super) fn lines<'w>(texts: impl IntoIterator<Item = &'w Written>, notes: &mut Notes) -> String {
    let texts = texts.into_iter().map(|text| line(text, notes)).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("\\\n")
}

/// One text with its links and marks of notes.
pub(super) fn line(text: &Written, notes: &mut Notes) -> String {
    let whole = text.as_str();
    let mut out = String::with_capacity(whole.len() + 16);
    let mut at = 0;
    for (range, mark) in text.marks() {
        if range.start < at || range.end > whole.len() {
            continue;
        }
        escape(&mut out, &whole[at..range.start]);
        match mark {
            Mark::Link(target) if is_safe(target) && !range.is_empty() => {
                out.push('[');
                escape(&mut out, &whole[range.clone()]);
                out.push_str("](");
                out.push_str(&address(target));
                out.push(')');
            }
            Mark::Link(_) => escape(&mut out, &whole[range.clone()]),
            Mark::Note(id) => {
                escape(&mut out, &whole[range.clone()]);
                out.push_str(&format!("[^{}]", notes.id(id)));
            }
        }
        at = range.end;
    }
    escape(&mut out, &whole[at..]);
    out.trim().to_owned()
}

/// Links that the source format takes; of others the words are kept.
fn is_safe(target: &str) -> bool {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| ["https", "http", "mailto", "tel"].contains(&scheme.as_str()))
}

fn address(target: &str) -> String {
    let mut out = String::new();
    for c in target.chars() {
        match c {
            ' ' | '(' | ')' | '<' | '>' | '\\' | '[' | ']' | '*' | '`' | '"' => {
                out.push_str(&format!("%{:02X}", c as u32))
            }
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Puts a backslash before whatever Markdown would take for markup.
fn escape(out: &mut String, text: &str) {
    let mut before = out.chars().next_back();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let is_markup = match c {
            '\\' | '`' | '*' | '[' => true,
            '_' => !(is_letter(before) && is_letter(next)),
            '<' => next.is_some_and(|next| next.is_ascii_alphabetic() || "/!?".contains(next)),
            '&' => next.is_some_and(|next| next.is_ascii_alphabetic() || next == '#'),
            ']' => matches!(next, Some('(' | '[' | ':')),
            '{' => next == Some('{'),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c });
        before = Some(c);
    }
}
