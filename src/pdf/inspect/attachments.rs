//! Files inside the file (ISO 32000-1, 7.11.4).

use std::collections::BTreeMap;

use super::file::{Damage, File};
use super::object::{Dictionary, Object, text};

/// Levels of the tree of names.
const DEPTH: usize = 16;
/// Bytes of all attachments.
const BYTES: usize = 48 << 20;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub name: String,
    /// `Source`, `Supplement` …; empty for none.
    pub relationship: String,
    pub bytes: Vec<u8>,
}

/// The attachments by name: those of the tree of names, and those the document is associated with.
///
/// # Errors
/// They cannot be read.
pub fn attachments(file: &File) -> Result<Vec<Attachment>, Damage> {
    let catalog = file.dictionary(&file.trailer, "Root")?;
    let names = file.dictionary(&catalog, "Names")?;
    let mut listed = Vec::new();
    collect(file, file.dictionary(&names, "EmbeddedFiles")?, DEPTH, &mut listed)?;
    listed.extend_from_slice(file.resolve(catalog.get("AF"))?.array());
    let mut found: BTreeMap<String, Attachment> = BTreeMap::new();
    let mut seen = Vec::new();
    let mut total = 0;
    for entry in listed {
        if entry.reference().is_some() && seen.contains(&entry) {
            continue;
        }
        let Some(attachment) = attachment(file, &entry)? else { continue };
        seen.push(entry);
        total += attachment.bytes.len();
        if total > BYTES || found.len() > 1000 {
            return Err(Damage::Excessive);
        }
        // Of two files with one name a reader may show either.
        if found.get(&attachment.name).is_some_and(|other| *other != attachment) {
            return Err(Damage::Broken);
        }
        found.insert(attachment.name.clone(), attachment);
    }
    Ok(found.into_values().collect())
}

fn collect(file: &File, node: Dictionary, depth: usize, out: &mut Vec<Object>) -> Result<(), Damage> {
    let depth = depth.checked_sub(1).ok_or(Damage::Broken)?;
    out.extend(file.resolve(node.get("Names"))?.array().chunks(2).filter_map(|pair| pair.get(1)).cloned());
    for kid in file.resolve(node.get("Kids"))?.array() {
        if let Some(kid) = file.resolve(kid)?.dictionary() {
            collect(file, kid.clone(), depth, out)?;
        }
    }
    Ok(())
}

fn attachment(file: &File, entry: &Object) -> Result<Option<Attachment>, Damage> {
    let specification = file.resolve(entry)?;
    let Some(specification) = specification.dictionary() else { return Ok(None) };
    let name = match file.resolve(specification.get("UF"))? {
        Object::Null => file.resolve(specification.get("F"))?,
        name => name,
    };
    let embedded = file.dictionary(specification, "EF")?;
    let Object::Stream(stream) = file.resolve(embedded.get("F"))? else { return Ok(None) };
    let relationship = specification.get("AFRelationship").name().unwrap_or_default();
    Ok(Some(Attachment {
        name: text(name.string().unwrap_or_default()),
        relationship: String::from_utf8_lossy(relationship).into_owned(),
        bytes: file.unpack(&stream)?,
    }))
}
