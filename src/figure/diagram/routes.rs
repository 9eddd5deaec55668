//! The lines of a diagram: down from a box, along a track of their own between two rows, down to the next.

use super::placing::Placed;
use super::{LABEL, Length};
use crate::figure::{Drawing, LEADING, Stroke, plain, words};
use crate::model::Diagram;

/// Least distance of a line from the corner of a box.
const CORNER: Length = 60;
const TRACK: Length = 45;
/// From a row to the first track, and before an arrowhead.
const APPROACH: Length = 85;

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

/// The space below a row: what passes there, on tracks of their own, and labels below the tracks.
pub struct Channel {
    /// Each with its track.
    segments: Vec<(Segment, usize)>,
    tracks: usize,
    /// Middle, level and lines of each label.
    plates: Vec<(Length, usize, Vec<String>)>,
    /// Heights of the levels of labels.
    levels: Vec<Length>,
}

impl Channel {
    pub fn height(&self) -> Length {
        2 * APPROACH + TRACK * self.tracks as Length + self.levels.iter().sum::<Length>()
    }
}

/// What goes on between the rows, from the uppermost.
pub fn plan(diagram: &Diagram, placed: &Placed) -> Vec<Channel> {
    let mut segments = segments(diagram, placed);
    ports(&mut segments, placed);
    let mut channels = Vec::new();
    for row in 0..placed.bands.len().saturating_sub(1) {
        let (mut here, rest): (Vec<Segment>, Vec<Segment>) = segments.into_iter().partition(|one| one.upper_row == row);
        segments = rest;
        here.sort_by_key(|segment| if segment.bottom > segment.top { -segment.top } else { segment.top });
        channels.push(channel(diagram, placed, untangled(here)));
    }
    channels
}

fn channel(diagram: &Diagram, placed: &Placed, segments: Vec<Segment>) -> Channel {
    let mut channel = Channel { segments: Vec::new(), tracks: 0, plates: Vec::new(), levels: Vec::new() };
    let mut on_track = Vec::new();
    let mut on_level = Vec::new();
    let mut labels: Vec<&Segment> = segments.iter().filter(|segment| begins(diagram, placed, segment)).collect();
    labels.sort_by_key(|segment| segment.bottom);
    for segment in labels {
        let Some(label) = &diagram.links[segment.link].label else { continue };
        let lines = words::wrap(&plain(label), LABEL);
        let half = words::widest(&lines) / 2 + 15;
        let x = beside(segment, half, &segments).clamp(half.min(placed.width - half), placed.width - half);
        if channel.levels.is_empty() || !is_free(&on_level, (x - half, x + half)) {
            on_level.clear();
            channel.levels.push(0);
        }
        on_level.push((x - half, x + half));
        if let Some(level) = channel.levels.last_mut() {
            *level = (*level).max(lines.len() as Length * LEADING + 20);
        }
        channel.plates.push((x, channel.levels.len() - 1, lines));
    }
    for segment in segments {
        let span = (segment.top.min(segment.bottom), segment.top.max(segment.bottom));
        if span.0 < span.1 && (channel.tracks == 0 || !is_free(&on_track, span)) {
            on_track.clear();
            channel.tracks += 1;
        }
        if span.0 < span.1 {
            on_track.push(span);
        }
        channel.segments.push((segment, channel.tracks.saturating_sub(1)));
    }
    channel
}

/// The middle of a label of a line, on it or to one side, where it hides as few other lines as may be.
fn beside(segment: &Segment, half: Length, segments: &[Segment]) -> Length {
    let own = segment.bottom;
    let hidden = |x: &Length| {
        segments.iter().filter(|other| other.link != segment.link && (other.bottom - x).abs() <= half).count()
    };
    let shift = half - TRACK / 2;
    [own, own + shift, own - shift].into_iter().min_by_key(hidden).unwrap_or(own)
}

/// Whether a stretch keeps clear of others.
fn is_free(others: &[(Length, Length)], span: (Length, Length)) -> bool {
    others.iter().all(|other| span.1 + TRACK / 2 < other.0 || other.1 + TRACK / 2 < span.0)
}

/// Draws the lines of a channel and gives its labels, with the middle of each.
pub fn draw(
    out: &mut Drawing,
    diagram: &Diagram,
    placed: &Placed,
    channel: &Channel,
    top: Length,
) -> Vec<(Length, Length, Vec<String>)> {
    for (segment, track) in &channel.segments {
        line(out, diagram, placed, segment, top + APPROACH + TRACK * *track as Length);
    }
    let below = top + APPROACH + TRACK * channel.tracks as Length;
    let plates = channel.plates.iter().map(|(x, level, lines)| {
        let above: Length = channel.levels[..*level].iter().sum();
        (*x, below + above + channel.levels[*level] / 2, lines.clone())
    });
    plates.collect()
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
fn untangled(mut left: Vec<Segment>) -> Vec<Segment> {
    let mut order = Vec::new();
    while !left.is_empty() {
        let is_free = |segment: &Segment| {
            let blocks = |other: &Segment| other.link != segment.link && (other.top - segment.bottom).abs() < TRACK / 2;
            !left.iter().any(blocks)
        };
        let next = left.iter().position(is_free).unwrap_or(0);
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
