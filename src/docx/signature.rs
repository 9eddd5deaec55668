//! Where the parties sign: lines to write on, and the place of the seal.

use super::document::Writer;
use super::page::EM;
use super::paragraph::{Properties, Style};
use super::value;
use crate::flow::{Anchor, Inline, SEAL, SignatureBlock, plain_text};
use crate::markup::Markup;

/// Widths of label, line and seal, in twips.
const WIDTHS: [u32; 3] = [6 * EM, 18 * EM, 3 * EM];

/// Between the left edge and the lines, in twips.
const INDENT: u32 = 12 * EM;

pub(super) fn write(writer: &mut Writer<'_>, out: &mut Markup, block: &SignatureBlock) {
    let kept = |style| Properties { keep_next: true, ..Properties::of(style) };
    writer.paragraph(out, kept(Style::Party), Some(&Anchor(block.anchor())), "", &block.party);
    if block.has_date {
        let date = SignatureBlock::DATE.map(|part| format!("　　　{part}")).concat();
        writer.words(out, kept(Style::Party), &date);
    }
    out.block("w:tbl").within(|out| {
        out.inline("w:tblPr").within(|out| {
            let width: u32 = WIDTHS.iter().sum();
            out.inline("w:tblW").attribute("w:w", &width.to_string()).attribute("w:type", "dxa").empty();
            out.inline("w:tblInd").attribute("w:w", &INDENT.to_string()).attribute("w:type", "dxa").empty();
            out.inline("w:tblLayout").attribute("w:type", "fixed").empty();
        });
        out.inline("w:tblGrid").within(|out| {
            for width in WIDTHS {
                out.inline("w:gridCol").attribute("w:w", &width.to_string()).empty();
            }
        });
        for (at, line) in block.lines.iter().enumerate() {
            let is_last = at + 1 == block.lines.len();
            let seal = if is_last && block.has_seal { SEAL } else { "" };
            let text = |words: &str| vec![Inline::Text(words.to_owned())];
            let cells = [text(&line.label), line.value.clone(), text(seal)];
            out.block("w:tr").within(|out| {
                out.inline("w:trPr").within(|out| {
                    out.inline("w:cantSplit").empty();
                    let height = out.inline("w:trHeight").attribute("w:val", "560");
                    height.attribute("w:hRule", "atLeast").empty();
                });
                for (column, cell) in cells.iter().enumerate() {
                    write_cell(writer, out, column, cell, !is_last);
                }
            });
        }
    });
    writer.words(out, Properties::of(Style::Gap), "");
}

fn write_cell(writer: &mut Writer<'_>, out: &mut Markup, column: usize, text: &[Inline], keep_next: bool) {
    out.block("w:tc").within(|out| {
        out.inline("w:tcPr").within(|out| {
            out.inline("w:tcW").attribute("w:w", &WIDTHS[column].to_string()).attribute("w:type", "dxa").empty();
            // The line to write on runs on below the seal.
            if column > 0 {
                out.inline("w:tcBorders").within(|out| {
                    let line = out.inline("w:bottom").attribute("w:val", "single");
                    line.attribute("w:sz", "4").attribute("w:space", "0").attribute("w:color", "auto").empty();
                });
            }
            value(out, "w:vAlign", "bottom");
        });
        let properties = Properties { keep_next, ..Properties::of(Style::Signature) };
        match plain_text(text).is_empty() {
            true => writer.words(out, properties, ""),
            false => writer.paragraph(out, properties, None, "", text),
        }
    });
}
