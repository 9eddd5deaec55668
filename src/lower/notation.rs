//! The `numbering:` of a document: styles read from examples.

use super::Lowering;
use super::fields::{Fields, What};
use super::value::{self, INVALID_VALUES};
use crate::model::{CaptionStyle, Digits, LabelStyle, Notation, SectionStyle};
use crate::say;
use crate::syntax::{Node, Value};

const NUMBERING: What = What("numbering", "numbering");
const FIRST_PARAGRAPH: [(&str, bool); 2] = [("numbered", true), ("unnumbered", false)];

impl Lowering<'_> {
    pub(super) fn notation(&mut self, node: Option<&Node>) -> Notation {
        let mut notation = Notation::default();
        let keys = ["digits", "first-paragraph", "paragraphs", "items", "sections", "captions"];
        let Some(fields) = node.and_then(|node| Fields::read(node, NUMBERING, &keys, self.diagnostics)) else {
            return notation;
        };
        if let Some(digits) =
            fields.get("digits").and_then(|node| value::choice(node, &Digits::NAMES, self.diagnostics))
        {
            notation.digits = digits;
        }
        let first = fields.get("first-paragraph");
        if let Some(first) = first.and_then(|node| value::choice(node, &FIRST_PARAGRAPH, self.diagnostics)) {
            notation.first_paragraph_numbered = first;
        }
        if let Some(style) =
            fields.get("paragraphs").and_then(|node| self.example(node, "２．", LabelStyle::from_example))
        {
            notation.paragraphs = style;
        }
        let items =
            self.each(fields.get("items"), |lowering, node| lowering.example(node, "（１）", LabelStyle::from_example));
        if !items.is_empty() {
            // Levels not given keep their usual style.
            let rest = notation.items.drain(items.len().min(notation.items.len())..).collect::<Vec<_>>();
            notation.items = items.into_iter().chain(rest).collect();
        }
        if let Some(style) = fields.get("sections").and_then(|node| self.sections(node)) {
            notation.sections = style;
        }
        if let Some(style) = fields.get("captions").and_then(|node| self.captions(node)) {
            notation.captions = style;
        }
        notation
    }

    /// An example, or `none` for headings without numbers.
    fn sections(&mut self, node: &Node) -> Option<Option<SectionStyle>> {
        let is_none = matches!(&node.value, Value::Scalar(scalar) if scalar.text.as_str() == "none");
        if is_none { Some(None) } else { self.example(node, "１－１．", SectionStyle::from_example).map(Some) }
    }

    fn captions(&mut self, node: &Node) -> Option<CaptionStyle> {
        let text = value::text(node, self.diagnostics)?;
        let style = CaptionStyle::from_example(text.as_str());
        if style.is_none() {
            let shown = text.as_str();
            let message =
                say!("「{shown}」から見出しの書き方を読み取れません", "`{shown}` shows no way of writing captions");
            let help = say!(
                "「見出し」という語を、括弧か空白に続けて書いてください。例: （見出し）、【見出し】、\"　見出し\"",
                "write 見出し behind a bracket or a space, for example （見出し）, 【見出し】, \"　見出し\""
            );
            self.diagnostics.push(INVALID_VALUES.at(text.span(), message).help(help));
        }
        style
    }

    pub(super) fn example<T>(&mut self, node: &Node, usual: &str, read: fn(&str) -> Option<T>) -> Option<T> {
        let text = value::text(node, self.diagnostics)?;
        let style = read(text.as_str());
        if style.is_none() {
            let shown = text.as_str();
            let message = say!("「{shown}」から番号の書き方を読み取れません", "`{shown}` shows no way of numbering");
            let help = say!(
                "最初の番号をその書き方どおりに書いてください。例: {usual}（使える数字は 1 １ 一 ① ア イ a A ａ Ａ i I ⅰ Ⅰ）",
                "write the first number as it should look, for example {usual} (1 １ 一 ① ア イ a A ａ Ａ i I ⅰ Ⅰ)"
            );
            self.diagnostics.push(INVALID_VALUES.at(text.span(), message).help(help));
        }
        style
    }
}
