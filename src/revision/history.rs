//! The revisions that a set lists, judged by themselves: told at all, in order, one for each day.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Revision, Set};
use crate::{rule, say};

rule! {
    /// A revision has no day or no channel of announcement, or was announced after it took effect.
    ///
    /// Civil Code 548-4 II: the change, the new terms and the day they take effect have to be made known by suitable means;
    /// by III a change made for other reasons than the customers' benefit has no effect unless that was done before the
    /// day. Write when (`announced`) and how (`channel`) customers were told. The first revision of a set changes nothing
    /// and needs neither.
    pub static UNPUBLICISED_REVISIONS: Error("unpublicised-revisions") = "\
改定を周知した日（announced）か方法（channel）がないか、周知した日が施行日の後です。

民法５４８条の４第２項は、定型約款を変更するとき、効力発生時期を定め、変更する旨、変更後の内容、効力発生時期を、インターネットの利用その他の適切な方法で周知することを求めています。相手方の利益に適合する変更でなければ、効力発生時期の到来までに周知しないと、変更は効力を生じません（同条第３項）。いつ、どのように周知したかを書いてください。最初の改定（制定）には要りません。

    誤: - { number: \"2.0\", effective: 2027-04-01, note: 料金を改めた }
    正: - { number: \"2.0\", effective: 2027-04-01, announced: 2026-12-14, channel: [notice, website], note: 料金を改めた }";
}

rule! {
    /// Revisions are not listed in the order of their dates, or a later one has a lower number.
    ///
    /// The list is printed as the history of the terms. A date or a number is probably mistyped. List all from the newest
    /// to the oldest, or the other way round.
    pub static UNORDERED_REVISIONS: Warning("unordered-revisions") = "\
改定が施行日の順に並んでいないか、後の改定の番号が前の改定より小さくなっています。

この並びは、改定履歴として印刷されます。日付か番号の書き誤りではありませんか。新しい順か古い順の、どちらかにそろえてください。

    誤: \"2.0\" が 2026-10-01、\"1.0\" が 2027-04-01
    正: \"1.0\" が 2026-10-01、\"2.0\" が 2027-04-01";
}

rule! {
    /// Two revisions take effect on one day.
    ///
    /// A folder is named for its effective date, so which of the entries describes it cannot be told. Make one of them, or
    /// mend the date.
    pub static OVERLAPPING_REVISIONS: Error("overlapping-revisions") = "\
同じ日に効力を生じる改定が二つあります。

改定のフォルダは施行日で名付けられるため、どちらがそのフォルダの改定か決まりません。一つにまとめるか、日付を直してください。";
}

pub fn rules() -> [&'static Rule; 3] {
    [&UNPUBLICISED_REVISIONS, &UNORDERED_REVISIONS, &OVERLAPPING_REVISIONS]
}

/// What is wrong with the list of a set. `folders`: the effective dates of the revisions that were read.
pub fn check(set: &Set, folders: &BTreeSet<NaiveDate>) -> Vec<Diagnostic> {
    let mut by_date: Vec<&Revision> = set.revisions.iter().collect();
    by_date.sort_by_key(|revision| revision.effective);
    let mut found: Vec<Diagnostic> = overlapping(&by_date).collect();
    found.extend(unordered_dates(&set.revisions));
    found.extend(by_date.windows(2).filter_map(|pair| unordered_number(pair[0], pair[1])));
    let first = by_date.first().map(|revision| revision.effective);
    for revision in &set.revisions {
        let is_amendment = Some(revision.effective) != first && folders.contains(&revision.effective);
        found.extend(unpublicised(revision, is_amendment));
    }
    found
}

fn overlapping(by_date: &[&Revision]) -> impl Iterator<Item = Diagnostic> {
    let same = by_date.windows(2).filter(|pair| pair[0].effective == pair[1].effective);
    same.map(|pair| {
        let day = pair[1].effective;
        let message = say!("{day} に効力を生じる改定が二つあります", "two revisions take effect on {day}");
        let there = say!("もう一つはここです", "the other one is here");
        let help = say!("一つにまとめるか、施行日を直してください", "make one of them, or mend the date");
        OVERLAPPING_REVISIONS.at(pair[1].span, message).related(pair[0].span, there).help(help)
    })
}

/// Entries that break the order that most of the list has.
fn unordered_dates(revisions: &[Revision]) -> Vec<Diagnostic> {
    let order = |pair: &[Revision]| pair[0].effective.cmp(&pair[1].effective);
    let count = |wanted| revisions.windows(2).filter(|pair| order(pair) == wanted).count();
    let wrong = if count(Ordering::Less) > count(Ordering::Greater) { Ordering::Greater } else { Ordering::Less };
    let breaks = revisions.windows(2).filter(|pair| order(pair) == wrong && count(wrong.reverse()) > 0);
    breaks
        .map(|pair| {
            let (this, other) = (pair[1].effective, pair[0].effective);
            let message = say!("{this} の改定が、施行日の順に並んでいません", "the revision of {this} is out of order");
            let there = say!("{other} の改定の次に書かれています", "it stands after the revision of {other}");
            let help = say!(
                "新しい順か古い順にそろえるか、日付を直してください",
                "list all from the newest or all from the oldest, or mend the date"
            );
            UNORDERED_REVISIONS.at(pair[1].span, message).related(pair[0].span, there).help(help)
        })
        .collect()
}

/// Only where the number is lower, or the same, however it is read: 1.10 follows 1.9, and 1.1 follows 1.05.
fn unordered_number(earlier: &Revision, later: &Revision) -> Option<Diagnostic> {
    let (one, other) = (earlier.number.plain(), later.number.plain());
    let (parts, later_parts) = (parts(one.as_str())?, parts(other.as_str())?);
    let decimal = |text: &str| text.parse::<f64>().ok();
    let is_higher = later_parts > parts || decimal(other.as_str()) > decimal(one.as_str());
    if is_higher || earlier.effective == later.effective {
        return None;
    }
    let (one, other, day) = (one.as_str(), other.as_str(), earlier.effective);
    let message = say!(
        "番号「{other}」は、前の改定の「{one}」より後の番号ではありません",
        "the number `{other}` does not follow `{one}` of the revision before"
    );
    let there = say!("{day} の改定の番号です", "the number of the revision of {day}");
    let help = say!("番号か施行日を直してください", "mend the number or the date");
    Some(UNORDERED_REVISIONS.at(later.number.span, message).related(earlier.number.span, there).help(help))
}

/// 2.1 as [2, 1]; `None` for a number that is not of this kind.
fn parts(number: &str) -> Option<Vec<u32>> {
    number.split('.').map(|part| part.parse().ok()).collect()
}

fn unpublicised(revision: &Revision, is_amendment: bool) -> Option<Diagnostic> {
    let effective = revision.effective;
    let (message, help) = match revision.announced {
        Some(announced) if announced > effective => (
            say!(
                "周知した日（{announced}）が、効力を生じる日（{effective}）の後です",
                "announced on {announced}, after it took effect on {effective}"
            ),
            say!(
                "日付を直すか、効力を生じる日を {announced} より後にしてください（民法５４８条の４第２項、第３項）",
                "mend the dates, or let it take effect after {announced} (Civil Code 548-4 II, III)"
            ),
        ),
        None if is_amendment => (
            say!("{effective} の改定を周知した日がありません", "no day of announcement of the revision of {effective}"),
            say!(
                "announced に周知した日を書いてください。例: announced: 周知した日（民法５４８条の４第２項）",
                "write the day customers were told: `announced` (Civil Code 548-4 II)"
            ),
        ),
        Some(_) if is_amendment && revision.channels.is_empty() => (
            say!(
                "{effective} の改定を周知した方法がありません",
                "no channel of announcement of the revision of {effective}"
            ),
            say!(
                "channel に notice（通知）、website（ウェブサイト）、mail（送付）のうち用いたものを書いてください。例: channel: [website]",
                "write how customers were told: notice, website, mail; for example: channel: [website]"
            ),
        ),
        _ => return None,
    };
    Some(UNPUBLICISED_REVISIONS.at(revision.span, message).help(help))
}
