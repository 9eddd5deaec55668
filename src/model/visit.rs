//! Walks a document in reading order and gathers what rules look at.

use std::ops::Range;

use super::{
    Article, Basis, Body, Chapter, ChapterParts, Charge, Content, Document, Edition, Field, Figure, Id, Item, Key,
    Letter, Metering, Note, Paragraph, Period, Promises, Prose, Salutation, Section, Set, SignatureBlock,
    SupplementaryParts, Table, Window,
};

impl Document {
    pub fn gather(&self) -> Gathered<'_> {
        let mut walk = Gathered::default();
        walk.proses.push(&self.title);
        walk.proses.extend(&self.subtitle);
        if let Some(Letter { number, to, salutation: Salutation { opening, closing }, .. }) = &self.letter {
            walk.proses.extend([number.as_ref(), Some(to), opening.as_ref(), closing.as_ref()].into_iter().flatten());
        }
        walk.paragraphs(&self.preamble);
        match &self.body {
            Body::Chapters(chapters) => chapters.iter().for_each(|chapter| walk.chapter(chapter)),
            Body::Articles(articles) => walk.articles(articles),
            Body::Sections(sections) => sections.iter().for_each(|section| walk.section(section)),
        }
        for provisions in &self.supplementary {
            walk.proses.extend(&provisions.title);
            match &provisions.parts {
                SupplementaryParts::Paragraphs(paragraphs) => walk.paragraphs(paragraphs),
                SupplementaryParts::Articles(articles) => walk.articles(articles),
            }
        }
        if let Some(Paragraph { key, content, .. }) = &self.notes {
            // They are about everything before them.
            walk.content(content, *key, 0);
        }
        walk.proses.extend(&self.closing);
        walk.proses.extend(self.signatures.iter().flat_map(SignatureBlock::proses));
        walk.paragraphs(&self.colophon);
        walk.proses.extend(self.form.iter().flat_map(|form| &form.fields).flat_map(Field::proses));
        walk
    }
}

impl Edition {
    /// The metering with an id: that of the document, or of another where it has none.
    pub fn metering(&self, document: usize, id: &str) -> Option<&Metering> {
        let (own, others) = (self.documents.get(document), self.documents.iter());
        let mut charges = own.into_iter().chain(others).flat_map(|document| document.gather().charges);
        charges.find_map(|(_, charge)| match &charge.basis {
            Basis::Metering(metering) if charge.id.name == id => Some(metering),
            _ => None,
        })
    }
}

impl Set {
    /// Every prose of the set's description.
    pub fn proses(&self) -> Vec<&Prose> {
        let provider = &self.provider;
        let externals = self.companions.iter().filter_map(|companion| companion.external.as_ref());
        let mut found = vec![&self.title, &provider.name];
        found.extend([&provider.representative, &provider.address, &provider.contact].into_iter().flatten());
        found.extend(externals.map(|external| &external.title));
        found.extend(self.external_forms.iter().map(|form| &form.title));
        found.extend(
            self.revisions.iter().flat_map(|revision| [Some(&revision.number), revision.note.as_ref()]).flatten(),
        );
        found.extend(self.revisions.iter().flat_map(|revision| &revision.changes).map(|change| &change.reason));
        found
    }
}

/// Parts of a document in reading order.
#[derive(Debug, Default)]
pub struct Gathered<'a> {
    pub proses: Vec<&'a Prose>,
    /// Running text, with the provision it belongs to.
    pub texts: Vec<(Key, &'a Prose)>,
    /// Terms of definition tables, with the row they stand in.
    pub terms: Vec<(Key, &'a Prose)>,
    /// With the provision each stands on.
    pub periods: Vec<(Key, &'a Period)>,
    pub charges: Vec<(Key, &'a Charge)>,
    pub windows: Vec<(Key, &'a Window)>,
    /// Lists of notes, with what their marks may stand in, as a range of `proses`.
    pub notes: Vec<(Range<usize>, &'a [Note])>,
    pub figures: Vec<(Key, &'a Figure)>,
    /// What notice rules may govern, with the article or heading each stands on.
    pub subjects: Vec<(Key, &'a Id)>,
    /// With the provision each stands on.
    pub tables: Vec<(Key, &'a Table)>,
    /// Names in lists of fields.
    pub fields: Vec<&'a Id>,
}

impl<'a> Gathered<'a> {
    fn chapter(&mut self, chapter: &'a Chapter) {
        self.proses.push(&chapter.title);
        match &chapter.parts {
            ChapterParts::Articles(articles) => self.articles(articles),
            ChapterParts::Sections(sections) => {
                for section in sections {
                    self.proses.push(&section.title);
                    self.articles(&section.articles);
                }
            }
        }
    }

    fn articles(&mut self, articles: &'a [Article]) {
        for article in articles {
            self.proses.extend(&article.caption);
            self.subjects.extend(article.subject.iter().map(|subject| (article.key, subject)));
            self.paragraphs(&article.paragraphs);
        }
    }

    fn section(&mut self, section: &'a Section) {
        self.proses.push(&section.title);
        self.subjects.extend(section.subject.iter().map(|subject| (section.key, subject)));
        self.paragraphs(&section.paragraphs);
        section.sections.iter().for_each(|section| self.section(section));
    }

    fn paragraphs(&mut self, paragraphs: &'a [Paragraph]) {
        for paragraph in paragraphs {
            let start = self.proses.len();
            self.proses.extend(&paragraph.title);
            self.text(paragraph.key, &paragraph.text);
            self.promises(paragraph.key, &paragraph.promises);
            self.content(&paragraph.content, paragraph.key, start);
        }
    }

    fn promises(&mut self, key: Key, promises: &'a Promises) {
        self.periods.extend(promises.periods.iter().map(|period| (key, period)));
        self.charges.extend(promises.charges.iter().map(|charge| (key, charge)));
        self.windows.extend(promises.windows.iter().map(|window| (key, window)));
    }

    fn text(&mut self, key: Key, prose: &'a Prose) {
        self.proses.push(prose);
        self.texts.push((key, prose));
    }

    /// `start` is the first prose of what the content belongs to.
    fn content(&mut self, content: &'a Content, key: Key, start: usize) {
        for fact in &content.facts {
            let start = self.proses.len();
            self.proses.push(&fact.label);
            self.text(key, &fact.text);
            self.content(&fact.content, key, start);
        }
        self.items(&content.items);
        self.items(&content.bullets);
        for question in &content.questions {
            self.item(&question.question);
            self.item(&question.answer);
        }
        for definition in &content.definitions {
            let start = self.proses.len();
            self.proses.extend(&definition.terms);
            self.terms.extend(definition.terms.iter().map(|term| (definition.key, term)));
            self.text(definition.key, &definition.meaning);
            self.content(&definition.content, definition.key, start);
        }
        content.table.iter().for_each(|table| self.table(table, key));
        for figure in &content.figures {
            self.proses.extend(figure.proses());
            self.figures.push((key, figure));
        }
        self.fields.extend(&content.fields);
        if let Some(boxed) = &content.boxed {
            self.proses.extend(&boxed.title);
            self.paragraphs(&boxed.paragraphs);
        }
        self.notes(&content.notes, key);
        for after in &content.text_after {
            let start = self.proses.len();
            self.text(key, &after.text);
            self.content(&after.content, key, start);
        }
        // Marks may stand in what comes after the notes.
        self.notes.push((start..self.proses.len(), &content.notes));
    }

    fn notes(&mut self, notes: &'a [Note], key: Key) {
        notes.iter().for_each(|note| self.text(key, &note.text));
    }

    fn items(&mut self, items: &'a [Item]) {
        items.iter().for_each(|item| self.item(item));
    }

    fn item(&mut self, item: &'a Item) {
        let start = self.proses.len();
        self.proses.extend(&item.title);
        self.text(item.key, &item.text);
        self.promises(item.key, &item.promises);
        self.content(&item.content, item.key, start);
    }

    fn table(&mut self, table: &'a Table, key: Key) {
        self.tables.push((key, table));
        let start = self.proses.len();
        self.proses.extend(&table.caption);
        self.proses.extend(table.columns.iter().map(|column| &column.title));
        for group in &table.groups {
            self.proses.extend(&group.heading);
            for cell in group.rows.iter().flat_map(|row| &row.cells) {
                let start = self.proses.len();
                self.text(key, &cell.text);
                self.content(&cell.content, key, start);
            }
        }
        self.notes(&table.notes, key);
        self.notes.push((start..self.proses.len(), &table.notes));
    }
}
