//! `build`: checked documents to the files people get.

mod issue;
mod origin;

pub use issue::{Embedded, Issuer};

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use rayon::prelude::*;

use crate::check::{Checked, CheckedEdition, CheckedSet};
use crate::flow::{self, Flow};
use crate::html::{self, Alternate, Site, SiteCompanion, SiteDate, SiteDocument, SiteRevision, SiteSet};
use crate::issuance::fill;
use crate::model::Prose;
use crate::{docx, pdf, text, workspace};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    Html,
    Pdf,
    Text,
    Docx,
}

impl Format {
    pub const NAMES: [(&'static str, Format); 4] =
        [("html", Format::Html), ("pdf", Format::Pdf), ("text", Format::Text), ("docx", Format::Docx)];

    fn extension(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Pdf => "pdf",
            Format::Text => "txt",
            Format::Docx => "docx",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Format::Html => "HTML",
            Format::Pdf => "PDF",
            Format::Text => "テキスト",
            Format::Docx => "Word",
        }
    }
}

/// A failure that is nobody's document's fault.
#[derive(Debug)]
pub enum Error {
    Html(html::Error),
    Pdf(pdf::Error),
    Docx(docx::Error),
    Fill(fill::Error),
    Workspace(workspace::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Html(error) => error.fmt(f),
            Error::Pdf(error) => error.fmt(f),
            Error::Docx(error) => error.fmt(f),
            Error::Fill(error) => error.fmt(f),
            Error::Workspace(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

/// A file to write, relative to the output folder.
#[derive(Debug)]
pub struct Output {
    pub path: PathBuf,
    pub bytes: Vec<u8>,
}

/// Renders every document in every format, in parallel; nothing is written.
///
/// # Errors
/// Only on a bug in a renderer, or where `SOURCE_DATE_EPOCH` cannot be read.
pub fn render(checked: &Checked, formats: &[Format]) -> Result<Vec<Output>, Error> {
    let editions: Vec<_> =
        checked.sets.iter().flat_map(|set| set.editions.iter().map(move |edition| (set, edition))).collect();
    let has_attachments = formats.contains(&Format::Pdf);
    let attachments = editions.par_iter().map(|(_, edition)| {
        if has_attachments { origin::attachments(&checked.sources, edition) } else { Ok(Vec::new()) }
    });
    let attachments: io::Result<Vec<_>> = attachments.collect();
    let attachments = attachments.map_err(|error| Error::Pdf(error.into()))?;
    let mut jobs = Vec::new();
    for ((set, edition), attachments) in editions.into_iter().zip(&attachments) {
        for index in 0..edition.edition.documents.len() {
            jobs.push((set, edition, attachments, index));
        }
    }
    let outputs: Result<Vec<Vec<Output>>, Error> = jobs
        .into_par_iter()
        .map(|(set, edition, attachments, index)| {
            let folder = Path::new(&set.id).join(&edition.name).join(folder(edition, index));
            let flow = flow::build(context(set, edition), index);
            let own = origin::own(&checked.sources, edition, index);
            let origin = pdf::Origin { files: attachments, own, record: None };
            formats.iter().map(|&format| output(&folder, &flow, &origin, format, formats)).collect()
        })
        .collect();
    Ok(outputs?.into_iter().flatten().collect())
}

/// Forms lie in a folder of their own beside the documents of the contract.
fn folder(edition: &CheckedEdition, index: usize) -> &'static str {
    let is_bound = !edition.name.is_empty() && edition.edition.documents[index].form.is_some();
    if is_bound { "forms/" } else { "" }
}

fn context<'a>(set: &'a CheckedSet, edition: &'a CheckedEdition) -> flow::Context<'a> {
    let described = set.set.as_ref().map(|described| (set.id.as_str(), described));
    flow::Context { set: described, edition: &edition.edition, analysis: &edition.analysis }
}

/// One document once more, as it was built or, with a record, issued at `created` (Japan Standard Time); `None` where it is
/// not there, or cannot be filled in with this.
///
/// # Errors
/// Only on a bug in the renderer.
pub fn again(
    checked: &Checked,
    document: &str,
    created: NaiveDateTime,
    record: Option<Embedded<'_>>,
) -> Result<Option<(Flow, Vec<u8>)>, Error> {
    for (set, edition) in checked.sets.iter().flat_map(|set| set.editions.iter().map(move |edition| (set, edition))) {
        let mut documents = edition.edition.documents.iter();
        let Some(index) = documents.position(|one| one.id.name == document) else { continue };
        if let Some(embedded) = record {
            let Some(form) = &edition.edition.documents[index].form else { return Ok(None) };
            let Some((number, record)) = embedded.read(form, document) else { return Ok(None) };
            let issuer = Issuer::new(checked, set, edition, index)?;
            let Ok(filled) = issuer.fill(&record, &number, created) else { return Ok(None) };
            return issuer.render(&filled, &record, &number, created).map(Some);
        }
        let flow = flow::build(context(set, edition), index);
        let attachments = origin::attachments(&checked.sources, edition).map_err(|error| Error::Pdf(error.into()))?;
        let own = origin::own(&checked.sources, edition, index);
        let origin = pdf::Origin { files: &attachments, own, record: None };
        let bytes = pdf::render(&flow, &origin, created).map_err(Error::Pdf)?;
        return Ok(Some((flow, bytes)));
    }
    Ok(None)
}

fn output(
    folder: &Path,
    flow: &Flow,
    origin: &pdf::Origin,
    format: Format,
    formats: &[Format],
) -> Result<Output, Error> {
    let bytes = match format {
        Format::Html => {
            html::page(flow, &alternates(&flow.identity.document, "", formats)).map_err(Error::Html)?.into_bytes()
        }
        Format::Pdf => {
            let created = workspace::created(flow.identity.effective).map_err(Error::Workspace)?;
            pdf::render(flow, origin, created).map_err(Error::Pdf)?
        }
        Format::Text => text::render(flow).into_bytes(),
        Format::Docx => docx::render(flow).map_err(Error::Docx)?,
    };
    let name = format!("{}.{}", flow.identity.document, format.extension());
    Ok(Output { path: folder.join(name), bytes })
}

/// Links to a document's other formats.
fn alternates(document: &str, folder: &str, formats: &[Format]) -> Vec<Alternate> {
    let others = formats.iter().filter(|&&format| format != Format::Html);
    others
        .map(|format| Alternate {
            label: format.label().to_owned(),
            href: format!("{folder}{document}.{}", format.extension()),
        })
        .collect()
}

/// The page that lists everything; `None` where only documents that stand alone were built.
///
/// # Errors
/// Only on a bug in the template.
pub fn index(checked: &Checked, formats: &[Format]) -> Result<Option<Output>, Error> {
    let sets: Vec<SiteSet> = checked.sets.iter().filter_map(|set| site_set(set, formats)).collect();
    if sets.is_empty() {
        return Ok(None);
    }
    let site = Site { title: "規約の一覧".to_owned(), sets };
    let bytes = html::index(&site).map_err(Error::Html)?.into_bytes();
    Ok(Some(Output { path: PathBuf::from("index.html"), bytes }))
}

fn site_set(checked: &CheckedSet, formats: &[Format]) -> Option<SiteSet> {
    let set = checked.set.as_ref()?;
    let companions = set.companions.iter().filter(|companion| companion.agreement_required);
    let companions: Vec<SiteCompanion> = companions
        .filter_map(|companion| companion.external.as_ref())
        .map(|external| SiteCompanion { title: plain(&external.title), version: external.version.clone(), href: None })
        .collect();
    let revision = |edition: &CheckedEdition| {
        let entry = edition.edition.revision.as_ref()?;
        let contract = edition.edition.contract().len();
        let listed = |index: std::ops::Range<usize>| {
            index.map(|index| site_document(checked, edition, index, formats)).collect()
        };
        Some(SiteRevision {
            number: plain(&entry.number),
            effective: SiteDate(entry.effective),
            announced: entry.announced.map(SiteDate),
            note: entry.note.as_ref().map(plain).unwrap_or_default(),
            documents: listed(0..contract),
            forms: listed(contract..edition.edition.documents.len()),
            companions: companions.clone(),
        })
    };
    Some(SiteSet {
        id: checked.id.clone(),
        title: plain(&set.title),
        provider: plain(&set.provider.name),
        revisions: checked.editions.iter().filter_map(revision).collect(),
    })
}

fn site_document(set: &CheckedSet, edition: &CheckedEdition, index: usize, formats: &[Format]) -> SiteDocument {
    let identity = flow::identity(context(set, edition), index);
    let folder = format!("{}/{}/{}", set.id, edition.name, folder(edition, index));
    let first = formats.first().map_or("html", |format| format.extension());
    let main = if formats.contains(&Format::Html) { "html" } else { first };
    SiteDocument {
        heading: identity.heading(),
        href: format!("{folder}{}.{main}", identity.document),
        alternates: alternates(&identity.document, &folder, formats),
    }
}

fn plain(prose: &Prose) -> String {
    prose.plain().as_str().to_owned()
}
