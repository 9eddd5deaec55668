//! The container (ECMA-376 Part 2): parts read by name, within bounds, into memory alone. No size that the file declares is
//! believed, and a name is nothing but a name.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::xml;
use crate::import::error::Error;

const ENTRIES: usize = 10_000;
/// Bytes of one part, and of all that are read, as unpacked.
const PART: u64 = 64 << 20;
const SUM: u64 = 160 << 20;

const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Name of the stream that holds an encrypted package ([MS-OFFCRYPTO]), in UTF-16.
const ENCRYPTED_PACKAGE: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";

pub struct Container<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
}

/// What a part leads to, by the id of the relationship.
pub type Relationships = HashMap<String, Relationship>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// The last step of its type: `footnotes`, `image`.
    pub kind: String,
    /// Name of a part, or an address where it is outside.
    pub target: String,
    pub is_external: bool,
}

impl<'b> Container<'b> {
    /// # Errors
    /// No container, or none of Word's.
    pub fn open(bytes: &'b [u8]) -> Result<Container<'b>, Error> {
        if bytes.starts_with(COMPOUND_FILE) {
            let is_encrypted = bytes.windows(ENCRYPTED_PACKAGE.len()).any(|window| window == ENCRYPTED_PACKAGE);
            return Err(if is_encrypted { Error::Encrypted } else { Error::OldWord });
        }
        let others: [(&[u8], &str); 4] =
            [(b"%PDF", "PDF"), (b"{\\rtf", "RTF"), (b"\x89PNG", "PNG"), (b"<", "HTML / XML")];
        if let Some((_, kind)) = others.into_iter().find(|(magic, _)| bytes.starts_with(magic)) {
            return Err(Error::NotWord(kind));
        }
        let is_text = !bytes.is_empty() && !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok();
        if is_text && !bytes.starts_with(b"PK") {
            return Err(Error::NotWord("テキスト"));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged("ZIP", &error))?;
        if archive.len() > ENTRIES {
            return Err(Error::Excessive);
        }
        Ok(Container { archive, left: SUM })
    }

    /// Whether there is a part whose name ends so.
    pub fn has(&self, end: &str) -> bool {
        self.archive.file_names().any(|name| name.is_ok_and(|name| name.ends_with(end)))
    }

    /// The text of a part; `None` where there is none.
    ///
    /// # Errors
    /// It cannot be unpacked, is no text, or is beyond the bounds.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, Error> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(Error::Encrypted),
            Err(error) => return Err(damaged(name, &error)),
        };
        let limit = PART.min(self.left);
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| damaged(name, &error))?;
        let size = bytes.len() as u64;
        if size > limit {
            return Err(Error::Excessive);
        }
        self.left -= size;
        let (encoding, mark) = encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
        match encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]) {
            Some(text) => Ok(Some(text.into_owned())),
            None => Err(Error::Damaged(format!("{name}: {}", encoding.name()))),
        }
    }

    /// What a part leads to; nothing where it does not say.
    ///
    /// # Errors
    /// As [`part`](Self::part).
    pub fn relationships(&mut self, part: &str) -> Result<Relationships, Error> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = joined(folder, &format!("_rels/{file}.rels"));
        let Some(text) = self.part(&name)? else { return Ok(Relationships::new()) };
        let document = xml::parse(&name, &text)?;
        let read = |node| {
            let is_external = xml::attribute(node, "TargetMode") == Some("External");
            let target = xml::attribute(node, "Target")?;
            let target = if is_external { target.to_owned() } else { joined(folder, target) };
            let kind = xml::attribute(node, "Type")?.rsplit('/').next()?.to_owned();
            Some((xml::attribute(node, "Id")?.to_owned(), Relationship { kind, target, is_external }))
        };
        Ok(xml::elements(document.root_element()).filter_map(read).collect())
    }

    /// Name of the part with the text.
    ///
    /// # Errors
    /// There is none: another program's container.
    pub fn main_part(&mut self) -> Result<String, Error> {
        let leads = self.relationships("")?;
        let mut targets: Vec<&str> =
            leads.values().filter(|to| to.kind == "officeDocument").map(|to| to.target.as_str()).collect();
        targets.sort_unstable();
        let name = targets.first().copied().unwrap_or("word/document.xml").to_owned();
        let kinds = [("xl/workbook.xml", "Excel"), ("ppt/presentation.xml", "PowerPoint"), ("content.xml", "ODF")];
        if let Some((_, kind)) = kinds.into_iter().find(|(part, _)| self.archive.index_for_name(part).is_some()) {
            return Err(Error::NotWord(kind));
        }
        match self.archive.index_for_name(&name) {
            Some(_) => Ok(name),
            None => Err(Error::NotWord("ZIP")),
        }
    }
}

fn damaged(part: &str, error: &dyn std::fmt::Display) -> Error {
    Error::Damaged(format!("{part}: {error}"))
}

/// The name of a part seen from a folder: `word` and `../custom/a.xml` is `custom/a.xml`. It never leads out.
fn joined(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => (),
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_lead_out() {
        assert_eq!(joined("word", "styles.xml"), "word/styles.xml");
        assert_eq!(joined("word", "/word/a.xml"), "word/a.xml");
        assert_eq!(joined("word", "../../../etc/passwd"), "etc/passwd");
        assert_eq!(joined("", "./word/document.xml"), "word/document.xml");
    }

    #[test]
    fn other_kinds_of_files_are_called_by_their_names() {
        let opened = |bytes: &[u8]| Container::open(bytes).err();
        assert_eq!(opened(b"%PDF-1.7"), Some(Error::NotWord("PDF")));
        assert_eq!(opened("第１条（目的）".as_bytes()), Some(Error::NotWord("テキスト")));
        assert_eq!(opened(COMPOUND_FILE), Some(Error::OldWord));
        assert_eq!(opened(&[COMPOUND_FILE, ENCRYPTED_PACKAGE].concat()), Some(Error::Encrypted));
        assert!(matches!(opened(b""), Some(Error::Damaged(_))));
        assert!(matches!(opened(b"PK\x03\x04 and no more"), Some(Error::Damaged(_))));
    }
}
