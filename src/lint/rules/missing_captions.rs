//! 第３条 alone, where the other articles have captions.

use std::collections::BTreeSet;

use crate::analysis::{Outline, ProvisionKind};
use crate::diagnostic::Diagnostic;
use crate::lint::Subject;
use crate::model::Key;
use crate::{rule, say};

rule! {
    /// An article has no caption although others of the same document have one.
    ///
    /// Readers look for an article by its caption, and references that quote it find nothing to quote. Write the caption. A
    /// document whose articles have none at all is left alone; its 附則 are compared among themselves.
    pub static MISSING_CAPTIONS: Warning("missing-captions") = "\
ほかの条には見出しがあるのに、この条にはありません。

条は見出しで探されます。見出しを書き忘れたのでなければ、条の内容を表す短い語句を見出しにしてください。どの条にも見出しがない文書は指摘しません。附則の条は、附則の中だけで比べます。

    誤: - paragraphs: [...]（ほかの条には caption がある）
    正: - caption: 利用料金
          paragraphs: [...]";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for outline in &subject.analysis.outlines {
        let articles = || outline.provisions().filter(|(_, provision)| provision.kind == ProvisionKind::Article);
        let captioned: BTreeSet<Option<Key>> =
            articles().filter(|(_, article)| article.caption.is_some()).map(|(key, _)| series(outline, key)).collect();
        for (key, article) in articles().filter(|(_, article)| article.caption.is_none() && !article.deleted) {
            if captioned.contains(&series(outline, key)) {
                let label = &article.label;
                let message = say!("{label}に見出しがありません", "{label} has no caption");
                let help = say!("例: caption: 規約の適用", "for example: caption: 規約の適用");
                found.push(MISSING_CAPTIONS.at(article.span, message).help(help));
            }
        }
    }
}

/// The 附則 an article is part of, if it is no main provision.
fn series(outline: &Outline, article: Key) -> Option<Key> {
    outline.ancestor(article, ProvisionKind::SupplementaryProvisions)
}
