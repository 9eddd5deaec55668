//! Electronic signatures: PAdES baseline B-B and B-T (ETSI EN 319 142-1), put into a field that the PDF already has by an
//! incremental update, so that earlier bytes and earlier signatures stay as they are.
//!
//! Nothing here asks the clock, the network or chance: ECDSA keys sign by RFC 6979, and the caller carries the question
//! to the time-stamping authority.

mod appearance;
mod cms;
mod error;
mod field;
mod font;
mod identity;
mod increment;
mod timestamp;
mod update;

use chrono::NaiveDateTime;

use super::inspect::File;

pub use error::Error;
pub use identity::Identity;

/// What is to be signed, and how.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Full name of the field.
    pub field: &'a str,
    pub reason: Option<&'a str>,
    /// Whether later changes other than filling in forms and signing break the signature (DocMDP, P = 2).
    pub certify: bool,
    /// Japan Standard Time.
    pub at: NaiveDateTime,
    /// Whether room is kept for a time stamp.
    pub is_timestamped: bool,
}

/// A signed file to which a time stamp may still be added.
#[derive(Debug)]
pub struct Signed {
    draft: increment::Draft,
    signature: cms::Signature,
}

/// Signs one field of a PDF.
///
/// # Errors
/// The file, the field or the certificate cannot be used for this; see [`Error`].
pub fn sign(pdf: &[u8], identity: &Identity, request: &Request) -> Result<Signed, Error> {
    identity.check(request.at)?;
    let file = File::open(pdf)?;
    let field = field::find(&file, request)?;
    let draft = increment::write(&file, &field, identity, request)?;
    let signature = cms::sign(identity, &draft.digest())?;
    Ok(Signed { draft, signature })
}

impl Signed {
    /// The question to a time-stamping authority (RFC 3161): a `TimeStampReq`.
    ///
    /// # Errors
    /// On a bug alone.
    pub fn timestamp_query(&self) -> Result<Vec<u8>, Error> {
        timestamp::query(&self.signature.digest())
    }

    /// Takes the authority's answer in: a `TimeStampResp`.
    ///
    /// # Errors
    /// The authority refused, or answered another question.
    pub fn add_timestamp(&mut self, response: &[u8]) -> Result<(), Error> {
        let token = timestamp::token(response, &self.signature.digest())?;
        self.signature.add_timestamp(token)
    }

    /// The signed file.
    ///
    /// # Errors
    /// The signature with its certificates is larger than the room kept for it.
    pub fn into_bytes(self) -> Result<Vec<u8>, Error> {
        self.draft.filled(&self.signature.to_der()?)
    }
}
