//! The data file, opened once for each pass over its rows.

use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use super::{disk, failure, unreadable};
use crate::cli::{Console, Failure};
use crate::issuance::records::{self, Columns, Finding, Format, Rows};
use crate::model::Form;
use crate::say;
use crate::workspace;

/// Bytes of a mapping of columns.
const MAPPING: u64 = 1 << 20;
/// Findings that a terminal shows.
pub(super) const SHOWN: usize = 20;

pub(super) struct Data<'a> {
    pub(super) path: PathBuf,
    format: Format,
    columns: Columns,
    form: &'a Form,
}

impl<'a> Data<'a> {
    /// `None` where the mapping of columns is wrong, which is said.
    pub(super) fn new(
        path: &str,
        columns: Option<&str>,
        form: &'a Form,
        console: &mut Console,
    ) -> Result<Option<Data<'a>>, Failure> {
        let lang = console.lang;
        let format = Format::of(path).ok_or_else(|| {
            let message = say!(
                "「{path}」の種類が分かりません。名前の終わりを .csv、.yaml、.json のどれかにしてください",
                "`{path}` is of no known format; name it .csv, .yaml or .json"
            );
            failure(message, lang)
        })?;
        let columns = match columns {
            None => Columns::default(),
            Some(place) => {
                let bytes = workspace::bytes(Path::new(place), MAPPING).map_err(|error| disk(&error, lang))?;
                match Columns::read(&bytes, form) {
                    Ok(columns) => columns,
                    Err(findings) => {
                        tell(place, &findings, console);
                        return Ok(None);
                    }
                }
            }
        };
        Ok(Some(Data { path: PathBuf::from(path), format, columns, form }))
    }

    /// All rows from the first; `None` where none can be read, and why is said.
    pub(super) fn rows(&self, console: &mut Console) -> Result<Option<Rows<'a, impl Read + Seek + use<>>>, Failure> {
        let file = workspace::open(&self.path).map_err(|error| disk(&error, console.lang))?;
        let rows = records::read(self.form, self.format, &self.columns, file);
        match rows.map_err(|error| unreadable(&self.path, error, console))? {
            Ok(rows) => Ok(Some(rows)),
            Err(findings) => {
                tell(&self.path.to_string_lossy(), &findings, console);
                Ok(None)
            }
        }
    }
}

/// Says what keeps a file from being used at all.
fn tell(path: &str, findings: &[Finding], console: &mut Console) {
    for finding in findings.iter().take(SHOWN) {
        console.err(&format!("{path}: {}", finding.text(console.lang)));
    }
    if let Some(more) = findings.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        console.err(say!("ほかに {more} 件あります。", "{more} more.").get(console.lang));
    }
    console.err(say!("何も発行しませんでした。", "Nothing was issued.").get(console.lang));
}
