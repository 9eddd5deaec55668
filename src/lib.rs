//! kiyaku (規約): the compiler for Japanese terms of service.
//!
//! The modules are the stages; each takes the value of the one before it and knows nothing of later ones (their order is
//! in ARCHITECTURE.md). `Err` is for I/O and bugs; what the author of a document did is a [`diagnostic::Diagnostic`].

// Leaves: anybody may use them.
pub mod diagnostic;
pub mod fonts;
pub mod japanese;
pub mod markup;
pub mod pattern;
pub mod source;

// Text to checked documents.
pub mod analysis;
pub mod assemble;
pub mod calendar;
pub mod catalogue;
pub mod deadline;
pub mod expression;
pub mod figure;
pub mod lint;
pub mod lower;
pub mod model;
pub mod policy;
pub mod syntax;
pub mod workspace;

// Checked documents to what people read.
pub mod docx;
pub mod flow;
pub mod html;
pub mod import;
pub mod issuance;
pub mod pdf;
pub mod revision;
pub mod text;

pub mod build;
pub mod check;
pub mod cli;
pub mod fix;
pub mod starter;
pub mod verify;
