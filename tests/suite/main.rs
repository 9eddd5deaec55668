//! One test binary: what users see of kiyaku, from files to findings and outputs.

mod bad_input;
mod build;
mod catalogue;
mod findings;
mod outputs;
mod positions;
mod receipt_cloud;
mod structure;
mod support;
mod tidy;
