//! Forms and fields that rest on a provision which does not exist.

use crate::analysis::{Outline, Unresolved};
use crate::diagnostic::{Diagnostic, nearest};
use crate::lint::Subject;
use crate::model::{FormBasis, LinkTarget};
use crate::{rule, say};

rule! {
    /// A form or one of its fields rests on a provision that does not exist in the edition.
    ///
    /// Whoever asks why the paper must be filled in finds nothing. Name the provision that asks for it.
    pub static MISSING_BASES: Error("missing-bases") = "\
様式や項目の根拠とした条項が、その版にありません。

なぜその書面を書くのかと尋ねられても、示す条項がありません。basis に、書面を求めている条項を「文書の id:条項の id」で書いてください。

    誤: basis: terms:cancelation
    正: basis: terms:cancellation.1";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let outlines = &subject.analysis.outlines;
    for (document, outline) in subject.edition.documents.iter().zip(outlines) {
        let Some(form) = &document.form else { continue };
        let fields = form.fields.iter().filter_map(|field| field.basis.as_ref());
        found.extend(form.basis.iter().chain(fields).filter_map(|basis| missing(subject, outline, basis)));
    }
    let external = subject.set.into_iter().flat_map(|set| &set.external_forms).filter_map(|form| form.basis.as_ref());
    if let Some(first) = outlines.first() {
        found.extend(external.filter_map(|basis| missing(subject, first, basis)));
    }
}

fn missing(subject: Subject<'_>, from: &Outline, basis: &FormBasis) -> Option<Diagnostic> {
    let unresolved = subject.analysis.resolve(from, &basis.target).err()?;
    let LinkTarget::Place { document, anchor } = &basis.target else { return None };
    let (name, known) = match &unresolved {
        Unresolved::NoDocument { name, known } => (name, known),
        Unresolved::NoPlace { name, known, .. } => (name, known),
    };
    let written = format!("{}:{}", document.as_deref().unwrap_or_default(), anchor.as_deref().unwrap_or_default());
    let message = say!("根拠の「{written}」がこの版にありません", "there is no `{written}` in this edition");
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let help = match nearest(name, &known) {
        Some(nearest) => say!("「{nearest}」ではありませんか", "did you mean `{nearest}`?"),
        None => say!("書面を求めている条項を書いてください", "name the provision that asks for the paper"),
    };
    Some(MISSING_BASES.at(basis.span, message).help(help))
}
