//! Figures: inline SVG in the colours of the page, with what it says as its name and description.

use super::blocks::write_inlines;
use crate::figure::{Anchor, Drawing, Fill, Length, Shape, Stroke};
use crate::flow::Figure;
use crate::markup::Markup;

/// Room for the outer half of lines at the edges.
const EDGE: Length = 5;

/// Writes a figure: its caption is read first and stands below.
pub fn write(out: &mut Markup, figure: &Figure) {
    let anchor = figure.data.anchor.as_ref().map(|anchor| anchor.0.as_str());
    out.block("figure").optional("id", anchor).within(|out| {
        if !figure.data.caption.is_empty() {
            out.block("figcaption").within(|out| write_inlines(out, &figure.data.caption));
        }
        out.block("div").attribute("class", "drawing").within(|out| write_drawing(out, figure));
    });
}

fn write_drawing(out: &mut Markup, figure: &Figure) {
    let drawing = &figure.drawing;
    let ems = |length: Length| format!("{}.{:02}", length / 100, length % 100);
    let svg = out
        .block("svg")
        .attribute("role", "img")
        .attribute("viewBox", &format!("-{EDGE} -{EDGE} {} {}", drawing.width + 2 * EDGE, drawing.height + 2 * EDGE))
        .attribute("style", &format!("--width:{}", ems(drawing.width)));
    svg.within(|out| {
        let spoken = figure.spoken();
        let (title, description) = spoken.split_once('\n').unwrap_or((&spoken, ""));
        out.inline("title").within(|out| out.text(title));
        out.inline("desc").within(|out| out.text(description));
        write_shapes(out, drawing);
    });
}

fn write_shapes(out: &mut Markup, drawing: &Drawing) {
    for shape in &drawing.shapes {
        match shape {
            Shape::Box { x, y, width, height, fill, stroke } => {
                let class = format!("{} {}", fill_class(*fill), stroke.map_or("bare", stroke_class));
                let mut rectangle = out.inline("rect").attribute("class", &class);
                for (name, value) in [("x", x), ("y", y), ("width", width), ("height", height)] {
                    rectangle = rectangle.attribute(name, &value.to_string());
                }
                rectangle.empty();
            }
            Shape::Path { points, stroke, .. } => {
                let places: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
                let class = stroke_class(*stroke);
                out.inline("polyline").attribute("class", class).attribute("points", &places.join(" ")).empty();
                for head in shape.arrowheads() {
                    let corners = head.map(|(x, y)| format!("{x},{y}")).join(" ");
                    out.inline("polygon").attribute("class", "head").attribute("points", &corners).empty();
                }
            }
            Shape::Words { x, baseline, size, anchor, is_strong, text } => {
                let anchor = match anchor {
                    Anchor::Start => None,
                    Anchor::Middle => Some("middle"),
                    Anchor::End => Some("end"),
                };
                let place = out.inline("text").attribute("x", &x.to_string()).attribute("y", &baseline.to_string());
                let place = place.attribute("font-size", &size.to_string()).optional("text-anchor", anchor);
                place.optional("font-weight", is_strong.then_some("700")).within(|out| out.text(text));
            }
            Shape::Code { square, runs } => write_code(out, drawing, *square, runs),
        }
    }
}

fn write_code(out: &mut Markup, drawing: &Drawing, square: Length, runs: &[(u16, u16, u16)]) {
    let size = |length: Length| length.to_string();
    let paper = out.inline("rect").attribute("fill", "#fff").attribute("width", &size(drawing.width));
    paper.attribute("height", &size(drawing.height)).empty();
    let run = |(x, y, length): &(u16, u16, u16)| {
        let [x, y, length] = [x, y, length].map(|count| Length::from(*count) * square);
        format!("M{x} {y}h{length}v{square}h-{length}z")
    };
    let path: String = runs.iter().map(run).collect();
    out.inline("path")
        .attribute("fill", "#000")
        .attribute("shape-rendering", "crispEdges")
        .attribute("d", &path)
        .empty();
}

fn fill_class(fill: Fill) -> &'static str {
    match fill {
        Fill::Nothing => "hollow",
        Fill::Paper => "paper",
        Fill::Tint => "tint",
        Fill::Shade => "shade",
    }
}

fn stroke_class(stroke: Stroke) -> &'static str {
    match stroke {
        Stroke::Strong => "strong",
        Stroke::Faint => "faint",
        Stroke::Dashed => "dashed",
    }
}
