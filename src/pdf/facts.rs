//! Labels beside what they stand for: a table without rules, whose pages may end between any two lines.

use crate::flow::{Align, Cell, Row, Table};
use crate::fonts::Typeface;

use super::Error;
use super::galley::Strip;
use super::layout::{Frame, Setting, Typesetter, begin};
use super::paragraph::Text;
use super::structure::{NodeId, Role, Scope};
use crate::flow::{Block, plain_text};

/// Longer labels are broken, as a share of the whole width.
const WIDEST: f32 = 0.4;

impl<'a> Typesetter<'a> {
    /// Lays out labels in one column and what they stand for in another.
    ///
    /// # Errors
    /// A character has no glyph.
    pub fn facts(&mut self, table: &'a Table, frame: Frame, parent: NodeId) -> Result<Vec<Strip<'a>>, Error> {
        let em = frame.set.size;
        // Aligned with the first lines of the text around it.
        let indent = if frame.setting == Setting::Running { em } else { 0.0 };
        let frame = Frame {
            left: frame.left + indent,
            width: frame.width - indent,
            setting: Setting::Compact,
            align: Align::Start,
            may_span: false,
            ..frame
        };
        let rows = || table.groups.iter().flat_map(|group| &group.rows);
        let mut widest = 0f32;
        for label in rows().filter_map(|row| row.cells.first()) {
            widest = widest.max(self.label_width(label)? * em);
        }
        let label = Frame { width: widest.min(frame.width * WIDEST), typeface: Typeface::Gothic, ..frame };
        let column = label.width + em;
        let value = Frame { left: frame.left + column, width: frame.width - column, ..frame };
        let node = self.tree.add(parent, Role::Table);
        let mut strips = Vec::new();
        for row in rows() {
            strips.extend(self.fact(row, label, value, node)?);
        }
        begin(&mut strips, 3.0, None);
        if let Some(last) = strips.last_mut() {
            last.height += 3.0;
        }
        Ok(strips)
    }

    /// In em.
    fn label_width(&self, label: &Cell) -> Result<f32, Error> {
        let Some(Block::Paragraph(words)) = label.blocks.first() else { return Ok(0.0) };
        Ok(Text::plain(self.faces, &plain_text(&words.text), Typeface::Gothic, None)?.extremes().1)
    }

    fn fact(&mut self, row: &'a Row, label: Frame, value: Frame, table: NodeId) -> Result<Vec<Strip<'a>>, Error> {
        let node = self.tree.add(table, Role::Row);
        let mut lines: Vec<Strip<'a>> = Vec::new();
        for (cell, frame) in row.cells.iter().zip([label, value]) {
            let (columns, rows) = (cell.columns, cell.rows);
            let role = match cell.is_heading {
                true => Role::HeadingCell { scope: Scope::Row, columns, rows },
                false => Role::Cell { columns, rows },
            };
            // （略） across both columns.
            let frame = match columns {
                1 => frame,
                _ => Frame { left: label.left, width: value.left + value.width - label.left, ..value },
            };
            let cell_node = self.tree.add(node, role);
            let mut strips = self.blocks(&cell.blocks, frame, cell_node)?;
            if let Some(first) = strips.first_mut() {
                first.space_before = 0.0;
            }
            beside(&mut lines, strips);
        }
        begin(&mut lines, 1.5, None);
        Ok(lines)
    }
}

/// Sets lines beside those of the label, which they take the place of.
fn beside<'a>(label: &mut Vec<Strip<'a>>, lines: Vec<Strip<'a>>) {
    let mut labels = std::mem::replace(label, lines);
    let rest = labels.split_off(label.len().min(labels.len()));
    for (line, label) in label.iter_mut().zip(labels) {
        line.marks.splice(0..0, label.marks);
        line.keep_with_next |= label.keep_with_next;
    }
    label.extend(rest);
}
