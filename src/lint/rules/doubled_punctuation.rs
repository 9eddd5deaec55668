//! Stops and commas that stand beside each other: 。。 、、 。、.

use crate::diagnostic::Diagnostic;
use crate::lint::{Subject, wording};
use crate::{rule, say};

rule! {
    /// Two stops or commas stand beside each other.
    ///
    /// It is a slip of the keyboard, or what remains of deleted words. Keep one; if words are missing, write them again.
    pub static DOUBLED_PUNCTUATION: Warning("doubled-punctuation") = "\
句点や読点が続けて打たれています。

打ち間違いか、語を消した跡です。一つだけ残してください。間の語が消えているときは、書き直してください。

    誤: 当社は、、契約者に通知します。。
    正: 当社は、契約者に通知します。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for text in wording::texts(subject) {
        let value = text.as_str();
        let mut at = 0;
        while let Some(start) = value[at..].find(is_point).map(|found| at + found) {
            let end = value[start..].find(|c| !is_point(c)).map_or(value.len(), |length| start + length);
            let run = &value[start..end];
            if run.chars().count() > 1 {
                let kept = if run.contains(['。', '｡']) { "。" } else { "、" };
                let message = say!("「{run}」と続いています", "`{run}` is doubled");
                let help = say!("「{kept}」一つにしてください", "write `{kept}` once");
                found.push(DOUBLED_PUNCTUATION.at(text.at(start..end), message).help(help).fix(run, kept));
            }
            at = end;
        }
    }
}

fn is_point(c: char) -> bool {
    matches!(c, '。' | '、' | '，' | '｡' | '､')
}
