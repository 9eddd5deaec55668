//! Times of day as contracts write them (午後５時３０分, 17時), and those that no clock shows.

use std::ops::Range;

use super::numerals::{parse, script_of};

/// What is wrong with a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HourError {
    /// 午後１３時
    Halved { hour: u32 },
    /// 25時
    Late { hour: u32 },
    /// ９時６０分
    Minutes,
}

/// After 時, these make another word of it: ２４時間, 定時.
const OTHER_WORDS: &str = "間期点代刻価給限差制系短報計効事世局";

/// Every impossible time of a text, with its bytes. Blanks may stand between its parts.
pub fn scan_hours(text: &str) -> Vec<(Range<usize>, HourError)> {
    text.match_indices('時').filter_map(|(at, _)| hour_before(text, at)).collect()
}

/// The time whose 時 stands at `at`.
fn hour_before(text: &str, at: usize) -> Option<(Range<usize>, HourError)> {
    let after = &text[at + '時'.len_utf8()..];
    if after.starts_with(|c| OTHER_WORDS.contains(c)) {
        return None;
    }
    let end = text[..at].trim_end().len();
    let start = number_start(text, end);
    let hour = parse(&text[start..end]).ok()?;
    let before = text[..start].trim_end();
    // 1,000時 and 1.5時 count something.
    if before.ends_with(['第', ',', '，', '.', '．', '約', '延']) {
        return None;
    }
    let half = ["午前", "午後"].into_iter().find(|half| before.ends_with(half));
    let (minutes, length) = minutes(after);
    let from = half.map_or(start, |half| before.len() - half.len());
    let range = from..at + '時'.len_utf8() + length;
    let error = match (half, hour) {
        (Some(_), 13..=24) => HourError::Halved { hour },
        (_, 25..) => HourError::Late { hour },
        _ if minutes.is_some_and(|minutes| minutes > 59) => HourError::Minutes,
        _ => return None,
    };
    Some((range, error))
}

/// The minutes that follow 時, and the bytes they take; not ９時６０分間.
fn minutes(after: &str) -> (Option<u32>, usize) {
    let digits = after.trim_start();
    let length = digits.find(|c| script_of(c).is_none()).unwrap_or(digits.len());
    let rest = digits[length..].trim_start();
    match (parse(&digits[..length]), rest.strip_prefix('分')) {
        (Ok(minutes), Some(after_unit)) if !after_unit.starts_with(['間', '以', 'の', '後', '前']) => {
            (Some(minutes), after.len() - after_unit.len())
        }
        _ => (None, 0),
    }
}

fn number_start(text: &str, end: usize) -> usize {
    let digits = text[..end].char_indices().rev().take_while(|(_, c)| script_of(*c).is_some());
    digits.last().map_or(end, |(start, _)| start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_show_twenty_four_hours() {
        let found = |text: &'static str| {
            let found = scan_hours(text);
            found.into_iter().map(|(range, error)| (&text[range], error)).collect::<Vec<_>>()
        };
        assert_eq!(found("午後１３時から"), [("午後１３時", HourError::Halved { hour: 13 })]);
        assert_eq!(found("午後二十五時まで"), [("午後二十五時", HourError::Late { hour: 25 })]);
        assert_eq!(found("31時に終わる"), [("31時", HourError::Late { hour: 31 })]);
        assert_eq!(found("午前 9 時 60 分に"), [("午前 9 時 60 分", HourError::Minutes)]);
        for text in [
            "午後５時３０分",
            "午前０時から２４時まで",
            "２４時間３６５日",
            "100時間",
            "午後１２時",
            "第30時",
            "９時９０分間",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
