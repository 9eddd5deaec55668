//! Kinds of characters: what makes a word of its own, and what would make another word of it.

use super::numerals::fold_width;

pub fn is_kanji(c: char) -> bool {
    matches!(c, '々' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

pub fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー')
}

/// Letters and digits of both widths.
pub fn is_alphanumeric(c: char) -> bool {
    fold_width(c).is_ascii_alphanumeric()
}

/// Whether a noun may contain it. Hiragana mostly divides nouns.
pub fn is_noun(c: char) -> bool {
    is_kanji(c) || is_katakana(c) || is_alphanumeric(c)
}

/// Whether two characters that meet are of one kind, so that no word ends between them: 契約｜者, サーバ｜ー.
pub fn is_joined(one: char, other: char) -> bool {
    [is_kanji, is_katakana, is_alphanumeric].iter().any(|kind| kind(one) && kind(other))
}
