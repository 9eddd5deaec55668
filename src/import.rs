//! From the documents people have to the source format: readers make a [`manuscript::Manuscript`] of a file, whatever kind it
//! is; what its labels say makes a contract of it; and that is written as a person would write it.

mod compiled;
pub mod coverage;
pub mod docx;
pub mod draft;
pub mod error;
pub mod furniture;
pub mod html;
pub mod join;
pub mod label;
pub mod line;
pub mod manuscript;
pub mod markdown;
pub mod origin;
pub mod outline;
pub mod pdf;
pub mod plain;
mod prose;
pub mod report;
pub mod source;

use chrono::NaiveDate;

use compiled::Counted;
use coverage::Coverage;
use error::Error;
use manuscript::{Manuscript, Remark};
use outline::Context;

use crate::diagnostic::Lang;

pub use docx::Tracked;

/// Of files whose kind is not plain text.
pub const EXTENSIONS: [&str; 7] = ["docx", "docm", "md", "markdown", "html", "htm", "pdf"];

/// A file that was imported, and what became of it.
#[derive(Debug)]
pub struct Imported {
    /// Of the file.
    pub name: String,
    /// How many it has.
    pub lines: usize,
    pub documents: Vec<Counted>,
    pub remarks: Vec<Remark>,
    pub coverage: Coverage,
    /// Of the set, with their places in its folder.
    pub files: Vec<(String, String)>,
    /// Place of the lines of the original among them.
    pub origin: String,
}

/// Reads a file by its content, or where that does not tell, by its name.
///
/// # Errors
/// Nothing of it can be read.
pub fn read(name: &str, bytes: &[u8], tracked: Tracked) -> Result<Manuscript, Error> {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let is_container = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0");
    match extension.as_str() {
        _ if is_container => docx::read(bytes, tracked),
        _ if bytes.starts_with(b"%PDF-") => pdf::read(bytes),
        "pdf" => pdf::read(bytes),
        "docx" | "docm" | "doc" => docx::read(bytes, tracked),
        "html" | "htm" => html::read(bytes),
        _ if html::is_page(bytes) => html::read(bytes),
        "md" | "markdown" => markdown::read(bytes),
        _ => plain::read(bytes).map_err(Error::Text),
    }
}

/// Makes a set of what was read. `effective` is the day it takes effect, where the person says so; `today` stands for a
/// day that nobody says.
pub fn import(name: &str, manuscript: &Manuscript, effective: Option<NaiveDate>, today: NaiveDate) -> Imported {
    let drafts = outline::read(manuscript, &Context { effective, today });
    let mut files = source::write(&drafts);
    let titled = |id: &str| drafts.documents.iter().any(|draft| draft.id == id && draft.title.is_some());
    let (texts, documents) = compiled::compile(&files, titled);
    let coverage = coverage::measure(manuscript, &texts);
    let day = drafts.revisions.first().map(|revision| revision.effective.to_string()).unwrap_or_default();
    let kept = if name.ends_with(".txt") { name.to_owned() } else { format!("{name}.txt") };
    let origin = format!("{day}/origin/{kept}");
    files.push((origin.clone(), manuscript.lines.join("\n")));
    let (name, lines, remarks) = (name.to_owned(), manuscript.lines.len(), drafts.remarks);
    let mut imported = Imported { name, lines, documents, remarks, coverage, files, origin };
    let whole = report::whole(&imported, Lang::Ja);
    imported.files.push((format!("{day}/origin/report.md"), whole));
    imported
}
