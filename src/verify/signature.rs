//! Signatures (CMS, RFC 5652, as ETSI EN 319 122-1 and 319 142-1 put them into PDFs) and time-stamp tokens (RFC 3161).

use chrono::NaiveDateTime;
use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use x509_cert::Certificate;
use x509_cert::attr::Attributes;
use x509_cert::der::asn1::{ObjectIdentifier, OctetString};
use x509_cert::der::{Any, Decode, Encode, Reader, SliceReader};
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::certificate::{Hash, signed, utc};

const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";
const TIME_STAMP_INFO: &str = "1.2.840.113549.1.9.16.1.4";
const CONTENT_TYPE: &str = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST: &str = "1.2.840.113549.1.9.4";
const SIGNING_TIME: &str = "1.2.840.113549.1.9.5";
const SIGNING_CERTIFICATE: &str = "1.2.840.113549.1.9.16.2.47";
const TIME_STAMP: &str = "1.2.840.113549.1.9.16.2.14";

/// Why nothing can be said about a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclear {
    /// It is not what the standards describe.
    Unreadable,
    /// It rests on a digest that can be forged, or on an algorithm that is not known here.
    Algorithm,
    /// The signer's certificate is not in it.
    NoCertificate,
}

/// What a signature says, and whether it holds.
#[derive(Debug, Clone)]
pub struct Signed {
    pub signer: Certificate,
    pub certificates: Vec<Certificate>,
    /// Whether what was signed is unchanged.
    pub is_intact: bool,
    /// Whether it was made with the key of the signer's certificate.
    pub is_genuine: bool,
    /// Whether the signature itself names that certificate, as PAdES asks; `None` where it names none.
    pub names_signer: Option<bool>,
    /// By the signer's own clock, in Coordinated Universal Time.
    pub claimed: Option<NaiveDateTime>,
    pub stamp: Option<Result<Stamp, Unclear>>,
}

/// A time-stamp token.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// Coordinated Universal Time.
    pub at: NaiveDateTime,
    pub signed: Box<Signed>,
}

impl Signed {
    pub fn holds(&self) -> bool {
        self.is_intact && self.is_genuine && self.names_signer != Some(false)
    }

    /// A time that somebody else than the signer vouches for.
    pub fn stamped(&self) -> Option<&Stamp> {
        self.stamp.as_ref()?.as_ref().ok().filter(|stamp| stamp.signed.holds())
    }
}

/// Checks a signature over `parts`. The zeros that follow it in its place in the file are no part of it.
///
/// # Errors
/// Nothing can be said about it.
pub fn check(contents: &[u8], parts: &[&[u8]]) -> Result<Signed, Unclear> {
    let data = signed_data(contents)?;
    checked(&data, parts)
}

/// Checks a time-stamp token over `parts`.
///
/// # Errors
/// Nothing can be said about it.
pub fn check_stamp(contents: &[u8], parts: &[&[u8]]) -> Result<Stamp, Unclear> {
    let data = signed_data(contents)?;
    if data.encap_content_info.econtent_type.to_string() != TIME_STAMP_INFO {
        return Err(Unclear::Unreadable);
    }
    let info = data.encap_content_info.econtent.as_ref().and_then(|info| info.decode_as::<OctetString>().ok());
    let info = info.ok_or(Unclear::Unreadable)?;
    let (algorithm, imprint, at) = stamp_info(info.as_bytes()).ok_or(Unclear::Unreadable)?;
    let hash = Hash::of(&algorithm).ok_or(Unclear::Algorithm)?;
    let mut signed = checked(&data, &[info.as_bytes()])?;
    signed.is_intact &= hash.digest(parts) == imprint;
    Ok(Stamp { at, signed: Box::new(signed) })
}

fn signed_data(contents: &[u8]) -> Result<SignedData, Unclear> {
    let mut reader = SliceReader::new(contents).map_err(|_| Unclear::Unreadable)?;
    let info = ContentInfo::decode(&mut reader).map_err(|_| Unclear::Unreadable)?;
    if info.content_type.to_string() != SIGNED_DATA {
        return Err(Unclear::Unreadable);
    }
    info.content.decode_as().map_err(|_| Unclear::Unreadable)
}

/// Version, policy, imprint, serial number, time; what may follow is of no interest (RFC 3161, 2.4.2).
fn stamp_info(info: &[u8]) -> Option<(AlgorithmIdentifierOwned, Vec<u8>, NaiveDateTime)> {
    let mut outer = SliceReader::new(info).ok()?;
    let sequence = Any::decode(&mut outer).ok()?;
    let mut inner = SliceReader::new(sequence.value()).ok()?;
    let parts: Vec<Any> = (0..5).map_while(|_| Any::decode(&mut inner).ok()).collect();
    let [_, _, imprint, _, time] = parts.as_slice() else { return None };
    let mut imprint = SliceReader::new(imprint.value()).ok()?;
    let algorithm = imprint.decode().ok()?;
    let digest: OctetString = imprint.decode().ok()?;
    // Fractions of a second are allowed here.
    let time = std::str::from_utf8(time.value()).ok()?.strip_suffix('Z')?;
    let time = NaiveDateTime::parse_from_str(time.split('.').next()?, "%Y%m%d%H%M%S").ok()?;
    Some((algorithm, digest.as_bytes().to_vec(), time))
}

fn checked(data: &SignedData, parts: &[&[u8]]) -> Result<Signed, Unclear> {
    let [signer_info] = data.signer_infos.0.as_slice() else { return Err(Unclear::Unreadable) };
    let certificates: Vec<Certificate> = data
        .certificates
        .iter()
        .flat_map(|set| set.0.iter())
        .filter_map(|choice| match choice {
            CertificateChoices::Certificate(certificate) => Some(certificate.clone()),
            CertificateChoices::Other(_) => None,
        })
        .collect();
    let signer = certificates.iter().find(|certificate| is_meant(&signer_info.sid, certificate));
    let signer = signer.ok_or(Unclear::NoCertificate)?.clone();
    let hash = Hash::of(&signer_info.digest_alg).ok_or(Unclear::Algorithm)?;
    let attributes = signer_info.signed_attrs.as_ref().ok_or(Unclear::Unreadable)?;
    let digest: OctetString = value(attributes, MESSAGE_DIGEST).ok_or(Unclear::Unreadable)?;
    let kind: ObjectIdentifier = value(attributes, CONTENT_TYPE).ok_or(Unclear::Unreadable)?;
    let message = attributes.to_der().map_err(|_| Unclear::Unreadable)?;
    let key = &signer.tbs_certificate.subject_public_key_info;
    // The algorithm of the signature may name another digest than that of the content.
    let own_hash = Hash::of(&signer_info.signature_algorithm).unwrap_or(hash);
    let signature = signer_info.signature.as_bytes();
    let is_genuine = signed(key, &signer_info.signature_algorithm, own_hash, &message, signature);
    Ok(Signed {
        is_intact: hash.digest(parts) == digest.as_bytes() && kind == data.encap_content_info.econtent_type,
        is_genuine: is_genuine.ok_or(Unclear::Algorithm)?,
        names_signer: attribute(attributes, SIGNING_CERTIFICATE).map(|named| names(named, &signer)),
        claimed: value(attributes, SIGNING_TIME).and_then(utc),
        stamp: stamp(signer_info),
        signer,
        certificates,
    })
}

/// The token over the signature itself (RFC 3161, appendix A).
fn stamp(signer: &SignerInfo) -> Option<Result<Stamp, Unclear>> {
    let token = attribute(signer.unsigned_attrs.as_ref()?, TIME_STAMP)?;
    let token = token.to_der().map_err(|_| Unclear::Unreadable);
    Some(token.and_then(|token| check_stamp(&token, &[signer.signature.as_bytes()])))
}

fn is_meant(id: &SignerIdentifier, certificate: &Certificate) -> bool {
    let tbs = &certificate.tbs_certificate;
    match id {
        SignerIdentifier::IssuerAndSerialNumber(id) => id.issuer == tbs.issuer && id.serial_number == tbs.serial_number,
        SignerIdentifier::SubjectKeyIdentifier(id) => {
            tbs.get::<SubjectKeyIdentifier>().is_ok_and(|own| own.is_some_and(|(_, own)| own == *id))
        }
    }
}

/// Whether signing-certificate-v2 (RFC 5035) names a certificate: the first digest in it, SHA-256 unless it says otherwise.
fn names(attribute: &Any, certificate: &Certificate) -> bool {
    let named = || {
        // SigningCertificateV2, certs, the first ESSCertIDv2.
        let mut certificates = SliceReader::new(attribute.value()).ok()?;
        let list = Any::decode(&mut certificates).ok()?;
        let mut list = SliceReader::new(list.value()).ok()?;
        let id = Any::decode(&mut list).ok()?;
        let mut id = SliceReader::new(id.value()).ok()?;
        let first = Any::decode(&mut id).ok()?;
        let Ok(digest) = first.decode_as::<OctetString>() else {
            let algorithm: AlgorithmIdentifierOwned = first.decode_as().ok()?;
            let digest: OctetString = id.decode().ok()?;
            return Some((Hash::of(&algorithm)?, digest));
        };
        Some((Hash::Sha256, digest))
    };
    let Ok(written) = certificate.to_der() else { return false };
    named().is_some_and(|(hash, digest)| hash.digest(&[&written]) == digest.as_bytes())
}

fn attribute<'a>(attributes: &'a Attributes, oid: &str) -> Option<&'a Any> {
    let mut found = attributes.iter().filter(|attribute| attribute.oid.to_string() == oid);
    // An attribute given twice says nothing.
    let attribute = found.next().filter(|_| found.next().is_none())?;
    let [value] = attribute.values.as_slice() else { return None };
    Some(value)
}

fn value<T: for<'a> Decode<'a>>(attributes: &Attributes, oid: &str) -> Option<T> {
    T::from_der(&attribute(attributes, oid)?.to_der().ok()?).ok()
}
