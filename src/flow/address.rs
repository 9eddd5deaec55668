//! Addresses of links: which may be one, and how they are written in ASCII.

/// Whether an address is web or mail; any other must not become a link.
pub fn is_web_or_mail(address: &str) -> bool {
    ["https:", "http:", "mailto:"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// Everything but the unreserved characters of RFC 3986 section 2.3, so that an id is neither a scheme nor a path.
pub fn encoded_id(id: &str) -> String {
    kept(id, b"-._~")
}

/// An address with everything encoded that has no place in one.
pub fn encoded(address: &str) -> String {
    kept(address, b"-._~:/?#[]@!$&'()*+,;=%")
}

fn kept(text: &str, kept: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_cannot_become_a_scheme_or_a_path() {
        assert_eq!(encoded_id("javascript:alert(1)//"), "javascript%3Aalert%281%29%2F%2F");
        assert_eq!(encoded_id("../x"), "..%2Fx");
    }

    #[test]
    fn an_address_keeps_its_parts() {
        assert_eq!(encoded("https://example.jp/規 a?b=c%20"), "https://example.jp/%E8%A6%8F%20a?b=c%20");
    }
}
