//! A decoded YAML value that knows, for every character, where it stands in its file.

use std::ops::Range;

use crate::source::Span;

/// Text of a document with its origin. Parts may come from different files: a parameter put into a shared block keeps
/// the place where it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    value: String,
    runs: Vec<Run>,
    whole: Span,
}

/// A stretch of the value and the stretch of the file it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    start: u32,
    len: u32,
    source: Span,
}

impl Run {
    /// Copied byte by byte; otherwise (an escape, a folded line break) the whole stretch stands for the whole.
    fn is_verbatim(&self) -> bool {
        self.len == self.source.end - self.source.start
    }

    fn end(&self) -> u32 {
        self.start + self.len
    }

    fn source_of(&self, start: u32, end: u32) -> Span {
        if !self.is_verbatim() {
            return self.source;
        }
        let from = self.source.start + start.saturating_sub(self.start);
        Span { start: from, end: self.source.start + (end.min(self.end()) - self.start), ..self.source }
    }
}

impl Text {
    /// A value whose characters cannot be told apart in the source: each stands for the whole.
    pub fn opaque(value: String, whole: Span) -> Text {
        Text { value, runs: Vec::new(), whole }
    }

    pub(super) fn with_runs(value: String, runs: Vec<Run>, whole: Span) -> Text {
        Text { value, runs, whole }
    }

    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// Where the whole value stands.
    pub fn span(&self) -> Span {
        self.whole
    }

    /// Where a byte range of the value stands. A range over several files gives its part in the first.
    pub fn at(&self, range: Range<usize>) -> Span {
        let (start, end) = (range.start as u32, range.end as u32);
        let first = self.runs.partition_point(|run| run.end() <= start);
        let Some(run) = self.runs.get(first) else {
            let at = self.runs.last().map_or(self.whole, |run| run.source);
            return if self.runs.is_empty() { self.whole } else { Span { start: at.end, ..at } };
        };
        let from = run.source_of(start, end);
        if start == end {
            return Span { end: from.start, ..from };
        }
        let past = self.runs[first..].partition_point(|run| run.start < end);
        self.runs[first..first + past].iter().fold(from, |span, run| span.to(run.source_of(start.max(run.start), end)))
    }

    /// Part of the text, keeping origins.
    pub fn slice(&self, range: Range<usize>) -> Text {
        let mut out = Text { value: String::new(), runs: Vec::new(), whole: self.at(range.clone()) };
        out.push(self, range);
        out
    }

    /// Appends part of another text.
    pub fn push(&mut self, other: &Text, range: Range<usize>) {
        let base = self.value.len() as u32;
        let (start, end) = (range.start as u32, range.end as u32);
        let first = other.runs.partition_point(|run| run.end() <= start);
        if other.runs.is_empty() && !range.is_empty() {
            self.runs.push(Run { start: base, len: end - start, source: other.whole });
        }
        for run in other.runs[first..].iter().take_while(|run| run.start < end) {
            let (from, to) = (run.start.max(start), run.end().min(end));
            let source = run.source_of(from, to);
            self.runs.push(Run { start: base + from - start, len: to - from, source });
        }
        self.value.push_str(&other.value[range]);
    }

    /// An empty text to [`push`](Text::push) to, standing where `whole` stands.
    pub fn empty(whole: Span) -> Text {
        Text { value: String::new(), runs: Vec::new(), whole }
    }

    /// Without the line breaks and spaces that YAML leaves at the ends.
    pub fn trimmed(&self) -> Text {
        let kept = self.value.trim_matches([' ', '\t', '\r', '\n']);
        if kept.len() == self.value.len() {
            return self.clone();
        }
        let start = kept.as_ptr().addr() - self.value.as_ptr().addr();
        self.slice(start..start + kept.len())
    }
}

pub(super) struct RunBuilder {
    runs: Vec<Run>,
    source: Span,
    len: u32,
}

impl RunBuilder {
    /// `source` is any span of the file.
    pub(super) fn new(source: Span) -> RunBuilder {
        RunBuilder { runs: Vec::new(), source, len: 0 }
    }

    /// The next `len` bytes of the value came from `range` of the file.
    pub(super) fn push(&mut self, len: usize, range: Range<usize>) {
        if len == 0 {
            return;
        }
        let source = Span { start: range.start as u32, end: range.end as u32, ..self.source };
        let start = self.len;
        self.len += len as u32;
        if let Some(last) = self.runs.last_mut() {
            let run = Run { start, len: len as u32, source };
            if last.is_verbatim() && run.is_verbatim() && last.source.end == source.start {
                last.len += run.len;
                last.source.end = source.end;
                return;
            }
        }
        self.runs.push(Run { start, len: len as u32, source });
    }

    pub(super) fn finish(self) -> Vec<Run> {
        self.runs
    }
}
