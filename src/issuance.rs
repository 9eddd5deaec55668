//! Issuing forms: filled documents, their numbers, and the register of what was issued. Pure: data in, bytes out.

pub mod number;
pub mod register;
