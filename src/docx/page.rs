//! Paper, margins, running head and page number. Lengths are twips, twentieths of a point.

use super::paragraph::{Properties, Style};
use super::value;
use crate::flow::{Identity, Sheet};
use crate::markup::Markup;

/// One em of body text.
pub const EM: u32 = 210;

pub struct Paper {
    width: u32,
    height: u32,
    /// Width of the text.
    pub measure: u32,
    top: u32,
    bottom: u32,
    orientation: Option<&'static str>,
}

/// A4 upright, 42 characters a line; lines and margins are those of the PDF.
static PORTRAIT: Paper =
    Paper { width: 11_906, height: 16_838, measure: 42 * EM, top: 1_560, bottom: 1_676, orientation: None };

/// A4 lying.
static LANDSCAPE: Paper = Paper {
    width: 16_838,
    height: 11_906,
    measure: 69 * EM,
    top: 1_240,
    bottom: 1_304,
    orientation: Some("landscape"),
};

/// From the edge of the paper to the running head and to the page number.
const FURNITURE: u32 = 760;

impl Paper {
    pub fn of(sheet: Sheet) -> &'static Paper {
        match sheet {
            // Word cannot let a wide table leave its column, so that two columns become one.
            Sheet::Portrait | Sheet::Form | Sheet::TwoColumns | Sheet::Poster => &PORTRAIT,
            Sheet::Landscape => &LANDSCAPE,
        }
    }

    /// Writes the properties of the section, which end the body. `[head, foot, foot of the first page]` are relationships.
    pub fn write(&self, out: &mut Markup, [head, foot, first_foot]: [&str; 3]) {
        let number = |length: u32| length.to_string();
        let side = number((self.width - self.measure) / 2);
        out.block("w:sectPr").within(|out| {
            out.inline("w:headerReference").attribute("w:type", "default").attribute("r:id", head).empty();
            out.inline("w:footerReference").attribute("w:type", "default").attribute("r:id", foot).empty();
            out.inline("w:footerReference").attribute("w:type", "first").attribute("r:id", first_foot).empty();
            let size = out.inline("w:pgSz").attribute("w:w", &number(self.width));
            size.attribute("w:h", &number(self.height)).optional("w:orient", self.orientation).empty();
            out.inline("w:pgMar")
                .attribute("w:top", &number(self.top))
                .attribute("w:right", &side)
                .attribute("w:bottom", &number(self.bottom))
                .attribute("w:left", &side)
                .attribute("w:header", &number(FURNITURE))
                .attribute("w:footer", &number(FURNITURE))
                .attribute("w:gutter", "0")
                .empty();
            // The first page has the title itself.
            out.inline("w:titlePg").empty();
        });
    }
}

/// Writes the paragraph of the running head: title and edition.
pub fn write_head(out: &mut Markup, identity: &Identity) {
    let words = [identity.heading(), identity.edition.clone()].join("　");
    paragraph(out, Style::Header, |out| run(out, words.trim_end()));
}

/// Writes the paragraph of the page number: page and number of pages.
pub fn write_foot(out: &mut Markup) {
    paragraph(out, Style::Footer, |out| {
        field(out, " PAGE ");
        run(out, " / ");
        field(out, " NUMPAGES ");
    });
}

fn paragraph(out: &mut Markup, style: Style, write: impl FnOnce(&mut Markup)) {
    out.block("w:p").within(|out| {
        Properties::of(style).write(out);
        write(out);
    });
}

fn run(out: &mut Markup, words: &str) {
    out.inline("w:r").within(|out| {
        out.inline("w:t").attribute("xml:space", "preserve").within(|out| out.text(words));
    });
}

fn field(out: &mut Markup, instruction: &str) {
    out.inline("w:fldSimple").attribute("w:instr", instruction).within(|out| run(out, "1"));
}

/// Writes settings that hold for the whole file.
pub fn write_settings(out: &mut Markup) {
    value(out, "w:defaultTabStop", "840");
    value(out, "w:characterSpacingControl", "compressPunctuation");
    out.inline("w:compat").within(|out| {
        let setting = out.inline("w:compatSetting").attribute("w:name", "compatibilityMode");
        setting.attribute("w:uri", "http://schemas.microsoft.com/office/word").attribute("w:val", "15").empty();
    });
    out.inline("w:themeFontLang").attribute("w:val", "en-US").attribute("w:eastAsia", "ja-JP").empty();
}
