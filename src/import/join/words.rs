//! What the words at the seam of two lines tell.

use crate::flow::label;
use crate::japanese::eras::scan_dates;
use crate::japanese::numerals::{self, folded};

const OPENING: &str = "（([［〔【「『〈＜《｢";
const CLOSING: &str = "）)]］〕】」』〉＞》｣";
/// What no line begins with (JIS X 4051), brackets apart.
const NEVER_FIRST: &str = "、。，．・？！ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョん";
/// Hiragana with which passages do begin.
const OPENERS: &str = "ただし|なお|また|この|その|これ|それ|ここ|そこ|あ|い|お|ご|う|すべて|すで|ただち|たとえ|だれ|どの|なんら|\
    ほか|まず|もし|もっぱら|やむ|よって|わ|したがって|しかし|さらに|く|くれぐれ|つ|つぎ|とくに|はじ|ひ|ふ|み|よく|より";
/// After a number in a sentence.
const PARTICLES: &str =
    "は、|が、|が|に|を|の|と|で|も|から|まで|又は|または|及び|および|並びに|ないし|乃至|・|、|。|，|）|)|」";
const COUNTERS: &str = "年|月|日|時|分|秒|週|か月|カ月|ヵ月|ヶ月|ケ月|箇月|か所|ヶ所|箇所|個|件|回|人|名|円|条|項|号|章|節|割|倍|％|%|歳|社|者|通|部|枚|\
    頁|台|つ|営業日";
/// Before a unit.
const POWERS: &str = "百千万億";
/// What goes on behind a unit without making another word of it: 30 日以内, 5 年間, 2 分の 1.
const BEHIND_UNITS: &str = "以内間目前後毎未超程半第分年月日時";

pub fn ends_in_particle(text: &str) -> bool {
    text.ends_with(|c| "はがをにのでとも".contains(c))
}

/// What has the particles of sentences.
pub fn is_prose(text: &str) -> bool {
    text.chars().filter(|c| ('ぁ'..='ゖ').contains(c)).count() > 1
}

/// Full stops, also before closing brackets; a colon; 以上.
pub fn has_ended(text: &str) -> bool {
    let bare = text.trim_end_matches(|c| CLOSING.contains(c));
    let is_latin = bare.strip_suffix('.').is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_lowercase()));
    bare.ends_with(['。', '．', '！', '？']) || is_latin || text.ends_with(['：', ':']) || text == "以上"
}

/// 【…】, ＜…＞: one pair of brackets round the whole.
pub fn is_bracketed(text: &str) -> bool {
    let inner = [('【', '】'), ('＜', '＞'), ('〈', '〉'), ('《', '》'), ('≪', '≫'), ('［', '］')]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close));
    inner.is_some_and(|inner| !inner.contains(['】', '＞', '〉', '》', '≫', '］']))
}

/// 第１条　この規約は、: no caption.
pub fn is_sentence(text: &str) -> bool {
    text.contains('。') || !text.starts_with(|c| OPENING.contains(c)) && text.contains('、')
}

/// What may be the heading of a section: a noun, where a sentence has its particles.
pub fn is_title(text: &str) -> bool {
    !text.is_empty()
        && !text.contains(['。', '、', '，', 'は'])
        && !["場合", "行為"].iter().any(|end| text.ends_with(end))
        && (text.ends_with("について") || !text.ends_with(|c| ('ぁ'..='ゖ').contains(&c)))
        || text == "はじめに"
}

/// （目的）
pub fn is_caption(text: &str) -> bool {
    text.starts_with(['（', '(']) && text.ends_with(['）', ')']) && !text.contains('。')
}

/// 第１条（…）
pub fn is_bracketed_caption(text: &str) -> bool {
    text.ends_with(['）', ')'])
}

/// Brackets that are open after a line, `before` of them from earlier lines.
pub fn unclosed(text: &str, before: usize) -> usize {
    text.chars().fold(before, |open, c| match c {
        _ if OPENING.contains(c) => open + 1,
        _ if CLOSING.contains(c) => open.saturating_sub(1),
        _ => open,
    })
}

/// What must stay together at the head of a line, in columns: a Latin word, or a character and what no line begins with.
pub fn unit(text: &str) -> u16 {
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return 0 };
    let joins =
        |c: &char| if is_latin(first) { is_latin(*c) } else { NEVER_FIRST.contains(*c) || CLOSING.contains(*c) };
    let rest = characters.take_while(joins).take(30).map(|c| label::width(c.encode_utf8(&mut [0; 4]))).sum::<usize>();
    super::super::line::columns(label::width(first.encode_utf8(&mut [0; 4])) + rest)
}

/// Neither a sentence nor a heading begins so.
pub fn cannot_begin(text: &str) -> bool {
    text.starts_with(|c| NEVER_FIRST.contains(c) && c != '・' || CLOSING.contains(c) || c == 'を')
}

/// Nothing ends so: 、 or an opening bracket.
pub fn is_open(text: &str) -> bool {
    text.ends_with(|c| "、，・".contains(c) || OPENING.contains(c))
}

/// Hiragana that go on in a word or are a particle.
pub fn is_continuation(text: &str) -> bool {
    text.starts_with(|c| ('ぁ'..='ゖ').contains(&c))
        && !OPENERS.split('|').any(|opener| text.starts_with(opener.trim()))
}

/// What stands after a number that is part of a sentence.
pub fn goes_on(rest: &str) -> bool {
    PARTICLES.split('|').any(|particle| rest.starts_with(particle)) && !rest.starts_with("がん")
}

/// A unit after a number; 個人 and 部門 only begin like one.
pub fn is_counted(rest: &str) -> bool {
    let rest = rest.trim_start_matches(|c| POWERS.contains(c));
    let is_kanji = |c: char| ('一'..='龠').contains(&c) || c == '々';
    COUNTERS.split('|').any(|counter| {
        let behind = rest.strip_prefix(counter.trim());
        behind.is_some_and(|behind| !behind.starts_with(is_kanji) || behind.starts_with(|c| BEHIND_UNITS.contains(c)))
    })
}

/// 電話番号: …
pub fn is_entry(text: &str) -> bool {
    let key = text.split_once(['：', ':']).map(|(key, _)| key);
    key.is_some_and(|key| (1..=10).contains(&key.chars().count()) && !key.contains(['、', '。', '「', '（']))
}

/// 附則, 別表１, 別添 「個人情報の取扱い」
pub fn is_annex(text: &str) -> bool {
    let ends = |rest: &str| rest.trim_start_matches(|c| numerals::script_of(c).is_some()).is_empty();
    ["附則", "付則", "別紙", "別表", "別添", "改定履歴", "改訂履歴"].iter().any(|word| {
        let rest =
            text.strip_prefix(word).map(|rest| rest.split([' ', '　', '（', '(', '「']).next().unwrap_or_default());
        rest.is_some_and(ends)
    })
}

/// ２０２１年１０月１日現在, ２０２５年４月１日制定, Ver. 2.0: nothing but when it holds.
pub fn is_as_of(text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "現在",
        "制定",
        "改定",
        "改訂",
        "改正",
        "施行",
        "実施",
        "発行",
        "初版",
        "版",
        "より適用",
        "適用",
        "最終",
        "更新",
        "発効",
        "公表",
    ];
    if text.chars().count() > 60 || text.contains('。') {
        return false;
    }
    let mut left = text.to_owned();
    let dates = scan_dates(text);
    for date in dates.iter().rev() {
        left.replace_range(date.range.clone(), "");
    }
    let left = folded(&left).to_lowercase();
    let mut left = left.replace("version", "").replace("ver", "").replace("rev", "");
    for word in WORDS {
        left = left.replace(word, "");
    }
    let is_rest = |c: char| c.is_ascii_digit() || "第年月.,:：()（）［］[]/-、～~・".contains(c);
    (!dates.is_empty() || folded(text).to_lowercase().contains("ver") || text.contains('版'))
        && left.chars().all(is_rest)
}

/// What begins a passage whatever stands before it: 拝啓 or nothing but the day of an edition.
pub fn is_always_opening(text: &str) -> bool {
    ["拝啓", "謹啓", "前略"]
        .iter()
        .any(|word| text.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '　'])))
        || is_as_of(text)
        || text.split_once([' ', '　']).is_some_and(|(question, _)| is_question(question))
}

/// What begins a passage without being a label of a list: 以上 and 記 alone, 附則, 別表１, Ｑ１, Ａ．
pub fn is_opening(text: &str) -> bool {
    let is_address = text.starts_with("http://") || text.starts_with("https://");
    is_annex(text)
        || is_address
        || is_bracketed(text)
        || matches!(text, "以上" | "以 上" | "以　上" | "以上。" | "記" | "敬具")
}

/// Ｑ１, A2., Ｑ．
pub fn is_question(text: &str) -> bool {
    let number = text.strip_prefix(['Q', 'Ｑ', 'A', 'Ａ']);
    number.is_some_and(|rest| {
        !rest.is_empty() && rest.chars().all(|c| ".．:：0123456789０１２３４５６７８９".contains(c))
    })
}

/// A Latin word on both sides.
pub fn is_latin_seam(last: &str, next: &str) -> bool {
    last.ends_with(is_latin) && next.starts_with(is_latin)
}

/// What is put between two lines of a passage: a space between Latin words, otherwise nothing. A hyphen and the parts of
/// an address stay together.
pub fn between(last: &str, next: &str) -> &'static str {
    if !is_latin_seam(last, next) || last.ends_with(['-', '/']) {
        return "";
    }
    let word = last.char_indices().rev().take(ADDRESS).take_while(|&(_, c)| is_latin(c)).last();
    let word = &last[word.map_or(last.len(), |(at, _)| at)..];
    if word.contains("://") || word.contains('@') { "" } else { " " }
}

/// Characters of an address, at most: passages may be long, and their ends are looked at with every line.
const ADDRESS: usize = 400;

fn is_latin(c: char) -> bool {
    c.is_ascii_graphic() || ('\u{C0}'..='\u{24F}').contains(&c)
}
