//! References with a slip of the pen: 第第３条, １２条, 第条.

use crate::analysis::references::{Reason, Resolution};
use crate::diagnostic::Diagnostic;
use crate::japanese::references::{Malformation, scan_slips};
use crate::lint::Subject;
use crate::lint::texts::RunningText;
use crate::{rule, say};

rule! {
    /// A reference is miswritten: 第 is missing, doubled or too many, the number or its unit is missing or unreadable, or a word of the same
    /// sound stands for it (事項に定める for 次項に定める).
    ///
    /// Write it out: 第１２条.
    pub static INCOMPLETE_REFERENCES: Error("incomplete-references") = "\
参照の書き方が崩れています。

「１２条」のように「第」が抜けている、「第第３条」のように重なっている、「第条」「第の規定」のように番号がない、「第３条第２の規定」のように項や号の語がない、「第各号」のように「第」が余分である、番号が読み取れない、「事項に定める」のように同じ読みの別の語に変換されている、といった場合です。「第１２条」の形に直してください。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    subject.texts().for_each(|text| slips(text, found));
    for reference in subject.references() {
        let Resolution::Unresolved(Reason::Malformed(malformation)) = reference.resolution else { continue };
        let written = &reference.written;
        let message = match malformation {
            Malformation::RepeatedOrdinal => {
                say!("「{written}」の「第」が重なっています", "`{written}`: 第 is doubled")
            }
            Malformation::MissingNumber => say!("「{written}」に番号がありません", "`{written}` has no number"),
            Malformation::MissingUnit => {
                say!("「{written}」の後に「項」や「号」が抜けています", "`{written}`: 項 or 号 is missing")
            }
            Malformation::StrayOrdinal => say!("「{written}」の「第」が余分です", "`{written}`: 第 is too many"),
            Malformation::MissingOrdinal => say!("「{written}」に「第」が抜けています", "`{written}`: 第 is missing"),
            Malformation::NumberTooLarge => {
                say!("「{written}」の番号が大きすぎます", "`{written}`: the number is too large")
            }
            Malformation::UnreadableNumber => {
                say!("「{written}」の番号が読み取れません", "`{written}`: the number cannot be read")
            }
        };
        let diagnostic = INCOMPLETE_REFERENCES.at(reference.span, message);
        found.push(match certain(malformation, written) {
            Some(right) => diagnostic.help(say!("{right}", "{right}")).fix(written, &right),
            None => {
                diagnostic.help(say!("第１２条第３項 のように番号を書いてください", "write it like 第１２条第３項"))
            }
        });
    }
}

/// 事項に定める for 次項に定める.
fn slips(text: &RunningText<'_>, found: &mut Vec<Diagnostic>) {
    for slip in scan_slips(text.as_str()) {
        let (written, right) = (&text.as_str()[slip.range.clone()], slip.right);
        let message =
            say!("「{written}」は「{right}」の変換誤りのようです", "`{written}` seems to be a slip for {right}");
        let diagnostic = INCOMPLETE_REFERENCES.at(text.text.at(slip.range.clone()), message);
        found.push(diagnostic.help(say!("{right}", "{right}")));
    }
}

/// What was meant, where there is no doubt.
fn certain(malformation: Malformation, written: &str) -> Option<String> {
    match malformation {
        Malformation::StrayOrdinal => Some(written.replacen('第', "", 1)),
        Malformation::RepeatedOrdinal => Some(written.replacen("第第", "第", 1)),
        Malformation::MissingOrdinal if !written.starts_with('第') => Some(format!("第{written}")),
        _ => None,
    }
}
