//! Character classes of JIS X 4051 as far as horizontal contract text needs them: what may begin and end a line, and
//! the blank half of brackets and stops.

/// What a character is to the line breaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// 始め括弧類: never ends a line; its left half is blank.
    Opening,
    /// 終わり括弧類 and 読点類: never begins a line; its right half is blank.
    Closing,
    /// 句点類: as [`Class::Closing`], but its blank is not narrowed inside a line.
    Stop,
    /// 中点類: never begins a line; a quarter is blank on either side.
    MiddleDot,
    /// 区切り約物, small kana, ー, 々 and what else may not begin a line.
    NoStart,
    /// 分離禁止文字: a pair of the same is not split.
    Inseparable,
    /// Full-width digits, which stay together with each other and with their counter.
    Digit,
    /// 前置省略記号 and 第: stays with the number that follows.
    Prefix,
    /// 後置省略記号 and counters: stays with the number before it.
    Suffix,
    /// か of か月: stays with the number before and the counter after it.
    Counter,
    /// Kanji numerals: a counter may follow, but they are also parts of words.
    KanjiDigit,
    /// Letters, digits and signs of half width: words.
    Latin,
    /// Half-width space.
    WordSpace,
    /// 和字間隔.
    Space,
    /// A line break the author asked for.
    Break,
    /// Kanji, kana and the rest.
    Other,
}

/// Class of a character that is `advance` em wide.
pub fn class(c: char, advance: f32) -> Class {
    match c {
        '\n' => Class::Break,
        ' ' => Class::WordSpace,
        '　' => Class::Space,
        '｡' | '､' | '｣' | 'ｰ' | 'ﾞ' | 'ﾟ' => Class::NoStart,
        '｢'..='ﾟ' => Class::Other,
        _ if advance < 0.75 => Class::Latin,
        '（' | '「' | '『' | '【' | '〔' | '〈' | '《' | '［' | '｛' | '‘' | '“' => Class::Opening,
        '）' | '」' | '』' | '】' | '〕' | '〉' | '》' | '］' | '｝' | '’' | '”' | '、' | '，' => {
            Class::Closing
        }
        '。' | '．' => Class::Stop,
        '・' | '：' | '；' => Class::MiddleDot,
        '！' | '？' | 'ー' | '々' | '〻' | 'ゝ' | 'ゞ' | 'ヽ' | 'ヾ' | '゛' | '゜' | '～' | '〜' | '－' | '‐' => {
            Class::NoStart
        }
        'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' => Class::NoStart,
        'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' => Class::NoStart,
        '…' | '‥' | '―' | '─' => Class::Inseparable,
        '０'..='９' => Class::Digit,
        '第' | '￥' | '＄' | '№' | '前' => Class::Prefix,
        '％' | '‰' | '℃' | '条' | '項' | '号' | '章' | '節' | '款' | '目' | '年' | '月' | '日' | '時' | '分' | '秒'
        | '円' | '人' | '件' | '回' | '名' | '社' | '個' | '割' | '点' | '歳' | '週' | '版' | '台' | '部' | '枚'
        | '頁' | '通' | '倍' | '万' | '億' => Class::Suffix,
        'か' | 'カ' | 'ヵ' | 'ヶ' | 'ケ' | '箇' => Class::Counter,
        '〇' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千' => {
            Class::KanjiDigit
        }
        _ => Class::Other,
    }
}

impl Class {
    /// Blank at the left of the glyph, in em.
    pub fn leading(self) -> f32 {
        match self {
            Class::Opening => 0.5,
            Class::MiddleDot => 0.25,
            _ => 0.0,
        }
    }

    /// Blank at the right of the glyph, in em.
    pub fn trailing(self) -> f32 {
        match self {
            Class::Closing | Class::Stop => 0.5,
            Class::MiddleDot => 0.25,
            _ => 0.0,
        }
    }

    /// Whether a line may not begin with it.
    fn never_first(self) -> bool {
        use Class::*;
        matches!(self, Closing | Stop | MiddleDot | NoStart | WordSpace | Space | Break)
    }

    fn is_number(self) -> bool {
        matches!(self, Class::Digit | Class::Latin | Class::KanjiDigit)
    }
}

/// A character with its class, as the rules about neighbours see it.
pub type Classed = (char, Class);

/// Whether a line may end after `before` and the next begin with `after`. `earlier` stands before `before`, `later`
/// after `after`: 第９条の２ is one unit.
pub fn may_break(earlier: Option<Classed>, before: Classed, after: Classed, later: Option<Classed>) -> bool {
    use Class::*;
    let earlier_class = earlier.map(|(_, class)| class);
    if before.1 == Break {
        return true;
    }
    if after.1.never_first() || before.1 == Opening {
        return false;
    }
    // Half-width brackets and stops, beside Japanese as beside words.
    if matches!(before.0, '(' | '[' | '{')
        || matches!(after.0, ')' | ']' | '}' | ',' | '.' | ':' | ';' | '!' | '?' | '%')
    {
        return false;
    }
    match (before.1, after.1) {
        (WordSpace | Space, _) => true,
        // An address may be split after its solidus; dates, fractions and ISO/IEC may not.
        (Latin, Latin) => {
            before.0 == '/'
                && after.0.is_ascii_lowercase()
                && earlier.is_some_and(|(c, _)| c == '/' || c.is_ascii_lowercase())
        }
        (Inseparable, Inseparable) => before.0 != after.0,
        (Digit, Digit | Suffix | Counter) | (Prefix, Digit | KanjiDigit) | (KanjiDigit, KanjiDigit | Suffix) => false,
        (Latin, Suffix | Counter) => !before.0.is_ascii_digit(),
        (Prefix, Latin) => !after.0.is_ascii_digit(),
        // １－２
        (NoStart, Digit) => before.0 != '－' || earlier_class != Some(Digit),
        // １，０００ and １．５
        (Closing | Stop, Digit) => !matches!(before.0, '，' | '．') || earlier_class != Some(Digit),
        (Counter, Suffix) => !earlier_class.is_some_and(Class::is_number),
        // 第９条の２
        (Suffix, Other) => !(after.0 == 'の' && later.is_some_and(|(_, class)| class.is_number())),
        (Other, Digit | Latin | KanjiDigit) => !(before.0 == 'の' && earlier_class == Some(Suffix)),
        _ => true,
    }
}

/// Space between two neighbours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// What it adds to their advances, in em: negative where two blank halves meet, a quarter between scripts.
    pub natural: f32,
    /// Quarters of an em that it may give up where a line is squeezed.
    pub squeezable: u32,
}

/// The gap of JIS X 4051 between neighbours: where blanks of brackets and stops meet, one half em is left or none;
/// between Japanese and words or figures of half width there is a quarter (四分アキ).
pub fn gap(before: Classed, after: Classed) -> Gap {
    use Class::*;
    if (is_japanese(before) && is_western(after)) || (is_western(before) && is_japanese(after)) {
        return Gap { natural: 0.25, squeezable: 0 };
    }
    let (before, after) = (before.1, after.1);
    let blank = before.trailing() + after.leading();
    let kept = match (before, after) {
        (Opening, _) | (_, Closing | Stop) if before != MiddleDot => 0.0,
        (Closing | Stop, Opening) => 0.5,
        (Closing | Stop, MiddleDot) | (MiddleDot, Opening | Closing | Stop) => 0.25,
        _ => blank,
    };
    let squeezable = match (before, after) {
        (WordSpace, _) => 1,
        // The blank after a full stop stays: it parts sentences.
        (Closing, _) | (_, Opening) if before != Stop && kept == 0.5 && blank == 0.5 => 2,
        _ => 0,
    };
    Gap { natural: kept - blank, squeezable }
}

/// Kanji and kana.
fn is_japanese((c, class): Classed) -> bool {
    use Class::*;
    matches!(class, Other | Prefix | Suffix | Counter | KanjiDigit | NoStart)
        && matches!(c, '々' | '〇' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '㐀'..='鿿' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..)
}

/// Letters, figures and signs of half width, but for brackets and stops.
fn is_western((c, class): Classed) -> bool {
    class == Class::Latin && (c.is_alphanumeric() || matches!(c, '%' | '&' | '#' | '@' | '+' | '$' | '¥'))
}

/// Shares of the space by which justification widens a line that fall to the gap between two neighbours.
pub fn stretchability(before: Class, after: Class) -> u32 {
    use Class::*;
    match (before, after) {
        (Latin, Latin) | (Inseparable, Inseparable) => 0,
        (WordSpace, _) => 3,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with a bar wherever a line may end.
    fn units(text: &str) -> String {
        let classed: Vec<Classed> = text.chars().map(|c| (c, class(c, if c.is_ascii() { 0.5 } else { 1.0 }))).collect();
        let mut out = String::new();
        for (i, pair) in classed.windows(2).enumerate() {
            out.push(pair[0].0);
            let earlier = i.checked_sub(1).map(|i| classed[i]);
            if may_break(earlier, pair[0], pair[1], classed.get(i + 2).copied()) {
                out.push('|');
            }
        }
        out.extend(text.chars().last());
        out
    }

    #[test]
    fn stops_small_kana_and_long_vowels_do_not_begin_a_line() {
        assert_eq!(units("あっ、サーバー々。"), "あっ、|サー|バー々。");
    }

    #[test]
    fn brackets_stay_with_what_they_enclose() {
        assert_eq!(units("は「甲」（乙）と"), "は|「甲」|（乙）|と");
        assert_eq!(units("は(甲),乙"), "は|(甲),|乙");
    }

    #[test]
    fn pairs_of_leaders_and_dashes_are_not_split() {
        assert_eq!(units("約……定――す"), "約|……|定|――|す");
    }

    #[test]
    fn numbers_stay_with_their_units() {
        assert_eq!(units("第１２条第３項"), "第１２条|第３項");
        assert_eq!(units("第９条の２に"), "第９条の２|に");
        assert_eq!(units("第十二条の二に"), "第十二条の二|に");
        assert_eq!(units("上記１－２．の"), "上|記|１－２．|の");
        assert_eq!(units("月１，０００円と３か月"), "月|１，０００円|と|３か月");
        assert_eq!(units("は1,200円"), "は|1,200円");
    }

    #[test]
    fn words_are_not_split_but_addresses_after_a_solidus() {
        assert_eq!(units("はAPI keyを"), "は|API |key|を");
        assert_eq!(units("ISO/IEC"), "ISO/IEC");
        assert_eq!(units("https://example.jp/a"), "https://|example.jp/|a");
    }

    /// The gap between two characters.
    fn between(pair: &str) -> Gap {
        let classed: Vec<Classed> = pair.chars().map(|c| (c, class(c, if c.is_ascii() { 0.5 } else { 1.0 }))).collect();
        gap(classed[0], classed[1])
    }

    #[test]
    fn meeting_blanks_leave_half_an_em_or_none() {
        for pair in ["」「", "）（", "、「", "」、", "」。", "（「", "」）"] {
            assert_eq!(between(pair), Gap { natural: -0.5, squeezable: 0 }, "{pair}");
        }
        assert_eq!(between("。「").natural, -0.5);
        assert_eq!(between("」と").natural, 0.0);
        assert_eq!(between("甲乙"), Gap { natural: 0.0, squeezable: 0 });
    }

    #[test]
    fn commas_and_brackets_give_way_and_full_stops_do_not() {
        for (pair, squeezable) in [("、甲", 2), ("）甲", 2), ("甲（", 2), ("。甲", 0), ("・甲", 0), ("（甲", 0)]
        {
            assert_eq!(between(pair).squeezable, squeezable, "{pair}");
        }
    }

    #[test]
    fn a_quarter_stands_between_japanese_and_words_but_not_beside_punctuation() {
        for pair in ["の5", "5年", "はA", "Aー", "%以"] {
            assert_eq!(between(pair).natural, 0.25, "{pair}");
        }
        for pair in ["（A", "A）", "、A", "は(", "１0", "Aa", "→A"] {
            assert_eq!(between(pair).natural, 0.0, "{pair}");
        }
    }
}
