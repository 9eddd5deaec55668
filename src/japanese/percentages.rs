//! Shares as terms write them: 年１４．５パーセント, 14.5%.

use std::ops::Range;

use super::numerals::{parse, script_of};

/// Every share of a text with its bytes, in millionths.
pub fn scan_percentages(text: &str) -> Vec<(Range<usize>, u32)> {
    let units = ["パーセント", "%", "％"];
    let ends = units.iter().flat_map(|unit| text.match_indices(unit).map(|(start, unit)| (start, start + unit.len())));
    let mut found: Vec<_> = ends.filter_map(|(unit, end)| share(text, unit, end)).collect();
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// The number that stands right before the unit, with at most four decimals.
fn share(text: &str, unit: usize, end: usize) -> Option<(Range<usize>, u32)> {
    let before = text[..unit].trim_end();
    let is_part = |c: char| script_of(c).is_some() || matches!(c, '.' | '．' | '・');
    let start = before.char_indices().rev().take_while(|(_, c)| is_part(*c)).last()?.0;
    let number = &before[start..];
    let (whole, decimals) = number.split_once(['.', '．', '・']).unwrap_or((number, ""));
    let mut millionths = parse(whole).ok()?.checked_mul(10_000)?;
    let digits = decimals.chars().map(|digit| parse(digit.encode_utf8(&mut [0; 4])).ok());
    for (digit, place) in digits.zip([1000, 100, 10, 1]) {
        millionths = millionths.checked_add(digit? * place)?;
    }
    (decimals.chars().count() <= 4).then_some((start..end, millionths))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_in_every_script() {
        for (text, written, millionths) in [
            ("年１４．５パーセントの割合", "１４．５パーセント", 145_000),
            ("年14.6%で", "14.6%", 146_000),
            ("年三パーセント", "三パーセント", 30_000),
            ("合計１０％を", "１０％", 100_000),
            ("年 0.0833 %", "0.0833 %", 833),
        ] {
            let found = scan_percentages(text);
            let found: Vec<_> = found.into_iter().map(|(range, millionths)| (&text[range], millionths)).collect();
            assert_eq!(found, [(written, millionths)]);
        }
        assert_eq!(scan_percentages("パーセント、数%、1.23456%"), []);
    }
}
