//! Which lists are open while lines are joined, so that a number at the head of a line is told from a label: the next
//! number of a list, or the first of a new one. A light model; what is at which level is decided later.

use super::super::label::{Label, LabelKind, Reading, Style};
use super::words;

/// Lists in lists; what is deeper is no contract.
const DEEPEST: usize = 16;

#[derive(Default)]
pub struct Lists {
    chapter: Option<u32>,
    article: Option<Vec<u32>>,
    section: Option<Vec<u32>>,
    open: Vec<(Style, u32)>,
    bullets: Vec<char>,
}

impl Lists {
    /// Whether a line with this label begins a passage; `is_mid`: the line before it is full and ends in the middle of a
    /// sentence.
    pub fn begins(&self, label: &Label, is_mid: bool) -> bool {
        if is_reference(label) {
            return false;
        }
        match (self.is_next(label), is_mid) {
            (true, false) => true,
            (true, true) => !is_weak(label) && !self.is_dot(label),
            (false, true) => false,
            (false, false) => !is_weak(label),
        }
    }

    pub fn is_in_articles(&self) -> bool {
        self.article.is_some()
    }

    /// Another document begins.
    pub fn leave_articles(&mut self) {
        self.article = None;
    }

    /// A dot between words that happens to stand first.
    fn is_dot(&self, label: &Label) -> bool {
        matches!(label.kind, LabelKind::Bullet(sign) if !self.bullets.contains(&sign))
    }

    fn is_next(&self, label: &Label) -> bool {
        match &label.kind {
            LabelKind::Chapter(number) => *number == 1 || self.chapter.is_none_or(|last| *number == last + 1),
            LabelKind::Article(numbers) => follows(self.article.as_deref(), numbers),
            LabelKind::Section(numbers) => follows(self.section.as_deref(), numbers),
            LabelKind::Item(readings) => {
                readings.iter().any(|reading| self.continues(reading).is_some() || self.starts(reading))
            }
            LabelKind::ChapterSection(_) | LabelKind::Bullet(_) | LabelKind::Note(_) => true,
        }
    }

    /// Where in the open lists.
    fn continues(&self, reading: &Reading) -> Option<usize> {
        self.open.iter().rposition(|(style, last)| *last + 1 == reading.number && style.is_like(&reading.style))
    }

    /// The first of a list, or the second of one whose first has no number.
    fn starts(&self, reading: &Reading) -> bool {
        let is_open = || self.open.iter().any(|(style, _)| style.is_like(&reading.style));
        reading.number == 1 || (reading.number == 2 && reading.style.before.is_empty() && !is_open())
    }

    pub fn enter(&mut self, label: &Label) {
        match &label.kind {
            LabelKind::Chapter(number) => self.chapter = Some(*number),
            LabelKind::Article(numbers) => {
                self.article = Some(numbers.clone());
                self.open.clear();
                self.bullets.clear();
            }
            LabelKind::Section(numbers) => self.section = Some(numbers.clone()),
            LabelKind::Item(readings) => self.enter_item(readings),
            LabelKind::Bullet(sign) if !self.bullets.contains(sign) => self.bullets.push(*sign),
            LabelKind::ChapterSection(_) | LabelKind::Bullet(_) | LabelKind::Note(_) => {}
        }
    }

    fn enter_item(&mut self, readings: &[Reading]) {
        let continued = readings.iter().find_map(|reading| self.continues(reading).map(|at| (at, reading.number)));
        if let Some((at, number)) = continued {
            self.open.truncate(at + 1);
            self.open[at].1 = number;
        } else if let Some(first) = readings.iter().find(|reading| reading.number == 1).or(readings.first()) {
            self.open.truncate(DEEPEST - 1);
            self.open.push((first.style.clone(), first.number));
        }
    }
}

/// 第５条 after 第４条, 第４条の２ after 第４条, １－２． after １－１－３．
fn follows(last: Option<&[u32]>, next: &[u32]) -> bool {
    let Some(last) = last else { return true };
    let Some((&number, parents)) = next.split_last() else { return false };
    let branches = parents == last && number <= 2;
    branches
        || number == 1
        || last.get(..parents.len()) == Some(parents)
            && last.get(parents.len()).is_some_and(|&before| number == before + 1)
}

/// 第４条（利用資格）で定める
fn is_reference(label: &Label) -> bool {
    let is_provision = matches!(label.kind, LabelKind::Article(_) | LabelKind::Chapter(_));
    let after =
        label.rest.strip_prefix(['（', '(']).and_then(|rest| rest.split_once(['）', ')'])).map(|(_, after)| after);
    is_provision && after.is_some_and(words::goes_on)
}

/// What may as well be a number in a sentence: 30 日以内, 4 に定める, （１）及び.
fn is_weak(label: &Label) -> bool {
    let is_bare = match &label.kind {
        LabelKind::Item(readings) => readings
            .first()
            .is_some_and(|Reading { style, .. }| style.before.is_empty() && style.after.is_empty() && !is_sign(label)),
        _ => false,
    };
    words::goes_on(label.rest)
        || is_bare && (words::is_counted(label.rest) || label.written.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// ① is never part of a sentence by chance.
fn is_sign(label: &Label) -> bool {
    label.written.starts_with(|c: char| ('①'..='⓿').contains(&c) || ('Ⅰ'..='ⅿ').contains(&c))
}
