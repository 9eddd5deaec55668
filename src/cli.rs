//! The command line: arguments in, exit code out. Help and usage errors speak the reader's language.

mod arguments;
mod explain;
mod usage;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use clap::ArgMatches;

use crate::build::{self, Format};
use crate::check::{Checked, check};
use crate::diagnostic::{Counts, Lang, github, json, sarif, terminal};
use crate::say;
use crate::workspace;

/// Nothing wrong.
const CLEAN: u8 = 0;
/// Findings at error level, or denied warnings.
const FINDINGS: u8 = 1;
/// Wrong usage, or the file system failed.
const FAILED: u8 = 2;

/// Runs one command. The code is the process's exit code.
pub fn run(arguments: &[OsString]) -> u8 {
    let lang = usage::language(arguments);
    let mut console = Console { lang };
    let matches = match arguments::command(lang).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return usage::report(&error, &mut console),
    };
    let result = match matches.subcommand() {
        Some(("check", matches)) => check_command(matches, &mut console),
        Some(("build", matches)) => build_command(matches, &mut console),
        Some(("explain", matches)) => {
            Ok(explain::run(matches.get_one::<String>("rule").map(String::as_str), &mut console))
        }
        _ => Ok(FAILED),
    };
    result.unwrap_or_else(|failure| {
        console.err(&failure);
        FAILED
    })
}

/// What a command failed of, in the reader's language.
type Failure = String;

struct Console {
    lang: Lang,
}

impl Console {
    /// A reader that closed the pipe wants no more; that is no failure.
    fn out(&mut self, text: &str) {
        let _ = io::stdout().lock().write_all(text.as_bytes());
    }

    fn err(&mut self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    fn style(&self, is_terminal: bool) -> terminal::Style {
        let width = workspace::variable("COLUMNS").and_then(|columns| columns.parse().ok()).unwrap_or(120);
        let colour = is_terminal && workspace::variable("NO_COLOR").is_none();
        terminal::Style { lang: self.lang, colour, width }
    }
}

fn read(matches: &ArgMatches, console: &Console) -> Result<Checked, Failure> {
    let path: &String = matches.get_one("path").ok_or_else(String::new)?;
    let input = workspace::read(Path::new(path));
    input.map(check).map_err(|error| error.message().get(console.lang).to_owned())
}

fn check_command(matches: &ArgMatches, console: &mut Console) -> Result<u8, Failure> {
    let checked = read(matches, console)?;
    let counts = Counts::of(&checked.diagnostics);
    let lang = console.lang;
    let Checked { diagnostics, sources, documents, .. } = &checked;
    let report = match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => json::render(diagnostics, sources, *documents, lang).map_err(|error| error.to_string())?,
        Some("sarif") => sarif::render(diagnostics, sources, lang).map_err(|error| error.to_string())?,
        Some("github") => github::render(diagnostics, sources, lang) + &terminal::summary(counts, *documents, lang),
        _ => {
            let style = console.style(io::stdout().is_terminal());
            terminal::render(diagnostics, sources, style) + &terminal::summary(counts, *documents, lang)
        }
    };
    console.out(&format!("{report}\n"));
    let denied = matches.get_one::<String>("deny").is_some() && counts.warnings > 0;
    Ok(if counts.errors > 0 || denied { FINDINGS } else { CLEAN })
}

fn build_command(matches: &ArgMatches, console: &mut Console) -> Result<u8, Failure> {
    let checked = read(matches, console)?;
    let lang = console.lang;
    let style = console.style(io::stderr().is_terminal());
    let findings = terminal::render(&checked.diagnostics, &checked.sources, style);
    if !findings.is_empty() {
        console.err(&findings);
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
