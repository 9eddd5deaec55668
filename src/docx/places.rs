//! Places that can be led to: bookmarks, and the articles whose numbers references may take.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::numbering::Numbering;
use crate::flow::{Anchor, Block, Inline, Section, SectionKind};

/// An article that references are made of, where Word numbers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article<'a> {
    pub anchor: &'a Anchor,
    /// 第３条
    pub label: &'a str,
    /// （利用料金）, where it is words and nothing else.
    pub title: Option<&'a str>,
}

/// For every anchor the article it is in, if Word numbers that.
#[derive(Debug, Default)]
pub struct Places<'a>(BTreeMap<&'a Anchor, Option<Article<'a>>>);

impl<'a> Places<'a> {
    pub fn of(blocks: impl IntoIterator<Item = &'a Block>) -> Places<'a> {
        let mut places = Places::default();
        places.walk(blocks, None);
        places
    }

    /// `None` for a place that is not in the document.
    pub fn get(&self, anchor: &Anchor) -> Option<Option<&Article<'a>>> {
        self.0.get(anchor).map(Option::as_ref)
    }

    fn enter(&mut self, anchor: Option<&'a Anchor>, article: Option<&Article<'a>>) {
        self.0.extend(anchor.map(|anchor| (anchor, article.cloned())));
    }

    fn walk(&mut self, blocks: impl IntoIterator<Item = &'a Block>, article: Option<&Article<'a>>) {
        for block in blocks {
            match block {
                Block::Section(section) => {
                    let own = article_of(section);
                    self.enter(Some(&section.anchor), own.as_ref());
                    self.walk(&section.blocks, own.as_ref());
                }
                Block::Paragraph(paragraph) => {
                    self.enter(paragraph.anchor.as_ref(), article);
                    self.walk(&paragraph.blocks, article);
                }
                Block::List(list) => {
                    for item in &list.items {
                        self.enter(item.anchor.as_ref(), article);
                        self.walk(&item.blocks, article);
                    }
                }
                Block::Table(table) => {
                    self.enter(table.anchor.as_ref(), article);
                    let rows = table.head.iter().chain(table.groups.iter().flat_map(|group| &group.rows));
                    for cell in rows.flat_map(|row| &row.cells) {
                        self.walk(&cell.blocks, article);
                    }
                }
                Block::Boxed(boxed) => self.walk(&boxed.blocks, article),
                Block::Figure(figure) => self.enter(figure.data.anchor.as_ref(), article),
                Block::Signature(_) | Block::Entry(_) => (),
            }
        }
    }
}

fn article_of(section: &Section) -> Option<Article<'_>> {
    let label = section.heading.label.trim_end();
    if section.kind != SectionKind::Article || !Numbering::can_write(label) {
        return None;
    }
    let title = match &section.heading.title[..] {
        [Inline::Text(title)] => Some(title.as_str()),
        _ => None,
    };
    Some(Article { anchor: &section.anchor, label, title })
}

/// Name of a place as Word takes it (at most 40 letters, digits and underscores); hidden, by the underscore. The same in
/// every document, so that links between files need not read each other.
pub fn bookmark(anchor: &Anchor) -> String {
    let digest = Sha256::digest(anchor.0.as_bytes());
    let hex: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("_k{hex}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::sample;

    #[test]
    fn every_place_knows_its_article() {
        let flow = sample::terms();
        let places = Places::of(&flow.blocks);
        let article = |anchor: &str| places.get(&Anchor(anchor.into())).map(|article| article.map(|one| one.label));
        assert_eq!(article("definitions.1.2.1"), Some(Some("第２条")));
        assert_eq!(article("price-table"), Some(Some("第３条")));
        assert_eq!(article("general"), Some(None));
        assert_eq!(article("nowhere"), None);
    }

    #[test]
    fn bookmarks_have_names_that_word_takes() {
        let name = bookmark(&Anchor("別表第一／第２項".repeat(9)));
        assert!(name.len() <= 40 && name.starts_with("_k"));
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
        assert_ne!(name, bookmark(&Anchor("fees".into())));
    }
}
