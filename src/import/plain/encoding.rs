//! In what encoding a text file is written, and its text.

use encoding_rs::{DecoderResult, EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use super::Unreadable;

/// Bytes of a file that is read.
pub const MOST: usize = 50 << 20;

/// Bytes looked at where the encoding is guessed.
const SAMPLE: usize = 64 << 10;

/// What other kinds of files begin with.
const MAGIC: [&[u8]; 7] =
    [b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"\xD0\xCF\x11\xE0", b"\x1F\x8B"];

/// The text of a file, without byte order mark.
///
/// # Errors
/// See [`Unreadable`].
pub fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    if bytes.len() > MOST {
        return Err(Unreadable::TooLong);
    }
    if MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
        return Err(Unreadable::Binary { offset: 0 });
    }
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => {
            strict(encoding, &bytes[length..]).map_err(|at| unmappable(bytes, encoding, at + length))?
        }
        None => guessed(bytes)?,
    };
    if text.chars().all(char::is_whitespace) { Err(Unreadable::Empty) } else { Ok(text) }
}

fn guessed(bytes: &[u8]) -> Result<String, Unreadable> {
    if let Some(nul) = bytes.iter().position(|&byte| byte == 0) {
        let encoding = utf_16(bytes).ok_or(Unreadable::Binary { offset: nul })?;
        return strict(encoding, bytes).map_err(|at| unmappable(bytes, encoding, at));
    }
    if is_binary(bytes) {
        return Err(Unreadable::Binary { offset: bytes.iter().position(|&byte| is_control(byte)).unwrap_or_default() });
    }
    if bytes.is_ascii() && bytes.windows(2).any(|pair| pair == b"\x1B$") {
        return strict(ISO_2022_JP, bytes).map_err(|at| unmappable(bytes, ISO_2022_JP, at));
    }
    let trials = [UTF_8, SHIFT_JIS, EUC_JP].map(|encoding| (encoding, strict(encoding, bytes)));
    let [(_, utf_8), (_, shift_jis), (_, euc_jp)] = &trials;
    match (utf_8, shift_jis, euc_jp) {
        (Ok(text), _, _) => Ok(text.clone()),
        (_, Ok(one), Ok(other)) => Ok(if likeness(one) >= likeness(other) { one } else { other }.clone()),
        (_, Ok(text), _) | (_, _, Ok(text)) => Ok(text.clone()),
        (Err(one), Err(two), Err(three)) => {
            if let Some(line) = mixed(bytes) {
                return Err(Unreadable::Mixed { line });
            }
            let furthest = (*one).max(*two).max(*three);
            let encoding = [(*one, UTF_8), (*two, SHIFT_JIS), (*three, EUC_JP)]
                .into_iter()
                .find_map(|(at, encoding)| (at == furthest).then_some(encoding))
                .unwrap_or(UTF_8);
            Err(unmappable(bytes, encoding, furthest))
        }
    }
}

fn unmappable(bytes: &[u8], encoding: &'static Encoding, offset: usize) -> Unreadable {
    let before = &bytes[..offset.min(bytes.len())];
    let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
    Unreadable::Unmappable { encoding: encoding.name(), offset, line }
}

/// The text, or the offset of the first byte that means nothing.
fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    text.reserve(decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or_default());
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::Malformed(bad, after), read) => Err(read.saturating_sub(usize::from(bad + after))),
        (DecoderResult::InputEmpty | DecoderResult::OutputFull, _) => Ok(text),
    }
}

/// Little or big endian by what nearly all characters of Japanese are.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let share = |unit: fn([u8; 2]) -> u16| {
        let units = sample.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let common = units.filter(
            |&unit| matches!(unit, 0x09..=0x0D | 0x20..=0x7E | 0x2000..=0x30FF | 0x4E00..=0x9FFF | 0xFF00..=0xFFEF),
        );
        common.count() * 2
    };
    let [little, big] = [share(u16::from_le_bytes), share(u16::from_be_bytes)];
    let is_clear = little.max(big) * 20 >= sample.len() * 19 && bytes.len().is_multiple_of(2);
    is_clear.then_some(if little > big { UTF_16LE } else { UTF_16BE })
}

fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127)
}

fn is_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    sample.iter().filter(|&&byte| is_control(byte)).count() * 50 > sample.len()
}

/// How much a text looks like Japanese: half-width kana are what EUC-JP read as Shift_JIS shows.
fn likeness(text: &str) -> i64 {
    let score = |c| match c {
        'ぁ'..='ん' | '、' | '。' => 2,
        'ァ'..='ー' | '一'..='龠' => 1,
        '｡'..='ﾟ' => -2,
        _ => 0,
    };
    text.chars().take(SAMPLE).map(score).sum()
}

/// The first line in another encoding than the lines before it, where every line by itself is in one.
fn mixed(bytes: &[u8]) -> Option<usize> {
    let mut first = None;
    let mut differs = None;
    for (at, line) in bytes.split(|&byte| byte == b'\n').enumerate().filter(|(_, line)| !line.is_ascii()) {
        let encoding = [UTF_8, SHIFT_JIS, EUC_JP].into_iter().find(|encoding| strict(encoding, line).is_ok())?;
        if *first.get_or_insert(encoding) != encoding {
            differs.get_or_insert(at + 1);
        }
    }
    differs
}
