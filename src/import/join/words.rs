//! What the words at the seam of two lines tell.

use crate::flow::label;
use crate::japanese::numerals;

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
const COUNTERS: &str = "年|月|日|時|分|秒|週|か|カ|ヵ|ヶ|ケ|箇|個|件|回|人|名|円|万|千|億|条|項|号|章|節|割|倍|％|%|歳|社|者|通|部|枚|頁|台|つ|営業";

/// Full stops, also before closing brackets; a colon; 以上.
pub fn has_ended(text: &str) -> bool {
    let bare = text.trim_end_matches(|c| CLOSING.contains(c));
    bare.ends_with(['。', '．', '！', '？']) || text.ends_with(['：', ':']) || text == "以上"
}

/// 【…】, ＜…＞: one pair of brackets round the whole.
pub fn is_bracketed(text: &str) -> bool {
    let inner = [('【', '】'), ('＜', '＞'), ('〈', '〉'), ('《', '》'), ('≪', '≫'), ('［', '］')]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close));
    inner.is_some_and(|inner| !inner.contains(['】', '＞', '〉', '》', '≫', '］']))
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

/// A unit after a number.
pub fn is_counted(rest: &str) -> bool {
    COUNTERS.split('|').any(|counter| rest.starts_with(counter))
}

/// 電話番号: …
pub fn is_entry(text: &str) -> bool {
    let key = text.split_once(['：', ':']).map(|(key, _)| key);
    key.is_some_and(|key| (1..=10).contains(&key.chars().count()) && !key.contains(['、', '。', '「', '（']))
}

/// What begins a passage without being a label of a list: 以上 and 記 alone, 附則, 別表１, Ｑ１, Ａ．
pub fn is_opening(text: &str) -> bool {
    let ends = |rest: &str| rest.trim_start_matches(|c| numerals::script_of(c).is_some()).is_empty();
    let is_annex = ["附則", "付則", "別紙", "別表", "別添", "改定履歴", "改訂履歴"].iter().any(|word| {
        let rest =
            text.strip_prefix(word).map(|rest| rest.split([' ', '　', '（', '(', '「']).next().unwrap_or_default());
        rest.is_some_and(ends)
    });
    let question = text.split([' ', '　']).next().unwrap_or_default();
    let is_question = question.len() < text.len() && is_question(question);
    is_annex || is_question || matches!(text, "以上" | "以 上" | "以　上" | "記" | "拝啓" | "敬具")
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
