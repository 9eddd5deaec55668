//! A time-stamping authority of this machine (RFC 3161), for tests.

use std::io::{Read, Write};
use std::net::TcpListener;

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{Null, ObjectIdentifier, OctetString, SetOfVec};
use der::{Any, Decode, Encode};
use rsa::pkcs8::DecodePrivateKey;
use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::attr::Attribute;
use x509_cert::spki::AlgorithmIdentifierOwned;

use crate::support::root;

/// Answers one question with a time stamp of 2030-01-01T00:00:30Z by a key of `tests/data`; gives its address.
pub fn answer(key: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut question = Vec::new();
        let mut part = [0; 4096];
        // The question ends with the digest and the wish for the authority's certificate.
        while !question.ends_with(&[0x01, 0x01, 0xff]) {
            let read = stream.read(&mut part).unwrap();
            question.extend(&part[..read]);
        }
        let digest = &question[question.len() - 35..question.len() - 3];
        let granted = Any::new(der::Tag::Sequence, [0x02, 0x01, 0x00]).unwrap();
        let answer = sequence(&[granted.to_der().unwrap(), token(key, digest)]);
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", answer.len()).unwrap();
        stream.write_all(&answer).unwrap();
    });
    address
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    Any::new(der::Tag::Sequence, parts.concat()).unwrap().to_der().unwrap()
}

fn oid(oid: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(oid)
}

fn token(key: &str, digest: &[u8]) -> Vec<u8> {
    let file = std::fs::read(root().join(format!("tests/data/{key}.p12"))).unwrap();
    let store = p12_keystore::KeyStore::from_pkcs12(&file, "kamome").unwrap();
    let entry = store.private_key_chain().unwrap().1;
    let key = rsa::RsaPrivateKey::from_pkcs8_der(entry.key()).unwrap();
    let certificate = Certificate::from_der(entry.chain()[0].as_der()).unwrap();

    let sha256 = AlgorithmIdentifierOwned { oid: oid("2.16.840.1.101.3.4.2.1"), parameters: None };
    let imprint = sequence(&[sha256.to_der().unwrap(), OctetString::new(digest).unwrap().to_der().unwrap()]);
    let time = Any::new(der::Tag::GeneralizedTime, *b"20300101000030Z").unwrap();
    let info = sequence(&[
        1_u8.to_der().unwrap(),
        oid("1.2.3.4").to_der().unwrap(),
        imprint,
        7_u8.to_der().unwrap(),
        time.to_der().unwrap(),
    ]);
    let kind = oid("1.2.840.113549.1.9.16.1.4");
    let attribute = |name, value: Any| Attribute { oid: oid(name), values: SetOfVec::try_from(vec![value]).unwrap() };
    let message = OctetString::new(Sha256::digest(&info).as_slice()).unwrap();
    let attributes = SetOfVec::try_from(vec![
        attribute("1.2.840.113549.1.9.3", Any::encode_from(&kind).unwrap()),
        attribute("1.2.840.113549.1.9.4", Any::encode_from(&message).unwrap()),
    ])
    .unwrap();
    let prefix =
        [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 5, 0, 4, 0x20];
    let hashed = [&prefix[..], Sha256::digest(attributes.to_der().unwrap()).as_slice()].concat();
    let tbs = &certificate.tbs_certificate;
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: tbs.issuer.clone(),
            serial_number: tbs.serial_number.clone(),
        }),
        digest_alg: sha256.clone(),
        signed_attrs: Some(attributes),
        signature_algorithm: AlgorithmIdentifierOwned {
            oid: oid("1.2.840.113549.1.1.11"),
            parameters: Some(Any::encode_from(&Null).unwrap()),
        },
        signature: OctetString::new(key.sign(rsa::Pkcs1v15Sign::new_unprefixed(), &hashed).unwrap()).unwrap(),
        unsigned_attrs: None,
    };
    let content = Any::encode_from(&OctetString::new(info).unwrap()).unwrap();
    let data = SignedData {
        version: CmsVersion::V3,
        digest_algorithms: SetOfVec::try_from(vec![sha256]).unwrap(),
        encap_content_info: EncapsulatedContentInfo { econtent_type: kind, econtent: Some(content) },
        certificates: Some(CertificateSet::try_from(vec![CertificateChoices::Certificate(certificate)]).unwrap()),
        crls: None,
        signer_infos: SignerInfos::try_from(vec![signer]).unwrap(),
    };
    let content = Any::encode_from(&data).unwrap();
    ContentInfo { content_type: oid("1.2.840.113549.1.7.2"), content }.to_der().unwrap()
}
