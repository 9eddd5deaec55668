//! References written as lawyers write them: each is found by the grammar and resolved to what it cites, or to the
//! reason why it cites nothing.

mod enumeration;
mod memory;
mod papers;
mod resolve;
mod series;
mod titles;

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Analysis, Outline, ProvisionKind};
use crate::japanese::characters::{is_kanji, is_katakana};
use crate::japanese::numerals::script_of;
use crate::japanese::references::{Annex, AnnexSeries, Label, Level, Mention, MentionKind, Path, Step, Which, scan};
use crate::model::{Document, Edition, Expression, Gathered, Inline, Key, Link, Prose};
use crate::source::Span;
use crate::syntax::Text;

use memory::Memory;
use papers::Papers;
pub use resolve::Reason;
use resolve::Resolver;
use titles::Titles;
pub use titles::{core, is_slip};

/// One reference in the text of a provision.
#[derive(Debug, Clone)]
pub struct Reference {
    /// Bytes of the provision's text with generated links written out.
    pub range: Range<usize>,
    pub span: Span,
    /// As it is written.
    pub written: String,
    /// The provision it stands in.
    pub at: Key,
    pub mention: Mention,
    pub resolution: Resolution,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// What is cited; several for 前２項, 各号 or 第５条から第８条まで.
    Targets(Vec<Target>),
    /// A law or somebody else's document: outside the set.
    External,
    /// This document as a whole, or an announcement of what follows.
    Nothing,
    /// What is wrong.
    Unresolved(Reason),
    /// The grammar reads it, but the set does not tell what it cites.
    Unknown,
}

/// A document of the edition, or a provision in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Index of the document in the edition.
    pub document: usize,
    pub provision: Option<Key>,
}

/// References by the span of the prose they stand in.
pub type References = BTreeMap<Span, Vec<Reference>>;

/// Finds the references of every document.
pub(super) fn collect(gathered: &[Gathered<'_>], analysis: &Analysis) -> Vec<References> {
    let names = Names { titles: Titles::of(analysis), papers: Papers::of(gathered, analysis) };
    let documents = gathered.iter().enumerate();
    documents.map(|(index, gathered)| of_document(analysis, &names, index, &gathered.texts)).collect()
}

/// What may be cited by a title or by the number in a heading.
struct Names {
    titles: Titles,
    papers: Papers,
}

fn of_document(analysis: &Analysis, names: &Names, index: usize, texts: &[(Key, &Prose)]) -> References {
    let outline = &analysis.outlines[index];
    let mut references = References::new();
    let mut memory = Memory::default();
    let counts_paragraphs =
        outline.tree.has_sections() && texts.iter().any(|text| speaks_of_a_paragraph(outline, text));
    for (&(key, prose), text) in texts.iter().zip(&analysis.written[index]) {
        memory.enter(outline, key);
        let said = text.text.as_str();
        let mut found = Vec::new();
        let mut quotation = Quotation::default();
        let mut outside = None;
        let mut mentions = scan(said);
        mentions.extend(next_figures(said));
        mentions.sort_by_key(|mention| mention.range.start);
        for mention in mentions {
            // What a link says is resolved by its id; it only sets what 同条 means.
            if text
                .generated
                .iter()
                .any(|generated| generated.start < mention.range.end && mention.range.start < generated.end)
            {
                continue;
            }
            let range = mention.range.clone();
            let before = &said[..range.start];
            let is_quoted = quotation.is_open_after(before);
            // Quoted words set what 同条 means among themselves only.
            if is_quoted {
                outside.get_or_insert(memory);
            } else if let Some(outside) = outside.take() {
                memory = outside;
            }
            let memory = &mut memory;
            let mut resolver = Resolver { analysis, names, document: index, at: key, said, memory, counts_paragraphs };
            let mut resolution = resolver.resolve(&mention);
            if let (Resolution::Unresolved(_), Some(own)) = (&resolution, of_own_article(found.last(), &mention)) {
                let otherwise = resolver.resolve(&own);
                resolution = if matches!(otherwise, Resolution::Targets(_)) { otherwise } else { resolution };
            }
            let resolution = doubted(resolution, said, &range, is_quoted);
            let span = text.text.at(range.clone());
            let written = said[range.clone()].to_owned();
            found.push(Reference { range, span, written, at: key, mention, resolution });
        }
        if let Some(outside) = outside {
            memory = outside;
        }
        memory.hear(said);
        if !found.is_empty() {
            references.insert(prose.span, found);
        }
    }
    references
}

/// 次の図, where no number and no other word follows: the first figure after the text.
fn next_figures(said: &str) -> impl Iterator<Item = Mention> {
    const WORDS: &str = "次の図";
    let is_whole = |at: usize| {
        let next = said[at + WORDS.len()..].chars().next();
        next.is_none_or(|c| !is_kanji(c) && !is_katakana(c) && script_of(c).is_none())
    };
    said.match_indices(WORDS).map(|(at, _)| at).filter(move |at| is_whole(*at)).map(|at| Mention {
        range: at..at + WORDS.len(),
        kind: MentionKind::Annex(Annex { series: AnnexSeries::Figure, label: None }),
        path: Path::default(),
        caption: None,
        group: None,
    })
}

/// 第３条第２項各号又は第１項各号: who counts down may mean paragraph 1 of the article that says so.
fn of_own_article(previous: Option<&Reference>, mention: &Mention) -> Option<Mention> {
    let previous = &previous?.mention;
    let own: Vec<_> = mention.path.steps.iter().filter(|step| !step.inherited).cloned().collect();
    let [Step { level: Level::Article, inherited: true, .. }, ..] = mention.path.steps[..] else { return None };
    let number = |steps: &[Step]| match steps {
        [.., Step { level: Level::Paragraph, which: Which::Absolute(Label::Number(number)), .. }] => Some(number.main),
        [.., Step { level: Level::Paragraph, which: Which::Absolute(Label::Number(number)), .. }, _] => {
            Some(number.main)
        }
        _ => None,
    };
    let is_joined = mention.group.is_some()
        && previous.group.as_ref().map(|group| &group.range) == mention.group.as_ref().map(|group| &group.range);
    let counts_down = number(&own)? <= number(&previous.path.steps)?;
    let path = Path { steps: own, ..mention.path.clone() };
    (is_joined && counts_down).then(|| Mention { path, ..mention.clone() })
}

/// 前項 in a later paragraph of a section: there the word means a paragraph, not the section before.
fn speaks_of_a_paragraph(outline: &Outline, (key, prose): &(Key, &Prose)) -> bool {
    let Some(section) = outline.ancestor(*key, ProvisionKind::Section) else { return false };
    let own = outline.ancestor(*key, ProvisionKind::Paragraph);
    let is_paragraph = |key: &&Key| outline.provision(**key).kind == ProvisionKind::Paragraph;
    let first = outline.tree.children(section).iter().find(is_paragraph).copied();
    own.is_some() && own != first && prose.plain().as_str().contains("前項")
}

/// What to make of a resolution, given the text around the reference.
fn doubted(resolution: Resolution, said: &str, range: &Range<usize>, is_quoted: bool) -> Resolution {
    let before = &said[..range.start];
    match resolution {
        // Quoted words of a law or of former terms speak of their own document; those that replace one another of none.
        Resolution::Unresolved(_) if is_quoted => Resolution::Unknown,
        _ if is_quoted && REPLACING.iter().any(|word| said.contains(word)) => Resolution::Unknown,
        Resolution::Unresolved(Reason::Absent { .. } | Reason::NoPaper { .. }) if follows_a_name(before) => {
            Resolution::Unknown
        }
        // 仕様書（第２版）の図５
        Resolution::Unresolved(Reason::NoPaper { .. }) if before.trim_end().ends_with('の') => Resolution::Unknown,
        // Where the set has no figures at all, only a text that sends the reader to one needs it.
        Resolution::Unresolved(Reason::NoPaper { known })
            if known.is_empty() && !SENDING.iter().any(|word| said[range.end..].starts_with(word)) =>
        {
            Resolution::Unknown
        }
        resolution => resolution,
    }
}

/// 「第３条」とあるのは「第５条」と読み替える
const REPLACING: [&str; 4] = ["読み替え", "読替え", "とあるのは", "に改め"];
/// After 図１, these send the reader to it.
const SENDING: [&str; 6] = ["のとおり", "に示す", "に示し", "に掲げる", "を参照", "に定める"];

/// How deep a text is in 「…」, read forward once.
#[derive(Default)]
struct Quotation {
    read: usize,
    depth: usize,
}

impl Quotation {
    /// `before` is a longer beginning of the same text at every call.
    fn is_open_after(&mut self, before: &str) -> bool {
        for c in before.get(self.read..).unwrap_or_default().chars() {
            match c {
                '「' => self.depth += 1,
                '」' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        self.read = self.read.max(before.len());
        self.depth > 0
    }
}

/// ガイドライン（第6.0版）第３章, GDPRの第28条: what stands right before names another document.
fn follows_a_name(before: &str) -> bool {
    // An ideographic space parts a term from its meaning: 参加施設　第五条の登録を受けた….
    let before = before.trim_end_matches(|c: char| c.is_whitespace() && c != '\u{3000}');
    let named = before.strip_suffix('の').and_then(|name| name.chars().next_back());
    let is_name = |c: char| c.is_alphanumeric() && !matches!(c, 'ぁ'..='ゖ');
    before.ends_with(|c: char| matches!(c, '）' | ')' | '」' | '』') || is_name(c)) || named.is_some_and(is_name)
}

/// A prose with the text of its links written out.
#[derive(Debug)]
pub struct WrittenOut {
    pub text: Text,
    /// Which parts of it the program wrote.
    pub generated: Vec<Range<usize>>,
}

/// Every running text of every document.
pub(super) fn written(edition: &Edition, gathered: &[Gathered<'_>], analysis: &Analysis) -> Vec<Vec<WrittenOut>> {
    let documents = edition.documents.iter().zip(&analysis.outlines).zip(gathered);
    let texts = documents.map(|((document, outline), gathered)| {
        let texts = gathered.texts.iter();
        texts.map(|(key, prose)| written_out(analysis, outline, document, prose, *key)).collect()
    });
    texts.collect()
}

/// The text a reader sees, each character with its place; generated text stands where its link stands.
fn written_out(analysis: &Analysis, outline: &Outline, document: &Document, prose: &Prose, at: Key) -> WrittenOut {
    let mut out = WrittenOut { text: Text::empty(prose.span), generated: Vec::new() };
    let generate = |link: &Link| analysis.link_text(outline, Some(at), document, link);
    push(&prose.inlines, &generate, &mut out);
    out
}

fn push(inlines: &[Inline], generate: &dyn Fn(&Link) -> Option<String>, out: &mut WrittenOut) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.text.push(text, 0..text.as_str().len()),
            Inline::Strong(inner) | Inline::Emphasis(inner) => push(inner, generate, out),
            Inline::Link(link) => match generate(link) {
                Some(generated) => {
                    let start = out.text.as_str().len();
                    let len = generated.len();
                    out.text.push(&Text::opaque(generated, link.span), 0..len);
                    out.generated.push(start..start + len);
                }
                None => push(&link.text, generate, out),
            },
            Inline::Expression(expression) => {
                let start = out.text.as_str().len();
                let len = Expression::STAND_IN.len_utf8();
                out.text.push(&Text::opaque(Expression::STAND_IN.to_string(), expression.span), 0..len);
                out.generated.push(start..start + len);
            }
            Inline::Break => {}
        }
    }
}

impl Reference {
    /// Whether it cites something that a reader can be led to.
    pub fn targets(&self) -> &[Target] {
        match &self.resolution {
            Resolution::Targets(targets) => targets,
            _ => &[],
        }
    }
}
