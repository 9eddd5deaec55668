//! A printed line with its place on the page: what plain text and PDF have before lines are joined to passages.

use super::manuscript::Written;
use crate::flow::label;

/// Measures are half-width columns: a kanji is two wide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Without white space at its ends.
    pub text: String,
    /// In the original, from 1.
    pub number: u32,
    /// From 1.
    pub page: u32,
    /// From the left edge of its column of text.
    pub left: u16,
    /// Where its last character ends.
    pub right: u16,
    /// Empty lines above it, on the same page.
    pub blanks: u16,
    /// A space stands at its end in the original: word processors put one where a paragraph ends.
    pub is_spaced: bool,
}

impl Line {
    /// Of a line as it is typed, with the spaces at its ends.
    pub fn typed(typed: &str, number: u32, page: u32, blanks: u16) -> Line {
        let text = typed.trim();
        let left = label::width(&typed[..typed.len() - typed.trim_start().len()]);
        Line {
            text: text.to_owned(),
            number,
            page,
            left: columns(left),
            right: columns(left + label::width(text)),
            blanks,
            is_spaced: typed.ends_with(char::is_whitespace),
        }
    }

    /// As a part of a passage: spaces that only align it are one.
    pub fn written(&self) -> Written {
        let mut text = String::with_capacity(self.text.len());
        for c in self.text.chars() {
            let c = if c == '\t' { ' ' } else { c };
            if c != ' ' || !text.ends_with(' ') {
                text.push(c);
            }
        }
        Written::new(text, self.number)
    }
}

/// A line of 65,535 columns is as wide as any.
pub fn columns(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}
