//! Notices in a frame.

use crate::flow::{Align, Boxed};
use crate::fonts::Typeface;

use super::Error;
use super::galley::{Mark, Strip};
use super::layout::{Frame, Setting, Typesetter};
use super::paragraph::{Measure, Text};
use super::structure::{NodeId, Role};

/// From the frame to the text, in points.
const PAD_X: f32 = 9.0;
const PAD_Y: f32 = 7.0;
/// Above and below the frame.
const SPACE: f32 = 8.0;

impl<'a> Typesetter<'a> {
    /// Lays out a box; no page ends within it unless it is taller than one.
    ///
    /// # Errors
    /// A character has no glyph.
    pub fn boxed(&mut self, boxed: &'a Boxed, frame: Frame, parent: NodeId) -> Result<Vec<Strip<'a>>, Error> {
        let node = self.tree.add(parent, Role::Sect);
        let (left, right) = (frame.left, frame.left + frame.width);
        let inner = Frame {
            left: left + PAD_X,
            width: frame.width - 2.0 * PAD_X,
            setting: Setting::Compact,
            may_span: false,
            ..frame
        };
        let mut strips = Vec::new();
        if !boxed.title.is_empty() {
            let node = self.tree.add(node, Role::Paragraph);
            let mut title = Text::new(self.faces);
            title.push_inlines(&boxed.title, Typeface::Gothic, node, &mut self.tree)?;
            strips = title.strips(Measure::new(inner.left, inner.width, Align::Start), inner.set);
            strips.iter_mut().for_each(|strip| strip.keep_with_next = true);
        }
        strips.extend(self.blocks(&boxed.blocks, inner, node)?);
        Ok(framed(strips, left, right, self.paper.text_height))
    }
}

/// Draws a frame around strips.
fn framed<'a>(mut strips: Vec<Strip<'a>>, left: f32, right: f32, page: f32) -> Vec<Strip<'a>> {
    let count = strips.len();
    for (at, strip) in strips.iter_mut().enumerate() {
        let above = if at == 0 { PAD_Y } else { std::mem::take(&mut strip.space_before) };
        lower(strip, above);
        if at + 1 == count {
            strip.height += PAD_Y;
        }
        let height = strip.height;
        let mut rule = |from, to| strip.marks.push(Mark::Rule { from, to });
        rule((left, 0.0), (left, height));
        rule((right, 0.0), (right, height));
        if at == 0 {
            rule((left, 0.0), (right, 0.0));
        }
        if at + 1 == count {
            rule((left, height), (right, height));
        }
    }
    let fits = strips.iter().map(|strip| strip.height).sum::<f32>() <= page;
    if let Some((last, others)) = strips.split_last_mut() {
        others.iter_mut().for_each(|strip| {
            strip.keep_with_next |= fits;
            strip.yields &= !fits;
        });
        last.height += SPACE;
    }
    if let Some(first) = strips.first_mut() {
        first.space_before = SPACE;
    }
    strips
}

/// Moves what a strip shows down by so many points.
fn lower(strip: &mut Strip<'_>, by: f32) {
    let tails = strip.tails.iter_mut().map(|(_, marks)| marks);
    for marks in [&mut strip.marks, &mut strip.resumed].into_iter().chain(tails) {
        *marks = std::mem::take(marks).into_iter().map(|mark| mark.moved(0.0, by)).collect();
    }
    strip.height += by;
}

#[cfg(test)]
mod tests {
    use super::super::paper::PORTRAIT;
    use super::super::sample::{flow, paragraph};
    use super::*;
    use crate::flow::Block;

    /// Height, whether the page may not end below, and the tops and bottoms of the sides.
    type Shown = (f32, bool, Vec<(f32, f32)>);

    fn strips(paragraphs: usize) -> Vec<Shown> {
        let blocks = (0..paragraphs).map(|_| paragraph(None, "一度に限ります。", Vec::new())).collect();
        let title = vec![crate::flow::Inline::Text("注意".into())];
        let flow = flow(vec![Block::Boxed(Boxed { title, blocks })]);
        let mut setter = Typesetter::new(crate::fonts::faces().unwrap(), &PORTRAIT);
        let strips = super::super::layout::galley(&flow, &mut setter).unwrap();
        let framed = strips.into_iter().filter_map(|strip| {
            let sides = strip.marks.iter().filter_map(|mark| match mark {
                Mark::Rule { from, to } if from.0 == to.0 => Some((from.1, to.1)),
                _ => None,
            });
            let sides: Vec<_> = sides.collect();
            (!sides.is_empty()).then_some((strip.height, strip.keep_with_next, sides))
        });
        framed.collect()
    }

    #[test]
    fn the_sides_of_a_frame_have_no_gaps() {
        let strips = strips(3);
        assert_eq!(strips.len(), 4);
        for (height, _, sides) in &strips[..3] {
            assert_eq!(sides[..], [(0.0, *height); 2]);
        }
    }

    #[test]
    fn a_frame_is_parted_only_where_it_is_higher_than_a_page() {
        let kept = |count| strips(count).iter().filter(|(_, keep, _)| *keep).count();
        assert_eq!(kept(5), 5);
        assert!(kept(90) < 5);
    }
}
