//! What kiyaku tells the author of a document: what is wrong, where, the other place, what to write instead.

pub mod github;
pub mod json;
pub mod sarif;
pub mod terminal;

use crate::source::{Sources, Span};

/// Language of messages. Rule names and JSON keys are the same in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Ja,
    En,
}

/// One sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Message {
    pub ja: String,
    pub en: String,
}

impl Message {
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }
}

/// A [`Message`] from two format strings, Japanese first.
#[macro_export]
macro_rules! say {
    ($ja:literal, $en:literal $(,)?) => {
        $crate::diagnostic::Message { ja: format!($ja), en: format!($en) }
    };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

impl Severity {
    /// As people read it.
    pub fn title(self) -> Message {
        match self {
            Severity::Error => say!("エラー", "error"),
            Severity::Warning => say!("警告", "warning"),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// What can be wrong: one static per problem, declared by [`rule!`](crate::rule) where it is found.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Plural, kebab-case, names the problem: `broken-references`. Never changes.
    pub name: &'static str,
    pub severity: Severity,
    /// What it is about, why it matters and what to do, for `kiyaku explain`. In English it is the static's own
    /// documentation.
    pub ja: &'static str,
    pub en: &'static str,
}

/// Declares a [`Rule`]: its documentation in English, name and severity, its explanation in Japanese.
#[macro_export]
macro_rules! rule {
    ($(#[doc = $en:literal])+ $visibility:vis static $id:ident: $severity:ident($name:literal) = $ja:literal;) => {
        $(#[doc = $en])+
        $visibility static $id: $crate::diagnostic::Rule = $crate::diagnostic::Rule {
            name: $name,
            severity: $crate::diagnostic::Severity::$severity,
            ja: $ja,
            en: concat!($($en, "\n"),+),
        };
    };
}

impl Rule {
    /// The explanation in paragraphs. One that begins with spaces is an example, to be shown as it is.
    pub fn paragraphs(&self, lang: Lang) -> Vec<String> {
        match lang {
            Lang::Ja => self.ja.split("\n\n").map(str::to_owned).collect(),
            Lang::En => {
                let joined = |paragraph: &str| paragraph.lines().map(str::trim).collect::<Vec<_>>().join(" ");
                self.en.split("\n\n").map(joined).collect()
            }
        }
    }

    /// The first sentence of the explanation.
    pub fn summary(&self, lang: Lang) -> &str {
        let (text, stop) = match lang {
            Lang::Ja => (self.ja, "。"),
            Lang::En => (self.en.trim_start(), "."),
        };
        text.find(stop).map_or(text, |at| &text[..at + stop.len()])
    }

    /// A finding of this rule; `label` stands under the place.
    pub fn at(&'static self, span: Span, message: Message) -> Diagnostic {
        Diagnostic {
            rule: self,
            severity: self.severity,
            message,
            span,
            label: None,
            related: Vec::new(),
            help: None,
            fix: None,
            origin: None,
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub rule: &'static Rule,
    pub severity: Severity,
    pub message: Message,
    pub span: Span,
    /// Stands beside the marked place.
    pub label: Option<Message>,
    /// Other places involved.
    pub related: Vec<Related>,
    /// What to write instead.
    pub help: Option<Message>,
    /// The repair, where it is certain.
    pub fix: Option<Fix>,
    /// The same place in the file that the document was imported from.
    pub origin: Option<Origin>,
}

/// A line, from 1, of a file that is no source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub path: String,
    pub line: usize,
}

impl Origin {
    /// As people read it.
    pub fn place(&self) -> Message {
        let Origin { path, line } = self;
        say!("{path} の {line} 行目", "{path}, line {line}")
    }
}

/// Text to put in the place of other text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    pub span: Span,
    /// What must stand there for the repair to be right.
    pub before: String,
    pub after: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    pub span: Span,
    pub message: Message,
}

impl Diagnostic {
    pub fn label(mut self, label: Message) -> Diagnostic {
        self.label = Some(label);
        self
    }

    pub fn related(mut self, span: Span, message: Message) -> Diagnostic {
        self.related.push(Related { span, message });
        self
    }

    /// Only for repairs that leave no doubt.
    pub fn fix(mut self, before: &str, after: &str) -> Diagnostic {
        self.fix = Some(Fix { span: self.span, before: before.to_owned(), after: after.to_owned() });
        self
    }

    pub fn help(mut self, help: Message) -> Diagnostic {
        self.help = Some(help);
        self
    }

    /// Message, other places, what to write and where it was imported from, a line each, for programs that show a single text.
    pub fn full_text(&self, sources: &Sources, lang: Lang) -> String {
        let mut lines = vec![self.message.get(lang).to_owned()];
        for related in &self.related {
            let place = sources.positions(related.span).0;
            lines.push(format!("{}:{}: {}", sources.path(related.span), place.line, related.message.get(lang)));
        }
        if let Some(help) = &self.help {
            let (ja, en) = (&help.ja, &help.en);
            lines.push(say!("直し方: {ja}", "help: {en}").get(lang).to_owned());
        }
        if let Some(origin) = &self.origin {
            let Message { ja, en } = origin.place();
            lines.push(say!("取り込み元: {ja}", "imported from: {en}").get(lang).to_owned());
        }
        lines.join("\n")
    }
}

/// Findings in the order people read them: by file, place, severity. A finding inside a shared block is reported once,
/// with every place that includes the block.
pub fn arrange(mut diagnostics: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    for diagnostic in &mut diagnostics {
        let mut at = sources.get(diagnostic.span.source).included_at;
        while let Some(place) = at {
            diagnostic
                .related
                .push(Related { span: place, message: say!("ここで取り込まれています", "included here") });
            at = sources.get(place.source).included_at;
        }
    }
    let place = |diagnostic: &Diagnostic, span: Span| {
        (sources.path(span).to_owned(), span.start, span.end, diagnostic.severity, diagnostic.rule.name)
    };
    diagnostics.sort_by_cached_key(|diagnostic| (place(diagnostic, diagnostic.span), diagnostic.message.clone()));
    diagnostics.dedup_by(|next, first| {
        let same = place(next, next.span) == place(first, first.span) && next.message == first.message;
        if same {
            for related in next.related.drain(..) {
                if !first.related.contains(&related) {
                    first.related.push(related);
                }
            }
        }
        same
    });
    diagnostics
}

/// The name that was probably meant: two slips, or one in a short name; further away, a guess misleads.
pub fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    // Long names are not worth comparing.
    let candidates = known.iter().copied().filter(|_| name.len() <= 64);
    let distance = |candidate: &&str| strsim::damerau_levenshtein(name, candidate);
    candidates.min_by_key(distance).filter(|near| distance(near) <= (near.len() / 3).clamp(1, 3))
}

/// How many findings of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub errors: usize,
    pub warnings: usize,
}

impl Counts {
    pub fn of(diagnostics: &[Diagnostic]) -> Counts {
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
        Counts { errors, warnings: diagnostics.len() - errors }
    }
}
