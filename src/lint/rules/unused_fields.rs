//! Fields of forms that stand nowhere in the text.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::lint::Subject;
use crate::{rule, say};

rule! {
    /// A field of a form has no blank.
    ///
    /// Nobody can fill it in, and what is given for it is not printed. List it under `fields` of a paragraph, use it in an
    /// expression, or delete it.
    pub static UNUSED_FIELDS: Warning("unused-fields") = "\
様式の項目が、本文のどこにもありません。

記入する欄がなく、データを渡しても印刷されません。段落の fields: に並べるか、文章の {{ }} で使うか、項目を消してください。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for (document, gathered) in subject.edition.documents.iter().zip(subject.gathered()) {
        let Some(form) = &document.form else { continue };
        let expressions = document.expressions();
        let listed = gathered.fields.iter().map(|id| id.name.as_str());
        let used: BTreeSet<&str> =
            listed.chain(expressions.iter().map(|expression| expression.path[0].as_str())).collect();
        for field in form.fields.iter().filter(|field| !used.contains(field.id.name.as_str())) {
            let name = &field.id.name;
            let message = say!("項目「{name}」の欄がありません", "the field `{name}` has no blank");
            let help = say!(
                "段落の fields: に {name} を足すか、項目を消してください",
                "add {name} to `fields` of a paragraph, or delete it"
            );
            found.push(UNUSED_FIELDS.at(field.id.span, message).help(help));
        }
    }
}
