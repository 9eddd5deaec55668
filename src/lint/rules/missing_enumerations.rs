//! 次の各号 and 各号 where nothing is enumerated.

use crate::analysis::ProvisionKind;
use crate::analysis::references::{Reason, Reference, Resolution, Target};
use crate::diagnostic::Diagnostic;
use crate::japanese::references::{Extent, Which};
use crate::lint::Subject;
use crate::model::Key;
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
    for text in subject.texts() {
        found.extend(text.references.windows(2).filter_map(|pair| of_an_item(subject, &pair[0], &pair[1])));
    }
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

/// 前号各号: an item that has no items below it.
fn of_an_item(subject: Subject<'_>, item: &Reference, each: &Reference) -> Option<Diagnostic> {
    let [target @ Target { document, provision: Some(key) }] = *item.targets() else { return None };
    let outline = subject.outline(document);
    let is_each = each.mention.path.steps.first().is_some_and(|step| step.which == Which::Each(Extent::All));
    let is_item = |key: Key| matches!(outline.provision(key).kind, ProvisionKind::Item(_) | ProvisionKind::Definition);
    let is_divided = outline.tree.children(key).iter().any(|&below| is_item(below));
    if item.range.end != each.range.start || !is_each || !is_item(key) || is_divided {
        return None;
    }
    let (written, following, holder) = (&item.written, &each.written, subject.title(target));
    let message = say!(
        "「{written}{following}」とありますが、{holder}に号がありません",
        "`{written}{following}`: {holder} has no items"
    );
    let help = say!("「前項各号」のように、号のある条項を指してください", "cite a provision that has items: 前項各号");
    let there = say!("{holder}はここです", "{holder} is here");
    Some(MISSING_ENUMERATIONS.at(each.span, message).related(subject.span(target), there).help(help))
}
