//! Single values: what is written in a cell as text, day, moment, number, sum, tick or choice.

mod date;
mod moment;
mod number;

use super::cell::clean;
use super::{Problem, shown};
use crate::diagnostic::nearest;
use crate::japanese::numerals::{fold_width, folded};
use crate::model::{Field, FieldKind, Prose, Value};
use crate::pattern::Pattern;
use crate::say;

pub(super) use moment::day_in_japan;

/// Reads a cell that is not empty. `pattern` is that of the field.
pub(super) fn read(field: &Field, pattern: Option<&Pattern>, text: &str) -> Result<Value, Problem> {
    let has_lines =
        matches!(field.kind, FieldKind::Text { lines: 2.., .. } | FieldKind::Choice { is_multiple: true, .. });
    let text = clean(text, has_lines)?;
    match &field.kind {
        FieldKind::Text { pattern: written, .. } => match (pattern, written) {
            (Some(pattern), Some(written)) if !pattern.matches(&text) => Err(mismatched(&text, written, field)),
            _ => Ok(Value::Text(text)),
        },
        FieldKind::Date => date::read(&text).map(Value::Date),
        FieldKind::Moment => moment::read(&text).map(Value::Moment),
        FieldKind::Number { unit } => number::number(&text, unit).map(Value::Number),
        FieldKind::Money => number::yen(&text).map(Value::Money),
        FieldKind::CheckBox { .. } => tick(&text, field.is_required).map(Value::CheckBox),
        FieldKind::Choice { options, is_multiple } => choices(&text, options, *is_multiple).map(Value::Choice),
        // Names of data never lead here.
        FieldKind::Parts(_) | FieldKind::Signature | FieldKind::Seal | FieldKind::Table { .. } => Ok(Value::Text(text)),
    }
}

/// A part of a person, party or address.
pub(super) fn part(name: &str, text: &str) -> Result<String, Problem> {
    let text = clean(text, false)?;
    match name {
        "postcode" => postcode(&text),
        "phone" => phone(text),
        _ => Ok(text),
    }
}

/// 123-4567, whatever it was written as.
fn postcode(text: &str) -> Result<String, Problem> {
    let plain: String = text.chars().map(fold_width).filter(|c| !c.is_whitespace()).collect();
    let digits: String = plain.trim_start_matches('〒').chars().filter(|c| !is_hyphen(*c)).collect();
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && digits.len() == 7 {
        return Ok(format!("{}-{}", &digits[..3], &digits[3..]));
    }
    let text = shown(text);
    let message = say!("「{text}」は郵便番号ではありません", "`{text}` is no postcode");
    if is_number && (1..7).contains(&digits.len()) {
        let whole = format!("{digits:0>7}");
        let (first, rest) = (&whole[..3], &whole[3..]);
        let help = say!(
            "先頭の 0 が落ちたようです。{first}-{rest} であれば、列の書式を「文字列」にして書き直してください",
            "a leading 0 seems to be lost; if it is {first}-{rest}, format the column as text and write it again"
        );
        return Err(Problem::new(message, help));
    }
    Err(Problem::new(message, say!("123-4567 のように書いてください", "write it as 123-4567")))
}

fn phone(text: String) -> Result<String, Problem> {
    let plain: String = text.chars().map(fold_width).collect();
    let is_cut = plain.bytes().all(|byte| byte.is_ascii_digit()) && !plain.starts_with('0');
    if is_cut && (9..=10).contains(&plain.len()) {
        let message = say!("「{plain}」は電話番号ではありません", "`{plain}` is no telephone number");
        let help = say!(
            "先頭の 0 が落ちたようです。列の書式を「文字列」にして、0{plain} のように書き直してください",
            "a leading 0 seems to be lost; format the column as text and write it again, as 0{plain}"
        );
        return Err(Problem::new(message, help));
    }
    Ok(text)
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–' | '—' | '―' | '−' | 'ー' | 'ｰ')
}

pub(super) fn mismatched(text: &str, pattern: &str, field: &Field) -> Problem {
    let (text, pattern) = (shown(text), shown(pattern));
    let message = say!("「{text}」は決められた形ではありません", "`{text}` has not the form asked for");
    let help = field.help.as_ref().map(|help| help.plain().as_str().to_owned()).filter(|help| !help.is_empty());
    let help = match help {
        Some(help) => say!("{help}（形: {pattern}）", "{help} (form: {pattern})"),
        None => say!("形: {pattern}", "form: {pattern}"),
    };
    Problem::new(message, help)
}

const TICKED: [&str; 15] =
    ["○", "〇", "◯", "✓", "✔", "☑", "■", "レ", "はい", "有", "true", "yes", "on", "1", "同意する"];
const NOT_TICKED: [&str; 14] =
    ["×", "✕", "✗", "☐", "□", "ー", "いいえ", "無", "false", "no", "off", "0", "-", "同意しない"];

fn tick(text: &str, is_required: bool) -> Result<bool, Problem> {
    let plain = folded(text).to_lowercase();
    let text = shown(text);
    if TICKED.contains(&plain.as_str()) {
        return Ok(true);
    }
    if !NOT_TICKED.contains(&plain.as_str()) {
        let message = say!("「{text}」では、印を付けるかどうか決まりません", "`{text}` is neither yes nor no");
        return Err(Problem::new(message, say!("○ か × を書いてください", "write ○ or ×")));
    }
    if is_required {
        let message = say!("「{text}」ですが、印が必ず要る欄です", "it is `{text}`, but must be ticked");
        let help = say!("○ でないものは発行できません", "only what has ○ can be issued");
        return Err(Problem::new(message, help));
    }
    Ok(false)
}

/// Places of options, rising. Several are parted by 、 ; or line breaks.
fn choices(text: &str, options: &[Prose], is_multiple: bool) -> Result<Vec<usize>, Problem> {
    let options: Vec<String> = options.iter().map(|option| option.plain().as_str().to_owned()).collect();
    // An option may have a comma itself.
    if let Some(place) = option(text, &options) {
        return Ok(vec![place]);
    }
    let pieces = text.split(['、', ';', '；', '\n']).map(str::trim).filter(|piece| !piece.is_empty());
    let pieces: Vec<&str> = if is_multiple { pieces.collect() } else { vec![text] };
    let mut places = Vec::new();
    for piece in pieces {
        places.push(option(piece, &options).ok_or_else(|| no_option(piece, &options))?);
    }
    places.sort_unstable();
    places.dedup();
    Ok(places)
}

/// By its words, else by its number.
fn option(written: &str, options: &[String]) -> Option<usize> {
    let plain = folded(written).to_lowercase();
    let by_words = options.iter().position(|option| folded(option).to_lowercase() == plain);
    by_words
        .or_else(|| plain.parse().ok().filter(|number| (1..=options.len()).contains(number)).map(|number| number - 1))
}

fn no_option(written: &str, options: &[String]) -> Problem {
    const MOST: usize = 12;
    let known: Vec<&str> = options.iter().map(String::as_str).collect();
    let text = shown(written);
    let message = say!("「{text}」という選択肢はありません", "there is no option `{text}`");
    let help = match nearest(written, &known) {
        Some(near) => say!("「{near}」のことですか", "did you mean `{near}`?"),
        None => {
            let (ja, en) = (known[..known.len().min(MOST)].join("、"), known[..known.len().min(MOST)].join(", "));
            say!("選べるもの: {ja}", "options: {en}")
        }
    };
    Problem::new(message, help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> Vec<String> {
        ["消去（Clear）", "除去（Purge）", "破壊、溶解"].map(str::to_owned).to_vec()
    }

    #[test]
    fn options_are_found_by_words_or_number() {
        assert_eq!(option("消去 (clear)", &options()), Some(0));
        assert_eq!(option("破壊、溶解", &options()), Some(2));
        assert_eq!(option("２", &options()), Some(1));
        assert_eq!(option("4", &options()), None);
        assert_eq!(option("0", &options()), None);
        assert_eq!(no_option("除去(Purg)", &options()).help.ja, "「除去（Purge）」のことですか");
        assert_eq!(no_option("焼却", &options()).help.ja, "選べるもの: 消去（Clear）、除去（Purge）、破壊、溶解");
    }

    #[test]
    fn ticks_are_yes_or_no() {
        for text in ["○", "はい", "TRUE", "１", "✓", "Yes"] {
            assert_eq!(tick(text, true), Ok(true), "{text}");
        }
        for text in ["×", "いいえ", "False", "０"] {
            assert_eq!(tick(text, false), Ok(false), "{text}");
            assert!(tick(text, true).is_err(), "{text}");
        }
        assert!(tick("たぶん", false).unwrap_err().message.ja.contains("たぶん"));
    }

    #[test]
    fn postcodes_and_telephones_that_lost_a_zero_are_noticed() {
        for text in ["060-0001", "0600001", "〒０６０－０００１", "〒 060ー0001"] {
            assert_eq!(postcode(text).as_deref(), Ok("060-0001"), "{text}");
        }
        assert!(postcode("600001").unwrap_err().help.ja.contains("060-0001 であれば"));
        assert_eq!(postcode("六本木").unwrap_err().help.ja, "123-4567 のように書いてください");
        assert!(phone("312345678".to_owned()).unwrap_err().help.ja.contains("0312345678"));
        assert_eq!(phone("03-1234-5678".to_owned()).as_deref(), Ok("03-1234-5678"));
        assert_eq!(phone("+81 3 1234 5678".to_owned()).as_deref(), Ok("+81 3 1234 5678"));
    }
}
