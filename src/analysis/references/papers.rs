//! Tables, forms and figures by the number in their heading: 別表第１　料金, 様式第２号, 図１.

use std::collections::BTreeMap;

use super::Target;
use crate::analysis::{Analysis, ProvisionKind};
use crate::japanese::references::{Annex, AnnexSeries, Label, annex_heading};
use crate::model::{Gathered, Inline, Key, Prose};
use crate::source::Span;

/// Characters. A longer text is no heading.
const LONGEST: usize = 60;

#[derive(Debug, Default)]
pub(super) struct Papers {
    numbered: BTreeMap<AnnexSeries, BTreeMap<Label, Vec<Paper>>>,
    /// The table called 別表 without a number.
    only_table: Option<String>,
}

#[derive(Debug)]
struct Paper {
    target: Target,
    /// 別表第１
    name: String,
}

impl Papers {
    pub fn of(gathered: &[Gathered<'_>], analysis: &Analysis) -> Papers {
        let mut papers = Papers::default();
        for ((document, outline), gathered) in analysis.outlines.iter().enumerate().zip(gathered) {
            for (key, provision) in outline.provisions() {
                if provision.kind == ProvisionKind::Figure {
                    papers.enter(&provision.label, Target { document, provision: Some(key) });
                } else if let Some(caption) = &provision.caption {
                    papers.enter(caption, Target { document, provision: Some(key) });
                }
            }
            let keys: BTreeMap<Span, Key> = gathered.texts.iter().map(|(key, prose)| (prose.span, *key)).collect();
            for prose in gathered.proses.iter().filter(|prose| may_be_numbered(prose)) {
                let provision = keys.get(&prose.span).copied();
                papers.enter(prose.plain().as_str(), Target { document, provision });
            }
        }
        papers
    }

    fn enter(&mut self, heading: &str, target: Target) {
        if heading.chars().nth(LONGEST).is_some() {
            return;
        }
        match annex_heading(heading) {
            Some((Annex { series, label: Some(label) }, name)) => {
                let paper = Paper { target, name: name.to_owned() };
                self.numbered.entry(one_series(series)).or_default().entry(label).or_default().push(paper);
            }
            Some((Annex { series: AnnexSeries::AppendedTable, label: None }, name)) if is_title(heading, name) => {
                self.only_table.get_or_insert(name.to_owned());
            }
            _ => {}
        }
    }

    /// What has the number in its heading; all there are of the series where nothing has, `None` where the set has none.
    /// A document with figures or tables of its own counts only these.
    pub fn find(&self, series: AnnexSeries, label: &Label, document: usize) -> Option<Result<Target, Vec<String>>> {
        let Some(papers) = self.numbered.get(&one_series(series)) else {
            let only = self.only_table.as_ref().filter(|_| series == AnnexSeries::AppendedTable && !is_first(label));
            return only.map(|name| Err(vec![name.clone()]));
        };
        let is_own = |paper: &&Paper| paper.target.document == document;
        let has_own = series.is_picture() && papers.values().flatten().any(|paper| is_own(&paper));
        let counts = |paper: &&Paper| !has_own || is_own(paper);
        let found = papers.get(label).into_iter().flatten().find(counts).map(|paper| paper.target);
        let names = papers.values().filter_map(|same| same.iter().find(counts));
        Some(found.ok_or_else(|| names.map(|paper| paper.name.clone()).collect()))
    }
}

/// 別表　料金, but not the 別表 of a cell or of a sentence.
fn is_title(heading: &str, name: &str) -> bool {
    heading.trim_end().len() > name.len() && !heading.contains('。')
}

fn is_first(label: &Label) -> bool {
    matches!(label, Label::Number(number) if number.main == 1)
}

/// 様式第１号 and 別記様式第１号 are one form.
fn one_series(series: AnnexSeries) -> AnnexSeries {
    match series {
        AnnexSeries::AppendedForm | AnnexSeries::AnnexForm => AnnexSeries::Form,
        other => other,
    }
}

/// Whether the first characters are those of a numbered heading, so that few texts are read for it.
fn may_be_numbered(prose: &Prose) -> bool {
    let first = |inline: &Inline| match inline {
        Inline::Text(text) => text.as_str().trim_start_matches(['【', '（', '［']).chars().next(),
        _ => None,
    };
    prose.inlines.first().and_then(first).is_some_and(|first| "別様付附図表".contains(first))
}
