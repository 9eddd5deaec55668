//! The marks of notes as rules look at them: which note each one leads to.

use std::ops::Range;

use super::Subject;
use crate::model::{Id, Link, LinkTarget, Note};

/// Notes below one part of a document, and the marks that stand in it.
pub(super) struct Marked<'a> {
    pub notes: &'a [Note],
    /// In reading order, those without a note among `notes` included.
    pub marks: Vec<Mark<'a>>,
}

#[derive(Clone, Copy)]
pub(super) struct Mark<'a> {
    pub name: &'a str,
    pub link: &'a Link,
}

/// The marks and notes of one document.
pub(super) struct Marks<'a> {
    /// With the index of the prose each stands in.
    marks: Vec<(usize, Mark<'a>)>,
    lists: Vec<(Range<usize>, &'a [Note])>,
}

/// Of every document of the edition.
pub(super) fn marks(subject: Subject<'_>) -> Vec<Marks<'_>> {
    let documents = subject.gathered().iter().map(|gathered| {
        let proses = gathered.proses.iter().enumerate();
        let marks = proses.flat_map(|(at, prose)| prose.links().into_iter().map(move |link| (at, link)));
        let marks = marks.filter_map(|(at, link)| match &link.target {
            LinkTarget::Note(name) => Some((at, Mark { name, link })),
            _ => None,
        });
        Marks { marks: marks.collect(), lists: gathered.notes.clone() }
    });
    documents.collect()
}

impl<'a> Marks<'a> {
    pub fn lists(&self) -> impl Iterator<Item = Marked<'a>> {
        self.lists.iter().map(|(scope, notes)| {
            let within = self.marks.iter().filter(|(at, _)| scope.contains(at)).map(|(_, mark)| *mark);
            Marked { notes, marks: within.collect() }
        })
    }

    /// Marks that no note around them explains.
    pub fn unbound(&self) -> impl Iterator<Item = Mark<'a>> {
        let explains = |name: &str, at: &usize| {
            self.lists.iter().any(|(scope, notes)| scope.contains(at) && ids(notes).any(|id| id.name == name))
        };
        self.marks.iter().filter(move |(at, mark)| !explains(mark.name, at)).map(|(_, mark)| *mark)
    }

    /// The note of a name, wherever it stands.
    pub fn note(&self, name: &str) -> Option<&'a Id> {
        self.lists.iter().flat_map(|(_, notes)| ids(notes)).find(|id| id.name == name)
    }

    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.lists.iter().flat_map(|(_, notes)| ids(notes)).map(|id| id.name.as_str())
    }
}

/// Notes that marks can lead to.
pub(super) fn ids(notes: &[Note]) -> impl Iterator<Item = &Id> {
    notes.iter().filter_map(|note| note.id.as_ref())
}
