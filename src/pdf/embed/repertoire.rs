//! Which font of a document each of its characters is set in: one that was cut before, where it holds the character, else
//! one of the document's own.

use std::collections::BTreeMap;

use super::super::galley::Mark;
use super::{Characters, Cut, Share};

/// The characters of all fonts of a document.
pub struct Repertoire<'s> {
    stock: &'s BTreeMap<Cut, Characters>,
    own: BTreeMap<Cut, Characters>,
}

impl<'s> Repertoire<'s> {
    /// Of pages that may use the fonts in `stock`.
    pub fn of(pages: &[Vec<Mark>], stock: &'s BTreeMap<Cut, Characters>) -> Repertoire<'s> {
        let mut texts: BTreeMap<Cut, Vec<&str>> = BTreeMap::new();
        for mark in pages.iter().flatten() {
            let Mark::Text(run) = mark else { continue };
            for piece in &run.pieces {
                let cut = Cut { typeface: run.typeface, set: piece.set, share: Share::Own };
                texts.entry(cut).or_default().push(&piece.text);
            }
        }
        let own = |(cut, texts): (Cut, Vec<&str>)| {
            let known = stock.get(&Cut { share: Share::Form, ..cut });
            let is_new = |character: &char| known.is_none_or(|known| known.code(*character).is_none());
            let characters = Characters::of(texts.into_iter().flat_map(str::chars).filter(is_new));
            (!characters.is_empty()).then_some((cut, characters))
        };
        Repertoire { stock, own: texts.into_iter().filter_map(own).collect() }
    }

    /// What the document needs beyond the stock.
    pub fn own(&self) -> &BTreeMap<Cut, Characters> {
        &self.own
    }

    pub fn into_own(self) -> BTreeMap<Cut, Characters> {
        self.own
    }

    /// The parts of a text, each with its font among those of `cut` and as codes of it.
    pub fn coded(&self, cut: Cut, text: &str) -> Vec<(Cut, Vec<u8>)> {
        let shares = [(self.stock, Share::Form), (&self.own, Share::Own)];
        let shares = shares.map(|(fonts, share)| (Cut { share, ..cut }, fonts.get(&Cut { share, ..cut })));
        let mut parts: Vec<(Cut, Vec<u8>)> = Vec::new();
        for character in text.chars() {
            let coded = shares.iter().find_map(|(cut, characters)| Some((*cut, (*characters)?.code(character)?)));
            let Some((cut, code)) = coded else { continue };
            match parts.last_mut() {
                Some((same, codes)) if *same == cut => codes.extend(code.to_be_bytes()),
                _ => parts.push((cut, code.to_be_bytes().to_vec())),
            }
        }
        parts
    }
}
