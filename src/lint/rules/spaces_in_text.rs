//! Spaces that Japanese text does not have: from folded lines, or typed to indent.

use crate::diagnostic::Diagnostic;
use crate::lint::{Subject, wording};
use crate::syntax::Text;
use crate::{rule, say};

rule! {
    /// A space stands where Japanese text has none: where a line of the file was broken, before a paragraph, or at its end.
    ///
    /// YAML makes a space of a line break in a plain text or after `>`; on paper there is a gap. Write the text after
    /// `|`, or on one line. Indentation is set by the program and is not typed.
    pub static SPACES_IN_TEXT: Warning("spaces-in-text") = "\
文章の中に不要な空白があります。

YAML では、行を折り返した文章や「>」の後の文章の改行が半角空白になり、紙では字の間が空きます。長い文章は「|」の後に書けば、改行しても空白は入りません。段落の字下げは自動で付くので、全角空白を打つ必要はありません。

    text: |
      当社は、この規約により、
      各サービスを提供します。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for text in wording::texts(subject) {
        found.extend(folded(text));
        found.extend(typed(text));
        found.extend(at_edges(text));
    }
}

/// The first space that a broken line made.
fn folded(text: &Text) -> Option<Diagnostic> {
    let at = spaces(text).find(|&(at, before, after)| {
        wording::is_japanese(before) && wording::is_japanese(after) && is_line_break(text, at)
    })?;
    let message = say!("改行したところが半角空白になります", "the line break becomes a space here");
    let help = say!(
        "文章を「|」の次の行から書くか、一行に書いてください",
        "write the text on the lines after `|`, or on one line"
    );
    Some(SPACES_IN_TEXT.at(text.at(at.0..at.0 + 1), message).help(help))
}

/// Spaces typed between kana or beside 、 and 。; beside kanji and katakana they may part a name.
fn typed(text: &Text) -> Vec<Diagnostic> {
    let is_inner = |c: char| wording::is_hiragana(c) || matches!(c, '、' | '。');
    let places =
        spaces(text).filter(|&(at, before, after)| is_inner(before) && is_inner(after) && !is_line_break(text, at));
    let finding = |(at, ..): (usize, char, char)| {
        let message = say!("文章の途中に半角空白があります", "there is a space within the text");
        SPACES_IN_TEXT.at(text.at(at..at + 1), message).help(say!("空白を消してください", "delete it"))
    };
    places.map(finding).collect()
}

fn at_edges(text: &Text) -> Vec<Diagnostic> {
    let value = text.as_str();
    let inner = value.trim_start_matches('\u{3000}');
    let leading = value.len() - inner.len();
    let trailing = inner.len() - inner.trim_end_matches('\u{3000}').len();
    let mut found = Vec::new();
    if leading > 0 {
        let message = say!("文章が全角空白で始まっています", "the text begins with a space");
        let help = say!("空白を消してください。字下げは自動で付きます", "delete it; indentation is set by the program");
        found.push(SPACES_IN_TEXT.at(text.at(0..leading), message).help(help));
    }
    if trailing > 0 {
        let message = say!("文章が全角空白で終わっています", "the text ends with a space");
        let range = value.len() - trailing..value.len();
        found.push(SPACES_IN_TEXT.at(text.at(range), message).help(say!("空白を消してください", "delete it")));
    }
    found
}

/// Every single half-width space with the characters beside it.
fn spaces(text: &Text) -> impl Iterator<Item = (usize, char, char)> {
    let value = text.as_str();
    value
        .match_indices(' ')
        .filter_map(move |(at, _)| Some((at, value[..at].chars().next_back()?, value[at + 1..].chars().next()?)))
}

/// One space of the value, more than one byte of the file.
fn is_line_break(text: &Text, at: usize) -> bool {
    text.at(at..at + 1).range().len() > 1
}
