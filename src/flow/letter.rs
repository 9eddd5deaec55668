//! What stands before and after the text of a letter.

use super::build::{Builder, aligned, body};
use super::date;
use super::{Align, Block, Inline};
use crate::model::{Body, Prose};

/// Above what is listed after the text of a letter.
const ENUMERATION: &str = "記";

impl Builder<'_> {
    /// Number and date, to whom, from whom; nothing for what is no letter.
    pub(super) fn letter_head(&self) -> Vec<Block> {
        let Some(letter) = &self.document.letter else { return Vec::new() };
        let of = |prose: &Prose| self.inlines.of(prose, None);
        let day = letter.date.or(self.context.edition.revision.as_ref().map(|revision| revision.effective));
        let day = day.map(|day| vec![Inline::Text(date::day(day, self.document.notation.digits))]);
        let provider = self.context.set.map(|(_, set)| &set.provider);
        let sender = provider.into_iter().flat_map(|provider| [Some(&provider.name), provider.representative.as_ref()]);
        let mut blocks = Vec::new();
        blocks.extend(letter.number.as_ref().map(|number| aligned(Align::End, of(number))));
        blocks.extend(day.map(|day| aligned(Align::End, day)));
        blocks.push(aligned(Align::Start, of(&letter.to)));
        blocks.extend(sender.flatten().map(|line| aligned(Align::End, of(line))));
        blocks
    }

    /// Puts 拝啓 before the text of a letter and 敬具 after it, and 記 above what follows.
    pub(super) fn greet(&self, blocks: &mut Vec<Block>) {
        let Some(letter) = &self.document.letter else { return };
        if let Some(opening) = &letter.salutation.opening {
            let mut opening = self.inlines.of(opening, None);
            match blocks.first_mut() {
                Some(Block::Paragraph(first)) => {
                    opening.push(Inline::Text("　".to_owned()));
                    opening.append(&mut first.text);
                    first.text = super::inline::joined(opening);
                }
                _ => blocks.insert(0, body(opening, Vec::new())),
            }
        }
        blocks.extend(letter.salutation.closing.iter().map(|word| aligned(Align::End, self.inlines.of(word, None))));
        if !matches!(&self.document.body, Body::Sections(sections) if sections.is_empty()) {
            blocks.push(aligned(Align::Center, vec![Inline::Text(ENUMERATION.to_owned())]));
        }
    }
}
