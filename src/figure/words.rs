//! Labels: how wide they are, and where they are broken.

use super::{EM, Length};
use crate::fonts::{Typeface, faces};
use crate::japanese::characters::is_katakana;

/// Never at the start of a line: closing brackets, stops, small kana, the long vowel.
const NO_START: &str = "、。，．）」』】〕］・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.)]:：;／/";
/// Never at its end.
const NO_END: &str = "（「『【〔［([";
/// Characters of katakana that stay on one line: アプリケーション. A longer run is several words.
const LONGEST_WORD: usize = 8;

/// Width on one line, as the fonts of paper have it.
pub fn width(text: &str) -> Length {
    let face = faces().ok().map(|faces| &faces[Typeface::Mincho as usize]);
    let advance = |c: char| face.and_then(|face| face.advance(c)).unwrap_or(1.0);
    text.chars().map(|c| (advance(c) * EM as f32).round() as Length).sum()
}

pub fn widest(lines: &[String]) -> Length {
    lines.iter().map(|line| width(line)).max().unwrap_or_default()
}

/// Lines of about the same length, none longer than `most` unless a word is.
pub fn wrap(text: &str, most: Length) -> Vec<String> {
    let mut best = fill(text, most);
    // Narrower while no line is added: the last one is then not a rest.
    let even = width(text) / best.len() as Length;
    let mut narrower = most;
    while best.len() > 1 && narrower > even {
        narrower -= EM / 2;
        let lines = fill(text, narrower);
        if lines.len() > best.len() {
            break;
        }
        best = lines;
    }
    best
}

fn fill(text: &str, most: Length) -> Vec<String> {
    let mut lines = vec![String::new()];
    for part in parts(text) {
        let fits = |line: &String| line.is_empty() || width(line) + width(&part) <= most;
        match lines.last_mut() {
            Some(line) if fits(line) => line.push_str(&part),
            _ => lines.push(part.trim_start().to_owned()),
        }
    }
    lines.iter_mut().for_each(|line| line.truncate(line.trim_end().len()));
    lines
}

/// What is not broken: a character with what clings to it, a word of Latin letters, figures or katakana.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for c in text.chars() {
        let clings = parts.last().is_some_and(|part| {
            let before = part.chars().next_back().unwrap_or_default();
            let is_word = |c: char| c.is_ascii_graphic();
            let in_katakana = is_katakana(before) && is_katakana(c) && part.chars().count() < LONGEST_WORD;
            NO_START.contains(c) || NO_END.contains(before) || (is_word(before) && is_word(c)) || in_katakana
        });
        match parts.last_mut() {
            Some(part) if clings => part.push(c),
            _ => parts.push(c.into()),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_even_and_begin_with_no_closing_bracket() {
        assert_eq!(wrap("アプリケーションサーバ", 800), ["アプリケーション", "サーバ"]);
        assert!(wrap("予約（当日）", 500).iter().all(|line| !line.starts_with('）') && !line.ends_with('（')));
    }

    #[test]
    fn a_word_stays_whole_even_where_it_is_too_long() {
        assert_eq!(wrap("VPN装置", 150), ["VPN", "装", "置"]);
        assert_eq!(wrap("", 700), [""]);
    }
}
