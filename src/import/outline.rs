//! What the labels at the heads of passages say: which passage is an article, a paragraph, an item; where the next document
//! begins. Whatever comes becomes a draft with all of its text.

mod contract;
mod documents;
mod entries;
mod history;
mod running;
mod sections;
mod words;

use chrono::NaiveDate;

use super::draft::Drafts;
use super::manuscript::Manuscript;

/// What the file itself does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The day from which it holds, if somebody gave it.
    pub effective: Option<NaiveDate>,
    /// Stands for a day that nobody knows.
    pub today: NaiveDate,
}

/// Reads the whole of a manuscript.
pub fn read(manuscript: &Manuscript, context: &Context) -> Drafts {
    let mut remarks = manuscript.remarks.clone();
    let documents = documents::read(&running::recovered(&manuscript.blocks), &mut remarks);
    let revisions = history::revisions(&documents, context);
    let provider = history::provider(&documents);
    Drafts { documents, provider, revisions, remarks }
}
