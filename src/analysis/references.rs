//! References written as lawyers write them: each is found by the grammar and resolved to what it cites, or to the
//! reason why it cites nothing.

mod enumeration;
mod resolve;
mod titles;

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Analysis, Outline};
use crate::japanese::references::{Mention, scan};
use crate::model::{Document, Edition, Inline, Key, Link, Prose};
use crate::source::Span;
use crate::syntax::Text;

pub use resolve::Reason;
use resolve::{Memory, Resolver};
use titles::Titles;
pub use titles::{core, is_slip};

/// One reference in the text of a provision.
#[derive(Debug, Clone)]
pub struct Reference {
    /// Bytes of the provision's text with generated links written out (see [`written_out`]).
    pub range: Range<usize>,
    pub span: Span,
    /// As it is written.
    pub written: String,
    /// The provision it stands in.
    pub at: Key,
    pub mention: Mention,
    pub resolution: Resolution,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// What is cited; several for 前２項, 各号 or 第５条から第８条まで.
    Targets(Vec<Target>),
    /// A law or somebody else's document: outside the set.
    External,
    /// This document as a whole, or an announcement of what follows.
    Nothing,
    /// What is wrong.
    Unresolved(Reason),
    /// The grammar reads it, but the set does not tell what it cites.
    Unknown,
}

/// A document of the edition, or a provision in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Index of the document in the edition.
    pub document: usize,
    pub provision: Option<Key>,
}

/// References by the span of the prose they stand in.
pub type References = BTreeMap<Span, Vec<Reference>>;

/// Finds the references of every document.
pub(super) fn collect(edition: &Edition, analysis: &Analysis) -> Vec<References> {
    let titles = Titles::of(analysis);
    let documents = edition.documents.iter().enumerate();
    documents.map(|(index, document)| of_document(analysis, &titles, index, document)).collect()
}

fn of_document(analysis: &Analysis, titles: &Titles, index: usize, document: &Document) -> References {
    let outline = &analysis.outlines[index];
    let mut references = References::new();
    let mut memory = Memory::default();
    for (key, prose) in document.gather().texts {
        let text = written_out(analysis, outline, document, prose, Some(key));
        memory.enter(outline, key);
        let mut found = Vec::new();
        let mut quotation = Quotation::default();
        for mention in scan(text.text.as_str()) {
            // What a link says is resolved by its id; it only sets what 同条 means.
            if text
                .generated
                .iter()
                .any(|generated| generated.start < mention.range.end && mention.range.start < generated.end)
            {
                continue;
            }
            let resolution =
                Resolver { analysis, titles, document: index, at: key, memory: &mut memory }.resolve(&mention);
            let range = mention.range.clone();
            let before = &text.text.as_str()[..range.start];
            let resolution = match resolution {
                // Quoted words of a law or of former terms speak of their own document.
                Resolution::Unresolved(_) if quotation.is_open_after(before) => Resolution::Unknown,
                Resolution::Unresolved(Reason::Absent { .. }) if follows_a_name(before) => Resolution::Unknown,
                resolution => resolution,
            };
            let span = text.text.at(range.clone());
            let written = text.text.as_str()[range.clone()].to_owned();
            found.push(Reference { range, span, written, at: key, mention, resolution });
        }
        if !found.is_empty() {
            references.insert(prose.span, found);
        }
    }
    references
}

/// How deep a text is in 「…」, read forward once.
#[derive(Default)]
struct Quotation {
    read: usize,
    depth: usize,
}

impl Quotation {
    /// `before` is a longer beginning of the same text at every call.
    fn is_open_after(&mut self, before: &str) -> bool {
        for c in before.get(self.read..).unwrap_or_default().chars() {
            match c {
                '「' => self.depth += 1,
                '」' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        self.read = self.read.max(before.len());
        self.depth > 0
    }
}

/// ガイドライン（第6.0版）第３章, GDPRの第28条: what stands right before names another document.
fn follows_a_name(before: &str) -> bool {
    let before = before.trim_end();
    let named = before.strip_suffix('の').and_then(|name| name.chars().next_back());
    let is_name = |c: char| c.is_alphanumeric() && !matches!(c, 'ぁ'..='ゖ');
    before.ends_with(|c: char| matches!(c, '）' | ')' | '」' | '』') || is_name(c)) || named.is_some_and(is_name)
}

/// A prose with the text of its links written out.
pub struct WrittenOut {
    pub text: Text,
    /// Which parts of it the program wrote.
    pub generated: Vec<Range<usize>>,
}

/// The text a reader sees, each character with its place; generated text stands where its link stands.
pub fn written_out(
    analysis: &Analysis,
    outline: &Outline,
    document: &Document,
    prose: &Prose,
    at: Option<Key>,
) -> WrittenOut {
    let mut out = WrittenOut { text: Text::empty(prose.span), generated: Vec::new() };
    let generate = |link: &Link| analysis.link_text(outline, at, document, link);
    push(&prose.inlines, &generate, &mut out);
    out
}

fn push(inlines: &[Inline], generate: &dyn Fn(&Link) -> Option<String>, out: &mut WrittenOut) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.text.push(text, 0..text.as_str().len()),
            Inline::Strong(inner) | Inline::Emphasis(inner) => push(inner, generate, out),
            Inline::Link(link) => match generate(link) {
                Some(generated) => {
                    let start = out.text.as_str().len();
                    let len = generated.len();
                    out.text.push(&Text::opaque(generated, link.span), 0..len);
                    out.generated.push(start..start + len);
                }
                None => push(&link.text, generate, out),
            },
            Inline::Break => {}
        }
    }
}

impl Reference {
    /// Whether it cites something that a reader can be led to.
    pub fn targets(&self) -> &[Target] {
        match &self.resolution {
            Resolution::Targets(targets) => targets,
            _ => &[],
        }
    }
}
