//! Definitions that lead back to themselves.

use crate::analysis::terms::{Form, Terms};
use crate::diagnostic::Diagnostic;
use crate::lint::Subject;
use crate::{rule, say};

rule! {
    /// A definition leads back to its own term: 「A」とは、…Bをいう。 and 「B」とは、…Aをいう。 stand together.
    ///
    /// What kind of thing the term means is never said. Say it in at least one of the definitions with words that are not
    /// defined by the others. Terms that only mention each other (契約者 who concludes a 契約 which binds the 契約者) say what
    /// they are, a person and a contract, and are left alone; so is a definition that takes the word from a law.
    pub static CIRCULAR_DEFINITIONS: Error("circular-definitions") = "\
用語の定義をたどると、元の用語に戻ってしまいます。「Aとは、…Bをいう。」「Bとは、…Aをいう。」とする場合や、「Aとは、…Aをいう。」とする場合です。

その用語が何であるかが、どこにも書かれていないことになります。少なくとも一方の定義を、他方の用語を使わずに、「…する者」「…する契約」のように書いてください。「契約者」と「利用契約」のように互いの説明に出てくるだけの場合や、法令の語をそのまま使う定義は指摘しません。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let terms = &subject.analysis.terms;
    // Each definition leads to at most one other, so every circle is walked once.
    let mut seen_from = vec![None; terms.defined.len()];
    for start in 0..terms.defined.len() {
        let mut at = Some(start);
        while let Some(index) = at.filter(|index| seen_from[*index].is_none()) {
            seen_from[index] = Some(start);
            at = next(terms, index);
        }
        if let Some(index) = at.filter(|index| seen_from[*index] == Some(start)) {
            found.push(circle(terms, index));
        }
    }
}

/// The definition that a definition comes down to.
fn next(terms: &Terms, index: usize) -> Option<usize> {
    let defined = &terms.defined[index];
    defined.genus.filter(|_| !matches!(defined.form, Form::Name | Form::Meaning { cites: true }))
}

fn circle(terms: &Terms, member: usize) -> Diagnostic {
    let mut members = vec![member];
    let mut at = next(terms, member);
    while let Some(index) = at.filter(|index| *index != member) {
        members.push(index);
        at = next(terms, index);
    }
    let first = &terms.defined[member];
    let term = &first.term;
    let message = match members.as_slice() {
        [_] => {
            say!("「{term}」の定義が「{term}」で終わっています", "the definition of `{term}` comes down to `{term}`")
        }
        _ => {
            let all: Vec<String> = members.iter().map(|index| format!("「{}」", terms.defined[*index].term)).collect();
            let all = all.join("");
            say!("{all}の定義が互いを必要としています", "the definitions of {all} need each other")
        }
    };
    let help = say!(
        "「…する者」「…する契約」のように、定義されていない語で何であるかを書いてください",
        "say what kind of thing it is with a word that is not defined by these"
    );
    let diagnostic = CIRCULAR_DEFINITIONS.at(first.span, message).help(help);
    members[1..].iter().fold(diagnostic, |diagnostic, index| {
        let other = &terms.defined[*index];
        let term = &other.term;
        diagnostic.related(other.span, say!("「{term}」の定義はここです", "`{term}` is defined here"))
    })
}
