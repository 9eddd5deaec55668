//! What can be wrong with a PDF, for the report and for `kiyaku explain`.

use crate::diagnostic::{Message, Rule};
use crate::pdf::inspect::Damage;
use crate::{rule, say};

rule! {
    /// A file is not a PDF that kiyaku made.
    ///
    /// Nothing can be said about its text: our files carry their own source and its digest. Ask whoever sent it for the
    /// file as it was issued; printing or saving it anew in another program loses what is checked.
    pub static FOREIGN_FILES: Error("foreign-files") = "\
kiyaku が作った PDF ではありません。

kiyaku の PDF は、文面の原本とその要約値を中に持っています。それがない PDF の文面は確かめられません。別のソフトで印刷し直したり保存し直したりすると失われるので、発行されたままのファイルを受け取ってください。";
}

rule! {
    /// The end of a PDF is missing, or something stands behind it.
    ///
    /// The transfer probably broke off. Fetch the file again; a PDF ends with the line %%EOF and nothing else.
    pub static TRUNCATED_FILES: Error("truncated-files") = "\
PDF の末尾が欠けているか、末尾の後ろに何かが付いています。

ダウンロードやメールの途中で切れたものと考えられます。ファイルを受け取り直してください。PDF は %%EOF の行で終わり、その後ろには何もありません。";
}

rule! {
    /// A PDF cannot be read: broken, encrypted, or made to exhaust whoever reads it.
    ///
    /// What cannot be read cannot be vouched for, even if some viewer shows it. Ask for the file as it was issued.
    pub static UNREADABLE_PDFS: Error("unreadable-pdfs") = "\
PDF を読み取れません。壊れているか、暗号化されているか、読む側に過大な負担をかけるように作られています。

表示できるソフトがあっても、読み取れないものは保証できません。発行されたままのファイルを受け取ってください。";
}

rule! {
    /// The pages, or the file, are not what the embedded source compiles to.
    ///
    /// Either the pages or the source were changed after the file was made. Do not rely on either; compare with the file
    /// as it was issued.
    pub static MISMATCHED_SOURCES: Error("mismatched-sources") = "\
ページの文面やファイルの中身が、埋め込まれた原本から組み立てたものと違います。

ファイルが作られた後で、ページか原本のどちらかが書き換えられています。どちらも信用せず、発行されたファイルと比べてください。";
}

rule! {
    /// A signature does not hold: signed bytes were changed, or it was not made with the signer's key.
    ///
    /// The file is not what was signed. Ask the signer for the file as it was signed.
    pub static BROKEN_SIGNATURES: Error("broken-signatures") = "\
署名が成り立っていません。署名した後でファイルが書き換えられたか、署名者の鍵で署名されたものではありません。

このファイルは、署名されたものと同じではありません。署名者から、署名されたままのファイルを受け取ってください。";
}

rule! {
    /// A signature does not cover all of the file as it was when it was made.
    ///
    /// What it leaves out could be replaced without anybody noticing. Have the file signed again.
    pub static PARTIAL_SIGNATURES: Error("partial-signatures") = "\
署名が、署名した時点のファイル全体を覆っていません。

覆われていない所は、誰にも気付かれずに差し替えられます。署名をやり直してもらってください。";
}

rule! {
    /// Nothing can be said about a signature.
    ///
    /// It is in another form than PDF signatures have, rests on a digest that can be forged (SHA-1, MD5), or does not
    /// contain the signer's certificate. Have the file signed again with a program that makes PAdES signatures.
    pub static UNVERIFIABLE_SIGNATURES: Error("unverifiable-signatures") = "\
署名を確かめられません。

PDF の署名の形式でないか、偽造できる要約の方式（SHA-1 や MD5）によっているか、署名者の証明書が入っていません。PAdES に対応したソフトで署名し直してもらってください。";
}

rule! {
    /// A signer's certificate leads to none that is trusted, or was not valid when the signature was made.
    ///
    /// Anybody can make a certificate in any name. Find out who issued it, and pass the certificate of an authority you
    /// trust with --trust.
    pub static UNTRUSTED_SIGNERS: Error("untrusted-signers") = "\
署名者の証明書が、信頼すると指定した認証局につながらないか、署名した時に有効期間の外でした。

証明書は誰の名前でも作れます。誰が発行したものかを確かめ、信頼できる認証局の証明書を --trust で指定してください。";
}

rule! {
    /// Pages were added to a PDF, or taken from it, after it was issued or signed.
    ///
    /// They are no part of what was agreed. Compare with the file as it was issued.
    pub static ADDED_PAGES: Error("added-pages") = "\
発行や署名の後で、ページが加えられたか、取り除かれています。

加えられたページは、合意した内容に含まれません。発行されたファイルと比べてください。";
}

rule! {
    /// The files inside a PDF are not those it was made with.
    ///
    /// The source in it no longer belongs to its pages. Compare with the file as it was issued.
    pub static SWAPPED_ATTACHMENTS: Error("swapped-attachments") = "\
PDF の中に埋め込まれたファイルが、作られた時のものから差し替えられています。

中の原本とページの文面が、もう対応していません。発行されたファイルと比べてください。";
}

rule! {
    /// What a PDF shows was changed after it was issued or signed.
    ///
    /// Signing and filling in fields only add to them; here something else was drawn, replaced or removed. Compare with
    /// the file as it was issued.
    pub static CHANGED_CONTENTS: Error("changed-contents") = "\
発行や署名の後で、PDF に表示されるものが書き換えられています。

署名や記入は、欄に書き足すだけです。それ以外のものが描かれたか、差し替えられたか、取り除かれています。発行されたファイルと比べてください。";
}

rule! {
    /// A field was filled in that an earlier signature had locked.
    ///
    /// The signer allowed no more changes to it. Ask the signer whether it was meant.
    pub static FORBIDDEN_CHANGES: Error("forbidden-changes") = "\
先の署名が変更を禁じた欄に、後から記入や署名がされています。

署名者は、その欄をもう変えないという前提で署名しています。署名者に確かめてください。";
}

/// Everything that a PDF is judged by.
pub fn rules() -> Vec<&'static Rule> {
    vec![
        &ADDED_PAGES,
        &BROKEN_SIGNATURES,
        &CHANGED_CONTENTS,
        &FOREIGN_FILES,
        &FORBIDDEN_CHANGES,
        &MISMATCHED_SOURCES,
        &PARTIAL_SIGNATURES,
        &SWAPPED_ATTACHMENTS,
        &TRUNCATED_FILES,
        &UNREADABLE_PDFS,
        &UNTRUSTED_SIGNERS,
        &UNVERIFIABLE_SIGNATURES,
    ]
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub rule: &'static Rule,
    pub message: Message,
}

impl Problem {
    pub(super) fn new(rule: &'static Rule, message: Message) -> Problem {
        Problem { rule, message }
    }
}

/// Why a file says nothing.
pub(super) fn damage(damage: Damage) -> Problem {
    match damage {
        Damage::NotPdf => Problem::new(&FOREIGN_FILES, say!("PDF ではありません", "this is not a PDF")),
        Damage::Truncated => Problem::new(
            &TRUNCATED_FILES,
            say!(
                "ファイルの末尾が PDF の終わり（%%EOF）になっていません",
                "the file does not end as a PDF ends (%%EOF)"
            ),
        ),
        Damage::Broken => {
            Problem::new(&UNREADABLE_PDFS, say!("PDF の構造が壊れています", "the structure of the PDF is broken"))
        }
        Damage::Encrypted => Problem::new(&UNREADABLE_PDFS, say!("PDF が暗号化されています", "the PDF is encrypted")),
        Damage::Excessive => Problem::new(
            &UNREADABLE_PDFS,
            say!(
                "PDF が大きすぎるか、読み取りに過大な負担がかかります",
                "the PDF is too large, or takes too much to read"
            ),
        ),
    }
}
