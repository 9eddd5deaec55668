//! Why provisions were changed, as the set says it.

use super::{Change, Version};
use crate::diagnostic::Diagnostic;
use crate::model::{ChangeReason, Prose};
use crate::{rule, say};

rule! {
    /// A reason is given for a provision that neither this revision nor the one before it has.
    ///
    /// It would stand nowhere in the comparison. Name the provision by its id or anchor: `terms#fees`.
    pub static UNKNOWN_CHANGES: Error("unknown-changes") = "\
set.yaml の changes に書かれた条項が、この改定にも前の改定にもありません。

このままでは、理由が新旧対照表のどこにも載りません。条項を id で書いてください。

    誤: - { provision: terms#fee, reason: … }
    正: - { provision: terms#fees, reason: … }";
}

/// Reasons for provisions that do not exist.
pub fn unknown(old: Option<Version<'_>>, new: Version<'_>) -> Vec<Diagnostic> {
    let versions = [Some(new), old];
    let exists = |change: &ChangeReason| {
        versions.iter().flatten().any(|version| {
            let outline = version.analysis.outline(&change.document);
            outline.is_some_and(|outline| change.anchor.as_ref().is_none_or(|anchor| outline.find(anchor).is_some()))
        })
    };
    let changes = new.edition.revision.iter().flat_map(|revision| &revision.changes);
    let unknown = changes.filter(|change| !exists(change)).map(|change| {
        let place = match &change.anchor {
            Some(anchor) => format!("{}#{anchor}", change.document),
            None => change.document.clone(),
        };
        let message = say!("「{place}」という条項はありません", "there is no provision `{place}`");
        let help = say!(
            "「文書の id#条項の id」の形で、この改定か前の改定にある条項を書いてください",
            "write `document#provision` as it is in this revision or the one before"
        );
        UNKNOWN_CHANGES.at(change.span, message).help(help)
    });
    unknown.collect()
}

/// The reasons given for a provision, its parts included, or for its whole document where it is the first to be listed.
pub fn of<'a>(new: &'a Version<'_>, document: &str, change: &Change) -> Vec<&'a Prose> {
    let Some(revision) = &new.edition.revision else { return Vec::new() };
    let anchors = [&change.old, &change.new].into_iter().flatten().map(|place| place.anchor.as_str());
    let anchors: Vec<&str> = anchors.filter(|anchor| !anchor.is_empty()).collect();
    let is_meant = |reason: &&ChangeReason| {
        reason.document == document
            && reason.anchor.as_ref().is_some_and(|anchor| {
                let within = |above: &&&str| {
                    anchor == **above || anchor.strip_prefix(**above).is_some_and(|rest| rest.starts_with('.'))
                };
                anchors.iter().any(|above| within(&above))
            })
    };
    revision.changes.iter().filter(is_meant).map(|change| &change.reason).collect()
}

/// The reason given for a document as a whole.
pub fn of_document<'a>(new: &'a Version<'_>, document: &str) -> Option<&'a Prose> {
    let revision = new.edition.revision.as_ref()?;
    let is_meant = |change: &&ChangeReason| change.document == document && change.anchor.is_none();
    revision.changes.iter().find(is_meant).map(|change| &change.reason)
}
