//! Fields for signatures: who signed, whether what was signed is whole, and how much of the file that is.

use chrono::{NaiveDateTime, TimeDelta};
use x509_cert::Certificate;

use super::certificate::{self, Chain, End};
use super::problems::{BROKEN_SIGNATURES, PARTIAL_SIGNATURES, Problem, UNTRUSTED_SIGNERS, UNVERIFIABLE_SIGNATURES};
use super::signature::{Signed, Stamp, Unclear, check, check_stamp};
use crate::diagnostic::Message;
use crate::pdf::inspect::{Field, File, Lexer, Object, Signature};
use crate::say;

/// A field for a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureField {
    pub name: String,
    /// What a reader calls it; empty for none.
    pub label: String,
    pub signature: Option<SignatureReport>,
}

/// What a signature says. Times are Japan Standard Time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureReport {
    pub signer: String,
    /// From the issuer of the signer's certificate upwards.
    pub chain: Chain,
    /// Whether the signed bytes are unchanged and the signature is that of the certificate's key.
    pub holds: bool,
    /// Whether the signature names the certificate it belongs to (PAdES).
    pub names_signer: bool,
    /// Whether the certificate is meant for signatures, as far as it says.
    pub may_sign: bool,
    /// By the signer's own clock.
    pub claimed: Option<NaiveDateTime>,
    pub stamped: Option<StampReport>,
    /// A time stamp of the whole file and nobody's consent.
    pub is_stamp: bool,
    pub reason: String,
    /// Bytes from the start of the file that it covers, but for itself.
    pub covers: usize,
}

/// A time that somebody else than the signer vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StampReport {
    pub at: NaiveDateTime,
    pub authority: String,
    pub chain: Chain,
}

/// Looks at every field for signatures.
pub fn fields(file: &File, fields: &[Field], trusted: &[Certificate], out: &mut Vec<Problem>) -> Vec<SignatureField> {
    let fields = fields.iter().filter(|field| field.is_signature);
    fields
        .map(|field| SignatureField {
            name: field.name.clone(),
            label: field.label.clone(),
            signature: field.signature.as_ref().and_then(|signature| report(file, field, signature, trusted, out)),
        })
        .collect()
}

fn report(
    file: &File,
    field: &Field,
    signature: &Signature,
    trusted: &[Certificate],
    out: &mut Vec<Problem>,
) -> Option<SignatureReport> {
    let name = &field.name;
    let Some((parts, covers)) = covered(file, signature) else {
        let message = say!(
            "署名「{name}」は、署名した時点のファイル全体を覆っていません",
            "the signature `{name}` does not cover the whole file as it was signed"
        );
        out.push(Problem::new(&PARTIAL_SIGNATURES, message));
        return None;
    };
    let is_stamp = signature.format == "ETSI.RFC3161";
    let checked = if is_stamp {
        check_stamp(&signature.contents, &parts).map(|stamp| (*stamp.signed, Some(stamp.at)))
    } else {
        check(&signature.contents, &parts).map(|signed| (signed, None))
    };
    let (signed, stamped) = match checked {
        Ok(checked) => checked,
        Err(unclear) => {
            out.push(unverifiable(name, unclear));
            return None;
        }
    };
    judge(name, &signed, out);
    let signer = certificate::name(&signed.signer.tbs_certificate.subject);
    let claimed = signed.claimed.or(signature.made);
    let at = stamped.or(signed.stamped().map(|stamp| stamp.at)).or(claimed);
    let chain = certificate::chain(&signed.signer, &signed.certificates, trusted, at);
    doubt(&say!("署名「{name}」", "the signature `{name}`"), &chain, !trusted.is_empty(), out);
    let stamped = match stamped {
        Some(at) => Some(StampReport { at: japan(at), authority: signer.clone(), chain: chain.clone() }),
        None => signed.stamped().map(|stamp| stamp_report(name, stamp, trusted, out)),
    };
    Some(SignatureReport {
        signer,
        chain,
        holds: signed.holds(),
        names_signer: signed.names_signer == Some(true),
        may_sign: is_stamp || certificate::may_sign(&signed.signer),
        claimed: claimed.map(japan),
        stamped,
        is_stamp,
        reason: signature.reason.clone(),
        covers,
    })
}

fn stamp_report(name: &str, stamp: &Stamp, trusted: &[Certificate], out: &mut Vec<Problem>) -> StampReport {
    let Stamp { at, signed } = stamp;
    let chain = certificate::chain(&signed.signer, &signed.certificates, trusted, Some(*at));
    let stamp = say!("署名「{name}」のタイムスタンプ", "the time stamp of the signature `{name}`");
    doubt(&stamp, &chain, !trusted.is_empty(), out);
    if !certificate::may_stamp(&signed.signer) {
        let Message { ja, en } = stamp;
        let message = say!(
            "{ja}の証明書は、時刻を証明するためのものではありません",
            "the certificate of {en} is not meant for time stamps"
        );
        out.push(Problem::new(&UNTRUSTED_SIGNERS, message));
    }
    StampReport { at: japan(*at), authority: certificate::name(&signed.signer.tbs_certificate.subject), chain }
}

/// The two parts of the file around the signature, and their end: they must leave out the signature alone, begin with
/// the file and end with a revision of it.
fn covered<'a>(file: &File<'a>, signature: &Signature) -> Option<([&'a [u8]; 2], usize)> {
    let &[(0, first), (second, length)] = signature.ranges.as_slice() else { return None };
    let end = second.checked_add(length)?;
    let hole = file.bytes.get(first..second)?;
    let mut lexer = Lexer::new(hole, 0);
    let is_itself = hole.starts_with(b"<") && lexer.object() == Some(Object::String(signature.contents.clone()));
    let is_whole = file.revisions.contains(&end) || end == file.bytes.len();
    let parts = [file.bytes.get(..first)?, file.bytes.get(second..end)?];
    (is_itself && lexer.at == hole.len() && is_whole).then_some((parts, end))
}

fn judge(name: &str, signed: &Signed, out: &mut Vec<Problem>) {
    let message = if !signed.is_intact {
        say!(
            "署名「{name}」の後で、署名された範囲のバイトが書き換えられています",
            "bytes that the signature `{name}` covers were changed"
        )
    } else if !signed.is_genuine {
        say!(
            "署名「{name}」は、添えられた証明書の鍵で作られたものではありません",
            "the signature `{name}` was not made with the key of its certificate"
        )
    } else if signed.names_signer == Some(false) {
        say!(
            "署名「{name}」が指している証明書が、添えられた証明書と違います",
            "the signature `{name}` names another certificate than the one beside it"
        )
    } else if signed.stamp.is_some() && signed.stamped().is_none() {
        say!(
            "署名「{name}」のタイムスタンプが成り立っていません",
            "the time stamp of the signature `{name}` does not hold"
        )
    } else {
        return;
    };
    out.push(Problem::new(&BROKEN_SIGNATURES, message));
}

fn unverifiable(name: &str, unclear: Unclear) -> Problem {
    let message = match unclear {
        Unclear::Unreadable => {
            say!("署名「{name}」の形式を読み取れません", "the signature `{name}` is in a form that cannot be read")
        }
        Unclear::Algorithm => say!(
            "署名「{name}」の暗号の方式は、弱いか、確かめられないものです",
            "the signature `{name}` rests on algorithms that are weak or not known here"
        ),
        Unclear::NoCertificate => {
            say!("署名「{name}」に署名者の証明書がありません", "the signature `{name}` lacks its signer's certificate")
        }
    };
    Problem::new(&UNVERIFIABLE_SIGNATURES, message)
}

fn doubt(Message { ja, en }: &Message, chain: &Chain, is_asked: bool, out: &mut Vec<Problem>) {
    let message = if is_asked && chain.end != End::Trusted {
        say!(
            "{ja}の証明書は、--trust で指定された証明書につながりません",
            "the certificate of {en} leads to none of those given with --trust"
        )
    } else if !chain.is_timely {
        say!("{ja}の証明書は、その時刻に有効期間の外でした", "the certificate of {en} was not valid when it was made")
    } else {
        return;
    };
    out.push(Problem::new(&UNTRUSTED_SIGNERS, message));
}

/// Japan Standard Time of Coordinated Universal Time.
fn japan(utc: NaiveDateTime) -> NaiveDateTime {
    utc.checked_add_signed(TimeDelta::hours(9)).unwrap_or(utc)
}
