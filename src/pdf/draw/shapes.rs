//! The shapes of a figure as operators. Its words are set as text.

use printpdf as pp;

use super::{gray, point};
use crate::figure::{Drawing, Fill, Length, Shape, Stroke};

/// Where a drawing stands: its upper left corner in the PDF's coordinates, and points for an em.
pub struct Place {
    pub left: f32,
    pub top: f32,
    pub size: f32,
}

impl Place {
    fn points(&self, length: Length) -> f32 {
        length as f32 * self.size / 100.0
    }

    fn at(&self, x: Length, y: Length) -> pp::LinePoint {
        let p = pp::Point { x: point(self.left + self.points(x)), y: point(self.top - self.points(y)) };
        pp::LinePoint { p, bezier: false }
    }
}

/// Operators of all shapes but words, each over those before it.
pub fn operators(drawing: &Drawing, place: &Place) -> Vec<pp::Op> {
    let mut ops = vec![pp::Op::SetLineCapStyle { cap: pp::LineCapStyle::Butt }];
    for shape in &drawing.shapes {
        match shape {
            Shape::Box { x, y, width, height, fill, stroke } => {
                let corners = [(*x, *y), (x + width, *y), (x + width, y + height), (*x, y + height)];
                if *fill != Fill::Nothing {
                    ops.push(pp::Op::SetFillColor { col: gray(lightness(*fill)) });
                    ops.push(polygon(&[&corners], place));
                }
                if let Some(stroke) = stroke {
                    pen(&mut ops, *stroke, place);
                    ops.push(line(&corners, true, place));
                }
            }
            Shape::Path { points, stroke, .. } => {
                pen(&mut ops, *stroke, place);
                ops.push(line(points, false, place));
                ops.push(pp::Op::SetFillColor { col: gray(0.0) });
                ops.extend(shape.arrowheads().iter().map(|head| polygon(&[head], place)));
            }
            Shape::Words { .. } => {}
            Shape::Code { square, runs } => {
                ops.push(pp::Op::SetFillColor { col: gray(0.0) });
                let corners = runs.iter().map(|(x, y, length)| {
                    let [x, y, length] = [x, y, length].map(|count| Length::from(*count) * square);
                    [(x, y), (x + length, y), (x + length, y + square), (x, y + square)]
                });
                let corners: Vec<_> = corners.collect();
                let rings: Vec<&[(Length, Length)]> = corners.iter().map(|ring| ring.as_slice()).collect();
                ops.push(polygon(&rings, place));
            }
        }
    }
    ops.push(pp::Op::SetLineDashPattern { dash: pp::LineDashPattern::default() });
    ops.push(pp::Op::SetFillColor { col: gray(0.0) });
    ops
}

fn lightness(fill: Fill) -> f32 {
    match fill {
        Fill::Nothing | Fill::Paper => 1.0,
        Fill::Tint => 0.95,
        Fill::Shade => 0.82,
    }
}

fn pen(ops: &mut Vec<pp::Op>, stroke: Stroke, place: &Place) {
    let lightness = if stroke == Stroke::Strong { 0.0 } else { 0.65 };
    let dash = match stroke {
        Stroke::Dashed => pp::LineDashPattern::new(0.0, &[2.5, 2.0]),
        Stroke::Strong | Stroke::Faint => pp::LineDashPattern::default(),
    };
    ops.push(pp::Op::SetOutlineColor { col: gray(lightness) });
    ops.push(pp::Op::SetOutlineThickness { pt: point(place.points(stroke.width())) });
    ops.push(pp::Op::SetLineDashPattern { dash });
}

fn line(points: &[(Length, Length)], is_closed: bool, place: &Place) -> pp::Op {
    let points = points.iter().map(|(x, y)| place.at(*x, *y)).collect();
    pp::Op::DrawLine { line: pp::Line { points, is_closed } }
}

fn polygon(rings: &[&[(Length, Length)]], place: &Place) -> pp::Op {
    let ring = |corners: &&[(Length, Length)]| pp::PolygonRing {
        points: corners.iter().map(|(x, y)| place.at(*x, *y)).collect(),
    };
    let (mode, winding_order) = (pp::PaintMode::Fill, pp::WindingOrder::NonZero);
    pp::Op::DrawPolygon { polygon: pp::Polygon { rings: rings.iter().map(ring).collect(), mode, winding_order } }
}
