//! Characters that have an ordinary form: half-width katakana, ㈱ and ㍻. Those that the fonts lack are another rule's.

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Diagnostic, Message};
use crate::fonts;
use crate::lint::{Subject, wording};
use crate::{rule, say};

rule! {
    /// A character has an ordinary form that should stand in its place: half-width katakana, or a word squeezed into one
    /// character.
    ///
    /// A search for the ordinary form does not find it, and programs that read the document go wrong. Type what the help
    /// says. Radicals copied from PDFs are found by `missing-glyphs`.
    pub static COMPATIBILITY_CHARACTERS: Warning("compatibility-characters") = "\
普通の文字に置き換えるべき互換用の文字が使われています。

半角カナと、㈱や㍻のように語を一字に詰めた文字は、検索で見つからず、ほかのプログラムに渡すと化けることがあります。直し方に示した文字に打ち直してください。PDF から写した部首用の文字は missing-glyphs が示します。

    誤: ㈱かもめの ｻｰﾋﾞｽ
    正: 株式会社かもめのサービス";
}

/// Radicals whose ordinary character NFKC does not give, or not in its Japanese form.
const RADICALS: [(char, char); 30] = [
    ('⻑', '長'),
    ('⺠', '民'),
    ('⻘', '青'),
    ('⻄', '西'),
    ('⻝', '食'),
    ('⻩', '黄'),
    ('⻫', '斉'),
    ('⻭', '歯'),
    ('⻯', '竜'),
    ('⻲', '亀'),
    ('⻨', '麦'),
    ('⻤', '鬼'),
    ('⻣', '骨'),
    ('⺝', '月'),
    ('⻁', '虎'),
    ('⻆', '角'),
    ('⺟', '母'),
    ('⺩', '王'),
    ('⺮', '竹'),
    ('⻗', '雨'),
    ('⾧', '長'),
    ('⼾', '戸'),
    ('⿊', '黒'),
    ('⿈', '黄'),
    ('⿆', '麦'),
    ('⿑', '斉'),
    ('⿒', '歯'),
    ('⿓', '竜'),
    ('⿔', '亀'),
    ('⾭', '青'),
];

const ABBREVIATIONS: [(char, &str); 5] =
    [('㈱', "株式会社"), ('㈲', "有限会社"), ('㈳', "社団法人"), ('㈶', "財団法人"), ('㈹', "代表")];

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for text in wording::texts(subject) {
        let value = text.as_str();
        let mut at = 0;
        while let Some((start, first)) = value[at..].char_indices().next().map(|(_, c)| (at, c)) {
            at = start + first.len_utf8();
            if is_half_width(first) {
                at = value[at..].find(|c| !is_half_width(c)).map_or(value.len(), |length| at + length);
            }
            let written = &value[start..at];
            if is_common(first) {
                continue;
            }
            if let Some(ordinary) = ordinary(written).filter(|_| fonts::covers(first)) {
                found.push(
                    COMPATIBILITY_CHARACTERS
                        .at(text.at(start..at), message(written, first))
                        .help(say!("「{ordinary}」と打ち直してください", "type {ordinary} instead")),
                );
            }
        }
    }
}

fn message(written: &str, first: char) -> Message {
    let code = format!("U+{:04X}", u32::from(first));
    if is_half_width(first) {
        say!("「{written}」は半角カナです", "`{written}` is half-width")
    } else {
        say!(
            "「{written}」（{code}）は語を一字に詰めた文字です",
            "`{written}` ({code}) squeezes a word into one character"
        )
    }
}

/// Hiragana, katakana, unified ideographs and ASCII: nearly every character of a contract, and none that stands for others.
fn is_common(c: char) -> bool {
    matches!(c, ' '..='~' | 'ぁ'..='ゖ' | 'ァ'..='ー' | '\u{4E00}'..='\u{9FFF}')
}

/// What to type instead of a character or of a run of half-width katakana.
pub(super) fn ordinary(written: &str) -> Option<String> {
    let c = written.chars().next()?;
    let known = RADICALS.iter().find(|(radical, _)| *radical == c).map(|(_, kanji)| kanji.to_string());
    let known = known.or_else(|| ABBREVIATIONS.iter().find(|(sign, _)| *sign == c).map(|(_, word)| (*word).to_owned()));
    known.or_else(|| {
        let concerned = is_radical(c) || is_half_width(c) || is_squeezed(c);
        let normal = concerned.then(|| written.nfkc().collect::<String>());
        normal.filter(|normal| normal != written)
    })
}

/// Kangxi radicals and the radicals supplement.
fn is_radical(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}')
}

/// ｡ to ﾟ, with ｢ and ｣.
fn is_half_width(c: char) -> bool {
    matches!(c, '\u{FF61}'..='\u{FF9F}')
}

/// （株）, ㌔, ㍿ and the like. ㎡ and other units, circled and Roman numerals are ordinary in contracts.
fn is_squeezed(c: char) -> bool {
    matches!(c, '\u{3220}'..='\u{3243}' | '\u{32FF}'..='\u{3357}' | '\u{337B}'..='\u{337F}' | '℡')
}
