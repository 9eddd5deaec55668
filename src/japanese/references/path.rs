//! The way to a provision, step by step: 第６条第１項第２号イ, 前項各号, 同条ただし書.
use super::lexer::{Bracket, TokenKind};
use super::scanner::{Scanner, StepReading};
use super::words::{REMARKS, belongs_to_another_word, counts_things, is_kanji};
use super::{Direction, Extent, Label, Level, Number, Path, Phrase, Which};
use crate::japanese::numerals::{self, Case, Counter, Script, Width, fold_width};

/// No real reference goes deeper; in a hostile list every member would copy the steps of the first.
const DEEPEST_PATH: usize = 12;
/// Likewise for 第１条の２の２の２.
const MOST_BRANCHES: usize = 8;
/// Bytes: about 60 characters. A longer bracket after a number is no caption.
const LONGEST_CAPTION: usize = 180;
/// Bytes: xviii in full width and blanks around it.
const LONGEST_LABEL: usize = 24;
/// （１００） is an amount or a year.
const LAST_LABEL: u32 = 99;

/// A path and where reading stopped.
#[derive(Debug, Default)]
pub(super) struct PathReading {
    pub path: Path,
    pub caption: Option<Phrase>,
    /// A step has no 第: 第３条２項.
    pub missing_ordinal: bool,
    /// Index of the first token after it.
    pub next: usize,
}

impl PathReading {
    pub(super) fn at(next: usize) -> Self {
        Self { next, ..Self::default() }
    }

    pub(super) fn begin((step, next): StepReading) -> Self {
        Self { path: Path { steps: vec![step], ..Path::default() }, next, ..Self::default() }
    }
}

impl Scanner<'_> {
    /// A path that begins at token `at`, absolute or relative.
    pub(super) fn path(&self, at: usize) -> Option<PathReading> {
        let first = self.absolute(at).or_else(|| self.relative(at))?;
        Some(self.path_onward(PathReading::begin(first)))
    }

    /// A path after the name of what holds it: 第３条 or の第３条, never 前条.
    pub(super) fn path_inside(&self, at: usize) -> Option<PathReading> {
        let first = self.absolute(self.skip_of(at))?;
        Some(self.path_onward(PathReading::begin(first)))
    }

    /// Reads all further steps, the caption, the passage and 以降.
    pub(super) fn path_onward(&self, mut reading: PathReading) -> PathReading {
        while reading.path.steps.len() < DEEPEST_PATH {
            self.take_caption(&mut reading);
            let Some((step, next)) = self.next_step(&mut reading) else {
                break;
            };
            reading.path.steps.push(step);
            reading.next = next;
        }
        let after_of = self.skip_of(reading.next);
        if let Some(TokenKind::Passage(passage)) = self.kind(after_of) {
            reading.path.passage = Some((passage, self.span(after_of, after_of + 1)));
            reading.next = after_of + 1;
        }
        if self.kind(reading.next) == Some(TokenKind::Onward) {
            reading.path.onward = true;
            reading.next += 1;
        }
        reading
    }

    fn next_step(&self, reading: &mut PathReading) -> Option<StepReading> {
        let deepest = reading.path.steps.last().map(|step| step.level);
        let at = self.skip_of(reading.next);
        let prefixed = self.absolute(at).or_else(|| self.each(at)).or_else(|| self.mark_step(at, deepest));
        let unprefixed = prefixed.is_none();
        let (step, next) = prefixed.or_else(|| self.unprefixed(reading.next))?;
        let deeper = Some(step.level) > deepest || (step.level == Level::Subitem && deepest == Some(Level::Subitem));
        if !deeper {
            return None;
        }
        reading.missing_ordinal |= unprefixed;
        Some((step, next))
    }

    /// 第３条, 第９条の２
    pub(super) fn absolute(&self, at: usize) -> Option<StepReading> {
        match self.kind(at)? {
            TokenKind::Ordinal => self.numbered(at, at + 1),
            _ => None,
        }
    }

    /// ２項 after 第３条: a step whose 第 was left out. Only arabic: 三条 may be a name.
    pub(super) fn unprefixed(&self, at: usize) -> Option<StepReading> {
        match self.kind(at)? {
            TokenKind::Number(numeral) if numeral.script != Script::Kanji => self.numbered(at, at),
            _ => None,
        }
    }

    pub(super) fn numbered(&self, from: usize, number: usize) -> Option<StepReading> {
        let main = self.number(number)?;
        let level = self.unit(number + 1)?;
        let (branches, next) = self.branches(number + 2);
        let which = Which::Absolute(Label::Number(Number { main, branches }));
        Some(self.step(level, which, from, next))
    }

    /// の２ after 第９条, as often as it comes. Branches count from 2, so の一 is 一部 or 一に.
    pub(super) fn branches(&self, mut at: usize) -> (Vec<u32>, usize) {
        let mut branches = Vec::new();
        while self.kind(at) == Some(TokenKind::Of) && branches.len() < MOST_BRANCHES {
            match self.number(at + 1) {
                Some(branch) if branch > 1 && !self.amount(at + 1) => branches.push(branch),
                _ => break,
            }
            at += 2;
        }
        (branches, at)
    }

    /// Whether the number at `at` counts something: ２つ, ３か月, 二重.
    pub(super) fn amount(&self, at: usize) -> bool {
        let Some(next) = self.token(at + 1) else { return false };
        let first = self.text[next.start..].chars().next().unwrap_or(' ');
        match next.kind {
            TokenKind::Text => counts_things(first) || (self.in_kanji(at) && is_kanji(first)),
            TokenKind::Unit(_) | TokenKind::This | TokenKind::Sign(_) => counts_things(first),
            _ => false,
        }
    }

    pub(super) fn in_kanji(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(TokenKind::Number(numeral)) if numeral.script == Script::Kanji)
    }

    /// 前条, 前２項, 前々項, 次条, 本条, 同項, 各号, 前各号, 次の各号
    fn relative(&self, at: usize) -> Option<StepReading> {
        let kind = self.kind(at)?;
        if self.char_before(at).is_some_and(|before| belongs_to_another_word(&kind, before)) {
            return None;
        }
        let each = match kind {
            TokenKind::Previous => self.each_of(at, at + 1, Extent::Before),
            TokenKind::Next => self.each_of(at, self.skip_of(at + 1), Extent::After),
            TokenKind::Direction(Direction::Above) => self.each_of(at, self.skip_of(at + 1), Extent::Before),
            TokenKind::Direction(_) => self.each_of(at, self.skip_of(at + 1), Extent::After),
            _ => self.each(at),
        };
        each.or_else(|| {
            let (which, unit) = match kind {
                TokenKind::Previous => self.counted(at + 1, Which::Previous)?,
                TokenKind::Next => self.counted(at + 1, Which::Next)?,
                TokenKind::FartherPrevious(count) => (Which::FartherPrevious(count), at + 1),
                TokenKind::SecondNext => (Which::SecondNext, at + 1),
                TokenKind::This => (Which::This, at + 1),
                TokenKind::Same => (Which::Same, at + 1),
                _ => return None,
            };
            Some(self.step(self.relative_unit(unit)?, which, at, unit + 1))
        })
    }

    /// The ２ of 前２項, or 1; and the index of the unit.
    fn counted(&self, at: usize, which: fn(u32) -> Which) -> Option<(Which, usize)> {
        match self.kind(at)? {
            TokenKind::Number(_) => Some((which(self.number(at).filter(|&count| count > 0)?), at + 1)),
            _ => Some((which(1), at)),
        }
    }

    fn each(&self, at: usize) -> Option<StepReading> {
        self.each_of(at, at, Extent::All)
    }

    /// 各号 at `each`, said more closely by what begins at `from`.
    fn each_of(&self, from: usize, each: usize, extent: Extent) -> Option<StepReading> {
        let level = self.relative_unit(each + 1).filter(|_| self.kind(each) == Some(TokenKind::Each))?;
        Some(self.step(level, Which::Each(extent), from, each + 2))
    }

    /// 本編 and 前款 are other words.
    fn relative_unit(&self, at: usize) -> Option<Level> {
        self.unit(at).filter(|level| !matches!(level, Level::Part | Level::Subsection))
    }

    /// （４）, ①, イ below a provision. A letter without brackets only below an item: 第２号イ.
    fn mark_step(&self, at: usize, deepest: Option<Level>) -> Option<StepReading> {
        let deepest = deepest.filter(|&level| level >= Level::Heading)?;
        let below_item = deepest >= Level::Item;
        let dashed = below_item && self.kind(at) == Some(TokenKind::Dash);
        let mark = if dashed { at + 1 } else { at };
        let bare_letter = matches!(self.kind(mark)?, TokenKind::Sign(c) if !is_enclosed(c));
        if bare_letter && !below_item {
            return None;
        }
        let (label, next) = self.mark(mark)?;
        let level = if below_item { Level::Subitem } else { Level::Item };
        Some(self.step(level, Which::Absolute(label), mark, next))
    }

    /// The label of an item, in brackets or a sign of its own.
    pub(super) fn mark(&self, at: usize) -> Option<(Label, usize)> {
        match self.kind(at)? {
            TokenKind::Sign(c) => {
                let label = bracketed_number(c).map_or_else(|| fold_width(c).to_string(), |n| n.to_string());
                Some((Label::Mark(label), at + 1))
            }
            TokenKind::Open(Bracket::Round) => {
                let (inside, next) = self.bracketed(at)?;
                if inside.len() > LONGEST_LABEL {
                    return None;
                }
                let folded: String = self.text[inside].chars().map(fold_width).collect();
                let label = folded.trim();
                is_label(label).then(|| (Label::Mark(label.to_owned()), next))
            }
            _ => None,
        }
    }

    fn take_caption(&self, reading: &mut PathReading) {
        let captioned = reading.path.steps.last().is_some_and(|step| step.level <= Level::Article);
        if captioned
            && reading.caption.is_none()
            && let Some((caption, next)) = self.caption(reading.next)
        {
            reading.caption = Some(caption);
            reading.next = next;
        }
    }

    /// （題名） or 【題名】: short, and no remark such as （第２項を除く。） or （以下「…」という。）.
    pub(super) fn caption(&self, at: usize) -> Option<(Phrase, usize)> {
        let is_bracket = matches!(self.kind(at)?, TokenKind::Open(Bracket::Round | Bracket::Lenticular));
        if !is_bracket || self.mark(at).is_some() {
            return None;
        }
        let (inside, next) = self.bracketed(at)?;
        if inside.len() > LONGEST_CAPTION || self.path(at + 1).is_some() {
            return None;
        }
        let phrase = self.phrase(inside);
        let remark = phrase.text.is_empty() || REMARKS.iter().any(|word| phrase.text.contains(word));
        (!remark).then_some((phrase, next))
    }

    /// A numbered heading: １－３．, 3.5, 4. Without a stop after it, it must not count something.
    pub(super) fn heading(&self, from: usize) -> Option<StepReading> {
        if self.in_kanji(from) {
            return None;
        }
        let main = self.number(from)?;
        let mut branches = Vec::new();
        let mut next = from + 1;
        while matches!(self.kind(next), Some(TokenKind::Dash | TokenKind::Stop)) && branches.len() < MOST_BRANCHES {
            match self.number(next + 1) {
                Some(branch) if self.touches(next - 1) && self.touches(next) => branches.push(branch),
                _ => break,
            }
            next += 2;
        }
        if self.kind(next) == Some(TokenKind::Stop) {
            next += 1;
        // 1.2 年会費: a title stands off from its number.
        } else if self.amount(next - 1) && (branches.is_empty() || self.touches(next - 1)) {
            return None;
        }
        let which = Which::Absolute(Label::Number(Number { main, branches }));
        Some(self.step(Level::Heading, which, from, next))
    }
}

/// ① and ⑴ are labels without brackets around them.
pub(super) fn is_enclosed(c: char) -> bool {
    Counter::Circled.parse(c.encode_utf8(&mut [0; 4])).is_some() || bracketed_number(c).is_some()
}

/// ⑴ is the same label as （１）.
fn bracketed_number(c: char) -> Option<u32> {
    matches!(c, '⑴'..='⒇').then(|| c as u32 - '⑴' as u32 + 1)
}

fn is_label(label: &str) -> bool {
    const SERIES: [Counter; 8] = [
        Counter::Iroha,
        Counter::Gojuon,
        Counter::Latin(Width::Half, Case::Lower),
        Counter::Latin(Width::Half, Case::Upper),
        Counter::Roman(Case::Lower),
        Counter::Roman(Case::Upper),
        Counter::RomanSign(Case::Lower),
        Counter::RomanSign(Case::Upper),
    ];
    matches!(numerals::parse(label), Ok(1..=LAST_LABEL)) || SERIES.iter().any(|series| series.parse(label).is_some())
}
