//! Annexes and what is numbered in them: 別紙２（題名）, 別表第１, 上記「１－２．題名」, 後記【仕様】, 附則第２項.
use crate::japanese::numerals::script_of;

use super::lexer::{Bracket, TokenKind, is_blank};
use super::path::PathReading;
use super::scanner::{Reading, Scanner};
use super::words::{AFTER_ANNEX, CITED_BY, is_kanji, is_katakana};
use super::{Annex, AnnexSeries, Direction, Label, Level, MentionKind, Number, Phrase, Step, Which};
use crate::japanese::characters::is_noun;

/// See [`super::annex_heading`].
pub(super) fn heading(text: &str) -> Option<(Annex, &str)> {
    let text = text.trim_start_matches(['【', '（', '［']);
    let scanner = Scanner::new(text);
    let TokenKind::Annex(series) = scanner.kind(0)? else { return None };
    let (label, next) = scanner.annex_label(1).map_or((None, 1), |(label, next)| (Some(label), next));
    let end = scanner.end_before(next);
    let ends = |c: char| is_blank(c) || "（(：:】］）「".contains(c);
    text[end..].chars().next().is_none_or(ends).then(|| (Annex { series, label }, &text[..end]))
}

impl Scanner<'_> {
    /// 別紙２（題名）, 別添「題名」, 別紙２の１－３．, 別紙のとおり, 本別紙
    pub(super) fn annex(&self, at: usize, series: AnnexSeries) -> Option<Reading> {
        let (label, mut next) = self.annex_label(at + 1).map_or((None, at + 1), |(label, next)| (Some(label), next));
        let mut caption = None;
        if let Some((title, after)) = self.caption(next).or_else(|| self.annex_title(next)) {
            (caption, next) = (Some(title), after);
        }
        let reading = self.annex_place(next, caption);
        let bare = reading.next == at + 1;
        let says_nothing = bare && (series == AnnexSeries::Form || series.is_picture() || self.is_compound(at));
        if self.fills_line(at, reading.next) || says_nothing {
            return None;
        }
        let this = at > 0 && self.kind(at - 1) == Some(TokenKind::This) && label.is_none();
        let kind = if this { MentionKind::Own } else { MentionKind::Annex(Annex { series, label }) };
        Some(self.mention_of(kind, if this { at - 1 } else { at }, reading))
    }

    /// 別紙 in 別紙資料.
    fn is_compound(&self, at: usize) -> bool {
        self.char_after(at).is_some_and(|c| (is_kanji(c) && !AFTER_ANNEX.contains(c)) || is_katakana(c))
    }

    /// The ２ of 別紙１及び２.
    pub(super) fn next_annex(&self, at: usize, previous: &MentionKind) -> Option<Reading> {
        let MentionKind::Annex(Annex { series, label: Some(_) }) = previous else {
            return None;
        };
        let (label, next) = self.annex_label(at)?;
        let kind = MentionKind::Annex(Annex { series: *series, label: Some(label) });
        Some(self.mention_of(kind, at, self.annex_place(next, None)))
    }

    /// The number after 別紙: ２, 第１, 第１号, 第１の２, ２－１, or a letter.
    fn annex_label(&self, at: usize) -> Option<(Label, usize)> {
        match self.kind(at)? {
            TokenKind::Sign(c) if !is_katakana(c) => self.mark(at),
            TokenKind::Ordinal => {
                let main = self.number(at + 1)?;
                let unit = self.unit(at + 2);
                // 別紙第３項 is the third paragraph of the only annex.
                if unit.is_some_and(|unit| unit != Level::Item) {
                    return None;
                }
                let counted = unit == Some(Level::Item);
                let (branches, next) = self.branches(if counted { at + 3 } else { at + 2 });
                Some((Label::Number(Number { main, branches }), next))
            }
            // 別紙一, but not 別紙一式.
            TokenKind::Number(_) if self.in_kanji(at) => {
                let is_word = self.amount(at) && !self.char_after(at).is_some_and(|c| AFTER_ANNEX.contains(c));
                let main = self.number(at).filter(|_| self.touches(at - 1) && !is_word)?;
                let (branches, next) = self.branches(at + 1);
                Some((Label::Number(Number { main, branches }), next))
            }
            _ => match self.heading(at)? {
                (Step { which: Which::Absolute(label), .. }, next) => Some((label, next)),
                _ => None,
            },
        }
    }

    /// 別添「題名」; a numbered title is a heading in the annex, not its title.
    fn annex_title(&self, at: usize) -> Option<(Phrase, usize)> {
        if self.kind(at)? != TokenKind::Open(Bracket::Quote) || self.quoted_heading(at).is_some() {
            return None;
        }
        self.short_quote(at)
    }

    /// What follows the annex's name and title: 第３条, １－３． or （４）.
    fn annex_place(&self, at: usize, caption: Option<Phrase>) -> PathReading {
        let inside = self.skip_of(at);
        if let Some(reading) = self.path_inside(at) {
            return PathReading { caption: reading.caption.or(caption), ..reading };
        }
        if let Some(reading) = self.quoted_heading(inside) {
            return reading;
        }
        let heading = self.heading(inside).filter(|_| inside > at || caption.is_some() || !self.touches(at - 1));
        let below = heading.or_else(|| {
            let (label, next) = self.mark(inside)?;
            Some(self.step(Level::Item, Which::Absolute(label), inside, next))
        });
        match below {
            Some(step) => self.path_onward(PathReading { caption, ..PathReading::begin(step) }),
            None => PathReading { caption, ..PathReading::at(at) },
        }
    }

    /// 附則, 附則第２項
    pub(super) fn supplementary(&self, at: usize) -> Option<Reading> {
        let reading = self.path_inside(at + 1).unwrap_or_else(|| PathReading::at(at + 1));
        let heading = self.fills_line(at, reading.next);
        (!heading).then(|| self.mention_of(MentionKind::Supplementary, at, reading))
    }

    /// 上記「１－２．題名」, 下記４, 下記（４）, 後記【仕様】
    pub(super) fn section(&self, at: usize, direction: Direction) -> Option<Reading> {
        let next = self.skip_of(at + 1);
        let reading = match self.kind(next)? {
            TokenKind::Open(Bracket::Quote) => self.quoted_heading(next)?,
            TokenKind::Open(Bracket::Lenticular) => {
                let (caption, next) = self.short_quote(next)?;
                self.annex_place(next, Some(caption))
            }
            TokenKind::Number(_) => self.path_onward(PathReading::begin(self.heading(next)?)),
            _ => {
                let (label, after) = self.mark(next)?;
                let item = self.step(Level::Item, Which::Absolute(label), next, after);
                self.path_onward(PathReading::begin(item))
            }
        };
        Some(self.mention_of(MentionKind::Section(direction), at, reading))
    }

    /// 【仕様】 in running text. At the start of a line it is a heading.
    pub(super) fn titled_block(&self, at: usize) -> Option<Reading> {
        let (caption, next) = self.short_quote(at)?;
        let reading = self.annex_place(next, Some(caption));
        let cited = reading.next > next || self.is_spoken_of(next);
        (cited && !self.begins_line(at))
            .then(|| self.mention_of(MentionKind::Section(Direction::Unstated), at, reading))
    }

    /// 1.2に定める, １－２のとおり: a number of two levels that is cited by the words after it.
    pub(super) fn bare_heading(&self, at: usize) -> Option<Reading> {
        let (step, next) = self.heading(at)?;
        let is_nested = matches!(&step.which, Which::Absolute(Label::Number(number))
            if !number.branches.is_empty() && number.main < 100);
        let before = self.text[..step.range.start].trim_end_matches(is_blank).chars().next_back();
        let is_part = before.is_some_and(|c| is_noun(c) || ".．-－,，/／".contains(c));
        let cited = is_nested && !is_part && self.touches(next - 1) && self.reads(next, CITED_BY);
        cited.then(|| self.mention_of(MentionKind::Section(Direction::Unstated), at, PathReading::begin((step, next))))
    }

    /// 「１－２．題名」: a number, a stop or blank, a title.
    pub(super) fn quoted_heading(&self, at: usize) -> Option<PathReading> {
        if self.kind(at)? != TokenKind::Open(Bracket::Quote) {
            return None;
        }
        let (title, next) = self.short_quote(at)?;
        let (step, after) = self.heading(at + 1)?;
        let stopped = self.kind(after - 1) == Some(TokenKind::Stop);
        let spaced = matches!(&step.which, Which::Absolute(Label::Number(n)) if !n.branches.is_empty());
        if after > next - 1 || !(stopped || (spaced && !self.touches(after - 1))) {
            return None;
        }
        let caption = Some(self.phrase(step.range.end..title.range.end)).filter(|caption| !caption.text.is_empty());
        // 「1.2 年会費」, 「2.4 GHz」: a decimal, or a numbering whose stop also joins.
        if caption.as_ref().is_some_and(|caption| caption.text.starts_with(|c| script_of(c).is_some())) {
            return None;
        }
        let heading = PathReading::begin((step, next));
        Some(self.path_onward(PathReading { caption, ..heading }))
    }
}
