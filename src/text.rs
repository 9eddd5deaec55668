//! The whole text of a document in reading order: title, subtitle, edition, provider, then the blocks. Apart from white
//! space it holds exactly the characters of the PDF.

use crate::flow::grid::Grid;
use crate::flow::{Block, Column, Flow, List, Paragraph, Row, Section, Table, label, plain_text};

/// The text, in lines that end with LF and are not wrapped; tables have a line a row, cells parted by tabs.
pub fn render(flow: &Flow) -> String {
    let identity = &flow.identity;
    let mut out = Lines::default();
    out.line(0, &identity.heading());
    for line in [
        identity.subtitle.as_deref().unwrap_or_default(),
        &identity.edition,
        &identity.provider,
    ] {
        out.line(0, line);
    }
    out.blank();
    write_blocks(&mut out, &flow.blocks, 0);
    out.finish()
}

/// Lines with at most one blank between them.
#[derive(Default)]
struct Lines {
    text: String,
    blank_due: bool,
}

impl Lines {
    /// Adds text behind `depth` ideographic spaces; a break in it starts a line at the same depth. Nothing for no text.
    fn line(&mut self, depth: usize, text: &str) {
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            if std::mem::take(&mut self.blank_due) && !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(&"　".repeat(depth));
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    fn blank(&mut self) {
        self.blank_due = true;
    }

    fn finish(self) -> String {
        self.text
    }
}

fn write_blocks(out: &mut Lines, blocks: &[Block], depth: usize) {
    for block in blocks {
        match block {
            Block::Section(section) => write_section(out, section),
            Block::Paragraph(paragraph) => write_paragraph(out, "", paragraph, depth),
            Block::List(list) => write_list(out, list, depth),
            Block::Table(table) => write_table(out, table),
        }
    }
}

fn write_section(out: &mut Lines, section: &Section) {
    out.blank();
    out.line(
        0,
        &format!("{}{}", section.heading.label, plain_text(&section.heading.title)),
    );
    write_blocks(out, &section.blocks, 0);
}

/// `lead` is the label of the item the paragraph begins.
fn write_paragraph(out: &mut Lines, lead: &str, paragraph: &Paragraph, depth: usize) {
    let text = labelled(
        paragraph.label.as_deref().unwrap_or_default(),
        &plain_text(&paragraph.text),
    );
    out.line(depth, &labelled(lead, &text));
    write_blocks(out, &paragraph.blocks, depth + 1);
}

fn write_list(out: &mut Lines, list: &List, depth: usize) {
    for item in &list.items {
        match item.blocks.split_first() {
            Some((Block::Paragraph(first), rest)) => {
                write_paragraph(out, &item.label, first, depth);
                write_blocks(out, rest, depth + 1);
            }
            _ => {
                out.line(depth, &item.label);
                write_blocks(out, &item.blocks, depth + 1);
            }
        }
    }
}

fn write_table(out: &mut Lines, table: &Table) {
    out.blank();
    out.line(0, &plain_text(&table.caption));
    write_rows(out, &table.head, &table.columns);
    for group in &table.groups {
        out.line(0, &plain_text(&group.heading));
        write_rows(out, &group.rows, &table.columns);
    }
    out.blank();
}

/// Not indented, and columns covered by a cell before or above stay empty, so that the rest keep their place in a spreadsheet.
fn write_rows(out: &mut Lines, rows: &[Row], columns: &[Column]) {
    let mut grid = Grid::new(columns.len());
    for row in rows {
        let mut line = String::new();
        let mut column = 0;
        for (cell, start) in row.cells.iter().zip(grid.place(row)) {
            line.push_str(&"\t".repeat(start.saturating_sub(column)));
            column = start;
            line.push_str(&cell_text(&cell.blocks));
        }
        out.line(0, &line);
    }
}

/// Everything a cell says, on one line.
fn cell_text(blocks: &[Block]) -> String {
    let mut inner = Lines::default();
    write_blocks(&mut inner, blocks, 0);
    let lines: Vec<&str> = inner
        .text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(" ").replace('\t', " ")
}

fn labelled(label: &str, text: &str) -> String {
    format!("{label}{}{text}", label::gap(label))
}
