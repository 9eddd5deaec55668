//! Brackets without a partner, and pairs of which one is full-width and the other half-width.

use crate::diagnostic::Diagnostic;
use crate::japanese::numerals::{fold_width, script_of};
use crate::lint::{Subject, wording};
use crate::syntax::Text;
use crate::{rule, say};

rule! {
    /// A bracket has no partner, or a full-width bracket is closed by a half-width one.
    ///
    /// Without its partner a bracket leaves open where the remark or the defined term ends. Add the missing one, or type
    /// both in the same width.
    pub static UNMATCHED_BRACKETS: Error("unmatched-brackets") = "\
括弧の片方がないか、全角と半角の括弧が組になっています。

括弧がどこまで続くのかが分からないと、定義や例外の範囲が変わることがあります。足りない括弧を補い、左右を同じ幅にそろえてください。

    誤: （以下「当社という。）
    正: （以下「当社」という。）";
}

/// Opening, closing; the full-width form of each kind comes first. Half-width ｢ ｣ is left to `compatibility-characters`.
const PAIRS: [[(char, char); 2]; 9] = [
    [('（', '）'), ('(', ')')],
    [('［', '］'), ('[', ']')],
    [('「', '」'), ('｢', '｣')],
    [('『', '』'), ('『', '』')],
    [('【', '】'), ('【', '】')],
    [('〔', '〕'), ('〔', '〕')],
    [('〈', '〉'), ('〈', '〉')],
    [('《', '》'), ('《', '》')],
    [('｛', '｝'), ('｛', '｝')],
];

#[derive(Clone, Copy)]
struct Bracket {
    at: usize,
    sign: char,
    /// Row of [`PAIRS`].
    kind: usize,
    /// Column of [`PAIRS`].
    width: usize,
    opens: bool,
}

impl Bracket {
    fn read(at: usize, sign: char) -> Option<Bracket> {
        PAIRS.iter().enumerate().find_map(|(kind, forms)| {
            let width = forms.iter().position(|&(open, close)| sign == open || sign == close)?;
            Some(Bracket { at, sign, kind, width, opens: forms[width].0 == sign })
        })
    }

    fn partner(self) -> char {
        let (open, close) = PAIRS[self.kind][self.width];
        if self.opens { close } else { open }
    }
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for text in wording::texts(subject) {
        check_text(text, found);
    }
}

fn check_text(text: &Text, found: &mut Vec<Diagnostic>) {
    let value = text.as_str();
    // What is left of a Markdown link is another rule's.
    let is_link = value.contains("](");
    let mut open: Vec<Bracket> = Vec::new();
    let mut lonely: Vec<Bracket> = Vec::new();
    let brackets = value.char_indices().filter_map(|(at, sign)| Bracket::read(at, sign));
    for bracket in brackets.filter(|bracket| !is_link || !bracket.sign.is_ascii()) {
        if bracket.opens {
            open.push(bracket);
        } else if let Some(partner) = last_open(&open, bracket.kind) {
            lonely.extend(open.drain(partner + 1..));
            found.extend(open.pop().filter(|other| is_mixed(*other, bracket)).map(|other| mixed(text, other, bracket)));
        } else if !ends_label(value, bracket) {
            lonely.push(bracket);
        }
    }
    lonely.extend(open);
    lonely.sort_by_key(|bracket| bracket.at);
    // Brackets of one kind side by side are one slip.
    let side_by_side = |one: &Bracket, two: &Bracket| one.sign == two.sign && one.at + one.sign.len_utf8() == two.at;
    found.extend(lonely.chunk_by(side_by_side).map(|run| alone(text, run)));
}

/// The last open bracket of a kind, no deeper than any sentence nests.
fn last_open(open: &[Bracket], kind: usize) -> Option<usize> {
    const DEEPEST: usize = 100;
    let from = open.len().saturating_sub(DEEPEST);
    open[from..].iter().rposition(|other| other.kind == kind).map(|at| from + at)
}

fn is_mixed(open: Bracket, close: Bracket) -> bool {
    open.width != close.width && !matches!((open.sign, close.sign), ('｢', _) | (_, '｣'))
}

/// A run of the same bracket; never empty.
fn alone(text: &Text, run: &[Bracket]) -> Diagnostic {
    let bracket = run[0];
    let Bracket { at, sign, .. } = bracket;
    let partner = bracket.partner();
    let (message, help) = if bracket.opens {
        (
            say!("「{sign}」を閉じる「{partner}」がありません", "`{sign}` is not closed"),
            say!("閉じるところに「{partner}」を書いてください", "write `{partner}` where it ends"),
        )
    } else {
        (
            say!("「{sign}」に対する「{partner}」がありません", "`{sign}` closes nothing"),
            say!(
                "始まるところに「{partner}」を書くか、「{sign}」を消してください",
                "write `{partner}` where it begins, or delete `{sign}`"
            ),
        )
    };
    UNMATCHED_BRACKETS.at(text.at(at..at + sign.len_utf8() * run.len()), message).help(help)
}

fn mixed(text: &Text, open: Bracket, close: Bracket) -> Diagnostic {
    let (one, two) = (open.sign, close.sign);
    let message = say!("「{one}」が「{two}」で閉じられています", "`{one}` is closed by `{two}`");
    let (full_open, full_close) = PAIRS[open.kind][0];
    let help = say!("{full_open}…{full_close} にそろえてください", "write {full_open}…{full_close}");
    let related = say!("始まりはここです", "opened here");
    let span = |bracket: Bracket| text.at(bracket.at..bracket.at + bracket.sign.len_utf8());
    UNMATCHED_BRACKETS.at(span(close), message).related(span(open), related).help(help)
}

/// １） ア） ⅰ） a) anywhere, 注） where a sentence begins: a label, not the end of a remark.
fn ends_label(text: &str, close: Bracket) -> bool {
    let before = &text[..close.at];
    let is_katakana = |c: char| matches!(c, 'ァ'..='ヺ' | 'ー');
    let is_roman = |c: char| matches!(fold_width(c), 'a'..='z' | 'A'..='Z' | 'ⅰ'..='ⅿ' | 'Ⅰ'..='Ⅿ');
    let is_number = |c: char| script_of(c).is_some() || matches!(c, '①'..='⑳');
    let label = before.chars().rev().take(LONGEST_LABEL + 1).take_while(|c| !"。※ 　\n".contains(*c)).count();
    let mut last = before.chars().rev();
    match (last.next(), last.next()) {
        (Some(c), _) if is_roman(c) || is_number(c) => true,
        (Some(c), other) if is_katakana(c) => !other.is_some_and(is_katakana),
        _ => (1..=LONGEST_LABEL).contains(&label),
    }
}

/// Characters of a word that is a label: 注, 備考.
const LONGEST_LABEL: usize = 2;
