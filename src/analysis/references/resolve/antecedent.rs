//! 同条, 前項 and 前各号 where what they mean may not be there.

use super::{Reason, Resolver};
use crate::analysis::ProvisionKind;
use crate::analysis::references::Target;
use crate::analysis::references::enumeration::{is, items, of_kind};
use crate::analysis::references::memory::Unit;
use crate::analysis::references::series::{Steps, Stop, out_of_range};
use crate::japanese::references::{Level, Step};

impl Resolver<'_> {
    /// 前項 in the first paragraph of a section. Where the document calls its sections 項, it may mean one of those.
    pub(super) fn unnumbered(&self, count: u32) -> Steps {
        let outline = self.outline(self.document);
        let section = outline.ancestor(self.at, ProvisionKind::Section).ok_or(Stop::Unknown)?;
        let own = outline.ancestor(self.at, ProvisionKind::Paragraph).ok_or(Stop::Unknown)?;
        let paragraphs = of_kind(outline, section, |kind| kind == ProvisionKind::Paragraph);
        let before = paragraphs.iter().position(|&key| key == own).ok_or(Stop::Unknown)?;
        let is_first = outline.provision(section).number.iter().all(|&number| number == 1);
        let is_certain = is_first || self.counts_paragraphs;
        Err(if is_certain && before < count as usize { out_of_range(Level::Paragraph, before) } else { Stop::Unknown })
    }

    /// 前各号 outside a list. Only the notes after its list may speak of it so; another paragraph says 前項各号.
    pub(super) fn items_before(&self) -> Stop {
        let outline = self.outline(self.document);
        let is_text = is(outline, self.at, ProvisionKind::Paragraph);
        let is_listless = is_text && self.paragraph_scope().is_some() && items(outline, self.at).is_empty();
        if is_listless { out_of_range(Level::Item, 0) } else { Stop::Unknown }
    }

    pub(super) fn same(&self, document: usize, last: Option<Target>, step: &Step) -> Steps {
        match last {
            Some(Target { document: named, provision: Some(key) }) if named == document => Ok(vec![key]),
            Some(_) => Err(Stop::Unknown),
            None if self.has_antecedent(step) => Err(Stop::Unknown),
            None => Err(Stop::Because(Reason::NoAntecedent { level: step.level })),
        }
    }

    /// Whether anything before 同条, 同項 or 同号 in its article may be what it means; outside articles that is not known.
    fn has_antecedent(&self, step: &Step) -> bool {
        let before = &self.said[..step.range.start];
        self.outline(self.document).ancestor(self.at, ProvisionKind::Article).is_none()
            || self.memory.has_heard(step.level)
            || Unit::of(step.level).is_none_or(|unit| unit.is_said(before))
    }
}
