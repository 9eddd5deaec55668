//! Totals of billing figures that are not what the charge comes to.

use crate::diagnostic::Diagnostic;
use crate::figure;
use crate::lint::Subject;
use crate::model::Picture;
use crate::{rule, say};

rule! {
    /// The stated total of a billing figure is not what the charge comes to.
    ///
    /// An example that is computed otherwise than the clause says contradicts the contract. Mend the total, or the
    /// connections from which it is computed.
    pub static WRONG_TOTALS: Error("wrong-totals") = "\
課金の図に書いた金額が、条項の定め（metering）で計算した金額と違います。

計算の例が条項と食い違うと、どちらで請求されるのかが争いになります。金額か、接続の時間を直してください。

    誤: 30分ごとに100円で、connections: [10:00-10:35]、total: 100
    正: total: 200";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for (index, gathered) in subject.gathered().iter().enumerate() {
        for (_, figure) in &gathered.figures {
            let Picture::Timeline(timeline) = &figure.picture else { continue };
            let metering = subject.edition.metering(index, &timeline.charge.name);
            let (Some(metering), Some(stated)) = (metering, timeline.total) else { continue };
            let computed = figure::total(timeline, metering);
            if computed != u128::from(stated.yen) {
                let yen = stated.yen;
                let message = say!(
                    "{yen}円とありますが、計算すると{computed}円です",
                    "this says {yen} yen, but the charge comes to {computed} yen"
                );
                let help = say!(
                    "金額か、接続の時間を直してください",
                    "mend the total, or the connections it is computed from"
                );
                let place = say!("料金の定めはここから引いています", "the charge is that of this id");
                found.push(WRONG_TOTALS.at(stated.span, message).related(timeline.charge.span, place).help(help));
            }
        }
    }
}
