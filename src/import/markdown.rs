//! Terms in Markdown (CommonMark with tables and footnotes). A line of the manuscript is a line of the file, without its
//! markup and with the numbers that a list counts.

mod table;

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::error::Error;
use super::join;
use super::label::{self, LabelKind};
use super::manuscript::{Block, FootNote, Manuscript, Mark, Remark, RemarkKind, Written};
use super::plain;
use super::prose::{self, Prose, Setting};
use table::Grid;

/// Half-width columns that a list stands further right than the text around it.
const STEP: u16 = 2;

/// Reads a `.md` file.
///
/// # Errors
/// It is no text.
pub fn read(bytes: &[u8]) -> Result<Manuscript, Error> {
    let source = plain::decode(bytes).map_err(Error::Text)?;
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Reader::new(&source);
    for (event, range) in Parser::new_ext(&source, options).into_offset_iter() {
        reader.event(event, range);
    }
    Ok(reader.finish())
}

struct Reader<'s> {
    source: &'s str,
    /// Where each line of the source begins, in bytes.
    starts: Vec<usize>,
    manuscript: Manuscript,
    prose: Prose,
    heading: Option<u8>,
    /// The next number of each list that is open; `None` for bullets.
    lists: Vec<Option<u64>>,
    label: Option<Label>,
    table: Option<Grid>,
    notes: Vec<FootNote>,
    /// The footnote that is defined here.
    note: Option<FootNote>,
    /// Where each link that is open begins, and its address.
    links: Vec<(usize, String)>,
    /// Address and words of a picture that is described.
    picture: Option<String>,
    is_metadata: bool,
}

/// What stands before an item, until its text is there.
struct Label {
    text: String,
    line: u32,
}

impl<'s> Reader<'s> {
    fn new(source: &'s str) -> Reader<'s> {
        let starts: Vec<usize> = std::iter::once(0)
            .chain(source.match_indices('\n').map(|(at, _)| at + 1))
            .filter(|at| *at < source.len())
            .collect();
        let lines = vec![String::new(); starts.len()];
        Reader {
            source,
            starts,
            manuscript: Manuscript { lines, ..Manuscript::default() },
            prose: Prose::default(),
            heading: None,
            lists: Vec::new(),
            label: None,
            table: None,
            notes: Vec::new(),
            note: None,
            links: Vec::new(),
            picture: None,
            is_metadata: false,
        }
    }

    fn line(&self, offset: usize) -> u32 {
        u32::try_from(self.starts.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX).max(1)
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) | Event::Code(text) => self.text(&text, range.start),
            Event::SoftBreak => self.soft_break(&range),
            Event::HardBreak => self.prose.push(&prose::LINE_BREAK.to_string(), self.line(range.start)),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, range.start),
            Event::FootnoteReference(name) => self.prose.mark(self.prose.len(), Mark::Note(name.into_string())),
            Event::Rule => self.flush(),
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => (),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = Some(depth(level));
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush();
                self.item(range);
            }
            Tag::Table(_) => {
                self.flush();
                self.table = Some(Grid::new(self.line(range.start)));
            }
            Tag::TableHead | Tag::TableRow => self.table.iter_mut().for_each(Grid::begin_row),
            Tag::FootnoteDefinition(name) => {
                self.flush();
                self.note = Some(FootNote { id: name.into_string(), text: Written::default() });
            }
            Tag::Link { dest_url, .. } => self.links.push((self.prose.len(), dest_url.into_string())),
            Tag::Image { dest_url, .. } => self.picture = Some(format!("図（{dest_url}）")),
            Tag::MetadataBlock(_) => self.is_metadata = true,
            Tag::Paragraph | Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::BlockQuote(_) if self.label.is_none() => {
                self.flush()
            }
            _ => (),
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::TableCell => {
                let prose = std::mem::take(&mut self.prose);
                self.table.iter_mut().for_each(|table| table.cell(prose.clone()));
            }
            TagEnd::TableHead => self.table.iter_mut().for_each(Grid::end_head),
            TagEnd::Table => {
                let table = self.table.take().map(Grid::finish);
                self.manuscript.blocks.extend(table.map(Block::Table));
            }
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.notes.extend(self.note.take());
            }
            TagEnd::Link => {
                if let Some((start, address)) = self.links.pop() {
                    self.prose.link(start, &address);
                }
            }
            TagEnd::Image => {
                let text = self.picture.take().unwrap_or_default();
                self.remark(RemarkKind::Picture, range.start, text);
            }
            TagEnd::MetadataBlock(_) => self.is_metadata = false,
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::BlockQuote(_) => self.flush(),
            _ => (),
        }
    }

    fn remark(&mut self, kind: RemarkKind, offset: usize, text: String) {
        let line = self.line(offset);
        self.manuscript.remarks.push(Remark { kind, line, text });
    }

    /// Takes the number of an item, written as the file writes it: `3.`, `3)`.
    fn item(&mut self, range: &Range<usize>) {
        let written = self.source[range.start..].trim_start();
        let stop = written.trim_start_matches(|c: char| c.is_ascii_digit()).chars().next().unwrap_or('.');
        let line = self.line(range.start);
        let text = match self.lists.last_mut() {
            Some(Some(next)) => {
                let number = *next;
                *next = next.saturating_add(1);
                format!("{number}{stop} ")
            }
            _ => "・".to_owned(),
        };
        self.label = Some(Label { text, line });
    }

    fn text(&mut self, text: &str, offset: usize) {
        if let Some(picture) = &mut self.picture {
            picture.push_str(": ");
            picture.push_str(text);
            return;
        }
        let first = self.line(offset);
        for (line, part) in (first..).zip(text.split('\n')) {
            if line > first && !part.is_empty() {
                self.prose.push(&prose::LINE_BREAK.to_string(), line);
            }
            if self.is_metadata && !part.trim().is_empty() {
                self.write(part, line);
                self.manuscript.remarks.push(Remark { kind: RemarkKind::Furniture, line, text: part.to_owned() });
            } else if !self.is_metadata {
                self.push(part, line);
            }
        }
    }

    /// Adds text behind the label of its item; signs of a list are left out before a number that was typed.
    fn push(&mut self, text: &str, line: u32) {
        if let Some(label) = self.label.take() {
            let is_typed = label.text == "・" && label::read(text).is_some_and(|typed| is_number(&typed.kind));
            if !is_typed {
                self.write(&label.text, label.line);
                self.prose.push(&label.text, label.line);
            }
        }
        self.write(text, line);
        self.prose.push(text, line);
    }

    fn write(&mut self, text: &str, line: u32) {
        let at = line.saturating_sub(1) as usize;
        self.manuscript.lines.get_mut(at).into_iter().for_each(|line| line.push_str(text));
    }

    /// A line that begins with a label is a thing of its own, though Markdown runs it on.
    fn soft_break(&mut self, range: &Range<usize>) {
        let next = self.source[range.end..].lines().next().unwrap_or_default();
        let joint = match label::read(next) {
            Some(_) => prose::LINE_BREAK.to_string(),
            None => join::between(self.prose.as_str(), next.trim_start()).to_owned(),
        };
        self.prose.push(&joint, self.line(range.start));
    }

    /// Breaks are kept, words too; other elements are told.
    fn html(&mut self, html: &CowStr<'_>, offset: usize) {
        let mut rest: &str = html;
        let mut told = false;
        while let Some((before, after)) = rest.split_once('<') {
            self.text(before.trim(), offset + (html.len() - rest.len()));
            let end = if after.starts_with("!--") { "-->" } else { ">" };
            let (element, next) = after.split_once(end).unwrap_or((after, ""));
            if element.trim_end_matches('/').trim().eq_ignore_ascii_case("br") {
                self.prose.push(&prose::LINE_BREAK.to_string(), self.line(offset));
            } else {
                told = true;
            }
            rest = next;
        }
        self.text(rest.trim(), offset + (html.len() - rest.len()));
        if told {
            self.remark(RemarkKind::Doubtful, offset, format!("HTML: {}", html.trim()));
        }
    }

    /// Ends a paragraph.
    fn flush(&mut self) {
        if self.table.is_some() {
            return;
        }
        if let Some(label) = self.label.take().filter(|label| label.text != "・") {
            self.write(&label.text, label.line);
            self.prose.push(&label.text, label.line);
        }
        let setting = Setting {
            heading: self.heading.take(),
            indent: u16::try_from(self.lists.len()).unwrap_or(0).min(20) * STEP,
            notes: Vec::new(),
        };
        let blocks = std::mem::take(&mut self.prose).into_blocks(&setting);
        match &mut self.note {
            Some(note) => note.text = prose::joined(std::mem::take(&mut note.text), blocks),
            None => self.manuscript.blocks.extend(blocks),
        }
    }

    fn finish(mut self) -> Manuscript {
        self.flush();
        prose::attach(&mut self.manuscript.blocks, &self.notes);
        self.manuscript
    }
}

fn is_number(kind: &LabelKind) -> bool {
    !matches!(kind, LabelKind::Bullet(_) | LabelKind::Note(_))
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
