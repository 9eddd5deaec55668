//! Page numbers and running heads: lines that belong to the page and not to the text. What might be content stays: a lone
//! number in a list, a heading, the first of the heads, which may be the title.

use std::collections::BTreeMap;

use super::line::Line;
use super::manuscript::{Remark, RemarkKind};
use super::{join, label};
use crate::japanese::numerals;

/// Lines from the upper or lower edge of a page among which its number stands.
const NUMBER_EDGE: usize = 4;
/// The same of its heads and feet, the number apart.
const HEAD_EDGE: usize = 6;
/// Pages on which a head stands, at least: so many, and so many percent.
const PAGES: usize = 3;
const SHARE: usize = 40;
/// Lines of a page of a text without form feeds, at least.
const SHORTEST: usize = 12;

/// Which lines they are; each is remarked. Where form feeds are lost, page numbers turn the pages.
pub fn find(lines: &mut [Line], remarks: &mut Vec<Remark>) -> Vec<bool> {
    let is_paged = lines.last().is_some_and(|line| line.page > 1);
    let mut is_out = vec![false; lines.len()];
    for at in if is_paged { numbers_of_pages(lines) } else { numbers_in_a_row(lines) } {
        is_out[at] = true;
    }
    if !is_paged {
        turn_pages(lines, &is_out);
    }
    let is_paged = lines.last().is_some_and(|line| line.page > 1);
    for at in if is_paged { heads_of_pages(lines, &is_out) } else { regular(lines) } {
        is_out[at] = true;
    }
    for (line, _) in lines.iter().zip(&is_out).filter(|(_, is_out)| **is_out) {
        remarks.push(Remark { kind: RemarkKind::Furniture, line: line.number, text: line.text.clone() });
    }
    is_out
}

fn turn_pages(lines: &mut [Line], is_out: &[bool]) {
    let mut page = 1;
    for (line, &is_number) in lines.iter_mut().zip(is_out) {
        line.page = page;
        page += u32::from(is_number);
    }
}

/// A lone page number, and whether it is dressed as one: - 12 -, 12/34, Page 12, 第12頁.
fn page_number(text: &str) -> Option<(u32, bool)> {
    if text.len() > 40 {
        return None;
    }
    let bare = numerals::folded(text).to_lowercase();
    let digits = |text: &str| -> Option<u32> {
        (text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
    };
    if let Some(number) = digits(&bare) {
        return Some((number, false));
    }
    let core = bare.trim_matches(|c| "-‐–—―−~〜|".contains(c));
    let core = ["page", "ページ", "pp.", "p.", "第"].iter().find_map(|lead| core.strip_prefix(lead)).unwrap_or(core);
    let core = ["ページ", "頁"].iter().find_map(|tail| core.strip_suffix(tail)).unwrap_or(core);
    let number = core.split_once('/').or_else(|| core.split_once("of")).map_or(Some(core), |(number, total)| {
        let total = digits(total.trim_end_matches("ページ"))?;
        (digits(number)? <= total).then_some(number)
    });
    number
        .filter(|_| core.len() < bare.len() || core.contains(['/', 'o']))
        .and_then(digits)
        .map(|number| (number, true))
}

/// Ranges of lines, one a page.
fn pages(lines: &[Line]) -> Vec<std::ops::Range<usize>> {
    let mut pages = Vec::new();
    let mut start = 0;
    for end in 1..=lines.len() {
        if lines.get(end).is_none_or(|line| line.page != lines[start].page) {
            pages.push(start..end);
            start = end;
        }
    }
    pages
}

/// Lone numbers at the edges of pages that differ from the count of pages by one amount.
fn numbers_of_pages(lines: &[Line]) -> Vec<usize> {
    let mut by_offset: BTreeMap<i64, Vec<(usize, bool)>> = BTreeMap::new();
    for page in pages(lines) {
        let edges = page.clone().filter(|at| at - page.start < NUMBER_EDGE || page.end - at <= NUMBER_EDGE);
        for at in edges {
            if let Some((number, is_dressed)) = page_number(&lines[at].text) {
                let offset = i64::from(number) - i64::from(lines[at].page);
                by_offset.entry(offset).or_default().push((at, is_dressed));
            }
        }
    }
    let last_page = lines.last().map_or(0, |line| line.page);
    let is_sure = |offset: i64, found: &[(usize, bool)]| match found {
        [(at, is_dressed)] => *is_dressed || offset == 0 && last_page >= 3 && lines[*at].page > 1,
        _ => true,
    };
    let best = by_offset.into_iter().filter(|(offset, found)| is_sure(*offset, found));
    best.max_by_key(|(offset, found)| (found.len(), *offset == 0))
        .map_or_else(Vec::new, |(_, found)| found.into_iter().map(|(at, _)| at).collect())
}

/// Lone numbers that rise by one, a page apart.
fn numbers_in_a_row(lines: &[Line]) -> Vec<usize> {
    let found: Vec<(usize, u32, bool)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| page_number(&line.text).map(|(number, is_dressed)| (at, number, is_dressed)))
        .collect();
    // How long a row ends at each, and where the one before stands.
    let mut rows: Vec<(usize, Option<usize>)> = Vec::with_capacity(found.len());
    let mut latest: BTreeMap<u32, usize> = BTreeMap::new();
    for (at, &(line, number, is_dressed)) in found.iter().enumerate() {
        let before = number.checked_sub(1).and_then(|before| latest.get(&before)).copied();
        let before = before.filter(|&before| is_dressed || line - found[before].0 >= SHORTEST);
        rows.push((before.map_or(1, |before| rows[before].0 + 1), before));
        latest.insert(number, at);
    }
    let Some(end) = (0..rows.len()).max_by_key(|&at| rows[at].0) else { return Vec::new() };
    let row: Vec<usize> = std::iter::successors(Some(end), |&at| rows[at].1).collect();
    let is_edge = |at: usize| at == 0 || at + 1 == lines.len();
    let is_dressed = row.iter().all(|&at| found[at].2);
    let lines_of_row: Vec<usize> = row.iter().rev().map(|&at| found[at].0).collect();
    let is_sure = if is_dressed {
        row.len() >= 2 || is_edge(lines_of_row[0])
    } else {
        row.len() >= PAGES && is_regular(&lines_of_row, 3)
    };
    if is_sure { lines_of_row } else { Vec::new() }
}

/// Whether no gap is more than `times` as long as another.
fn is_regular(places: &[usize], times: usize) -> bool {
    let gaps = places.windows(2).map(|pair| pair[1] - pair[0]);
    let shortest = gaps.clone().min().unwrap_or_default();
    shortest >= SHORTEST && gaps.max().is_some_and(|longest| longest <= shortest * times)
}

/// What a head says, its numbers apart, and these.
fn head(text: &str) -> (String, Vec<u32>) {
    let mut words = String::new();
    let mut numbers: Vec<u32> = Vec::new();
    let mut in_number = false;
    for c in numerals::folded(text).chars() {
        match c.to_digit(10) {
            Some(digit) if in_number => {
                if let Some(last) = numbers.last_mut() {
                    *last = last.saturating_mul(10).saturating_add(digit);
                }
            }
            Some(digit) => {
                numbers.push(digit);
                words.push('#');
            }
            None => words.push(c),
        }
        in_number = c.is_ascii_digit();
    }
    (words, numbers)
}

/// Nothing that belongs to the text: a sentence, an article, an item.
fn may_be_head(line: &Line) -> bool {
    line.text.len() <= 200 && !join::has_ended(&line.text) && label::read(&line.text).is_none()
}

/// A line, and the numbers in it.
type Found = (usize, Vec<u32>);

/// Lines at the same edge of most pages that say the same, numbers that rise with the pages apart.
fn heads_of_pages(lines: &[Line], is_out: &[bool]) -> Vec<usize> {
    let pages = pages(lines);
    let mut everywhere: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines.iter().filter(|line| may_be_head(line)) {
        *everywhere.entry(head(&line.text).0).or_default() += 1;
    }
    let mut groups: BTreeMap<(bool, String), Vec<Found>> = BTreeMap::new();
    for page in &pages {
        let rest: Vec<usize> = page.clone().filter(|&at| !is_out[at]).collect();
        let upper = rest.iter().take(HEAD_EDGE.min(rest.len().div_ceil(2))).map(|&at| (true, at));
        let lower = rest.iter().rev().take(HEAD_EDGE.min(rest.len() / 2)).map(|&at| (false, at));
        for (is_upper, at) in upper.chain(lower).filter(|&(_, at)| may_be_head(&lines[at])) {
            let (words, numbers) = head(&lines[at].text);
            groups.entry((is_upper, words)).or_default().push((at, numbers));
        }
    }
    let is_running = |words: &str, found: &[Found]| {
        let is_frequent = found.len() >= PAGES && found.len() * 100 >= pages.len() * SHARE;
        // What stands in the middle of pages as well is content.
        let belongs_to_edges = everywhere.get(words).is_some_and(|&all| found.len() * 3 >= all * 2);
        is_frequent && belongs_to_edges && (0..found[0].1.len()).all(|place| rises(lines, found, place))
    };
    let mut heads: Vec<usize> = Vec::new();
    for ((is_upper, _), found) in groups.into_iter().filter(|((_, words), found)| is_running(words, found)) {
        let may_be_title =
            is_upper && lines[found[0].0].page == 1 && found.windows(2).all(|pair| pair[0].1 == pair[1].1);
        heads.extend(found.iter().skip(usize::from(may_be_title)).map(|(at, _)| *at));
    }
    heads
}

/// Whether the number at `place` is the same in all, or that of the page.
fn rises(lines: &[Line], found: &[Found], place: usize) -> bool {
    let numbers = || found.iter().map(|(at, numbers)| (i64::from(lines[*at].page), i64::from(numbers[place])));
    let mut pairs = numbers().zip(numbers().skip(1));
    pairs.clone().all(|((_, one), (_, other))| one == other)
        || pairs.all(|((page, number), (next_page, next))| next - number == next_page - page)
}

/// In a text without pages and page numbers: what stands again and again at one distance.
fn regular(lines: &[Line]) -> Vec<usize> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| may_be_head(line)) {
        groups.entry(numerals::folded(&line.text)).or_default().push(at);
    }
    let running = groups.into_values().filter(|found| found.len() > PAGES && is_regular(found, 2));
    running.flat_map(|found| if found[0] == 0 { found[1..].to_vec() } else { found }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(pages: &[&str]) -> Vec<Line> {
        let numbered = pages.iter().zip(1..).flat_map(|(page, number)| page.lines().map(move |line| (line, number)));
        numbered.zip(1..).map(|((line, page), number)| Line::typed(line, number, page, 0)).collect()
    }

    fn left_out(lines: Vec<Line>) -> Vec<String> {
        let (mut lines, mut remarks) = (lines, Vec::new());
        find(&mut lines, &mut remarks);
        remarks.into_iter().map(|remark| remark.text).collect()
    }

    #[test]
    fn every_dress_of_page_numbers_is_known() {
        for dressed in
            ["- 12 -", "－１２－", "12/34", "12 / 34 ページ", "Page 12", "Page 12 of 34", "p. 12", "第12頁", "12ページ"]
        {
            assert_eq!(page_number(dressed), Some((12, true)), "{dressed}");
        }
        assert_eq!(page_number("１２"), Some((12, false)));
        for text in ["12月", "（12）", "12.", "2026/10/01", "34/12", "第12条", "ページ", "-", "", "of", "/"] {
            assert_eq!(page_number(text), None, "{text}");
        }
    }

    #[test]
    fn heads_feet_and_numbers_go_and_the_first_head_may_be_the_title() {
        let page = |number: u32, body: &str| {
            format!("かもめ予約利用規約\n第{number}条（あ）\n{body}\nもう一行です。\n機密\n{number} / 4")
        };
        let pages = [page(1, "一"), page(2, "二"), page(3, "三"), page(4, "四")];
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        let mut expected = vec!["機密", "1 / 4"];
        for number in ["2 / 4", "3 / 4", "4 / 4"] {
            expected.extend(["かもめ予約利用規約", "機密", number]);
        }
        assert_eq!(left_out(text(&pages)), expected);
    }

    #[test]
    fn numbered_heads_go_and_headings_stay() {
        let page = |number: u32| {
            format!("規約 第2版 {number}頁\n見出し{}\n本文です。\n本文です。\n本文です。", number * number)
        };
        let pages: Vec<String> = (1..6).map(page).collect();
        let out = left_out(text(&pages.iter().map(String::as_str).collect::<Vec<_>>()));
        assert_eq!(out, ["規約 第2版 1頁", "規約 第2版 2頁", "規約 第2版 3頁", "規約 第2版 4頁", "規約 第2版 5頁"]);
    }

    #[test]
    fn numbers_in_lists_stay() {
        assert_eq!(left_out(text(&["回数\n1\n2\n3\n4\n以上です。"])), [""; 0]);
        assert_eq!(left_out(text(&["回数\n7\n以上です。", "本文です。"])), [""; 0]);
    }

    #[test]
    fn pages_without_form_feeds_are_found_by_their_numbers() {
        let mut whole = String::new();
        for page in 1..=3 {
            whole += &"本文がここにあり、\n".repeat(15);
            whole += &format!("かもめ医療情報\n{page}\n");
        }
        let (mut lines, mut remarks) = (text(&[&whole]), Vec::new());
        find(&mut lines, &mut remarks);
        assert_eq!(remarks.len(), 6, "{remarks:?}");
        assert_eq!(lines[50].page, 3);
    }

    #[test]
    fn what_stands_at_one_distance_is_a_head() {
        let page = "本文がここにあり、\n".repeat(20) + "かもめ予約利用規約（案）\n";
        assert_eq!(left_out(text(&[&page.repeat(4)])).len(), 4);
        assert_eq!(left_out(text(&[&page.repeat(2)])).len(), 0);
    }
}
