//! Registers of shards into the one they belong to.

use super::problems::REPEATED_NUMBERS;
use super::{Entry, Known, Problem, Register};
use crate::diagnostic::Message;
use crate::say;

/// What came of it.
#[derive(Debug, Default)]
pub struct Merged {
    /// What to append to the base, with LFs.
    pub lines: String,
    pub issued: usize,
    pub voided: usize,
    /// Entries that the base had already.
    pub present: usize,
    /// Nothing is appended where there are any.
    pub conflicts: Vec<Problem>,
}

/// Adds the entries of shards to a base in the order of their times, then numbers; what the base has already is passed
/// over, so that a register may be merged again after it grew.
pub fn merge(base: &mut Register, mut entries: Vec<Entry>) -> Merged {
    // A number is issued before it is voided, even within a second.
    entries.sort_by(|one, other| {
        let order = |entry: &Entry| (entry.time(), matches!(entry, Entry::Voided(_)));
        order(one).cmp(&order(other)).then_with(|| one.number().cmp(other.number()))
    });
    let mut merged = Merged::default();
    for entry in entries {
        if base.number(entry.number()).is_some_and(|known| is_present(known, &entry)) {
            merged.present += 1;
            continue;
        }
        let count = match entry {
            Entry::Issued(_) => &mut merged.issued,
            Entry::Voided(_) => &mut merged.voided,
        };
        match base.append(entry) {
            Ok(line) => {
                *count += 1;
                merged.lines.push_str(&line);
            }
            Err(Message { ja, en }) => {
                let message = say!("まとめられません: {ja}", "cannot be merged: {en}");
                merged.conflicts.push(Problem { rule: &REPEATED_NUMBERS, line: None, message });
            }
        }
    }
    merged
}

fn is_present(known: &Known, entry: &Entry) -> bool {
    match entry {
        Entry::Issued(issued) => {
            (known.pdf, known.issued, known.edition, &known.form)
                == (issued.pdf, issued.issued, issued.edition, &issued.form)
        }
        Entry::Voided(voided) => known.voided.as_deref() == Some(voided),
    }
}
