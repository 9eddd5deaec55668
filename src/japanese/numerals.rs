//! Numbers as contracts write them: half-width, full-width and kanji numerals, and the series that label items.
mod counter;

pub use counter::{Case, Counter, Width};

/// Why a string is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumeralError {
    /// Empty, or a character that is no numeral, or kanji in an order that means nothing (十百).
    NotANumeral,
    /// Two scripts in one number: 1２, ２十.
    MixedScripts,
    /// Beyond `u32`.
    TooLarge,
}

/// The script a number is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    HalfWidth,
    FullWidth,
    Kanji,
}

/// Full-width ASCII (！ to ～) as ASCII, U+3000 as a space; every other character as it is.
pub fn fold_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// A title or name as it is compared: width and white space make no difference.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    folded.extend(text.chars().map(fold_width).filter(|c| !c.is_whitespace()));
    folded
}

/// The script of one numeral character; `None` for any other character.
pub fn script_of(c: char) -> Option<Script> {
    match c {
        '0'..='9' => Some(Script::HalfWidth),
        '０'..='９' => Some(Script::FullWidth),
        _ if kanji_digit(c).is_some() || kanji_unit(c).is_some() || myriad(c).is_some() => Some(Script::Kanji),
        _ => None,
    }
}

/// Reads a whole string as one number in one script. Kanji may be positional (二〇二六) or with units (二千二十六).
///
/// # Errors
/// See [`NumeralError`].
pub fn parse(text: &str) -> Result<u32, NumeralError> {
    let mut scripts = text.chars().map(script_of);
    let script = scripts.next().flatten().ok_or(NumeralError::NotANumeral)?;
    for other in scripts {
        match other {
            None => return Err(NumeralError::NotANumeral),
            Some(other) if other != script => return Err(NumeralError::MixedScripts),
            Some(_) => {}
        }
    }
    match script {
        Script::HalfWidth | Script::FullWidth => positional(text.chars().map(|c| fold_width(c).to_digit(10))),
        Script::Kanji if text.chars().all(|c| kanji_digit(c).is_some()) => positional(text.chars().map(kanji_digit)),
        Script::Kanji => kanji_with_units(text),
    }
}

fn positional(digits: impl Iterator<Item = Option<u32>>) -> Result<u32, NumeralError> {
    let mut value = 0u32;
    for digit in digits {
        let digit = digit.ok_or(NumeralError::NotANumeral)?;
        value = value.checked_mul(10).and_then(|v| v.checked_add(digit)).ok_or(NumeralError::TooLarge)?;
    }
    Ok(value)
}

/// Units must fall from left to right, within a myriad (千百十) and between myriads (億万).
fn kanji_with_units(text: &str) -> Result<u32, NumeralError> {
    let mut total = 0u64;
    let mut section = 0u64;
    let mut digit = None;
    let mut lowest_unit = u64::MAX;
    let mut lowest_myriad = u64::MAX;
    for c in text.chars() {
        if let Some(value) = kanji_digit(c) {
            if value == 0 || digit.is_some() {
                return Err(NumeralError::NotANumeral);
            }
            digit = Some(u64::from(value));
        } else if let Some(unit) = kanji_unit(c) {
            if unit >= lowest_unit {
                return Err(NumeralError::NotANumeral);
            }
            section += digit.take().unwrap_or(1) * unit;
            lowest_unit = unit;
        } else if let Some(unit) = myriad(c) {
            let count = section + digit.take().unwrap_or(0);
            if count == 0 || unit >= lowest_myriad {
                return Err(NumeralError::NotANumeral);
            }
            total += count * unit;
            (section, lowest_unit, lowest_myriad) = (0, u64::MAX, unit);
        }
    }
    u32::try_from(total + section + digit.unwrap_or(0)).map_err(|_| NumeralError::TooLarge)
}

const KANJI_DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

fn kanji_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn kanji_unit(c: char) -> Option<u64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        _ => None,
    }
}

fn myriad(c: char) -> Option<u64> {
    match c {
        '万' => Some(10_000),
        '億' => Some(100_000_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_gives_the_same_number() {
        for (text, value) in [
            ("12", 12),
            ("１２", 12),
            ("十二", 12),
            ("一二", 12),
            ("二〇二六", 2026),
            ("二千二十六", 2026),
            ("百二", 102),
            ("千", 1_000),
            ("一万", 10_000),
            ("三百二十万四千五", 3_204_005),
            ("九千九百九十九万九千九百九十九", 99_999_999),
            ("007", 7),
            ("4294967295", u32::MAX),
        ] {
            assert_eq!(parse(text), Ok(value), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_says_why() {
        for text in ["", "x", "十百", "二三十", "十〇", "万", "一万万", "千千", "１２ ", "-1"] {
            assert_eq!(parse(text), Err(NumeralError::NotANumeral), "{text}");
        }
        for text in ["1２", "２十", "十2"] {
            assert_eq!(parse(text), Err(NumeralError::MixedScripts), "{text}");
        }
        for text in ["4294967296", "９９９９９９９９９９９９", "九千九百億"] {
            assert_eq!(parse(text), Err(NumeralError::TooLarge), "{text}");
        }
    }

    #[test]
    fn a_million_digits_are_only_too_large() {
        for digit in ["9", "９", "九"] {
            assert_eq!(parse(&digit.repeat(1_000_000)), Err(NumeralError::TooLarge));
        }
        assert_eq!(parse(&"0".repeat(1_000_000)), Ok(0));
        assert_eq!(parse(&"千".repeat(1_000_000)), Err(NumeralError::NotANumeral));
    }
}
