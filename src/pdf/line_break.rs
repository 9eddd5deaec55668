//! Fills lines: where each ends, and how its spaces are fitted so that it reaches the right edge.
//!
//! A text is broken as a whole, so that a stop or a last character alone on a line is avoided by lines before it. Spaces
//! of brackets and commas give way in quarters of an em (for which there are fonts), and what is then missing is spread
//! over all gaps, too little to be seen.

mod sums;

use std::ops::Range;

use super::classes::{Class, Classed, gap, may_break, stretchability};
use sums::Sums;

/// Tolerance for sums of widths, in em.
const SLIP: f32 = 0.001;
/// By how much a space gives way at a time, in em.
pub const QUARTER: f32 = 0.25;
/// Particles and endings of verbs, after which a phrase ends unless hiragana follow; others stand within words: 申込み.
const PHRASE_ENDS: &str = "のをにはがとでてもへやばうくすつぶむるただび";

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

impl Glyph {
    fn classed(self) -> Classed {
        (self.character, self.class)
    }
}

/// One line of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Glyphs on the line, without spaces and the break at its end.
    pub glyphs: Range<usize>,
    /// Quarters of an em that the spaces of brackets and commas give up together.
    pub squeeze: u32,
    /// Em added to every gap that may be widened; a multiple of it to word spaces.
    pub stretch: f32,
    /// In em, after fitting, without the blank half of a bracket or stop at the end.
    pub width: f32,
}

/// Breaks a text into lines of `measure` em, the first shorter by `indent`, so that they look best together.
pub fn fill(glyphs: &[Glyph], indent: f32, measure: f32) -> Vec<Line> {
    if glyphs.is_empty() {
        return Vec::new();
    }
    let sums = Sums::new(glyphs);
    let room = |start: usize| if start == 0 { measure - indent } else { measure };
    // For each place where a line may begin: the best way there, as badness so far and where the line before it begins
    // and ends.
    let mut ways: Vec<Option<(f32, usize, usize)>> = vec![None; glyphs.len() + 1];
    ways[0] = Some((0.0, 0, 0));
    for start in 0..glyphs.len() {
        let Some((so_far, ..)) = ways[start] else { continue };
        for (end, badness) in ends(&sums, start, room(start)) {
            let next = after_spaces(glyphs, end);
            let total = so_far + badness;
            if ways[next].is_none_or(|(best, ..)| total < best) {
                ways[next] = Some((total, start, end));
            }
        }
    }
    let mut lines = Vec::new();
    let mut at = glyphs.len();
    while let (Some((_, start, end)), true) = (ways[at], at > 0) {
        lines.push(sums.line(start, end, room(start)));
        at = start;
    }
    lines.reverse();
    lines
}

/// Where a line that begins at `start` may end, each with its badness: never nowhere.
fn ends(sums: &Sums, start: usize, measure: f32) -> Vec<(usize, f32)> {
    /// Every line costs a little, so that of equals the shorter text wins.
    const LINE: f32 = 5.0;
    /// Breaking a word that is wider than the measure.
    const EMERGENCY: f32 = 5000.0;
    /// How much shorter than the longest a line need not be tried, in em.
    const WINDOW: f32 = 6.0;
    let mut ends: Vec<(usize, f32)> = Vec::new();
    // From the last break before the window, or after a break the author asked for.
    let near = sums.widths[start] + f64::from(measure - WINDOW);
    let mut first = sums.widths.partition_point(|width| *width < near).clamp(start + 1, sums.glyphs.len());
    first -= (start + 1..first).rev().take_while(|end| !sums.breaks[end + 1]).count();
    let asked = sums.glyphs[start..first].iter().position(|glyph| glyph.class == Class::Break);
    let first = asked.map_or(first, |at| start + at + 1);
    let mut emergency = first;
    for end in first..=sums.glyphs.len() {
        let extent = sums.extent(start, end);
        let excess = extent.width - measure;
        if excess <= SLIP {
            emergency = end;
        }
        // A closing bracket that follows makes no line shorter by more than its own blank.
        if excess > extent.squeezable as f32 * QUARTER + 1.0 {
            break;
        }
        if sums.breaks[end] {
            if excess < -WINDOW {
                ends.clear();
            }
            ends.extend(sums.badness(start, end, measure).map(|badness| (end, badness + LINE)));
        }
        if sums.glyphs[end - 1].class == Class::Break {
            break;
        }
    }
    if ends.is_empty() {
        ends.push((emergency, EMERGENCY));
    }
    ends
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
    let sums = Sums::new(glyphs);
    if let [first, second] = &mut lines[..]
        && let Some(end) = phrase_end(&sums, first.glyphs.end, measure)
    {
        first.glyphs.end = sums.trimmed(0, end);
        second.glyphs.start = after_spaces(glyphs, end);
        first.squeeze = 0;
        second.squeeze = 0;
    }
    for line in lines.iter_mut().filter(|line| line.squeeze == 0) {
        line.stretch = 0.0;
        line.width = sums.extent(line.glyphs.start, line.glyphs.end).width;
    }
    lines
}

/// Breaks the label of a row: where it takes two lines, between phrases if it can be.
pub fn fill_label(glyphs: &[Glyph], measure: f32) -> Vec<Line> {
    let lines = fill(glyphs, 0.0, measure);
    let sums = Sums::new(glyphs);
    let is_asked = glyphs.iter().any(|glyph| glyph.class == Class::Break);
    if lines.len() != 2 || is_asked || phrase_end(&sums, lines[0].glyphs.end, measure).is_none() {
        return lines;
    }
    fill_evenly(glyphs, measure)
}

/// Where two lines divide a title between phrases: before a remark in brackets at its end, or else nearest to `middle`,
/// after a particle, a conjunction or a comma.
fn phrase_end(sums: &Sums, middle: usize, measure: f32) -> Option<usize> {
    let count = sums.glyphs.len();
    let character = |at: usize| sums.glyphs[at].character;
    let is_hiragana = |at: usize| ('ぁ'..='ゖ').contains(&character(at));
    let is_conjunction =
        |end: usize| end > 1 && matches!((character(end - 2), character(end - 1)), ('及', 'び') | ('又', 'は'));
    let fits = |start, end| sums.extent(start, end).width <= measure;
    let divides = |end: &usize| sums.breaks[*end] && fits(0, *end) && fits(*end, count);
    let ends_phrase = |end: &usize| {
        let last = character(end - 1);
        "、　".contains(last) || is_conjunction(*end) || PHRASE_ENDS.contains(last) && !is_hiragana(*end)
    };
    let is_remark = sums.glyphs.last().is_some_and(|glyph| glyph.character == '）');
    let remark = sums.glyphs.iter().rposition(|glyph| glyph.character == '（').filter(|at| is_remark && divides(at));
    remark.or_else(|| (1..count).filter(|end| ends_phrase(end) && divides(end)).min_by_key(|end| end.abs_diff(middle)))
}

fn breakable(glyphs: &[Glyph], end: usize) -> bool {
    let classed = |i: usize| glyphs.get(i).map(|glyph| glyph.classed());
    match (classed(end - 1), classed(end)) {
        (Some(before), Some(after)) => may_break(end.checked_sub(2).and_then(classed), before, after, classed(end + 1)),
        _ => true,
    }
}

/// A word space that a line ends with is gone; an ideographic one was typed on purpose and stays.
fn after_spaces(glyphs: &[Glyph], end: usize) -> usize {
    end + glyphs[end..].iter().take_while(|glyph| glyph.class == Class::WordSpace).count()
}

/// The blank half that an opening bracket loses at the start of a line (天付き).
pub fn leading(glyph: Glyph) -> f32 {
    if glyph.class == Class::Opening { glyph.class.leading() } else { 0.0 }
}

/// What follows each glyph of a line beyond its advance, in em: quarters, and what justification adds. The blank half of
/// the last is beyond the end of the line.
pub fn spacings(glyphs: &[Glyph], line: &Line) -> Vec<f32> {
    let glyphs = &glyphs[line.glyphs.clone()];
    let total: u32 = glyphs.windows(2).map(|pair| gap(pair[0].classed(), pair[1].classed()).squeezable).sum();
    let share = |of: u32| (of * line.squeeze).checked_div(total).unwrap_or_default();
    let mut passed = 0;
    let mut spacings: Vec<f32> = glyphs
        .windows(2)
        .map(|pair| {
            let gap = gap(pair[0].classed(), pair[1].classed());
            let squeeze = share(passed + gap.squeezable) - share(passed);
            passed += gap.squeezable;
            let stretch = line.stretch * stretchability(pair[0].class, pair[1].class) as f32;
            gap.natural - squeeze as f32 * QUARTER + stretch
        })
        .collect();
    spacings.extend(glyphs.last().map(|last| match last.class {
        Class::Closing | Class::Stop => -last.class.trailing(),
        _ => 0.0,
    }));
    spacings
}

/// Width of the longest part that no line break divides, and of the text on one line, in em.
pub fn extremes(glyphs: &[Glyph]) -> (f32, f32) {
    let sums = Sums::new(glyphs);
    let (mut longest, mut widest) = (0f32, 0f32);
    let (mut part, mut line) = (0, 0);
    for end in 1..=glyphs.len() {
        if sums.breaks[end] {
            longest = longest.max(sums.extent(part, end).width);
            part = end;
        }
        if sums.is_last(end) {
            widest = widest.max(sums.extent(line, end).width);
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
        let advances: f32 = glyphs[line.glyphs.clone()].iter().map(|glyph| glyph.advance).sum();
        advances + spacings(glyphs, line).iter().sum::<f32>() - leading(glyphs[line.glyphs.start])
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
    fn lines_reach_the_right_edge_and_none_passes_it() {
        let glyphs = glyphs(LONG);
        for measure in 18..60 {
            let measure = measure as f32;
            let lines = fill(&glyphs, 0.0, measure);
            for (i, line) in lines.iter().enumerate() {
                let width = inked(&glyphs, line);
                assert!((width - line.width).abs() < 0.01, "{width} is not {line:?}");
                assert!(width <= measure + 0.01, "{width} of {measure}");
                assert!(width >= measure - 0.01 || i + 1 == lines.len(), "{width} of {measure}: {line:?}");
            }
        }
    }

    #[test]
    fn slack_is_spread_evenly_and_stays_below_a_tenth_of_an_em() {
        let glyphs = glyphs("あいうえおかきくけこさしすせそたちつ２０２６年です");
        let lines = fill(&glyphs, 0.0, 20.0);
        assert_eq!((lines[0].glyphs.clone(), lines[0].stretch), (0..18, 0.0), "two em over 17 spaces would be holes");
        let lines = fill(&glyphs, 0.0, 19.0);
        let spaces = spacings(&glyphs, &lines[0]);
        assert!(spaces[..17].iter().all(|space| *space == spaces[0] && *space > 0.0 && *space < 0.1), "{spaces:?}");
    }

    #[test]
    fn words_are_not_spaced_out() {
        let glyphs = glyphs("あいうえおかきくけserverをさしすせそたちつて第１２３条です");
        let line = &fill(&glyphs, 0.0, 24.0)[0];
        let spaces = spacings(&glyphs, line);
        assert!(line.stretch > 0.0, "{line:?}");
        assert_eq!((spaces[9], spaces[10]), (0.0, 0.0));
        assert!(spaces[2] > 0.0);
    }

    #[test]
    fn a_stop_that_does_not_fit_pulls_its_line_together() {
        // Half an em too wide: commas and brackets give way by quarters, evenly.
        let text = "あ、い、う「え」おか。きくけこさしすせそ";
        assert_eq!(set(text, 9.5)[0], "あ、い、う「え」おか。");
        let glyphs = glyphs(text);
        let line = &fill(&glyphs, 0.0, 9.5)[0];
        assert_eq!(line.squeeze, 4);
        assert_eq!(spacings(&glyphs, line), [0.0, -0.25, 0.0, -0.25, -0.25, 0.0, 0.0, -0.25, 0.0, 0.0, -0.5]);
        // Nothing can give way: the last character goes down with its stop.
        assert_eq!(set("あいうえおかきくけこ。さしすせそた", 10.0), ["あいうえおかきくけ", "こ。さしすせそた"]);
    }

    #[test]
    fn a_paragraph_does_not_end_in_a_single_character() {
        for measure in 18..50 {
            for extra in 0..50 {
                let start: String = LONG.chars().take(extra).collect();
                let text = start + "当社は、契約者に通知します。";
                let lines = set(&text, measure as f32);
                let last = lines.last().unwrap();
                assert!(lines.len() == 1 || last.chars().count() > 2, "{measure}: {lines:?}");
            }
        }
    }

    #[test]
    fn a_blank_half_at_the_right_end_needs_no_room() {
        assert_eq!(set("あいうえおかきくけ、こさしすせ", 9.5)[0], "あいうえおかきくけ、");
    }

    #[test]
    fn an_opening_bracket_at_the_start_of_a_line_is_flush() {
        let glyphs = glyphs("「あいうえ」かきくけ");
        let line = &fill(&glyphs, 0.0, 5.0)[0];
        assert_eq!(line.glyphs, 0..6);
        assert_eq!(leading(glyphs[0]), 0.5);
    }

    #[test]
    fn a_line_the_author_ended_is_not_justified() {
        let glyphs = glyphs("東京都港区\n一丁目");
        let lines = fill(&glyphs, 0.0, 5.2);
        assert_eq!((lines[0].glyphs.clone(), lines[0].stretch), (0..5, 0.0));
        assert_eq!(lines[1].glyphs, 6..9);
    }

    #[test]
    fn a_title_is_divided_between_phrases_into_about_the_same_length() {
        for (title, first) in [
            ("医療情報を取り扱うサービスの提供に関する確認項目一覧", "医療情報を取り扱うサービスの"),
            ("みなと介護　クラウド版及びセキュリティサービス利用申込書兼同意書", "みなと介護　クラウド版及び"),
        ] {
            let lines = fill_evenly(&glyphs(title), 20.0);
            assert_eq!((lines.len(), lines[0].glyphs.len()), (2, first.chars().count()), "{title}");
        }
    }

    #[test]
    fn the_heading_of_a_row_is_divided_between_phrases() {
        for (heading, first) in [
            ("期限を過ぎて提出する理由", "期限を過ぎて"),
            ("反社会的勢力に関する表明（必須）", "反社会的勢力に"),
            ("延長しない旨の申出の期限", "延長しない旨の"),
            ("利用申込書を受領した日（必須）", "利用申込書を受領した日"),
            ("登録データの取出しの方法（必須）", "登録データの"),
            ("認定匿名加工医療情報作成事業者", "認定匿名加工医療情報作"),
        ] {
            let lines = fill_label(&glyphs(heading), 11.9);
            assert_eq!((lines.len(), lines[0].glyphs.len()), (2, first.chars().count()), "{heading}");
        }
    }

    #[test]
    fn a_word_wider_than_the_measure_is_broken_rather_than_cut_off() {
        assert_eq!(set("aaaaaaaaaaaaaaaaaaaaaaaa", 10.0), ["aaaaaaaaaaaaaaaaaaaa", "aaaa"]);
    }
}
