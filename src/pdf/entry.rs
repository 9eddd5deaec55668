//! Blanks of a form: room to write on by hand, and the form fields that lie over it. In a cell of a table its rules bound
//! the room; elsewhere one writes on a rule.

use crate::flow::{Align, Entry, EntryKind, Inline, SEAL, plain_text};
use crate::fonts::Typeface;

use super::Error;
use super::form_fields::{Field, FieldKind, Font, Place, TextField};
use super::galley::{Mark, Strip};
use super::layout::{Frame, Setting, Typesetter, begin};
use super::paragraph::{Measure, Text, Type};
use super::signature::outline;
use super::structure::{NodeId, Role};

/// Height of a line to write on, in points; in a cell without what lies between its rules and its text.
const LINE: f32 = 23.0;
const LINE_IN_CELL: f32 = 16.0;
/// A blank of many lines is no higher, so that a page holds it.
const TALLEST: f32 = 300.0;
/// From the bottom of a line to the rule one writes on, and from any rule to the field beside it.
const RULE: f32 = 4.0;
const INSET: f32 = 1.0;
/// Blanks before 年, 月, 日, 時 and 分, what their fields are called, and how many digits they take.
const PARTS: [(f32, &str, u8); 5] =
    [(34.0, "year", 4), (22.0, "month", 2), (22.0, "day", 2), (22.0, "hour", 2), (22.0, "minute", 2)];
/// The blank of a number.
const NUMBER: f32 = 110.0;
const BEFORE_UNIT: f32 = 3.0;
/// Side of a box to tick, what is between it and its text, and between an option and the next, in em.
const BOX: f32 = 1.0;
const AFTER_BOX: f32 = 0.4;
const BETWEEN: f32 = 1.6;
/// Boxes for signature and seal, and their heights in a cell.
const SIGNATURE: (f32, f32) = (136.0, 75.0);
const SEAL_BOX: (f32, f32) = (57.0, 57.0);
const SIGNATURE_IN_CELL: f32 = 50.0;
const BEFORE_BOX: f32 = 8.0;

/// What a blank for text asks of a column of a table, in em: at least, and to be at ease.
const LEAST_WIDTH: f32 = 6.0;
const EASY_WIDTH: u16 = 30;
/// Tolerance for sums of widths, in points.
const SLIP: f32 = 0.01;

/// A blank with the words behind it, kept on one line if the line can hold them.
struct Piece<'a> {
    field: Field,
    blank: f32,
    look: Look,
    text: Text<'a>,
    /// Between blank and text, in points.
    gap: f32,
}

/// What is drawn of a blank.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// The words around it say enough.
    Bare,
    Ruled,
    Box,
}

impl<'a> Typesetter<'a> {
    /// Lays out a blank, on which no page ends.
    ///
    /// # Errors
    /// A character has no glyph.
    pub fn entry(&mut self, entry: &'a Entry, frame: Frame, parent: NodeId) -> Result<Vec<Strip<'a>>, Error> {
        let node = self.tree.add(parent, Role::Paragraph);
        let mut strips = match &entry.kind {
            EntryKind::Text { lines, width } => vec![self.writing(entry, *lines, *width, frame, node)],
            EntryKind::Date => self.moment(entry, 3, frame, node)?,
            EntryKind::Moment => self.moment(entry, 5, frame, node)?,
            EntryKind::Number { unit } => {
                let text = Text::plain(self.faces, unit, Typeface::Mincho, Some(node))?;
                let room = frame.width - text.extremes().1 * frame.set.size;
                let look = if frame.setting == Setting::Cell { Look::Bare } else { Look::Ruled };
                let field = self.field(entry, node, line_of(Place::End, None));
                let blank = NUMBER.min(room - BEFORE_UNIT).max(frame.set.size);
                self.pieces(vec![Piece { field, blank, look, text, gap: BEFORE_UNIT }], 0.0, frame)
            }
            EntryKind::CheckBox { text } => {
                let mut field = self.field(entry, node, FieldKind::CheckBox);
                field.description = format!("{}：{}", entry.description, plain_text(text));
                let piece = self.box_before(text, field, frame, node)?;
                self.pieces(vec![piece], 0.0, frame)
            }
            EntryKind::Choice { options, is_multiple } => self.choice(entry, options, *is_multiple, frame, node)?,
            EntryKind::Signature => vec![self.signing(entry, frame, node)],
            EntryKind::Seal => vec![self.seal(frame, node)?],
        };
        let count = strips.len();
        strips.iter_mut().take(count.saturating_sub(1)).for_each(|strip| strip.keep_with_next = true);
        let is_box = matches!(entry.kind, EntryKind::Signature | EntryKind::Seal);
        begin(&mut strips, if is_box && frame.setting != Setting::Cell { BEFORE_BOX } else { 0.0 }, None);
        Ok(strips)
    }

    /// Lines to write on, or a box for several.
    fn writing(&mut self, entry: &Entry, lines: u8, width: Option<u16>, frame: Frame, node: NodeId) -> Strip<'a> {
        let is_multiline = lines > 1;
        let height = (line_height(frame) * f32::from(lines.max(1))).min(TALLEST);
        let mut strip = Strip { height, ..Strip::default() };
        let text = TextField { font: Font::Japanese, is_multiline, place: Place::Start, limit: None };
        let field = self.field(entry, node, FieldKind::Text(text));
        if frame.setting == Setting::Cell {
            strip.marks.push(inside(field, (frame.left, 0.0), (frame.width, height)));
            return strip;
        }
        let width = width.map_or(frame.width, |width| frame.width.min(f32::from(width) * frame.set.size));
        let (corner, size) = ((frame.left, RULE), (width, height - 2.0 * RULE));
        if is_multiline {
            strip.marks.extend(outline(corner, size));
        } else {
            strip.marks.push(rule_below(corner, size));
        }
        strip.marks.push(inside(field, corner, size));
        strip
    }

    /// 　　年　　月　　日, and 　　時　　分 behind it: `count` parts.
    fn moment(&mut self, entry: &Entry, count: usize, frame: Frame, node: NodeId) -> Result<Vec<Strip<'a>>, Error> {
        let mut pieces = Vec::new();
        for (unit, (blank, part, limit)) in EntryKind::MOMENT.into_iter().zip(PARTS).take(count) {
            let mut field = self.field(entry, node, line_of(Place::Center, Some(limit)));
            field.name = format!("{}.{part}", entry.name);
            field.description = format!("{}（{unit}）", entry.description);
            let text = Text::plain(self.faces, unit, Typeface::Mincho, Some(node))?;
            pieces.push(Piece { field, blank, look: Look::Bare, text, gap: 0.0 });
        }
        Ok(self.pieces(pieces, 2.0, frame))
    }

    fn choice(
        &mut self,
        entry: &'a Entry,
        options: &'a [Vec<Inline>],
        is_multiple: bool,
        frame: Frame,
        node: NodeId,
    ) -> Result<Vec<Strip<'a>>, Error> {
        let mut pieces = Vec::new();
        for (index, option) in options.iter().enumerate() {
            let mut field = if is_multiple {
                let field = self.field(entry, node, FieldKind::CheckBox);
                // That one of them is ticked is what is required.
                Field { name: format!("{}.{}", entry.name, index + 1), is_required: false, ..field }
            } else {
                let (group, text) = (entry.description.clone(), plain_text(option));
                self.field(entry, node, FieldKind::Option { group, index, text })
            };
            field.description = format!("{}：{}", entry.description, plain_text(option));
            pieces.push(self.box_before(option, field, frame, node)?);
        }
        Ok(self.pieces(pieces, BETWEEN * frame.set.size, frame))
    }

    fn box_before(&mut self, text: &'a [Inline], field: Field, frame: Frame, node: NodeId) -> Result<Piece<'a>, Error> {
        let mut words = Text::new(self.faces);
        words.push_inlines(text, Typeface::Mincho, node, &mut self.tree)?;
        let (blank, gap) = (BOX * frame.set.size, AFTER_BOX * frame.set.size);
        Ok(Piece { field, blank, look: Look::Box, text: words, gap })
    }

    /// Sets pieces in a row with `between` them, and on further lines what does not fit.
    fn pieces(&mut self, pieces: Vec<Piece<'a>>, between: f32, frame: Frame) -> Vec<Strip<'a>> {
        let set = Type { size: frame.set.size, leading: line_height(frame) };
        let right = frame.left + frame.width;
        let mut strips: Vec<Strip> = Vec::new();
        // The first begins a line.
        let mut x = f32::INFINITY;
        for piece in pieces {
            let words = piece.text.extremes().1 * set.size;
            let width = piece.blank + piece.gap + words;
            if x + width > right + SLIP {
                x = frame.left;
                strips.push(Strip { height: set.leading, ..Strip::default() });
            }
            let text = x + piece.blank + piece.gap;
            let mut rest = Vec::new();
            if let Some(strip) = strips.last_mut() {
                strip.marks.extend(piece.marks(x, set));
                if width <= frame.width + SLIP {
                    let runs = piece.text.run_in(text, set.baseline(), set.size);
                    strip.marks.extend(runs.into_iter().map(Mark::Text));
                } else {
                    let measure = Measure::new(text, (right - text).max(set.size), Align::Start);
                    let mut lines = piece.text.strips(measure, frame.set).into_iter();
                    let down = set.baseline() - frame.set.baseline();
                    let first = lines.next().into_iter().flat_map(|line| line.marks);
                    strip.marks.extend(first.map(|mark| mark.moved(0.0, down)));
                    strip.height = down + frame.set.leading;
                    rest.extend(lines);
                }
            }
            if let Some(last) = rest.last_mut() {
                last.height += set.baseline() - frame.set.baseline();
            }
            strips.extend(rest);
            x += width + between;
        }
        strips
    }

    fn signing(&mut self, entry: &Entry, frame: Frame, node: NodeId) -> Strip<'a> {
        let field = self.field(entry, node, FieldKind::Signature { locks: Vec::new() });
        let corner = (frame.left, 0.0);
        if frame.setting == Setting::Cell {
            let size = (frame.width, SIGNATURE_IN_CELL);
            return Strip { height: size.1, marks: vec![inside(field, corner, size)], ..Strip::default() };
        }
        let mut marks = outline(corner, SIGNATURE).to_vec();
        marks.push(inside(field, corner, SIGNATURE));
        Strip { height: SIGNATURE.1, marks, ..Strip::default() }
    }

    /// A box with 印 in its middle; in a cell the rules of the table are the box.
    fn seal(&mut self, frame: Frame, node: NodeId) -> Result<Strip<'a>, Error> {
        let size = frame.set.size;
        let text = Text::plain(self.faces, SEAL, Typeface::Mincho, Some(node))?;
        let width = if frame.setting == Setting::Cell { frame.width } else { SEAL_BOX.0 };
        let (x, baseline) = (frame.left + (width - size) / 2.0, SEAL_BOX.1 / 2.0 + 0.38 * size);
        let mut strip = Strip { height: SEAL_BOX.1, ..Strip::default() };
        if frame.setting != Setting::Cell {
            strip.marks.extend(outline((frame.left, 0.0), SEAL_BOX));
        }
        strip.marks.extend(text.run_in(x, baseline, size).into_iter().map(Mark::Text));
        Ok(strip)
    }

    fn field(&mut self, entry: &Entry, node: NodeId, kind: FieldKind) -> Field {
        Field {
            name: entry.name.clone(),
            description: entry.description.clone(),
            is_required: entry.is_required,
            kind,
            node: self.tree.add_detached(node, Role::Form),
        }
    }

    /// Widths that a blank asks of a column, in points: without which it cannot be, and with which it is at ease.
    ///
    /// # Errors
    /// A character has no glyph.
    pub fn blank_demand(&self, entry: &Entry, size: f32) -> Result<(f32, f32), Error> {
        let width = |text: &str| -> Result<f32, Error> {
            Ok(Text::plain(self.faces, text, Typeface::Mincho, None)?.extremes().1 * size)
        };
        let parts = |count: usize| PARTS[..count].iter().map(|part| part.0 + size + 2.0).sum::<f32>();
        let option = |text: &[Inline]| Ok::<f32, Error>(width(&plain_text(text))? + (BOX + AFTER_BOX + BETWEEN) * size);
        Ok(match &entry.kind {
            EntryKind::Text { width, .. } => {
                let most = f32::from(width.unwrap_or(EASY_WIDTH)) * size;
                (most.min(LEAST_WIDTH * size), most)
            }
            EntryKind::Date => (parts(3), parts(3)),
            EntryKind::Moment => (parts(3), parts(5)),
            EntryKind::Number { unit } => {
                let unit = BEFORE_UNIT + width(unit)?;
                (LEAST_WIDTH * size + unit, NUMBER + unit)
            }
            EntryKind::CheckBox { text } => (LEAST_WIDTH * size, option(text)?),
            EntryKind::Choice { options, .. } => {
                let all = options.iter().map(|text| option(text)).sum::<Result<f32, Error>>()?;
                (LEAST_WIDTH * size, all)
            }
            EntryKind::Signature => (SIGNATURE.0 / 2.0, SIGNATURE.0),
            EntryKind::Seal => (SEAL_BOX.0, SEAL_BOX.0),
        })
    }
}

impl Piece<'_> {
    /// The blank and what is drawn of it, in a line that begins at `x`.
    fn marks<'a>(&self, x: f32, set: Type) -> Vec<Mark<'a>> {
        let field = self.field.clone();
        if self.look == Look::Box {
            // As high as the characters beside it.
            let top = set.baseline() - 0.88 * set.size;
            let size = (self.blank, self.blank);
            return outline((x, top), size).into_iter().chain([inside(field, (x, top), size)]).collect();
        }
        let (corner, size) = ((x, INSET), (self.blank, set.leading - 2.0 * INSET));
        match self.look {
            Look::Ruled => {
                let (corner, size) = ((x, RULE), (self.blank, set.leading - 2.0 * RULE));
                vec![rule_below(corner, size), inside(field, corner, size)]
            }
            _ => vec![inside(field, corner, size)],
        }
    }
}

/// A field in a box, whose rules it does not cover.
fn inside<'a>(field: Field, (x, y): (f32, f32), (width, height): (f32, f32)) -> Mark<'a> {
    field.over((x + INSET, y + INSET), (width - 2.0 * INSET, height - 2.0 * INSET))
}

fn rule_below<'a>((x, y): (f32, f32), (width, height): (f32, f32)) -> Mark<'a> {
    Mark::Rule { from: (x, y + height), to: (x + width, y + height) }
}

fn line_height(frame: Frame) -> f32 {
    if frame.setting == Setting::Cell { LINE_IN_CELL.max(frame.set.leading) } else { LINE }
}

/// A short value on one line.
fn line_of(place: Place, limit: Option<u8>) -> FieldKind {
    FieldKind::Text(TextField { font: Font::Japanese, is_multiline: false, place, limit })
}

#[cfg(test)]
mod tests {
    use super::super::layout;
    use super::super::paper::PORTRAIT;
    use super::*;
    use crate::flow::{Block, Flow, sample};

    fn galley<'a>(flow: &'a Flow) -> Vec<Strip<'a>> {
        let mut setter = Typesetter::new(crate::fonts::faces().unwrap(), &PORTRAIT);
        layout::galley(flow, &mut setter).unwrap()
    }

    /// Left, top, right and bottom of every field.
    fn areas(strip: &Strip) -> Vec<[f32; 4]> {
        let areas = strip.marks.iter().filter_map(|mark| match mark {
            Mark::Field { from, to, .. } => Some([from.0, from.1, to.0, to.1]),
            _ => None,
        });
        areas.collect()
    }

    #[test]
    fn no_field_covers_a_rule_or_leaves_its_line() {
        let flow = sample::form();
        let mut count = 0;
        for strip in galley(&flow) {
            for [left, top, right, bottom] in areas(&strip) {
                count += 1;
                assert!(left < right && top < bottom && left >= 0.0 && right <= PORTRAIT.measure);
                assert!(top >= 0.0 && bottom <= strip.height);
                for mark in &strip.marks {
                    let Mark::Rule { from, to } = mark else { continue };
                    let is_beside = to.0.max(from.0) <= left || from.0.min(to.0) >= right;
                    let is_above_or_below = to.1.max(from.1) <= top || from.1.min(to.1) >= bottom;
                    assert!(is_beside || is_above_or_below, "{from:?} {to:?} {:?}", [left, top, right, bottom]);
                }
            }
        }
        assert_eq!(count, 28);
    }

    #[test]
    fn there_is_room_to_write_by_hand() {
        let flow = sample::form();
        for strip in galley(&flow).iter().filter(|strip| strip.table.is_some()) {
            assert!(strip.height >= LINE, "{}", strip.height);
        }
    }

    /// One row of a table whose columns nobody gave a width.
    fn in_columns<const N: usize>(cells: [Vec<Block>; N]) -> Flow {
        let mut table = sample::price_table();
        table.head.clear();
        table.columns = vec![crate::flow::Column { weight: None, align: Align::Start }; N];
        let cells = cells.map(|blocks| crate::flow::Cell { blocks, ..sample::cell("", 1, 1, false) });
        table.groups.truncate(1);
        table.groups[0] =
            crate::flow::RowGroup { heading: Vec::new(), rows: vec![crate::flow::Row { cells: cells.to_vec() }] };
        Flow { blocks: vec![Block::Table(table)], ..sample::terms() }
    }

    #[test]
    fn units_in_narrow_columns_stay_in_them() {
        let number = |unit: &str| vec![sample::entry("a", "甲", false, EntryKind::Number { unit: unit.to_owned() })];
        let (few, many) =
            (in_columns(["円", "台", "名", "件", "か月", "円"].map(number)), in_columns(["円"; 10].map(number)));
        for (flow, count) in [(&few, 6), (&many, 10)] {
            let galley = galley(flow);
            let row = galley.iter().find(|strip| strip.table.is_some()).unwrap();
            let mut edges = vec![PORTRAIT.measure];
            let mut units = Vec::new();
            for mark in &row.marks {
                match mark {
                    Mark::Rule { from, to } if from.0 == to.0 => edges.push(from.0),
                    Mark::Text(run) => units.push((run.x, run.x + run.width)),
                    _ => {}
                }
            }
            edges.sort_by(f32::total_cmp);
            edges.dedup_by(|one, other| (*one - *other).abs() < 0.1);
            assert_eq!((edges.len(), units.len()), (count + 1, count));
            for ((left, right), column) in units.into_iter().zip(edges.windows(2)) {
                assert!(column[0] < left && right < column[1], "{left} {right} {column:?}");
            }
        }
    }

    #[test]
    fn blanks_in_narrow_columns_stay_in_them() {
        let entry = |kind| vec![sample::entry("a", "甲", false, kind)];
        let kinds = [
            EntryKind::Moment,
            EntryKind::Number { unit: String::new() },
            EntryKind::Text { lines: 1, width: Some(80) },
            EntryKind::CheckBox { text: vec![sample::text("すべてに同意します。")] },
            EntryKind::Text { lines: 200, width: None },
        ];
        for strip in galley(&in_columns(kinds.map(entry))) {
            let mut areas = areas(&strip);
            areas.sort_by(|one, other| one[0].total_cmp(&other[0]));
            for (at, one) in areas.iter().enumerate() {
                assert!(one[2] <= PORTRAIT.measure && one[0] < one[2], "{one:?}");
                for other in &areas[at + 1..] {
                    let is_apart = one[2] <= other[0] || one[3] <= other[1] || other[3] <= one[1];
                    assert!(is_apart, "{one:?} {other:?}");
                }
            }
        }
    }
}
