//! Who signs: a private key, its certificate and those that vouch for it, out of a PKCS #12 file.

use chrono::{DateTime, NaiveDateTime, TimeDelta};
use der::{Decode, oid::ObjectIdentifier};
use p12_keystore::{KeyStore, error::Error as KeyStoreError};
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::PublicKeyParts;
use sha2::{Digest, Sha256};
use x509_cert::Certificate;

use super::Error;

/// Japan Standard Time, ahead of the time in certificates.
const JAPAN: TimeDelta = TimeDelta::hours(9);
/// Shorter RSA keys are no longer trusted by anybody.
const LEAST_RSA_BYTES: usize = 2048 / 8;
/// SHA-256 as the beginning of what an RSA key signs (RFC 8017, 9.2, note 1).
const SHA256_DIGEST_INFO: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

pub struct Identity {
    key: Key,
    certificate: Certificate,
    /// As they stand in the file, the signer's first.
    pub(super) chain: Vec<Vec<u8>>,
}

pub(super) enum Key {
    Rsa(Box<rsa::RsaPrivateKey>),
    P256(p256::ecdsa::SigningKey),
}

impl Identity {
    /// Opens a key file.
    ///
    /// # Errors
    /// The password is wrong, or the file holds no key that can sign.
    pub fn open(p12: &[u8], password: &str) -> Result<Identity, Error> {
        let store = KeyStore::from_pkcs12(p12, password).map_err(|error| match error {
            KeyStoreError::MacError(_) | KeyStoreError::Pkcs5Error(_) | KeyStoreError::UnpadError => Error::Password,
            error => Error::KeyFile(error.to_string()),
        })?;
        let (_, entry) = store.private_key_chain().ok_or(Error::NoKey)?;
        let chain: Vec<Vec<u8>> = entry.chain().iter().map(|certificate| certificate.as_der().to_vec()).collect();
        let own = chain.first().ok_or(Error::NoKey)?;
        let certificate = Certificate::from_der(own).map_err(|error| Error::KeyFile(error.to_string()))?;
        let key = Key::read(entry.key())?;
        let certified = &certificate.tbs_certificate.subject_public_key_info.subject_public_key;
        if certified.raw_bytes() != key.public()? {
            return Err(Error::KeyMismatch);
        }
        Ok(Identity { key, certificate, chain })
    }

    /// Whether the certificate is valid at a moment in Japan Standard Time.
    pub(super) fn check(&self, at: NaiveDateTime) -> Result<(), Error> {
        let validity = self.certificate.tbs_certificate.validity;
        let local = |time: x509_cert::time::Time| {
            let seconds = time.to_unix_duration().as_secs();
            i64::try_from(seconds)
                .ok()
                .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
                .unwrap_or_default()
                .naive_utc()
                + JAPAN
        };
        let (from, until) = (local(validity.not_before), local(validity.not_after));
        if at < from {
            return Err(Error::NotYetValid(from.date()));
        }
        if at > until {
            return Err(Error::Expired(until.date()));
        }
        Ok(())
    }

    pub(super) fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The common name in the certificate, or the whole subject where it has none.
    pub fn name(&self) -> String {
        let subject = &self.certificate.tbs_certificate.subject;
        let common = subject.0.iter().flat_map(|part| part.0.iter()).find(|pair| pair.oid == COMMON_NAME);
        let text = common.and_then(|pair| match pair.value.value() {
            // BMPString (tag 30) is UTF-16; all other strings in use are UTF-8 or part of it.
            bytes if u8::from(der::Tagged::tag(&pair.value)) == 0x1e => {
                let units: Vec<u16> =
                    bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
                String::from_utf16(&units).ok()
            }
            bytes => String::from_utf8(bytes.to_vec()).ok(),
        });
        text.unwrap_or_else(|| subject.to_string())
    }

    /// Signs a message; nothing in it depends on chance.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        match &self.key {
            Key::Rsa(key) => {
                let digest_info = [SHA256_DIGEST_INFO.as_slice(), &Sha256::digest(message)].concat();
                key.sign(rsa::Pkcs1v15Sign::new_unprefixed(), &digest_info).map_err(|_| Error::UnsupportedKey)
            }
            Key::P256(key) => {
                let signature: p256::ecdsa::DerSignature = p256::ecdsa::signature::Signer::sign(key, message);
                Ok(signature.as_bytes().to_vec())
            }
        }
    }

    pub(super) fn is_rsa(&self) -> bool {
        matches!(self.key, Key::Rsa(_))
    }
}

impl Key {
    fn read(pkcs8: &[u8]) -> Result<Key, Error> {
        match rsa::RsaPrivateKey::from_pkcs8_der(pkcs8) {
            Ok(key) if key.size() < LEAST_RSA_BYTES => Err(Error::UnsupportedKey),
            Ok(key) => Ok(Key::Rsa(Box::new(key))),
            Err(_) => {
                let key = p256::ecdsa::SigningKey::from_pkcs8_der(pkcs8).map_err(|_| Error::UnsupportedKey)?;
                Ok(Key::P256(key))
            }
        }
    }

    /// The public half as certificates hold it.
    fn public(&self) -> Result<Vec<u8>, Error> {
        match self {
            Key::Rsa(key) => {
                let public = key.to_public_key().to_pkcs1_der().map_err(|_| Error::UnsupportedKey)?;
                Ok(public.as_bytes().to_vec())
            }
            Key::P256(key) => Ok(key.verifying_key().to_encoded_point(false).as_bytes().to_vec()),
        }
    }
}

impl std::fmt::Debug for Identity {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").field("name", &self.name()).finish_non_exhaustive()
    }
}
