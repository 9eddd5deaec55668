//! Days of forms that no period of the set gives.

use crate::deadline::chain::Periods;
use crate::diagnostic::{Diagnostic, nearest};
use crate::lint::Subject;
use crate::model::Form;
use crate::{rule, say};

rule! {
    /// A form counts on a period or an event that the set does not have, or does not say when the event was.
    ///
    /// Its day cannot be computed, and no deadline would be kept. Name a `period` of the contract, and under `events` the
    /// field that says when the event was that it is counted from.
    pub static UNKNOWN_PERIODS: Error("unknown-periods") = "\
様式の期限が、セットの期間（period）から計算できません。

期限の日が決まらず、過ぎていても気付けません。deadline と computed には契約の文書にある期間の id を書き、events に、その期間を数え始める出来事と、その日を書く項目を並べてください。

    誤: computed: erasure だけがある
    正: events: { contract-end: contract_end } と computed: erasure";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let is_counting = |form: &&Form| {
        let mut limits = form.fields.iter().map(|field| &field.limits);
        !form.events.is_empty() || limits.any(|limits| limits.deadline.is_some() || limits.computed.is_some())
    };
    let mut forms = subject.edition.forms().iter().filter_map(|document| document.form.as_ref());
    // A form that stands alone belongs to no periods.
    if subject.set.is_none() || !forms.any(|form| is_counting(&form)) {
        return;
    }
    let periods = Periods::of(subject.edition);
    for form in subject.edition.forms().iter().filter_map(|document| document.form.as_ref()) {
        for event in form.events.iter().map(|event| &event.event) {
            let known: Vec<&str> = periods.events().collect();
            let name = &event.name;
            if !known.contains(&name.as_str()) {
                let message = say!("出来事「{name}」から数える期間がありません", "no period is counted from `{name}`");
                found.push(UNKNOWN_PERIODS.at(event.span, message).help(told(name, &known)));
            }
        }
        let limits = form.fields.iter().flat_map(|field| [&field.limits.deadline, &field.limits.computed]);
        for period in limits.flatten() {
            let name = &period.name;
            let known: Vec<&str> = periods.names().collect();
            if !known.contains(&name.as_str()) {
                let message = say!("期間「{name}」がありません", "there is no period `{name}`");
                found.push(UNKNOWN_PERIODS.at(period.span, message).help(told(name, &known)));
            } else if periods.chain(name, |event| form.events.iter().any(|given| given.event.name == event)).is_none() {
                let message = say!(
                    "期間「{name}」を数え始める日が、events にありません",
                    "`events` does not say when the period `{name}` begins"
                );
                let help =
                    say!("events: {{ 出来事: 日付の項目 }} を書いてください", "write `events: {{ event: field }}`");
                found.push(UNKNOWN_PERIODS.at(period.span, message).help(help));
            }
        }
    }
}

fn told(name: &str, known: &[&str]) -> crate::diagnostic::Message {
    match nearest(name, known) {
        Some(nearest) => say!("「{nearest}」ではありませんか", "did you mean `{nearest}`?"),
        None => {
            let mut known = known.to_vec();
            known.sort_unstable();
            known.dedup();
            let known = known.join(", ");
            say!("使えるのは次のとおりです: {known}", "one of: {known}")
        }
    }
}
