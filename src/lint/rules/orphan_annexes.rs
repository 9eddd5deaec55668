//! Annexes that no other document of the set refers to.

use std::collections::BTreeSet;

use crate::analysis::references::{Resolution, Target};
use crate::diagnostic::Diagnostic;
use crate::japanese::numerals::folded;
use crate::japanese::references::{Join, MentionKind};
use crate::lint::Subject;
use crate::lint::texts::RunningText;
use crate::model::LinkTarget;
use crate::{rule, say};

rule! {
    /// No other document of the set refers to this annex.
    ///
    /// An annex is part of the contract because the terms say so. Refer to it where it applies, with a link or in words,
    /// or take it out of the set.
    pub static ORPHAN_ANNEXES: Warning("orphan-annexes") = "\
この別紙を参照している文書が、セットのほかにありません。

別紙は、規約の本文が「別紙１のとおり」などと引いて初めて契約の内容になります。適用されるところにリンクか言葉で参照を書くか、セットから外してください。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let annexes = subject.analysis.annexes();
    let contract = subject.edition.contract().len();
    if annexes.is_empty() || annexes.len() == contract {
        return;
    }
    let mut cited = BTreeSet::new();
    // What only a form cites is no part of the contract.
    for text in subject.texts().filter(|text| text.document < contract) {
        match cited_in(subject, text, &annexes) {
            Some(documents) => cited.extend(documents.into_iter().filter(|document| *document != text.document)),
            // 別紙に定めるところ may mean any of them.
            None => return,
        }
    }
    for annex in annexes.into_iter().filter(|annex| !cited.contains(annex)) {
        let outline = subject.outline(annex);
        let (title, label) = (&outline.title, outline.label.clone().unwrap_or_default());
        let message =
            say!("{label}「{title}」を参照している文書がありません", "no other document refers to {label} 「{title}」");
        let name = &outline.document;
        let help = say!(
            "適用されるところに [（）]({name}:) と書くか、documents から外してください",
            "write [（）]({name}:) where it applies, or take it out of `documents`"
        );
        found.push(ORPHAN_ANNEXES.at(subject.span(Target { document: annex, provision: None }), message).help(help));
    }
}

/// The documents that a text cites; `None` where it cites some annex without saying which.
fn cited_in(subject: Subject<'_>, text: &RunningText<'_>, annexes: &[usize]) -> Option<Vec<usize>> {
    let mut cited = Vec::new();
    let names = subject.analysis.outlines.iter().enumerate();
    for link in text.links() {
        if let LinkTarget::Place { document: Some(name), .. } = &link.target {
            cited.extend(names.clone().filter(|(_, outline)| outline.document == *name).map(|(index, _)| index));
        }
    }
    for reference in text.references {
        let mention = &reference.mention;
        let is_annex = matches!(&mention.kind, MentionKind::Annex(annex) if !annex.series.is_picture());
        if is_annex && reference.resolution == Resolution::Unknown {
            return None;
        }
        let targets = reference.targets().iter().map(|target| target.document);
        let through = mention.group.as_ref().is_some_and(|group| group.join == Some(Join::Through));
        if let (true, true, Some(&first)) = (is_annex, through, cited.last()) {
            let last = targets.clone().next_back().unwrap_or(first);
            cited.extend(annexes.iter().copied().filter(|annex| (first..=last).contains(annex)));
        }
        cited.extend(targets);
    }
    let said = folded(text.as_str());
    let titled = annexes.iter().copied().filter(|&annex| said.contains(&folded(&subject.outline(annex).title)));
    cited.extend(titled);
    Some(cited)
}
