//! Text of a document with its inline markup resolved, every character still with its place.

use super::Expression;
use crate::source::Span;
use crate::syntax::Text;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    pub inlines: Vec<Inline>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    Text(Text),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    Link(Link),
    /// In forms only.
    Expression(Expression),
    /// A line break the author asked for.
    Break,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub target: LinkTarget,
    /// Empty: the program writes the target's number. （）: number and caption.
    pub text: Vec<Inline>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// `#fees.2`, `annex-services:receipt`, `annex-services:` (the whole document).
    Place { document: Option<String>, anchor: Option<String> },
    /// https:, http:, mailto: or tel:
    External(String),
    /// `[^unit]`: the mark of a note.
    Note(String),
}

impl Prose {
    pub fn empty(span: Span) -> Prose {
        Prose { inlines: Vec::new(), span }
    }

    pub fn is_empty(&self) -> bool {
        self.inlines.is_empty()
    }

    /// The characters the author wrote, without markup and without generated text.
    pub fn plain(&self) -> Text {
        fn push(inlines: &[Inline], out: &mut Text) {
            for inline in inlines {
                match inline {
                    Inline::Text(text) => out.push(text, 0..text.as_str().len()),
                    Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link(Link { text: inner, .. }) => {
                        push(inner, out);
                    }
                    Inline::Expression(_) | Inline::Break => {}
                }
            }
        }
        let mut out = Text::empty(self.span);
        push(&self.inlines, &mut out);
        out
    }

    pub fn expressions(&self) -> Vec<&Expression> {
        fn collect<'a>(inlines: &'a [Inline], out: &mut Vec<&'a Expression>) {
            for inline in inlines {
                match inline {
                    Inline::Expression(expression) => out.push(expression),
                    Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link(Link { text: inner, .. }) => {
                        collect(inner, out);
                    }
                    Inline::Text(_) | Inline::Break => {}
                }
            }
        }
        let mut out = Vec::new();
        collect(&self.inlines, &mut out);
        out
    }

    pub fn links(&self) -> Vec<&Link> {
        fn collect<'a>(inlines: &'a [Inline], out: &mut Vec<&'a Link>) {
            for inline in inlines {
                match inline {
                    Inline::Link(link) => out.push(link),
                    Inline::Strong(inner) | Inline::Emphasis(inner) => collect(inner, out),
                    Inline::Text(_) | Inline::Expression(_) | Inline::Break => {}
                }
            }
        }
        let mut out = Vec::new();
        collect(&self.inlines, &mut out);
        out
    }
}

/// The characters of inlines, without markup and without generated text.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(text.as_str()),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link(Link { text: inner, .. }) => {
                out.push_str(&plain_text(inner));
            }
            Inline::Expression(_) | Inline::Break => {}
        }
    }
    out
}
