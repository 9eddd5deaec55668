//! Terms that are used before they are defined.

use crate::analysis::terms::{DefinedTerm, Form, Scope, TermUse};
use crate::analysis::{Outline, ProvisionKind};
use crate::diagnostic::Diagnostic;
use crate::lint::Subject;
use crate::model::Key;
use crate::{rule, say};

rule! {
    /// A term is used in an earlier article than the one that defines it.
    ///
    /// Who reads from the beginning meets a word whose meaning comes later, and 以下 says that the meaning holds only from
    /// there on. Move the definition to the first use, or into the table of definitions. A table of definitions is known
    /// from the beginning of its chapter. Titles and captions do not count, nor does a use that cites the definition
    /// (第２４条第１項に定める消費税相当額), or comes after one that does.
    pub static LATE_DEFINITIONS: Warning("late-definitions") = "\
用語が、それを定義する条より前の条で使われています。

はじめから読む人は、意味の分からない語に出会います。また「以下「○○」という」という定義は、そこから後にしか及ばないと読まれます。最初に使う箇所で定義するか、用語の定義の表に移してください。定義の表は、その章の初めから知られているものとして扱います。題名と見出しの中の語や、「第２４条第１項に定める○○」のように定義を示した使い方と、その後の使い方は数えません。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let terms = &subject.analysis.terms;
    let mut first_use: Vec<Option<&TermUse>> = vec![None; terms.defined.len()];
    // A reader who was sent to the definition knows it from there on.
    let mut is_told = vec![false; terms.defined.len()];
    for term_use in &terms.uses {
        let is_told = &mut is_told[term_use.definition];
        *is_told |= term_use.is_cited;
        let first = &mut first_use[term_use.definition];
        if first.is_none() && !*is_told && is_late(subject, &terms.defined[term_use.definition], term_use) {
            *first = Some(term_use);
        }
    }
    for (defined, term_use) in terms.defined.iter().zip(first_use) {
        let Some((term_use, at)) = term_use.and_then(|term_use| Some((term_use, term_use.at?))) else { continue };
        let term = &defined.term;
        let (here, there) = (subject.number(term_use.document, at), subject.number(defined.document, defined.at));
        let message =
            say!("「{term}」は、定義より前で使われています", "`{term}` is used before the place that defines it");
        let help = say!(
            "{here}か、それより前で定義してください。用語の定義の表に移すこともできます",
            "define it in {here} or before, or in the table of definitions"
        );
        let related = say!("定義はここ（{there}）です", "defined here ({there})");
        found.push(LATE_DEFINITIONS.at(term_use.span, message).related(defined.span, related).help(help));
    }
}

fn is_late(subject: Subject<'_>, defined: &DefinedTerm, term_use: &TermUse) -> bool {
    let Some(at) = term_use.at else { return false };
    if matches!(defined.scope, Scope::Elsewhere(_)) || defined.document != term_use.document {
        return false;
    }
    let outline = subject.outline(defined.document);
    let known = match defined.form {
        Form::Row => outline.ancestor(defined.at, ProvisionKind::Chapter).unwrap_or(Key(0)),
        // An article of definitions is read first, wherever it stands.
        _ if outline.is_glossary(defined.at) => return false,
        _ => unit(outline, defined.at),
    };
    term_use.is_whole && !term_use.is_own && !term_use.is_cited && unit(outline, at) < known
}

/// The article or section that a text belongs to; what comes before the first is one.
fn unit(outline: &Outline, key: Key) -> Key {
    let kinds = [ProvisionKind::Article, ProvisionKind::Section, ProvisionKind::SupplementaryProvisions];
    kinds.iter().find_map(|kind| outline.ancestor(key, *kind)).unwrap_or(Key(0))
}
