//! Figures that no text refers to.

use std::collections::BTreeSet;

use crate::analysis::references::{Resolution, Target};
use crate::analysis::{ProvisionKind, Resolved};
use crate::diagnostic::Diagnostic;
use crate::japanese::references::{AnnexSeries, Join, MentionKind};
use crate::lint::Subject;
use crate::model::Key;
use crate::{rule, say};

rule! {
    /// No text refers to this figure.
    ///
    /// What a figure shows is agreed only where the text says so, and a reader does not know which sentence it belongs
    /// to. Refer to it where it explains the text, with a link or in words.
    pub static ORPHAN_FIGURES: Warning("orphan-figures") = "\
この図を参照している文章がありません。

本文が「図１のとおり」などと引かなければ、図が契約の内容なのか、どの文の説明なのかが分かりません。図で示すところに、リンクか言葉（図１、次の図）で参照を書いてください。

    誤: 料金は、接続時間により計算します。（この後に図だけがある）
    正: 料金は、[](#fee-example)のとおり、接続時間により計算します。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let outlines = subject.analysis.outlines.iter().enumerate();
    let figures: Vec<(usize, Key)> = outlines
        .flat_map(|(document, outline)| {
            let numbered = outline
                .provisions()
                .filter(|(_, provision)| provision.kind == ProvisionKind::Figure && !provision.label.is_empty());
            numbered.map(move |(key, _)| (document, key))
        })
        .collect();
    if figures.is_empty() {
        return;
    }
    let cited = cited(subject, &figures);
    for (document, key) in figures.into_iter().filter(|figure| !cited.contains(figure)) {
        let provision = subject.outline(document).provision(key);
        let label = &provision.label;
        let message = say!("{label}を参照している文章がありません", "no text refers to {label}");
        let anchor = &provision.anchor;
        let help = say!(
            "図で示すところに [](#{anchor}) か「次の図」と書いてください",
            "write [](#{anchor}) where the text needs it"
        );
        found.push(ORPHAN_FIGURES.at(subject.span(Target { document, provision: Some(key) }), message).help(help));
    }
}

/// The figures that texts lead to; those between the ends of 図１から図３まで as well.
fn cited(subject: Subject<'_>, figures: &[(usize, Key)]) -> BTreeSet<(usize, Key)> {
    let mut cited = BTreeSet::new();
    for text in subject.texts() {
        let outline = subject.outline(text.document);
        for link in text.links() {
            if let Ok(Some(Resolved::Provision(of, key))) = subject.analysis.resolve(outline, &link.target) {
                let document = subject.analysis.outlines.iter().position(|other| other == of);
                cited.extend(document.map(|document| (document, key)));
            }
        }
        let mut last = None;
        for reference in text.references {
            let is_figure = matches!(&reference.mention.kind,
                MentionKind::Annex(annex) if annex.series == AnnexSeries::Figure);
            let (true, Resolution::Targets(targets)) = (is_figure, &reference.resolution) else { continue };
            let found = targets.iter().filter_map(|target| Some((target.document, target.provision?)));
            let found: Vec<(usize, Key)> = found.collect();
            let is_range = reference.mention.group.as_ref().is_some_and(|group| group.join == Some(Join::Through));
            if let (true, Some(first), Some(end)) = (is_range, last, found.first().copied()) {
                cited.extend(figures.iter().filter(|figure| (first..=end).contains(*figure)));
            }
            last = found.last().copied();
            cited.extend(found);
        }
    }
    cited
}
