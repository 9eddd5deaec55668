//! How one provision names another: 第２３条第２項, １－３, 別紙１（サービス仕様）.

use super::{Outline, Provision, ProvisionKind, Resolved};
use crate::model::{Key, Notation};

/// A citation from a place in one document, in that document's notation.
pub(super) struct Citation<'a> {
    pub from: &'a Outline,
    /// The provision that cites, where it is one.
    pub at: Option<Key>,
    pub notation: &'a Notation,
    pub with_caption: bool,
}

impl Citation<'_> {
    pub fn text(&self, target: Resolved<'_>) -> String {
        match target {
            Resolved::Document(outline) => self.document(outline),
            Resolved::Provision(outline, key) => self.provision(outline, key),
            Resolved::Note(_, note) => note.label.clone(),
            Resolved::Table(_, table) => table.caption.clone().unwrap_or_else(|| "表".to_owned()),
        }
    }

    fn document(&self, outline: &Outline) -> String {
        match &outline.label {
            Some(label) if self.with_caption => format!("{label}（{}）", outline.title),
            Some(label) => label.clone(),
            None => format!("「{}」", outline.title),
        }
    }

    fn provision(&self, outline: &Outline, key: Key) -> String {
        let text = self.path(outline, key);
        if outline.document == self.from.document {
            return text;
        }
        let document = match &outline.label {
            Some(label) => label.clone(),
            None => outline.title.clone(),
        };
        // 別紙１ and １－１ would run together.
        let begins_with_number = text.chars().next().and_then(crate::japanese::numerals::script_of).is_some();
        if begins_with_number || outline.provision(key).kind == ProvisionKind::Figure {
            format!("{document}の{text}")
        } else {
            format!("{document}{text}")
        }
    }

    /// Names of the provision and of those around it that the citing place does not share.
    fn path(&self, outline: &Outline, key: Key) -> String {
        let provision = outline.provision(key);
        let caption = provision.caption.as_deref().filter(|_| self.with_caption);
        match provision.kind {
            ProvisionKind::Section => match caption {
                Some(caption) => format!("「{}{caption}」", provision.label),
                None if provision.label.is_empty() => {
                    format!("「{}」", provision.caption.as_deref().unwrap_or_default())
                }
                None => heading_number(&provision.label).to_owned(),
            },
            ProvisionKind::SupplementaryProvisions => "附則".to_owned(),
            // Paragraphs of a section have no number; what lies in them is named by its own label: １－３（２）.
            // The only paragraph of an article has none either: 第２５条第３号.
            ProvisionKind::Paragraph if self.is_unnumbered(outline, provision) || is_only(outline, provision) => {
                provision.parent.map(|section| self.path(outline, section)).unwrap_or_default()
            }
            _ => {
                let name = match caption {
                    Some(caption) => format!("{}（{caption}）", self.name(outline, provision)),
                    None => self.name(outline, provision),
                };
                let above = provision.parent.filter(|&parent| self.names_parent(outline, provision, parent));
                format!("{}{name}", above.map(|parent| self.above(outline, parent)).unwrap_or_default())
            }
        }
    }

    /// 第７条（利用契約の締結等） before 第６項; sections are named by their number alone.
    fn above(&self, outline: &Outline, key: Key) -> String {
        let is_captioned = outline.ancestor(key, ProvisionKind::Article).is_some();
        Citation { with_caption: self.with_caption && is_captioned, ..*self }.path(outline, key)
    }

    /// Articles are named without their chapter; deeper parts without what the citing place is itself part of.
    fn names_parent(&self, outline: &Outline, provision: &Provision, parent: Key) -> bool {
        let kind = outline.provision(parent).kind;
        let in_supplementary = kind == ProvisionKind::SupplementaryProvisions;
        if matches!(provision.kind, ProvisionKind::Chapter | ProvisionKind::Figure) {
            return false;
        }
        if provision.kind == ProvisionKind::Article && !in_supplementary {
            return false;
        }
        !(outline.document == self.from.document && self.at.is_some_and(|at| is_within(outline, at, parent)))
    }

    fn name(&self, outline: &Outline, provision: &Provision) -> String {
        let in_section = provision.parent.is_some_and(|parent| self.is_unnumbered(outline, outline.provision(parent)));
        let digits = |number: u32| self.notation.digits.format(number);
        let first = provision.number.first().copied().unwrap_or_default();
        match provision.kind {
            ProvisionKind::Chapter => format!("第{}章", digits(first)),
            ProvisionKind::ChapterSection => format!("第{}節", digits(first)),
            ProvisionKind::Article => super::numbering::article_label(self.notation, &provision.number),
            ProvisionKind::Paragraph => format!("第{}項", digits(first)),
            ProvisionKind::Item(0) | ProvisionKind::Definition if !in_section => format!("第{}号", digits(first)),
            _ => provision.label.clone(),
        }
    }

    fn is_unnumbered(&self, outline: &Outline, paragraph: &Provision) -> bool {
        paragraph.parent.is_some_and(|parent| outline.provision(parent).kind == ProvisionKind::Section)
    }
}

/// １－３ of １－３．, but （３） with its brackets.
fn heading_number(label: &str) -> &str {
    let number = label.trim_end_matches(['．', '.', '、', '　', ' ']);
    match number.starts_with(['（', '(', '【', '［', '[', '〔']) {
        true => number,
        false => number.trim_end_matches(['）', ')']),
    }
}

fn is_only(outline: &Outline, paragraph: &Provision) -> bool {
    let is_sibling = |other: &Provision| other.kind == ProvisionKind::Paragraph && other.parent == paragraph.parent;
    paragraph.label.is_empty() && outline.provisions().filter(|(_, other)| is_sibling(other)).count() == 1
}

fn is_within(outline: &Outline, key: Key, ancestor: Key) -> bool {
    let mut at = Some(key);
    while let Some(key) = at {
        if key == ancestor {
            return true;
        }
        at = outline.provision(key).parent;
    }
    false
}
