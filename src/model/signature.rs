//! Where the parties sign: 記名押印欄.

use super::{Id, Prose};

/// The place where one party signs, on paper or electronically.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureBlock {
    /// Name of the field in the PDF.
    pub id: Id,
    pub party: Party,
    /// Whether it is a person who signs for nobody else: 住所 and 氏名, and no 名称.
    pub is_individual: bool,
    /// 所在地 or 住所
    pub place: Option<Prose>,
    /// 名称
    pub organization: Option<Prose>,
    /// In what capacity the person signs: 代表取締役.
    pub role: Option<Prose>,
    pub name: Option<Prose>,
    /// Whether there is a line for the date.
    pub has_date: bool,
    /// Whether there is a box for the seal.
    pub has_seal: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Party {
    /// Whoever the set says provides the service.
    Provider,
    Customer,
    Other(Prose),
}

impl SignatureBlock {
    /// What its author wrote, in reading order.
    pub fn proses(&self) -> impl Iterator<Item = &Prose> {
        let party = match &self.party {
            Party::Other(label) => Some(label),
            Party::Provider | Party::Customer => None,
        };
        [party, self.place.as_ref(), self.organization.as_ref(), self.role.as_ref(), self.name.as_ref()]
            .into_iter()
            .flatten()
    }
}
