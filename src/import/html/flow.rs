//! Running text and its paragraphs, as a browser sets them apart.

use super::tree::{Data, Id};
use super::{Reader, list};
use crate::import::join;
use crate::import::manuscript::{Block, RemarkKind};
use crate::import::prose::{LINE_BREAK, Prose, Setting};

/// Blocks while they are read.
#[derive(Default)]
pub struct Story {
    pub blocks: Vec<Block>,
    prose: Prose,
    /// White space that is shown only if words follow; whether a line of the source ended in it.
    space: Option<bool>,
    /// What stands before the words of an item.
    label: Option<String>,
    heading: Option<u8>,
    depth: u16,
    is_preformatted: bool,
    /// Elements in the middle of the paragraph that are told after it.
    left_out: Vec<Id>,
}

impl Story {
    pub fn deepen(&mut self) {
        self.depth += 1;
    }

    pub fn shallow(&mut self) {
        self.depth -= 1;
    }

    /// An item without words has no label either.
    pub fn forget_label(&mut self) {
        self.label = None;
    }
}

/// Half-width columns that a list or quotation stands further right.
const STEP: u16 = 2;

/// Elements whose words run on in those around them.
const INLINE: [&str; 36] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "output", "q", "rb", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var",
];

impl Reader<'_> {
    pub fn flow(&mut self, parent: Id, story: &mut Story) {
        for id in self.tree.children(parent) {
            self.rest(*id, story);
        }
    }

    /// One child of an element, text or element.
    pub fn rest(&mut self, id: Id, story: &mut Story) {
        match self.tree.node(id).map(|node| &node.data) {
            Some(Data::Text(text)) => self.words(text, story),
            Some(Data::Element(..)) => self.element(id, story, false),
            _ => (),
        }
    }

    /// `is_listed` where it is read only to list what is left out.
    pub fn element(&mut self, id: Id, story: &mut Story, is_listed: bool) {
        if self.is_silent(id) || (!is_listed && self.is_furniture(id)) {
            return story.left_out.push(id);
        }
        let name = self.tree.name(id);
        match name {
            "br" => self.type_in(&LINE_BREAK.to_string(), story),
            "wbr" => (),
            "a" => self.link(id, story),
            "ruby" | "rb" | "rtc" => self.flow(id, story),
            "rp" => (),
            "rt" => self.reading(id, story),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(id, name.as_bytes()[1] - b'0', story),
            "ol" => self.numbered(id, story),
            "ul" | "menu" | "dir" => self.bulleted(id, story),
            "table" => {
                self.close(story);
                self.table(id, story);
            }
            "img" | "svg" | "canvas" | "video" | "audio" | "iframe" | "object" | "embed" => self.picture(id),
            "input" | "select" | "textarea" | "button" => self.control(id, story),
            "dd" | "blockquote" => self.deeper(id, story),
            "pre" => {
                self.close(story);
                story.is_preformatted = true;
                self.flow(id, story);
                self.close(story);
                story.is_preformatted = false;
            }
            name if INLINE.contains(&name) => self.flow(id, story),
            _ => self.apart(id, story),
        }
    }

    /// An element whose words stand apart from what is before and behind it.
    pub fn apart(&mut self, id: Id, story: &mut Story) {
        self.close(story);
        self.flow(id, story);
        self.close(story);
    }

    fn deeper(&mut self, id: Id, story: &mut Story) {
        self.close(story);
        story.deepen();
        self.apart(id, story);
        story.shallow();
    }

    fn heading(&mut self, id: Id, level: u8, story: &mut Story) {
        self.close(story);
        story.heading = Some(level);
        self.flow(id, story);
        self.close(story);
        story.heading = None;
    }

    fn link(&mut self, id: Id, story: &mut Story) {
        let start = story.prose.len();
        self.flow(id, story);
        if let Some(address) = self.tree.attribute(id, "href") {
            story.prose.link(start, address);
        }
    }

    /// The reading of words is put in brackets behind them.
    fn reading(&mut self, id: Id, story: &mut Story) {
        let reading = self.tree.text(id).trim().to_owned();
        if !reading.is_empty() {
            self.type_in(&format!("（{reading}）"), story);
            self.remark_next(RemarkKind::Doubtful, format!("ふりがな: {reading}"));
        }
    }

    fn picture(&mut self, id: Id) {
        let source = self.tree.attribute(id, "src").or_else(|| self.tree.attribute(id, "data"));
        let file = source.and_then(|source| source.split(['?', '#']).next()?.rsplit('/').next());
        let file = file.filter(|_| source.is_some_and(|source| !source.starts_with("data:")));
        let said = self.tree.attribute(id, "alt").or_else(|| self.tree.attribute(id, "title")).unwrap_or_default();
        // What a drawing says, or stands there for those who see no picture.
        let inside = self.tree.text(id);
        let words: Vec<&str> = said.split_whitespace().chain(inside.split_whitespace()).collect();
        let words = if words.is_empty() { String::new() } else { format!(": {}", words.join(" ")) };
        self.remark_next(RemarkKind::Picture, format!("図（{}）{words}", file.unwrap_or(self.tree.name(id))));
    }

    fn control(&mut self, id: Id, story: &mut Story) {
        let kind = self.tree.attribute(id, "type").unwrap_or(self.tree.name(id));
        if kind == "hidden" {
            return;
        }
        if matches!(kind, "checkbox" | "radio") {
            self.type_in("☐", story);
        } else if self.tree.name(id) == "button" {
            self.flow(id, story);
        }
        let name = self.tree.attribute(id, "name").unwrap_or(kind);
        self.remark_next(RemarkKind::Unsupported, format!("入力欄（{name}）"));
    }

    /// Adds text as it stands in the page: runs of white space are one space, and a line end between Japanese
    /// characters is none.
    fn words(&mut self, text: &str, story: &mut Story) {
        for piece in text.split_inclusive(|c: char| c.is_ascii_whitespace()) {
            let word = piece.trim_end_matches(|c: char| c.is_ascii_whitespace());
            let word: String =
                word.chars().filter(|c| *c != '\u{ad}').map(|c| if c == '\u{a0}' { ' ' } else { c }).collect();
            if !word.is_empty() {
                self.type_in(&word, story);
            }
            match piece.as_bytes().last() {
                Some(b'\n') if story.is_preformatted => self.type_in(&LINE_BREAK.to_string(), story),
                Some(last) if last.is_ascii_whitespace() => {
                    let is_line_end = *last == b'\n' || *last == b'\r';
                    story.space = Some(story.space.unwrap_or(false) || is_line_end);
                }
                _ => (),
            }
        }
    }

    fn type_in(&mut self, text: &str, story: &mut Story) {
        let line = self.next_line();
        let before = story.prose.as_str();
        let space = match story.space.take() {
            Some(_) if before.is_empty() || before.ends_with(LINE_BREAK) || text.starts_with(LINE_BREAK) => "",
            Some(true) => join::between(before, text),
            Some(false) => " ",
            None => "",
        };
        story.prose.push(space, line);
        story.prose.push(text, line);
    }

    /// Says what stands before the words that come next, unless it was typed.
    pub fn set_label(&mut self, label: String, story: &mut Story) {
        self.close(story);
        story.label = Some(label);
    }

    /// Ends a paragraph.
    pub fn close(&mut self, story: &mut Story) {
        story.space = None;
        let prose = std::mem::take(&mut story.prose);
        if !prose.is_blank() {
            self.paragraph(prose, story);
        }
        std::mem::take(&mut story.left_out).into_iter().for_each(|id| self.furniture(id));
    }

    fn paragraph(&mut self, prose: Prose, story: &mut Story) {
        let line = self.next_line();
        let mut whole = Prose::default();
        let label = story.label.take().filter(|label| *label != list::BULLET || !list::has_own_sign(prose.as_str()));
        whole.push(&label.unwrap_or_default(), line);
        whole.append(prose);
        self.manuscript.lines.push(whole.line());
        let setting = Setting { heading: story.heading, indent: story.depth.min(40) * STEP, notes: Vec::new() };
        story.blocks.extend(whole.into_blocks(&setting));
    }
}
