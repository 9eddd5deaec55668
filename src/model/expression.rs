//! `{{ contract_end | wareki }}` in the text of a form: what a blank is filled in with.

use super::{
    Article, Body, Chapter, ChapterParts, Content, Document, Inline, Item, Letter, Link, Paragraph, Prose, Question,
    Salutation, Section, SignatureBlock, SupplementaryParts, Table,
};
use crate::source::Span;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// What stands between the braces.
    pub source: String,
    /// `customer`, `name`; at least one.
    pub path: Vec<String>,
    /// Names of its filters in their order.
    pub filters: Vec<String>,
    /// What it stands for, once that is known; until then it is a blank.
    pub value: Option<String>,
    /// With its braces.
    pub span: Span,
}

impl Expression {
    /// Stands for the expression where rules read a text, whatever its value is.
    pub const STAND_IN: char = '\u{FFFC}';

    /// `customer.name`
    pub fn name(&self) -> String {
        self.path.join(".")
    }

    pub fn has_filter(&self, name: &str) -> bool {
        self.filters.iter().any(|filter| filter == name)
    }
}

impl Document {
    /// Every expression in the order of the text.
    pub fn expressions(&self) -> Vec<&Expression> {
        self.gather().proses.into_iter().flat_map(Prose::expressions).collect()
    }

    /// Gives every expression to `change`.
    pub fn change_expressions(&mut self, change: &mut dyn FnMut(&mut Expression)) {
        let mut walk = Walk(change);
        if let Some(Letter { number, to, salutation: Salutation { opening, closing }, .. }) = &mut self.letter {
            walk.prose(to);
            [number, opening, closing].into_iter().for_each(|prose| walk.optional(prose));
        }
        walk.paragraphs(&mut self.preamble);
        match &mut self.body {
            Body::Chapters(chapters) => chapters.iter_mut().for_each(|chapter| walk.chapter(chapter)),
            Body::Articles(articles) => walk.articles(articles),
            Body::Sections(sections) => sections.iter_mut().for_each(|section| walk.section(section)),
        }
        for provisions in &mut self.supplementary {
            walk.optional(&mut provisions.title);
            match &mut provisions.parts {
                SupplementaryParts::Paragraphs(paragraphs) => walk.paragraphs(paragraphs),
                SupplementaryParts::Articles(articles) => walk.articles(articles),
            }
        }
        walk.paragraphs(self.notes.as_mut_slice());
        walk.optional(&mut self.closing);
        for SignatureBlock { place, organization, role, name, .. } in &mut self.signatures {
            [place, organization, role, name].into_iter().for_each(|prose| walk.optional(prose));
        }
        walk.paragraphs(&mut self.colophon);
    }
}

struct Walk<'a>(&'a mut dyn FnMut(&mut Expression));

impl Walk<'_> {
    fn prose(&mut self, prose: &mut Prose) {
        self.inlines(&mut prose.inlines);
    }

    fn optional(&mut self, prose: &mut Option<Prose>) {
        prose.iter_mut().for_each(|prose| self.prose(prose));
    }

    fn inlines(&mut self, inlines: &mut [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Expression(expression) => (self.0)(expression),
                Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link(Link { text: inner, .. }) => {
                    self.inlines(inner);
                }
                Inline::Text(_) | Inline::Break => {}
            }
        }
    }

    fn chapter(&mut self, chapter: &mut Chapter) {
        self.prose(&mut chapter.title);
        match &mut chapter.parts {
            ChapterParts::Articles(articles) => self.articles(articles),
            ChapterParts::Sections(sections) => {
                for section in sections {
                    self.prose(&mut section.title);
                    self.articles(&mut section.articles);
                }
            }
        }
    }

    fn articles(&mut self, articles: &mut [Article]) {
        for article in articles {
            self.optional(&mut article.caption);
            self.paragraphs(&mut article.paragraphs);
        }
    }

    fn section(&mut self, section: &mut Section) {
        self.prose(&mut section.title);
        self.paragraphs(&mut section.paragraphs);
        section.sections.iter_mut().for_each(|section| self.section(section));
    }

    fn paragraphs(&mut self, paragraphs: &mut [Paragraph]) {
        for paragraph in paragraphs {
            self.optional(&mut paragraph.title);
            self.prose(&mut paragraph.text);
            self.content(&mut paragraph.content);
        }
    }

    fn content(&mut self, content: &mut Content) {
        for fact in &mut content.facts {
            self.prose(&mut fact.label);
            self.prose(&mut fact.text);
            self.content(&mut fact.content);
        }
        self.items(&mut content.items);
        self.items(&mut content.bullets);
        for Question { question, answer } in &mut content.questions {
            self.items(std::slice::from_mut(question));
            self.items(std::slice::from_mut(answer));
        }
        for definition in &mut content.definitions {
            definition.terms.iter_mut().for_each(|term| self.prose(term));
            self.prose(&mut definition.meaning);
            self.content(&mut definition.content);
        }
        content.table.iter_mut().for_each(|table| self.table(table));
        if let Some(boxed) = &mut content.boxed {
            self.optional(&mut boxed.title);
            self.paragraphs(&mut boxed.paragraphs);
        }
        content.notes.iter_mut().for_each(|note| self.prose(&mut note.text));
        for after in &mut content.text_after {
            self.prose(&mut after.text);
            self.content(&mut after.content);
        }
    }

    fn items(&mut self, items: &mut [Item]) {
        for item in items {
            self.optional(&mut item.title);
            self.prose(&mut item.text);
            self.content(&mut item.content);
        }
    }

    fn table(&mut self, table: &mut Table) {
        self.optional(&mut table.caption);
        table.columns.iter_mut().for_each(|column| self.prose(&mut column.title));
        for group in &mut table.groups {
            self.optional(&mut group.heading);
            for cell in group.rows.iter_mut().flat_map(|row| &mut row.cells) {
                self.prose(&mut cell.text);
                self.content(&mut cell.content);
            }
        }
        table.notes.iter_mut().for_each(|note| self.prose(&mut note.text));
    }
}
