//! The series that number articles, items and subitems.
use super::{KANJI_DIGITS, Script, parse, script_of};

const IROHA: &str = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス";
const GOJUON: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
const KANJI_LIMIT: u32 = 99_999_999;
const ROMAN_LIMIT: u32 = 3_999;
/// Longer than any number up to [`ROMAN_LIMIT`] (mmmdccclxxxviii).
const ROMAN_LENGTH: usize = 15;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Width {
    Half,
    Full,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    Lower,
    Upper,
}

/// A series of labels, without the brackets or stops around them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counter {
    /// 1 2 3
    HalfWidth,
    /// １ ２ ３
    FullWidth,
    /// 一 二 三 … 十二, up to 九千九百九十九万九千九百九十九
    Kanji,
    /// ① to ㊿
    Circled,
    /// ア イ ウ, 46 labels
    Gojuon,
    /// イ ロ ハ, 47 labels
    Iroha,
    /// a to z
    Latin(Width, Case),
    /// i ii iii, of ASCII letters, up to 3,999
    Roman(Case),
    /// ⅰ ⅱ ⅲ, characters of their own up to 12, then composed of them
    RomanSign(Case),
}

impl Counter {
    /// The label of the `n`th member, counting from 1; `None` outside the series. Digits and kanji also have a 0.
    pub fn format(self, n: u32) -> Option<String> {
        match self {
            Self::HalfWidth => Some(n.to_string()),
            Self::FullWidth => Some(n.to_string().chars().map(full_width).collect()),
            Self::Kanji => kanji(n),
            Self::Circled => circled(n).map(String::from),
            Self::Gojuon => nth(GOJUON, n),
            Self::Iroha => nth(IROHA, n),
            Self::Latin(width, case) => latin(n, width, case),
            Self::Roman(case) => roman(n, case),
            Self::RomanSign(case) => roman_sign(n, case),
        }
    }

    /// The place of a label in this series; the inverse of [`format`](Self::format), which also reads 二〇 and 007.
    pub fn parse(self, label: &str) -> Option<u32> {
        match self {
            Self::HalfWidth => digits(label, Script::HalfWidth),
            Self::FullWidth => digits(label, Script::FullWidth),
            Self::Kanji => digits(label, Script::Kanji),
            Self::Circled => (1..=50).find(|&n| circled(n) == only_char(label)),
            Self::Gojuon => place(GOJUON, label),
            Self::Iroha => place(IROHA, label),
            Self::Latin(..) => (1..=26).find(|&n| self.format(n).as_deref() == Some(label)),
            Self::Roman(_) => self.canonical(label, roman_value(label)?),
            Self::RomanSign(_) => self.canonical(label, roman_value(&spell_roman_signs(label)?)?),
        }
    }

    /// Only the one usual spelling of a number counts: iiii is not iv.
    fn canonical(self, label: &str, n: u32) -> Option<u32> {
        (self.format(n)? == label).then_some(n)
    }
}

fn digits(label: &str, script: Script) -> Option<u32> {
    let first = label.chars().next().and_then(script_of)?;
    parse(label).ok().filter(|_| first == script)
}

fn full_width(c: char) -> char {
    char::from_u32(c as u32 + 0xfee0).unwrap_or(c)
}

fn only_char(label: &str) -> Option<char> {
    let mut chars = label.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn nth(series: &str, n: u32) -> Option<String> {
    series.chars().nth(usize::try_from(n.checked_sub(1)?).ok()?).map(String::from)
}

fn place(series: &str, label: &str) -> Option<u32> {
    let label = only_char(label)?;
    series.chars().zip(1..).find_map(|(c, n)| (c == label).then_some(n))
}

/// Three runs in Unicode: U+2460 (1–20), U+3251 (21–35), U+32B1 (36–50).
fn circled(n: u32) -> Option<char> {
    match n {
        1..=20 => char::from_u32(0x2460 + n - 1),
        21..=35 => char::from_u32(0x3251 + n - 21),
        36..=50 => char::from_u32(0x32b1 + n - 36),
        _ => None,
    }
}

fn latin(n: u32, width: Width, case: Case) -> Option<String> {
    let first = match case {
        Case::Lower => 'a',
        Case::Upper => 'A',
    };
    let place = n.checked_sub(1).filter(|&place| place < 26)?;
    let letter = char::from_u32(first as u32 + place)?;
    Some(String::from(match width {
        Width::Half => letter,
        Width::Full => full_width(letter),
    }))
}

fn kanji(n: u32) -> Option<String> {
    match n {
        0 => Some(String::from(KANJI_DIGITS[0])),
        1..=KANJI_LIMIT => {
            let high = kanji_below_myriad(n / 10_000);
            let low = kanji_below_myriad(n % 10_000);
            Some(if high.is_empty() { low } else { format!("{high}万{low}") })
        }
        _ => None,
    }
}

fn kanji_below_myriad(n: u32) -> String {
    let mut text = String::new();
    for (unit, sign) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = (n / unit % 10) as usize;
        // 十, not 一十; the ones have no sign to stand for 1.
        if digit > 1 || (digit == 1 && unit == 1) {
            text.push(KANJI_DIGITS[digit]);
        }
        if digit > 0 {
            text.push_str(sign);
        }
    }
    text
}

const ROMAN: [(u32, &str); 13] = [
    (1_000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

fn roman(n: u32, case: Case) -> Option<String> {
    if !(1..=ROMAN_LIMIT).contains(&n) {
        return None;
    }
    let mut rest = n;
    let mut text = String::new();
    for (value, letters) in ROMAN {
        while rest >= value {
            text.push_str(letters);
            rest -= value;
        }
    }
    Some(match case {
        Case::Lower => text,
        Case::Upper => text.to_uppercase(),
    })
}

/// Reads any order of letters; [`Counter::canonical`] decides.
fn roman_value(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > ROMAN_LENGTH {
        return None;
    }
    let mut value = 0;
    let mut after = 0;
    for c in letters.chars().rev() {
        let letter = match c.to_ascii_lowercase() {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            'c' => 100,
            'd' => 500,
            'm' => 1_000,
            _ => return None,
        };
        value += if letter < after { -letter } else { letter };
        after = letter;
    }
    u32::try_from(value).ok()
}

fn roman_sign(n: u32, case: Case) -> Option<String> {
    let first = match case {
        Case::Lower => 0x2170,
        Case::Upper => 0x2160,
    };
    let sign = |n: u32| char::from_u32(first + n - 1);
    if (1..=12).contains(&n) {
        return sign(n).map(String::from);
    }
    let ones = n % 10;
    let mut text = String::new();
    for letter in roman(n - ones, Case::Lower)?.chars() {
        text.push(match letter {
            'x' => sign(10)?,
            'l' => sign(13)?,
            'c' => sign(14)?,
            'd' => sign(15)?,
            _ => sign(16)?,
        });
    }
    if ones > 0 {
        text.push(sign(ones)?);
    }
    Some(text)
}

/// ⅹⅲ as xiii, so that one reader serves both.
fn spell_roman_signs(label: &str) -> Option<String> {
    if label.chars().count() > ROMAN_LENGTH {
        return None;
    }
    label
        .chars()
        .map(|c| match c {
            '\u{2160}'..='\u{216b}' => roman(c as u32 - 0x2160 + 1, Case::Lower),
            '\u{2170}'..='\u{217b}' => roman(c as u32 - 0x2170 + 1, Case::Lower),
            'Ⅼ' | 'ⅼ' => Some("l".into()),
            'Ⅽ' | 'ⅽ' => Some("c".into()),
            'Ⅾ' | 'ⅾ' => Some("d".into()),
            'Ⅿ' | 'ⅿ' => Some("m".into()),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Counter; 14] = [
        Counter::HalfWidth,
        Counter::FullWidth,
        Counter::Kanji,
        Counter::Circled,
        Counter::Gojuon,
        Counter::Iroha,
        Counter::Latin(Width::Half, Case::Lower),
        Counter::Latin(Width::Half, Case::Upper),
        Counter::Latin(Width::Full, Case::Lower),
        Counter::Latin(Width::Full, Case::Upper),
        Counter::Roman(Case::Lower),
        Counter::Roman(Case::Upper),
        Counter::RomanSign(Case::Lower),
        Counter::RomanSign(Case::Upper),
    ];

    #[test]
    fn labels_as_they_are_printed() {
        for (counter, n, label) in [
            (Counter::HalfWidth, 12, "12"),
            (Counter::FullWidth, 12, "１２"),
            (Counter::Kanji, 12, "十二"),
            (Counter::Kanji, 110, "百十"),
            (Counter::Kanji, 2_026, "二千二十六"),
            (Counter::Kanji, 10_001, "一万一"),
            (Counter::Kanji, 99_999_999, "九千九百九十九万九千九百九十九"),
            (Counter::Circled, 1, "①"),
            (Counter::Circled, 20, "⑳"),
            (Counter::Circled, 21, "㉑"),
            (Counter::Circled, 36, "㊱"),
            (Counter::Circled, 50, "㊿"),
            (Counter::Gojuon, 2, "イ"),
            (Counter::Gojuon, 46, "ン"),
            (Counter::Iroha, 2, "ロ"),
            (Counter::Iroha, 47, "ス"),
            (Counter::Latin(Width::Half, Case::Lower), 26, "z"),
            (Counter::Latin(Width::Full, Case::Upper), 3, "Ｃ"),
            (Counter::Roman(Case::Lower), 14, "xiv"),
            (Counter::Roman(Case::Upper), 1_999, "MCMXCIX"),
            (Counter::RomanSign(Case::Lower), 4, "ⅳ"),
            (Counter::RomanSign(Case::Lower), 12, "ⅻ"),
            (Counter::RomanSign(Case::Lower), 13, "ⅹⅲ"),
            (Counter::RomanSign(Case::Upper), 49, "ⅩⅬⅨ"),
        ] {
            assert_eq!(counter.format(n).as_deref(), Some(label));
            assert_eq!(counter.parse(label), Some(n), "{label}");
        }
    }

    #[test]
    fn parse_undoes_format_and_every_series_ends() {
        for counter in ALL {
            for n in (1..=4_000).chain([9_999, 10_000, 99_999_999]) {
                if let Some(label) = counter.format(n) {
                    assert_eq!(counter.parse(&label), Some(n), "{counter:?} {label}");
                }
            }
        }
        for (counter, past) in [
            (Counter::Kanji, 100_000_000),
            (Counter::Circled, 51),
            (Counter::Gojuon, 47),
            (Counter::Iroha, 48),
            (Counter::Latin(Width::Half, Case::Lower), 27),
            (Counter::Roman(Case::Lower), 4_000),
            (Counter::RomanSign(Case::Lower), 4_000),
        ] {
            assert!(counter.format(past - 1).is_some() && counter.format(past).is_none(), "{counter:?}");
        }
    }

    #[test]
    fn zero_is_a_number_but_no_label() {
        assert_eq!(Counter::Kanji.format(0).as_deref(), Some("〇"));
        for counter in &ALL[3..] {
            assert_eq!(counter.format(0), None);
            assert_eq!(counter.format(u32::MAX), None);
        }
    }

    #[test]
    fn labels_of_another_series_are_refused() {
        for (counter, label) in [
            (Counter::HalfWidth, "１"),
            (Counter::FullWidth, "1"),
            (Counter::Kanji, "1"),
            (Counter::Iroha, "い"),
            (Counter::Gojuon, "アイ"),
            (Counter::Roman(Case::Lower), "iiii"),
            (Counter::Roman(Case::Lower), "IV"),
            (Counter::RomanSign(Case::Lower), "ⅰⅰ"),
            (Counter::Latin(Width::Half, Case::Lower), "ａ"),
        ] {
            assert_eq!(counter.parse(label), None, "{label}");
        }
        assert_eq!(Counter::Roman(Case::Lower).parse(&"m".repeat(1_000_000)), None);
    }
}
