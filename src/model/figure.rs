//! Figures by their data. Nothing is placed here: the `figure` stage draws them.

use super::{Id, Key, Prose};
use crate::source::Span;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub key: Key,
    pub id: Option<Id>,
    pub caption: Option<Prose>,
    /// What a reader who does not see the figure is told. Empty only where that is a finding.
    pub alt: Prose,
    pub picture: Picture,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picture {
    Timeline(Timeline),
    Diagram(Diagram),
    InformationFlow(InformationFlow),
    /// A QR code of an address.
    Code(Prose),
}

/// How metered use is billed: the connections of each side over time, and what they come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// The metering by which it is computed.
    pub charge: Id,
    /// At least one; [`Timeline::charged`] of them is billed.
    pub sides: Vec<Side>,
    pub charged: usize,
    /// When bookings begin, in order; empty for a single one. A connection belongs to the last that has begun.
    pub bookings: Vec<Minute>,
    /// What the author says it comes to, in yen before tax.
    pub total: Option<Stated>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    pub name: Prose,
    /// In order, none reaching into the next.
    pub connections: Vec<Connection>,
}

/// A time of the day, in minutes after midnight.
pub type Minute = u32;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connection {
    pub from: Minute,
    /// Later than `from`.
    pub until: Minute,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stated {
    pub yen: u64,
    pub span: Span,
}

impl Timeline {
    /// The billed connections, booking by booking, without bookings that have none.
    pub fn by_booking(&self) -> Vec<Vec<Connection>> {
        let mut bookings = vec![Vec::new(); self.bookings.len().max(1)];
        for connection in self.sides.get(self.charged).iter().flat_map(|side| &side.connections) {
            let begun = self.bookings.partition_point(|booking| *booking <= connection.from);
            bookings[begun.saturating_sub(1)].push(*connection);
        }
        bookings.retain(|connections| !connections.is_empty());
        bookings
    }
}

/// Parts of a system and what connects them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagram {
    /// Names of the frames around nodes.
    pub groups: Vec<Prose>,
    pub nodes: Vec<Node>,
    pub links: Vec<Connector>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub label: Prose,
    /// Index of its group.
    pub group: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connector {
    /// Indexes of two different nodes.
    pub from: usize,
    pub to: usize,
    pub label: Option<Prose>,
    pub is_mutual: bool,
}

/// Who tells whom what, step by step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InformationFlow {
    /// At least two.
    pub actors: Vec<Prose>,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Indexes of actors; the same for what one of them does.
    pub from: usize,
    pub to: usize,
    pub label: Prose,
}

impl Figure {
    /// Whether it is one of the numbered figures: 図１. A code has no number.
    pub fn is_numbered(&self) -> bool {
        !matches!(self.picture, Picture::Code(_))
    }

    /// The author's texts in it, the caption and the alternative text first.
    pub fn proses(&self) -> Vec<&Prose> {
        let mut found: Vec<&Prose> = self.caption.iter().collect();
        found.push(&self.alt);
        match &self.picture {
            Picture::Timeline(timeline) => found.extend(timeline.sides.iter().map(|side| &side.name)),
            Picture::Diagram(diagram) => {
                found.extend(&diagram.groups);
                found.extend(diagram.nodes.iter().map(|node| &node.label));
                found.extend(diagram.links.iter().filter_map(|link| link.label.as_ref()));
            }
            Picture::InformationFlow(flow) => {
                found.extend(&flow.actors);
                found.extend(flow.steps.iter().map(|step| &step.label));
            }
            Picture::Code(_) => {}
        }
        found
    }
}
