//! Where something is to be filled in: a form field on the web page and in the PDF, a blank on paper.

use super::{Block, Inline, Table};

/// One blank of an empty form. A filled form has none: its values are text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Name of the field, unique in the document: `customer.name`, `media.2.serial`.
    pub name: String,
    /// What a screen reader says and a reader shows as a hint: 契約者　名称.
    pub description: String,
    pub is_required: bool,
    pub kind: EntryKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryKind {
    Text {
        /// At least 1.
        lines: u8,
        /// Characters it is meant for; `None`: as wide as its place.
        width: Option<u16>,
    },
    /// 　　年　　月　　日
    Date,
    /// 　　年　　月　　日　　時　　分
    Moment,
    Number {
        /// What follows the number: 円, 名.
        unit: String,
    },
    /// One box, with what ticking it says.
    CheckBox { text: Vec<Inline> },
    Choice {
        /// At least one.
        options: Vec<Vec<Inline>>,
        /// Whether more than one may be ticked.
        is_multiple: bool,
    },
    /// An electronic signature, or one by hand.
    Signature,
    /// A box for the seal: 印.
    Seal,
}

/// Whether there is anything to be filled in.
pub fn has_entries(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Entry(_) => true,
        Block::Section(section) => has_entries(&section.blocks),
        Block::Paragraph(paragraph) => has_entries(&paragraph.blocks),
        Block::List(list) => list.items.iter().any(|item| has_entries(&item.blocks)),
        Block::Table(table) => table.has_entries(),
        Block::Boxed(boxed) => has_entries(&boxed.blocks),
        Block::Figure(_) | Block::Signature(_) => false,
    })
}

impl Table {
    /// Whether there is anything in it to be filled in.
    pub fn has_entries(&self) -> bool {
        let mut rows = self.groups.iter().flat_map(|group| &group.rows);
        rows.any(|row| row.cells.iter().any(|cell| has_entries(&cell.blocks)))
    }
}

impl EntryKind {
    /// What follows the blanks of a moment; a date has the first three.
    pub const MOMENT: [&str; 5] = ["年", "月", "日", "時", "分"];
}
