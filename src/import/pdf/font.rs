//! What the codes of a string stand for and how wide they are (ISO 32000-1, 9.5 to 9.10).

mod composite;
mod names;
mod program;
mod simple;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use hayro_cmap::{BfString, CMap, CMapName, load_embedded};

use crate::pdf::inspect::{Damage, Dictionary, File, Object};

use composite::Composite;
use simple::Simple;

/// More fonts than any document has.
const FONTS: usize = 2048;

/// For a glyph that nothing says the character of.
pub const UNKNOWN: &str = "\u{FFFD}";

#[derive(Debug)]
pub enum Font {
    Simple(Simple),
    Composite(Box<Composite>),
}

/// One code of a string.
#[derive(Debug, PartialEq)]
pub struct Code {
    /// In bytes, at least 1.
    pub length: usize,
    pub text: String,
    /// To the next glyph, in ems; downward ones are negative.
    pub advance: f64,
}

impl Font {
    pub fn is_vertical(&self) -> bool {
        matches!(self, Font::Composite(font) if font.is_vertical)
    }

    /// The first of these bytes; `None` at their end.
    pub fn first(&self, bytes: &[u8]) -> Option<Code> {
        let code = match self {
            Font::Simple(font) => font.first(bytes),
            Font::Composite(font) => font.first(bytes),
        };
        // What a font says of its glyphs may have no end of a character in it.
        code.map(|code| if code.text.is_empty() || code.text.contains('\0') { unknown(code) } else { code })
    }
}

fn unknown(code: Code) -> Code {
    Code { text: UNKNOWN.to_owned(), ..code }
}

/// Fonts of a file, each read once.
pub struct Fonts<'f, 'a> {
    file: &'f File<'a>,
    known: RefCell<BTreeMap<u32, Rc<Font>>>,
    predefined: RefCell<BTreeMap<Vec<u8>, Option<Rc<CMap>>>>,
}

impl<'f, 'a> Fonts<'f, 'a> {
    pub fn of(file: &'f File<'a>) -> Fonts<'f, 'a> {
        Fonts { file, known: RefCell::default(), predefined: RefCell::default() }
    }

    pub fn get(&self, font: &Object) -> Result<Rc<Font>, Damage> {
        let Object::Reference(number) = font else {
            return self.load(&self.file.resolve(font)?).map(Rc::new);
        };
        if let Some(known) = self.known.borrow().get(number) {
            return Ok(Rc::clone(known));
        }
        if self.known.borrow().len() >= FONTS {
            return Err(Damage::Excessive);
        }
        let font = Rc::new(self.load(&self.file.get(*number)?)?);
        self.known.borrow_mut().insert(*number, Rc::clone(&font));
        Ok(font)
    }

    fn load(&self, font: &Object) -> Result<Font, Damage> {
        let empty = Dictionary::default();
        let font = font.dictionary().unwrap_or(&empty);
        if font.is("Subtype", "Type0") {
            Composite::load(self, font).map(Box::new).map(Font::Composite)
        } else {
            Simple::load(self, font).map(Font::Simple)
        }
    }

    /// A font's own table from codes to characters.
    fn to_unicode(&self, font: &Dictionary) -> Result<Option<CMap>, Damage> {
        match self.file.resolve(font.get("ToUnicode"))? {
            Object::Stream(table) => Ok(CMap::parse(&self.file.unpack(&table)?, load_embedded)),
            _ => Ok(None),
        }
    }

    /// A table that every reader has (ISO 32000-1, 9.7.5.2).
    fn predefined(&self, name: &[u8]) -> Option<Rc<CMap>> {
        let mut predefined = self.predefined.borrow_mut();
        let load = || {
            let map = match name {
                b"Identity-H" => Some(CMap::identity_h()),
                b"Identity-V" => Some(CMap::identity_v()),
                _ => CMap::parse(load_embedded(CMapName::from_bytes(name))?, load_embedded),
            };
            map.map(Rc::new)
        };
        predefined.entry(name.to_owned()).or_insert_with(load).clone()
    }

    /// A font program that is embedded.
    fn program(&self, descriptor: &Dictionary) -> Result<Option<Vec<u8>>, Damage> {
        for key in ["FontFile2", "FontFile3"] {
            if let Object::Stream(program) = self.file.resolve(descriptor.get(key))? {
                return self.file.unpack(&program).map(Some);
            }
        }
        Ok(None)
    }
}

fn text_of(map: &CMap, code: u32) -> Option<String> {
    match map.lookup_bf_string(code)? {
        BfString::Char(c) => Some(c.to_string()),
        BfString::String(text) => Some(text),
    }
}

/// Thousandths of an em.
fn ems(width: &Object) -> Option<f64> {
    width.number().map(|width| width / 1000.0)
}
