//! Two periods for the same thing with different lengths.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Message};
use crate::lint::Subject;
use crate::model::{Direction, Period};
use crate::{rule, say};

rule! {
    /// Two periods of one edition say different things of the same matter.
    ///
    /// They have the same `id`; or the same event, act, subject and condition, but different lengths. A party could rely
    /// on either. Make them agree, or give them different names if they are about different matters.
    pub static CONFLICTING_PERIODS: Error("conflicting-periods") = "\
同じことについての期間が二つあり、長さが違います。

id が同じ期間か、出来事（before / after）、by、governs、when がすべて同じ期間です。当事者はどちらでも主張できてしまいます。長さをそろえるか、別のことについての期間なら、id や governs を分けてください。";
}

/// A period and the document it stands in.
type Placed<'a> = (usize, &'a Period);
/// Event, direction, act, subject, condition.
type Matter<'a> = (&'a str, Direction, Option<&'a str>, &'a str, bool);

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut named: BTreeMap<&str, Placed<'_>> = BTreeMap::new();
    let mut matters: BTreeMap<Matter<'_>, Placed<'_>> = BTreeMap::new();
    for (document, gathered) in subject.gathered().iter().enumerate() {
        for &(_, period) in &gathered.periods {
            let placed = (document, period);
            let by_name = *named.entry(&period.id.name).or_insert(placed);
            let by_matter = matter(period).map(|matter| *matters.entry(matter).or_insert(placed));
            let others = [Some(by_name), by_matter].into_iter().flatten();
            let first = others.into_iter().find(|(_, first)| first.amount != period.amount);
            found.extend(first.map(|first| report(subject, first, placed)));
        }
    }
}

/// What a period is about; without a subject two periods may well be about different matters, and a choice is meant to
/// have two lengths.
fn matter(period: &Period) -> Option<Matter<'_>> {
    if period.alternative_to.is_some() {
        return None;
    }
    let governs = period.governs.as_ref()?.name.as_str();
    let by = period.by.as_ref().map(|by| by.name.as_str());
    Some((period.event.name.as_str(), period.direction, by, governs, period.not_adverse))
}

fn report(subject: Subject<'_>, first: Placed<'_>, second: Placed<'_>) -> Diagnostic {
    let (one, other) = (first.1.amount.words(), second.1.amount.words());
    let (one, one_en, other, other_en) = (one.ja, one.en, other.ja, other.en);
    let (name, id) = (&first.1.id.name, &second.1.id.name);
    let message = say!(
        "期間「{id}」は{other}、期間「{name}」は{one}で、食い違っています",
        "the period `{id}` is {other_en}, but the period `{name}` is {one_en}"
    );
    let there = say!("「{name}」（{one}）はここです", "`{name}` ({one_en}) is here");
    let diagnostic = CONFLICTING_PERIODS.at(second.1.id.span, message).related(first.1.id.span, there);
    diagnostic.help(help(subject, first, second))
}

fn help(subject: Subject<'_>, first: Placed<'_>, second: Placed<'_>) -> Message {
    let rank = |placed: Placed<'_>| {
        let document = &subject.edition.documents[placed.0].id.name;
        subject.set?.prevails.iter().position(|id| id.name == *document)
    };
    let winner = match (rank(first), rank(second)) {
        (Some(one), Some(other)) if one < other => first,
        (Some(one), Some(other)) if one > other => second,
        _ => {
            return say!(
                "長さをそろえるか、別のことについての期間なら id や governs を分けてください",
                "make them agree, or give them different names or subjects"
            );
        }
    };
    let document = &subject.edition.documents[winner.0].id.name;
    let Message { ja: length, en: length_en } = winner.1.amount.words();
    say!(
        "set.yaml の prevails では「{document}」が優先します。{length}にそろえてください",
        "`{document}` prevails by set.yaml: make both {length_en}"
    )
}
