//! Figures and QR codes: what they say as data, checked for what cannot be drawn.

mod diagram;
mod timeline;

use super::Lowering;
use super::fields::{Fields, MISSING_KEYS, What};
use super::value::{self, INVALID_VALUES};
use crate::figure::code;
use crate::model::{Figure, Inline, Picture, Prose};
use crate::syntax::{Node, Text, Value};
use crate::{rule, say};

rule! {
    /// The times of a figure run backwards or into each other.
    ///
    /// What is billed for them cannot be said. Write each interval from its beginning to its end, in order, on one day.
    pub static IMPOSSIBLE_INTERVALS: Error("impossible-intervals") = "\
図に書いた時間の、終わりが始まりより前になっているか、前の時間と重なっています。

何分と数えるのかが決まらず、課金の例として成り立ちません。一日のうちの時間を、始まりから終わりへ、早い順に、重ならないように書いてください。

    誤: connections: [10:35-10:00]
    誤: connections: [10:00-10:20, 10:10-10:30]
    正: connections: [10:00-10:10, 10:10-10:30]";
}

rule! {
    /// Two parts of one figure have the same name.
    ///
    /// A link or step could begin or end at either of them. Give one of them another name.
    pub static DUPLICATE_FIGURE_PARTS: Error("duplicate-figure-parts") = "\
一つの図の中に、同じ名前の部品（箱、枠、登場者）が二つあります。

線や矢印がどちらから出てどちらに着くのか決まりません。一方を別の名前にしてください。";
}

rule! {
    /// The address of a QR code is too long.
    ///
    /// The squares would be too small for a telephone to read from paper. Give a shorter address that leads there.
    pub static OVERLONG_CODES: Error("overlong-codes") = "\
QRコードにするアドレスが長すぎます。

紙に刷ったときにます目が細かくなりすぎ、スマートフォンで読み取れません。同じページに着く短いアドレスにしてください。";
}

const FIGURE: What = What("図", "a figure");
const CODE: What = What("QRコード", "a QR code");

const PICTURES: [&str; 3] = ["timeline", "diagram", "flow"];
/// More than a page can show.
const MAX_PARTS: usize = 40;

impl Lowering<'_> {
    /// `figure:` and `qr:`.
    pub(super) fn figures(&mut self, fields: &Fields<'_>) -> Vec<Figure> {
        let figure = fields.get("figure").and_then(|node| self.figure(node));
        let code = fields.get("qr").and_then(|node| self.code(node));
        figure.into_iter().chain(code).collect()
    }

    fn figure(&mut self, node: &Node) -> Option<Figure> {
        let keys = [&["id", "caption", "alt"], &PICTURES[..]].concat();
        let fields = Fields::read(node, FIGURE, &keys, self.diagnostics)?;
        let id = self.id(&fields, "id");
        let caption = Some(self.required_prose(&fields, "caption", "課金の例"));
        let alt = self.alt(&fields);
        let picture = self.picture(&fields)?;
        Some(Figure { key: self.key(), id, caption, alt, picture, span: fields.span })
    }

    /// What stands for the figure where it is not seen; an empty one says nothing.
    fn alt(&mut self, fields: &Fields<'_>) -> Prose {
        let Some(node) = fields.require("alt", "端末からサーバまでの接続を示す図", self.diagnostics)
        else {
            return Prose::empty(fields.span);
        };
        let alt = self.label(node).unwrap_or_else(|| Prose::empty(node.span));
        if matches!(node.value, Value::Scalar(_)) && alt.plain().as_str().trim().is_empty() {
            let message = say!("図の代わりに読む文章がありません", "the figure has no alternative text");
            let help = say!(
                "図が見えない人に図の内容が伝わるように、alt: に書いてください",
                "say in `alt:` what the figure shows, for those who do not see it"
            );
            self.diagnostics.push(MISSING_KEYS.at(node.span, message).help(help));
        }
        alt
    }

    fn picture(&mut self, fields: &Fields<'_>) -> Option<Picture> {
        let given: Vec<&str> = PICTURES.into_iter().filter(|key| fields.key(key).is_some()).collect();
        match given[..] {
            [] => {
                let message = say!("図に描くものがありません", "there is nothing to draw");
                let help = say!(
                    "timeline:（課金の図）、diagram:（構成図）、flow:（情報の流れ）のいずれかを書いてください",
                    "write `timeline:`, `diagram:` or `flow:`"
                );
                self.diagnostics.push(MISSING_KEYS.at(fields.span, message).help(help));
                None
            }
            [only] => {
                let node = fields.get(only)?;
                match only {
                    "timeline" => self.timeline(node).map(Picture::Timeline),
                    "diagram" => self.diagram(node).map(Picture::Diagram),
                    _ => self.information_flow(node).map(Picture::InformationFlow),
                }
            }
            [first, second, ..] => {
                fields.conflict(first, second, self.diagnostics);
                None
            }
        }
    }

    fn code(&mut self, node: &Node) -> Option<Figure> {
        let fields = Fields::read(node, CODE, &["id", "url", "caption", "alt"], self.diagnostics)?;
        let id = self.id(&fields, "id");
        let caption = self.optional_prose(&fields, "caption");
        let node = fields.require("url", "https://example.com/apply", self.diagnostics)?;
        let address = value::text(node, self.diagnostics)?;
        if !["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| address.as_str().starts_with(scheme)) {
            let message = say!("QRコードにするアドレスとして読めません", "this is no address for a QR code");
            let help = say!("https: で始まるアドレスを書いてください", "write an address that begins with https:");
            self.diagnostics.push(INVALID_VALUES.at(address.span(), message).help(help));
            return None;
        }
        if code::modules(address.as_str()).is_none() {
            let most = code::MAX_BYTES;
            let message = say!(
                "QRコードにするには長すぎます（{most} バイトまで）",
                "too long for a QR code (at most {most} bytes)"
            );
            let help = say!("同じページに着く短いアドレスを書いてください", "write a shorter address that leads there");
            self.diagnostics.push(OVERLONG_CODES.at(address.span(), message).help(help));
            return None;
        }
        let alt = match fields.key("alt") {
            Some(_) => self.alt(&fields),
            None => {
                let text = Text::opaque(format!("QRコード：{}", address.as_str()), address.span());
                plain(&text)
            }
        };
        let picture = Picture::Code(plain(address));
        Some(Figure { key: self.key(), id, caption, alt, picture, span: fields.span })
    }

    /// The entries of a list that is not too long to be drawn.
    pub(super) fn bounded<'n>(&mut self, node: Option<&'n Node>) -> &'n [Node] {
        let nodes = value::list(node, self.diagnostics);
        if let Some(over) = nodes.get(MAX_PARTS) {
            let message = say!("一つの図に描ける数を超えています", "this is more than one figure can show");
            let help = say!("{MAX_PARTS} 個までにして、図を分けてください", "at most {MAX_PARTS}; divide the figure");
            self.diagnostics.push(INVALID_VALUES.at(over.span, message).help(help));
        }
        &nodes[..nodes.len().min(MAX_PARTS)]
    }

    pub(super) fn distinct_parts(&mut self, names: impl Iterator<Item = Text>) {
        let mut seen: Vec<Text> = Vec::new();
        for name in names {
            if let Some(first) = seen.iter().find(|first| first.as_str() == name.as_str()) {
                let shown = name.as_str();
                let message = say!("「{shown}」が二つあります", "there are two `{shown}`");
                let related = say!("一つ目はここです", "the first is here");
                let help = say!("どちらかを別の名前にしてください", "give one of them another name");
                let diagnostic = DUPLICATE_FIGURE_PARTS.at(name.span(), message);
                self.diagnostics.push(diagnostic.related(first.span(), related).help(help));
            }
            seen.push(name);
        }
    }

    pub(super) fn required_label(&mut self, fields: &Fields<'_>, key: &str, example: &str) -> Prose {
        let node = fields.require(key, example, self.diagnostics);
        node.and_then(|node| self.label(node)).unwrap_or_else(|| Prose::empty(fields.span))
    }

    /// Words of a figure: links cannot be followed there, nor parts of them stressed.
    pub(super) fn label(&mut self, node: &Node) -> Option<Prose> {
        let label = self.prose(node);
        let only_text = label.inlines.iter().all(|inline| matches!(inline, Inline::Text(_)));
        if !only_text {
            let message = say!("図の中の言葉にリンクや強調は使えません", "words of a figure have no links or emphasis");
            let help = say!("言葉だけを書いてください", "write words only");
            self.diagnostics.push(INVALID_VALUES.at(node.span, message).help(help));
            return None;
        }
        Some(label)
    }
}

fn plain(text: &Text) -> Prose {
    Prose { inlines: vec![Inline::Text(text.clone())], span: text.span() }
}
