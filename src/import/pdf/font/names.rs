//! Codes and names of Western characters (ISO 32000-1, annex D).

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};
use unicode_normalization::UnicodeNormalization;

/// What an encoding begins from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    Standard,
    WinAnsi,
    MacRoman,
}

impl Base {
    pub fn named(name: Option<&[u8]>) -> Option<Base> {
        match name? {
            b"WinAnsiEncoding" => Some(Base::WinAnsi),
            b"MacRomanEncoding" => Some(Base::MacRoman),
            b"StandardEncoding" => Some(Base::Standard),
            _ => None,
        }
    }

    pub fn character(self, code: u8) -> Option<char> {
        match self {
            Base::WinAnsi => decoded(WINDOWS_1252, code),
            Base::MacRoman => decoded(MACINTOSH, code),
            Base::Standard => standard(code),
        }
    }
}

fn decoded(encoding: &'static Encoding, code: u8) -> Option<char> {
    let bytes = [code];
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes)?;
    text.chars().next().filter(|c| !c.is_control())
}

/// Codes of StandardEncoding from 0xA1 on; a space stands for none.
const UPPER: &str = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ –†‡· ¶•‚„”»…‰ ¿ `´ˆ˜¯˘˙¨ ˚¸ ˝˛ˇ—";

fn standard(code: u8) -> Option<char> {
    match code {
        0x27 => Some('’'),
        0x60 => Some('‘'),
        0x20..=0x7E => Some(char::from(code)),
        0xA1..=0xD0 => UPPER.chars().nth(usize::from(code - 0xA1)).filter(|c| *c != ' '),
        0xE1 => Some('Æ'),
        0xE3 => Some('ª'),
        0xE8 => Some('Ł'),
        0xE9 => Some('Ø'),
        0xEA => Some('Œ'),
        0xEB => Some('º'),
        0xF1 => Some('æ'),
        0xF5 => Some('ı'),
        0xF8 => Some('ł'),
        0xF9 => Some('ø'),
        0xFA => Some('œ'),
        0xFB => Some('ß'),
        _ => None,
    }
}

/// Names of the Adobe Glyph List that Western fonts have, accented letters apart.
const NAMED: &str = "space  |exclam !|quotedbl \"|numbersign #|dollar $|percent %|ampersand &|quotesingle '|parenleft (|\
    parenright )|asterisk *|plus +|comma ,|hyphen -|minus −|period .|slash /|zero 0|one 1|two 2|three 3|four 4|five 5|\
    six 6|seven 7|eight 8|nine 9|colon :|semicolon ;|less <|equal =|greater >|question ?|at @|bracketleft [|backslash \\|\
    bracketright ]|asciicircum ^|underscore _|grave `|braceleft {|bar ||braceright }|asciitilde ~|exclamdown ¡|cent ¢|\
    sterling £|currency ¤|yen ¥|brokenbar ¦|section §|dieresis ¨|copyright ©|ordfeminine ª|guillemotleft «|logicalnot ¬|\
    registered ®|macron ¯|degree °|plusminus ±|acute ´|mu µ|paragraph ¶|periodcentered ·|cedilla ¸|ordmasculine º|\
    guillemotright »|onequarter ¼|onehalf ½|threequarters ¾|questiondown ¿|AE Æ|Eth Ð|multiply ×|Oslash Ø|Thorn Þ|\
    germandbls ß|ae æ|eth ð|divide ÷|oslash ø|thorn þ|quoteleft ‘|quoteright ’|quotesinglbase ‚|quotedblleft “|\
    quotedblright ”|quotedblbase „|dagger †|daggerdbl ‡|bullet •|ellipsis …|perthousand ‰|guilsinglleft ‹|guilsinglright ›|\
    fraction ⁄|Euro €|trademark ™|endash –|emdash —|OE Œ|oe œ|Lslash Ł|lslash ł|dotlessi ı|florin ƒ|circumflex ˆ|tilde ˜|\
    fi fi|fl fl|ff ff|ffi ffi|ffl ffl|nbspace  |notequal ≠|lessequal ≤|greaterequal ≥|infinity ∞|arrowright →|circle ○|\
    H22073 □|checkmark ✓";
const ACCENTS: [(&str, char); 12] = [
    ("grave", '\u{300}'),
    ("acute", '\u{301}'),
    ("circumflex", '\u{302}'),
    ("tilde", '\u{303}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("dotaccent", '\u{307}'),
    ("dieresis", '\u{308}'),
    ("ring", '\u{30A}'),
    ("caron", '\u{30C}'),
    ("cedilla", '\u{327}'),
    ("ogonek", '\u{328}'),
];

/// What a glyph of this name stands for: `f_i`, `Aacute`, `uni89CF`, `u1F100`, `one.oldstyle`.
pub fn text(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let bare = name.split('.').next().filter(|bare| !bare.is_empty())?;
    bare.split('_').map(part).collect()
}

fn part(name: &str) -> Option<String> {
    let entry = |entry: &'static str| entry.split_once(' ').filter(|(known, _)| *known == name).map(|(_, text)| text);
    if let Some(text) = NAMED.split('|').find_map(entry) {
        // The bar parts the entries.
        return Some(if text.is_empty() { "|".to_owned() } else { text.to_owned() });
    }
    let mut characters = name.chars();
    if let (Some(letter), None) = (characters.next(), characters.next()) {
        return letter.is_ascii_alphabetic().then(|| letter.to_string());
    }
    if let Some(digits) = name.strip_prefix("uni").filter(|digits| digits.len() >= 4 && digits.len() % 4 == 0) {
        let units = (0..digits.len()).step_by(4).map(|at| u16::from_str_radix(digits.get(at..at + 4)?, 16).ok());
        return String::from_utf16(&units.collect::<Option<Vec<u16>>>()?).ok();
    }
    if let Some(digits) = name.strip_prefix('u').filter(|digits| (4..=6).contains(&digits.len())) {
        return u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).map(String::from);
    }
    let (letter, accent) = name.split_at_checked(1)?;
    let accent = ACCENTS.iter().find(|(known, _)| *known == accent).map(|(_, mark)| *mark)?;
    Some([letter, accent.encode_utf8(&mut [0; 4])].concat().nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_glyphs_are_characters() {
        let read = |name: &str| text(name.as_bytes());
        for (name, expected) in [
            ("A", "A"),
            ("bar", "|"),
            ("space", " "),
            ("eacute", "é"),
            ("f_i", "fi"),
            ("uni898F7D04", "規約"),
            ("u20B9F", "𠮟"),
            ("one.oldstyle", "1"),
        ] {
            assert_eq!(read(name).as_deref(), Some(expected), "{name}");
        }
        assert_eq!([read(".notdef"), read("g12"), read("")], [None, None, None]);
    }

    #[test]
    fn codes_are_characters() {
        assert_eq!(Base::WinAnsi.character(0x93), Some('“'));
        assert_eq!(Base::MacRoman.character(0xA5), Some('•'));
        assert_eq!(Base::Standard.character(0xD0), Some('—'));
        assert_eq!(Base::Standard.character(0xAE), Some('ﬁ'));
    }
}
