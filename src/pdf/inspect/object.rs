//! Objects of a PDF and the syntax they are written in (ISO 32000-1, 7.2 and 7.3).

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{NaiveDateTime, TimeDelta};

/// Deeper nesting than this is no document's.
const DEPTH: usize = 64;
/// Values that one object may hold.
const VALUES: usize = 1 << 19;

#[derive(Debug, Clone, PartialEq)]
pub enum Object {
    Null,
    Boolean(bool),
    Integer(i64),
    Real(f64),
    Name(Vec<u8>),
    String(Vec<u8>),
    Array(Vec<Object>),
    Dictionary(Dictionary),
    Reference(u32),
    Stream(Stream),
}

/// A stream's data stay in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Stream {
    pub dictionary: Dictionary,
    pub data: Range<usize>,
}

/// Keys without their slash. A key given twice is refused by the parser: readers differ on which one counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dictionary(pub BTreeMap<Vec<u8>, Object>);

impl Dictionary {
    /// The value, which may be a reference; `Null` for none.
    pub fn get(&self, key: &str) -> &Object {
        self.0.get(key.as_bytes()).unwrap_or(&Object::Null)
    }

    pub fn is(&self, key: &str, name: &str) -> bool {
        self.get(key).name() == Some(name.as_bytes())
    }
}

impl Object {
    pub fn integer(&self) -> Option<i64> {
        if let Object::Integer(value) = self { Some(*value) } else { None }
    }

    pub fn number(&self) -> Option<f64> {
        match self {
            Object::Integer(value) => Some(*value as f64),
            Object::Real(value) => Some(*value),
            _ => None,
        }
    }

    pub fn name(&self) -> Option<&[u8]> {
        if let Object::Name(name) = self { Some(name) } else { None }
    }

    pub fn string(&self) -> Option<&[u8]> {
        if let Object::String(bytes) = self { Some(bytes) } else { None }
    }

    pub fn reference(&self) -> Option<u32> {
        if let Object::Reference(number) = self { Some(*number) } else { None }
    }

    pub fn array(&self) -> &[Object] {
        if let Object::Array(items) = self { items } else { &[] }
    }

    /// A dictionary's own, or that of a stream.
    pub fn dictionary(&self) -> Option<&Dictionary> {
        match self {
            Object::Dictionary(dictionary) | Object::Stream(Stream { dictionary, .. }) => Some(dictionary),
            _ => None,
        }
    }
}

/// A text string (ISO 32000-1, 7.9.2.2). PDFDocEncoding is read as Latin-1, which it is but for marks no name here has.
pub fn text(bytes: &[u8]) -> String {
    if let Some(units) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        let units: Vec<u16> =
            units.chunks(2).map(|pair| pair.iter().fold(0, |unit, b| unit << 8 | u16::from(*b))).collect();
        return String::from_utf16_lossy(&units);
    }
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// A date (ISO 32000-1, 7.9.4) in Coordinated Universal Time. One without a zone is read as such.
pub fn date(bytes: &[u8]) -> Option<NaiveDateTime> {
    let written = std::str::from_utf8(bytes).ok()?.strip_prefix("D:")?;
    let (local, zone) = written.split_at_checked(14)?;
    let local = NaiveDateTime::parse_from_str(local, "%Y%m%d%H%M%S").ok()?;
    let part = |range: std::ops::Range<usize>| zone.get(range).and_then(|part| part.parse::<i64>().ok()).unwrap_or(0);
    let ahead = TimeDelta::minutes(part(1..3) * 60 + part(4..6));
    if zone.starts_with('-') { local.checked_add_signed(ahead) } else { local.checked_sub_signed(ahead) }
}

/// Reads objects one after the other.
pub struct Lexer<'a> {
    bytes: &'a [u8],
    pub at: usize,
    /// How many values the object being read may still hold.
    values: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(bytes: &'a [u8], at: usize) -> Lexer<'a> {
        Lexer { bytes, at, values: VALUES }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// White space and comments.
    pub fn space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => self.at += self.rest().iter().take_while(|byte| !matches!(byte, b'\r' | b'\n')).count(),
                byte if is_space(byte) => self.at += 1,
                _ => return,
            }
        }
    }

    pub fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The next word of regular characters, after any white space; empty before a delimiter or the end.
    pub fn word(&mut self) -> &'a [u8] {
        self.space();
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| is_regular(**byte)).count();
        self.at += length;
        &rest[..length]
    }

    /// Takes the word if it comes next.
    pub fn keyword(&mut self, word: &str) -> bool {
        let start = self.at;
        let found = self.word() == word.as_bytes();
        if !found {
            self.at = start;
        }
        found
    }

    pub fn unsigned(&mut self) -> Option<u64> {
        std::str::from_utf8(self.word()).ok()?.parse().ok()
    }

    /// One object without stream data. `None` where the syntax is broken.
    pub fn object(&mut self) -> Option<Object> {
        self.values = VALUES;
        self.nested(DEPTH)
    }

    fn nested(&mut self, depth: usize) -> Option<Object> {
        let depth = depth.checked_sub(1)?;
        self.values = self.values.checked_sub(1)?;
        self.space();
        match self.peek()? {
            b'/' => self.name().map(Object::Name),
            b'(' => self.literal().map(Object::String),
            b'<' if self.rest().starts_with(b"<<") => self.dictionary(depth).map(Object::Dictionary),
            b'<' => self.hexadecimal().map(Object::String),
            b'[' => self.array(depth),
            _ => self.simple(),
        }
    }

    fn array(&mut self, depth: usize) -> Option<Object> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.space();
            if self.peek()? == b']' {
                self.at += 1;
                return Some(Object::Array(items));
            }
            items.push(self.nested(depth)?);
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Dictionary> {
        self.at += 2;
        let mut entries = BTreeMap::new();
        loop {
            self.space();
            if self.rest().starts_with(b">>") {
                self.at += 2;
                return Some(Dictionary(entries));
            }
            let key = self.name()?;
            let value = self.nested(depth)?;
            if entries.insert(key, value).is_some() {
                return None;
            }
        }
    }

    fn name(&mut self) -> Option<Vec<u8>> {
        if self.peek()? != b'/' {
            return None;
        }
        self.at += 1;
        let length = self.rest().iter().take_while(|byte| is_regular(**byte)).count();
        let written = &self.rest()[..length];
        self.at += length;
        let mut name = Vec::with_capacity(length);
        let mut bytes = written.iter();
        while let Some(byte) = bytes.next() {
            let escaped = bytes.as_slice().get(..2).and_then(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?));
            match (byte, escaped) {
                (b'#', Some(value)) => {
                    name.push(value);
                    bytes.nth(1);
                }
                _ => name.push(*byte),
            }
        }
        Some(name)
    }

    fn hexadecimal(&mut self) -> Option<Vec<u8>> {
        self.at += 1;
        let length = self.rest().iter().position(|byte| *byte == b'>')?;
        let written = &self.rest()[..length];
        self.at += length + 1;
        let mut digits = Vec::with_capacity(length);
        for byte in written.iter().filter(|byte| !is_space(**byte)) {
            digits.push(digit(*byte)?);
        }
        Some(digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect())
    }

    fn literal(&mut self) -> Option<Vec<u8>> {
        self.at += 1;
        let mut out = Vec::new();
        let mut open = 1;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => open -= 1,
                b'\\' => {
                    out.extend(self.escape()?);
                    continue;
                }
                // A line break of any kind means LF.
                b'\r' => {
                    self.at += usize::from(self.peek() == Some(b'\n'));
                    out.push(b'\n');
                    continue;
                }
                _ => {}
            }
            if open == 0 {
                return Some(out);
            }
            out.push(byte);
        }
    }

    fn escape(&mut self) -> Option<Option<u8>> {
        let byte = self.peek()?;
        self.at += 1;
        Some(match byte {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'\r' => {
                self.at += usize::from(self.peek() == Some(b'\n'));
                None
            }
            b'\n' => None,
            b'0'..=b'7' => {
                self.at -= 1;
                let octal = self.rest().iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7'));
                let digits: Vec<u8> = octal.copied().collect();
                self.at += digits.len();
                Some(digits.iter().fold(0u16, |value, digit| value << 3 | u16::from(digit - b'0')) as u8)
            }
            other => Some(other),
        })
    }

    /// A number, a reference, true, false or null.
    fn simple(&mut self) -> Option<Object> {
        let word = std::str::from_utf8(self.word()).ok()?;
        match word {
            "true" => return Some(Object::Boolean(true)),
            "false" => return Some(Object::Boolean(false)),
            "null" => return Some(Object::Null),
            _ => {}
        }
        let Ok(value) = word.parse::<i64>() else {
            let is_number = word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.'));
            return word.parse().ok().filter(|_| is_number).map(Object::Real);
        };
        let after = self.at;
        if let Ok(number) = u32::try_from(value)
            && self.unsigned().is_some()
            && self.keyword("R")
        {
            return Some(Object::Reference(number));
        }
        self.at = after;
        Some(Object::Integer(value))
    }
}

pub fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !b"()<>[]{}/%".contains(&byte)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Object> {
        Lexer::new(text.as_bytes(), 0).object()
    }

    #[test]
    fn objects_are_read_as_the_standard_writes_them() {
        let name = |name: &str| Object::Name(name.as_bytes().to_vec());
        let string = |bytes: &[u8]| Object::String(bytes.to_vec());
        assert_eq!(read("/A#20B"), Some(name("A B")));
        assert_eq!(read("(a(b)\\)\\101\\\r\nc\r\n)"), Some(string(b"a(b))Ac\n")));
        assert_eq!(read("<4 1 7>"), Some(string(b"Ap")));
        assert_eq!(
            read("[1 -2.5 3 0 R true]").unwrap().array(),
            [Object::Integer(1), Object::Real(-2.5), Object::Reference(3), Object::Boolean(true)]
        );
        assert_eq!(read("<</K/V%x\n/L 2>>").unwrap().dictionary().unwrap().get("K"), &name("V"));
        let utc = date(b"D:20261001000000+09'00'").unwrap();
        assert_eq!((utc, date(b"D:20260930150000Z").unwrap()), (utc, utc));
        assert_eq!(text(b"\xFE\xFF\x89\x8F\x7D\x04"), "規約");
    }

    #[test]
    fn what_readers_differ_about_or_what_never_ends_is_refused() {
        assert_eq!(read("<</K 1/K 2>>"), None);
        assert_eq!(read("(never ends"), None);
        assert_eq!(read(&"[".repeat(1_000_000)), None);
        assert_eq!(read("nan"), None);
    }
}
