//! Tables: merged cells, heads repeated on every page, widths in twips.

use super::document::{Frame, Setting, Writer};
use super::paragraph::{Properties, Style};
use super::value;
use crate::flow::columns::{self, Demand};
use crate::flow::grid::Grid;
use crate::flow::{Align, Block, Cell, Inline, Row, Table, TableStyle, label, plain_text};
use crate::markup::Markup;

/// One em of the text of tables, in half ems of which [`label::width`] counts.
const HALF_EM: f32 = 95.0;

/// Left and right of the text of a cell, in twips.
const PADDING: u32 = 100;

/// Behind what heads columns, rows and groups.
const SHADE: &str = "F0F0F0";

/// Height of a row of a form, in twips: room to write by hand.
const BLANK_ROW: &str = "500";

/// What the rows of a table share.
struct Columns<'t> {
    table: &'t Table,
    /// In twips.
    widths: Vec<u32>,
    frame: Frame,
}

pub(super) fn write(writer: &mut Writer<'_>, out: &mut Markup, table: &Table, frame: Frame) {
    if table.columns.is_empty() {
        return;
    }
    let anchor = table.anchor.as_ref();
    if table.caption.is_empty() {
        writer.bookmarked(out, anchor, |_, _| ());
        if !frame.is_cell() {
            writer.words(out, Properties { keep_next: true, ..Properties::of(Style::Gap) }, "");
        }
    } else {
        let properties = Properties { keep_next: true, ..Properties::of(Style::Caption) };
        writer.paragraph(out, properties, anchor, "", &table.caption);
    }
    let columns = Columns { table, widths: widths(table, frame.width), frame };
    let number = |length: u32| length.to_string();
    out.block("w:tbl").within(|out| {
        out.block("w:tblPr").within(|out| {
            let is_ruled = table.style == TableStyle::Ruled;
            value(out, "w:tblStyle", if is_ruled { "TermsTable" } else { "TableNormal" });
            let width = columns.widths.iter().sum();
            out.inline("w:tblW").attribute("w:w", &number(width)).attribute("w:type", "dxa").empty();
            out.inline("w:tblInd").attribute("w:w", &number(frame.left)).attribute("w:type", "dxa").empty();
            out.inline("w:tblLayout").attribute("w:type", "fixed").empty();
        });
        out.block("w:tblGrid").within(|out| {
            for width in &columns.widths {
                out.inline("w:gridCol").attribute("w:w", &number(*width)).empty();
            }
        });
        write_rows(writer, out, &columns, &table.head, true);
        for group in &table.groups {
            if !group.heading.is_empty() {
                write_rows(writer, out, &columns, &[group_heading(table, &group.heading)], false);
            }
            write_rows(writer, out, &columns, &group.rows, false);
        }
    });
    // Tables that touch would become one, and a cell must end with a paragraph.
    writer.words(out, Properties::of(Style::Gap), "");
}

fn group_heading(table: &Table, heading: &[Inline]) -> Row {
    let paragraph = crate::flow::Paragraph {
        anchor: None,
        label: None,
        align: Align::Start,
        text: heading.to_vec(),
        blocks: Vec::new(),
    };
    let columns = u16::try_from(table.columns.len()).unwrap_or(u16::MAX);
    Row { cells: vec![Cell { columns, rows: 1, is_heading: true, blocks: vec![Block::Paragraph(paragraph)] }] }
}

fn write_rows(writer: &mut Writer<'_>, out: &mut Markup, columns: &Columns<'_>, rows: &[Row], is_head: bool) {
    let count = columns.widths.len();
    let mut grid = Grid::new(count);
    // For each column how wide the cell is that last began there.
    let mut spans = vec![1; count];
    for row in rows {
        let starts = grid.place(row);
        out.block("w:tr").within(|out| {
            out.inline("w:trPr").within(|out| {
                if is_head {
                    out.inline("w:cantSplit").empty();
                    out.inline("w:tblHeader").empty();
                } else if columns.table.has_entries() {
                    out.inline("w:cantSplit").empty();
                    let height = out.inline("w:trHeight").attribute("w:val", BLANK_ROW);
                    height.attribute("w:hRule", "atLeast").empty();
                }
            });
            let mut column = 0;
            for (cell, start) in row.cells.iter().zip(starts) {
                write_covered(out, columns, &spans, column..start);
                let end = (start + usize::from(cell.columns)).min(count);
                if start < end {
                    spans[start] = end - start;
                    write_cell(writer, out, columns, cell, start..end, is_head);
                }
                column = end;
            }
            write_covered(out, columns, &spans, column..count);
        });
    }
}

/// Cells that those above reach into.
fn write_covered(out: &mut Markup, columns: &Columns<'_>, spans: &[usize], range: std::ops::Range<usize>) {
    let mut column = range.start;
    while column < range.end {
        let end = (column + spans[column]).min(range.end);
        out.block("w:tc").within(|out| {
            write_properties(out, columns, column..end, Some("continue"), false);
            out.inline("w:p").within(|out| Properties::of(Style::Cell).write(out));
        });
        column = end;
    }
}

fn write_cell(
    writer: &mut Writer<'_>,
    out: &mut Markup,
    columns: &Columns<'_>,
    cell: &Cell,
    range: std::ops::Range<usize>,
    is_head: bool,
) {
    out.block("w:tc").within(|out| {
        let merge = (cell.rows > 1).then_some("restart");
        let width: u32 = columns.widths[range.clone()].iter().sum();
        let start = range.start;
        let is_shaded = cell.is_heading && columns.table.style == TableStyle::Ruled;
        write_properties(out, columns, range, merge, is_shaded);
        let setting = if cell.is_heading { Setting::HeadingCell } else { Setting::Cell };
        let width = width.saturating_sub(2 * PADDING);
        let align = if is_head { Align::Center } else { columns.table.columns[start].align };
        let frame = Frame { left: 0, width, setting, above: None, align, ..columns.frame };
        writer.blocks(out, &cell.blocks, frame);
        let ends_well = |block: &Block| !matches!(block, Block::Section(_) | Block::Signature(_));
        if !cell.blocks.last().is_some_and(ends_well) {
            writer.words(out, Properties::of(Style::Cell), "");
        }
    });
}

fn write_properties(
    out: &mut Markup,
    columns: &Columns<'_>,
    range: std::ops::Range<usize>,
    merge: Option<&'static str>,
    is_shaded: bool,
) {
    let width: u32 = columns.widths[range.clone()].iter().sum();
    out.inline("w:tcPr").within(|out| {
        out.inline("w:tcW").attribute("w:w", &width.to_string()).attribute("w:type", "dxa").empty();
        if range.len() > 1 {
            value(out, "w:gridSpan", &range.len().to_string());
        }
        if let Some(merge) = merge {
            value(out, "w:vMerge", merge);
        }
        if is_shaded {
            let shade = out.inline("w:shd").attribute("w:val", "clear").attribute("w:color", "auto");
            shade.attribute("w:fill", SHADE).empty();
        }
    });
}

/// Widths of the columns in twips, together `width`.
fn widths(table: &Table, width: u32) -> Vec<u32> {
    let mut demands: Vec<Demand> =
        table.columns.iter().map(|column| Demand { weight: column.weight, ..Demand::default() }).collect();
    let rows = table.head.iter().chain(table.groups.iter().flat_map(|group| &group.rows));
    let mut grid = Grid::new(demands.len());
    for row in rows {
        for (start, cell) in grid.place(row).into_iter().zip(&row.cells).filter(|(_, cell)| cell.columns == 1) {
            let Some(demand) = demands.get_mut(start) else { continue };
            let (least, most) = needs(&cell.blocks);
            let padding = 2.0 * PADDING as f32 + HALF_EM;
            demand.least = demand.least.max(least as f32 * HALF_EM + padding);
            demand.most = demand.most.max(most as f32 * HALF_EM + padding);
        }
    }
    // A label keeps to its line; what it stands for gets the rest.
    if let (TableStyle::Facts, [label, value]) = (table.style, &mut demands[..]) {
        label.least = label.most.min(0.4 * width as f32);
        label.most = label.least;
        value.most = value.most.max(width as f32 - label.least);
    }
    let mut widths: Vec<u32> = columns::widths(&demands, width as f32).into_iter().map(|width| width as u32).collect();
    let rest = width.saturating_sub(widths.iter().sum());
    if let Some(last) = widths.last_mut() {
        *last += rest;
    }
    widths
}

/// Widths of the longest part that is not broken and of the longest line, in half ems.
fn needs(blocks: &[Block]) -> (usize, usize) {
    let of_text = |lead: &str, text: &[Inline]| {
        let text = plain_text(text);
        let words = text.split(|character: char| !character.is_ascii_graphic());
        let lines = text.lines().map(label::width);
        let lead = label::width(lead);
        (lead + words.map(label::width).max().unwrap_or_default().max(2), lead + lines.max().unwrap_or_default())
    };
    let larger = |one: (usize, usize), other: (usize, usize)| (one.0.max(other.0), one.1.max(other.1));
    let each = blocks.iter().map(|block| match block {
        Block::Paragraph(paragraph) => {
            let lead = paragraph.label.as_deref().unwrap_or_default();
            larger(of_text(lead, &paragraph.text), needs(&paragraph.blocks))
        }
        Block::List(list) => {
            let items = list.items.iter().map(|item| {
                let (least, most) = needs(&item.blocks);
                let lead = label::width(&item.label);
                (lead + least, lead + most)
            });
            items.fold((0, 0), larger)
        }
        Block::Boxed(boxed) => larger(of_text("", &boxed.title), needs(&boxed.blocks)),
        // Room to write.
        Block::Entry(_) => (12, 48),
        Block::Section(_) | Block::Table(_) | Block::Figure(_) | Block::Signature(_) => (0, 0),
    });
    each.fold((0, 0), larger)
}
