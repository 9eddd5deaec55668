//! Text as tokens: the words of the grammar, numbers, brackets that know their partners, and runs of everything else.
use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::words::{VOCABULARY, is_katakana};
use super::{AnnexSeries, Direction, Join, Level, Passage};
use crate::japanese::characters::is_noun;
use crate::japanese::numerals::{self, NumeralError, Script, fold_width};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// 第
    Ordinal,
    Number(Numeral),
    /// 条 項 号
    Unit(Level),
    /// 前
    Previous,
    /// 次
    Next,
    /// 前々 is 2, 前々々 is 3
    FartherPrevious(u32),
    /// 次々
    SecondNext,
    /// 本, この
    This,
    /// 同
    Same,
    /// 各
    Each,
    /// の
    Of,
    Direction(Direction),
    Passage(Passage),
    /// 以降
    Onward,
    Join(Join),
    /// まで
    Until,
    Annex(AnnexSeries),
    /// 別冊
    Companion,
    /// 附則
    Supplementary,
    /// 法: the end of a statute's name, perhaps
    Law,
    /// 規約: the end of a document's title, perhaps
    Title,
    /// 次のとおり
    Listing,
    Open(Bracket),
    Close(Bracket),
    Dash,
    Stop,
    /// A character that labels an item: ①, ⑴, ⅱ, or a katakana or Latin letter that stands alone
    Sign(char),
    Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numeral {
    /// Arabic digits of both widths may mix; arabic and kanji may not.
    pub value: Result<u32, NumeralError>,
    /// Of the first character.
    pub script: Script,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bracket {
    /// （）
    Round,
    /// ［］ 〔〕
    Square,
    /// 「」 『』
    Quote,
    /// 【】
    Lenticular,
}

const BRACKETS: usize = 4;

#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub start: usize,
    pub end: usize,
    /// Index of the bracket that closes or opens with this one.
    pub partner: Option<usize>,
}

/// Blanks, controls and marks without width (bidi among them) separate tokens and are none.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

pub(super) fn lex(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, tokens: Vec::new(), previous: None };
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let end = if is_blank(c) { at + c.len_utf8() } else { lexer.token(at, c) };
        lexer.previous = text[..end].chars().next_back();
        at = end;
    }
    pair_brackets(&mut lexer.tokens);
    lexer.tokens
}

/// The words that begin with a character, in the order of the vocabulary: most characters begin none.
fn beginning_with(c: char) -> &'static [(&'static str, TokenKind)] {
    static BY_FIRST: LazyLock<BTreeMap<char, Vec<(&'static str, TokenKind)>>> = LazyLock::new(|| {
        let mut words = BTreeMap::<char, Vec<_>>::new();
        for entry in VOCABULARY {
            words.entry(entry.0.chars().next().unwrap_or_default()).or_default().push(*entry);
        }
        words
    });
    BY_FIRST.get(&c).map_or(&[], Vec::as_slice)
}

struct Lexer<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    /// The character before the next token, blanks included.
    previous: Option<char>,
}

impl Lexer<'_> {
    /// Reads the token at `at`, whose first character is `c`; returns its end.
    fn token(&mut self, at: usize, c: char) -> usize {
        let rest = &self.text[at..];
        if numerals::script_of(c).is_some() {
            return self.number(at);
        }
        if let Some((word, kind)) = beginning_with(c).iter().find(|(word, _)| rest.starts_with(word)) {
            return self.push(*kind, at, at + word.len());
        }
        let next = rest.chars().nth(1);
        let end = at + c.len_utf8();
        match bracket(c).or_else(|| self.mark(c, next)) {
            Some(kind) => self.push(kind, at, end),
            None => self.plain(at, end),
        }
    }

    fn push(&mut self, kind: TokenKind, start: usize, end: usize) -> usize {
        self.tokens.push(Token { kind, start, end, partner: None });
        end
    }

    /// Lengthens the run of plain text, or begins one.
    fn plain(&mut self, at: usize, end: usize) -> usize {
        match self.tokens.last_mut() {
            Some(last) if last.kind == TokenKind::Text && last.end == at => {
                last.end = end;
                end
            }
            _ => self.push(TokenKind::Text, at, end),
        }
    }

    fn number(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let length = rest.find(|c| numerals::script_of(c).is_none()).unwrap_or(rest.len());
        let digits = &rest[..length];
        let folded: String = digits.chars().map(fold_width).collect();
        let script = digits.chars().next().and_then(numerals::script_of).unwrap_or(Script::HalfWidth);
        self.push(TokenKind::Number(Numeral { value: numerals::parse(&folded), script }), at, at + length)
    }

    fn mark(&self, c: char, next: Option<char>) -> Option<TokenKind> {
        match c {
            '-' | '－' | '‐'..='―' | '−' | 'ｰ' => Some(TokenKind::Dash),
            // １ー３: a long vowel typed for a dash.
            'ー' if self.previous.is_some_and(|p| numerals::script_of(p).is_some()) => Some(TokenKind::Dash),
            '①'..='⑳' | '⑴'..='⒇' | '㉑'..='㉟' | '㊱'..='㊿' | 'Ⅰ'..='Ⅻ' | 'ⅰ'..='ⅻ' => {
                Some(TokenKind::Sign(c))
            }
            // 図 and 表 are everyday words but before a number.
            '図' | '表' if self.numbers_a_picture(next) => {
                let series = if c == '図' { AnnexSeries::Figure } else { AnnexSeries::Table };
                Some(TokenKind::Annex(series))
            }
            _ if is_katakana(c) && !self.beside(next, is_katakana) => Some(TokenKind::Sign(c)),
            _ if is_latin(c) && !self.beside(next, |c| fold_width(c).is_ascii_alphanumeric()) => {
                Some(TokenKind::Sign(c))
            }
            _ => None,
        }
    }

    /// 図１, 表２, but not 構成図１: part of a name.
    fn numbers_a_picture(&self, next: Option<char>) -> bool {
        let arabic = |c| matches!(numerals::script_of(c), Some(Script::HalfWidth | Script::FullWidth));
        next.is_some_and(arabic) && !self.previous.is_some_and(is_noun)
    }

    /// Whether a neighbour of the character between `previous` and `next` is of the same sort.
    fn beside(&self, next: Option<char>, same: impl Fn(char) -> bool) -> bool {
        self.previous.is_some_and(&same) || next.is_some_and(same)
    }
}

fn is_latin(c: char) -> bool {
    fold_width(c).is_ascii_alphabetic()
}

fn bracket(c: char) -> Option<TokenKind> {
    Some(match c {
        '(' | '（' => TokenKind::Open(Bracket::Round),
        ')' | '）' => TokenKind::Close(Bracket::Round),
        '[' | '［' | '〔' => TokenKind::Open(Bracket::Square),
        ']' | '］' | '〕' => TokenKind::Close(Bracket::Square),
        '「' | '『' | '｢' => TokenKind::Open(Bracket::Quote),
        '」' | '』' | '｣' => TokenKind::Close(Bracket::Quote),
        '【' => TokenKind::Open(Bracket::Lenticular),
        '】' => TokenKind::Close(Bracket::Lenticular),
        _ => return None,
    })
}

/// A closing bracket closes the nearest open one of its shape; those left open in between have no partner.
fn pair_brackets(tokens: &mut [Token]) {
    let mut open: Vec<(usize, Bracket)> = Vec::new();
    let mut waiting = [0usize; BRACKETS];
    for index in 0..tokens.len() {
        match tokens[index].kind {
            TokenKind::Open(shape) => {
                open.push((index, shape));
                waiting[shape as usize] += 1;
            }
            TokenKind::Close(shape) if waiting[shape as usize] > 0 => {
                while let Some((opening, opened)) = open.pop() {
                    waiting[opened as usize] -= 1;
                    if opened == shape {
                        tokens[opening].partner = Some(index);
                        tokens[index].partner = Some(opening);
                        break;
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<TokenKind> {
        lex(text).into_iter().map(|token| token.kind).collect()
    }

    #[test]
    fn blanks_and_invisible_marks_only_separate() {
        let plain = kinds("第11条");
        for text in ["第 11 条", "第　11　条", "第\n11\r\n条", "第\u{200b}11\u{202e}条", "\u{feff}第11条\0"]
        {
            assert_eq!(kinds(text), plain, "{text:?}");
        }
    }

    #[test]
    fn brackets_find_partners_across_what_is_left_open() {
        let partners = |text| lex(text).into_iter().map(|token| token.partner).collect::<Vec<_>>();
        assert_eq!(partners("(（)）"), [Some(3), Some(2), Some(1), Some(0)]);
        assert_eq!(partners("（「）」"), [Some(2), None, Some(0), None]);
        assert_eq!(partners("｢」"), [Some(1), Some(0)]);
    }

    #[test]
    fn a_letter_is_a_label_only_alone() {
        assert_eq!(kinds("イ"), [TokenKind::Sign('イ')]);
        assert_eq!(kinds("イロ"), [TokenKind::Text]);
        assert_eq!(kinds("カード"), [TokenKind::Text]);
        assert_eq!(kinds("b"), [TokenKind::Sign('b')]);
        assert_eq!(kinds("ID"), [TokenKind::Text]);
    }
}
