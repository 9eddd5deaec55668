//! What a reader finds in a file: paragraphs and tables in reading order, each with its lines in the original, before
//! anybody knows what is an article and what an item.

use std::ops::Range;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manuscript {
    /// The whole text of the original in reading order, page furniture included: what `import` is measured against, and
    /// what a place in the original means. Line N of a text file, paragraph N of a Word file is `lines[N - 1]`.
    pub lines: Vec<String>,
    pub blocks: Vec<Block>,
    /// What a person must know: what was left out, what could not be taken over.
    pub remarks: Vec<Remark>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Passage(Passage),
    Table(Table),
    /// A page or section that was begun by force: another document may begin here.
    Break,
}

/// A paragraph of the original: a heading, an item, a sentence or some. A number that stands before it is part of its text,
/// also where a program counted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    pub text: Written,
    /// 1 for the highest: what the file itself says is a heading. `None` where it says nothing.
    pub heading: Option<u8>,
    /// Where its first line begins, in half-width columns from the left edge of the text.
    pub indent: u16,
    /// Footnotes called from it.
    pub notes: Vec<FootNote>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FootNote {
    /// As in [`Mark::Note`].
    pub id: String,
    pub text: Written,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub rows: Vec<Vec<Cell>>,
    /// How many leading rows are headings of their columns.
    pub head_rows: usize,
    /// Of its first row.
    pub line: u32,
}

/// Covers columns and rows, at least 1 each; a place covered from the left or above has no cell of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub passages: Vec<Passage>,
    pub columns: u16,
    pub rows: u16,
}

/// Text that knows the line of every character, without line feeds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    text: String,
    /// Byte offset from which on the text stands in that line; the first is 0, both rise.
    lines: Vec<(usize, u32)>,
    /// Sorted by place.
    marks: Vec<(Range<usize>, Mark)>,
}

/// What a stretch of the text is besides text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// To a place on the web.
    Link(String),
    /// Calls the footnote of this id; its range is empty.
    Note(String),
}

/// Something that the report lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub kind: RemarkKind,
    /// Of the original.
    pub line: u32,
    /// The words left out, or what is there: `図（image1.png）`.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemarkKind {
    /// A page number or running head: the whole line is left out.
    Furniture,
    /// A picture: it cannot be taken over.
    Picture,
    /// Text that stands outside the order of the rest, in a box of its own: taken over, but perhaps not where it belongs.
    TextBox,
    /// A change that somebody tracked: made, or refused.
    TrackedChange,
    /// Something else in the file that has no counterpart: a comment, a form field, an embedded object.
    Unsupported,
    /// Taken over, but only a person can say whether it is right: a table whose columns cannot be told.
    Doubtful,
}

impl Written {
    pub fn new(text: impl Into<String>, line: u32) -> Written {
        Written { text: text.into(), lines: vec![(0, line)], marks: Vec::new() }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub fn marks(&self) -> &[(Range<usize>, Mark)] {
        &self.marks
    }

    /// The line in which the character at `offset` (bytes) stands; 0 for text from nowhere.
    pub fn line_at(&self, offset: usize) -> u32 {
        let next = self.lines.partition_point(|&(start, _)| start <= offset);
        next.checked_sub(1).map_or(0, |at| self.lines[at].1)
    }

    pub fn first_line(&self) -> u32 {
        self.line_at(0)
    }

    pub fn is_one_line(&self) -> bool {
        self.lines.len() <= 1
    }

    /// Adds what follows, `between` set between the two.
    pub fn push(&mut self, between: &str, next: &Written) {
        self.text.push_str(between);
        let base = self.text.len();
        for &(start, line) in &next.lines {
            if self.lines.last().is_none_or(|&(_, last)| last != line) {
                self.lines.push((if self.lines.is_empty() { 0 } else { base + start }, line));
            }
        }
        self.marks.extend(next.marks.iter().map(|(range, mark)| (base + range.start..base + range.end, mark.clone())));
        self.text.push_str(&next.text);
    }

    /// Says what a stretch that was added last is; `range` in bytes.
    pub fn mark(&mut self, range: Range<usize>, mark: Mark) {
        self.marks.push((range, mark));
    }

    /// A part of the text, without white space at its ends.
    pub fn part(&self, range: Range<usize>) -> Written {
        let whole = &self.text[range.clone()];
        let start = range.start + (whole.len() - whole.trim_start().len());
        let end = (range.start + whole.trim_end().len()).max(start);
        let lines = &self.lines[self.lines.partition_point(|&(at, _)| at <= start)..];
        let lines = lines.iter().take_while(|&&(at, _)| at < end);
        let marks = &self.marks[self.marks.partition_point(|(at, _)| at.start < start)..];
        let marks = marks.iter().take_while(|(at, _)| at.start <= end).filter(|(at, _)| at.end <= end);
        Written {
            text: self.text[start..end].to_owned(),
            lines: std::iter::once((0, self.line_at(start)))
                .chain(lines.map(|&(at, line)| (at - start, line)))
                .collect(),
            marks: marks.map(|(at, mark)| (at.start - start..at.end - start, mark.clone())).collect(),
        }
    }
}

impl Block {
    pub fn passage(self) -> Option<Passage> {
        match self {
            Block::Passage(passage) => Some(passage),
            Block::Table(_) | Block::Break => None,
        }
    }
}

impl Passage {
    pub fn plain(text: impl Into<String>, line: u32) -> Passage {
        Passage { text: Written::new(text, line), heading: None, indent: 0, notes: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_knows_its_line_through_joins_and_cuts() {
        let mut text = Written::new("第１条（目的）　この規約", 4);
        text.push("", &Written::new("は、利用の条件を定め", 5));
        text.push("", &Written::new("ます。", 6));
        assert_eq!(text.as_str(), "第１条（目的）　この規約は、利用の条件を定めます。");
        let at = |needle: &str| text.line_at(text.as_str().find(needle).expect("stands there"));
        assert_eq!([at("第１条"), at("規約"), at("は、"), at("ます。")], [4, 4, 5, 6]);
        let from = text.as_str().find("　この").expect("stands there");
        let part = text.part(from..text.as_str().len());
        assert!(part.as_str().starts_with("この規約"));
        assert_eq!((part.first_line(), part.line_at(part.as_str().len() - 1)), (4, 6));
    }

    #[test]
    fn links_move_with_their_words() {
        let mut text = Written::new("詳細は", 1);
        let mut link = Written::new("料金表", 2);
        link.mark(0..9, Mark::Link("https://example.jp/".into()));
        text.push("", &link);
        let part = text.part(9..18);
        assert_eq!(part.marks(), [(0..9, Mark::Link("https://example.jp/".into()))]);
    }
}
