//! kiyaku (規約): the compiler for Japanese terms of service.
pub mod flow;
pub mod html;
pub mod text;
