//! The words by which headings, titles and numbers are told from sentences.

use crate::import::join;
pub(super) use crate::import::join::is_as_of;
use crate::japanese::numerals::{Counter, folded};

/// Signs of bullets; others, such as ■, may be headings and stay in the text.
pub(super) const BULLETS: &str = "・･●•‣▪◦○-－–—‐−*＊+";

/// Ends of the titles of documents.
const DOCUMENTS: [&str; 34] = [
    "規約",
    "約款",
    "仕様",
    "仕様書",
    "方針",
    "ポリシー",
    "合意書",
    "契約書",
    "契約",
    "SLA",
    "ＳＬＡ",
    "規程",
    "規則",
    "細則",
    "要項",
    "要綱",
    "要領",
    "基準",
    "説明書",
    "確認書",
    "確認事項",
    "お知らせ",
    "チェックリスト",
    "開示書",
    "ガイドライン",
    "マニュアル",
    "誓約書",
    "同意書",
    "覚書",
    "特約",
    "条件",
    "アグリーメント",
    "ご案内",
    "規定",
];
const ANNEXES: [&str; 8] = ["別紙", "別表", "別添", "別記", "付属書", "附属書", "付録", "付表"];
/// What follows a noun in a sentence.
const PARTICLES: &str = "にのをはがでともや、。及又並若記等か";

/// 30 日以内, 4 に定める: the number is one of a sentence.
pub(super) fn goes_on_from_a_number(rest: &str) -> bool {
    const BOUNDS: [&str; 4] = ["以上", "以下", "以内", "未満"];
    const LINKS: [&str; 9] = ["に", "の", "を", "は", "と", "及び", "又は", "から", "まで"];
    rest.is_empty()
        || LINKS.iter().any(|word| rest.starts_with(word)) && !rest.starts_with("はじめに")
        || join::is_counted(rest)
        || BOUNDS.iter().any(|word| rest.starts_with(word)) && !rest.starts_with("以下の")
}

/// 次の表のとおり
pub(super) fn announces_a_table(text: &str) -> bool {
    ["次の表", "下表", "以下の表", "下記の表", "次表", "表のとおり"].iter().any(|word| text.contains(word))
}

/// As items of a list end: 違反したとき, 妨げる行為
pub(super) fn ends_as_item(text: &str) -> bool {
    is_condition(text)
        || ["時", "もの", "者", "旨", "事項", "情報", "ため", "等", "その他"].iter().any(|end| text.ends_with(end))
}

/// What no heading says: 違反したとき
pub(super) fn is_condition(text: &str) -> bool {
    ["とき", "場合", "こと", "行為"].iter().any(|end| text.ends_with(end))
}

/// 別紙１　サービス仕様: how long the label is, in bytes. What goes on like a sentence is none.
pub(super) fn annex_label(text: &str) -> Option<usize> {
    let word = ANNEXES.iter().find(|word| text.starts_with(*word))?;
    let mut end = word.len();
    let rest = &text[end..];
    let spaces = rest.len() - rest.trim_start().len();
    let numbered = rest.trim_start();
    let counted = numbered.strip_prefix('第').unwrap_or(numbered);
    let digits: usize = counted
        .chars()
        .take_while(|&c| crate::japanese::numerals::script_of(c).is_some() || "－-ABCＡＢＣ".contains(c))
        .map(char::len_utf8)
        .sum();
    if digits > 0 {
        end += spaces + (numbered.len() - counted.len()) + digits;
    }
    let rest = &text[end..];
    let ends = rest.chars().next().is_none_or(|c| c.is_whitespace() || "（(【［「『：:．.）)]］】".contains(c));
    let is_heading = ends && !text.contains('。') && text.chars().count() <= 60;
    let goes_on = rest.trim_start().starts_with(|c: char| PARTICLES.contains(c));
    (is_heading && !goes_on && !text.ends_with(['、', 'る', 'す'])).then_some(end)
}

/// 附則, 附　則（２０２６年１０月１日）
pub(super) fn is_supplementary(text: &str) -> bool {
    let folded = folded(text);
    let rest = folded.strip_prefix("附則").or_else(|| folded.strip_prefix("付則"));
    rest.is_some_and(|rest| {
        rest.is_empty() || (rest.starts_with(['(', '（', '[', '【']) && !rest.contains('。')) || is_as_of(rest)
    })
}

/// 以上
pub(super) fn is_closing(text: &str) -> bool {
    matches!(folded(text).as_str(), "以上" | "以上。" | "以上.")
}

/// 拝啓 … : how long the word is.
pub(super) fn salutation(text: &str) -> Option<usize> {
    ["拝啓", "謹啓", "拝復", "前略", "謹呈"].iter().find(|word| text.starts_with(*word)).map(|word| word.len())
}

/// 敬具
pub(super) fn is_complimentary_close(text: &str) -> bool {
    ["敬具", "謹言", "謹白", "草々", "敬白", "早々"].contains(&folded(text).as_str())
}

/// 〇〇利用規約, 【サービス仕様】
pub(super) fn is_document_title(text: &str) -> bool {
    let inner = unbracketed(text);
    // サービスレベルアグリーメント（SLA）
    let inner =
        inner.strip_suffix(['）', ')']).and_then(|open| Some(open.rsplit_once(['（', '('])?.0)).unwrap_or(inner);
    text.chars().count() <= 60
        && !text.contains('。')
        && DOCUMENTS.iter().any(|word| inner.ends_with(word))
        && !text.ends_with("場合")
}

/// Whether the whole text stands in brackets, and what stands in them.
pub(super) fn bracketed(text: &str) -> Option<(char, char)> {
    const PAIRS: [(char, char); 10] = [
        ('【', '】'),
        ('＜', '＞'),
        ('<', '>'),
        ('〈', '〉'),
        ('《', '》'),
        ('≪', '≫'),
        ('［', '］'),
        ('（', '）'),
        ('(', ')'),
        ('〔', '〕'),
    ];
    PAIRS.into_iter().find(|&(open, close)| {
        let inner = text.strip_prefix(open).and_then(|inner| inner.strip_suffix(close));
        inner.is_some_and(|inner| !inner.is_empty() && !inner.contains([open, close]))
    })
}

fn unbracketed(text: &str) -> &str {
    match bracketed(text) {
        Some((open, close)) => &text[open.len_utf8()..text.len() - close.len_utf8()],
        None => text,
    }
}

/// What joins a noun to a sentence.
pub(super) fn is_particle(c: char) -> bool {
    PARTICLES.contains(c)
}

/// 目次
pub(super) fn is_contents(text: &str) -> bool {
    matches!(folded(text).as_str(), "目次" | "もくじ" | "【目次】")
}

/// 削除
pub(super) fn is_deletion(text: &str) -> bool {
    matches!(folded(text).trim_end_matches('。'), "削除" | "(削除)" | "【削除】" | "[削除]")
}

/// Length in bytes of the bracket at the head of a text, inner ones included.
pub(super) fn bracket(text: &str) -> Option<usize> {
    if !text.starts_with(['（', '(', '【', '［', '[', '〔']) {
        return None;
    }
    let mut depth = 0u32;
    for (at, c) in text.char_indices().take(120) {
        if "（(【［[〔".contains(c) {
            depth += 1;
        } else if "）)】］]〕".contains(c) {
            depth -= 1;
            if depth == 0 {
                return Some(at + c.len_utf8());
            }
        } else if c == '。' {
            return None;
        }
    }
    None
}

/// The brackets around a whole text.
pub(super) fn brackets(text: &str) -> Option<(char, char)> {
    let whole = bracket(text)? == text.len();
    whole.then(|| (text.chars().next(), text.chars().next_back())).and_then(|(open, close)| Some((open?, close?)))
}

/// The sign of a heading without a number: ■料金, ＜用語の定義＞, 【参照】.
pub(super) fn heading_sign(text: &str) -> Option<char> {
    const SIGNS: &str = "■◆□◇▼▽▲△●○◎★☆";
    if text.chars().count() > 40 || text.contains('。') {
        return None;
    }
    let first = text.chars().next()?;
    let is_signed = SIGNS.contains(first) && text.chars().count() > 1;
    let is_bracketed = bracketed(text).is_some_and(|(open, _)| !"（(".contains(open));
    (is_signed || is_bracketed).then_some(first)
}

pub(super) fn is_digits(counter: Counter) -> bool {
    matches!(counter, Counter::HalfWidth | Counter::FullWidth | Counter::Kanji | Counter::RomanSign(_))
}
