//! One test binary: what users see of kiyaku, from files to findings and outputs.
#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod bad_input;
mod build;
mod findings;
mod positions;
mod receipt_cloud;
mod structure;
mod support;
mod terms;
mod tidy;
