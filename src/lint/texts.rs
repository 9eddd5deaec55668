//! Running text with what stands around its references.

use crate::analysis::references::{Reference, WrittenOut, written_out};
use crate::lint::Subject;
use crate::model::{Key, Link, Prose};
use crate::syntax::Text;

/// The text of a provision as a reader sees it.
pub struct RunningText<'a> {
    /// Index of its document in the edition.
    pub document: usize,
    /// The provision it stands in.
    pub at: Key,
    pub text: Text,
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

impl<'a> Subject<'a> {
    /// Every running text, document by document.
    pub fn texts(self) -> impl Iterator<Item = RunningText<'a>> {
        let Subject { edition, analysis, .. } = self;
        edition.documents.iter().enumerate().flat_map(move |(index, document)| {
            let outline = &analysis.outlines[index];
            document.gather().texts.into_iter().map(move |(at, prose)| {
                let WrittenOut { text, .. } = written_out(analysis, outline, document, prose, Some(at));
                let references = analysis.references[index].get(&prose.span).map_or(&[][..], Vec::as_slice);
                RunningText { document: index, at, text, references, prose }
            })
        })
    }
}
