//! One document: its head, its headings and what stands around them.

use super::content::Style;
use super::ids::{Ids, Notes};
use super::notation;
use super::text;
use super::yaml::{self, Node};
use crate::import::draft::{Division, DivisionKind, Draft, Entry, Letter};
use crate::japanese::numerals::folded;
use crate::model::DocumentKind;

type Map = Vec<(&'static str, Node)>;

pub(super) fn write(draft: &Draft) -> String {
    let (numbering, digits) = notation::write(draft);
    let style = Style { digits, notes: Notes::default(), periods: Ids::default() };
    let mut document = Document { style, ids: Ids::default(), article: 0 };
    let kind = DocumentKind::NAMES.iter().find(|(_, kind)| *kind == draft.kind).map_or("terms", |(name, _)| *name);
    let mut map: Map = vec![("kind", Node::raw(kind)), ("id", Node::raw(draft.id.clone()))];
    map.push(("title", document.title(draft)));
    map.extend(document.subtitle(draft).map(|subtitle| ("subtitle", subtitle)));
    map.push(("numbering", numbering));
    map.extend(draft.letter.as_ref().map(|letter| ("letter", document.letter(letter))));
    map.extend(document.body(draft));
    if !draft.supplementary.is_empty() {
        let list = draft.supplementary.iter().map(|division| document.supplementary(division));
        map.push(("supplementary", Node::List(list.collect())));
    }
    if !draft.notes.is_empty() {
        map.push(("notes", Node::List(document.style.foot_notes(&draft.notes))));
    }
    map.extend(draft.closing.as_ref().map(|closing| ("closing", document.line(closing))));
    if !draft.colophon.is_empty() {
        map.push(("colophon", document.style.paragraphs(&draft.colophon)));
    }
    yaml::write(map)
}

/// For a document without one: what it calls itself, 「…利用規約」（以下「本規約」.
pub(super) fn proposed_title(draft: &Draft) -> String {
    let own = draft.texts().into_iter().take(200).find_map(|text| {
        let text = text.as_str();
        let end = ["「本規約」", "「本利用規約」", "「本契約」", "「本書」"].iter().find_map(|word| text.find(word))?;
        let name = text[..end].rsplit_once('」')?.0.rsplit_once('「')?.1;
        (name.chars().count() <= 60).then(|| name.to_owned())
    });
    own.unwrap_or_else(|| "無題".to_owned())
}

struct Document {
    style: Style,
    ids: Ids,
    /// Number of the last article.
    article: u32,
}

/// More articles that the original does not have are not held open.
const WIDEST_GAP: usize = 5;

impl Document {
    fn line(&mut self, written: &crate::import::manuscript::Written) -> Node {
        Node::Text(text::line(written, &mut self.style.notes))
    }

    fn title(&mut self, draft: &Draft) -> Node {
        match &draft.title {
            Some(title) => self.line(title),
            None => Node::text(proposed_title(draft)).remarked("原文に題名がありません"),
        }
    }

    fn subtitle(&mut self, draft: &Draft) -> Option<Node> {
        let lines: Vec<_> = draft.above.iter().chain(&draft.subtitle).collect();
        (!lines.is_empty()).then(|| Node::Text(text::lines(lines, &mut self.style.notes)))
    }

    fn letter(&mut self, letter: &Letter) -> Node {
        let mut map: Map = Vec::new();
        map.extend(letter.number.as_ref().map(|number| ("number", self.line(number))));
        map.push(("date", Node::Raw(letter.date.1.to_string())));
        map.push(("to", self.line(&letter.to)));
        map.push(("opening", self.line(&letter.opening)));
        map.push(("closing-word", self.line(&letter.closing_word)));
        Node::Map(map)
    }

    fn body(&mut self, draft: &Draft) -> Map {
        let mut map: Map = Vec::new();
        let Some(first) = draft.divisions.first() else {
            let key = if draft.letter.is_some() { "preamble" } else { "body" };
            map.push((key, self.paragraphs(&draft.preamble)));
            return map;
        };
        if !draft.preamble.is_empty() {
            map.push(("preamble", self.style.paragraphs(&draft.preamble)));
        }
        let key = match first.kind {
            DivisionKind::Chapter => "chapters",
            DivisionKind::Section => "sections",
            _ => "articles",
        };
        map.push((key, self.divisions(&draft.divisions)));
        map
    }

    fn divisions(&mut self, divisions: &[Division]) -> Node {
        let mut nodes = Vec::new();
        for division in divisions {
            match &division.kind {
                DivisionKind::Article(numbers) => {
                    nodes.extend(self.gap(numbers.first().copied().unwrap_or_default()));
                    nodes.push(self.article(division));
                }
                DivisionKind::Section => nodes.push(self.section(division)),
                _ => nodes.push(self.chapter(division)),
            }
        }
        Node::List(nodes)
    }

    /// Holds the numbers open that the original leaves out before this article: those after them stay as they are.
    fn gap(&mut self, number: u32) -> Vec<Node> {
        let absent = self.article + 1..number.max(self.article + 1);
        self.article = number.max(self.article);
        if absent.len() > WIDEST_GAP {
            return Vec::new();
        }
        let held = |absent| {
            let remark = format!("原文に第{absent}条がないため、番号だけを置いています");
            Node::Map(vec![("deleted", Node::raw("true"))]).remarked(remark)
        };
        absent.map(held).collect()
    }

    /// A place that must hold something.
    fn paragraphs(&mut self, entries: &[Entry]) -> Node {
        if entries.is_empty() {
            return Node::List(vec![Node::text("　").remarked("原文では、ここに文章がありません")]);
        }
        self.style.paragraphs(entries)
    }

    fn chapter(&mut self, division: &Division) -> Node {
        let mut map: Map = Vec::new();
        let title = division.caption.as_ref().map(|caption| caption.words());
        let id = title.as_ref().and_then(|title| self.ids.of(title.as_str()));
        map.extend(id.map(|id| ("id", Node::Raw(id))));
        let own: Vec<_> = division.entries.iter().flat_map(Entry::texts).cloned().collect();
        let lines = text::lines(title.iter().chain(&own), &mut self.style.notes);
        let title = Node::Text(lines);
        let title = if own.is_empty() { title } else { title.remarked("章の題名の下に文章があります") };
        map.push(("title", title));
        let has_sections =
            matches!(division.divisions.first(), Some(Division { kind: DivisionKind::ChapterSection, .. }));
        let key = if has_sections { "sections" } else { "articles" };
        map.push((key, self.divisions(&division.divisions)));
        Node::Map(map)
    }

    fn article(&mut self, division: &Division) -> Node {
        let mut map: Map = Vec::new();
        let caption = division.caption.as_ref().map(|caption| caption.words());
        let branch = match &division.kind {
            DivisionKind::Article(numbers) => numbers.len() - 1,
            _ => 0,
        };
        let is_deletion = |text: &str| ["削除", "削除。", "(削除)"].contains(&folded(text).as_str());
        let is_deleted = match (&caption, division.entries.as_slice()) {
            (None, [only]) => only.parts.is_empty() && only.text.len() == 1 && is_deletion(only.text[0].as_str()),
            (Some(caption), []) => is_deletion(caption.as_str()),
            _ => false,
        };
        let id = caption.as_ref().filter(|_| !is_deleted).and_then(|caption| self.ids.of(caption.as_str()));
        map.extend(id.map(|id| ("id", Node::Raw(id))));
        if branch > 0 {
            map.push(("branch", Node::raw(branch.min(3).to_string())));
        }
        if is_deleted {
            map.push(("deleted", Node::raw("true")));
            return Node::Map(map);
        }
        map.extend(caption.map(|caption| ("caption", self.line(&caption))));
        map.push(("paragraphs", self.paragraphs(&division.entries)));
        Node::Map(map)
    }

    fn section(&mut self, division: &Division) -> Node {
        let mut map: Map = Vec::new();
        let title = division.caption.as_ref().map(|caption| caption.words());
        let id = title.as_ref().and_then(|title| self.ids.of(title.as_str()));
        map.extend(id.map(|id| ("id", Node::Raw(id))));
        map.push(("title", title.map_or(Node::text(""), |title| self.line(&title))));
        if !division.entries.is_empty() || division.divisions.is_empty() {
            map.push(("paragraphs", self.paragraphs(&division.entries)));
        }
        if !division.divisions.is_empty() {
            map.push(("sections", self.divisions(&division.divisions)));
        }
        Node::Map(map)
    }

    fn supplementary(&mut self, division: &Division) -> Node {
        let mut map: Map = Vec::new();
        let title = division.label.as_ref().filter(|label| label.as_str() != "附則");
        map.extend(title.map(|title| ("title", self.line(title))));
        if division.divisions.is_empty() {
            map.push(("paragraphs", self.paragraphs(&division.entries)));
        } else {
            self.article = 0;
            map.push(("articles", self.divisions(&division.divisions)));
        }
        Node::Map(map)
    }
}
