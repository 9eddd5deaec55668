//! System diagrams: boxes in rows, what is connected in rows below one another, groups in frames. A line goes down
//! through the free space between rows; where it passes a row it has a place of its own there, so that no line crosses a
//! box and no box another.

mod placing;
mod routes;

use super::{Anchor, Data, Drawing, EM, Fill, LEADING, Length, Stroke, WIDTH, plain, rows, words};
use crate::model::{self, Diagram};
use placing::{Placed, place};
use routes::Channel;

/// Widest label of a box on one line, and from a label to the sides of its box.
const LABEL: Length = 8 * EM;
const PAD: (Length, Length) = (50, 40);
const NARROWEST: Length = 5 * EM;

/// Width and height of each box, and its label in lines.
struct Sized {
    width: Length,
    height: Length,
    lines: Vec<String>,
}

fn sized(node: &model::Node) -> Sized {
    let lines = words::wrap(&plain(&node.label), LABEL);
    let width = (words::widest(&lines) + 2 * PAD.0).max(NARROWEST);
    Sized { width, height: lines.len() as Length * LEADING + 2 * PAD.1, lines }
}

pub fn draw(diagram: &Diagram) -> Drawing {
    let sizes: Vec<Sized> = diagram.nodes.iter().map(sized).collect();
    let mut placed: Placed = place(diagram, &sizes);
    let channels = routes::plan(diagram, &placed);
    placed.stack(&channels.iter().map(Channel::height).collect::<Vec<_>>());
    let mut out = Drawing::new(placed.width);
    for (frame, _) in placed.frames.iter().zip(&diagram.groups) {
        let Some((x, y, width, height)) = *frame else { continue };
        out.boxed((x, y), (width, height), Fill::Tint, Stroke::Faint);
    }
    let between = channels.iter().zip(&placed.bands);
    let plates: Vec<_> =
        between.flat_map(|(channel, band)| routes::draw(&mut out, diagram, &placed, channel, band.1)).collect();
    for ((x, y), size) in placed.boxes.iter().zip(&sizes) {
        out.boxed((*x, *y), (size.width, size.height), Fill::Paper, Stroke::Strong);
    }
    // Words last, in reading order: each group, what stands in it, what has no group, what passes between them.
    for (group, (title, frame)) in diagram.groups.iter().zip(&placed.frames).enumerate() {
        if let Some((x, y, ..)) = *frame {
            out.strong(x + 70, y + 130, Anchor::Start, &plain(title));
        }
        labels(&mut out, diagram, &placed, &sizes, Some(group));
    }
    labels(&mut out, diagram, &placed, &sizes, None);
    for (x, middle, lines) in plates {
        let is_inside = |frame: &&placing::Frame| {
            let (left, top, width, height) = **frame;
            (left..left + width).contains(&x) && (top..top + height).contains(&middle)
        };
        let is_framed = placed.frames.iter().flatten().any(|frame| is_inside(&frame));
        out.plate(x, middle, &lines, if is_framed { Fill::Tint } else { Fill::Paper });
    }
    out.height = placed.height;
    out
}

fn labels(out: &mut Drawing, diagram: &Diagram, placed: &Placed, sizes: &[Sized], group: Option<usize>) {
    for ((node, (x, y)), size) in diagram.nodes.iter().zip(&placed.boxes).zip(sizes) {
        if node.group == group {
            out.label(x + size.width / 2, y + size.height / 2, Anchor::Middle, &size.lines);
        }
    }
}

pub fn data(diagram: &Diagram) -> Data {
    let mut found = Vec::new();
    let name = |at: usize| diagram.nodes.get(at).map(|node| plain(&node.label)).unwrap_or_default();
    for (at, group) in diagram.groups.iter().enumerate() {
        let inside = diagram.nodes.iter().filter(|node| node.group == Some(at)).map(|node| plain(&node.label));
        found.push([plain(group), "含む".to_owned(), inside.collect::<Vec<_>>().join("、"), String::new()]);
    }
    for link in &diagram.links {
        let arrow = if link.is_mutual { "⇔" } else { "→" };
        let label = link.label.as_ref().map(plain).unwrap_or_default();
        found.push([name(link.from), arrow.to_owned(), name(link.to), label]);
    }
    rows(["部分", "関係", "相手", "内容"], found)
}
