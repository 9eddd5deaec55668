//! What layout produces before it is cut into pages: one long column of strips, each drawn whole.

use crate::figure::Drawing;
use crate::flow::{Anchor, Target};
use crate::fonts::Typeface;

use super::form_fields::Field;
use super::structure::{Joined, NodeId};

/// A line of text or a row of a table. Lengths in this module are points; x counts from the left edge of the text
/// area, y downwards from the top of the strip.
#[derive(Debug, Clone, Default)]
pub struct Strip<'a> {
    /// Dropped at the top of a page.
    pub space_before: f32,
    pub height: f32,
    /// No page may end between this strip and the next.
    pub keep_with_next: bool,
    /// Whether it may after all where much of the page would stay empty: after what announces a list or table.
    pub yields: bool,
    /// Whether it goes across all columns of the page.
    pub spans: bool,
    /// Places that begin here.
    pub anchors: Vec<&'a Anchor>,
    pub marks: Vec<Mark<'a>>,
    /// Lines of cells that began in a row above: read with what the page already has of the cell.
    pub tails: Vec<(NodeId, Vec<Mark<'a>>)>,
    /// What cells that began in rows above say, without structure, for a page that begins with this row.
    pub resumed: Vec<Mark<'a>>,
    /// The table this row belongs to, unless it is in the table's head: an index into the list of [`TableHead`]s.
    pub table: Option<usize>,
}

/// What is repeated where a table goes on, and how it is closed where a page ends inside it.
#[derive(Debug, Clone)]
pub struct TableHead<'a> {
    /// Marks without structure: a repeated head is furniture.
    pub rows: Vec<Strip<'a>>,
    pub left: f32,
    pub right: f32,
}

#[derive(Debug, Clone)]
pub enum Mark<'a> {
    Text(Run<'a>),
    /// Horizontal or vertical line from the first point to the second.
    Rule {
        from: (f32, f32),
        to: (f32, f32),
    },
    /// Shade behind a heading cell, from the upper left point to the lower right.
    Fill {
        from: (f32, f32),
        to: (f32, f32),
        shade: Shade,
    },
    /// A form field, from its upper left point to its lower right.
    Field {
        from: (f32, f32),
        to: (f32, f32),
        field: Box<Field>,
    },
    /// The shapes of a figure, from its upper left corner, with points for an em of it.
    Drawing {
        from: (f32, f32),
        size: f32,
        drawing: &'a Drawing,
        node: NodeId,
    },
    /// Nothing to be seen: where further lines of a cell over several rows are read.
    Tail(NodeId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shade {
    ColumnHeading,
    RowHeading,
}

/// Text of one style on one line.
#[derive(Debug, Clone)]
pub struct Run<'a> {
    pub x: f32,
    pub baseline: f32,
    /// From the first glyph's left to the last glyph's right.
    pub width: f32,
    pub size: f32,
    pub typeface: Typeface,
    /// The element whose content this is; `None` for page furniture.
    pub node: Option<NodeId>,
    pub link: Option<&'a Target>,
    pub is_underlined: bool,
    pub pieces: Vec<Piece>,
    /// Centres of characters with a dot above (圏点), in points from `x`.
    pub dots: Vec<f32>,
}

/// Characters followed by the same additional space.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    pub text: String,
    /// Points after every character beyond its advance.
    pub spacing: f32,
    pub set: SetWidth,
}

/// How much wider than drawn the characters of a piece are set, in quarters of an em: less where a blank half gives way,
/// more between scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SetWidth {
    LessHalf,
    LessQuarter,
    AsDrawn,
    MoreQuarter,
}

impl SetWidth {
    pub fn quarters(self) -> i16 {
        self as i16 - SetWidth::AsDrawn as i16
    }

    /// The nearest to a space of so many em.
    pub fn nearest(em: f32) -> SetWidth {
        match (em * 4.0).round() {
            ..=-2.0 => SetWidth::LessHalf,
            -1.0 => SetWidth::LessQuarter,
            1.0.. => SetWidth::MoreQuarter,
            _ => SetWidth::AsDrawn,
        }
    }
}

impl Strip<'_> {
    /// Gives nodes and tables the names they have in the whole document, where there are `tables` before them.
    pub fn join(&mut self, nodes: Joined, tables: usize) {
        self.table = self.table.map(|table| table + tables);
        for (cell, marks) in &mut self.tails {
            *cell = nodes.id(*cell);
            marks.iter_mut().for_each(|mark| mark.join(nodes));
        }
        self.marks.iter_mut().chain(&mut self.resumed).for_each(|mark| mark.join(nodes));
    }
}

impl Mark<'_> {
    /// Gives its node the name it has in the whole document.
    fn join(&mut self, nodes: Joined) {
        match self {
            Mark::Text(run) => run.node = run.node.map(|node| nodes.id(node)),
            Mark::Field { field, .. } => field.node = nodes.id(field.node),
            Mark::Tail(node) | Mark::Drawing { node, .. } => *node = nodes.id(*node),
            Mark::Rule { .. } | Mark::Fill { .. } => {}
        }
    }

    /// The same mark as furniture: without structure. A field is where it is but once.
    pub fn unread(&self) -> Option<Self> {
        match self {
            Mark::Text(run) => Some(Mark::Text(Run { node: None, link: None, ..run.clone() })),
            Mark::Field { .. } => None,
            mark => Some(mark.clone()),
        }
    }

    /// The same mark further right and down.
    pub fn moved(mut self, dx: f32, dy: f32) -> Self {
        let shift = |point: &mut (f32, f32)| *point = (point.0 + dx, point.1 + dy);
        match &mut self {
            Mark::Text(run) => {
                run.x += dx;
                run.baseline += dy;
            }
            Mark::Rule { from, to } | Mark::Fill { from, to, .. } | Mark::Field { from, to, .. } => {
                shift(from);
                shift(to);
            }
            Mark::Drawing { from, .. } => shift(from),
            Mark::Tail(_) => {}
        }
        self
    }
}
