//! New objects for the end of a file. What they replace is taken over from our own reader, one by one: lopdf would unpack
//! all of a file that somebody may have made to exhaust us.

use lopdf::xref::XrefType;
use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId, StringFormat};

use super::super::inspect::{self, Damage, File};
use super::Error;

/// Of the trailer, what outlives a revision.
const TRAILER: [&str; 3] = ["Root", "Info", "ID"];
/// Written between the revisions, where it means nothing.
const VERSION: &str = "1.7";

pub(super) struct Update<'f, 'a> {
    pub file: &'f File<'a>,
    pub document: Document,
}

impl<'f, 'a> Update<'f, 'a> {
    pub fn new(file: &'f File<'a>) -> Result<Update<'f, 'a>, Error> {
        let mut document = Document::with_version(VERSION);
        document.max_id = file.last_number()?;
        let mut update = Update { file, document };
        let trailer = TRAILER.map(|key| (key, update.written(file.trailer.get(key))));
        for (key, value) in trailer.into_iter().filter(|(_, value)| !value.is_null()) {
            update.document.trailer.set(key, value);
        }
        let previous = i64::try_from(file.section).map_err(|_| Damage::Excessive)?;
        update.document.trailer.set("Prev", previous);
        Ok(update)
    }

    /// The catalogue's number.
    pub fn root(&self) -> Result<u32, Error> {
        Ok(self.file.trailer.get("Root").reference().ok_or(Damage::Broken)?)
    }

    /// A dictionary of the file, to be changed.
    pub fn taken(&mut self, number: u32) -> Result<&mut Dictionary, Error> {
        let id = self.id(number);
        if !self.document.has_object(id) {
            let inspect::Object::Dictionary(old) = self.file.get(number)? else { return Err(Damage::Broken.into()) };
            let new = self.dictionary(&old);
            self.document.objects.insert(id, new.into());
        }
        Ok(self.document.get_dictionary_mut(id)?)
    }

    /// The number and generation that a reference needs.
    pub fn id(&self, number: u32) -> ObjectId {
        (number, self.file.generation(number))
    }

    pub fn dictionary(&self, dictionary: &inspect::Dictionary) -> Dictionary {
        dictionary.0.iter().map(|(key, value)| (key.clone(), self.written(value))).collect()
    }

    fn written(&self, object: &inspect::Object) -> Object {
        match object {
            // Streams stand by themselves and never within a value.
            inspect::Object::Null | inspect::Object::Stream(_) => Object::Null,
            inspect::Object::Boolean(value) => Object::Boolean(*value),
            inspect::Object::Integer(value) => Object::Integer(*value),
            inspect::Object::Real(value) => Object::Real(*value as f32),
            inspect::Object::Name(name) => Object::Name(name.clone()),
            inspect::Object::String(bytes) => Object::String(bytes.clone(), StringFormat::Hexadecimal),
            inspect::Object::Array(items) => items.iter().map(|item| self.written(item)).collect::<Vec<_>>().into(),
            inspect::Object::Dictionary(dictionary) => self.dictionary(dictionary).into(),
            inspect::Object::Reference(number) => Object::Reference(self.id(*number)),
        }
    }

    /// The whole file with the new objects behind it.
    pub fn into_bytes(self) -> Result<Vec<u8>, Error> {
        let mut before = Document::new();
        before.reference_table.cross_reference_type = match self.file.has_packed_section() {
            true => XrefType::CrossReferenceStream,
            false => XrefType::CrossReferenceTable,
        };
        let mut update = IncrementalDocument::create_from(self.file.bytes.to_vec(), before);
        update.new_document = self.document;
        let mut bytes = Vec::new();
        update.save_to(&mut bytes).map_err(|error| Error::Writing(error.into()))?;
        // Whoever appends the next signature need not think of it (ISO 19005-3, 6.1.9).
        bytes.push(b'\n');
        Ok(bytes)
    }
}
