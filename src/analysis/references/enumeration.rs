//! What is enumerated below a provision: its paragraphs, items and rows of definitions.

use crate::analysis::{Outline, ProvisionKind};
use crate::japanese::numerals::fold_width;
use crate::model::Key;

pub fn is(outline: &Outline, key: Key, kind: ProvisionKind) -> bool {
    outline.provision(key).kind == kind
}

pub fn of_kind(outline: &Outline, base: Key, wanted: fn(ProvisionKind) -> bool) -> Vec<Key> {
    outline.tree.children(base).iter().copied().filter(|&key| wanted(outline.provision(key).kind)).collect()
}

/// Items or rows of definitions directly below a provision.
pub fn items(outline: &Outline, base: Key) -> Vec<Key> {
    of_kind(outline, base, |kind| matches!(kind, ProvisionKind::Item(_) | ProvisionKind::Definition))
}

/// Everything below a provision that has a label, in reading order.
pub fn below(outline: &Outline, base: Key) -> Vec<Key> {
    let mut found = Vec::new();
    let mut open: Vec<Key> = outline.tree.children(base).iter().rev().copied().collect();
    while let Some(key) = open.pop() {
        if matches!(outline.provision(key).kind, ProvisionKind::Item(_) | ProvisionKind::Definition) {
            found.push(key);
        }
        if outline.provision(key).kind != ProvisionKind::Section {
            open.extend(outline.tree.children(key).iter().rev());
        }
    }
    found
}

/// 第６条第２号: the items of an article are those of its only paragraph, or of the first that has some.
pub fn holder_of_items(outline: &Outline, base: Key) -> Key {
    if !is(outline, base, ProvisionKind::Article) {
        return base;
    }
    let paragraphs = of_kind(outline, base, |kind| kind == ProvisionKind::Paragraph);
    let with_items = paragraphs.iter().copied().find(|&key| !items(outline, key).is_empty());
    with_items.or_else(|| paragraphs.first().copied()).unwrap_or(base)
}

/// A label without its brackets and stops, in half width: （４） is 4, ア is ア.
pub fn label_core(label: &str) -> String {
    let folded = label.chars().map(fold_width);
    folded.filter(|c| !matches!(c, '(' | ')' | '.' | ' ' | '）' | '（' | '、')).collect()
}
