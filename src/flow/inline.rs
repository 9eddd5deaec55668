//! Prose to inlines: links get their targets, generated links their text.

use super::{Anchor, Inline, Target};
use crate::analysis::{Analysis, Outline, Resolved};
use crate::model::{self, Document, Key, Link, LinkTarget, Prose};

#[derive(Clone, Copy)]
pub(super) struct Inlines<'a> {
    pub analysis: &'a Analysis,
    pub outline: &'a Outline,
    pub document: &'a Document,
}

impl Inlines<'_> {
    /// `at` is the provision the text belongs to; relative citations leave out what it shares with the target.
    pub fn of(&self, prose: &Prose, at: Option<Key>) -> Vec<Inline> {
        self.all(&prose.inlines, at)
    }

    fn all(&self, inlines: &[model::Inline], at: Option<Key>) -> Vec<Inline> {
        let convert = |inline: &model::Inline| match inline {
            model::Inline::Text(text) => vec![Inline::Text(text.as_str().to_owned())],
            model::Inline::Strong(inner) => vec![Inline::Strong(self.all(inner, at))],
            model::Inline::Emphasis(inner) => vec![Inline::Emphasis(self.all(inner, at))],
            model::Inline::Link(link) => self.link(link, at),
            model::Inline::Break => vec![Inline::Break],
        };
        joined(inlines.iter().flat_map(convert).collect())
    }

    /// A link that leads nowhere is a finding elsewhere; here its text remains.
    fn link(&self, link: &Link, at: Option<Key>) -> Vec<Inline> {
        let text = match self.analysis.link_text(self.outline, at, self.document, link) {
            Some(generated) => vec![Inline::Text(generated)],
            None => self.all(&link.text, at),
        };
        match self.target(&link.target) {
            Some(target) => vec![Inline::Link { target, text }],
            None => text,
        }
    }

    fn target(&self, target: &LinkTarget) -> Option<Target> {
        if let LinkTarget::External(address) = target {
            return Some(Target::External(address.clone()));
        }
        let resolved = self.analysis.resolve(self.outline, target).ok()??;
        let (outline, anchor) = match resolved {
            Resolved::Document(outline) => (outline, None),
            Resolved::Provision(outline, key) => (outline, Some(Anchor(outline.provision(key).anchor.clone()))),
            Resolved::Table(outline, table) => (outline, Some(Anchor(table.anchor.clone()))),
        };
        let is_here = outline.document == self.outline.document;
        match anchor {
            Some(anchor) if is_here => Some(Target::Anchor(anchor)),
            anchor => Some(Target::Document { document: outline.document.clone(), anchor }),
        }
    }
}

/// Neighbouring texts as one.
pub(super) fn joined(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match (out.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(next)) => last.push_str(&next),
            (_, inline) => out.push(inline),
        }
    }
    out
}
