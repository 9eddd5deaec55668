//! Which form of which edition is meant.

use chrono::NaiveDate;

use crate::check::{Checked, CheckedEdition, CheckedSet};
use crate::diagnostic::{Message, nearest};
use crate::issuance::number::Series;
use crate::model::{Form, NumberPart, NumberPattern};
use crate::say;

/// Serials of forms that have no pattern of their own.
const DIGITS: u8 = 5;

pub(super) struct Chosen<'a> {
    pub(super) set: &'a CheckedSet,
    pub(super) edition: &'a CheckedEdition,
    pub(super) effective: NaiveDate,
    /// Place among the documents of the edition.
    pub(super) index: usize,
    pub(super) id: &'a str,
    pub(super) form: &'a Form,
}

impl<'a> Chosen<'a> {
    /// The form of the edition that is named, or of the one in force on `day`; with it what should be said about the
    /// choice.
    pub(super) fn find(
        checked: &'a Checked,
        form: &str,
        revision: Option<&str>,
        day: NaiveDate,
    ) -> Result<(Chosen<'a>, Option<Message>), Message> {
        let none = || say!("セットに版がありません", "the set has no editions");
        let set = checked.sets.iter().find(|set| set.set.is_some()).ok_or_else(none)?;
        let editions = set.editions.iter();
        let dated = editions.filter_map(|edition| Some((edition.edition.revision.as_ref()?.effective, edition)));
        let mut dated: Vec<(NaiveDate, &CheckedEdition)> = dated.collect();
        dated.sort_by_key(|(effective, _)| *effective);
        let latest = *dated.last().ok_or_else(none)?;
        let mut note = None;
        let (effective, edition) = match revision {
            Some(written) => named(&dated, written)?,
            None => match dated.iter().rev().find(|(effective, _)| *effective <= day) {
                Some(found) => *found,
                None => {
                    let effective = latest.0;
                    note = Some(say!(
                        "発行の日（{day}）に効力のある版がないため、{effective} 施行の版から発行します。",
                        "No edition is in force on the day of issue ({day}); the one of {effective} is used."
                    ));
                    latest
                }
            },
        };
        let documents = edition.edition.documents.iter().enumerate();
        let mut forms = documents.filter_map(|(index, one)| Some((index, one.id.name.as_str(), one.form.as_ref()?)));
        let names: Vec<&str> = forms.clone().map(|(_, id, _)| id).collect();
        let found = forms.find(|(_, id, _)| *id == form);
        let (index, id, form) = found.ok_or_else(|| unknown(form, &names, effective))?;
        Ok((Chosen { set, edition, effective, index, id, form }, note))
    }

    /// The numbers of the day; those of a form without a pattern are `<form>-<year>-<serial>`.
    pub(super) fn series(&self, day: NaiveDate) -> Result<Series, Message> {
        let literal = |text: &str| NumberPart::Literal(text.to_owned());
        let default = || NumberPattern {
            parts: vec![
                literal(self.id),
                literal("-"),
                NumberPart::Year,
                literal("-"),
                NumberPart::Serial { digits: DIGITS },
            ],
            span: self.edition.edition.documents[self.index].id.span,
        };
        let pattern = self.form.number.clone().unwrap_or_else(default);
        let series = Series::new(&pattern, &self.set.id, day);
        series.ok_or_else(|| say!("番号の形に通し番号がありません", "the pattern of numbers has no serial"))
    }
}

fn named<'a>(
    dated: &[(NaiveDate, &'a CheckedEdition)],
    written: &str,
) -> Result<(NaiveDate, &'a CheckedEdition), Message> {
    let day: Option<NaiveDate> = written.parse().ok();
    let found = dated.iter().find(|(effective, _)| Some(*effective) == day);
    found.copied().ok_or_else(|| {
        let days: Vec<String> = dated.iter().map(|(effective, _)| effective.to_string()).collect();
        let days = days.join(", ");
        say!(
            "「{written}」に施行された版はありません。ある版: {days}",
            "there is no edition of `{written}`; there are: {days}"
        )
    })
}

fn unknown(form: &str, names: &[&str], effective: NaiveDate) -> Message {
    if names.is_empty() {
        return say!(
            "{effective} 施行の版に様式がありません。set.yaml の forms に書いてください",
            "the edition of {effective} has no forms; bind them in set.yaml"
        );
    }
    let list = names.join(", ");
    match nearest(form, names) {
        Some(near) => say!(
            "{effective} 施行の版に「{form}」という様式はありません。「{near}」のことですか",
            "the edition of {effective} has no form `{form}`; did you mean `{near}`?"
        ),
        None => say!(
            "{effective} 施行の版に「{form}」という様式はありません。ある様式: {list}",
            "the edition of {effective} has no form `{form}`; there are: {list}"
        ),
    }
}
