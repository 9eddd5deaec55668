//! A project that is not on the disk but inside a PDF.

use super::{Blocks, Input, ProjectFile, RevisionInput, SetInput};
use crate::source::{SourceId, Span};

impl Input {
    /// The edition that a document was compiled in, from its files with their places in the project (see
    /// [`ProjectFile`]); `own` is the place of the document itself. `None` where that is no place of a document.
    pub fn embedded(files: &[(String, String)], own: &str) -> Option<Input> {
        let mut input = Input::default();
        let (home, _) = own.rsplit_once('/').unwrap_or_default();
        let parts: Vec<&str> = home.split('/').collect();
        let (id, name) = match parts.as_slice() {
            [""] => ("", ""),
            ["terms", set, date] => (*set, *date),
            _ => return None,
        };
        let mut revision = RevisionInput {
            name: name.to_owned(),
            effective: if id.is_empty() { None } else { Some(name.parse().ok()?) },
            folder: Span::new(input.sources.add(home, ""), 0..0),
            documents: Vec::new(),
            blocks: Blocks::new(),
            files: Vec::new(),
        };
        let mut description = None;
        let inside = |place: &str, folder: &str| {
            let name = if folder.is_empty() { Some(place) } else { place.strip_prefix(folder)?.strip_prefix('/') };
            name.filter(|name| !name.contains('/'))
                .map(|name| name.rsplit_once('.').map_or(name, |name| name.0).to_owned())
        };
        let own_blocks = if home.is_empty() { "shared".to_owned() } else { format!("{home}/shared") };
        let mut common: Vec<(String, SourceId)> = Vec::new();
        for (place, text) in files {
            let source = input.sources.add(place.as_str(), text.as_str());
            let mut is_block = false;
            if place == "kiyaku.yaml" {
                input.settings = Some(source);
            } else if *place == format!("terms/{id}/set.yaml") {
                description = Some(source);
            } else if let Some(stem) = inside(place, home) {
                revision.documents.push((stem, source));
            } else if let Some(stem) = inside(place, &own_blocks) {
                is_block = revision.blocks.insert(stem, source).is_none();
            } else if let Some(stem) = inside(place, "templates/shared") {
                is_block = true;
                common.push((stem, source));
            } else {
                return None;
            }
            revision.files.push(ProjectFile { place: place.clone(), source, is_block });
        }
        for (stem, source) in common {
            revision.blocks.entry(stem).or_insert(source);
        }
        input.sets.push(SetInput { id: id.to_owned(), description, revisions: vec![revision], before: None });
        Some(input)
    }
}
