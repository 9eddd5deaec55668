//! Documents, chapters, articles, numbered sections and supplementary provisions.

use super::fields::{Fields, MISSING_KEYS, UNKNOWN_KEYS, What};
use super::{Lowering, form, value};
use crate::model::{
    Article, Body, Chapter, ChapterParts, ChapterSection, Columns, Content, Document, DocumentKind, Id, Paragraph,
    Promises, Prose, Section, SupplementaryParts, SupplementaryProvisions,
};
use crate::source::Span;
use crate::syntax::{Node, Value};
use crate::{rule, say};

rule! {
    /// A provision is marked as deleted and still has content.
    ///
    /// A deleted provision keeps its number and prints 削除 only; its content would vanish. Delete the content, or the
    /// key `deleted`.
    pub static CONTENT_IN_DELETED_PROVISIONS: Error("content-in-deleted-provisions") = "\
「削除」とした条項に、内容が残っています。

削除した条項は番号と「削除」の文字だけを残すもので、内容は印刷されません。内容を消すか、deleted を消してください。

    誤: deleted: true と paragraphs: を並べる
    正: deleted: true だけにする";
}

rule! {
    /// An article, chapter, section or paragraph has no content.
    ///
    /// A heading without text binds nobody, and mostly something was forgotten. Write the content; where a provision was
    /// abolished, keep its number with `deleted: true`.
    pub static EMPTY_ARTICLES: Error("empty-articles") = "\
条、章、節又は項に、中身がありません。

見出しだけの条は何も定めません。書き忘れなら中身を書き、廃止した条なら `deleted: true` として番号を残してください。";
}

const DOCUMENT: What = What("文書", "a document");
const LAYOUT: What = What("layout", "`layout`");
const CHAPTER: What = What("章", "a chapter");
const CHAPTER_SECTION: What = What("節", "a section of a chapter");
const ARTICLE: What = What("条", "an article");
const SECTION: What = What("節", "a section");
const SUPPLEMENTARY: What = What("附則", "supplementary provisions");

const DOCUMENT_KEYS: [&str; 19] = [
    "kind",
    "id",
    "title",
    "subtitle",
    "numbering",
    "layout",
    "letter",
    "preamble",
    "chapters",
    "articles",
    "sections",
    "body",
    "supplementary",
    "history",
    "notes",
    "closing",
    "signatures",
    "colophon",
    "allow",
];

/// The first key that only an article has, in a list of chapters: articles that were not put below one.
fn article_among_chapters(chapters: &Node) -> Option<Span> {
    let Value::Sequence(nodes) = &chapters.value else { return None };
    let mappings =
        nodes.iter().filter_map(|node| if let Value::Mapping(entries) = &node.value { Some(entries) } else { None });
    let mut articles = mappings.filter(|entries| entries.iter().any(|entry| entry.key.as_str() == "paragraphs"));
    articles.next()?.first().map(|entry| entry.key.span())
}

impl Lowering<'_> {
    pub(super) fn document(&mut self, tree: &Node) -> Option<Document> {
        self.is_form = form::is_form(tree);
        let keys = if self.is_form { [&DOCUMENT_KEYS[..], &form::KEYS].concat() } else { DOCUMENT_KEYS.to_vec() };
        let fields = Fields::read(tree, DOCUMENT, &keys, self.diagnostics)?;
        let kind = fields.require("kind", "terms", self.diagnostics);
        let kind = kind.and_then(|node| value::choice(node, &DocumentKind::NAMES, self.diagnostics));
        let id = fields.require("id", "terms", self.diagnostics).and_then(|node| value::id(node, self.diagnostics));
        let title = self.required_prose(&fields, "title", "利用規約");
        let subtitle = self.optional_prose(&fields, "subtitle");
        let notation = self.notation(fields.get("numbering"));
        let columns = self.columns(fields.get("layout"));
        let letter = self.letter(&fields, kind);
        let mut preamble = self.paragraphs(fields.get("preamble"));
        preamble.extend(self.paragraphs(fields.get("body")));
        let body = self.body(&fields, letter.is_some());
        let supplementary = self.each(fields.get("supplementary"), Self::supplementary_provisions);
        let history = fields.get("history").and_then(|node| value::boolean(node, self.diagnostics));
        let notes = self.closing_notes(&fields);
        let closing = self.optional_prose(&fields, "closing");
        let signatures = self.signatures(fields.get("signatures"));
        let colophon = self.paragraphs(fields.get("colophon"));
        self.allow(&fields);
        let form = self.is_form.then(|| self.form(&fields, kind));
        let parameters = self.each(fields.get("parameters"), |lowering, node| value::id(node, lowering.diagnostics));
        std::iter::once(&title).chain(&subtitle).for_each(|prose| self.refuse_expressions(prose));
        let document = Document {
            kind: kind?,
            id: id?,
            title,
            subtitle,
            notation,
            columns,
            letter,
            preamble,
            body: body?,
            supplementary,
            history: history.unwrap_or_default(),
            notes,
            closing,
            signatures,
            colophon,
            suppressions: std::mem::take(&mut self.suppressions),
            form,
        };
        self.names(&document, &parameters);
        Some(document)
    }

    /// `layout: { columns: 2 }`
    fn columns(&mut self, node: Option<&Node>) -> Columns {
        let fields = node.and_then(|node| Fields::read(node, LAYOUT, &["columns"], self.diagnostics));
        let count = fields.and_then(|fields| fields.require("columns", "2", self.diagnostics));
        match count.and_then(|node| value::number(node, 1..=2, self.diagnostics)) {
            Some(2) => Columns::Two,
            _ => Columns::One,
        }
    }

    /// Notes on the whole document.
    fn closing_notes(&mut self, fields: &Fields<'_>) -> Option<Paragraph> {
        let node = fields.get("notes")?;
        let (key, text) = (self.key(), Prose::empty(node.span));
        let content = Content { notes: self.notes(Some(node)), ..Content::default() };
        let promises = Promises::default();
        Some(Paragraph { key, id: None, title: None, text, deleted: false, content, promises, span: node.span })
    }

    fn body(&mut self, fields: &Fields<'_>, is_letter: bool) -> Option<Body> {
        const PARTS: [&str; 4] = ["chapters", "articles", "sections", "body"];
        for (at, first) in PARTS.iter().enumerate() {
            PARTS[at + 1..].iter().for_each(|second| fields.conflict(first, second, self.diagnostics));
        }
        // Which of the two is meant decides how everything below is read.
        if fields.key("chapters").is_some() && fields.key("articles").is_some() {
            self.each(fields.get("chapters"), Self::chapter);
            return None;
        }
        if let Some(span) = fields.get("chapters").and_then(article_among_chapters) {
            let message = say!("章の並びに条があります", "there is an article among the chapters");
            let help = say!(
                "条は、章の「articles:」の下に、「articles」より行頭の半角空白を二つ多くして置いてください",
                "put articles below `articles:` of their chapter, two spaces deeper than it"
            );
            self.diagnostics.push(UNKNOWN_KEYS.at(span, message).help(help));
            return None;
        }
        if let Some(node) = fields.get("chapters") {
            return Some(Body::Chapters(self.each(Some(node), Self::chapter)));
        }
        if let Some(node) = fields.get("articles") {
            return Some(Body::Articles(self.each(Some(node), Self::article)));
        }
        if let Some(node) = fields.get("sections") {
            return Some(Body::Sections(self.each(Some(node), Self::section)));
        }
        // A letter may say everything before 敬具.
        if is_letter && fields.key("preamble").is_some() {
            return Some(Body::Sections(Vec::new()));
        }
        if fields.key("body").is_some() {
            return Some(Body::Sections(Vec::new()));
        }
        if PARTS.iter().all(|key| fields.key(key).is_none()) {
            let message = say!("文書に本文がありません", "the document has no body");
            let help = say!(
                "chapters（章）、articles（条）、sections（節）、body（見出しのない文章）のいずれかを書いてください",
                "write chapters, articles, sections or body"
            );
            self.diagnostics.push(MISSING_KEYS.at(fields.span, message).help(help));
        }
        None
    }

    /// Reads every entry of a list with `read`.
    pub(super) fn each<T>(&mut self, node: Option<&Node>, read: fn(&mut Self, &Node) -> Option<T>) -> Vec<T> {
        let nodes = value::list(node, self.diagnostics);
        nodes.iter().filter_map(|node| read(self, node)).collect()
    }

    /// The value of a list that must have entries.
    fn require_entries<'n>(&mut self, fields: &Fields<'n>, key: &str) -> Option<&'n Node> {
        let node = fields.require(key, "[…]", self.diagnostics)?;
        if node.value == Value::Sequence(Vec::new()) {
            self.empty(node.span);
        }
        Some(node)
    }

    pub(super) fn empty(&mut self, span: Span) {
        let message = say!("中身がありません", "there is no content");
        let help = say!(
            "中身を書くか、廃止したのなら deleted: true としてください",
            "write the content, or `deleted: true` if it was abolished"
        );
        self.diagnostics.push(EMPTY_ARTICLES.at(span, message).help(help));
    }

    pub(super) fn required_prose(&mut self, fields: &Fields<'_>, key: &str, example: &str) -> Prose {
        match fields.require(key, example, self.diagnostics) {
            Some(node) => self.prose(node),
            None => Prose::empty(fields.span),
        }
    }

    pub(super) fn optional_prose(&mut self, fields: &Fields<'_>, key: &str) -> Option<Prose> {
        fields.get(key).map(|node| self.prose(node))
    }

    pub(super) fn id(&mut self, fields: &Fields<'_>, key: &str) -> Option<Id> {
        fields.get(key).and_then(|node| value::id(node, self.diagnostics))
    }

    /// Whether the part is 削除; what it may then no longer hold is reported.
    pub(super) fn deleted(&mut self, fields: &Fields<'_>, content: &[&str]) -> bool {
        let deleted = fields.get("deleted").and_then(|node| value::boolean(node, self.diagnostics)).unwrap_or_default();
        if let (true, Some(key)) = (deleted, fields.key("deleted")) {
            for span in content.iter().filter_map(|content| fields.key(content)) {
                let message = say!("削除した条項に内容が残っています", "a deleted provision still has content");
                let help = say!("内容を消すか、deleted を消してください", "delete the content, or the key `deleted`");
                let diagnostic = CONTENT_IN_DELETED_PROVISIONS.at(span, message);
                self.diagnostics.push(diagnostic.related(key, say!("削除の指定はここです", "deleted here")).help(help));
            }
        }
        deleted
    }

    fn chapter(&mut self, node: &Node) -> Option<Chapter> {
        let keys = ["id", "title", "deleted", "articles", "sections", "allow"];
        let fields = Fields::read(node, CHAPTER, &keys, self.diagnostics)?;
        self.allow(&fields);
        let (key, id) = (self.key(), self.id(&fields, "id"));
        let deleted = self.deleted(&fields, &["title", "articles", "sections"]);
        let title = if deleted { Prose::empty(fields.span) } else { self.required_prose(&fields, "title", "総則") };
        fields.conflict("articles", "sections", self.diagnostics);
        let parts = match fields.get("sections") {
            Some(node) => ChapterParts::Sections(self.each(Some(node), Self::chapter_section)),
            None => {
                let articles = if deleted { None } else { self.require_entries(&fields, "articles") };
                ChapterParts::Articles(self.each(articles, Self::article))
            }
        };
        Some(Chapter { key, id, title, deleted, parts, span: fields.span })
    }

    fn chapter_section(&mut self, node: &Node) -> Option<ChapterSection> {
        let fields = Fields::read(node, CHAPTER_SECTION, &["id", "title", "articles"], self.diagnostics)?;
        let (key, id) = (self.key(), self.id(&fields, "id"));
        let title = self.required_prose(&fields, "title", "通則");
        let articles = self.require_entries(&fields, "articles");
        let articles = self.each(articles, Self::article);
        Some(ChapterSection { key, id, title, articles, span: fields.span })
    }

    fn article(&mut self, node: &Node) -> Option<Article> {
        let keys = ["id", "caption", "subject", "branch", "deleted", "paragraphs", "allow"];
        let fields = Fields::read(node, ARTICLE, &keys, self.diagnostics)?;
        self.allow(&fields);
        let (key, id) = (self.key(), self.id(&fields, "id"));
        let subject = self.id(&fields, "subject");
        let branch = fields.get("branch").and_then(|node| value::number(node, 1..=3, self.diagnostics)).unwrap_or(0);
        let deleted = self.deleted(&fields, &["caption", "subject", "paragraphs"]);
        let (caption, paragraphs) = if deleted {
            (None, Vec::new())
        } else {
            let caption = fields.is_meant("caption").then(|| self.required_prose(&fields, "caption", "規約の適用"));
            let paragraphs = self.require_entries(&fields, "paragraphs");
            (caption, self.paragraphs(paragraphs))
        };
        // 1..=3 fits.
        let branch = branch as u8;
        Some(Article { key, id, caption, subject, branch, deleted, paragraphs, span: fields.span })
    }

    fn section(&mut self, node: &Node) -> Option<Section> {
        let fields = Fields::read(
            node,
            SECTION,
            &["id", "title", "subject", "paragraphs", "sections", "allow"],
            self.diagnostics,
        )?;
        self.allow(&fields);
        let (key, id) = (self.key(), self.id(&fields, "id"));
        let title = self.required_prose(&fields, "title", "サービスの内容");
        let subject = self.id(&fields, "subject");
        let has_entries = |key| {
            fields.key(key).is_some() && fields.get(key).is_none_or(|node| node.value != Value::Sequence(Vec::new()))
        };
        if !has_entries("paragraphs") && !has_entries("sections") {
            self.empty(fields.span);
        }
        let paragraphs = self.paragraphs(fields.get("paragraphs"));
        let sections = self.each(fields.get("sections"), Self::section);
        Some(Section { key, id, title, subject, paragraphs, sections, span: fields.span })
    }

    fn supplementary_provisions(&mut self, node: &Node) -> Option<SupplementaryProvisions> {
        let keys = ["title", "effective", "paragraphs", "articles"];
        let fields = Fields::read(node, SUPPLEMENTARY, &keys, self.diagnostics)?;
        let key = self.key();
        let title = self.optional_prose(&fields, "title");
        let effective = fields.get("effective").and_then(|node| value::date(node, self.diagnostics));
        fields.conflict("paragraphs", "articles", self.diagnostics);
        let parts = match fields.get("articles") {
            Some(node) => SupplementaryParts::Articles(self.each(Some(node), Self::article)),
            None => {
                let paragraphs = self.require_entries(&fields, "paragraphs");
                SupplementaryParts::Paragraphs(self.paragraphs(paragraphs))
            }
        };
        Some(SupplementaryProvisions { key, title, effective, parts, span: fields.span })
    }

    /// Where a value or, failing that, the mapping that should hold it stands.
    pub(super) fn place(fields: &Fields<'_>, key: &str) -> Span {
        fields.get(key).map_or(fields.span, |node| node.span)
    }
}
