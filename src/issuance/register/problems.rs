//! What can be wrong with a register, for the reports and for `kiyaku explain`.

use crate::diagnostic::{Message, Rule, Severity};
use crate::{rule, say};

rule! {
    /// A line of a register cannot be read.
    ///
    /// Only kiyaku writes lines into a register. This one was changed by another program, or damaged on the disk; what it
    /// said is not known. Restore the file from a copy; never mend it by hand.
    pub static UNREADABLE_LINES: Error("unreadable-register-lines") = "\
台帳の行を読み取れません。

台帳に行を書くのは kiyaku だけです。別のソフトで書き換えられたか、ディスクの上で壊れています。その行が何を表していたかは分かりません。控えから戻してください。手で直してはいけません。";
}

rule! {
    /// A line of a register is not as it was written.
    ///
    /// Every line ends with the digest of all that stands before it; this one's is another. Restore the file from a copy.
    pub static CHANGED_LINES: Error("changed-register-lines") = "\
台帳の行が、書かれた後で変えられています。

どの行も、その行の中身の要約値で終わります。この行の中身は、要約値と合いません。台帳を控えから戻してください。";
}

rule! {
    /// A line of a register does not follow the line before it.
    ///
    /// Every line holds the digest of the line before. Between these two, lines were removed, put in, or put in another
    /// order. Restore the file from a copy.
    pub static BROKEN_CHAINS: Error("broken-register-chains") = "\
台帳の行が、前の行につながっていません。

どの行も、前の行の要約値を持っています。この二行の間で、行が取り除かれたか、加えられたか、並べ替えられています。台帳を控えから戻してください。";
}

rule! {
    /// A number stands in the register twice.
    ///
    /// Two documents of one number cannot be told apart. Where registers were merged, find out which of the machines began
    /// from another state of the register.
    pub static REPEATED_NUMBERS: Error("repeated-numbers") = "\
同じ番号が、台帳に二度あります。

同じ番号の文書は見分けられません。分けて発行した台帳をまとめるときに起きたのなら、どの機械が、違う状態の台帳から発行を始めたのかを確かめてください。";
}

rule! {
    /// A number was voided that was not issued, or was voided before.
    ///
    /// Only a number that stands in the register and is in force can be voided, and that once.
    pub static MISPLACED_VOIDS: Error("misplaced-voids") = "\
発行されていない番号か、すでに無効にした番号を、無効にしています。

無効にできるのは、台帳にある有効な番号だけで、一度だけです。";
}

rule! {
    /// A document was issued twice from the same record.
    ///
    /// Somebody holds two papers that say the same under two numbers. Void one of them.
    pub static REISSUED_RECORDS: Warning("reissued-records") = "\
同じデータから、同じ様式の文書が二度発行されています。

同じ内容で番号の違う文書が、二つともに有効です。一方を無効にしてください。";
}

rule! {
    /// A line of a register is more than a day older than the line before it.
    ///
    /// The clock of the machine was wrong, then or now. The time of issue is printed on documents; check it.
    pub static BACKWARD_TIMES: Warning("backward-register-times") = "\
台帳の行の時刻が、前の行より一日以上前です。

どちらかを書いたときに、機械の時計が狂っていたと考えられます。発行の日時は文書に印刷されるので、確かめてください。";
}

rule! {
    /// The last line of a register is not finished.
    ///
    /// Another run is writing it at this moment, or was interrupted. No document rests on it: files take their place only
    /// after their lines are whole. The next run that issues or voids puts it aside.
    pub static UNFINISHED_LINES: Warning("unfinished-register-lines") = "\
台帳の最後の行が書きかけです。

ほかの kiyaku が今書いているところか、書いている途中で止まったものです。文書のファイルは、行を書き終えてから置かれるので、書きかけの行に対応する文書はありません。次に発行や無効の処理をするときに、別のファイルに移されます。";
}

rule! {
    /// A digest that was noted earlier is not in the register.
    ///
    /// The register was written anew, or cut, after the digest was noted. Compare with a copy.
    pub static MISSING_DIGESTS: Error("missing-register-digests") = "\
控えておいた要約値の行が、台帳にありません。

要約値を控えた後で、台帳が書き直されたか、行が取り除かれています。台帳の控えと比べてください。";
}

rule! {
    /// A file is not in the register.
    ///
    /// It was not issued from this register, or the register is not whole. Ask whoever keeps the register.
    pub static UNREGISTERED_FILES: Error("unregistered-files") = "\
ファイルが台帳にありません。

この台帳から発行されたものではないか、台帳が欠けています。台帳を保管している人に確かめてください。";
}

rule! {
    /// A file is not the one that was issued under its number.
    ///
    /// Its digest is not that in the register. Issued files stand where they were issued; compare with that one.
    pub static MISMATCHED_FILES: Error("mismatched-files") = "\
ファイルが、その番号で発行されたものと違います。

ファイルの要約値が、台帳にあるものと違います。発行したときのファイルと比べてください。";
}

rule! {
    /// A document was voided after it was issued.
    ///
    /// The issuer does not stand for it any more; the register says why. Ask for the one that took its place.
    pub static VOIDED_DOCUMENTS: Error("voided-documents") = "\
文書は、発行された後で無効にされています。

発行者は、この文書の内容をもう保証していません。理由は台帳にあります。代わりの文書を受け取ってください。";
}

/// Everything that a register, and files by it, are judged by.
pub fn rules() -> Vec<&'static Rule> {
    vec![
        &UNREADABLE_LINES,
        &CHANGED_LINES,
        &BROKEN_CHAINS,
        &REPEATED_NUMBERS,
        &MISPLACED_VOIDS,
        &REISSUED_RECORDS,
        &BACKWARD_TIMES,
        &UNFINISHED_LINES,
        &MISSING_DIGESTS,
        &UNREGISTERED_FILES,
        &MISMATCHED_FILES,
        &VOIDED_DOCUMENTS,
    ]
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub rule: &'static Rule,
    /// From 1; absent where it is about the file.
    pub line: Option<usize>,
    pub message: Message,
}

impl Problem {
    /// What is wrong, where the line is.
    pub fn told(&self) -> Message {
        let Message { ja, en } = &self.message;
        match self.line {
            Some(line) => say!("{line} 行目: {ja}", "line {line}: {en}"),
            None => self.message.clone(),
        }
    }
}

/// What was found wrong, as far as anybody reads on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problems {
    /// The first of them.
    pub shown: Vec<Problem>,
    pub errors: usize,
    pub warnings: usize,
}

impl Problems {
    /// Enough to see what happened; a register where every line is wrong must not fill the memory.
    const MOST: usize = 100;

    pub fn push(&mut self, rule: &'static Rule, line: Option<usize>, message: Message) {
        match rule.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
        }
        if self.shown.len() < Problems::MOST {
            self.shown.push(Problem { rule, line, message });
        }
    }
}
