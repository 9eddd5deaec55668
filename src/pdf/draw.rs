//! From pages to drawing operators. Every run of text is marked as content of its node; rules and furniture are
//! artifacts, each of its kind (ISO 32000-1, 14.8.2.2).

mod shapes;

use std::collections::BTreeMap;

use printpdf as pp;
use rayon::prelude::*;

use crate::flow::Target;

use super::embed::{Characters, Cut};
use super::form_fields::{Field, FieldArea};
use super::galley::{Mark, Run, Shade};
use super::pages::Pages;
use super::paper::Paper;
use super::structure::{Kid, NodeId, Tree};

const RULE_WIDTH: f32 = 0.4;
const UNDERLINE_WIDTH: f32 = 0.6;
/// Below the baseline, in em: under the lowest strokes of full-width characters.
const UNDERLINE_DEPTH: f32 = 0.2;
/// Of the dot over an emphasised character, and of its centre over the baseline, in em.
const DOT_RADIUS: f32 = 0.085;
const DOT_HEIGHT: f32 = 1.01;
/// Blue so dark that it prints as black.
const LINK: [f32; 3] = [0.03, 0.07, 0.22];

/// A place on a page that leads elsewhere.
pub struct LinkArea<'a> {
    /// Left, bottom, right, top in points from the page's lower left corner.
    pub area: [f32; 4],
    pub target: &'a Target,
    pub text: String,
}

/// Pages as printpdf takes them, with their links and form fields.
#[derive(Default)]
pub struct Drawing<'a> {
    pub pages: Vec<Vec<pp::Op>>,
    pub links: Vec<Vec<LinkArea<'a>>>,
    pub fields: Vec<Vec<FieldArea>>,
}

/// Characters that pages need of each font.
pub fn characters(pages: &[Vec<Mark>]) -> BTreeMap<Cut, Characters> {
    let mut texts: BTreeMap<Cut, Vec<&str>> = BTreeMap::new();
    for mark in pages.iter().flatten() {
        let Mark::Text(run) = mark else { continue };
        for piece in &run.pieces {
            texts.entry(Cut { typeface: run.typeface, set: piece.set }).or_default().push(&piece.text);
        }
    }
    texts.into_iter().map(|(cut, texts)| (cut, Characters::of(texts.into_iter()))).collect()
}

/// Draws the marks of pages, each page on whatever core is free, and records in the tree where each node's content went.
pub fn draw<'a>(pages: &mut Pages<'a>, characters: &BTreeMap<Cut, Characters>, tree: &mut Tree) -> Drawing<'a> {
    let paper = pages.paper;
    let page = |(index, marks): (usize, Vec<Mark<'a>>)| {
        let mut pen = Pen::new(index, paper, characters, tree);
        pen.lines(&marks);
        pen.drawings(&marks);
        pen.texts(&marks);
        (pen.ops, pen.links, pen.fields, pen.kids, pen.areas)
    };
    let drawn: Vec<_> = std::mem::take(&mut pages.pages).into_par_iter().enumerate().map(page).collect();
    let mut drawing = Drawing::default();
    for (ops, links, fields, kids, areas) in drawn {
        drawing.pages.push(ops);
        drawing.links.push(links);
        areas.into_iter().for_each(|(node, area)| tree.set_area(node, area));
        drawing.fields.push(fields);
        kids.into_iter().for_each(|(node, kid)| tree.push(node, kid));
    }
    drawing
}

/// What marked content is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Artifact(Artifact),
    Content(NodeId),
}

/// What is on a page and not in the document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Artifact {
    /// Rules and shades.
    Layout,
    /// The running head.
    Header,
    /// The page number.
    Footer,
    /// The head of a table that goes on.
    Repetition,
}

impl Artifact {
    /// Of a text, by the distance of its baseline from the top of the page.
    fn at(baseline: f32, paper: &Paper) -> Artifact {
        let (top, bottom) = paper.body();
        match baseline {
            above if above < top => Artifact::Header,
            below if below > bottom => Artifact::Footer,
            _ => Artifact::Repetition,
        }
    }

    fn properties(self) -> pp::DictItem {
        let (kind, subtype) = match self {
            Artifact::Layout => ("Layout", None),
            Artifact::Header => ("Pagination", Some("Header")),
            Artifact::Footer => ("Pagination", Some("Footer")),
            Artifact::Repetition => ("Pagination", None),
        };
        let entries = [("Type", Some(kind)), ("Subtype", subtype)].into_iter();
        let entries = entries.filter_map(|(key, name)| Some((key.to_owned(), pp::DictItem::Name(name?.into()))));
        pp::DictItem::Dict { map: entries.collect() }
    }
}

struct Pen<'a, 't> {
    page: usize,
    paper: &'static Paper,
    characters: &'t BTreeMap<Cut, Characters>,
    tree: &'t Tree,
    ops: Vec<pp::Op>,
    links: Vec<LinkArea<'a>>,
    fields: Vec<FieldArea>,
    /// What goes into the tree.
    kids: Vec<(NodeId, Kid)>,
    /// Where figures stand.
    areas: Vec<(NodeId, [f32; 4])>,
    open: Open,
    /// Marked contents so far.
    contents: usize,
    font: Option<(Cut, f32)>,
    spacing: f32,
    is_blue: bool,
}

impl<'a, 't> Pen<'a, 't> {
    fn new(page: usize, paper: &'static Paper, characters: &'t BTreeMap<Cut, Characters>, tree: &'t Tree) -> Self {
        Pen {
            page,
            paper,
            characters,
            tree,
            ops: Vec::new(),
            links: Vec::new(),
            fields: Vec::new(),
            kids: Vec::new(),
            areas: Vec::new(),
            open: Open::Nothing,
            contents: 0,
            font: None,
            spacing: 0.0,
            is_blue: false,
        }
    }

    /// Shades first, then rules and underlines, all below the text.
    fn lines(&mut self, marks: &[Mark]) {
        let is_line = |mark: &Mark| match mark {
            Mark::Text(run) => run.is_underlined || !run.dots.is_empty(),
            Mark::Fill { .. } | Mark::Rule { .. } => true,
            Mark::Field { .. } | Mark::Drawing { .. } | Mark::Tail(_) => false,
        };
        if !marks.iter().any(is_line) {
            return;
        }
        self.mark(Open::Artifact(Artifact::Layout));
        for mark in marks {
            if let Mark::Fill { from, to, shade } = mark {
                let rectangle = pp::Rect {
                    x: point(from.0),
                    y: point(self.paper.height - to.1),
                    width: point(to.0 - from.0),
                    height: point(to.1 - from.1),
                    mode: Some(pp::PaintMode::Fill),
                    winding_order: None,
                };
                let grey = match shade {
                    Shade::ColumnHeading => 0.92,
                    Shade::RowHeading => 0.965,
                };
                self.ops.push(pp::Op::SetFillColor { col: gray(grey) });
                self.ops.push(pp::Op::DrawRectangle { rectangle });
            }
        }
        self.ops.push(pp::Op::SetFillColor { col: gray(0.0) });
        self.ops.push(pp::Op::SetOutlineColor { col: gray(0.25) });
        self.ops.push(pp::Op::SetOutlineThickness { pt: pp::Pt(RULE_WIDTH) });
        self.ops.push(pp::Op::SetLineCapStyle { cap: pp::LineCapStyle::ProjectingSquare });
        for mark in marks {
            if let Mark::Rule { from, to } = mark {
                self.line(*from, *to);
            }
        }
        self.ops.push(pp::Op::SetOutlineColor { col: gray(0.0) });
        self.ops.push(pp::Op::SetOutlineThickness { pt: pp::Pt(UNDERLINE_WIDTH) });
        self.ops.push(pp::Op::SetLineCapStyle { cap: pp::LineCapStyle::Butt });
        for run in marks.iter().filter_map(underlined) {
            let y = run.baseline + UNDERLINE_DEPTH * run.size;
            self.line((run.x, y), (run.x + run.width, y));
        }
        for mark in marks {
            if let Mark::Text(run) = mark {
                let y = self.paper.height - run.baseline + DOT_HEIGHT * run.size;
                self.ops.extend(run.dots.iter().map(|x| dot(run.x + x, y, run.size)));
            }
        }
        self.mark(Open::Nothing);
    }

    /// Figures, below their words.
    fn drawings(&mut self, marks: &[Mark]) {
        for mark in marks {
            let Mark::Drawing { from, size, drawing, node } = mark else { continue };
            let place = shapes::Place { left: from.0, top: self.paper.height - from.1, size: *size };
            let (width, height) = (drawing.width as f32 * size / 100.0, drawing.height as f32 * size / 100.0);
            let area = [place.left, place.top - height, place.left + width, place.top].map(hundredth);
            self.areas.push((*node, area));
            self.mark(Open::Content(*node));
            self.ops.extend(shapes::operators(drawing, &place));
        }
        self.mark(Open::Nothing);
    }

    fn line(&mut self, from: (f32, f32), to: (f32, f32)) {
        let points = [from, to].map(|(x, y)| pp::LinePoint {
            p: pp::Point { x: point(x), y: point(self.paper.height - y) },
            bezier: false,
        });
        self.ops.push(pp::Op::DrawLine { line: pp::Line { points: points.to_vec(), is_closed: false } });
    }

    /// Texts, and the form fields among them: what is read is in their order.
    fn texts(&mut self, marks: &[Mark<'a>]) {
        self.ops.push(pp::Op::StartTextSection);
        let is_link = |mark: &&Mark| matches!(mark, Mark::Text(run) if run.link.is_some() && run.node.is_some());
        let links = marks.iter().filter(is_link).count();
        for mark in marks {
            match mark {
                Mark::Text(run) => {
                    let artifact = Open::Artifact(Artifact::at(run.baseline, self.paper));
                    self.mark(run.node.map_or(artifact, Open::Content));
                    self.text(run);
                    self.link(run);
                }
                Mark::Field { from, to, field } => {
                    self.mark(Open::Nothing);
                    self.field(*from, *to, field, links);
                }
                _ => {}
            }
        }
        self.mark(Open::Nothing);
        self.ops.push(pp::Op::EndTextSection);
    }

    /// Closes the open marked content and opens another, unless it is the same.
    fn mark(&mut self, wanted: Open) {
        if self.open == wanted {
            return;
        }
        if self.open != Open::Nothing {
            self.ops.push(pp::Op::EndMarkedContent);
        }
        match wanted {
            Open::Nothing => {}
            Open::Artifact(artifact) => self.ops.push(pp::Op::BeginMarkedContentWithProperties {
                tag: "Artifact".into(),
                properties: artifact.properties(),
            }),
            Open::Content(node) => {
                let mcid = self.contents;
                self.contents += 1;
                self.kids.push((node, Kid::Content { page: self.page, mcid }));
                let map = BTreeMap::from([("MCID".to_owned(), pp::DictItem::Int(mcid as i64))]);
                self.ops.push(pp::Op::BeginMarkedContentWithProperties {
                    tag: self.tree.role(node).name().into(),
                    properties: pp::DictItem::Dict { map },
                });
            }
        }
        self.open = wanted;
    }

    fn text(&mut self, run: &Run) {
        if self.is_blue != run.link.is_some() {
            self.is_blue = run.link.is_some();
            let [r, g, b] = LINK;
            let blue = pp::Color::Rgb(pp::Rgb { r, g, b, icc_profile: None });
            self.ops.push(pp::Op::SetFillColor { col: if self.is_blue { blue } else { gray(0.0) } });
        }
        let matrix = pp::TextMatrix::Translate(point(run.x), point(self.paper.height - run.baseline));
        self.ops.push(pp::Op::SetTextMatrix { matrix });
        for piece in &run.pieces {
            let cut = Cut { typeface: run.typeface, set: piece.set };
            if self.font != Some((cut, run.size)) {
                self.font = Some((cut, run.size));
                let font = pp::PdfFontHandle::External(cut.id());
                self.ops.push(pp::Op::SetFont { font, size: pp::Pt(run.size) });
            }
            if self.spacing != piece.spacing {
                self.spacing = piece.spacing;
                self.ops.push(pp::Op::SetCharacterSpacing { multiplier: piece.spacing });
            }
            // By codes, as printpdf knows no fonts while it writes a page.
            let code = |character| self.characters.get(&cut).map_or(0, |characters| characters.code(character));
            let codes = piece.text.chars().flat_map(|character| code(character).to_be_bytes()).collect();
            self.ops.push(pp::Op::Unknown { key: "Tj".into(), value: vec![pp::DictItem::Bytes(codes)] });
        }
    }

    /// Among the annotations of the page it comes after all `links`.
    fn field(&mut self, from: (f32, f32), to: (f32, f32), field: &Field, links: usize) {
        let height = self.paper.height;
        self.kids.push((field.node, Kid::Annotation { page: self.page, index: links + self.fields.len() }));
        let area = [from.0, height - to.1, to.0, height - from.1].map(hundredth);
        self.fields.push(FieldArea { area, field: field.clone() });
    }

    fn link(&mut self, run: &Run<'a>) {
        let (Some(target), Some(node)) = (run.link, run.node) else {
            return;
        };
        let baseline = self.paper.height - run.baseline;
        let (bottom, top) = (baseline - 0.15 * run.size, baseline + 0.9 * run.size);
        self.kids.push((node, Kid::Annotation { page: self.page, index: self.links.len() }));
        self.links.push(LinkArea {
            area: [run.x, bottom, run.x + run.width, top].map(hundredth),
            target,
            text: run.pieces.iter().map(|piece| piece.text.as_str()).collect(),
        });
    }
}

/// The dot of an emphasised character (圏点), centred at `x`, `y` of the PDF's coordinates: four curves of a circle.
fn dot(x: f32, y: f32, size: f32) -> pp::Op {
    let radius = DOT_RADIUS * size;
    // Distance of the control points of a quarter of a circle.
    let control = 0.5523 * radius;
    let at = |dx: f32, dy: f32, bezier| pp::LinePoint { p: pp::Point { x: pp::Pt(x + dx), y: pp::Pt(y + dy) }, bezier };
    let points = vec![
        at(radius, 0.0, false),
        at(radius, control, true),
        at(control, radius, true),
        at(0.0, radius, false),
        at(-control, radius, true),
        at(-radius, control, true),
        at(-radius, 0.0, false),
        at(-radius, -control, true),
        at(-control, -radius, true),
        at(0.0, -radius, false),
        at(control, -radius, true),
        at(radius, -control, true),
        at(radius, 0.0, false),
    ];
    let polygon = pp::Polygon {
        rings: vec![pp::PolygonRing { points }],
        mode: pp::PaintMode::Fill,
        winding_order: pp::WindingOrder::NonZero,
    };
    pp::Op::DrawPolygon { polygon }
}

fn underlined<'m, 'a>(mark: &'m Mark<'a>) -> Option<&'m Run<'a>> {
    match mark {
        Mark::Text(run) if run.is_underlined => Some(run),
        _ => None,
    }
}

fn gray(percent: f32) -> pp::Color {
    pp::Color::Greyscale(pp::Greyscale { percent, icc_profile: None })
}

/// A length to a hundredth of a point: finer than any printer, and short in the file.
fn point(points: f32) -> pp::Pt {
    pp::Pt(hundredth(points))
}

fn hundredth(points: f32) -> f32 {
    (points * 100.0).round() / 100.0
}
