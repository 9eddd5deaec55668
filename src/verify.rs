//! stub
pub mod certificate;
pub mod signature;
