//! Charges attached to provisions: interest for late payment, the rest of a minimum term, metered use.

use std::num::NonZeroU32;

use super::Lowering;
use super::fields::{Fields, MISSING_KEYS, What};
use super::value::{self, INVALID_VALUES};
use crate::model::{
    Basis, Charge, DayCount, Id, Interest, LastDay, Metered, Metering, Rate, RemainingMonths, Rounding,
};
use crate::say;
use crate::syntax::Node;

const INTEREST: What = What("遅延損害金", "interest for late payment");
const REMAINING_MONTHS: What = What("残りの月の料金", "a charge for the remaining months");
const METERING: What = What("従量課金", "metering");

impl Lowering<'_> {
    /// `interest:`, `remaining-months:` and `metering:`.
    pub(super) fn charges(&mut self, fields: &Fields<'_>) -> Vec<Charge> {
        let interest = fields.get("interest").and_then(|node| self.interest(node));
        let remaining = fields.get("remaining-months").and_then(|node| self.remaining_months(node));
        let metering = fields.get("metering").and_then(|node| self.metering(node));
        [interest, remaining, metering].into_iter().flatten().collect()
    }

    fn interest(&mut self, node: &Node) -> Option<Charge> {
        let keys = ["id", "yearly-percent", "of", "after", "before", "until", "year", "round"];
        let fields = Fields::read(node, INTEREST, &keys, self.diagnostics)?;
        let id = self.required_id(&fields, "id", "late-interest");
        let rate = fields.require("yearly-percent", "14.5", self.diagnostics);
        let rate = rate.and_then(|node| value::percent(node, self.diagnostics));
        let of = self.required_id(&fields, "of", "unpaid");
        let due = self.required_id(&fields, "after", "payment-due");
        let end = self.last_day(&fields);
        let day_count = fields.require("year", "365", self.diagnostics);
        let day_count = day_count.and_then(|node| value::choice(node, &DayCount::NAMES, self.diagnostics));
        let rounding = self.choice(&fields, "round", &Rounding::NAMES);
        let (last_day, paid) = end?;
        let interest = Interest { rate: rate?, of: of?, due: due?, paid, last_day, day_count: day_count? };
        Some(Charge { id: id?, basis: Basis::Interest(interest), rounding })
    }

    /// `before:` leaves the day of payment out, `until:` counts it.
    fn last_day(&mut self, fields: &Fields<'_>) -> Option<(LastDay, Id)> {
        fields.conflict("before", "until", self.diagnostics);
        if fields.key("before").is_none() && fields.key("until").is_none() {
            let message = say!("いつまでの日数かが書かれていません", "it is not said up to which day interest runs");
            let help = say!(
                "支払日の前日までなら before: paid、支払日までなら until: paid と書いてください",
                "write `before: paid` for the day before payment, `until: paid` for the day of payment"
            );
            self.diagnostics.push(MISSING_KEYS.at(fields.span, message).help(help));
        }
        let before = self.id(fields, "before").map(|id| (LastDay::BeforePayment, id));
        before.or_else(|| self.id(fields, "until").map(|id| (LastDay::Payment, id)))
    }

    fn remaining_months(&mut self, node: &Node) -> Option<Charge> {
        let keys = ["id", "of", "after", "until", "tax-percent", "round"];
        let fields = Fields::read(node, REMAINING_MONTHS, &keys, self.diagnostics)?;
        let id = self.required_id(&fields, "id", "early-termination");
        let of = self.required_id(&fields, "of", "monthly-fee");
        let after = self.required_id(&fields, "after", "contract-end");
        let until = self.required_id(&fields, "until", "minimum-term");
        let (tax, rounding) = self.tax(&fields);
        let basis = Basis::RemainingMonths(RemainingMonths { of: of?, after: after?, until: until?, tax });
        Some(Charge { id: id?, basis, rounding })
    }

    fn metering(&mut self, node: &Node) -> Option<Charge> {
        let keys = ["id", "minutes", "price", "per", "tax-percent", "round"];
        let fields = Fields::read(node, METERING, &keys, self.diagnostics)?;
        let id = self.required_id(&fields, "id", "consultation-fee");
        let minutes = fields.require("minutes", "30", self.diagnostics);
        let minutes = minutes.and_then(|node| value::number(node, 1..=1440, self.diagnostics));
        let price = fields.require("price", "100", self.diagnostics);
        let price = price.and_then(|node| value::number(node, 0..=i32::MAX, self.diagnostics));
        let per = fields.require("per", "booking", self.diagnostics);
        let per = per.and_then(|node| value::choice(node, &Metered::NAMES, self.diagnostics));
        let (tax, rounding) = self.tax(&fields);
        let unit_minutes = NonZeroU32::new(minutes?.unsigned_abs())?;
        let metering = Metering { unit_minutes, price: price?.unsigned_abs(), per: per?, tax };
        Some(Charge { id: id?, basis: Basis::Metering(metering), rounding })
    }

    /// Whole yen are multiplied by whole numbers: only tax leaves a fraction.
    fn tax(&mut self, fields: &Fields<'_>) -> (Option<Rate>, Option<Rounding>) {
        let tax = fields.get("tax-percent").and_then(|node| value::percent(node, self.diagnostics));
        let rounding = self.choice(fields, "round", &Rounding::NAMES);
        if let (Some(span), None) = (fields.key("round"), fields.key("tax-percent")) {
            let message = say!("端数が出ないので、round は要りません", "nothing has to be rounded here");
            let help = say!(
                "消費税を加えるなら tax-percent: 10 と書き、加えないなら round を消してください",
                "write `tax-percent: 10` if tax is added, or delete `round`"
            );
            self.diagnostics.push(INVALID_VALUES.at(span, message).help(help));
        }
        (tax, rounding)
    }

    pub(super) fn required_id(&mut self, fields: &Fields<'_>, key: &str, example: &str) -> Option<Id> {
        let node = fields.require(key, example, self.diagnostics)?;
        value::id(node, self.diagnostics)
    }
}
