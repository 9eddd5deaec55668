//! `signatures`: where the parties sign.

use super::Lowering;
use super::fields::{Fields, What};
use super::value;
use crate::model::{Party, SignatureBlock};
use crate::syntax::Node;
use crate::{rule, say};

rule! {
    /// Two signatures of one document have the same id.
    ///
    /// The id names the field in the PDF; whoever signs could not say which of them is meant. Give one of them another id.
    pub static DUPLICATE_SIGNATURES: Error("duplicate-signatures") = "\
一つの文書の中で、同じ id の署名欄が二つあります。

id は PDF の署名欄の名前になるため、どちらに署名するのか決まりません。一方を別の id にしてください。

    誤: id: customer が二つ
    正: id: customer と id: guarantor";
}

const SIGNATURE: What = What("署名欄", "a signature");
const KEYS: [&str; 9] = ["id", "party", "individual", "place", "organization", "role", "name", "date", "seal"];

impl Lowering<'_> {
    pub(super) fn signatures(&mut self, node: Option<&Node>) -> Vec<SignatureBlock> {
        let signatures = self.each(node, Self::signature);
        for (at, second) in signatures.iter().enumerate() {
            let name = &second.id.name;
            if let Some(first) = signatures[..at].iter().find(|first| first.id.name == *name) {
                let message =
                    say!("署名欄の id「{name}」が二度使われています", "the signature id `{name}` is used twice");
                let help = say!("どちらかを別の id にしてください", "give one of them another id");
                let diagnostic = DUPLICATE_SIGNATURES.at(second.id.span, message).help(help);
                self.diagnostics.push(diagnostic.related(first.id.span, say!("一つ目はここです", "first here")));
            }
        }
        signatures
    }

    fn signature(&mut self, node: &Node) -> Option<SignatureBlock> {
        let fields = Fields::read(node, SIGNATURE, &KEYS, self.diagnostics)?;
        let id = fields.require("id", "customer", self.diagnostics).and_then(|node| value::id(node, self.diagnostics));
        let party = fields.require("party", "customer", self.diagnostics).and_then(|node| self.party(node));
        fields.conflict("individual", "organization", self.diagnostics);
        let is_individual =
            fields.get("individual").and_then(|node| value::boolean(node, self.diagnostics)).unwrap_or_default();
        let place = self.optional_prose(&fields, "place");
        let organization = self.optional_prose(&fields, "organization");
        let role = self.optional_prose(&fields, "role");
        let name = self.optional_prose(&fields, "name");
        let has_date = fields.get("date").and_then(|node| value::boolean(node, self.diagnostics)).unwrap_or(true);
        let has_seal = fields.get("seal").and_then(|node| value::boolean(node, self.diagnostics)).unwrap_or_default();
        Some(SignatureBlock {
            id: id?,
            party: party?,
            is_individual,
            place,
            organization,
            role,
            name,
            has_date,
            has_seal,
        })
    }

    /// `provider`, `customer`, or what another party is called.
    fn party(&mut self, node: &Node) -> Option<Party> {
        Some(match value::text(node, self.diagnostics)?.as_str() {
            "provider" => Party::Provider,
            "customer" => Party::Customer,
            _ => Party::Other(self.prose(node)),
        })
    }
}
