//! Periods attached to provisions.

use super::Lowering;
use super::fields::{Fields, MISSING_KEYS, What};
use super::value;
use crate::model::{Amount, Direction, Period, Roll};
use crate::say;
use crate::syntax::Node;

const PERIOD: What = What("期間", "a period");
const KEYS: [&str; 12] =
    ["id", "days", "months", "years", "month-end", "before", "after", "by", "governs", "when", "first-day", "roll"];

impl Lowering<'_> {
    /// `period:` holds one, `periods:` a list.
    pub(super) fn periods(&mut self, fields: &Fields<'_>) -> Vec<Period> {
        fields.conflict("period", "periods", self.diagnostics);
        match fields.get("period") {
            Some(node) => self.period(node).into_iter().collect(),
            None => self.each(fields.get("periods"), Self::period),
        }
    }

    fn period(&mut self, node: &Node) -> Option<Period> {
        let fields = Fields::read(node, PERIOD, &KEYS, self.diagnostics)?;
        let id = fields.require("id", "fee-change", self.diagnostics);
        let id = id.and_then(|node| value::id(node, self.diagnostics));
        let amount = self.amount(&fields);
        fields.conflict("before", "after", self.diagnostics);
        let before = self.id(&fields, "before").map(|event| (Direction::Before, event));
        let anchor = before.or_else(|| self.id(&fields, "after").map(|event| (Direction::After, event)));
        if fields.key("before").is_none() && fields.key("after").is_none() {
            let message = say!("何の前か後かが書かれていません", "the period does not say before or after what");
            let help = say!(
                "before: または after: に基準となる出来事を書いてください。例: before: effective",
                "for example: before: effective"
            );
            self.diagnostics.push(MISSING_KEYS.at(fields.span, message).help(help));
        }
        let by = self.id(&fields, "by");
        let governs = self.id(&fields, "governs");
        let not_adverse =
            fields.get("when").and_then(|node| value::choice(node, &[("not-adverse", true)], self.diagnostics));
        let first_day =
            fields.get("first-day").and_then(|node| value::choice(node, &[("counted", true)], self.diagnostics));
        let roll = fields.get("roll").and_then(|node| value::choice(node, &Roll::NAMES, self.diagnostics));
        let (direction, event) = anchor?;
        Some(Period {
            id: id?,
            amount: amount?,
            direction,
            event,
            by,
            governs,
            not_adverse: not_adverse.unwrap_or_default(),
            first_day_counts: first_day.unwrap_or_default(),
            roll,
        })
    }

    fn amount(&mut self, fields: &Fields<'_>) -> Option<Amount> {
        let units = ["days", "months", "years", "month-end"];
        for (at, first) in units.iter().enumerate() {
            units[at + 1..].iter().for_each(|second| fields.conflict(first, second, self.diagnostics));
        }
        if units.iter().all(|unit| fields.key(unit).is_none()) {
            let message = say!("期間の長さが書かれていません", "the period has no length");
            let help = say!(
                "days、months、years、month-end のいずれかを書いてください。例: months: 3",
                "for example: months: 3"
            );
            self.diagnostics.push(MISSING_KEYS.at(fields.span, message).help(help));
        }
        let unit = units.into_iter().find(|unit| fields.get(unit).is_some())?;
        let range = if unit == "month-end" { -12..=12 } else { 0..=9999 };
        let number = value::number(fields.get(unit)?, range, self.diagnostics)?;
        Some(match unit {
            "days" => Amount::Days(number.unsigned_abs()),
            "months" => Amount::Months(number.unsigned_abs()),
            "years" => Amount::Years(number.unsigned_abs()),
            _ => Amount::MonthEnd(number),
        })
    }
}
