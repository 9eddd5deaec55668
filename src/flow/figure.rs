//! Figures of the flow: drawn, and in words.

use super::build::{Builder, body};
use super::{Align, Anchor, Block, Cell, Column, Inline, Row, RowGroup, Table, TableStyle, plain_text};
use crate::figure::{self, Data, Drawing};
use crate::model::{self, Picture};

/// A drawing and what it says. Whoever cannot draw it shows the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What is said to who does not see it, before the data.
    pub alt: String,
    pub drawing: Drawing,
    /// With the anchor and the caption of the figure: 図１　課金の例.
    pub data: Table,
}

impl Figure {
    /// Where the text of a figure begins and ends in plain text.
    pub const MARKS: [&str; 2] = ["［図］", "［図の終わり］"];

    /// The alternative text: what the author wrote, and the data row by row.
    pub fn spoken(&self) -> String {
        let rows = self.data.head.iter().chain(self.data.groups.iter().flat_map(|group| &group.rows));
        let words = |cell: &Cell| match cell.blocks.as_slice() {
            [Block::Paragraph(only)] => plain_text(&only.text),
            _ => String::new(),
        };
        let line =
            |row: &Row| row.cells.iter().map(words).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ");
        let mut lines = vec![self.alt.clone()];
        lines.extend(rows.map(line));
        lines.join("\n")
    }
}

impl Builder<'_> {
    pub(super) fn figure(&self, figure: &model::Figure) -> Block {
        let metering = match &figure.picture {
            Picture::Timeline(timeline) => self.context.edition.metering(self.inlines.index, &timeline.charge.name),
            _ => None,
        };
        let label = self.label(figure.key);
        let caption = figure.caption.as_ref().map(|caption| self.inlines.of(caption, Some(figure.key)));
        let mut titled = Vec::new();
        if !label.is_empty() {
            titled.push(Inline::Text(format!("{label}　")));
        }
        titled.extend(caption.into_iter().flatten());
        let data = figure::data(&figure.picture, metering);
        Block::Figure(Figure {
            alt: plain_text(&self.inlines.of(&figure.alt, Some(figure.key))),
            drawing: figure::draw(&figure.picture, metering),
            data: table(data, self.anchor(figure.key), super::inline::joined(titled)),
        })
    }
}

fn table(data: Data, anchor: Anchor, caption: Vec<Inline>) -> Table {
    let columns = data.head.len().max(data.rows.iter().map(Vec::len).max().unwrap_or_default());
    let row = |cells: Vec<String>, is_head: bool| {
        let cell = |(at, text): (usize, String)| Cell {
            columns: 1,
            rows: 1,
            is_heading: is_head || at == 0,
            blocks: if text.is_empty() { Vec::new() } else { vec![body(vec![Inline::Text(text)], Vec::new())] },
        };
        Row { cells: cells.into_iter().enumerate().map(cell).collect() }
    };
    let rows = data.rows.into_iter().map(|cells| row(cells, false)).collect();
    let head = Some(data.head).filter(|head| !head.is_empty()).map(|head| row(head, true));
    Table {
        anchor: Some(anchor),
        caption,
        columns: vec![Column { weight: None, align: Align::Start }; columns],
        head: head.into_iter().collect(),
        style: TableStyle::Ruled,
        groups: vec![RowGroup { heading: Vec::new(), rows }],
    }
}
