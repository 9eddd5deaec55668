//! Other spellings of defined terms.

use std::collections::BTreeMap;

use crate::analysis::references::Reference;
use crate::diagnostic::Diagnostic;
use crate::japanese::references::MentionKind;
use crate::lint::Subject;
use crate::{rule, say};

rule! {
    /// A defined term is written in another way: ＣＰＳ for CPS, 本利用規約 for 本規約, 弊社 for 当社.
    ///
    /// So is a document that calls itself 本利用規約 throughout and 本規約 once. Strictly read, another word is another thing. Write the term as it is defined.
    pub static INCONSISTENT_TERMS: Warning("inconsistent-terms") = "\
定義した用語が、定義とは違う書き方で使われています。「本規約」を「本利用規約」、「当社」を「弊社」、「CPS」を全角の「ＣＰＳ」と書く場合などです。定義のない「本利用規約」を繰り返す文書に「本規約」が一か所だけある場合も指摘します。

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
    for references in &subject.analysis.references {
        own_names(subject, references.values().flatten(), found);
    }
}

/// A document calls itself 本利用規約 without defining the name, and 本規約 once.
fn own_names<'a>(subject: Subject<'_>, references: impl Iterator<Item = &'a Reference>, found: &mut Vec<Diagnostic>) {
    let mut names: BTreeMap<&str, BTreeMap<&str, Vec<&Reference>>> = BTreeMap::new();
    for reference in references.filter(|reference| reference.mention.kind == MentionKind::Own) {
        let name = reference.written.split('第').next().unwrap_or_default();
        let Some(title) = OWN_TITLES.iter().find(|title| name.ends_with(**title)) else { continue };
        if name.starts_with('本') && !subject.analysis.terms.is_defined(name) {
            names.entry(title).or_default().entry(name).or_default().push(reference);
        }
    }
    for alike in names.into_values() {
        let [one, other] = alike.into_iter().collect::<Vec<_>>().try_into().unwrap_or_default();
        let (odd, usual) = if one.1.len() < other.1.len() { (one, other) } else { (other, one) };
        let ([place], count @ USUAL..) = (&odd.1[..], usual.1.len()) else { continue };
        let (written, name) = (odd.0, usual.0);
        let message = say!(
            "この文書の名前は「{name}」ですが（{count} か所）、ここは「{written}」です",
            "this document calls itself {name} ({count} times), but {written} here"
        );
        found.push(INCONSISTENT_TERMS.at(place.span, message).help(say!("{name}", "{name}")));
    }
}

/// What documents call themselves, by the end of the name.
const OWN_TITLES: [&str; 4] = ["規約", "約款", "規程", "ポリシー"];
/// A name said so often is the document's own.
const USUAL: usize = 3;
