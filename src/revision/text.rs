//! What differs between two texts, in spans that read like words.
//!
//! Width, white space and the notation of numbers make no difference, nor does a reference whose number only followed
//! what it cites.

mod slide;
mod underline;

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::flow::{Inline, Target};
use crate::japanese::characters::{is_alphanumeric, is_kanji, is_katakana};
use crate::japanese::numerals::{Script, fold_width, parse, script_of};

pub use underline::underlined;

/// What two texts make different, as byte ranges of their plain texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Changes of substance, in order; one side may be empty.
    pub hunks: Vec<Hunk>,
    /// References whose numbers followed what they cite.
    pub renumbered: Vec<Hunk>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    pub old: Range<usize>,
    pub new: Range<usize>,
}

/// A text cut into words.
#[derive(Debug)]
pub struct Words {
    /// Without markup.
    pub plain: String,
    tokens: Vec<Token>,
}

#[derive(Debug)]
struct Token {
    /// What is compared.
    key: String,
    range: Range<usize>,
    is_reference: bool,
}

/// How texts are cut and compared.
pub struct Reader<'a> {
    /// What a link leads to, by a name that is the same for what was only renumbered.
    pub identity: &'a dyn Fn(&Target) -> Option<String>,
    /// Whether width, white space and notation count.
    pub is_exact: bool,
}

impl Reader<'_> {
    pub fn read(&self, inlines: &[Inline]) -> Words {
        let mut words = Words { plain: String::new(), tokens: Vec::new() };
        self.push(inlines, &mut words);
        words
    }

    fn push(&self, inlines: &[Inline], out: &mut Words) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.push_text(text, out),
                Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Underline(inner) => self.push(inner, out),
                Inline::Link { target, text } => self.push_link(target, text, out),
                Inline::Break => out.plain.push('\n'),
            }
        }
    }

    fn push_link(&self, target: &Target, text: &[Inline], out: &mut Words) {
        let written = crate::flow::plain_text(text);
        match (self.identity)(target) {
            Some(identity) if !self.is_exact && written.chars().any(|c| script_of(c).is_some()) => {
                let start = out.plain.len();
                out.plain.push_str(&written);
                let key = format!("{identity}\u{1}{}", skeleton(&written));
                out.tokens.push(Token { key, range: start..out.plain.len(), is_reference: true });
            }
            _ => self.push(text, out),
        }
    }

    fn push_text(&self, text: &str, out: &mut Words) {
        let base = out.plain.len();
        out.plain.push_str(text);
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let start = text.len() - rest.len();
            let len = word(first, rest, text[..start].chars().next_back());
            let written = &rest[..len];
            rest = &rest[len..];
            if self.is_exact || !first.is_whitespace() {
                let key = if self.is_exact { written.to_owned() } else { folded(written) };
                out.tokens.push(Token { key, range: base + start..base + start + len, is_reference: false });
            }
        }
    }
}

/// Length of the word that a text begins with.
fn word(first: char, text: &str, before: Option<char>) -> usize {
    if let Some(len) = number(first, text, before) {
        return len;
    }
    let is_hiragana = |c: char| matches!(c, 'ぁ'..='ゖ');
    let latin = |c: char| is_alphanumeric(c) && script_of(c).is_none();
    for kind in [is_katakana, is_hiragana, latin] {
        if kind(first) {
            return text.find(|c| !kind(c)).unwrap_or(text.len());
        }
    }
    if is_kanji(first) {
        if let Some(word) = conjunction(text) {
            return word.len();
        }
        // A number ends a word, and so does a conjunction: 別紙｜二, 年｜又は.
        let is_end = |at: usize, c: char| {
            let before = text[..at].chars().next_back();
            !is_kanji(c) || number(c, &text[at..], before).is_some() || conjunction(&text[at..]).is_some()
        };
        let end = text.char_indices().skip(1).find(|&(at, c)| is_end(at, c));
        return end.map_or(text.len(), |(at, _)| at);
    }
    first.len_utf8()
}

fn conjunction(text: &str) -> Option<&'static str> {
    ["又は", "若しくは", "及び", "並びに"].into_iter().find(|word| text.starts_with(word))
}

/// Length of the number that a text begins with. Kanji are numbers only after 第 or before a unit: 一部 is a word.
fn number(first: char, text: &str, before: Option<char>) -> Option<usize> {
    let script = script_of(first)?;
    let end = text.find(|c| script_of(c) != Some(script)).unwrap_or(text.len());
    if script != Script::Kanji {
        // 12,000 and 1.5 are one number each.
        let mut len = end;
        while let Some(joint) = text[len..].chars().next().filter(|c| matches!(fold_width(*c), ',' | '.')) {
            let digits = &text[len + joint.len_utf8()..];
            let more = digits.find(|c| script_of(c) != Some(script)).unwrap_or(digits.len());
            if more == 0 {
                break;
            }
            len += joint.len_utf8() + more;
        }
        return Some(len);
    }
    const UNITS: &str = "日月年か箇ヶカヵ条項号章節回件円時分秒週割人名版";
    let is_number = before == Some('第') || text[end..].starts_with(|c| UNITS.contains(c));
    (is_number && parse(&text[..end]).is_ok()).then_some(end)
}

/// As a word is compared.
pub fn folded(word: &str) -> String {
    if word.chars().next().and_then(script_of).is_some() {
        let folded: String = word.chars().map(fold_width).filter(|c| *c != ',').collect();
        let value = parse(&folded).map(|value| value.to_string());
        return value.unwrap_or(folded);
    }
    word.chars().map(fold_width).filter(|c| !c.is_whitespace()).collect()
}

/// A reference without its numbers.
fn skeleton(words: &str) -> String {
    let mut out = String::new();
    for c in words.chars().map(fold_width).filter(|c| !c.is_whitespace()) {
        match script_of(c) {
            Some(_) if out.ends_with('#') => {}
            Some(_) => out.push('#'),
            None => out.push(c),
        }
    }
    out
}

/// Whether two texts differ in substance or numbers only follow what they cite.
pub fn compare(old: &Words, new: &Words) -> Difference {
    let keys = |words: &Words| words.tokens.iter().map(|token| token.key.clone()).collect::<Vec<_>>();
    let (old_keys, new_keys) = (keys(old), keys(new));
    let mut difference = Difference::default();
    if old_keys == new_keys {
        difference.renumbered = renumbered(old, new, 0..old.tokens.len(), 0);
        return difference;
    }
    let mut changes: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for Step { is_equal, old: old_range, new: new_range } in steps(&old_keys, &new_keys) {
        if is_equal {
            difference.renumbered.extend(renumbered(old, new, old_range, new_range.start));
        } else if written(old, &old_range) != written(new, &new_range) {
            changes.push((old_range, new_range));
        }
    }
    let changes = joined(slide::slid(changes, old, new), old);
    let changes = changes.into_iter().map(|change| slide::trimmed(change, old, new)).collect();
    let changes = whole_if_unlike(changes, old, new);
    let bytes = |(old_range, new_range): (Range<usize>, Range<usize>)| Hunk {
        old: old.bytes(old_range),
        new: new.bytes(new_range),
    };
    difference.hunks = changes.into_iter().map(bytes).collect();
    difference
}

/// Beyond this many words on both sides together a text counts as rewritten.
const LONGEST: usize = 20_000;

/// A stretch of words that two texts share, or not.
struct Step {
    is_equal: bool,
    old: Range<usize>,
    new: Range<usize>,
}

fn steps(old: &[String], new: &[String]) -> Vec<Step> {
    let before = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let after = old[before..].iter().rev().zip(new[before..].iter().rev()).take_while(|(old, new)| old == new).count();
    let (old_end, new_end) = (old.len() - after, new.len() - after);
    let mut steps = vec![Step { is_equal: true, old: 0..before, new: 0..before }];
    if old_end + new_end - 2 * before > LONGEST {
        steps.push(Step { is_equal: false, old: before..old_end, new: before..new_end });
    } else {
        let operations = capture_diff_slices(Algorithm::Myers, &old[before..old_end], &new[before..new_end]);
        steps.extend(operations.into_iter().map(|operation| {
            let (tag, old, new) = operation.as_tag_tuple();
            let moved = |range: Range<usize>| range.start + before..range.end + before;
            Step { is_equal: tag == DiffTag::Equal, old: moved(old), new: moved(new) }
        }));
    }
    steps.push(Step { is_equal: true, old: old_end..old.len(), new: new_end..new.len() });
    steps
}

fn renumbered(old: &Words, new: &Words, range: Range<usize>, new_start: usize) -> Vec<Hunk> {
    let pairs = old.tokens[range].iter().zip(&new.tokens[new_start..]);
    let followed = pairs.filter(|(one, other)| {
        one.is_reference && folded(&old.plain[one.range.clone()]) != folded(&new.plain[other.range.clone()])
    });
    followed.map(|(one, other)| Hunk { old: one.range.clone(), new: other.range.clone() }).collect()
}

/// What two stretches of words say, the numbers of references included.
fn written(words: &Words, range: &Range<usize>) -> String {
    let word = |token: &Token| match token.is_reference {
        true => folded(&words.plain[token.range.clone()]),
        false => token.key.clone(),
    };
    words.tokens[range.clone()].iter().map(word).collect()
}

/// Changes with no more than a scrap between them become one, unless a stop divides them.
fn joined(changes: Vec<(Range<usize>, Range<usize>)>, old: &Words) -> Vec<(Range<usize>, Range<usize>)> {
    const SCRAP: usize = 2;
    let mut out: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (old_range, new_range) in changes {
        if let Some((last_old, last_new)) = out.last_mut() {
            let between = &old.tokens[last_old.end..old_range.start];
            let text: String = between.iter().map(|token| &old.plain[token.range.clone()]).collect();
            let divides = text.contains(['、', '。', '，', '．', '「', '」', '（', '）']);
            if !divides && text.chars().count() <= SCRAP && between.iter().all(|token| !token.is_reference) {
                *last_old = last_old.start..old_range.end;
                *last_new = last_new.start..new_range.end;
                continue;
            }
        }
        out.push((old_range, new_range));
    }
    out
}

/// Texts that share only particles read better as one change.
fn whole_if_unlike(
    changes: Vec<(Range<usize>, Range<usize>)>,
    old: &Words,
    new: &Words,
) -> Vec<(Range<usize>, Range<usize>)> {
    const KEPT_LEAST: f64 = 0.3;
    let size = |words: &Words, range: Range<usize>| -> usize {
        words.tokens[range].iter().map(|token| words.plain[token.range.clone()].chars().count()).sum()
    };
    let total = size(old, 0..old.tokens.len()) + size(new, 0..new.tokens.len());
    let changed: usize = changes.iter().map(|(one, other)| size(old, one.clone()) + size(new, other.clone())).sum();
    if changes.len() > 1 && ((total - changed) as f64) < KEPT_LEAST * total as f64 {
        return vec![(0..old.tokens.len(), 0..new.tokens.len())];
    }
    changes
}

impl Words {
    /// The whole text as one change.
    pub fn all(&self) -> Range<usize> {
        0..self.plain.len()
    }

    fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        let start = |at: usize| self.tokens.get(at).map_or(self.plain.len(), |token| token.range.start);
        match tokens.clone().next_back() {
            Some(last) => start(tokens.start)..self.tokens[last].range.end,
            None => start(tokens.start)..start(tokens.start),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hunks(old: &str, new: &str) -> Vec<(String, String)> {
        let reader = Reader { identity: &|_| None, is_exact: false };
        let words = |text: &str| reader.read(&[Inline::Text(text.to_owned())]);
        let (old, new) = (words(old), words(new));
        let text = |hunk: &Hunk| (old.plain[hunk.old.clone()].to_owned(), new.plain[hunk.new.clone()].to_owned());
        compare(&old, &new).hunks.iter().map(text).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect()
    }

    #[test]
    fn changes_are_whole_words() {
        assert_eq!(
            hunks("契約者は、月額利用料金を支払います。", "利用者は、年額利用料金を支払うものとします。"),
            pairs(&[("契約者", "利用者"), ("月額利用料金", "年額利用料金"), ("います", "うものとします")])
        );
        assert_eq!(hunks("３０日前までに", "６０日前までに"), pairs(&[("３０", "６０")]));
        assert_eq!(hunks("12,000円", "13,000円"), pairs(&[("12,000", "13,000")]));
        // A number keeps its unit, on whichever side it was put.
        assert_eq!(hunks("3年の期間", "3年又は5年の期間"), pairs(&[("", "又は5年")]));
        assert_eq!(hunks("5年の期間", "3年又は5年の期間"), pairs(&[("", "3年又は")]));
        assert_eq!(hunks("3年間又は5年間とする", "3年間とする"), pairs(&[("又は5年間", "")]));
        assert_eq!(
            hunks("証明書の発行の日から", "証明書を格納するカードの期間に応じ、証明書の発行の日から"),
            pairs(&[("", "を格納するカードの期間に応じ、証明書")])
        );
        assert_eq!(hunks("本人の申出により", "本人又は代理人の申出により"), pairs(&[("", "又は代理人")]));
    }

    #[test]
    fn width_spaces_and_the_notation_of_numbers_are_no_change() {
        for (old, new) in [
            ("第９条から３０日以内", "第9条から 30日以内"),
            ("三十日前", "30日前"),
            ("第十二条", "第１２条"),
            ("１２，０００円", "12,000円"),
            ("ＩＤと　パスワード", "IDとパスワード"),
        ] {
            assert_eq!(hunks(old, new), [], "{old} {new}");
        }
        assert_eq!(hunks("一部", "二部"), pairs(&[("一部", "二部")]));
    }

    #[test]
    fn a_text_written_anew_is_one_change() {
        let (old, new) = ("解約は、書面により行う。", "当社は、本サービスを廃止することができます。");
        assert_eq!(hunks(old, new), pairs(&[(old, new)]));
    }

    #[test]
    fn a_huge_text_takes_no_time() {
        let text = |seed: usize| {
            (0..60_000)
                .map(|at| char::from_u32(0x4e00 + ((at * seed) % 997) as u32).unwrap())
                .map(|c| format!("{c}、"))
                .collect::<String>()
        };
        assert_eq!(hunks(&text(7), &text(11)).len(), 1);
    }

    #[test]
    fn underlines_keep_the_markup_and_drop_links() {
        let link = Inline::Link {
            target: Target::External("https://example.jp".into()),
            text: vec![Inline::Text("料金表".into())],
        };
        let inlines = [Inline::Text("月額は".into()), Inline::Strong(vec![link])];
        let marked = underlined(&inlines, std::slice::from_ref(&(6..12)));
        let under = |text: &str| Inline::Underline(vec![Inline::Text(text.into())]);
        assert_eq!(
            marked,
            [Inline::Text("月額".into()), under("は"), Inline::Strong(vec![under("料"), Inline::Text("金表".into())])]
        );
    }
}
