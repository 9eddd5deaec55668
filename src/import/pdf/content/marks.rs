//! Marked content (ISO 32000-1, 14.6): what the file itself calls page furniture, and text that stands for what is drawn.

use super::super::glyph::Glyph;
use crate::import::plain::is_invisible;
use crate::pdf::inspect::{Dictionary, string_text};

/// Deeper marks are not kept, only counted.
const DEPTH: usize = 256;

#[derive(Debug)]
enum Mark {
    /// A head, a foot, a repetition at the top of a page: left out by readers for the blind as well.
    Furniture,
    /// `ActualText`, until the first glyph has it.
    Instead(Option<String>),
    Other,
}

#[derive(Debug, Default)]
pub struct Marks {
    open: Vec<Mark>,
    too_deep: usize,
}

impl Marks {
    pub fn open(&mut self, tag: Option<&[u8]>, properties: &Dictionary) {
        if self.open.len() >= DEPTH {
            self.too_deep += 1;
            return;
        }
        let is_furniture = tag == Some(b"Artifact") && properties.is("Type", "Pagination");
        self.open.push(match properties.get("ActualText").string() {
            _ if is_furniture => Mark::Furniture,
            Some(bytes) => Mark::Instead(Some(string_text(bytes))),
            None => Mark::Other,
        });
    }

    pub fn close(&mut self) {
        match self.too_deep {
            0 => drop(self.open.pop()),
            _ => self.too_deep -= 1,
        }
    }

    pub fn depth(&self) -> usize {
        self.open.len()
    }

    pub fn close_to(&mut self, depth: usize) {
        self.open.truncate(depth);
        self.too_deep = 0;
    }

    /// A glyph under all that is open.
    pub fn add(&mut self, mut glyph: Glyph, glyphs: &mut Vec<Glyph>) {
        glyph.drawn = glyphs.len();
        glyph.is_furniture = self.open.iter().any(|mark| matches!(mark, Mark::Furniture));
        let instead = self.open.iter_mut().find_map(|mark| match mark {
            Mark::Instead(text) => Some(text.take()),
            _ => None,
        });
        match instead {
            None => glyphs.extend(visible(glyph)),
            Some(Some(text)) => glyphs.extend(visible(Glyph { text, ..glyph })),
            // The glyphs after the first only make it wider.
            Some(None) => {
                if let Some(first) = glyphs.last_mut().filter(|first| first.baseline == glyph.baseline) {
                    first.width = first.width.max(glyph.right() - first.left);
                }
            }
        }
    }
}

/// In one line, without soft hyphens and the like; `None` where nothing is left.
fn visible(mut glyph: Glyph) -> Option<Glyph> {
    if glyph.text.contains(|c: char| c.is_control() || is_invisible(c)) {
        let text = glyph.text.replace(['\n', '\r', '\t'], " ");
        glyph.text = text.chars().filter(|c| !is_invisible(*c)).collect();
    }
    (!glyph.text.is_empty()).then_some(glyph)
}
