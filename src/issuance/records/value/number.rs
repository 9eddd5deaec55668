//! Numbers and sums as people write them: １２，３４５円, -1.5, 12 台.

use super::super::{Problem, shown};
use crate::japanese::numerals::folded;
use crate::say;

/// More digits are a mistake.
const MOST_DIGITS: usize = 15;

/// Digits without grouping and without zeros before them; decimals as written.
pub(super) fn number(text: &str, unit: &str) -> Result<String, Problem> {
    let plain = folded(text);
    let unit = folded(unit);
    let digits = plain.strip_suffix(unit.as_str()).unwrap_or(&plain);
    plain_number(digits).ok_or_else(|| unreadable(text, &plain, &say!("数", "number"), "1234"))
}

/// Whole yen.
pub(super) fn yen(text: &str) -> Result<i64, Problem> {
    let plain = folded(text);
    let digits = plain.trim_start_matches(['¥', '\\']);
    let digits = digits.strip_suffix('円').unwrap_or(digits);
    // U+FFE5 is the full-width sign, which folding leaves.
    let number = plain_number(digits.trim_start_matches('￥'));
    let Some(number) = number else {
        return Err(unreadable(text, &plain, &say!("金額", "sum of money"), "12345"));
    };
    number.parse().map_err(|_| {
        let shown = shown(text);
        let message = say!("「{shown}」に円未満の端数があります", "`{shown}` has a fraction of a yen");
        Problem::new(message, say!("端数を処理した、円単位の額を書いてください", "write whole yen"))
    })
}

fn plain_number(text: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let (whole, decimals) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let whole = ungrouped(whole)?;
    let is_number =
        |part: &str| (1..=MOST_DIGITS).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(&whole) || decimals.is_some_and(|decimals| !is_number(decimals)) {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let decimals = decimals.map(|decimals| format!(".{decimals}")).unwrap_or_default();
    let is_zero = whole == "0" && decimals.trim_start_matches('.').bytes().all(|digit| digit == b'0');
    Some(format!("{}{whole}{decimals}", if is_zero { "" } else { sign }))
}

/// 1,234,567: groups of three, or none at all.
fn ungrouped(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let is_even =
        groups.clone().all(|group| group.len() == 3) && (groups.next().is_none() || (1..=3).contains(&first.len()));
    is_even.then(|| text.replace(',', ""))
}

fn unreadable(text: &str, plain: &str, what: &crate::diagnostic::Message, example: &str) -> Problem {
    let (shown, ja, en) = (shown(text), &what.ja, &what.en);
    let message = say!("「{shown}」は{ja}として読めません", "`{shown}` is no {en}");
    let is_abbreviated = plain.contains(['e', 'E']) && plain.parse::<f64>().is_ok();
    let help = if is_abbreviated {
        say!(
            "Excel が桁を略しています。セルの書式を「数値」にして保存し直してください",
            "Excel has shortened it; format the cell as a number and save the file again"
        )
    } else if plain.contains('#') {
        say!("列の幅を広げて保存し直してください", "widen the column and save the file again")
    } else {
        say!("{example} のように、算用数字で書いてください", "write digits, as in {example}")
    };
    Problem::new(message, help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_in_every_notation() {
        for text in ["12345", "12,345", "１２，３４５円", "¥12,345", "￥12,345", "\\12345", "012345", "12 345 円"]
        {
            assert_eq!(yen(text), Ok(12_345), "{text}");
        }
        assert_eq!(yen("-500円"), Ok(-500));
        for text in ["1万円", "12,34", "1,2345", ",123", "12.", "１２三", "", "--1", "9999999999999999", "円"] {
            assert!(yen(text).is_err(), "{text}");
        }
        assert_eq!(yen("100.5").unwrap_err().message.ja, "「100.5」に円未満の端数があります");
        assert!(yen("1.2E+05").unwrap_err().help.ja.contains("Excel"));
        assert!(yen("####").unwrap_err().help.ja.contains("幅"));
    }

    #[test]
    fn numbers_keep_their_decimals() {
        for (text, expected) in [("1,234", "1234"), ("007", "7"), ("-１．５０", "-1.50"), ("0.5", "0.5"), ("-0", "0")]
        {
            assert_eq!(number(text, "").as_deref(), Ok(expected), "{text}");
        }
        assert_eq!(number("12 台", "台").as_deref(), Ok("12"));
        assert!(number("12 名", "台").is_err());
    }
}
