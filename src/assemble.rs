//! Files to sets and editions: documents in the order their set names, revisions matched with their folders, forms bound.

mod bind;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::lower::{self, MISMATCHED_IDS, Unread};
use crate::model::{Document, Edition, Id, Set};
use crate::source::{Sources, Span};
use crate::workspace::{RevisionInput, SetInput};
use crate::{rule, say};

pub use bind::{DUPLICATE_FORMS, MISPLACED_FORMS, MISSING_TEMPLATES, UNBOUND_FORMS, unbound};

rule! {
    /// A document of the set is missing in a revision.
    ///
    /// Customers would receive an incomplete set. Put the document into the folder, or take it out of `documents`.
    pub static MISSING_DOCUMENTS: Error("missing-documents") = "\
セットの文書が、改定のフォルダにありません。

契約者に渡す一式が欠けます。文書をフォルダに置くか、set.yaml の documents から消してください。";
}

rule! {
    /// A file of a revision is not among the documents of the set.
    ///
    /// It would not be built and its place in the order is not known. Add it to `documents` in set.yaml, or take it out
    /// of the folder.
    pub static UNLISTED_DOCUMENTS: Error("unlisted-documents") = "\
フォルダにある文書が、set.yaml の documents にありません。

別紙の番号と並び順が決まりません。documents の並べたい位置に書き足すか、ファイルをフォルダから取り除いてください。";
}

rule! {
    /// A folder has no entry among the revisions of the set.
    ///
    /// Its number, day of announcement and note are printed and compared with the periods promised. Add the entry to
    /// set.yaml.
    pub static UNLISTED_REVISIONS: Error("unlisted-revisions") = "\
改定のフォルダが、set.yaml の revisions にありません。

版の番号、周知した日、改定の内容は、文書に印刷され、予告期間を確かめるためにも使われます。revisions に書き足してください。

    誤: 2026-10-01/ だけがある
    正: - { number: \"1.0\", effective: 2026-10-01, announced: 2026-06-01, note: 制定 }";
}

/// A set read as a whole.
#[derive(Debug)]
pub struct Assembled {
    pub id: String,
    /// `None` for documents that stand alone, or where the description could not be read.
    pub set: Option<Set>,
    /// In the order of the revisions that were read.
    pub editions: Vec<Edition>,
    /// The edition before the first of them, where it was not asked for but is there.
    pub before: Option<Edition>,
}

pub fn assemble(sources: &mut Sources, input: &SetInput, diagnostics: &mut Vec<Diagnostic>) -> Assembled {
    let set = input.description.and_then(|source| {
        let (set, found) = lower::set(sources, source);
        diagnostics.extend(found);
        set
    });
    let edition = |revision: &RevisionInput,
                   mut documents: Files,
                   forms: Vec<Option<Document>>,
                   diagnostics: &mut Vec<Diagnostic>| {
        let is_whole = revision.unread.is_empty()
            && (input.description.is_none() || set.is_some())
            && documents.iter().map(|(_, document)| document).chain(&forms).all(Option::is_some);
        if let Some(set) = &set {
            order(&mut documents, set, revision, diagnostics);
            bind::refuse_forms(&mut documents, diagnostics);
        }
        let entry = set.as_ref().and_then(|set| entry(set, revision, diagnostics));
        let documents = documents.into_iter().filter_map(|(_, document)| document);
        Edition { documents: documents.chain(forms.into_iter().flatten()).collect(), revision: entry, is_whole }
    };
    let mut read = |revisions: &[RevisionInput], diagnostics: &mut Vec<Diagnostic>| {
        let documents = documents(sources, revisions, diagnostics);
        let forms = bind::forms(sources, set.as_ref(), revisions, diagnostics);
        documents.into_iter().zip(forms).collect::<Vec<_>>()
    };
    let both = input.revisions.iter().zip(read(&input.revisions, diagnostics));
    let editions = both.map(|(revision, (read, forms))| edition(revision, read, forms, diagnostics)).collect();
    let before = input.before.as_ref().and_then(|revision| {
        // What is wrong with it was not asked.
        let mut unasked = Vec::new();
        let (read, forms) = read(std::slice::from_ref(revision), &mut unasked).pop()?;
        Some(edition(revision, read, forms, &mut unasked))
    });
    Assembled { id: input.id.clone(), set, editions, before }
}

/// File stem, and the document if it could be read.
type Files = Vec<(String, Option<Document>)>;

/// The documents of every revision. Parsing and reading take the time and run on all cores; only shared blocks, which
/// become sources, are put in place one after another.
fn documents(sources: &mut Sources, revisions: &[RevisionInput], diagnostics: &mut Vec<Diagnostic>) -> Vec<Files> {
    let files: Vec<_> =
        revisions.iter().flat_map(|revision| revision.documents.iter().map(move |file| (revision, file))).collect();
    let unread: Vec<_> = files.par_iter().map(|(_, (_, source))| lower::parse(sources, *source)).collect();
    let expand = |(unread, (revision, _)): (Unread, &(&RevisionInput, _))| unread.expanded(sources, &revision.blocks);
    let unread: Vec<_> = unread.into_iter().zip(&files).map(expand).collect();
    let read: Vec<_> = unread.into_par_iter().map(Unread::document).collect();
    let mut read = read.into_iter();
    let of_revision = |revision: &RevisionInput| {
        let read = revision.documents.iter().zip(&mut read);
        read.map(|((stem, _), (document, found))| {
            diagnostics.extend(found);
            if let Some(Document { id, .. }) = &document
                && id.name != *stem
            {
                diagnostics.push(mismatched_id(id, stem));
            }
            (stem.clone(), document)
        })
        .collect()
    };
    revisions.iter().map(of_revision).collect()
}

fn mismatched_id(id: &Id, stem: &str) -> Diagnostic {
    let name = &id.name;
    let message = say!(
        "id「{name}」とファイルの名前「{stem}.yaml」が違います",
        "the id `{name}` differs from the file name `{stem}.yaml`"
    );
    let is_id = stem.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let help = if is_id {
        say!("id を {stem} にするか、ファイルの名前を {name}.yaml にしてください", "rename one of them")
    } else {
        say!(
            "ファイルの名前を {name}.yaml にしてください。余分な写しであれば、フォルダから取り除いてください",
            "name the file {name}.yaml, or take it out of the folder if it is a copy"
        )
    };
    MISMATCHED_IDS.at(id.span, message).help(help)
}

/// Puts documents in the set's order and compares the two lists.
fn order(documents: &mut Files, set: &Set, revision: &RevisionInput, diagnostics: &mut Vec<Diagnostic>) {
    let folder = &revision.name;
    for id in &set.documents {
        let name = &id.name;
        if !documents.iter().any(|(stem, _)| stem == name) && !revision.unread.contains(name) {
            let message = say!("{folder} に「{name}.yaml」がありません", "`{name}.yaml` is missing in {folder}");
            let help = say!(
                "文書を {folder} のフォルダに置くか、documents から消してください",
                "put the document into the folder, or delete it from `documents`"
            );
            diagnostics.push(MISSING_DOCUMENTS.at(id.span, message).help(help));
        }
    }
    let place = |stem: &str| set.documents.iter().position(|id| id.name == stem);
    for (stem, document) in documents.iter().filter(|(stem, _)| place(stem).is_none()) {
        let span = document.as_ref().map_or(revision.folder, |document| document.id.span);
        diagnostics.push(unlisted_document(stem, span, set.span));
    }
    documents.sort_by_key(|(stem, _)| place(stem).unwrap_or(usize::MAX));
}

fn unlisted_document(stem: &str, span: Span, set: Span) -> Diagnostic {
    let message =
        say!("「{stem}」が set.yaml の documents にありません", "`{stem}` is not among the documents of set.yaml");
    let help = say!(
        "documents の並べたい位置に {stem} を書き足してください",
        "add it to `documents` where it belongs in the order"
    );
    let related = say!("セットの文書はここで決まります", "the set is described here");
    UNLISTED_DOCUMENTS.at(span, message).related(set, related).help(help)
}

/// The set's entry for a folder.
fn entry(set: &Set, revision: &RevisionInput, diagnostics: &mut Vec<Diagnostic>) -> Option<crate::model::Revision> {
    let day = revision.effective?;
    let entry = set.revisions.iter().find(|entry| entry.effective == day);
    if entry.is_none() {
        let message =
            say!("{day} 施行の改定が set.yaml の revisions にありません", "set.yaml has no revision effective {day}");
        let help = say!(
            "例: - {{ number: \"1.0\", effective: {day}, announced: 周知した日, note: 改定の内容 }}",
            "for example: - {{ number: \"1.0\", effective: {day} }}"
        );
        let related = say!("改定はここに並べます", "revisions are listed here");
        diagnostics.push(UNLISTED_REVISIONS.at(revision.folder, message).related(set.span, related).help(help));
    }
    entry.cloned()
}
