//! Documents by name: this one (本規約), statutes (民法第548条の4), other documents (他社の規約第３条), and titles in
//! quotation marks (別冊「…規約」, 「…申込書」).
use super::lexer::{Bracket, TokenKind};
use super::path::PathReading;
use super::scanner::{Reading, Scanner};
use super::words::{
    AFTER_OWN, DEFINES, DOCUMENT_TITLES, FORM_TITLES, LAW_ENDINGS, OWN_QUALIFIERS, is_kanji, is_katakana, is_letter,
    is_statute, is_well_known,
};
use super::{Mention, MentionKind, NamedKind, Phrase};
use crate::japanese::numerals::script_of;

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

    /// 民法第548条の4, 消費税法［昭和63年法律第108号］: a name that ends at token `at`.
    pub(super) fn statute(&self, at: usize) -> Option<Reading> {
        let name = self.statute_name(at)?;
        let start = name.range.start;
        let (mention, next) = self.statute_named(name, at, at + 1)?;
        Some((
            Mention {
                range: start..mention.range.end,
                ..mention
            },
            next,
        ))
    }

    /// The law number in brackets and the provision after a statute's name, which ends before `next`. A name without
    /// either counts only if it is well known.
    fn statute_named(&self, name: Phrase, at: usize, next: usize) -> Option<Reading> {
        let numbered = self.law_number(next);
        let after_number = numbered.unwrap_or(next);
        let reading = self
            .path_inside(after_number)
            .or_else(|| self.abbreviated_path(after_number));
        let reading = match reading {
            Some(reading) if !self.numbers_a_law(&reading) => reading,
            _ if numbered.is_some() || is_well_known(&name.text) => PathReading::at(after_number),
            _ => return None,
        };
        Some(self.mention_of(MentionKind::Statute(name), at, reading))
    }

    /// 民法709条
    fn abbreviated_path(&self, at: usize) -> Option<PathReading> {
        Some(self.path_onward(PathReading::begin(self.unprefixed(at)?)))
    }

    /// The 第57号 of 平成15年法律第57号.
    fn numbers_a_law(&self, reading: &PathReading) -> bool {
        reading
            .path
            .steps
            .first()
            .is_some_and(|step| step.level == super::Level::Item)
    }

    /// （平成15年法律第57号。以下「法」という。）, ［昭和63年法律第108号］ or （以下「法」という。）; the index after it.
    fn law_number(&self, at: usize) -> Option<usize> {
        if !matches!(self.kind(at)?, TokenKind::Open(Bracket::Round | Bracket::Square)) {
            return None;
        }
        let (_, next) = self.bracketed(at)?;
        self.reads(at + 1, &["明治", "大正", "昭和", "平成", "令和", "以下"])
            .then_some(next)
    }

    fn statute_name(&self, at: usize) -> Option<Phrase> {
        let token = self.token(at)?;
        let mut start = self.name_start(token.end, is_name_char);
        if self.reads(at, &["法律"]) && self.text[..start].ends_with("に関する") {
            start = self.name_start(start, |c| {
                !"、。，．,.はが「」『』（）()【】［］・".contains(c) && c != '\n'
            });
        }
        let name = self.phrase(start..token.end);
        is_statute(&name.text).then_some(name)
    }

    /// Where the run of characters that are `in_name` before byte `end` begins.
    fn name_start(&self, end: usize, in_name: impl Fn(char) -> bool) -> usize {
        let run = self.text[..end]
            .char_indices()
            .rev()
            .take(LONGEST_NAME)
            .take_while(|(_, c)| in_name(*c));
        run.last().map_or(end, |(start, _)| start)
    }

    /// 本規約, この規約第５条, 規約第５条; 他社の規約第３条. A title that ends at token `at`.
    pub(super) fn document(&self, at: usize) -> Option<Reading> {
        let token = self.token(at)?;
        let start = self.name_start(token.end, is_name_char);
        let name = self.phrase(start..token.end);
        let title = &self.text[token.start..token.end];
        let path = self.path_inside(at + 1).filter(|reading| !self.numbers_a_law(reading));
        let of = self.text[..start].ends_with('の');
        let named_own = is_own(&name.text, title) || (name.text == title && self.text[..start].ends_with("この"));
        let kind = match &path {
            _ if named_own && !self.char_after(at).is_some_and(|c| AFTER_OWN.contains(c)) => MentionKind::Own,
            Some(_) if name.text == title && !of => MentionKind::Own,
            Some(_) if of => MentionKind::Foreign(self.phrase(self.possessor_start(start)..token.end)),
            Some(_) => MentionKind::Foreign(name.clone()),
            None => return None,
        };
        let start = match &kind {
            MentionKind::Foreign(name) => name.range.start,
            _ if self.text[..start].ends_with("この") => start - "この".len(),
            _ => start,
        };
        let (mention, next) = self.mention_of(kind, at, path.unwrap_or_else(|| PathReading::at(at + 1)));
        Some((
            Mention {
                range: start..mention.range.end,
                ..mention
            },
            next,
        ))
    }

    /// Where 他社の begins, の ending at byte `end`.
    fn possessor_start(&self, end: usize) -> usize {
        self.name_start(end - 'の'.len_utf8(), is_name_char)
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
            return Some(self.mention_of(MentionKind::Section(super::Direction::Unstated), at, reading));
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
        self.mention_of(
            MentionKind::Named(kind),
            at,
            PathReading {
                caption: Some(title),
                ..reading
            },
        )
    }
}

fn is_name_char(c: char) -> bool {
    (is_kanji(c) || is_katakana(c) || is_letter(c)) && c != '第' && !matches!(script_of(c), Some(_) if !is_kanji(c))
}

/// 本規約, 本利用規約.
fn is_own(name: &str, title: &str) -> bool {
    name.strip_prefix(['本', '当'])
        .and_then(|rest| rest.strip_suffix(title))
        .is_some_and(|q| OWN_QUALIFIERS.contains(&q))
}
