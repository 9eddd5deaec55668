//! Phrases that define a term: （以下「X」という。）, 「X」とは、…をいう。, X（…をいう。以下同じ。）.
//!
//! Every look ahead or back from a sign (a quotation, 以下, とは) has a limit, and what a sentence says is read in one
//! pass, so the time is proportional to the length of the text.

mod bare;
mod sentence;
mod words;

use std::ops::Range;

use super::characters::is_noun;
use sentence::Start;
use words::{ENTRY_ENDINGS, NAMING, SEPARATORS, Strength};

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

/// None stands within a term or between a term and the word that announces it.
const MARKS: [char; 11] = ['。', '「', '」', '『', '』', '｢', '｣', '（', '）', '(', ')'];

/// Every definition in one paragraph of plain text, in the order of their terms.
pub fn scan(text: &str) -> Vec<Definition> {
    let mut found = Vec::new();
    let mut starts = Vec::new();
    let quotes = quotes(text);
    for group in groups(text, &quotes) {
        found.extend(named(text, group));
        starts.extend(quoted_subjects(text, group));
    }
    found.extend(bare::announced(text).filter_map(|at| bare::name(text, at)));
    starts.extend(text.match_indices("とは").filter_map(|(at, _)| bare::subject(text, at)));
    starts.sort_by_key(|start| start.at);
    found.extend(sentence::explained(text, &starts));
    found.extend(sentence::glosses(text).into_iter().filter_map(|gloss| bare::glossed(text, gloss)));
    found.sort_by_key(|definition| (definition.term.start, definition.meaning.is_none()));
    found.dedup_by_key(|definition| definition.term.start);
    found
}

/// What a text that is an entry of a list defines: 「X」　…をいう。, X：…. In a `glossary`, an article of definitions, the
/// meaning needs no verb after a colon or a quoted term.
pub fn entry(text: &str, glossary: bool) -> Option<Definition> {
    let quoted =
        quotes(ahead(text, 0, LONGEST + 2)).into_iter().next().filter(|quote| text[..quote.start].trim().is_empty());
    let (term, end) = match &quoted {
        Some(quote) => (inside(text, quote)?, quote.end),
        None => {
            let end = ahead(text, 0, LONGEST / 2).find(['：', ':', '　'])?;
            (trimmed(text, 0..end), end)
        }
    };
    let rest = text[end..].trim_start();
    let has_colon = rest.starts_with(['：', ':']);
    let meaning = rest.trim_start_matches(['：', ':', '…', '―', '－', ' ', '　']);
    let is_apart = text[end..].len() > meaning.len();
    let start = text.len() - meaning.len();
    let sentence = &meaning[..meaning.find('。').unwrap_or(meaning.len())];
    let verb = ENTRY_ENDINGS.iter().find(|verb| sentence.ends_with(**verb));
    let is_said = verb.is_some() || (glossary && (has_colon || quoted.is_some()) && !sentence.is_empty());
    let word = &text[term.clone()];
    let is_named = quoted.is_some() || (bare::is_term(word) && word.ends_with(is_noun));
    if !is_apart || !is_said || !is_named {
        return None;
    }
    let end = start + sentence.len() - verb.map_or(0, |verb| verb.len());
    Some(Definition { phrase: term.start..end, term, area: Area::Whole, meaning: Some(start..end) })
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
    let lead = lead.or_else(|| verb.and_then(|_| placed(before)));
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
    (!gap.starts_with(['の', 'に']) && !gap.contains(MARKS)).then_some(words)
}

/// Between a bracket and the quotation: 次項において.
fn placed(before: &str) -> Option<&str> {
    let (_, words) = before.rsplit_once(['（', '('])?;
    words.ends_with("において").then_some(words)
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
    let strength = if said.starts_with(['、', '，']) { Strength::Emphatic } else { Strength::Quoted };
    let start = |term| Start { at, term, phrase: first.start, area: area(lead), strength };
    group.iter().filter_map(|quote| inside(text, quote)).map(start).collect()
}

/// At most [`REACH`] characters of the sentence before a place.
fn sentence_so_far(text: &str, at: usize) -> &str {
    let before = back(text, at, REACH);
    before.rsplit(['。', '\n']).next().unwrap_or(before)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<&str> {
        scan(text).into_iter().map(|found| &text[found.term]).collect()
    }

    fn sole(text: &str) -> Definition {
        let found = scan(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        found[0].clone()
    }

    #[test]
    fn names_are_given_in_many_ways() {
        for text in [
            "運営者（以下「当店」という。）は",
            "運営者（以下「当店」といいます。）は",
            "運営者（以下、「当店」といいます）は",
            "運営者（以下、単に「当店」といいます。）は",
            "運営者(以下「当店」)は",
            "運営者（以下、当店 という）は",
            "甲店及び乙店（以下総称して「当店」という。）は",
            "甲店及び乙店（以下これらを「当店」と総称します。）は",
            "甲店（旧乙店。以下「当店」という。）は",
            "甲店を「当店」といい、乙店を除きます。",
            "甲店を、本条において「当店」といいます。",
            "甲店（以下｢当店｣と呼びます。）は",
            "甲店（以下「 当店 」と定義します。）は",
        ] {
            assert_eq!(terms(text), ["当店"], "{text}");
        }
    }

    #[test]
    fn one_phrase_defines_several_terms() {
        assert_eq!(terms("甲店及び乙店（以下それぞれ「甲」、「乙」という。）"), ["甲", "乙"]);
        assert_eq!(terms("この別紙において「甲」及び「乙」とは、それぞれ前項の甲及び乙をいいます。"), ["甲", "乙"]);
        assert_eq!(terms("「甲」とは、山をいい、「乙」とは、川をいう。"), ["甲", "乙"]);
    }

    #[test]
    fn meanings_end_at_their_verb() {
        let meaning = |text: &'static str| &text[sole(text).meaning.expect("a meaning")];
        assert_eq!(meaning("「船」とは、川（沢を含む。）を渡る乗り物をいう。"), "、川（沢を含む。）を渡る乗り物");
        assert_eq!(meaning("本規約において船とは、乗り物をいいます。"), "、乗り物");
        assert_eq!(meaning("（１）船 とは水に浮く乗り物をいう。"), "水に浮く乗り物");
        assert_eq!(meaning("なお、ここにいう「船」とは乗り物を意味します（以下同じ）。"), "乗り物");
        assert_eq!(terms("支払う日（二十日をいいます。以下同じ。）の前"), [""; 0]);
        assert_eq!(meaning("渡し船（川を渡る船をいいます。以下同じ。）に乗る。"), "川を渡る船");
        assert_eq!(meaning("「渡し船」（川を渡る船をいうものとし、以後同様とする）に乗る。"), "川を渡る船");
    }

    #[test]
    fn entries_of_lists_define_their_first_words() {
        let entry = |text: &'static str, glossary| super::entry(text, glossary).map(|found| &text[found.term]);
        assert_eq!(entry("「渡し船」　川を渡る船をいう。", false), Some("渡し船"));
        assert_eq!(entry("渡し船　川を渡る船をいいます。", false), Some("渡し船"));
        assert_eq!(entry("「渡し船」：川を渡る船", true), Some("渡し船"));
        assert_eq!(entry("渡し船：川を渡る船", true), Some("渡し船"));
        for text in ["渡し船：川を渡る船", "「渡し船」　川を渡る船", "「渡し船」をいう。", "渡し船をいう。"]
        {
            assert_eq!(entry(text, false), None, "{text}");
        }
        assert_eq!(entry("次のとおりとする：川を渡る船", true), None);
    }

    #[test]
    fn the_noun_before_a_bracket_may_begin_with_a_verb() {
        assert_eq!(terms("毎月の締め日（二十日をいう。以下同じ。）"), ["締め日"]);
        assert_eq!(terms("店の引継ぎ番号（店が付す番号をいう。以下同じ。）"), ["引継ぎ番号"]);
        assert_eq!(terms("、渡し船（川を渡る船をいう。以下同じ。）"), ["渡し船"]);
        assert_eq!(terms("休日を除き営業日（店を開く日をいう。以下同じ。）"), ["営業日"]);
        assert_eq!(terms("個人に限り会員（入会した者をいう。以下同じ。）"), ["会員"]);
        assert_eq!(terms("責任あり契約（書面によるものをいう。以下同じ。）"), ["契約"]);
    }

    #[test]
    fn words_about_words_define_nothing() {
        for text in [
            "「当店」という文言を表示します。",
            "以下の「申込書」という名の書面を出します。",
            "「当店」とは無関係です。",
            "「当店」とは異なる店に申し込みます。乗り物をいう。",
            "書面（電磁的方法を含みます。以下同じ。）で通知します。",
            "定期点検（臨時のものを除きます。以下この項において同じ。）を行います。",
            "第２条第１項（前条の準用をいう。以下同じ。）の場合",
            "退会届は、「退会届」とします。",
            "会員が店に来るとは限らないことをいう。",
            "以下に定める「申込書」",
            "１０人以下という条件",
        ] {
            assert_eq!(terms(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn areas_are_read() {
        let area = |text| sole(text).area;
        assert_eq!(area("期間（以下この条において「利用期間」という。）"), Area::Article);
        assert_eq!(area("本条において「利用期間」とは、一年をいう。"), Area::Article);
        assert_eq!(area("夜間（日没の後をいいます。以下この項において同じ。）"), Area::Paragraph);
        assert_eq!(area("期間（以下この章において「利用期間」という。）"), Area::Chapter);
        assert_eq!(area("この別紙において「利用期間」とは、一年をいいます。"), Area::Document);
        assert_eq!(area("期間（次条及び第９条において「利用期間」という。）を"), Area::Elsewhere);
        assert_eq!(area("本規約において「利用期間」とは、一年をいいます。"), Area::Whole);
        assert_eq!(area("期間（以下「利用期間」という。）"), Area::Whole);
    }

    #[test]
    fn hostile_texts_take_time_in_proportion() {
        for piece in
            ["「", "以下「", "「あ」とは、", "（以下", "（", "とは", "「あ」、", "以下、あ という", "を「あ」", "」"]
        {
            scan(&piece.repeat(40_000));
        }
    }
}
