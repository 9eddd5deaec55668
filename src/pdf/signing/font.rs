//! The font of what a signature shows: a subset of its own, as the fonts in the file lack the signer's name.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId, Stream, StringFormat, dictionary};

use crate::fonts::{self, Face, Typeface};

use super::super::Error;
use super::super::embed::descriptor;

/// For what the font cannot show, as Japanese printers have it: better than a gap, and a name in a certificate cannot be
/// written otherwise.
const GETA: char = '〓';

pub(super) struct Font {
    face: &'static Face,
    /// Glyph in the subset and character of every glyph used, by glyph in the face.
    codes: BTreeMap<u16, (u16, char)>,
    remapper: subsetter::GlyphRemapper,
}

impl Font {
    /// A font with the characters of some lines.
    pub fn new(lines: &[String]) -> Result<Font, Error> {
        let face = &fonts::faces().map_err(Error::Font)?[Typeface::Mincho as usize];
        let mut font = Font { face, codes: BTreeMap::new(), remapper: subsetter::GlyphRemapper::new() };
        for character in lines.iter().flat_map(|line| line.chars()) {
            let (glyph, shown) = font.glyph(character);
            let code = font.remapper.remap(glyph);
            font.codes.entry(glyph).or_insert((code, shown));
        }
        Ok(font)
    }

    fn glyph(&self, character: char) -> (u16, char) {
        match self.face.glyph(character) {
            Some(glyph) => (glyph, character),
            None => (self.face.glyph(GETA).unwrap_or_default(), GETA),
        }
    }

    /// The line as codes, and its width in em.
    pub fn line(&self, text: &str) -> (Object, f32) {
        let mut bytes = Vec::new();
        let mut width = 0.0;
        for character in text.chars() {
            let (glyph, _) = self.glyph(character);
            let code = self.codes.get(&glyph).map_or(0, |(code, _)| *code);
            bytes.extend(code.to_be_bytes());
            width += f32::from(self.face.glyph_advance(glyph)) / f32::from(self.face.units_per_em);
        }
        (Object::String(bytes, StringFormat::Hexadecimal), width)
    }

    /// Puts the font into a file (ISO 32000-1, 9.7).
    pub fn add(&self, document: &mut Document) -> Result<ObjectId, Error> {
        let face = self.face;
        let bytes = subsetter::subset(face.data, 0, &self.remapper).map_err(Error::Subset)?;
        let name = format!("{}+{}", descriptor::tag(&bytes), face.postscript_name);
        let mut file = descriptor::file(bytes);
        file.compress()?;
        let descriptor = descriptor::add(document, face, &name, descriptor::SERIF + descriptor::SYMBOLIC, file);
        let mut widths: BTreeMap<u16, Object> = BTreeMap::from([(0, self.width(0))]);
        widths.extend(self.codes.iter().map(|(glyph, (code, _))| (*code, self.width(*glyph))));
        let descendant = document.add_object(dictionary! {
            "Type" => "Font",
            "Subtype" => "CIDFontType2",
            "BaseFont" => name.as_str(),
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"),
                "Ordering" => Object::string_literal("Identity"),
                "Supplement" => 0,
            },
            "FontDescriptor" => descriptor,
            // Codes are given one after the other.
            "W" => vec![0.into(), Object::Array(widths.into_values().collect())],
            "CIDToGIDMap" => "Identity",
        });
        let map = document.add_object(Stream::new(dictionary! {}, self.to_unicode().into_bytes()));
        Ok(document.add_object(dictionary! {
            "Type" => "Font",
            "Subtype" => "Type0",
            "BaseFont" => name,
            "Encoding" => "Identity-H",
            "DescendantFonts" => vec![descendant.into()],
            "ToUnicode" => map,
        }))
    }

    fn width(&self, glyph: u16) -> Object {
        Object::Integer(descriptor::thousandths(self.face, self.face.glyph_advance(glyph)))
    }

    /// The way back from codes to characters (9.10.3). A signature shows fewer than a hundred.
    fn to_unicode(&self) -> String {
        let mut units = [0; 2];
        let pairs: Vec<String> = self
            .codes
            .values()
            .map(|(code, character)| {
                let text: String =
                    character.encode_utf16(&mut units).iter().map(|unit| format!("{unit:04X}")).collect();
                format!("<{code:04X}> <{text}>\n")
            })
            .collect();
        let blocks: String = pairs
            .chunks(100)
            .map(|pairs| format!("{} beginbfchar\n{}endbfchar\n", pairs.len(), pairs.concat()))
            .collect();
        format!(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
             /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
             /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n\
             {blocks}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        )
    }
}
