//! The signature itself: a CMS SignedData without its content (RFC 5652), in the profile of CAdES that PAdES asks for
//! (ETSI EN 319 122-1, EN 319 142-1, 6.3): no signing time among the attributes, but the signer's certificate.

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedAttributes, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{Null, ObjectIdentifier, OctetString, SetOfVec};
use der::{Any, Decode, Encode, Sequence};
use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::attr::Attribute;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::{Error, Identity};

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const TIME_STAMP_TOKEN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");
pub(super) const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA256_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const ECDSA_WITH_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

/// RFC 5035, 3.
#[derive(Sequence)]
struct SigningCertificateV2 {
    certificates: Vec<EssCertIdV2>,
}

/// Without its hash algorithm: SHA-256 is the default, which DER leaves out.
#[derive(Sequence)]
struct EssCertIdV2 {
    hash: OctetString,
    issuer_serial: IssuerSerial,
}

#[derive(Sequence)]
struct IssuerSerial {
    issuer: Vec<GeneralName>,
    serial_number: SerialNumber,
}

/// A signature to which a time stamp may still be added.
#[derive(Debug)]
pub(super) struct Signature {
    signer: SignerInfo,
    certificates: Vec<CertificateChoices>,
}

/// Signs the digest of the signed bytes.
pub(super) fn sign(identity: &Identity, digest: &[u8]) -> Result<Signature, Error> {
    let attributes: SignedAttributes = SetOfVec::try_from(vec![
        attribute(CONTENT_TYPE, Any::encode_from(&DATA)?)?,
        attribute(MESSAGE_DIGEST, Any::encode_from(&OctetString::new(digest)?)?)?,
        attribute(SIGNING_CERTIFICATE_V2, Any::encode_from(&signing_certificate(identity)?)?)?,
    ])?;
    let signature = identity.sign(&attributes.to_der()?)?;
    let certificate = &identity.certificate().tbs_certificate;
    let algorithm = if identity.is_rsa() {
        AlgorithmIdentifierOwned { oid: SHA256_WITH_RSA, parameters: Some(Any::encode_from(&Null)?) }
    } else {
        AlgorithmIdentifierOwned { oid: ECDSA_WITH_SHA256, parameters: None }
    };
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: certificate.issuer.clone(),
            serial_number: certificate.serial_number.clone(),
        }),
        digest_alg: sha256(),
        signed_attrs: Some(attributes),
        signature_algorithm: algorithm,
        signature: OctetString::new(signature)?,
        unsigned_attrs: None,
    };
    let certificates: Result<Vec<CertificateChoices>, der::Error> =
        identity.chain.iter().map(|bytes| Certificate::from_der(bytes).map(CertificateChoices::Certificate)).collect();
    Ok(Signature { signer, certificates: certificates? })
}

fn signing_certificate(identity: &Identity) -> Result<SigningCertificateV2, Error> {
    let own = identity.chain.first().ok_or(Error::NoKey)?;
    let certificate = &identity.certificate().tbs_certificate;
    Ok(SigningCertificateV2 {
        certificates: vec![EssCertIdV2 {
            hash: OctetString::new(Sha256::digest(own).to_vec())?,
            issuer_serial: IssuerSerial {
                issuer: vec![GeneralName::DirectoryName(certificate.issuer.clone())],
                serial_number: certificate.serial_number.clone(),
            },
        }],
    })
}

pub(super) fn sha256() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid: SHA256, parameters: None }
}

fn attribute(oid: ObjectIdentifier, value: Any) -> Result<Attribute, Error> {
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? })
}

impl Signature {
    /// What a time stamp attests: the digest of the signature's value (RFC 3161, appendix A).
    pub(super) fn digest(&self) -> Vec<u8> {
        Sha256::digest(self.signer.signature.as_bytes()).to_vec()
    }

    pub(super) fn add_timestamp(&mut self, token: ContentInfo) -> Result<(), Error> {
        let attribute = attribute(TIME_STAMP_TOKEN, Any::encode_from(&token)?)?;
        self.signer.unsigned_attrs = Some(SetOfVec::try_from(vec![attribute])?);
        Ok(())
    }

    /// The whole as a `ContentInfo`.
    pub(super) fn to_der(&self) -> Result<Vec<u8>, Error> {
        let data = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: SetOfVec::try_from(vec![sha256()])?,
            encap_content_info: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
            certificates: Some(CertificateSet::try_from(self.certificates.clone())?),
            crls: None,
            signer_infos: SignerInfos::try_from(vec![self.signer.clone()])?,
        };
        Ok(ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&data)? }.to_der()?)
    }
}
