//! Reads mappings of the tree: known keys only, each missing or mistyped one a finding.

use crate::diagnostic::{Diagnostic, Message, nearest};
use crate::source::Span;
use crate::syntax::{Entry, Node, Value};
use crate::{rule, say};

rule! {
    /// A key is not known at its place.
    ///
    /// What is written under it would be ignored and be missing on paper. Mend the spelling, or move it to where it
    /// belongs.
    pub static UNKNOWN_KEYS: Error("unknown-keys") = "\
ここでは使えないキーです。

読み飛ばすと、その下の内容が紙から抜け落ちるため、受け付けません。つづりを直すか、正しい場所に移してください。

    誤: titel: 利用規約
    正: title: 利用規約";
}

rule! {
    /// A key that must be there is missing.
    ///
    /// Without it the document cannot be set or checked. Write it, as the help shows.
    pub static MISSING_KEYS: Error("missing-keys") = "\
必要なキーがありません。

これがないと、文書を組み立てることも調べることもできません。直し方に示した例のように書き足してください。

    誤: - articles: [...]（題名のない章）
    正: - title: 総則
          articles: [...]";
}

rule! {
    /// A key has no value.
    ///
    /// Whether something was forgotten cannot be seen. Write the value, or delete the line.
    pub static MISSING_VALUES: Error("missing-values") = "\
キーに値がありません。

書き忘れなのか、要らないのかが分かりません。値を書くか、行を消してください。

    誤: subject:
    正: subject: fees";
}

rule! {
    /// A value has the wrong shape: a text where a list belongs, or the other way round.
    ///
    /// It cannot be read as what the key stands for. Write it as the help shows.
    pub static WRONG_TYPES: Error("wrong-types") = "\
値の形が違います。文章、リスト、「キー: 値」の組のうち、別のものが書かれています。

このままでは内容を読み取れません。直し方に示した形にしてください。リストは「- 」を付けて一つずつ行を改めます。

    誤: paragraphs: 本文
    正: paragraphs:
          - 本文";
}

rule! {
    /// Two keys exclude each other.
    ///
    /// Both say the same thing in different ways, and only one can count. Keep one of them.
    pub static CONFLICTING_KEYS: Error("conflicting-keys") = "\
一緒に書けないキーが並んでいます。

同じことを二通りに決めることになり、どちらに従うのか分かりません。どちらか一方にしてください。

    誤: months: 1, days: 30
    正: months: 1";
}

/// What a mapping stands for, in both languages: 条, article.
#[derive(Debug, Clone, Copy)]
pub(super) struct What(pub &'static str, pub &'static str);

/// The entries of one mapping.
pub(super) struct Fields<'a> {
    entries: &'a [Entry],
    what: What,
    /// Known keys that an unknown one was probably meant to be: reported there, not as missing.
    misspelt: Vec<String>,
    /// Its first key.
    pub span: Span,
    /// The whole mapping.
    pub extent: Span,
}

impl<'a> Fields<'a> {
    /// `None` (and a finding) where the node is not a mapping.
    pub fn read(node: &'a Node, what: What, known: &[&str], diagnostics: &mut Vec<Diagnostic>) -> Option<Fields<'a>> {
        let Value::Mapping(entries) = &node.value else {
            let What(ja, en) = what;
            let keys = known.join(", ");
            let expected = say!("{ja}の「キー: 値」の組", "the keys of {en}");
            let help = say!("次のキーで書いてください: {keys}", "write it with these keys: {keys}");
            diagnostics.push(wrong_type(node, &expected).help(help));
            return None;
        };
        let mut misspelt = Vec::new();
        for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let key = entry.key.as_str();
            misspelt.extend(nearest(key.trim_start_matches('\u{3000}'), known).map(str::to_owned));
            if is_text(key) {
                misspelt.extend(known.iter().map(|known| (*known).to_owned()));
            }
            diagnostics.push(unknown_key(entry, what, known));
        }
        for entry in entries.iter().filter(|entry| entry.value.value == Value::Empty) {
            if known.contains(&entry.key.as_str()) {
                diagnostics.push(missing_value(entry));
            }
        }
        // The whole mapping may be long; its first key is where people look.
        let span = entries.first().map_or(node.span, |first| first.key.span());
        Some(Fields { entries, what, misspelt, span, extent: node.span })
    }

    /// The value of a key, if there is one.
    pub fn get(&self, key: &str) -> Option<&'a Node> {
        let entry = self.entries.iter().find(|entry| entry.key.as_str() == key)?;
        (entry.value.value != Value::Empty).then_some(&entry.value)
    }

    /// Where a key itself stands.
    pub fn key(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|entry| entry.key.as_str() == key).map(|entry| entry.key.span())
    }

    /// The value of a key that must be there; a finding where it is not.
    pub fn require(&self, key: &str, example: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<&'a Node> {
        if !self.is_meant(key) {
            let What(ja, en) = self.what;
            let message = say!("{ja}に「{key}」がありません", "{en} has no `{key}`");
            let help = say!("例: {key}: {example}", "for example: {key}: {example}");
            diagnostics.push(MISSING_KEYS.at(self.span, message).help(help));
        }
        self.get(key)
    }

    /// Whether a key is there, or one that was probably meant to be it.
    pub fn is_meant(&self, key: &str) -> bool {
        self.key(key).is_some() || self.misspelt.iter().any(|misspelt| misspelt == key)
    }

    /// Reports a second key where the first excludes it.
    pub fn conflict(&self, first: &str, second: &str, diagnostics: &mut Vec<Diagnostic>) {
        if let (Some(one), Some(two)) = (self.key(first), self.key(second)) {
            let message =
                say!("「{first}」と「{second}」は一緒に書けません", "`{first}` and `{second}` exclude each other");
            let help = say!("どちらか一方にしてください", "keep one of them");
            let diagnostic = CONFLICTING_KEYS.at(two, message);
            diagnostics.push(diagnostic.related(one, say!("「{first}」はここです", "`{first}` is here")).help(help));
        }
    }
}

/// A node of the wrong shape; `expected` says what belongs there.
pub(super) fn wrong_type(node: &Node, expected: &Message) -> Diagnostic {
    let (ja, en) = match &node.value {
        Value::Empty => ("何も書かれていません", "nothing"),
        Value::Scalar(_) => ("文字列が書かれています", "a text"),
        Value::Sequence(_) => ("リスト（- の並び）が書かれています", "a list"),
        Value::Mapping(_) => ("「キー: 値」の組が書かれています", "a mapping"),
    };
    let message = Message {
        ja: format!("ここには{}を書きます。{ja}", expected.ja),
        en: format!("expected {}, found {en}", expected.en),
    };
    WRONG_TYPES.at(node.span, message)
}

fn unknown_key(entry: &Entry, what: What, known: &[&str]) -> Diagnostic {
    let key = entry.key.as_str();
    let What(ja, en) = what;
    let message = say!("{ja}に「{key}」というキーはありません", "{en} has no key `{key}`");
    let help = if key.starts_with('\u{3000}') {
        say!("行頭の全角空白を半角空白に直してください", "replace the full-width spaces before it by half-width ones")
    } else if is_text(key) {
        say!(
            "文章の中のコロンであれば、値全体を \" \" で囲むか、全角の「：」を使ってください",
            "if the colon is part of the text, put the value in double quotes or write the full-width ："
        )
    } else {
        suggest(key, known)
    };
    UNKNOWN_KEYS.at(entry.key.span(), message).help(help)
}

/// Keys are ASCII; anything else before a colon is a sentence.
fn is_text(key: &str) -> bool {
    !key.starts_with('\u{3000}') && !key.is_ascii()
}

fn missing_value(entry: &Entry) -> Diagnostic {
    let key = entry.key.as_str();
    let message = say!("「{key}」に値がありません", "`{key}` has no value");
    let help = say!("値を書くか、この行を消してください", "write a value or delete the line");
    MISSING_VALUES.at(entry.key.span(), message).help(help)
}

/// The nearest of the names, or all of them.
pub(super) fn suggest(name: &str, known: &[&str]) -> Message {
    match nearest(name, known) {
        Some(nearest) => say!("「{nearest}」ではありませんか", "did you mean `{nearest}`?"),
        None => {
            let all = known.join(", ");
            say!("使えるのは次のとおりです: {all}", "one of: {all}")
        }
    }
}
