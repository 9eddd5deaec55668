//! Documents by name: this one (本規約), statutes (民法第548条の4), other documents (他社の規約第３条), and titles in
//! quotation marks (別冊「…規約」, 「…申込書」).
use super::lexer::{Bracket, TokenKind};
use super::path::PathReading;
use super::scanner::{Reading, Scanner};
use super::words::{
    AFTER_OWN, BEFORE_LAW_NUMBER, BEFORE_LONG_NAME, DEFINES, DOCUMENT_TITLES, FORM_TITLES, LAW_ENDINGS, OWN_QUALIFIERS,
    OWN_TITLES, is_kanji, is_katakana, is_letter, is_statute, is_well_known,
};
use super::{Direction, Level, Mention, MentionKind, NamedKind, Phrase};

/// Characters. The longest titles of statutes in force are about as long.
const LONGEST_NAME: usize = 80;
/// Bytes: about 100 characters. A longer quotation is a sentence, not a title.
const LONGEST_TITLE: usize = 300;

impl Scanner<'_> {
    /// 「X」 in 以下「X」という and 「X」とは: the words are defined, nothing is cited. Returns the index after it.
    pub(super) fn definition(&self, at: usize) -> Option<usize> {
        if self.kind(at)? != TokenKind::Open(Bracket::Quote) {
            return None;
        }
        let (_, next) = self.bracketed(at)?;
        self.reads(next, DEFINES).then_some(next)
    }

    /// The content of a bracket short enough for a title, and the index after it.
    pub(super) fn short_quote(&self, at: usize) -> Option<(Phrase, usize)> {
        let (inside, next) = self.bracketed(at)?;
        if inside.len() > LONGEST_TITLE {
            return None;
        }
        let phrase = self.phrase(inside);
        (!phrase.text.is_empty() && !phrase.text.contains('。')).then_some((phrase, next))
    }

    /// 民法第548条の4, 消費税法［昭和63年法律第108号］: a name that ends at token `at` and begins after byte `floor`.
    pub(super) fn statute(&self, at: usize, floor: usize) -> Option<Reading> {
        let name = self.statute_name(at, floor)?;
        let start = name.range.start;
        Some(begun_at(start, self.statute_named(name, at, at + 1)?))
    }

    /// The law number in brackets and the provision after a statute's name, which ends before `next`. A name without
    /// either counts only if it is well known, and not where the name goes on: 会社法施行規則.
    fn statute_named(&self, name: Phrase, at: usize, next: usize) -> Option<Reading> {
        let goes_on = matches!(self.kind(next), Some(TokenKind::Law | TokenKind::Title)) && self.touches(next - 1);
        let numbered = self.law_number(next);
        let after_number = numbered.unwrap_or(next);
        let reading = match self.statute_place(after_number) {
            _ if goes_on => return None,
            Some(reading) if !numbers_a_law(&reading) => reading,
            _ if numbered.is_some() || is_well_known(&name.text) => PathReading::at(after_number),
            _ => return None,
        };
        Some(self.mention_of(MentionKind::Statute(name), at, reading))
    }

    /// 第548条の4, 709条, 附則第３条, 別表第一. A statute's tables are no annexes of ours, so only their extent is read.
    fn statute_place(&self, at: usize) -> Option<PathReading> {
        let inside = self.skip_of(at);
        match self.kind(inside)? {
            TokenKind::Annex(series) => self.annex(inside, series).map(|(_, next)| PathReading::at(next)),
            TokenKind::Supplementary => self.path_inside(inside + 1),
            TokenKind::Number(_) => Some(self.path_onward(PathReading::begin(self.unprefixed(at)?))),
            _ => self.path_inside(at),
        }
    }

    /// （平成15年法律第57号。以下「法」という。）, ［昭和63年法律第108号］ or （以下「法」という。）; the index after it.
    fn law_number(&self, at: usize) -> Option<usize> {
        if !matches!(self.kind(at)?, TokenKind::Open(Bracket::Round | Bracket::Square)) {
            return None;
        }
        let (_, next) = self.bracketed(at)?;
        self.reads(at + 1, BEFORE_LAW_NUMBER).then_some(next)
    }

    fn statute_name(&self, at: usize, floor: usize) -> Option<Phrase> {
        let token = self.token(at)?;
        let mut start = self.name_start(token.end, floor, is_name_char);
        if self.text[start..].starts_with("法律") && self.text[..start].ends_with("に関する") {
            start = self.name_start(start, floor, |c| !BEFORE_LONG_NAME.contains(c));
        }
        let name = self.phrase(start..token.end);
        is_statute(&name.text).then_some(name)
    }

    /// Where the run of characters that are `in_name` before byte `end` begins, not before byte `floor`.
    fn name_start(&self, end: usize, floor: usize, in_name: impl Fn(char) -> bool) -> usize {
        let before = self.text.get(floor..end).unwrap_or_default().char_indices().rev().take(LONGEST_NAME);
        before.take_while(|(_, c)| in_name(*c)).last().map_or(end, |(start, _)| floor + start)
    }

    /// 本規約, この規約第５条, 規約第５条; 他社の規約第３条. A title that ends at token `at` and begins after byte `floor`.
    pub(super) fn document(&self, at: usize, floor: usize) -> Option<Reading> {
        let token = self.token(at)?;
        let title = &self.text[token.start..token.end];
        let start = self.name_start(token.end, floor, is_name_char);
        let name = self.phrase(start..token.end);
        let before = &self.text[floor.min(start)..start];
        let path = self.path_inside(at + 1).filter(|reading| !numbers_a_law(reading));
        let this = name.text == title && before.ends_with("この") && OWN_TITLES.contains(&title);
        let goes_on = self.char_after(at).is_some_and(|c| AFTER_OWN.contains(c));
        let (kind, start) = if (this || is_own(&name.text, title)) && !goes_on {
            (MentionKind::Own, if this { start - "この".len() } else { start })
        } else if path.is_none() {
            return None;
        } else if let Some(owner) = before.strip_suffix('の') {
            let start = self.name_start(floor + owner.len(), floor, is_name_char);
            (MentionKind::Foreign(self.phrase(start..token.end)), start)
        } else if name.text == title && !before.ends_with(['る', 'た']) {
            (MentionKind::Own, start)
        } else {
            (MentionKind::Foreign(name), start)
        };
        Some(begun_at(start, self.mention_of(kind, at, path.unwrap_or_else(|| PathReading::at(at + 1)))))
    }

    /// CPS第３条: letters directly before the article at token `at` name another document.
    pub(super) fn abbreviation_before(&self, at: usize, floor: usize) -> Option<Phrase> {
        let end = self.token(at)?.start;
        let start = self.name_start(end, floor, is_letter);
        (start < end).then(|| self.phrase(start..end))
    }

    /// 別冊「…規約」, and its provision.
    pub(super) fn companion(&self, at: usize) -> Option<Reading> {
        if self.kind(at + 1)? != TokenKind::Open(Bracket::Quote) {
            return None;
        }
        let (title, next) = self.short_quote(at + 1)?;
        Some(self.named(NamedKind::Companion, title, at, next))
    }

    /// 「１－２．題名」, 「…に関する法律」第27条, 「…規程」第５条, 「…申込書」; other quotations are not references.
    pub(super) fn quotation(&self, at: usize) -> Option<Reading> {
        if let Some(reading) = self.quoted_heading(at) {
            return Some(self.mention_of(MentionKind::Section(Direction::Unstated), at, reading));
        }
        let (title, next) = self.short_quote(at)?;
        let ends = |endings: &[&str]| endings.iter().any(|ending| title.text.ends_with(ending));
        if ends(LAW_ENDINGS) && is_statute(&title.text) {
            return self.statute_named(title, at, next);
        }
        if ends(FORM_TITLES) {
            return Some(self.named(NamedKind::Form, title, at, next));
        }
        let bare_noun = DOCUMENT_TITLES.contains(&title.text.as_str());
        let cited = title.text.ends_with("契約") && self.path_inside(next).is_some();
        ((ends(DOCUMENT_TITLES) && !bare_noun) || cited).then(|| self.named(NamedKind::Document, title, at, next))
    }

    fn named(&self, kind: NamedKind, title: Phrase, at: usize, next: usize) -> Reading {
        let reading = self.path_inside(next).unwrap_or_else(|| PathReading::at(next));
        self.mention_of(MentionKind::Named(kind), at, PathReading { caption: Some(title), ..reading })
    }
}

/// The 第57号 of 平成15年法律第57号.
fn numbers_a_law(reading: &PathReading) -> bool {
    reading.path.steps.first().is_some_and(|step| step.level == Level::Item)
}

/// The mention, made to begin at byte `start`, where its name does.
fn begun_at(start: usize, (mention, next): Reading) -> Reading {
    let range = start..mention.range.end;
    (Mention { range, ..mention }, next)
}

fn is_name_char(c: char) -> bool {
    (is_kanji(c) || is_katakana(c) || is_letter(c)) && c != '第'
}

/// 本規約, 本利用規約.
fn is_own(name: &str, title: &str) -> bool {
    let own = name.strip_prefix(['本', '当']).filter(|_| OWN_TITLES.contains(&title));
    own.and_then(|rest| rest.strip_suffix(title)).is_some_and(|qualifier| OWN_QUALIFIERS.contains(&qualifier))
}
