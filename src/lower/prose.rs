//! Inline Markdown of a text: strong, emphasis and links; anything that is not text is refused.
//!
//! CommonMark has no mode for inline text, and contract text such as `1. …` or `- …` would become lists. Every line is
//! therefore given an ideographic space before it: white space for the rules of emphasis, but no block syntax follows
//! it. The spaces vanish again with the offsets.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::diagnostic::{Diagnostic, Message, Rule};
use crate::model::{Expression, Inline, Link, LinkTarget, Prose};
use crate::source::Span;
use crate::syntax::{Node, Text};
use crate::{rule, say};

use super::{Lowering, expression, value};

rule! {
    /// A text holds HTML, an image or code marks.
    ///
    /// Only **strong** text and links can be set in all outputs alike. Write angle brackets and backticks full-width,
    /// or put a backslash before them, if they are meant literally.
    pub static RAW_MARKUP: Error("raw-markup") = "\
文章の中に、HTML のタグ、画像またはバッククォートの記号があります。

HTML、PDF など全ての出力で同じように表せるのは、**強調** とリンクだけです。記号そのものを書くときは全角（＜ ＞ ｀）にするか、前に \\ を置いてください。

    誤: <b>重要</b>な事項
    正: **重要**な事項";
}

rule! {
    /// A link would run a program or open a local file.
    ///
    /// A reader of the page must be able to trust its links. Use https:, http:, mailto: or tel:.
    pub static UNSAFE_LINKS: Error("unsafe-links") = "\
安全でない宛先へのリンクです。

プログラムを動かす宛先や、読む人の端末のファイルを開く宛先は、文書を読む人に危険です。https:、http:、mailto:、tel: のいずれかにしてください。";
}

rule! {
    /// The target of a link cannot be read.
    ///
    /// A target is an id of this document (#fees), of another (annex-services:receipt), or an address. Mend it, so that
    /// readers get somewhere.
    pub static INVALID_LINKS: Error("invalid-links") = "\
リンクの宛先が読み取れません。

宛先には、この文書の id（#fees）、ほかの文書の id（annex-services:receipt）、またはアドレス（https: など）を書きます。ファイルの名前は宛先になりません。

    誤: [料金](fees.html)
    正: [料金](#fees)";
}

rule! {
    /// An empty line stands inside a text.
    ///
    /// It does not begin a new paragraph, so two provisions would run into one. Begin another entry of the list.
    pub static BLANK_LINES_IN_TEXT: Warning("blank-lines-in-text") = "\
文章の途中に空行があります。

空行は段落の区切りにならず、前後が一つの項として続けて印刷されます。項を分けるときは、「- 」で始まる次の項目にしてください。続けるときは空行を消してください。";
}

const GUARD: &str = "\u{3000}";
/// Deeper emphasis means nothing to a reader.
const MAX_DEPTH: usize = 8;

impl Lowering<'_> {
    /// Reads a node that must be a text.
    pub(super) fn prose(&mut self, node: &Node) -> Prose {
        let Some(text) = value::text(node, self.diagnostics) else { return Prose::empty(node.span) };
        let text = text.trimmed();
        let expressions = if self.is_form { expression::find(&text, self.diagnostics) } else { Vec::new() };
        if expressions.is_empty() && is_plain(text.as_str()) {
            let words = (!text.as_str().is_empty()).then(|| Inline::Text(text.slice(0..text.as_str().len())));
            return Prose { inlines: words.into_iter().collect(), span: text.span() };
        }
        inline(&text, expressions, self.diagnostics)
    }
}

/// Whether CommonMark takes a text for nothing but words, as it does most: that is not worth its reading.
fn is_plain(text: &str) -> bool {
    !text.bytes().any(|byte| matches!(byte, b'*' | b'_' | b'[' | b']' | b'<' | b'&' | b'\\' | b'`' | 0..=31))
}

/// Reads the markup of a text.
fn inline(
    text: &Text,
    expressions: Vec<(Range<usize>, Option<Expression>)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Prose {
    let guarded = Guarded::new(&masked(text.as_str(), &expressions));
    let mut builder = Builder { text, guarded: &guarded, expressions, open: vec![Open::root()], diagnostics };
    for (event, range) in Parser::new_ext(&guarded.text, Options::ENABLE_OLD_FOOTNOTES).into_offset_iter() {
        builder.take(event, range);
    }
    if text.as_str().contains("\n\n") {
        builder.blank_line();
    }
    let inlines = builder.open.swap_remove(0).inlines;
    Prose { inlines, span: text.span() }
}

/// The text with a word of the same length in the place of each expression: Markdown takes it for a word, too.
fn masked(text: &str, expressions: &[(Range<usize>, Option<Expression>)]) -> String {
    let mut out = text.to_owned();
    for (range, _) in expressions {
        out.replace_range(range.clone(), &"x".repeat(range.len()));
    }
    out
}

/// A text with the guard before every line, and the way back.
struct Guarded {
    text: String,
    /// Offset of each guard in `text`.
    guards: Vec<usize>,
}

impl Guarded {
    fn new(text: &str) -> Guarded {
        let mut guarded = Guarded { text: String::with_capacity(text.len() + 16), guards: Vec::new() };
        for line in text.split_inclusive('\n') {
            guarded.guards.push(guarded.text.len());
            guarded.text.push_str(GUARD);
            guarded.text.push_str(line);
        }
        guarded
    }

    /// The range of the unguarded text.
    fn original(&self, range: &Range<usize>) -> Range<usize> {
        let back = |offset: usize| {
            let before = self.guards.partition_point(|&guard| guard < offset);
            let inside =
                before.checked_sub(1).map_or(0, |last| (self.guards[last] + GUARD.len()).saturating_sub(offset));
            offset + inside - before * GUARD.len()
        };
        back(range.start)..back(range.end)
    }
}

/// An inline element whose end has not come yet; the first is the text itself.
struct Open {
    inlines: Vec<Inline>,
    close: fn(Vec<Inline>, Option<Link>) -> Option<Inline>,
    link: Option<Link>,
}

impl Open {
    fn root() -> Open {
        Open { inlines: Vec::new(), close: |_, _| None, link: None }
    }
}

struct Builder<'a> {
    text: &'a Text,
    guarded: &'a Guarded,
    /// In the order of the text.
    expressions: Vec<(Range<usize>, Option<Expression>)>,
    open: Vec<Open>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        let original = self.guarded.original(&range);
        match event {
            Event::Start(Tag::Paragraph) | Event::End(pulldown_cmark::TagEnd::Paragraph) => {}
            Event::Start(Tag::Strong) => self.begin(|inner, _| Some(Inline::Strong(inner)), None),
            Event::Start(Tag::Emphasis) => self.begin(|inner, _| Some(Inline::Emphasis(inner)), None),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let link = self.link(&dest_url, self.text.at(original));
                self.begin(|text, link| link.map(|link| Inline::Link(Link { text, ..link })), link);
            }
            Event::Start(Tag::Image { .. }) => {
                self.refuse(original, say!("文章の中に画像は置けません", "a text cannot hold an image"));
                self.begin(|_, _| None, None);
            }
            Event::Start(_) => self.begin(|_, _| None, None),
            Event::End(_) => self.end(),
            Event::FootnoteReference(name) => self.mark(&name, self.text.at(original)),
            Event::Text(value) => self.words(&value, &range, original),
            Event::SoftBreak => self.soft_break(original),
            Event::HardBreak => self.push(Inline::Break),
            Event::Html(_) | Event::InlineHtml(_) => {
                self.refuse(original, say!("文章の中に HTML のタグは書けません", "a text cannot hold HTML"));
            }
            Event::Code(_) => {
                self.refuse(
                    original,
                    say!("文章の中に ` で囲んだ部分があります", "a text cannot hold code between backticks"),
                );
            }
            _ => {}
        }
    }

    fn begin(&mut self, close: fn(Vec<Inline>, Option<Link>) -> Option<Inline>, link: Option<Link>) {
        self.open.push(Open { inlines: Vec::new(), close, link });
    }

    fn end(&mut self) {
        if self.open.len() < 2 {
            return;
        }
        let depth = self.open.len();
        if let Some(Open { inlines, close, link }) = self.open.pop() {
            if depth > MAX_DEPTH {
                inlines.into_iter().for_each(|inline| self.push(inline));
            } else if let Some(inline) = close(inlines, link) {
                self.push(inline);
            }
        }
    }

    fn push(&mut self, inline: Inline) {
        if let Some(open) = self.open.last_mut() {
            match (open.inlines.last_mut(), inline) {
                (Some(Inline::Text(last)), Inline::Text(next)) => last.push(&next, 0..next.as_str().len()),
                (_, inline) => open.inlines.push(inline),
            }
        }
    }

    fn words(&mut self, value: &str, range: &Range<usize>, original: Range<usize>) {
        let is_guarded =
            range.start < self.guarded.text.len() && self.guarded.guards.binary_search(&range.start).is_ok();
        let (mut value, mut original) = (value, original);
        if is_guarded {
            // The guard hides from CommonMark that spaces at the start of a line mean nothing.
            let kept = value.strip_prefix(GUARD).unwrap_or(value).trim_start_matches([' ', '\t']);
            original.start = original.end.saturating_sub(kept.len()).max(original.start);
            value = kept;
        }
        if value.is_empty() {
            return;
        }
        let original = self.expressions_in(original);
        if original.is_empty() {
            return;
        }
        let value = &value[value.len().saturating_sub(original.len())..];
        let text = if self.text.as_str()[original.clone()] == *value {
            self.text.slice(original)
        } else {
            // An entity such as &amp;: one place for the whole.
            Text::opaque(value.to_owned(), self.text.at(original))
        };
        self.push(Inline::Text(text));
    }

    /// Pushes the expressions of a stretch with the text before each; what is left of it behind the last.
    fn expressions_in(&mut self, mut stretch: Range<usize>) -> Range<usize> {
        let is_inside = |(range, _): &(Range<usize>, _)| stretch.start <= range.start && range.end <= stretch.end;
        let inside: Vec<_> = self.expressions.iter().filter(|one| is_inside(one)).cloned().collect();
        for (range, expression) in inside {
            if stretch.start < range.start {
                self.push(Inline::Text(self.text.slice(stretch.start..range.start)));
            }
            expression.into_iter().for_each(|expression| self.push(Inline::Expression(expression)));
            stretch.start = range.end;
        }
        stretch
    }

    /// A line break of the file: nothing beside a Japanese character, a space between Latin words.
    fn soft_break(&mut self, original: Range<usize>) {
        let text = self.text.as_str();
        let before = text[..original.start].chars().next_back();
        let after = text[original.end..].chars().next();
        // Signs of markup are no words: a line may end with a link and the next begin with one.
        let is_word =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '"' | '\'');
        if before.is_some_and(is_word) && after.is_some_and(is_word) {
            self.push(Inline::Text(Text::opaque(" ".to_owned(), self.text.at(original))));
        }
    }

    fn refuse(&mut self, original: Range<usize>, message: Message) {
        let help = say!(
            "使えるのは **強調**、*強調*、リンク [文字](宛先) だけです。記号そのものを書くときは全角（＜ ＞ ｀）にするか、前に \\ を置いてください",
            "only **strong**, *emphasis* and [links](target) are allowed; put a backslash before a character that is meant literally"
        );
        self.diagnostics.push(RAW_MARKUP.at(self.text.at(original), message).help(help));
    }

    fn blank_line(&mut self) {
        let at = self.text.as_str().find("\n\n").unwrap_or_default();
        let message = say!("文章の途中に空行があります", "an empty line inside a text");
        let help = say!(
            "空行は段落の区切りになりません。段落を分けるときは「- 」で始まる次の項目にしてください",
            "an empty line does not begin a new paragraph; begin another entry with `- `"
        );
        self.diagnostics.push(BLANK_LINES_IN_TEXT.at(self.text.at(at + 1..at + 1), message).help(help));
    }

    /// The mark of a note; the program writes it as ※１.
    fn mark(&mut self, name: &str, span: Span) {
        let target = LinkTarget::Note(name.to_owned());
        self.push(Inline::Link(Link { target, text: Vec::new(), span }));
    }

    fn link(&mut self, destination: &str, span: Span) -> Option<Link> {
        let refused = |message: Message, rule: &'static Rule| {
            let help = say!(
                "使える宛先は #id、文書id:id、https:、http:、mailto:、tel: です",
                "a target is #id, document:id, https:, http:, mailto: or tel:"
            );
            rule.at(span, message).help(help)
        };
        match target(destination) {
            Ok(target) => return Some(Link { target, text: Vec::new(), span }),
            Err(NotATarget::Unsafe) => {
                let message = say!("この宛先へのリンクは安全でないため書けません", "a link to this target is not safe");
                self.diagnostics.push(refused(message, &UNSAFE_LINKS));
            }
            Err(NotATarget::Unknown) => {
                let message = say!("リンクの宛先が読み取れません", "the target of the link cannot be read");
                self.diagnostics.push(refused(message, &INVALID_LINKS));
            }
        }
        None
    }
}

enum NotATarget {
    Unsafe,
    Unknown,
}

/// What `#fees` or `terms:fees.2` leads to; `None` where it is no place in a document.
pub(super) fn place(written: &str) -> Option<LinkTarget> {
    target(written).ok().filter(|target| matches!(target, LinkTarget::Place { .. }))
}

fn target(destination: &str) -> Result<LinkTarget, NotATarget> {
    let anchor = |name: &str| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
        if name.chars().all(plain) { Ok(name.to_owned()) } else { Err(NotATarget::Unknown) }
    };
    if let Some(name) = destination.strip_prefix('#') {
        return Ok(LinkTarget::Place { document: None, anchor: Some(anchor(name)?) });
    }
    let Some((scheme, rest)) = destination.split_once(':') else { return Err(NotATarget::Unknown) };
    match scheme.to_ascii_lowercase().as_str() {
        "https" | "http" | "mailto" | "tel" => Ok(LinkTarget::External(destination.to_owned())),
        "javascript" | "vbscript" | "data" | "file" | "blob" => Err(NotATarget::Unsafe),
        _ => {
            let document = Some(anchor(scheme)?);
            let anchor = if rest.is_empty() { None } else { Some(anchor(rest)?) };
            Ok(LinkTarget::Place { document, anchor })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn plain_words_are_what_commonmark_makes_of_them() {
        let span = Span::new(Sources::default().add("a.yaml", ""), 0..0);
        for words in [
            "",
            "条",
            "　字下げした文。　",
            "1. 一つ目。 2) 二つ目  間",
            "- 月額 10,000円 (税込み)! # | > ~ 「甲」 + = { } ^ $ ' \"",
            "第１条の2：https://example.com/a-b?c=d",
            "a\u{a0}\u{2003}",
        ] {
            assert!(is_plain(words), "{words}");
            let text = Text::opaque(words.to_owned(), span);
            let plain = (!words.is_empty()).then(|| Inline::Text(text.slice(0..words.len())));
            let read = inline(&text, Vec::new(), &mut Vec::new());
            assert_eq!(read.inlines, plain.into_iter().collect::<Vec<_>>(), "{words}");
        }
        assert!(!is_plain("**強調**") && !is_plain("[](#fees)") && !is_plain("一\n二") && !is_plain("a&amp;b"));
    }
}
