//! How a number stands before its text: the space that parts them, and the width it hangs by.

/// An ideographic space after labels that do not end in a mark of their own (`ア`, `①`, `※１`), otherwise nothing.
pub fn gap(label: &str) -> &'static str {
    match label.chars().next_back() {
        None | Some('．' | '.' | '）' | ')' | '、' | '・' | '】' | '〕' | '］' | ']' | '〉' | '》') => "",
        Some(last) if last.is_whitespace() => "",
        Some(_) => "　",
    }
}

/// Width of the widest label with its gap, in half ems: ASCII and half-width kana count one, everything else two.
pub fn hang<'a>(labels: impl Iterator<Item = &'a str>) -> Option<usize> {
    labels.map(|label| width(label) + width(gap(label))).max()
}

/// Width of a text on one line, in half ems.
pub fn width(text: &str) -> usize {
    text.chars().map(half_ems).sum()
}

fn half_ems(character: char) -> usize {
    if matches!(character, '\u{20}'..='\u{7e}' | '｡'..='ﾟ') { 1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bare_labels_are_followed_by_a_space() {
        assert_eq!(["（１）", "２．", "・", "ⅰ）", "第１章　"].map(gap), [""; 5]);
        assert_eq!(["ア", "①", "※１", "一"].map(gap), ["　"; 4]);
    }

    #[test]
    fn the_widest_label_sets_the_hang() {
        assert_eq!(hang(["９．", "１０．"].into_iter()), Some(6));
        assert_eq!(hang(["(1)"].into_iter()), Some(3));
        assert_eq!(hang(["ア", "イ"].into_iter()), Some(4));
        assert_eq!(hang(std::iter::empty()), None);
    }
}
