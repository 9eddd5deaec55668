//! Findings as annotations of a pull request: one workflow command a line.

use super::{Diagnostic, Lang, Severity};
use crate::source::Sources;

/// Lines and columns count from 1, columns in characters; the end column is the one after the last character.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    diagnostics.iter().map(|diagnostic| annotation(diagnostic, sources, lang)).collect()
}

fn annotation(diagnostic: &Diagnostic, sources: &Sources, lang: Lang) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let (start, end) = sources.positions(diagnostic.span);
    let file = property(sources.path(diagnostic.span));
    let title = property(diagnostic.rule.name);
    let text = data(&diagnostic.full_text(sources, lang));
    format!(
        "::{command} file={file},line={},col={},endLine={},endColumn={},title={title}::{text}\n",
        start.line, start.column, end.line, end.column
    )
}

/// What follows `::`, where a line break would end the command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value before `::`, where colons and commas part properties.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
