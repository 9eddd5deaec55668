//! What an edition was compiled from, for its PDFs.

use std::collections::BTreeSet;
use std::io;

use rayon::prelude::*;

use crate::check::CheckedEdition;
use crate::pdf::Attachment;
use crate::source::{SourceId, Sources};
use crate::workspace::ProjectFile;

/// The files that the edition cannot be compiled without, sorted by place: compressed once for all its documents.
///
/// # Errors
/// A file cannot be compressed.
pub(super) fn attachments(sources: &Sources, edition: &CheckedEdition) -> io::Result<Vec<Attachment>> {
    let mut files: Vec<&ProjectFile> = edition.files.iter().filter(|file| is_needed(sources, edition, file)).collect();
    files.sort_by_key(|file| &file.place);
    files.into_par_iter().map(|file| Attachment::new(file.place.clone(), &sources.get(file.source).text)).collect()
}

/// A shared block is needed where a document of the edition includes it, a form where it is one of them: one that set.yaml
/// binds for other editions alone would not be there when the document is compiled again from its PDF.
fn is_needed(sources: &Sources, edition: &CheckedEdition, file: &ProjectFile) -> bool {
    let own: BTreeSet<SourceId> = edition.edition.documents.iter().map(|one| one.id.span.source).collect();
    !file.is_block
        || own.iter().any(|own| sources.is_same_file(file.source, *own))
        || sources.is_part_of(file.source, |source| own.contains(&source))
}

/// Place of a document's own file; empty where it is not among the files.
pub(super) fn own<'a>(sources: &Sources, edition: &'a CheckedEdition, index: usize) -> &'a str {
    let source = edition.edition.documents[index].id.span.source;
    edition.files.iter().find(|file| sources.is_same_file(file.source, source)).map_or("", |file| &file.place)
}
