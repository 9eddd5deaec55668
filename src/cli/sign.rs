//! `kiyaku sign`: an electronic signature in a field that a PDF has.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::{CLEAN, Console, Failure};
use crate::diagnostic::Lang;
use crate::pdf::inspect::MAX_BYTES;
use crate::pdf::signing::{self, Identity, Request};
use crate::say;
use crate::workspace;

/// A key file with all its certificates has some thousand bytes.
const KEY_BYTES: u64 = 1 << 20;

pub(super) fn run(matches: &ArgMatches, console: &mut Console) -> Result<u8, Failure> {
    let lang = console.lang;
    let argument = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let required = |name: &str| argument(name).ok_or_else(String::new);
    let disk = |error: workspace::Error| error.message().get(lang).to_owned();
    let refusal = |error: signing::Error| error.message().get(lang).to_owned();

    let file = Path::new(required("file")?);
    let out = argument("out").map_or_else(|| beside(file), PathBuf::from);
    workspace::must_not_exist(&out).map_err(disk)?;
    let pdf = workspace::bytes(file, MAX_BYTES).map_err(disk)?;
    let key_file = workspace::bytes(Path::new(required("p12")?), KEY_BYTES).map_err(disk)?;
    let identity = Identity::open(&key_file, &password(argument("password-file"), lang)?).map_err(refusal)?;
    let request = Request {
        field: required("field")?,
        reason: argument("reason"),
        certify: matches.get_flag("certify"),
        at: workspace::now().map_err(disk)?,
        is_timestamped: argument("tsa").is_some(),
    };
    let mut signed = signing::sign(&pdf, &identity, &request).map_err(refusal)?;
    if let Some(authority) = argument("tsa") {
        let query = signed.timestamp_query().map_err(refusal)?;
        let answer = workspace::ask_time(authority, &query).map_err(disk)?;
        signed.add_timestamp(&answer).map_err(refusal)?;
    }
    workspace::write_new(&out, &signed.into_bytes().map_err(refusal)?).map_err(disk)?;
    let (out, field, name) = (out.display(), request.field, identity.name());
    let done = say!(
        "{name} として署名欄「{field}」に署名し、{out} に書き出しました。",
        "signed the field `{field}` as {name}; written to {out}."
    );
    console.out(&format!("{}\n", done.get(lang)));
    Ok(CLEAN)
}

/// `contract.pdf` becomes `contract-signed.pdf`.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_os_string();
    name.push("-signed.pdf");
    file.with_file_name(name)
}

/// From a file, or typed without being seen. Never an argument: those are seen by everybody on the machine.
fn password(file: Option<&str>, lang: Lang) -> Result<String, Failure> {
    if let Some(file) = file {
        let bytes =
            workspace::bytes(Path::new(file), KEY_BYTES).map_err(|error| error.message().get(lang).to_owned())?;
        let message = say!("「{file}」の文字コードが UTF-8 ではありません", "`{file}` is not UTF-8");
        let text = String::from_utf8(bytes).map_err(|_| message.get(lang).to_owned())?;
        return Ok(text.trim_end_matches(['\r', '\n']).to_owned());
    }
    let nobody = say!(
        "パスワードを入力する画面がありません。--password-file でファイルを指定してください",
        "there is no terminal to type the password at; name a file with --password-file"
    );
    if !io::stdin().is_terminal() {
        return Err(nobody.get(lang).to_owned());
    }
    let prompt = say!("鍵ファイルのパスワード: ", "Password of the key file: ");
    rpassword::prompt_password(prompt.get(lang)).map_err(|_| nobody.get(lang).to_owned())
}
