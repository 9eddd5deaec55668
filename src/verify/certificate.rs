//! Certificates (RFC 5280): who they name, whose key signed what, and whether they lead to one that is trusted.

use chrono::{DateTime, NaiveDateTime};
use rsa::pkcs1::RsaPssParams;
use rsa::sha2::{Digest, Sha256, Sha384, Sha512};
use rsa::traits::SignatureScheme;
use rsa::{Pkcs1v15Sign, Pss, RsaPublicKey};
use x509_cert::Certificate;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};
use x509_cert::name::Name;
use x509_cert::spki::{AlgorithmIdentifierOwned, DecodePublicKey, SubjectPublicKeyInfoOwned};

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
const PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
/// Certificates from a signer's to the last.
const CHAIN: usize = 8;

/// Digests that still hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// Of a digest, or of a signature that names its digest. `None` for one that is broken or unknown.
    pub fn of(algorithm: &AlgorithmIdentifierOwned) -> Option<Hash> {
        match algorithm.oid.to_string().as_str() {
            "2.16.840.1.101.3.4.2.1" | "1.2.840.113549.1.1.11" | "1.2.840.10045.4.3.2" => Some(Hash::Sha256),
            "2.16.840.1.101.3.4.2.2" | "1.2.840.113549.1.1.12" | "1.2.840.10045.4.3.3" => Some(Hash::Sha384),
            "2.16.840.1.101.3.4.2.3" | "1.2.840.113549.1.1.13" | "1.2.840.10045.4.3.4" => Some(Hash::Sha512),
            _ => None,
        }
    }

    pub fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        fn all<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
            let mut digest = D::new();
            parts.iter().for_each(|part| digest.update(part));
            digest.finalize().to_vec()
        }
        match self {
            Hash::Sha256 => all::<Sha256>(parts),
            Hash::Sha384 => all::<Sha384>(parts),
            Hash::Sha512 => all::<Sha512>(parts),
        }
    }
}

/// Whether a key made a signature over a message. `None` where the key or the algorithm is not known here.
pub fn signed(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    hash: Hash,
    message: &[u8],
    signature: &[u8],
) -> Option<bool> {
    let digest = hash.digest(&[message]);
    let written = key.to_der().ok()?;
    if let Ok(key) = RsaPublicKey::from_public_key_der(&written) {
        let is_pss = algorithm.oid == PSS;
        let parameters = algorithm.parameters.as_ref().and_then(|parameters| parameters.to_der().ok());
        let parameters = parameters.as_deref().and_then(|written| RsaPssParams::from_der(written).ok());
        let salt = usize::from(parameters.unwrap_or_default().salt_len);
        return Some(match (is_pss, hash) {
            (false, Hash::Sha256) => Pkcs1v15Sign::new::<Sha256>().verify(&key, &digest, signature).is_ok(),
            (false, Hash::Sha384) => Pkcs1v15Sign::new::<Sha384>().verify(&key, &digest, signature).is_ok(),
            (false, Hash::Sha512) => Pkcs1v15Sign::new::<Sha512>().verify(&key, &digest, signature).is_ok(),
            (true, Hash::Sha256) => Pss::new_with_salt::<Sha256>(salt).verify(&key, &digest, signature).is_ok(),
            (true, Hash::Sha384) => Pss::new_with_salt::<Sha384>(salt).verify(&key, &digest, signature).is_ok(),
            (true, Hash::Sha512) => Pss::new_with_salt::<Sha512>(salt).verify(&key, &digest, signature).is_ok(),
        });
    }
    if let Ok(key) = p256::ecdsa::VerifyingKey::from_public_key_der(&written) {
        use p256::ecdsa::signature::hazmat::PrehashVerifier;
        let signature = p256::ecdsa::Signature::from_der(signature).ok();
        return Some(signature.is_some_and(|signature| key.verify_prehash(&digest, &signature).is_ok()));
    }
    if let Ok(key) = p384::ecdsa::VerifyingKey::from_public_key_der(&written) {
        use p384::ecdsa::signature::hazmat::PrehashVerifier;
        let signature = p384::ecdsa::Signature::from_der(signature).ok();
        return Some(signature.is_some_and(|signature| key.verify_prehash(&digest, &signature).is_ok()));
    }
    None
}

/// The certificates in a file: one in DER, or any number in PEM. Empty where there are none.
pub fn read(bytes: &[u8]) -> Vec<Certificate> {
    match Certificate::from_der(bytes) {
        Ok(certificate) => vec![certificate],
        Err(_) => Certificate::load_pem_chain(bytes).unwrap_or_default(),
    }
}

/// Where the certificates of a signer lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// From the issuer of the signer's certificate upwards.
    pub issuers: Vec<String>,
    pub end: End,
    /// Whether every certificate was valid at the time of signing, as far as that is known.
    pub is_timely: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// A certificate that the reader trusts.
    Trusted,
    /// A certificate that vouches for itself.
    Root,
    /// The next certificate is missing.
    Missing,
}

/// Follows issuers from a signer's certificate, through those at hand, to one in `trusted`.
pub fn chain(
    signer: &Certificate,
    at_hand: &[Certificate],
    trusted: &[Certificate],
    at: Option<NaiveDateTime>,
) -> Chain {
    let mut chain = Chain { issuers: Vec::new(), end: End::Missing, is_timely: true };
    let mut current = signer;
    for _ in 0..CHAIN {
        chain.is_timely &= at.is_none_or(|at| is_valid(current, at));
        if trusted.contains(current) {
            chain.end = End::Trusted;
            return chain;
        }
        if issued(current, current) {
            chain.end = End::Root;
            return chain;
        }
        let next = trusted.iter().chain(at_hand).find(|issuer| is_authority(issuer) && issued(issuer, current));
        let Some(next) = next else { return chain };
        chain.issuers.push(name(&next.tbs_certificate.subject));
        current = next;
    }
    chain
}

fn is_valid(certificate: &Certificate, at: NaiveDateTime) -> bool {
    let validity = &certificate.tbs_certificate.validity;
    let at = at.and_utc().timestamp();
    let seconds = |time: x509_cert::time::Time| i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    seconds(validity.not_before) <= at && at <= seconds(validity.not_after)
}

fn is_authority(certificate: &Certificate) -> bool {
    let constraints = certificate.tbs_certificate.get::<BasicConstraints>();
    constraints.is_ok_and(|constraints| constraints.is_some_and(|(_, constraints)| constraints.ca))
}

/// Whether the key may sign documents: its use is not restricted, or is to sign or to commit (RFC 5280, 4.2.1.3).
pub fn may_sign(certificate: &Certificate) -> bool {
    let usage = certificate.tbs_certificate.get::<KeyUsage>();
    usage.is_ok_and(|usage| usage.is_none_or(|(_, usage)| usage.digital_signature() || usage.non_repudiation()))
}

/// Whether the key may stamp times (RFC 3161, 2.3).
pub fn may_stamp(certificate: &Certificate) -> bool {
    let purposes = certificate.tbs_certificate.get::<ExtendedKeyUsage>();
    purposes.is_ok_and(|purposes| purposes.is_some_and(|(_, purposes)| purposes.0.contains(&TIME_STAMPING)))
}

fn issued(issuer: &Certificate, subject: &Certificate) -> bool {
    let tbs = &subject.tbs_certificate;
    let key = &issuer.tbs_certificate.subject_public_key_info;
    let (Some(signature), Ok(message)) = (subject.signature.as_bytes(), tbs.to_der()) else { return false };
    issuer.tbs_certificate.subject == tbs.issuer
        && Hash::of(&subject.signature_algorithm)
            .and_then(|hash| signed(key, &subject.signature_algorithm, hash, &message, signature))
            .unwrap_or(false)
}

/// The name of a person or body: the common name, and the organization in brackets.
pub fn name(name: &Name) -> String {
    let part = |oid| {
        let attribute = name.0.iter().flat_map(|part| part.0.iter()).find(|attribute| attribute.oid == oid)?;
        let bytes = attribute.value.value();
        // BMPString is UTF-16; the other string types agree with UTF-8 wherever they are used.
        let is_wide = u8::from(x509_cert::der::Tagged::tag(&attribute.value)) == 0x1E;
        let units = || bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect::<Vec<_>>();
        let text =
            if is_wide { String::from_utf16_lossy(&units()) } else { String::from_utf8_lossy(bytes).into_owned() };
        Some(text.chars().filter(|character| !character.is_control()).collect::<String>())
    };
    match (part(COMMON_NAME), part(ORGANIZATION)) {
        (Some(name), Some(organization)) => format!("{name}（{organization}）"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => name.to_string(),
    }
}

/// Coordinated Universal Time of a certificate's or a signature's time.
pub fn utc(time: x509_cert::time::Time) -> Option<NaiveDateTime> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).ok()?;
    DateTime::from_timestamp(seconds, 0).map(|time| time.naive_utc())
}
