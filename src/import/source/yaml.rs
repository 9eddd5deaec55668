//! YAML in block style: mappings, lists, scalars as plain as their characters allow.

/// A value and how it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// Any text.
    Text(String),
    /// Written as it is: ids, numbers, lists on one line.
    Raw(String),
    List(Vec<Node>),
    Map(Vec<(&'static str, Node)>),
    /// For whoever reads the file: a line of its own before the value's key or dash.
    Remarked(String, Box<Node>),
}

impl Node {
    pub fn raw(text: impl Into<String>) -> Node {
        Node::Raw(text.into())
    }

    pub fn text(text: impl Into<String>) -> Node {
        Node::Text(text.into())
    }

    pub fn remarked(self, remark: impl Into<String>) -> Node {
        Node::Remarked(remark.into(), Box::new(self))
    }

    /// A list on one line.
    pub fn flow(values: impl IntoIterator<Item = String>) -> Node {
        let values: Vec<String> = values.into_iter().map(|value| flow_scalar(&value)).collect();
        Node::Raw(format!("[{}]", values.join(", ")))
    }
}

/// The text of a file that holds a mapping.
pub(super) fn write(map: Vec<(&'static str, Node)>) -> String {
    let mut out = String::new();
    write_map(&mut out, &map, 0, false);
    out
}

/// `is_begun`: the first key stands behind a dash.
fn write_map(out: &mut String, map: &[(&'static str, Node)], depth: usize, is_begun: bool) {
    for (at, (key, value)) in map.iter().enumerate() {
        let value = write_remark(out, value, depth, is_begun && at == 0);
        if !(is_begun && at == 0) {
            indent(out, depth);
        }
        out.push_str(key);
        out.push(':');
        match value {
            Node::Map(inner) => {
                out.push('\n');
                write_map(out, inner, depth + 1, false);
            }
            Node::List(inner) => {
                out.push('\n');
                write_list(out, inner, depth + 1);
            }
            scalar => write_scalar(out, scalar, depth + 1),
        }
    }
}

fn write_list(out: &mut String, list: &[Node], depth: usize) {
    for value in list {
        let value = write_remark(out, value, depth, false);
        indent(out, depth);
        out.push('-');
        match value {
            Node::Map(inner) => {
                out.push(' ');
                write_map(out, inner, depth + 1, true);
            }
            Node::List(inner) => {
                out.push('\n');
                write_list(out, inner, depth + 1);
            }
            scalar => write_scalar(out, scalar, depth + 1),
        }
    }
}

fn write_scalar(out: &mut String, scalar: &Node, depth: usize) {
    match scalar {
        Node::Raw(text) => {
            out.push(' ');
            out.push_str(text);
            out.push('\n');
        }
        Node::Text(text) if is_block(text) => {
            out.push_str(" |\n");
            for line in text.lines() {
                indent(out, depth);
                out.push_str(line);
                out.push('\n');
            }
        }
        Node::Text(text) => {
            out.push(' ');
            out.push_str(&block_scalar(text));
            out.push('\n');
        }
        Node::List(_) | Node::Map(_) | Node::Remarked(..) => {}
    }
}

/// Writes the remarks on a value; behind a dash there is no place for one.
fn write_remark<'n>(out: &mut String, mut value: &'n Node, depth: usize, is_begun: bool) -> &'n Node {
    while let Node::Remarked(remark, inner) = value {
        if !is_begun {
            indent(out, depth);
            out.push_str("# 確認: ");
            out.push_str(&remark.replace(['\n', '\r'], " "));
            out.push('\n');
        }
        value = inner;
    }
    value
}

fn indent(out: &mut String, depth: usize) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}

/// Several lines without anything that a literal block could not hold.
fn is_block(text: &str) -> bool {
    let is_line = |line: &str| !line.is_empty() && !line.starts_with([' ', '\t']) && !line.ends_with([' ', '\t']);
    text.contains('\n') && text.lines().all(is_line) && !text.contains(needs_escape_in_block)
}

fn needs_escape_in_block(c: char) -> bool {
    c != '\n' && needs_escape(c)
}

fn needs_escape(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn block_scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

pub(super) fn flow_scalar(text: &str) -> String {
    let is_ascii_number = text.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == '+');
    let is_safe = is_plain(text) && !text.contains([',', '[', ']', '{', '}']) && !is_ascii_number;
    if is_safe { text.to_owned() } else { quoted(text) }
}

/// Whether a scalar needs no quotes.
fn is_plain(text: &str) -> bool {
    const INDICATORS: &str = "-?:,[]{}#&*!|>'\"%@`";
    const WORDS: [&str; 12] = ["true", "false", "null", "yes", "no", "on", "off", "~", "True", "False", "Null", "="];
    let is_number = text.chars().all(|c| c.is_ascii_digit() || "+-.eExXoO_:".contains(c));
    !text.is_empty()
        && !text.starts_with(|c: char| INDICATORS.contains(c) || c.is_whitespace())
        && !text.ends_with(|c: char| c == ':' || c.is_whitespace())
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(['\t', '\n'])
        && !text.contains(needs_escape)
        && !text.starts_with("---")
        && !text.starts_with("...")
        && !WORDS.contains(&text)
        && !is_number
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if needs_escape(c) => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
