//! Texts of a comparison with what differs underlined.

use std::ops::Range;

use crate::flow::Inline;

/// The text without links, which would lead nowhere in a comparison, the ranges of its plain text underlined.
pub fn underlined(inlines: &[Inline], ranges: &[Range<usize>]) -> Vec<Inline> {
    let mut at = 0;
    mark(inlines, ranges, &mut at)
}

fn mark(inlines: &[Inline], ranges: &[Range<usize>], at: &mut usize) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) => {
                out.extend(mark_text(text, ranges, *at));
                *at += text.len();
            }
            Inline::Strong(inner) => out.push(Inline::Strong(mark(inner, ranges, at))),
            Inline::Emphasis(inner) => out.push(Inline::Emphasis(mark(inner, ranges, at))),
            Inline::Underline(inner) | Inline::Link { text: inner, .. } => out.extend(mark(inner, ranges, at)),
            Inline::Break => {
                out.push(Inline::Break);
                *at += 1;
            }
        }
    }
    out
}

fn mark_text(text: &str, ranges: &[Range<usize>], start: usize) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut done = 0;
    let mut push = |range: Range<usize>, is_marked: bool| {
        if !range.is_empty() {
            let words = Inline::Text(text[range].to_owned());
            out.push(if is_marked { Inline::Underline(vec![words]) } else { words });
        }
    };
    for range in ranges {
        let from = range.start.clamp(start + done, start + text.len()) - start;
        let to = range.end.clamp(start + from, start + text.len()) - start;
        push(done..from, false);
        push(from..to, true);
        done = to;
    }
    push(done..text.len(), false);
    out
}
