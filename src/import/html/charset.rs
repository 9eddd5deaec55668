//! The encoding of a page: what it declares counts where no byte order mark does, and is then the likeliest.

use encoding_rs::{Encoding, UTF_8};

use crate::import::plain::{self, Unreadable};

/// Bytes in which the HTML Standard looks for a declaration.
const PRESCAN: usize = 1024;

/// # Errors
/// See [`Unreadable`].
pub fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    let declared = match Encoding::for_bom(bytes) {
        Some(_) => None,
        None => declared(&bytes[..bytes.len().min(PRESCAN)]),
    };
    // UTF-8 is what guessing tries first, and a page that declares it wrongly is then read all the same.
    match declared.filter(|encoding| *encoding != UTF_8) {
        Some(encoding) if !bytes.contains(&0) && bytes.len() <= plain::MOST => {
            let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
            text.map_or_else(|| plain::decode(bytes), |text| Ok(text.into_owned()))
        }
        _ => plain::decode(bytes),
    }
}

/// `<meta charset="Shift_JIS">`, `<meta … content="text/html; charset=Shift_JIS">`, `<?xml … encoding="Shift_JIS"?>`
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let after = ["charset", "encoding"].into_iter().find_map(|word| head.split_once(word))?.1;
    let value = after.trim_start().strip_prefix('=')?.trim_start_matches(['"', '\'', ' ']);
    let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).unwrap_or(value.len());
    Encoding::for_label(&value.as_bytes()[..value.floor_char_boundary(end)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{EUC_JP, SHIFT_JIS};

    #[test]
    fn pages_say_their_encoding_or_it_is_guessed() {
        let page = |head: &str| format!("<html><head>{head}</head><p>利用規約の本文です。</p>");
        for (head, encoding) in [
            ("<meta charset=\"Shift_JIS\">", SHIFT_JIS),
            ("<meta http-equiv='Content-Type' content='text/html; charset=EUC-JP'>", EUC_JP),
            ("<meta charset=utf-8>", SHIFT_JIS),
            ("", SHIFT_JIS),
            ("", UTF_8),
        ] {
            let text = page(head);
            let bytes = encoding.encode(&text).0;
            assert_eq!(decode(&bytes).as_deref(), Ok(text.as_str()), "{head} {}", encoding.name());
        }
    }
}
