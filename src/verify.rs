//! `verify`: what a PDF is, whether it is what we issued, whether it is signed and intact.

mod certificate;
mod human;
mod json;
mod problems;
mod registration;
mod revisions;
mod signature;
mod signing;
mod source;

pub use certificate::{Chain, End};
pub use human::render as human;
pub use json::render as json;
pub use problems::{Problem, rules};
pub use registration::{Found, Likeness, Lookup, Registration};
pub use signing::{SignatureField, SignatureReport, StampReport};
pub use source::Agreement;
pub use x509_cert::Certificate;

use crate::diagnostic::Message;
use crate::pdf::inspect::{self, Damage, File, Imprint};
use crate::say;
use problems::{FOREIGN_FILES, damage};

/// What can be said about a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What the file says it is; absent where it is not ours.
    pub imprint: Option<Imprint>,
    pub pages: usize,
    pub agreement: Agreement,
    pub fields: Vec<SignatureField>,
    /// What was rightly done to the file besides signing.
    pub later: Vec<Message>,
    /// Empty where nothing is wrong.
    pub problems: Vec<Problem>,
    /// Whether the reader said whom to trust.
    pub has_trust: bool,
    /// Where the file was looked up in a register of issued documents.
    pub registration: Option<Registration>,
}

/// The certificates in a file that a reader trusts: one in DER, or any number in PEM. Empty where there are none.
pub fn trusted(bytes: &[u8]) -> Vec<Certificate> {
    certificate::read(bytes)
}

/// Looks at a PDF. `bytes` is absent for a file larger than [`inspect::MAX_BYTES`].
pub fn verify(bytes: Option<&[u8]>, trusted: &[Certificate]) -> Report {
    let mut report = Report {
        imprint: None,
        pages: 0,
        agreement: Agreement::None,
        fields: Vec::new(),
        later: Vec::new(),
        problems: Vec::new(),
        has_trust: !trusted.is_empty(),
        registration: None,
    };
    let file = bytes.ok_or(Damage::Excessive).and_then(File::open);
    if let Err(found) = file.and_then(|file| report.examine(&file, trusted)) {
        report.problems.push(damage(found));
    }
    report
}

impl Report {
    fn examine(&mut self, file: &File, trusted: &[Certificate]) -> Result<(), Damage> {
        let first = file.up_to(file.revisions.first().copied().unwrap_or(file.bytes.len()))?;
        self.imprint = Some(inspect::imprint(&first)?).filter(Imprint::is_ours);
        self.pages = inspect::page_count(file)?;
        if self.imprint.is_none() {
            let message = say!("kiyaku が作った PDF ではありません", "this PDF was not made by kiyaku");
            self.problems.push(Problem::new(&FOREIGN_FILES, message));
        }
        let fields = inspect::fields(file)?;
        self.fields = signing::fields(file, &fields, trusted, &mut self.problems);
        self.later = revisions::review(file, &fields, &self.fields, &mut self.problems)?;
        if let Some(imprint) = &self.imprint {
            self.agreement = source::compare(&first, file, imprint, &mut self.problems)?;
        }
        Ok(())
    }
}
