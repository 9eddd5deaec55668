//! 次の各号 and 各号 where nothing is enumerated.

use crate::analysis::references::{Reason, Resolution};
use crate::diagnostic::Diagnostic;
use crate::lint::Subject;
use crate::{rule, say};

rule! {
    /// A text speaks of items (各号), and the provision has none.
    ///
    /// Either the list was forgotten or removed, or the items stand in another provision. Write the items under the
    /// text, or cite the provision that has them.
    pub static MISSING_ENUMERATIONS: Error("missing-enumerations") = "\
「次の各号」「第○項各号」とあるのに、その条項に号がありません。

号を書き忘れたか、別の項に移したか、箇条書きをやめたときに起こります。文章の下に items: で号を並べるか、号のある条項を指すように直してください。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for reference in subject.references() {
        let Resolution::Unresolved(Reason::NoItems { within }) = reference.resolution else { continue };
        let written = &reference.written;
        let holder = subject.title(within);
        let message = say!("「{written}」とありますが、{holder}に号がありません", "`{written}`: {holder} has no items");
        let help = say!(
            "文章の下に items: で号を並べるか、号のある条項を指してください",
            "list the items under `items:`, or cite the provision that has them"
        );
        let mut diagnostic = MISSING_ENUMERATIONS.at(reference.span, message).help(help);
        if within.provision != Some(reference.at) {
            diagnostic = diagnostic.related(subject.span(within), say!("{holder}はここです", "{holder} is here"));
        }
        found.push(diagnostic);
    }
}
