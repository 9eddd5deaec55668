//! Lists: the numbers that a browser counts, put in front of the items unless people typed some there.

use super::Reader;
use super::flow::Story;
use super::tree::Id;
use crate::import::label::{self, LabelKind};
use crate::japanese::numerals::{Case, Counter, Width, fold_width};

pub const BULLET: &str = "・";

impl Reader<'_> {
    pub fn bulleted(&mut self, list: Id, story: &mut Story) {
        self.items(list, story, |_, _| BULLET.to_owned());
    }

    pub fn numbered(&mut self, list: Id, story: &mut Story) {
        let items = self.items_of(list);
        let is_reversed = self.tree.attribute(list, "reversed").is_some();
        let first = if is_reversed { i64::try_from(items.len()).unwrap_or(1) } else { 1 };
        let mut next = self.tree.number(list, "start").unwrap_or(first);
        let has_typed = !items.is_empty() && items.iter().all(|item| self.is_typed(*item));
        let kind = self.tree.attribute(list, "type").unwrap_or("1").to_owned();
        let has_none = self.tree.attribute(list, "style").is_some_and(|style| style.contains("none"));
        self.items(list, story, |reader, item| {
            let number = reader.tree.number(item, "value").unwrap_or(next);
            next = if is_reversed { number.saturating_sub(1) } else { number.saturating_add(1) };
            let kind = reader.tree.attribute(item, "type").unwrap_or(&kind);
            if has_typed || has_none { String::new() } else { format!("{}. ", counted(kind, number)) }
        });
    }

    fn items(&mut self, list: Id, story: &mut Story, mut label: impl FnMut(&Self, Id) -> String) {
        self.close(story);
        story.deepen();
        for &id in self.tree.children(list) {
            if self.tree.name(id) == "li" && !self.is_hidden(id) {
                let label = label(self, id);
                self.set_label(label, story);
                self.apart(id, story);
                story.forget_label();
            } else {
                self.rest(id, story);
            }
        }
        self.close(story);
        story.shallow();
    }

    fn items_of(&self, list: Id) -> Vec<Id> {
        self.tree.children(list).iter().copied().filter(|id| self.tree.name(*id) == "li").collect()
    }

    /// Whether the words of an item begin with a number.
    fn is_typed(&self, item: Id) -> bool {
        let text = self.tree.beginning(item);
        label::read(&text).is_some_and(|label| !matches!(label.kind, LabelKind::Bullet(_) | LabelKind::Note(_)))
    }
}

/// Whether words have a sign or number of their own, so that the bullet before them is only for show. Ｑ１ and Ａ１ count.
pub fn has_own_sign(words: &str) -> bool {
    let mut first = words.trim_start().chars().map(fold_width);
    let is_question =
        matches!(first.next(), Some('Q' | 'A')) && first.next().is_some_and(|c| c.is_ascii_digit() || ".:".contains(c));
    is_question || label::read(words).is_some()
}

/// A number as `type` of a list says; in digits outside the series.
fn counted(kind: &str, number: i64) -> String {
    let counter = match kind {
        "a" => Counter::Latin(Width::Half, Case::Lower),
        "A" => Counter::Latin(Width::Half, Case::Upper),
        "i" => Counter::Roman(Case::Lower),
        "I" => Counter::Roman(Case::Upper),
        _ => return number.to_string(),
    };
    u32::try_from(number).ok().and_then(|number| counter.format(number)).unwrap_or_else(|| number.to_string())
}
