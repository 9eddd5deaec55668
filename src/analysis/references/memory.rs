//! What a text named last, for 同条 and 同項.

use super::Target;
use crate::analysis::{Outline, ProvisionKind};
use crate::japanese::references::Level;
use crate::model::Key;

/// What 同条 and 同項 mean: the last one named in the same article.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Memory {
    scope: Option<Key>,
    pub article: Option<Target>,
    pub paragraph: Option<Target>,
    /// Whether the texts so far said 条, 項 or 号, whatever they meant by it.
    heard: [bool; 3],
}

/// What 同条, 同項 and 同号 are said of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Article,
    Paragraph,
    Item,
}

impl Unit {
    const ALL: [Unit; 3] = [Unit::Article, Unit::Paragraph, Unit::Item];

    pub fn of(level: Level) -> Option<Unit> {
        match level {
            Level::Article => Some(Unit::Article),
            Level::Paragraph => Some(Unit::Paragraph),
            Level::Item => Some(Unit::Item),
            _ => None,
        }
    }

    /// Whether a text has the word, or a mark that stands for it: （４） is an item.
    pub fn is_said(self, text: &str) -> bool {
        match self {
            Unit::Article => text.contains('条'),
            Unit::Paragraph => text.contains('項'),
            Unit::Item => text.contains(['号', '（', '(']) || text.contains(|c| matches!(c, '①'..='⒇')),
        }
    }
}

impl Memory {
    /// Forgets what was named in another article or section.
    pub fn enter(&mut self, outline: &Outline, key: Key) {
        let article = outline.ancestor(key, ProvisionKind::Article);
        let scope = article.or_else(|| outline.ancestor(key, ProvisionKind::Section));
        if scope != self.scope {
            *self = Memory { scope, ..Memory::default() };
        }
    }

    /// A whole text, once it is read.
    pub fn hear(&mut self, text: &str) {
        for unit in Unit::ALL {
            self.heard[unit as usize] |= unit.is_said(text);
        }
    }

    pub fn has_heard(&self, level: Level) -> bool {
        Unit::of(level).is_none_or(|unit| self.heard[unit as usize])
    }

    pub fn forget(&mut self) {
        (self.article, self.paragraph) = (None, None);
    }
}
