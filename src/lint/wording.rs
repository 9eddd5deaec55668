//! Texts as rules about wording read them: what the author wrote, and a stand-in where the program writes.

use std::ops::Range;

use super::Subject;
use crate::model::{Expression, Inline, Prose, plain_text};
use crate::syntax::Text;

/// Stands for the text that a link to a provision generates, so that what is beside it does not seem to touch.
pub(super) const GENERATED: char = Expression::STAND_IN;

/// Every text of the edition and of the set's description, but those that were read in an earlier edition.
pub(super) fn texts(subject: Subject<'_>) -> impl Iterator<Item = &Text> {
    documents(subject).flatten().chain(&subject.texts.set)
}

/// Those of each document, in reading order.
pub(super) fn documents(subject: Subject<'_>) -> impl Iterator<Item = &Vec<Text>> {
    subject.texts.documents.iter()
}

/// The same as the author wrote it.
pub(super) fn proses(subject: Subject<'_>) -> impl Iterator<Item = &Prose> {
    subject.texts.proses.iter().flatten().chain(&subject.texts.described).copied()
}

pub(super) fn of(proses: &[&Prose]) -> Vec<Text> {
    proses.iter().map(|prose| text(prose)).collect()
}

fn text(prose: &Prose) -> Text {
    let mut out = Text::empty(prose.span);
    push(&prose.inlines, prose, &mut out);
    out
}

fn push(inlines: &[Inline], prose: &Prose, out: &mut Text) {
    let stand_in = |character: char, span, out: &mut Text| {
        out.push(&Text::opaque(character.to_string(), span), 0..character.len_utf8());
    };
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push(text, 0..text.as_str().len()),
            Inline::Strong(inner) | Inline::Emphasis(inner) => push(inner, prose, out),
            // （） asks for the caption as well.
            Inline::Link(link) if matches!(plain_text(&link.text).as_str(), "" | "（）") => {
                stand_in(GENERATED, link.span, out);
            }
            Inline::Link(link) => push(&link.text, prose, out),
            Inline::Expression(expression) => stand_in(Expression::STAND_IN, expression.span, out),
            Inline::Break => stand_in('\n', prose.span, out),
        }
    }
}

pub(super) fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ')
}

/// Letters and signs of Japanese text: kana, kanji, full-width forms, 、 and 「.
pub(super) fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// What stands between 「 and 」: names and the words of other documents.
pub(super) struct Quotations(Vec<Range<usize>>);

impl Quotations {
    pub(super) fn of(text: &str) -> Quotations {
        let mut found = Vec::new();
        let mut open = Vec::new();
        for (at, c) in text.char_indices() {
            match c {
                '「' | '『' => open.push(at),
                '」' | '』' => {
                    if let (Some(start), true) = (open.pop(), open.is_empty()) {
                        found.push(start..at);
                    }
                }
                _ => {}
            }
        }
        Quotations(found)
    }

    pub(super) fn hold(&self, at: usize) -> bool {
        let before = self.0.partition_point(|quotation| quotation.end <= at);
        self.0.get(before).is_some_and(|quotation| quotation.start < at)
    }
}
