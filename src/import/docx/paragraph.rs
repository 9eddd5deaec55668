//! A paragraph: its properties, its number, and what stands behind it.

use roxmltree::Node;

use super::Tracked;
use super::field::Field;
use super::numbering::Place;
use super::story::{Change, Reader, Story, ends_section, is_kept};
use super::styles::{Indent, OwnNumber, outline};
use super::xml::{child, is_on, value};
use crate::import::manuscript::{Block, FootNote, Mark, Passage, Remark, RemarkKind};
use crate::import::prose::{Prose, Setting};

/// A paragraph while its runs are read.
#[derive(Default)]
pub struct Line<'n> {
    pub prose: Prose,
    /// Of the manuscript.
    number: u32,
    /// Kind and id in the file of each note called, with its id in the manuscript.
    pub calls: Vec<(usize, String, String)>,
    /// Text boxes anchored here.
    pub boxes: Vec<Node<'n, 'n>>,
    remarks: Vec<(RemarkKind, String)>,
    /// The last change told, and where the text ended then: runs of one change are told together.
    change: Option<(Change, usize)>,
    is_contents: bool,
    properties: Properties,
}

/// What `w:pPr` and the style say.
#[derive(Debug, Clone, Default)]
struct Properties {
    heading: Option<u8>,
    indent: u16,
    place: Option<Place>,
    is_contents: bool,
    breaks_before: bool,
    breaks_after: bool,
}

impl Line<'_> {
    pub fn push(&mut self, text: &str) {
        self.prose.push(text, self.number);
    }

    pub fn remark(&mut self, kind: RemarkKind, text: String) {
        self.remarks.push((kind, text));
    }

    /// Tells a tracked change; `start` is where the text ended before it.
    pub fn tell(&mut self, change: Change, title: &str, words: &str, start: usize) {
        if words.is_empty() {
            return;
        }
        match (self.change, self.remarks.last_mut()) {
            (Some((last, end)), Some((RemarkKind::TrackedChange, text))) if last == change && end == start => {
                text.push_str(words);
            }
            _ => self.remark(RemarkKind::TrackedChange, format!("{title}: {words}")),
        }
        self.change = Some((change, self.prose.len()));
    }

    pub fn call(&mut self, kind: usize, id: &str, own: String) {
        self.prose.mark(self.prose.len(), Mark::Note(own.clone()));
        self.calls.push((kind, id.to_owned(), own));
    }

    pub fn mark_contents(&mut self) {
        self.is_contents = true;
    }
}

impl Reader<'_> {
    pub fn paragraph<'n>(&mut self, node: Node<'n, 'n>, story: &mut Story<'n>) {
        let properties = child(node, "pPr");
        let mut line = story.open.take().unwrap_or_default();
        line.number = self.next_line();
        self.fields.iter_mut().for_each(Field::carry_on);
        self.inline(node, &mut line);
        line.properties = self.properties(properties);
        let mark = properties.and_then(|properties| child(properties, "rPr"));
        if is_kept(mark, self.tracked) {
            self.finish_paragraph(line, story);
        } else {
            story.open = Some(line);
        }
    }

    /// Ends a paragraph whose mark is gone where no other follows.
    pub fn close(&mut self, story: &mut Story<'_>) {
        let Some(line) = story.open.take() else { return };
        if !line.prose.is_blank() {
            self.finish_paragraph(line, story);
        }
    }

    fn properties(&self, node: Option<Node<'_, '_>>) -> Properties {
        let before = node.and_then(|node| child(node, "pPrChange")).and_then(|change| child(change, "pPr"));
        let read = if self.tracked == Tracked::Reject { before.or(node) } else { node };
        let style = read.and_then(|node| value(node, "pStyle"));
        let said = read.and_then(outline);
        let heading = match said {
            Some(level) => Some(level).filter(|level| *level > 0),
            None => self.styles.heading(style),
        };
        let is_title = self.styles.is_title(style);
        let below = u8::from(self.has_title);
        let own = read.map(OwnNumber::read).unwrap_or_default();
        let place = self.numbering.place(&own, style, &self.styles);
        let by_list = place.as_ref().map(|place| self.numbering.indent(place, &self.styles)).unwrap_or_default();
        let by_style = self.styles.chain(style).fold(Indent::default(), |indent, style| indent.or(style.indent));
        let given = if own.list.is_some() { by_list.or(by_style) } else { by_style.or(by_list) };
        let indent = read.map(Indent::read).unwrap_or_default().or(given);
        Properties {
            heading: if is_title { Some(1) } else { heading.map(|level| level + below) },
            indent: indent.columns(),
            place,
            is_contents: self.styles.is_contents(style),
            breaks_before: read.is_some_and(|node| is_on(node, "pageBreakBefore")),
            breaks_after: node.is_some_and(ends_section),
        }
    }

    fn finish_paragraph(&mut self, line: Line<'_>, story: &mut Story<'_>) {
        let Line { prose, number, calls, boxes, remarks, properties, is_contents, .. } = line;
        let label = properties.place.as_ref().map(|place| self.numbering.next(place, &self.styles));
        let mut whole = Prose::default();
        whole.push(&label.unwrap_or_default(), number);
        whole.append(prose);
        let text = whole.line();
        self.write_line(text.clone());
        for (kind, text) in remarks {
            self.manuscript.remarks.push(Remark { kind, line: number, text });
        }
        if properties.breaks_before {
            story.blocks.push(Block::Break);
        }
        let mut notes = Vec::new();
        for (kind, id, own) in calls {
            let text = self.note(kind, &id).unwrap_or_default();
            notes.push(FootNote { id: own, text });
        }
        if is_contents || properties.is_contents {
            if !text.is_empty() {
                self.remark(RemarkKind::Furniture, number, text);
            }
        } else {
            let setting = Setting { heading: properties.heading, indent: properties.indent, notes };
            story.blocks.extend(whole.into_blocks(&setting));
        }
        self.boxes(boxes, story);
        if properties.breaks_after {
            story.blocks.push(Block::Break);
        }
    }

    fn boxes(&mut self, boxes: Vec<Node<'_, '_>>, story: &mut Story<'_>) {
        for node in boxes {
            let line = self.next_line();
            let blocks = self.story(node);
            let text = blocks.iter().filter_map(words).collect::<Vec<_>>().join(" ");
            if !blocks.is_empty() {
                self.remark(RemarkKind::TextBox, line, text);
                story.blocks.extend(blocks);
            }
        }
    }
}

fn words(block: &Block) -> Option<String> {
    let joined =
        |passages: &[Passage]| passages.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join(" ");
    match block {
        Block::Passage(passage) => Some(passage.text.as_str().to_owned()),
        Block::Table(table) => {
            Some(table.rows.iter().flatten().map(|cell| joined(&cell.passages)).collect::<Vec<_>>().join(" "))
        }
        Block::Break => None,
    }
}
