//! From the flow to one long galley: every block becomes strips, and a node of the tag tree.

use crate::flow::{Align, Block, Flow, Identity, List, ListKind, Paragraph, Section, SectionKind};
use crate::fonts::{Face, Typeface};

use super::Error;
use super::classes::{Class, class};
use super::galley::{Mark, Strip, TableHead};
use super::paragraph::{Measure, Text, Type};
use super::structure::{NodeId, Numbering, Role, Tree};

/// Width of the text area: 42 full-width characters of body text, in points.
pub const WIDTH: f32 = 42.0 * BODY.size;
const BODY: Type = Type { size: 10.5, leading: 17.0 };
const NOTE: Type = Type { size: 9.0, leading: 14.0 };

/// Turns blocks into strips and collects what they share.
pub struct Typesetter<'a> {
    pub faces: &'static [Face; 2],
    pub tree: Tree,
    pub heads: Vec<TableHead<'a>>,
}

/// How paragraphs without a number are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// First line indented by one em.
    Running,
    /// All lines indented by one em below the article's heading.
    Article,
    /// Not at all: in items and cells.
    Compact,
}

/// The place and manner in which blocks are set.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    pub left: f32,
    pub width: f32,
    pub set: Type,
    pub typeface: Typeface,
    pub align: Align,
    pub setting: Setting,
}

impl Frame {
    /// The frame to the right of a column of labels.
    fn beside(self, column: f32) -> Frame {
        Frame { left: self.left + column, width: self.width - column, setting: Setting::Compact, ..self }
    }
}

/// Lays out a document.
///
/// # Errors
/// A character has no glyph.
pub fn galley<'a>(flow: &'a Flow, setter: &mut Typesetter<'a>) -> Result<Vec<Strip<'a>>, Error> {
    let mut strips = setter.title(&flow.identity)?;
    let frame = Frame {
        left: 0.0,
        width: WIDTH,
        set: BODY,
        typeface: Typeface::Mincho,
        align: Align::Start,
        setting: Setting::Running,
    };
    strips.extend(setter.blocks(&flow.blocks, frame, Tree::ROOT)?);
    Ok(strips)
}

impl<'a> Typesetter<'a> {
    pub fn new(faces: &'static [Face; 2]) -> Typesetter<'a> {
        Typesetter { faces, tree: Tree::new(), heads: Vec::new() }
    }

    /// Title, subtitle, edition and provider at the head of the first page.
    fn title(&mut self, identity: &Identity) -> Result<Vec<Strip<'a>>, Error> {
        let heading = identity.heading();
        let subtitle = identity.subtitle.as_deref().unwrap_or_default();
        let lines: [(&str, Role, Typeface, Type, Align); 4] = [
            (&heading, Role::Heading(1), Typeface::Gothic, Type { size: 16.5, leading: 26.0 }, Align::Center),
            (subtitle, Role::Paragraph, Typeface::Mincho, Type { size: 11.5, leading: 20.0 }, Align::Center),
            (&identity.edition, Role::Paragraph, Typeface::Mincho, Type { size: 10.0, leading: 16.0 }, Align::End),
            (&identity.provider, Role::Paragraph, Typeface::Mincho, Type { size: 10.0, leading: 16.0 }, Align::End),
        ];
        let mut strips: Vec<Strip> = Vec::new();
        let mut align = Align::Center;
        for (text, role, typeface, set, next_align) in lines {
            if text.is_empty() {
                continue;
            }
            if let (Some(last), true) = (strips.last_mut(), next_align != align) {
                last.height += 10.0;
            }
            align = next_align;
            let node = self.tree.add(Tree::ROOT, role);
            let text = Text::plain(self.faces, text, typeface, Some(node))?;
            strips.extend(text.strips(Measure::new(0.0, WIDTH, align), set));
        }
        for strip in &mut strips {
            strip.keep_with_next = true;
        }
        if let Some(last) = strips.last_mut() {
            last.height += 12.0;
        }
        Ok(strips)
    }

    /// Lays out blocks one below the other.
    ///
    /// # Errors
    /// A character has no glyph.
    pub fn blocks(&mut self, blocks: &'a [Block], frame: Frame, parent: NodeId) -> Result<Vec<Strip<'a>>, Error> {
        let labels = blocks.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => paragraph.label.as_deref(),
            _ => None,
        });
        let column = self.label_column(labels, frame.set);
        let mut strips = Vec::new();
        for block in blocks {
            strips.extend(match block {
                Block::Section(section) => self.section(section, frame, parent)?,
                Block::Paragraph(paragraph) => self.paragraph(paragraph, frame, column, parent)?,
                Block::List(list) => self.list(list, frame, parent)?,
                Block::Table(table) => self.table(table, frame, parent)?,
            });
        }
        Ok(strips)
    }

    fn section(&mut self, section: &'a Section, frame: Frame, parent: NodeId) -> Result<Vec<Strip<'a>>, Error> {
        let sect = self.tree.add(parent, Role::Sect);
        let style = HeadingStyle::of(section.kind, section.heading.level);
        let node = self.tree.add(sect, Role::Heading(section.heading.level));
        let label =
            if section.heading.title.is_empty() { section.heading.label.trim_end() } else { &section.heading.label };
        let mut text = Text::plain(self.faces, label, Typeface::Gothic, Some(node))?;
        let hanging = match style.align {
            Align::Start => (text.extremes().1 * style.set.size).min(WIDTH / 4.0),
            _ => 0.0,
        };
        text.push_inlines(&section.heading.title, Typeface::Gothic, node, &mut self.tree)?;
        let measure = Measure { hanging, ..Measure::new(frame.left, frame.width, style.align) };
        let mut strips = text.strips(measure, style.set);
        for strip in &mut strips {
            strip.keep_with_next = true;
        }
        if let Some(last) = strips.last_mut() {
            last.height += style.after;
        }
        let setting = if section.kind == SectionKind::Article { Setting::Article } else { Setting::Running };
        strips.extend(self.blocks(&section.blocks, Frame { setting, ..frame }, sect)?);
        begin(&mut strips, style.before, Some(&section.anchor));
        Ok(strips)
    }

    fn paragraph(
        &mut self,
        paragraph: &'a Paragraph,
        frame: Frame,
        labels: f32,
        parent: NodeId,
    ) -> Result<Vec<Strip<'a>>, Error> {
        let column = if frame.setting == Setting::Article { labels.max(frame.set.size) } else { labels };
        let align = if paragraph.align == Align::Start { frame.align } else { paragraph.align };
        let is_indented = frame.setting == Setting::Running && column == 0.0 && align == Align::Start;
        let measure = Measure {
            indent: if is_indented { frame.set.size } else { 0.0 },
            ..Measure::new(frame.left + column, frame.width - column, align)
        };
        let mut strips = Vec::new();
        if paragraph.label.is_some() || !paragraph.text.is_empty() {
            let node = self.tree.add(parent, Role::Paragraph);
            let mut text = Text::new(self.faces);
            text.push_inlines(&paragraph.text, frame.typeface, node, &mut self.tree)?;
            strips = text.strips(measure, frame.set);
            if let Some(label) = &paragraph.label {
                self.hang(label, frame, node, &mut strips)?;
            }
        }
        if let (Some(last), false) = (strips.last_mut(), paragraph.blocks.is_empty()) {
            last.keep_with_next = true;
        }
        strips.extend(self.blocks(&paragraph.blocks, frame.beside(column), parent)?);
        let before = if frame.setting == Setting::Compact { 0.0 } else { 2.0 };
        begin(&mut strips, before, paragraph.anchor.as_ref());
        Ok(strips)
    }

    fn list(&mut self, list: &'a List, frame: Frame, parent: NodeId) -> Result<Vec<Strip<'a>>, Error> {
        let numbering = match list.kind {
            ListKind::Items => Numbering::Decimal,
            ListKind::Bullets => Numbering::Disc,
            ListKind::Notes => Numbering::None,
        };
        let set = if list.kind == ListKind::Notes && frame.set.size > NOTE.size { NOTE } else { frame.set };
        let frame = Frame { set, setting: Setting::Compact, ..frame };
        let node = self.tree.add(parent, Role::List { numbering });
        let column = self.label_column(list.items.iter().map(|item| item.label.as_str()), set);
        let mut strips = Vec::new();
        for item in &list.items {
            let entry = self.tree.add(node, Role::ListItem);
            let label = self.tree.add(entry, Role::Label);
            let body = self.tree.add(entry, Role::ListBody);
            let mut lines = self.blocks(&item.blocks, frame.beside(column), body)?;
            if !matches!(item.blocks.first(), Some(Block::Paragraph(paragraph)) if !paragraph.text.is_empty()) {
                lines.insert(0, Strip { height: set.leading, keep_with_next: true, ..Strip::default() });
            }
            self.hang(&item.label, frame, label, &mut lines)?;
            begin(&mut lines, 1.0, item.anchor.as_ref());
            strips.extend(lines);
        }
        begin(&mut strips, 1.5, None);
        Ok(strips)
    }

    /// Sets a label before the first line, so that it is read first.
    fn hang(&self, label: &str, frame: Frame, node: NodeId, strips: &mut Vec<Strip<'a>>) -> Result<(), Error> {
        let text = Text::plain(self.faces, label, frame.typeface, Some(node))?;
        let runs = text.run_in(frame.left, frame.set.baseline(), frame.set.size).into_iter().map(Mark::Text);
        if strips.is_empty() {
            strips.push(Strip { height: frame.set.leading, keep_with_next: true, ..Strip::default() });
        }
        if let Some(first) = strips.first_mut() {
            first.marks.splice(0..0, runs);
        }
        Ok(())
    }

    /// Width of the column that labels hang in, in points: whole em, wide enough for the widest, with half an em of
    /// blank unless the label ends in its own.
    pub fn label_column<'l>(&self, labels: impl Iterator<Item = &'l str>, set: Type) -> f32 {
        let face = &self.faces[Typeface::Mincho as usize];
        let advance = |c| face.advance(c).unwrap_or_default();
        labels
            .map(|label| {
                let blank = match label.chars().last().map(|c| class(c, advance(c))) {
                    Some(Class::Closing | Class::Stop | Class::MiddleDot | Class::Space) | None => 0.0,
                    Some(_) => 0.5,
                };
                (label.chars().map(advance).sum::<f32>() + blank).ceil() * set.size
            })
            .fold(0.0, f32::max)
    }
}

/// Gives the first of some strips its space and anchor.
pub fn begin<'a>(strips: &mut [Strip<'a>], space: f32, anchor: Option<&'a crate::flow::Anchor>) {
    if let Some(first) = strips.first_mut() {
        first.space_before = first.space_before.max(space);
        first.anchors.splice(0..0, anchor);
    }
}

struct HeadingStyle {
    set: Type,
    align: Align,
    /// Space above and below, in points.
    before: f32,
    after: f32,
}

impl HeadingStyle {
    fn of(kind: SectionKind, level: u8) -> HeadingStyle {
        let (size, leading, align, before, after) = match (kind, level) {
            (SectionKind::Chapter | SectionKind::SupplementaryProvisions, _) => (12.5, 18.0, Align::Center, 20.0, 4.0),
            (SectionKind::ChapterSection, _) => (11.5, 18.0, Align::Center, 14.0, 2.0),
            (SectionKind::Article, _) => (BODY.size, BODY.leading, Align::Start, 9.0, 0.0),
            (_, ..=2) => (12.5, 18.0, Align::Start, 18.0, 4.0),
            (_, 3) => (11.5, 18.0, Align::Start, 12.0, 2.0),
            _ => (BODY.size, BODY.leading, Align::Start, 8.0, 0.0),
        };
        HeadingStyle { set: Type { size, leading }, align, before, after }
    }
}
