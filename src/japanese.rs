//! What can be read from Japanese contract text alone: numerals, dates, references, definitions.
//! Pure functions over `&str`; nothing here knows a document, so nothing here can say whether 第１２条 exists.
pub mod characters;
pub mod definitions;
pub mod durations;
pub mod eras;
pub mod holidays;
pub mod hours;
pub mod lexicon;
pub mod numerals;
pub mod percentages;
pub mod references;
