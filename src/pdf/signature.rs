//! Where one party signs: lines to write on, a box for the seal, and the form fields that lie over the blanks.

use crate::flow::{Align, SEAL, SignatureBlock, plain_text};
use crate::fonts::Typeface;

use super::Error;
use super::form_fields::{Field, FieldKind, Font, Place, TextField};
use super::galley::{Mark, Strip};
use super::layout::{Frame, Typesetter};
use super::paper::BODY;
use super::paragraph::{Measure, Text, Type};
use super::structure::{NodeId, Role};

/// Room to write on by hand, in points.
const ROW: Type = Type { size: BODY.size, leading: 23.0 };
/// Between the lines of a value that does not fit on one.
const MORE: f32 = 15.0;
/// The box for the seal, or for what an electronic signature shows.
const BOX: (f32, f32) = (136.0, 75.0);
/// From the rules of the box to the field in it, which must not cover them.
const INSET: f32 = 1.0;
/// Between the lines and the box, and between a label and its value.
const GAP: f32 = 14.0;
/// Blanks before 年, 月 and 日, what their fields are called, and how many digits they take.
const BLANKS: [(f32, &str, u8); 3] = [(38.0, "year", 4), (26.0, "month", 2), (26.0, "day", 2)];
/// From the bottom of a row to the rule one writes on.
const RULE: f32 = 4.0;
const SPACE_BEFORE: f32 = 20.0;

impl<'a> Typesetter<'a> {
    /// Lays out a signature as one strip, so that no page ends within it.
    ///
    /// # Errors
    /// A character has no glyph.
    pub fn signature(
        &mut self,
        block: &'a SignatureBlock,
        frame: Frame,
        parent: NodeId,
    ) -> Result<Vec<Strip<'a>>, Error> {
        let sect = self.tree.add(parent, Role::Sect);
        let node = self.tree.add(sect, Role::Paragraph);
        let mut party = Text::new(self.faces);
        party.push_inlines(&block.party, Typeface::Gothic, node, &mut self.tree)?;
        let mut strip = Strip { space_before: SPACE_BEFORE, ..Strip::default() };
        let head = party.strips(Measure::new(frame.left, frame.width - BOX.0 - GAP, Align::Start), BODY);
        head.into_iter().for_each(|line| append(&mut strip, line));
        if block.has_date {
            let date = self.date(block, frame, sect)?;
            append(&mut strip, date);
        }
        self.lines(block, frame, sect, &mut strip)?;
        strip.height = strip.height.max(BOX.1);
        let right = frame.left + frame.width;
        let corner = (right - BOX.0, strip.height - BOX.1);
        strip.marks.extend(outline(corner, BOX));
        if block.has_seal {
            let node = self.tree.add(sect, Role::Paragraph);
            let seal = Text::plain(self.faces, SEAL, Typeface::Mincho, Some(node))?;
            let (x, baseline) = (corner.0 + (BOX.0 - BODY.size) / 2.0, corner.1 + BOX.1 / 2.0 + 0.38 * BODY.size);
            strip.marks.extend(seal.run_in(x, baseline, BODY.size).into_iter().map(Mark::Text));
        }
        let inside = (corner.0 + INSET, corner.1 + INSET);
        let room = (BOX.0 - 2.0 * INSET, BOX.1 - 2.0 * INSET);
        let description = format!("{}の署名欄", plain_text(&block.party));
        let locks =
            if block.has_date { BLANKS.map(|(_, part, _)| part_name(block, part)).to_vec() } else { Vec::new() };
        let kind = FieldKind::Signature { locks };
        let node = self.tree.add(sect, Role::Form);
        let field = Field { name: block.id.clone(), description, is_required: false, kind, node };
        strip.marks.push(field.over(inside, room));
        Ok(vec![strip])
    }

    /// 　　年　　月　　日, each blank a field.
    fn date(&mut self, block: &'a SignatureBlock, frame: Frame, sect: NodeId) -> Result<Strip<'a>, Error> {
        let node = self.tree.add(sect, Role::Paragraph);
        let mut strip = Strip { height: ROW.leading, ..Strip::default() };
        let mut x = frame.left + BODY.size;
        for (unit, (blank, part, limit)) in SignatureBlock::DATE.into_iter().zip(BLANKS) {
            let text = TextField { font: Font::Digits, is_multiline: false, place: Place::Center, limit: Some(limit) };
            let field = Field {
                name: part_name(block, part),
                description: format!("{}の署名日（{unit}）", plain_text(&block.party)),
                is_required: false,
                kind: FieldKind::Text(text),
                node: self.tree.add(sect, Role::Form),
            };
            strip.marks.push(field.over((x, 4.0), (blank, ROW.leading - 8.0)));
            x += blank;
            let unit = Text::plain(self.faces, unit, Typeface::Mincho, Some(node))?;
            strip.marks.extend(unit.run_in(x, ROW.baseline(), ROW.size).into_iter().map(Mark::Text));
            x += BODY.size;
        }
        Ok(strip)
    }

    /// Labels with their values, each on a rule.
    fn lines(
        &mut self,
        block: &'a SignatureBlock,
        frame: Frame,
        sect: NodeId,
        strip: &mut Strip<'a>,
    ) -> Result<(), Error> {
        let left = frame.left + BODY.size;
        let right = frame.left + frame.width - BOX.0 - GAP;
        let column = self.label_column(block.lines.iter().map(|line| line.label.as_str()), ROW);
        let value_left = left + column.min((right - left) / 2.0) + BODY.size / 2.0;
        for line in &block.lines {
            let node = self.tree.add(sect, Role::Paragraph);
            let label = Text::plain(self.faces, &line.label, Typeface::Mincho, Some(node))?;
            let mut value = Text::new(self.faces);
            value.push_inlines(&line.value, Typeface::Mincho, node, &mut self.tree)?;
            let mut row = Strip { height: ROW.leading, ..Strip::default() };
            row.marks.extend(label.run_in(left, ROW.baseline(), ROW.size).into_iter().map(Mark::Text));
            let values = value.strips(Measure::new(value_left, right - value_left, Align::Start), ROW);
            row.height += MORE * values.len().saturating_sub(1) as f32;
            for (at, value) in values.into_iter().enumerate() {
                row.marks.extend(value.marks.into_iter().map(|mark| mark.moved(0.0, MORE * at as f32)));
            }
            let y = row.height - RULE;
            row.marks.push(Mark::Rule { from: (value_left, y), to: (right, y) });
            append(strip, row);
        }
        Ok(())
    }
}

/// Name of a field of the date; the signature's id has no underscore itself.
fn part_name(block: &SignatureBlock, part: &str) -> String {
    format!("{}_{part}", block.id)
}

/// Sets a line below what is there.
fn append<'a>(strip: &mut Strip<'a>, line: Strip<'a>) {
    let top = strip.height;
    strip.marks.extend(line.marks.into_iter().map(|mark| mark.moved(0.0, top)));
    strip.height += line.height;
}

/// The rules around a box.
pub fn outline<'a>((x, y): (f32, f32), (width, height): (f32, f32)) -> [Mark<'a>; 4] {
    let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
    std::array::from_fn(|at| Mark::Rule { from: corners[at], to: corners[(at + 1) % 4] })
}
