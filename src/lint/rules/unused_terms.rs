//! Terms that are defined and never used.

use crate::diagnostic::Diagnostic;
use crate::lint::Subject;
use crate::{rule, say};

rule! {
    /// A term is defined and never used where the definition holds.
    ///
    /// A reader keeps a meaning in mind for nothing, and wonders which provision was forgotten. It mostly happens when a
    /// provision is deleted, or when the text uses another word for the same thing. Delete the definition, or use the
    /// term. Uses in captions and titles count; the definition's own sentence does not.
    pub static UNUSED_TERMS: Warning("unused-terms") = "\
定義した用語が、その定義の及ぶ範囲で一度も使われていません。

条項を削ったときや、同じものを別の語で書いているときによく起こります。読む人は、どこかの条項が抜けているのではないかと迷います。定義を消すか、本文でその用語を使ってください。見出しや題名での使用は数えますが、定義の文の中での使用は数えません。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let terms = &subject.analysis.terms;
    let mut is_used = vec![false; terms.defined.len()];
    for term_use in terms.uses.iter().filter(|term_use| !term_use.is_own) {
        is_used[term_use.definition] = true;
    }
    for (index, defined) in terms.defined.iter().enumerate() {
        // A second definition of the same term is a finding of its own.
        if is_used[index]
            || terms.rival(subject.analysis, index).is_some()
            || is_said_elsewhere(subject, defined.document, &defined.term)
        {
            continue;
        }
        let term = &defined.term;
        let message = say!("「{term}」は定義されていますが、使われていません", "`{term}` is defined but never used");
        let help = say!("定義を消すか、本文で「{term}」を使ってください", "delete the definition, or use `{term}`");
        found.push(UNUSED_TERMS.at(defined.span, message).help(help));
    }
}

/// An annex may use a term although its document says no more than that it belongs to the contract.
fn is_said_elsewhere(subject: Subject<'_>, document: usize, term: &str) -> bool {
    subject.texts().any(|text| text.document != document && text.as_str().contains(term))
}
