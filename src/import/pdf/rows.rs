//! Glyphs on one base line are a row, and the row falls to parts where white space is wider than between words.

use super::glyph::Glyph;
use super::grid::Ruled;

/// Of an em: rows whose base lines differ less are one, as with raised figures.
const SAME_ROW: f32 = 0.4;
/// Of an em, between Western words; fonts leave a quarter.
const WORD_GAP: f32 = 0.16;
/// Of an em, where a Japanese character stands on one side: a quarter comes with Latin letters, half with brackets.
const WIDE_GAP: f32 = 0.8;
/// Of an em, after a number that begins a row or part: that of a paragraph or item.
const LABEL_GAP: f32 = 0.35;
/// Of an em: white space from which on what follows stands in another column.
const PART_GAP: f32 = 1.2;
/// Of a glyph's width: a second drawing of the same, for boldness.
const TWICE: f32 = 0.35;

/// Measures are points.
#[derive(Debug, Clone)]
pub struct Part {
    pub text: String,
    pub left: f32,
    pub right: f32,
    /// When its first and last glyphs are drawn, in glyphs of the page.
    pub drawn: [usize; 2],
}

impl Part {
    fn begin(glyph: &Glyph) -> Part {
        Part { text: glyph.text.clone(), left: glyph.left, right: glyph.right(), drawn: [glyph.drawn; 2] }
    }

    fn add(&mut self, glyph: &Glyph) {
        self.text.push_str(&glyph.text);
        if !is_wide_space(glyph) {
            self.right = self.right.max(glyph.right());
        }
        self.drawn = [self.drawn[0].min(glyph.drawn), self.drawn[1].max(glyph.drawn)];
    }
}

#[derive(Debug, Clone)]
pub struct Row {
    /// From left to right, at least one.
    pub parts: Vec<Part>,
    pub baseline: f32,
    pub size: f32,
    pub is_furniture: bool,
    /// A space is drawn at its end.
    pub is_spaced: bool,
    /// It is a table, as wide as its only part, which has no text.
    pub table: Option<Box<Ruled>>,
}

impl Row {
    /// Stands where the table begins.
    pub fn of_table(table: Ruled) -> Row {
        let part = Part { text: String::new(), left: table.left, right: table.right, drawn: table.drawn };
        let size = table.cells.iter().flat_map(|cell| &cell.lines).map(|line| line.size).max_by(f32::total_cmp);
        Row {
            parts: vec![part],
            baseline: table.top,
            size: size.unwrap_or(1.0),
            is_furniture: false,
            is_spaced: false,
            table: Some(Box::new(table)),
        }
    }

    /// Where the next line is measured from.
    pub fn bottom(&self) -> f32 {
        self.table.as_ref().map_or(self.baseline, |table| table.bottom)
    }

    pub fn left(&self) -> f32 {
        self.parts.first().map_or(0.0, |part| part.left)
    }

    pub fn right(&self) -> f32 {
        self.parts.last().map_or(0.0, |part| part.right)
    }
}

/// From the top of the page down.
pub fn rows(mut glyphs: Vec<Glyph>) -> Vec<Row> {
    glyphs.sort_by(|one, other| {
        let places = other.baseline.total_cmp(&one.baseline).then(one.left.total_cmp(&other.left));
        one.is_furniture.cmp(&other.is_furniture).then(places)
    });
    let mut rows = Vec::new();
    let mut row: Vec<Glyph> = Vec::new();
    let (mut baseline, mut size) = (0.0, 0.0);
    for glyph in glyphs {
        let is_furniture = row.first().is_some_and(|first| first.is_furniture);
        let is_same = (baseline - glyph.baseline).abs() <= SAME_ROW * glyph.size.max(size);
        if !row.is_empty() && (is_furniture != glyph.is_furniture || !is_same) {
            rows.extend(build(std::mem::take(&mut row), baseline, size));
        }
        if row.is_empty() || glyph.size > size {
            (baseline, size) = (glyph.baseline, glyph.size);
        }
        row.push(glyph);
    }
    rows.extend(build(row, baseline, size));
    rows.sort_by(|one, other| other.baseline.total_cmp(&one.baseline));
    rows
}

/// `None` where there is nothing but white space.
fn build(mut glyphs: Vec<Glyph>, baseline: f32, size: f32) -> Option<Row> {
    glyphs.sort_by(|one, other| one.left.total_cmp(&other.left));
    let is_furniture = glyphs.first()?.is_furniture;
    let mut parts: Vec<Part> = Vec::new();
    let mut last: Option<&Glyph> = None;
    let mut is_spaced = false;
    for glyph in &glyphs {
        if glyph.is_space() {
            is_spaced = true;
            continue;
        }
        if last.is_some_and(|last| is_again(last, glyph)) {
            continue;
        }
        let gap = last.map_or(f32::MAX, |last| (glyph.left - last.right()) / last.size.max(glyph.size));
        match (parts.last_mut(), last) {
            (Some(part), Some(last)) if gap < PART_GAP => {
                if is_spaced || gap > least_gap(part, last, glyph) {
                    part.text.push(' ');
                }
                part.add(glyph);
            }
            _ if is_wide_space(glyph) => continue,
            _ => parts.push(Part::begin(glyph)),
        }
        is_spaced = false;
        last = Some(glyph);
    }
    (!parts.is_empty()).then_some(Row { parts, baseline, size, is_furniture, is_spaced, table: None })
}

fn is_wide_space(glyph: &Glyph) -> bool {
    glyph.text == "\u{3000}"
}

/// Of an em, from which on white space is a space.
fn least_gap(part: &Part, last: &Glyph, glyph: &Glyph) -> f32 {
    let is_number = part.text.chars().count() <= 3 && part.text.chars().all(char::is_numeric);
    match (is_western(last) && is_western(glyph), is_number) {
        (true, _) => WORD_GAP,
        (false, true) => LABEL_GAP,
        (false, false) => WIDE_GAP,
    }
}

/// Drawn a second time a hair to the side.
fn is_again(last: &Glyph, glyph: &Glyph) -> bool {
    last.text == glyph.text
        && glyph.left - last.left < TWICE * glyph.width
        && (last.baseline - glyph.baseline).abs() < TWICE * glyph.width
}

fn is_western(glyph: &Glyph) -> bool {
    glyph.text.chars().all(|c| c < '\u{2000}')
}
