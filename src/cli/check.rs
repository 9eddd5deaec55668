//! `kiyaku check`: findings in the form asked for, after the repairs that are certain with `--fix`.

use std::io::{self, IsTerminal};
use std::path::Path;

use clap::ArgMatches;

use super::{CLEAN, Console, FINDINGS, Failure, read};
use crate::check::Checked;
use crate::diagnostic::{Counts, github, json, sarif, terminal};
use crate::fix::{Repair, fix};
use crate::import::origin;
use crate::say;
use crate::workspace;

pub(super) fn run(matches: &ArgMatches, console: &mut Console) -> Result<u8, Failure> {
    let mut checked = read(matches, console)?;
    if matches.get_flag("fix") {
        repair(&checked, console)?;
        checked = read(matches, console)?;
    }
    if matches.get_flag("origin") {
        let kept = |document: &str| workspace::originals(Path::new(document));
        origin::attach(&mut checked.diagnostics, &checked.sources, kept)
            .map_err(|error| error.message().get(console.lang).to_owned())?;
    }
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
    // Nothing follows: to take the trees apart before the process ends would take as long as reading the files.
    std::mem::forget(checked);
    let denied = matches.get_one::<String>("deny").is_some() && counts.warnings > 0;
    Ok(if counts.errors > 0 || denied { FINDINGS } else { CLEAN })
}

/// Makes the repairs and says on standard error what was changed.
fn repair(checked: &Checked, console: &mut Console) -> Result<(), Failure> {
    let lang = console.lang;
    let repairs = fix(checked).map_err(|error| error.message().get(lang).to_owned())?;
    for Repair { path, line, before, after } in &repairs {
        console.err(say!("{path}:{line}: 「{before}」→「{after}」", "{path}:{line}: {before} -> {after}").get(lang));
    }
    let count = repairs.len();
    console.err(say!("{count} か所を直しました。", "repairs made: {count}.").get(lang));
    Ok(())
}
