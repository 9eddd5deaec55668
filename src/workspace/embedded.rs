//! A project that is not on the disk but inside a PDF.

use super::{Blocks, Input, ProjectFile, RevisionInput, SetInput};
use crate::source::{SourceId, Span};

/// By file stem.
type Placed = Vec<(String, SourceId)>;

impl Input {
    /// The edition that a document was compiled in, from its files with their places in the project (see
    /// [`ProjectFile`]); `own` is the place of the document itself. `None` where that is no place of a document.
    pub fn embedded(files: &[(String, String)], own: &str) -> Option<Input> {
        let mut input = Input::default();
        let (home, id, name) = home_of(files, own)?;
        let mut revision = RevisionInput {
            effective: if id.is_empty() { None } else { Some(name.parse().ok()?) },
            name,
            folder: Span::new(input.sources.add(home.as_str(), ""), 0..0),
            documents: Vec::new(),
            blocks: Blocks::new(),
            forms: Blocks::new(),
            files: Vec::new(),
            unread: Vec::new(),
        };
        let mut description = None;
        let inside = |place: &str, folder: &str| {
            let name = if folder.is_empty() { Some(place) } else { place.strip_prefix(folder)?.strip_prefix('/') };
            name.filter(|name| !name.contains('/'))
                .map(|name| name.rsplit_once('.').map_or(name, |name| name.0).to_owned())
        };
        let own_blocks = if home.is_empty() { "shared".to_owned() } else { format!("{home}/shared") };
        let (mut common, mut common_forms): (Placed, Placed) = Default::default();
        for (place, text) in files {
            let source = input.sources.add(place.as_str(), text.as_str());
            let mut is_block = false;
            if place == "kiyaku.yaml" {
                input.settings = Some(source);
            } else if *place == format!("terms/{id}/set.yaml") {
                description = Some(source);
            } else if let Some(stem) = inside(place, &home) {
                revision.documents.push((stem, source));
            } else if let Some(stem) = inside(place, &own_blocks) {
                is_block = revision.blocks.insert(stem, source).is_none();
            } else if let Some(stem) = inside(place, "templates/shared") {
                is_block = true;
                common.push((stem, source));
            } else if let Some(stem) = inside(place, &format!("{home}/forms")) {
                is_block = revision.forms.insert(stem, source).is_none();
            } else if let Some(stem) = inside(place, "templates/forms") {
                is_block = true;
                common_forms.push((stem, source));
            } else {
                return None;
            }
            revision.files.push(ProjectFile { place: place.clone(), source, is_block });
        }
        for (stem, source) in common {
            revision.blocks.entry(stem).or_insert(source);
        }
        for (stem, source) in common_forms {
            revision.forms.entry(stem).or_insert(source);
        }
        input.sets.push(SetInput { id, description, revisions: vec![revision], before: None });
        Some(input)
    }
}

/// Folder of the edition, set and effective date; nothing for a document that stands alone. The templates of forms lie
/// elsewhere: there the documents beside them tell.
fn home_of(files: &[(String, String)], own: &str) -> Option<(String, String, String)> {
    let folder = |place: &str| place.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let own = folder(own);
    let mut places = std::iter::once(own.clone()).chain(files.iter().map(|(place, _)| folder(place)));
    places.find_map(|home| match home.split('/').collect::<Vec<_>>().as_slice() {
        ["terms", set, date] => Some((home.clone(), (*set).to_owned(), (*date).to_owned())),
        [""] if own.is_empty() => Some(Default::default()),
        _ => None,
    })
}
