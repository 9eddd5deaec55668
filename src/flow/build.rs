//! Documents to blocks: every number, label and generated text is put in its place here.

use super::date;
use super::inline::Inlines;
use super::label;
use super::table::{DefinitionRow, definition_table, facts_table, history_table, table};
use super::{
    Align, Anchor, Block, Boxed, Flow, Heading, Identity, Inline, List, ListItem, ListKind, Paragraph, Section,
    SectionKind, Sheet, plain_text,
};
use crate::analysis::{Analysis, Outline};
use crate::model::{
    self, Article, Body, CaptionStyle, Chapter, ChapterParts, Columns, Content, Document, DocumentKind, Edition, Item,
    Key, Note, Prose, Set, SupplementaryParts, SupplementaryProvisions,
};

/// What a document's flow is built from besides the document.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Id and description; absent for a document that stands alone.
    pub set: Option<(&'a str, &'a Set)>,
    pub edition: &'a Edition,
    pub analysis: &'a Analysis,
}

/// The flow of the `index`-th document of an edition.
pub fn build(context: Context<'_>, index: usize) -> Flow {
    filled(context, index, &context.edition.documents[index])
}

/// The flow of the `index`-th document of an edition as it is when filled in: `document` is that document with values.
pub fn filled(context: Context<'_>, index: usize, document: &Document) -> Flow {
    let builder = Builder::new(context, index, document);
    let sheet = match (builder.document.kind, builder.document.columns) {
        (DocumentKind::Poster, _) => Sheet::Poster,
        (_, Columns::One) if builder.document.form.is_some() => Sheet::Form,
        (_, Columns::One) => Sheet::Portrait,
        (_, Columns::Two) => Sheet::TwoColumns,
    };
    Flow { identity: builder.identity(), sheet, head: builder.letter_head(), blocks: builder.document() }
}

/// What is said about the `index`-th document, without its blocks.
pub fn identity(context: Context<'_>, index: usize) -> Identity {
    Builder::new(context, index, &context.edition.documents[index]).identity()
}

pub(super) struct Builder<'a> {
    pub(super) context: Context<'a>,
    pub(super) document: &'a Document,
    outline: &'a Outline,
    pub(super) inlines: Inlines<'a>,
}

impl<'a> Builder<'a> {
    fn new(context: Context<'a>, index: usize, document: &'a Document) -> Builder<'a> {
        let outline = &context.analysis.outlines[index];
        let inlines = Inlines { edition: context.edition, analysis: context.analysis, index, outline, document };
        Builder { context, document, outline, inlines }
    }
}

impl Builder<'_> {
    fn identity(&self) -> Identity {
        let plain = |prose: &Prose| plain_text(&self.inlines.of(prose, None));
        let digits = self.document.notation.digits;
        let revision = self.context.edition.revision.as_ref();
        let number = revision.map(|revision| plain(&revision.number));
        let effective = revision.map(|revision| revision.effective);
        let edition = match (&number, effective) {
            (Some(number), Some(day)) => {
                format!("第{}版　{}施行", date::number(number, digits), date::day(day, digits))
            }
            _ => String::new(),
        };
        Identity {
            document: self.document.id.name.clone(),
            set: self.context.set.map(|(id, set)| (id.to_owned(), plain(&set.title))),
            label: self.outline.label.clone(),
            title: plain(&self.document.title),
            subtitle: self.document.subtitle.as_ref().map(plain),
            provider: self.context.set.map(|(_, set)| plain(&set.provider.name)).unwrap_or_default(),
            revision: number,
            effective,
            edition,
        }
    }

    fn document(&self) -> Vec<Block> {
        let document = self.document;
        let mut blocks = self.paragraphs(&document.preamble);
        self.greet(&mut blocks);
        match &document.body {
            Body::Chapters(chapters) => blocks.extend(chapters.iter().map(|chapter| self.chapter(chapter))),
            Body::Articles(articles) => blocks.extend(articles.iter().map(|article| self.article(article, 2))),
            Body::Sections(sections) => blocks.extend(sections.iter().map(|section| self.section(section, 2))),
        }
        blocks.extend(document.supplementary.iter().map(|provisions| self.supplementary(provisions)));
        if document.history {
            blocks.extend(self.history());
        }
        blocks.extend(self.paragraphs(document.notes.as_slice()));
        if let Some(closing) = &document.closing {
            blocks.push(aligned(Align::End, self.inlines.of(closing, None)));
        }
        blocks.extend(document.signatures.iter().map(|block| Block::Signature(self.signature(block))));
        blocks.extend(self.paragraphs(&document.colophon));
        blocks
    }

    fn headed(&self, kind: SectionKind, key: Key, heading: Heading, blocks: Vec<Block>) -> Block {
        Block::Section(Section { kind, anchor: self.anchor(key), heading, blocks })
    }

    pub(super) fn anchor(&self, key: Key) -> Anchor {
        Anchor(self.outline.provision(key).anchor.clone())
    }

    pub(super) fn label(&self, key: Key) -> &str {
        &self.outline.provision(key).label
    }

    fn chapter(&self, chapter: &Chapter) -> Block {
        let blocks = match &chapter.parts {
            ChapterParts::Articles(articles) => articles.iter().map(|article| self.article(article, 3)).collect(),
            ChapterParts::Sections(sections) => {
                let section = |section: &model::ChapterSection| {
                    let blocks = section.articles.iter().map(|article| self.article(article, 4)).collect();
                    let heading = self.spaced_heading(3, section.key, self.inlines.of(&section.title, None));
                    self.headed(SectionKind::ChapterSection, section.key, heading, blocks)
                };
                sections.iter().map(section).collect()
            }
        };
        let title = if chapter.deleted { deleted() } else { self.inlines.of(&chapter.title, None) };
        let heading = self.spaced_heading(2, chapter.key, title);
        self.headed(SectionKind::Chapter, chapter.key, heading, blocks)
    }

    /// 第１章　総則
    fn spaced_heading(&self, level: u8, key: Key, title: Vec<Inline>) -> Heading {
        Heading { level, label: format!("{}　", self.label(key)), title }
    }

    fn article(&self, article: &Article, level: u8) -> Block {
        let number = self.label(article.key);
        let heading = match &article.caption {
            Some(caption) => {
                let CaptionStyle { gap, open, close } = &self.document.notation.captions;
                let mut title = vec![Inline::Text(open.clone())];
                title.extend(self.inlines.of(caption, Some(article.key)));
                title.push(Inline::Text(close.clone()));
                Heading { level, label: format!("{number}{gap}"), title: super::inline::joined(title) }
            }
            None if article.deleted => Heading { level, label: format!("{number}　"), title: deleted() },
            None => Heading { level, label: number.to_owned(), title: Vec::new() },
        };
        self.headed(SectionKind::Article, article.key, heading, self.paragraphs(&article.paragraphs))
    }

    fn section(&self, section: &model::Section, level: u8) -> Block {
        let label = self.label(section.key);
        let label = format!("{label}{}", label::gap(label));
        let heading = Heading { level, label, title: self.inlines.of(&section.title, Some(section.key)) };
        let mut blocks = self.paragraphs(&section.paragraphs);
        blocks.extend(section.sections.iter().map(|inner| self.section(inner, level.saturating_add(1))));
        self.headed(SectionKind::Section, section.key, heading, blocks)
    }

    fn supplementary(&self, provisions: &SupplementaryProvisions) -> Block {
        let mut title = match &provisions.title {
            Some(title) => self.inlines.of(title, Some(provisions.key)),
            None => vec![Inline::Text("附則".to_owned())],
        };
        if let Some(day) = provisions.effective {
            let day = date::day(day, self.document.notation.digits);
            title.push(Inline::Text(format!("（{day}）")));
        }
        let blocks = match &provisions.parts {
            SupplementaryParts::Paragraphs(paragraphs) => self.paragraphs(paragraphs),
            SupplementaryParts::Articles(articles) => articles.iter().map(|article| self.article(article, 3)).collect(),
        };
        let heading = Heading { level: 2, label: String::new(), title: super::inline::joined(title) };
        self.headed(SectionKind::SupplementaryProvisions, provisions.key, heading, blocks)
    }

    fn history(&self) -> Option<Block> {
        let (_, set) = self.context.set?;
        let until = self.context.edition.revision.as_ref()?.effective;
        let table = history_table(set, until, self.document.notation.digits, &self.inlines);
        let heading = Heading { level: 2, label: String::new(), title: vec![Inline::Text("改定履歴".to_owned())] };
        // A name with a dot cannot be an author's id.
        let anchor = Anchor("document.history".to_owned());
        Some(Block::Section(Section { kind: SectionKind::History, anchor, heading, blocks: vec![Block::Table(table)] }))
    }

    fn paragraphs(&self, paragraphs: &[model::Paragraph]) -> Vec<Block> {
        paragraphs.iter().map(|paragraph| self.paragraph(paragraph)).collect()
    }

    fn paragraph(&self, paragraph: &model::Paragraph) -> Block {
        let label = self.label(paragraph.key);
        let key = Some(paragraph.key);
        let mut text = if paragraph.deleted { deleted() } else { self.inlines.of(&paragraph.text, key) };
        let mut blocks = self.content(&paragraph.content, key);
        if let Some(title) = &paragraph.title {
            let title = vec![Inline::Strong(self.inlines.of(title, key))];
            let text = std::mem::replace(&mut text, title);
            if !text.is_empty() {
                blocks = vec![body(text, blocks)];
            }
        }
        Block::Paragraph(Paragraph {
            anchor: Some(self.anchor(paragraph.key)),
            label: (!label.is_empty()).then(|| label.to_owned()),
            align: Align::Start,
            text,
            blocks,
        })
    }

    fn content(&self, content: &Content, key: Option<Key>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let below = |content: &Content| self.content(content, key);
        if !content.facts.is_empty() {
            blocks.push(Block::Table(facts_table(&content.facts, key, &self.inlines, &below)));
        }
        blocks.extend(self.list(ListKind::Items, &content.items));
        blocks.extend(self.list(ListKind::Bullets, &content.bullets));
        let questions =
            content.questions.iter().flat_map(|each| [self.question(&each.question), self.item(&each.answer)]);
        blocks.extend(list(ListKind::Questions, questions.collect()));
        if !content.definitions.is_empty() {
            let rows = content.definitions.iter().map(|definition| DefinitionRow {
                anchor: self.anchor(definition.key),
                label: self.label(definition.key).to_owned(),
                definition,
                below: self.content(&definition.content, Some(definition.key)),
            });
            blocks.push(Block::Table(definition_table(rows.collect(), &self.inlines)));
        }
        if let Some(model) = &content.table {
            blocks.push(Block::Table(table(model, key, &self.inlines, &below)));
            blocks.extend(self.notes(&model.notes, key));
        }
        blocks.extend(content.figures.iter().map(|figure| self.figure(figure)));
        blocks.extend(self.fields(&content.fields, key));
        if let Some(boxed) = &content.boxed {
            let title = boxed.title.as_ref().map(|title| self.inlines.of(title, key)).unwrap_or_default();
            blocks.push(Block::Boxed(Boxed { title, blocks: self.paragraphs(&boxed.paragraphs) }));
        }
        blocks.extend(self.notes(&content.notes, key));
        blocks.extend(
            content.text_after.iter().map(|after| body(self.inlines.of(&after.text, key), below(&after.content))),
        );
        blocks
    }

    fn list(&self, kind: ListKind, items: &[Item]) -> Option<Block> {
        list(kind, items.iter().map(|item| self.item(item)).collect())
    }

    /// Its own words are its title.
    fn question(&self, item: &Item) -> ListItem {
        let mut question = self.item(item);
        if let Some(Block::Paragraph(first)) = question.blocks.first_mut() {
            first.text = vec![Inline::Strong(std::mem::take(&mut first.text))];
        }
        question
    }

    fn item(&self, item: &Item) -> ListItem {
        let key = Some(item.key);
        let mut blocks = Vec::new();
        if let Some(title) = &item.title {
            blocks.push(body(vec![Inline::Strong(self.inlines.of(title, key))], Vec::new()));
        }
        let text = if item.deleted { deleted() } else { self.inlines.of(&item.text, key) };
        let content = self.content(&item.content, key);
        if text.is_empty() {
            blocks.extend(content)
        } else {
            blocks.push(body(text, content))
        }
        // A bullet without an id cannot be cited.
        let anchor = Some(self.anchor(item.key)).filter(|anchor| !anchor.0.is_empty());
        ListItem { anchor, label: self.label(item.key).to_owned(), blocks }
    }

    /// One note is marked ※, several ※１, ※２.
    fn notes(&self, notes: &[Note], key: Option<Key>) -> Option<Block> {
        let items = notes.iter().enumerate().map(|(at, note)| ListItem {
            anchor: note.id.as_ref().map(|id| Anchor(id.name.clone())),
            label: self.document.notation.digits.note_label(at, notes.len()),
            blocks: vec![body(self.inlines.of(&note.text, key), Vec::new())],
        });
        list(ListKind::Notes, items.collect())
    }
}

fn list(kind: ListKind, items: Vec<ListItem>) -> Option<Block> {
    (!items.is_empty()).then_some(Block::List(List { kind, items }))
}

/// A line at the right end or in the middle.
pub(super) fn aligned(align: Align, text: Vec<Inline>) -> Block {
    Block::Paragraph(Paragraph { anchor: None, label: None, align, text, blocks: Vec::new() })
}

/// A paragraph without number or anchor of its own.
pub(super) fn body(text: Vec<Inline>, blocks: Vec<Block>) -> Block {
    Block::Paragraph(Paragraph { anchor: None, label: None, align: Align::Start, text, blocks })
}

/// A provision whose number is kept.
fn deleted() -> Vec<Inline> {
    vec![Inline::Text("削除".to_owned())]
}
