//! The tree that the HTML Standard's rules make of a page, in one list of nodes, and no larger than a page of text is.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};

/// Place of a node in the list.
pub type Id = usize;

#[derive(Debug)]
pub enum Data {
    Document,
    Element(QualName, Vec<Attribute>),
    Text(String),
    /// Comments and what else nobody sees.
    Other,
}

#[derive(Debug)]
pub struct Node {
    pub data: Data,
    pub children: Vec<Id>,
    parent: Option<Id>,
    depth: usize,
}

/// The rules look through all open elements again and again, and open formatting anew in each paragraph.
const DEPTH: usize = 400;
const NODES: usize = 2_000_000;
/// Characters in which a label shows.
const BEGINNING: usize = 16;
/// Bytes after which the bounds are looked at.
const PIECE: usize = 4 << 10;

#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// `None` where the page is deeper or of more parts than any text.
    pub fn parse(text: &str) -> Option<Tree> {
        let builder = Builder { nodes: RefCell::new(Vec::new()), is_excessive: Cell::new(false) };
        builder.make(Data::Document);
        let mut options = ParseOpts::default();
        // What stands there for those without scripts is text.
        options.tree_builder.scripting_enabled = false;
        let mut parser = parse_document(builder, options);
        let mut rest = text;
        while !rest.is_empty() {
            let mut end = rest.len().min(PIECE);
            while !rest.is_char_boundary(end) {
                end += 1;
            }
            parser.process(StrTendril::from_slice(&rest[..end]));
            rest = &rest[end..];
            if parser.tokenizer.sink.sink.is_excessive.get() {
                return None;
            }
        }
        let builder = parser.finish();
        (!builder.is_excessive.get()).then(|| Tree { nodes: builder.nodes.into_inner() })
    }

    pub const ROOT: Id = 0;

    pub fn node(&self, id: Id) -> Option<&Node> {
        self.nodes.get(id)
    }

    pub fn children(&self, id: Id) -> &[Id] {
        self.node(id).map_or(&[], |node| node.children.as_slice())
    }

    /// Name of an element in small letters; nothing for any other node.
    pub fn name(&self, id: Id) -> &str {
        match self.node(id).map(|node| &node.data) {
            Some(Data::Element(name, _)) => &name.local,
            _ => "",
        }
    }

    pub fn attribute(&self, id: Id, wanted: &str) -> Option<&str> {
        match self.node(id).map(|node| &node.data) {
            Some(Data::Element(_, attributes)) => {
                attributes.iter().find(|attribute| &*attribute.name.local == wanted).map(|attribute| &*attribute.value)
            }
            _ => None,
        }
    }

    /// A number that an attribute gives.
    pub fn number(&self, id: Id, wanted: &str) -> Option<i64> {
        self.attribute(id, wanted)?.trim().parse().ok()
    }

    /// The first element of this name below a node, in reading order.
    pub fn find(&self, id: Id, wanted: &str) -> Option<Id> {
        self.below(id).find(|id| self.name(*id) == wanted)
    }

    /// Everything below a node in reading order, itself first.
    pub fn below(&self, id: Id) -> impl Iterator<Item = Id> {
        let mut waiting = vec![id];
        std::iter::from_fn(move || {
            let next = waiting.pop()?;
            waiting.extend(self.children(next).iter().rev());
            Some(next)
        })
    }

    /// The first words below a node: enough to see how they begin.
    pub fn beginning(&self, id: Id) -> String {
        let mut words = String::new();
        for id in self.below(id) {
            if let Some(Data::Text(text)) = self.node(id).map(|node| &node.data) {
                words.push_str(text.trim_start());
            }
            if words.chars().count() >= BEGINNING {
                break;
            }
        }
        words
    }

    /// All text below a node, white space as it stands.
    pub fn text(&self, id: Id) -> String {
        let text = |id| match self.node(id).map(|node| &node.data) {
            Some(Data::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        self.below(id).filter_map(text).collect()
    }
}

struct Builder {
    nodes: RefCell<Vec<Node>>,
    is_excessive: Cell<bool>,
}

impl Builder {
    fn make(&self, data: Data) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { data, children: Vec::new(), parent: None, depth: 0 });
        if nodes.len() > NODES {
            self.is_excessive.set(true);
        }
        nodes.len() - 1
    }

    fn add(&self, parent: Id, child: NodeOrText<Id>, before: Option<Id>) {
        let place = |children: &[Id]| before.and_then(|before| children.iter().rposition(|child| *child == before));
        let child = match child {
            NodeOrText::AppendNode(child) => child,
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let at = place(&nodes[parent].children).unwrap_or(nodes[parent].children.len());
                let last = at.checked_sub(1).map(|at| nodes[parent].children[at]);
                if let Some(Data::Text(before)) = last.map(|last| &mut nodes[last].data) {
                    before.push_str(&text);
                    return;
                }
                drop(nodes);
                self.make(Data::Text(text.to_string()))
            }
        };
        self.remove_from_parent(&child);
        let mut nodes = self.nodes.borrow_mut();
        let at = place(&nodes[parent].children).unwrap_or(nodes[parent].children.len());
        nodes[parent].children.insert(at, child);
        let depth = nodes[parent].depth + 1;
        (nodes[child].parent, nodes[child].depth) = (Some(parent), depth);
        if depth > DEPTH {
            self.is_excessive.set(true);
        }
    }
}

impl TreeSink for Builder {
    type Handle = Id;
    type Output = Builder;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Builder {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        Tree::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Ref<'a, QualName> {
        static NONE: QualName = QualName { prefix: None, ns: html5ever::ns!(html), local: html5ever::local_name!("") };
        Ref::map(self.nodes.borrow(), |nodes| match &nodes[*target].data {
            Data::Element(name, _) => name,
            _ => &NONE,
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        self.make(Data::Element(name, attributes))
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.make(Data::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.make(Data::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.add(*parent, child, None);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        let has_parent = self.nodes.borrow()[*element].parent.is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// A template's content is its own child: nobody sees either.
    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        let parent = self.nodes.borrow()[*sibling].parent;
        if let Some(parent) = parent {
            self.add(parent, child, Some(*sibling));
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, attributes: Vec<Attribute>) {
        if let Data::Element(_, known) = &mut self.nodes.borrow_mut()[*target].data {
            for attribute in attributes {
                if !known.iter().any(|known| known.name == attribute.name) {
                    known.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[*target].parent.take() {
            nodes[parent].children.retain(|child| child != target);
        }
    }

    fn reparent_children(&self, node: &Id, parent: &Id) {
        let children = std::mem::take(&mut self.nodes.borrow_mut()[*node].children);
        for child in children {
            self.nodes.borrow_mut()[child].parent = None;
            self.append(parent, NodeOrText::AppendNode(child));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_nobody_closed_stand_side_by_side() {
        let tree = Tree::parse("<!doctype html><p>甲<p>乙<table><tr><td>丙").expect("a page");
        let paragraphs: Vec<String> =
            tree.below(Tree::ROOT).filter(|id| tree.name(*id) == "p").map(|id| tree.text(id)).collect();
        assert_eq!(paragraphs, ["甲", "乙"]);
        assert!(tree.find(Tree::ROOT, "tbody").is_some());
    }

    #[test]
    fn pages_that_grow_beyond_their_size_are_refused() {
        assert!(Tree::parse(&"<div>".repeat(200_000)).is_none());
        let formatting: String = (0..200_000).map(|at| format!("<p><b id={at}>x")).collect();
        assert!(Tree::parse(&formatting).is_none());
    }
}
