//! Form fields and the signatures in them (ISO 32000-1, 12.7 and 12.8).

use std::collections::BTreeSet;

use chrono::NaiveDateTime;

use super::file::{Damage, File};
use super::object::{Dictionary, Object, date, text};

const FIELDS: usize = 4096;
const DEPTH: usize = 16;

#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// With the names of the fields above it.
    pub name: String,
    /// What a reader calls it; empty for none.
    pub label: String,
    pub is_signature: bool,
    /// Its object number: the field's identity through revisions.
    pub number: u32,
    /// Where it is shown: often the field itself, and then only that.
    pub widgets: Vec<u32>,
    /// What was filled in, as people read it.
    pub value: Value,
    /// Absent while nobody has signed.
    pub signature: Option<Signature>,
    /// What signing this field locks.
    pub lock: Option<Lock>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing, a box that is not ticked, or a signature.
    None,
    Text(String),
    /// A box.
    Ticked,
    /// One option of several, by its text.
    Option(String),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    pub filter: String,
    pub format: String,
    /// Offset and length of each part of the file that is signed.
    pub ranges: Vec<(usize, usize)>,
    /// The signature itself, with the zeros that fill its place.
    pub contents: Vec<u8>,
    pub reason: String,
    /// When it was made, as the signer's program says, in Coordinated Universal Time.
    pub made: Option<NaiveDateTime>,
    /// What may change afterwards, of the first signer (DocMDP): 1 nothing, 2 forms, 3 forms and comments.
    pub permission: Option<i64>,
    pub lock: Option<Lock>,
}

/// Fields that may not change any more (FieldMDP).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lock {
    All,
    Only(Vec<String>),
    AllBut(Vec<String>),
}

impl Lock {
    pub fn covers(&self, field: &str) -> bool {
        let names = |names: &[String]| names.iter().any(|name| field == name || field.starts_with(&format!("{name}.")));
        match self {
            Lock::All => true,
            Lock::Only(only) => names(only),
            Lock::AllBut(but) => !names(but),
        }
    }
}

/// The fields that hold values, in the form's order.
///
/// # Errors
/// The form cannot be read.
pub fn fields(file: &File) -> Result<Vec<Field>, Damage> {
    let catalog = file.dictionary(&file.trailer, "Root")?;
    let form = file.dictionary(&catalog, "AcroForm")?;
    let mut walk = Walk { file, seen: BTreeSet::new(), out: Vec::new() };
    for field in file.resolve(form.get("Fields"))?.array() {
        walk.field(field, "", &Object::Null, DEPTH)?;
    }
    Ok(walk.out)
}

struct Walk<'f, 'a> {
    file: &'f File<'a>,
    seen: BTreeSet<u32>,
    out: Vec<Field>,
}

impl Walk<'_, '_> {
    /// `kind` is that of the field above.
    fn field(&mut self, field: &Object, above: &str, kind: &Object, depth: usize) -> Result<(), Damage> {
        let depth = depth.checked_sub(1).ok_or(Damage::Broken)?;
        let number = field.reference().ok_or(Damage::Broken)?;
        if !self.seen.insert(number) || self.seen.len() > FIELDS {
            return Err(Damage::Broken);
        }
        let field = self.file.get(number)?;
        let dictionary = field.dictionary().ok_or(Damage::Broken)?;
        let own = self.file.resolve(dictionary.get("T"))?;
        let name = match (above, own.string().map(text)) {
            ("", own) => own.unwrap_or_default(),
            (above, None) => above.to_owned(),
            (above, Some(own)) => format!("{above}.{own}"),
        };
        let kind = match dictionary.get("FT") {
            Object::Null => kind,
            own => own,
        };
        let mut kids = Vec::new();
        let mut widgets = Vec::new();
        for kid in self.file.resolve(dictionary.get("Kids"))?.array() {
            // A kid without a name of its own is only a place where the field is shown.
            if self.file.resolve(kid)?.dictionary().is_some_and(|kid| *kid.get("T") != Object::Null) {
                kids.push(kid.clone());
            } else {
                widgets.extend(kid.reference());
            }
        }
        for kid in &kids {
            self.field(kid, &name, kind, depth)?;
        }
        if kids.is_empty() {
            let mut field = self.terminal(number, name, dictionary, kind)?;
            if !widgets.is_empty() {
                field.widgets = widgets;
            }
            self.out.push(field);
        }
        Ok(())
    }

    fn terminal(&self, number: u32, name: String, field: &Dictionary, kind: &Object) -> Result<Field, Damage> {
        let is_signature = kind.name() == Some(b"Sig");
        let value = self.file.resolve(field.get("V"))?;
        let signature = match &value {
            Object::Dictionary(signature) if is_signature => Some(self.signature(signature)?),
            _ => None,
        };
        let value = self.value(&value, field)?;
        let lock = self.file.dictionary(field, "Lock")?;
        let label = self.file.resolve(field.get("TU"))?.string().map(text).unwrap_or_default();
        let lock = self.lock(&lock)?;
        Ok(Field { name, label, is_signature, number, widgets: vec![number], value, signature, lock })
    }

    /// `value` is what the field has.
    fn value(&self, value: &Object, field: &Dictionary) -> Result<Value, Damage> {
        if let Some(written) = value.string().map(text) {
            return Ok(if written.is_empty() { Value::None } else { Value::Text(written) });
        }
        let Some(state) = value.name().filter(|state| *state != b"Off") else { return Ok(Value::None) };
        let state = String::from_utf8_lossy(state);
        let options = self.file.resolve(field.get("Opt"))?;
        let option = state.parse::<usize>().ok().and_then(|at| options.array().get(at));
        Ok(match option.and_then(Object::string).map(text) {
            Some(option) => Value::Option(option),
            None => Value::Ticked,
        })
    }

    fn signature(&self, dictionary: &Dictionary) -> Result<Signature, Damage> {
        let name = |key: &str| String::from_utf8_lossy(dictionary.get(key).name().unwrap_or_default()).into_owned();
        let numbers: Option<Vec<usize>> = self
            .file
            .resolve(dictionary.get("ByteRange"))?
            .array()
            .iter()
            .map(|number| number.integer().and_then(|number| usize::try_from(number).ok()))
            .collect();
        let ranges = numbers.unwrap_or_default().chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        let contents = self.file.resolve(dictionary.get("Contents"))?;
        let mut signature = Signature {
            filter: name("Filter"),
            format: name("SubFilter"),
            ranges,
            contents: contents.string().unwrap_or_default().to_vec(),
            reason: self.file.resolve(dictionary.get("Reason"))?.string().map(text).unwrap_or_default(),
            made: self.file.resolve(dictionary.get("M"))?.string().and_then(date),
            permission: None,
            lock: None,
        };
        for reference in self.file.resolve(dictionary.get("Reference"))?.array() {
            let reference = self.file.resolve(reference)?;
            let Some(reference) = reference.dictionary() else { continue };
            let parameters = self.file.dictionary(reference, "TransformParams")?;
            if reference.is("TransformMethod", "DocMDP") {
                signature.permission = Some(parameters.get("P").integer().unwrap_or(2));
            } else if reference.is("TransformMethod", "FieldMDP") {
                signature.lock = self.lock(&parameters)?;
            }
        }
        Ok(signature)
    }

    fn lock(&self, dictionary: &Dictionary) -> Result<Option<Lock>, Damage> {
        let names = self.file.resolve(dictionary.get("Fields"))?;
        let names = names.array().iter().filter_map(Object::string).map(text).collect();
        Ok(match dictionary.get("Action").name() {
            Some(b"All") => Some(Lock::All),
            Some(b"Include") => Some(Lock::Only(names)),
            Some(b"Exclude") => Some(Lock::AllBut(names)),
            _ => None,
        })
    }
}
