//! `bench-krilla TEXT OUT MINCHO GOTHIC`: the same text by krilla as PDF/A-3a and PDF/UA-1, tagged, with bookmarks. Lines
//! hold as many characters as fit: no rule of line breaking, no squeezing, so krilla has less to do.
use std::collections::HashMap;
use std::error::Error;
use std::num::NonZeroU16;

use krilla::Document;
use krilla::SerializeSettings;
use krilla::configure::ConfigurationBuilder;
use krilla::configure::validate::{Accessibility, Archival};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{ArtifactType, ContentTag, SpanTag, Tag, TagGroup, TagTree};
use krilla::tagging::{Artifact, Node};
use krilla::text::{Font, GlyphId, KrillaGlyph};

const SIZE: f32 = 10.5;
const LEADING: f32 = 17.0;
const LEFT: f32 = 77.0;
const TOP: f32 = 90.0;
const MEASURE: f32 = 42.0;
const LINES: usize = 40;

struct Face {
    font: Font,
    metrics: ttf_parser::Face<'static>,
    glyphs: HashMap<char, (u16, f32)>,
}

impl Face {
    fn read(path: &str) -> Result<Face, Box<dyn Error>> {
        let data: &'static [u8] = std::fs::read(path)?.leak();
        let font = Font::new(data.to_vec().into(), 0).ok_or("a font")?;
        Ok(Face { font, metrics: ttf_parser::Face::parse(data, 0)?, glyphs: HashMap::new() })
    }

    /// Glyph and advance in em.
    fn glyph(&mut self, c: char) -> (u16, f32) {
        *self.glyphs.entry(c).or_insert_with(|| {
            let glyph = self.metrics.glyph_index(c).unwrap_or_default();
            let advance = self.metrics.glyph_hor_advance(glyph).unwrap_or_default();
            (glyph.0, f32::from(advance) / f32::from(self.metrics.units_per_em()))
        })
    }

    /// A line as its text and glyphs.
    fn set(&mut self, text: String) -> (String, Vec<KrillaGlyph>) {
        let glyphs = text.char_indices().map(|(at, c)| {
            let (glyph, advance) = self.glyph(c);
            let range = at..at + c.len_utf8();
            KrillaGlyph::new(GlyphId::new(u32::from(glyph)), advance, 0.0, 0.0, 0.0, range, None)
        });
        let glyphs = glyphs.collect();
        (text, glyphs)
    }

    fn lines(&mut self, text: &str) -> Vec<String> {
        let (mut lines, mut width) = (vec![String::new()], 0.0);
        for c in text.chars() {
            let advance = self.glyph(c).1;
            if width + advance > MEASURE {
                lines.push(String::new());
                width = 0.0;
            }
            width += advance;
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
        }
        lines
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, text, out, mincho, gothic] = &arguments[..] else {
        return Err("bench-krilla TEXT OUT MINCHO GOTHIC".into());
    };
    let text = std::fs::read_to_string(text)?;
    let mut faces = [Face::read(mincho)?, Face::read(gothic)?];
    let mut tree = TagTree::new().with_lang(Some("ja-JP".into()));
    let mut outline = Outline::new();

    let mut pages: Vec<Vec<(usize, usize, String)>> = vec![Vec::new()];
    let mut groups: Vec<TagGroup> = Vec::new();
    for line in text.lines() {
        let (face, line) = line.strip_prefix("# ").map_or((0, line), |title| (1, title));
        groups.push(match face {
            0 => TagGroup::new(Tag::P),
            _ => TagGroup::new(Tag::Hn(NonZeroU16::MIN, Some(line.into()))),
        });
        if face == 1 && pages.last().is_some_and(|page| page.len() + 3 > LINES) {
            pages.push(Vec::new());
        }
        for (i, part) in faces[face].lines(line).into_iter().enumerate() {
            if pages.last().is_some_and(|page| page.len() == LINES) {
                pages.push(Vec::new());
            }
            let page = pages.len() - 1;
            if face == 1 && i == 0 {
                let y = TOP + LEADING * (pages[page].len() as f32 - 1.0);
                let destination = XyzDestination::new(page, Point::from_xy(LEFT, y));
                outline.push_child(OutlineNode::new(line.into(), destination));
            }
            pages[page].push((groups.len() - 1, face, part));
        }
    }

    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| format!("{error:?}"))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let count = pages.len();
    for (number, lines) in pages.into_iter().enumerate() {
        let mut page = document.start_page_with(PageSettings::from_wh(595.276, 841.89).ok_or("a page")?);
        let mut surface = page.surface();
        for (i, (group, face, line)) in lines.into_iter().enumerate() {
            let (line, glyphs) = faces[face].set(line);
            let start = Point::from_xy(LEFT, TOP + LEADING * i as f32);
            let id = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            surface.draw_glyphs(start, &glyphs, faces[face].font.clone(), &line, SIZE, false);
            surface.end_tagged();
            groups[group].push(id);
        }
        let (line, glyphs) = faces[0].set(format!("{} / {count}", number + 1));
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        surface.draw_glyphs(Point::from_xy(290.0, 798.0), &glyphs, faces[0].font.clone(), &line, 8.5, false);
        surface.end_tagged();
        surface.finish();
        page.finish();
    }
    for group in groups {
        tree.push(Node::Group(group));
    }
    document.set_tag_tree(tree);
    document.set_outline(outline);
    let created = DateTime::new(2026).month(10).day(1);
    document.set_metadata(
        Metadata::new().title("比較用の規約".into()).language("ja-JP".into()).creation_date(created),
    );
    let bytes = document.finish().map_err(|error| format!("{error:?}"))?;
    Ok(std::fs::write(out, bytes)?)
}
