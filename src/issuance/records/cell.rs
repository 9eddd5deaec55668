//! What stands in one cell: where it belongs, and which characters may stand in it.

use std::sync::Arc;

use unicode_normalization::char::compose;

use super::schema::Slot;
use super::{Problem, shown};
use crate::fonts;
use crate::say;

pub(super) const MOST_IN_LINE: usize = 2_000;
pub(super) const MOST_IN_LINES: usize = 8_000;

/// One value as the file gives it.
pub(super) struct Cell {
    pub(super) slot: Slot,
    /// Column or key as the file names it.
    pub(super) name: Arc<str>,
    pub(super) line: usize,
    pub(super) character: Option<usize>,
    pub(super) text: String,
}

/// The value without white space around it, if every character of it can be printed.
pub(super) fn clean(text: &str, has_lines: bool) -> Result<String, Problem> {
    let most = if has_lines { MOST_IN_LINES } else { MOST_IN_LINE };
    let trimmed = text.trim();
    // Bytes first: counting the characters of a huge cell is not free.
    if trimmed.len() > most * 4 || trimmed.chars().count() > most {
        let length = trimmed.chars().count();
        let message = say!("{length} 字あり、長すぎます", "{length} characters are too many");
        return Err(Problem::new(message, say!("{most} 字以内にしてください", "write {most} at most")));
    }
    let composed = composed(trimmed);
    match composed.chars().find(|c| !(fonts::covers(*c) && !is_invisible(*c) || has_lines && *c == '\n')) {
        None => Ok(composed),
        Some(c) => Err(refused(c, trimmed)),
    }
}

/// か and a voicing mark of its own, as file names of macOS have it, as one character.
fn composed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let mark = matches!(c, '\u{3099}' | '\u{309a}');
        match out.chars().next_back().filter(|_| mark).and_then(|base| compose(base, c)) {
            Some(one) => {
                out.pop();
                out.push(one);
            }
            None => out.push(c),
        }
    }
    out
}

/// Characters that turn text around, hide, or join: what is read would not be what is stored.
fn is_invisible(c: char) -> bool {
    is_bidi(c) || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn refused(c: char, text: &str) -> Problem {
    let code = format!("U+{:04X}", u32::from(c));
    let delete = say!("この文字を消してください", "delete this character");
    match c {
        '\n' | '\r' => Problem::new(
            say!("一行で書く欄に改行があります", "there is a line break, and this is a single line"),
            say!("改行を消すか、空白にしてください", "delete the line break or write a space"),
        ),
        '\t' => Problem::new(
            say!("タブが入っています", "there is a tab"),
            say!("空白にしてください", "write a space instead"),
        ),
        '\u{fffd}' => Problem::new(
            say!("文字化けした跡（{code}）があります", "a character was lost in a conversion ({code})"),
            say!("元の文字を打ち直してください", "type the character again"),
        ),
        _ if is_bidi(c) => Problem::new(
            say!("文字の向きを変える制御文字（{code}）が入っています", "a character turns the text around ({code})"),
            delete,
        ),
        _ if is_invisible(c) || c.is_control() => Problem::new(
            say!("目に見えない文字（{code}）が入っています", "there is an invisible character ({code})"),
            delete,
        ),
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {
            let text = shown(text);
            Problem::new(
                say!(
                    "「{text}」に異体字の指定（{code}）があります",
                    "`{text}` selects a variant of a character ({code})"
                ),
                say!("標準の字形にしてください", "write the usual form"),
            )
        }
        _ => Problem::new(
            say!("「{c}」（{code}）は組み込みの書体にない文字です", "the fonts have no `{c}` ({code})"),
            say!("別の字か、かなで書いてください", "write it with another character or in kana"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> String {
        clean(text, false).unwrap_err().message.ja
    }

    #[test]
    fn white_space_around_a_value_does_not_count() {
        assert_eq!(clean("　架空 医院 \r\n", false).unwrap(), "架空 医院");
        assert_eq!(clean("一行目\n二行目\n", true).unwrap(), "一行目\n二行目");
        assert_eq!(clean("か\u{3099}", false).unwrap(), "が");
    }

    #[test]
    fn what_cannot_be_printed_or_seen_is_refused() {
        assert_eq!(wrong("一\n二"), "一行で書く欄に改行があります");
        assert_eq!(wrong("一\t二"), "タブが入っています");
        assert_eq!(wrong("一\0二"), "目に見えない文字（U+0000）が入っています");
        assert_eq!(wrong("一\u{200b}二"), "目に見えない文字（U+200B）が入っています");
        assert_eq!(wrong("一\u{202e}二"), "文字の向きを変える制御文字（U+202E）が入っています");
        assert_eq!(wrong("一\u{fffd}二"), "文字化けした跡（U+FFFD）があります");
        assert_eq!(wrong("辻\u{e0100}"), "「辻\\u{e0100}」に異体字の指定（U+E0100）があります");
        assert_eq!(wrong("寿司😀"), "「😀」（U+1F600）は組み込みの書体にない文字です");
        assert_eq!(wrong("\u{1b}[2J"), "目に見えない文字（U+001B）が入っています");
    }

    #[test]
    fn lengths_are_bounded() {
        assert!(clean(&"字".repeat(2000), false).is_ok());
        assert_eq!(wrong(&"字".repeat(2001)), "2001 字あり、長すぎます");
        assert_eq!(wrong(&"x".repeat(100 << 10)), "102400 字あり、長すぎます");
        assert!(clean(&"字".repeat(8000), true).is_ok());
    }

    #[test]
    fn hostile_text_is_plain_text() {
        for text in
            ["=cmd|'/c calc'!A0", "{{ customer.name }}", "<script>alert(1)</script>", "- [ ] **x**", "{% raw %}"]
        {
            assert_eq!(clean(text, false).unwrap(), text);
        }
    }
}
