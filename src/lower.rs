//! Trees to typed documents: known keys only, every finding in one run.
//!
//! A part that cannot be read leaves a finding and an empty value, so that the rest of the file is still checked.

mod allow;
mod binding;
mod charge;
mod content;
mod document;
mod expression;
mod field;
mod fields;
mod figure;
mod form;
mod include;
mod letter;
mod notation;
mod period;
mod prose;
mod set;
mod settings;
mod signature;
mod table;
mod value;
mod window;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Message};
use crate::model::{Document, FormBinding, Key, Set, Settings, Suppression};
use crate::source::{SourceId, Sources, Span};
use crate::syntax::{self, Node};
use crate::{rule, say};

pub use content::MISSING_SPACES;
pub use document::{CONTENT_IN_DELETED_PROVISIONS, EMPTY_ARTICLES};
pub use expression::INVALID_EXPRESSIONS;
pub use fields::{CONFLICTING_KEYS, MISSING_KEYS, MISSING_VALUES, UNKNOWN_KEYS, WRONG_TYPES};
pub use figure::{DUPLICATE_FIGURE_PARTS, IMPOSSIBLE_INTERVALS, OVERLONG_CODES};
pub use form::{DUPLICATE_FIELDS, UNKNOWN_FIELDS};
pub use include::{
    Blocks, CIRCULAR_INCLUDES, EXCESSIVE_INCLUDES, MISMATCHED_IDS, MISSING_BLOCKS, UNKNOWN_PARAMETERS,
    UNUSED_PARAMETERS,
};
pub use prose::{BLANK_LINES_IN_TEXT, INVALID_LINKS, RAW_MARKUP, UNSAFE_LINKS};
pub use signature::DUPLICATE_SIGNATURES;
pub use table::UNEVEN_ROWS;
pub use value::{IMPOSSIBLE_DATES, INVALID_IDS, INVALID_VALUES, loosely};

rule! {
    /// A file holds nothing.
    ///
    /// An empty document would stand in the set. Write it, or delete the file.
    pub static EMPTY_DOCUMENTS: Error("empty-documents") = "\
ファイルに何も書かれていません。

空の文書が一式に入ってしまいます。kind、id、title と本文を書くか、ファイルを消してください。";
}

/// A document on its way from text to model, with what was found so far.
pub struct Unread {
    tree: Option<Node>,
    diagnostics: Vec<Diagnostic>,
    /// Blocks that were asked for by name, with those that were put in place.
    asked: BTreeMap<String, Option<SourceId>>,
}

/// Reads the tree of one document.
pub fn parse(sources: &Sources, source: SourceId) -> Unread {
    let (tree, mut diagnostics) = syntax::parse(sources, source);
    if tree.is_none() && diagnostics.is_empty() {
        let help = say!(
            "kind、id、title と本文（chapters、articles、sections のいずれか）を書くか、ファイルを消してください",
            "write kind, id, title and chapters, articles or sections, or delete the file"
        );
        diagnostics.push(empty(source, help));
    }
    Unread { tree, diagnostics, asked: BTreeMap::new() }
}

impl Unread {
    /// Puts shared blocks in place; each use becomes a source of its own.
    pub fn expanded(self, sources: &mut Sources, blocks: &Blocks) -> Unread {
        let Unread { tree, mut diagnostics, mut asked } = self;
        let mut expansion = include::Expansion::new(blocks, sources, &mut diagnostics, &mut asked);
        let tree = tree.map(|tree| expansion.node(tree));
        Unread { tree, diagnostics, asked }
    }

    /// Whether these blocks would have given the same.
    pub fn is_same_with(&self, blocks: &Blocks) -> bool {
        self.asked.iter().all(|(name, block)| blocks.get(name) == block.as_ref())
    }

    /// Puts what the set gives in the place of a form's parameters.
    pub fn bound(self, binding: &FormBinding) -> Unread {
        let Unread { tree, mut diagnostics, asked } = self;
        let tree = tree.map(|tree| include::bound(tree, binding, &mut diagnostics));
        Unread { tree, diagnostics, asked }
    }

    /// The model, and everything found on the way.
    pub fn document(self) -> (Option<Document>, Vec<Diagnostic>) {
        let Unread { tree, mut diagnostics, .. } = self;
        let document = tree.and_then(|tree| Lowering::new(&mut diagnostics).document(&tree));
        (document, diagnostics)
    }
}

/// Reads a set's description.
pub fn set(sources: &Sources, source: SourceId) -> (Option<Set>, Vec<Diagnostic>) {
    let (tree, mut diagnostics) = syntax::parse(sources, source);
    if tree.is_none() && diagnostics.is_empty() {
        let help = say!(
            "title、provider、documents、revisions を書いてください",
            "write title, provider, documents and revisions"
        );
        diagnostics.push(empty(source, help));
    }
    let set = tree.and_then(|tree| set::read(&tree, &mut diagnostics));
    (set, diagnostics)
}

/// Reads the project's settings, `kiyaku.yaml`. An empty file sets nothing.
pub fn settings(sources: &Sources, source: SourceId) -> (Settings, Vec<Diagnostic>) {
    let (tree, mut diagnostics) = syntax::parse(sources, source);
    let settings = tree.and_then(|tree| settings::read(&tree, &mut diagnostics)).unwrap_or_default();
    (settings, diagnostics)
}

fn empty(source: SourceId, help: Message) -> Diagnostic {
    let message = say!("ファイルに何も書かれていません", "the file is empty");
    EMPTY_DOCUMENTS.at(Span::new(source, 0..0), message).help(help)
}

/// State of reading one document.
struct Lowering<'a> {
    diagnostics: &'a mut Vec<Diagnostic>,
    next_key: u32,
    suppressions: Vec<Suppression>,
    /// Whether `{{ }}` is an expression.
    is_form: bool,
}

impl<'a> Lowering<'a> {
    fn new(diagnostics: &'a mut Vec<Diagnostic>) -> Lowering<'a> {
        Lowering { diagnostics, next_key: 0, suppressions: Vec::new(), is_form: false }
    }
}

impl Lowering<'_> {
    /// Keys are given in reading order.
    fn key(&mut self) -> Key {
        let key = Key(self.next_key);
        self.next_key += 1;
        key
    }
}
