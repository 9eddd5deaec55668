//! Marks of Markdown and of shared blocks that stayed in the text: **, ](, {{ }}.

use crate::diagnostic::Diagnostic;
use crate::lint::{Subject, wording};
use crate::syntax::Text;
use crate::{rule, say};

rule! {
    /// Marks that should have become bold text, a link or a parameter are still in the text.
    ///
    /// They would be printed as they are. `**` is not read as a mark where brackets or stops lie just inside it and
    /// letters just outside; move it inside the brackets. `{{ }}` has a meaning in shared blocks only.
    pub static LEFTOVER_MARKUP: Error("leftover-markup") = "\
強調、リンク、引数の記号が、文字のまま残っています。

このままでは記号がそのまま印刷されます。** は、内側に括弧や句読点、外側に文字が接していると強調になりません。括弧の内側に移してください。{{ }} は共有ブロックの中でだけ使えます。

    誤: **「重要事項」**を説明します。
    正: 「**重要事項**」を説明します。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let has_marks = |text: &&Text| text.as_str().bytes().any(|byte| matches!(byte, b'*' | b']' | b'{' | b'}'));
    for text in wording::texts(subject).filter(has_marks) {
        found.extend(strong(text));
        for (at, mark) in text.as_str().match_indices("](") {
            let message = say!("リンクになっていない「{mark}」が残っています", "`{mark}` did not become a link");
            let help = say!(
                "[文字](宛先) の形になっているか、宛先に空白や閉じ忘れがないか確かめてください",
                "write [text](target), without spaces in the target and with its closing bracket"
            );
            found.push(LEFTOVER_MARKUP.at(text.at(at..at + mark.len()), message).help(help));
        }
        found.extend(parameters(text));
    }
}

/// The first pair of asterisks that is not a longer run, such as a masked figure.
fn strong(text: &Text) -> Option<Diagnostic> {
    let value = text.as_str();
    let mut marks =
        value.match_indices("**").filter(|(at, _)| !value[..*at].ends_with('*') && !value[at + 2..].starts_with('*'));
    let (first, _) = marks.next()?;
    let message = say!("強調になっていない「**」が残っています", "`**` did not become bold text");
    let help = say!(
        "** を括弧や句読点の内側に移してください。例: 「**重要事項**」を。強調しないときは消してください",
        "move `**` inside brackets and stops, as in 「**重要事項**」を, or delete it"
    );
    let finding = LEFTOVER_MARKUP.at(text.at(first..first + 2), message).help(help);
    Some(match marks.next() {
        Some((second, _)) => {
            finding.related(text.at(second..second + 2), say!("組になるはずの「**」です", "its partner"))
        }
        None => finding,
    })
}

fn parameters(text: &Text) -> Option<Diagnostic> {
    let value = text.as_str();
    let start = value.find("{{").or_else(|| value.find("}}"))?;
    let end = value[start..].find("}}").map_or(start + 2, |at| start + at + 2);
    let message = say!("「{{{{ }}}}」が文字のまま残っています", "`{{{{ }}}}` is still in the text");
    let help = say!(
        "ここに入る文字を書いてください。引数は shared/ の共有ブロックの中でだけ使えます",
        "write what belongs here; parameters exist in shared blocks only"
    );
    Some(LEFTOVER_MARKUP.at(text.at(start..end), message).help(help))
}
