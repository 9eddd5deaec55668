//! Sums: what is needed for each, and the calculation in words.

use std::collections::BTreeMap;

use super::{Moment, Provision, Question, placed, words};
use crate::calendar::charge::{Fraction, grouped, remaining_months, tax};
use crate::diagnostic::Message;
use crate::model::{
    Basis, Charge, DayCount, Id, Interest, LastDay, Metered, Metering, Rate, RemainingMonths, Rounding,
};
use crate::say;

/// A sum that a charge comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charged<'a> {
    pub charge: &'a Charge,
    pub provision: Provision<'a>,
    /// Or what is still needed, at least one thing.
    pub outcome: Result<Sum, Vec<Missing<'a>>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    pub yen: u128,
    /// How it was computed, step by step.
    pub steps: Vec<Message>,
}

/// What has to be given before a sum can be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing<'a> {
    Event(&'a str),
    Amount(&'a str),
    Interval,
}

impl Charge {
    /// The events it depends on.
    pub(super) fn events(&self) -> Vec<&Id> {
        match &self.basis {
            Basis::Interest(interest) => vec![&interest.due, &interest.paid],
            Basis::RemainingMonths(rest) => vec![&rest.after, &rest.until],
            Basis::Metering(_) => Vec::new(),
        }
    }

    /// The sum it is computed from, where there is one to give.
    pub(super) fn amount(&self) -> Option<&Id> {
        match &self.basis {
            Basis::Interest(interest) => Some(&interest.of),
            Basis::RemainingMonths(rest) => Some(&rest.of),
            Basis::Metering(_) => None,
        }
    }

    pub fn meaning(&self) -> Message {
        match &self.basis {
            Basis::Interest(_) => say!("遅延損害金", "late-payment interest"),
            Basis::RemainingMonths(_) => say!("残りの月の料金", "charge for the remaining months"),
            Basis::Metering(_) => say!("従量料金", "metered charge"),
        }
    }
}

/// Every charge of which at least one input is known.
pub(super) fn charged<'a>(question: Question<'a>, known: &BTreeMap<&str, Vec<Moment>>) -> Vec<Charged<'a>> {
    let given = Given { question, known };
    let charges = placed(question.edition, |gathered| gathered.charges);
    let charges = charges.into_iter().filter(|placed| given.touches(placed.promise));
    let charged = charges.map(|placed| Charged {
        charge: placed.promise,
        provision: Provision::of(question.edition, question.analysis, placed.document, placed.key),
        outcome: given.outcome(placed.promise),
    });
    super::once(charged.collect(), |charged| (charged.charge.id.name.clone(), charged.lines()))
}

struct Given<'a, 'k> {
    question: Question<'a>,
    known: &'k BTreeMap<&'k str, Vec<Moment>>,
}

impl<'a> Given<'a, '_> {
    fn touches(&self, charge: &Charge) -> bool {
        let has_amount = charge.amount().is_some_and(|amount| self.amount(amount).is_ok());
        let is_metered = matches!(charge.basis, Basis::Metering(_)) && !self.question.connections.is_empty();
        has_amount || is_metered || charge.events().into_iter().any(|event| self.event(event).is_ok())
    }

    fn event<'c>(&self, id: &'c Id) -> Result<Moment, Missing<'c>> {
        let moments = self.known.get(id.name.as_str()).into_iter().flatten();
        moments.copied().next().ok_or(Missing::Event(&id.name))
    }

    fn amount<'c>(&self, id: &'c Id) -> Result<u64, Missing<'c>> {
        let amount = self.question.amounts.iter().find(|amount| amount.name == id.name);
        amount.map(|amount| amount.yen).ok_or(Missing::Amount(&id.name))
    }

    fn outcome<'c>(&self, charge: &'c Charge) -> Result<Sum, Vec<Missing<'c>>> {
        match &charge.basis {
            Basis::Metering(_) if self.question.connections.is_empty() => Err(vec![Missing::Interval]),
            Basis::Metering(metering) => Ok(metered(metering, charge.rounding, self.question.connections)),
            Basis::Interest(interest) => {
                let (due, paid) = (self.event(&interest.due), self.event(&interest.paid));
                match (due, paid, self.amount(&interest.of)) {
                    (Ok(due), Ok(paid), Ok(yen)) => Ok(late(interest, charge.rounding, yen, due, paid)),
                    (due, paid, yen) => Err([due.err(), paid.err(), yen.err()].into_iter().flatten().collect()),
                }
            }
            Basis::RemainingMonths(rest) => {
                let (after, until) = (self.event(&rest.after), self.event(&rest.until));
                match (after, until, self.amount(&rest.of)) {
                    (Ok(after), Ok(until), Ok(yen)) => Ok(remaining(rest, charge.rounding, yen, after, until)),
                    (after, until, yen) => Err([after.err(), until.err(), yen.err()].into_iter().flatten().collect()),
                }
            }
        }
    }
}

fn late(interest: &Interest, rounding: Option<Rounding>, yen: u64, due: Moment, paid: Moment) -> Sum {
    let days = interest.days(due.day, paid.day);
    let (due_name, paid_name) = (&interest.due.name, &interest.paid.name);
    let (Message { ja: due, en: due_en }, Message { ja: paid, en: paid_en }) =
        (words::date(due.day), words::date(paid.day));
    let all = days.common + days.leap;
    if all == 0 {
        let step = say!(
            "{paid_name} {paid}は遅延の日数に入る日がない（{due_name} {due}の翌日から数える）ので、かかりません",
            "no day between {due_name} {due_en} and {paid_name} {paid_en} bears interest"
        );
        return Sum { yen: 0, steps: vec![step] };
    }
    let (last, last_en) = match interest.last_day {
        LastDay::BeforePayment => ("の前日まで", "the day before "),
        LastDay::Payment => ("まで", ""),
    };
    let from = say!(
        "{all}日: {due_name} {due}の翌日から、{paid_name} {paid}{last}",
        "{all} days: from the day after {due_name} {due_en} to {last_en}{paid_name} {paid_en}"
    );
    let fraction = interest.of(yen, days);
    let (share, share_en) = share(interest, days.common, days.leap);
    let (yen, rate) = (grouped(yen.into()), interest.rate.percent());
    let formula = say!("{yen}円 × 年{rate}% × {share}", "{yen} yen x {rate} % a year x {share_en}");
    let (sum, step) = rounded(formula, fraction, rounding);
    Sum { yen: sum, steps: vec![step, from] }
}

/// The part of a year that the days are.
fn share(interest: &Interest, common: u32, leap: u32) -> (String, String) {
    match (interest.day_count, common, leap) {
        (DayCount::Fixed365, days, _) | (DayCount::Actual, days, 0) => {
            (format!("{days}日 ÷ 365日"), format!("{days} / 365 days"))
        }
        (DayCount::Actual, 0, days) => {
            (format!("{days}日 ÷ 366日（うるう年）"), format!("{days} / 366 days (leap year)"))
        }
        (DayCount::Actual, common, leap) => (
            format!("（{common}日 ÷ 365日 ＋ うるう年の{leap}日 ÷ 366日）"),
            format!("({common} / 365 + {leap} / 366 days of a leap year)"),
        ),
    }
}

fn remaining(rest: &RemainingMonths, rounding: Option<Rounding>, yen: u64, after: Moment, until: Moment) -> Sum {
    let months = remaining_months(after.day, until.day);
    let (after_name, until_name) = (&rest.after.name, &rest.until.name);
    let (Message { ja: after, en: after_en }, Message { ja: until, en: until_en }) =
        (words::date(after.day), words::date(until.day));
    if months == 0 {
        let step = say!(
            "{until_name} {until}の月までに、{after_name} {after}の翌月以降の月が残っていないので、かかりません",
            "no month is left between {after_name} {after_en} and {until_name} {until_en}"
        );
        return Sum { yen: 0, steps: vec![step] };
    }
    let net = u128::from(yen) * u128::from(months);
    let (monthly, total) = (grouped(yen.into()), grouped(net));
    let formula = say!("{monthly}円 × {months}か月 = {total}円", "{monthly} yen x {months} months = {total} yen");
    let from = say!(
        "{months}か月: {after_name} {after}の翌月から、{until_name} {until}の月まで",
        "{months} months: from the month after {after_name} {after_en} to that of {until_name} {until_en}"
    );
    taxed(net, rest.tax, rounding, vec![formula, from])
}

fn metered(metering: &Metering, rounding: Option<Rounding>, connections: &[u32]) -> Sum {
    let units = metering.started_units(connections);
    let net = u128::from(units) * u128::from(metering.price);
    let (minutes, price, total) = (metering.unit_minutes, grouped(metering.price.into()), grouped(net));
    let lengths: Vec<String> = connections.iter().map(|seconds| duration(*seconds)).collect();
    let lengths_en: Vec<String> = connections.iter().map(|seconds| clock(*seconds)).collect();
    let (lengths, lengths_en) = (lengths.join("、"), lengths_en.join(", "));
    let counted = match metering.per {
        Metered::Booking => {
            let all = connections.iter().fold(0_u32, |all, seconds| all.saturating_add(*seconds));
            let (all, all_en) = (duration(all), clock(all));
            say!(
                "{units}単位: 予約ごとに数えます。接続の合計は{all}（{lengths}）で、{minutes}分に満たない時間も1単位です",
                "{units} units: by booking; all connections last {all_en} ({lengths_en}), and begun units of {minutes} minutes count"
            )
        }
        Metered::Connection => say!(
            "{units}単位: 接続ごとに数えます（{lengths}）。{minutes}分に満たない時間も1単位です",
            "{units} units: by connection ({lengths_en}); begun units of {minutes} minutes count"
        ),
    };
    let formula = say!("{price}円 × {units}単位 = {total}円", "{price} yen x {units} units = {total} yen");
    taxed(net, metering.tax, rounding, vec![formula, counted])
}

/// Adds tax, where there is any, and says so.
fn taxed(net: u128, rate: Option<Rate>, rounding: Option<Rounding>, mut steps: Vec<Message>) -> Sum {
    let Some(rate) = rate else { return Sum { yen: net, steps } };
    let (total, percent) = (grouped(net), rate.percent());
    let formula = say!("消費税 {total}円 × {percent}%", "tax {total} yen x {percent} %");
    let (added, step) = rounded(formula, tax(net, rate), rounding);
    steps.insert(1, step);
    Sum { yen: net + added, steps }
}

/// A formula with its result, and how a fraction of a yen was rounded.
fn rounded(formula: Message, fraction: Fraction, rounding: Option<Rounding>) -> (u128, Message) {
    let Message { ja, en } = formula;
    let yen = fraction.rounded(rounding.unwrap_or(Rounding::HalfUp));
    let sum = grouped(yen);
    let (whole, hundredths, more) = fraction.hundredths();
    if hundredths == 0 && !more {
        return (yen, say!("{ja} = {sum}円", "{en} = {sum} yen"));
    }
    let (whole, more) = (grouped(whole), if more { "…" } else { "" });
    let (rule, rule_en) = match rounding {
        Some(Rounding::Down) => ("1円未満切捨て", "fractions cut off"),
        Some(Rounding::Up) => ("1円未満切上げ", "rounded up"),
        Some(Rounding::HalfUp) => ("1円未満四捨五入", "rounded half up"),
        None => (
            "端数の定めがないので1円未満四捨五入。通貨の単位及び貨幣の発行等に関する法律3条",
            "the terms are silent: rounded half up, Currency Act 3",
        ),
    };
    let message = say!(
        "{ja} = {whole}.{hundredths:02}{more}円 → {sum}円（{rule}）",
        "{en} = {whole}.{hundredths:02}{more} yen -> {sum} yen ({rule_en})"
    );
    (yen, message)
}

impl Missing<'_> {
    /// As it is written on the command line.
    pub fn option(self) -> Message {
        match self {
            Missing::Event(name) => say!("--event {name}=日付", "--event {name}=DATE"),
            Missing::Amount(name) => say!("--amount {name}=円", "--amount {name}=YEN"),
            Missing::Interval => say!("--interval 10:00-10:35", "--interval 10:00-10:35"),
        }
    }
}

impl Charged<'_> {
    /// The steps of the calculation, or what to give.
    pub fn lines(&self) -> Vec<Message> {
        match &self.outcome {
            Ok(sum) => sum.steps.clone(),
            Err(missing) => {
                let options = missing.iter().map(|missing| missing.option());
                let (ja, en): (Vec<_>, Vec<_>) = options.map(|Message { ja, en }| (ja, en)).unzip();
                let (ja, en) = (ja.join(" "), en.join(" "));
                vec![say!("計算するには、次を加えてください: {ja}", "to compute it, add: {en}")]
            }
        }
    }
}

/// 35分, 30分1秒
fn duration(seconds: u32) -> String {
    match (seconds / 60, seconds % 60) {
        (minutes, 0) => format!("{minutes}分"),
        (minutes, seconds) => format!("{minutes}分{seconds}秒"),
    }
}

/// 35:00
fn clock(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
