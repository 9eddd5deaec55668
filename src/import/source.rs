//! Drafts to YAML as a person would write it: numbers are left to the program, texts are escaped so that YAML and inline
//! Markdown give back what the original says, and comments show where a person must look.

mod content;
mod document;
mod ids;
mod notation;
mod period;
mod set;
mod table;
mod text;
mod yaml;

use super::draft::Drafts;

/// A file of the set: its place below the set's folder, and its text.
pub type File = (String, String);

/// The files of the set: `set.yaml` and one for each document in the folder of its day.
pub fn write(drafts: &Drafts) -> Vec<File> {
    let day = drafts.revisions.first().map(|revision| revision.effective.to_string()).unwrap_or_default();
    let mut files = vec![("set.yaml".to_owned(), set::write(drafts))];
    files.extend(drafts.documents.iter().map(|draft| (format!("{day}/{}.yaml", draft.id), document::write(draft))));
    files
}
