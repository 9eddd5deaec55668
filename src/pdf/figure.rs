//! Figures: one strip, so that no page ends within them, with the drawing above its caption.

use crate::figure::{Anchor, Shape};
use crate::flow::{Align, Figure};
use crate::fonts::Typeface;

use super::Error;
use super::galley::{Mark, Strip};
use super::layout::{Frame, Typesetter, begin};
use super::paragraph::{Measure, Text, Type};
use super::structure::{NodeId, Role};

/// The type of figures: an em of a drawing.
const SET: Type = Type { size: 9.0, leading: 13.5 };
/// Around a figure, and between drawing and caption.
const SPACE: f32 = 8.0;
const GAP: f32 = 5.0;

/// Width of a figure at full size, in points.
pub fn width(figure: &Figure) -> f32 {
    figure.drawing.width as f32 * SET.size / 100.0
}

impl<'a> Typesetter<'a> {
    /// Lays out a figure in the middle of the frame, smaller where it would not fit.
    ///
    /// # Errors
    /// A character has no glyph.
    pub fn figure(&mut self, figure: &'a Figure, frame: Frame, parent: NodeId) -> Result<Vec<Strip<'a>>, Error> {
        let node = self.tree.add_figure(parent, figure.spoken());
        let drawing = &figure.drawing;
        let (ems, high) = (drawing.width as f32 / 100.0, drawing.height as f32 / 100.0);
        let room = self.paper.text_height - 4.0 * SET.leading;
        let size = SET.size.min(frame.width / ems.max(1.0)).min(room / high.max(1.0));
        let corner = (frame.left + (frame.width - ems * size) / 2.0, SPACE);
        let bottom = corner.1 + high * size;
        let mut strip = Strip { space_before: SPACE, height: bottom + SPACE, ..Strip::default() };
        // The caption first: it is read before what is in the drawing.
        if !figure.data.caption.is_empty() {
            let caption = self.tree.add(node, Role::Caption);
            let mut text = Text::new(self.faces);
            text.push_inlines(&figure.data.caption, Typeface::Gothic, caption, &mut self.tree)?;
            let mut y = bottom + GAP;
            for line in text.strips(Measure::new(frame.left, frame.width, Align::Center), SET) {
                strip.marks.extend(line.marks.into_iter().map(|mark| mark.moved(0.0, y)));
                y += line.height;
            }
            strip.height = y + SPACE;
        }
        let from = (corner.0, corner.1);
        strip.marks.push(Mark::Drawing { from, size, drawing, node });
        for shape in &drawing.shapes {
            let Shape::Words { x, baseline, size: of_em, anchor, is_strong, text } = shape else { continue };
            let typeface = if *is_strong { Typeface::Gothic } else { Typeface::Mincho };
            let text = Text::plain(self.faces, text, typeface, Some(node))?;
            let own = size * *of_em as f32 / 100.0;
            let width = text.extremes().1 * own;
            let left = corner.0 + *x as f32 * size / 100.0
                - match anchor {
                    Anchor::Start => 0.0,
                    Anchor::Middle => width / 2.0,
                    Anchor::End => width,
                };
            let runs = text.run_in(left, corner.1 + *baseline as f32 * size / 100.0, own);
            strip.marks.extend(runs.into_iter().map(Mark::Text));
        }
        let mut strips = vec![strip];
        begin(&mut strips, SPACE, figure.data.anchor.as_ref());
        Ok(strips)
    }
}
