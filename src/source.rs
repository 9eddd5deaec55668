//! Source files, spans in them, and lines and columns for people.

use std::ops::Range;
use std::sync::Arc;

/// Index of a file in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(u32);

/// A byte range of one file's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub source: SourceId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(source: SourceId, range: Range<usize>) -> Span {
        // `Sources::add` refuses texts that do not fit.
        Span { source, start: range.start as u32, end: range.end as u32 }
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// From the start of `self` to the end of `other`, where both lie in one file.
    pub fn to(self, other: Span) -> Span {
        if self.source == other.source && other.end >= self.start { Span { end: other.end, ..self } } else { self }
    }
}

/// A place as people count: line and column from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// The text of one file as it was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// As shown to people, with `/` on every system.
    pub path: Arc<str>,
    pub text: Arc<str>,
    line_starts: Arc<[u32]>,
    /// Characters before each block of [`BLOCK`] bytes, so that a column in a very long line costs no more than another.
    characters: Arc<[u32]>,
    /// For a shared block: the place that includes it.
    pub included_at: Option<Span>,
}

impl SourceFile {
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.line_starts.partition_point(|&start| start as usize <= offset);
        let start = self.line_starts[line - 1] as usize;
        Position { line, column: self.characters_before(offset) - self.characters_before(start) + 1 }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        self.characters[block] as usize + count(&self.text.as_bytes()[block * BLOCK..offset])
    }

    /// Byte range of a line (counted from 1) without its line break.
    pub fn line(&self, line: usize) -> Range<usize> {
        let start = self.line_starts[line - 1] as usize;
        let end = self.line_starts.get(line).map_or(self.text.len(), |&next| next as usize);
        start..start + self.text[start..end].trim_end_matches(['\r', '\n']).len()
    }
}

const BLOCK: usize = 1024;

/// Characters that begin in a stretch of UTF-8.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// Every file of one run.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

/// Larger files are refused: no contract comes near it, and offsets stay small.
pub const MAX_BYTES: usize = 64 << 20;

impl Sources {
    /// Takes a text of at most [`MAX_BYTES`].
    pub fn add(&mut self, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> SourceId {
        let text = text.into();
        let breaks = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let line_starts = std::iter::once(0).chain(breaks.map(|(at, _)| at as u32 + 1)).collect();
        let mut before = 0;
        let mut characters = vec![0];
        for block in text.as_bytes().chunks(BLOCK) {
            before += count(block) as u32;
            characters.push(before);
        }
        self.push(SourceFile { path: path.into(), text, line_starts, characters: characters.into(), included_at: None })
    }

    /// The same file once more, as seen through the place that includes it, so that findings can show both.
    pub fn add_inclusion(&mut self, of: SourceId, at: Span) -> SourceId {
        let file = SourceFile { included_at: Some(at), ..self.get(of).clone() };
        self.push(file)
    }

    /// Whether a file, at any of the places that use it, is part of a source, directly or through others.
    pub fn is_part_of(&self, file: SourceId, is_wanted: impl Fn(SourceId) -> bool) -> bool {
        let path = &self.get(file).path;
        let mut uses = self.files.iter().filter(|file| Arc::ptr_eq(&file.path, path));
        uses.any(|file| {
            let outer = |at: &Span| self.get(at.source).included_at;
            std::iter::successors(file.included_at, outer).any(|at| is_wanted(at.source))
        })
    }

    /// Whether a file is seen through some place that includes it.
    pub fn is_included(&self, path: &str) -> bool {
        self.files.iter().any(|file| file.included_at.is_some() && *file.path == *path)
    }

    /// Whether two sources are one file, perhaps seen through places that include it.
    pub fn is_same_file(&self, one: SourceId, other: SourceId) -> bool {
        Arc::ptr_eq(&self.get(one).path, &self.get(other).path)
    }

    fn push(&mut self, file: SourceFile) -> SourceId {
        let id = SourceId(self.files.len() as u32);
        self.files.push(file);
        id
    }

    pub fn get(&self, id: SourceId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    pub fn path(&self, span: Span) -> &str {
        &self.get(span.source).path
    }

    pub fn text(&self, span: Span) -> &str {
        &self.get(span.source).text[span.range()]
    }

    /// First position and position after the last character.
    pub fn positions(&self, span: Span) -> (Position, Position) {
        let file = self.get(span.source);
        (file.position(span.start as usize), file.position(span.end as usize))
    }
}

/// A file's bytes as text: UTF-8, with or without a byte order mark.
///
/// # Errors
/// The text before the first byte that is not UTF-8, and that byte.
pub fn decode(bytes: &[u8]) -> Result<&str, NotUtf8<'_>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| NotUtf8 {
        before: std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
        byte: bytes[error.valid_up_to()],
    })
}

#[derive(Debug, PartialEq, Eq)]
pub struct NotUtf8<'a> {
    pub before: &'a str,
    pub byte: u8,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", "題: 条\r\n本文\n");
        let file = sources.get(id);
        assert_eq!(file.position("題: ".len()), Position { line: 1, column: 4 });
        assert_eq!(file.position("題: 条\r\n本".len()), Position { line: 2, column: 2 });
        assert_eq!(&file.text[file.line(1)], "題: 条");
        assert_eq!(file.position(usize::MAX), Position { line: 3, column: 1 });
        let long = format!("題\n{}終", "条".repeat(5000));
        let id = sources.add("b.yaml", long.as_str());
        assert_eq!(sources.get(id).position(long.len() - 3), Position { line: 2, column: 5001 });
    }

    #[test]
    fn decoding_names_the_first_bad_byte() {
        assert_eq!(decode(b"\xEF\xBB\xBFid: a"), Ok("id: a"));
        assert_eq!(decode(b"id: \x82\xA0"), Err(NotUtf8 { before: "id: ", byte: 0x82 }));
    }
}
