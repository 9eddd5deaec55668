//! From what a mention says to the provisions it means.
//!
//! An unnumbered first paragraph is 第１項. 第Ｎ項 without an article means the article the text stands in, 第Ｎ号 without a
//! paragraph its paragraph. An annex without articles of its own cites those of the terms.

mod antecedent;
mod home;

use super::enumeration::{below, holder_of_items, is, items, label_core, of_kind};
use super::memory::Memory;
use super::series::{Steps, Stop, absent, each, pick, relative};
use super::{Names, Resolution, Target};
use crate::analysis::{Analysis, Outline, ProvisionKind};
use crate::japanese::characters::{is_kanji, is_katakana};
use crate::japanese::references::{
    AnnexSeries, Direction, Extent, Label, Level, Malformation, Mention, MentionKind, Step, Which,
};
use crate::model::Key;

/// Why a reference cites nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// There is no such article, paragraph, item …; `within` is what should hold it.
    Absent {
        level: Level,
        within: Option<Target>,
    },
    /// There is no such annex.
    NoAnnex,
    /// Nothing has the number in its heading; `known` have others of its series: 別表第３, 図２.
    NoPaper {
        known: Vec<String>,
    },
    /// 前項 in a first paragraph, 次条 in a last article: `available` are there.
    OutOfRange {
        level: Level,
        available: usize,
    },
    /// 同条 where no article was named before.
    NoAntecedent {
        level: Level,
    },
    /// 各号 where nothing is enumerated.
    NoItems {
        within: Target,
    },
    /// 各項 where items are meant.
    WrongUnit {
        within: Target,
    },
    Malformed(Malformation),
}

pub(super) struct Resolver<'a> {
    pub analysis: &'a Analysis,
    pub names: &'a Names,
    /// The document and provision that cite.
    pub document: usize,
    pub at: Key,
    /// The whole text.
    pub said: &'a str,
    pub memory: &'a mut Memory,
    /// Whether 前項 means a paragraph in the sections of the document.
    pub counts_paragraphs: bool,
}

/// A heading that is missing by more may be another number.
const NEAR: usize = 2;

impl Resolver<'_> {
    pub fn resolve(&mut self, mention: &Mention) -> Resolution {
        let steps = &mention.path.steps;
        let (document, base) = match &mention.kind {
            MentionKind::Statute(_) => return self.outside(),
            MentionKind::Foreign(name) => {
                match self.names.titles.cited(self.analysis, self.document, self.said, name) {
                    Some(document) => (document, None),
                    None => return self.outside(),
                }
            }
            MentionKind::Listing => return Resolution::Nothing,
            MentionKind::Malformed(malformation) => return Resolution::Unresolved(Reason::Malformed(*malformation)),
            MentionKind::Own if steps.is_empty() => return Resolution::Nothing,
            MentionKind::Own | MentionKind::Provision => (self.home(steps), None),
            MentionKind::Supplementary => match self.supplementary() {
                Some(base) => (self.document, Some(base)),
                None => return Resolution::Unresolved(Reason::Absent { level: Level::Part, within: None }),
            },
            MentionKind::Annex(annex) if annex.series == AnnexSeries::Annex => match self.annex(annex.label.as_ref()) {
                Ok(Some(document)) => (document, None),
                Ok(None) => return Resolution::Unknown,
                Err(reason) => return Resolution::Unresolved(reason),
            },
            MentionKind::Section(_) => match self.section_home(mention) {
                Ok(home) => home,
                Err(resolution) => return resolution,
            },
            MentionKind::Annex(annex) => match self.paper(annex, steps) {
                Ok(Some(paper)) => return Resolution::Targets(vec![paper]),
                Ok(None) => return Resolution::Unknown,
                Err(reason) => return Resolution::Unresolved(reason),
            },
            MentionKind::Named(_) => match self.named(mention) {
                Some(document) => (document, None),
                None => return Resolution::Unknown,
            },
        };
        let keys = match self.walk(document, base, steps) {
            Ok(keys) => keys,
            Err(Stop::Because(Reason::Absent { .. }))
                if (mention.may_be_a_choice() && !self.quotes_a_title(document, mention))
                    || self.is_measure(document, mention) =>
            {
                return Resolution::Unknown;
            }
            Err(Stop::Because(reason)) => return Resolution::Unresolved(reason),
            Err(Stop::Unknown) => return Resolution::Unknown,
        };
        if keys.is_empty() {
            return Resolution::Targets(vec![Target { document, provision: base }]);
        }
        Resolution::Targets(keys.into_iter().map(|key| Target { document, provision: Some(key) }).collect())
    }

    fn outline(&self, document: usize) -> &Outline {
        &self.analysis.outlines[document]
    }

    /// 同条 after it no longer means one of ours.
    fn outside(&mut self) -> Resolution {
        self.memory.forget();
        Resolution::External
    }

    /// 「１２．個人情報」 where another heading has that title is no choice in a form.
    fn quotes_a_title(&self, document: usize, mention: &Mention) -> bool {
        let found = mention.caption.as_ref().and_then(|caption| self.names.titles.nearest(document, &caption.text));
        found.is_some_and(|target| target.document == document && target.provision.is_some())
    }

    /// 「2.4 GHz」, 「1.5 倍速」, 1.25に定める: a number with a point in it that is far from any heading.
    fn is_measure(&self, document: usize, mention: &Mention) -> bool {
        let Some(step) =
            mention.path.steps.first().filter(|_| mention.kind == MentionKind::Section(Direction::Unstated))
        else {
            return false;
        };
        let (written, Which::Absolute(Label::Number(number))) = (&self.said[step.range.clone()], &step.which) else {
            return false;
        };
        let is_word = |c: char| is_kanji(c) || is_katakana(c) || matches!(c, 'ぁ'..='ゖ');
        let is_titled = mention.caption.as_ref().is_some_and(|caption| caption.text.contains(is_word));
        let has_point = written.contains(['.', '．']) && !written.ends_with(['.', '．']);
        if is_titled && !has_point {
            return false;
        }
        let Some((last, branches)) = number.branches.split_last() else { return !is_titled };
        let above: Vec<u32> = std::iter::once(number.main).chain(branches.iter().copied()).collect();
        let outline = self.outline(document);
        let siblings =
            outline.tree.section(&above).map(|key| of_kind(outline, key, |kind| kind == ProvisionKind::Section));
        siblings.is_none_or(|siblings| siblings.is_empty() || *last as usize > siblings.len() + NEAR)
    }

    fn walk(&mut self, document: usize, base: Option<Key>, steps: &[Step]) -> Steps {
        let mut keys: Vec<Key> = base.into_iter().collect();
        for step in steps {
            keys = match step.level {
                Level::Chapter => self.chapter(document, step)?,
                Level::Heading => self.heading(document, step)?,
                Level::Article => self.article(document, &keys, step)?,
                Level::Paragraph => self.paragraph(document, &keys, step)?,
                Level::Item => self.item(document, &keys, step)?,
                Level::Subitem => self.subitem(document, &keys, step)?,
                Level::Part | Level::Section | Level::Subsection => return Err(Stop::Unknown),
            };
            self.remember(document, step.level, &keys);
        }
        Ok(keys)
    }

    fn remember(&mut self, document: usize, level: Level, keys: &[Key]) {
        let target = keys.last().map(|&key| Target { document, provision: Some(key) });
        match level {
            Level::Article => (self.memory.article, self.memory.paragraph) = (target, None),
            Level::Paragraph => self.memory.paragraph = target,
            _ => {}
        }
    }

    fn chapter(&self, document: usize, step: &Step) -> Steps {
        let tree = &self.outline(document).tree;
        match &step.which {
            Which::Absolute(Label::Number(number)) if number.branches.is_empty() => {
                tree.chapter(number.main).map(|key| vec![key]).ok_or_else(|| absent(step.level, document, None))
            }
            Which::This => self.own(document, ProvisionKind::Chapter),
            which => match self.own(document, ProvisionKind::Chapter)?.first() {
                Some(&own) => relative(&tree.chapters(), own, which, step.level),
                None => Err(Stop::Unknown),
            },
        }
    }

    fn heading(&self, document: usize, step: &Step) -> Steps {
        let Which::Absolute(Label::Number(number)) = &step.which else { return Err(Stop::Unknown) };
        let path: Vec<u32> = std::iter::once(number.main).chain(number.branches.iter().copied()).collect();
        let key = self.outline(document).tree.section(&path);
        key.map(|key| vec![key]).ok_or_else(|| absent(step.level, document, None))
    }

    fn article(&self, document: usize, within: &[Key], step: &Step) -> Steps {
        let outline = self.outline(document);
        // 附則第２条, or an article cited from 附則 that begins at 第１条 again.
        let supplementary =
            within.first().copied().filter(|&key| is(outline, key, ProvisionKind::SupplementaryProvisions));
        if let Some(base) = supplementary {
            let articles = of_kind(outline, base, |kind| kind == ProvisionKind::Article);
            return pick(outline, &articles, step, || absent(step.level, document, Some(base)));
        }
        match &step.which {
            Which::Absolute(Label::Number(number)) => {
                let path: Vec<u32> = std::iter::once(number.main).chain(number.branches.iter().copied()).collect();
                outline.tree.article(&path).map(|key| vec![key]).ok_or_else(|| absent(step.level, document, None))
            }
            Which::Same => self.same(document, self.memory.article, step),
            Which::This => self.own(document, ProvisionKind::Article),
            which => match self.own(document, ProvisionKind::Article)?.first() {
                Some(&own) => relative(&self.series(document, own), own, which, step.level),
                None => Err(Stop::Unknown),
            },
        }
    }

    /// The articles among which an article counts: those of its 附則, or the main ones.
    fn series(&self, document: usize, article: Key) -> Vec<Key> {
        let outline = self.outline(document);
        match outline.ancestor(article, ProvisionKind::SupplementaryProvisions) {
            Some(base) => of_kind(outline, base, |kind| kind == ProvisionKind::Article),
            None => outline.tree.articles(),
        }
    }

    fn paragraph(&self, document: usize, within: &[Key], step: &Step) -> Steps {
        let outline = self.outline(document);
        let base = match (within, &step.which) {
            (_, Which::Same) => return self.same(document, self.memory.paragraph, step),
            ([.., base], _) => *base,
            ([], Which::Previous(count)) if self.paragraph_scope().is_none() => return self.unnumbered(*count),
            ([], _) if document == self.document => self.paragraph_scope().ok_or(Stop::Unknown)?,
            ([], _) => return Err(Stop::Unknown),
        };
        let paragraphs = of_kind(outline, base, |kind| kind == ProvisionKind::Paragraph);
        let own = self.own(document, ProvisionKind::Paragraph).ok().and_then(|keys| keys.first().copied());
        match (&step.which, own) {
            (Which::Absolute(_), _) => pick(outline, &paragraphs, step, || absent(step.level, document, Some(base))),
            (Which::This, Some(own)) => Ok(vec![own]),
            (Which::Each(extent), own) => {
                // 以下の各項 before a list of items means 各号.
                let holder = own.unwrap_or(base);
                let has_items = !items(outline, holder).is_empty();
                if has_items && (*extent == Extent::After || paragraphs.len() == 1) {
                    return Err(Stop::Because(Reason::WrongUnit {
                        within: Target { document, provision: Some(holder) },
                    }));
                }
                each(&paragraphs, own, *extent, step.level)
            }
            (which, Some(own)) => relative(&paragraphs, own, which, step.level),
            (_, None) => Err(Stop::Unknown),
        }
    }

    /// What holds the paragraphs around the citing text; outside articles paragraphs have no numbers.
    fn paragraph_scope(&self) -> Option<Key> {
        let outline = self.outline(self.document);
        let article = outline.ancestor(self.at, ProvisionKind::Article);
        article.or_else(|| outline.ancestor(self.at, ProvisionKind::SupplementaryProvisions))
    }

    fn item(&self, document: usize, within: &[Key], step: &Step) -> Steps {
        let outline = self.outline(document);
        if let Which::Absolute(Label::Mark(mark)) = &step.which {
            return self.marked(document, within, mark, step);
        }
        let own = self.own_item(document);
        let base = match within {
            [.., base] => holder_of_items(outline, *base),
            [] if document != self.document => return Err(Stop::Unknown),
            [] => match (&step.which, own) {
                // 次の各号 in an item announces what is below it; 前号 and 本号 count among its siblings.
                (Which::Each(Extent::After), _) | (_, None) => self.text_holder(),
                (_, Some(own)) => outline.provision(own).parent.ok_or(Stop::Unknown)?,
            },
        };
        let list = items(outline, base);
        match (&step.which, own) {
            (Which::Absolute(_), _) => pick(outline, &list, step, || absent(step.level, document, Some(base))),
            (Which::This, Some(own)) => Ok(vec![own]),
            (Which::Each(Extent::All | Extent::After), _) if list.is_empty() => {
                Err(Stop::Because(Reason::NoItems { within: Target { document, provision: Some(base) } }))
            }
            (Which::Each(Extent::All | Extent::After), _) => Ok(list),
            (Which::Each(Extent::Before), Some(own)) => each(&list, Some(own), Extent::Before, step.level),
            (Which::Each(Extent::Before), None) if within.is_empty() => Err(self.items_before()),
            (Which::Same, _) => self.same(document, None, step),
            (_, None) => Err(Stop::Unknown),
            (which, Some(own)) => relative(&list, own, which, step.level),
        }
    }

    /// （４）: an item cited by its label, nearest first: beside the text, in its paragraph, in its section.
    fn marked(&self, document: usize, within: &[Key], mark: &str, step: &Step) -> Steps {
        let outline = self.outline(document);
        let fits = |key: &Key| label_core(&outline.provision(*key).label) == mark;
        if let [.., base] = within {
            let candidates = below(outline, *base);
            let found = candidates.iter().copied().find(|key| fits(key));
            return found.map(|key| vec![key]).ok_or_else(|| absent(step.level, document, Some(*base)));
        }
        let mut scope = Some(self.at);
        while let Some(key) = scope {
            if let Some(&found) = items(outline, key).iter().find(|key| fits(key)) {
                return Ok(vec![found]);
            }
            if matches!(outline.provision(key).kind, ProvisionKind::Article | ProvisionKind::Section) {
                let candidates = below(outline, key);
                let found = candidates.iter().copied().find(|key| fits(key));
                // Where nothing is numbered, （４） and ① are signs of something else.
                let otherwise =
                    || if candidates.is_empty() { Stop::Unknown } else { absent(step.level, document, Some(key)) };
                return found.map(|key| vec![key]).ok_or_else(otherwise);
            }
            scope = outline.provision(key).parent;
        }
        Err(Stop::Unknown)
    }

    fn subitem(&self, document: usize, within: &[Key], step: &Step) -> Steps {
        let outline = self.outline(document);
        let mark = match &step.which {
            Which::Absolute(Label::Mark(mark)) => mark.clone(),
            Which::Absolute(Label::Number(number)) => number.main.to_string(),
            _ => return Err(Stop::Unknown),
        };
        let [.., base] = within else { return self.marked(document, within, &mark, step) };
        let list = items(outline, *base);
        let found = list.into_iter().find(|key| label_core(&outline.provision(*key).label) == mark);
        found.map(|key| vec![key]).ok_or_else(|| absent(step.level, document, Some(*base)))
    }

    fn own(&self, document: usize, kind: ProvisionKind) -> Steps {
        let own = (document == self.document).then(|| self.outline(document).ancestor(self.at, kind)).flatten();
        own.map(|key| vec![key]).ok_or(Stop::Unknown)
    }

    fn own_item(&self, document: usize) -> Option<Key> {
        (document == self.document).then(|| self.outline(document).ancestor(self.at, ProvisionKind::Item(0))).flatten()
    }

    /// The paragraph, item or definition the text belongs to.
    fn text_holder(&self) -> Key {
        self.at
    }
}
