//! 各項 where the enumeration consists of 号.

use crate::analysis::references::{Reason, Resolution};
use crate::diagnostic::Diagnostic;
use crate::lint::Subject;
use crate::{rule, say};

rule! {
    /// A text calls items paragraphs: 以下の各項 before a list of 号.
    ///
    /// 項 are the paragraphs of an article, 号 the numbered items under one. A reader would look for paragraphs that are
    /// not there. Write 各号.
    pub static WRONG_UNIT_REFERENCES: Error("wrong-unit-references") = "\
号を並べているのに「各項」と書かれています。

項は条の中の段落、号は項の下に番号を付けて並べたものです。「次の各項」とあると、読む人は項を探してしまいます。「次の各号」に直してください。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for reference in subject.references() {
        let Resolution::Unresolved(Reason::WrongUnit { within }) = reference.resolution else { continue };
        let written = &reference.written;
        let right = written.replace("各項", "各号");
        let holder = subject.title(within);
        let message = say!(
            "「{written}」とありますが、{holder}に並んでいるのは号です",
            "`{written}`: {holder} lists items (号), not paragraphs (項)"
        );
        found.push(
            WRONG_UNIT_REFERENCES.at(reference.span, message).help(say!("{right}", "{right}")).fix(written, &right),
        );
    }
}
