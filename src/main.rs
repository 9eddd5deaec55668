//! The `kiyaku` command: exit code only; everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    ExitCode::from(kiyaku::cli::run(&arguments))
}
