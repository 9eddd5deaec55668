//! The tag tree: what each part of a page is, for screen readers and for copying text in reading order.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::finish::text_string;

/// A node of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(u32);

/// Standard structure types of ISO 32000-1, 14.8.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Document,
    Sect,
    /// H1 to H6.
    Heading(u8),
    Paragraph,
    List {
        numbering: Numbering,
    },
    ListItem,
    Label,
    ListBody,
    /// ※: found by its number, as ISO 14289-1, 7.9 asks.
    Note,
    /// A drawing, with its words in the element's `Alt` and its place in the attribute `BBox`.
    Figure,
    Table,
    Caption,
    Row,
    HeadingCell {
        scope: Scope,
        columns: u16,
        rows: u16,
    },
    Cell {
        columns: u16,
        rows: u16,
    },
    Link,
    /// The mark of a note.
    Reference,
    Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Column,
    Row,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    Decimal,
    Disc,
}

/// What a node contains, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kid {
    Node(NodeId),
    /// Marked content `mcid` of a page.
    Content {
        page: usize,
        mcid: usize,
    },
    /// Annotation `index` of a page.
    Annotation {
        page: usize,
        index: usize,
    },
}

#[derive(Debug)]
pub struct Node {
    pub role: Role,
    /// `None` for the root.
    pub parent: Option<NodeId>,
    /// Whether it is yet to take its place among its parent's contents.
    is_detached: bool,
    pub kids: Vec<Kid>,
    pub figure: Option<FigureFacts>,
}

/// What only figures have.
#[derive(Debug)]
pub struct FigureFacts {
    pub alt: String,
    /// Left, bottom, right, top in points from the page's lower left corner.
    pub area: [f32; 4],
}

/// Nodes in the order they were made; the first is the root.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    pub const ROOT: NodeId = NodeId(0);

    pub fn new() -> Tree {
        let root = Node { role: Role::Document, parent: None, is_detached: false, kids: Vec::new(), figure: None };
        Tree { nodes: vec![root] }
    }

    /// Adds a node as the last of its parent's.
    pub fn add(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = self.add_detached(parent, role);
        self.attach(id);
        id
    }

    /// Adds a node that takes its place among its parent's contents when it gets its own first: a link or
    /// a form field in running text.
    pub fn add_detached(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node { role, parent: Some(parent), is_detached: true, kids: Vec::new(), figure: None });
        id
    }

    /// Adds a figure with its alternative text.
    pub fn add_figure(&mut self, parent: NodeId, alt: String) -> NodeId {
        let id = self.add(parent, Role::Figure);
        self.nodes[id.index()].figure = Some(FigureFacts { alt, area: [0.0; 4] });
        id
    }

    /// Notes where on its page a figure stands.
    pub fn set_area(&mut self, id: NodeId, area: [f32; 4]) {
        if let Some(figure) = &mut self.nodes[id.index()].figure {
            figure.area = area;
        }
    }

    /// Adds marked content or an annotation to a node.
    pub fn push(&mut self, id: NodeId, kid: Kid) {
        self.nodes[id.index()].kids.push(kid);
        self.attach(id);
    }

    fn attach(&mut self, id: NodeId) {
        let node = &mut self.nodes[id.index()];
        let is_detached = std::mem::take(&mut node.is_detached);
        if let (true, Some(parent)) = (is_detached, node.parent) {
            self.push(parent, Kid::Node(id));
        }
    }

    pub fn role(&self, id: NodeId) -> Role {
        self.nodes[id.index()].role
    }

    /// Adds the nodes of another tree, whose root stands for `parent`; what its other nodes are called here.
    pub fn join(&mut self, parent: NodeId, part: Tree) -> Joined {
        let joined = Joined { parent, before: self.nodes.len() as u32 - 1 };
        for (index, mut node) in part.nodes.into_iter().enumerate() {
            for kid in &mut node.kids {
                if let Kid::Node(id) = kid {
                    *id = joined.id(*id);
                }
            }
            if index == 0 {
                self.nodes[parent.index()].kids.extend(node.kids);
            } else {
                node.parent = node.parent.map(|id| joined.id(id));
                self.nodes.push(node);
            }
        }
        joined
    }
}

/// Where the nodes of a tree went that became a part of another.
#[derive(Debug, Clone, Copy)]
pub struct Joined {
    parent: NodeId,
    /// Nodes of the whole before those of the part, but for one: the part's root is none of them.
    before: u32,
}

impl Joined {
    /// What a node of the part is called in the whole.
    pub fn id(self, id: NodeId) -> NodeId {
        if id == Tree::ROOT { self.parent } else { NodeId(id.0 + self.before) }
    }
}

impl NodeId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Role {
    /// Its name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Role::Document => "Document",
            Role::Sect => "Sect",
            Role::Heading(0 | 1) => "H1",
            Role::Heading(2) => "H2",
            Role::Heading(3) => "H3",
            Role::Heading(4) => "H4",
            Role::Heading(5) => "H5",
            Role::Heading(_) => "H6",
            Role::Paragraph => "P",
            Role::List { .. } => "L",
            Role::ListItem => "LI",
            Role::Label => "Lbl",
            Role::ListBody => "LBody",
            Role::Note => "Note",
            Role::Table => "Table",
            Role::Figure => "Figure",
            Role::Caption => "Caption",
            Role::Row => "TR",
            Role::HeadingCell { .. } => "TH",
            Role::Cell { .. } => "TD",
            Role::Link => "Link",
            Role::Reference => "Reference",
            Role::Form => "Form",
        }
    }

    /// Attributes of the standard structure types, ISO 32000-1, 14.8.5.
    fn attributes(self) -> Option<Dictionary> {
        let spans = |columns: u16, rows: u16| {
            let mut table = dictionary! { "O" => "Table" };
            if columns > 1 {
                table.set("ColSpan", i64::from(columns));
            }
            if rows > 1 {
                table.set("RowSpan", i64::from(rows));
            }
            table
        };
        match self {
            Role::HeadingCell { scope, columns, rows } => {
                let mut table = spans(columns, rows);
                table.set("Scope", if scope == Scope::Column { "Column" } else { "Row" });
                Some(table)
            }
            Role::Cell { columns: 1, rows: 1 } => None,
            Role::Cell { columns, rows } => Some(spans(columns, rows)),
            Role::List { numbering: Numbering::Decimal } => {
                Some(dictionary! { "O" => "List", "ListNumbering" => "Decimal" })
            }
            Role::List { numbering: Numbering::Disc } => Some(dictionary! { "O" => "List", "ListNumbering" => "Disc" }),
            _ => None,
        }
    }
}

/// Adds the tree to a file: an element for every node, and the way back from contents and annotations to them.
/// `annotations` are those of each page.
pub fn add(
    document: &mut Document,
    tree: &Tree,
    pages: &[ObjectId],
    annotations: &[Vec<ObjectId>],
) -> Result<ObjectId, lopdf::Error> {
    let root = document.new_object_id();
    let elements: Vec<ObjectId> = tree.nodes.iter().map(|_| document.new_object_id()).collect();
    let mut contents: Vec<Vec<Object>> = vec![Vec::new(); pages.len()];
    let mut owners: Vec<(ObjectId, ObjectId)> = Vec::new();
    let mut identified: Vec<Object> = Vec::new();
    for (index, (node, id)) in tree.nodes.iter().zip(&elements).enumerate() {
        for kid in &node.kids {
            match *kid {
                Kid::Node(_) => {}
                Kid::Content { page, mcid } => {
                    let owners = &mut contents[page];
                    owners.resize(owners.len().max(mcid + 1), Object::Null);
                    owners[mcid] = Object::Reference(*id);
                }
                Kid::Annotation { page, index } => owners.push((annotations[page][index], *id)),
            }
        }
        let parent = node.parent.map_or(root, |parent| elements[parent.index()]);
        let mut element = element(node, parent, &elements, pages, annotations);
        if node.role == Role::Note {
            // As many digits as any index has, so that the names are in the order of their bytes.
            let name = Object::string_literal(format!("note-{index:010}"));
            element.set("ID", name.clone());
            identified.extend([name, Object::Reference(*id)]);
        }
        document.set_object(*id, element);
    }
    let mut numbers: Vec<Object> = Vec::new();
    for (key, (page, owners)) in pages.iter().zip(contents).enumerate() {
        let page = document.get_object_mut(*page)?.as_dict_mut()?;
        page.set("StructParents", key as i64);
        page.set("Tabs", "S");
        numbers.extend([Object::from(key as i64), Object::Array(owners)]);
    }
    for (key, (annotation, owner)) in (pages.len() as i64..).zip(&owners) {
        document.get_object_mut(*annotation)?.as_dict_mut()?.set("StructParent", key);
        numbers.extend([Object::from(key), Object::Reference(*owner)]);
    }
    let parents = document.add_object(dictionary! { "Nums" => numbers });
    let next = (pages.len() + owners.len()) as i64;
    let mut dictionary = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => vec![Object::Reference(elements[0])],
        "ParentTree" => parents,
        "ParentTreeNextKey" => next,
    };
    if !identified.is_empty() {
        let identified = document.add_object(dictionary! { "Names" => identified });
        dictionary.set("IDTree", identified);
    }
    document.set_object(root, dictionary);
    Ok(root)
}

fn element(
    node: &Node,
    parent: ObjectId,
    elements: &[ObjectId],
    pages: &[ObjectId],
    annotations: &[Vec<ObjectId>],
) -> Dictionary {
    let first_page = node.kids.iter().find_map(|kid| match kid {
        Kid::Content { page, .. } => Some(*page),
        _ => None,
    });
    let kids: Vec<Object> = node
        .kids
        .iter()
        .map(|kid| match *kid {
            Kid::Node(id) => Object::Reference(elements[id.index()]),
            Kid::Content { page, mcid } if Some(page) == first_page => Object::Integer(mcid as i64),
            Kid::Content { page, mcid } => {
                Object::from(dictionary! { "Type" => "MCR", "Pg" => pages[page], "MCID" => mcid as i64 })
            }
            Kid::Annotation { page, index } => {
                Object::from(dictionary! { "Type" => "OBJR", "Pg" => pages[page], "Obj" => annotations[page][index] })
            }
        })
        .collect();
    // Validators look for a form field right below its element: else signing it seems to change the structure.
    let kids = match <[Object; 1]>::try_from(kids) {
        Ok([field]) if node.role == Role::Form => field,
        Ok([kid]) => Object::Array(vec![kid]),
        Err(kids) => Object::Array(kids),
    };
    let mut element = dictionary! { "Type" => "StructElem", "S" => node.role.name(), "P" => parent, "K" => kids };
    if let Some(page) = first_page {
        element.set("Pg", pages[page]);
    }
    if let Some(FigureFacts { alt, area }) = &node.figure {
        element.set("Alt", text_string(alt));
        let area: Vec<Object> = area.iter().map(|length| Object::Real(*length)).collect();
        element.set("A", dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => area });
    }
    if let Some(attributes) = node.role.attributes() {
        element.set("A", attributes);
    }
    element
}
