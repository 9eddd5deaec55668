//! What stands before and after the text of a letter.

use super::Lowering;
use super::fields::{CONFLICTING_KEYS, Fields, What};
use super::value;
use crate::model::{DocumentKind, Letter, Salutation};
use crate::say;

const LETTER: What = What("letter", "`letter`");

impl Lowering<'_> {
    pub(super) fn letter(&mut self, fields: &Fields<'_>, kind: Option<DocumentKind>) -> Option<Letter> {
        let node = fields.get("letter")?;
        if let (Some(_), Some(key)) = (kind.filter(|kind| *kind != DocumentKind::Letter), fields.key("letter")) {
            let message = say!("letter を書けるのは書簡だけです", "only a letter has the key `letter`");
            let help =
                say!("kind: letter とするか、letter を消してください", "write `kind: letter`, or delete `letter`");
            self.diagnostics.push(CONFLICTING_KEYS.at(key, message).help(help));
            return None;
        }
        let fields =
            Fields::read(node, LETTER, &["date", "number", "to", "opening", "closing-word"], self.diagnostics)?;
        let date = fields.get("date").and_then(|node| value::date(node, self.diagnostics));
        let number = self.optional_prose(&fields, "number");
        let to = self.required_prose(&fields, "to", "契約者各位");
        let opening = self.optional_prose(&fields, "opening");
        let closing = self.optional_prose(&fields, "closing-word");
        Some(Letter { date, number, to, salutation: Salutation { opening, closing }, span: fields.span })
    }
}
