//! Diagrams and information flows: parts with names, and what leads from one to another.

use super::super::Lowering;
use super::super::fields::{Fields, What};
use super::super::value::{self, INVALID_VALUES};
use super::plain;
use crate::model::{Connector, Diagram, InformationFlow, Node as Box, Prose, Step};
use crate::say;
use crate::syntax::{Node, Text};

const DIAGRAM: What = What("構成図", "a diagram");
const NODE: What = What("箱", "a node");
const GROUP: What = What("枠", "a group");
const LINK: What = What("線", "a link");
const FLOW: What = What("情報の流れの図", "a flow");
const STEP: What = What("手順", "a step");

/// Names of parts with their places in the lists they come from.
type Names<'n> = Vec<(&'n str, usize)>;

impl Lowering<'_> {
    pub(super) fn diagram(&mut self, node: &Node) -> Option<Diagram> {
        let fields = Fields::read(node, DIAGRAM, &["groups", "nodes", "links"], self.diagnostics)?;
        let group_nodes = self.bounded(fields.get("groups"));
        let groups = self.named(group_nodes, GROUP, &["id", "label"], "医療機関");
        let group_names = names(&groups);
        let nodes = fields.require("nodes", "[…]", self.diagnostics);
        let nodes = self.bounded(nodes);
        let named = self.named(nodes, NODE, &["id", "label", "group"], "アプリケーションサーバ");
        let node_names = names(&named);
        let boxes = named.iter().map(|part| {
            let group = part.fields.get("group");
            let group = group.and_then(|node| value::choice(node, &group_names, self.diagnostics));
            Box { label: part.label.clone(), group }
        });
        let boxes = boxes.collect();
        let links = self.bounded(fields.get("links")).iter().filter_map(|node| self.connector(node, &node_names));
        let links = links.collect();
        let groups = groups.into_iter().map(|group| group.label).collect();
        Some(Diagram { groups, nodes: boxes, links })
    }

    /// Parts that have an id and a label.
    fn named<'n>(&mut self, nodes: &'n [Node], what: What, keys: &[&str], example: &str) -> Vec<Part<'n>> {
        let mut parts = Vec::new();
        for node in nodes {
            let Some(fields) = Fields::read(node, what, keys, self.diagnostics) else { continue };
            let label = self.required_label(&fields, "label", example);
            let Some(node) = fields.require("id", "server", self.diagnostics) else { continue };
            let Some(text) = value::text(node, self.diagnostics) else { continue };
            if value::id(node, self.diagnostics).is_some() {
                parts.push(Part { id: text, label, fields });
            }
        }
        self.distinct_parts(parts.iter().map(|part| part.id.clone()));
        parts
    }

    fn connector(&mut self, node: &Node, nodes: &Names<'_>) -> Option<Connector> {
        let fields = Fields::read(node, LINK, &["from", "to", "label", "both"], self.diagnostics)?;
        let (from, to) = self.ends(&fields, nodes)?;
        let label = fields.get("label").and_then(|node| self.label(node));
        let both = fields.get("both").and_then(|node| value::boolean(node, self.diagnostics));
        if from == to {
            let message = say!("同じ箱どうしを結んでいます", "this joins a node with itself");
            let help = say!("from と to に別の箱を書いてください", "write two different nodes");
            self.diagnostics.push(INVALID_VALUES.at(fields.span, message).help(help));
            return None;
        }
        Some(Connector { from, to, label, is_mutual: both.unwrap_or_default() })
    }

    fn ends(&mut self, fields: &Fields<'_>, names: &Names<'_>) -> Option<(usize, usize)> {
        let example = names.first().map_or("client", |(name, _)| name);
        let from = fields.require("from", example, self.diagnostics);
        let from = from.and_then(|node| value::choice(node, names, self.diagnostics));
        let to = fields.require("to", example, self.diagnostics);
        let to = to.and_then(|node| value::choice(node, names, self.diagnostics));
        from.zip(to)
    }

    pub(super) fn information_flow(&mut self, node: &Node) -> Option<InformationFlow> {
        let fields = Fields::read(node, FLOW, &["actors", "steps"], self.diagnostics)?;
        let nodes = fields.require("actors", "[お客様, 当社]", self.diagnostics);
        let nodes = self.bounded(nodes);
        let texts: Vec<&Text> = nodes.iter().filter_map(|node| value::text(node, self.diagnostics)).collect();
        self.distinct_parts(texts.iter().map(|text| (*text).clone()));
        let names: Names<'_> = texts.iter().enumerate().map(|(at, text)| (text.as_str(), at)).collect();
        let steps = fields.require("steps", "[…]", self.diagnostics);
        let steps = self.bounded(steps).iter().filter_map(|node| {
            let fields = Fields::read(node, STEP, &["from", "to", "label"], self.diagnostics)?;
            let ends = self.ends(&fields, &names);
            let label = self.required_label(&fields, "label", "申込み");
            let (from, to) = ends?;
            Some(Step { from, to, label })
        });
        let steps = steps.collect();
        if let (Some(span), 0 | 1) = (fields.key("actors"), texts.len()) {
            let message = say!("登場者が足りません", "there are too few actors");
            let help = say!("やり取りをする者を二つ以上書いてください", "name at least two");
            self.diagnostics.push(INVALID_VALUES.at(span, message).help(help));
            return None;
        }
        Some(InformationFlow { actors: texts.into_iter().map(plain).collect(), steps })
    }
}

/// A node or group with its name.
struct Part<'n> {
    id: &'n Text,
    label: Prose,
    fields: Fields<'n>,
}

fn names<'n>(parts: &[Part<'n>]) -> Names<'n> {
    parts.iter().enumerate().map(|(at, part)| (part.id.as_str(), at)).collect()
}
