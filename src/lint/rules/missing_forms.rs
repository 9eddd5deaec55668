//! Papers that a provision names and nobody can get: 「利用解約申込書」 without such a form.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::japanese::numerals::folded;
use crate::lint::Subject;
use crate::{rule, say};

rule! {
    /// A provision names a paper in 「」 that the set does not have.
    ///
    /// Customers must use a form that they cannot get. Bind a form with that title by `forms` in set.yaml; where it is kept
    /// elsewhere, name it under `external`. Sets that bind no form at all are left alone.
    pub static MISSING_FORMS: Warning("missing-forms") = "\
条項が「」で名指しした書面が、セットの様式にありません。

契約者は、手に入らない書面の提出を求められることになります。set.yaml の forms に同じ題名の様式を足すか、別の所にある様式なら external として題名を書いてください。forms を一つも書いていないセットは調べません。

    誤: 条文に「利用変更申込書」、forms にその題名の様式がない
    正: forms: [ { template: service-change } ] または [ { external: { title: 利用変更申込書 } } ]";
}

const ENDINGS: [&str; 9] = ["申込書", "兼同意書", "届", "届出書", "同意書", "申請書", "証明書", "通知書", "依頼書"];
/// Behind a name that is given to something rather than used.
const NAMING: [&str; 4] = ["といい", "という", "とは", "と総称"];

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let Some(set) = subject.set.filter(|set| !set.forms.is_empty() || !set.external_forms.is_empty()) else { return };
    let contract = subject.edition.contract().len();
    let outlines = subject.analysis.outlines.iter().map(|outline| outline.title.as_str().to_owned());
    let companions = set.companions.iter().filter_map(|companion| companion.external.as_ref());
    let external = companions.map(|external| &external.title).chain(set.external_forms.iter().map(|form| &form.title));
    let external = external.map(|title| title.plain().as_str().to_owned());
    let titles: Vec<String> = outlines.chain(external).map(|title| folded(&title)).collect();
    let mut told = BTreeSet::new();
    for text in subject.texts().filter(|text| text.document < contract) {
        for (at, name) in quoted(text.as_str()) {
            let wanted = folded(name);
            let is_there = titles.iter().any(|title| title.contains(&wanted));
            if !is_there && told.insert(wanted) {
                let message = say!("「{name}」という様式がありません", "the set has no form 「{name}」");
                let help = say!(
                    "set.yaml の forms に、この題名の様式か、external: {{ title: {name} }} を書いてください",
                    "bind a form with this title, or write external: {{ title: {name} }}"
                );
                found.push(MISSING_FORMS.at(text.text.at(at..at + name.len()), message).help(help));
            }
        }
    }
}

/// Names of papers in 「」, with their places.
fn quoted(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('「') {
        let start = open + '「'.len_utf8();
        let Some((name, after)) = text[start..].split_once('」') else { continue };
        let is_paper = ENDINGS.iter().any(|ending| name.ends_with(ending)) && !name.contains('「');
        if is_paper && !NAMING.iter().any(|naming| after.starts_with(naming)) {
            found.push((start, name));
        }
    }
    found
}
