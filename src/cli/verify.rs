//! `kiyaku verify`: what a PDF is, and whether anything is wrong with it.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::register::fold;
use super::{CLEAN, Console, FINDINGS, Failure};
use crate::issuance::register::MAX_LINE;
use crate::pdf::inspect::MAX_BYTES;
use crate::say;
use crate::verify::{self, Lookup, Report, verify};
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
        Ok(bytes) => {
            let mut report = verify(Some(&bytes), &trusted);
            look_up(&mut report, &bytes, Path::new(path), matches).map_err(disk)?;
            report
        }
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

/// In the register that is named, or the one above the file. What lies among issued files must be there.
fn look_up(report: &mut Report, bytes: &[u8], file: &Path, matches: &ArgMatches) -> Result<(), workspace::Error> {
    let named = matches.get_one::<String>("register").map(PathBuf::from);
    let is_issued =
        file.canonicalize().is_ok_and(|file| file.ancestors().nth(2).is_some_and(|two| two.ends_with("issued")));
    let is_expected = named.is_some() || is_issued;
    let Some(place) = named.or_else(|| workspace::register_above(file)) else { return Ok(()) };
    let (register, _) = fold(&mut workspace::lines(&place, MAX_LINE)?, None)?;
    let (path, name) = (place.to_string_lossy(), file.file_stem().unwrap_or_default().to_string_lossy());
    report.look_up(bytes, Lookup { register: &register, path: &path, name: &name, is_expected });
    Ok(())
}
