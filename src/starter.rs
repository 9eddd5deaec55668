//! A small, complete set to start from: sample documents in which title and dates are put in place.

use chrono::{Datelike, Months, NaiveDate};

use crate::model::{Digits, date};

/// What the samples say, as they are.
const TITLE: &str = "予約クラウド";
const PROVIDER: &str = "あおば予約システム株式会社";
const EFFECTIVE: &str = "2027-04-01";
const EFFECTIVE_IN_WORDS: &str = "２０２７年４月１日";
const ANNOUNCED: &str = "2027-02-01";

/// In the folder of the project, each only where there is none.
pub const PROJECT: [(&str, &str); 2] =
    [("kiyaku.yaml", include_str!("../templates/new/kiyaku.yaml")), (".gitignore", "/output\n")];

/// The files of a new set with their places in its folder. The first revision takes effect on the first day of a month,
/// at least two whole months from today.
pub fn files(title: Option<&str>, provider: Option<&str>, today: NaiveDate) -> Vec<(String, String)> {
    let first = today.with_day(1).unwrap_or(today);
    let effective = first.checked_add_months(Months::new(3)).unwrap_or(first);
    let put = |sample: &str| {
        let sample = sample.replace(TITLE, title.unwrap_or(TITLE)).replace(ANNOUNCED, &today.to_string());
        let sample = sample.replace(PROVIDER, provider.unwrap_or(PROVIDER));
        let in_words = date::day(effective, Digits::FullWidth);
        sample.replace(EFFECTIVE, &effective.to_string()).replace(EFFECTIVE_IN_WORDS, &in_words)
    };
    let samples = [
        ("set.yaml".to_owned(), include_str!("../templates/new/set.yaml")),
        (format!("{effective}/terms.yaml"), include_str!("../templates/new/terms.yaml")),
        (format!("{effective}/annex.yaml"), include_str!("../templates/new/annex.yaml")),
        (format!("{effective}/forms/cancellation.yaml"), include_str!("../templates/new/cancellation.yaml")),
    ];
    samples.map(|(place, sample)| (place, put(sample))).into()
}

/// Whether a title can stand in the samples as it is: no character that YAML or Markdown would read as markup.
pub fn is_title(title: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || "　・－（）＆＋！？、".contains(c);
    !title.is_empty() && title.chars().count() <= 60 && title.chars().all(is_plain)
}

/// Whether a folder can be a set: its name stands in addresses and file names.
pub fn is_set_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_and_dates_are_put_into_every_file() {
        let today = NaiveDate::from_ymd_opt(2026, 12, 21).expect("a day");
        let files = files(Some("かもめ予約"), Some("かもめ医療情報株式会社"), today);
        let all: String = files.iter().map(|(place, text)| format!("{place}\n{text}")).collect();
        for sample in [TITLE, PROVIDER, EFFECTIVE, EFFECTIVE_IN_WORDS, ANNOUNCED] {
            assert!(!all.contains(sample), "{sample} is left over");
        }
        for put in
            ["かもめ予約利用規約", "2027-03-01/terms.yaml", "２０２７年３月１日から施行", "announced: 2026-12-21"]
        {
            assert!(all.contains(put), "{put}");
        }
    }

    #[test]
    fn a_title_is_plain_text() {
        assert!(is_title("みなと　レセプト（クラウド版）") && is_title("Booking2"));
        for markup in ["", "a: b", "「予約」#1", "**予約**", "予約\n", "[予約](x)", "'予約'", "{{ x }}"] {
            assert!(!is_title(markup), "{markup}");
        }
    }
}
