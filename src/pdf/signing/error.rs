//! Why a file was not signed, for the person who tried.

use std::fmt;

use chrono::NaiveDate;

use super::super::inspect::Damage;
use crate::diagnostic::{Lang, Message};
use crate::say;

#[derive(Debug)]
pub enum Error {
    /// The key file does not open with this password.
    Password,
    /// It is no PKCS #12 file, or of a kind that is not read.
    KeyFile(String),
    NoKey,
    UnsupportedKey,
    KeyMismatch,
    NotYetValid(NaiveDate),
    Expired(NaiveDate),
    NotPdf,
    Truncated,
    Encrypted,
    Damaged,
    /// It takes more to read than any document does.
    Excessive,
    /// The name asked for, and those there are.
    UnknownField(String, Vec<String>),
    NoFields,
    AlreadySigned(String),
    /// Only the first signature can certify.
    LateCertification,
    /// The certifying signature allows no further one.
    Closed,
    TimestampRefused(String),
    TimestampMismatch,
    TooLarge,
    /// Nobody's fault but this program's.
    Encoding(der::Error),
    Writing(lopdf::Error),
    Drawing(super::super::Error),
}

impl Error {
    pub fn message(&self) -> Message {
        match self {
            Error::Password | Error::KeyFile(_) | Error::NoKey | Error::UnsupportedKey => self.of_key(),
            Error::KeyMismatch | Error::NotYetValid(_) | Error::Expired(_) => self.of_certificate(),
            Error::UnknownField(..) | Error::NoFields | Error::AlreadySigned(_) => self.of_field(),
            Error::LateCertification => say!(
                "すでに署名があるため、証明（--certify）はできません。--certify を付けずに署名してください",
                "the file has a signature already, and only the first can certify; sign without --certify"
            ),
            Error::Closed => say!(
                "この PDF は、これ以上の署名を認めない証明がされています",
                "the PDF was certified so that no further signature is allowed"
            ),
            Error::NotPdf => say!("PDF ではありません", "this is not a PDF"),
            Error::Truncated => say!(
                "PDF が途中で切れています。もう一度受け取るか、書き出し直してください",
                "the PDF is cut off; get it again or build it again"
            ),
            Error::Encrypted => say!(
                "暗号化された PDF には署名できません。暗号化していない PDF を使ってください",
                "an encrypted PDF cannot be signed; use one that is not encrypted"
            ),
            Error::Damaged => say!("PDF の構造が壊れています", "the structure of the PDF is broken"),
            Error::Excessive => say!(
                "PDF が大きすぎるか、読み取りに過大な負担がかかります",
                "the PDF is too large, or takes too much to read"
            ),
            Error::TimestampRefused(reason) => say!(
                "時刻認証局がタイムスタンプを発行しませんでした（{reason}）",
                "the time-stamping authority gave no time stamp ({reason})"
            ),
            Error::TimestampMismatch => say!(
                "時刻認証局の応答が、この署名に対するものではありません",
                "the time-stamping authority answered for something else"
            ),
            Error::TooLarge => say!(
                "証明書とタイムスタンプが大きすぎて、署名に収まりません",
                "the certificates and the time stamp are too large for the signature"
            ),
            Error::Encoding(error) => say!("内部の不具合です: {error}", "internal error: {error}"),
            Error::Writing(error) => say!("内部の不具合です: {error}", "internal error: {error}"),
            Error::Drawing(error) => say!("内部の不具合です: {error}", "internal error: {error}"),
        }
    }

    fn of_key(&self) -> Message {
        match self {
            Error::Password => say!("鍵ファイルのパスワードが違います", "the password of the key file is wrong"),
            Error::NoKey => say!(
                "鍵ファイルに、秘密鍵とその証明書の組がありません",
                "the key file holds no private key with its certificate"
            ),
            Error::KeyFile(reason) => say!(
                "鍵ファイルを読めません（{reason}）。PKCS #12（.p12、.pfx）のファイルを指定してください",
                "the key file cannot be read ({reason}); give a PKCS #12 file (.p12, .pfx)"
            ),
            _ => say!(
                "この種類の鍵では署名できません。RSA（2048 ビット以上）か P-256 の鍵を使ってください",
                "keys of this kind cannot sign; use an RSA key of 2048 bits or more, or a P-256 key"
            ),
        }
    }

    fn of_certificate(&self) -> Message {
        match self {
            Error::NotYetValid(day) => say!(
                "証明書の有効期間が始まっていません（{day} から）",
                "the certificate is not valid yet (from {day})"
            ),
            Error::Expired(day) => {
                say!("証明書の有効期間が過ぎています（{day} まで）", "the certificate has expired (on {day})")
            }
            _ => say!(
                "鍵ファイルの秘密鍵と証明書が対になっていません",
                "the private key and the certificate in the key file do not belong together"
            ),
        }
    }

    fn of_field(&self) -> Message {
        match self {
            Error::UnknownField(name, known) => {
                let all = known.join(", ");
                say!(
                    "「{name}」という署名欄はありません。この PDF にあるのは次のとおりです: {all}",
                    "there is no signature field `{name}`; this PDF has: {all}"
                )
            }
            Error::AlreadySigned(name) => {
                say!("署名欄「{name}」にはすでに署名があります", "the field `{name}` is signed already")
            }
            _ => say!(
                "この PDF に署名欄がありません。文書に signatures を書いて、書き出し直してください",
                "this PDF has no signature field; write `signatures` in the document and build it again"
            ),
        }
    }
}

impl From<der::Error> for Error {
    fn from(error: der::Error) -> Error {
        Error::Encoding(error)
    }
}

impl From<lopdf::Error> for Error {
    fn from(error: lopdf::Error) -> Error {
        Error::Writing(error)
    }
}

impl From<Damage> for Error {
    fn from(damage: Damage) -> Error {
        match damage {
            Damage::NotPdf => Error::NotPdf,
            Damage::Truncated => Error::Truncated,
            Damage::Broken => Error::Damaged,
            Damage::Encrypted => Error::Encrypted,
            Damage::Excessive => Error::Excessive,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.message().get(Lang::En))
    }
}

impl std::error::Error for Error {}
