//! What the register of issued documents says of a file.

use chrono::NaiveDateTime;

use super::Report;
use super::problems::Problem;
use crate::diagnostic::{Message, Severity};
use crate::issuance::register::{
    Digest, Known, MISMATCHED_FILES, Register, UNREGISTERED_FILES, VOIDED_DOCUMENTS, Voided,
};
use crate::pdf::inspect::File;
use crate::say;

/// What was found in a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Path of the register as people know it.
    pub register: String,
    /// Absent where the register does not know the file.
    pub found: Option<Found>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub number: String,
    /// From 1.
    pub line: usize,
    pub issued: NaiveDateTime,
    pub likeness: Likeness,
    pub voided: Option<Voided>,
}

/// How far a file is the one that was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// Every byte.
    Same,
    /// The issued file with signatures, or what was filled in, behind it.
    Continued,
    /// Only the number, by the name of the file, is the same.
    Different,
}

/// A register to look into.
#[derive(Debug, Clone, Copy)]
pub struct Lookup<'a> {
    pub register: &'a Register,
    pub path: &'a str,
    /// Name of the file without its extension: its number, where nobody renamed it.
    pub name: &'a str,
    /// Whether it is wrong of the file not to be there.
    pub is_expected: bool,
}

impl Report {
    /// Adds what a register says of the file.
    pub fn look_up(&mut self, bytes: &[u8], lookup: Lookup<'_>) {
        let Lookup { register, path, name, is_expected } = lookup;
        let whole = Digest::of(bytes);
        let first = File::open(bytes).ok().and_then(|file| file.revisions.first().copied());
        let first = first.and_then(|length| bytes.get(..length)).map(Digest::of);
        let by_digest = |digest| register.known().iter().find(|known| Some(known.pdf) == digest);
        let by_name = || register.number(name).or_else(|| register.number(name.strip_suffix("-signed")?));
        let found = by_digest(Some(whole)).map(|known| (known, Likeness::Same));
        let found = found.or_else(|| Some((by_digest(first)?, Likeness::Continued)));
        let found = found.or_else(|| Some((by_name()?, Likeness::Different)));
        self.damaged(register, path);
        match found {
            Some((known, likeness)) => self.known(known, likeness),
            None if is_expected => {
                let message = say!(
                    "この台帳（{path}）から発行されたものではありません",
                    "not issued from this register ({path})"
                );
                self.problems.push(Problem::new(&UNREGISTERED_FILES, message));
            }
            None => {}
        }
        let found = found.map(|(known, likeness)| Found {
            number: known.number.clone(),
            line: known.line,
            issued: known.issued,
            likeness,
            voided: known.voided.as_deref().cloned(),
        });
        self.registration = Some(Registration { register: path.to_owned(), found });
    }

    fn known(&mut self, known: &Known, likeness: Likeness) {
        let number = &known.number;
        if likeness == Likeness::Different {
            let message = say!(
                "番号「{number}」で発行されたファイルと違います（要約値が台帳と合いません）",
                "not the file that was issued as `{number}` (its digest is another)"
            );
            self.problems.push(Problem::new(&MISMATCHED_FILES, message));
        }
        if let Some(Voided { reason, time, .. }) = known.voided.as_deref() {
            let day = time.date();
            let message = say!(
                "番号「{number}」は {day} に無効にされています（{reason}）",
                "the number `{number}` was voided on {day} ({reason})"
            );
            self.problems.push(Problem::new(&VOIDED_DOCUMENTS, message));
        }
    }

    /// A register that is not whole vouches for nothing; `register verify` tells all of it.
    fn damaged(&mut self, register: &Register, path: &str) {
        let count = register.problems.errors;
        let first = register.problems.shown.iter().find(|problem| problem.rule.severity == Severity::Error);
        if let Some(first) = first {
            let Message { ja, en } = first.told();
            let message = say!(
                "台帳（{path}）に問題が {count} 件あり、頼りになりません。{ja}",
                "the register ({path}) has errors ({count}) and cannot be relied on; {en}"
            );
            self.problems.push(Problem::new(first.rule, message));
        }
    }
}
