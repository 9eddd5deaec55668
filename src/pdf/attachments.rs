//! The files a document was compiled from, inside the PDF (ISO 19005-3, 6.8).
//!
//! To compile a document again from its PDF alone: write every embedded file to the path in its `/UF` below an empty
//! folder and build that folder (for a document without a set: the file whose `/AFRelationship` is `/Source`). The
//! paths are those of a project wherever it lay: `terms/<set>/set.yaml`, `terms/<set>/<effective date>/<document>.yaml`,
//! `terms/<set>/<effective date>/shared/<block>.yaml`, `templates/shared/<block>.yaml`, `kiyaku.yaml`; without a set
//! `<document>.yaml` and `shared/<block>.yaml`. Contents are the files as they were read, without a byte order mark.
//! The text of the result is right where [`crate::flow::digest`] of its flow is `kiyaku:contentDigest` of the metadata,
//! and the files are whole where their [`digest`] is `kiyaku:sourceDigest`. An issued form has its record beside them as
//! `issued/<form>/<number>.json` (`/AFRelationship` is `/Data`); the moment of issue is the file's `/CreationDate`.

use std::io;

use chrono::NaiveDateTime;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use md5::Md5;
use sha2::{Digest, Sha256};

use crate::flow::hex;

use super::finish::{deflated, text_string};
use super::metadata;

/// A file ready to be attached to any number of PDFs.
#[derive(Debug)]
pub struct Attachment {
    /// Relative path in the project, with `/`.
    place: String,
    /// Its media type.
    subtype: &'static str,
    deflated: Vec<u8>,
    /// In bytes, before compression.
    size: usize,
    /// As `/CheckSum` asks (ISO 32000-1, table 46).
    md5: Vec<u8>,
    sha256: String,
}

impl Attachment {
    /// # Errors
    /// The content cannot be compressed.
    pub fn new(place: String, content: &str) -> io::Result<Attachment> {
        Attachment::of(place, "application/yaml", content)
    }

    /// What a form is filled in with, as JSON.
    ///
    /// # Errors
    /// The content cannot be compressed.
    pub fn record(place: String, content: &str) -> io::Result<Attachment> {
        Attachment::of(place, "application/json", content)
    }

    fn of(place: String, subtype: &'static str, content: &str) -> io::Result<Attachment> {
        Ok(Attachment {
            place,
            subtype,
            deflated: deflated(content.as_bytes())?,
            size: content.len(),
            md5: Md5::digest(content.as_bytes()).to_vec(),
            sha256: hex(&Sha256::digest(content.as_bytes())),
        })
    }
}

/// What a document was compiled from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin<'a> {
    /// Every file of its edition, sorted by path.
    pub files: &'a [Attachment],
    /// What it is filled in with, where it is an issued form.
    pub record: Option<&'a Attachment>,
    /// Path of the document's own file among them.
    pub own: &'a str,
}

impl<'a> Origin<'a> {
    /// In the order of their paths.
    fn all(&self) -> Vec<&'a Attachment> {
        let mut all: Vec<&Attachment> = self.files.iter().chain(self.record).collect();
        all.sort_by_key(|file| &file.place);
        all
    }
}

/// SHA-256 of the list that `sha256sum` prints for the files in the order of their paths (by bytes), in hexadecimal.
pub fn digest(origin: &Origin) -> String {
    let list: String = origin.all().iter().map(|file| format!("{}  {}\n", file.sha256, file.place)).collect();
    hex(&Sha256::digest(list.as_bytes()))
}

/// Adds the files to a PDF: the values of `/EmbeddedFiles` and `/AF`. `created` is Japan Standard Time.
pub fn add(document: &mut Document, origin: &Origin, created: NaiveDateTime) -> Option<(ObjectId, Vec<Object>)> {
    let mut names: Vec<(Object, Object)> = Vec::new();
    let mut associated = Vec::new();
    for file in origin.all() {
        let is_own = file.place == origin.own;
        let is_record = origin.record.is_some_and(|record| record.place == file.place);
        let content = document.add_object(embedded(file, created));
        let specification: Object =
            document.add_object(specification(file, relationship(is_own, is_record), content)).into();
        names.push((text_string(&file.place), specification.clone()));
        associated.insert(if is_own { 0 } else { associated.len() }, specification);
    }
    // A name tree is searched by halves (ISO 32000-1, 7.9.6): in the order of the bytes of its keys.
    names.sort_by(|(a, _), (b, _)| a.as_str().ok().cmp(&b.as_str().ok()));
    if names.is_empty() {
        return None;
    }
    let names: Vec<Object> = names.into_iter().flat_map(|(key, value)| [key, value]).collect();
    Some((document.add_object(dictionary! { "Names" => names }), associated))
}

fn embedded(file: &Attachment, created: NaiveDateTime) -> Stream {
    let dictionary = dictionary! {
        "Type" => "EmbeddedFile",
        "Subtype" => file.subtype,
        "Filter" => "FlateDecode",
        "Params" => dictionary! {
            "Size" => file.size as i64,
            "ModDate" => metadata::date(created),
            "CheckSum" => Object::String(file.md5.clone(), StringFormat::Hexadecimal),
        },
    };
    let mut stream = Stream::new(dictionary, file.deflated.clone());
    stream.allows_compression = false;
    stream
}

/// What a file is to the document (ISO 19005-3, 6.8), and how readers are told.
fn relationship(is_own: bool, is_record: bool) -> (&'static str, &'static str) {
    match (is_own, is_record) {
        (true, _) => ("Source", "この文書の原本"),
        (_, true) => ("Data", "この文書に記入したデータ"),
        _ => ("Supplement", "この版を組み立てるためのファイル"),
    }
}

fn specification(file: &Attachment, (relationship, description): (&str, &str), content: ObjectId) -> Dictionary {
    dictionary! {
        "Type" => "Filespec",
        "F" => text_string(&file.place),
        "UF" => text_string(&file.place),
        "Desc" => text_string(description),
        "AFRelationship" => relationship,
        "EF" => dictionary! { "F" => content, "UF" => content },
    }
}
