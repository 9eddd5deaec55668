//! Phrases that define a term: （以下「X」という。）, 「X」とは、…をいう。, X（…をいう。以下同じ。）.
//!
//! Every look ahead or back from a sign (a quotation, 以下, とは) has a limit, and what a sentence says is read in one
//! pass, so the time is proportional to the length of the text.

mod sentence;
mod words;

use std::ops::Range;

use super::characters::is_noun;
use sentence::Start;
use words::{GLOSS_ENDINGS, NAMING, SEPARATORS};

/// One term and the phrase that defines it. Ranges are bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// From the word that announces the definition to the end of the term or of its meaning.
    pub phrase: Range<usize>,
    /// Without quotation marks.
    pub term: Range<usize>,
    pub area: Area,
    /// What the term is said to mean; `None` where the words before it are only given a name.
    pub meaning: Option<Range<usize>>,
}

/// Where a definition says that it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// 本規約において, or nothing said
    Whole,
    /// この別紙において
    Document,
    /// この章において
    Chapter,
    /// この節において
    Section,
    /// 本条において
    Article,
    /// この項において
    Paragraph,
    /// この号において
    Item,
    /// この附則において
    Supplementary,
    /// Another place: 次条において, 第３条及び第５条において
    Elsewhere,
}

/// Longest term, in characters.
const LONGEST: usize = 60;
/// Characters that may stand between 以下 and the term.
const REACH: usize = 40;

/// Every definition in one paragraph of plain text, in the order of their terms.
pub fn scan(text: &str) -> Vec<Definition> {
    let mut found = Vec::new();
    let mut starts = Vec::new();
    let quotes = quotes(text);
    for group in groups(text, &quotes) {
        found.extend(named(text, group));
        starts.extend(quoted_subjects(text, group));
    }
    found.extend(announced(text).filter_map(|at| bare_name(text, at)));
    starts.extend(text.match_indices("とは").filter_map(|(at, _)| bare_subject(text, at)));
    starts.sort_by_key(|start| start.at);
    found.extend(sentence::explained(text, &starts));
    found.extend(sentence::glosses(text).into_iter().filter_map(|gloss| glossed(text, gloss)));
    found.sort_by_key(|definition| (definition.term.start, definition.meaning.is_none()));
    found.dedup_by_key(|definition| definition.term.start);
    found
}

/// Quotations without quotations in them, with their marks.
fn quotes(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, c) in text.char_indices() {
        match c {
            '「' | '『' | '｢' => open = Some(at),
            '」' | '』' | '｣' => found.extend(open.take().map(|open| open..at + c.len_utf8())),
            _ => {}
        }
    }
    found
}

/// Quotations that share one verb: 「甲」又は「乙」という.
fn groups<'q>(text: &str, quotes: &'q [Range<usize>]) -> impl Iterator<Item = &'q [Range<usize>]> {
    quotes.chunk_by(|one, next| SEPARATORS.contains(&text[one.end..next.start].trim()))
}

/// What stands between the marks of a quotation.
fn inside(text: &str, quote: &Range<usize>) -> Option<Range<usize>> {
    let mark = "「".len();
    let (open, close) = if text[quote.clone()].starts_with('｢') { ("｢".len(), "｣".len()) } else { (mark, mark) };
    let range = trimmed(text, quote.start + open..quote.end - close);
    let word = &text[range.clone()];
    (!word.is_empty() && word.chars().nth(LONGEST).is_none() && !word.contains('。')).then_some(range)
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let word = &text[range.clone()];
    let start = range.start + (word.len() - word.trim_start().len());
    start..start + word.trim().len()
}

/// The last `count` characters before a place.
fn back(text: &str, at: usize, count: usize) -> &str {
    let start = text[..at].char_indices().rev().take(count).last().map_or(at, |(start, _)| start);
    &text[start..at]
}

/// The first `count` characters from a place on.
fn ahead(text: &str, at: usize, count: usize) -> &str {
    let rest = &text[at..];
    &rest[..rest.char_indices().nth(count).map_or(rest.len(), |(end, _)| end)]
}

/// 以下「X」という, 甲を「X」といい、
fn named(text: &str, group: &[Range<usize>]) -> Vec<Definition> {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return Vec::new() };
    let after = text[last.end..].trim_start();
    let verb = NAMING.iter().find(|verb| verb.begins(after));
    let before = back(text, first.start, REACH);
    let lead = if verb.is_some() || after.starts_with(['）', ')']) { announcement(before) } else { None };
    let lead = lead.or_else(|| verb.filter(|verb| verb.names_objects).and_then(|_| object(before)));
    let Some(lead) = lead else { return Vec::new() };
    let phrase = first.start - lead.len()..last.end;
    let terms = group.iter().filter_map(|quote| inside(text, quote));
    terms.map(|term| Definition { phrase: phrase.clone(), term, area: area(lead), meaning: None }).collect()
}

/// 以下 and what stands between it and the quotation: 以下この条において単に.
fn announcement(before: &str) -> Option<&str> {
    let at = before.rfind("以下").max(before.rfind("以後"))?;
    let words = &before[at..];
    let gap = &words["以下".len()..];
    (!gap.starts_with(['の', 'に']) && !gap.contains(['。', '「', '」', '（', '）', '(', ')'])).then_some(words)
}

/// を and what stands between it and the quotation.
fn object(before: &str) -> Option<&str> {
    let words = &before[before.rfind('を')?..];
    let gap = words["を".len()..].trim_matches(['、', '，', ' ', '　']);
    let plain = ["", "単に", "総称して", "併せて", "合わせて", "それぞれ"].contains(&gap);
    (plain || gap.ends_with("において")).then_some(words)
}

/// 「X」とは、 「X」及び「Y」とは、
fn quoted_subjects(text: &str, group: &[Range<usize>]) -> Vec<Start> {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return Vec::new() };
    let rest = text[last.end..].trim_start();
    let Some(said) = rest.strip_prefix("とは") else { return Vec::new() };
    let at = text.len() - said.len();
    let lead = sentence_so_far(text, first.start);
    let emphatic = said.starts_with(['、', '，']);
    let start = |term| Start { at, term, phrase: first.start, area: area(lead), emphatic };
    group.iter().filter_map(|quote| inside(text, quote)).map(start).collect()
}

/// At most [`REACH`] characters of the sentence before a place.
fn sentence_so_far(text: &str, at: usize) -> &str {
    let before = back(text, at, REACH);
    before.rsplit(['。', '\n']).next().unwrap_or(before)
}

/// X とは at the beginning of a sentence or after において.
fn bare_subject(text: &str, at: usize) -> Option<Start> {
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
        emphatic: false,
    })
}

/// Whether words without quotation marks can be a term rather than part of a sentence.
fn is_term(word: &str) -> bool {
    word.chars().any(is_noun)
        && word.chars().nth(LONGEST / 2).is_none()
        && !word.contains(['を', 'は', 'が', 'に', 'で', '、', '。', '「', '」', '（', '）', '(', ')'])
}

/// Places of 以下 and 以後.
fn announced(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices('以')
        .map(|(at, _)| at)
        .filter(|&at| text[at..].starts_with("以下") || text[at..].starts_with("以後"))
}

/// （以下、X という）
fn bare_name(text: &str, at: usize) -> Option<Definition> {
    let before = text[..at].trim_end();
    if !before.ends_with(['（', '(', '、', '。', ',']) {
        return None;
    }
    let from = at + "以下".len();
    let said = ahead(text, from, REACH + LONGEST);
    let said = said.split(['。', '「', '」', '（', '）', '(', ')']).next().unwrap_or_default();
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
fn glossed(text: &str, gloss: sentence::Gloss) -> Option<Definition> {
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
        let run = back(text, before.len(), LONGEST / 2);
        let run =
            &run[run.rfind(|c| !is_noun(c)).map_or(0, |at| at + run[at..].chars().next().map_or(0, char::len_utf8))..];
        before.len() - run.trim_start_matches("当該").len()..before.len()
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

/// What the words before a term say about where it holds.
fn area(lead: &str) -> Area {
    let lead = lead.trim_start_matches("以下").trim_start_matches("以後").trim_start_matches(['を', '、']);
    let place = ["において", "では", "内で"].iter().find_map(|word| lead.find(word).map(|at| &lead[..at]));
    let Some(place) = place else { return Area::Whole };
    let place = place.trim().trim_start_matches("なお、").trim_start_matches("また、");
    let this = ["この", "本"].iter().find_map(|this| place.strip_prefix(this));
    match this {
        Some("条") => Area::Article,
        Some("項") => Area::Paragraph,
        Some("号") => Area::Item,
        Some("章") => Area::Chapter,
        Some("節") => Area::Section,
        Some("附則") => Area::Supplementary,
        Some("別紙" | "別表" | "別添" | "文書" | "書") => Area::Document,
        _ if place.contains(['条', '項', '号', '章', '節', '款']) => Area::Elsewhere,
        _ => Area::Whole,
    }
}
