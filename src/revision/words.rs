//! What a text speaks of, for telling whether a note speaks of it too.

use std::collections::BTreeSet;
use std::ops::Range;

use chrono::NaiveDate;

use crate::japanese::characters::{is_kanji, is_katakana, is_noun};
use crate::japanese::durations::{Length, scan_durations};
use crate::japanese::eras::scan_dates;
use crate::japanese::numerals::{fold_width, parse, script_of};
use crate::japanese::references::{self, MentionKind};

/// Pairs of characters that stand in nearly every provision.
const COMMON: [&str; 22] = [
    "利用", "規約", "当社", "契約", "約者", "用者", "変更", "サー", "ービ", "ビス", "以下", "場合", "事項", "提供",
    "当該", "規定", "本規", "本契", "改定", "内容", "定め", "別紙",
];

/// Neighbouring characters of nouns, two by two: 利用料金 has 用料 and 料金.
pub fn pairs(text: &str) -> BTreeSet<String> {
    let folded: Vec<char> = text.chars().map(fold_width).collect();
    let of_a_word = |c: char| is_kanji(c) || is_katakana(c) || c.is_ascii_alphabetic();
    let pairs = folded.windows(2).filter(|pair| pair.iter().all(|c| of_a_word(*c)));
    pairs.map(|pair| pair.iter().collect::<String>()).filter(|pair| !COMMON.contains(&pair.as_str())).collect()
}

/// What a text says, but for what follows of itself when others change: references, conjunctions between them, and the
/// day the revision takes effect.
pub fn substance(text: &str, effective: Option<NaiveDate>) -> String {
    const FOLLOWING: [&str; 12] = [
        "それぞれ",
        "これらの条",
        "これらの項",
        "及び",
        "並びに",
        "又は",
        "若しくは",
        "から",
        "まで",
        "同条",
        "同項",
        "同号",
    ];
    let mut without = String::new();
    let mut done = 0;
    let mut left_out: Vec<Range<usize>> = references::scan(text)
        .into_iter()
        .filter(|mention| !matches!(mention.kind, MentionKind::Listing | MentionKind::Malformed(_)))
        .map(|mention| mention.range)
        .collect();
    let dates = scan_dates(text).into_iter().filter(|mention| effective.is_some() && mention.date.ok() == effective);
    left_out.extend(dates.map(|mention| mention.range));
    left_out.sort_by_key(|range| range.start);
    for range in left_out {
        if range.start >= done {
            without.push_str(&text[done..range.start]);
            done = range.end;
        }
    }
    without.push_str(&text[done..]);
    let without = FOLLOWING.iter().fold(without, |text, word| text.replace(word, ""));
    without.chars().filter(|c| is_noun(*c)).map(fold_width).collect()
}

/// An amount with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// 3年, 30日
    Time(Length),
    /// 5,000円
    Yen(u64),
}

/// Every length of time and every price, with where it stands.
pub fn quantities(text: &str) -> Vec<(Range<usize>, Quantity)> {
    let mut found: Vec<(Range<usize>, Quantity)> =
        scan_durations(text).into_iter().map(|duration| (duration.range, Quantity::Time(duration.length))).collect();
    for (end, _) in text.match_indices('円') {
        let is_digit = |c: char| script_of(c).is_some() || matches!(fold_width(c), ',');
        let start = text[..end].char_indices().rev().take_while(|(_, c)| is_digit(*c)).last().map(|(at, _)| at);
        let Some(start) = start else { continue };
        let written: String = text[start..end].chars().map(fold_width).filter(|c| *c != ',').collect();
        if let Ok(amount) = parse(&written) {
            found.push((start..end + '円'.len_utf8(), Quantity::Yen(amount.into())));
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_that_follow_are_no_substance() {
        let day = NaiveDate::from_ymd_opt(2027, 4, 1);
        for (old, new) in [
            ("第１３条及び第１４条の定めによる", "第１３条から第１５条までの定めによる"),
            ("前条の定めによる", "第１５条（停止）の定めによる"),
            ("税率（２０２６年１０月１日現在）", "税率（２０２７年４月１日現在）"),
        ] {
            let old = substance(old, NaiveDate::from_ymd_opt(2026, 10, 1));
            assert_eq!(old, substance(new, day));
        }
        assert_ne!(substance("３０日前に通知", None), substance("６０日前に通知", None));
        assert_ne!(substance("月額5,000円", None), substance("月額6,000円", None));
    }

    #[test]
    fn amounts_are_read_in_any_script() {
        let read = |text: &str| quantities(text).into_iter().map(|(_, quantity)| quantity).collect::<Vec<_>>();
        assert_eq!(
            read("５年又は三か月、5,000円"),
            [Quantity::Time(Length::Months(60)), Quantity::Time(Length::Months(3)), Quantity::Yen(5000)]
        );
        assert_eq!(read("２０２７年４月１日"), []);
    }
}
