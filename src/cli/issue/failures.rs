//! Rows that cannot be issued: the first in the terminal, all of them in a CSV file.

use std::io;
use std::path::{Path, PathBuf};

use super::data::SHOWN;
use super::{Job, disk};
use crate::cli::{Console, Failure};
use crate::diagnostic::Lang;
use crate::issuance::records::{CsvReport, Finding};
use crate::say;
use crate::workspace::{self, Draft};

/// What was wrong with the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failed {
    pub(super) rows: usize,
    /// Absent where nothing is written.
    pub(super) report: Option<PathBuf>,
}

pub(super) struct Failures {
    place: PathBuf,
    is_dry: bool,
    lang: Lang,
    rows: usize,
    findings: usize,
    shown: Vec<String>,
    report: Option<CsvReport<Draft>>,
}

impl Failures {
    pub(super) fn new(job: &Job, lang: Lang) -> Failures {
        // Machines may share the folder.
        let name = job.shard.map_or("failed.csv".to_owned(), |shard| format!("failed.{shard}.csv"));
        let place = job.folder().join(name);
        Failures { place, is_dry: job.is_dry, lang, rows: 0, findings: 0, shown: Vec::new(), report: None }
    }

    /// Takes what is wrong with one row.
    pub(super) fn add(&mut self, data: &Path, findings: &[Finding]) -> Result<(), Failure> {
        self.rows += 1;
        self.findings += findings.len();
        for finding in findings {
            if self.shown.len() < SHOWN {
                self.shown.push(format!("{}: {}", data.display(), finding.text(self.lang)));
            }
        }
        if self.is_dry {
            return Ok(());
        }
        let report = match &mut self.report {
            Some(report) => report,
            empty => {
                let draft = Draft::new(&self.place, "part").map_err(|error| disk(&error, self.lang))?;
                let report = CsvReport::new(draft, self.lang);
                empty.insert(report.map_err(|error| unwritten(&self.place, error, self.lang))?)
            }
        };
        let written = findings.iter().try_for_each(|finding| report.add(finding));
        written.map_err(|error| unwritten(&self.place, error, self.lang))
    }

    /// Shows the first findings and puts the report in its place, or takes away the one of an earlier run.
    pub(super) fn finish(self, console: &mut Console) -> Result<Option<Failed>, Failure> {
        self.shown.iter().for_each(|line| console.err(line));
        if let Some(more) = self.findings.checked_sub(self.shown.len()).filter(|more| *more > 0) {
            console.err(say!("ほかに {more} 件の問題があります。", "{more} more findings.").get(self.lang));
        }
        match self.report {
            Some(report) => report.finish().publish().map_err(|error| disk(&error, self.lang))?,
            None if self.is_dry => {}
            None => workspace::remove(&self.place).map_err(|error| disk(&error, self.lang))?,
        }
        let report = (!self.is_dry).then_some(self.place);
        Ok((self.rows > 0).then_some(Failed { rows: self.rows, report }))
    }
}

fn unwritten(place: &Path, error: io::Error, lang: Lang) -> Failure {
    disk(&workspace::Error::Io(place.to_owned(), error), lang)
}
