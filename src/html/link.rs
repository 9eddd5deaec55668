//! Addresses of places: in this document, in another document of the set, on the web.

use crate::flow::address::{encoded_id, is_web_or_mail};
use crate::flow::{Anchor, Target};

/// `#fees.2`
pub fn fragment(anchor: &Anchor) -> String {
    format!("#{}", encoded_id(&anchor.0))
}

/// The `href` of a target; `None` for an address that is neither web nor mail, which must not become a link.
pub fn href(target: &Target) -> Option<String> {
    match target {
        Target::Anchor(anchor) | Target::Note(anchor) => Some(fragment(anchor)),
        Target::Document { document, folder, anchor } => {
            let place = anchor.as_ref().map(fragment).unwrap_or_default();
            Some(format!("{}{}.html{place}", folder.prefix(), encoded_id(document)))
        }
        Target::External(address) => is_web_or_mail(address).then(|| address.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Folder;

    fn document(document: &str, anchor: Option<&str>) -> Option<String> {
        in_folder(document, Folder::Same, anchor)
    }

    fn in_folder(document: &str, folder: Folder, anchor: Option<&str>) -> Option<String> {
        href(&Target::Document { document: document.into(), folder, anchor: anchor.map(|id| Anchor(id.into())) })
    }

    #[test]
    fn forms_and_the_contract_lie_in_folders_of_their_own() {
        assert_eq!(in_folder("terms", Folder::Above, Some("fees.2")).as_deref(), Some("../terms.html#fees.2"));
        assert_eq!(in_folder("application", Folder::Forms, None).as_deref(), Some("forms/application.html"));
    }

    #[test]
    fn places_get_relative_addresses() {
        assert_eq!(href(&Target::Anchor(Anchor("fees.2.1".into()))).as_deref(), Some("#fees.2.1"));
        assert_eq!(document("annex-services", None).as_deref(), Some("annex-services.html"));
        assert_eq!(document("annex-services", Some("receipt")).as_deref(), Some("annex-services.html#receipt"));
    }

    #[test]
    fn an_id_cannot_become_a_scheme_or_a_path() {
        assert_eq!(document("javascript:alert(1)//", None).as_deref(), Some("javascript%3Aalert%281%29%2F%2F.html"));
        assert_eq!(document("../x", None).as_deref(), Some("..%2Fx.html"));
    }

    #[test]
    fn only_web_and_mail_addresses_are_linked() {
        let external = |address: &str| href(&Target::External(address.into()));
        assert_eq!(external("https://example.jp/a?b=c").as_deref(), Some("https://example.jp/a?b=c"));
        assert_eq!(external("MAILTO:madoguchi@example.jp").as_deref(), Some("MAILTO:madoguchi@example.jp"));
        assert_eq!(external("javascript:alert(1)"), None);
        assert_eq!(external("規約"), None);
    }
}
