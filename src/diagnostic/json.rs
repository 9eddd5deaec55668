//! Findings for programs: one JSON object, lines and columns counted from 1, columns in characters.

use serde::Serialize;

use super::{Counts, Diagnostic, Lang};
use crate::source::{Sources, Span};

#[derive(Serialize)]
struct Report<'a> {
    diagnostics: Vec<Finding<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    #[serde(flatten)]
    place: Place<'a>,
    related: Vec<Related<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin_path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin_line: Option<usize>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    documents: usize,
}

/// # Errors
/// Only where serialisation itself fails, which is a bug.
pub fn render(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    documents: usize,
    lang: Lang,
) -> Result<String, serde_json::Error> {
    let Counts { errors, warnings } = Counts::of(diagnostics);
    let diagnostics = diagnostics.iter().map(|diagnostic| finding(diagnostic, sources, lang)).collect();
    serde_json::to_string_pretty(&Report { diagnostics, summary: Summary { errors, warnings, documents } })
}

fn finding<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources, lang: Lang) -> Finding<'a> {
    let related = |related: &'a super::Related| Related {
        message: related.message.get(lang),
        place: place(related.span, sources),
    };
    Finding {
        rule: diagnostic.rule.name,
        severity: diagnostic.severity.name(),
        message: diagnostic.message.get(lang),
        help: diagnostic.help.as_ref().map(|help| help.get(lang)),
        place: place(diagnostic.span, sources),
        related: diagnostic.related.iter().map(related).collect(),
        origin_path: diagnostic.origin.as_ref().map(|origin| origin.path.as_str()),
        origin_line: diagnostic.origin.as_ref().map(|origin| origin.line),
    }
}

fn place(span: Span, sources: &Sources) -> Place<'_> {
    let (start, end) = sources.positions(span);
    Place {
        path: sources.path(span),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}
