//! Fills lines: where each ends, and how much its spaces are widened or narrowed so that it reaches the right edge.

use std::ops::Range;

use super::classes::{Class, gap, may_break, may_stretch};

/// Justification widens a space by at most this much, in em. Beyond it the line stays ragged: holes look worse than
/// an edge, and readers of the file take a hole of a tenth of an em for a space between words.
const MOST_STRETCH: f32 = 0.085;
/// Tolerance for sums of widths, in em.
const SLIP: f32 = 0.001;

/// A character ready to be set.
#[derive(Debug, Clone, Copy)]
pub struct Glyph {
    pub character: char,
    pub class: Class,
    /// In em.
    pub advance: f32,
    /// Index into the styles of its text.
    pub style: u16,
}

/// How the spaces of a line are fitted to the measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fit {
    Natural,
    /// Em added to every space that may be widened.
    Stretch(f32),
    /// Part of every narrowable space that is taken away, 0 to 1.
    Shrink(f32),
}

/// One line of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Glyphs on the line, without spaces and the break at its end.
    pub glyphs: Range<usize>,
    pub fit: Fit,
    /// In em, after fitting; a blank half at the right end counts only as far as it fits.
    pub width: f32,
}

/// Widths of the text from a line's start, one glyph further each time.
#[derive(Debug, Clone, Copy, Default)]
struct Extent {
    /// With the blank half of a bracket or stop at the end.
    width: f32,
    /// That blank half.
    trailing: f32,
    shrink: f32,
    stretchable: u32,
}

impl Extent {
    /// Narrowest width on the page without touching the spaces inside.
    fn trimmed(self) -> f32 {
        self.width - self.trailing
    }
}

/// Breaks a text into lines of `measure` em, the first shorter by `indent`.
pub fn fill(glyphs: &[Glyph], indent: f32, measure: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < glyphs.len() {
        let (line, next) = next_line(glyphs, start, if start == 0 { measure - indent } else { measure });
        lines.push(line);
        start = next;
    }
    lines
}

/// The line that begins at `start`, and where the next begins.
fn next_line(glyphs: &[Glyph], start: usize, measure: f32) -> (Line, usize) {
    let mut extent = Extent::default();
    let mut loose: Option<(usize, Extent)> = None;
    let mut tight: Option<(usize, Extent)> = None;
    let mut emergency = start + 1;
    for end in start + 1..=glyphs.len() {
        extent = extended(extent, glyphs, start, end - 1);
        if extent.trimmed() <= measure + SLIP {
            emergency = end;
        }
        if extent.trimmed() - extent.shrink > measure + SLIP {
            break;
        }
        if end == glyphs.len() || breakable(glyphs, end) {
            if extent.trimmed() <= measure + SLIP {
                loose = Some((end, extent));
            } else {
                tight = Some((end, extent));
            }
        }
        if glyphs[end - 1].class == Class::Break {
            break;
        }
    }
    let (end, extent) = match (loose, tight) {
        (Some(loose), Some(tight)) if tight.1.trimmed() - measure <= measure - loose.1.width => tight,
        (Some(loose), _) => loose,
        (None, Some(tight)) => tight,
        (None, None) => (emergency, extent_of(glyphs, start, emergency)),
    };
    (line(glyphs, start, end, extent, measure), after_spaces(glyphs, end))
}

fn breakable(glyphs: &[Glyph], end: usize) -> bool {
    let classed = |i: usize| glyphs.get(i).map(|glyph| (glyph.character, glyph.class));
    match (classed(end - 1), classed(end)) {
        (Some(before), Some(after)) => may_break(end.checked_sub(2).and_then(classed), before, after, classed(end + 1)),
        _ => true,
    }
}

/// A word space that a line ends with is gone; an ideographic one was typed on purpose and stays.
fn after_spaces(glyphs: &[Glyph], end: usize) -> usize {
    end + glyphs[end..].iter().take_while(|glyph| glyph.class == Class::WordSpace).count()
}

fn extent_of(glyphs: &[Glyph], start: usize, end: usize) -> Extent {
    (start..end).fold(Extent::default(), |extent, i| extended(extent, glyphs, start, i))
}

fn extended(extent: Extent, glyphs: &[Glyph], start: usize, i: usize) -> Extent {
    let glyph = glyphs[i];
    let mut next = extent;
    next.width += glyph.advance;
    next.trailing = match glyph.class {
        Class::WordSpace | Class::Break => extent.trailing + glyph.advance,
        class => class.trailing(),
    };
    if i == start {
        next.width -= leading(glyph);
    } else {
        let before = glyphs[i - 1].class;
        let gap = gap(before, glyph.class);
        next.width += gap.natural;
        next.shrink += gap.shrink;
        next.stretchable += u32::from(may_stretch(before, glyph.class));
    }
    next
}

/// The blank half that an opening bracket loses at the start of a line (天付き).
pub fn leading(glyph: Glyph) -> f32 {
    if glyph.class == Class::Opening { glyph.class.leading() } else { 0.0 }
}

fn line(glyphs: &[Glyph], start: usize, end: usize, extent: Extent, measure: f32) -> Line {
    let is_last = end == glyphs.len() || glyphs[end - 1].class == Class::Break;
    let blank =
        glyphs[start..end].iter().rev().take_while(|g| matches!(g.class, Class::WordSpace | Class::Break)).count();
    let extent = if blank == 0 { extent } else { extent_of(glyphs, start, end - blank) };
    let over = extent.trimmed() - measure;
    let slack = measure - extent.width;
    let fit = if over > SLIP && extent.shrink > 0.0 {
        Fit::Shrink((over / extent.shrink).min(1.0))
    } else if is_last || slack <= SLIP || extent.stretchable == 0 {
        Fit::Natural
    } else {
        match slack / extent.stretchable as f32 {
            each if each <= MOST_STRETCH => Fit::Stretch(each),
            _ => Fit::Natural,
        }
    };
    let width = match fit {
        Fit::Natural => extent.width.min(measure.max(extent.trimmed())),
        Fit::Stretch(_) | Fit::Shrink(_) => measure,
    };
    Line { glyphs: start..end - blank, fit, width }
}

/// What follows each glyph of a line beyond its advance, in em: negative where blanks meet.
pub fn spacing(glyphs: &[Glyph], line: &Line, i: usize) -> f32 {
    if i + 1 >= line.glyphs.end {
        return 0.0;
    }
    let (before, after) = (glyphs[i].class, glyphs[i + 1].class);
    let gap = gap(before, after);
    gap.natural
        + match line.fit {
            Fit::Natural => 0.0,
            Fit::Stretch(each) if may_stretch(before, after) => each,
            Fit::Stretch(_) => 0.0,
            Fit::Shrink(part) => -part * gap.shrink,
        }
}

/// Width of the longest part that no line break divides, and of the text on one line, in em.
pub fn extremes(glyphs: &[Glyph]) -> (f32, f32) {
    let (mut longest, mut widest) = (0f32, 0f32);
    let (mut part, mut line) = (0, 0);
    for end in 1..=glyphs.len() {
        if end == glyphs.len() || breakable(glyphs, end) {
            longest = longest.max(extent_of(glyphs, part, end).trimmed());
            part = end;
        }
        if end == glyphs.len() || glyphs[end - 1].class == Class::Break {
            widest = widest.max(extent_of(glyphs, line, end).trimmed());
            line = end;
        }
    }
    (longest, widest)
}
