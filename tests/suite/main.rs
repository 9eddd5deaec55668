//! One test binary: what users see of kiyaku, from files to findings and outputs.
#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod archive;
mod bad_input;
mod blocks;
mod build;
mod catalogue;
mod charges;
mod deadlines;
mod docx;
mod figures;
mod findings;
mod fix;
mod forms;
mod holidays;
mod medical_sets;
mod notice;
mod outputs;
mod policy;
mod positions;
mod readme;
mod register;
mod revision;
mod set_rules;
mod sets;
mod sign;
mod signed;
mod soup;
mod structure;
mod support;
mod terms;
mod tidy;
mod time_stamps;
mod typesetting;
mod verify;
