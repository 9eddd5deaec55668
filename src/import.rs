//! From the documents people have to the source format: readers make a [`manuscript::Manuscript`] of a file, whatever kind it
//! is; what its labels say makes a contract of it; and that is written as a person would write it.

pub mod docx;
pub mod error;
pub mod furniture;
pub mod html;
pub mod join;
pub mod label;
pub mod line;
pub mod manuscript;
pub mod markdown;
pub mod plain;
mod prose;
