//! What the index lists. Plain strings and relative addresses: where files lie is known to the workspace alone.

use chrono::{Datelike, NaiveDate};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::Alternate;

/// Everything `output/` holds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Site {
    pub title: String,
    pub sets: Vec<SiteSet>,
}

/// One set of documents.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SiteSet {
    /// Folder name; the id of its part of the page.
    pub id: String,
    pub title: String,
    pub provider: String,
    /// In any order; the index puts the newest first.
    pub revisions: Vec<SiteRevision>,
}

/// One revision of a set.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SiteRevision {
    /// 3.0
    pub number: String,
    pub effective: SiteDate,
    pub announced: Option<SiteDate>,
    /// What changed; may be empty.
    pub note: String,
    pub documents: Vec<SiteDocument>,
    /// What must be agreed to together with the documents.
    pub companions: Vec<SiteCompanion>,
}

/// One document of a revision.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SiteDocument {
    /// 別紙１　サービス仕様
    pub heading: String,
    /// Where the heading leads: the page, or whatever is there instead.
    pub href: String,
    /// The other formats.
    pub alternates: Vec<Alternate>,
}

/// A document outside the set that is agreed to with it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SiteCompanion {
    pub title: String,
    pub version: Option<String>,
    pub href: Option<String>,
}

/// A date, for people (2026年10月1日) and for machines (2026-10-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteDate(pub NaiveDate);

impl Serialize for SiteDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let SiteDate(date) = self;
        let mut out = serializer.serialize_struct("SiteDate", 2)?;
        out.serialize_field("datetime", &date.to_string())?;
        out.serialize_field("text", &format!("{}年{}月{}日", date.year(), date.month(), date.day()))?;
        out.end()
    }
}
