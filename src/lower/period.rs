//! Periods attached to provisions.

use super::Lowering;
use super::fields::{Fields, MISSING_KEYS, What};
use super::value::{self, INVALID_VALUES};
use crate::diagnostic::Message;
use crate::model::{Amount, Count, Direction, FirstDay, Id, Period, Roll};
use crate::say;
use crate::syntax::Node;

const PERIOD: What = What("期間", "a period");
const RENEWAL: What = What("更新", "a renewal");
const UNITS: [&str; 8] = ["days", "business-days", "hours", "months", "years", "month-start", "month-end", "month-day"];
const DIRECTIONS: [(&str, Direction); 3] =
    [("before", Direction::Before), ("in", Direction::In), ("after", Direction::After)];
const KEYS: [&str; 20] = [
    "id",
    "days",
    "business-days",
    "hours",
    "months",
    "years",
    "month-start",
    "month-end",
    "month-day",
    "before",
    "in",
    "after",
    "by",
    "governs",
    "when",
    "first-day",
    "count",
    "roll",
    "renews",
    "or",
];

impl Lowering<'_> {
    /// `period:` holds one, `periods:` a list.
    pub(super) fn periods(&mut self, fields: &Fields<'_>) -> Vec<Period> {
        fields.conflict("period", "periods", self.diagnostics);
        let periods = match fields.get("period") {
            Some(node) => self.period(node).into_iter().collect(),
            None => self.each(fields.get("periods"), Self::period),
        };
        self.alternatives(&periods);
        periods
    }

    /// A choice is between lengths of the same thing, on the same provision.
    fn alternatives(&mut self, periods: &[Period]) {
        for (at, period) in periods.iter().enumerate() {
            let Some(other) = &period.alternative_to else { continue };
            let fits = |first: &&Period| {
                (first.id.name == other.name && first.event.name == period.event.name)
                    && (first.direction == period.direction && first.alternative_to.is_none())
            };
            if !periods[..at].iter().any(|first| fits(&first)) {
                let name = &other.name;
                let message = say!(
                    "「{name}」は、ここより前の、同じ出来事から数える期間ではありません",
                    "`{name}` is no period before this one that counts from the same event"
                );
                let help = say!(
                    "選べる期間は、同じ項の periods: に並べ、二つ目から or: に最初の期間の id を書きます",
                    "list the choices in one `periods`, and name the first one in `or` of the others"
                );
                self.diagnostics.push(INVALID_VALUES.at(other.span, message).help(help));
            }
        }
    }

    fn period(&mut self, node: &Node) -> Option<Period> {
        let fields = Fields::read(node, PERIOD, &KEYS, self.diagnostics)?;
        let id = fields.require("id", "fee-change", self.diagnostics);
        let id = id.and_then(|node| value::id(node, self.diagnostics));
        let amount = self.amount(&fields, &UNITS);
        let anchor = self.anchor(&fields);
        let by = self.id(&fields, "by");
        let governs = self.id(&fields, "governs");
        let not_adverse = self.choice(&fields, "when", &[("not-adverse", true)]).unwrap_or_default();
        let first_day = self.choice(&fields, "first-day", &FirstDay::NAMES).unwrap_or_default();
        let count = self.choice(&fields, "count", &Count::NAMES);
        let roll = self.choice(&fields, "roll", &Roll::NAMES);
        let renewal = fields.get("renews").and_then(|node| self.renewal(node));
        let alternative_to = self.id(&fields, "or");
        let (direction, event) = anchor?;
        let period = Period {
            id: id?,
            amount: amount?,
            direction,
            event,
            by,
            governs,
            not_adverse,
            first_day,
            count,
            roll,
            renewal,
            alternative_to,
        };
        self.agreement(&fields, &period).then_some(period)
    }

    pub(super) fn choice<T: Copy>(&mut self, fields: &Fields<'_>, key: &str, names: &[(&str, T)]) -> Option<T> {
        fields.get(key).and_then(|node| value::choice(node, names, self.diagnostics))
    }

    fn anchor(&mut self, fields: &Fields<'_>) -> Option<(Direction, Id)> {
        for (at, (first, _)) in DIRECTIONS.iter().enumerate() {
            DIRECTIONS[at + 1..].iter().for_each(|(second, _)| fields.conflict(first, second, self.diagnostics));
        }
        if DIRECTIONS.iter().all(|(key, _)| fields.key(key).is_none()) {
            let message = say!("何の前か後かが書かれていません", "the period does not say before or after what");
            let help = say!(
                "before: または after: に基準となる出来事を書いてください。例: before: effective",
                "for example: before: effective"
            );
            self.diagnostics.push(MISSING_KEYS.at(fields.span, message).help(help));
        }
        DIRECTIONS.into_iter().find_map(|(key, direction)| Some((direction, self.id(fields, key)?)))
    }

    fn amount(&mut self, fields: &Fields<'_>, units: &[&'static str]) -> Option<Amount> {
        for (at, first) in units.iter().enumerate() {
            units[at + 1..].iter().for_each(|second| fields.conflict(first, second, self.diagnostics));
        }
        if units.iter().all(|unit| fields.key(unit).is_none()) {
            let all = units.join(", ");
            let message = say!("期間の長さが書かれていません", "the period has no length");
            let help = say!("{all} のいずれかを書いてください。例: months: 3", "one of {all}; for example: months: 3");
            self.diagnostics.push(MISSING_KEYS.at(fields.span, message).help(help));
        }
        let unit = *units.iter().find(|unit| fields.get(unit).is_some())?;
        let range = match unit {
            "month-start" | "month-end" => -12..=12,
            "month-day" => 1..=31,
            _ => 0..=9999,
        };
        let number = value::number(fields.get(unit)?, range, self.diagnostics)?;
        let length = number.unsigned_abs();
        Some(match unit {
            "days" => Amount::Days(length),
            "business-days" => Amount::BusinessDays(length),
            "hours" => Amount::Hours(length),
            "months" => Amount::Months(length),
            "years" => Amount::Years(length),
            "month-start" => Amount::MonthStart(number),
            "month-end" => Amount::MonthEnd(number),
            _ => Amount::MonthDay(length),
        })
    }

    /// A term that runs again; nothing can run again for no time.
    fn renewal(&mut self, node: &Node) -> Option<Amount> {
        let units = ["days", "months", "years"];
        let fields = Fields::read(node, RENEWAL, &units, self.diagnostics)?;
        let amount = self.amount(&fields, &units)?;
        if matches!(amount, Amount::Days(0) | Amount::Months(0) | Amount::Years(0)) {
            let message = say!("更新後の期間の長さがありません", "a renewal needs a length");
            let help = say!("例: renews: {{ years: 1 }}", "for example: renews: {{ years: 1 }}");
            self.diagnostics.push(INVALID_VALUES.at(fields.span, message).help(help));
            return None;
        }
        Some(amount)
    }

    /// Whether the keys of a period can all be meant together; each that cannot is a finding.
    fn agreement(&mut self, fields: &Fields<'_>, period: &Period) -> bool {
        let wrong = disagreements(period);
        for (key, message, help) in &wrong {
            let span = fields.key(key).unwrap_or(fields.span);
            self.diagnostics.push(INVALID_VALUES.at(span, message.clone()).help(help.clone()));
        }
        wrong.is_empty()
    }
}

type Disagreement = (&'static str, Message, Message);

fn disagreements(period: &Period) -> Vec<Disagreement> {
    let is_length = matches!(period.amount, Amount::Days(_) | Amount::Months(_) | Amount::Years(_));
    let counts = is_length || matches!(period.amount, Amount::BusinessDays(_));
    let after = period.direction == Direction::After;
    let before = period.direction == Direction::Before;
    let mut wrong = Vec::new();
    if let Amount::MonthEnd(months) | Amount::MonthStart(months) = period.amount {
        let fits = [Direction::Before, Direction::In, Direction::After][(months.signum() + 1).unsigned_abs() as usize];
        if period.direction != fits {
            let key = if matches!(period.amount, Amount::MonthEnd(_)) { "month-end" } else { "month-start" };
            let message = say!("月の数の符号と、前か後かが合いません", "the sign does not agree with the direction");
            let help = say!(
                "前の月は -1 と before:、その月は 0 と in:、次の月は 1 と after: で書きます",
                "write -1 with `before`, 0 with `in`, 1 with `after`"
            );
            wrong.push((key, message, help));
        }
    } else if period.direction == Direction::In && !matches!(period.amount, Amount::MonthDay(_)) {
        let message = say!("in: は月の中の日にだけ使えます", "`in` is for days of a month");
        let help = say!("before: か after: を使ってください", "write `before` or `after`");
        wrong.push(("in", message, help));
    }
    if period.first_day != FirstDay::Next && !(after && counts) {
        let message = say!("first-day は、出来事の後の期間にだけ使えます", "`first-day` is for periods after an event");
        let help = say!("days、months、years と after: を使うか、first-day を消してください", "delete it");
        wrong.push(("first-day", message, help));
    } else if period.first_day != FirstDay::Next && length(period.amount) == 0 {
        let message = say!("初日を数える期間は、１以上の長さが要ります", "a period with its first day is not empty");
        let help = say!("長さを 1 以上にしてください", "write a length of at least 1");
        wrong.push(("first-day", message, help));
    }
    if period.count.is_some() && !(before && counts) {
        let message = say!("count は、出来事の前の期間にだけ使えます", "`count` is for periods before an event");
        let help = say!("days、months、years と before: を使うか、count を消してください", "delete it");
        wrong.push(("count", message, help));
    }
    if period.roll.is_some() && matches!(period.amount, Amount::Hours(_)) {
        let message = say!("時間で数える期間は、営業日に動かせません", "a period in hours cannot be rolled");
        let help = say!("roll を消してください", "delete `roll`");
        wrong.push(("roll", message, help));
    }
    if period.renewal.is_some() && !(after && is_length) {
        let message = say!("renews は、出来事の後の期間にだけ使えます", "`renews` is for periods after an event");
        let help = say!("days、months、years と after: を使うか、renews を消してください", "delete it");
        wrong.push(("renews", message, help));
    }
    wrong
}

fn length(amount: Amount) -> u32 {
    match amount {
        Amount::Days(n) | Amount::BusinessDays(n) | Amount::Hours(n) | Amount::Months(n) | Amount::Years(n) => n,
        Amount::MonthStart(_) | Amount::MonthEnd(_) | Amount::MonthDay(_) => 1,
    }
}
