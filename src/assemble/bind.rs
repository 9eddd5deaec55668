//! The forms of editions: each template read once for every binding, as a source that remembers the place of the binding,
//! so that a finding in it shows both. What the set knows is put into their texts.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{Assembled, Files, entry, mismatched_id};
use crate::diagnostic::{Diagnostic, nearest};
use crate::expression::{Datum, Templates};
use crate::lower;
use crate::model::{Document, Expression, Form, FormBinding, Revision, Set};
use crate::source::{SourceId, Sources, Span};
use crate::workspace::{RevisionInput, SetInput};
use crate::{rule, say};

rule! {
    /// A form that the set binds has no template.
    ///
    /// It would not be printed. Mend the name, or write the template in `templates/forms` or the folder `forms` of the
    /// revision.
    pub static MISSING_TEMPLATES: Error("missing-templates") = "\
set.yaml の forms にある様式のひな形がありません。

その様式は書き出されません。名前を直すか、templates/forms/ か改定のフォルダの forms/ に、その名前のファイルを置いてください。";
}

rule! {
    /// Two forms of a set, or a form and a document, have the same id.
    ///
    /// Links could mean either of them, and one file would overwrite the other. Give the form an `id` of its own.
    pub static DUPLICATE_FORMS: Error("duplicate-forms") = "\
様式の id が、ほかの様式や文書と同じです。

リンクがどちらを指すのか決まりません。同じひな形を二度使うときは、forms に id を書いて区別してください。

    誤: - { template: application } が二つ
    正: - { template: application, id: application-receipt }";
}

rule! {
    /// A form stands among the documents of the contract.
    ///
    /// Forms are bound by `forms` in set.yaml and are not compared as the contract is. Move the file to the folder `forms`.
    pub static MISPLACED_FORMS: Error("misplaced-forms") = "\
契約の文書の場所に、様式が置かれています。

様式は set.yaml の forms で指定するもので、documents には入りません。ファイルを templates/forms/ か改定のフォルダの forms/ に移してください。";
}

rule! {
    /// No set binds a form.
    ///
    /// It is neither checked nor printed. Bind it by `forms` in set.yaml, or delete the file.
    pub static UNBOUND_FORMS: Warning("unbound-forms") = "\
どの set.yaml の forms にもない様式です。

調べることも書き出すこともできません。使うセットの forms に書き足すか、ファイルを消してください。";
}

/// A template that the set binds, and the revisions that it is read for.
struct Bound<'a> {
    binding: &'a FormBinding,
    file: SourceId,
    revisions: Vec<usize>,
}

/// The forms of every revision, in the order of their bindings, `None` for those that could not be read. A template is read
/// once for all revisions that have the same file and, where it includes any, the same shared blocks.
pub(super) fn forms(
    sources: &mut Sources,
    set: Option<&Set>,
    revisions: &[RevisionInput],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Vec<Option<Document>>> {
    let mut forms: Vec<Vec<Option<Document>>> = revisions.iter().map(|_| Vec::new()).collect();
    let Some(set) = set else { return forms };
    report_duplicates(set, diagnostics);
    let mut read = Vec::new();
    let mut unread = bound(set, revisions, diagnostics);
    while !unread.is_empty() {
        let round;
        (round, unread) = read_for_most(sources, revisions, unread);
        read.extend(round);
    }
    let place = |bound: &Bound<'_>| set.forms.iter().position(|binding| std::ptr::eq(binding, bound.binding));
    read.sort_by_cached_key(|(_, bound)| place(bound));
    let entries = revisions.iter().map(|revision| entry(set, revision, &mut Vec::new()));
    // What is wrong with an entry is said where documents are put in order.
    let entries: Vec<Option<Revision>> = entries.collect();
    for ((document, found), Bound { binding, revisions, .. }) in read {
        diagnostics.extend(found);
        let Some(mut document) = document else {
            revisions.into_iter().for_each(|at| forms[at].push(None));
            continue;
        };
        if document.id.name != binding.template.name {
            diagnostics.push(mismatched_id(&document.id, &binding.template.name));
        }
        document.id.name.clone_from(&binding.id.name);
        document.form.get_or_insert_with(Form::default).basis.clone_from(&binding.basis);
        for at in revisions {
            let mut document = document.clone();
            put_known(&mut document, set, entries[at].as_ref());
            forms[at].push(Some(document));
        }
    }
    forms
}

/// What is bound in which revisions; a template that is not there is reported.
fn bound<'a>(set: &'a Set, revisions: &[RevisionInput], diagnostics: &mut Vec<Diagnostic>) -> Vec<Bound<'a>> {
    let mut bound: Vec<Bound<'a>> = Vec::new();
    for binding in &set.forms {
        let first = bound.len();
        for (at, revision) in revisions.iter().enumerate().filter(|(_, one)| binding.is_bound_at(one.effective)) {
            let name = &binding.template.name;
            let Some(&file) = revision.forms.get(name) else {
                diagnostics.extend((!revision.unread.contains(name)).then(|| missing_template(binding, revision)));
                continue;
            };
            match bound[first..].iter_mut().find(|bound| bound.file == file) {
                Some(bound) => bound.revisions.push(at),
                None => bound.push(Bound { binding, file, revisions: vec![at] }),
            }
        }
    }
    bound
}

type Read<'a> = ((Option<Document>, Vec<Diagnostic>), Bound<'a>);

/// Reads every template for its first revision and all that have the same blocks; what is left is for those with others.
/// Only shared blocks are put in place one after another, as with documents.
fn read_for_most<'a>(
    sources: &mut Sources,
    revisions: &[RevisionInput],
    bound: Vec<Bound<'a>>,
) -> (Vec<Read<'a>>, Vec<Bound<'a>>) {
    let places: Vec<_> =
        bound.iter().map(|bound| sources.add_inclusion(bound.file, bound.binding.template.span)).collect();
    let parse = |(source, bound): (&SourceId, &Bound<'_>)| lower::parse(sources, *source).bound(bound.binding);
    let unread: Vec<_> = places.par_iter().zip(&bound).map(parse).collect();
    let mut others = Vec::new();
    let mut expanded = Vec::new();
    for (unread, Bound { binding, file, revisions: wanted }) in unread.into_iter().zip(bound) {
        let unread = unread.expanded(sources, &revisions[wanted[0]].blocks);
        let (same, left): (Vec<_>, Vec<_>) =
            wanted.into_iter().partition(|at| unread.is_same_with(&revisions[*at].blocks));
        if !left.is_empty() {
            others.push(Bound { binding, file, revisions: left });
        }
        expanded.push((unread, Bound { binding, file, revisions: same }));
    }
    let read = expanded.into_par_iter().map(|(unread, bound)| (unread.document(), bound));
    (read.collect(), others)
}

/// Gives every expression its value that the set knows before anybody fills in the form.
fn put_known(document: &mut Document, set: &Set, revision: Option<&Revision>) {
    let is_known = |expression: &&Expression| ["provider", "set", "edition"].contains(&expression.path[0].as_str());
    let known: Vec<Expression> = document.expressions().into_iter().filter(is_known).cloned().collect();
    if known.is_empty() {
        return;
    }
    // What cannot be compiled is reported by `lower` and stays a blank.
    let Ok(templates) = Templates::new(&known, document.notation.digits) else { return };
    document.change_expressions(&mut |expression| {
        if is_known(&&*expression) {
            let datum = datum(&expression.path, set, revision);
            expression.value = templates.render(expression, datum.as_ref()).ok();
        }
    });
}

fn datum(path: &[String], set: &Set, revision: Option<&Revision>) -> Option<Datum> {
    let provider = &set.provider;
    let prose = match (path[0].as_str(), path.get(1)?.as_str()) {
        ("provider", "name") => Some(&provider.name),
        ("provider", "representative") => provider.representative.as_ref(),
        ("provider", "address") => provider.address.as_ref(),
        ("provider", "contact") => provider.contact.as_ref(),
        ("set", "title") => Some(&set.title),
        ("edition", "number") => revision.map(|revision| &revision.number),
        ("edition", "effective") => return revision.map(|revision| Datum::Date(revision.effective)),
        _ => None,
    };
    prose.map(|prose| Datum::Text(prose.plain().as_str().to_owned()))
}

/// Takes forms out of the documents of the contract.
pub(super) fn refuse_forms(documents: &mut Files, diagnostics: &mut Vec<Diagnostic>) {
    documents.retain(|(stem, document)| {
        let Some(document) = document.as_ref().filter(|document| document.form.is_some()) else { return true };
        let message = say!("「{stem}」は様式です", "`{stem}` is a form");
        let help = say!(
            "ファイルを forms/ に移し、set.yaml の forms に {{ template: {stem} }} と書いてください",
            "move the file to `forms/` and write {{ template: {stem} }} under `forms` in set.yaml"
        );
        diagnostics.push(MISPLACED_FORMS.at(document.id.span, message).help(help));
        false
    });
}

fn missing_template(binding: &FormBinding, revision: &RevisionInput) -> Diagnostic {
    let name = &binding.template.name;
    let message = say!("様式のひな形「{name}.yaml」がありません", "there is no template `{name}.yaml`");
    let known: Vec<&str> = revision.forms.keys().map(String::as_str).collect();
    let help = match nearest(name, &known) {
        Some(nearest) => say!("「{nearest}」ではありませんか", "did you mean `{nearest}`?"),
        None => {
            let folder = &revision.name;
            say!(
                "様式のファイルを {folder}/forms/{name}.yaml か templates/forms/{name}.yaml に置いてください。要らない様式なら、forms のこの行を消してください",
                "write it in {folder}/forms/{name}.yaml or templates/forms/{name}.yaml, or delete this line of `forms`"
            )
        }
    };
    MISSING_TEMPLATES.at(binding.template.span, message).help(help)
}

fn report_duplicates(set: &Set, diagnostics: &mut Vec<Diagnostic>) {
    for (at, binding) in set.forms.iter().enumerate() {
        let name = &binding.id.name;
        let before = set.documents.iter().chain(set.forms[..at].iter().map(|binding| &binding.id));
        if let Some(first) = before.into_iter().find(|id| id.name == *name) {
            let message = say!("id「{name}」が二度使われています", "the id `{name}` is used twice");
            let help = say!("様式に別の id を付けてください", "give the form an `id` of its own");
            let diagnostic = DUPLICATE_FORMS.at(binding.id.span, message).help(help);
            diagnostics.push(diagnostic.related(first.span, say!("一つ目はここです", "first here")));
        }
    }
}

/// Reports the forms among `sets` that nothing binds; those of the project only where all its sets were read. Where a
/// file of a revision cannot be read, what it binds may not be known.
pub fn unbound<'a>(
    sources: &Sources,
    sets: impl Iterator<Item = (&'a SetInput, &'a Assembled)>,
    is_whole: bool,
) -> Vec<Diagnostic> {
    let both = sets.flat_map(|(set, assembled)| set.revisions.iter().zip(&assembled.editions));
    let revisions = both.filter(|(_, edition)| edition.is_whole).map(|(revision, _)| revision);
    let of_project = |place: &str| place.starts_with("templates/");
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for revision in revisions {
        for file in revision.files.iter().filter(|file| revision.forms.values().any(|form| *form == file.source)) {
            let path = &sources.get(file.source).path;
            let is_asked = is_whole || !of_project(&file.place);
            if is_asked && !sources.is_included(path) && seen.insert(path.clone()) {
                let message = say!("どのセットの forms にもない様式です", "no set binds this form");
                let help = say!("使うセットの set.yaml の forms に書き足してください", "add it to `forms` in set.yaml");
                found.push(UNBOUND_FORMS.at(Span::new(file.source, 0..0), message).help(help));
            }
        }
    }
    found
}
