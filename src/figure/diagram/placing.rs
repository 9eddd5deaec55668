//! Where the boxes of a diagram stand.
//!
//! Rows come from the links: a box stands below all that lead to it (longest path; a link that would close a circle is
//! drawn upwards). In its rows, a group keeps a strip of its own, as does a box without a group and a line that
//! passes; strips stand side by side in one order for the whole diagram, so none can reach into another.

use super::{LABEL, Length, Sized, WIDTH};
use crate::figure::words;
use crate::figure::{EM, LEADING, plain};
use crate::model::Diagram;

/// Between strips, and between boxes of a group.
const GAP: Length = EM;
/// Room a passing line has to itself.
const LANE: Length = EM;
/// From a frame to what it holds, and for its title above.
const FRAME: Length = 60;
const TITLE: Length = 110;
/// Between rows, without the labels of lines there.
const CHANNEL: Length = 160;
/// For each line that bends there.
const TRACK: Length = 45;
/// How often strips are put in order again.
const SWEEPS: usize = 6;

type Frame = (Length, Length, Length, Length);

pub struct Placed {
    pub width: Length,
    pub height: Length,
    /// Upper left corner of each box.
    pub boxes: Vec<(Length, Length)>,
    pub sizes: Vec<(Length, Length)>,
    /// Of each group: left, top, width, height; nothing for one without boxes.
    pub frames: Vec<Option<Frame>>,
    pub rows: Vec<usize>,
    /// Where each link passes the rows between its ends, from the upper to the lower.
    pub lanes: Vec<Vec<Length>>,
    /// Top and bottom of each row with its frames: between one's bottom and the next's top lines may bend.
    pub bands: Vec<(Length, Length)>,
}

/// What keeps a strip of its own.
struct Strip {
    first: usize,
    last: usize,
    /// Boxes by row, counted from `first`; empty for the lane of a passing line.
    boxes: Vec<Vec<usize>>,
    width: Length,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Group(usize),
    Alone,
    Lane(usize),
}

pub fn place(diagram: &Diagram, sizes: &[Sized]) -> Placed {
    let rows = layers(diagram);
    let count = rows.iter().max().map_or(0, |last| last + 1);
    let strips = strips(diagram, &rows, sizes);
    let (order, lefts) = ordered(diagram, &rows, &strips, count);
    let used = order.iter().map(|at| lefts[*at] + strips[*at].width).max().unwrap_or_default();
    let width = WIDTH.max(used);
    let lefts = centred(&strips, &lefts, count, width);
    let heights: Vec<Length> = (0..count)
        .map(|row| rows.iter().zip(sizes).filter(|(at, _)| **at == row).map(|(_, size)| size.height).max().unwrap_or(0))
        .collect();
    let (bands, tops) = bands(diagram, &strips, &rows, &heights);
    let mut placed = Placed {
        width,
        height: bands.last().map_or(0, |(_, bottom)| bottom + 10),
        boxes: vec![(0, 0); diagram.nodes.len()],
        sizes: sizes.iter().map(|size| (size.width, size.height)).collect(),
        frames: vec![None; diagram.groups.len()],
        rows,
        lanes: vec![Vec::new(); diagram.links.len()],
        bands,
    };
    for (strip, left) in strips.iter().zip(&lefts) {
        for (at, row) in strip.boxes.iter().enumerate() {
            let all = width_of(row, sizes);
            let mut x = left + (strip.width - all) / 2;
            for node in row {
                let drop = (heights[strip.first + at] - sizes[*node].height) / 2;
                placed.boxes[*node] = (x, tops[strip.first + at] + drop);
                x += sizes[*node].width + GAP;
            }
        }
        match strip.kind {
            Kind::Group(group) => {
                let top = tops[strip.first] - TITLE - FRAME / 2;
                let bottom = tops[strip.last] + heights[strip.last] + FRAME;
                placed.frames[group] = Some((*left, top, strip.width, bottom - top));
            }
            Kind::Lane(link) => placed.lanes[link] = vec![left + strip.width / 2; strip.last - strip.first + 1],
            Kind::Alone => {}
        }
    }
    placed
}

/// The row of each box.
fn layers(diagram: &Diagram) -> Vec<usize> {
    let count = diagram.nodes.len();
    let mut rows = vec![0; count];
    let forward: Vec<(usize, usize)> = forward(diagram);
    for _ in 0..count {
        for (from, to) in &forward {
            rows[*to] = rows[*to].max(rows[*from] + 1);
        }
    }
    rows
}

/// Links without those that would close a circle, which are found by walking on from each box in order.
fn forward(diagram: &Diagram) -> Vec<(usize, usize)> {
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for link in &diagram.links {
        let mut reached = vec![link.to];
        let mut at = 0;
        while let Some(node) = reached.get(at).copied() {
            let next: Vec<usize> = kept.iter().filter(|(from, _)| *from == node).map(|(_, to)| *to).collect();
            reached.extend(next.into_iter().filter(|to| !reached.contains(to)).collect::<Vec<_>>());
            at += 1;
        }
        if !reached.contains(&link.from) {
            kept.push((link.from, link.to));
        }
    }
    kept
}

fn width_of(row: &[usize], sizes: &[Sized]) -> Length {
    let all: Length = row.iter().map(|node| sizes[*node].width).sum();
    all + GAP * (row.len() as Length - 1).max(0)
}

fn strips(diagram: &Diagram, rows: &[usize], sizes: &[Sized]) -> Vec<Strip> {
    let mut strips = Vec::new();
    for (at, node) in diagram.nodes.iter().enumerate() {
        let members: Vec<usize> = match node.group {
            Some(group) if strips.iter().any(|strip: &Strip| strip.kind == Kind::Group(group)) => continue,
            Some(group) => (0..diagram.nodes.len()).filter(|other| diagram.nodes[*other].group == Some(group)).collect(),
            None => vec![at],
        };
        let first = members.iter().map(|node| rows[*node]).min().unwrap_or_default();
        let last = members.iter().map(|node| rows[*node]).max().unwrap_or_default();
        let in_row = |row: usize| members.iter().copied().filter(|node| rows[*node] == row).collect::<Vec<_>>();
        let boxes: Vec<Vec<usize>> = (first..=last).map(in_row).collect();
        let inner = boxes.iter().map(|row| width_of(row, sizes)).max().unwrap_or_default();
        let (kind, width) = match node.group {
            Some(group) => {
                let title = words::width(&plain(&diagram.groups[group])) + 2 * FRAME;
                (Kind::Group(group), (inner + 2 * FRAME).max(title))
            }
            None => (Kind::Alone, inner),
        };
        strips.push(Strip { first, last, boxes, width, kind });
    }
    for (at, link) in diagram.links.iter().enumerate() {
        let (upper, lower) = (rows[link.from].min(rows[link.to]), rows[link.from].max(rows[link.to]));
        if lower > upper + 1 {
            let kind = Kind::Lane(at);
            strips.push(Strip { first: upper + 1, last: lower - 1, boxes: Vec::new(), width: LANE, kind });
        }
    }
    strips
}

/// The order of strips with the shortest lines that was found, and how far left each then stands.
fn ordered(diagram: &Diagram, rows: &[usize], strips: &[Strip], count: usize) -> (Vec<usize>, Vec<Length>) {
    let mut home = vec![0; rows.len()];
    for (at, strip) in strips.iter().enumerate() {
        strip.boxes.iter().flatten().for_each(|node| home[*node] = at);
    }
    // What is joined: the strips of both ends, or each of them with the lane between.
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (at, link) in diagram.links.iter().enumerate() {
        let (from, to) = (home[link.from], home[link.to]);
        match strips.iter().position(|strip| strip.kind == Kind::Lane(at)) {
            Some(lane) => joined.extend([(from, lane), (lane, to)]),
            None => joined.push((from, to)),
        }
    }
    let mut order: Vec<usize> = (0..strips.len()).collect();
    let mut best: Option<(Length, Vec<usize>, Vec<Length>)> = None;
    for _ in 0..SWEEPS {
        let lefts = centred(strips, &packed(strips, &order, count), count, WIDTH);
        let middle = |at: usize| lefts[at] + strips[at].width / 2;
        let length = joined.iter().map(|(one, two)| (middle(*one) - middle(*two)).abs()).sum();
        if best.as_ref().is_none_or(|(shortest, ..)| length < *shortest) {
            best = Some((length, order.clone(), packed(strips, &order, count)));
        }
        let pull = |at: usize| {
            let ends = joined.iter().filter(|(one, two)| one != two && (*one == at || *two == at));
            let others: Vec<Length> = ends.map(|(one, two)| middle(if *one == at { *two } else { *one })).collect();
            let count = others.len() as Length;
            others.into_iter().sum::<Length>().checked_div(count).unwrap_or(middle(at))
        };
        order.sort_by_key(|at| pull(*at));
    }
    best.map(|(_, order, lefts)| (order, lefts)).unwrap_or_default()
}

/// Strips side by side in their order, each as far left as its rows allow.
fn packed(strips: &[Strip], order: &[usize], count: usize) -> Vec<Length> {
    let mut ends = vec![0; count];
    let mut lefts = vec![0; strips.len()];
    for &at in order {
        let rows = strips[at].first..=strips[at].last;
        let left = ends[rows.clone()].iter().copied().max().unwrap_or_default();
        lefts[at] = left;
        ends[rows].fill(left + strips[at].width + GAP);
    }
    lefts
}

/// Rows that share a strip are moved to the middle together.
fn centred(strips: &[Strip], lefts: &[Length], count: usize, width: Length) -> Vec<Length> {
    let mut bundle: Vec<usize> = (0..count).collect();
    for strip in strips {
        let root = bundle[strip.first..=strip.last].iter().copied().min().unwrap_or_default();
        let held: Vec<usize> = bundle[strip.first..=strip.last].to_vec();
        bundle.iter_mut().filter(|row| held.contains(row)).for_each(|row| *row = root);
    }
    let end = |of: usize| {
        let inside = strips.iter().zip(lefts).filter(|(strip, _)| bundle[strip.first] == of);
        inside.map(|(strip, left)| left + strip.width).max().unwrap_or_default()
    };
    let shift = |strip: &Strip| (width - end(bundle[strip.first])).max(0) / 2;
    strips.iter().zip(lefts).map(|(strip, left)| left + shift(strip)).collect()
}

/// Each row with the frames around it, and the top of its boxes.
fn bands(
    diagram: &Diagram,
    strips: &[Strip],
    rows: &[usize],
    heights: &[Length],
) -> (Vec<(Length, Length)>, Vec<Length>) {
    let is_group = |strip: &&Strip| matches!(strip.kind, Kind::Group(_));
    let (mut bands, mut tops): (Vec<(Length, Length)>, Vec<Length>) = (Vec::new(), Vec::new());
    let mut y = 0;
    for (row, height) in heights.iter().enumerate() {
        let begins = strips.iter().filter(is_group).any(|strip| strip.first == row);
        let ends = strips.iter().filter(is_group).any(|strip| strip.last == row);
        let top = y;
        let boxes = top + if begins { TITLE + FRAME / 2 } else { 0 };
        let bottom = boxes + height + if ends { FRAME } else { 0 };
        tops.push(boxes);
        bands.push((top, bottom));
        y = bottom + channel(diagram, rows, row);
    }
    (bands, tops)
}

/// Height of the space below a row: for lines that bend, and for labels one above another.
fn channel(diagram: &Diagram, rows: &[usize], row: usize) -> Length {
    let passing = diagram.links.iter().filter(|link| {
        let (upper, lower) = (rows[link.from].min(rows[link.to]), rows[link.from].max(rows[link.to]));
        (upper..lower).contains(&row)
    });
    let begun = diagram.links.iter().filter(|link| rows[link.from].min(rows[link.to]) == row);
    let labels: Length = begun.filter_map(|link| link.label.as_ref()).map(|label| plate_height(&plain(label))).sum();
    CHANNEL + TRACK * passing.count() as Length + labels
}

/// Height of the label of a line.
fn plate_height(label: &str) -> Length {
    words::wrap(label, LABEL).len() as Length * LEADING + 20
}
