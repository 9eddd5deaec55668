//! What looks like a reference and is miswritten, so that a rule can say how.
use super::lexer::TokenKind;
use super::path::PathReading;
use super::scanner::{Reading, Scanner, StepReading};
use super::words::{NUMBERS_OF_ARTICLES, SAID_OF_A_PROVISION, is_kanji, is_katakana};
use super::{Level, Malformation, Mention, MentionKind, Which};
use crate::japanese::numerals::{NumeralError, fold_width};

impl Scanner<'_> {
    /// 第第３条, 第条, 第の規定, 第９９９９９９９９９９９９条, 前９９９９９９９９９９９９項. Steps that can still be read are.
    pub(super) fn malformed(&self, at: usize) -> Option<Reading> {
        let repeated = at > 0 && self.kind(at - 1) == Some(TokenKind::Ordinal);
        if repeated {
            return None;
        }
        let ordinals = (at..).take_while(|&i| self.kind(i) == Some(TokenKind::Ordinal)).count();
        let after = at + ordinals.max(1);
        if let Some((malformation, reading)) = self.dangling(at).filter(|_| ordinals == 1) {
            return Some(self.mention_of(MentionKind::Malformed(malformation), at, reading));
        }
        let malformation = match self.kind(after)? {
            TokenKind::Number(_) | TokenKind::Unit(_) if ordinals > 1 => Malformation::RepeatedOrdinal,
            TokenKind::Unit(_) if ordinals == 1 && self.begins_word(at) => Malformation::MissingNumber,
            TokenKind::Number(numeral) => match numeral.value {
                Err(NumeralError::TooLarge) => Malformation::NumberTooLarge,
                Err(_) => Malformation::UnreadableNumber,
                Ok(_) => return None,
            },
            _ => return None,
        };
        let reading = match self.absolute(after - 1).filter(|_| ordinals > 1) {
            Some(step) => PathReading::begin(step),
            None => {
                let unit = if matches!(self.kind(after), Some(TokenKind::Number(_))) { after + 1 } else { after };
                self.unit(unit)?;
                PathReading::at(unit + 1)
            }
        };
        Some(self.mention_of(MentionKind::Malformed(malformation), at, self.path_onward(reading)))
    }

    /// Whether 第 at `at` is no end of another word (次第): it follows 本規約 or 第３条, or nothing that could be one.
    fn begins_word(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.kind(before));
        let cites = matches!(before, Some(TokenKind::Unit(_) | TokenKind::Title | TokenKind::Law));
        cites || !self.char_before(at).is_some_and(is_kanji)
    }

    /// A 第 that numbers nothing: 第の規定, 第各号, 第３条第２の規定.
    fn dangling(&self, at: usize) -> Option<(Malformation, PathReading)> {
        let after = at + 1;
        if !self.begins_word(at) || !self.touches(at) {
            return None;
        }
        let is_said = |at| self.kind(at) == Some(TokenKind::Of) || self.reads(at, SAID_OF_A_PROVISION);
        match self.kind(after)? {
            TokenKind::Number(numeral) => {
                let before = at.checked_sub(1)?;
                let follows = matches!(self.kind(before)?, TokenKind::Unit(Level::Article | Level::Paragraph));
                let is_whole = follows && numeral.value.is_ok() && self.touches(before) && self.touches(after);
                let is_branch = matches!(self.kind(after + 2), Some(TokenKind::Number(_)));
                (is_whole && is_said(after + 1) && !is_branch)
                    .then(|| (Malformation::MissingUnit, PathReading::at(after + 1)))
            }
            TokenKind::Previous | TokenKind::FartherPrevious(_) | TokenKind::Same | TokenKind::Each => {
                Some((Malformation::StrayOrdinal, self.path(after)?))
            }
            _ => is_said(after).then(|| (Malformation::MissingNumber, PathReading::at(after))),
        }
    }

    /// 十一条 after 第九条又は, where it is spoken of: 三条 may be a name.
    pub(super) fn bare_kanji_article(&self, at: usize, previous: &Mention) -> Option<StepReading> {
        let first = previous.path.steps.first()?;
        let is_first_named = first.level == Level::Article && matches!(first.which, Which::Absolute(_));
        let step = self.numbered(at, at).filter(|(step, _)| step.level == Level::Article && is_first_named)?;
        (self.kind(step.1) == Some(TokenKind::Ordinal) || self.is_spoken_of(step.1)).then_some(step)
    }

    /// １２条 for 第１２条: two digits, full width or a 項 after it, and nothing that makes it a count or another name.
    pub(super) fn bare_article(&self, at: usize) -> Option<Reading> {
        let token = self.token(at)?;
        let after_word = self.char_before(at).is_some_and(|c| {
            is_kanji(c) || is_katakana(c) || fold_width(c).is_ascii_alphanumeric() || "-－.．/／".contains(c)
        });
        if after_word || !self.touches(at) || self.reads(at + 2, NUMBERS_OF_ARTICLES) {
            return None;
        }
        let first = self.unprefixed(at).filter(|(step, _)| step.level == Level::Article)?;
        let reading = self.path_onward(PathReading { missing_ordinal: true, ..PathReading::begin(first) });
        let long = token.end - token.start > 1;
        let cited = long || reading.path.steps.len() > 1;
        cited.then(|| self.mention_of(MentionKind::Provision, at, reading))
    }
}
