//! The lines of a diagram: down from a box, along a track of their own between two rows, down to the next.

use super::placing::Placed;
use super::{LABEL, Length};
use crate::figure::{Drawing, LEADING, Stroke, plain, words};
use crate::model::Diagram;

/// Least distance of a line from the corner of a box.
const CORNER: Length = 60;
const TRACK: Length = 45;
/// From a row to the first track, and before an arrowhead.
const APPROACH: Length = 60;

/// The part of a link between two rows that follow each other.
struct Segment {
    link: usize,
    upper_row: usize,
    /// Its box above and below; `None` where it only passes.
    above: Option<usize>,
    below: Option<usize>,
    top: Length,
    bottom: Length,
}

/// Draws the lines and gives their labels, with the middle of each.
pub fn draw(out: &mut Drawing, diagram: &Diagram, placed: &Placed) -> Vec<(Length, Length, Vec<String>)> {
    let mut segments = segments(diagram, placed);
    ports(&mut segments, placed);
    let mut plates = Vec::new();
    for row in 0..placed.bands.len().saturating_sub(1) {
        let mut here: Vec<&Segment> = segments.iter().filter(|segment| segment.upper_row == row).collect();
        here.sort_by_key(|segment| if segment.bottom > segment.top { -segment.top } else { segment.top });
        let here = untangled(here);
        let mut y = placed.bands[row].1 + APPROACH;
        for segment in &here {
            line(out, diagram, placed, segment, y);
            if segment.top != segment.bottom {
                y += TRACK;
            }
        }
        for segment in here {
            let label = diagram.links[segment.link].label.as_ref().filter(|_| begins(diagram, placed, segment));
            if let Some(label) = label {
                let lines = words::wrap(&plain(label), LABEL);
                let height = lines.len() as Length * LEADING;
                let half = words::widest(&lines) / 2 + 15;
                let x = segment.bottom.clamp(half.min(placed.width - half), placed.width - half);
                plates.push((x, y + height / 2, lines));
                y += height + 20;
            }
        }
    }
    plates
}

/// Whether a segment is the uppermost of its link, which bears the label.
fn begins(diagram: &Diagram, placed: &Placed, segment: &Segment) -> bool {
    let link = &diagram.links[segment.link];
    segment.upper_row == placed.rows[link.from].min(placed.rows[link.to])
}

fn segments(diagram: &Diagram, placed: &Placed) -> Vec<Segment> {
    let mut segments = Vec::new();
    for (at, link) in diagram.links.iter().enumerate() {
        let is_down = placed.rows[link.from] < placed.rows[link.to];
        let (upper, lower) = if is_down { (link.from, link.to) } else { (link.to, link.from) };
        let middle = |node: usize| placed.boxes[node].0 + placed.sizes[node].0 / 2;
        let mut xs = vec![middle(upper)];
        xs.extend(&placed.lanes[at]);
        xs.push(middle(lower));
        let last = xs.len() - 2;
        for (step, pair) in xs.windows(2).enumerate() {
            segments.push(Segment {
                link: at,
                upper_row: placed.rows[upper] + step,
                above: (step == 0).then_some(upper),
                below: (step == last).then_some(lower),
                top: pair[0],
                bottom: pair[1],
            });
        }
    }
    segments
}

/// Spreads the ends of lines over the side of a box, in the order in which they come from the other row; an end that is
/// alone goes where its line is straight.
fn ports(segments: &mut [Segment], placed: &Placed) {
    for node in 0..placed.boxes.len() {
        let (left, width) = (placed.boxes[node].0, placed.sizes[node].0);
        for is_above in [true, false] {
            let mut ends: Vec<usize> = (0..segments.len())
                .filter(|at| if is_above { segments[*at].above } else { segments[*at].below } == Some(node))
                .collect();
            ends.sort_by_key(|at| if is_above { segments[*at].bottom } else { segments[*at].top });
            let count = ends.len() as Length;
            for (nth, at) in ends.into_iter().enumerate() {
                let x = left + width * (nth as Length + 1) / (count + 1);
                let segment = &mut segments[at];
                let end = if is_above { &mut segment.top } else { &mut segment.bottom };
                *end = x;
            }
        }
    }
    let is_alone = |of: &[Segment], at: usize, is_above: bool| {
        let node = |segment: &Segment| if is_above { segment.above } else { segment.below };
        node(&of[at]).is_some_and(|own| of.iter().filter(|other| node(other) == Some(own)).count() == 1)
    };
    let reaches = |node: Option<usize>, x: Length| {
        node.is_some_and(|node| {
            let (left, width) = (placed.boxes[node].0, placed.sizes[node].0);
            (left + CORNER..=left + width - CORNER).contains(&x)
        })
    };
    for at in 0..segments.len() {
        if is_alone(segments, at, false) && reaches(segments[at].below, segments[at].top) {
            segments[at].bottom = segments[at].top;
        } else if is_alone(segments, at, true) && reaches(segments[at].above, segments[at].bottom) {
            segments[at].top = segments[at].bottom;
        }
    }
}

/// An order of tracks in which no line runs down along another: one that begins where another ends bends before it.
fn untangled(mut left: Vec<&Segment>) -> Vec<&Segment> {
    let mut order = Vec::new();
    while !left.is_empty() {
        let is_free = |segment: &&Segment| {
            let blocks = |other: &&Segment| other.link != segment.link && (other.top - segment.bottom).abs() < TRACK / 2;
            !left.iter().any(|other| blocks(other))
        };
        let next = left.iter().position(|segment| is_free(&segment)).unwrap_or(0);
        order.push(left.remove(next));
    }
    order
}

fn line(out: &mut Drawing, diagram: &Diagram, placed: &Placed, segment: &Segment, track: Length) {
    let bottom_of = |node: usize| placed.boxes[node].1 + placed.sizes[node].1;
    let start = segment.above.map_or(placed.bands[segment.upper_row].1, bottom_of);
    let end = segment.below.map_or(placed.bands[segment.upper_row + 1].1, |node| placed.boxes[node].1);
    let mut points = vec![(segment.top, start)];
    if segment.top != segment.bottom {
        points.extend([(segment.top, track), (segment.bottom, track)]);
    }
    points.push((segment.bottom, end));
    let link = &diagram.links[segment.link];
    let is_down = placed.rows[link.from] < placed.rows[link.to];
    let above = segment.above.is_some() && (link.is_mutual || !is_down);
    let below = segment.below.is_some() && (link.is_mutual || is_down);
    out.path(points, Stroke::Strong, (above, below));
}
