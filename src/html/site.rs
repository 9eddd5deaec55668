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
    pub forms: Vec<SiteDocument>,
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

#[cfg(test)]
mod tests {
    use super::super::{check, index};
    use super::*;

    fn revision(number: &str, effective: (i32, u32, u32)) -> SiteRevision {
        let (year, month, day) = effective;
        SiteRevision {
            number: number.into(),
            effective: SiteDate(NaiveDate::from_ymd_opt(year, month, day).unwrap()),
            announced: None,
            note: "<料金>を改めた".into(),
            documents: vec![SiteDocument {
                heading: "別紙１　\"仕様\"".into(),
                href: format!("chart-cloud/{number}/annex.html"),
                alternates: vec![Alternate { label: "PDF".into(), href: "annex.pdf".into() }],
            }],
            forms: vec![SiteDocument {
                heading: "解約申込書".into(),
                href: format!("chart-cloud/{number}/forms/cancellation.html"),
                alternates: Vec::new(),
            }],
            companions: vec![SiteCompanion {
                title: "別冊「安全管理」".into(),
                version: Some("2.1".into()),
                href: None,
            }],
        }
    }

    #[test]
    fn the_index_lists_revisions_newest_first() {
        let revisions =
            vec![revision("2.0", (2025, 4, 1)), revision("10.0", (2026, 10, 1)), revision("1.0", (2024, 4, 1))];
        let set = SiteSet {
            id: "chart-cloud".into(),
            title: "カルテ保管".into(),
            provider: "あおば医療情報株式会社".into(),
            revisions,
        };
        let page = index(&Site { title: "規約".into(), sets: vec![set] }).unwrap();
        let (tags, text) = check::read(&page);
        let dates: Vec<&str> = tags.iter().filter_map(|tag| tag.get("datetime")).collect();
        assert_eq!(dates, ["2026-10-01", "2025-04-01", "2024-04-01"]);
        let pages: Vec<&str> =
            tags.iter().filter_map(|tag| tag.get("href")).filter(|href| href.ends_with("l")).collect();
        let expected = ["10.0", "2.0", "1.0"]
            .map(|number| ["annex", "forms/cancellation"].map(|name| format!("chart-cloud/{number}/{name}.html")));
        assert_eq!(pages, expected.concat());
        assert!(tags.iter().any(|tag| tag.get("aria-label") == Some("別紙１　\"仕様\"（PDF）")));
        for expected in
            ["2026年10月1日", "<料金>を改めた", "別冊「安全管理」　第2.1版", "様式", "あわせて同意が必要な文書"]
        {
            assert!(text.contains(expected), "{expected}");
        }
    }

    #[test]
    fn an_index_of_nothing_says_so() {
        let page = index(&Site { title: "規約".into(), sets: vec![] }).unwrap();
        assert!(check::read(&page).1.contains("文書はまだありません。"));
    }
}
