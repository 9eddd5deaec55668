//! Glyphs on one base line are a row, and the row falls to parts where white space is wider than between words.

use super::glyph::Glyph;

/// Of an em: rows whose base lines differ less are one, as with raised figures.
const SAME_ROW: f32 = 0.4;
/// Of an em, between Western words; fonts leave a quarter.
const WORD_GAP: f32 = 0.16;
/// Of an em, where a Japanese character stands on one side: a quarter comes with Latin letters, half with brackets.
const WIDE_GAP: f32 = 0.8;
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
    fn begin(glyph: &Glyph, drawn: usize) -> Part {
        Part { text: glyph.text.clone(), left: glyph.left, right: glyph.right(), drawn: [drawn; 2] }
    }

    fn add(&mut self, glyph: &Glyph, drawn: usize) {
        self.text.push_str(&glyph.text);
        if !is_wide_space(glyph) {
            self.right = self.right.max(glyph.right());
        }
        self.drawn = [self.drawn[0].min(drawn), self.drawn[1].max(drawn)];
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
}

impl Row {
    pub fn left(&self) -> f32 {
        self.parts.first().map_or(0.0, |part| part.left)
    }

    pub fn right(&self) -> f32 {
        self.parts.last().map_or(0.0, |part| part.right)
    }
}

/// From the top of the page down.
pub fn rows(glyphs: Vec<Glyph>) -> Vec<Row> {
    let mut glyphs: Vec<(usize, Glyph)> = glyphs.into_iter().enumerate().collect();
    glyphs.sort_by(|(_, one), (_, other)| {
        let places = other.baseline.total_cmp(&one.baseline).then(one.left.total_cmp(&other.left));
        one.is_furniture.cmp(&other.is_furniture).then(places)
    });
    let mut rows = Vec::new();
    let mut row: Vec<(usize, Glyph)> = Vec::new();
    let (mut baseline, mut size) = (0.0, 0.0);
    for (drawn, glyph) in glyphs {
        let is_furniture = row.first().is_some_and(|(_, first)| first.is_furniture);
        let is_same = (baseline - glyph.baseline).abs() <= SAME_ROW * glyph.size.max(size);
        if !row.is_empty() && (is_furniture != glyph.is_furniture || !is_same) {
            rows.extend(build(std::mem::take(&mut row), baseline, size));
        }
        if row.is_empty() || glyph.size > size {
            (baseline, size) = (glyph.baseline, glyph.size);
        }
        row.push((drawn, glyph));
    }
    rows.extend(build(row, baseline, size));
    rows.sort_by(|one, other| other.baseline.total_cmp(&one.baseline));
    rows
}

/// `None` where there is nothing but white space.
fn build(mut glyphs: Vec<(usize, Glyph)>, baseline: f32, size: f32) -> Option<Row> {
    glyphs.sort_by(|(_, one), (_, other)| one.left.total_cmp(&other.left));
    let is_furniture = glyphs.first()?.1.is_furniture;
    let mut parts: Vec<Part> = Vec::new();
    let mut last: Option<&Glyph> = None;
    let mut is_spaced = false;
    for (drawn, glyph) in &glyphs {
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
                if is_spaced || gap > if is_western(last) && is_western(glyph) { WORD_GAP } else { WIDE_GAP } {
                    part.text.push(' ');
                }
                part.add(glyph, *drawn);
            }
            _ if is_wide_space(glyph) => continue,
            _ => parts.push(Part::begin(glyph, *drawn)),
        }
        is_spaced = false;
        last = Some(glyph);
    }
    (!parts.is_empty()).then_some(Row { parts, baseline, size, is_furniture, is_spaced })
}

fn is_wide_space(glyph: &Glyph) -> bool {
    glyph.text == "\u{3000}"
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
