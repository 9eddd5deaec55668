//! Tables that go on on the next page are one, and the head that is repeated there is page furniture.

use std::collections::BTreeMap;

use super::super::manuscript::{Block, Cell, Manuscript, Remark, RemarkKind, Table};

/// `pages` are those of tables, by their lines.
pub fn join(manuscript: &mut Manuscript, pages: &BTreeMap<u32, u32>) {
    let mut blocks: Vec<Block> = Vec::with_capacity(manuscript.blocks.len());
    let mut last_page = None;
    for block in std::mem::take(&mut manuscript.blocks) {
        let page = if let Block::Table(table) = &block { pages.get(&table.line).copied() } else { None };
        match (blocks.last_mut(), block) {
            (Some(Block::Table(above)), Block::Table(below))
                if last_page.zip(page).is_some_and(|(last, page)| page == last + 1)
                    && columns(above) == columns(&below) =>
            {
                append(above, below, &mut manuscript.remarks);
            }
            (_, block) => blocks.push(block),
        }
        last_page = page;
    }
    manuscript.blocks = blocks;
}

fn columns(table: &Table) -> u32 {
    let width = |row: &Vec<Cell>| row.iter().map(|cell| u32::from(cell.columns)).sum();
    table.rows.iter().map(width).max().unwrap_or(0)
}

fn append(above: &mut Table, mut below: Table, remarks: &mut Vec<Remark>) {
    let is_again = |(own, repeated): (&Cell, &Cell)| texts(own).eq(texts(repeated)) && repeated.rows == 1;
    if let (Some(own), Some(repeated)) = (above.rows.first(), below.rows.first())
        && own.len() == repeated.len()
        && own.iter().zip(repeated).all(is_again)
        && repeated.iter().flat_map(|cell| &cell.passages).all(|passage| passage.text.is_one_line())
    {
        let head = below.rows.remove(0);
        remarks.extend(head.into_iter().flat_map(|cell| cell.passages).map(|passage| Remark {
            kind: RemarkKind::Furniture,
            line: passage.text.first_line(),
            text: passage.text.as_str().to_owned(),
        }));
        above.head_rows = above.head_rows.max(1);
    }
    above.rows.append(&mut below.rows);
}

fn texts(cell: &Cell) -> impl Iterator<Item = &str> {
    cell.passages.iter().map(|passage| passage.text.as_str())
}
