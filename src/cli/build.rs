//! `kiyaku build`: outputs where nothing is wrong, nothing otherwise.

use std::io::{self, IsTerminal};
use std::path::Path;

use clap::ArgMatches;

use super::{CLEAN, Console, FINDINGS, Failure, read};
use crate::build::{self, Format};
use crate::diagnostic::{Counts, terminal};
use crate::say;
use crate::workspace;

pub(super) fn run(matches: &ArgMatches, console: &mut Console) -> Result<u8, Failure> {
    let checked = read(matches, console)?;
    let lang = console.lang;
    let style = console.style(io::stderr().is_terminal());
    let findings = terminal::render(&checked.diagnostics, &checked.sources, style);
    if !findings.is_empty() {
        console.err(findings.trim_end_matches('\n'));
        console.err("");
    }
    if checked.has_errors() {
        let counts = Counts::of(&checked.diagnostics);
        console.err(&terminal::summary(counts, checked.documents, lang));
        console.err(say!("エラーがあるため、何も書き出しませんでした。", "Nothing was written.").get(lang));
        return Ok(FINDINGS);
    }
    let formats = formats(matches);
    let out: &String = matches.get_one("out").ok_or_else(String::new)?;
    let failure = |error: build::Error| match error {
        build::Error::Workspace(error) => error.message().get(lang).to_owned(),
        error => say!("内部の不具合です: {error}", "internal error: {error}").get(lang).to_owned(),
    };
    let mut outputs = build::render(&checked, &formats).map_err(failure)?;
    // The index of everything is not replaced by one of a part.
    if checked.is_tree || !Path::new(out).join("index.html").exists() {
        outputs.extend(build::index(&checked, &formats).map_err(failure)?);
    }
    for output in &outputs {
        let path = Path::new(out).join(&output.path);
        workspace::write(&path, &output.bytes).map_err(|error| failure(build::Error::Workspace(error)))?;
    }
    let (files, documents) = (outputs.len(), checked.documents);
    let done = say!(
        "{documents} 文書を {out} に書き出しました（{files} ファイル）。",
        "documents written to {out}: {documents} (files: {files})."
    );
    console.out(&format!("{}\n", done.get(lang)));
    Ok(CLEAN)
}

/// The formats asked for, each once, in their usual order.
fn formats(matches: &ArgMatches) -> Vec<Format> {
    let asked: Vec<&String> = matches.get_many("formats").into_iter().flatten().collect();
    let known = Format::NAMES.into_iter().filter(|(name, _)| asked.iter().any(|asked| *asked == name));
    known.map(|(_, format)| format).collect()
}
