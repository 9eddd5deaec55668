//! 第７条の規定により where article 7 is 削除.

use crate::analysis::ProvisionKind;
use crate::analysis::references::{Reference, Target};
use crate::diagnostic::Diagnostic;
use crate::japanese::references::Join;
use crate::lint::Subject;
use crate::lint::texts::RunningText;
use crate::{rule, say};

rule! {
    /// A reference cites a provision that is deleted (第７条　削除) as if it had a text.
    ///
    /// The number stays so that others need not move, but nothing stands there any more. Cite the provision that took its
    /// place, or take the reference out. Supplementary provisions may speak of what was, as may 旧第７条 and 第７条を削除.
    pub static DELETED_PROVISION_REFERENCES: Warning("deleted-provision-references") = "\
削除された条項を、今もあるものとして引用しています。

「第７条　削除」は番号だけを残したもので、定めはもうありません。代わりの条項を引くか、参照を消してください。附則の中の引用と、「旧第７条」「第７条を削除し」のような書き方は指摘しません。";
}

/// Characters after the reference in which the text may say that it is deleted.
const NEAR: usize = 12;

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for text in subject.texts() {
        found.extend(text.references.iter().filter_map(|reference| dead(subject, text, reference)));
    }
}

fn dead(subject: Subject<'_>, text: &RunningText<'_>, reference: &Reference) -> Option<Diagnostic> {
    let [target @ Target { document, provision: Some(key) }] = *reference.targets() else { return None };
    let outline = subject.outline(document);
    let deleted = std::iter::successors(Some(key), |&key| outline.provision(key).parent)
        .find(|&key| outline.provision(key).deleted)?;
    // 第５条から第７条まで spans what is left.
    let through = reference.mention.group.as_ref().is_some_and(|group| group.join == Some(Join::Through));
    let opens_range = text.after(reference).starts_with("から");
    let own = subject.outline(text.document);
    let in_history = own.ancestor(text.at, ProvisionKind::SupplementaryProvisions).is_some();
    let before = &text.as_str()[..reference.range.start];
    let was = ["旧", "改正前の", "削除前の", "改定前の", "変更前の"].iter().any(|word| before.ends_with(word));
    let says_so = text.after(reference).chars().take(NEAR).collect::<String>().contains("削除");
    if through || opens_range || in_history || was || says_so {
        return None;
    }
    let (written, holder) = (&reference.written, subject.number(document, deleted));
    let message = say!("「{written}」は削除された条項です", "`{written}` is deleted");
    let help =
        say!("代わりの条項を引くか、参照を消してください", "cite what took its place, or take the reference out");
    let there = say!("{holder}はここで削除されています", "{holder} is deleted here");
    let place = subject.span(Target { provision: Some(deleted), ..target });
    Some(DELETED_PROVISION_REFERENCES.at(reference.span, message).related(place, there).help(help))
}
