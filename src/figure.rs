//! From data to drawings: what stands where, in shapes that every renderer can draw, and the same data as a table for
//! those that cannot.

pub mod code;
mod diagram;
mod sequence;
mod timeline;
mod words;

use crate::model::{Metering, Picture, Prose};

/// Hundredths of an em of the figure's type. Whole numbers: the same on every machine, and they have a digest.
pub type Length = i32;

/// One em.
pub const EM: Length = 100;
/// Width of a figure, unless it has more to show side by side: so wide that it can be read on a telephone.
const WIDTH: Length = 30 * EM;
/// Between baselines of a label of several lines.
const LEADING: Length = 130;
/// From the middle of a line of text down to its baseline.
const MIDDLE: Length = 36;

/// A figure as shapes, each drawn over those before it. x counts to the right, y downwards; words are in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    pub width: Length,
    pub height: Length,
    pub shapes: Vec<Shape>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    Box {
        x: Length,
        y: Length,
        width: Length,
        height: Length,
        fill: Fill,
        stroke: Option<Stroke>,
    },
    /// A line through at least two points, with arrowheads at its ends.
    Path {
        points: Vec<(Length, Length)>,
        stroke: Stroke,
        starts_with_arrow: bool,
        ends_with_arrow: bool,
    },
    /// One line of text.
    Words {
        x: Length,
        baseline: Length,
        size: Length,
        anchor: Anchor,
        is_strong: bool,
        text: String,
    },
    /// The dark squares of a QR code, as runs: column and row of the first square, and how many. Black on white
    /// whatever the colours of the page, or telephones cannot read it.
    Code {
        square: Length,
        runs: Vec<(u16, u16, u16)>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    Nothing,
    /// The colour of the page: hides what is below.
    Paper,
    Tint,
    Shade,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    Strong,
    /// Grids and frames.
    Faint,
    Dashed,
}

impl Stroke {
    pub fn width(self) -> Length {
        match self {
            Stroke::Strong => 8,
            Stroke::Faint | Stroke::Dashed => 5,
        }
    }
}

/// Where a text stands from its x.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// Length and half the width of an arrowhead.
const ARROW: (Length, Length) = (48, 20);

/// The corners of the arrowhead at the end of a line, its point first. Lines of figures run along the axes.
fn arrowhead(before: (Length, Length), end: (Length, Length)) -> [(Length, Length); 3] {
    let (along, aside) = ARROW;
    let (dx, dy) = ((end.0 - before.0).signum(), (end.1 - before.1).signum());
    let foot = (end.0 - dx * along, end.1 - dy * along);
    [end, (foot.0 - dy * aside, foot.1 + dx * aside), (foot.0 + dy * aside, foot.1 - dx * aside)]
}

impl Shape {
    /// The arrowheads of a line.
    pub fn arrowheads(&self) -> Vec<[(Length, Length); 3]> {
        let Shape::Path { points, starts_with_arrow, ends_with_arrow, .. } = self else { return Vec::new() };
        let start = match points.as_slice() {
            [end, before, ..] if *starts_with_arrow => Some(arrowhead(*before, *end)),
            _ => None,
        };
        let end = match points.as_slice() {
            [.., before, end] if *ends_with_arrow => Some(arrowhead(*before, *end)),
            _ => None,
        };
        start.into_iter().chain(end).collect()
    }
}

/// What a figure says, in rows: for plain text, for Word, for comparing revisions, and for who does not see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Data {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// Draws a picture; a timeline is billed by its metering.
pub fn draw(picture: &Picture, metering: Option<&Metering>) -> Drawing {
    match picture {
        Picture::Timeline(timeline) => timeline::draw(timeline, metering),
        Picture::Diagram(diagram) => diagram::draw(diagram),
        Picture::InformationFlow(flow) => sequence::draw(flow),
        Picture::Code(address) => code::draw(&plain(address)),
    }
}

/// What a picture says, in words.
pub fn data(picture: &Picture, metering: Option<&Metering>) -> Data {
    match picture {
        Picture::Timeline(timeline) => timeline::data(timeline, metering),
        Picture::Diagram(diagram) => diagram::data(diagram),
        Picture::InformationFlow(flow) => sequence::data(flow),
        Picture::Code(address) => {
            Data { head: Vec::new(), rows: vec![vec!["アドレス".to_owned(), plain(address)]] }
        }
    }
}

pub use timeline::total;

fn plain(prose: &Prose) -> String {
    prose.plain().as_str().to_owned()
}

fn rows<const N: usize>(head: [&str; N], rows: Vec<[String; N]>) -> Data {
    Data { head: head.map(str::to_owned).to_vec(), rows: rows.into_iter().map(Vec::from).collect() }
}

impl Drawing {
    fn new(width: Length) -> Drawing {
        Drawing { width, height: 0, shapes: Vec::new() }
    }

    fn boxed(&mut self, (x, y): (Length, Length), (width, height): (Length, Length), fill: Fill, stroke: Stroke) {
        self.shapes.push(Shape::Box { x, y, width, height, fill, stroke: Some(stroke) });
    }

    fn line(&mut self, from: (Length, Length), to: (Length, Length), stroke: Stroke) {
        self.path(vec![from, to], stroke, (false, false));
    }

    fn path(&mut self, points: Vec<(Length, Length)>, stroke: Stroke, arrows: (bool, bool)) {
        let (starts_with_arrow, ends_with_arrow) = arrows;
        self.shapes.push(Shape::Path { points, stroke, starts_with_arrow, ends_with_arrow });
    }

    fn words(&mut self, x: Length, baseline: Length, anchor: Anchor, text: &str) {
        let text = text.to_owned();
        self.shapes.push(Shape::Words { x, baseline, size: EM, anchor, is_strong: false, text });
    }

    fn strong(&mut self, x: Length, baseline: Length, anchor: Anchor, text: &str) {
        let text = text.to_owned();
        self.shapes.push(Shape::Words { x, baseline, size: EM, anchor, is_strong: true, text });
    }

    /// Lines of a label, one below the other around `middle`.
    fn label(&mut self, x: Length, middle: Length, anchor: Anchor, lines: &[String]) {
        let first = middle - (lines.len() as Length - 1) * LEADING / 2 + MIDDLE;
        for (at, line) in lines.iter().enumerate() {
            self.words(x, first + at as Length * LEADING, anchor, line);
        }
    }

    /// A label on the colour of what is around it, readable over lines.
    fn plate(&mut self, x: Length, middle: Length, lines: &[String], fill: Fill) {
        let width = words::widest(lines) + 30;
        let height = lines.len() as Length * LEADING;
        let (x0, y) = (x - width / 2, middle - height / 2);
        self.shapes.push(Shape::Box { x: x0, y, width, height, fill, stroke: None });
        self.label(x, middle, Anchor::Middle, lines);
    }
}

#[cfg(test)]
mod tests;
