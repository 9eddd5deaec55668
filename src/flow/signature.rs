//! Where the parties sign: what stands there already, and what is left to write.

use super::build::Builder;
use super::{Inline, SignatureBlock, SignatureLine, plain_text};
use crate::model::{self, Party, Prose};

impl Builder<'_> {
    pub(super) fn signature(&self, block: &model::SignatureBlock) -> SignatureBlock {
        let provider = match block.party {
            Party::Provider => self.context.set.map(|(_, set)| &set.provider),
            Party::Customer | Party::Other(_) => None,
        };
        let address = provider.and_then(|provider| provider.address.as_ref());
        // The set names the one who represents the provider, not everybody who may sign for it.
        let representative = provider.and_then(|provider| provider.representative.as_ref());
        let representative = representative.filter(|_| block.role.is_none());
        let (place, signer) = if block.is_individual { ("住所", "氏名") } else { ("所在地", "代表者") };
        let role = block.role.as_ref().map_or(signer.to_owned(), |role| plain_text(&self.inlines.of(role, None)));
        let line = |label: &str, value: Option<&Prose>| SignatureLine {
            label: label.to_owned(),
            value: value.map_or_else(Vec::new, |value| self.inlines.of(value, None)),
        };
        let organization = block.organization.as_ref().or(provider.map(|provider| &provider.name));
        let organization = (!block.is_individual).then(|| line("名称", organization));
        let place = line(place, block.place.as_ref().or(address));
        let signer = line(&role, block.name.as_ref().or(representative));
        SignatureBlock {
            id: block.id.name.clone(),
            party: match &block.party {
                Party::Provider => vec![Inline::Text("提供者".to_owned())],
                Party::Customer => vec![Inline::Text("契約者".to_owned())],
                Party::Other(label) => self.inlines.of(label, None),
            },
            has_date: block.has_date,
            lines: std::iter::once(place).chain(organization).chain([signer]).collect(),
            has_seal: block.has_seal,
        }
    }
}
