//! What a file says about itself: title, maker, and in our own files which document of which set it is.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::file::{Damage, File};
use super::object::{Dictionary, Object, date, text};

/// Our properties, from the packet of metadata; empty or absent in files that are not ours.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imprint {
    /// Of the information dictionary.
    pub title: String,
    /// Of the packet.
    pub packet_title: String,
    pub document: String,
    pub set: Option<String>,
    pub revision: Option<String>,
    pub effective: Option<NaiveDate>,
    /// Digest of the text as it was compiled, in hexadecimal digits.
    pub digest: String,
    /// Digest of the list of embedded files.
    pub source_digest: Option<String>,
    /// Version of kiyaku.
    pub producer: String,
    /// Japan Standard Time.
    pub created: Option<NaiveDateTime>,
}

impl Imprint {
    /// Whether it is that of a file of ours.
    pub fn is_ours(&self) -> bool {
        !self.document.is_empty() && !self.digest.is_empty()
    }
}

/// # Errors
/// The file cannot be read.
pub fn imprint(file: &File) -> Result<Imprint, Damage> {
    let catalog = file.dictionary(&file.trailer, "Root")?;
    let info = file.dictionary(&file.trailer, "Info")?;
    let packet = match file.resolve(catalog.get("Metadata"))? {
        Object::Stream(stream) => String::from_utf8_lossy(&file.unpack(&stream)?).into_owned(),
        _ => String::new(),
    };
    let created = file.resolve(info.get("CreationDate"))?.string().and_then(date);
    let property = |name: &str| element(&packet, &format!("kiyaku:{name}"));
    Ok(Imprint {
        title: string(file, &info, "Title")?,
        packet_title: element(&packet, "dc:title").map(|title| stripped(&title)).unwrap_or_default(),
        document: property("documentId").unwrap_or_default(),
        set: property("set"),
        revision: property("revision"),
        effective: property("effective").and_then(|day| day.parse().ok()),
        digest: property("contentDigest").unwrap_or_default(),
        source_digest: property("sourceDigest"),
        producer: property("producerVersion").unwrap_or_default(),
        created: created.and_then(|utc| utc.checked_add_signed(TimeDelta::hours(9))),
    })
}

fn string(file: &File, dictionary: &Dictionary, key: &str) -> Result<String, Damage> {
    Ok(file.resolve(dictionary.get(key))?.string().map(text).unwrap_or_default())
}

/// The text of an element of the packet. Programs that sign write packets anew, but keep the names of what readers show.
fn element(packet: &str, name: &str) -> Option<String> {
    let (_, rest) = packet.split_once(&format!("<{name}"))?;
    let (attributes, rest) = rest.split_once('>')?;
    let (value, _) = rest.split_once(&format!("</{name}>"))?;
    let is_name = attributes.is_empty() || attributes.starts_with(char::is_whitespace);
    let value = value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    is_name.then_some(value)
}

fn stripped(markup: &str) -> String {
    let parts = markup.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    parts.collect::<String>().trim().to_owned()
}
