//! Embedded fonts: a subset of each face with the characters of one document, and what printpdf gets wrong about them.

mod advances;
pub mod descriptor;
pub mod encoded;

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, Stream};
use printpdf as pp;

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
pub struct Subset {
    /// With the six letters before it.
    name: String,
    /// Glyph of each code, as a CIDToGIDMap.
    glyph_of_code: Vec<u8>,
    flags: i64,
    /// In thousandths of an em.
    cap_height: i64,
}

/// Cuts a face down to `characters`: the font for printpdf, and what [`correct`] needs.
///
/// # Errors
/// A character has no glyph, or the font cannot be cut.
pub fn subset(face: &Face, cut: Cut, characters: &BTreeSet<char>) -> Result<(pp::PdfFont, Subset), Error> {
    let more = cut.set.quarters() * (face.units_per_em / 4) as i16;
    let mut remapper = subsetter::GlyphRemapper::new();
    let mut codes = BTreeMap::new();
    let mut widths = BTreeMap::from([(0, face.glyph_advance(0))]);
    let mut glyph_of_code = vec![0, 0];
    for (code, character) in (1u16..).zip(characters) {
        let glyph = face.glyph(*character).ok_or(Error::MissingGlyph(*character))?;
        codes.insert(u32::from(*character), code);
        widths.insert(code, face.glyph_advance(glyph).saturating_add_signed(more));
        glyph_of_code.extend(remapper.remap(glyph).to_be_bytes());
    }
    let mut bytes = subsetter::subset(face.data, 0, &remapper).map_err(Error::Subset)?;
    if more != 0 {
        bytes = advances::changed(bytes, more).ok_or(Error::Subset(subsetter::Error::MalformedFont))?;
    }
    let name = format!("{}+{}", tag(cut, characters), face.postscript_name);
    let parsed = pp::ParsedFont {
        original_bytes: bytes,
        font_index: 0,
        font_name: Some(name.clone()),
        codepoint_to_glyph: codes,
        glyph_widths: widths,
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
    };
    let serif = if cut.typeface == Typeface::Mincho { SERIF } else { 0 };
    let cap_height = descriptor::thousandths(face, face.cap_height);
    Ok((pp::PdfFont::new(parsed), Subset { name, glyph_of_code, flags: SYMBOLIC | serif, cap_height }))
}

/// Six letters that name a subset (ISO 32000-1, 9.6.4): the same for the same characters.
fn tag(cut: Cut, characters: &BTreeSet<char>) -> String {
    let text: String = characters.iter().collect::<String>() + &cut.id().0;
    descriptor::tag(text.as_bytes())
}

/// Completes the fonts in the file: which glyph each code draws, and what the descriptor says about the face.
pub fn correct(document: &mut Document, subsets: &[Subset]) {
    for subset in subsets {
        let map = document.add_object(Stream::new(Dictionary::new(), subset.glyph_of_code.clone()));
        for object in document.objects.values_mut() {
            let Ok(dictionary) = object.as_dict_mut() else { continue };
            if is_named(dictionary, b"FontName", &subset.name) {
                dictionary.set("Flags", subset.flags);
                dictionary.set("CapHeight", subset.cap_height);
            } else if is_named(dictionary, b"BaseFont", &subset.name)
                && let Ok(Object::Array(descendants)) = dictionary.get_mut(b"DescendantFonts")
            {
                for descendant in descendants.iter_mut().filter_map(|font| font.as_dict_mut().ok()) {
                    descendant.set("CIDToGIDMap", map);
                }
            }
        }
    }
}

fn is_named(dictionary: &Dictionary, key: &[u8], name: &str) -> bool {
    dictionary.get(key).and_then(Object::as_name).is_ok_and(|found| found == name.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_share_a_glyph_have_codes_of_their_own() {
        let face = &crate::fonts::faces().unwrap()[0];
        let pair = ['\u{29fce}', '\u{29fd7}'];
        assert_eq!(face.glyph(pair[0]), face.glyph(pair[1]));
        let (font, subset) =
            subset(face, Cut { typeface: Typeface::Mincho, set: SetWidth::AsDrawn }, &BTreeSet::from(pair)).unwrap();
        let codes = &font.parsed_font.codepoint_to_glyph;
        assert_ne!(codes[&u32::from(pair[0])], codes[&u32::from(pair[1])]);
        assert_eq!(subset.glyph_of_code, [0, 0, 0, 1, 0, 1]);
    }

    #[test]
    fn glyphs_set_half_an_em_narrower_are_so_in_the_font_itself() {
        let face = &crate::fonts::faces().unwrap()[0];
        let (cut, _) =
            subset(face, Cut { typeface: Typeface::Mincho, set: SetWidth::LessHalf }, &BTreeSet::from(['、', '）']))
                .unwrap();
        let font = ttf_parser::Face::parse(&cut.parsed_font.original_bytes, 0).unwrap();
        for glyph in 1..3 {
            let advance = font.glyph_hor_advance(ttf_parser::GlyphId(glyph)).unwrap();
            assert_eq!(advance, face.units_per_em / 2);
            assert_eq!(cut.parsed_font.glyph_widths[&glyph], advance);
        }
    }

    #[test]
    fn a_subset_is_named_after_its_characters() {
        let tags = ["約款", "約定"]
            .map(|text| tag(Cut { typeface: Typeface::Mincho, set: SetWidth::AsDrawn }, &text.chars().collect()));
        assert_ne!(tags[0], tags[1]);
        assert!(tags.iter().all(|tag| tag.len() == 6 && tag.chars().all(|c| c.is_ascii_uppercase())));
    }
}
