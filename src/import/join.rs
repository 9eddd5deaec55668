//! Joins printed lines to the passages that they were before somebody broke them. What tells is, in this order: a label
//! whose number comes next, the space that word processors leave at the end of a paragraph, whether the line had room
//! for what follows, the end of a sentence, and what no passage begins with.

mod layout;
mod lists;
mod words;

pub use words::{between, has_ended, is_as_of, is_counted, is_question};

use layout::Layout;
use lists::Lists;

use super::label::{self, Label, LabelKind};
use super::line::Line;
use super::manuscript::{Block, Passage, Table};
use crate::japanese::numerals::Counter;

/// A page that is left with so many percent of its lines empty was ended by force.
const SHORT_PAGE: usize = 70;

/// Lines without the end of a sentence that are so many percent of the width are broken, not ended.
const NEARLY: u32 = 85;

/// Passages, breaks between them, and each table before the line of its number; `lines` in reading order.
pub fn blocks(lines: &[Line], tables: Vec<(usize, Table)>) -> Vec<Block> {
    joined(&Layout::of(lines), tables)
}

/// The same of lines in a cell that is so many columns wide.
pub fn blocks_within(lines: &[Line], width: u16) -> Vec<Block> {
    joined(&Layout::within(lines, width), Vec::new())
}

fn joined(layout: &Layout, tables: Vec<(usize, Table)>) -> Vec<Block> {
    let mut tables = tables.into_iter().peekable();
    let mut lists = Lists::default();
    let mut blocks = Vec::new();
    let mut open: Option<Open> = None;
    let mut edge = Edge::default();
    for (at, line) in layout.lines.iter().enumerate() {
        let label = label::read(&line.text).filter(|label| lists.begins(label, false));
        let is_free = tables.peek().is_none_or(|(before, _)| *before > at);
        if let Some(passage) = open.as_mut().filter(|_| is_free)
            && passage.takes(at, layout, &lists, label.as_ref(), edge.at(at))
        {
            edge.goes_on(at, &layout.lines[at - 1]);
            passage.push(line);
            continue;
        }
        if let Some(ended) = open.take() {
            blocks.push(Block::Passage(ended.passage));
            if layout.is_forced(at, SHORT_PAGE) {
                blocks.push(Block::Break);
            }
        }
        while let Some((_, table)) = tables.next_if(|(before, _)| *before <= at) {
            blocks.push(Block::Table(table));
        }
        if let Some(label) = &label {
            lists.enter(label);
        }
        if words::is_annex(&line.text) {
            lists.leave_articles();
        }
        open = Some(Open::begin(line, label.as_ref(), lists.is_in_articles()));
    }
    blocks.extend(open.map(|open| Block::Passage(open.passage)));
    blocks.extend(tables.map(|(_, table)| Block::Table(table)));
    blocks
}

/// Where the last two lines ended that went on in the middle of a sentence: a cell or box may be set narrower than what
/// stands around it.
#[derive(Default)]
struct Edge {
    rights: [u16; 2],
    /// The line below them.
    below: usize,
}

impl Edge {
    const NEAR: usize = 4;

    fn goes_on(&mut self, at: usize, line: &Line) {
        if !words::has_ended(&line.text) && words::is_prose(&line.text) {
            let before = if at <= self.below + Edge::NEAR { self.rights[1] } else { 0 };
            (self.rights, self.below) = ([before, line.right], at);
        }
    }

    /// In columns, for the line before `at`.
    fn at(&self, at: usize) -> Option<u16> {
        (self.rights[0] > 0 && at <= self.below + Edge::NEAR).then_some(self.rights[0].max(self.rights[1]))
    }
}

/// The passage that is being read.
struct Open {
    passage: Passage,
    lines: usize,
    has_label: bool,
    /// Nothing but a label yet: its text stands on a line of its own.
    is_bare: bool,
    /// A heading in one line, however much room it has.
    is_heading: bool,
    /// Brackets that wait for their ends.
    brackets: usize,
}

impl Open {
    fn begin(line: &Line, label: Option<&Label>, is_in_articles: bool) -> Open {
        let passage = Passage { text: line.written(), heading: None, indent: line.left, notes: Vec::new() };
        Open {
            passage,
            lines: 1,
            has_label: label.is_some(),
            is_bare: label.is_some_and(|label| {
                label.rest.is_empty()
                    && matches!(label.kind, LabelKind::Item(_) | LabelKind::Bullet(_) | LabelKind::Note(_))
            }),
            is_heading: words::is_bracketed(&line.text)
                || label.is_some_and(|label| {
                    !matches!(label.kind, LabelKind::Item(_) | LabelKind::Bullet(_) | LabelKind::Note(_))
                        && !words::is_sentence(label.rest)
                        || !is_in_articles && is_section(label)
                }),
            brackets: words::unclosed(&line.text, 0),
        }
    }

    fn push(&mut self, line: &Line) {
        let next = line.written();
        let between = if self.is_bare { " " } else { words::between(self.passage.text.as_str(), next.as_str()) };
        self.is_bare = false;
        self.passage.text.push(between, &next);
        self.brackets = words::unclosed(&line.text, self.brackets);
        self.lines += 1;
    }

    /// Whether the line `at` belongs to it.
    fn takes(&self, at: usize, layout: &Layout, lists: &Lists, label: Option<&Label>, edge: Option<u16>) -> bool {
        let (last, next) = (&layout.lines[at - 1], &layout.lines[at]);
        let has_ended = words::has_ended(&last.text);
        let is_narrow = edge.is_some_and(|edge| words::is_prose(&last.text) && layout.reaches(at - 1, edge));
        let is_full = is_narrow || layout.is_full(at - 1, self.has_label);
        let is_mid = !has_ended && if layout.spaces_tell { !last.is_spaced } else { is_full };
        if label.is_some_and(|label| lists.begins(label, is_mid)) {
            return false;
        }
        if self.is_bare {
            return true;
        }
        let is_date_in_sentence = words::is_open(&last.text) || words::ends_in_particle(&last.text);
        if words::is_always_opening(&next.text) && !is_date_in_sentence {
            return false;
        }
        if layout.is_set_off(at) || !is_mid && words::is_opening(&next.text) || layout.is_caption(at) {
            return false;
        }
        if self.is_heading && self.lines == 1 {
            let may_go_on = words::is_continuation(&next.text) || words::cannot_begin(&next.text);
            // A heading that goes on ends soon; a sentence below it is longer.
            let is_end = !layout.is_full(at, false) && !words::has_ended(&next.text);
            return is_mid
                && is_full
                && (self.brackets > 0 || !words::is_bracketed_caption(&last.text) && (may_go_on || is_end));
        }
        if words::cannot_begin(&next.text) && !has_ended {
            return true;
        }
        if layout.spaces_tell {
            let is_short = !is_full && has_ended;
            return !is_short && (!last.is_spaced || words::is_latin_seam(&last.text, &next.text) && is_full);
        }
        if has_ended {
            // What follows a sentence is a sentence.
            let is_fragment = !words::has_ended(&next.text) && !layout.is_full(at, false);
            return !is_fragment && is_full && !layout.is_apart(at) && !self.is_indented_anew(last, next);
        }
        let margin = layout.margin(at - 1);
        let is_nearly_full = u32::from(last.right) * 100 >= u32::from(margin) * NEARLY && !layout.is_apart(at);
        is_full || is_nearly_full || self.needs_more(last, next, margin)
    }

    /// A full line ended with its sentence: whether the place of the next says that another passage begins.
    fn is_indented_anew(&self, last: &Line, next: &Line) -> bool {
        match self.lines {
            1 => !self.has_label && next.left > last.left + 1,
            _ => next.left.abs_diff(last.left) > 1,
        }
    }

    /// A line that had room: whether its words cannot be the last, or those of the next the first.
    fn needs_more(&self, last: &Line, next: &Line, margin: u16) -> bool {
        let is_long = u32::from(last.right) * 5 >= u32::from(margin) * 3;
        if words::is_entry(&next.text) {
            return false;
        }
        is_long && (self.brackets > 0 || words::is_open(&last.text) || words::is_continuation(&next.text))
    }
}

/// ２．料金, ３ 料金: where there are no articles.
fn is_section(label: &Label) -> bool {
    let is_digits = |readings: &[label::Reading]| {
        readings.first().is_some_and(|reading| {
            reading.style.before.is_empty() && matches!(reading.style.counter, Counter::HalfWidth | Counter::FullWidth)
        })
    };
    matches!(&label.kind, LabelKind::Item(readings) if is_digits(readings)) && words::is_title(label.rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passages(text: &str) -> Vec<String> {
        let mut lines = Vec::new();
        let mut blanks = 0;
        for (line, number) in text.lines().zip(1..) {
            if line.trim().is_empty() {
                blanks += 1;
                continue;
            }
            lines.push(Line::typed(line, number, 1, std::mem::take(&mut blanks)));
        }
        let joined = blocks(&lines, Vec::new()).into_iter().filter_map(|block| match block {
            Block::Passage(passage) => Some(passage.text.as_str().to_owned()),
            Block::Table(_) | Block::Break => None,
        });
        joined.collect()
    }

    /// Lines that show how wide the text is set: 40 columns.
    const WIDE: &str =
        "この規約は、この規約により提供する予約の\n業務について、その利用の条件を定めるもの\nとします。\n";

    fn after_wide(text: &str) -> Vec<String> {
        passages(&format!("{WIDE}{WIDE}{text}")).split_off(2)
    }

    #[test]
    fn a_full_line_goes_on_across_an_empty_one() {
        let expected = "この規約は、この規約により提供する予約の業務について、その利用の条件を定めるものとします。";
        assert_eq!(passages(WIDE), [expected]);
        assert_eq!(passages(&WIDE.replace("予約の\n", "予約の\n\n")), [expected]);
    }

    #[test]
    fn a_sentence_that_ends_short_ends_its_passage() {
        let text = "利用者は、料金を払います。\nただし、料金を払わなくてよいときがありま\nす。\n";
        assert_eq!(after_wide(text), ["利用者は、料金を払います。", "ただし、料金を払わなくてよいときがあります。"]);
    }

    #[test]
    fn numbers_in_sentences_begin_no_passage() {
        for (first, second) in [
            ("申込みを受け付けた日から起算して、さらに", "30 日以内に、その旨を通知します。"),
            ("メンテナンスの時間については、この仕様の", "4 に定めるところにより停止します。"),
            ("利用者が第３条の用途のほか、この規約の", "第 4 条 （利用資格）で定める用途に用いる。"),
        ] {
            let text = format!("{WIDE}第 2 条（あ）\n第 3 条（い）\n{WIDE}{first}\n{second}\n");
            assert_eq!(passages(&text).last(), Some(&format!("{first}{second}")));
        }
    }

    #[test]
    fn the_next_number_of_a_list_begins_a_passage_after_a_full_line() {
        let text = "① 申込書に記載した事項に虚偽があったとき\n② 申込みが適切でないとき\n以上\n";
        assert_eq!(after_wide(text), ["① 申込書に記載した事項に虚偽があったとき", "② 申込みが適切でないとき", "以上"]);
    }

    #[test]
    fn items_without_full_stops_go_on_where_they_are_full() {
        let text = "(1) 申込書に記載した事項に、虚偽、誤記\n又は記入漏れがあったとき\n(2) その他\n";
        assert_eq!(after_wide(text), ["(1) 申込書に記載した事項に、虚偽、誤記又は記入漏れがあったとき", "(2) その他"]);
    }

    #[test]
    fn headings_and_captions_stand_alone() {
        let text = "【仕様】\n＜用語＞\n（目的）\n第1条\nこの仕様を定めます。\n";
        assert_eq!(after_wide(text), ["【仕様】", "＜用語＞", "（目的）", "第1条", "この仕様を定めます。"]);
    }

    #[test]
    fn an_empty_line_after_each_printed_line_means_nothing() {
        let text = format!("{WIDE}{WIDE}第２条（あ）\n").replace('\n', "\n\n");
        assert_eq!(passages(&text).len(), 3);
    }

    #[test]
    fn a_label_on_its_own_line_takes_its_text() {
        assert_eq!(after_wide("①\n\n虚偽があるとき。\n\n②\n\nその他\n"), ["① 虚偽があるとき。", "② その他"]);
    }

    #[test]
    fn contacts_are_passages_of_their_own() {
        let contact = ["かもめ医療情報株式会社", "お客様窓口", "電話番号：00-0000-0000", "受付：平日 9:00～17:00"];
        assert_eq!(after_wide(&contact.join("\n")), contact);
    }

    #[test]
    fn only_latin_words_are_parted_by_a_space() {
        let text =
            "電子証明書の認証局は、Certification Practice\nStatement を一般に公開し、また、CD-\nROM を配ります。\n";
        let expected =
            "電子証明書の認証局は、Certification Practice Statement を一般に公開し、また、CD-ROM を配ります。";
        assert_eq!(after_wide(text), [expected]);
    }

    #[test]
    fn spaces_at_the_ends_of_paragraphs_tell_where_a_full_line_ends_one() {
        let paragraph =
            "この規約は、この規約により提供する予約の\n業務について、その利用の条件を定めるもの\nとします。 \n";
        let full = "利用者は、利用の料金を毎月末に払います。";
        let text = paragraph.repeat(8) + full + " \n" + full + "\n" + full + " \n";
        let joined = passages(&text);
        assert_eq!(joined[8..], [full.to_owned(), full.repeat(2)]);
    }
}
