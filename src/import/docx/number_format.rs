//! Number formats (ECMA-376 Part 1, 17.18.59) as Word writes them.

use crate::japanese::numerals::{Case, Counter, Width};

const HALF_WIDTH_GOJUON: &str = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ";
const HALF_WIDTH_IROHA: &str = "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽ";
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";
const IN_BRACKETS: &str = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇";
const WITH_STOPS: &str = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛";
const CIRCLED_KANJI: &str = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉";
const LEGAL: [char; 10] = ['零', '壱', '弐', '参', '四', '伍', '六', '七', '八', '九'];
const KANJI: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
/// The last circled number that Word has.
const CIRCLED: u32 = 20;

/// The `number`-th of a series; in digits where the series has ended or is none of those that Japanese contracts use.
pub fn format(name: &str, number: u32) -> String {
    let written = match name {
        "none" | "bullet" => Some(String::new()),
        "decimalFullWidth" | "decimalFullWidth2" => Counter::FullWidth.format(number),
        "decimalZero" => Some(format!("{number:02}")),
        "numberInDash" => Some(format!("- {number} -")),
        "japaneseCounting" | "chineseCountingThousand" | "taiwaneseCountingThousand" | "koreanCounting" => {
            Counter::Kanji.format(number)
        }
        "chineseCounting" | "taiwaneseCounting" if number < 100 => Counter::Kanji.format(number),
        "japaneseDigitalTenThousand"
        | "ideographDigital"
        | "chineseCounting"
        | "taiwaneseCounting"
        | "koreanDigital"
        | "taiwaneseDigital" => Some(digits(number, KANJI)),
        "japaneseLegal" => Some(legal(number)),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if number <= CIRCLED => {
            Counter::Circled.format(number)
        }
        "decimalEnclosedParen" => nth(IN_BRACKETS, number),
        "decimalEnclosedFullstop" => nth(WITH_STOPS, number),
        "ideographEnclosedCircle" => nth(CIRCLED_KANJI, number),
        "aiueoFullWidth" => Counter::Gojuon.format(number),
        "irohaFullWidth" => Counter::Iroha.format(number),
        "aiueo" => nth(HALF_WIDTH_GOJUON, number),
        "iroha" => nth(HALF_WIDTH_IROHA, number),
        "ideographTraditional" => nth(STEMS, number),
        "ideographZodiac" => nth(BRANCHES, number),
        "lowerLetter" => letters(number, Case::Lower),
        "upperLetter" => letters(number, Case::Upper),
        "lowerRoman" => Counter::Roman(Case::Lower).format(number),
        "upperRoman" => Counter::Roman(Case::Upper).format(number),
        "ordinal" => Some(format!("{number}{}", ordinal(number))),
        _ => None,
    };
    written.unwrap_or_else(|| number.to_string())
}

fn nth(series: &str, number: u32) -> Option<String> {
    let at = usize::try_from(number.checked_sub(1)?).ok()?;
    series.chars().nth(at).map(String::from)
}

fn digits(number: u32, series: [char; 10]) -> String {
    number.to_string().chars().filter_map(|c| c.to_digit(10)).map(|digit| series[digit as usize]).collect()
}

/// 壱拾弐: as on bank notes.
fn legal(number: u32) -> String {
    let kanji = Counter::Kanji.format(number).unwrap_or_else(|| number.to_string());
    let sign = |c| match c {
        '十' => '拾',
        '千' => '阡',
        '万' => '萬',
        c => KANJI.iter().position(|kanji| *kanji == c).map_or(c, |digit| LEGAL[digit]),
    };
    let signs: String = kanji.chars().map(sign).collect();
    if (10..20).contains(&number) { format!("壱{signs}") } else { signs }
}

/// After z come aa, bb, cc.
fn letters(number: u32, case: Case) -> Option<String> {
    let at = number.checked_sub(1)?;
    let letter = Counter::Latin(Width::Half, case).format(at % 26 + 1)?;
    let times = usize::try_from(at / 26 + 1).ok().filter(|times| *times <= 30)?;
    Some(letter.repeat(times))
}

fn ordinal(number: u32) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_are_written_as_word_writes_them() {
        for (name, number, written) in [
            ("decimal", 12, "12"),
            ("decimalFullWidth", 12, "１２"),
            ("decimalZero", 3, "03"),
            ("japaneseCounting", 21, "二十一"),
            ("ideographDigital", 20, "二〇"),
            ("japaneseLegal", 12, "壱拾弐"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalEnclosedCircle", 21, "21"),
            ("decimalEnclosedParen", 3, "⑶"),
            ("aiueoFullWidth", 2, "イ"),
            ("aiueo", 2, "ｲ"),
            ("irohaFullWidth", 2, "ロ"),
            ("iroha", 3, "ﾊ"),
            ("lowerLetter", 28, "bb"),
            ("upperLetter", 3, "C"),
            ("lowerRoman", 4, "iv"),
            ("upperRoman", 9, "IX"),
            ("ideographTraditional", 1, "甲"),
            ("ordinal", 22, "22nd"),
            ("none", 5, ""),
            ("hebrew1", 5, "5"),
            ("lowerLetter", u32::MAX, "4294967295"),
        ] {
            assert_eq!(format(name, number), written, "{name}");
        }
        assert_eq!(HALF_WIDTH_IROHA.chars().count(), 47);
        assert_eq!(HALF_WIDTH_GOJUON.chars().count(), 46);
    }
}
