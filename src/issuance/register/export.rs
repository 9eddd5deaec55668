//! The register as CSV for spreadsheets (RFC 4180, with the byte order mark that Excel needs to see UTF-8).

use super::Row;
use crate::diagnostic::Lang;
use crate::issuance::spreadsheet::{BOM, harmless};
use crate::say;

/// Writes rows in the words of one language.
#[derive(Debug, Clone, Copy)]
pub struct Csv(pub Lang);

impl Csv {
    /// Byte order mark and headings.
    pub fn head(self) -> String {
        let heads = [
            say!("番号", "number"),
            say!("セット", "set"),
            say!("様式", "form"),
            say!("版（施行日）", "edition"),
            say!("宛先", "subject"),
            say!("発行日時", "issued"),
            say!("状態", "state"),
            say!("無効にした日時", "voided"),
            say!("無効の理由", "reason"),
            say!("データの要約値", "record digest"),
            say!("PDF の要約値", "PDF digest"),
        ];
        format!("{BOM}{}", line(heads.map(|head| head.get(self.0).to_owned())))
    }

    pub fn row(self, Row { issued, voided }: &Row<'_>) -> String {
        let state = if voided.is_some() { say!("無効", "voided") } else { say!("有効", "in force") };
        line([
            issued.number.clone(),
            issued.set.clone(),
            issued.form.clone(),
            issued.edition.to_string(),
            issued.subject.clone(),
            issued.issued.to_string(),
            state.get(self.0).to_owned(),
            voided.map(|voided| voided.time.to_string()).unwrap_or_default(),
            voided.map(|voided| voided.reason.clone()).unwrap_or_default(),
            issued.record.to_string(),
            issued.pdf.to_string(),
        ])
    }
}

fn line(cells: [String; 11]) -> String {
    cells.map(|cell| harmless(&cell)).join(",") + "\r\n"
}
