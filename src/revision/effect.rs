//! Whether the 附則 of a document say the day on which its revision takes effect.

use chrono::NaiveDate;

use super::{Change, Kind, Revision, UnitKind, Version};
use crate::diagnostic::Diagnostic;
use crate::japanese::eras::scan_dates;
use crate::model::{Document, Paragraph, SupplementaryParts, SupplementaryProvisions, date};
use crate::source::Span;
use crate::{rule, say};

rule! {
    /// The 附則 of a document do not say the day on which its revision takes effect.
    ///
    /// The folder of the revision before was copied, and its dates stayed behind: the paper would have two effective dates.
    /// Looked at are documents of the first revision and those that a revision amends; 附則 of earlier revisions may stand
    /// before the one of this revision. The words of a 附則 and its `effective` have to agree as well. Mend the date, or add
    /// a 附則.
    pub static MISMATCHED_EFFECTIVE_DATES: Warning("mismatched-effective-dates") = "\
附則の施行日が、改定の施行日と違うか、附則の effective と文章とで違います。

前の改定のフォルダを写して、附則の日付を直し忘れると、いつから効力を持つのかが一つに決まりません。最初の改定の文書と、前の改定から内容の変わった文書を調べます。前の改定の附則は、そのまま残しておいてかまいません。日付を直すか、この改定の附則を書き足してください。

    誤: 2028-04-01 の改定に、２０２７年４月１日から施行する附則だけがある
    正: - effective: 2028-04-01
          paragraphs:
            - この規約は、２０２８年４月１日から施行します。";
}

/// What stands between a day and what begins on it.
const FROM: [&str; 5] = ["から", "より", "をもって", "以降", "に"];
const BEGINS: [&str; 6] = ["施行", "実施", "適用", "発効", "効力を", "効力が"];

/// `compared` is [`super::compare`] of the two, where there is one before.
pub fn check(new: Version<'_>, compared: Option<&Revision>) -> Vec<Diagnostic> {
    let entry = new.set.zip(new.edition.revision.as_ref());
    let is_first = entry
        .is_some_and(|((_, set), entry)| set.revisions.iter().all(|revision| revision.effective >= entry.effective));
    let is_amended = |document: &Document| {
        compared.into_iter().flat_map(|compared| &compared.documents).any(|change| {
            let is_same = change.new.as_ref().is_some_and(|place| place.id == document.id.name);
            let is_of_substance = |change: &Change| {
                change.unit == UnitKind::Provision && change.kind > Kind::Renumbered && change.kind != Kind::Moved
            };
            is_same && change.changes.iter().any(is_of_substance)
        })
    };
    let mut found = Vec::new();
    for document in new.edition.contract() {
        let inner: Vec<Diagnostic> =
            document.supplementary.iter().filter_map(|provisions| disagreeing(document, provisions)).collect();
        if let Some((_, entry)) = entry.filter(|_| inner.is_empty() && (is_first || is_amended(document))) {
            found.extend(absent(document, entry.effective));
        }
        found.extend(inner);
    }
    found
}

/// 附則 whose `effective` is not the day in its words.
fn disagreeing(document: &Document, provisions: &SupplementaryProvisions) -> Option<Diagnostic> {
    let effective = provisions.effective?;
    let stated = stated(provisions);
    let (said, span) = stated.first().copied().filter(|_| stated.iter().all(|(day, _)| *day != effective))?;
    let message = say!(
        "附則の effective は {effective} ですが、文章では {said} から施行します",
        "`effective` is {effective}, but the text says {said}"
    );
    let written = date::day(effective, document.notation.digits);
    let help = say!(
        "どちらが正しいか確かめ、文章を「{written}」にするか、effective を {said} にしてください",
        "let them agree: write {written} in the text, or `effective: {said}`"
    );
    Some(MISMATCHED_EFFECTIVE_DATES.at(span, message).help(help))
}

/// Where no 附則 that has a day has this one.
fn absent(document: &Document, day: NaiveDate) -> Option<Diagnostic> {
    let days = document.supplementary.iter().flat_map(|provisions| {
        let effective = provisions.effective.map(|effective| (effective, provisions.span));
        stated(provisions).into_iter().chain(effective)
    });
    let days: Vec<(NaiveDate, Span)> = days.collect();
    let (last, span) = days.iter().copied().max_by_key(|(day, span)| (*day, std::cmp::Reverse(span.start)))?;
    if days.iter().any(|(known, _)| *known == day) {
        return None;
    }
    let message = say!(
        "この改定の施行日は {day} ですが、附則の施行日は {last} です",
        "this revision takes effect on {day}, but its supplementary provisions on {last}"
    );
    let written = date::day(day, document.notation.digits);
    let help = say!(
        "この改定の附則（effective: {day} と、「{written}から施行します。」の文章）を書き足すか、日付を直してください",
        "add supplementary provisions for {day}, or mend the date"
    );
    Some(MISMATCHED_EFFECTIVE_DATES.at(span, message).help(help))
}

/// The days from which the words of 附則 say that something takes effect.
fn stated(provisions: &SupplementaryProvisions) -> Vec<(NaiveDate, Span)> {
    let paragraphs: Vec<&Paragraph> = match &provisions.parts {
        SupplementaryParts::Paragraphs(paragraphs) => paragraphs.iter().collect(),
        SupplementaryParts::Articles(articles) => articles.iter().flat_map(|article| &article.paragraphs).collect(),
    };
    let of_paragraph = |paragraph: &&Paragraph| {
        let text = paragraph.text.plain();
        let begins = |end: usize| {
            let after = &text.as_str()[end..];
            let rest = FROM.iter().find_map(|from| after.strip_prefix(from)).map(|rest| rest.trim_start_matches('、'));
            rest.is_some_and(|rest| BEGINS.iter().any(|begins| rest.starts_with(begins)))
        };
        let dates = scan_dates(text.as_str()).into_iter().filter(|mention| begins(mention.range.end));
        dates.filter_map(|mention| Some((mention.date.ok()?, text.at(mention.range)))).collect::<Vec<_>>()
    };
    paragraphs.iter().flat_map(of_paragraph).collect()
}
