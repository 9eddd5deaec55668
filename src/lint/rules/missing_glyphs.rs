//! Characters that the fonts cannot show. On paper they would be blank, and nobody would know.

use crate::diagnostic::{Diagnostic, Message};
use crate::fonts;
use crate::lint::{Subject, wording};
use crate::model::{Inline, Link, Prose};
use crate::{rule, say};

use super::compatibility_characters;

rule! {
    /// A character has no glyph in the typefaces that the outputs are set in.
    ///
    /// On paper it would be blank, and nobody would know. Type another character: for radicals copied from a PDF the
    /// ordinary one, for variants the usual form.
    pub static MISSING_GLYPHS: Error("missing-glyphs") = "\
組み込みの書体にない文字です。

紙では空白になり、気付かれないまま署名されます。PDF から写した部首用の文字は普通の漢字に、異体字は標準の字形に、絵文字や制御文字は普通の文字に書き換えてください。

    誤: 期間を延⾧する（⾧ は部首用の文字）
    正: 期間を延長する";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for prose in wording::proses(subject).filter(|prose| !is_covered(&prose.inlines)) {
        check_prose(prose, found);
    }
}

/// Looked at first without making a text of it, since nearly every one is.
fn is_covered(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text(text) => text.as_str().chars().all(fonts::covers),
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link(Link { text: inner, .. }) => is_covered(inner),
        Inline::Expression(_) | Inline::Break => true,
    })
}

fn check_prose(prose: &Prose, found: &mut Vec<Diagnostic>) {
    let text = prose.plain();
    for (at, character) in text.as_str().char_indices().filter(|&(_, character)| !fonts::covers(character)) {
        let code = format!("U+{:04X}", u32::from(character));
        let message = if character.is_control() {
            say!("目に見えない制御文字（{code}）が入っています", "there is a control character ({code})")
        } else {
            say!("「{character}」（{code}）は組み込みの書体にない文字です", "the fonts have no `{character}` ({code})")
        };
        let span = text.at(at..at + character.len_utf8());
        found.push(MISSING_GLYPHS.at(span, message).help(help(character)));
    }
}

fn help(character: char) -> Message {
    match character {
        '\t' => say!("タブを消すか、空白か読点に書き換えてください", "replace the tab by a space or a comma"),
        _ if character.is_control() => say!("この文字を消してください", "delete it"),
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => {
            say!(
                "異体字の指定です。消すと標準の字形で表示されます",
                "this selects a variant of the character before it; delete it for the usual form"
            )
        }
        '\u{2E80}'..='\u{2FDF}' => radical(character),
        _ => say!("JIS X 0208 にある別の字か、かなに書き換えてください", "write it with a character of JIS X 0208"),
    }
}

fn radical(character: char) -> Message {
    let kanji = compatibility_characters::ordinary(character.encode_utf8(&mut [0; 4]));
    let kanji = kanji.map(|kanji| format!("「{kanji}」")).unwrap_or_default();
    say!(
        "部首用の文字です（PDF からの写しによくあります）。見た目の同じ普通の漢字{kanji}に打ち直してください",
        "this is a radical, often copied from a PDF; type the ordinary character {kanji}"
    )
}
