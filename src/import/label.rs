//! What stands at the head of a passage: 第１２条, ２．, （１）, ①, ア, １－３．, ・, ※. A grammar alone: whether a number that stands
//! there is a label, and at which level, only its neighbours tell.

use crate::japanese::numerals::{self, Case, Counter, Width};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label<'t> {
    pub kind: LabelKind,
    /// As it stands, without the white space after it.
    pub written: &'t str,
    /// What follows, without white space before it.
    pub rest: &'t str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabelKind {
    /// 第１章
    Chapter(u32),
    /// 第１節
    ChapterSection(u32),
    /// 第９条の２の２ is 9, 2, 2.
    Article(Vec<u32>),
    /// １－３．: two numbers or more.
    Section(Vec<u32>),
    /// ２．, （１）, ①, ア: every way to read it, the likelier first. イ is the second of アイウ and the first of イロハ.
    Item(Vec<Reading>),
    /// ・, ■, -
    Bullet(char),
    /// ※, ※１, 注１, ＊
    Note(Option<u32>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub style: Style,
    /// From 1.
    pub number: u32,
}

/// How a number is dressed: `（` １ `）`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Style {
    pub before: String,
    pub counter: Counter,
    pub after: String,
}

/// Whether two characters are brackets around something, of any width.
pub fn is_pair(open: char, close: char) -> bool {
    OPENING.contains(open) && CLOSING.contains(close)
}

impl Style {
    /// The label of the `number`-th.
    pub fn format(&self, number: u32) -> String {
        let counted = self.counter.format(number).unwrap_or_else(|| number.to_string());
        format!("{}{counted}{}", self.before, self.after)
    }

    /// Whether a hasty typist means the same: (1), （１） and (1）, but not 1) or ①.
    pub fn is_like(&self, other: &Style) -> bool {
        let digits = |counter| if counter == Counter::FullWidth { Counter::HalfWidth } else { counter };
        let narrow = |counter| match counter {
            Counter::Latin(_, case) => Counter::Latin(Width::Half, case),
            Counter::RomanSign(case) => Counter::Roman(case),
            other => digits(other),
        };
        narrow(self.counter) == narrow(other.counter)
            && numerals::folded(&self.before) == numerals::folded(&other.before)
            && numerals::folded(&self.after) == numerals::folded(&other.after)
    }
}

const BULLETS: &str = "・･●○◎■□◆◇▼▽▲△▶▷►•‣▪◦★☆✓✔➢";
/// Bullets only before a space.
const DASHES: &str = "-－–—‐−*＊+";
const OPENING: &str = "（([［〔【〈＜<《";
const CLOSING: &str = ")）]］〕】〉＞>》";
/// What may end a label without an opening bracket.
const STOPS: &str = "．.)）、:：］］〕";
const JOINTS: &str = "－-‐−–—ー.．・";
/// No contract numbers its headings beyond; a year does.
const HIGHEST_SECTION: u32 = 99;

/// Series of more than digits, the likelier first.
const SERIES: [Counter; 13] = [
    Counter::HalfWidth,
    Counter::FullWidth,
    Counter::Kanji,
    Counter::Circled,
    Counter::Gojuon,
    Counter::Iroha,
    Counter::RomanSign(Case::Lower),
    Counter::RomanSign(Case::Upper),
    Counter::Latin(Width::Half, Case::Lower),
    Counter::Latin(Width::Half, Case::Upper),
    Counter::Latin(Width::Full, Case::Lower),
    Counter::Latin(Width::Full, Case::Upper),
    Counter::Roman(Case::Lower),
];

/// The label at the head of a text; `None` where there is none. White space before it does not count.
pub fn read(text: &str) -> Option<Label<'_>> {
    let text = text.trim_start();
    let (kind, length) = provision(text)
        .or_else(|| note(text))
        .or_else(|| bullet(text))
        .or_else(|| bracketed(text))
        .or_else(|| section(text))
        .or_else(|| stopped(text))?;
    Some(Label { kind, written: text[..length].trim_end(), rest: text[length..].trim_start() })
}

/// 第N章, 第N節, 第N条のM, with spaces anywhere. What goes on like a sentence is none: 第５条に, 第５条第２項.
fn provision(text: &str) -> Option<(LabelKind, usize)> {
    let mut at = Cursor::new(text);
    at.take(|c| c == '第')?;
    at.spaces();
    let number = at.number()?;
    at.spaces();
    let unit = at.take(|c| "章節条".contains(c))?;
    let mut numbers = vec![number];
    while unit == '条' && at.rest().starts_with(['の', 'ノ']) {
        let mut branch = at.clone();
        branch.take(|_| true);
        branch.spaces();
        let Some(number) = branch.number() else { break };
        numbers.push(number);
        at = branch;
    }
    let ends =
        at.rest().chars().next().is_none_or(|c| c.is_whitespace() || OPENING.contains(c) || "：:.．「".contains(c));
    if !ends {
        return None;
    }
    let kind = match unit {
        '章' => LabelKind::Chapter(number),
        '節' => LabelKind::ChapterSection(number),
        _ => LabelKind::Article(numbers),
    };
    at.take(|c| "：:.．".contains(c));
    Some((kind, at.at))
}

/// ※, ※１, （※１）, 注１, （注）, ＊1
fn note(text: &str) -> Option<(LabelKind, usize)> {
    let mut at = Cursor::new(text);
    let is_bracketed = at.take(|c| "（([［".contains(c)).is_some();
    let sign = at.take(|c| "※注＊*".contains(c))?;
    let digits = at.clone().number();
    let number = digits.filter(|&number| number <= HIGHEST_SECTION).and_then(|_| at.number());
    let has_stop = at.take(|c| STOPS.contains(c)).is_some();
    let is_note = match sign {
        '※' => !is_bracketed || has_stop,
        // 注文, 注意: words.
        '注' => has_stop || (number.is_some() && at.rest().starts_with(char::is_whitespace)),
        // A star alone before a space is a bullet, before a word a note.
        _ => !at.rest().starts_with(['*', '＊']) && (!at.rest().starts_with(char::is_whitespace) || number.is_some()),
    };
    is_note.then_some((LabelKind::Note(number), at.at))
}

fn bullet(text: &str) -> Option<(LabelKind, usize)> {
    let mut at = Cursor::new(text);
    let sign = at.take(|c| BULLETS.contains(c) || DASHES.contains(c))?;
    let stands_alone = at.rest().is_empty() || at.rest().starts_with(char::is_whitespace);
    (BULLETS.contains(sign) || stands_alone).then_some((LabelKind::Bullet(sign), at.at))
}

/// （１）, (ア), 【１】, and mixed pairs.
fn bracketed(text: &str) -> Option<(LabelKind, usize)> {
    let mut at = Cursor::new(text);
    let open = at.take(|c| OPENING.contains(c))?;
    at.spaces();
    let from = at.at;
    let counted = at.until(|c| CLOSING.contains(c) || c.is_whitespace())?;
    let before = open.to_string();
    at.at = from + counted.len();
    at.spaces();
    let mut after = at.take(|c| CLOSING.contains(c))?.to_string();
    if let Some(stop) = at.take(|c| "．.".contains(c)) {
        after.push(stop);
    }
    let readings = readings(counted, &before, &after);
    (!readings.is_empty()).then_some((LabelKind::Item(readings), at.at))
}

/// １－３．, 1.2, 3-4-1. Dates and amounts have no space after them, or a year before.
fn section(text: &str) -> Option<(LabelKind, usize)> {
    let mut at = Cursor::new(text);
    let mut numbers = vec![at.number()?];
    loop {
        let mut next = at.clone();
        next.spaces();
        if next.take(|c| JOINTS.contains(c)).is_none() {
            break;
        }
        next.spaces();
        let Some(number) = next.number() else { break };
        numbers.push(number);
        at = next;
    }
    let has_stop = at.take(|c| "．.".contains(c)).is_some();
    let ends = has_stop || at.rest().is_empty() || at.rest().starts_with(char::is_whitespace);
    let is_plausible = numbers.len() > 1 && numbers.iter().all(|&number| (1..=HIGHEST_SECTION).contains(&number));
    (ends && is_plausible).then_some((LabelKind::Section(numbers), at.at))
}

/// ２．, 1), ア．, ① with or without a space; a bare number, letter or kana before a space.
fn stopped(text: &str) -> Option<(LabelKind, usize)> {
    let first = text.chars().next()?;
    if Counter::Circled.parse(&first.to_string()).is_some() {
        let length = first.len_utf8();
        return Some((LabelKind::Item(readings(&text[..length], "", "")), length));
    }
    let mut at = Cursor::new(text);
    let counted = at.until(|c| STOPS.contains(c) || c.is_whitespace())?;
    at.at += counted.len();
    let mut after = String::new();
    let mut stopped = at.clone();
    if counted.chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
        stopped.spaces();
    }
    if let Some(stop) = stopped.take(|c| STOPS.contains(c)) {
        after.push(stop);
        at = stopped;
    }
    // 1.5倍, 10:30, 1、2及び3 go on with a number.
    let goes_on = at.rest().starts_with(|c: char| numerals::script_of(c).is_some_and(|s| s != numerals::Script::Kanji));
    if goes_on && !after.is_empty() {
        return None;
    }
    let readings = readings(counted, "", &after);
    (!readings.is_empty()).then_some((LabelKind::Item(readings), at.at))
}

fn readings(counted: &str, before: &str, after: &str) -> Vec<Reading> {
    let read = |counter: Counter| {
        let number = counter.parse(counted).filter(|&number| number > 0)?;
        let style = Style { before: before.to_owned(), counter, after: after.to_owned() };
        // 一二 is 12 nowhere in a list, 007 neither.
        (counter.format(number)? == counted).then_some(Reading { style, number })
    };
    SERIES.into_iter().filter_map(read).collect()
}

#[derive(Clone)]
struct Cursor<'t> {
    text: &'t str,
    /// In bytes.
    at: usize,
}

impl<'t> Cursor<'t> {
    fn new(text: &'t str) -> Cursor<'t> {
        Cursor { text, at: 0 }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn take(&mut self, is_wanted: impl Fn(char) -> bool) -> Option<char> {
        let next = self.rest().chars().next().filter(|&c| is_wanted(c))?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn spaces(&mut self) {
        while self.take(char::is_whitespace).is_some() {}
    }

    /// The characters before the first that `ends`, at most eight; `None` for none. Does not move.
    fn until(&self, ends: impl Fn(char) -> bool) -> Option<&'t str> {
        let length: usize = self.rest().chars().take(8).take_while(|&c| !ends(c)).map(char::len_utf8).sum();
        (length > 0).then(|| &self.rest()[..length])
    }

    /// Digits of one script.
    fn number(&mut self) -> Option<u32> {
        let script = self.rest().chars().next().and_then(numerals::script_of)?;
        let length: usize =
            self.rest().chars().take_while(|&c| numerals::script_of(c) == Some(script)).map(char::len_utf8).sum();
        let number = numerals::parse(&self.rest()[..length]).ok()?;
        self.at += length;
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kind, and the text that follows.
    fn of(text: &str) -> (String, &str) {
        let Some(label) = read(text) else { return ("none".into(), text) };
        let kind = match label.kind {
            LabelKind::Chapter(number) => format!("chapter {number}"),
            LabelKind::ChapterSection(number) => format!("part {number}"),
            LabelKind::Article(numbers) => format!("article {numbers:?}"),
            LabelKind::Section(numbers) => format!("section {numbers:?}"),
            LabelKind::Item(readings) => readings
                .iter()
                .map(|reading| format!("{}={}", reading.style.format(1), reading.number))
                .collect::<Vec<_>>()
                .join(" "),
            LabelKind::Bullet(sign) => format!("bullet {sign}"),
            LabelKind::Note(number) => format!("note {}", number.unwrap_or(0)),
        };
        (kind, label.rest)
    }

    #[test]
    fn every_notation_of_contracts_is_read() {
        for (text, kind, rest) in [
            ("第１章　総則", "chapter 1", "総則"),
            ("第 12 条 （利用資格）", "article [12]", "（利用資格）"),
            ("第１条 目的", "article [1]", "目的"),
            ("第十二条", "article [12]", ""),
            ("第9条の2の2(返金)", "article [9, 2, 2]", "(返金)"),
            ("第２節 契約", "part 2", "契約"),
            ("２．契約者は", "１．=2", "契約者は"),
            ("2 利用者は", "1=2", "利用者は"),
            ("１ はじめに", "１=1", "はじめに"),
            ("（１） 火災", "（１）=1", "火災"),
            ("(１) 火災", "(１)=1", "火災"),
            ("(1） 利用者", "(1）=1", "利用者"),
            ("(1)．内容", "(1)．=1", "内容"),
            ("①利用者は", "①=1", "利用者は"),
            ("⑪ 前各号", "①=11", "前各号"),
            ("ア　氏名", "ア=1 イ=36", "氏名"),
            ("イ 住所", "ア=2 イ=1", "住所"),
            ("一 目的", "一=1", "目的"),
            ("a）内容", "a）=1", "内容"),
            ("ⅱ）内容", "ⅰ）=2", "内容"),
            ("i) 内容", "a)=9 i)=1", "内容"),
            ("１－３．内容", "section [1, 3]", "内容"),
            ("3-4-1 内容", "section [3, 4, 1]", "内容"),
            ("1.2 内容", "section [1, 2]", "内容"),
            ("・パソコン", "bullet ・", "パソコン"),
            ("- 項目", "bullet -", "項目"),
            ("※１ 税込み", "note 1", "税込み"),
            ("※ご注意", "note 0", "ご注意"),
            ("*ご注意", "note 0", "ご注意"),
            ("注１．記号", "note 1", "記号"),
        ] {
            assert_eq!(of(text), (kind.to_owned(), rest), "{text}");
        }
    }

    #[test]
    fn sentences_are_no_labels() {
        for text in [
            "第５条に定める",
            "第５条第２項の",
            "第三者に",
            "30日以内",
            "2021-01-11 初版",
            "1.5倍とする",
            "10:30から",
            "注意事項は",
            "契約者は",
            "（以下「当社」という）",
            "1、2及び3",
            "（消費税別）",
            "一方が",
            "イベント",
            "-5度",
            "",
            "２０２６年",
            "（注意）",
        ] {
            assert_eq!(of(text).0, "none", "{text}");
        }
    }

    #[test]
    fn a_hasty_typist_means_the_same_style() {
        let style = |text: &str| match read(text).expect("a label").kind {
            LabelKind::Item(readings) => readings[0].style.clone(),
            other => panic!("{other:?}"),
        };
        assert!(style("(1) a").is_like(&style("（２）a")) && style("(1）a").is_like(&style("（１）a")));
        assert!(!style("1) a").is_like(&style("(1) a")) && !style("１．a").is_like(&style("① a")));
    }
}
