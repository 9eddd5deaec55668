//! Periods that govern a subject which no article has.

use crate::diagnostic::Diagnostic;
use crate::lint::Subject;
use crate::{rule, say};

rule! {
    /// A period governs a subject that no article or heading has.
    ///
    /// Whether a change of the terms kept the promised period could not be checked. Add the subject to the article that
    /// the period is about, or mend `governs`. The id of a document governs the whole of it.
    pub static UNKNOWN_SUBJECTS: Error("unknown-subjects") = "\
予告期間などが及ぶ事項（governs）を subject とする条がありません。

改定のときに、約束した予告期間を守っているか確かめられなくなります。期間が及ぶ条に subject を書くか、governs を直してください。文書の id を governs に書くと、その文書の全体に及びます。

    誤: governs: charges と subject: fees
    正: governs: fees と subject: fees";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let gathered = subject.gathered();
    let subjects = gathered.iter().flat_map(|parts| &parts.subjects).map(|(_, id)| id.name.as_str());
    let documents = subject.edition.documents.iter().map(|document| document.id.name.as_str());
    let subjects: Vec<&str> = subjects.chain(documents).collect();
    for (_, period) in gathered.iter().flat_map(|parts| &parts.periods) {
        if let Some(governs) = period.governs.as_ref().filter(|governs| !subjects.contains(&governs.name.as_str())) {
            let name = &governs.name;
            let message = say!("「{name}」を subject とする条がありません", "no article has the subject `{name}`");
            let help = say!(
                "この期間が及ぶ条に「subject: {name}」を書くか、governs を直してください",
                "add `subject: {name}` to the article the period governs, or mend `governs`"
            );
            found.push(UNKNOWN_SUBJECTS.at(governs.span, message).help(help));
        }
    }
}
