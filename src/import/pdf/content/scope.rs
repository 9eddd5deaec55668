//! What operators name: the resources of a page or form (ISO 32000-1, 7.8.3).

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::font::{Font, Fonts};
use crate::pdf::inspect::{Damage, Dictionary, File, Object};

pub struct Scope {
    fonts: Dictionary,
    objects: Dictionary,
    properties: Dictionary,
    /// Fonts that were asked for.
    loaded: BTreeMap<Vec<u8>, Rc<Font>>,
}

impl Scope {
    /// Of a page, or the stream of a form.
    pub fn of(file: &File, owner: &Dictionary) -> Result<Scope, Damage> {
        let resources = file.dictionary(owner, "Resources")?;
        Ok(Scope {
            fonts: file.dictionary(&resources, "Font")?,
            objects: file.dictionary(&resources, "XObject")?,
            properties: file.dictionary(&resources, "Properties")?,
            loaded: BTreeMap::new(),
        })
    }

    pub fn font(&mut self, fonts: &Fonts, name: &[u8]) -> Result<Option<Rc<Font>>, Damage> {
        if let Some(font) = self.loaded.get(name) {
            return Ok(Some(Rc::clone(font)));
        }
        let Some(object) = self.fonts.0.get(name) else { return Ok(None) };
        let font = fonts.get(object)?;
        self.loaded.insert(name.to_owned(), Rc::clone(&font));
        Ok(Some(font))
    }

    pub fn object(&self, name: &[u8]) -> Object {
        self.objects.0.get(name).cloned().unwrap_or(Object::Null)
    }

    /// Of a mark: written in place, or by name.
    pub fn properties(&self, file: &File, operand: Option<&Object>) -> Result<Dictionary, Damage> {
        match operand {
            Some(Object::Dictionary(own)) => Ok(own.clone()),
            Some(Object::Name(name)) => {
                file.dictionary(&self.properties, std::str::from_utf8(name).unwrap_or_default())
            }
            _ => Ok(Dictionary::default()),
        }
    }
}
