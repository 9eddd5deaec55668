//! `kiyaku import`: a set made of a file that people have, and what became of every part of the file.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::ArgMatches;

use super::{CLEAN, Console, FINDINGS, Failure};
use crate::diagnostic::Message;
use crate::import::{self, Tracked, report};
use crate::say;
use crate::workspace;

/// Larger files are no contracts.
const MAX_BYTES: u64 = 64 << 20;

pub(super) fn run(matches: &ArgMatches, console: &mut Console) -> Result<u8, Failure> {
    let lang = console.lang;
    let failure = |error: workspace::Error| error.message().get(lang).to_owned();
    let argument = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let (file, out) = (argument("file").unwrap_or_default(), argument("out").unwrap_or_default());
    let tracked = if argument("tracked") == Some("reject") { Tracked::Reject } else { Tracked::Accept };
    let bytes = workspace::bytes(Path::new(file), MAX_BYTES).map_err(failure)?;
    let name = Path::new(file).file_name().unwrap_or_default().to_string_lossy();
    let manuscript = import::read(&name, &bytes, tracked).map_err(|error| {
        let Message { ja, en } = error.message();
        say!("エラー: 「{file}」を取り込めません。{ja}", "error: cannot import `{file}`: {en}").get(lang).to_owned()
    })?;
    let effective = argument("effective").map(day).transpose().map_err(|error| error.get(lang).to_owned())?;
    let today = workspace::now().map_err(failure)?.date();
    let imported = import::import(&name, &manuscript, effective, today);
    let folder = Path::new(out);
    let files: Vec<(PathBuf, &str)> =
        imported.files.iter().map(|(place, text)| (folder.join(place), &**text)).collect();
    if !matches.get_flag("force") {
        workspace::must_be_empty(folder).map_err(|error| {
            let force = say!("書き換えてよければ --force を付けてください", "add --force to write over it");
            format!("{}\n{}", failure(error), force.get(lang))
        })?;
    }
    for (path, text) in &files {
        workspace::write(path, text.as_bytes()).map_err(failure)?;
    }
    console.out(&report::short(&imported, out, lang));
    Ok(if imported.coverage.is_whole() { CLEAN } else { FINDINGS })
}

/// Only the form with four, two and two digits.
fn day(written: &str) -> Result<NaiveDate, Message> {
    let day: Option<NaiveDate> = written.parse().ok().filter(|day: &NaiveDate| day.to_string() == written);
    day.ok_or_else(|| {
        say!(
            "エラー: 「{written}」は日付として読めません。--effective 2026-10-01 のように書いてください",
            "error: `{written}` is no date; write it like --effective 2026-10-01"
        )
    })
}
