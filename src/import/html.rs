//! Pages of terms on the web. The text is that of `main`, or of the one `article`, or of all of the page; what stands
//! around it (navigation, scripts, what is hidden) is told. A line of the manuscript is a paragraph.

mod charset;
mod flow;
mod list;
mod table;
mod tree;

use super::error::Error;
use super::manuscript::{Manuscript, Remark, RemarkKind};
use flow::Story;
use tree::{Id, Tree};

/// Reads a `.html` file.
///
/// # Errors
/// It is no text, or is nested deeper than any text.
pub fn read(bytes: &[u8]) -> Result<Manuscript, Error> {
    let text = charset::decode(bytes).map_err(Error::Text)?;
    let tree = Tree::parse(&text).ok_or(Error::Excessive)?;
    let mut reader = Reader { tree: &tree, manuscript: Manuscript::default() };
    let body = tree.find(Tree::ROOT, "body").unwrap_or(Tree::ROOT);
    let mut story = Story::default();
    match reader.text_of(body) {
        Some(text) => reader.around(body, text, &mut story),
        None => reader.flow(body, &mut story),
    }
    reader.close(&mut story);
    reader.manuscript.blocks = story.blocks;
    Ok(reader.manuscript)
}

/// Whether a file says at its head that it is a page.
pub fn is_page(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

struct Reader<'t> {
    tree: &'t Tree,
    manuscript: Manuscript,
}

/// Bytes in which a page says that it is one.
const HEAD: usize = 512;
/// Elements without words for people.
const SILENT: [&str; 8] = ["script", "style", "template", "head", "link", "meta", "title", "base"];
/// What stands around a text.
const AROUND: [&str; 3] = ["nav", "aside", "dialog"];

impl Reader<'_> {
    /// The element that holds the text, where the page says so.
    fn text_of(&self, body: Id) -> Option<Id> {
        let named = |name| self.tree.below(body).filter(move |id| self.tree.name(*id) == name && !self.is_hidden(*id));
        let mut articles = named("article");
        named("main").next().or_else(|| articles.next().filter(|_| articles.next().is_none()))
    }

    /// Reads one element below another; everything before and behind it stands around it.
    fn around(&mut self, parent: Id, text: Id, story: &mut Story) {
        for &id in self.tree.children(parent) {
            if id == text {
                self.flow(id, story);
                self.close(story);
            } else if self.tree.below(id).any(|id| id == text) {
                self.around(id, text, story);
            } else {
                self.furniture(id);
            }
        }
    }

    /// Whether an element is left out, in or beside the text.
    fn is_furniture(&self, id: Id) -> bool {
        let name = self.tree.name(id);
        let is_around = AROUND.contains(&name) || (matches!(name, "header" | "footer") && !self.is_titled(id));
        is_around || self.is_hidden(id)
    }

    /// The head of a text stands in a header as well.
    fn is_titled(&self, id: Id) -> bool {
        self.tree.name(id) == "header" && self.tree.find(id, "h1").is_some()
    }

    fn is_hidden(&self, id: Id) -> bool {
        let style: String =
            self.tree.attribute(id, "style").unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
        self.tree.attribute(id, "hidden").is_some() || style.to_ascii_lowercase().contains("display:none")
    }

    fn is_silent(&self, id: Id) -> bool {
        SILENT.contains(&self.tree.name(id))
    }

    /// Lists the words of what is left out, paragraph by paragraph.
    fn furniture(&mut self, id: Id) {
        if self.is_silent(id) {
            if self.tree.name(id) == "script" {
                self.remark_next(RemarkKind::Unsupported, "スクリプト（実行していません）".to_owned());
            }
            return;
        }
        let (lines, remarks) = (self.manuscript.lines.len(), self.manuscript.remarks.len());
        let mut story = Story::default();
        self.element(id, &mut story, true);
        self.close(&mut story);
        self.manuscript.remarks.truncate(remarks);
        let left_out: Vec<(u32, String)> =
            (1..).zip(&self.manuscript.lines).skip(lines).map(|(line, text)| (line, text.clone())).collect();
        for (line, text) in left_out {
            self.manuscript.remarks.push(Remark { kind: RemarkKind::Furniture, line, text });
        }
    }

    /// Tells something at the paragraph that is read next.
    fn remark_next(&mut self, kind: RemarkKind, text: String) {
        let line = self.next_line();
        self.manuscript.remarks.push(Remark { kind, line, text });
    }

    fn next_line(&self) -> u32 {
        u32::try_from(self.manuscript.lines.len()).unwrap_or(u32::MAX).saturating_add(1)
    }
}
