//! Running text with what stands around its references.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::analysis::Analysis;
use crate::analysis::references::{Reference, WrittenOut};
use crate::lint::{Subject, wording};
use crate::model::{Document, Edition, Gathered, Key, Link, Prose, Set};
use crate::source::SourceId;
use crate::syntax::Text;

/// The text of a provision as a reader sees it.
#[derive(Debug)]
pub struct RunningText<'a> {
    /// Index of its document in the edition.
    pub document: usize,
    /// The provision it stands in.
    pub at: Key,
    pub text: &'a Text,
    /// Which parts of it the program wrote.
    pub generated: &'a [Range<usize>],
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
    pub gathered: Vec<Gathered<'a>>,
    /// What rules about wording are to read: all texts of each document, and the set's description.
    pub proses: Vec<Vec<&'a Prose>>,
    pub described: Vec<&'a Prose>,
    /// The same as these rules read them.
    pub documents: Vec<Vec<Text>>,
    pub set: Vec<Text>,
    running: Vec<RunningText<'a>>,
}

impl<'a> Texts<'a> {
    pub fn of(
        set: Option<&'a Set>,
        edition: &'a Edition,
        analysis: &'a Analysis,
        read: &BTreeSet<SourceId>,
    ) -> Texts<'a> {
        let gathered: Vec<_> = edition.documents.iter().map(Document::gather).collect();
        let proses = edition.documents.iter().zip(&gathered).map(|(document, gathered)| {
            if read.contains(&document.id.span.source) { Vec::new() } else { gathered.proses.clone() }
        });
        let proses: Vec<_> = proses.collect();
        let described = set.filter(|set| !read.contains(&set.span.source)).map(Set::proses).unwrap_or_default();
        Texts {
            documents: proses.iter().map(|proses| wording::of(proses)).collect(),
            set: wording::of(&described),
            running: running(&gathered, analysis),
            gathered,
            proses,
            described,
        }
    }
}

fn running<'a>(gathered: &[Gathered<'a>], analysis: &'a Analysis) -> Vec<RunningText<'a>> {
    let texts = gathered.iter().enumerate().flat_map(|(document, gathered)| {
        gathered.texts.iter().zip(&analysis.written[document]).map(move |(&(at, prose), written)| {
            let WrittenOut { text, generated } = written;
            let references = analysis.references[document].get(&prose.span).map_or(&[][..], Vec::as_slice);
            RunningText { document, at, text, generated, references, prose }
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
