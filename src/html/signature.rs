//! Where the parties sign, as it will stand on paper.

use super::blocks::write_inlines;
use crate::flow::{SEAL, SignatureBlock};
use crate::markup::Markup;

/// Writes the place where one party signs.
pub fn write(out: &mut Markup, block: &SignatureBlock) {
    let id = block.anchor();
    out.block("section").attribute("id", &id).attribute("class", "signature").within(|out| {
        out.block("p").attribute("class", "party").within(|out| write_inlines(out, &block.party));
        if block.has_date {
            out.block("p").attribute("class", "date").within(|out| {
                for part in SignatureBlock::DATE {
                    out.inline("span").within(|out| out.text(part));
                }
            });
        }
        out.block("dl").within(|out| {
            for line in &block.lines {
                out.block("div").within(|out| {
                    out.block("dt").within(|out| out.text(&line.label));
                    out.block("dd").within(|out| write_inlines(out, &line.value));
                });
            }
        });
        if block.has_seal {
            out.block("p").attribute("class", "seal").within(|out| out.text(SEAL));
        }
    });
}
