//! Composite fonts (ISO 32000-1, 9.7) as they stand in a file.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use crate::fonts::Face;

use super::super::Error;
use super::super::finish::{Effort, deflate_with};
use super::descriptor;

/// Entries of one block of a CMap (9.10.3).
const BLOCK: usize = 100;
/// Thousandths of an em: the width of glyphs that [`Composite::widths`] does not name.
pub const FULL_WIDTH: i64 = 1000;

/// A font with codes of two bytes, deflated and ready to be put into any number of files.
pub struct Composite {
    pub face: &'static Face,
    /// With the six letters before it.
    pub name: String,
    pub flags: i64,
    program: Stream,
    glyph_of_code: Stream,
    to_unicode: Stream,
    /// As in `/W`.
    widths: Vec<Object>,
}

impl Composite {
    /// `program` is the font file, `glyph_of_code` a CIDToGIDMap.
    ///
    /// # Errors
    /// A stream cannot be compressed.
    pub fn new(
        (face, name, flags): (&'static Face, String, i64),
        program: Vec<u8>,
        glyph_of_code: Vec<u8>,
        to_unicode: String,
        widths: Vec<Object>,
        effort: Effort,
    ) -> Result<Composite, Error> {
        let deflated = |mut stream| deflate_with(&mut stream, effort).map(|()| stream);
        Ok(Composite {
            face,
            name,
            flags,
            program: deflated(descriptor::file(program))?,
            glyph_of_code: deflated(Stream::new(Dictionary::new(), glyph_of_code))?,
            to_unicode: deflated(Stream::new(Dictionary::new(), to_unicode.into_bytes()))?,
            widths,
        })
    }

    /// Puts the font into a file.
    pub fn add(&self, document: &mut Document) -> ObjectId {
        let descriptor = descriptor::add(document, self.face, &self.name, self.flags, self.program.clone());
        let glyph_of_code = document.add_object(self.glyph_of_code.clone());
        let descendant = document.add_object(dictionary! {
            "Type" => "Font",
            "Subtype" => "CIDFontType2",
            "BaseFont" => self.name.as_str(),
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"),
                "Ordering" => Object::string_literal("Identity"),
                "Supplement" => 0,
            },
            "DW" => FULL_WIDTH,
            "W" => self.widths.clone(),
            "CIDToGIDMap" => glyph_of_code,
            "FontDescriptor" => descriptor,
        });
        let to_unicode = document.add_object(self.to_unicode.clone());
        document.add_object(dictionary! {
            "Type" => "Font",
            "Subtype" => "Type0",
            "BaseFont" => self.name.as_str(),
            "Encoding" => "Identity-H",
            "DescendantFonts" => vec![Object::Reference(descendant)],
            "ToUnicode" => to_unicode,
        })
    }
}

/// The way from codes back to the text, of mappings all of one kind: `bfchar` or `bfrange`.
pub fn to_unicode(kind: &str, mappings: &[String]) -> String {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    for block in mappings.chunks(BLOCK) {
        map.push_str(&format!("{} begin{kind}\n{}end{kind}\n", block.len(), block.concat()));
    }
    map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
}
