//! The body: blocks to paragraphs and tables.

use super::inline::{Links, relationship};
use super::numbering::{Numbering, Place, Suffix};
use super::page::{EM, Paper};
use super::paragraph::{Properties, Style};
use super::places::{Places, bookmark};
use super::{entry, signature, table};
use crate::flow::{
    Align, Anchor, Block, Boxed, Cell, Column, Figure, Flow, Inline, List, ListItem, ListKind, Paragraph, Row,
    RowGroup, Section, SectionKind, Table, TableStyle, label,
};
use crate::markup::Markup;

/// What a flow becomes, before it is packed.
pub struct Content {
    pub body: Markup,
    pub numbering: Numbering,
    /// Addresses outside, each with the id of its relationship.
    pub addresses: Vec<(String, String)>,
}

/// Relationships of running head and page numbers.
pub const FURNITURE: [&str; 3] = ["head", "foot", "firstFoot"];

/// A tab that ends where the text begins would go on to the next stop: the hang is wider than the label by this.
const EASE: u32 = EM / 4;

/// Writes the body of a document.
pub fn write(flow: &Flow) -> Content {
    let paper = Paper::of(flow.sheet);
    let links = Links { places: Places::of(flow.head.iter().chain(&flow.blocks)), addresses: Vec::new() };
    let mut out = Markup::default();
    let mut writer = Writer {
        links,
        numbering: Numbering::default(),
        articles: None,
        bookmarks: 0,
        article_indent: article_indent(&flow.blocks).unwrap_or(EM),
    };
    let frame =
        Frame { left: 0, width: paper.measure, setting: Setting::Running, above: None, depth: 0, align: Align::Start };
    // Whoever a letter is to stands at the left edge.
    writer.blocks(&mut out, &flow.head, Frame { setting: Setting::Compact, ..frame });
    writer.title(&mut out, flow);
    writer.blocks(&mut out, &flow.blocks, frame);
    paper.write(&mut out, FURNITURE);
    let addresses = writer.links.addresses.into_iter().enumerate();
    let addresses = addresses.map(|(at, address)| (relationship(at), address)).collect();
    Content { body: out, numbering: writer.numbering, addresses }
}

pub(super) struct Writer<'a> {
    links: Links<'a>,
    numbering: Numbering,
    /// Articles are numbered through all chapters.
    articles: Option<Place>,
    bookmarks: u32,
    /// Indent of the text of articles, in twips: the same in all.
    article_indent: u32,
}

/// How a paragraph without a number is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    /// First line indented by one em.
    Running,
    /// As the numbered paragraphs beside it.
    Article,
    /// In items.
    Compact,
    /// In cells, where numbers are text: they may begin anywhere, and tables are copied into other files.
    Cell,
    HeadingCell,
}

/// The place blocks are set in, in twips from the left edge of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub left: u32,
    pub width: u32,
    pub setting: Setting,
    /// The number the blocks stand under.
    pub above: Option<Place>,
    /// How many items the blocks are in.
    pub depth: u8,
    /// Of paragraphs that do not say.
    pub align: Align,
}

impl Frame {
    fn indented(self, by: u32) -> Frame {
        Frame { left: self.left + by, width: self.width.saturating_sub(by), ..self }
    }

    pub fn is_cell(self) -> bool {
        matches!(self.setting, Setting::Cell | Setting::HeadingCell)
    }

    fn within_item(self, above: Option<Place>) -> Frame {
        let setting = if self.is_cell() { self.setting } else { Setting::Compact };
        Frame { setting, above, align: Align::Start, ..self }
    }
}

impl Writer<'_> {
    fn title(&mut self, out: &mut Markup, flow: &Flow) {
        let heading = flow.identity.heading();
        let subtitle = flow.identity.subtitle.as_deref().map(|subtitle| (Style::Subtitle, subtitle));
        let lines = std::iter::once((Style::Title, heading.as_str())).chain(subtitle);
        for (style, words) in lines.chain(flow.imprint().map(|line| (Style::Imprint, line))) {
            self.words(out, Properties::of(style), words);
        }
        self.words(out, Properties::of(Style::Gap), "");
    }

    /// A paragraph of plain words.
    pub fn words(&mut self, out: &mut Markup, properties: Properties, words: &str) {
        self.paragraph(out, properties, None, "", &[Inline::Text(words.to_owned())]);
    }

    /// A paragraph; `lead` is a label that is text.
    pub fn paragraph(
        &mut self,
        out: &mut Markup,
        properties: Properties,
        anchor: Option<&Anchor>,
        lead: &str,
        text: &[Inline],
    ) {
        out.block("w:p").within(|out| {
            properties.write(out);
            if !lead.is_empty() {
                let is_hung = properties.indent.is_some_and(|(_, hanging)| hanging > 0);
                write_lead(out, lead, is_hung);
            }
            self.bookmarked(out, anchor, |writer, out| writer.links.write(out, text));
        });
    }

    /// Running text.
    pub fn inlines(&mut self, out: &mut Markup, text: &[Inline]) {
        self.links.write(out, text);
    }

    /// Writes with a bookmark around it.
    pub fn bookmarked(
        &mut self,
        out: &mut Markup,
        anchor: Option<&Anchor>,
        write: impl FnOnce(&mut Self, &mut Markup),
    ) {
        let Some(anchor) = anchor else { return write(self, out) };
        let id = self.bookmarks.to_string();
        self.bookmarks += 1;
        let start = out.inline("w:bookmarkStart").attribute("w:id", &id);
        start.attribute("w:name", &bookmark(anchor)).empty();
        write(self, out);
        out.inline("w:bookmarkEnd").attribute("w:id", &id).empty();
    }

    pub fn blocks(&mut self, out: &mut Markup, blocks: &[Block], frame: Frame) {
        let (mut sections, mut paragraphs) = (None, None);
        for (at, block) in blocks.iter().enumerate() {
            match block {
                Block::Section(section) => self.section(out, section, &mut sections, frame),
                Block::Paragraph(paragraph) => {
                    let announces = matches!(blocks.get(at + 1), Some(Block::Table(_) | Block::List(_)));
                    self.numbered(out, paragraph, &mut paragraphs, announces, frame);
                }
                Block::List(list) => self.list(out, list, frame),
                Block::Table(table) => table::write(self, out, table, frame),
                Block::Boxed(boxed) => table::write(self, out, &framed(boxed), frame),
                Block::Figure(figure) => self.figure(out, figure, frame),
                Block::Signature(block) => signature::write(self, out, block),
                Block::Entry(block) => entry::write(self, out, block, frame),
            }
        }
    }

    /// Word shows what the drawing says, as a table.
    fn figure(&mut self, out: &mut Markup, figure: &Figure, frame: Frame) {
        let properties = Properties { keep_next: true, ..Properties::of(Style::Caption) };
        self.paragraph(out, properties, figure.data.anchor.as_ref(), "", &figure.data.caption);
        let note = Properties { indent: Some((frame.left, 0)), ..Properties::of(Style::Note) };
        let [begin, end] = Figure::MARKS;
        self.words(out, Properties { keep_next: true, ..note }, &format!("{begin}{}", figure.alt));
        let data = Table { anchor: None, caption: Vec::new(), ..figure.data.clone() };
        table::write(self, out, &data, frame);
        self.words(out, note, end);
    }

    fn section(&mut self, out: &mut Markup, section: &Section, siblings: &mut Option<Place>, frame: Frame) {
        let heading = &section.heading;
        let level = heading.level.saturating_sub(1).clamp(1, 6);
        let number = heading.label.trim_end();
        let gap = &heading.label[number.len()..];
        let place = match section.kind {
            SectionKind::Article => self.numbering.next(number, Suffix::Nothing, &mut self.articles, None),
            _ => self.numbering.next(number, Suffix::Nothing, siblings, frame.above),
        };
        let is_article = section.kind == SectionKind::Article;
        let properties = Properties {
            outline: is_article.then_some(level - 1),
            place,
            ..Properties::of(if is_article { Style::ArticleHeading } else { Style::Heading(level) })
        };
        let lead = if place.is_some() { gap } else { &heading.label };
        self.paragraph(out, properties, Some(&section.anchor), lead, &heading.title);
        let setting = match section.kind {
            SectionKind::Article | SectionKind::SupplementaryProvisions => Setting::Article,
            _ => Setting::Running,
        };
        self.blocks(out, &section.blocks, Frame { setting, above: place, ..frame });
    }

    /// A paragraph with its number, and what belongs to it.
    fn numbered(
        &mut self,
        out: &mut Markup,
        paragraph: &Paragraph,
        last: &mut Option<Place>,
        announces: bool,
        frame: Frame,
    ) {
        let leads = announces || !paragraph.blocks.is_empty() || paragraph.is_title();
        // In a cell it would keep whole rows together.
        let keep_next = leads && !frame.is_cell();
        let anchor = paragraph.anchor.as_ref();
        let align = if paragraph.align == Align::Start { frame.align } else { paragraph.align };
        let own = Properties { keep_next, align, ..Properties::of(Style::Body) };
        let below = match (&paragraph.label, frame.setting) {
            (Some(text), _) => {
                let hang = hang(std::iter::once(text.as_str())).unwrap_or_default();
                let hang = if frame.is_cell() { hang } else { hang.max(self.article_indent) };
                let place = match frame.is_cell() {
                    true => None,
                    false => self.numbering.next(text, Suffix::Tab, last, None),
                };
                let inner = frame.indented(hang);
                let style = if frame.is_cell() { body_style(frame) } else { Style::Paragraph };
                let properties = Properties { style, place, indent: Some((inner.left, hang)), ..own };
                let lead = if place.is_some() { "" } else { text.as_str() };
                self.paragraph(out, properties, anchor, lead, &paragraph.text);
                inner.within_item(place)
            }
            (None, Setting::Article) => {
                let inner = frame.indented(self.article_indent);
                self.plain(
                    out,
                    paragraph,
                    Properties { style: Style::Paragraph, indent: Some((inner.left, 0)), ..own },
                );
                inner.within_item(None)
            }
            (None, Setting::Running) => {
                // An aligned line is not indented.
                let indent = (paragraph.align != Align::Start).then_some((frame.left, 0));
                self.plain(out, paragraph, Properties { indent, ..own });
                Frame { above: None, ..frame }
            }
            (None, Setting::Compact | Setting::Cell | Setting::HeadingCell) => {
                let indent = Some((frame.left, 0)).filter(|(left, _)| *left > 0 || !frame.is_cell());
                self.plain(out, paragraph, Properties { style: body_style(frame), indent, ..own });
                frame
            }
        };
        self.blocks(out, &paragraph.blocks, below);
    }

    /// A paragraph without a number; nothing where it only carries blocks.
    fn plain(&mut self, out: &mut Markup, paragraph: &Paragraph, properties: Properties) {
        if paragraph.text.is_empty() && !paragraph.blocks.is_empty() {
            if let Some(anchor) = &paragraph.anchor {
                self.bookmarked(out, Some(anchor), |_, _| ());
            }
            return;
        }
        self.paragraph(out, properties, paragraph.anchor.as_ref(), "", &paragraph.text);
    }

    fn list(&mut self, out: &mut Markup, list: &List, frame: Frame) {
        let hang = hang(list.items.iter().map(|item| item.label.as_str())).unwrap_or_default();
        let mut last = None;
        for item in &list.items {
            let place = match (list.kind, frame.is_cell()) {
                (ListKind::Items, false) => self.numbering.next(&item.label, Suffix::Tab, &mut last, frame.above),
                _ => None,
            };
            self.item(out, item, list.kind, place, hang, frame);
        }
    }

    fn item(
        &mut self,
        out: &mut Markup,
        item: &ListItem,
        kind: ListKind,
        place: Option<Place>,
        hang: u32,
        frame: Frame,
    ) {
        let inner = Frame { depth: frame.depth.saturating_add(1), ..frame.indented(hang).within_item(place) };
        let style = match kind {
            ListKind::Notes => Style::Note,
            _ if frame.is_cell() => body_style(frame),
            ListKind::Items => Style::Item(inner.depth),
            ListKind::Bullets | ListKind::Questions => Style::Bullet,
        };
        let lead = if place.is_some() { "" } else { item.label.as_str() };
        let (text, below, rest): (&[Inline], &[Block], &[Block]) = match item.blocks.split_first() {
            Some((Block::Paragraph(first), rest)) if first.label.is_none() && first.anchor.is_none() => {
                (&first.text, &first.blocks, rest)
            }
            _ => (&[], &[], &item.blocks),
        };
        let is_question = kind == ListKind::Questions && matches!(text, [Inline::Strong(_)]);
        let leads = is_question || !below.is_empty() || !rest.is_empty();
        let keep_next = leads && !frame.is_cell();
        let indent = Some((inner.left, hang));
        let properties = Properties { keep_next, place, indent, ..Properties::of(style) };
        self.paragraph(out, properties, item.anchor.as_ref(), lead, text);
        self.blocks(out, below, inner);
        self.blocks(out, rest, inner);
    }
}

/// A frame is a table of one cell: borders of paragraphs would leave out tables among them.
fn framed(boxed: &Boxed) -> Table {
    let title = vec![Inline::Strong(boxed.title.clone())];
    let title = Paragraph { anchor: None, label: None, align: Align::Start, text: title, blocks: boxed.blocks.clone() };
    let blocks = if boxed.title.is_empty() { boxed.blocks.clone() } else { vec![Block::Paragraph(title)] };
    let row = Row { cells: vec![Cell { columns: 1, rows: 1, is_heading: false, blocks }] };
    Table {
        anchor: None,
        style: TableStyle::Ruled,
        caption: Vec::new(),
        columns: vec![Column { weight: None, align: Align::Start }],
        head: Vec::new(),
        groups: vec![RowGroup { heading: Vec::new(), rows: vec![row] }],
    }
}

/// A label that is text.
fn write_lead(out: &mut Markup, lead: &str, is_hung: bool) {
    out.inline("w:r").within(|out| {
        out.inline("w:t").attribute("xml:space", "preserve").within(|out| out.text(lead));
        if is_hung {
            out.inline("w:tab").empty();
        }
    });
}

/// How far text hangs behind the widest of these labels, in twips.
fn hang<'l>(labels: impl Iterator<Item = &'l str>) -> Option<u32> {
    label::hang(labels).map(|half_ems| half_ems as u32 * EM / 2 + EASE)
}

pub(super) fn body_style(frame: Frame) -> Style {
    match frame.setting {
        Setting::Cell => Style::Cell,
        Setting::HeadingCell => Style::HeadingCell,
        Setting::Running | Setting::Article | Setting::Compact => Style::Paragraph,
    }
}

/// Widest hang of the labels of paragraphs in articles.
fn article_indent(blocks: &[Block]) -> Option<u32> {
    let inner = blocks.iter().filter_map(|block| match block {
        Block::Section(section) => Some(section),
        _ => None,
    });
    let widest = inner.filter_map(|section| {
        let labels = section.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => paragraph.label.as_deref(),
            _ => None,
        });
        hang(labels).max(article_indent(&section.blocks))
    });
    widest.max()
}
