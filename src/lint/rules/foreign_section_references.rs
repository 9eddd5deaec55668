//! Inside the part of one service, a reference into the part of another that has a section of the same title.

use crate::analysis::references::Target;
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

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let texts: Vec<RunningText<'_>> = subject.texts().collect();
    for text in &texts {
        let outline = subject.outline(text.document);
        let Some(own) = top_section(outline, text.at) else { continue };
        for (key, span) in sections_cited(subject, text) {
            found.extend(foreign_section(subject, text, own, key, span));
        }
        found.extend(text.references.iter().filter_map(|reference| {
            let form = reference.mention.caption.as_ref()?;
            let is_form = matches!(reference.mention.kind, MentionKind::Named(NamedKind::Form));
            let right = is_form.then(|| own_form(outline, own, &form.text))??;
            let is_there = texts.iter().any(|text| folded(text.as_str()).contains(&format!("「{right}」")));
            is_there.then(|| foreign_form(&form.text, &right, reference.span))
        }));
    }
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
    text: &RunningText<'_>,
    own: Key,
    cited: Key,
    span: Span,
) -> Option<Diagnostic> {
    let document = text.document;
    let outline = subject.outline(document);
    let other = top_section(outline, cited).filter(|&other| other != own && other != cited)?;
    let title = folded(outline.provision(cited).caption.as_deref()?);
    let has_title =
        |key: Key| outline.provision(key).caption.as_deref().is_some_and(|caption| folded(caption) == title);
    let mut twins = outline.provisions().map(|(key, _)| key).filter(|&key| {
        let is_section = outline.provision(key).kind == ProvisionKind::Section;
        is_section && key != own && has_title(key) && top_section(outline, key) == Some(own)
    });
    let twin = twins.next().filter(|_| twins.next().is_none())?;
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
fn own_form(outline: &Outline, own: Key, form: &str) -> Option<String> {
    let form = folded(form);
    let own = folded(outline.provision(own).caption.as_deref()?);
    let is_top = |key: Key| outline.provision(key).parent.is_none();
    let others =
        outline.provisions().filter(|(key, provision)| provision.kind == ProvisionKind::Section && is_top(*key));
    let named = others.filter_map(|(_, provision)| provision.caption.as_deref().map(folded));
    let other = named.filter(|other| form.contains(other.as_str())).max_by_key(String::len)?;
    (other != own && !form.contains(&own)).then(|| form.replacen(&other, &own, 1))
}

fn foreign_form(written: &str, right: &str, span: Span) -> Diagnostic {
    let message = say!(
        "「{written}」は別のサービスの書類です。「{right}」があります",
        "「{written}」 is the form of another service; there is 「{right}」"
    );
    FOREIGN_SECTION_REFERENCES.at(span, message).help(say!("「{right}」", "「{right}」"))
}
