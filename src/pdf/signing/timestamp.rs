//! Time stamps (RFC 3161): the question to an authority, and the token in its answer.

use ::cms::content_info::ContentInfo;
use ::cms::signed_data::SignedData;
use der::asn1::{BitString, Int, ObjectIdentifier, OctetString, Utf8StringRef};
use der::{Decode, Encode, Reader, Sequence, SliceReader};
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::Error;
use super::cms;

/// Granted, and granted with changes that the authority thought necessary.
const GRANTED: [u8; 2] = [0, 1];

#[derive(Sequence)]
struct Request {
    version: u8,
    imprint: MessageImprint,
    // Without a nonce: the digest of this very signature is asked about only once.
    wants_certificate: bool,
}

#[derive(Sequence)]
struct MessageImprint {
    algorithm: AlgorithmIdentifierOwned,
    digest: OctetString,
}

#[derive(Sequence)]
struct Response<'a> {
    status: Status<'a>,
    #[asn1(optional = "true")]
    token: Option<ContentInfo>,
}

#[derive(Sequence)]
struct Status<'a> {
    status: u8,
    #[asn1(optional = "true")]
    text: Option<Vec<Utf8StringRef<'a>>>,
    #[asn1(optional = "true")]
    failure: Option<BitString>,
}

pub(super) fn query(digest: &[u8]) -> Result<Vec<u8>, Error> {
    let imprint = MessageImprint { algorithm: cms::sha256(), digest: OctetString::new(digest)? };
    Ok(Request { version: 1, imprint, wants_certificate: true }.to_der()?)
}

/// The token of an answer, if it is about this digest.
pub(super) fn token(response: &[u8], digest: &[u8]) -> Result<ContentInfo, Error> {
    let refused = |reason: &dyn ToString| Error::TimestampRefused(reason.to_string());
    let response = Response::from_der(response).map_err(|error| refused(&error))?;
    let token = match response.token {
        Some(token) if GRANTED.contains(&response.status.status) => token,
        _ => {
            let text = response.status.text.unwrap_or_default();
            let text: Vec<&str> = text.iter().map(|line| line.as_str()).collect();
            return Err(refused(&format!("{} {}", response.status.status, text.join(" ")).trim_end()));
        }
    };
    let stamped = imprint(&token).map_err(|error| refused(&error))?;
    let is_ours =
        stamped.is_some_and(|stamped| stamped.algorithm.oid == cms::SHA256 && stamped.digest.as_bytes() == digest);
    if is_ours { Ok(token) } else { Err(Error::TimestampMismatch) }
}

/// What a token is about: the third entry of its `TSTInfo`.
fn imprint(token: &ContentInfo) -> der::Result<Option<MessageImprint>> {
    let data: SignedData = token.content.decode_as()?;
    let Some(content) = data.encap_content_info.econtent else { return Ok(None) };
    let content: OctetString = content.decode_as()?;
    let mut reader = SliceReader::new(content.as_bytes())?;
    reader.sequence(|reader| {
        let _version: Int = reader.decode()?;
        let _policy: ObjectIdentifier = reader.decode()?;
        let imprint: MessageImprint = reader.decode()?;
        reader.read_slice(reader.remaining_len())?;
        Ok(Some(imprint))
    })
}
