//! What a text named last, for 同条 and 同項.

use super::Target;
use crate::analysis::{Outline, ProvisionKind};
use crate::model::Key;

/// What 同条 and 同項 mean: the last one named in the same article.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Memory {
    scope: Option<Key>,
    pub article: Option<Target>,
    pub paragraph: Option<Target>,
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

    pub fn forget(&mut self) {
        (self.article, self.paragraph) = (None, None);
    }
}
