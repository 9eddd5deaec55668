//! What the YAML parser stopped at, said so that somebody who does not know YAML can mend it.

use granit_parser::{ErrorKind, ScanError};

use super::slip::slip;
use crate::diagnostic::{Diagnostic, Message};
use crate::source::{SourceFile, SourceId, Span};
use crate::{rule, say};

rule! {
    /// The file cannot be read as YAML.
    ///
    /// Nothing after the place shown could be read. Most often the indentation of a line differs from its neighbours, a
    /// quote or bracket is not closed, or a text holds a colon and a space.
    pub static INVALID_SYNTAX: Error("invalid-syntax") = "\
YAML として読み取れません。

示した場所より後は調べられていません。字下げが前後の行とそろっているか、引用符や括弧が閉じているか、文章の中に「: 」がないかを確かめてください。文章に「: 」を書くときは、全体を二重引用符で囲みます。

    誤: - 受付: 平日: 9時から
    正: - \"受付: 平日: 9時から\"";
}

rule! {
    /// A line is indented with a tab.
    ///
    /// YAML allows only spaces there, because a tab is as wide as each program likes. Use two spaces for each level.
    pub static TABS_IN_INDENTATION: Error("tabs-in-indentation") = "\
字下げにタブが使われています。

タブの幅はソフトウェアによって違うため、YAML の字下げには使えません。一段につき半角空白二つにしてください。";
}

rule! {
    /// Lists and mappings are nested too deeply.
    ///
    /// No provision needs so many levels; a bracket that is not closed is the usual cause. Close it, or divide the
    /// provision.
    pub static DEEP_NESTING: Error("deep-nesting") = "\
リストや「キー: 値」の組の入れ子が深すぎます。

これほど深い条項はなく、多くは [ や { の閉じ忘れです。閉じ忘れを直すか、条や項に分けてください。";
}

pub(super) fn explain(error: &ScanError, file: &SourceFile, source: SourceId) -> Vec<Diagnostic> {
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        let message = say!("入れ子が深すぎます", "nested too deeply");
        let help = say!(
            "条項の入れ子は号の細分（三段）までで書けます。[ や {{ の閉じ忘れがないか確かめてください",
            "provisions need three levels at most; look for a [ or {{ that is not closed"
        );
        return vec![DEEP_NESTING.at(place(error, file, source), message).help(help)];
    }
    let tabs = tabs_in_indentation(file, source);
    if !tabs.is_empty() {
        return tabs;
    }
    let span = place(error, file, source);
    let number = file.position(span.start as usize).line;
    let bracket = bracket(&file.text[file.line(number)]).map(|(message, help)| (span, message, help));
    let slip = bracket.or_else(|| slip(file, source, number, is_layout(error.kind())));
    if let Some((at, message, help)) = slip {
        return vec![INVALID_SYNTAX.at(at, message).help(help)];
    }
    let (message, help) = words(error.kind());
    vec![
        INVALID_SYNTAX
            .at(span, message)
            .label(say!("ここで読めなくなりました", "could not be read from here"))
            .help(help),
    ]
}

/// A text that begins with a bracket or quotation mark, which YAML takes for its own.
fn bracket(line: &str) -> Option<(Message, Message)> {
    let entry = line.trim_start_matches([' ', '-']);
    let value = entry.split_once(": ").map_or(entry, |(_, value)| value.trim_start());
    let pairs = [('[', ']'), ('{', '}'), ('"', '"'), ('\'', '\'')];
    let (open, close) = pairs.into_iter().find(|(open, _)| value.starts_with(*open))?;
    let after = value[1..].rfind(close).map(|at| value[at + 2..].trim_start())?;
    if after.is_empty() || after.starts_with(['#', ',', ']', '}', ':']) {
        return None;
    }
    Some((
        say!("文章が「{open}」で始まっています", "the text begins with `{open}`"),
        say!(
            "YAML の記号と区別するため、値全体を \" \" で囲んでください（中の \" は \\\" と書きます）",
            "put the whole value in double quotes (write \" inside as \\\")"
        ),
    ))
}

/// The character the parser stopped at.
fn place(error: &ScanError, file: &SourceFile, source: SourceId) -> Span {
    let at = error.marker().byte_offset().unwrap_or(file.text.len()).min(file.text.len());
    let next = file.text[at..].chars().next().filter(|next| !matches!(next, '\n' | '\r'));
    Span::new(source, at..at + next.map_or(0, char::len_utf8))
}

fn tabs_in_indentation(file: &SourceFile, source: SourceId) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in file.text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line[..indent].find('\t') {
            let span = Span::new(source, start + tab..start + indent);
            let message = say!("字下げにタブが使われています", "a tab is used for indentation");
            let help = say!("半角空白二つずつで字下げしてください", "indent with two spaces per level");
            found.push(TABS_IN_INDENTATION.at(span, message).help(help));
        }
        start += line.len();
    }
    found
}

/// Whether the parser stopped at how lines stand to each other.
fn is_layout(kind: &ErrorKind) -> bool {
    use ErrorKind as Kind;
    matches!(
        kind,
        Kind::ExpectedBlockMappingKey
            | Kind::ExpectedBlockSequenceEntry
            | Kind::InvalidIndentation
            | Kind::BlockSequenceEntryNotAllowed
            | Kind::MappingKeyNotAllowed
            | Kind::MappingValueNotAllowed
            | Kind::InvalidColonPlacement
            | Kind::InvalidMappingValueWhitespace
            | Kind::SimpleKeyExpected
    )
}

/// The kinds that people meet have words of their own; the rest keep the parser's.
#[expect(clippy::too_many_lines, reason = "a table")]
fn words(kind: &ErrorKind) -> (Message, Message) {
    use ErrorKind as Kind;
    match kind {
        Kind::UnclosedFlowCollection { open } | Kind::MismatchedFlowCollectionEnd { open, .. } => (
            say!("「{open}」が閉じられていません", "`{open}` is not closed"),
            say!(
                "対応する閉じ括弧を書いてください。文章の中の括弧であれば、値全体を \" \" で囲んでください",
                "close it, or put the whole value in double quotes if the bracket is part of the text"
            ),
        ),
        Kind::UnclosedQuotedScalar | Kind::DocumentIndicatorInQuotedScalar | Kind::InvalidQuotedScalarIndent => (
            say!("引用符が閉じられていません", "the quotation mark is not closed"),
            say!("値の終わりに同じ引用符を書いてください", "write the same quotation mark at the end of the value"),
        ),
        Kind::ExpectedBlockMappingKey
        | Kind::ExpectedBlockSequenceEntry
        | Kind::InvalidIndentation
        | Kind::BlockSequenceEntryNotAllowed
        | Kind::MappingKeyNotAllowed
        | Kind::InvalidBlockScalarIndent => (
            say!("字下げが前後の行と合っていません", "the indentation does not match the lines around it"),
            say!(
                "同じ並びの項目は行頭の半角空白の数をそろえてください",
                "entries of one list or mapping begin at the same column"
            ),
        ),
        Kind::MappingValueNotAllowed
        | Kind::InvalidColonPlacement
        | Kind::InvalidMappingValueWhitespace
        | Kind::SimpleKeyExpected => (
            say!("ここに「: 」は置けません", "`: ` cannot stand here"),
            say!(
                "文章の中のコロンであれば、値全体を \" \" で囲むか、全角の「：」を使ってください",
                "if the colon is part of the text, put the value in double quotes or write the full-width ："
            ),
        ),
        Kind::InvalidTrailingSingleQuotedScalar | Kind::InvalidTrailingDoubleQuotedScalar => (
            say!("引用符を閉じた後に文字が続いています", "there is text after the closing quotation mark"),
            say!(
                "値全体を一組の \" \" で囲み、中の \" は \\\" と書いてください",
                "put the whole value in one pair of quotes and write \" inside as \\\""
            ),
        ),
        Kind::ExpectedWhitespace
        | Kind::ExpectedTagBang
        | Kind::UndeclaredTagHandle
        | Kind::InvalidTagTerminator
        | Kind::MissingTagUri
        | Kind::MissingAnchorOrAliasName => (
            say!("「!」「&」「*」で始まる値は、そのままでは書けません", "a value cannot begin with !, & or *"),
            say!("値全体を \" \" で囲んでください", "put the whole value in double quotes"),
        ),
        Kind::UnexpectedCharacter { character } => (
            say!("値を「{character}」で始めることはできません", "a value cannot begin with `{character}`"),
            say!("値全体を \" \" で囲んでください", "put the whole value in double quotes"),
        ),
        Kind::DirectiveDisallowed => (
            say!("% で始まる指示行は使えません", "directives beginning with % are not used here"),
            say!("この行を消してください", "delete this line"),
        ),
        other => (
            say!("YAML として読めません（{other}）", "this is not valid YAML ({other})"),
            say!(
                "この行とその上の行の字下げ、引用符、コロンの後の空白を確かめてください",
                "check indentation, quotation marks and the space after colons on this line and the one above"
            ),
        ),
    }
}
