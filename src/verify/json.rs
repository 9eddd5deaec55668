//! The report for programs. Keys and the names of problems never change.

use chrono::NaiveDateTime;
use serde::Serialize;

use super::{Agreement, Chain, End, Likeness, Registration, Report, SignatureField};
use crate::diagnostic::Lang;

#[derive(Serialize)]
struct Json<'a> {
    path: &'a str,
    document: Option<Document<'a>>,
    pages: usize,
    /// `bytes`, `text` or `none`: how far the file is what its source compiles to.
    agreement: &'static str,
    /// Absent where there is no register.
    register: Option<Register<'a>>,
    fields: Vec<Field<'a>>,
    /// What was rightly done to the file besides signing.
    later: Vec<&'a str>,
    problems: Vec<Problem<'a>>,
}

#[derive(Serialize)]
struct Register<'a> {
    path: &'a str,
    /// This and all that follows is absent where the register does not know the file.
    number: Option<&'a str>,
    line: Option<usize>,
    /// Japan Standard Time, as all times.
    issued: Option<String>,
    /// `same`, `continued` (the issued file with signatures behind it) or `different`.
    digest: Option<&'static str>,
    voided: Option<String>,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct Document<'a> {
    id: &'a str,
    set: Option<&'a str>,
    title: &'a str,
    revision: Option<&'a str>,
    effective: Option<String>,
    producer_version: &'a str,
}

#[derive(Serialize)]
struct Field<'a> {
    name: &'a str,
    label: &'a str,
    signature: Option<Signature<'a>>,
}

#[derive(Serialize)]
struct Signature<'a> {
    /// `signature`, or `time-stamp` for one of the whole file.
    kind: &'static str,
    signer: &'a str,
    issuers: &'a [String],
    /// `trusted`, `untrusted`, or `unknown` without `--trust`.
    trust: &'static str,
    /// Whether all certificates were valid at the time.
    valid_then: bool,
    /// Whether the certificate is meant for signatures.
    may_sign: bool,
    holds: bool,
    names_signer: bool,
    /// Japan Standard Time.
    claimed: Option<String>,
    stamp: Option<Stamp<'a>>,
    reason: &'a str,
}

#[derive(Serialize)]
struct Stamp<'a> {
    at: String,
    authority: &'a str,
    issuers: &'a [String],
    trust: &'static str,
    valid_then: bool,
}

#[derive(Serialize)]
struct Problem<'a> {
    rule: &'static str,
    severity: &'static str,
    message: &'a str,
}

/// # Errors
/// Never in practice: all keys are texts.
pub fn render(report: &Report, path: &str, lang: Lang) -> Result<String, serde_json::Error> {
    let document = report.imprint.as_ref().map(|imprint| Document {
        id: &imprint.document,
        set: imprint.set.as_deref(),
        title: &imprint.packet_title,
        revision: imprint.revision.as_deref(),
        effective: imprint.effective.map(|day| day.to_string()),
        producer_version: &imprint.producer,
    });
    let problems = report.problems.iter().map(|problem| Problem {
        rule: problem.rule.name,
        severity: problem.rule.severity.name(),
        message: problem.message.get(lang),
    });
    let json = Json {
        path,
        document,
        pages: report.pages,
        agreement: match report.agreement {
            Agreement::None => "none",
            Agreement::Text => "text",
            Agreement::Bytes => "bytes",
        },
        register: report.registration.as_ref().map(register),
        fields: report.fields.iter().map(|one| field(one, report.has_trust)).collect(),
        later: report.later.iter().map(|message| message.get(lang)).collect(),
        problems: problems.collect(),
    };
    serde_json::to_string_pretty(&json)
}

fn register(Registration { register, found }: &Registration) -> Register<'_> {
    let found = found.as_ref();
    let voided = found.and_then(|found| found.voided.as_ref());
    Register {
        path: register,
        number: found.map(|found| found.number.as_str()),
        line: found.map(|found| found.line),
        issued: found.map(|found| moment(found.issued)),
        digest: found.map(|found| match found.likeness {
            Likeness::Same => "same",
            Likeness::Continued => "continued",
            Likeness::Different => "different",
        }),
        voided: voided.map(|voided| moment(voided.time)),
        reason: voided.map(|voided| voided.reason.as_str()),
    }
}

fn field(field: &SignatureField, has_trust: bool) -> Field<'_> {
    let signature = field.signature.as_ref().map(|signature| Signature {
        kind: if signature.is_stamp { "time-stamp" } else { "signature" },
        signer: &signature.signer,
        issuers: &signature.chain.issuers,
        trust: trust(&signature.chain, has_trust),
        valid_then: signature.chain.is_timely,
        may_sign: signature.may_sign,
        holds: signature.holds,
        names_signer: signature.names_signer,
        claimed: signature.claimed.map(moment),
        stamp: signature.stamped.as_ref().map(|stamp| Stamp {
            at: moment(stamp.at),
            authority: &stamp.authority,
            issuers: &stamp.chain.issuers,
            trust: trust(&stamp.chain, has_trust),
            valid_then: stamp.chain.is_timely,
        }),
        reason: &signature.reason,
    });
    Field { name: &field.name, label: &field.label, signature }
}

fn trust(chain: &Chain, has_trust: bool) -> &'static str {
    match (has_trust, chain.end) {
        (false, _) => "unknown",
        (true, End::Trusted) => "trusted",
        (true, _) => "untrusted",
    }
}

fn moment(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S+09:00").to_string()
}
