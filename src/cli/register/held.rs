//! A register held for writing: locked, read, and whole.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use super::{disk, report};
use crate::cli::{Console, Failure};
use crate::issuance::register::{Digest, MAX_LINE, Register};
use crate::say;
use crate::workspace::{self, Ledger, Lines};

/// A register that nobody else writes to until this is dropped.
pub(in crate::cli) struct Held {
    pub ledger: Ledger,
    pub register: Register,
}

/// What stands behind the last LF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Tail {
    None,
    /// A line that only lacks its LF.
    Line,
    /// What somebody is writing, or did not write to its end.
    Torn,
}

/// Reads a register from its first line to its last.
pub(in crate::cli) fn fold(lines: &mut Lines, noted: Option<Digest>) -> Result<(Register, Tail), workspace::Error> {
    let mut register = Register::new(noted);
    let mut tail = Tail::None;
    for line in lines {
        let line = line?;
        if line.is_whole {
            register.read(&line.bytes);
        } else {
            tail = if register.read_tail(&line.bytes) { Tail::Line } else { Tail::Torn };
        }
    }
    register.finish();
    Ok((register, tail))
}

/// Whether something can be built on a register; otherwise its problems are said.
pub(in crate::cli) fn is_sound(register: &Register, path: &Path, console: &mut Console) -> bool {
    if register.problems.errors > 0 {
        console.err(report::render(register, path, console.lang).trim_end());
    }
    register.problems.errors == 0
}

/// Locks a register and reads it; a line that was not finished is put aside, and that is said. `None` where the register
/// has errors, which are said too: nothing is built on it.
pub(in crate::cli) fn hold(path: &Path, console: &mut Console) -> Result<Option<Held>, Failure> {
    let lang = console.lang;
    let failed = |error: workspace::Error| disk(&error, lang);
    let waiting = || {
        let message = say!(
            "ほかの kiyaku が台帳を使っています。終わるのを待っています…",
            "another kiyaku holds the register; waiting for it…"
        );
        if io::stderr().is_terminal() {
            let _ = writeln!(io::stderr().lock(), "{}", message.get(lang));
        }
    };
    let mut ledger = Ledger::open(path, waiting).map_err(failed)?;
    let Some(mut lines) = ledger.lines(MAX_LINE).map_err(failed)? else {
        return Ok(Some(Held { ledger, register: Register::default() }));
    };
    let (register, tail) = fold(&mut lines, None).map_err(failed)?;
    if !is_sound(&register, path, console) {
        return Ok(None);
    }
    match tail {
        Tail::None => {}
        Tail::Line => ledger.append(b"\n").map_err(failed)?,
        Tail::Torn => {
            let kept = ledger.cut(lines.whole()).map_err(failed)?;
            let kept = kept.file_name().unwrap_or_default().display();
            let message = say!(
                "台帳の最後の行が書きかけだったので、取り除きました（前の処理が途中で止まっています。書きかけの行は {kept} に残しました）。",
                "The last line of the register was not finished and was put aside (an earlier run was interrupted; see {kept})."
            );
            console.err(message.get(lang));
        }
    }
    Ok(Some(Held { ledger, register }))
}
