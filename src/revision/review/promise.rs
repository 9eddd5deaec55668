//! Whether customers were told of a revision in time and by the channel that the terms in force promised.

use super::{Amended, Provision, Review};
use crate::deadline::{Moment, date, rule};
use crate::diagnostic::{Diagnostic, Message};
use crate::model::{Channel, Direction, Period};
use crate::{rule, say};

rule! {
    /// A revision takes effect earlier than the notice period of the terms before it allows.
    ///
    /// Until the new terms are in force the old ones bind the provider, their notice periods included; Civil Code 548-4 has
    /// no number of days of its own. A revision that breaks the promise can be contested. A period with `before: effective`
    /// is compared for changes of what it `governs`: articles and headings with that subject, or all of a document by its
    /// id; without `governs` it is about every change that no other period governs. Choose a later day, or give notice
    /// earlier.
    pub static SHORT_NOTICE_PERIODS: Error("short-notice-periods") = "\
改定の周知から施行日までが、前の改定の約束した予告期間より短くなっています。

新しい規約の効力が生じるまでは、前の規約が、予告期間の定めも含めて、提供者を拘束します。民法５４８条の４は日数を定めていないので、規約の予告期間がその日数になります。守らない改定は、効力を争われるおそれがあります。

調べるのは、前の改定の「before: effective」の期間です。governs があれば、それを subject とする条や見出し、またはその id の文書を改めたときに、governs がなければ、ほかの期間の及ばない条項を改めたときに調べます。when: not-adverse の期間は、adverse が true でない改定だけに使います。施行日を遅らせるか、周知を早めてください。

    誤: announced: 2027-02-01, effective: 2027-04-01（３か月の予告期間を約束しているとき）
    正: announced: 2026-12-25, effective: 2027-04-01";
}

rule! {
    /// Customers were told by a channel that the terms before do not allow for this.
    ///
    /// Terms that promise to notify each customer are not kept by a page on the website; Civil Code 548-4 II asks for
    /// suitable means. `by: notice` is kept by `notice` or `mail`, `by: announcement` by any channel. Where the terms
    /// count a posting as a notice, write `by: announcement` on the period.
    pub static WRONG_NOTICE_CHANNELS: Error("wrong-notice-channels") = "\
改定を知らせた方法が、前の改定の約束した方法と違います。

契約者への通知を約束した条項は、ウェブサイトへの掲載だけでは守ったことになりません。民法５４８条の４第２項も、適切な方法による周知を求めています。by: notice の期間は、channel が notice か mail の改定で、by: announcement の期間は、どの方法の改定でも守れます。規約が掲載も通知とみなしているときは、期間に by: announcement と書いてください。

    誤: by: notice の期間があるのに channel: [website]
    正: channel: [notice, website]";
}

/// A period that the terms before promise between telling customers and the effective date.
struct Promise<'a> {
    period: &'a Period,
    /// Where it stands: 第２３条第４項.
    citation: String,
    /// What keeps it.
    channels: &'static [Channel],
    /// What it governs of the changes, where those were known to it.
    scope: Scope<'a>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope<'a> {
    Subject(&'a str),
    Document(&'a str),
    Everything,
}

/// What keeps a period by what has to happen in it; `None` for what customers do, such as filing.
fn channels(by: &str) -> Option<&'static [Channel]> {
    Some(match by {
        "notice" => &[Channel::Notice, Channel::Mail],
        "announcement" => &[Channel::Notice, Channel::Website, Channel::Mail],
        "website" => &[Channel::Website],
        "mail" => &[Channel::Mail],
        _ => return None,
    })
}

pub fn check(review: &Review<'_>) -> Vec<Diagnostic> {
    let promises = promises(review);
    let mut found = Vec::new();
    for promise in promises.iter().filter(|promise| is_alternative(promise, &promises, review)) {
        if let Some(amended) = first_governed(promise, &promises, review) {
            found.extend(wrong_channel(review, promise, amended));
            found.extend(short(review, promise, amended));
        }
    }
    found
}

fn promises<'a>(review: &Review<'a>) -> Vec<Promise<'a>> {
    let (edition, analysis) = (review.old.edition, review.old.analysis);
    let mut found = Vec::new();
    for (document, outline) in edition.contract().iter().zip(&analysis.outlines) {
        for (key, period) in document.gather().periods {
            let is_notice = period.direction == Direction::Before && period.event.name == "effective";
            let Some(channels) = period.by.as_ref().filter(|_| is_notice).and_then(|by| channels(&by.name)) else {
                continue;
            };
            let is_document = |name: &str| edition.contract().iter().any(|document| document.id.name == name);
            let is_subject = |name: &str| {
                edition
                    .contract()
                    .iter()
                    .any(|document| document.gather().subjects.iter().any(|(_, id)| id.name == name))
            };
            let scope = match period.governs.as_ref().map(|id| id.name.as_str()) {
                Some(name) if is_document(name) && !is_subject(name) => Scope::Document(name),
                Some(name) => Scope::Subject(name),
                None => Scope::Everything,
            };
            let citation = analysis.citation(outline, document, key);
            found.push(Promise { period, citation, channels, scope });
        }
    }
    found
}

/// A revision that is not adverse has the shorter period that the terms hold for it; any other has the one for all.
fn is_alternative(promise: &Promise<'_>, all: &[Promise<'_>], review: &Review<'_>) -> bool {
    if review.entry.adverse {
        return !promise.period.not_adverse;
    }
    let is_eased = all.iter().any(|other| other.period.not_adverse && other.scope == promise.scope);
    promise.period.not_adverse || !is_eased
}

/// The first change that a promise is about.
fn first_governed<'r, 'a>(
    promise: &Promise<'_>,
    all: &[Promise<'_>],
    review: &'r Review<'a>,
) -> Option<&'r Amended<'a>> {
    let has_subject = |amended: &Amended<'_>, scope: Scope<'_>| {
        matches!(scope, Scope::Subject(name) if amended.subjects.contains(&name)) && amended.has_new_text()
    };
    let is_special = |amended: &Amended<'_>| all.iter().any(|other| has_subject(amended, other.scope));
    review.amended.iter().find(|amended| match promise.scope {
        Scope::Subject(_) => has_subject(amended, promise.scope),
        Scope::Document(name) => {
            !is_special(amended) && amended.provisions().any(|provision| provision.document.id.name == name)
        }
        Scope::Everything => !is_special(amended),
    })
}

fn wrong_channel(review: &Review<'_>, promise: &Promise<'_>, amended: &Amended<'_>) -> Option<Diagnostic> {
    let used = &review.entry.channels;
    if used.is_empty() || used.iter().any(|channel| promise.channels.contains(channel)) {
        return None;
    }
    let citation = &promise.citation;
    let (right, right_en) = (names(promise.channels, "か"), names(promise.channels, " or "));
    let (used, used_en) = (names(used, "、"), names(used, ", "));
    let message = say!(
        "channel: {used} では、前の改定の{citation}が約束した方法になりません",
        "telling customers by {used_en} is not what {citation} of the revision before promised"
    );
    let help = say!(
        "{right} で周知し、channel に加えてください。規約が掲載も通知とみなしているときは、期間を by: announcement に改めてください",
        "tell them by {right_en} and add it to `channel`; where the terms count a posting as a notice, write `by: announcement` on the period"
    );
    let finding = WRONG_NOTICE_CHANNELS.at(review.entry.span, message);
    Some(related(finding, promise, amended).help(help))
}

/// As the source format names them.
fn names(channels: &[Channel], joint: &str) -> String {
    let named = Channel::NAMES.iter().filter(|(_, channel)| channels.contains(channel));
    named.map(|(name, _)| *name).collect::<Vec<_>>().join(joint)
}

fn short(review: &Review<'_>, promise: &Promise<'_>, amended: &Amended<'_>) -> Option<Diagnostic> {
    let (announced, effective) = (review.entry.announced?, review.entry.effective);
    let moment = |day| Moment { day, time: None };
    let (period, calendar) = (promise.period, &review.set.calendar);
    let latest = rule::due(period, moment(effective), calendar, false).ok()?.moment.day;
    // A day after the effective date is wrong whatever was promised.
    if announced <= latest || announced > effective {
        return None;
    }
    let earliest = rule::earliest(period, moment(announced), calendar, false).ok()?.moment.day;
    let Message { ja: length, en: length_en } = period.amount.words();
    let [(announced, announced_en), (effective, effective_en), (latest, latest_en), (earliest, earliest_en)] =
        [announced, effective, latest, earliest].map(|day| {
            let Message { ja, en } = date(day);
            (ja, en)
        });
    let citation = &promise.citation;
    let message = say!(
        "{announced}の周知では、前の改定の{citation}が約束した予告期間（{length}）に足りません",
        "told on {announced_en}, customers do not have the notice of {length_en} that {citation} of the revision before promised"
    );
    let help = say!(
        "{announced}の周知で効力を生じさせられるのは、最も早くて{earliest}です。{effective}から効力を生じさせるには、{latest}までの周知が要ります",
        "told on {announced_en}, the earliest effective date is {earliest_en}; for {effective_en} customers have to be told by {latest_en}"
    );
    let finding = SHORT_NOTICE_PERIODS.at(review.entry.span, message);
    Some(related(finding, promise, amended).help(help))
}

fn related(finding: Diagnostic, promise: &Promise<'_>, amended: &Amended<'_>) -> Diagnostic {
    let citation = &promise.citation;
    let promised =
        say!("前の改定の{citation}の予告期間です", "the period that {citation} of the revision before promises");
    let finding = finding.related(promise.period.id.span, promised);
    let changed = amended.citation();
    let changed = say!("{changed}を改めています", "{changed} is changed");
    match amended.provision() {
        Some(Provision { span, .. }) => finding.related(*span, changed),
        None => finding,
    }
}
