//! A set: the documents that belong together, who provides them, and their revisions.

use chrono::NaiveDate;

use super::{FormBasis, Id, Prose};
use crate::source::Span;
use crate::syntax::Text;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    pub title: Prose,
    pub provider: Provider,
    pub calendar: Calendar,
    /// In reading order; annexes are numbered by it.
    pub documents: Vec<Id>,
    /// The earlier one wins.
    pub prevails: Vec<Id>,
    pub companions: Vec<Companion>,
    /// In the order in which they are listed.
    pub forms: Vec<FormBinding>,
    pub external_forms: Vec<ExternalForm>,
    /// As written.
    pub revisions: Vec<Revision>,
    pub span: Span,
}

/// 当社
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    pub name: Prose,
    pub representative: Option<Prose>,
    pub address: Option<Prose>,
    pub contact: Option<Prose>,
}

/// Days on which the provider is closed besides week-ends and national holidays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// Every year; a stretch may run over the turn of the year.
    pub closed: Vec<YearlyDays>,
    pub also: Vec<Days>,
}

/// First and last day, both closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// Month and day of the first and last day, both closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearlyDays {
    pub first: (u32, u32),
    pub last: (u32, u32),
}

/// A document that belongs to the contract beside the set's own, or one of the set that must be agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Companion {
    pub document: Id,
    pub agreement_required: bool,
    pub external: Option<External>,
}

/// A document kept elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct External {
    pub title: Prose,
    pub version: Option<String>,
}

/// A form of the set's editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormBinding {
    pub template: Id,
    /// What it is called in the set.
    pub id: Id,
    /// The provision that asks for it.
    pub basis: Option<FormBasis>,
    /// Values for its parameters, in the order in which they are written.
    pub with: Vec<(Text, Text)>,
    /// First and last effective date of the editions that have it.
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

impl FormBinding {
    /// Whether an edition has it.
    pub fn is_bound_at(&self, effective: Option<NaiveDate>) -> bool {
        let is_within = |day| self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until);
        effective.is_none_or(is_within)
    }
}

/// A form that is kept elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalForm {
    pub title: Prose,
    pub basis: Option<FormBasis>,
}

/// One line of the revision history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    pub number: Prose,
    pub effective: NaiveDate,
    pub announced: Option<NaiveDate>,
    pub channels: Vec<Channel>,
    /// Whether it is to the customers' disadvantage.
    pub adverse: bool,
    pub note: Option<Prose>,
    /// Why single provisions were changed.
    pub changes: Vec<ChangeReason>,
    pub span: Span,
}

/// Why a provision was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeReason {
    pub document: String,
    /// A provision of it; `None` for the whole document.
    pub anchor: Option<String>,
    pub reason: Prose,
    /// Where the provision is named.
    pub span: Span,
}

/// How customers were told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    Notice,
    Website,
    Mail,
}

impl Channel {
    pub const NAMES: [(&'static str, Channel); 3] =
        [("notice", Channel::Notice), ("website", Channel::Website), ("mail", Channel::Mail)];
}
