//! Finds the place of every character of a decoded scalar by walking value and source side by side.
//!
//! One walk serves all five scalar styles of YAML 1.2: between line breaks, value and source differ only by escapes; at
//! a line break, a run of white space in the source stands for a run of white space in the value. Whatever does not
//! match is given up, and the value then points to the whole scalar.

use std::ops::Range;

use super::Style;
use super::text::{Run, RunBuilder};
use crate::source::Span;

/// `span` is the parser's span of the scalar; `source` the text of its file.
pub(super) fn align(source: &str, span: Span, style: Style, value: &str) -> Option<Vec<Run>> {
    let mut walk = Walk { source, value, at: span.range().start, done: 0, runs: RunBuilder::new(span) };
    match style {
        Style::SingleQuoted | Style::DoubleQuoted => walk.at += 1,
        // The span begins at the first line with text; blank lines before it belong to the value.
        Style::Literal | Style::Folded => {
            let blank = value.len() - value.trim_start_matches('\n').len();
            walk.take(blank, walk.at..walk.at);
        }
        Style::Plain => {}
    }
    while walk.done < value.len() {
        walk.step(style)?;
    }
    Some(walk.runs.finish())
}

struct Walk<'a> {
    source: &'a str,
    value: &'a str,
    /// Next byte of the source.
    at: usize,
    /// Bytes of the value that have their place.
    done: usize,
    runs: RunBuilder,
}

impl Walk<'_> {
    fn take(&mut self, len: usize, range: Range<usize>) {
        self.done += len;
        self.at = range.end;
        self.runs.push(len, range);
    }

    fn step(&mut self, style: Style) -> Option<()> {
        let rest = &self.source[self.at..];
        let blank = white_space(rest);
        if blank == rest.len() || rest[..blank].contains(['\n', '\r']) {
            return match style {
                Style::Literal | Style::Folded => self.block_break(),
                _ => self.flow_break(),
            };
        }
        if blank > 0 {
            return self.copy(blank);
        }
        match (style, rest.chars().next()?) {
            (Style::SingleQuoted, '\'') => self.escape(2, "'"),
            (Style::DoubleQuoted, '\\') => self.double_quoted_escape(),
            (_, next) => {
                let escapes = [' ', '\t', '\n', '\r', '\'', '\\'];
                let more = rest[next.len_utf8()..].find(escapes).map_or(rest.len(), |more| next.len_utf8() + more);
                self.copy(more.min(self.value.len() - self.done))
            }
        }
    }

    fn copy(&mut self, len: usize) -> Option<()> {
        let (source, value) = (&self.source.as_bytes()[self.at..], &self.value.as_bytes()[self.done..]);
        value.starts_with(&source[..len]).then(|| self.take(len, self.at..self.at + len))
    }

    fn escape(&mut self, source_len: usize, text: &str) -> Option<()> {
        self.value[self.done..].starts_with(text).then(|| self.take(text.len(), self.at..self.at + source_len))
    }

    /// YAML 1.2, 6.5: one break is a space, of several the first is dropped.
    fn flow_break(&mut self) -> Option<()> {
        let len = white_space(&self.source[self.at..]);
        let breaks = self.source[self.at..self.at + len].replace("\r\n", "\n").matches(['\r', '\n']).count();
        let folded = if breaks == 1 { " ".to_owned() } else { "\n".repeat(breaks.checked_sub(1)?) };
        self.escape(len, &folded)
    }

    /// Between the lines of a block scalar: the value has white space too.
    fn block_break(&mut self) -> Option<()> {
        let source_len = white_space(&self.source[self.at..]);
        let value_len = white_space(&self.value[self.done..]);
        if value_len == 0 {
            return None;
        }
        let (source, value) = (&self.source[self.at..][..source_len], &self.value[self.done..][..value_len]);
        // Spaces the value keeps at its line end and after it are verbatim; only what lies between is folded.
        let tail = value.rfind('\n').map_or(0, |at| value.len() - at - 1).min(source_len);
        let head = value.find('\n').unwrap_or(0);
        let head = if source.starts_with(&value[..head]) && head + tail <= source_len { head } else { 0 };
        let (at, end) = (self.at, self.at + source_len);
        self.take(head, at..at + head);
        self.breaks(value_len - head - tail, end - tail);
        self.take(tail, end - tail..end);
        Some(())
    }

    /// `len` bytes of line breaks up to `end`: one by one where none was folded away, else as a whole.
    fn breaks(&mut self, len: usize, end: usize) {
        let source = &self.source[self.at..end];
        let starts: Vec<usize> = source.match_indices('\n').map(|(at, _)| self.at + at).collect();
        if starts.len() != len {
            return self.take(len, self.at..end);
        }
        for (which, &start) in starts.iter().enumerate() {
            let next = starts.get(which + 1).copied().unwrap_or(end);
            self.take(1, start..next);
        }
    }

    /// YAML 1.2, 5.7.
    fn double_quoted_escape(&mut self) -> Option<()> {
        let rest = &self.source[self.at + 1..];
        let name = rest.chars().next()?;
        let digits = match name {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            '\n' | '\r' => {
                // An escaped line break vanishes with the indentation after it.
                self.at += 1 + white_space(rest);
                return Some(());
            }
            _ => 0,
        };
        // A surrogate pair is written as two escapes of one character.
        let character = self.value[self.done..].chars().next()?;
        let is_pair = digits == 4 && u32::from(character) > 0xFFFF;
        let source_len = 1 + name.len_utf8() + digits + if is_pair { 6 } else { 0 };
        self.source.is_char_boundary(self.at + source_len).then_some(())?;
        self.take(character.len_utf8(), self.at..self.at + source_len);
        Some(())
    }
}

/// Bytes of white space, as YAML means it, at the start of a text.
fn white_space(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t', '\n', '\r']).len()
}
