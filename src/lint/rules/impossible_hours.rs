//! 午後１３時, 25時, 9時60分.

use crate::diagnostic::Diagnostic;
use crate::japanese::hours::{HourError, scan_hours};
use crate::lint::{Subject, wording};
use crate::{rule, say};

rule! {
    /// A time of day that no clock shows: 午後１３時, ３１時, ９時６０分.
    ///
    /// Hours up to 30 may name the small hours of the next day (２５時 is one in the morning) where the text says that it
    /// speaks of hours of business, the night or the next day.
    pub static IMPOSSIBLE_HOURS: Warning("impossible-hours") = "\
時計にない時刻です。

「午後１３時」は午後１時か１３時の誤りです。２４時を超える時刻は、営業や受付の時間、深夜、翌日の話をしている文でだけ、３０時まで認めます。

    誤: 午後１７時
    正: 午後５時、又は１７時";
}

/// These tell that a text counts the small hours on.
const COUNTS_ON: [&str; 6] = ["営業", "受付", "深夜", "翌", "放送", "終夜"];

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for text in wording::texts(subject) {
        for (range, error) in scan_hours(text.as_str()) {
            let written = &text.as_str()[range.clone()];
            let help = match error {
                HourError::Halved { hour } => {
                    let half = hour.saturating_sub(12);
                    say!(
                        "「午前」「午後」を消すか、{half} 時のように直してください",
                        "take 午前 or 午後 out, or write {half}"
                    )
                }
                HourError::Late { hour: 25..=30 } if COUNTS_ON.iter().any(|word| text.as_str().contains(word)) => {
                    continue;
                }
                HourError::Late { .. } => say!("２４時までの時刻にしてください", "write an hour up to 24"),
                HourError::Minutes => say!("分は５９までです", "minutes end with 59"),
            };
            let message = say!("「{written}」という時刻はありません", "there is no time {written}");
            found.push(IMPOSSIBLE_HOURS.at(text.at(range), message).help(help));
        }
    }
}
