//! `{{ name | filter }}` in the texts of forms: found before Markdown is read, so that it cannot tear them apart.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Message};
use crate::expression::FILTERS;
use crate::model::Expression;
use crate::syntax::Text;
use crate::{rule, say};

use super::fields::suggest;

rule! {
    /// An expression of a form cannot be read, or stands where none may.
    ///
    /// Its place would stay empty in every paper issued. Write the name of a field in double braces, with filters after
    /// bars: {{ contract_end | wareki }}. There are no conditions and no loops.
    pub static INVALID_EXPRESSIONS: Error("invalid-expressions") = "\
様式の {{ }} が読み取れないか、書けない場所にあります。

発行する書面のその場所が埋まらなくなります。{{ }} の中には、項目の id と、必要なら | の後のフィルターだけを書きます。条件や繰り返し（{% %}）は書けません。

    誤: {% if plan %}{{ plan }}{% endif %}
    正: {{ plan | default(value=\"なし\") }}";
}

/// Every stretch of a text that is, or was to be, an expression. `None` where it cannot be read, which is reported.
pub(super) fn find(text: &Text, diagnostics: &mut Vec<Diagnostic>) -> Vec<(Range<usize>, Option<Expression>)> {
    let value = text.as_str();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = value[at..].find('{').map(|open| at + open) {
        let range = match value[start + 1..].chars().next() {
            Some('{') => end(value, start + 2, "}}"),
            Some('%') => end(value, start + 2, "%}"),
            Some('#') => end(value, start + 2, "#}"),
            _ => {
                at = start + 1;
                continue;
            }
        };
        let range = start..range.unwrap_or(value.len());
        at = range.end;
        let expression = read(value, &range).map(|(source, path, filters)| Expression {
            source: source.to_owned(),
            path,
            filters,
            value: None,
            span: text.at(range.clone()),
        });
        let expression = expression.map_err(|wrong| diagnostics.push(wrong.diagnostic(text))).ok();
        found.push((range, expression));
    }
    found
}

/// Behind the mark that closes what was opened before `from`; quoted marks close nothing.
fn end(value: &str, from: usize, mark: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in value[from..].char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if value[from + at..].starts_with(mark) => return Some(from + at + mark.len()),
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => {}
        }
    }
    None
}

struct Wrong {
    range: Range<usize>,
    message: Message,
    help: Message,
}

impl Wrong {
    fn diagnostic(self, text: &Text) -> Diagnostic {
        INVALID_EXPRESSIONS.at(text.at(self.range), self.message).help(self.help)
    }
}

fn form() -> Message {
    say!(
        "{{{{ 項目の id }}}} か {{{{ 項目の id | フィルター }}}} と書いてください。例: {{{{ contract_end | wareki }}}}",
        "write {{{{ field }}}} or {{{{ field | filter }}}}, for example {{{{ contract_end | wareki }}}}"
    )
}

type Parts<'t> = (&'t str, Vec<String>, Vec<String>);

fn read<'t>(value: &'t str, range: &Range<usize>) -> Result<Parts<'t>, Wrong> {
    let written = &value[range.clone()];
    if !written.starts_with("{{") {
        let message =
            say!("様式に条件、繰り返し、注釈は書けません", "a form has no conditions, no loops and no comments");
        return Err(Wrong { range: range.clone(), message, help: form() });
    }
    let Some(inside) = written.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")) else {
        let message = say!("{{{{ が }}}} で閉じられていません", "`{{{{` is not closed by `}}}}`");
        return Err(Wrong { range: range.clone(), message, help: form() });
    };
    let mut reader = Reader { value, at: range.start + 2, end: range.end - 2 };
    let mut path = vec![reader.name()?.to_owned()];
    while reader.take('.') {
        path.push(reader.name()?.to_owned());
    }
    let mut filters = Vec::new();
    while reader.take('|') {
        let start = reader.skip_spaces();
        let name = reader.name()?;
        if !FILTERS.contains(&name) {
            let message = say!("「{name}」というフィルターはありません", "there is no filter `{name}`");
            return Err(Wrong { range: start..start + name.len(), message, help: suggest(name, &FILTERS) });
        }
        filters.push(name.to_owned());
        reader.arguments()?;
    }
    reader.skip_spaces();
    if reader.at != reader.end {
        return Err(reader.unexpected());
    }
    Ok((inside.trim(), path, filters))
}

/// Reads names, filters and their arguments; nothing else is an expression here.
struct Reader<'t> {
    value: &'t str,
    at: usize,
    end: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.value[self.at..self.end]
    }

    fn skip_spaces(&mut self) -> usize {
        self.at = self.end - self.rest().trim_start_matches([' ', '\t', '\n']).len();
        self.at
    }

    fn take(&mut self, sign: char) -> bool {
        self.skip_spaces();
        let is_there = self.rest().starts_with(sign);
        self.at += if is_there { sign.len_utf8() } else { 0 };
        is_there
    }

    fn name(&mut self) -> Result<&'t str, Wrong> {
        self.skip_spaces();
        let rest = self.rest();
        let len = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        if !rest.starts_with(|c: char| c.is_ascii_lowercase()) {
            return Err(self.unexpected());
        }
        self.at += len;
        Ok(&rest[..len])
    }

    /// `(value="なし", …)`; texts and whole numbers.
    fn arguments(&mut self) -> Result<(), Wrong> {
        if !self.take('(') {
            return Ok(());
        }
        loop {
            self.name()?;
            if !self.take('=') {
                return Err(self.unexpected());
            }
            self.literal()?;
            if self.take(')') {
                return Ok(());
            }
            if !self.take(',') {
                return Err(self.unexpected());
            }
        }
    }

    fn literal(&mut self) -> Result<(), Wrong> {
        self.skip_spaces();
        let rest = self.rest();
        let len = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => rest[1..].find(quote).map_or(0, |len| len + 2),
            _ => rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()),
        };
        // tera would read an escape in a text.
        if len == 0 || rest[..len].contains('\\') {
            return Err(self.unexpected());
        }
        self.at += len;
        Ok(())
    }

    fn unexpected(&self) -> Wrong {
        let start = self.at.min(self.end);
        match self.rest().chars().next() {
            Some(c) => {
                let message = say!("{{{{ }}}} の中の「{c}」は読めません", "`{c}` cannot stand in an expression");
                Wrong { range: start..start + c.len_utf8(), message, help: form() }
            }
            None => {
                let message = say!("{{{{ }}}} が途中で終わっています", "the expression is not complete");
                Wrong { range: start..start + 2, message, help: form() }
            }
        }
    }
}
