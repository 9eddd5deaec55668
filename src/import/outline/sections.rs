//! Headings of annexes, specifications and policies: １．, １－３．, or lines without numbers. A short line that text or
//! deeper numbers follow is a heading; otherwise it is an item of a list.

use super::entries::{self, Paragraphs, label_of};
use super::words;
use crate::import::draft::{Caption, CaptionPlace, Division, DivisionKind, Entry};
use crate::import::label::{LabelKind, Style};
use crate::import::manuscript::{Block, FootNote, Passage, Remark, RemarkKind};

/// How far ahead a heading with text below it is preferred to an item with the same number.
const LOOKAHEAD: usize = 60;
/// Deeper headings are set as deep as this.
const MAX_DEPTH: usize = 6;

pub(super) struct Sections {
    pub preamble: Vec<Entry>,
    pub divisions: Vec<Division>,
    pub notes: Vec<FootNote>,
}

struct Head {
    at: usize,
    /// 1 for the highest.
    depth: usize,
    is_numbered: bool,
}

pub(super) fn read(blocks: &[Block], remarks: &mut Vec<Remark>) -> Sections {
    let heads = heads(blocks, remarks);
    let first = heads.first().map_or(blocks.len(), |head| head.at);
    let preamble = entries::read(&blocks[..first], Paragraphs::Plain, remarks);
    let mut notes = Vec::new();
    let mut row = Vec::new();
    let ends = heads.iter().skip(1).map(|head| head.at).chain([blocks.len()]);
    for (head, end) in heads.iter().zip(ends) {
        let Block::Passage(passage) = &blocks[head.at] else { continue };
        notes.extend(passage.notes.iter().cloned());
        let entries = entries::read(&blocks[head.at + 1..end], Paragraphs::Plain, remarks);
        row.push((head.depth, division(passage, head.is_numbered, entries)));
    }
    Sections { preamble, divisions: nested(row), notes }
}

fn heads(blocks: &[Block], remarks: &mut Vec<Remark>) -> Vec<Head> {
    let numbered = numbered(blocks);
    let marked: Vec<(usize, u8)> =
        blocks.iter().enumerate().filter_map(|(at, block)| Some((at, marked(block)?))).collect();
    let are_marked_numbered = marked.iter().all(|(at, _)| numbered.iter().any(|head| head.at == *at));
    if are_marked_numbered && is_regular(blocks, &numbered) {
        return numbered;
    }
    let ranks: Vec<(usize, u8)> = match (marked.is_empty(), numbered.is_empty()) {
        (false, _) => marked,
        // Numbers that the program could not write by itself stay in the words of the headings.
        (true, false) => {
            let line = numbered.first().map_or(0, |head| head_line(&blocks[head.at]));
            let text = "見出しの番号が続いていないため、番号を見出しの文字として取り込みました".to_owned();
            remarks.push(Remark { kind: RemarkKind::Doubtful, line, text });
            numbered.iter().map(|head| (head.at, head.depth.min(MAX_DEPTH) as u8)).collect()
        }
        (true, true) => signed(blocks),
    };
    by_rank(ranks)
}

fn head_line(block: &Block) -> u32 {
    match block {
        Block::Passage(passage) => passage.text.first_line(),
        _ => 0,
    }
}

fn marked(block: &Block) -> Option<u8> {
    match block {
        Block::Passage(passage) if !passage.text.is_empty() => passage.heading,
        _ => None,
    }
}

/// Ranks may begin anywhere and leave some out.
fn by_rank(ranks: Vec<(usize, u8)>) -> Vec<Head> {
    let mut open: Vec<u8> = Vec::new();
    let head = |(at, rank): (usize, u8)| {
        while open.last().is_some_and(|&last| last >= rank) {
            open.pop();
        }
        if open.len() < MAX_DEPTH {
            open.push(rank);
        }
        Head { at, depth: open.len(), is_numbered: false }
    };
    ranks.into_iter().map(head).collect()
}

/// Short lines in brackets or behind ■, where nothing else is a heading. What stands first is the highest.
fn signed(blocks: &[Block]) -> Vec<(usize, u8)> {
    let mut kinds: Vec<char> = Vec::new();
    let mut ranks = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let Block::Passage(passage) = block else { continue };
        let has_body = blocks.get(at + 1).is_some();
        let sign = words::heading_sign(passage.text.as_str()).filter(|_| has_body);
        if let Some(sign) = sign {
            let rank = kinds.iter().position(|&kind| kind == sign).unwrap_or_else(|| {
                kinds.push(sign);
                kinds.len() - 1
            });
            ranks.push((at, rank.min(MAX_DEPTH) as u8));
        }
    }
    // Two lines on each other are a list.
    let is_list =
        ranks.windows(2).filter(|pair| pair[0].0 + 1 == pair[1].0 && pair[0].1 == pair[1].1).count() * 2 > ranks.len();
    if is_list { Vec::new() } else { ranks }
}

/// Whether positions give the numbers that stand there.
fn is_regular(blocks: &[Block], heads: &[Head]) -> bool {
    let mut counters: Vec<u32> = Vec::new();
    !heads.is_empty()
        && heads.iter().all(|head| {
            let numbers = match label_of(&blocks[head.at]).map(|label| label.kind) {
                Some(LabelKind::Section(numbers)) => numbers,
                Some(LabelKind::Item(readings)) => readings.first().map(|first| vec![first.number]).unwrap_or_default(),
                _ => return false,
            };
            if head.depth > counters.len() + 1 || numbers.len() != head.depth {
                return false;
            }
            counters.truncate(head.depth);
            match counters.get_mut(head.depth - 1) {
                Some(counter) => *counter += 1,
                None => counters.push(1),
            }
            numbers == counters
        })
}

fn numbered(blocks: &[Block]) -> Vec<Head> {
    let mut heads: Vec<Head> = Vec::new();
    let deeper = blocks.iter().enumerate().filter_map(|(at, block)| {
        let label = label_of(block)?;
        let LabelKind::Section(numbers) = label.kind else { return None };
        let is_heading = entries::is_like_a_title(label.rest) || marked(block).is_some();
        is_heading.then(|| Head { at, depth: numbers.len().min(MAX_DEPTH), is_numbered: true })
    });
    heads.extend(deeper);
    let has_deeper = !heads.is_empty();
    heads.extend(chain(blocks, has_deeper).into_iter().map(|at| Head { at, depth: 1, is_numbered: true }));
    heads.sort_by_key(|head| head.at);
    heads
}

/// A line that may be the heading of a numbered section.
struct Candidate {
    at: usize,
    number: u32,
    style: Style,
    has_body: bool,
}

/// The sections of the highest level: １．, ２．, … in one style.
fn chain(blocks: &[Block], has_deeper: bool) -> Vec<usize> {
    let all: Vec<Candidate> =
        blocks.iter().enumerate().filter_map(|(at, block)| candidate(blocks, at, block)).collect();
    let mut seen: Vec<&Style> = Vec::new();
    for first in all.iter().filter(|candidate| candidate.number == 1) {
        if seen.contains(&&first.style) {
            continue;
        }
        seen.push(&first.style);
        let members = members(&all, first);
        let with_body = members.iter().filter(|member| member.has_body).count();
        let is_long = members.len() > 1 || has_deeper || blocks.len() > first.at + 2 && first.at <= 2;
        if is_long && with_body * 10 >= members.len() * 7 {
            return members.into_iter().map(|member| member.at).collect();
        }
    }
    Vec::new()
}

fn candidate(blocks: &[Block], at: usize, block: &Block) -> Option<Candidate> {
    let label = label_of(block)?;
    let LabelKind::Item(readings) = &label.kind else { return None };
    let reading = readings.first()?;
    let is_marked = marked(block).is_some();
    // （１） and ① stand before items, unless the file says that the line is a heading.
    let is_section = reading.style.before.is_empty() && words::is_digits(reading.style.counter);
    let next = blocks.get(at + 1);
    let is_next_number = next.and_then(label_of).is_some_and(|next| match next.kind {
        LabelKind::Item(others) => {
            others.iter().any(|other| other.style.is_like(&reading.style) && other.number == reading.number + 1)
        }
        _ => false,
    });
    let has_body = next.is_some() && !is_next_number;
    let is_title = entries::is_like_a_title(label.rest) && (has_body || !words::is_condition(label.rest));
    let is_plausible = entries::is_plausible(&reading.style, label.rest);
    let is_candidate = is_marked || is_section && is_title && is_plausible;
    is_candidate.then(|| Candidate { at, number: reading.number, style: reading.style.clone(), has_body })
}

/// The lines that go on counting from the first.
fn members<'c>(all: &'c [Candidate], first: &'c Candidate) -> Vec<&'c Candidate> {
    let row: Vec<&Candidate> =
        all.iter().filter(|other| other.at > first.at && other.style.is_like(&first.style)).collect();
    let mut members = vec![first];
    let mut at = 0;
    while let Some(candidate) = row.get(at) {
        let expected = members.len() as u32 + 1;
        if candidate.number == expected {
            // An item of a list in the section before has nothing below it.
            let near = row[at..].iter().take_while(|other| other.at < candidate.at + LOOKAHEAD);
            let mut same = near.enumerate().filter(|(_, other)| other.number == expected);
            // A page number may look like one.
            let is_own = |other: &Candidate| other.has_body && other.style == first.style;
            let better =
                same.clone().find(|(_, other)| is_own(other)).or_else(|| same.find(|(_, other)| other.has_body));
            let better = better.map_or(0, |(ahead, _)| ahead);
            at += better;
            members.push(row[at]);
        }
        at += 1;
    }
    members
}

fn division(passage: &Passage, is_numbered: bool, entries: Vec<Entry>) -> Division {
    let label = crate::import::label::read(passage.text.as_str()).filter(|_| is_numbered);
    let (label, title) = match label {
        Some(label) => {
            let (label, title) = entries::cut(passage, &label);
            (Some(label), title)
        }
        None => (None, passage.text.clone()),
    };
    let caption = Some(Caption { text: title, brackets: None, place: CaptionPlace::Spaced });
    Division { kind: DivisionKind::Section, label, caption, entries, divisions: Vec::new() }
}

fn nested(row: Vec<(usize, Division)>) -> Vec<Division> {
    let mut top: Vec<Division> = Vec::new();
    for (depth, division) in row {
        let mut row = &mut top;
        for _ in 1..depth {
            let Some(last) = row.len().checked_sub(1) else { break };
            row = &mut row[last].divisions;
        }
        row.push(division);
    }
    top
}
