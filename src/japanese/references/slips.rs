//! Slips of kana-kanji conversion where a reference is expected: 事項に定める for 次項に定める, 時条 for 次条.
use std::ops::Range;
use std::sync::LazyLock;

use crate::japanese::lexicon::Lexicon;

/// A word that was converted to another of the same sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    pub range: Range<usize>,
    /// 次項
    pub right: &'static str,
}

/// What is written, and what sounds like it.
const HOMOPHONES: [(&str, &str); 15] = [
    ("事項", "次項"),
    ("時項", "次項"),
    ("自項", "次項"),
    ("次行", "次項"),
    ("次講", "次項"),
    ("前行", "前項"),
    ("前講", "前項"),
    ("全項", "前項"),
    ("前状", "前条"),
    ("前上", "前条"),
    ("時条", "次条"),
    ("次状", "次条"),
    ("本状", "本条"),
    ("本常", "本条"),
    ("同状", "同条"),
];
static WRONG: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(HOMOPHONES.iter().map(|(wrong, _)| wrong)));

/// A reference begins after one of these, or at the beginning of the text. と and は come before other nouns, too.
const BEFORE: [char; 10] = ['、', '。', '，', '（', '(', '「', '\n', '　', ' ', '・'];
/// And one of these follows it.
const AFTER: [&str; 14] = [
    "に定め",
    "に規定",
    "の規定",
    "の定め",
    "に掲げ",
    "各号",
    "ただし書",
    "但書",
    "本文",
    "前段",
    "後段",
    "にかかわらず",
    "に違反",
    "に基づ",
];

/// Every such slip in a text.
pub fn scan_slips(text: &str) -> Vec<Slip> {
    let words = WRONG.find_in(text).filter(|(_, range)| is_cited(text, range));
    words.map(|(word, range)| Slip { range, right: HOMOPHONES[word].1 }).collect()
}

fn is_cited(text: &str, range: &Range<usize>) -> bool {
    let begins = text[..range.start].chars().next_back().is_none_or(|before| BEFORE.contains(&before));
    let after = &text[range.end..];
    // 全項第２号, 時条第３項
    let goes_deeper = after.strip_prefix('第').is_some_and(|rest| {
        let rest = rest.trim_start_matches(|c| crate::japanese::numerals::script_of(c).is_some());
        rest.starts_with(['項', '号'])
    });
    begins && (goes_deeper || AFTER.iter().any(|word| after.starts_with(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_in_the_place_of_a_reference_are_slips() {
        let slips = |text| scan_slips(text).into_iter().map(|slip| slip.right).collect::<Vec<_>>();
        assert_eq!(slips("事項に定める場合を除き、全項の規定による。"), ["次項", "前項"]);
        assert_eq!(slips("ただし、時条第２項の場合（前行各号の場合）"), ["次条", "前項"]);
        assert_eq!(slips("本状に定める"), ["本条"]);
        for text in [
            "次の事項に定める",
            "重要事項に定める",
            "前項に定める",
            "本状をもって通知します。",
            "事項を記載する",
            "全号に該当する",
            "必要な事項の規定",
        ] {
            assert_eq!(slips(text), [""; 0], "{text}");
        }
    }
}
