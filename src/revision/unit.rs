//! Documents as rows of a comparison: provisions in reading order, and the parts each is made of.

use crate::analysis::Outline;
use crate::flow::grid::Grid;
use crate::flow::{Block, Cell, Figure, Flow, Inline, ListKind, Section, SectionKind, Table, plain_text};
use crate::japanese::numerals::folded;

use super::align::Feature;

/// A provision that is a row of its own: an article, a heading, what stands before the first of them.
#[derive(Debug)]
pub struct Unit<'a> {
    pub kind: UnitKind,
    /// Empty for what cannot be cited.
    pub anchor: &'a str,
    pub label: &'a str,
    pub caption: Vec<Inline>,
    /// Without the provisions below it that are rows of their own.
    pub blocks: Vec<&'a Block>,
    is_named: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitKind {
    /// 題名
    Title,
    /// 前文
    Preamble,
    /// 章, 節
    Chapter,
    /// 条, and the numbered headings of annexes
    Provision,
    /// 附則
    SupplementaryProvisions,
    /// 以上
    Closing,
}

/// The units of a document in reading order. Its revision history is not part of what is compared.
pub fn units<'a>(flow: &'a Flow, outline: &Outline) -> Vec<Unit<'a>> {
    let mut title = flow.identity.title.clone();
    if let Some(subtitle) = &flow.identity.subtitle {
        title = format!("{title}　{subtitle}");
    }
    let caption = vec![Inline::Text(title)];
    let mut out =
        vec![Unit { kind: UnitKind::Title, anchor: "", label: "", caption, blocks: Vec::new(), is_named: false }];
    let is_section = |block: &Block| matches!(block, Block::Section(_));
    let first = flow.blocks.iter().position(is_section).unwrap_or(flow.blocks.len());
    out.extend(loose(UnitKind::Preamble, flow.head.iter().chain(&flow.blocks[..first]).collect()));
    for block in &flow.blocks[first..] {
        if let Block::Section(section) = block {
            push_section(section, outline, &mut out);
        }
    }
    let after = flow.blocks[first..].iter().filter(|block| !is_section(block));
    out.extend(loose(UnitKind::Closing, after.collect()));
    out
}

fn loose(kind: UnitKind, blocks: Vec<&Block>) -> Option<Unit<'_>> {
    let unit = Unit { kind, anchor: "", label: "", caption: Vec::new(), blocks, is_named: false };
    (!unit.blocks.is_empty()).then_some(unit)
}

fn push_section<'a>(section: &'a Section, outline: &Outline, out: &mut Vec<Unit<'a>>) {
    let kind = match section.kind {
        SectionKind::Chapter | SectionKind::ChapterSection => UnitKind::Chapter,
        SectionKind::Article | SectionKind::Section => UnitKind::Provision,
        SectionKind::SupplementaryProvisions => UnitKind::SupplementaryProvisions,
        SectionKind::History => return,
    };
    let is_section = |block: &&Block| matches!(block, Block::Section(_));
    let anchor = section.anchor.0.as_str();
    out.push(Unit {
        kind,
        anchor,
        label: section.heading.label.trim_end(),
        caption: section.heading.title.clone(),
        blocks: section.blocks.iter().filter(|block| !is_section(block)).collect(),
        is_named: outline.find(anchor).is_some_and(|key| outline.provision(key).is_named),
    });
    for block in &section.blocks {
        if let Block::Section(inner) = block {
            push_section(inner, outline, out);
        }
    }
}

impl Unit<'_> {
    pub fn feature(&self) -> Feature {
        // There is one of each; no author's id has a dot.
        let only = match self.kind {
            UnitKind::Title => Some(".title"),
            UnitKind::Preamble => Some(".preamble"),
            UnitKind::Closing => Some(".closing"),
            _ => None,
        };
        Feature {
            class: self.kind as u8,
            id: only.or(self.is_named.then_some(self.anchor)).map(str::to_owned),
            name: folded(&plain_text(&self.caption)),
            text: self.text(),
        }
    }

    /// All that stands in it but its caption, folded.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for piece in pieces(self.blocks.iter().copied()) {
            piece.push_text(&mut text);
        }
        text
    }
}

/// A paragraph, an item, a note, a table, a row or a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'a> {
    pub kind: PieceKind<'a>,
    pub anchor: &'a str,
    pub label: &'a str,
    pub text: &'a [Inline],
    below: Vec<&'a Block>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind<'a> {
    Paragraph,
    Item(ListKind),
    Table(&'a Table),
    /// The rows of a table's head.
    Head,
    Row,
    /// The heading of a group of rows.
    Group,
    Cell(&'a Cell),
}

impl PieceKind<'_> {
    fn class(self) -> u8 {
        match self {
            PieceKind::Paragraph => 0,
            PieceKind::Item(ListKind::Items) => 1,
            PieceKind::Item(ListKind::Bullets) => 2,
            PieceKind::Item(ListKind::Notes) => 3,
            PieceKind::Table(_) => 4,
            PieceKind::Head => 5,
            PieceKind::Row => 6,
            PieceKind::Group => 7,
            PieceKind::Cell(_) => 8,
            PieceKind::Item(ListKind::Questions) => 9,
        }
    }
}

/// The parts that blocks are made of, one level deep.
pub fn pieces<'a>(blocks: impl Iterator<Item = &'a Block>) -> Vec<Piece<'a>> {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => out.push(Piece {
                kind: PieceKind::Paragraph,
                anchor: paragraph.anchor.as_ref().map_or("", |anchor| &anchor.0),
                label: paragraph.label.as_deref().unwrap_or_default(),
                text: &paragraph.text,
                below: paragraph.blocks.iter().collect(),
            }),
            Block::List(list) => out.extend(list.items.iter().map(|item| {
                let (text, mut below): (&[Inline], Vec<&Block>) = match item.blocks.first() {
                    Some(Block::Paragraph(first)) if first.label.is_none() && first.anchor.is_none() => {
                        (&first.text, first.blocks.iter().collect())
                    }
                    _ => (&[], item.blocks.iter().take(1).collect()),
                };
                below.extend(item.blocks.iter().skip(1));
                let anchor = item.anchor.as_ref().map_or("", |anchor| &anchor.0);
                Piece { kind: PieceKind::Item(list.kind), anchor, label: &item.label, text, below }
            })),
            // A figure is compared by its data.
            Block::Table(table) | Block::Figure(Figure { data: table, .. }) => out.push(Piece {
                kind: PieceKind::Table(table),
                anchor: table.anchor.as_ref().map_or("", |anchor| &anchor.0),
                label: "",
                text: &table.caption,
                below: Vec::new(),
            }),
            Block::Boxed(boxed) => {
                let below = boxed.blocks.iter().collect();
                out.push(Piece { below, ..Piece::bare(PieceKind::Paragraph, "", &boxed.title) });
            }
            Block::Signature(block) => {
                let line =
                    |label: &'a str, text: &'a [Inline]| Piece { label, ..Piece::bare(PieceKind::Paragraph, "", text) };
                out.push(line("", &block.party));
                out.extend(block.lines.iter().map(|written| line(&written.label, &written.value)));
            }
            // A heading is a unit of its own; forms are not compared.
            Block::Section(_) | Block::Entry(_) => {}
        }
    }
    out
}

impl<'a> Piece<'a> {
    /// Its parts. Cells are those of [`Piece::rows`].
    pub fn below(&self) -> Vec<Piece<'a>> {
        match self.kind {
            PieceKind::Cell(cell) => pieces(cell.blocks.iter()),
            _ => pieces(self.below.iter().copied()),
        }
    }

    /// The rows of a table with their cells; one that reaches down stands in every row it covers.
    pub fn rows(&self) -> Vec<(Piece<'a>, Vec<Piece<'a>>)> {
        let PieceKind::Table(table) = self.kind else { return Vec::new() };
        let row = |kind, cells: Vec<&'a Cell>| {
            let anchor = cells.first().and_then(|cell| match cell.blocks.first() {
                Some(Block::Paragraph(first)) => first.anchor.as_ref(),
                _ => None,
            });
            let anchor = anchor.map_or("", |anchor| anchor.0.as_str());
            let cells = cells.into_iter().map(|cell| Piece::bare(PieceKind::Cell(cell), "", &[])).collect();
            (Piece::bare(kind, anchor, &[]), cells)
        };
        let mut out: Vec<_> =
            spread(&table.head, table.columns.len()).into_iter().map(|cells| row(PieceKind::Head, cells)).collect();
        for group in &table.groups {
            if !group.heading.is_empty() {
                out.push((Piece::bare(PieceKind::Group, "", &group.heading), Vec::new()));
            }
            let rows = spread(&group.rows, table.columns.len());
            out.extend(rows.into_iter().map(|cells| row(PieceKind::Row, cells)));
        }
        out
    }

    fn bare(kind: PieceKind<'a>, anchor: &'a str, text: &'a [Inline]) -> Piece<'a> {
        Piece { kind, anchor, label: "", text, below: Vec::new() }
    }

    /// Its own words and those of all its parts, folded.
    pub fn push_text(&self, out: &mut String) {
        out.push_str(&folded(&plain_text(self.text)));
        for (row, cells) in self.rows() {
            row.push_text(out);
            cells.iter().for_each(|cell| cell.push_text(out));
        }
        self.below().iter().for_each(|piece| piece.push_text(out));
    }

    /// What a part is aligned by; a row by its first cell. Anchors made from numbers say nothing.
    pub fn feature(&self, cells: &[Piece<'_>]) -> Feature {
        let mut text = String::new();
        self.push_text(&mut text);
        let mut name = String::new();
        if let Some(first) = cells.first() {
            first.push_text(&mut name);
        }
        cells.iter().for_each(|cell| cell.push_text(&mut text));
        Feature { class: self.kind.class(), id: None, name, text }
    }
}

/// The cells of every row, those from above included.
fn spread(rows: &[crate::flow::Row], columns: usize) -> Vec<Vec<&Cell>> {
    let mut grid = Grid::new(columns);
    // For each column the cell that reaches down, and for how many more rows.
    let mut above: Vec<Option<(&Cell, u16)>> = vec![None; columns];
    let mut out = Vec::new();
    for row in rows {
        let starts = grid.place(row);
        let mut line: Vec<(usize, &Cell)> = Vec::new();
        for (column, held) in above.iter_mut().enumerate() {
            if let Some((cell, left)) = held.take() {
                line.push((column, cell));
                *held = left.checked_sub(1).filter(|left| *left > 0).map(|left| (cell, left));
            }
        }
        for (cell, start) in row.cells.iter().zip(starts) {
            line.push((start, cell));
            if let Some(held) = above.get_mut(start).filter(|_| cell.rows > 1) {
                *held = Some((cell, cell.rows - 1));
            }
        }
        line.sort_by_key(|(column, _)| *column);
        out.push(line.into_iter().map(|(_, cell)| cell).collect());
    }
    out
}
