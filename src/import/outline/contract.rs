//! 章, 節, 条 and 附則: which passages are their headings, and what stands below each.

use std::ops::Range;

use super::entries::{self, Paragraphs, label_of};
use super::words;
use crate::import::draft::{Caption, CaptionPlace, Division, DivisionKind, Entry};
use crate::import::label::{LabelKind, Style};
use crate::import::manuscript::{Block, FootNote, Passage, Remark, RemarkKind};

/// More missing articles than this are no articles that were left out.
const WIDEST_GAP: u32 = 5;

#[derive(Default)]
pub(super) struct Contract {
    pub preamble: Vec<Entry>,
    pub divisions: Vec<Division>,
    pub supplementary: Vec<Division>,
    pub notes: Vec<FootNote>,
}

/// A heading in the row of blocks.
struct Head {
    at: usize,
    kind: DivisionKind,
    /// Bytes of its passage.
    label: Range<usize>,
    caption: Option<(Range<usize>, CaptionPlace)>,
    /// Of what stands behind the caption.
    text: Range<usize>,
}

/// `None` for what has no articles.
pub(super) fn read(blocks: &[Block], remarks: &mut Vec<Remark>) -> Option<Contract> {
    let mut heads = heads(blocks, remarks);
    heads.iter().find(|head| matches!(head.kind, DivisionKind::Article(_)))?;
    find_captions(blocks, &mut heads);
    let bodies = bodies(blocks, &heads);
    let styles = paragraph_styles(&heads, &bodies);
    let mut contract = Contract::default();
    let first = heads.first().map_or(blocks.len(), |head| head.begin());
    contract.preamble = entries::read(&blocks[..first], Paragraphs::Plain, remarks);
    let mut divisions = Vec::new();
    for (head, body) in heads.iter().zip(&bodies) {
        let division = division(blocks, head, body, &styles, remarks);
        if let Block::Passage(passage) = &blocks[head.at]
            && division.entries.iter().all(|entry| entry.notes.is_empty())
        {
            contract.notes.extend(passage.notes.iter().cloned());
        }
        divisions.push(division);
    }
    (contract.divisions, contract.supplementary) = nested(divisions);
    Some(contract)
}

impl Head {
    /// Of its first block: the caption may stand before it.
    fn begin(&self) -> usize {
        let is_before = matches!(self.caption, Some((_, CaptionPlace::Before)));
        self.at - usize::from(is_before)
    }

    /// Of the first block below it.
    fn end(&self) -> usize {
        let is_below = matches!(self.caption, Some((_, CaptionPlace::Below)));
        self.at + 1 + usize::from(is_below)
    }
}

fn heads(blocks: &[Block], remarks: &mut Vec<Remark>) -> Vec<Head> {
    let mut series = Series::default();
    let contents = contents(blocks);
    let mut heads = Vec::new();
    for (at, block) in blocks.iter().enumerate().filter(|(at, _)| !contents.contains(at)) {
        if let Block::Passage(passage) = block
            && let Some(head) = head(at, passage)
            && series.takes(&head, passage, remarks)
        {
            heads.push(head);
        }
    }
    let begins_with_article = matches!(heads.first(), Some(Head { kind: DivisionKind::Article(_), .. }));
    // Articles outside any chapter leave no place for chapters.
    heads.retain(|head| {
        !begins_with_article || matches!(head.kind, DivisionKind::Article(_) | DivisionKind::Supplementary)
    });
    heads
}

/// 目次: from there to where its first heading stands again.
fn contents(blocks: &[Block]) -> Range<usize> {
    let is_contents =
        |block: &Block| matches!(block, Block::Passage(passage) if words::is_contents(passage.text.as_str()));
    let Some(begin) = blocks.iter().position(is_contents) else { return 0..0 };
    let kind = |block: &Block| label_of(block).map(|label| label.kind);
    let Some((first, named)) =
        blocks.iter().enumerate().skip(begin + 1).find_map(|(at, block)| Some((at, kind(block)?)))
    else {
        return 0..0;
    };
    let again = blocks.iter().enumerate().skip(first + 1).find(|(_, block)| kind(block).as_ref() == Some(&named));
    again.map_or(0..0, |(end, _)| begin..end)
}

fn head(at: usize, passage: &Passage) -> Option<Head> {
    let text = passage.text.as_str();
    if words::is_supplementary(text) {
        let end = text.len();
        return Some(Head { at, kind: DivisionKind::Supplementary, label: 0..end, caption: None, text: end..end });
    }
    let label = crate::import::label::read(text)?;
    let behind = text.len() - label.rest.len();
    let kind = match label.kind {
        LabelKind::Chapter(_) => DivisionKind::Chapter,
        LabelKind::ChapterSection(_) => DivisionKind::ChapterSection,
        LabelKind::Article(numbers) => DivisionKind::Article(numbers),
        _ => return None,
    };
    let (caption, rest) = caption(text, behind, &kind)?;
    let caption = caption.map(|range| {
        let is_joined = text[..range.start].ends_with(|c: char| !c.is_whitespace());
        (range, if is_joined { CaptionPlace::Joined } else { CaptionPlace::Spaced })
    });
    let head = Head { at, kind, label: 0..behind, caption, text: rest..text.len() };
    let has_title = head.caption.is_some() && head.text.is_empty();
    (matches!(head.kind, DivisionKind::Article(_)) || has_title).then_some(head)
}

/// Bytes of the caption, if there is one, and where the text begins; `None` where a sentence only begins with a reference.
fn caption(text: &str, behind: usize, kind: &DivisionKind) -> Option<(Option<Range<usize>>, usize)> {
    let rest = &text[behind..];
    if !matches!(kind, DivisionKind::Article(_)) {
        return entries::is_like_a_title(rest).then_some((Some(behind..text.len()), text.len()));
    }
    if let Some(length) = words::bracket(rest) {
        let end = behind + length;
        let after = &text[end..];
        let is_sentence = after.starts_with(words::is_particle);
        return (!is_sentence).then(|| (Some(behind..end), end + (after.len() - after.trim_start().len())));
    }
    let is_caption = entries::is_like_a_title(rest) && !words::is_deletion(rest);
    Some(if is_caption { (Some(behind..text.len()), text.len()) } else { (None, behind) })
}

/// Which numbers have come so far.
#[derive(Default)]
struct Series {
    chapter: u32,
    section: u32,
    article: Vec<u32>,
}

impl Series {
    /// Whether the number is the next one; gaps and repetitions are remarked.
    fn takes(&mut self, head: &Head, passage: &Passage, remarks: &mut Vec<Remark>) -> bool {
        let label = crate::import::label::read(passage.text.as_str()).map(|label| label.kind);
        let is_next = match label {
            Some(LabelKind::Chapter(number)) => {
                let is_next = number == self.chapter + 1;
                if is_next {
                    (self.chapter, self.section) = (number, 0);
                }
                is_next
            }
            Some(LabelKind::ChapterSection(number)) => {
                let is_next = number == self.section + 1 && self.chapter > 0;
                self.section = if is_next { number } else { self.section };
                is_next
            }
            Some(LabelKind::Article(numbers)) => return self.takes_article(head, &numbers, passage, remarks),
            _ => {
                self.article.clear();
                return true;
            }
        };
        if !is_next {
            remarks.push(remark(passage, "番号が続いていないため、文章として取り込みました"));
        }
        is_next
    }

    fn takes_article(&mut self, head: &Head, numbers: &[u32], passage: &Passage, remarks: &mut Vec<Remark>) -> bool {
        let is_next = is_next(&self.article, numbers);
        let has_caption = head.caption.is_some();
        let gap = numbers.first().zip(self.article.first()).map(|(now, last)| now.saturating_sub(*last));
        // What stands there again, or goes back, is text: its number could not be kept.
        let is_close = gap.is_none_or(|gap| (1..=WIDEST_GAP).contains(&gap));
        let is_heading = is_next || (has_caption && is_close);
        if !is_heading {
            remarks.push(remark(passage, "条の番号が続いていないため、文章として取り込みました"));
            return false;
        }
        if !is_next {
            remarks.push(remark(passage, "条の番号が前の条から続いていません"));
        }
        self.article = numbers.to_vec();
        true
    }
}

/// 第３条 after 第２条 or 第２条の２, 第２条の２ after 第２条.
fn is_next(last: &[u32], numbers: &[u32]) -> bool {
    let depth = numbers.len() - 1;
    let same = numbers[..depth] == last[..depth.min(last.len())] && depth <= last.len();
    match last.get(depth) {
        Some(before) => same && numbers[depth] == before + 1,
        None => same && numbers[depth] == if depth == 0 { 1 } else { 2 },
    }
}

fn remark(passage: &Passage, what: &str) -> Remark {
    let text: String = passage.text.as_str().chars().take(30).collect();
    Remark { kind: RemarkKind::Doubtful, line: passage.text.first_line(), text: format!("{what}：{text}") }
}

/// Captions that stand on lines of their own, before or below 第１条. Without brackets they must be the custom.
fn find_captions(blocks: &[Block], heads: &mut [Head]) {
    let line = |at: Option<usize>| match at.and_then(|at| blocks.get(at)) {
        Some(Block::Passage(passage)) if label_of(&blocks[at.unwrap_or_default()]).is_none() => {
            Some(passage.text.as_str())
        }
        _ => None,
    };
    let is_caption = |text: &&str| entries::is_like_a_title(text);
    let is_bracketed = |text: &&str| words::bracket(text) == Some(text.len()) && is_caption(text);
    let mut found: Vec<[Option<bool>; 2]> = Vec::new();
    for (index, head) in heads.iter().enumerate() {
        let is_bare = head.caption.is_none() && matches!(head.kind, DivisionKind::Article(_));
        let is_free = |at: usize| heads.iter().skip(index.saturating_sub(1)).take(3).all(|other| other.at != at);
        let before = line(head.at.checked_sub(1).filter(|&at| is_free(at))).filter(|_| is_bare);
        let below = line(Some(head.at + 1).filter(|&at| is_free(at))).filter(|_| is_bare && head.text.is_empty());
        let seen = |text: Option<&str>| text.filter(is_caption).map(|text| is_bracketed(&text));
        found.push([seen(before), seen(below)]);
    }
    let bare =
        heads.iter().filter(|head| head.caption.is_none() && matches!(head.kind, DivisionKind::Article(_))).count();
    let is_custom = |side: usize| {
        let count = found.iter().filter(|seen| seen[side].is_some()).count();
        count > 1 && count * 2 > bare
    };
    let custom = [is_custom(0), is_custom(1)];
    for (head, seen) in heads.iter_mut().zip(found) {
        let takes = |side: usize| seen[side].is_some_and(|is_bracketed| is_bracketed || custom[side]);
        let place = if takes(0) {
            CaptionPlace::Before
        } else if takes(1) {
            CaptionPlace::Below
        } else {
            continue;
        };
        head.caption = Some((0..0, place));
    }
}

/// The blocks below each heading.
fn bodies(blocks: &[Block], heads: &[Head]) -> Vec<Vec<Block>> {
    let ends = heads.iter().skip(1).map(Head::begin).chain([blocks.len()]);
    let body = |(head, end): (&Head, usize)| {
        let mut body = Vec::new();
        if let Block::Passage(passage) = &blocks[head.at]
            && !head.text.is_empty()
        {
            let text = passage.text.part(head.text.clone());
            body.push(Block::Passage(Passage {
                text,
                heading: None,
                indent: passage.indent,
                notes: passage.notes.clone(),
            }));
        }
        body.extend(blocks[head.end().min(end)..end].iter().cloned());
        body
    };
    heads.iter().zip(ends).map(body).collect()
}

/// The styles of paragraph numbers: a 2 where there was no 1 before, or a 1 that begins an article.
fn paragraph_styles(heads: &[Head], bodies: &[Vec<Block>]) -> Vec<Style> {
    let mut votes: Vec<(Style, u32)> = Vec::new();
    let mut vote = |style: &Style, weight: u32| match votes.iter_mut().find(|(known, _)| known == style) {
        Some((_, count)) => *count += weight,
        None => votes.push((style.clone(), weight)),
    };
    for (_, body) in heads.iter().zip(bodies).filter(|(head, _)| !matches!(head.kind, DivisionKind::Chapter)) {
        let mut begun: Vec<Style> = Vec::new();
        for (at, block) in body.iter().enumerate() {
            let Some(label) = label_of(block) else { continue };
            let LabelKind::Item(readings) = &label.kind else { continue };
            // イ is the first of イロハ before it is the second of アイウ.
            let may_be_first = readings.iter().any(|reading| reading.number == 1);
            for reading in readings.iter().filter(|reading| entries::is_plausible(&reading.style, label.rest)) {
                let has_begun = begun.iter().any(|style| style.is_like(&reading.style));
                match reading.number {
                    1 => {
                        if at == 0 {
                            vote(&reading.style, 1);
                        }
                        begun.push(reading.style.clone());
                    }
                    2 if !has_begun && !may_be_first && at > 0 => vote(&reading.style, 3),
                    _ => {}
                }
            }
        }
    }
    let weight =
        |style: &Style| -> u32 { votes.iter().filter(|(other, _)| other.is_like(style)).map(|(_, n)| n).sum() };
    let best = votes.iter().map(|(style, _)| weight(style)).max().unwrap_or(0);
    // A list that begins an article once is one of items.
    let is_custom = |style: &Style| weight(style) * 3 >= best;
    votes.iter().map(|(style, _)| style).filter(|style| is_custom(style)).cloned().collect()
}

fn division(blocks: &[Block], head: &Head, body: &[Block], styles: &[Style], remarks: &mut Vec<Remark>) -> Division {
    let passage = |at: usize| match blocks.get(at) {
        Some(Block::Passage(passage)) => Some(passage),
        _ => None,
    };
    let caption = head.caption.as_ref().and_then(|(range, place)| {
        let text = match place {
            CaptionPlace::Before => passage(head.at.checked_sub(1)?)?.text.clone(),
            CaptionPlace::Below => passage(head.at + 1)?.text.clone(),
            CaptionPlace::Joined | CaptionPlace::Spaced => passage(head.at)?.text.part(range.clone()),
        };
        let has_brackets = matches!(head.kind, DivisionKind::Article(_));
        let brackets = Some(text.as_str()).filter(|_| has_brackets).and_then(words::brackets);
        Some(Caption { text, brackets, place: *place })
    });
    let label = passage(head.at).map(|passage| passage.text.part(head.label.clone()));
    let paragraphs = match head.kind {
        DivisionKind::Article(_) | DivisionKind::Supplementary => Paragraphs::Numbered(styles),
        _ => Paragraphs::Plain,
    };
    let entries = entries::read(body, paragraphs, remarks);
    Division { kind: head.kind.clone(), label, caption, entries, divisions: Vec::new() }
}

/// Articles below their chapters and sections; 附則 with its articles apart.
fn nested(row: Vec<Division>) -> (Vec<Division>, Vec<Division>) {
    let (mut main, mut supplementary): (Vec<Division>, Vec<Division>) = (Vec::new(), Vec::new());
    let rank = |kind: &DivisionKind| match kind {
        DivisionKind::Chapter | DivisionKind::Supplementary => 0,
        DivisionKind::ChapterSection => 1,
        DivisionKind::Article(_) | DivisionKind::Section => 2,
    };
    for division in row {
        if division.kind == DivisionKind::Supplementary {
            supplementary.push(division);
            continue;
        }
        let mut row = if supplementary.is_empty() { &mut main } else { &mut supplementary };
        while row.last().is_some_and(|last| rank(&last.kind) < rank(&division.kind)) {
            let last = row.len() - 1;
            row = &mut row[last].divisions;
        }
        row.push(division);
    }
    (main, supplementary)
}
