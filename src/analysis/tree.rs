//! Ways through the provisions of one document: children, siblings, articles by number.

use std::collections::BTreeMap;

use super::{Provision, ProvisionKind};
use crate::model::Key;

/// Made once for a document, so that no reference has to search it.
#[derive(Debug, Default)]
pub struct Tree {
    children: Vec<Vec<Key>>,
    /// Of the main provisions, by number with branches.
    articles: BTreeMap<Vec<u32>, Key>,
    chapters: BTreeMap<Vec<u32>, Key>,
    /// Numbered headings of annexes by their path.
    sections: BTreeMap<Vec<u32>, Key>,
    supplementary: Vec<Key>,
}

impl Tree {
    pub(super) fn new(provisions: &[Provision]) -> Tree {
        let mut tree = Tree { children: vec![Vec::new(); provisions.len()], ..Tree::default() };
        for (at, provision) in provisions.iter().enumerate() {
            let key = Key(at as u32);
            if let Some(parent) = provision.parent {
                tree.children[parent.0 as usize].push(key);
            }
            let is_main = |key: Option<Key>| {
                key.is_none_or(|key| provisions[key.0 as usize].kind != ProvisionKind::SupplementaryProvisions)
            };
            match provision.kind {
                ProvisionKind::Article if is_main(provision.parent) => {
                    tree.articles.insert(provision.number.clone(), key);
                }
                ProvisionKind::Chapter => {
                    tree.chapters.insert(provision.number.clone(), key);
                }
                ProvisionKind::Section if !provision.number.is_empty() => {
                    tree.sections.insert(provision.number.clone(), key);
                }
                ProvisionKind::SupplementaryProvisions => tree.supplementary.push(key),
                _ => {}
            }
        }
        tree
    }

    pub fn children(&self, key: Key) -> &[Key] {
        &self.children[key.0 as usize]
    }

    pub fn article(&self, number: &[u32]) -> Option<Key> {
        self.articles.get(number).copied()
    }

    /// In their order, branches included.
    pub fn articles(&self) -> Vec<Key> {
        self.articles.values().copied().collect()
    }

    pub fn chapter(&self, number: u32) -> Option<Key> {
        self.chapters.get([number].as_slice()).copied()
    }

    pub fn chapters(&self) -> Vec<Key> {
        self.chapters.values().copied().collect()
    }

    pub fn section(&self, path: &[u32]) -> Option<Key> {
        self.sections.get(path).copied()
    }

    pub fn has_sections(&self) -> bool {
        !self.sections.is_empty()
    }

    pub fn last_section(&self) -> Option<Key> {
        self.sections.values().last().copied()
    }

    pub fn supplementary(&self) -> &[Key] {
        &self.supplementary
    }
}
