//! What was issued, one row for each number, in two passes over the lines: what was voided, then the rows.

use std::collections::HashMap;

use super::{Entry, Issued, Line, Voided};

/// What the first pass keeps: only what was voided.
#[derive(Debug, Default)]
pub struct Overview {
    voided: HashMap<String, Voided>,
    /// Columns that numbers and ids of forms need at most, as a terminal counts them.
    pub widths: [usize; 2],
    /// Lines that cannot be read, or were changed.
    pub bad: usize,
}

/// An issued number with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    pub issued: Issued,
    pub voided: Option<&'a Voided>,
}

impl Overview {
    /// The first pass. `width` is how many columns a text takes.
    pub fn read(&mut self, bytes: &[u8], width: impl Fn(&str) -> usize) {
        let Ok(line) = Line::read(bytes) else {
            self.bad += 1;
            return;
        };
        self.bad += usize::from(line.digest != line.computed);
        match line.entry {
            Entry::Voided(voided) => {
                self.voided.entry(voided.number.clone()).or_insert(voided);
            }
            Entry::Issued(Issued { number, form, .. }) => {
                let [first, second] = &mut self.widths;
                (*first, *second) = ((*first).max(width(&number)), (*second).max(width(&form)));
            }
        }
    }

    /// The second pass. `None` for a line that issued nothing.
    pub fn row(&self, bytes: &[u8]) -> Option<Row<'_>> {
        match Line::read(bytes).ok()?.entry {
            Entry::Issued(issued) => Some(Row { voided: self.voided.get(&issued.number), issued }),
            Entry::Voided(_) => None,
        }
    }
}
