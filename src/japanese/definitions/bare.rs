//! Terms that are defined without quotation marks: （以下、Xという）, Xとは, and the noun before a bracket.

use super::sentence::{Gloss, Start};
use super::words::{GLOSS_ENDINGS, NAMING, Strength};
use super::{Definition, LONGEST, MARKS, REACH, ahead, area, back, inside, sentence_so_far, trimmed};
use crate::japanese::characters::{is_kanji, is_noun};

/// Kana that join a verb to a noun: 締め日, 渡し船.
const INFLECTIONS: [char; 14] = ['き', 'ぎ', 'し', 'ち', 'び', 'み', 'り', 'え', 'け', 'げ', 'せ', 'べ', 'め', 'れ'];
/// Particles before a verb that is no part of a noun: 休日を除き, 個人に限り.
const CASES: [char; 5] = ['を', 'に', 'が', 'で', 'と'];

/// X とは at the beginning of a sentence or after において.
pub(super) fn subject(text: &str, at: usize) -> Option<Start> {
    let lead = sentence_so_far(text, at);
    let begins = lead.len() == at || text[..at - lead.len()].ends_with(['。', '\n']);
    let cut = ["において", "における", "にいう", "、", "）", ")"].iter();
    let cut = cut.filter_map(|mark| lead.rfind(mark).map(|at| at + mark.len())).max();
    let opens = |mark: usize| {
        let said = lead[..mark].trim_end();
        let comma = said.trim_end_matches('、');
        said == comma || ["なお", "また", "ここで", "において", "では"].iter().any(|word| comma.ends_with(word))
    };
    let from = match cut {
        Some(mark) if opens(mark) => mark,
        None if begins => 0,
        _ => return None,
    };
    let base = at - lead.len();
    let term = trimmed(text, base + from..at);
    let said = at + "とは".len();
    is_term(&text[term.clone()]).then(|| Start {
        at: said,
        phrase: term.start,
        term,
        area: area(&lead[..from]),
        strength: Strength::Bare,
    })
}

/// Whether words without quotation marks can be a term rather than part of a sentence.
pub(super) fn is_term(word: &str) -> bool {
    word.chars().any(is_noun)
        && word.chars().nth(LONGEST / 2).is_none()
        && !word.contains(['を', 'は', 'が', 'に', 'で', '、'])
        && !word.contains(MARKS)
}

/// Places of 以下 and 以後.
pub(super) fn announced(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices('以')
        .map(|(at, _)| at)
        .filter(|&at| text[at..].starts_with("以下") || text[at..].starts_with("以後"))
}

/// （以下、X という）
pub(super) fn name(text: &str, at: usize) -> Option<Definition> {
    let before = text[..at].trim_end();
    if !before.ends_with(['（', '(', '、', '。', ',']) {
        return None;
    }
    let from = at + "以下".len();
    let said = ahead(text, from, REACH + LONGEST);
    let said = said.split(MARKS).next().unwrap_or_default();
    let verb = NAMING.iter().filter(|verb| verb.names_objects);
    let end = verb.filter_map(|verb| said.rfind(verb.word).filter(|&end| verb.begins(&text[from + end..]))).max()?;
    let lead = &said[..end];
    let mut start = lead.rfind("において").map_or(0, |at| at + "において".len());
    for word in ["、", "総称して", "単に", "併せて", "合わせて", "それぞれ", "、"] {
        start += lead[start..].len() - lead[start..].trim_start().trim_start_matches(word).len();
    }
    let term = trimmed(text, from + start..from + end);
    let area = area(&lead[..start]);
    is_term(&text[term.clone()]).then_some(Definition { phrase: at..term.end, term, area, meaning: None })
}

/// X（…をいう。以下同じ。）: the noun or quotation before the bracket.
pub(super) fn glossed(text: &str, gloss: Gloss) -> Option<Definition> {
    let meaning = trimmed(text, gloss.inside);
    let said = text[meaning.clone()].trim_end_matches(['。', '、', '，']);
    let verb = GLOSS_ENDINGS.iter().find(|ending| said.ends_with(**ending))?;
    let meaning = meaning.start..meaning.start + said.len() - verb.len();
    let before = text[..gloss.bracket].trim_end();
    let term = if before.ends_with(['」', '』']) {
        let quote = back(text, before.len(), LONGEST + 2);
        let open = before.len() - quote.len() + quote.rfind(['「', '『'])?;
        inside(text, &(open..before.len()))?
    } else {
        let noun = last_noun(back(text, before.len(), LONGEST / 2)).trim_start_matches("当該");
        // One kanji alone is half a word: 支払う日.
        let length = if noun.chars().nth(1).is_none() { 0 } else { noun.len() };
        before.len() - length..before.len()
    };
    let word = &text[term.clone()];
    let cites = word.starts_with('第') && word.ends_with(['条', '項', '号', '章']);
    let area = area(&text[gloss.announcement]);
    (!word.is_empty() && !cites).then_some(Definition {
        phrase: term.start..gloss.end,
        term,
        area,
        meaning: Some(meaning),
    })
}

/// The noun at the end. It may begin with a verb, 締め日, unless that has an object of its own: 休日を除き営業日.
fn last_noun(words: &str) -> &str {
    let run = |words: &str| words.trim_end_matches(is_noun).len();
    let noun = run(words);
    let Some(verb) = words[..noun].strip_suffix(INFLECTIONS) else { return &words[noun..] };
    let start = run(verb);
    let compound = verb.ends_with(is_kanji) && words[noun..].starts_with(is_kanji) && !verb[..start].ends_with(CASES);
    &words[if compound { start } else { noun }..]
}
