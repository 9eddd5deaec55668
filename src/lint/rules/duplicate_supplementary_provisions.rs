//! Two 附則 that take effect on one day.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::lint::Subject;
use crate::{rule, say};

rule! {
    /// Two supplementary provisions of a document take effect on the same day.
    ///
    /// Each revision adds one 附則. The date of one of them was copied and not changed, or the two belong together.
    pub static DUPLICATE_SUPPLEMENTARY_PROVISIONS: Warning("duplicate-supplementary-provisions") = "\
同じ日に施行される附則が二つあります。

附則は改定のたびに一つ加えるものです。日付を写したまま直し忘れたか、一つにまとめるべき附則です。effective: の日付を確かめてください。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for document in &subject.edition.documents {
        let mut seen = BTreeMap::new();
        for provisions in &document.supplementary {
            let Some(date) = provisions.effective else { continue };
            let Some(first) = seen.insert(date, provisions.span) else { continue };
            let message =
                say!("{date} に施行される附則が二つあります", "two supplementary provisions take effect on {date}");
            let help = say!("日付を直すか、一つにまとめてください", "mend the date, or make them one");
            let there = say!("一つ目はここです", "the first is here");
            let finding = DUPLICATE_SUPPLEMENTARY_PROVISIONS.at(provisions.span, message);
            found.push(finding.related(first, there).help(help));
        }
    }
}
