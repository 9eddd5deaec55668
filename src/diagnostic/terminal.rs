//! Findings for a person at a terminal: the lines concerned with carets under the characters meant.

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{Counts, Diagnostic, Lang, Message, Severity};
use crate::say;
use crate::source::{SourceFile, Sources, Span};

/// Places further apart than this are shown as two excerpts.
const NEAR_LINES: usize = 40;

/// A block that is included in many places is shown with the first of them.
const MOST_EXCERPTS: usize = 4;

/// Bytes of a line that is no longer drawn: no terminal shows it, and drawing it for every finding takes long.
const LONG_LINE: usize = 8192;

#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub lang: Lang,
    pub colour: bool,
    /// Columns of the terminal; longer lines are cut around the marked place.
    pub width: usize,
}

/// All findings, each followed by an empty line.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(style.width);
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&renderer.render(&[group(diagnostic, sources, style.lang)]));
        out.push_str("\n\n");
    }
    out
}

/// The last line: what was looked at and how it ended.
pub fn summary(counts: Counts, documents: usize, lang: Lang) -> String {
    let Counts { errors, warnings } = counts;
    let message = if errors + warnings == 0 {
        say!("{documents} 文書を調べました。問題はありません。", "documents checked: {documents}; nothing to report.")
    } else {
        say!(
            "{documents} 文書を調べました。エラー {errors} 件、警告 {warnings} 件。",
            "documents checked: {documents}; errors: {errors}; warnings: {warnings}."
        )
    };
    message.get(lang).to_owned()
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources, lang: Lang) -> Group<'a> {
    let level = match (diagnostic.severity, lang) {
        (Severity::Error, Lang::Ja) => Level::ERROR.with_name("エラー"),
        (Severity::Warning, Lang::Ja) => Level::WARNING.with_name("警告"),
        (Severity::Error, Lang::En) => Level::ERROR,
        (Severity::Warning, Lang::En) => Level::WARNING,
    };
    let title = level.primary_title(diagnostic.message.get(lang)).id(diagnostic.rule.name);
    let mut group = Group::with_title(title);
    let excerpts = excerpts(diagnostic, sources);
    let left_out = excerpts.len().saturating_sub(MOST_EXCERPTS);
    for excerpt in excerpts.into_iter().take(MOST_EXCERPTS) {
        group = group.element(excerpt.element(sources, lang));
    }
    if left_out > 0 {
        let more = say!("ほか {left_out} か所", "and {left_out} other places");
        group = group.element(Level::NOTE.no_name().message(more.get(lang).to_owned()));
    }
    if let Some(help) = &diagnostic.help {
        let name = if lang == Lang::Ja { "直し方" } else { "help" };
        group = group.element(Level::HELP.with_name(name).message(help.get(lang)));
    }
    if let Some(origin) = &diagnostic.origin {
        let name = if lang == Lang::Ja { "取り込み元" } else { "imported from" };
        group = group.element(Level::NOTE.with_name(name).message(origin.place().get(lang).to_owned()));
    }
    let name = if lang == Lang::Ja { "説明" } else { "note" };
    group.element(Level::NOTE.with_name(name).message(format!("kiyaku explain {}", diagnostic.rule.name)))
}

/// Marked places of one file that lie near each other.
struct Excerpt<'a> {
    marks: Vec<Mark<'a>>,
}

struct Mark<'a> {
    span: Span,
    label: Option<&'a Message>,
    kind: AnnotationKind,
}

fn excerpts<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Vec<Excerpt<'a>> {
    let line = |span: Span| sources.positions(span).0.line;
    let first = Mark { span: diagnostic.span, label: diagnostic.label.as_ref(), kind: AnnotationKind::Primary };
    let mut excerpts = vec![Excerpt { marks: vec![first] }];
    for related in &diagnostic.related {
        let mark = Mark { span: related.span, label: Some(&related.message), kind: AnnotationKind::Context };
        let near = excerpts.iter_mut().find(|excerpt| {
            let other = excerpt.marks[0].span;
            sources.path(other) == sources.path(mark.span) && line(other).abs_diff(line(mark.span)) <= NEAR_LINES
        });
        match near {
            Some(excerpt) => excerpt.marks.push(mark),
            None => excerpts.push(Excerpt { marks: vec![mark] }),
        }
    }
    excerpts
}

impl<'a> Excerpt<'a> {
    /// Only the lines around the marks are handed to the renderer, so that the cost does not grow with the file.
    fn element(&self, sources: &'a Sources, lang: Lang) -> Element<'a> {
        let file = sources.get(self.marks[0].span.source);
        let place = file.position(self.marks[0].span.start as usize);
        if file.text.is_empty() || file.line(place.line).len() > LONG_LINE {
            return Origin::path(file.path.as_ref()).line(place.line).char_column(place.column).into();
        }
        let lines = self.marks.iter().flat_map(|mark| [mark.span.start, mark.span.end]);
        let lines: Vec<usize> = lines.map(|offset| file.position(offset as usize).line).collect();
        let (first, last) = (lines.iter().min().copied().unwrap_or(1), lines.iter().max().copied().unwrap_or(1));
        let (start, end) = (file.line(first).start, file.line(last).end);
        let annotations: Vec<Annotation<'a>> =
            self.marks.iter().map(|mark| mark.annotation(file, start, end, lang)).collect();
        Snippet::source(&file.text[start..end])
            .line_start(first)
            .path(file.path.as_ref())
            .annotations(annotations)
            .into()
    }
}

impl<'a> Mark<'a> {
    /// The annotation within the excerpt `start..end` of its file.
    fn annotation(&self, file: &SourceFile, start: usize, end: usize, lang: Lang) -> Annotation<'a> {
        let range = self.span.range();
        let range = if range.is_empty() { range.start..next_boundary(&file.text, range.start, end) } else { range };
        let annotation = self.kind.span(range.start - start..range.end - start);
        match self.label {
            Some(label) => annotation.label(label.get(lang)),
            None => annotation,
        }
    }
}

/// An empty span is shown by the character after it, if the line has one.
fn next_boundary(text: &str, at: usize, end: usize) -> usize {
    text[at..end].chars().next().map_or(at, |next| at + next.len_utf8())
}
