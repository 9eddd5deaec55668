//! One line of a register: what it says, how it is written, and what is wrong with one that cannot be read.
//!
//! A line is a JSON object of texts in a fixed order. `previous` is the digest of the line before; `digest`, the last, is
//! that of every byte of the line before `,"digest"`. So each line vouches for itself, and the chain for all of them.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::digest::Digest;
use crate::diagnostic::Message;
use crate::issuance::number::is_file_name;
use crate::say;

/// Bytes of a line: the longest texts, escaped, stay far below.
pub const MAX_LINE: usize = 64 << 10;
/// Characters of a subject or a reason.
pub const MAX_TEXT: usize = 2_000;

/// All times are Japan's.
const MOMENT: &str = "%Y-%m-%dT%H:%M:%S+09:00";
const DIGEST: &str = ",\"digest\":\"";
const ISSUED: [&str; 11] =
    ["kind", "number", "set", "form", "edition", "subject", "issued", "record", "pdf", "previous", "digest"];
const VOIDED: [&str; 6] = ["kind", "number", "reason", "time", "previous", "digest"];

/// A document that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    pub number: String,
    /// Id of the set.
    pub set: String,
    /// Id of the form in the set.
    pub form: String,
    /// Effective date of the edition it was issued from.
    pub edition: NaiveDate,
    /// Whom or what it is about.
    pub subject: String,
    /// In Japan's time, whole seconds.
    pub issued: NaiveDateTime,
    /// Of the canonical form of the record.
    pub record: Digest,
    /// Of the file.
    pub pdf: Digest,
}

/// A number that counts no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voided {
    pub number: String,
    pub reason: String,
    /// In Japan's time, whole seconds.
    pub time: NaiveDateTime,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    Issued(Issued),
    Voided(Voided),
}

/// An entry in its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub entry: Entry,
    /// Digest that the line before should have.
    pub previous: Digest,
    /// What the line says its digest is.
    pub digest: Digest,
    /// What it is.
    pub computed: Digest,
}

/// Where the file of a number lies, from the folder of the set's output.
pub fn file(edition: NaiveDate, form: &str, number: &str) -> String {
    format!("{edition}/issued/{form}/{number}.pdf")
}

impl Entry {
    pub fn number(&self) -> &str {
        match self {
            Entry::Issued(issued) => &issued.number,
            Entry::Voided(voided) => &voided.number,
        }
    }

    pub fn time(&self) -> NaiveDateTime {
        match self {
            Entry::Issued(issued) => issued.issued,
            Entry::Voided(voided) => voided.time,
        }
    }

    /// The line, with its LF, and its digest.
    ///
    /// # Errors
    /// A text that a line cannot hold.
    pub fn write(&self, previous: Digest) -> Result<(String, Digest), Message> {
        self.check()?;
        let text = self.covered(previous);
        let digest = Digest::of(text.as_bytes());
        Ok((format!("{text}{DIGEST}{digest}\"}}\n"), digest))
    }

    /// What the digest is made of.
    fn covered(&self, previous: Digest) -> String {
        let previous = previous.to_string();
        let values = match self {
            Entry::Issued(one) => {
                let Issued { number, set, form, subject, .. } = one;
                let (edition, issued) = (one.edition.to_string(), one.issued.format(MOMENT).to_string());
                let (record, pdf) = (one.record.to_string(), one.pdf.to_string());
                let texts = ["issued", number, set, form, &edition, subject, &issued, &record, &pdf, &previous];
                texts.map(Value::from).to_vec()
            }
            Entry::Voided(Voided { number, reason, time }) => {
                let time = time.format(MOMENT).to_string();
                ["voided", number, reason, &time, &previous].map(Value::from).to_vec()
            }
        };
        let keys: &[&str] = if let Entry::Issued(_) = self { &ISSUED } else { &VOIDED };
        let pairs = keys.iter().zip(values).map(|(key, value)| format!("\"{key}\":{value}"));
        format!("{{{}", pairs.collect::<Vec<_>>().join(","))
    }

    /// Texts become parts of paths and are shown in terminals and spreadsheets.
    fn check(&self) -> Result<(), Message> {
        match self {
            Entry::Issued(Issued { number, set, form, subject, .. }) => {
                name("number", number)?;
                name("set", set)?;
                name("form", form)?;
                text("subject", subject)
            }
            Entry::Voided(Voided { number, reason, .. }) => {
                name("number", number)?;
                text("reason", reason)
            }
        }
    }
}

impl Line {
    /// Reads a line without its LF.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(bytes: &[u8]) -> Result<Line, Message> {
        let text = decode(bytes)?;
        let Pairs(pairs) = serde_json::from_str(text).map_err(|error| {
            let column = error.column().max(1);
            say!(
                "値がすべて文字列の JSON として読めません（{column} バイト目）",
                "not a JSON object of strings (byte {column})"
            )
        })?;
        let fields = Fields::new(&pairs)?;
        let entry = fields.entry()?;
        let (previous, digest) = (fields.digest("previous")?, fields.digest("digest")?);
        entry.check()?;
        let covered = text.rfind(DIGEST).map_or("", |at| &text[..at]);
        if format!("{}{DIGEST}{digest}\"}}", entry.covered(previous)) != text {
            return Err(say!(
                "空白や文字の表し方が、kiyaku の書く行と違います",
                "spaces or characters are not written as kiyaku writes them"
            ));
        }
        Ok(Line { entry, previous, digest, computed: Digest::of(covered.as_bytes()) })
    }
}

fn decode(bytes: &[u8]) -> Result<&str, Message> {
    if bytes.len() > MAX_LINE {
        let most = MAX_LINE >> 10;
        return Err(say!("行が {most} KiB を超えています", "the line is longer than {most} KiB"));
    }
    if bytes.is_empty() {
        return Err(say!("空の行です", "the line is empty"));
    }
    if bytes.contains(&0) {
        return Err(say!(
            "値 0 のバイトがあります。書いている途中で電源が切れたことなどが考えられます",
            "there are zero bytes, as when power fails during writing"
        ));
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        return Err(say!(
            "先頭に BOM が付いています。エディタで保存し直されています",
            "it begins with a byte order mark: an editor saved the file"
        ));
    }
    if bytes.ends_with(b"\r") {
        return Err(say!(
            "行末が CRLF です。エディタで保存し直されたか、転送で変わっています",
            "it ends with CR LF: an editor or a transfer changed the file"
        ));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to() + 1;
        say!("UTF-8 として読めません（{at} バイト目）", "not UTF-8 (byte {at})")
    })
}

/// The members of a JSON object in their order, all of them strings; anything deeper is refused at once.
struct Pairs(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pairs, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of strings")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// Members that are known to be there.
struct Fields<'a>(&'a [(String, String)]);

impl<'a> Fields<'a> {
    /// Refuses what is missing, unknown, or there twice.
    fn new(pairs: &'a [(String, String)]) -> Result<Fields<'a>, Message> {
        for (at, (key, _)) in pairs.iter().enumerate() {
            // No kind of line has more: the search stays short.
            if pairs[..at.min(ISSUED.len())].iter().any(|(other, _)| other == key) {
                let key = excerpt(key);
                return Err(say!("「{key}」が二度あります", "`{key}` is there twice"));
            }
        }
        let fields = Fields(pairs);
        let kind = fields.text("kind")?;
        let keys: &[&str] = match kind {
            "issued" => &ISSUED,
            "voided" => &VOIDED,
            _ => {
                let kind = excerpt(kind);
                return Err(say!("「kind」の値「{kind}」は知られていません", "unknown `kind`: `{kind}`"));
            }
        };
        if let Some((key, _)) = pairs.iter().find(|(key, _)| !keys.contains(&key.as_str())) {
            let key = excerpt(key);
            return Err(say!("知らない項目「{key}」があります", "unknown member `{key}`"));
        }
        for key in keys {
            fields.text(key)?;
        }
        if !pairs.iter().map(|(key, _)| key.as_str()).eq(keys.iter().copied()) {
            return Err(say!("項目の並びが違います", "the members are in another order"));
        }
        Ok(fields)
    }

    fn text(&self, key: &str) -> Result<&'a str, Message> {
        let found = self.0.iter().find(|(known, _)| known == key);
        found.map(|(_, value)| value.as_str()).ok_or_else(|| say!("「{key}」がありません", "`{key}` is missing"))
    }

    fn read<T>(&self, key: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, Message> {
        let value = self.text(key)?;
        read(value).ok_or_else(|| {
            let value = excerpt(value);
            say!("「{key}」の値「{value}」を読み取れません", "`{key}` cannot be read: `{value}`")
        })
    }

    fn digest(&self, key: &str) -> Result<Digest, Message> {
        self.read(key, Digest::parse)
    }

    fn moment(&self, key: &str) -> Result<NaiveDateTime, Message> {
        self.read(key, |value| NaiveDateTime::parse_from_str(value, MOMENT).ok())
    }

    fn entry(&self) -> Result<Entry, Message> {
        let text = |key| self.text(key).map(str::to_owned);
        let number = text("number")?;
        if self.text("kind")? == "voided" {
            return Ok(Entry::Voided(Voided { number, reason: text("reason")?, time: self.moment("time")? }));
        }
        Ok(Entry::Issued(Issued {
            number,
            set: text("set")?,
            form: text("form")?,
            edition: self.read("edition", |value| value.parse().ok())?,
            subject: text("subject")?,
            issued: self.moment("issued")?,
            record: self.digest("record")?,
            pdf: self.digest("pdf")?,
        }))
    }
}

fn name(key: &str, value: &str) -> Result<(), Message> {
    if is_file_name(value) && !value.contains(is_unseen) {
        return Ok(());
    }
    let value = excerpt(value);
    Err(say!("「{key}」の値「{value}」は、ファイル名に使えません", "`{key}` cannot be a file name: `{value}`"))
}

fn text(key: &str, value: &str) -> Result<(), Message> {
    if value.contains(is_unseen) {
        return Err(say!(
            "「{key}」に、改行などの制御文字があります",
            "`{key}` holds control characters such as line breaks"
        ));
    }
    if value.chars().nth(MAX_TEXT).is_some() {
        return Err(say!("「{key}」が {MAX_TEXT} 文字を超えています", "`{key}` is longer than {MAX_TEXT} characters"));
    }
    Ok(())
}

/// What changes how a terminal shows the rest of a line: control characters, and those that turn the direction of writing.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}')
}

/// As much of a strange text as a message can hold.
fn excerpt(text: &str) -> String {
    const MOST: usize = 40;
    let shown = text.chars().take(MOST).map(|c| if is_unseen(c) { '\u{FFFD}' } else { c });
    let dots = if text.chars().nth(MOST).is_some() { "…" } else { "" };
    shown.collect::<String>() + dots
}
