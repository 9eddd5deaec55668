//! kiyaku (規約): the compiler for Japanese terms of service.
pub mod flow;
pub mod japanese;
