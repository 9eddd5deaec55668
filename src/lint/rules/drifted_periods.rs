//! Periods that no longer say what the text beside them says.

use crate::diagnostic::{Diagnostic, Message};
use crate::japanese::durations::{CountedFrom, Duration, Length, scan_durations, scan_month_ends};
use crate::japanese::percentages::scan_percentages;
use crate::lint::Subject;
use crate::model::{Amount, Basis, Charge, Direction, FirstDay, Key, Period, Roll};
use crate::{rule, say};

rule! {
    /// A period differs from the words of the text it is attached to.
    ///
    /// Deadlines are computed from the period, but customers hold to the text. Length, direction, first day and business
    /// day are compared wherever the text names them; a text that names none, as where it refers to another provision,
    /// is left alone, and so is a deadline in words that no period describes. The yearly rate of `interest` is compared
    /// in the same way. Mend whichever is out of date.
    pub static DRIFTED_PERIODS: Error("drifted-periods") = "\
period: の内容が、添えられた文章の言葉と違います。

期限は period: から計算されますが、契約者が拠りどころにするのは文章です。文章に書かれている長さ、前か後か、初日の扱い、休業日の扱いを period: と比べます。ほかの条項を引いているなど、文章に長さが書かれていないときと、period: のない文章は調べません。文章を改めたのに period: が古いままになっていないか、確かめてください。遅延損害金（interest:）の割合も、同じように比べます。

    誤: 期間満了日の６０日前までに、と書いた項の period: { days: 30, before: expiry }
    正: period: { days: 60, before: expiry }";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for (index, gathered) in subject.gathered().iter().enumerate() {
        for &(key, charge) in &gathered.charges {
            if let Some((message, help)) = rate(charge, &text(subject, index, key)) {
                found.push(DRIFTED_PERIODS.at(charge.id.span, message).help(help));
            }
        }
        let periods = &gathered.periods;
        for &(key, period) in periods {
            let text = text(subject, index, key);
            let alone = periods.iter().filter(|(other, _)| *other == key).count() == 1;
            if let Some((message, help)) = drift(period, &text).or_else(|| roll(period, &text, alone)) {
                found.push(DRIFTED_PERIODS.at(period.id.span, message).help(help));
            }
        }
    }
}

/// Everything that stands on a provision or below it.
fn text(subject: Subject<'_>, document: usize, key: Key) -> String {
    let outline = &subject.analysis.outlines[document];
    let above = |at: Key| std::iter::successors(Some(at), |&at| outline.provision(at).parent);
    let texts = subject.texts().filter(|text| text.document == document && above(text.at).any(|at| at == key));
    texts.map(|text| text.as_str()).collect::<Vec<_>>().join("\n")
}

fn drift(period: &Period, text: &str) -> Option<(Message, Message)> {
    if let Amount::MonthEnd(months) = period.amount {
        return month_end(months, text);
    }
    let length = length(period.amount)?;
    let written = scan_durations(text);
    let same: Vec<&Duration> = written.iter().filter(|duration| duration.length == length).collect();
    let help = say!(
        "文章と period: のどちらが正しいか確かめ、そろえてください",
        "see which of them is right and make them agree"
    );
    if same.is_empty() {
        // 毎日24時間 says when something is open, not how long something takes.
        let is_hours = |duration: &&Duration| text[..duration.range.start].trim_end_matches('、').ends_with("毎日");
        let other = written.iter().find(|duration| !is_hours(duration)).filter(|_| !is_bare(length, text))?;
        let other = &text[other.range.clone()];
        let Message { ja, en } = period.amount.words();
        let message = say!(
            "period: は{ja}ですが、文章には「{other}」と書かれています",
            "the period is {en}, but the text says {other}"
        );
        return Some((message, help));
    }
    let message = if period.direction == Direction::After && same.iter().all(|duration| duration.before) {
        say!(
            "period: は after ですが、文章には「前」と書かれています",
            "the period is after its event, the text says before"
        )
    } else if period.direction == Direction::Before && same.iter().all(|duration| duration.after) {
        say!("period: は before ですが、文章は後の期間です", "the period is before its event, the text says after")
    } else {
        first_day(period, &same)?
    };
    Some((message, help))
}

/// A text that names shares, and none of them is the yearly rate.
fn rate(charge: &Charge, text: &str) -> Option<(Message, Message)> {
    let Basis::Interest(interest) = &charge.basis else { return None };
    let written = scan_percentages(text);
    let other =
        written.first().filter(|_| written.iter().all(|(_, millionths)| *millionths != interest.rate.millionths));
    let words = &text[other?.0.clone()];
    let percent = interest.rate.percent();
    let message = say!(
        "interest: は年{percent}%ですが、文章には「{words}」と書かれています",
        "the interest is {percent} % a year, but the text says {words}"
    );
    let help = say!(
        "文章と interest: のどちらが正しいか確かめ、そろえてください",
        "see which of them is right and make them agree"
    );
    Some((message, help))
}

/// 前日まで, 当日, 翌営業日: lengths that are not written as numbers.
fn is_bare(length: Length, text: &str) -> bool {
    match length {
        Length::Days(0 | 1) => true,
        Length::BusinessDays(1) => ["翌営業日", "前営業日"].iter().any(|word| text.contains(word)),
        _ => false,
    }
}

fn length(amount: Amount) -> Option<Length> {
    match amount {
        Amount::Days(days) => Some(Length::Days(days)),
        Amount::BusinessDays(days) => Some(Length::BusinessDays(days)),
        Amount::Hours(hours) => Some(Length::Hours(hours)),
        Amount::Months(months) => Some(Length::Months(months)),
        Amount::Years(years) => Some(Length::Months(years * 12)),
        Amount::MonthStart(_) | Amount::MonthEnd(_) | Amount::MonthDay(_) => None,
    }
}

/// Only where every mention of the length says from which day it runs, and none agrees.
fn first_day(period: &Period, same: &[&Duration]) -> Option<Message> {
    let said: Vec<CountedFrom> = same.iter().filter_map(|duration| duration.counted_from).collect();
    let agrees = |said: &CountedFrom| match said {
        CountedFrom::NextDay => period.first_day == FirstDay::Next,
        CountedFrom::MonthStart => period.first_day != FirstDay::Next,
        CountedFrom::ThatDay => period.first_day == FirstDay::Counted,
    };
    let differs = period.direction == Direction::After
        && !said.is_empty()
        && said.len() == same.len()
        && !said.iter().any(agrees);
    differs.then(|| {
        say!(
            "文章の「起算して」と、period: の first-day が合いません",
            "the text says from which day it counts, and `first-day` says another"
        )
    })
}

fn month_end(months: i32, text: &str) -> Option<(Message, Message)> {
    let written = scan_month_ends(text);
    if written.iter().any(|end| end.months == months) {
        return None;
    }
    // 最終の営業日 and 月末 name the month's own end in other words.
    let other = written.first().filter(|_| months != 0)?;
    let words = &text[other.range.clone()];
    let right = other.months;
    let message = say!(
        "period: は month-end: {months} ですが、文章には「{words}」と書かれています",
        "the period is month-end {months}, but the text says {words}"
    );
    Some((message, say!("文章が正しければ month-end: {right}", "if the text is right: month-end: {right}")))
}

/// The text names the business day to move to. Beside other periods it may be about one of them.
fn roll(period: &Period, text: &str, alone: bool) -> Option<(Message, Message)> {
    // A period in business days ends on one.
    if matches!(period.amount, Amount::BusinessDays(_)) && period.roll.is_none() {
        return None;
    }
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let back = says(&["直前の営業日", "直前の当社営業日", "前営業日"]);
    let forward = says(&["翌営業日", "直後の営業日", "直後の当社営業日"]);
    let wrong = match period.roll {
        Some(Roll::Back) => forward && !back,
        Some(Roll::Forward) => back && !forward,
        None => alone && (back || forward),
    };
    wrong.then(|| {
        let message =
            say!("文章の営業日の扱いと、period: の roll が合いません", "`roll` moves the other way than the text");
        (
            message,
            say!(
                "back は前の営業日、forward は次の営業日です",
                "`back` is the business day before, `forward` the one after"
            ),
        )
    })
}
