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

/// Breaks a text into as few lines as [`fill`], of about the same length: a title, not a full line and a remnant.
pub fn fill_evenly(glyphs: &[Glyph], measure: f32) -> Vec<Line> {
    let mut lines = fill(glyphs, 0.0, measure);
    let count = lines.len();
    let mut narrower = measure;
    while count > 1 && narrower > 1.0 {
        narrower -= 0.5;
        let tried = fill(glyphs, 0.0, narrower);
        if tried.len() > count || tried.iter().any(|line| line.width > narrower + SLIP) {
            break;
        }
        lines = tried;
    }
    for line in &mut lines {
        if matches!(line.fit, Fit::Stretch(_)) {
            line.fit = Fit::Natural;
            line.width = extent_of(glyphs, line.glyphs.start, line.glyphs.end).width;
        }
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

#[cfg(test)]
mod tests {
    use super::super::classes::class;
    use super::*;

    fn glyphs(text: &str) -> Vec<Glyph> {
        let advance = |c: char| match c {
            '\n' => 0.0,
            c if c.is_ascii() => 0.5,
            _ => 1.0,
        };
        text.chars()
            .map(|character| Glyph {
                character,
                class: class(character, advance(character)),
                advance: advance(character),
                style: 0,
            })
            .collect()
    }

    fn set(text: &str, measure: f32) -> Vec<String> {
        let glyphs = glyphs(text);
        let lines = fill(&glyphs, 0.0, measure);
        lines.iter().map(|line| glyphs[line.glyphs.clone()].iter().map(|glyph| glyph.character).collect()).collect()
    }

    /// Width on the page without the blank half at the right end, from glyph to glyph.
    fn inked(glyphs: &[Glyph], line: &Line) -> f32 {
        let first = leading(glyphs[line.glyphs.start]);
        let last = glyphs[line.glyphs.end - 1].class.trailing();
        line.glyphs.clone().map(|i| glyphs[i].advance + spacing(glyphs, line, i)).sum::<f32>() - first - last
    }

    const LONG: &str = "当社は、契約者が「第３条（利用資格）」に定める資格を失ったとき、又は次の各号（第２号を除きます。）のいずれかに\
        該当すると認めたときは、１４日以上の期間を定めて催告し、利用契約を解除することができます――ただし、ISO/IEC 27001の認証を\
        受けたデータセンターにあるものについては、この限りではありません……。";

    #[test]
    fn no_line_begins_or_ends_with_what_may_not() {
        for measure in 6..60 {
            for line in set(LONG, measure as f32) {
                let (first, last) = (line.chars().next().unwrap(), line.chars().last().unwrap());
                assert!(!"、。）」ーっょ".contains(first), "{measure}: {line}");
                assert!(!"（「".contains(last), "{measure}: {line}");
            }
        }
    }

    #[test]
    fn nothing_is_lost_but_word_spaces_at_line_ends() {
        for measure in 3..60 {
            let all: String = set(LONG, measure as f32).concat();
            assert_eq!(all.replace(' ', ""), LONG.replace(' ', ""));
        }
    }

    #[test]
    fn justified_lines_reach_the_right_edge_and_none_passes_it() {
        let glyphs = glyphs(LONG);
        for measure in 10..60 {
            let measure = measure as f32;
            for line in fill(&glyphs, 0.0, measure) {
                let width = inked(&glyphs, &line);
                assert!(width <= measure + 0.01, "{width} of {measure}");
                let blank = glyphs[line.glyphs.end - 1].class.trailing();
                if line.fit != Fit::Natural {
                    assert!(width + blank >= measure - 0.01, "{width} of {measure}");
                }
            }
        }
    }

    #[test]
    fn slack_is_spread_evenly_and_stays_below_a_tenth_of_an_em() {
        let glyphs = glyphs("あいうえおかきくけこさしすせそたちつ２０２６年です");
        let lines = fill(&glyphs, 0.0, 20.0);
        assert_eq!(lines[0].glyphs, 0..18);
        let spaces: Vec<f32> = (0..17).map(|i| spacing(&glyphs, &lines[0], i)).collect();
        assert_eq!(lines[0].fit, Fit::Natural, "two em over 17 spaces would be holes: {spaces:?}");
        let lines = fill(&glyphs, 0.0, 19.0);
        let spaces: Vec<f32> = (0..17).map(|i| spacing(&glyphs, &lines[0], i)).collect();
        assert!(spaces.iter().all(|space| *space == spaces[0] && *space > 0.0 && *space < 0.1), "{spaces:?}");
    }

    #[test]
    fn words_are_not_spaced_out() {
        let glyphs = glyphs("あいうえおかきくけこserverをさしすせそたちつて第１２３条です");
        let line = &fill(&glyphs, 0.0, 24.0)[0];
        assert!(matches!(line.fit, Fit::Stretch(_)), "{line:?}");
        assert_eq!(spacing(&glyphs, line, 12), 0.0);
        assert!(spacing(&glyphs, line, 2) > 0.0);
    }

    #[test]
    fn a_stop_that_does_not_fit_pulls_its_line_together() {
        // Three tenths of an em too wide: commas and brackets give way.
        assert_eq!(set("あ、い、う「え」おか。き", 10.2)[0], "あ、い、う「え」おか。");
        // Nothing can give way: the last character goes down with its stop.
        assert_eq!(set("あいうえおかきくけこ。", 10.0), ["あいうえおかきくけ", "こ。"]);
    }

    #[test]
    fn a_blank_half_at_the_right_end_needs_no_room() {
        assert_eq!(set("あいうえおかきくけ、こ", 9.5)[0], "あいうえおかきくけ、");
    }

    #[test]
    fn an_opening_bracket_at_the_start_of_a_line_is_flush() {
        let glyphs = glyphs("「あいうえ」かき");
        let line = &fill(&glyphs, 0.0, 5.0)[0];
        assert_eq!(line.glyphs, 0..6);
        assert_eq!(leading(glyphs[0]), 0.5);
    }

    #[test]
    fn a_line_the_author_ended_is_not_justified() {
        let glyphs = glyphs("東京都港区\n一丁目");
        let lines = fill(&glyphs, 0.0, 5.2);
        assert_eq!((lines[0].glyphs.clone(), lines[0].fit), (0..5, Fit::Natural));
        assert_eq!(lines[1].glyphs, 6..9);
    }

    #[test]
    fn a_title_is_divided_evenly() {
        let glyphs = glyphs("医療情報を取り扱うサービスの提供に関する確認項目一覧");
        let lines = fill_evenly(&glyphs, 20.0);
        let lengths: Vec<usize> = lines.iter().map(|line| line.glyphs.len()).collect();
        assert_eq!(lengths.len(), 2);
        assert!(lengths[0].abs_diff(lengths[1]) <= 1, "{lengths:?}");
    }

    #[test]
    fn a_word_wider_than_the_measure_is_broken_rather_than_cut_off() {
        assert_eq!(set("aaaaaaaaaaaaaaaaaaaaaaaa", 10.0), ["aaaaaaaaaaaaaaaaaaaa", "aaaa"]);
    }
}
