//! The tokens of one text and the questions every part of the grammar asks of them.
use super::lexer::{self, Token, TokenKind, is_blank};
use super::path::PathReading;
use super::words::makes_another_word;
use super::{Level, Malformation, Mention, MentionKind, Phrase, Step, Which};
use std::ops::Range;

pub(super) struct Scanner<'t> {
    pub text: &'t str,
    tokens: Vec<Token>,
}

/// A step and the index of the first token after it.
pub(super) type StepReading = (Step, usize);

/// A mention and the index of the first token after it.
pub(super) type Reading = (Mention, usize);

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, tokens: lexer::lex(text) }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    pub(super) fn kind(&self, at: usize) -> Option<TokenKind> {
        self.token(at).map(|token| token.kind)
    }

    /// The number at `at`, when it can be read.
    pub(super) fn number(&self, at: usize) -> Option<u32> {
        match self.kind(at)? {
            TokenKind::Number(numeral) => numeral.value.ok(),
            _ => None,
        }
    }

    /// The unit at `at`, when it is not part of another word (条件).
    pub(super) fn unit(&self, at: usize) -> Option<Level> {
        match self.kind(at)? {
            TokenKind::Unit(level) if !self.char_after(at).is_some_and(|c| makes_another_word(level, c)) => Some(level),
            _ => None,
        }
    }

    /// The index after の, or `at` where there is none.
    pub(super) fn skip_of(&self, at: usize) -> usize {
        if self.kind(at) == Some(TokenKind::Of) { at + 1 } else { at }
    }

    /// Bytes of the tokens from `from` up to but not including `next`.
    pub(super) fn span(&self, from: usize, next: usize) -> Range<usize> {
        let start = self.token(from).map_or(self.text.len(), |token| token.start);
        start..self.end_before(next).max(start)
    }

    /// The byte after the token before `next`.
    pub(super) fn end_before(&self, next: usize) -> usize {
        next.checked_sub(1).and_then(|last| self.token(last)).map_or(0, |token| token.end)
    }

    pub(super) fn char_before(&self, at: usize) -> Option<char> {
        self.text[..self.token(at)?.start].chars().next_back()
    }

    pub(super) fn char_after(&self, at: usize) -> Option<char> {
        self.text[self.token(at)?.end..].chars().next()
    }

    /// Whether the token at `at` and the next are not separated by a blank.
    pub(super) fn touches(&self, at: usize) -> bool {
        matches!((self.token(at), self.token(at + 1)), (Some(this), Some(next)) if this.end == next.start)
    }

    /// Whether the text from token `at` on begins with one of `words`.
    pub(super) fn reads(&self, at: usize, words: &[&str]) -> bool {
        self.token(at).is_some_and(|token| words.iter().any(|word| self.text[token.start..].starts_with(word)))
    }

    /// Whether only blanks stand between token `at` and the line's beginning.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        let end = self.token(at).map_or(0, |token| token.start);
        at == 0 || self.text[self.end_before(at)..end].contains('\n')
    }

    /// Whether the tokens from `at` up to `next` are a line of their own: a heading.
    pub(super) fn fills_line(&self, at: usize, next: usize) -> bool {
        self.begins_line(at) && (next >= self.len() || self.begins_line(next))
    }

    /// What stands in the bracket that opens at `at`, and the index after it.
    pub(super) fn bracketed(&self, at: usize) -> Option<(Range<usize>, usize)> {
        let open = self.token(at)?;
        let partner = open.partner.filter(|&partner| partner > at)?;
        Some((open.end..self.token(partner)?.start, partner + 1))
    }

    /// The words in `range` without blanks around them.
    pub(super) fn phrase(&self, range: Range<usize>) -> Phrase {
        let slice = &self.text[range.clone()];
        let text = slice.trim_matches(is_blank);
        let start = range.start + slice.len() - slice.trim_start_matches(is_blank).len();
        Phrase { range: start..start + text.len(), text: text.to_owned() }
    }

    pub(super) fn step(&self, level: Level, which: Which, from: usize, next: usize) -> StepReading {
        (Step { level, which, range: self.span(from, next), inherited: false }, next)
    }

    /// A mention from token `at` to where `reading` stopped.
    pub(super) fn mention_of(&self, kind: MentionKind, at: usize, reading: PathReading) -> Reading {
        let PathReading { path, caption, missing_ordinal, next } = reading;
        let kind = match kind {
            MentionKind::Provision if missing_ordinal => MentionKind::Malformed(Malformation::MissingOrdinal),
            kind => kind,
        };
        (Mention { range: self.span(at, next), kind, path, caption, group: None }, next)
    }
}
