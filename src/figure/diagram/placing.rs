//! Where the boxes of a diagram stand.
//!
//! Rows come from the links: a box stands below all that lead to it (longest path; a link that would close a circle is
//! drawn upwards). In its rows, a group keeps a strip of its own, as does a box without a group and a line that
//! passes; strips stand side by side in one order for the whole diagram, so none can reach into another.

use super::{Length, Sized, Stroke, WIDTH, plain, words};
use crate::figure::EM;
use crate::model::Diagram;

/// Between strips, and between boxes of a group.
const GAP: Length = EM;
/// Room a passing line has to itself.
const LANE: Length = EM;
/// From a frame to what it holds, and above the boxes for its title.
const FRAME: Length = 70;
const TITLE: Length = 190;
/// How often strips are put in order again.
const SWEEPS: usize = 6;

pub type Frame = (Length, Length, Length, Length);

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
    strips: Vec<Strip>,
    lefts: Vec<Length>,
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

/// Sets boxes side by side. Where they stand from top to bottom follows from the lines between them: [`Placed::stack`].
pub fn place(diagram: &Diagram, sizes: &[Sized]) -> Placed {
    let rows = layers(diagram);
    let count = rows.iter().max().map_or(0, |last| last + 1);
    let strips = strips(diagram, &rows, sizes);
    let (order, lefts) = ordered(diagram, &rows, &strips, count);
    let used = order.iter().map(|at| lefts[*at] + strips[*at].width).max().unwrap_or_default();
    let width = WIDTH.max(used);
    let lefts = centred(&strips, &lefts, count, width);
    let mut boxes = vec![(0, 0); diagram.nodes.len()];
    let mut lanes = vec![Vec::new(); diagram.links.len()];
    for (strip, left) in strips.iter().zip(&lefts) {
        for row in &strip.boxes {
            let mut x = left + (strip.width - width_of(row, sizes)) / 2;
            for node in row {
                boxes[*node].0 = x;
                x += sizes[*node].width + GAP;
            }
        }
        if let Kind::Lane(link) = strip.kind {
            lanes[link] = vec![left + strip.width / 2; strip.last - strip.first + 1];
        }
    }
    let sizes = sizes.iter().map(|size| (size.width, size.height)).collect();
    let (frames, bands) = (vec![None; diagram.groups.len()], vec![(0, 0); count]);
    Placed { width, height: 0, boxes, sizes, frames, rows, lanes, bands, strips, lefts }
}

impl Placed {
    /// Sets rows below one another, parted by spaces of these heights.
    pub fn stack(&mut self, channels: &[Length]) {
        let mut y = 0;
        for row in 0..self.bands.len() {
            let is_group = |strip: &&Strip| matches!(strip.kind, Kind::Group(_));
            let begins = self.strips.iter().filter(is_group).any(|strip| strip.first == row);
            let ends = self.strips.iter().filter(is_group).any(|strip| strip.last == row);
            let here = || (0..self.rows.len()).filter(|node| self.rows[*node] == row);
            let height = here().map(|node| self.sizes[node].1).max().unwrap_or_default();
            let top = y + if begins { TITLE } else { 0 };
            let bottom = top + height + if ends { FRAME } else { 0 };
            for node in here().collect::<Vec<_>>() {
                self.boxes[node].1 = top + (height - self.sizes[node].1) / 2;
            }
            self.bands[row] = (y, bottom);
            y = bottom + channels.get(row).copied().unwrap_or_default();
        }
        self.height = self.bands.last().map_or(0, |(_, bottom)| bottom + Stroke::Strong.width());
        for (strip, left) in self.strips.iter().zip(&self.lefts) {
            if let Kind::Group(group) = strip.kind {
                let (top, bottom) = (self.bands[strip.first].0, self.bands[strip.last].1);
                self.frames[group] = Some((*left, top, strip.width, bottom - top));
            }
        }
    }
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
            Some(group) => {
                (0..diagram.nodes.len()).filter(|other| diagram.nodes[*other].group == Some(group)).collect()
            }
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
                // A line that comes from above to the middle passes beside the title.
                let room = if first > 0 { 2 * title } else { title };
                (Kind::Group(group), (inner + 2 * FRAME).max(room))
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
