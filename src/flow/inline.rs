//! Prose to inlines: links and references get their targets, generated links their text.

use super::fields::{blank_of, lines};
use super::{Anchor, Folder, Inline, Target};
use crate::analysis::references::{self, Reference};
use crate::analysis::{Analysis, Outline, Resolved};
use crate::model::{self, Document, Edition, Expression, Key, Link, LinkTarget, Prose};
use crate::syntax::Text;

#[derive(Clone, Copy)]
pub(super) struct Inlines<'a> {
    pub edition: &'a Edition,
    pub analysis: &'a Analysis,
    /// Index of the document in its edition.
    pub index: usize,
    pub outline: &'a Outline,
    pub document: &'a Document,
}

/// How far a prose has been read, in bytes of its text with generated links written out.
struct Cursor<'a> {
    at: usize,
    /// Those not yet passed.
    references: &'a [Reference],
}

impl Inlines<'_> {
    /// `at` is the provision the text belongs to; relative citations leave out what it shares with the target.
    pub fn of(&self, prose: &Prose, at: Option<Key>) -> Vec<Inline> {
        let references = self.analysis.references[self.index].get(&prose.span);
        let mut cursor = Cursor { at: 0, references: references.map_or(&[], Vec::as_slice) };
        self.all(&prose.inlines, at, &mut cursor)
    }

    fn all(&self, inlines: &[model::Inline], at: Option<Key>, cursor: &mut Cursor<'_>) -> Vec<Inline> {
        let mut out = Vec::new();
        for inline in inlines {
            match inline {
                model::Inline::Text(text) => out.extend(self.text(text, cursor)),
                model::Inline::Strong(inner) => out.push(Inline::Strong(self.all(inner, at, cursor))),
                model::Inline::Emphasis(inner) => out.push(Inline::Emphasis(self.all(inner, at, cursor))),
                model::Inline::Link(link) => out.extend(self.link(link, at, cursor)),
                model::Inline::Expression(expression) => {
                    cursor.at += Expression::STAND_IN.len_utf8();
                    out.extend(self.expression(expression));
                }
                model::Inline::Break => out.push(Inline::Break),
            }
        }
        joined(out)
    }

    /// What it stands for, or a blank.
    fn expression(&self, expression: &Expression) -> Vec<Inline> {
        match (&expression.value, &self.document.form) {
            (Some(value), _) => lines(value),
            (None, Some(form)) => blank_of(form, expression),
            (None, None) => Vec::new(),
        }
    }

    /// Text with the references in it as links.
    fn text(&self, text: &Text, cursor: &mut Cursor<'_>) -> Vec<Inline> {
        let value = text.as_str();
        let (start, end) = (cursor.at, cursor.at + value.len());
        let mut out = Vec::new();
        let mut done = start;
        while let Some((reference, rest)) = cursor.references.split_first() {
            if reference.range.start >= end {
                break;
            }
            // A reference may run on into the next inline; each part is a link of its own.
            let (from, to) = (reference.range.start.max(done), reference.range.end.min(end));
            if let (Some(target), true) = (self.cited(reference), from < to) {
                out.push(Inline::Text(value[done - start..from - start].to_owned()));
                let words = Inline::Text(value[from - start..to - start].to_owned());
                out.push(Inline::Link { target, text: vec![words] });
                done = to;
            }
            if reference.range.end > end {
                break;
            }
            cursor.references = rest;
        }
        out.push(Inline::Text(value[done - start..].to_owned()));
        cursor.at = end;
        out.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
        out
    }

    /// A reader is led to the first of several targets.
    fn cited(&self, reference: &Reference) -> Option<Target> {
        let references::Target { document, provision } = reference.targets().first()?;
        let outline = &self.analysis.outlines[*document];
        let anchor =
            provision.map(|key| Anchor(outline.provision(key).anchor.clone())).filter(|anchor| !anchor.0.is_empty());
        self.place(outline, anchor)
    }

    /// A link that leads nowhere is a finding elsewhere; here its text remains.
    fn link(&self, link: &Link, at: Option<Key>, cursor: &mut Cursor<'_>) -> Vec<Inline> {
        let text = match self.analysis.link_text(self.outline, at, self.document, link) {
            Some(generated) => {
                cursor.at += generated.len();
                vec![Inline::Text(generated)]
            }
            // References inside a link do not become links of their own.
            None => {
                let mut inside = Cursor { at: cursor.at, references: &[] };
                let text = self.all(&link.text, at, &mut inside);
                cursor.at = inside.at;
                text
            }
        };
        let text = match &link.target {
            LinkTarget::External(address) if text.is_empty() => vec![Inline::Text(address.clone())],
            _ => text,
        };
        match self.target(&link.target) {
            Some(target) => vec![Inline::Link { target, text }],
            None => text,
        }
    }

    fn target(&self, target: &LinkTarget) -> Option<Target> {
        if let LinkTarget::Note(_) = target {
            return match self.analysis.resolve(self.outline, target).ok()?? {
                Resolved::Note(_, note) => Some(Target::Note(Anchor(note.anchor.clone()))),
                _ => None,
            };
        }
        if let LinkTarget::External(address) = target {
            return Some(Target::External(address.clone()));
        }
        match self.analysis.resolve(self.outline, target).ok()?? {
            Resolved::Document(outline) => self.place(outline, None),
            Resolved::Provision(outline, key) => {
                self.place(outline, Some(Anchor(outline.provision(key).anchor.clone())))
            }
            Resolved::Note(outline, note) => self.place(outline, Some(Anchor(note.anchor.clone()))),
            Resolved::Table(outline, table) => self.place(outline, Some(Anchor(table.anchor.clone()))),
        }
    }

    fn place(&self, outline: &Outline, anchor: Option<Anchor>) -> Option<Target> {
        let is_here = outline.document == self.outline.document;
        match anchor {
            Some(anchor) if is_here => Some(Target::Anchor(anchor)),
            None if is_here => None,
            anchor => {
                let folder = self.folder(outline);
                Some(Target::Document { document: outline.document.clone(), folder, anchor })
            }
        }
    }
}

impl Inlines<'_> {
    fn folder(&self, outline: &Outline) -> Folder {
        let is_form = self.edition.forms().iter().any(|form| form.id.name == outline.document);
        match (self.document.form.is_some(), is_form) {
            (true, false) => Folder::Above,
            (false, true) => Folder::Forms,
            _ => Folder::Same,
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
