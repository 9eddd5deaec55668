//! What the documents that `import` wrote say, once they are compiled as anybody's documents are.

use crate::analysis;
use crate::assemble::assemble;
use crate::flow::{self, Block, Context, Flow, ListKind, SectionKind};
use crate::text;
use crate::workspace::Input;

/// A document by what can be counted in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counted {
    pub id: String,
    pub title: String,
    pub articles: usize,
    pub paragraphs: usize,
    pub items: usize,
    pub sections: usize,
    pub tables: usize,
}

/// The text of every document in the order of the set, and what it holds. `files` have places in the folder of the set;
/// `is_titled` says whose title stands in the original.
pub(super) fn compile(files: &[(String, String)], is_titled: impl Fn(&str) -> bool) -> (Vec<String>, Vec<Counted>) {
    const HOME: &str = "terms/import";
    let placed: Vec<(String, String)> =
        files.iter().map(|(place, text)| (format!("{HOME}/{place}"), text.clone())).collect();
    let own = placed.iter().map(|(place, _)| place).find(|place| !place.ends_with("/set.yaml"));
    let Some(mut input) = own.and_then(|own| Input::embedded(&placed, own)) else { return Default::default() };
    let (mut texts, mut counted) = (Vec::new(), Vec::new());
    for set in &input.sets {
        let assembled = assemble(&mut input.sources, set, &mut input.diagnostics);
        for edition in &assembled.editions {
            let analysis = analysis::analyse(edition).0;
            let set = assembled.set.as_ref().map(|set| (assembled.id.as_str(), set));
            let context = Context { set, edition, analysis: &analysis };
            for (index, document) in edition.documents.iter().enumerate() {
                let mut flow = flow::build(context, index);
                // What the set says of a document is not what the document says.
                flow.identity.edition.clear();
                flow.identity.provider.clear();
                counted.push(Counted::of(&flow));
                if !is_titled(&document.id.name) {
                    flow.identity.title.clear();
                }
                texts.push(text::render(&flow));
            }
        }
    }
    (texts, counted)
}

impl Counted {
    fn of(flow: &Flow) -> Counted {
        let (id, title) = (flow.identity.document.clone(), flow.identity.heading());
        let mut counted = Counted { id, title, ..Counted::default() };
        counted.count(&flow.blocks, None);
        counted
    }

    /// `parent` is the kind of heading that the blocks stand under.
    fn count(&mut self, blocks: &[Block], parent: Option<SectionKind>) {
        for block in blocks {
            match block {
                Block::Section(section) => {
                    match section.kind {
                        SectionKind::Article => self.articles += 1,
                        SectionKind::Section => self.sections += 1,
                        _ => {}
                    }
                    self.count(&section.blocks, Some(section.kind));
                }
                Block::Paragraph(paragraph) => {
                    self.paragraphs += usize::from(parent == Some(SectionKind::Article));
                    self.count(&paragraph.blocks, None);
                }
                Block::List(list) => {
                    self.items += if list.kind == ListKind::Items { list.items.len() } else { 0 };
                    list.items.iter().for_each(|item| self.count(&item.blocks, None));
                }
                Block::Table(_) => self.tables += 1,
                Block::Boxed(_) | Block::Figure(_) | Block::Signature(_) | Block::Entry(_) => {}
            }
        }
    }
}
