//! Where a reference starts: the document, section or paper that its path leads through.

use super::Resolver;
use crate::analysis::references::enumeration::{below, is};
use crate::analysis::references::{Reason, Resolution, Target};
use crate::analysis::{Outline, ProvisionKind};
use crate::japanese::references::{Annex, AnnexSeries, Direction, Label, Level, Mention, MentionKind, Step};
use crate::model::Key;

impl Resolver<'_> {
    /// The other document of the set whose article is cited: 「予約利用規約」第３条.
    pub(super) fn named(&self, mention: &Mention) -> Option<usize> {
        let title = mention.caption.as_ref().filter(|_| !mention.path.steps.is_empty())?;
        self.analysis.outlines.iter().position(|outline| outline.title == title.text)
    }

    /// The document whose articles a text cites: its own, or the terms where it has none.
    pub(super) fn home(&self, steps: &[Step]) -> usize {
        let cites_article = steps.iter().any(|step| matches!(step.level, Level::Chapter | Level::Article));
        let has_articles = |outline: &Outline| !outline.tree.articles().is_empty();
        if !cites_article || has_articles(self.outline(self.document)) {
            return self.document;
        }
        self.analysis.outlines.iter().position(has_articles).unwrap_or(self.document)
    }

    /// Where 「１－３．題名」, 下記（４） or 【仕様】６． is to be looked for; the resolution itself where that is unknown, or
    /// where the title alone is cited.
    pub(super) fn section_home(&self, mention: &Mention) -> Result<(usize, Option<Key>), Resolution> {
        let steps = &mention.path.steps;
        if let Some(block) = mention.block_title() {
            let found = self.names.titles.nearest(self.document, &block.text).ok_or(Resolution::Unknown)?;
            return match (steps.is_empty(), found.provision) {
                (true, _) => Err(Resolution::Targets(vec![found])),
                (false, None) => Ok((found.document, None)),
                // （４） of a section; paragraphs of sections have no numbers.
                (false, Some(key)) if self.has_marked(found.document, key, steps) => Ok((found.document, Some(key))),
                (false, Some(_)) => Err(Resolution::Unknown),
            };
        }
        let cites_heading = steps.iter().any(|step| step.level == Level::Heading);
        if !cites_heading || self.outline(self.document).tree.has_sections() {
            return Ok((self.document, None));
        }
        // 1.2に定める without a title speaks of headings beside it.
        if mention.caption.is_none() && mention.kind == MentionKind::Section(Direction::Unstated) {
            return Err(Resolution::Unknown);
        }
        // Terms made of articles speak of the headings of the only document that has some, or such ones.
        let others = || (0..self.analysis.outlines.len()).filter(|&other| self.outline(other).tree.has_sections());
        let has_heading = |&other: &usize| steps.first().is_some_and(|step| self.heading(other, step).is_ok());
        match (others().collect::<Vec<_>>().as_slice(), others().filter(has_heading).collect::<Vec<_>>().as_slice()) {
            ([only], _) | (_, [only]) => Ok((*only, None)),
            _ => Err(Resolution::Unknown),
        }
    }

    /// Whether a section has numbered items and the path begins with one.
    fn has_marked(&self, document: usize, key: Key, steps: &[Step]) -> bool {
        let outline = self.outline(document);
        is(outline, key, ProvisionKind::Section)
            && steps.first().is_some_and(|step| step.level == Level::Item)
            && !below(outline, key).is_empty()
    }

    pub(super) fn supplementary(&self) -> Option<Key> {
        let outline = self.outline(self.document);
        let own = outline.ancestor(self.at, ProvisionKind::SupplementaryProvisions);
        own.or_else(|| outline.tree.supplementary().first().copied())
    }

    pub(super) fn annex(&self, label: Option<&Label>) -> Result<Option<usize>, Reason> {
        let annexes: Vec<usize> = self.analysis.annexes();
        match label {
            Some(Label::Number(number)) if number.branches.is_empty() => {
                let at = number.main.checked_sub(1).and_then(|at| annexes.get(at as usize).copied());
                at.map(Some).ok_or(Reason::NoAnnex)
            }
            Some(_) => Ok(None),
            None if annexes.len() == 1 => Ok(Some(annexes[0])),
            None => Ok(None),
        }
    }

    /// 次の図
    fn next_figure(&self) -> Result<Target, Reason> {
        let figures = || {
            let provisions = self.outline(self.document).provisions();
            provisions.filter(|(_, provision)| provision.kind == ProvisionKind::Figure && !provision.label.is_empty())
        };
        let next = figures().map(|(key, _)| key).find(|key| *key > self.at);
        next.map(|key| Target { document: self.document, provision: Some(key) })
            .ok_or_else(|| Reason::NoPaper { known: figures().map(|(_, figure)| figure.label.clone()).collect() })
    }

    /// 別表第１, 図１: what has the number in its heading. Figures and tables are looked for even where the set has none.
    pub(super) fn paper(&self, annex: &Annex, steps: &[Step]) -> Result<Option<Target>, Reason> {
        if annex.series == AnnexSeries::Figure && annex.label.is_none() {
            return self.next_figure().map(Some);
        }
        let Some(label @ Label::Number(_)) = &annex.label else { return Ok(None) };
        match self.names.papers.find(annex.series, label, self.document) {
            Some(Ok(target)) => Ok(Some(target).filter(|_| steps.is_empty())),
            Some(Err(known)) => Err(Reason::NoPaper { known }),
            None if annex.series.is_picture() => Err(Reason::NoPaper { known: Vec::new() }),
            None => Ok(None),
        }
    }
}
