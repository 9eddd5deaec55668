//! Running text with what stands around its references.

use std::ops::Range;

use crate::analysis::Analysis;
use crate::analysis::references::{Reference, WrittenOut, written_out};
use crate::lint::{Subject, wording};
use crate::model::{Edition, Key, Link, Prose, Set};
use crate::syntax::Text;

/// The text of a provision as a reader sees it.
#[derive(Debug)]
pub struct RunningText<'a> {
    /// Index of its document in the edition.
    pub document: usize,
    /// The provision it stands in.
    pub at: Key,
    pub text: Text,
    /// Which parts of it the program wrote.
    pub generated: Vec<Range<usize>>,
    /// In the order of the text; their ranges are bytes of it.
    pub references: &'a [Reference],
    prose: &'a Prose,
}

impl<'a> RunningText<'a> {
    pub fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// What follows a reference.
    pub fn after(&self, reference: &Reference) -> &str {
        self.as_str().get(reference.range.end..).unwrap_or_default()
    }

    pub fn links(&self) -> Vec<&'a Link> {
        self.prose.links()
    }
}

/// What rules read, written out once for all of them.
#[derive(Debug)]
pub struct Texts<'a> {
    /// As rules about wording read them: document by document, and the set's description.
    pub documents: Vec<Vec<Text>>,
    pub set: Vec<Text>,
    running: Vec<RunningText<'a>>,
}

impl<'a> Texts<'a> {
    pub fn of(set: Option<&Set>, edition: &'a Edition, analysis: &'a Analysis) -> Texts<'a> {
        Texts {
            documents: edition.documents.iter().map(wording::of_document).collect(),
            set: set.map(wording::of_set).unwrap_or_default(),
            running: running(edition, analysis),
        }
    }
}

fn running<'a>(edition: &'a Edition, analysis: &'a Analysis) -> Vec<RunningText<'a>> {
    let documents = edition.documents.iter().enumerate();
    let texts = documents.flat_map(|(index, document)| {
        let outline = &analysis.outlines[index];
        document.gather().texts.into_iter().map(move |(at, prose)| {
            let WrittenOut { text, generated } = written_out(analysis, outline, document, prose, Some(at));
            let references = analysis.references[index].get(&prose.span).map_or(&[][..], Vec::as_slice);
            RunningText { document: index, at, text, generated, references, prose }
        })
    });
    texts.collect()
}

impl<'a> Subject<'a> {
    /// Every running text, document by document.
    pub fn texts(self) -> impl Iterator<Item = &'a RunningText<'a>> {
        self.texts.running.iter()
    }
}
