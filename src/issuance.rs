//! Forms that are filled in and given out: data become records, records documents, documents issued papers.
//!
//! Pure: what is read and written goes through `workspace`.

pub mod records;
