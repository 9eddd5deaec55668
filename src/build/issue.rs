//! Issued papers: a form of an edition, filled in, rendered with the record it was made from inside it.

use chrono::NaiveDateTime;

use super::{Error, context, origin};
use crate::check::{Checked, CheckedEdition, CheckedSet};
use crate::flow::{self, Flow};
use crate::issuance::fill::{Issue, Problem, Template};
use crate::issuance::records::{canonical_json, read_canonical};
use crate::model::{Document, Form, Record};
use crate::pdf::{Attachment, Origin, Press};

/// A form that papers are made of.
pub struct Issuer<'a> {
    template: Template<'a>,
    document: &'a Document,
    /// Of the empty form, so that a paper has the same bytes whatever is issued with it.
    press: Press,
    /// What the edition was compiled from.
    files: Vec<Attachment>,
    own: &'a str,
}

impl<'a> Issuer<'a> {
    /// `index` is the place of the form among the documents of the edition.
    ///
    /// # Errors
    /// The document is no form; all else is a bug.
    pub fn new(
        checked: &'a Checked,
        set: &'a CheckedSet,
        edition: &'a CheckedEdition,
        index: usize,
    ) -> Result<Issuer<'a>, Error> {
        let template = Template::new(context(set, edition), index).map_err(Error::Fill)?;
        let press = Press::new(&flow::build(context(set, edition), index)).map_err(Error::Pdf)?;
        let files = origin::attachments(&checked.sources, edition).map_err(|error| Error::Pdf(error.into()))?;
        let own = origin::own(&checked.sources, edition, index);
        Ok(Issuer { template, document: &edition.edition.documents[index], press, files, own })
    }

    /// The paper before it is drawn. `issued` is Japan Standard Time.
    ///
    /// # Errors
    /// Everything that is wrong with the record.
    pub fn fill(&self, record: &Record, number: &str, issued: NaiveDateTime) -> Result<Document, Vec<Problem>> {
        self.template.fill(record, &Issue { number: Some(number.to_owned()), issued: issued.date() })
    }

    /// The PDF of what [`fill`](Issuer::fill) gave for the same record, number and moment.
    ///
    /// # Errors
    /// Only on a bug in the renderer.
    pub fn render(
        &self,
        filled: &Document,
        record: &Record,
        number: &str,
        issued: NaiveDateTime,
    ) -> Result<(Flow, Vec<u8>), Error> {
        let flow = self.template.flow(filled);
        let attachment = Attachment::record(place(&self.document.id.name, number), &canonical_json(record));
        let attachment = attachment.map_err(|error| Error::Pdf(error.into()))?;
        let origin = Origin { files: &self.files, own: self.own, record: Some(&attachment) };
        let bytes = self.press.render(&flow, &origin, issued).map_err(Error::Pdf)?;
        Ok((flow, bytes))
    }
}

/// What a paper was filled in with, as it is embedded.
#[derive(Debug, Clone, Copy)]
pub struct Embedded<'a> {
    pub place: &'a str,
    /// The canonical text of the record.
    pub json: &'a str,
}

impl Embedded<'_> {
    /// The number and the record; `None` where this is not what [`Issuer::render`] embeds.
    pub(super) fn read(&self, form: &Form, document: &str) -> Option<(String, Record)> {
        let (_, name) = self.place.rsplit_once('/')?;
        let number = name.strip_suffix(".json")?;
        (place(document, number) == self.place).then_some((number.to_owned(), read_canonical(form, self.json)?))
    }
}

fn place(form: &str, number: &str) -> String {
    format!("issued/{form}/{number}.json")
}
