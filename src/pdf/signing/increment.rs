//! The update that a signature is: new objects behind the old bytes, with a hole where the signature will stand.

use std::ops::Range;

use lopdf::{Dictionary, Object, ObjectId, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::super::finish::text_string;
use super::super::inspect::{self, Damage, Field, File};
use super::super::metadata::date;
use super::update::Update;
use super::{Error, Identity, Request, appearance};

/// Room for a signature besides its certificates, and for a time stamp with those of its authority, in bytes.
const ROOM: usize = 4096;
const ROOM_FOR_TIME: usize = 16384;
/// Stands in for an offset until it is known; no file is longer.
const OFFSET: i64 = 9_999_999_999;
/// Certified files may still be filled in and signed (ISO 32000-1, table 254).
const FORMS_AND_SIGNATURES: i64 = 2;
/// Signatures exist, and the file must only be appended to (table 219).
const SIGNED: i64 = 3;

/// A file with a hole.
#[derive(Debug)]
pub(super) struct Draft {
    bytes: Vec<u8>,
    /// Where the signature goes, with the angle brackets around it.
    hole: Range<usize>,
}

/// Appends a signature without its value.
pub(super) fn write(file: &File, field: &Field, identity: &Identity, request: &Request) -> Result<Draft, Error> {
    let mut update = Update::new(file)?;
    let certificates: usize = identity.chain.iter().map(Vec::len).sum();
    let room = ROOM + certificates + if request.is_timestamped { ROOM_FOR_TIME } else { 0 };
    let value = signature(&mut update, field, identity, request, room)?;
    let value = update.document.add_object(value);
    update.taken(field.number)?.set("V", value);
    show(&mut update, field.widgets.first().copied().unwrap_or(field.number), identity, request)?;
    announce(&mut update)?;
    if request.certify {
        certify(&mut update, value)?;
    }
    Draft::new(update.into_bytes()?, file.bytes.len(), room)
}

/// The signature dictionary (ISO 32000-1, table 252).
fn signature(
    update: &mut Update,
    field: &Field,
    identity: &Identity,
    request: &Request,
    room: usize,
) -> Result<Dictionary, Error> {
    let root = Object::Reference(update.id(update.root()?));
    let mut signature = dictionary! {
        "Type" => "Sig",
        "Filter" => "Adobe.PPKLite",
        "SubFilter" => "ETSI.CAdES.detached",
        "ByteRange" => vec![0.into(), OFFSET.into(), OFFSET.into(), OFFSET.into()],
        "Contents" => Object::String(vec![0; room], StringFormat::Hexadecimal),
        "M" => date(request.at),
        "Name" => text_string(&identity.name()),
    };
    if let Some(reason) = request.reason {
        signature.set("Reason", text_string(reason));
    }
    let mut references = Vec::new();
    if request.certify {
        let parameters = dictionary! { "Type" => "TransformParams", "V" => "1.2", "P" => FORMS_AND_SIGNATURES };
        references.push(reference("DocMDP", parameters, &root));
    }
    if field.lock.is_some() {
        let own = update.file.get(field.number)?;
        let lock = update.file.dictionary(own.dictionary().ok_or(Damage::Broken)?, "Lock")?;
        let mut parameters = update.dictionary(&lock);
        parameters.set("Type", "TransformParams");
        parameters.set("V", "1.2");
        references.push(reference("FieldMDP", parameters, &root));
    }
    if !references.is_empty() {
        signature.set("Reference", references);
    }
    Ok(signature)
}

/// What a signature guards besides bytes (table 253).
fn reference(method: &str, parameters: Dictionary, root: &Object) -> Object {
    Object::from(dictionary! {
        "Type" => "SigRef",
        "TransformMethod" => method,
        "TransformParams" => parameters,
        "Data" => root.clone(),
    })
}

/// Gives the field on the page its new look.
fn show(update: &mut Update, widget: u32, identity: &Identity, request: &Request) -> Result<(), Error> {
    let own = update.file.get(widget)?;
    let area = update.file.resolve(own.dictionary().ok_or(Damage::Broken)?.get("Rect"))?;
    let sides: Vec<f32> = area.array().iter().filter_map(inspect::Object::number).map(|side| side as f32).collect();
    let [left, bottom, right, top] = sides[..] else { return Ok(()) };
    let size = ((right - left).abs(), (top - bottom).abs());
    // A field without extent is meant to be invisible (ISO 32000-1, 12.7.4.5).
    if size.0 == 0.0 || size.1 == 0.0 {
        return Ok(());
    }
    let look = appearance::add(&mut update.document, size, &identity.name(), request)?;
    update.taken(widget)?.set("AP", dictionary! { "N" => look });
    Ok(())
}

/// Says in the form that there are signatures.
fn announce(update: &mut Update) -> Result<(), Error> {
    let root = update.root()?;
    let catalog = update.taken(root)?;
    if let Ok(form) = catalog.get_mut(b"AcroForm").and_then(Object::as_dict_mut) {
        form.set("SigFlags", SIGNED);
        return Ok(());
    }
    let (form, _) = catalog.get(b"AcroForm").and_then(Object::as_reference)?;
    update.taken(form)?.set("SigFlags", SIGNED);
    Ok(())
}

fn certify(update: &mut Update, value: ObjectId) -> Result<(), Error> {
    let root = update.root()?;
    let catalog = update.file.dictionary(&update.file.trailer, "Root")?;
    let mut permissions = update.dictionary(&update.file.dictionary(&catalog, "Perms")?);
    permissions.set("DocMDP", value);
    update.taken(root)?.set("Perms", permissions);
    Ok(())
}

impl Draft {
    /// Finds the hole behind the `old` bytes and writes around it what it leaves out.
    fn new(mut bytes: Vec<u8>, old: usize, room: usize) -> Result<Draft, Error> {
        let offsets = format!("{OFFSET} {OFFSET} {OFFSET}");
        let zeros = format!("<{}>", "00".repeat(room));
        let hole = find(&bytes, old, zeros.as_bytes())?;
        let range = find(&bytes, old, offsets.as_bytes())?;
        let (before, after) = (hole.start, hole.end);
        let known = format!("{before} {after} {}", bytes.len() - after);
        let padded = format!("{known:width$}", width = range.len());
        bytes[range].copy_from_slice(padded.as_bytes());
        Ok(Draft { bytes, hole })
    }

    /// Of everything but the hole.
    pub(super) fn digest(&self) -> Vec<u8> {
        let mut digest = Sha256::new();
        digest.update(&self.bytes[..self.hole.start]);
        digest.update(&self.bytes[self.hole.end..]);
        digest.finalize().to_vec()
    }

    /// The file with the signature in its hole.
    pub(super) fn filled(mut self, signature: &[u8]) -> Result<Vec<u8>, Error> {
        let hex: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
        let start = self.hole.start + 1;
        if start + hex.len() >= self.hole.end {
            return Err(Error::TooLarge);
        }
        self.bytes[start..start + hex.len()].copy_from_slice(hex.as_bytes());
        Ok(self.bytes)
    }
}

fn find(bytes: &[u8], from: usize, wanted: &[u8]) -> Result<Range<usize>, Error> {
    let at = bytes[from..].windows(wanted.len()).position(|window| window == wanted);
    let start = from + at.ok_or(Error::Writing(lopdf::Error::Syntax("no place for the signature".into())))?;
    Ok(start..start + wanted.len())
}
