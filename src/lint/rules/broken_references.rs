//! Links to provisions or documents that do not exist.

use crate::analysis::references::{Reason, Reference, Resolution, Target};
use crate::analysis::{ProvisionKind, Unresolved};
use crate::diagnostic::{Diagnostic, Message};
use crate::japanese::references::Level;
use crate::lint::{Subject, words};
use crate::model::{Id, Key, Picture, Timeline};
use crate::source::Span;
use crate::{rule, say};

rule! {
    /// A link or reference leads to a provision or document that does not exist.
    ///
    /// A reader cannot follow it, and a court would have to guess what was meant. Mend the reference, or give the
    /// provision that was meant the id that the link names.
    pub static BROKEN_REFERENCES: Error("broken-references") = "\
リンクや参照の先にあたる条項や文書がありません。

読む人は参照をたどれず、争いになれば何を指すかが問題になります。参照を正しい条項に直すか、指したい条項に、リンクに書いた id を付けてください。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for (gathered, outline) in subject.gathered().iter().zip(&subject.analysis.outlines) {
        for link in gathered.proses.iter().flat_map(|prose| prose.links()) {
            if let Err(unresolved) = subject.analysis.resolve(outline, &link.target) {
                found.push(explain(&unresolved, link.span));
            }
        }
    }
    found.extend(subject.references().filter_map(|reference| absent(subject, reference)));
    check_charges(subject, found);
    if let Some(set) = subject.set {
        for id in &set.prevails {
            check_document(subject, id, &set.documents, found);
        }
    }
}

/// Billing figures whose charge no document of the edition has.
fn check_charges(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for (index, gathered) in subject.gathered().iter().enumerate() {
        for (_, figure) in &gathered.figures {
            let Picture::Timeline(Timeline { charge, .. }) = &figure.picture else { continue };
            if subject.edition.metering(index, &charge.name).is_none() {
                let name = &charge.name;
                let message = say!("従量課金の定め「{name}」はありません", "there is no metering `{name}`");
                let help = say!(
                    "料金を定める条項の metering: の id を書いてください",
                    "write the id of the `metering:` of the clause that sets the price"
                );
                found.push(BROKEN_REFERENCES.at(charge.span, message).help(help));
            }
        }
    }
}

fn explain(unresolved: &Unresolved, span: Span) -> Diagnostic {
    match unresolved {
        Unresolved::NoDocument { name, known } => {
            let message = say!("このセットに文書「{name}」はありません", "the set has no document `{name}`");
            let otherwise = say!(
                "set.yaml の documents に書き足すか、リンクの宛先を直してください",
                "add it to `documents` of set.yaml, or mend the link"
            );
            BROKEN_REFERENCES.at(span, message).help(nearest(name, known).unwrap_or(otherwise))
        }
        Unresolved::NoPlace { document, name, known } => {
            let message =
                say!("「{document}」に id「{name}」の条項はありません", "`{document}` has no provision `{name}`");
            let otherwise = say!(
                "宛先の条項に id を付けるか、リンクの宛先を直してください",
                "give the target an id, or mend the link"
            );
            let help = deepest(name, known).or_else(|| nearest(name, known)).unwrap_or(otherwise);
            BROKEN_REFERENCES.at(span, message).help(help)
        }
    }
}

/// A reference in words to something that is not there.
fn absent(subject: Subject<'_>, reference: &Reference) -> Option<Diagnostic> {
    let written = &reference.written;
    let Resolution::Unresolved(reason) = &reference.resolution else { return None };
    let (within, level) = match reason {
        Reason::NoAnnex => {
            let count = subject.analysis.annexes().len();
            let message = say!("「{written}」はありません", "there is no {written}");
            let help = match count {
                0 => say!(
                    "別紙は、同じセットに kind: annex の文書として置いてください",
                    "annexes are documents of the set with kind: annex"
                ),
                _ => say!("このセットの別紙は {count} つです", "the set has {count} annexes"),
            };
            return Some(BROKEN_REFERENCES.at(reference.span, message).help(help));
        }
        Reason::NoPaper { known } => {
            let message = say!("「{written}」はありません", "there is no {written}");
            let help = match known.is_empty() {
                true => say!(
                    "図や表に「{written}」で始まる表題を付けるか、参照を直してください",
                    "give it a caption that begins with {written}, or mend the reference"
                ),
                false => {
                    let known = known.join("、");
                    say!("あるのは{known}です", "there is {known}")
                }
            };
            return Some(BROKEN_REFERENCES.at(reference.span, message).help(help));
        }
        Reason::Absent { within, level } => (*within, *level),
        _ => return None,
    };
    let message = say!("「{written}」はありません", "there is no {written}");
    let diagnostic = BROKEN_REFERENCES.at(reference.span, message);
    let Some(within) = within else {
        return Some(diagnostic.help(say!("附則を書くか、参照を直してください", "mend the reference")));
    };
    let diagnostic = diagnostic.help(extent(subject, within, level));
    Some(match within.provision {
        Some(_) => {
            let holder = subject.title(within);
            diagnostic.related(subject.span(within), say!("{holder}はここです", "{holder} is here"))
        }
        None => diagnostic,
    })
}

/// What there is instead.
fn extent(subject: Subject<'_>, within: Target, level: Level) -> Message {
    let outline = subject.outline(within.document);
    let (unit, unit_en) = words::level(level);
    let holder = subject.title(within);
    let last = match (level, within.provision) {
        (Level::Article, None) => outline.tree.articles().last().copied(),
        (Level::Heading, None) => outline.tree.last_section(),
        (Level::Chapter, None) => outline.tree.chapters().last().copied(),
        (_, Some(key)) => {
            let is_wanted = |key: &Key| match level {
                Level::Item | Level::Subitem => {
                    matches!(outline.provision(*key).kind, ProvisionKind::Item(_) | ProvisionKind::Definition)
                }
                _ => outline.provision(*key).kind == ProvisionKind::Paragraph,
            };
            outline.tree.children(key).iter().copied().rfind(is_wanted)
        }
        _ => None,
    };
    match last.map(|key| subject.number(within.document, key)) {
        Some(last) => say!("{holder}にあるのは{last}までです", "{holder} ends with {last}"),
        None => say!("{holder}に{unit}はありません", "{holder} has no {unit_en}"),
    }
}

fn check_document(subject: Subject<'_>, id: &Id, listed: &[Id], found: &mut Vec<Diagnostic>) {
    let name = &id.name;
    // A document that is listed but could not be read has findings of its own.
    if subject.analysis.outline(name).is_none() && !listed.iter().any(|other| other.name == *name) {
        let known: Vec<String> = listed.iter().map(|id| id.name.clone()).collect();
        let message = say!("このセットに文書「{name}」はありません", "the set has no document `{name}`");
        let otherwise = say!("documents にある id を書いてください", "write an id from `documents`");
        found.push(BROKEN_REFERENCES.at(id.span, message).help(nearest(name, &known).unwrap_or(otherwise)));
    }
}

/// The closest of the names there are.
fn nearest(name: &str, known: &[String]) -> Option<Message> {
    let distance = |candidate: &&String| strsim::damerau_levenshtein(name, candidate);
    let near = known.iter().min_by_key(distance).filter(|near| distance(near) <= name.len() / 2)?;
    Some(say!("「{near}」ではありませんか", "did you mean `{near}`?"))
}

/// `#fees.9` where `fees` ends with `fees.4`: how far it goes.
fn deepest(name: &str, known: &[String]) -> Option<Message> {
    let (above, _) = name.rsplit_once('.')?;
    known.iter().find(|known| *known == above)?;
    let number = |known: &&String| known.strip_prefix(above)?.strip_prefix('.')?.parse::<u32>().ok();
    match known.iter().filter(|known| number(known).is_some()).max_by_key(number) {
        Some(last) => Some(say!("「{above}」にあるのは「{last}」までです", "`{above}` ends with `{last}`")),
        None => Some(say!("「{above}」の下に番号の付いた条項はありません", "`{above}` has nothing numbered below it")),
    }
}
