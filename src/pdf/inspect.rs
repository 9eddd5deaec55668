//! Reads a PDF that somebody handed us: its revisions, text, attachments, fields, and what one revision changed of
//! another. Nothing here is trusted, and nothing judged.

mod attachments;
mod changes;
mod file;
mod form;
mod imprint;
mod object;
mod pages;

pub use attachments::{Attachment, attachments};
pub use changes::{Change, changes};
pub use file::{Damage, File};
pub use form::{Field, Lock, Signature, Value, fields};
pub use imprint::{Imprint, imprint};
pub use object::{Dictionary, Lexer, Object, Stream, text as string_text};
pub use pages::{Page, Token, pages, text, token};

/// Larger files are refused unread: a document with all its signatures stays far below.
pub const MAX_BYTES: u64 = 64 << 20;

/// How many pages there are.
///
/// # Errors
/// The page tree is broken.
pub fn page_count(file: &File) -> Result<usize, Damage> {
    pages::pages(file).map(|pages| pages.len())
}
