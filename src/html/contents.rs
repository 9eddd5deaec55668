//! The contents: chapters, articles and sections as nested lists of links.

use super::link;
use crate::flow::{Block, Section, plain_text};
use crate::markup::Markup;

/// Deeper headings would make the list longer than it helps: chapter, section, article; １ → １－１ → １－１－１.
const DEPTH: usize = 3;

/// The list of headings, or `None` where there are fewer than two.
pub fn contents(blocks: &[Block]) -> Option<Markup> {
    let sections = sections(blocks);
    if sections.iter().map(|section| 1 + self::sections(&section.blocks).len()).sum::<usize>() < 2 {
        return None;
    }
    let mut out = Markup::default();
    write(&mut out, &sections, 1);
    Some(out)
}

fn sections(blocks: &[Block]) -> Vec<&Section> {
    blocks
        .iter()
        .filter_map(|block| match block {
            Block::Section(section) => Some(section),
            _ => None,
        })
        .collect()
}

fn write(out: &mut Markup, sections: &[&Section], depth: usize) {
    out.block("ol").attribute("role", "list").within(|out| {
        for section in sections {
            out.block("li").within(|out| {
                out.inline("a").attribute("href", &link::fragment(&section.anchor)).within(|out| {
                    out.text(&section.heading.label);
                    out.text(&plain_text(&section.heading.title));
                });
                let inner = self::sections(&section.blocks);
                if depth < DEPTH && !inner.is_empty() {
                    write(out, &inner, depth + 1);
                }
            });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::{SectionKind, sample};

    fn nested(depth: u8) -> Vec<Block> {
        match depth {
            5 => Vec::new(),
            _ => vec![sample::section(
                SectionKind::Section,
                &format!("s{depth}"),
                depth + 1,
                "",
                "題名",
                nested(depth + 1),
            )],
        }
    }

    #[test]
    fn contents_reach_down_three_levels() {
        let list = contents(&nested(1)).unwrap().into_string();
        assert_eq!(
            (1..=4).map(|depth| list.contains(&format!("#s{depth}"))).collect::<Vec<_>>(),
            [true, true, true, false]
        );
    }

    #[test]
    fn one_heading_needs_no_contents() {
        assert!(contents(&nested(4)).is_none());
        assert!(contents(&[]).is_none());
    }
}
