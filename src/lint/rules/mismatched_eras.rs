//! Years in two calendars that are not the same year: 令和３年（2022年）.

use crate::diagnostic::Diagnostic;
use crate::japanese::eras::{PairedYears, Written, scan_paired_years};
use crate::lint::{Subject, wording};
use crate::{rule, say};

rule! {
    /// A date is given in two calendars, and the two are different dates.
    ///
    /// 令和3年 is 2021, so 令和3年（2022年） leaves open which year counts. Find out which is meant and mend the other.
    pub static MISMATCHED_ERAS: Error("mismatched-eras") = "\
和暦と西暦を並べて書いた日付が、同じ日を指していません。

どちらの年が効力を持つのかが争いになります。正しいほうを確かめて、もう一方を直してください。

    誤: 令和３年（２０２２年）
    正: 令和３年（２０２１年）";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for text in wording::texts(subject) {
        for PairedYears { outer, inner } in scan_paired_years(text.as_str()).into_iter().filter(|pair| !pair.agree()) {
            let words = |written: &Written| text.as_str()[written.range.clone()].to_owned();
            let (one, two) = (words(&outer), words(&inner));
            let message = say!("「{one}」と「{two}」は同じ時ではありません", "{one} and {two} are not the same time");
            let year = |written: &Written| written.year;
            let (first, second) = (year(&outer), year(&inner));
            let help = if first == second {
                say!("月日をそろえてください", "let months and days agree")
            } else {
                say!(
                    "「{one}」は西暦{first}年、「{two}」は西暦{second}年です。正しいほうにそろえてください",
                    "{one} is {first}, {two} is {second}: keep the right one"
                )
            };
            let related = say!("こちらは「{one}」です", "but here it is {one}");
            let finding = MISMATCHED_ERAS.at(text.at(inner.range), message).related(text.at(outer.range), related);
            found.push(finding.help(help));
        }
    }
}
