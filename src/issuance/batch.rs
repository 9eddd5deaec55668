//! What is to be issued of a data file: which of its rows are new, which were issued before, and the number of each, in
//! the order of the file.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;

use super::number::Series;
use super::register::{Digest, Known, MAX_TEXT, Register};
use crate::model::{FieldKind, Form, Parts, Record, Value};

/// One of several machines that issue from the same file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    index: u64,
    of: u64,
}

impl Shard {
    /// `2/3`; `None` where that is no share.
    pub fn parse(text: &str) -> Option<Shard> {
        let (index, of) = text.split_once('/')?;
        let (index, of) = (index.parse().ok()?, of.parse().ok()?);
        (1..=of).contains(&index).then_some(Shard { index, of })
    }

    /// Each record is taken by one machine, whatever else is in the file.
    fn takes(self, record: Digest) -> bool {
        let digest = Digest::of(record.bytes());
        let head = digest.bytes().first_chunk().map_or(0, |head| u64::from_be_bytes(*head));
        head % self.of == self.index - 1
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-of-{}", self.index, self.of)
    }
}

/// A form of an edition of a set.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub set: &'a str,
    pub form: &'a str,
    pub edition: NaiveDate,
}

/// A row that a paper is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// From 1, as in [`super::records::Row`].
    pub row: usize,
    pub record: Digest,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Issued for the first time, with this serial.
    New(u64),
    /// Its line stands and its file does not: the run that wrote the line was interrupted, or the file was lost.
    Again,
}

/// What is to be done. Some 60 bytes for each row.
#[derive(Debug, Default)]
pub struct Plan {
    /// In the order of the file.
    pub tasks: Vec<Task>,
    /// Rows that were issued before.
    pub done: usize,
    /// Rows of other shards.
    pub elsewhere: usize,
    /// Rows whose files are lost and were made from another edition, by edition.
    pub lost: BTreeMap<NaiveDate, usize>,
}

impl Plan {
    pub fn new_serials(&self) -> impl DoubleEndedIterator<Item = u64> {
        self.tasks.iter().filter_map(|task| if let Kind::New(serial) = task.kind { Some(serial) } else { None })
    }
}

/// The shard's register has the row under another number than the one that all machines must compute for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub found: String,
    pub expected: String,
}

/// Takes rows one by one and makes the plan of them.
#[derive(Debug)]
pub struct Planner<'a> {
    subject: Subject<'a>,
    series: &'a Series,
    base: &'a Register,
    /// The share of this machine, and what it issued already.
    share: Option<(Shard, &'a Register)>,
    next: u64,
    pub plan: Plan,
}

impl<'a> Planner<'a> {
    /// `base` is the register that all machines begin from; without shards, the one that is written to.
    pub fn new(
        subject: Subject<'a>,
        series: &'a Series,
        base: &'a Register,
        share: Option<(Shard, &'a Register)>,
    ) -> Planner<'a> {
        Planner { subject, series, base, share, next: series.next(base.numbers()), plan: Plan::default() }
    }

    /// Whether a record was issued before.
    pub fn knows(&self, record: Digest) -> bool {
        let Subject { set, form, .. } = self.subject;
        let is_in = |register: &Register| register.record(set, form, record).is_some();
        is_in(self.base) || self.share.is_some_and(|(_, own)| is_in(own))
    }

    /// Takes a row that can be issued. `is_there` tells whether the file of a number is.
    ///
    /// # Errors
    /// The machines no longer agree about the numbers.
    pub fn take(&mut self, row: usize, record: Digest, is_there: impl FnOnce(&Known) -> bool) -> Result<(), Conflict> {
        let Subject { set, form, .. } = self.subject;
        if let Some(known) = self.base.record(set, form, record) {
            // The files of the base may lie on other machines.
            let is_done = self.share.is_some() || is_there(known);
            self.known(row, record, known, is_done);
            return Ok(());
        }
        let serial = self.next;
        self.next = serial.saturating_add(1);
        if let Some((shard, own)) = self.share {
            if !shard.takes(record) {
                self.plan.elsewhere += 1;
                return Ok(());
            }
            if let Some(known) = own.record(set, form, record) {
                let expected = self.series.number(serial);
                if known.number != expected {
                    return Err(Conflict { found: known.number.clone(), expected });
                }
                self.known(row, record, known, is_there(known));
                return Ok(());
            }
        }
        self.plan.tasks.push(Task { row, record, kind: Kind::New(serial) });
        Ok(())
    }

    fn known(&mut self, row: usize, record: Digest, known: &Known, is_done: bool) {
        if is_done {
            self.plan.done += 1;
        } else if known.edition == self.subject.edition {
            self.plan.tasks.push(Task { row, record, kind: Kind::Again });
        } else {
            *self.plan.lost.entry(known.edition).or_default() += 1;
        }
    }
}

/// Whom or what a paper is about, in one line: the first party or person of the form, else its first text.
pub fn subject(form: &Form, record: &Record) -> String {
    let named = form.fields.iter().filter(|field| matches!(field.kind, FieldKind::Parts(Parts::Party | Parts::Person)));
    let texts = form.fields.iter().filter(|field| matches!(field.kind, FieldKind::Text { .. }));
    let text = named.chain(texts).find_map(|field| match record.values.get(&field.id.name)? {
        Value::Parts(parts) => parts.get("name"),
        Value::Text(text) => Some(text),
        _ => None,
    });
    let words: Vec<&str> = text.map(String::as_str).unwrap_or_default().split_whitespace().collect();
    words.join(" ").chars().take(MAX_TEXT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issuance::register::{Entry, Issued, Voided};
    use crate::model::{NumberPart, NumberPattern};
    use crate::source::{Sources, Span};

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 10, 1).unwrap()
    }

    fn series() -> Series {
        let span = Span::new(Sources::default().add("form.yaml", ""), 0..0);
        let parts = vec![NumberPart::Literal("n-".to_owned()), NumberPart::Serial { digits: 1 }];
        Series::new(&NumberPattern { parts, span }, "kamome", day()).unwrap()
    }

    fn record(row: usize) -> Digest {
        Digest::of(&row.to_le_bytes())
    }

    fn subject() -> Subject<'static> {
        Subject { set: "kamome", form: "receipt", edition: day() }
    }

    fn register(issued: &[(&str, usize)]) -> Register {
        let mut register = Register::default();
        for (number, row) in issued {
            let issued = Issued {
                number: (*number).to_owned(),
                set: "kamome".to_owned(),
                form: "receipt".to_owned(),
                edition: day(),
                subject: String::new(),
                issued: day().and_hms_opt(9, 0, 0).unwrap(),
                record: record(*row),
                pdf: Digest::NONE,
            };
            register.append(Entry::Issued(issued)).unwrap();
        }
        register
    }

    fn plan(rows: usize, base: &Register, share: Option<(Shard, &Register)>) -> Result<Plan, Conflict> {
        let series = series();
        let mut planner = Planner::new(subject(), &series, base, share);
        (1..=rows).try_for_each(|row| planner.take(row, record(row), |_| true))?;
        Ok(planner.plan)
    }

    #[test]
    fn new_rows_are_numbered_in_their_order_and_issued_ones_passed_over() {
        let base = register(&[("n-4", 2)]);
        let made = plan(4, &base, None).unwrap();
        let tasks: Vec<_> = made.tasks.iter().map(|task| (task.row, task.kind)).collect();
        assert_eq!(tasks, [(1, Kind::New(5)), (3, Kind::New(6)), (4, Kind::New(7))]);
        assert_eq!((made.done, made.elsewhere), (1, 0));
    }

    #[test]
    fn a_voided_row_is_issued_under_a_new_number() {
        let mut base = register(&[("n-1", 1)]);
        let time = day().and_hms_opt(9, 0, 0).unwrap();
        base.append(Entry::Voided(Voided { number: "n-1".to_owned(), reason: "x".to_owned(), time })).unwrap();
        assert_eq!(plan(1, &base, None).unwrap().tasks[0].kind, Kind::New(2));
    }

    #[test]
    fn a_lost_file_is_made_again_from_its_own_edition() {
        let base = register(&[("n-1", 1)]);
        let series = series();
        for (edition, again, lost) in [(day(), 1, 0), (day().succ_opt().unwrap(), 0, 1)] {
            let mut planner = Planner::new(Subject { edition, ..subject() }, &series, &base, None);
            planner.take(1, record(1), |_| false).unwrap();
            assert_eq!((planner.plan.tasks.len(), planner.plan.lost.len()), (again, lost));
        }
    }

    #[test]
    fn shards_share_all_rows_and_agree_about_numbers() {
        let base = register(&[("n-1", 3)]);
        let mut all = Vec::new();
        for index in 1..=3 {
            let shard = Shard::parse(&format!("{index}/3")).unwrap();
            let made = plan(60, &base, Some((shard, &Register::default()))).unwrap();
            assert!(made.tasks.len() > 9 && made.elsewhere > 18, "{}", made.tasks.len());
            all.extend(made.tasks.iter().map(|task| (task.row, task.kind)));
        }
        all.sort_by_key(|(row, _)| *row);
        let alone = plan(60, &base, None).unwrap();
        assert_eq!(all, alone.tasks.iter().map(|task| (task.row, task.kind)).collect::<Vec<_>>());
    }

    #[test]
    fn a_shard_sees_that_its_base_changed() {
        let shard = Shard::parse("1/1").unwrap();
        let own = register(&[("n-1", 1)]);
        assert_eq!(plan(2, &register(&[]), Some((shard, &own))).unwrap().done, 1);
        let conflict = Conflict { found: "n-1".to_owned(), expected: "n-6".to_owned() };
        assert_eq!(plan(2, &register(&[("n-5", 9)]), Some((shard, &own))).unwrap_err(), conflict);
    }

    #[test]
    fn shares_are_read_as_they_are_written() {
        assert_eq!(Shard::parse("2/3").map(|shard| shard.to_string()), Some("2-of-3".to_owned()));
        for bad in ["", "1", "0/3", "4/3", "1/0", "-1/2", "a/b", "1/2/3"] {
            assert_eq!(Shard::parse(bad), None, "{bad}");
        }
    }
}
