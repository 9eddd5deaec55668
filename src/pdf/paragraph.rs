//! Running text: from inlines to glyphs with their styles, and from filled lines to strips.

use crate::flow::{Align, Inline, Target};
use crate::fonts::{Face, Typeface};

use super::Error;
use super::classes::{Class, class};
use super::galley::{Mark, Piece, Run, SetWidth, Strip};
use super::line_break::{self, Glyph, Line, QUARTER};
use super::structure::{NodeId, Role, Tree};

/// Ascent of the full-width body in em: where its baseline lies below its top.
const ASCENT: f32 = 0.88;

/// Size of the mark of a note, in em of the text it stands in, and how far it is raised above its baseline.
const MARK: f32 = 0.65;
const RAISE: f32 = 0.33;

/// Size of type and distance of baselines, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type {
    pub size: f32,
    pub leading: f32,
}

impl Type {
    /// From the top of a line to its baseline.
    pub fn baseline(self) -> f32 {
        (self.leading - self.size) / 2.0 + ASCENT * self.size
    }
}

/// Where a text is set: points from the left edge of the text area.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    pub left: f32,
    pub width: f32,
    /// Of the first line.
    pub indent: f32,
    /// Of the lines after the first.
    pub hanging: f32,
    pub align: Align,
    /// Whether it is a label that is rather parted between phrases than filled.
    pub is_label: bool,
}

impl Measure {
    pub fn new(left: f32, width: f32, align: Align) -> Measure {
        Measure { left, width, indent: 0.0, hanging: 0.0, align, is_label: false }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Style<'a> {
    typeface: Typeface,
    node: Option<NodeId>,
    link: Option<&'a Target>,
    /// Whether its characters have dots above.
    is_dotted: bool,
    is_underlined: bool,
    /// Whether it marks a note: smaller and raised.
    is_mark: bool,
}

impl Style<'_> {
    fn plain(typeface: Typeface, node: Option<NodeId>) -> Self {
        Style { typeface, node, link: None, is_dotted: false, is_underlined: false, is_mark: false }
    }
}

/// A text with the style of each character.
pub struct Text<'a> {
    faces: &'static [Face; 2],
    glyphs: Vec<Glyph>,
    styles: Vec<Style<'a>>,
}

impl<'a> Text<'a> {
    pub fn new(faces: &'static [Face; 2]) -> Text<'a> {
        Text { faces, glyphs: Vec::new(), styles: Vec::new() }
    }

    /// Page furniture or a label: one style throughout.
    pub fn plain(
        faces: &'static [Face; 2],
        text: &str,
        typeface: Typeface,
        node: Option<NodeId>,
    ) -> Result<Text<'a>, Error> {
        let mut plain = Text::new(faces);
        plain.push(text, typeface, node)?;
        Ok(plain)
    }

    /// Adds characters in one style.
    ///
    /// # Errors
    /// The typeface lacks one of them.
    pub fn push(&mut self, text: &str, typeface: Typeface, node: Option<NodeId>) -> Result<(), Error> {
        self.push_styled(text, Style::plain(typeface, node))
    }

    /// Adds running text; links in it become nodes below `node`.
    ///
    /// # Errors
    /// The typeface lacks a character.
    pub fn push_inlines(
        &mut self,
        inlines: &'a [Inline],
        typeface: Typeface,
        node: NodeId,
        tree: &mut Tree,
    ) -> Result<(), Error> {
        self.push_linked(inlines, Style::plain(typeface, Some(node)), tree)
    }

    fn push_linked(&mut self, inlines: &'a [Inline], style: Style<'a>, tree: &mut Tree) -> Result<(), Error> {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.push_styled(text, style)?,
                Inline::Strong(inner) => {
                    self.push_linked(inner, Style { typeface: Typeface::Gothic, ..style }, tree)?;
                }
                // Japanese has no slanted form: dots above stand for it.
                Inline::Emphasis(inner) => self.push_linked(inner, Style { is_dotted: true, ..style }, tree)?,
                Inline::Underline(inner) => self.push_linked(inner, Style { is_underlined: true, ..style }, tree)?,
                Inline::Link { target: target @ Target::Note(_), text } => {
                    let reference = style.node.map(|parent| tree.add_detached(parent, Role::Reference));
                    let node = reference.map(|reference| tree.add_detached(reference, Role::Link));
                    self.push_linked(text, Style { node, link: Some(target), is_mark: true, ..style }, tree)?;
                }
                Inline::Link { target, text } => {
                    let node = style.node.map(|parent| tree.add_detached(parent, Role::Link));
                    self.push_linked(text, Style { node, link: Some(target), ..style }, tree)?;
                }
                Inline::Break => self.push_styled("\n", style)?,
            }
        }
        Ok(())
    }

    fn push_styled(&mut self, text: &str, style: Style<'a>) -> Result<(), Error> {
        if self.styles.last() != Some(&style) {
            self.styles.push(style);
        }
        let index = (self.styles.len() - 1) as u16;
        let face = &self.faces[style.typeface as usize];
        for character in text.chars() {
            let advance = match character {
                '\n' => 0.0,
                _ => face.advance(character).ok_or(Error::MissingGlyph(character))?,
            };
            let (class, advance) = match style {
                // It belongs to what stands before it.
                Style { is_mark: true, .. } => (Class::NoStart, advance * MARK),
                // A blank stands for what will be written there: it is not parted, nor cut from its 年 or 円.
                Style { is_underlined: true, .. } if character == '　' => (Class::Digit, advance),
                _ => (class(character, advance), advance),
            };
            self.glyphs.push(Glyph { character, class, advance, style: index });
        }
        Ok(())
    }

    /// Widest part that cannot be broken, and width on one line, in em.
    pub fn extremes(&self) -> (f32, f32) {
        line_break::extremes(&self.glyphs)
    }

    /// The text on a single line that begins at `x`, in points.
    pub fn run_in(&self, x: f32, baseline: f32, size: f32) -> Vec<Run<'a>> {
        let glyphs = 0..self.glyphs.len();
        let line = Line { glyphs, squeeze: 0, stretch: 0.0, width: self.extremes().1 };
        self.runs(&line, x, baseline, size)
    }

    /// One strip per line, with neither the first nor the last line of several left alone on a page.
    pub fn strips(&self, measure: Measure, set: Type) -> Vec<Strip<'a>> {
        let indent = (measure.indent - measure.hanging) / set.size;
        let width = (measure.width - measure.hanging) / set.size;
        let lines = match measure.align {
            Align::Center => line_break::fill_evenly(&self.glyphs, width),
            Align::Start if measure.is_label => line_break::fill_label(&self.glyphs, width),
            _ => line_break::fill(&self.glyphs, indent, width),
        };
        let count = lines.len();
        lines
            .iter()
            .enumerate()
            .map(|(i, line)| {
                let offset = if i == 0 { measure.indent } else { measure.hanging };
                let slack = measure.width - offset - line.width * set.size;
                let x = measure.left
                    + offset
                    + match measure.align {
                        Align::Start => 0.0,
                        Align::Center => slack / 2.0,
                        Align::End => slack,
                    };
                Strip {
                    height: set.leading,
                    keep_with_next: count > 1 && (i == 0 || i + 2 == count),
                    marks: self.runs(line, x, set.baseline(), set.size).into_iter().map(Mark::Text).collect(),
                    ..Strip::default()
                }
            })
            .collect()
    }

    fn runs(&self, line: &Line, left: f32, baseline: f32, size: f32) -> Vec<Run<'a>> {
        let mut runs: Vec<Run<'a>> = Vec::new();
        let mut style = None;
        let glyphs = &self.glyphs[line.glyphs.clone()];
        let mut x = left - glyphs.first().map_or(0.0, |glyph| line_break::leading(*glyph) * size);
        for (i, (glyph, spacing)) in glyphs.iter().zip(line_break::spacings(&self.glyphs, line)).enumerate() {
            // What follows a word space is part of it: nobody takes it for another.
            let is_widened_space = glyph.class == Class::WordSpace && spacing > 0.0;
            let is_mark = self.styles[usize::from(glyph.style)].is_mark;
            let set = if is_widened_space || is_mark { SetWidth::AsDrawn } else { SetWidth::nearest(spacing) };
            let quarters = f32::from(set.quarters()) * QUARTER;
            let advance = (glyph.advance + quarters) * size;
            let spacing = thousandth((spacing - quarters) * size);
            if style != Some(glyph.style) {
                style = Some(glyph.style);
                runs.push(self.run(glyph.style, x, baseline, size));
            }
            if let Some(run) = runs.last_mut() {
                let is_last = i + 1 == glyphs.len();
                match run.pieces.last_mut() {
                    Some(piece) if piece.set == set && (piece.spacing == spacing || is_last) => {
                        piece.text.push(glyph.character);
                    }
                    _ => run.pieces.push(Piece { text: glyph.character.into(), spacing, set }),
                }
                if self.styles[usize::from(glyph.style)].is_dotted && takes_dot(glyph.class) {
                    run.dots.push(x + glyph.advance * size / 2.0 - run.x);
                }
                run.width = x + advance - run.x;
            }
            x += advance + spacing;
        }
        runs
    }

    fn run(&self, style: u16, x: f32, baseline: f32, size: f32) -> Run<'a> {
        let Style { typeface, node, link, is_underlined, is_mark, .. } = self.styles[usize::from(style)];
        let (size, baseline) = if is_mark { (size * MARK, baseline - size * RAISE) } else { (size, baseline) };
        let (pieces, dots) = (Vec::new(), Vec::new());
        Run { x, baseline, width: 0.0, size, typeface, node, link, is_underlined, pieces, dots }
    }
}

/// Whether an emphasised character has a dot above: not brackets, stops and spaces (JIS X 4051, 圏点).
fn takes_dot(class: Class) -> bool {
    use Class::*;
    !matches!(class, Opening | Closing | Stop | MiddleDot | WordSpace | Space | Break)
}

/// Spacing to a thousandth of a point, so that equal spaces compare equal and the file stays small.
fn thousandth(points: f32) -> f32 {
    (points * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str, width: f32) -> Vec<Run<'_>> {
        let faces = crate::fonts::faces().unwrap();
        let text = Text::plain(faces, text, Typeface::Mincho, None).unwrap();
        let set = Type { size: 10.0, leading: 16.0 };
        let strips = text.strips(Measure::new(0.0, width, Align::Start), set);
        let marks = strips.into_iter().flat_map(|strip| strip.marks);
        marks
            .filter_map(|mark| match mark {
                Mark::Text(run) => Some(run),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn characters_neither_overlap_nor_part_by_a_tenth_of_an_em() {
        let text =
            "当社は、「甲」（以下、「乙」という。）に対し、１４日以上（休業日を除く。）の期間を定めて、ISO/IEC 27001の"
                .repeat(8);
        for width in (120..450).step_by(7) {
            for run in runs(&text, width as f32) {
                let mut gaps = run.pieces.iter().filter(|piece| !piece.text.ends_with(' '));
                assert!(gaps.all(|piece| piece.spacing.abs() < 1.0), "{:?}", run.pieces);
            }
        }
    }

    #[test]
    fn a_blank_stays_whole_and_with_its_counter() {
        let blank = |width: usize| Inline::Underline(vec![Inline::Text("　".repeat(width))]);
        let word = |text: &str| Inline::Text(text.to_owned());
        let date = [word("当院は、"), blank(4), word("年"), blank(2), word("月から参加します。")];
        let mut tree = Tree::new();
        for width in 5..20 {
            let mut text = Text::new(crate::fonts::faces().unwrap());
            text.push_inlines(&date, Typeface::Mincho, Tree::ROOT, &mut tree).unwrap();
            let measure = Measure::new(0.0, 10.0 * width as f32, Align::Start);
            let lines: Vec<String> = text
                .strips(measure, Type { size: 10.0, leading: 16.0 })
                .into_iter()
                .map(|strip| strip.marks.iter().map(words).collect())
                .collect();
            assert!(lines.iter().any(|line| line.contains("　　　　年")), "{width} {lines:?}");
            assert!(lines.iter().any(|line| line.contains("　　月")), "{width} {lines:?}");
        }
    }

    fn words(mark: &Mark) -> String {
        match mark {
            Mark::Text(run) => run.pieces.iter().map(|piece| piece.text.as_str()).collect(),
            _ => String::new(),
        }
    }

    #[test]
    fn meeting_brackets_are_set_half_an_em_closer() {
        let whole: f32 = runs("甲」「乙", 400.0).iter().map(|run| run.width).sum();
        assert_eq!(whole, 35.0);
        assert_eq!(runs("甲乙丙丁", 400.0)[0].width, 40.0);
    }

    #[test]
    fn the_mark_of_a_note_is_small_and_raised_and_never_begins_a_line() {
        let faces = crate::fonts::faces().unwrap();
        let target = Target::Note(crate::flow::Anchor("tax".into()));
        let mark = Inline::Link { target, text: vec![Inline::Text("※１".into())] };
        let inlines = [Inline::Text("料金".into()), mark, Inline::Text("は、月額とします。".into())];
        let (mut text, mut tree) = (Text::new(faces), Tree::new());
        text.push_inlines(&inlines, Typeface::Mincho, Tree::ROOT, &mut tree).unwrap();
        let set = Type { size: 10.0, leading: 16.0 };
        let strips = text.strips(Measure::new(0.0, 30.0, Align::Start), set);
        let runs = |strip: &Strip<'_>| -> Vec<(String, f32, f32)> {
            let runs = strip.marks.iter().filter_map(|mark| match mark {
                Mark::Text(run) => Some(run),
                _ => None,
            });
            let shown = |run: &Run<'_>| run.pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
            runs.map(|run| (shown(run), run.size, run.baseline)).collect()
        };
        let found = strips.iter().map(runs).find(|line| line.iter().any(|(shown, ..)| shown == "※１")).unwrap();
        assert_eq!(found[0].0, "金");
        assert!(found[1].1 < found[0].1 && found[1].2 < found[0].2);
    }

    #[test]
    fn text_at_the_right_edge_ends_there() {
        let faces = crate::fonts::faces().unwrap();
        let text = Text::plain(faces, "以上", Typeface::Mincho, None).unwrap();
        let set = Type { size: 10.0, leading: 16.0 };
        let strips = text.strips(Measure::new(0.0, 300.0, Align::End), set);
        let Mark::Text(run) = &strips[0].marks[0] else { panic!("no text") };
        assert_eq!(run.x + run.width, 300.0);
    }
}
