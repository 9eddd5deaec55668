//! From the flow to one long galley: every block becomes strips, and a node of the tag tree.

use rayon::prelude::*;

use crate::flow::{Align, Anchor, Block, Flow, List, ListKind, Paragraph, Section, SectionKind, TableStyle};
use crate::fonts::{Face, Typeface};

use super::Error;
use super::classes::{Class, class};
use super::galley::{Mark, Strip, TableHead};
use super::paper::Paper;
use super::paragraph::{Measure, Text, Type};
use super::structure::{NodeId, Numbering, Role, Tree};

const IMPRINT: Type = Type { size: 10.0, leading: 16.0 };

/// Above and below the line of a letter that says to whom it is.
const ADDRESS: f32 = 10.0;

/// Turns blocks into strips and collects what they share.
pub struct Typesetter<'a> {
    pub faces: &'static [Face; 2],
    pub paper: &'static Paper,
    pub tree: Tree,
    pub heads: Vec<TableHead<'a>>,
    /// Indent of the text of articles, in points: the same in all, numbered or not, unless the labels need more.
    article_indent: f32,
}

/// A section laid out by itself: the root of its tree stands for the element it belongs to.
struct Part<'a> {
    strips: Vec<Strip<'a>>,
    tree: Tree,
    heads: Vec<TableHead<'a>>,
}

/// How paragraphs without a number are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// First line indented by one em.
    Running,
    /// All lines indented as those of numbered paragraphs.
    Article,
    /// Not at all: in items.
    Compact,
    /// Nor in cells, between the rules of a table.
    Cell,
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
    /// Whether it is the label of a row.
    pub is_label: bool,
    /// Whether what needs it may go across all columns of the page: not in cells.
    pub may_span: bool,
}

impl Frame {
    /// The frame to the right of a column of labels, or the same frame if there is none.
    fn beside(self, column: f32) -> Frame {
        if column == 0.0 {
            return self;
        }
        Frame { left: self.left + column, width: self.width - column, setting: Setting::Compact, ..self }
    }
}

/// Lays out a document.
///
/// # Errors
/// A character has no glyph.
pub fn galley<'a>(flow: &'a Flow, setter: &mut Typesetter<'a>) -> Result<Vec<Strip<'a>>, Error> {
    setter.article_indent = setter.narrowest_labels(&flow.blocks).unwrap_or(setter.paper.body.size);
    let frame = Frame {
        left: 0.0,
        width: setter.paper.column(),
        set: setter.paper.body,
        typeface: Typeface::Mincho,
        align: Align::Start,
        setting: Setting::Running,
        is_label: false,
        may_span: setter.paper.columns > 1,
    };
    // Whoever a letter is to stands at the left edge.
    let mut strips = Vec::new();
    for block in &flow.head {
        let mut lines =
            setter.blocks(std::slice::from_ref(block), Frame { setting: Setting::Compact, ..frame }, Tree::ROOT)?;
        begin(&mut lines, if closes(block) { 0.0 } else { ADDRESS }, None);
        if let (Some(last), false) = (lines.last_mut(), closes(block)) {
            last.height += ADDRESS;
        }
        strips.extend(lines);
    }
    strips.extend(setter.title(flow)?);
    strips.extend(setter.blocks(&flow.blocks, frame, Tree::ROOT)?);
    Ok(strips)
}

/// Whether a block must stay with the beginning of the next: it is the title of an item, or leads to a list or table.
fn announces(block: &Block, next: Option<&Block>) -> bool {
    let Block::Paragraph(paragraph) = block else { return false };
    match next {
        // 記
        Some(_) if paragraph.align == Align::Center => true,
        Some(Block::List(_) | Block::Table(_) | Block::Boxed(_) | Block::Figure(_)) => paragraph.blocks.is_empty(),
        Some(Block::Paragraph(_)) => paragraph.is_title() && paragraph.blocks.is_empty(),
        _ => false,
    }
}

/// 以上, and what else stands at the right end below the text: never alone on a page.
fn closes(block: &Block) -> bool {
    matches!(block, Block::Paragraph(paragraph) if paragraph.align == Align::End)
}

/// The first of the signatures: what is signed for must not end on the page before all of them.
fn signs(block: &Block, before: Option<&Block>) -> bool {
    matches!(block, Block::Signature(_)) && !matches!(before, Some(Block::Signature(_)))
}

impl<'a> Typesetter<'a> {
    pub fn new(faces: &'static [Face; 2], paper: &'static Paper) -> Typesetter<'a> {
        Typesetter { faces, paper, tree: Tree::new(), heads: Vec::new(), article_indent: paper.body.size }
    }

    /// Title, subtitle, edition and provider at the head of the first page.
    fn title(&mut self, flow: &Flow) -> Result<Vec<Strip<'a>>, Error> {
        let identity = &flow.identity;
        let subtitle = identity.subtitle.as_deref().unwrap_or_default();
        let mut strips = self.title_line(&identity.heading(), Role::Heading(1), self.paper.title, Align::Center)?;
        strips.extend(self.title_line(subtitle, Role::Paragraph, self.paper.subtitle, Align::Center)?);
        let mut imprint = Vec::new();
        for line in flow.imprint() {
            imprint.extend(self.title_line(line, Role::Paragraph, IMPRINT, Align::End)?);
        }
        begin(&mut imprint, 10.0, None);
        strips.extend(imprint);
        begin(&mut strips, if flow.head.is_empty() { 0.0 } else { 24.0 }, None);
        for strip in &mut strips {
            strip.keep_with_next = true;
            strip.spans = self.paper.columns > 1;
        }
        if let Some(last) = strips.last_mut() {
            last.height += 12.0;
        }
        Ok(strips)
    }

    fn title_line(&mut self, text: &str, role: Role, set: Type, align: Align) -> Result<Vec<Strip<'a>>, Error> {
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let typeface = if role == Role::Paragraph { Typeface::Mincho } else { Typeface::Gothic };
        let node = self.tree.add(Tree::ROOT, role);
        let text = Text::plain(self.faces, text, typeface, Some(node))?;
        Ok(text.strips(Measure::new(0.0, self.paper.measure, align), set))
    }

    /// Lays out blocks one below the other.
    ///
    /// # Errors
    /// A character has no glyph.
    pub fn blocks(&mut self, blocks: &'a [Block], frame: Frame, parent: NodeId) -> Result<Vec<Strip<'a>>, Error> {
        let labels = self.label_column(paragraph_labels(blocks), frame.set);
        let column = match frame.setting {
            Setting::Article => labels.max(self.article_indent),
            _ => labels,
        };
        let mut strips = Vec::new();
        let mut sections = self.sections(blocks, frame).into_iter();
        for (i, block) in blocks.iter().enumerate() {
            let spans = frame.may_span && self.spans(block, frame, strips.last())?;
            let frame =
                if spans { Frame { left: 0.0, width: self.paper.measure, may_span: false, ..frame } } else { frame };
            let mut set = match block {
                Block::Section(_) => match sections.next() {
                    Some(section) => self.join(section?, parent),
                    None => Vec::new(),
                },
                Block::Paragraph(paragraph) => self.paragraph(paragraph, frame, column, parent)?,
                Block::List(list) => self.list(list, frame, parent)?,
                Block::Table(table) if table.style == TableStyle::Facts => self.facts(table, frame, parent)?,
                Block::Table(table) => self.table(table, frame, parent)?,
                Block::Boxed(boxed) => self.boxed(boxed, frame, parent)?,
                Block::Figure(figure) => self.figure(figure, frame, parent)?,
                Block::Signature(block) => self.signature(block, frame, parent)?,
                Block::Entry(entry) => self.entry(entry, frame, parent)?,
            };
            if let (Some(last), true) = (set.last_mut(), announces(block, blocks.get(i + 1))) {
                last.keep_with_next = true;
                last.yields = matches!(block, Block::Paragraph(paragraph) if !paragraph.is_title());
            }
            if let (Some(before), true) = (strips.last_mut(), closes(block) || signs(block, blocks[..i].last())) {
                before.keep_with_next = true;
            }
            for strip in &mut set {
                strip.spans |= spans;
            }
            strips.extend(set);
        }
        Ok(strips)
    }

    /// Whether a block goes across all columns: it needs their width, or stands below one that does.
    fn spans(&self, block: &Block, frame: Frame, before: Option<&Strip>) -> Result<bool, Error> {
        Ok(match block {
            Block::Table(table) => table.style == TableStyle::Ruled && !self.fits_well(table, frame.width)?,
            Block::Signature(_) => true,
            Block::List(list) => list.kind == ListKind::Notes && before.is_some_and(|strip| strip.spans),
            Block::Paragraph(_) => closes(block),
            Block::Figure(figure) => super::figure::width(figure) > frame.width,
            Block::Section(_) | Block::Boxed(_) | Block::Entry(_) => false,
        })
    }

    /// Lays out the sections among blocks, each on whatever core is free.
    fn sections(&self, blocks: &'a [Block], frame: Frame) -> Vec<Result<Part<'a>, Error>> {
        let sections: Vec<&Section> = blocks
            .iter()
            .filter_map(|block| match block {
                Block::Section(section) => Some(section),
                _ => None,
            })
            .collect();
        let part = |section| {
            let mut setter =
                Typesetter { article_indent: self.article_indent, ..Typesetter::new(self.faces, self.paper) };
            let strips = setter.section(section, frame)?;
            Ok(Part { strips, tree: setter.tree, heads: setter.heads })
        };
        sections.into_par_iter().map(part).collect()
    }

    /// Takes over what was laid out apart, as if it had been laid out here.
    fn join(&mut self, part: Part<'a>, parent: NodeId) -> Vec<Strip<'a>> {
        let Part { mut strips, tree, mut heads } = part;
        let (nodes, tables) = (self.tree.join(parent, tree), self.heads.len());
        let rows = heads.iter_mut().flat_map(|head| &mut head.rows);
        strips.iter_mut().chain(rows).for_each(|strip| strip.join(nodes, tables));
        self.heads.extend(heads);
        strips
    }

    fn section(&mut self, section: &'a Section, frame: Frame) -> Result<Vec<Strip<'a>>, Error> {
        let sect = self.tree.add(Tree::ROOT, Role::Sect);
        let style = HeadingStyle::of(section.kind, section.heading.level, self.paper.body);
        let node = self.tree.add(sect, Role::Heading(section.heading.level));
        let label =
            if section.heading.title.is_empty() { section.heading.label.trim_end() } else { &section.heading.label };
        let mut text = Text::plain(self.faces, label, Typeface::Gothic, Some(node))?;
        let hanging = match style.align {
            Align::Start => (text.extremes().1 * style.set.size).min(frame.width / 4.0),
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
        let below = self.blocks(&section.blocks, Frame { setting, ..frame }, sect)?;
        // A heading stands above what goes across all columns, not at the end of one.
        let spans = below.first().is_some_and(|strip| strip.spans);
        for strip in &mut strips {
            strip.spans = spans;
        }
        strips.extend(below);
        begin(&mut strips, style.before, Some(&section.anchor));
        Ok(strips)
    }

    fn paragraph(
        &mut self,
        paragraph: &'a Paragraph,
        frame: Frame,
        column: f32,
        parent: NodeId,
    ) -> Result<Vec<Strip<'a>>, Error> {
        let align = if paragraph.align == Align::Start { frame.align } else { paragraph.align };
        let is_indented = frame.setting == Setting::Running && column == 0.0 && align == Align::Start;
        let measure = Measure {
            indent: if is_indented { frame.set.size } else { 0.0 },
            is_label: frame.is_label,
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
            last.yields = !paragraph.is_title();
        }
        strips.extend(self.blocks(&paragraph.blocks, frame.beside(column), parent)?);
        let before = if matches!(frame.setting, Setting::Compact | Setting::Cell) { 0.0 } else { 2.0 };
        begin(&mut strips, before, paragraph.anchor.as_ref());
        Ok(strips)
    }

    fn list(&mut self, list: &'a List, frame: Frame, parent: NodeId) -> Result<Vec<Strip<'a>>, Error> {
        let is_smaller = list.kind == ListKind::Notes && frame.set.size > self.paper.note.size;
        let set = if is_smaller { self.paper.note } else { frame.set };
        // Aligned with the first lines of the text around it.
        let is_indented = frame.setting == Setting::Running && list.kind != ListKind::Notes;
        let indent = if is_indented { set.size } else { 0.0 };
        let frame = Frame { set, setting: Setting::Compact, ..frame.beside(indent) };
        let node = match list.kind {
            ListKind::Items | ListKind::Questions => {
                self.tree.add(parent, Role::List { numbering: Numbering::Decimal })
            }
            ListKind::Bullets => self.tree.add(parent, Role::List { numbering: Numbering::Disc }),
            ListKind::Notes => parent,
        };
        let column = self.label_column(list.items.iter().map(|item| item.label.as_str()), set);
        let mut strips = Vec::new();
        for item in &list.items {
            let is_note = list.kind == ListKind::Notes;
            let entry = self.tree.add(node, if is_note { Role::Note } else { Role::ListItem });
            let label = self.tree.add(entry, Role::Label);
            let body = if is_note { entry } else { self.tree.add(entry, Role::ListBody) };
            let mut lines = self.blocks(&item.blocks, frame.beside(column), body)?;
            if !matches!(item.blocks.first(), Some(Block::Paragraph(paragraph)) if !paragraph.text.is_empty()) {
                lines.insert(0, Strip { height: set.leading, keep_with_next: true, ..Strip::default() });
            }
            self.hang(&item.label, frame, label, &mut lines)?;
            let is_question = list.kind == ListKind::Questions
                && matches!(&item.blocks[..], [Block::Paragraph(words)] if words.is_title());
            if let (Some(last), true) = (lines.last_mut(), is_question) {
                last.keep_with_next = true;
            }
            begin(&mut lines, if is_question { 6.0 } else { 1.0 }, item.anchor.as_ref());
            strips.extend(lines);
        }
        begin(&mut strips, 1.5, None);
        Ok(strips)
    }

    /// Sets a label before the first line, so that it is read first.
    fn hang(&self, label: &str, frame: Frame, node: NodeId, strips: &mut Vec<Strip<'a>>) -> Result<(), Error> {
        let text = Text::plain(self.faces, label, frame.typeface, Some(node))?;
        let runs = text.run_in(frame.left, frame.set.baseline(), frame.set.size);
        if strips.is_empty() {
            strips.push(Strip { height: frame.set.leading, keep_with_next: true, ..Strip::default() });
        }
        if let Some(first) = strips.first_mut() {
            first.marks.splice(0..0, runs.into_iter().map(Mark::Text));
        }
        Ok(())
    }

    /// Least width of a column of labels among the articles that number their paragraphs.
    fn narrowest_labels(&self, blocks: &[Block]) -> Option<f32> {
        blocks
            .iter()
            .filter_map(|block| match block {
                Block::Section(section) if section.kind == SectionKind::Article => {
                    Some(self.label_column(paragraph_labels(&section.blocks), self.paper.body))
                        .filter(|column| *column > 0.0)
                }
                Block::Section(section) => self.narrowest_labels(&section.blocks),
                _ => None,
            })
            .reduce(f32::min)
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

fn paragraph_labels(blocks: &[Block]) -> impl Iterator<Item = &str> {
    blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => paragraph.label.as_deref(),
        _ => None,
    })
}

/// Gives the first of some strips its space and anchor.
pub fn begin<'a>(strips: &mut [Strip<'a>], space: f32, anchor: Option<&'a Anchor>) {
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
    fn of(kind: SectionKind, level: u8, body: Type) -> HeadingStyle {
        let (larger, leading, align, before, after) = match (kind, level) {
            (SectionKind::Chapter | SectionKind::SupplementaryProvisions, _) => (2.0, 18.0, Align::Center, 20.0, 4.0),
            (SectionKind::ChapterSection, _) => (1.0, 18.0, Align::Center, 14.0, 2.0),
            (SectionKind::Article, _) => (0.0, body.leading, Align::Start, 9.0, 0.0),
            (_, ..=2) => (2.0, 18.0, Align::Start, 18.0, 4.0),
            (_, 3) => (1.0, 18.0, Align::Start, 12.0, 2.0),
            _ => (0.0, body.leading, Align::Start, 8.0, 0.0),
        };
        HeadingStyle { set: Type { size: body.size + larger, leading }, align, before, after }
    }
}

#[cfg(test)]
mod tests {
    use super::super::paper::PORTRAIT;
    use super::super::sample::{self, flow, list, paragraph, section};
    use super::*;

    fn laid_out(flow: &Flow) -> Vec<Strip<'_>> {
        galley(flow, &mut Typesetter::new(crate::fonts::faces().unwrap(), &PORTRAIT)).unwrap()
    }

    /// First run of the strip whose text begins so.
    fn start(strips: &[Strip], wanted: &str) -> (usize, f32) {
        let found = strips.iter().enumerate().flat_map(|(i, strip)| strip.marks.iter().map(move |mark| (i, mark)));
        found
            .filter_map(|(i, mark)| match mark {
                Mark::Text(run) => {
                    let text: String = run.pieces.iter().map(|piece| piece.text.as_str()).collect();
                    text.starts_with(wanted).then_some((i, run.x))
                }
                _ => None,
            })
            .next()
            .unwrap()
    }

    #[test]
    fn headings_are_kept_with_what_follows() {
        let article = section(SectionKind::Article, 3, "a", "第１条", "（目的）", vec![paragraph(None, "甲", vec![])]);
        let flow = flow(vec![section(SectionKind::Chapter, 2, "c", "第１章　", "総則", vec![article])]);
        let strips = laid_out(&flow);
        for heading in ["第１章", "第１条"] {
            assert!(strips[start(&strips, heading).0].keep_with_next, "{heading}");
        }
        assert!(!strips[start(&strips, "甲").0].keep_with_next);
    }

    #[test]
    fn neither_the_first_nor_the_last_line_of_a_paragraph_is_left_alone() {
        let flow = flow(vec![paragraph(None, &"契約者は、利用料金を支払います。".repeat(14), vec![])]);
        let strips = laid_out(&flow);
        let kept: Vec<bool> = strips[start(&strips, "契約者").0..].iter().map(|strip| strip.keep_with_next).collect();
        assert_eq!(kept, [true, false, false, false, true, false]);
    }

    #[test]
    fn texts_of_a_list_hang_to_the_right_of_its_widest_label() {
        let items = list(ListKind::Items, vec![("（１）", "甲", vec![]), ("（１０）", "乙", vec![])]);
        let flow = flow(vec![section(
            SectionKind::Article,
            3,
            "a",
            "第１条",
            "",
            vec![paragraph(None, "丙", vec![]), paragraph(Some("２．"), "丁", vec![items])],
        )]);
        let strips = laid_out(&flow);
        let x = |wanted: &str| start(&strips, wanted).1 / PORTRAIT.body.size;
        assert_eq!((x("２．"), x("丁"), x("丙")), (0.0, 2.0, 2.0));
        assert_eq!((x("甲"), x("乙")), (6.0, 6.0));
        assert_eq!(start(&strips, "（１").0, start(&strips, "甲").0, "on one line");
    }

    #[test]
    fn text_after_a_list_stands_where_the_text_before_it_began() {
        let sublist = list(ListKind::Items, vec![("ア", "己", vec![])]);
        let items = list(ListKind::Items, vec![("（１）", "甲", vec![sublist, paragraph(None, "乙", vec![])])]);
        let numbered = paragraph(Some("２．"), "丁", vec![items, paragraph(None, "戊", vec![])]);
        let flow = flow(vec![section(SectionKind::Article, 3, "a", "第１条", "", vec![numbered])]);
        let strips = laid_out(&flow);
        let x = |wanted: &str| start(&strips, wanted).1;
        assert_eq!((x("戊"), x("乙")), (x("丁"), x("甲")));
    }

    #[test]
    fn a_bracket_at_the_start_of_an_item_does_not_overlap_the_label() {
        let flow = flow(vec![list(ListKind::Items, vec![("（１）", "「甲」とは", vec![])])]);
        let strips = laid_out(&flow);
        let runs: Vec<_> = strips
            .iter()
            .flat_map(|strip| &strip.marks)
            .filter_map(|mark| match mark {
                Mark::Text(run) => Some(run),
                _ => None,
            })
            .collect();
        let label = runs.iter().position(|run| run.pieces[0].text.starts_with("（１")).unwrap();
        assert!(runs[label].x + runs[label].width <= runs[label + 1].x + 0.01);
        assert!(runs[label + 1].pieces[0].text.starts_with('「'));
    }

    #[test]
    fn what_announces_a_list_stays_with_it() {
        let items = list(ListKind::Bullets, vec![("・", "甲", vec![])]);
        let flow = flow(vec![paragraph(None, "次のとおり", vec![]), items]);
        let strips = laid_out(&flow);
        assert!(strips[start(&strips, "次の").0].keep_with_next);
    }

    #[test]
    fn notes_are_smaller_than_the_text() {
        let flow = flow(vec![list(ListKind::Notes, vec![("※", "甲", vec![])])]);
        let strips = laid_out(&flow);
        assert_eq!(strips[start(&strips, "甲").0].height, PORTRAIT.note.leading);
    }
    fn closing(text: &str) -> Block {
        let Block::Paragraph(paragraph) = paragraph(None, text, vec![]) else { panic!("no paragraph") };
        Block::Paragraph(Paragraph { align: Align::End, ..paragraph })
    }

    #[test]
    fn the_closing_stays_with_what_precedes() {
        let flow = flow(vec![paragraph(None, "甲", vec![]), closing("以上")]);
        let strips = laid_out(&flow);
        assert!(strips[start(&strips, "甲").0].keep_with_next);
    }

    #[test]
    fn in_two_columns_titles_wide_tables_and_the_closing_go_across() {
        let sentence = "契約者は、利用料金を支払います。".repeat(3);
        let table = |id: &str, columns: usize| {
            let cells = (0..columns).map(|at| sample::cell(if at == 0 { "甲種" } else { &sentence })).collect();
            Block::Table(sample::table(id, "", columns, vec![], vec![("", vec![sample::row(cells)])]))
        };
        let note = list(ListKind::Notes, vec![("※", "丙", vec![])]);
        let mut blocks = vec![paragraph(None, "甲", vec![]), table("narrow", 2), paragraph(None, "乙", vec![])];
        blocks.extend([table("wide", 4), note, closing("以上")]);
        let mut flow = flow(blocks);
        flow.sheet = crate::flow::Sheet::TwoColumns;
        let mut setter = Typesetter::new(crate::fonts::faces().unwrap(), Paper::of(flow.sheet));
        let strips = galley(&flow, &mut setter).unwrap();
        let at = |wanted: &str| &strips[start(&strips, wanted).0];
        let anchored =
            |id: &str| strips.iter().find(|strip| strip.anchors.iter().any(|anchor| anchor.0 == id)).unwrap();
        let across = [at("診療連携"), at("甲"), anchored("narrow"), at("乙"), anchored("wide"), at("丙"), at("以上")];
        assert_eq!(across.map(|strip| strip.spans), [true, false, false, false, true, true, true]);
        for strip in &strips {
            let room = if strip.spans { setter.paper.measure } else { setter.paper.column() };
            for mark in &strip.marks {
                let Mark::Text(run) = mark else { continue };
                assert!(run.x + run.width <= room + 0.1);
            }
        }
    }
}
