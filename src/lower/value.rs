//! Typed values out of single nodes: lists, ids, dates, choices, numbers.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::fields::{suggest, wrong_type};
use crate::diagnostic::Diagnostic;
use crate::japanese::holidays::holiday;
use crate::model::{Id, Rate};
use crate::source::Span;
use crate::syntax::{Node, Text, Value};
use crate::{rule, say};

rule! {
    /// A name cannot be an id.
    ///
    /// Ids become file names and web addresses on every system: lower-case letters, digits and hyphens, a letter first,
    /// and no name that Windows keeps for itself.
    pub static INVALID_IDS: Error("invalid-ids") = "\
id に使えない名前です。

id はファイルの名前やウェブのアドレスになるため、英小文字で始め、英小文字、数字、ハイフンだけで書きます。Windows がファイル名に使えない語（con、nul など）も避けてください。

    誤: id: 利用料金
    正: id: fees";
}

rule! {
    /// A value is none of those allowed at its place.
    ///
    /// The program cannot guess what was meant, and a guess would change the document. Write one of the values that the
    /// help names.
    pub static INVALID_VALUES: Error("invalid-values") = "\
この場所には書けない値です。

推測で読むと文書の内容が変わりかねないため、決まった値だけを受け付けます。直し方に示した値か、例のとおりの形で書いてください。

    誤: effective: 2026/4/1
    正: effective: 2026-04-01";
}

rule! {
    /// A date does not exist, its era was over or had not begun, or its weekday is wrong.
    ///
    /// A term that ends on such a day ends on no day, and the reader has to guess. Look the day up and mend it.
    pub static IMPOSSIBLE_DATES: Error("impossible-dates") = "\
暦にない日付、元号が終わった後か始まる前の日付、または曜日の合わない日付です。

期限や施行日がいつなのか決まらなくなります。暦を確かめて、日付か曜日を直してください。

    誤: ２０２６年２月３０日、平成３１年６月１日、2026年10月1日（金）
    正: ２０２６年２月２８日、令和元年６月１日、2026年10月1日（木）";
}

/// Ids become file names and anchors on every system.
const MAX_ID: usize = 64;
/// Names that Windows keeps for devices.
pub(super) const RESERVED: [&str; 10] = ["con", "prn", "aux", "nul", "com1", "com2", "com3", "lpt1", "lpt2", "lpt3"];

type Diagnostics = Vec<Diagnostic>;

/// The text of a scalar.
pub(super) fn text<'a>(node: &'a Node, diagnostics: &mut Diagnostics) -> Option<&'a Text> {
    match &node.value {
        Value::Scalar(scalar) => Some(&scalar.text),
        _ => {
            let help = say!("「キー: 文章」のように値を一つだけ書いてください", "write a single value after the key");
            diagnostics.push(wrong_type(node, &say!("文章", "a text")).help(help));
            None
        }
    }
}

/// The entries of a list; a missing one is empty.
pub(super) fn list<'a>(node: Option<&'a Node>, diagnostics: &mut Diagnostics) -> &'a [Node] {
    match node.map(|node| (&node.value, node)) {
        None => &[],
        Some((Value::Sequence(nodes), _)) => nodes,
        Some((_, node)) => {
            let help =
                say!("一つずつ行を改めて「- 」で始めてください", "begin each entry on a line of its own with `- `");
            diagnostics.push(wrong_type(node, &say!("リスト", "a list")).help(help));
            &[]
        }
    }
}

pub(super) fn id(node: &Node, diagnostics: &mut Diagnostics) -> Option<Id> {
    id_of(text(node, diagnostics)?, diagnostics)
}

pub(super) fn id_of(text: &Text, diagnostics: &mut Diagnostics) -> Option<Id> {
    let name = text.as_str();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let begins_well = name.starts_with(|c: char| c.is_ascii_lowercase());
    if begins_well && name.chars().all(plain) && name.len() <= MAX_ID && !RESERVED.contains(&name) {
        return Some(Id { name: name.to_owned(), span: text.span() });
    }
    let shown: String = name.chars().take(MAX_ID).collect();
    let message = say!("「{shown}」は id に使えません", "`{shown}` cannot be an id");
    let help = if RESERVED.contains(&name) {
        say!(
            "Windows がファイル名に使えない語です。別の語にしてください",
            "Windows cannot use this word as a file name; choose another"
        )
    } else {
        say!(
            "英小文字で始め、英小文字、数字、ハイフンだけで {MAX_ID} 字以内にしてください。例: fee-change",
            "begin with a lower-case letter; lower-case letters, digits and hyphens only, at most {MAX_ID}; for example: fee-change"
        )
    };
    diagnostics.push(INVALID_IDS.at(text.span(), message).help(help));
    None
}

pub(super) fn boolean(node: &Node, diagnostics: &mut Diagnostics) -> Option<bool> {
    choice(node, &[("true", true), ("false", false)], diagnostics)
}

/// One of a fixed list of names.
pub(super) fn choice<T: Copy>(node: &Node, names: &[(&str, T)], diagnostics: &mut Diagnostics) -> Option<T> {
    let text = text(node, diagnostics)?;
    let name = text.as_str();
    if let Some(&(_, value)) = names.iter().find(|(known, _)| *known == name) {
        return Some(value);
    }
    let known: Vec<&str> = names.iter().map(|(known, _)| *known).collect();
    let shown: String = name.chars().take(40).collect();
    let message = say!("「{shown}」という値はありません", "there is no value `{shown}`");
    diagnostics.push(INVALID_VALUES.at(text.span(), message).help(suggest(name, &known)));
    None
}

pub(super) fn number(node: &Node, range: RangeInclusive<i32>, diagnostics: &mut Diagnostics) -> Option<i32> {
    let text = text(node, diagnostics)?;
    let number = text.as_str().parse().ok().filter(|number| range.contains(number));
    if number.is_none() {
        let (first, last) = (range.start(), range.end());
        let message =
            say!("ここには {first} から {last} までの数を書きます", "expected a number from {first} to {last}");
        let help = say!("半角の算用数字で書いてください", "write it in ASCII digits");
        diagnostics.push(INVALID_VALUES.at(text.span(), message).help(help));
    }
    number
}

/// A share in per cent, above nothing, with four decimals at most.
pub(super) fn percent(node: &Node, diagnostics: &mut Diagnostics) -> Option<Rate> {
    let text = text(node, diagnostics)?;
    let (whole, decimals) = text.as_str().split_once('.').unwrap_or((text.as_str(), "0"));
    let digits = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_digit());
    let well_formed = digits(whole, 3) && digits(decimals, 4);
    let millionths = format!("{whole}{decimals:0<4}").parse().ok().filter(|rate| well_formed && *rate > 0);
    if millionths.is_none() {
        let message = say!("ここには割合（パーセント）を書きます", "expected a share in per cent");
        let help = say!("14.5 のように、半角の算用数字だけで書いてください", "write it in ASCII digits, as in 14.5");
        diagnostics.push(INVALID_VALUES.at(text.span(), message).help(help));
    }
    millionths.map(|millionths| Rate { millionths })
}

/// A day as YYYY-MM-DD.
pub(super) fn date(node: &Node, diagnostics: &mut Diagnostics) -> Option<NaiveDate> {
    let text = text(node, diagnostics)?;
    day(text.as_str(), text.span(), diagnostics)
}

/// The day that 2027-4-1, 2027/04/01 or ２０２７年４月１日 probably means.
pub fn loosely(written: &str) -> Option<NaiveDate> {
    let digits =
        |part: &str| part.chars().map(|c| narrow(c).to_digit(10)).try_fold(0, |all, digit| Some(all * 10 + digit?));
    let written = written.trim().trim_end_matches('日');
    if written.chars().count() > 10 {
        return None;
    }
    let parts: Option<Vec<u32>> =
        written.split(['-', '/', '.', '－', '−', '／', '．', '年', '月']).map(digits).collect();
    let parts = parts?;
    let [year @ 1000..=9999, month, day] = parts[..] else { return None };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// Full-width digits as half-width ones.
fn narrow(c: char) -> char {
    let offset = u32::from(c).wrapping_sub(u32::from('０'));
    if offset < 10 { char::from(b'0' + offset as u8) } else { c }
}

/// Reads YYYY-MM-DD; the library alone would take `+2026-4-1` as well.
pub(super) fn day(written: &str, span: Span, diagnostics: &mut Diagnostics) -> Option<NaiveDate> {
    let parts: Vec<&str> = written.split('-').collect();
    let digits = |part: &str, len: usize| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
    let well_formed = matches!(parts[..], [y, m, d] if digits(y, 4) && digits(m, 2) && digits(d, 2));
    if !well_formed {
        let message = say!("日付として読めません", "this is not a date");
        let help = match loosely(written) {
            Some(meant) => say!("{meant} と書いてください", "write {meant}"),
            None => say!("2026-10-01 のように、年四桁、月二桁、日二桁で書いてください", "write it as 2026-10-01"),
        };
        diagnostics.push(INVALID_VALUES.at(span, message).help(help));
        return None;
    }
    let date: Option<NaiveDate> = written.parse().ok();
    if date.is_none() {
        let message = say!("「{written}」という日は暦にありません", "there is no day {written}");
        let help =
            say!("月は 01 から 12 まで、日はその月の末日までです", "months end at 12, days at the end of their month");
        diagnostics.push(IMPOSSIBLE_DATES.at(span, message).help(help));
    }
    let unknown = date.filter(|day| holiday(*day).is_err());
    if unknown.is_some() {
        let message = say!("{written} は、祝日を計算できる日の外です", "{written} is outside the calendar");
        let help = say!("1948-07-20 から 2099-12-31 までの日を書いてください", "from 1948-07-20 to 2099-12-31");
        diagnostics.push(INVALID_VALUES.at(span, message).help(help));
        return None;
    }
    date
}
