//! Fonts whose codes lead to characters of a collection or glyphs of a program (ISO 32000-1, 9.7): those of Japanese text.

use std::collections::BTreeMap;
use std::rc::Rc;

use hayro_cmap::{CMap, CidFamily, WritingMode, load_embedded};

use super::{Code, Fonts, UNKNOWN, ems, program, text_of};
use crate::pdf::inspect::{Damage, Dictionary, Object};

#[derive(Debug)]
pub struct Composite {
    pub is_vertical: bool,
    codes: Rc<CMap>,
    /// Codes are UTF-16, by the name of their table.
    is_unicode: bool,
    to_unicode: Option<CMap>,
    /// From characters of the collection.
    collection: Option<Rc<CMap>>,
    glyphs: Option<Glyphs>,
    widths: Widths,
}

/// Of an embedded program.
#[derive(Debug)]
struct Glyphs {
    characters: BTreeMap<u16, char>,
    /// Two bytes for each character of the collection; `None` where it is the glyph.
    by_character: Option<Vec<u8>>,
}

/// Widths, or heights of vertical writing, in ems.
#[derive(Debug)]
struct Widths {
    usual: f64,
    /// First to last character of the collection; by the first.
    ranges: BTreeMap<u32, (u32, f64)>,
}

impl Composite {
    pub fn load(fonts: &Fonts, font: &Dictionary) -> Result<Composite, Damage> {
        let descendants = fonts.file.resolve(font.get("DescendantFonts"))?;
        let descendant = descendants.array().first().map(|font| fonts.file.resolve(font)).transpose()?;
        let descendant = descendant.as_ref().and_then(Object::dictionary).cloned().unwrap_or_default();
        let encoding = fonts.file.resolve(font.get("Encoding"))?;
        let is_unicode = encoding.name().is_some_and(is_unicode);
        let codes = match encoding {
            Object::Stream(map) => CMap::parse(&fonts.file.unpack(&map)?, load_embedded).map(Rc::new),
            name => name.name().and_then(|name| fonts.predefined(name)),
        };
        let codes = codes.unwrap_or_else(|| Rc::new(CMap::identity_h()));
        let is_vertical = codes.metadata().writing_mode == Some(WritingMode::Vertical);
        let to_unicode = fonts.to_unicode(font)?;
        let collection = collection(fonts, &descendant)?;
        let glyphs = match (&to_unicode, &collection) {
            (None, None) => Glyphs::load(fonts, &descendant)?,
            _ => None,
        };
        let widths = if is_vertical { Widths::heights(fonts, &descendant)? } else { Widths::load(fonts, &descendant)? };
        Ok(Composite { is_vertical, codes, is_unicode, to_unicode, collection, glyphs, widths })
    }

    pub fn first(&self, bytes: &[u8]) -> Option<Code> {
        let mut code = 0;
        let found = bytes.iter().zip(1_u8..5).find_map(|(byte, length)| {
            code = code << 8 | u32::from(*byte);
            self.codes.lookup_cid_code(code, length).map(|cid| (code, cid, usize::from(length)))
        });
        // A code that the table has not is as long as most.
        let (code, cid, length) = match (found, bytes) {
            (Some(found), _) => found,
            (None, [high, low, ..]) => (u32::from(*high) << 8 | u32::from(*low), 0, 2),
            (None, [last]) => (u32::from(*last), 0, 1),
            (None, []) => return None,
        };
        let text = self.text(code, cid).unwrap_or_else(|| UNKNOWN.to_owned());
        Some(Code { length, text, advance: self.widths.get(cid) })
    }

    fn text(&self, code: u32, cid: u32) -> Option<String> {
        let own = self.to_unicode.as_ref().and_then(|map| text_of(map, code)).filter(|text| text != "\0");
        let plain = own.or_else(|| char::from_u32(code).filter(|_| self.is_unicode).map(String::from));
        let collected = plain.or_else(|| {
            let text = text_of(self.collection.as_deref()?, cid)?;
            // The collection names the form of a glyph as well, which nobody typed.
            Some(text.chars().filter(|c| !matches!(c, '\u{E0100}'..='\u{E01EF}')).collect())
        });
        collected.or_else(|| self.glyphs.as_ref()?.character(cid).map(String::from))
    }
}

/// UniJIS-UTF16-H, UniJIS-UCS2-HW-V …
fn is_unicode(name: &[u8]) -> bool {
    let has = |part: &[u8]| name.windows(part.len()).any(|window| window == part);
    name.starts_with(b"Uni") && (has(b"UCS2") || has(b"UTF16"))
}

fn collection(fonts: &Fonts, descendant: &Dictionary) -> Result<Option<Rc<CMap>>, Damage> {
    let info = fonts.file.dictionary(descendant, "CIDSystemInfo")?;
    let [registry, ordering] = ["Registry", "Ordering"].map(|key| fonts.file.resolve(info.get(key)));
    let (registry, ordering) = (registry?, ordering?);
    let (Some(registry), Some(ordering)) = (registry.string(), ordering.string()) else { return Ok(None) };
    let name = CidFamily::from_registry_ordering(registry, ordering).ucs2_cmap();
    Ok(name.and_then(|name| fonts.predefined(name.to_bytes())))
}

impl Glyphs {
    fn load(fonts: &Fonts, descendant: &Dictionary) -> Result<Option<Glyphs>, Damage> {
        let descriptor = fonts.file.dictionary(descendant, "FontDescriptor")?;
        let Some(program) = fonts.program(&descriptor)? else { return Ok(None) };
        let by_character = match fonts.file.resolve(descendant.get("CIDToGIDMap"))? {
            Object::Stream(map) => Some(fonts.file.unpack(&map)?),
            _ => None,
        };
        Ok(Some(Glyphs { characters: program::characters(&program), by_character }))
    }

    fn character(&self, cid: u32) -> Option<char> {
        let glyph = match &self.by_character {
            Some(map) => {
                let at = usize::try_from(cid).ok()?.checked_mul(2)?;
                map.get(at..at + 2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]))?
            }
            None => u16::try_from(cid).ok()?,
        };
        self.characters.get(&glyph).copied()
    }
}

impl Widths {
    fn load(fonts: &Fonts, descendant: &Dictionary) -> Result<Widths, Damage> {
        let usual = ems(&fonts.file.resolve(descendant.get("DW"))?).unwrap_or(1.0);
        Ok(Widths { usual, ranges: ranges(fonts, descendant, "W", 1)? })
    }

    /// The first of three numbers is the height, the others say where the glyph stands.
    fn heights(fonts: &Fonts, descendant: &Dictionary) -> Result<Widths, Damage> {
        let usual = fonts.file.resolve(descendant.get("DW2"))?.array().get(1).and_then(ems).unwrap_or(-1.0);
        Ok(Widths { usual, ranges: ranges(fonts, descendant, "W2", 3)? })
    }

    fn get(&self, cid: u32) -> f64 {
        let range = self.ranges.range(..=cid).next_back().filter(|(_, (last, _))| cid <= *last);
        range.map_or(self.usual, |(_, (_, width))| *width)
    }
}

/// `first [w …]` and `first last w` (ISO 32000-1, 9.7.4.3); `step` numbers stand for each character.
fn ranges(fonts: &Fonts, descendant: &Dictionary, key: &str, step: usize) -> Result<BTreeMap<u32, (u32, f64)>, Damage> {
    let mut ranges = BTreeMap::new();
    let list = fonts.file.resolve(descendant.get(key))?;
    let mut parts = list.array();
    let cid = |object: &Object| object.integer().and_then(|cid| u32::try_from(cid).ok());
    while let [first, second, rest @ ..] = parts {
        let Some(first) = cid(first) else { break };
        if let Some(last) = cid(second) {
            if let Some(width) = rest.first().and_then(ems) {
                ranges.insert(first, (last, width));
            }
            parts = rest.get(step..).unwrap_or_default();
        } else {
            let widths = fonts.file.resolve(second)?;
            for (cid, widths) in (first..).zip(widths.array().chunks(step)) {
                if let Some(width) = widths.first().and_then(ems) {
                    ranges.insert(cid, (cid, width));
                }
            }
            parts = rest;
        }
    }
    Ok(ranges)
}
