//! `kiyaku verify`: what a PDF is, and whether anything is wrong with it.

use std::path::Path;

use clap::ArgMatches;

use super::{CLEAN, Console, FINDINGS, Failure};
use crate::pdf::inspect::MAX_BYTES;
use crate::say;
use crate::verify::{self, verify};
use crate::workspace;

pub(super) fn run(matches: &ArgMatches, console: &mut Console) -> Result<u8, Failure> {
    let lang = console.lang;
    let disk = |error: workspace::Error| error.message().get(lang).to_owned();
    let path: &String = matches.get_one("file").ok_or_else(String::new)?;
    let mut trusted = Vec::new();
    for path in matches.get_many::<String>("trust").into_iter().flatten() {
        let found = verify::trusted(&workspace::bytes(Path::new(path), MAX_BYTES).map_err(disk)?);
        if found.is_empty() {
            let message =
                say!("「{path}」に証明書（PEM または DER）がありません", "`{path}` holds no certificates (PEM or DER)");
            return Err(message.get(lang).to_owned());
        }
        trusted.extend(found);
    }
    let report = match workspace::bytes(Path::new(path), MAX_BYTES) {
        Ok(bytes) => verify(Some(&bytes), &trusted),
        Err(workspace::Error::TooLarge(..)) => verify(None, &trusted),
        Err(error) => return Err(disk(error)),
    };
    let text = match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => verify::json(&report, path, lang).map_err(|error| error.to_string())? + "\n",
        _ => verify::human(&report, path, lang),
    };
    console.out(&text);
    Ok(if report.problems.is_empty() { CLEAN } else { FINDINGS })
}
