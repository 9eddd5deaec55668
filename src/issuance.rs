//! Forms that are filled in and given out. Pure: data in, documents out.

pub mod fill;
