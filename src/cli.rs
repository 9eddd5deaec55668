//! The command line: arguments in, exit code out. Help and usage errors speak the reader's language.

mod arguments;
mod build;
mod check;
mod deadline;
mod diff;
mod explain;
mod import;
mod issue;
mod new;
mod register;
mod sign;
mod usage;
mod verify;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::ArgMatches;

use crate::check::Checked;
use crate::diagnostic::{Lang, terminal};
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
    let matches = match arguments::command(lang).try_get_matches_from(usage::with_help(arguments)) {
        Ok(matches) => matches,
        Err(error) => return usage::report(&error, &mut console),
    };
    let result = match matches.subcommand() {
        Some(("new", matches)) => new::run(matches, &mut console),
        Some(("import", matches)) => import::run(matches, &mut console),
        Some(("check", matches)) => check::run(matches, &mut console),
        Some(("build", matches)) => build::run(matches, &mut console),
        Some(("deadline", matches)) => deadline::run(matches, &mut console),
        Some(("diff", matches)) => diff::run(matches, &mut console),
        Some(("verify", matches)) => verify::run(matches, &mut console),
        Some(("issue", matches)) => issue::run(matches, &mut console),
        Some(("register", matches)) => register::run(matches, &mut console),
        Some(("explain", matches)) => {
            Ok(explain::run(matches.get_one::<String>("rule").map(String::as_str), &mut console))
        }
        Some(("sign", matches)) => sign::run(matches, &mut console),
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
    input.map(crate::check::check).map_err(|error| error.message().get(console.lang).to_owned())
}
