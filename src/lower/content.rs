//! Paragraphs, items, definitions: text and what stands under it.

use super::Lowering;
use super::fields::{Fields, MISSING_KEYS, What, wrong_type};
use super::value;
use crate::model::{Boxed, Content, Definition, Fact, Item, Note, Paragraph, Promises, Prose, Question, TextAfter};
use crate::syntax::{Node, Value};
use crate::{rule, say};

rule! {
    /// A key and its value are written without the space that parts them: `text:…`.
    ///
    /// YAML then takes the whole line for text, and the key would be printed. Write a space after the colon.
    pub static MISSING_SPACES: Error("missing-spaces") = "\
キーのコロンの後に空白がありません。

「text:文章」のように続けて書くと、キーまで含めて文章として印刷されてしまいます。「text: 文章」のように半角空白を置いてください。";
}

const PARAGRAPH: What = What("項", "a paragraph");
const ITEM: What = What("号", "an item");
const FACT: What = What("項目", "a fact");
const QUESTION: What = What("質問", "a question");
const BOX: What = What("囲み", "a box");
const NOTE: What = What("注", "a note");
const TEXT_AFTER: What = What("text-after", "`text-after`");
const DEFINITION: What = What("定義", "a definition");

/// Keys of what may stand under a text, in the order in which it is set.
pub(super) const CONTENT_KEYS: [&str; 12] = [
    "facts",
    "items",
    "bullets",
    "questions",
    "definitions",
    "table",
    "figure",
    "qr",
    "fields",
    "box",
    "notes",
    "text-after",
];

/// Keys of what can be computed from a provision.
const PROMISE_KEYS: [&str; 7] = ["period", "periods", "interest", "remaining-months", "metering", "window", "windows"];

impl Lowering<'_> {
    fn promises(&mut self, fields: &Fields<'_>) -> Promises {
        let periods = self.periods(fields);
        let charges = self.charges(fields);
        Promises { periods, charges, windows: self.windows(fields) }
    }

    pub(super) fn paragraphs(&mut self, node: Option<&Node>) -> Vec<Paragraph> {
        self.each(node, Self::paragraph)
    }

    fn paragraph(&mut self, node: &Node) -> Option<Paragraph> {
        let key = self.key();
        if let Value::Scalar(_) = node.value {
            let text = self.plain_text(node);
            if text.is_empty() {
                self.empty(node.span);
            }
            let (content, promises) = (Content::default(), Promises::default());
            return Some(Paragraph {
                key,
                id: None,
                title: None,
                text,
                deleted: false,
                content,
                promises,
                span: node.span,
            });
        }
        let keys = with_content(&[&["id", "title", "text", "deleted"], &PROMISE_KEYS[..], &["allow"]].concat());
        let fields = self.text_or_fields(node, PARAGRAPH, &keys)?;
        self.allow(&fields);
        let id = self.id(&fields, "id");
        let deleted = self.deleted(&fields, &with_content(&["title", "text"]));
        let title = self.optional_prose(&fields, "title");
        let text = self.optional_prose(&fields, "text").unwrap_or_else(|| Prose::empty(fields.span));
        let content = self.content(&fields);
        // What could not be drawn has findings of its own.
        let is_drawn = ["figure", "qr"].iter().any(|key| fields.key(key).is_some());
        if !deleted && !is_drawn && text.is_empty() && is_bare(&content) {
            match fields.get("text") {
                Some(node) if matches!(node.value, Value::Scalar(_)) => self.empty(node.span),
                None if fields.key("text").is_none() => self.no_text(&fields),
                _ => {}
            }
        }
        let promises = self.promises(&fields);
        Some(Paragraph { key, id, title, text, deleted, content, promises, span: fields.span })
    }

    /// A mapping, or the finding that says both forms a paragraph may have.
    fn text_or_fields<'n>(&mut self, node: &'n Node, what: What, keys: &[&str]) -> Option<Fields<'n>> {
        if let Value::Mapping(_) = node.value {
            return Fields::read(node, what, keys, self.diagnostics);
        }
        let help = say!(
            "「- 文章」とするか、「- text: 文章」に items などを添えてください",
            "write `- text` or a mapping with `text:`"
        );
        self.diagnostics.push(wrong_type(node, &say!("文章", "a text")).help(help));
        None
    }

    /// A text without a key before it; `text:文章` without a space is a slip.
    fn plain_text(&mut self, node: &Node) -> Prose {
        let text = self.prose(node);
        let plain = text.plain();
        if let Some((key, rest)) = plain.as_str().split_once(':')
            && ["id", "title", "text", "items", "table"].contains(&key)
        {
            let message = say!("「{key}:」の後に空白がありません", "there is no space after `{key}:`");
            let help = say!("「{key}: 」のように半角空白を置いてください", "write `{key}: {rest}`");
            self.diagnostics.push(MISSING_SPACES.at(plain.at(0..key.len() + 1), message).help(help));
        }
        text
    }

    fn no_text(&mut self, fields: &Fields<'_>) {
        let message = say!("文章がありません", "there is no text");
        let help = say!("text: に文章を書いてください", "write it after `text:`");
        self.diagnostics.push(MISSING_KEYS.at(fields.span, message).help(help));
    }

    pub(super) fn content(&mut self, fields: &Fields<'_>) -> Content {
        Content {
            facts: self.each(fields.get("facts"), Self::fact),
            items: self.each(fields.get("items"), Self::item),
            bullets: self.each(fields.get("bullets"), Self::item),
            questions: self.each(fields.get("questions"), Self::question),
            definitions: self.each(fields.get("definitions"), Self::definition),
            table: fields.get("table").and_then(|node| self.table(node)),
            figures: self.figures(fields),
            fields: self.each(fields.get("fields"), |lowering, node| lowering.variable(node)),
            boxed: fields.get("box").and_then(|node| self.boxed(node)),
            notes: self.notes(fields.get("notes")),
            text_after: self.texts_after(fields.get("text-after")),
        }
    }

    /// One text, or a list of texts.
    fn texts_after(&mut self, node: Option<&Node>) -> Vec<TextAfter> {
        match node {
            Some(node) if !matches!(node.value, Value::Sequence(_)) => self.text_after(node).into_iter().collect(),
            _ => self.each(node, Self::text_after),
        }
    }

    fn text_after(&mut self, node: &Node) -> Option<TextAfter> {
        if let Value::Scalar(_) = node.value {
            let text = self.plain_text(node);
            if text.is_empty() {
                self.empty(node.span);
            }
            return Some(TextAfter { text, content: Content::default() });
        }
        let fields = self.text_or_fields(node, TEXT_AFTER, &with_content(&["text"]))?;
        let text = self.required_prose(&fields, "text", "前各号のほか、当社は、…");
        Some(TextAfter { text, content: self.content(&fields) })
    }

    pub(super) fn notes(&mut self, node: Option<&Node>) -> Vec<Note> {
        self.each(node, Self::note)
    }

    fn note(&mut self, node: &Node) -> Option<Note> {
        if let Value::Scalar(_) = node.value {
            return Some(Note { id: None, text: self.plain_text(node) });
        }
        let fields = self.text_or_fields(node, NOTE, &["id", "text"])?;
        let id = self.id(&fields, "id");
        Some(Note { id, text: self.required_prose(&fields, "text", "税込みの金額です。") })
    }

    fn fact(&mut self, node: &Node) -> Option<Fact> {
        let fields = Fields::read(node, FACT, &with_content(&["label", "text"]), self.diagnostics)?;
        let label = self.required_prose(&fields, "label", "日時");
        let text = self.optional_prose(&fields, "text").unwrap_or_else(|| Prose::empty(fields.span));
        let content = self.content(&fields);
        if text.is_empty() && content == Content::default() && fields.key("text").is_none() {
            self.no_text(&fields);
        }
        Some(Fact { label, text, content })
    }

    fn question(&mut self, node: &Node) -> Option<Question> {
        let fields = Fields::read(node, QUESTION, &["id", "question", "answer"], self.diagnostics)?;
        let id = self.id(&fields, "id");
        let question = fields.require("question", "解約はいつでもできますか。", self.diagnostics);
        let question = question.and_then(|node| self.item(node));
        let answer = fields.require("answer", "はい。いつでもできます。", self.diagnostics);
        let answer = answer.and_then(|node| self.item(node));
        Some(Question { question: Item { id, ..question? }, answer: answer? })
    }

    fn boxed(&mut self, node: &Node) -> Option<Boxed> {
        let fields = Fields::read(node, BOX, &["title", "paragraphs"], self.diagnostics)?;
        let title = self.optional_prose(&fields, "title");
        let paragraphs = fields.require("paragraphs", "[…]", self.diagnostics);
        Some(Boxed { title, paragraphs: self.paragraphs(paragraphs) })
    }

    fn item(&mut self, node: &Node) -> Option<Item> {
        let key = self.key();
        if let Value::Scalar(_) = node.value {
            let text = self.plain_text(node);
            let (content, promises) = (Content::default(), Promises::default());
            return Some(Item { key, id: None, title: None, text, deleted: false, content, promises, span: node.span });
        }
        let keys = with_content(&[&["id", "title", "text", "deleted"], &PROMISE_KEYS[..], &["allow"]].concat());
        let fields = self.text_or_fields(node, ITEM, &keys)?;
        self.allow(&fields);
        let id = self.id(&fields, "id");
        let deleted = self.deleted(&fields, &with_content(&["title", "text"]));
        let title = self.optional_prose(&fields, "title");
        let text = self.optional_prose(&fields, "text").unwrap_or_else(|| Prose::empty(fields.span));
        if !deleted && title.is_none() && fields.key("text").is_none() {
            self.no_text(&fields);
        }
        let content = self.content(&fields);
        let promises = self.promises(&fields);
        Some(Item { key, id, title, text, deleted, content, promises, span: fields.span })
    }

    fn definition(&mut self, node: &Node) -> Option<Definition> {
        let fields = Fields::read(node, DEFINITION, &with_content(&["term", "meaning"]), self.diagnostics)?;
        let key = self.key();
        let terms = match fields.require("term", "当社", self.diagnostics) {
            Some(node) if matches!(node.value, Value::Sequence(_)) => {
                value::list(Some(node), self.diagnostics).iter().map(|node| self.prose(node)).collect()
            }
            Some(node) => vec![self.prose(node)],
            None => vec![Prose::empty(fields.span)],
        };
        let meaning = self.required_prose(&fields, "meaning", "みなと医療情報株式会社をいいます。");
        let content = self.content(&fields);
        Some(Definition { key, terms, meaning, content, span: fields.span })
    }
}

/// Whether there is nothing that a text could go on after.
fn is_bare(content: &Content) -> bool {
    *content == Content { text_after: content.text_after.clone(), ..Content::default() }
}

/// The given keys and those of content.
pub(super) fn with_content(keys: &[&'static str]) -> Vec<&'static str> {
    keys.iter().chain(&CONTENT_KEYS).copied().collect()
}
