//! Other spellings of defined terms.

use crate::diagnostic::Diagnostic;
use crate::lint::Subject;
use crate::{rule, say};

rule! {
    /// A defined term is written in another way: ＣＰＳ for CPS, 本利用規約 for 本規約, 弊社 for 当社.
    ///
    /// Strictly read, another word is another thing. Write the term as it is defined.
    pub static INCONSISTENT_TERMS: Warning("inconsistent-terms") = "\
定義した用語が、定義とは違う書き方で使われています。「本規約」を「本利用規約」、「当社」を「弊社」、「CPS」を全角の「ＣＰＳ」と書く場合などです。

厳密に読めば、違う語は違うものを指します。定義したとおりに書いてください。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let terms = &subject.analysis.terms;
    for term_use in terms.uses.iter().filter(|term_use| term_use.is_whole && !term_use.is_own) {
        let defined = &terms.defined[term_use.definition];
        let term = &defined.term;
        let written = &term_use.written;
        if term.chars().filter(|c| !c.is_whitespace()).eq(written.chars()) {
            continue;
        }
        let message =
            say!("「{term}」と定義された語が「{written}」と書かれています", "`{term}` is written `{written}` here");
        let there = say!("「{term}」の定義はここです", "`{term}` is defined here");
        let finding = INCONSISTENT_TERMS.at(term_use.span, message).related(defined.span, there);
        found.push(finding.help(say!("{term}", "{term}")));
    }
}
