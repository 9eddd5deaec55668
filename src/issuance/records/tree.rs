//! YAML and JSON as one tree of texts, each with its place.

use std::io::{self, Read};

use super::{Finding, Format, Problem, json};
use crate::diagnostic::Diagnostic;
use crate::say;
use crate::source::{Position, Sources, decode};
use crate::syntax;

/// Bytes of a file that is read as a whole; CSV may be as long as it likes.
const MOST: usize = 8 << 20;

pub(super) struct Node {
    pub(super) place: Position,
    pub(super) value: Data,
}

pub(super) enum Data {
    Empty,
    Scalar(String),
    List(Vec<Node>),
    /// In the order of the file.
    Mapping(Vec<Entry>),
}

pub(super) struct Entry {
    pub(super) key: String,
    pub(super) place: Position,
    pub(super) node: Node,
}

pub(super) fn read(format: Format, input: impl Read) -> io::Result<Result<Node, Vec<Finding>>> {
    let mut bytes = Vec::new();
    input.take(MOST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(parse(format, &bytes))
}

pub(super) fn parse(format: Format, bytes: &[u8]) -> Result<Node, Vec<Finding>> {
    if bytes.len() > MOST {
        let message = say!("ファイルが大きすぎます", "the file is too large");
        let help = say!("件数の多いデータは CSV で書いてください", "write that many rows as CSV");
        return Err(vec![Finding::of_file(1, Problem::new(message, help))]);
    }
    let text = decode(bytes).map_err(|error| vec![not_utf8(error.before)])?;
    if text.trim().is_empty() {
        let message = say!("ファイルに何も書かれていません", "the file is empty");
        let help = say!("「項目: 値」を書いてください", "write `field: value`");
        return Err(vec![Finding::of_file(1, Problem::new(message, help))]);
    }
    let mut sources = Sources::default();
    let source = sources.add("", text);
    if format == Format::Json {
        return json::parse(sources.get(source));
    }
    match syntax::parse(&sources, source) {
        (Some(root), found) if found.is_empty() => Ok(node(root, &sources)),
        (_, found) => Err(found.into_iter().map(|diagnostic| finding(diagnostic, &sources)).collect()),
    }
}

pub(super) fn at(place: Position, problem: Problem) -> Finding {
    Finding { character: Some(place.column), ..Finding::of_file(place.line, problem) }
}

fn finding(diagnostic: Diagnostic, sources: &Sources) -> Finding {
    let place = sources.positions(diagnostic.span).0;
    let help = diagnostic.help.unwrap_or_else(|| say!("YAML として直してください", "mend the YAML"));
    at(place, Problem::new(diagnostic.message, help))
}

fn not_utf8(before: &str) -> Finding {
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let message = say!("UTF-8 として読めない文字があります", "there is a character that is not UTF-8");
    let help = say!("UTF-8 で保存し直してください", "save the file as UTF-8");
    at(Position { line, column }, Problem::new(message, help))
}

/// Iterative parsing bounds the depth, so that this recursion is bounded too.
fn node(node: syntax::Node, sources: &Sources) -> Node {
    let place = sources.positions(node.span).0;
    let value = match node.value {
        syntax::Value::Empty => Data::Empty,
        syntax::Value::Scalar(scalar) => Data::Scalar(scalar.text.as_str().to_owned()),
        syntax::Value::Sequence(nodes) => {
            Data::List(nodes.into_iter().map(|inner| self::node(inner, sources)).collect())
        }
        syntax::Value::Mapping(entries) => {
            let entry = |entry: syntax::Entry| Entry {
                key: entry.key.as_str().to_owned(),
                place: sources.positions(entry.key.span()).0,
                node: self::node(entry.value, sources),
            };
            Data::Mapping(entries.into_iter().map(entry).collect())
        }
    };
    Node { place, value }
}
