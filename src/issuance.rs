//! Forms that are filled in and given out: data become records, records documents, documents issued papers with a number
//! and a line in the register.
//!
//! Pure: what is read and written goes through `workspace`.

pub mod batch;
pub mod fill;
pub mod number;
pub mod records;
pub mod register;
mod spreadsheet;
