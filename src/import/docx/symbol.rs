//! Signs of symbol fonts: their codes are places in a font, not characters.

use roxmltree::Node;

use super::xml::{attribute, child};

/// Where symbol fonts have their first 256 places in Unicode.
const PRIVATE: u32 = 0xf000;

/// Wingdings and Symbol, the signs that texts of contracts use.
const SIGNS: [(&str, u32, char); 36] = [
    ("wingdings", 0x6c, '●'),
    ("wingdings", 0x6d, '○'),
    ("wingdings", 0x6e, '■'),
    ("wingdings", 0x6f, '□'),
    ("wingdings", 0x70, '□'),
    ("wingdings", 0x71, '□'),
    ("wingdings", 0x72, '□'),
    ("wingdings", 0x73, '◆'),
    ("wingdings", 0x74, '◆'),
    ("wingdings", 0x75, '◆'),
    ("wingdings", 0x76, '◆'),
    ("wingdings", 0x77, '◆'),
    ("wingdings", 0x9e, '・'),
    ("wingdings", 0x9f, '•'),
    ("wingdings", 0xa1, '○'),
    ("wingdings", 0xa4, '◎'),
    ("wingdings", 0xa7, '▪'),
    ("wingdings", 0xa8, '□'),
    ("wingdings", 0xab, '★'),
    ("wingdings", 0xd8, '➢'),
    ("wingdings", 0xe0, '→'),
    ("wingdings", 0xe8, '→'),
    ("wingdings", 0xf0, '⇨'),
    ("wingdings", 0xfb, '☒'),
    ("wingdings", 0xfc, '✓'),
    ("wingdings", 0xfd, '☒'),
    ("wingdings", 0xfe, '☑'),
    ("wingdings2", 0x51, '☒'),
    ("wingdings2", 0x52, '☑'),
    ("wingdings2", 0xa3, '□'),
    ("symbol", 0xa3, '≤'),
    ("symbol", 0xae, '→'),
    ("symbol", 0xb1, '±'),
    ("symbol", 0xb3, '≥'),
    ("symbol", 0xb4, '×'),
    ("symbol", 0xb7, '•'),
];

/// What stands for a sign that is not known, as in Japanese printing.
pub const UNKNOWN: char = '〓';

/// The font that a run's properties name.
pub fn font<'a>(properties: Node<'a, '_>) -> Option<&'a str> {
    let fonts = child(properties, "rFonts")?;
    attribute(fonts, "ascii").or_else(|| attribute(fonts, "hAnsi"))
}

/// The character at a code of a font; `None` for a place in a font of which nothing is known.
pub fn character(code: u32, font: Option<&str>) -> Option<char> {
    let name: String = font.unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
    let name = name.to_lowercase();
    let place = code.checked_sub(PRIVATE).filter(|place| *place < 0x100).unwrap_or(code);
    let known = SIGNS.iter().find(|(font, at, _)| *font == name && *at == place).map(|(_, _, sign)| *sign);
    let is_symbol = name.starts_with("wingdings") || name == "webdings" || name == "symbol";
    known.or_else(|| char::from_u32(code).filter(|_| !is_symbol && !(0xe000..0xf900).contains(&code)))
}

/// The sign before the items of a list.
pub fn bullet(text: &str, font: Option<&str>) -> String {
    let sign = |c: char| match c {
        // A letter o of a typewriter face.
        'o' if font.is_some_and(|font| font.starts_with("Courier")) => '○',
        c => character(c as u32, font).unwrap_or('・'),
    };
    text.chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_fonts_become_characters() {
        assert_eq!(character(0xf0fe, Some("Wingdings")), Some('☑'));
        assert_eq!(character(0xf0b7, Some("Symbol")), Some('•'));
        assert_eq!(character(0x3042, Some("ＭＳ 明朝")), Some('あ'));
        assert_eq!(character(0xf041, Some("Wingdings")), None);
        assert_eq!(bullet("\u{f0d8}", Some("Wingdings")), "➢");
        assert_eq!(bullet("\u{f041}", Some("Webdings")), "・");
        assert_eq!(bullet("-", Some("Symbol")), "・");
    }
}
