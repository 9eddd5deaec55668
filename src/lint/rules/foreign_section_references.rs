//! Inside the part of one service, a reference into the part of another that has a section of the same title.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::references::{Reference, Target};
use crate::analysis::{Outline, ProvisionKind, Resolved};
use crate::diagnostic::Diagnostic;
use crate::japanese::numerals::folded;
use crate::japanese::references::{MentionKind, NamedKind};
use crate::lint::Subject;
use crate::lint::texts::RunningText;
use crate::model::Key;
use crate::source::Span;
use crate::{rule, say};

rule! {
    /// A section of one service cites the section of another service, and has one of the same title itself.
    ///
    /// Annexes repeat the same headings for each service. Text that was copied from one part to another often keeps the
    /// reference, or the name of the form, of the part it came from.
    pub static FOREIGN_SECTION_REFERENCES: Warning("foreign-section-references") = "\
あるサービスの節の中で、別のサービスの節や申込書を指しています。同じ題の節は、このサービスの中にもあります。

別紙では、サービスごとに同じ見出しを繰り返します。文章を写したときに、写し元の番号や書類の名前が残ることがよくあります。このサービスの節を指すように直してください。";
}

/// Sections of one document.
#[derive(Default)]
struct Parts {
    /// By the heading of the first level that they stand under and their folded title.
    titled: BTreeMap<(Key, String), Vec<Key>>,
    /// Folded titles of the first level.
    tops: Vec<String>,
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let parts: Vec<Parts> = subject.analysis.outlines.iter().map(parts).collect();
    let forms: BTreeSet<String> = subject.references().filter_map(form).collect();
    for text in subject.texts() {
        let outline = subject.outline(text.document);
        let parts = &parts[text.document];
        let Some(own) = top_section(outline, text.at) else { continue };
        for (key, span) in sections_cited(subject, text) {
            found.extend(foreign_section(subject, parts, text, own, (key, span)));
        }
        found.extend(text.references.iter().filter_map(|reference| {
            let right = own_form(outline, parts, own, &form(reference)?)?;
            forms.contains(&right).then(|| foreign_form(&reference.written, &right, reference.span))
        }));
    }
}

fn parts(outline: &Outline) -> Parts {
    let mut parts = Parts::default();
    for (key, provision) in outline.provisions().filter(|(_, provision)| provision.kind == ProvisionKind::Section) {
        let title = provision.caption.as_deref().map(folded).unwrap_or_default();
        match top_section(outline, key) {
            Some(top) if top != key => parts.titled.entry((top, title)).or_default().push(key),
            _ if !title.is_empty() => parts.tops.push(title),
            _ => {}
        }
    }
    parts
}

/// The quoted name of a form.
fn form(reference: &Reference) -> Option<String> {
    let is_form = matches!(reference.mention.kind, MentionKind::Named(NamedKind::Form));
    reference.mention.caption.as_ref().filter(|_| is_form).map(|name| folded(&name.text))
}

/// The heading of the first level that a provision stands under.
fn top_section(outline: &Outline, key: Key) -> Option<Key> {
    let above = std::iter::successors(Some(key), |&key| outline.provision(key).parent);
    above.filter(|&key| outline.provision(key).kind == ProvisionKind::Section).last()
}

/// Sections of its own document that a text cites, in words or by a link.
fn sections_cited(subject: Subject<'_>, text: &RunningText<'_>) -> Vec<(Key, Span)> {
    let outline = subject.outline(text.document);
    let mut cited = Vec::new();
    for reference in text.references {
        if let [Target { document, provision: Some(key) }] = *reference.targets()
            && document == text.document
        {
            cited.push((key, reference.span));
        }
    }
    for link in text.links() {
        if let Ok(Some(Resolved::Provision(target, key))) = subject.analysis.resolve(outline, &link.target)
            && target == outline
        {
            cited.push((key, link.span));
        }
    }
    cited.retain(|(key, _)| outline.provision(*key).kind == ProvisionKind::Section);
    cited
}

fn foreign_section(
    subject: Subject<'_>,
    parts: &Parts,
    text: &RunningText<'_>,
    own: Key,
    (cited, span): (Key, Span),
) -> Option<Diagnostic> {
    let document = text.document;
    let outline = subject.outline(document);
    let other = top_section(outline, cited).filter(|&other| other != own && other != cited)?;
    let title = folded(outline.provision(cited).caption.as_deref()?);
    let [twin] = parts.titled.get(&(own, title))?[..] else { return None };
    // The section of the same title would cite itself: it means the other one.
    if std::iter::successors(Some(text.at), |&key| outline.provision(key).parent).any(|key| key == twin) {
        return None;
    }
    let name = |key: Key| subject.title(Target { document, provision: Some(key) });
    let (wrong, right, other, own) = (name(cited), name(twin), name(other), name(own));
    let message =
        say!("{wrong}は{other}の節です。ここは{own}の中です", "{wrong} belongs to {other}; this text belongs to {own}");
    let there = subject.span(Target { document, provision: Some(twin) });
    let diagnostic = FOREIGN_SECTION_REFERENCES.at(span, message);
    Some(diagnostic.related(there, say!("{right}はここです", "{right} is here")).help(say!("{right}", "{right}")))
}

/// The name of a form with the title of its own part in the place of another part's.
fn own_form(outline: &Outline, parts: &Parts, own: Key, form: &str) -> Option<String> {
    let own = folded(outline.provision(own).caption.as_deref()?);
    let other = parts.tops.iter().filter(|other| form.contains(other.as_str())).max_by_key(|other| other.len())?;
    (*other != own && !form.contains(&own)).then(|| form.replacen(other.as_str(), &own, 1))
}

fn foreign_form(written: &str, right: &str, span: Span) -> Diagnostic {
    let message = say!(
        "{written}は別のサービスの書類です。「{right}」があります",
        "{written} is the form of another service; there is 「{right}」"
    );
    FOREIGN_SECTION_REFERENCES.at(span, message).help(say!("「{right}」", "「{right}」"))
}
