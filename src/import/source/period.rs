//! Proposes `period:` where a provision says plainly how long before something a notice must be given. Anything less plain
//! is left to a person.

use super::ids::Ids;
use super::yaml::Node;
use crate::import::draft::Entry;
use crate::japanese::durations::{Length, scan_durations, scan_month_ends};

/// What notice is given before, by the words before the length.
const EVENTS: [(&str, &str); 9] = [
    ("廃止", "abolition"),
    ("満了", "expiry"),
    ("解約", "termination"),
    ("解除", "termination"),
    ("終了", "termination"),
    ("中止", "suspension"),
    ("停止", "suspension"),
    ("変更", "change"),
    ("更新", "renewal"),
];
/// How far from the length its words stand, in characters.
const NEAR: usize = 30;

pub(super) fn propose(entry: &Entry, ids: &mut Ids) -> Option<Node> {
    let text: String = entry.texts().into_iter().map(|text| text.as_str()).collect::<Vec<_>>().join("\n");
    let [only] = <[_; 1]>::try_from(scan_durations(&text)).ok()?;
    let is_plain = only.before && only.counted_from.is_none() && scan_month_ends(&text).is_empty();
    if !is_plain || text.contains("営業日") {
        return None;
    }
    let sentence = text[..only.range.start].rfind('。').map_or(0, |at| at + '。'.len_utf8());
    let before: String = last_characters(&text[sentence..only.range.start], NEAR);
    let after: String = text[only.range.end..].chars().take_while(|&c| c != '。').take(NEAR).collect();
    let is_notice = (after.starts_with("前までに") || after.starts_with("前迄に")) && after.contains("通知");
    let (_, event) = EVENTS.iter().filter_map(|(word, event)| Some((before.rfind(word)?, event))).max()?;
    let amount = match only.length {
        Length::Days(days) => format!("days: {days}"),
        Length::BusinessDays(_) | Length::Hours(_) => return None,
        Length::Months(months) if months % 12 == 0 => format!("years: {}", months / 12),
        Length::Months(months) => format!("months: {months}"),
    };
    let id = is_notice.then(|| ids.unique(&format!("{event}-notice")))?;
    Some(
        Node::Raw(format!("{{ id: {id}, {amount}, before: {event}, by: notice }}"))
            .remarked("期間の案です。起算の日と相手を確かめてください"),
    )
}

fn last_characters(text: &str, count: usize) -> String {
    let skipped = text.chars().count().saturating_sub(count);
    text.chars().skip(skipped).collect()
}
