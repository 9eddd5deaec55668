//! What is wrong with a data file, for a terminal and for a spreadsheet.

use std::io::{self, Write};

use super::Finding;
use crate::diagnostic::{Lang, Message};
use crate::issuance::spreadsheet::{BOM, harmless};
use crate::say;

impl Finding {
    /// One line for a person: where, what, what to write.
    pub fn text(&self, lang: Lang) -> String {
        let place = self.place();
        let Message { ja, en } = &self.message;
        let (help_ja, help_en) = (&self.help.ja, &self.help.en);
        let (place_ja, place_en) = (&place.ja, &place.en);
        say!("{place_ja}: {ja}。{help_ja}", "{place_en}: {en}; {help_en}").get(lang).to_owned()
    }

    fn place(&self) -> Message {
        let line = self.line;
        let at = match (self.row, self.character) {
            (Some(row), None) => say!("{row} 件目（{line} 行目）", "row {row} (line {line})"),
            (Some(row), Some(character)) => {
                say!("{row} 件目（{line} 行目 {character} 字目）", "row {row} (line {line}, character {character})")
            }
            (None, None) => say!("{line} 行目", "line {line}"),
            (None, Some(character)) => say!("{line} 行目 {character} 字目", "line {line}, character {character}"),
        };
        match &self.column {
            None => at,
            Some(column) => {
                let Message { ja, en } = at;
                let column = super::shown(column);
                say!("{ja}、列「{column}」", "{en}, column {column}")
            }
        }
    }
}

/// The findings as a CSV file that Excel opens: row, line, column, what is wrong, what to write.
pub struct CsvReport<W: Write> {
    out: W,
    lang: Lang,
}

impl<W: Write> CsvReport<W> {
    /// Writes the headings.
    ///
    /// # Errors
    /// Of the writer, as for every finding.
    pub fn new(mut out: W, lang: Lang) -> io::Result<CsvReport<W>> {
        let headings = say!("件,行,列,問題,直し方", "row,line,column,problem,what to write");
        write!(out, "{BOM}{}\r\n", headings.get(lang))?;
        Ok(CsvReport { out, lang })
    }

    /// # Errors
    /// Of the writer.
    pub fn add(&mut self, finding: &Finding) -> io::Result<()> {
        let row = finding.row.map(|row| row.to_string()).unwrap_or_default();
        let line = finding.line;
        let column = harmless(&super::shown(finding.column.as_deref().unwrap_or_default()));
        let [message, help] = [&finding.message, &finding.help].map(|text| harmless(text.get(self.lang)));
        self.out.write_all(format!("{row},{line},{column},{message},{help}\r\n").as_bytes())
    }

    /// What it was written to.
    pub fn finish(self) -> W {
        self.out
    }
}
