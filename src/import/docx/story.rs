//! Stories (the body, a note, a text box, a cell): their paragraphs and tables in reading order.

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use super::container::Relationships;
use super::field::Field;
use super::numbering::Numbering;
use super::paragraph::Line;
use super::styles::Styles;
use super::xml::{Space, alternative, attribute, child, elements, is_on, is_word, name, value, words};
use super::{Tracked, graphic};
use crate::import::manuscript::{Block, Manuscript, Passage, Remark, RemarkKind, Written};
use crate::import::prose::joined;

pub struct Reader<'d> {
    pub styles: Styles,
    pub numbering: Numbering,
    /// Footnotes, endnotes, comments.
    notes: Vec<Notes<'d>>,
    pub tracked: Tracked,
    pub manuscript: Manuscript,
    /// Of the part that is read.
    pub leads: Relationships,
    /// Fields that have begun, the innermost last.
    pub fields: Vec<Field>,
    /// How many notes were called.
    pub called: usize,
    /// A paragraph in the style of a document's title stands above all headings.
    pub has_title: bool,
    /// What headers and footers have said.
    said: HashSet<String>,
    is_in_note: bool,
}

/// Notes of one kind by their ids.
#[derive(Default)]
pub struct Notes<'d> {
    nodes: HashMap<&'d str, Node<'d, 'd>>,
    leads: Relationships,
}

/// Kinds of notes, as places in [`Reader::notes`].
pub const FOOTNOTE: usize = 0;
pub const ENDNOTE: usize = 1;
pub const COMMENT: usize = 2;

/// Blocks of a story while it is read.
#[derive(Default)]
pub struct Story<'n> {
    pub blocks: Vec<Block>,
    /// A paragraph whose mark was deleted: it goes on in the next.
    pub open: Option<Line<'n>>,
}

/// What a tracked change does with what it encloses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Inserted,
    Deleted,
    MovedHere,
    MovedAway,
}

impl Change {
    pub fn of(name: &str) -> Option<Change> {
        match name {
            "ins" => Some(Change::Inserted),
            "del" => Some(Change::Deleted),
            "moveTo" => Some(Change::MovedHere),
            "moveFrom" => Some(Change::MovedAway),
            _ => None,
        }
    }

    /// Whether what it encloses is there in the end.
    pub fn is_kept(self, tracked: Tracked) -> bool {
        matches!(self, Change::Inserted | Change::MovedHere) == (tracked == Tracked::Accept)
    }

    /// What the report calls it; nothing for the place of a move that is not taken, which the other place tells.
    pub fn title(self, tracked: Tracked) -> Option<&'static str> {
        match self {
            Change::Inserted => Some("挿入"),
            Change::Deleted => Some("削除"),
            Change::MovedHere | Change::MovedAway => self.is_kept(tracked).then_some("移動"),
        }
    }
}

impl<'d> Notes<'d> {
    pub fn read(root: Node<'d, 'd>, leads: &Relationships) -> Notes<'d> {
        let nodes = elements(root).filter_map(|node| Some((attribute(node, "id")?, node))).collect();
        Notes { nodes, leads: leads.clone() }
    }
}

impl<'d> Reader<'d> {
    pub fn new(styles: Styles, numbering: Numbering, notes: Vec<Notes<'d>>, tracked: Tracked) -> Reader<'d> {
        Reader {
            styles,
            numbering,
            notes,
            tracked,
            manuscript: Manuscript::default(),
            leads: Relationships::new(),
            fields: Vec::new(),
            called: 0,
            has_title: false,
            said: HashSet::new(),
            is_in_note: false,
        }
    }

    /// Reads the text of the document.
    pub fn body(&mut self, root: Node<'_, '_>, leads: &Relationships) {
        self.leads = leads.clone();
        let Some(body) = child(root, "body") else { return };
        let titles = body.descendants().filter(|node| is_word(*node, "pStyle"));
        self.has_title = titles.filter_map(|node| attribute(node, "val")).any(|id| self.styles.is_title(Some(id)));
        self.manuscript.blocks = self.story(body);
    }

    /// Reads a header or footer: text that stands on every page.
    pub fn furniture(&mut self, root: Node<'_, '_>, leads: &Relationships) {
        self.leads = leads.clone();
        let (lines, remarks) = (self.manuscript.lines.len(), self.manuscript.remarks.len());
        self.story(root);
        // Pictures and fields of page furniture are nobody's loss, and the same line stands in several parts.
        self.manuscript.remarks.truncate(remarks);
        for text in self.manuscript.lines.split_off(lines) {
            if !text.is_empty() && self.said.insert(text.clone()) {
                let line = self.write_line(text.clone());
                self.remark(RemarkKind::Furniture, line, text);
            }
        }
    }

    pub fn finish(mut self, has_macros: bool) -> Manuscript {
        if has_macros {
            self.remark(RemarkKind::Unsupported, 1, "マクロ（読まず、実行もしていません）".to_owned());
        }
        self.manuscript
    }

    pub fn remark(&mut self, kind: RemarkKind, line: u32, text: String) {
        self.manuscript.remarks.push(Remark { kind, line, text });
    }

    /// The line that the next paragraph will have.
    pub fn next_line(&self) -> u32 {
        u32::try_from(self.manuscript.lines.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    pub fn write_line(&mut self, text: String) -> u32 {
        let line = self.next_line();
        self.manuscript.lines.push(text);
        line
    }

    /// Everything below a node.
    pub fn story(&mut self, parent: Node<'_, '_>) -> Vec<Block> {
        let mut story = Story::default();
        self.blocks(parent, &mut story);
        self.close(&mut story);
        story.blocks
    }

    fn blocks<'n>(&mut self, parent: Node<'n, 'n>, story: &mut Story<'n>) {
        for node in elements(parent) {
            match name(node) {
                (Space::Word, "p") => self.paragraph(node, story),
                (Space::Word, "tbl") => {
                    self.close(story);
                    let table = self.table(node);
                    story.blocks.extend(table.map(Block::Table));
                }
                (Space::Word, "sdt") => self.control(node, story),
                (Space::Word, "customXml" | "smartTag") => self.blocks(node, story),
                (Space::Word, "sectPr") => (),
                (Space::Word, "altChunk") => {
                    let line = self.next_line();
                    self.remark(RemarkKind::Unsupported, line, "埋め込まれた別の文書".to_owned());
                }
                (Space::Compatibility, "AlternateContent") => {
                    alternative(node).into_iter().for_each(|node| self.blocks(node, story));
                }
                (Space::Math, "oMathPara") => self.formula(node, story),
                (Space::Word, name) => {
                    let Some(change) = Change::of(name) else { continue };
                    if change.is_kept(self.tracked) {
                        self.blocks(node, story);
                    } else {
                        self.left_out(change, node);
                    }
                }
                _ => (),
            }
        }
    }

    /// A content control around paragraphs.
    fn control<'n>(&mut self, node: Node<'n, 'n>, story: &mut Story<'n>) {
        let line = self.next_line();
        if let Some(text) = graphic::control(node) {
            self.remark(RemarkKind::Unsupported, line, text);
        }
        let Some(content) = child(node, "sdtContent") else { return };
        self.blocks(content, story);
    }

    fn formula<'n>(&mut self, node: Node<'n, 'n>, story: &mut Story<'n>) {
        self.close(story);
        let line = self.write_line(words(node, &["t"]));
        let text = self.manuscript.lines.last().cloned().unwrap_or_default();
        self.remark(RemarkKind::Doubtful, line, format!("数式: {text}"));
        story.blocks.push(Block::Passage(Passage::plain(text, line)));
    }

    /// Tells what a tracked change leaves out.
    pub fn left_out(&mut self, change: Change, node: Node<'_, '_>) {
        let (text, line) = (words(node, &["t", "delText"]), self.next_line());
        if let Some(title) = change.title(self.tracked).filter(|_| !text.is_empty()) {
            self.remark(RemarkKind::TrackedChange, line, format!("{title}: {text}"));
        }
    }

    /// The text of a note; its paragraphs are lines of their own.
    pub fn note(&mut self, kind: usize, id: &str) -> Option<Written> {
        let notes = self.notes.get_mut(kind).filter(|_| !self.is_in_note)?;
        let node = notes.nodes.remove(id)?;
        let leads = std::mem::replace(&mut self.leads, notes.leads.clone());
        let fields = std::mem::take(&mut self.fields);
        self.is_in_note = true;
        let blocks = self.story(node);
        self.is_in_note = false;
        self.leads = leads;
        self.fields = fields;
        Some(joined(Written::default(), blocks))
    }

    /// Who says what in a comment.
    pub fn comment(&self, id: &str) -> Option<String> {
        let node = self.notes.get(COMMENT)?.nodes.get(id)?;
        let author = attribute(*node, "author").unwrap_or_default();
        Some(format!("コメント（{author}）: {}", words(*node, &["t"])))
    }
}

/// Whether paragraph properties begin a new page or section behind the paragraph.
pub fn ends_section(properties: Node<'_, '_>) -> bool {
    child(properties, "sectPr").is_some_and(|section| value(section, "type") != Some("continuous"))
}

/// Whether a row, cell or paragraph mark is there in the end.
pub fn is_kept(properties: Option<Node<'_, '_>>, tracked: Tracked) -> bool {
    let changes = properties.into_iter().flat_map(elements);
    let changes = changes.filter_map(|node| match name(node) {
        (Space::Word, "cellIns") => Some(Change::Inserted),
        (Space::Word, "cellDel") => Some(Change::Deleted),
        (Space::Word, name) => Change::of(name),
        _ => None,
    });
    changes.into_iter().all(|change| change.is_kept(tracked))
}

/// Whether the words of a run are not shown.
pub fn is_hidden(run: Node<'_, '_>) -> bool {
    child(run, "rPr").is_some_and(|properties| is_on(properties, "vanish"))
}
