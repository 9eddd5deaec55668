//! Numbers, labels and anchors from positions.
//!
//! Anchors: an id the author gave, else `chapter-1`, `article-9-2`, `section-1-3`; below them `.2` for the second
//! paragraph, `.2.1` for its first item. A part with an id of its own can also be reached by its path.

use super::{MISPLACED_BRANCHES, NotePlace, Place, Provision, ProvisionKind, TablePlace};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Article, Body, Chapter, ChapterParts, Content, Document, Figure, Id, Item, Key, Notation, Note, Paragraph, Prose,
    Question, Section, SupplementaryParts, SupplementaryProvisions,
};
use crate::source::Span;
use crate::{rule, say};

rule! {
    /// Items are nested deeper than the document has labels for.
    ///
    /// Nobody can cite a provision whose level has no label. Divide the provision, or add an example for the next level
    /// to `items` under `numbering`.
    pub static DEEP_ITEMS: Error("deep-items") = "\
号の細分が、番号の書き方を決めた段より深くなっています。

番号のない段は引用できません。条や項に分けるか、numbering の items に次の段の書き方の例を足してください。";
}

pub(super) struct Numbered {
    pub provisions: Vec<Provision>,
    /// Ids the author gave.
    pub named: Vec<(Id, Place)>,
    /// Paths made from positions.
    pub paths: Vec<(String, Key)>,
}

pub(super) fn number(document: &Document, diagnostics: &mut Vec<Diagnostic>) -> Numbered {
    let numbered = Numbered { provisions: Vec::new(), named: Vec::new(), paths: Vec::new() };
    let mut walk = Walk { notation: &document.notation, numbered, questions: 0, figures: (0, 0), diagnostics };
    walk.paragraphs(&document.preamble, None, &["preamble".to_owned()]);
    match &document.body {
        Body::Chapters(chapters) => {
            let mut articles = ArticleSeries::default();
            for (at, chapter) in chapters.iter().enumerate() {
                walk.chapter(chapter, at as u32 + 1, &mut articles);
            }
        }
        Body::Articles(articles) => walk.articles(articles, None, "", &mut ArticleSeries::default()),
        Body::Sections(sections) => walk.sections(sections, None, &[]),
    }
    for (at, provisions) in document.supplementary.iter().enumerate() {
        walk.supplementary(provisions, at + 1);
    }
    walk.paragraphs(document.notes.as_slice(), None, &["notes".to_owned()]);
    // No author's id has a dot.
    walk.paragraphs(&document.colophon, None, &["document.colophon".to_owned()]);
    walk.numbered
}

/// Article numbers run through all chapters (第９条, 第９条の２, 第１０条).
#[derive(Default)]
struct ArticleSeries {
    last: Vec<u32>,
}

impl ArticleSeries {
    /// `None` where a branch has no article to branch from.
    fn next(&mut self, branch: u8) -> Option<Vec<u32>> {
        let depth = usize::from(branch);
        if depth > self.last.len() {
            return None;
        }
        self.last.truncate(depth + 1);
        match self.last.get_mut(depth) {
            Some(number) => *number += 1,
            // The first branch is の２: the article itself stands for の１.
            None => self.last.push(if depth == 0 { 1 } else { 2 }),
        }
        Some(self.last.clone())
    }
}

struct Walk<'a> {
    notation: &'a Notation,
    numbered: Numbered,
    /// How many figures with and without a number there were.
    figures: (u32, u32),
    /// Questions are numbered through the document.
    questions: u32,
    diagnostics: &'a mut Vec<Diagnostic>,
}

/// What a part brings to its entry in the index.
struct Part<'a> {
    key: Key,
    id: Option<&'a Id>,
    kind: ProvisionKind,
    parent: Option<Key>,
    label: String,
    number: Vec<u32>,
    /// Names made from its position: what the anchor is where there is no id, then the other ways to say it.
    paths: Vec<String>,
    caption: Option<&'a Prose>,
    deleted: bool,
    span: Span,
}

impl Walk<'_> {
    /// Enters a part and returns its names, the anchor first: what lies below it can be reached through each.
    fn enter(&mut self, part: Part<'_>) -> Vec<String> {
        let mut names = part.paths;
        self.numbered.paths.extend(names.iter().map(|path| (path.clone(), part.key)));
        if let Some(id) = part.id {
            self.numbered.named.push((id.clone(), Place::Provision(part.key)));
            names.insert(0, id.name.clone());
        }
        let anchor = names.first().cloned().unwrap_or_default();
        // Keys are given in reading order, but a part that could not be read leaves a gap.
        let at = part.key.0 as usize;
        let provision = Provision {
            kind: part.kind,
            parent: part.parent,
            label: part.label,
            number: part.number,
            anchor,
            is_named: part.id.is_some(),
            caption: part.caption.map(|caption| caption.plain().as_str().to_owned()),
            deleted: part.deleted,
            span: part.span,
        };
        while self.numbered.provisions.len() < at {
            self.numbered.provisions.push(Provision {
                label: String::new(),
                anchor: String::new(),
                ..provision.clone()
            });
        }
        self.numbered.provisions.push(provision);
        names
    }

    fn chapter(&mut self, chapter: &Chapter, number: u32, articles: &mut ArticleSeries) {
        let label = format!("第{}章", self.notation.digits.format(number));
        let path = format!("chapter-{number}");
        self.enter(Part {
            key: chapter.key,
            id: chapter.id.as_ref(),
            kind: ProvisionKind::Chapter,
            parent: None,
            label,
            number: vec![number],
            paths: vec![path.clone()],
            caption: Some(&chapter.title),
            deleted: chapter.deleted,
            span: chapter.span,
        });
        match &chapter.parts {
            ChapterParts::Articles(list) => self.articles(list, Some(chapter.key), "", articles),
            ChapterParts::Sections(sections) => {
                for (at, section) in sections.iter().enumerate() {
                    let number = at as u32 + 1;
                    self.enter(Part {
                        key: section.key,
                        id: section.id.as_ref(),
                        kind: ProvisionKind::ChapterSection,
                        parent: Some(chapter.key),
                        label: format!("第{}節", self.notation.digits.format(number)),
                        number: vec![number],
                        paths: vec![format!("{path}.section-{number}")],
                        caption: Some(&section.title),
                        deleted: false,
                        span: section.span,
                    });
                    self.articles(&section.articles, Some(section.key), "", articles);
                }
            }
        }
    }

    fn articles(&mut self, articles: &[Article], parent: Option<Key>, prefix: &str, series: &mut ArticleSeries) {
        for article in articles {
            let number = series.next(article.branch).or_else(|| {
                self.diagnostics.push(misplaced_branch(article));
                series.next(0)
            });
            let number = number.unwrap_or_default();
            let path: Vec<String> = number.iter().map(u32::to_string).collect();
            let path = format!("{prefix}article-{}", path.join("-"));
            let names = self.enter(Part {
                key: article.key,
                id: article.id.as_ref(),
                kind: ProvisionKind::Article,
                parent,
                label: article_label(self.notation, &number),
                number,
                paths: vec![path],
                caption: article.caption.as_ref(),
                deleted: article.deleted,
                span: article.span,
            });
            self.paragraphs(&article.paragraphs, Some(article.key), &names);
        }
    }

    fn paragraphs(&mut self, paragraphs: &[Paragraph], parent: Option<Key>, above: &[String]) {
        // Only articles and supplementary provisions number their paragraphs; a sole paragraph has no number.
        let numbered = paragraphs.len() > 1
            && parent.is_some_and(|key| {
                let kind = self.numbered.provisions[key.0 as usize].kind;
                matches!(kind, ProvisionKind::Article | ProvisionKind::SupplementaryProvisions)
            });
        for (at, paragraph) in paragraphs.iter().enumerate() {
            let number = at as u32 + 1;
            let shown = numbered && (at > 0 || self.notation.first_paragraph_numbered);
            let label = if shown { self.notation.paragraphs.format(number) } else { String::new() };
            let names = self.enter(Part {
                key: paragraph.key,
                id: paragraph.id.as_ref(),
                kind: ProvisionKind::Paragraph,
                parent,
                label,
                number: vec![number],
                paths: below(above, &number),
                caption: paragraph.title.as_ref(),
                deleted: paragraph.deleted,
                span: paragraph.span,
            });
            self.content(&paragraph.content, paragraph.key, &names, 0);
        }
    }

    fn content(&mut self, content: &Content, parent: Key, above: &[String], level: usize) {
        for fact in &content.facts {
            self.content(&fact.content, parent, &[], level);
        }
        self.items(&content.items, parent, above, level);
        content.bullets.iter().for_each(|bullet| self.bullet(bullet, "・".to_owned(), parent, level));
        for Question { question, answer } in &content.questions {
            self.questions += 1;
            for (item, letter) in [(question, 'Ｑ'), (answer, 'Ａ')] {
                let label = self.notation.digits.question_label(letter, self.questions);
                self.bullet(item, label, parent, level);
            }
        }
        for (at, definition) in content.definitions.iter().enumerate() {
            let number = at as u32 + 1;
            let label = self.notation.items.first().map(|style| style.format(number)).unwrap_or_default();
            let names = self.enter(Part {
                key: definition.key,
                id: None,
                kind: ProvisionKind::Definition,
                parent: Some(parent),
                label,
                number: vec![number],
                paths: below(above, &format!("d{number}")),
                caption: None,
                deleted: false,
                span: definition.span,
            });
            self.content(&definition.content, definition.key, &names, 0);
        }
        if let Some(table) = &content.table {
            if let Some(id) = &table.id {
                let caption = table.caption.as_ref().map(|caption| caption.plain().as_str().to_owned());
                let place = TablePlace { anchor: id.name.clone(), caption };
                self.numbered.named.push((id.clone(), Place::Table(place)));
            }
            self.notes(&table.notes);
            for cell in table.groups.iter().flat_map(|group| &group.rows).flat_map(|row| &row.cells) {
                self.content(&cell.content, parent, &[], 0);
            }
        }
        content.figures.iter().for_each(|figure| self.figure(figure, parent));
        if let Some(boxed) = &content.boxed {
            self.paragraphs(&boxed.paragraphs, Some(parent), &below(above, &"box"));
        }
        self.notes(&content.notes);
        for after in &content.text_after {
            self.content(&after.content, parent, &[], level);
        }
    }

    fn notes(&mut self, notes: &[Note]) {
        for (at, note) in notes.iter().enumerate() {
            if let Some(id) = &note.id {
                let label = self.notation.digits.note_label(at, notes.len());
                let place = NotePlace { anchor: id.name.clone(), label };
                self.numbered.named.push((id.clone(), Place::Note(place)));
            }
        }
    }

    /// An item without a number among its like.
    fn bullet(&mut self, bullet: &Item, label: String, parent: Key, level: usize) {
        self.enter(Part {
            key: bullet.key,
            id: bullet.id.as_ref(),
            kind: ProvisionKind::Bullet,
            parent: Some(parent),
            label,
            number: Vec::new(),
            paths: Vec::new(),
            caption: None,
            deleted: bullet.deleted,
            span: bullet.span,
        });
        self.content(&bullet.content, bullet.key, &[], level);
    }

    /// Figures are numbered through the whole document; a QR code has no number.
    fn figure(&mut self, figure: &Figure, parent: Key) {
        let (number, label, path) = if figure.is_numbered() {
            self.figures.0 += 1;
            let number = self.figures.0;
            (vec![number], format!("図{}", self.notation.digits.format(number)), format!("figure-{number}"))
        } else {
            self.figures.1 += 1;
            (Vec::new(), String::new(), format!("code-{}", self.figures.1))
        };
        self.enter(Part {
            key: figure.key,
            id: figure.id.as_ref(),
            kind: ProvisionKind::Figure,
            parent: Some(parent),
            label,
            number,
            paths: vec![path],
            caption: figure.caption.as_ref(),
            deleted: false,
            span: figure.span,
        });
    }

    fn items(&mut self, items: &[Item], parent: Key, above: &[String], level: usize) {
        let Some(style) = self.notation.items.get(level).cloned() else {
            if let Some(first) = items.first() {
                self.diagnostics.push(deep_items(first, self.notation.items.len()));
            }
            // Still entered, so that every key has its place.
            items.iter().for_each(|item| {
                self.item(item, parent, Vec::new(), String::new(), Vec::new(), level);
            });
            return;
        };
        for (at, item) in items.iter().enumerate() {
            let number = at as u32 + 1;
            self.item(item, parent, vec![number], style.format(number), below(above, &number), level);
        }
    }

    fn item(&mut self, item: &Item, parent: Key, number: Vec<u32>, label: String, paths: Vec<String>, level: usize) {
        let names = self.enter(Part {
            key: item.key,
            id: item.id.as_ref(),
            kind: ProvisionKind::Item(level),
            parent: Some(parent),
            label,
            number,
            paths,
            caption: item.title.as_ref(),
            deleted: item.deleted,
            span: item.span,
        });
        self.content(&item.content, item.key, &names, level + 1);
    }

    fn sections(&mut self, sections: &[Section], parent: Option<Key>, above: &[u32]) {
        for (at, section) in sections.iter().enumerate() {
            let mut number = above.to_vec();
            number.push(at as u32 + 1);
            let path: Vec<String> = number.iter().map(u32::to_string).collect();
            let style = self.notation.sections.as_ref();
            let names = self.enter(Part {
                key: section.key,
                id: section.id.as_ref(),
                kind: ProvisionKind::Section,
                parent,
                label: style.map(|style| style.format(&number)).unwrap_or_default(),
                number: style.map(|_| number.clone()).unwrap_or_default(),
                paths: vec![format!("section-{}", path.join("-"))],
                caption: Some(&section.title),
                deleted: false,
                span: section.span,
            });
            self.paragraphs(&section.paragraphs, Some(section.key), &names);
            self.sections(&section.sections, Some(section.key), &number);
        }
    }

    fn supplementary(&mut self, provisions: &SupplementaryProvisions, number: usize) {
        let names = self.enter(Part {
            key: provisions.key,
            id: None,
            kind: ProvisionKind::SupplementaryProvisions,
            parent: None,
            label: String::new(),
            number: vec![number as u32],
            paths: vec![format!("supplementary-{number}")],
            caption: provisions.title.as_ref(),
            deleted: false,
            span: provisions.span,
        });
        match &provisions.parts {
            SupplementaryParts::Paragraphs(paragraphs) => self.paragraphs(paragraphs, Some(provisions.key), &names),
            SupplementaryParts::Articles(articles) => {
                let prefix = format!("supplementary-{number}.");
                self.articles(articles, Some(provisions.key), &prefix, &mut ArticleSeries::default());
            }
        }
    }
}

/// The names of a part below one that has these names.
fn below(above: &[String], number: &impl std::fmt::Display) -> Vec<String> {
    above.iter().map(|above| format!("{above}.{number}")).collect()
}

/// 第９条の２
pub(super) fn article_label(notation: &Notation, number: &[u32]) -> String {
    let mut parts = number.iter().map(|&number| notation.digits.format(number));
    let main = parts.next().unwrap_or_default();
    parts.fold(format!("第{main}条"), |label, branch| format!("{label}の{branch}"))
}

fn misplaced_branch(article: &Article) -> Diagnostic {
    let message = say!("枝番号の元になる条が前にありません", "there is no article before this one to branch from");
    let help = say!(
        "branch: 1 は直前の条に続く「の２」、branch: 2 は「の２の２」です。枝番号でない条なら branch を消してください",
        "branch: 1 follows an article, branch: 2 follows a branch; delete `branch` for an ordinary article"
    );
    MISPLACED_BRANCHES.at(article.span, message).help(help)
}

fn deep_items(item: &Item, levels: usize) -> Diagnostic {
    let message = say!("号の細分が {levels} 段より深くなっています", "items are nested more than {levels} levels deep");
    let help = say!(
        "条や項に分けるか、numbering: の items: に書き方の例を足してください",
        "split the provision, or add an example to `items:` of `numbering:`"
    );
    DEEP_ITEMS.at(item.span, message).help(help)
}
