//! Terms that the text takes for defined and that no document defines.

use std::collections::BTreeMap;

use crate::analysis::references::{Reference, Resolution};
use crate::diagnostic::Diagnostic;
use crate::japanese::characters::{is_alphanumeric, is_kanji, is_katakana};
use crate::lint::Subject;
use crate::lint::texts::RunningText;
use crate::model::DocumentKind;
use crate::source::Span;
use crate::syntax::Text;
use crate::{rule, say};

rule! {
    /// A text takes a term for defined, and no document of the set defines it.
    ///
    /// Found only where it is certain: 第２条に定義する「会員」 where nothing defines 会員, and 本サービス, 本システム (本 before
    /// katakana), which point at one thing that was named before. Define the term where it is first used, or in the table
    /// of definitions.
    pub static UNDEFINED_TERMS: Warning("undefined-terms") = "\
定義されているものとして書かれた用語が、セットのどの文書でも定義されていません。

確かな場合だけを指摘します。「第２条に定義する「会員」」とあるのに定義がない場合と、「本サービス」「本システム」のように「本」の付いた片仮名の語に定義がない場合です。最初に使う箇所で「以下「○○」といいます。」と定義するか、用語の定義の表に加えてください。";
}

/// After a citation, these say that the quoted term is defined there.
const DEFINED_THERE: &[&str] = &["に定義する", "で定義する", "に定義された", "で定義された", "にいう"];

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let documents = &subject.edition.documents;
    // An annex alone may take its terms from a document that is not here.
    if !documents.iter().any(|document| document.kind == DocumentKind::Terms) {
        return;
    }
    let mut undefined: Vec<BTreeMap<String, Span>> = vec![BTreeMap::new(); documents.len()];
    for text in subject.texts() {
        let undefined = &mut undefined[text.document];
        pointed_at(text.text, undefined);
        let cited = text.references.iter().filter(|reference| is_inside(reference));
        let ends = cited.map(|reference| reference.range.end);
        ends.chain(text.generated.iter().map(|generated| generated.end))
            .for_each(|end| said_to_be_defined(text.text, end, undefined));
    }
    let undefined = undefined.into_iter().flatten().filter(|(term, _)| !is_known(subject, term));
    found.extend(undefined.map(|(term, span)| finding(subject, &term, span)));
}

fn is_inside(reference: &Reference) -> bool {
    matches!(reference.resolution, Resolution::Targets(_))
}

/// A term, or one that begins with it: of 本サービスサイト 本サービス is enough.
fn is_known(subject: Subject<'_>, term: &str) -> bool {
    let ends = term.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.skip(1).any(|end| subject.analysis.terms.is_defined(&term[..end])) || is_explained(subject, term)
}

/// 本サービス: the first of each word.
fn pointed_at(text: &Text, undefined: &mut BTreeMap<String, Span>) {
    let said = text.as_str();
    for (at, mark) in said.match_indices('本') {
        let noun = &said[at + mark.len()..];
        let end = noun.find(|c| !is_katakana(c)).unwrap_or(noun.len());
        let before = said[..at].chars().next_back();
        // 日本サービス is a name; 本デ is too short to be a thing.
        let is_name = before.is_some_and(|c| is_kanji(c) || is_katakana(c) || is_alphanumeric(c));
        if !is_name && noun[..end].chars().count() >= 3 {
            let range = at..at + mark.len() + end;
            undefined.entry(said[range.clone()].to_owned()).or_insert_with(|| text.at(range));
        }
    }
}

/// 第２条に定義する「会員」, where the citation ends at `end`.
fn said_to_be_defined(text: &Text, end: usize, undefined: &mut BTreeMap<String, Span>) {
    let rest = &text.as_str()[end..];
    let Some(quoted) = DEFINED_THERE.iter().find_map(|word| rest.strip_prefix(word)) else { return };
    let Some(term) = quoted.strip_prefix('「').and_then(|quoted| quoted.split_once('」')).map(|(term, _)| term)
    else {
        return;
    };
    let start = end + rest.len() - quoted.len() + "「".len();
    undefined.entry(term.to_owned()).or_insert_with(|| text.at(start..start + term.len()));
}

fn finding(subject: Subject<'_>, term: &str, span: Span) -> Diagnostic {
    let message = say!("「{term}」の定義がありません", "`{term}` is not defined");
    let help = say!(
        "最初に使う箇所で「（以下「{term}」といいます。）」と定義するか、用語の定義の表に加えてください",
        "define it where it is first used, （以下「{term}」といいます。）, or in the table of definitions"
    );
    let plain = term.strip_prefix('本').filter(|plain| subject.analysis.terms.is_defined(plain));
    let instead =
        plain.map(|plain| say!("定義されている「{plain}」を使ってください", "use `{plain}`, which is defined"));
    UNDEFINED_TERMS.at(span, message).help(instead.unwrap_or(help))
}

/// An item that begins with the term: 「本サービス」　…をいう。, 本サービス：….
fn is_explained(subject: Subject<'_>, term: &str) -> bool {
    let begins = |text: &RunningText<'_>| {
        let rest = text.as_str().trim_start_matches('「').strip_prefix(term);
        rest.is_some_and(|rest| rest.starts_with(['」', '：', ':', '　', ' ', '－', '…', '―']))
    };
    subject.texts().any(begins)
}
