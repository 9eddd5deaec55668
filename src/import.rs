//! From the documents people have to the source format: readers make a [`manuscript::Manuscript`] of a file, whatever kind it
//! is; what its labels say makes a contract of it; and that is written as a person would write it.

pub mod coverage;
pub mod furniture;
pub mod join;
pub mod label;
pub mod line;
pub mod manuscript;
pub mod origin;
pub mod plain;

/// Of files whose kind is not plain text.
pub const EXTENSIONS: [&str; 7] = ["docx", "docm", "md", "markdown", "html", "htm", "pdf"];
