//! Fonts whose codes are one byte (ISO 32000-1, 9.6).

use hayro_cmap::CMap;

use super::names::{self, Base};
use super::{Code, Fonts, UNKNOWN, ems, program, text_of};
use crate::pdf::inspect::{Damage, Dictionary, Object};

/// Of the fonts that every reader has, where a file gives no widths.
const USUAL: f64 = 0.55;

#[derive(Debug)]
pub struct Simple {
    texts: Vec<Option<String>>,
    widths: Vec<Option<f64>>,
    missing: f64,
}

impl Simple {
    pub fn load(fonts: &Fonts, font: &Dictionary) -> Result<Simple, Damage> {
        let descriptor = fonts.file.dictionary(font, "FontDescriptor")?;
        let to_unicode = fonts.to_unicode(font)?;
        let encoding = fonts.file.resolve(font.get("Encoding"))?;
        let program = match (&to_unicode, &encoding) {
            (None, Object::Null) => fonts.program(&descriptor)?,
            _ => None,
        };
        let by_program = program.map(|program| program::encoded(&program)).unwrap_or_default();
        let by_name = by_name(fonts, &encoding)?;
        let text = |code: u8| {
            let own = to_unicode.as_ref().and_then(|map: &CMap| text_of(map, u32::from(code)));
            let known = own.or_else(|| by_program.get(usize::from(code)).cloned().flatten());
            known.or_else(|| by_name[usize::from(code)].clone())
        };
        let widths = widths(fonts, font)?;
        let missing = ems(descriptor.get("MissingWidth")).unwrap_or(if widths.is_empty() { USUAL } else { 0.0 });
        Ok(Simple { texts: (0..=255).map(text).collect(), widths, missing })
    }

    pub fn first(&self, bytes: &[u8]) -> Option<Code> {
        let code = usize::from(*bytes.first()?);
        let text = self.texts.get(code).cloned().flatten().unwrap_or_else(|| UNKNOWN.to_owned());
        let advance = self.widths.get(code).copied().flatten().unwrap_or(self.missing);
        Some(Code { length: 1, text, advance })
    }
}

/// By the base encoding and its differences.
fn by_name(fonts: &Fonts, encoding: &Object) -> Result<Vec<Option<String>>, Damage> {
    let own = encoding.dictionary();
    let base = own.map_or(encoding, |own| own.get("BaseEncoding"));
    let base = Base::named(base.name()).unwrap_or(Base::Standard);
    let mut texts: Vec<Option<String>> = (0..=255).map(|code| base.character(code).map(String::from)).collect();
    let Some(own) = own else { return Ok(texts) };
    let mut code = 0_usize;
    for part in fonts.file.resolve(own.get("Differences"))?.array() {
        if let Some(start) = part.integer() {
            code = usize::try_from(start).unwrap_or(usize::MAX);
        } else if let Some(name) = part.name() {
            if let Some(text) = texts.get_mut(code) {
                *text = names::text(name);
            }
            code = code.saturating_add(1);
        }
    }
    Ok(texts)
}

/// By code, in ems; those of a Type 3 font are in a space of its own.
fn widths(fonts: &Fonts, font: &Dictionary) -> Result<Vec<Option<f64>>, Damage> {
    let scale = match font.is("Subtype", "Type3") {
        true => fonts.file.resolve(font.get("FontMatrix"))?.array().first().and_then(Object::number).unwrap_or(0.001),
        false => 0.001,
    };
    let first = fonts.file.resolve(font.get("FirstChar"))?.integer().and_then(|first| usize::try_from(first).ok());
    let mut widths = vec![None; first.unwrap_or(0).min(256)];
    for width in fonts.file.resolve(font.get("Widths"))?.array().iter().take(256) {
        widths.push(fonts.file.resolve(width)?.number().map(|width| width * scale));
    }
    Ok(if widths.iter().all(Option::is_none) { Vec::new() } else { widths })
}
