//! The update that a signature is: new objects behind the old bytes, with a hole where the signature will stand.

use std::ops::Range;

use chrono::NaiveDateTime;
use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::super::finish::text_string;
use super::field::{SignatureField, dictionary};
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

/// Reads a file that is to be signed.
pub(super) fn open(pdf: &[u8]) -> Result<Document, Error> {
    if !pdf.starts_with(b"%PDF-") {
        return Err(Error::NotPdf);
    }
    if !pdf.trim_ascii_end().ends_with(b"%%EOF") {
        return Err(Error::Truncated);
    }
    let document = Document::load_mem(pdf).map_err(|error| match error {
        lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword => Error::Encrypted,
        error => Error::Damaged(error),
    })?;
    let is_encrypted = document.trailer.has(b"Encrypt") || document.encryption_state.is_some();
    if is_encrypted { Err(Error::Encrypted) } else { Ok(document) }
}

/// Appends a signature without its value.
pub(super) fn write(
    pdf: &[u8],
    base: Document,
    field: &SignatureField,
    identity: &Identity,
    request: &Request,
) -> Result<Draft, Error> {
    let mut update = IncrementalDocument::create_from(pdf.to_vec(), base);
    update.new_document.version = update.get_prev_documents().version.clone();
    update.new_document.trailer = trailer(&update);
    let certificates: usize = identity.chain.iter().map(Vec::len).sum();
    let room = ROOM + certificates + if request.is_timestamped { ROOM_FOR_TIME } else { 0 };
    let value = signature(&update, field, identity, request, room)?;
    let value = update.new_document.add_object(value);

    update.opt_clone_object_to_new_document(field.id)?;
    update.new_document.get_object_mut(field.id)?.as_dict_mut()?.set("V", value);
    show(&mut update, field.widget, identity, request)?;
    let root = update.new_document.trailer.get(b"Root")?.as_reference()?;
    announce(&mut update, root)?;
    if request.certify {
        certify(&mut update, root, value)?;
    }
    let mut bytes = Vec::new();
    update.save_to(&mut bytes).map_err(|error| Error::Damaged(error.into()))?;
    // Whoever appends the next signature need not think of it (ISO 19005-3, 6.1.9).
    bytes.push(b'\n');
    Draft::new(bytes, pdf.len(), room)
}

/// The trailer of the update: that of the file, without what describes the old cross-reference stream.
fn trailer(update: &IncrementalDocument) -> Dictionary {
    let old = &update.new_document.trailer;
    let keys: [&[u8]; 5] = [b"Root", b"Info", b"ID", b"Size", b"Prev"];
    keys.into_iter().filter_map(|key| Some((key.to_vec(), old.get(key).ok()?.clone()))).collect()
}

/// The signature dictionary (ISO 32000-1, table 252).
fn signature(
    update: &IncrementalDocument,
    field: &SignatureField,
    identity: &Identity,
    request: &Request,
    room: usize,
) -> Result<Dictionary, Error> {
    let base = update.get_prev_documents();
    let root = base.trailer.get(b"Root")?.clone();
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
    if let Some(lock) = dictionary(base, base.get_dictionary(field.id)?.get(b"Lock").ok()) {
        let mut parameters = lock.clone();
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

fn date(at: NaiveDateTime) -> Object {
    Object::string_literal(at.format("D:%Y%m%d%H%M%S+09'00'").to_string())
}

/// Gives the field on the page its new look.
fn show(
    update: &mut IncrementalDocument,
    widget: ObjectId,
    identity: &Identity,
    request: &Request,
) -> Result<(), Error> {
    update.opt_clone_object_to_new_document(widget)?;
    let area = update.new_document.get_dictionary(widget)?.get(b"Rect")?.clone();
    let area = update.get_prev_documents().dereference(&area)?.1.as_array()?;
    let sides: Vec<f32> = area.iter().filter_map(|side| side.as_float().ok()).collect();
    let [left, bottom, right, top] = sides[..] else { return Ok(()) };
    let size = ((right - left).abs(), (top - bottom).abs());
    // A field without extent is meant to be invisible (ISO 32000-1, 12.7.4.5).
    if size.0 == 0.0 || size.1 == 0.0 {
        return Ok(());
    }
    let look = appearance::add(&mut update.new_document, size, &identity.name(), request)?;
    update.new_document.get_object_mut(widget)?.as_dict_mut()?.set("AP", dictionary! { "N" => look });
    Ok(())
}

/// Says in the form that there are signatures.
fn announce(update: &mut IncrementalDocument, root: ObjectId) -> Result<(), Error> {
    let form = update.get_prev_documents().get_dictionary(root)?.get(b"AcroForm")?.clone();
    match form.as_reference() {
        Ok(form) => {
            update.opt_clone_object_to_new_document(form)?;
            update.new_document.get_object_mut(form)?.as_dict_mut()?.set("SigFlags", SIGNED);
        }
        Err(_) => {
            let mut form = form.as_dict()?.clone();
            form.set("SigFlags", SIGNED);
            update.opt_clone_object_to_new_document(root)?;
            update.new_document.get_object_mut(root)?.as_dict_mut()?.set("AcroForm", form);
        }
    }
    Ok(())
}

fn certify(update: &mut IncrementalDocument, root: ObjectId, value: ObjectId) -> Result<(), Error> {
    let base = update.get_prev_documents();
    let permissions = dictionary(base, base.get_dictionary(root)?.get(b"Perms").ok());
    let mut permissions = permissions.cloned().unwrap_or_default();
    permissions.set("DocMDP", value);
    update.opt_clone_object_to_new_document(root)?;
    update.new_document.get_object_mut(root)?.as_dict_mut()?.set("Perms", permissions);
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
    let start = from + at.ok_or(Error::Damaged(lopdf::Error::Syntax("no place for the signature".into())))?;
    Ok(start..start + wanted.len())
}
