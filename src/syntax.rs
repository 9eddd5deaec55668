//! YAML text to a tree of nodes with a position for every character of every value.
//!
//! The tree knows nothing of documents. What YAML allows and contracts do not need (anchors, aliases, tags, several
//! documents in a file, keys that are not plain words) is refused here.

mod align;
mod error;
mod slip;
mod text;

use std::collections::BTreeMap;

use granit_parser::{Event, Parser, ScalarStyle, options};

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources, Span};
use crate::{rule, say};

pub use error::{DEEP_NESTING, INVALID_SYNTAX, TABS_IN_INDENTATION};
pub use text::Text;

rule! {
    /// A YAML anchor (&) or alias (*) is used.
    ///
    /// Text that is repeated through an alias has two places and one source, which nobody sees in the file. Write a
    /// shared block and include it. Put text that only begins with & or * in double quotes.
    pub static ANCHORS_AND_ALIASES: Error("anchors-and-aliases") = "\
YAML のアンカー（&）またはエイリアス（*）が使われています。

同じ文章がどこに現れるのかがファイルから読み取れなくなるため、使えません。繰り返す文章は shared/ の共有ブロックに書き、include で取り込んでください。文章が & や * で始まるだけのときは、二重引用符で囲んでください。

    誤: title: *name
    正: title: \"*印のサービス\"";
}

rule! {
    /// A YAML tag (!) is used.
    ///
    /// Every value here is text, a list or a mapping, and needs no tag. Delete the word, or put text that begins with !
    /// in double quotes.
    pub static TAGS: Error("tags") = "\
YAML のタグ（!）が使われています。

ここに書く値は文章、リスト、「キー: 値」の組だけで、タグは要りません。! で始まる語を消すか、文章であれば二重引用符で囲んでください。

    誤: caption: !重要
    正: caption: \"!重要\"";
}

rule! {
    /// One file holds several YAML documents, parted by `---`.
    ///
    /// A file is one document, so that its name, its id and its place in the set agree. Move what follows `---` to a
    /// file of its own.
    pub static SEVERAL_DOCUMENTS: Error("several-documents") = "\
一つのファイルに、「---」で区切られた文書が二つ以上あります。

ファイルの名前、文書の id、セットの中の順序を一つに決めるため、一つのファイルには一つの文書を書きます。「---」より後を別のファイルに移してください。";
}

rule! {
    /// A mapping has the same key twice.
    ///
    /// Only one of the two values could count, and YAML does not say which. Delete one, or merge them into one value or
    /// list.
    pub static DUPLICATE_KEYS: Error("duplicate-keys") = "\
同じキーが二度書かれています。

どちらの値を使うのか決まらないため、一方が黙って捨てられるおそれがあります。一方を消すか、一つにまとめてください。並べたいときは、値を「- 」のリストにします。

    誤: title: 利用規約
        title: 利用約款
    正: title: 利用規約";
}

rule! {
    /// A key is not a plain word.
    ///
    /// A long text before a colon, a list or a mapping is taken for a key. Write `key: value`; put text that holds a
    /// colon and a space in double quotes.
    pub static INVALID_KEYS: Error("invalid-keys") = "\
キーが一つの語になっていません。

「: 」を含む文章は、その前までがキーとして読まれます。「キー: 値」の形に直してください。文章であれば、全体を二重引用符で囲んでください。

    誤: - [規約, 別紙]: 本文
    正: - text: 本文";
}

rule! {
    /// A `#` in a text begins a YAML comment, and the rest of the line is not read.
    ///
    /// YAML takes a number sign after a space for a comment. Put the whole value in double quotes if it is text; write
    /// `# ` with a space if it is a comment.
    pub static COMMENTS_IN_TEXT: Warning("comments-in-text") = "\
文章の途中の「#」から後ろが、YAML のコメントとして読み飛ばされています。

空白の後の「#」はコメントの始まりです。文章の一部であれば、値全体を二重引用符で囲んでください。コメントであれば「# 」のように空白を置いてください。

    誤: - 番号 #1 を使います
    正: - \"番号 #1 を使います\"";
}

/// More than any document needs; less than any stack.
const FLOW_NESTING: usize = 32;
const BLOCK_NESTING: usize = 64;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub span: Span,
    pub value: Value,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A key with nothing after it.
    Empty,
    Scalar(Scalar),
    Sequence(Vec<Node>),
    /// In the order of the file, keys unique.
    Mapping(Vec<Entry>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    pub text: Text,
    pub style: Style,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub key: Text,
    pub value: Node,
}

/// Parses one file. `None` when it holds nothing or cannot be read as YAML; the findings then say why.
pub fn parse(sources: &Sources, source: SourceId) -> (Option<Node>, Vec<Diagnostic>) {
    let file = sources.get(source);
    let options = options! {
        emit_comments: false,
        strict_indentation: true,
        disallow_directives: true,
        flow_nesting_limit: FLOW_NESTING,
        block_nesting_limit: BLOCK_NESTING,
        emit_unresolved_aliases: true,
    };
    let mut tree = Tree { text: &file.text, source, open: Vec::new(), root: None, diagnostics: Vec::new() };
    let mut documents = 0;
    for event in Parser::new_from_str_with_options(&file.text, options) {
        let (event, span) = match event {
            Ok((event, span)) => (event, span),
            Err(error) => {
                tree.diagnostics.extend(error::explain(&error, file, source));
                return (None, tree.diagnostics);
            }
        };
        let span = Span::new(source, span.byte_range().unwrap_or_default());
        if matches!(event, Event::DocumentStart(..)) {
            documents += 1;
            if documents == 2 {
                let message = say!("一つのファイルに文書が二つあります", "two documents in one file");
                let help = say!(
                    "「---」で区切られた二つ目以降を別のファイルに移してください",
                    "move what follows `---` to a file of its own"
                );
                tree.diagnostics.push(SEVERAL_DOCUMENTS.at(span, message).help(help));
                break;
            }
        }
        tree.take(event, span);
    }
    (tree.root, tree.diagnostics)
}

/// A tree under construction; iterative, so that depth cannot overflow the stack.
struct Tree<'a> {
    text: &'a str,
    source: SourceId,
    open: Vec<Open>,
    root: Option<Node>,
    diagnostics: Vec<Diagnostic>,
}

enum Open {
    Sequence {
        start: Span,
        nodes: Vec<Node>,
    },
    /// `seen`: where each key stands in `entries`.
    Mapping {
        start: Span,
        entries: Vec<Entry>,
        seen: BTreeMap<String, usize>,
        key: Option<Node>,
    },
}

impl Tree<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                self.refuse(anchor != 0, tag.is_some(), span);
                let value = self.scalar(value.into_owned(), style, span);
                self.place(Node { span, value });
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.refuse(anchor != 0, tag.is_some(), span);
                self.open.push(Open::Sequence { start: span, nodes: Vec::new() });
            }
            Event::MappingStart(_, anchor, tag) => {
                self.refuse(anchor != 0, tag.is_some(), span);
                self.open.push(Open::Mapping { start: span, entries: Vec::new(), seen: BTreeMap::new(), key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(..) | Event::UnresolvedAlias(..) => {
                self.refuse(true, false, span);
                // A text stands for it, so that nothing else seems to be missing.
                let text = Text::opaque("＊".to_owned(), span);
                self.place(Node { span, value: Value::Scalar(Scalar { text, style: Style::Plain }) });
            }
            _ => {}
        }
    }

    /// `番号 #1` ends before `#`. A comment of its own has a space after the sign; text has not. With a space as well, it is
    /// text where a sentence without its full stop goes on to one.
    fn swallowed(&self, span: Span) -> Option<Diagnostic> {
        let end = span.range().end;
        let rest = self.text[end..].split(['\n', '\r']).next().unwrap_or_default();
        let comment = rest.trim_start_matches([' ', '\t']);
        let after = comment.strip_prefix('#').unwrap_or_default();
        let value = &self.text[span.range()];
        let is_sentence = !value.is_ascii() && !value.ends_with('。') && comment.trim_end().ends_with('。');
        let is_text =
            after.starts_with(|c: char| !c.is_whitespace() && c != '#') || (is_sentence && comment.starts_with('#'));
        let start = end + rest.len() - comment.len();
        let span = Span::new(self.source, start..end + rest.len());
        let message = say!(
            "「#」から後ろは YAML のコメントとして読み飛ばされます",
            "everything from `#` on is a YAML comment and is not read"
        );
        let help = say!(
            "文章の一部であれば値全体を \" \" で囲んでください。コメントであれば「# 」のように空白を置いてください",
            "put the whole value in double quotes if it is text; write `# ` with a space if it is a comment"
        );
        is_text.then(|| COMMENTS_IN_TEXT.at(span, message).help(help))
    }

    fn scalar(&mut self, value: String, style: ScalarStyle, span: Span) -> Value {
        let style = match style {
            ScalarStyle::SingleQuoted => Style::SingleQuoted,
            ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
            _ => Style::Plain,
        };
        // The parser gives `~` for a value that is not there, without any text of the file.
        if style == Style::Plain && (span.is_empty() || value == "~" || value == "null") {
            return Value::Empty;
        }
        if style == Style::Plain {
            self.diagnostics.extend(self.swallowed(span));
        }
        let text = match align::align(self.text, span, style, &value) {
            Some(runs) => Text::with_runs(value, runs, span),
            None => Text::opaque(value, span),
        };
        Value::Scalar(Scalar { text, style })
    }

    fn close(&mut self, end: Span) {
        let node = match self.open.pop() {
            Some(Open::Sequence { start, nodes }) => {
                let span = nodes.last().map_or(start, |last| start.to(last.span)).to(flow_end(start, end));
                Node { span, value: Value::Sequence(nodes) }
            }
            Some(Open::Mapping { start, entries, .. }) => {
                let start =
                    entries.first().map_or(start, |first| if start.is_empty() { first.key.span() } else { start });
                let span = entries.last().map_or(start, |last| start.to(last.value.span)).to(flow_end(start, end));
                Node { span, value: Value::Mapping(entries) }
            }
            None => return,
        };
        self.place(node);
    }

    fn place(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::Sequence { nodes, .. }) => nodes.push(node),
            Some(Open::Mapping { key, entries, seen, .. }) => match key.take() {
                None => *key = Some(node),
                Some(Node { value: Value::Scalar(Scalar { text, .. }), .. }) => match seen.get(text.as_str()) {
                    Some(&first) => self.diagnostics.push(duplicate_key(&entries[first].key, &text)),
                    None => {
                        seen.insert(text.as_str().to_owned(), entries.len());
                        entries.push(Entry { key: text, value: node });
                    }
                },
                Some(key) => self.diagnostics.push(invalid_key(key.span)),
            },
        }
    }

    fn refuse(&mut self, anchor: bool, tag: bool, span: Span) {
        if anchor {
            let message = say!(
                "YAML のアンカー（&）とエイリアス（*）は使えません",
                "YAML anchors (&) and aliases (*) are not used here"
            );
            let help = say!(
                "同じ文章を繰り返すときは shared/ の共有ブロックにして include で取り込んでください。文章が & や * で始まるときは \" \" で囲んでください",
                "to repeat text, write a shared block and include it; put text that begins with & or * in double quotes"
            );
            self.diagnostics.push(ANCHORS_AND_ALIASES.at(self.line_from(span), message).help(help));
        }
        if tag {
            let message = say!("YAML のタグ（!）は使えません", "YAML tags (!) are not used here");
            let help = say!(
                "「!」で始まる語を消すか、文章であれば \" \" で囲んでください",
                "delete the word that begins with !, or put the text in double quotes"
            );
            self.diagnostics.push(TAGS.at(self.line_from(span), message).help(help));
        }
    }

    /// A collection's span is empty or reaches far; an anchor or tag is best shown by the line it stands on.
    fn line_from(&self, span: Span) -> Span {
        let start = span.start as usize;
        let line_end = self.text[start..].find(['\n', '\r']).map_or(self.text.len(), |at| start + at);
        if span.is_empty() { Span::new(self.source, start..line_end) } else { span }
    }
}

/// A flow collection ends with its bracket, a block collection with its last entry.
fn flow_end(start: Span, end: Span) -> Span {
    if start.is_empty() { Span { end: start.start, ..start } } else { end }
}

fn invalid_key(span: Span) -> Diagnostic {
    let help = say!(
        "「キー: 値」の形に直してください。文章であれば値全体を \" \" で囲んでください",
        "write `key: value`; put text in double quotes"
    );
    INVALID_KEYS.at(span, say!("キーは一つの語で書きます", "a key is a single word")).help(help)
}

fn duplicate_key(first: &Text, second: &Text) -> Diagnostic {
    let key = first.as_str();
    let help = say!(
        "どちらか一方を消すか、一つにまとめてください。並べたいときは値を「- 」のリストにしてください",
        "delete one of them or merge them; for several values write a list with `- `"
    );
    DUPLICATE_KEYS
        .at(second.span(), say!("キー「{key}」が二度書かれています", "the key `{key}` is written twice"))
        .label(say!("二つ目", "again here"))
        .related(first.span(), say!("一つ目はここです", "first here"))
        .help(help)
}
