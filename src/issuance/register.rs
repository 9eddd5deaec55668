//! The register of issued documents: lines that are only ever appended, each chained to the one before.
//!
//! It shows that nothing was changed, removed or slipped in by accident, or by somebody who does not know how the chain
//! is made. Whoever can write the file can make all of it anew; a digest noted elsewhere shows that.

mod digest;
mod export;
mod line;
mod merge;
mod overview;
mod problems;

pub use digest::Digest;
pub use export::Csv;
pub use line::{Entry, Issued, Line, MAX_LINE, MAX_TEXT, Voided, file};
pub use merge::{Merged, merge};
pub use overview::{Overview, Row};
pub use problems::{CHANGED_LINES, MISMATCHED_FILES, Problem, Problems, UNREGISTERED_FILES, VOIDED_DOCUMENTS, rules};

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use crate::diagnostic::{Message, Rule};
use crate::say;
use problems::{
    BACKWARD_TIMES, BROKEN_CHAINS, MISPLACED_VOIDS, MISSING_DIGESTS, REISSUED_RECORDS, REPEATED_NUMBERS,
    UNFINISHED_LINES, UNREADABLE_LINES,
};

/// A clock may be set right by so much.
const TOLERANCE: TimeDelta = TimeDelta::days(1);

/// What is known of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub number: String,
    /// From 1.
    pub line: usize,
    /// Where its file lies, with the number and the form.
    pub edition: NaiveDate,
    pub form: String,
    pub issued: NaiveDateTime,
    /// Of the file.
    pub pdf: Digest,
    pub voided: Option<Box<Voided>>,
}

/// What a register says, read line by line: all that is needed to go on with it. Some 300 bytes for each number.
#[derive(Debug, Default)]
pub struct Register {
    pub problems: Problems,
    /// Whole lines, readable or not.
    pub lines: usize,
    numbers: HashMap<String, usize>,
    /// By set, form and record: the last that was issued.
    records: HashMap<Digest, usize>,
    known: Vec<Known>,
    tip: Tip,
    /// A digest noted earlier that has not come yet.
    noted: Option<Digest>,
}

/// The end of the chain.
#[derive(Debug, Clone, Copy)]
struct Tip {
    /// What the last line says its digest is, and what it is.
    digest: Digest,
    computed: Digest,
    time: Option<NaiveDateTime>,
    /// Absent after a line that cannot be read: what follows has nothing to be compared with.
    is_known: bool,
}

impl Default for Tip {
    fn default() -> Tip {
        Tip { digest: Digest::NONE, computed: Digest::NONE, time: None, is_known: true }
    }
}

impl Register {
    /// `noted` is a digest that must come.
    pub fn new(noted: Option<Digest>) -> Register {
        Register { noted, ..Register::default() }
    }

    /// Takes the next line, without its LF.
    pub fn read(&mut self, bytes: &[u8]) {
        self.lines += 1;
        let line = match Line::read(bytes) {
            Ok(line) => line,
            Err(message) => {
                self.tip.is_known = false;
                return self.found(&UNREADABLE_LINES, message);
            }
        };
        if self.noted.is_some_and(|noted| noted == line.computed) {
            self.noted = None;
        }
        if line.digest != line.computed {
            let message = say!(
                "書かれた後で変えられています（要約値が中身と合いません）",
                "it was changed after it was written (its digest is another)"
            );
            self.found(&CHANGED_LINES, message);
        }
        self.chain(&line);
        self.tip = Tip {
            digest: line.digest,
            computed: line.computed,
            time: Some(line.entry.time().max(self.tip.time.unwrap_or_default())),
            is_known: true,
        };
        if let Err(Refusal { rule, message }) = self.take(line.entry) {
            self.found(rule, message);
        }
    }

    /// Takes what stands behind the last LF. Tells whether it is a whole line that only lacks its LF: an editor took it
    /// away, or the writing stopped there. Anything else was never acknowledged and is no line.
    pub fn read_tail(&mut self, bytes: &[u8]) -> bool {
        let is_whole = Line::read(bytes)
            .is_ok_and(|line| line.digest == line.computed && line.previous == self.tip.digest && self.tip.is_known);
        if is_whole {
            self.read(bytes);
            return true;
        }
        let message = say!("最後の行が書きかけです", "the last line is not finished");
        self.problems.push(&UNFINISHED_LINES, Some(self.lines + 1), message);
        false
    }

    /// After the last line: whether the digest noted came.
    pub fn finish(&mut self) {
        if let Some(noted) = self.noted.take() {
            let message =
                say!("控えの要約値 {noted} の行がありません", "there is no line with the digest {noted} noted earlier");
            self.problems.push(&MISSING_DIGESTS, None, message);
        }
    }

    /// The digest of the last line: whoever notes it can show later that nothing up to there was changed.
    pub fn tip(&self) -> Digest {
        self.tip.computed
    }

    /// The latest time in it.
    pub fn latest(&self) -> Option<NaiveDateTime> {
        self.tip.time
    }

    /// In the order of the register.
    pub fn known(&self) -> &[Known] {
        &self.known
    }

    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(|known| known.number.as_str())
    }

    pub fn number(&self, number: &str) -> Option<&Known> {
        self.numbers.get(number).map(|at| &self.known[*at])
    }

    /// What was issued from a record and is in force: such a row needs no other document.
    pub fn record(&self, set: &str, form: &str, record: Digest) -> Option<&Known> {
        let known = self.records.get(&key(set, form, record)).map(|at| &self.known[*at]);
        known.filter(|known| known.voided.is_none())
    }

    /// Adds an entry: the line to append, with its LF.
    ///
    /// # Errors
    /// Why the register cannot take it; then nothing is changed.
    pub fn append(&mut self, entry: Entry) -> Result<String, Message> {
        let time = entry.time().max(self.tip.time.unwrap_or_default());
        let (text, digest) = entry.write(self.tip.digest)?;
        self.lines += 1;
        if let Err(refusal) = self.take(entry) {
            self.lines -= 1;
            return Err(refusal.message);
        }
        self.tip = Tip { digest, computed: digest, time: Some(time), is_known: true };
        Ok(text)
    }

    fn found(&mut self, rule: &'static Rule, message: Message) {
        self.problems.push(rule, Some(self.lines), message);
    }

    fn chain(&mut self, line: &Line) {
        let Tip { digest, computed, time, is_known } = self.tip;
        // A line that was changed is named itself; here it matters whether this line was written after it.
        if is_known && line.previous != digest && line.previous != computed {
            let message = match self.lines {
                1 => say!(
                    "最初の行なのに、前の行があったことになっています（前の行が取り除かれています）",
                    "the first line names a line before it (which was removed)"
                ),
                _ => say!(
                    "前の行につながっていません（間の行が取り除かれたか、加えられたか、並べ替えられています）",
                    "it does not follow the line before (lines were removed, put in or reordered here)"
                ),
            };
            self.found(&BROKEN_CHAINS, message);
        }
        let now = line.entry.time();
        if let Some(latest) = time.filter(|latest| *latest - now > TOLERANCE) {
            let message = say!(
                "時刻 {now} が、前の行までの時刻 {latest} より一日以上前です",
                "its time, {now}, is more than a day before {latest}, that of a line before"
            );
            self.found(&BACKWARD_TIMES, message);
        }
    }

    /// What an entry changes of the numbers.
    fn take(&mut self, entry: Entry) -> Result<(), Refusal> {
        match entry {
            Entry::Issued(issued) => self.issue(issued),
            Entry::Voided(voided) => self.void(voided),
        }
    }

    fn issue(&mut self, issued: Issued) -> Result<(), Refusal> {
        let Issued { number, set, form, edition, issued, record, pdf, .. } = issued;
        if let Some(first) = self.number(&number) {
            let line = first.line;
            let message = say!(
                "番号「{number}」は、{line} 行目ですでに発行されています",
                "the number `{number}` was issued before, in line {line}"
            );
            return Err(Refusal { rule: &REPEATED_NUMBERS, message });
        }
        if let Some(first) = self.record(&set, &form, record) {
            let (line, other) = (first.line, &first.number);
            let message = say!(
                "番号「{number}」と同じデータの文書が、{line} 行目で番号「{other}」として発行されています",
                "the record of `{number}` was issued before as `{other}`, in line {line}"
            );
            self.found(&REISSUED_RECORDS, message);
        }
        self.numbers.insert(number.clone(), self.known.len());
        self.records.insert(key(&set, &form, record), self.known.len());
        self.known.push(Known { number, line: self.lines, edition, form, issued, pdf, voided: None });
        Ok(())
    }

    fn void(&mut self, voided: Voided) -> Result<(), Refusal> {
        let number = &voided.number;
        let known = self.numbers.get(number).and_then(|at| self.known.get_mut(*at));
        let message = match known {
            None => say!("番号「{number}」は発行されていません", "the number `{number}` was not issued"),
            Some(Known { voided: Some(_), .. }) => {
                say!("番号「{number}」は、すでに無効です", "the number `{number}` was voided before")
            }
            Some(known) => {
                known.voided = Some(Box::new(voided));
                return Ok(());
            }
        };
        Err(Refusal { rule: &MISPLACED_VOIDS, message })
    }
}

/// Why an entry is none.
struct Refusal {
    rule: &'static Rule,
    message: Message,
}

fn key(set: &str, form: &str, record: Digest) -> Digest {
    Digest::of(format!("{set}\n{form}\n{record}").as_bytes())
}

#[cfg(test)]
mod tests;
