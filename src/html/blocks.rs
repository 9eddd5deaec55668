//! Flow blocks to markup. The label of a numbered part is the link to cite it by; a part without a label gets a mark
//! that shows on hovering. Neither takes part in tabbing: the contents lead to the same places.

use super::{entry, figure, link, signature, table};
use crate::flow::{
    Align, Anchor, Block, Boxed, Inline, List, ListItem, ListKind, Paragraph, Section, SectionKind, Target, label,
    plain_text,
};
use crate::markup::{Element, Markup};

/// Writes blocks; `place` is the heading they stand under, by which a table without a caption is called.
pub fn write(out: &mut Markup, blocks: &[Block], place: &str) {
    for block in blocks {
        match block {
            Block::Section(section) => write_section(out, section),
            Block::Paragraph(paragraph) => write_paragraph(out, paragraph, place),
            Block::List(list) => write_list(out, list, place),
            Block::Table(table) => table::write(out, table, place),
            Block::Boxed(boxed) => write_boxed(out, boxed, place),
            Block::Figure(figure) => figure::write(out, figure),
            Block::Signature(block) => signature::write(out, block),
            Block::Entry(block) => entry::write(out, block),
        }
    }
}

/// Writes running text.
pub fn write_inlines(out: &mut Markup, inlines: &[Inline]) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => write_words(out, text),
            Inline::Strong(inner) => out.inline("strong").within(|out| write_inlines(out, inner)),
            Inline::Emphasis(inner) => out.inline("em").within(|out| write_inlines(out, inner)),
            Inline::Underline(inner) => out.inline("u").within(|out| write_inlines(out, inner)),
            Inline::Link { target, text } => match link::href(target) {
                Some(href) => {
                    let rel = matches!(target, Target::External(_)).then_some("noopener noreferrer");
                    let class = matches!(target, Target::Note(_)).then_some("note-mark");
                    let link = out.inline("a").attribute("href", &href).optional("rel", rel).optional("class", class);
                    link.within(|out| write_inlines(out, text));
                }
                None => write_inlines(out, text),
            },
            Inline::Break => out.inline("br").void(),
        }
    }
}

/// Writes text, in which an address may break after its slashes: left whole it would tear the line before it apart.
fn write_words(out: &mut Markup, text: &str) {
    if !text.contains("://") {
        return out.text(text);
    }
    for (index, piece) in text.split_inclusive('/').enumerate() {
        if index > 0 && piece != "/" {
            out.inline("wbr").void();
        }
        out.text(piece);
    }
}

/// Class of aligned text; text at the start needs none.
pub fn align_class(align: Align) -> Option<&'static str> {
    match align {
        Align::Start => None,
        Align::Center => Some("center"),
        Align::End => Some("end"),
    }
}

fn write_section(out: &mut Markup, section: &Section) {
    let labels = section.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => paragraph.label.as_deref(),
        _ => None,
    });
    let hang = hang_style(labels);
    out.block("section")
        .attribute("id", &section.anchor.0)
        .attribute("class", section_class(section.kind))
        .optional("style", hang.as_deref())
        .within(|out| {
            write_heading(out, section);
            let place = format!("{}{}", section.heading.label, plain_text(&section.heading.title));
            write(out, &section.blocks, &place);
        });
}

fn section_class(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Chapter => "chapter",
        SectionKind::ChapterSection => "chapter-section",
        SectionKind::Article => "article",
        SectionKind::Section => "section",
        SectionKind::SupplementaryProvisions => "supplementary",
        SectionKind::History => "history",
    }
}

fn write_heading(out: &mut Markup, section: &Section) {
    let heading = &section.heading;
    let (name, deeper) = match heading.level {
        0..=2 => ("h2", None),
        3 => ("h3", None),
        4 => ("h4", None),
        5 => ("h5", None),
        6 => ("h6", None),
        level => ("h6", Some(level.to_string())),
    };
    out.block(name).optional("aria-level", deeper.as_deref()).within(|out| {
        match heading.label.as_str() {
            "" => write_mark(out, &section.anchor, "この見出しへのリンク"),
            label => cite_link(out, &section.anchor, "label").within(|out| out.text(label)),
        }
        write_inlines(out, &heading.title);
    });
}

fn write_paragraph(out: &mut Markup, paragraph: &Paragraph, place: &str) {
    if paragraph.anchor.is_none() && paragraph.label.is_none() && paragraph.blocks.is_empty() {
        return write_text(out, None, None, paragraph);
    }
    let class = if paragraph.label.is_some() { "paragraph numbered" } else { "paragraph" };
    let anchor = paragraph.anchor.as_ref();
    let div = out.block("div").optional("id", anchor.map(|anchor| anchor.0.as_str())).attribute("class", class);
    div.within(|out| {
        if paragraph.label.is_some() || !paragraph.text.is_empty() {
            write_text(out, paragraph.label.as_deref(), anchor, paragraph);
        }
        write(out, &paragraph.blocks, place);
    });
}

fn write_text(out: &mut Markup, label: Option<&str>, anchor: Option<&Anchor>, paragraph: &Paragraph) {
    out.block("p").optional("class", align_class(paragraph.align)).within(|out| {
        write_label(out, label, anchor);
        write_inlines(out, &paragraph.text);
    });
}

fn write_list(out: &mut Markup, list: &List, place: &str) {
    let (name, class) = match list.kind {
        ListKind::Items => ("ol", "items"),
        ListKind::Bullets => ("ul", "bullets"),
        ListKind::Questions => ("ul", "questions"),
        ListKind::Notes => ("ul", "notes"),
    };
    let hang = hang_style(list.items.iter().map(|item| item.label.as_str()));
    // Without the role, VoiceOver takes a list without markers for no list.
    out.block(name).attribute("class", class).attribute("role", "list").optional("style", hang.as_deref()).within(
        |out| {
            for item in &list.items {
                write_item(out, item, place);
            }
        },
    );
}

fn write_boxed(out: &mut Markup, boxed: &Boxed, place: &str) {
    out.block("div").attribute("class", "box").attribute("role", "note").within(|out| {
        if !boxed.title.is_empty() {
            out.block("p").attribute("class", "box-title").within(|out| write_inlines(out, &boxed.title));
        }
        write(out, &boxed.blocks, place);
    });
}

fn write_item(out: &mut Markup, item: &ListItem, place: &str) {
    let anchor = item.anchor.as_ref();
    out.block("li").optional("id", anchor.map(|anchor| anchor.0.as_str())).within(|out| {
        let (text, below, rest): (&[Inline], &[Block], &[Block]) = match item.blocks.split_first() {
            Some((Block::Paragraph(first), rest)) if first.label.is_none() && first.anchor.is_none() => {
                (&first.text, &first.blocks, rest)
            }
            _ => (&[], &[], &item.blocks),
        };
        out.block("p").within(|out| {
            write_label(out, Some(&item.label), anchor);
            write_inlines(out, text);
        });
        write(out, below, place);
        write(out, rest, place);
    });
}

/// Writes a label, as a link to its own place where it has one; a place without a label gets a mark.
fn write_label(out: &mut Markup, label: Option<&str>, anchor: Option<&Anchor>) {
    let (element, label) = match (label, anchor) {
        (Some(label), Some(anchor)) => (cite_link(out, anchor, "label"), label),
        (Some(label), None) => (out.inline("span").attribute("class", "label"), label),
        (None, Some(anchor)) => return write_mark(out, anchor, "この項へのリンク"),
        (None, None) => return,
    };
    element.within(|out| {
        out.text(label);
        out.text(label::gap(label));
    });
}

/// Writes a link without text, named `purpose`.
fn write_mark(out: &mut Markup, anchor: &Anchor, purpose: &str) {
    cite_link(out, anchor, "mark").attribute("aria-label", purpose).within(|_| ());
}

fn cite_link<'a>(out: &'a mut Markup, anchor: &Anchor, class: &str) -> Element<'a> {
    out.inline("a").attribute("href", &link::fragment(anchor)).attribute("class", class).attribute("tabindex", "-1")
}

/// How far text hangs behind its labels, for the style sheet.
fn hang_style<'a>(labels: impl Iterator<Item = &'a str>) -> Option<String> {
    label::hang(labels).map(|half_ems| format!("--hang:{}.{}em", half_ems / 2, half_ems % 2 * 5))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::sample;

    fn html(block: Block) -> String {
        let mut out = Markup::default();
        write(&mut out, &[block], "");
        out.into_string()
    }

    #[test]
    fn a_label_is_text_before_its_words_and_links_to_its_place() {
        let items =
            vec![sample::item(Some("fees.1.1"), "ア", "月額", vec![]), sample::item(None, "イ", "年額", vec![])];
        assert_eq!(
            html(sample::list(ListKind::Items, items)),
            "<ol class=\"items\" role=\"list\" style=\"--hang:2.0em\">\
             <li id=\"fees.1.1\"><p><a href=\"#fees.1.1\" class=\"label\" tabindex=\"-1\">ア　</a>月額</p>\n</li>\n\
             <li><p><span class=\"label\">イ　</span>年額</p>\n</li>\n</ol>\n"
        );
    }

    #[test]
    fn paragraphs_of_a_section_hang_by_its_widest_label() {
        let numbered = |label: &str| Block::Paragraph(sample::paragraph(Some(label), Some(label), "項"));
        let blocks = vec![numbered("９．"), numbered("１０．")];
        let html = html(sample::section(SectionKind::Article, "fees", 3, "第１条", "（料金）", blocks));
        assert!(html.starts_with("<section id=\"fees\" class=\"article\" style=\"--hang:3.0em\">"), "{html}");
    }

    #[test]
    fn an_unlabelled_place_has_a_mark_to_cite_it_by() {
        let html = html(Block::Paragraph(sample::paragraph(Some("fees.1"), None, "第一の項")));
        assert!(
            html.contains(
                "<a href=\"#fees.1\" class=\"mark\" tabindex=\"-1\" aria-label=\"この項へのリンク\"></a>第一の項"
            ),
            "{html}"
        );
    }

    #[test]
    fn a_link_that_is_neither_web_nor_mail_is_only_text() {
        let mut paragraph = sample::paragraph(None, None, "");
        let target = Target::External("javascript:alert(1)".into());
        paragraph.text = vec![Inline::Link { target, text: vec![sample::text("案内")] }];
        assert_eq!(html(Block::Paragraph(paragraph)), "<p>案内</p>\n");
    }

    #[test]
    fn an_address_may_break_after_its_slashes() {
        let address =
            html(Block::Paragraph(sample::paragraph(None, None, "https://aoba.example.jp/fees/に掲示します。")));
        assert_eq!(address, "<p>https://<wbr>aoba.example.jp/<wbr>fees/<wbr>に掲示します。</p>\n");
        assert_eq!(
            html(Block::Paragraph(sample::paragraph(None, None, "及び／又は and/or"))),
            "<p>及び／又は and/or</p>\n"
        );
    }
}
