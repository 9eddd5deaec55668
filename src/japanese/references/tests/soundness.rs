//! Whatever the text: ranges that fit it and one another.

use super::super::{scan, words};
use super::EXAMPLES;

/// Every range must cut the text at characters, lie inside its mention, and mentions must not overlap.
pub fn assert_sound(text: &str) {
    let mut end = 0;
    for mention in scan(text) {
        assert!(mention.range.start >= end && !mention.range.is_empty(), "{mention:?}");
        end = mention.range.end;
        let own = mention.path.steps.iter().filter(|step| !step.inherited).map(|step| &step.range);
        let parts = own.chain(mention.caption.as_ref().map(|caption| &caption.range));
        for part in parts.chain(mention.path.passage.as_ref().map(|(_, range)| range)) {
            assert!(part.start >= mention.range.start && part.end <= mention.range.end, "{mention:?}");
            assert!(text.get(part.clone()).is_some());
        }
        let lent = mention.path.steps.iter().filter(|step| step.inherited).map(|step| &step.range);
        for part in lent.chain(mention.group.as_ref().map(|group| &group.range)).chain([&mention.range]) {
            assert!(text.get(part.clone()).is_some(), "{mention:?}");
        }
    }
}

#[test]
fn any_mixture_of_words_is_read_soundly() {
    let mut words: Vec<&str> = words::VOCABULARY.iter().map(|(word, _)| *word).collect();
    words.extend([
        "（",
        "）",
        "「",
        "」",
        "【",
        "】",
        "［",
        "２",
        "十",
        "1",
        "9999999999",
        "イ",
        "①",
        "a",
        "民",
        "。",
        "\n",
    ]);
    words.extend(["\u{202e}", "\0", "　", "－", "ー", "平成", "という", "料金", "\u{10ffff}", "が"]);
    // A small linear congruential generator: the same mixtures on every run.
    let mut state = 20_261_001_u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..24 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(words[(state >> 33) as usize % words.len()]);
        }
        assert_sound(&text);
    }
}

#[test]
fn every_cut_of_every_example_is_read_soundly() {
    for (text, _) in EXAMPLES {
        for (cut, _) in text.char_indices() {
            assert_sound(&text[..cut]);
            assert_sound(&text[cut..]);
        }
    }
}
