//! Embedded fonts: a subset of each face with the characters of one document, and what printpdf gets wrong about them.

mod advances;
mod characters;
pub mod descriptor;
pub mod encoded;

use lopdf::{Dictionary, Document, ObjectId, Stream};
use printpdf as pp;
use subsetter::GlyphRemapper;

pub use characters::Characters;

use crate::fonts::{Face, Typeface};

use super::Error;
use super::galley::SetWidth;

/// Flags of a font descriptor, ISO 32000-1, table 123.
const SERIF: i64 = 1 << 1;
const SYMBOLIC: i64 = 1 << 2;

/// A font in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cut {
    pub typeface: Typeface,
    pub set: SetWidth,
}

impl Cut {
    /// Its name among the resources of a page.
    pub fn id(self) -> pp::FontId {
        pp::FontId(format!("{:?}{:?}", self.typeface, self.set))
    }
}

/// A face cut down to some characters. Each character has its own code, so that every code means one character even
/// where the font draws two with one glyph.
pub struct Font<'c> {
    cut: Cut,
    face: &'static Face,
    characters: &'c Characters,
    /// With the six letters before it.
    name: String,
    glyphs: GlyphRemapper,
    /// As a CIDToGIDMap.
    glyph_of_code: Vec<u8>,
}

impl<'c> Font<'c> {
    /// A font with these characters of a face.
    ///
    /// # Errors
    /// A character has no glyph.
    pub fn new(face: &'static Face, cut: Cut, characters: &'c Characters) -> Result<Font<'c>, Error> {
        let mut glyphs = GlyphRemapper::new();
        let mut glyph_of_code = vec![0, 0];
        for character in characters.iter() {
            let glyph = face.glyph(character).ok_or(Error::MissingGlyph(character))?;
            glyph_of_code.extend(glyphs.remap(glyph).to_be_bytes());
        }
        let name = format!("{}+{}", tag(cut, characters), face.postscript_name);
        Ok(Font { cut, face, characters, name, glyphs, glyph_of_code })
    }

    /// The font file, which is cut from that of the face.
    ///
    /// # Errors
    /// The face cannot be cut.
    pub fn program(&self) -> Result<Stream, Error> {
        let mut bytes = subsetter::subset(self.face.data, 0, &self.glyphs).map_err(Error::Subset)?;
        if self.more() != 0 {
            bytes = advances::changed(bytes, self.more()).ok_or(Error::Subset(subsetter::Error::MalformedFont))?;
        }
        Ok(descriptor::file(bytes))
    }

    /// The font as printpdf describes it in a file: with widths and the way back from codes to characters, and with
    /// nothing yet for a font file.
    pub fn described(&self) -> pp::PdfFont {
        let face = self.face;
        let codes = self.characters.iter().map(u32::from).zip(1..);
        let advances = self
            .characters
            .iter()
            .filter_map(|character| face.glyph(character))
            .map(|glyph| face.glyph_advance(glyph).saturating_add_signed(self.more()));
        pp::PdfFont::new(pp::ParsedFont {
            original_bytes: vec![0],
            font_index: 0,
            font_name: Some(self.name.clone()),
            codepoint_to_glyph: codes.collect(),
            glyph_widths: (1..).zip(advances).collect(),
            units_per_em: face.units_per_em,
            font_metrics: pp::FontMetrics { ascent: face.ascender, descent: face.descender },
            font_type: pp::FontType::TrueType,
            pdf_font_metrics: pp::PdfFontMetricsStub {
                units_per_em: face.units_per_em,
                x_min: face.bounds[0],
                y_min: face.bounds[1],
                x_max: face.bounds[2],
                y_max: face.bounds[3],
                caret_slope_rise: 1,
                caret_slope_run: 0,
                us_weight_class: face.weight,
            },
        })
    }

    /// Shows every character once: printpdf describes what it sees used.
    pub fn specimen(&self) -> [pp::Op; 2] {
        let font = pp::PdfFontHandle::External(self.cut.id());
        let all = pp::TextItem::Text(self.characters.iter().collect());
        [pp::Op::SetFont { font, size: pp::Pt(1.0) }, pp::Op::ShowText { items: vec![all] }]
    }

    pub fn id(&self) -> pp::FontId {
        self.cut.id()
    }

    /// How much wider than in the face its characters are, in font units.
    fn more(&self) -> i16 {
        self.cut.set.quarters() * (self.face.units_per_em / 4) as i16
    }

    fn flags(&self) -> i64 {
        SYMBOLIC | if self.cut.typeface == Typeface::Mincho { SERIF } else { 0 }
    }
}

/// Six letters that name a subset (ISO 32000-1, 9.6.4): the same for the same characters.
fn tag(cut: Cut, characters: &Characters) -> String {
    let text: String = characters.iter().collect::<String>() + &cut.id().0;
    descriptor::tag(text.as_bytes())
}

/// Completes the fonts that `page` has at hand: which glyph each code draws, and what the descriptor says about the face.
/// Where their font files belong.
///
/// # Errors
/// The file is not what printpdf should have made.
pub fn complete(document: &mut Document, page: ObjectId, fonts: &[Font]) -> Result<Vec<ObjectId>, lopdf::Error> {
    let resources = document.get_dictionary(page)?.get(b"Resources")?.as_reference()?;
    let named = document.get_dictionary(resources)?.get(b"Font")?.as_reference()?;
    let mut files = Vec::new();
    for font in fonts {
        let map = document.add_object(Stream::new(Dictionary::new(), font.glyph_of_code.clone()));
        let composite = document.get_dictionary(named)?.get(font.id().0.as_bytes())?.as_reference()?;
        let composite = document.get_object_mut(composite)?.as_dict_mut()?;
        let descendants = composite.get_mut(b"DescendantFonts")?.as_array_mut()?;
        let descendant = descendants.first_mut().ok_or(lopdf::Error::Unimplemented("a font without descendants"))?;
        let descendant = descendant.as_dict_mut()?;
        descendant.set("CIDToGIDMap", map);
        let descriptor = descendant.get(b"FontDescriptor")?.as_reference()?;
        let descriptor = document.get_object_mut(descriptor)?.as_dict_mut()?;
        descriptor.set("Flags", font.flags());
        descriptor.set("CapHeight", descriptor::thousandths(font.face, font.face.cap_height));
        files.push(descriptor.get(b"FontFile2")?.as_reference()?);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn characters(text: &str) -> Characters {
        Characters::of(std::iter::once(text))
    }

    #[test]
    fn characters_that_share_a_glyph_have_codes_of_their_own() {
        let face = &crate::fonts::faces().unwrap()[0];
        let pair = ['\u{29fce}', '\u{29fd7}'];
        assert_eq!(face.glyph(pair[0]), face.glyph(pair[1]));
        let characters = characters("\u{29fce}\u{29fd7}");
        let cut = Cut { typeface: Typeface::Mincho, set: SetWidth::AsDrawn };
        let font = Font::new(face, cut, &characters).unwrap();
        let codes = font.described().parsed_font.codepoint_to_glyph;
        assert_eq!(pair.map(|character| codes[&u32::from(character)]), [1, 2]);
        assert_eq!(font.glyph_of_code, [0, 0, 0, 1, 0, 1]);
    }

    #[test]
    fn glyphs_set_half_an_em_narrower_are_so_in_the_font_itself() {
        let face = &crate::fonts::faces().unwrap()[0];
        let characters = characters("、）");
        let cut = Cut { typeface: Typeface::Mincho, set: SetWidth::LessHalf };
        let font = Font::new(face, cut, &characters).unwrap();
        let program = font.program().unwrap();
        let program = ttf_parser::Face::parse(&program.content, 0).unwrap();
        for glyph in 1..3 {
            let advance = program.glyph_hor_advance(ttf_parser::GlyphId(glyph)).unwrap();
            assert_eq!(advance, face.units_per_em / 2);
            assert_eq!(font.described().parsed_font.glyph_widths[&glyph], advance);
        }
    }

    #[test]
    fn a_subset_is_named_after_its_characters() {
        let tags = ["約款", "約定"]
            .map(|text| tag(Cut { typeface: Typeface::Mincho, set: SetWidth::AsDrawn }, &characters(text)));
        assert_ne!(tags[0], tags[1]);
        assert!(tags.iter().all(|tag| tag.len() == 6 && tag.chars().all(|c| c.is_ascii_uppercase())));
    }
}
