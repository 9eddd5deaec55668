//! Documents that must be agreed to with the contract and are not there.

use crate::analysis::ProvisionKind;
use crate::diagnostic::{Diagnostic, nearest};
use crate::japanese::numerals::folded;
use crate::lint::Subject;
use crate::model::{Cell, DocumentKind, Key, Set, Table};
use crate::{rule, say};

rule! {
    /// A document that must be agreed to is neither in the set nor declared as kept elsewhere.
    ///
    /// Found where `companions` in set.yaml names a document without `external` that the set does not have, where a text
    /// asks for consent to a document that it names in 「」, and where a table of documents to agree to names one. Nobody
    /// can agree to what they were not given. Add the document to the set, or declare it under `companions` with
    /// `external`.
    pub static MISSING_COMPANIONS: Error("missing-companions") = "\
同意が必要な文書が、セットになく、外部の文書としても書かれていません。

set.yaml の companions が指す文書（external のないもの）、文章が「…」への同意を求めている文書、同意する文書を並べた表の文書を調べます。渡されていない文書には、誰も同意できません。文書をセットに加えるか、別の所にある文書なら companions に external を付けて書いてください。

    誤: 「セキュリティ利用規約」に同意した上で… と書いてあるのに、その文書がない
    正: companions: [ { document: security-terms, agreement: required, external: { title: セキュリティ利用規約 } } ]";
}

/// How names of documents that one agrees to end.
const ENDINGS: [&str; 12] = [
    "規約",
    "約款",
    "規程",
    "ガイドライン",
    "開示書",
    "アグリーメント",
    "SLA",
    "SLA)",
    "ポリシー",
    "方針",
    "合意書",
    "仕様書",
];
/// Behind the name: what makes the document one that must be agreed to.
const CONSENT: [&str; 8] =
    ["に同意", "への同意", "にご同意", "へのご同意", "の内容に同意", "の内容にご同意", "に承諾", "の全てに同意"];

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let Some(set) = subject.set else { return };
    declared(subject, set, found);
    let known = Known::of(subject, set);
    let contract = subject.edition.contract().len();
    for text in subject.texts().filter(|text| text.document < contract) {
        for (at, name) in quoted(text.as_str()).into_iter().filter(|(_, name)| !known.has(name)) {
            found.push(missing(name, text.text.at(at..at + name.len())));
        }
    }
    for (index, gathered) in subject.gathered_of_contract().iter().enumerate() {
        for &(key, table) in &gathered.tables {
            let rows = listed(subject, index, key, table).filter(|cell| cell.text.links().is_empty());
            for cell in rows {
                let name = cell.text.plain();
                if ENDINGS.iter().any(|ending| folded(name.as_str()).ends_with(ending)) && !known.has(name.as_str()) {
                    found.push(missing(name.as_str(), cell.text.span));
                }
            }
        }
    }
}

/// Companions in set.yaml that no document bears the name of.
fn declared(subject: Subject<'_>, set: &Set, found: &mut Vec<Diagnostic>) {
    for companion in set.companions.iter().filter(|companion| companion.external.is_none()) {
        let name = companion.document.name.as_str();
        // A document that is listed but could not be read has findings of its own.
        let is_listed = set.documents.iter().any(|id| id.name == name);
        if is_listed || subject.analysis.outline(name).is_some() {
            continue;
        }
        let known: Vec<&str> = set.documents.iter().map(|id| id.name.as_str()).collect();
        let message = say!("併せて同意する文書「{name}」がセットにありません", "the set has no document `{name}`");
        let help = match nearest(name, &known) {
            Some(near) => say!("「{near}」ではありませんか", "did you mean `{near}`?"),
            None => say!(
                "documents に加えるか、別の所にある文書なら external: {{ title: 文書の題名 }} を書いてください",
                "add it to `documents`, or write external: {{ title: its title }}"
            ),
        };
        found.push(MISSING_COMPANIONS.at(companion.document.span, message).help(help));
    }
}

fn missing(name: &str, span: crate::source::Span) -> Diagnostic {
    let message =
        say!("同意が必要な「{name}」がセットにありません", "the set has no 「{name}」 that must be agreed to");
    let help = say!(
        "文書をセットに加えるか、set.yaml の companions に external: {{ title: {name} }} を書いてください",
        "add the document, or declare it under `companions` with external: {{ title: {name} }}"
    );
    MISSING_COMPANIONS.at(span, message).help(help)
}

/// Titles of what is there or declared.
struct Known {
    titles: Vec<String>,
    has_agreement: bool,
}

impl Known {
    fn of(subject: Subject<'_>, set: &Set) -> Known {
        let own = subject.edition.documents.iter().map(|document| &document.title);
        let companions = set.companions.iter().filter_map(|companion| companion.external.as_ref());
        let external =
            companions.map(|external| &external.title).chain(set.external_forms.iter().map(|form| &form.title));
        let titles = own.chain(external).map(|title| folded(title.plain().as_str()));
        let has_agreement = subject.edition.contract().iter().any(|document| document.kind == DocumentKind::Sla);
        Known { titles: titles.collect(), has_agreement }
    }

    /// Titles are often shortened, and often given with the name of the service.
    fn has(&self, name: &str) -> bool {
        let name = folded(name);
        let is_agreement = name.contains("SLA") || name.contains("サービスレベルアグリーメント");
        let is_title = |title: &String| title.contains(&name) || name.contains(title.as_str());
        (is_agreement && self.has_agreement) || self.titles.iter().any(is_title)
    }
}

/// Names of documents in 「」 to which consent is asked, with their places.
fn quoted(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('「') {
        let start = open + '「'.len_utf8();
        let Some((name, after)) = text[start..].split_once('」') else { continue };
        let is_document = ENDINGS.iter().any(|ending| folded(name).ends_with(ending)) && !name.contains('「');
        // 「本規約」に同意 quotes a word that is defined.
        let is_term = ["本", "各", "当"].iter().any(|word| name.starts_with(word));
        if is_document && !is_term && CONSENT.iter().any(|consent| after.starts_with(consent)) {
            found.push((start, name));
        }
    }
    found
}

/// First cells of a table of documents whose text or heading asks for consent to them.
fn listed<'a>(
    subject: Subject<'a>,
    document: usize,
    key: Key,
    table: &'a Table,
) -> impl Iterator<Item = &'a Cell> + use<'a> {
    let outline = subject.outline(document);
    let titled = table.columns.first().is_some_and(|column| column.title.plain().as_str().contains("文書"));
    let heading =
        outline.ancestor(key, ProvisionKind::Section).or_else(|| outline.ancestor(key, ProvisionKind::Article));
    let heading = heading.and_then(|at| outline.provision(at).caption.as_deref()).unwrap_or_default();
    let asks = |text: &str| text.contains("同意") && ["必須", "必要", "いただ"].iter().any(|word| text.contains(word));
    let is_asked = titled
        && (asks(heading)
            || subject.texts().any(|text| text.document == document && text.at == key && asks(text.as_str())));
    let rows = table.groups.iter().flat_map(|group| &group.rows);
    rows.filter_map(|row| row.cells.first()).filter(move |_| is_asked)
}
