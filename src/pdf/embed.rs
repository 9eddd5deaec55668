//! Embedded fonts: a subset of each face with some characters.

mod advances;
mod characters;
pub mod composite;
pub mod descriptor;
pub mod encoded;
mod repertoire;

use lopdf::{Document, Object, ObjectId};
use subsetter::GlyphRemapper;

pub use characters::Characters;
pub use repertoire::Repertoire;

use crate::fonts::{Face, Typeface};

use super::Error;
use super::finish::Effort;
use super::galley::SetWidth;
use composite::{Composite, FULL_WIDTH};

/// A font in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cut {
    pub typeface: Typeface,
    pub set: SetWidth,
    pub share: Share,
}

/// Whose characters a font has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Share {
    /// A form's: the same in every copy of it that is filled in.
    Form,
    /// Those of one document that the form lacks.
    Own,
}

impl Cut {
    /// Its name among the resources of a page.
    pub fn id(self) -> String {
        let share = if self.share == Share::Form { "Form" } else { "" };
        format!("{:?}{:?}{share}", self.typeface, self.set)
    }

    /// How much wider than in the face its characters are, in font units.
    fn more(self, face: &Face) -> i16 {
        self.set.quarters() * (face.units_per_em / 4) as i16
    }
}

/// A face cut down to some characters. Each character has its own code, so that every code means one character even
/// where the font draws two with one glyph.
pub struct Font {
    cut: Cut,
    composite: Composite,
}

impl Font {
    /// A font with these characters of a face.
    ///
    /// # Errors
    /// A character has no glyph, or the face cannot be cut.
    pub fn cut(face: &'static Face, cut: Cut, characters: &Characters) -> Result<Font, Error> {
        let mut glyphs = GlyphRemapper::new();
        let mut glyph_of_code = vec![0, 0];
        let mut advances = Vec::new();
        let mut mappings = Vec::new();
        for (character, code) in characters.iter().zip(1_u16..) {
            let glyph = face.glyph(character).ok_or(Error::MissingGlyph(character))?;
            glyph_of_code.extend(glyphs.remap(glyph).to_be_bytes());
            let advance = face.glyph_advance(glyph).saturating_add_signed(cut.more(face));
            advances.push(descriptor::thousandths(face, advance));
            let units: String = character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{unit:04X}")).collect();
            mappings.push(format!("<{code:04X}> <{units}>\n"));
        }
        let name = format!("{}+{}", tag(cut, characters), face.postscript_name);
        let to_unicode = composite::to_unicode("bfchar", &mappings);
        let identity = (face, name, flags(cut.typeface));
        // A form's fonts are made once for all copies.
        let effort = if cut.share == Share::Form { Effort::Usual } else { Effort::Little };
        let program = program(face, cut, &glyphs)?;
        let composite = Composite::new(identity, program, glyph_of_code, to_unicode, widths(&advances), effort)?;
        Ok(Font { cut, composite })
    }

    pub fn id(&self) -> String {
        self.cut.id()
    }

    /// Puts the font into a file.
    pub fn add(&self, document: &mut Document) -> ObjectId {
        self.composite.add(document)
    }
}

/// The font file, which is cut from that of the face.
fn program(face: &Face, cut: Cut, glyphs: &GlyphRemapper) -> Result<Vec<u8>, Error> {
    let bytes = subsetter::subset(face.data, 0, glyphs).map_err(Error::Subset)?;
    match cut.more(face) {
        0 => Ok(bytes),
        more => advances::changed(bytes, more).ok_or(Error::Subset(subsetter::Error::MalformedFont)),
    }
}

/// The `/W` of codes from 1 on, in thousandths of an em.
fn widths(advances: &[i64]) -> Vec<Object> {
    let mut widths = Vec::new();
    let mut code = 1;
    for same in advances.chunk_by(|a, b| a == b) {
        let last = code + same.len() as i64 - 1;
        if same[0] != FULL_WIDTH {
            widths.extend([code, last, same[0]].map(Object::Integer));
        }
        code = last + 1;
    }
    widths
}

fn flags(typeface: Typeface) -> i64 {
    descriptor::SYMBOLIC | if typeface == Typeface::Mincho { descriptor::SERIF } else { 0 }
}

/// Six letters that name a subset (ISO 32000-1, 9.6.4): the same for the same characters.
fn tag(cut: Cut, characters: &Characters) -> String {
    let text: String = characters.iter().collect::<String>() + &cut.id();
    descriptor::tag(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use lopdf::Dictionary;

    use super::*;

    const AS_DRAWN: Cut = Cut { typeface: Typeface::Mincho, set: SetWidth::AsDrawn, share: Share::Own };

    fn characters(text: &str) -> Characters {
        Characters::of(text.chars())
    }

    /// A font as it stands in a file, with the streams it leads to.
    fn added(cut: Cut, text: &str) -> (Document, Dictionary) {
        let mut document = Document::new();
        let font = Font::cut(&crate::fonts::faces().unwrap()[0], cut, &characters(text)).unwrap();
        let composite = font.add(&mut document);
        let composite = document.get_dictionary(composite).unwrap().clone();
        (document, composite)
    }

    fn stream(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Vec<u8> {
        let stream = document.get_object(dictionary.get(key).unwrap().as_reference().unwrap()).unwrap();
        stream.as_stream().unwrap().get_plain_content().unwrap()
    }

    fn descendant(document: &Document, composite: &Dictionary) -> Dictionary {
        let descendants = composite.get(b"DescendantFonts").unwrap().as_array().unwrap();
        document.get_dictionary(descendants[0].as_reference().unwrap()).unwrap().clone()
    }

    #[test]
    fn characters_that_share_a_glyph_have_codes_of_their_own() {
        let face = &crate::fonts::faces().unwrap()[0];
        assert_eq!(face.glyph('\u{29fce}'), face.glyph('\u{29fd7}'));
        let (document, composite) = added(AS_DRAWN, "\u{29fce}\u{29fd7}");
        let to_unicode = String::from_utf8(stream(&document, &composite, b"ToUnicode")).unwrap();
        assert!(to_unicode.contains("<0001> <D867DFCE>\n<0002> <D867DFD7>\n"), "{to_unicode}");
        let descendant = descendant(&document, &composite);
        assert_eq!(stream(&document, &descendant, b"CIDToGIDMap"), [0, 0, 0, 1, 0, 1]);
    }

    #[test]
    fn glyphs_set_half_an_em_narrower_are_so_in_the_font_itself() {
        let face = &crate::fonts::faces().unwrap()[0];
        let (document, composite) = added(Cut { set: SetWidth::LessHalf, ..AS_DRAWN }, "、）");
        let descendant = descendant(&document, &composite);
        let descriptor = descendant.get(b"FontDescriptor").unwrap().as_reference().unwrap();
        let program = stream(&document, document.get_dictionary(descriptor).unwrap(), b"FontFile2");
        let program = ttf_parser::Face::parse(&program, 0).unwrap();
        for glyph in 1..3 {
            let advance = program.glyph_hor_advance(ttf_parser::GlyphId(glyph)).unwrap();
            assert_eq!(advance, face.units_per_em / 2);
        }
        assert_eq!(descendant.get(b"W").unwrap().as_array().unwrap()[..], [1, 2, 500].map(Object::Integer));
    }

    #[test]
    fn only_widths_that_are_not_full_are_listed() {
        assert_eq!(widths(&[500, 1000, 250, 250]), [1, 1, 500, 3, 4, 250].map(Object::Integer));
    }

    #[test]
    fn a_subset_is_named_after_its_characters() {
        let tags = ["約款", "約定"].map(|text| tag(AS_DRAWN, &characters(text)));
        assert_ne!(tags[0], tags[1]);
        assert!(tags.iter().all(|tag| tag.len() == 6 && tag.chars().all(|c| c.is_ascii_uppercase())));
    }
}
