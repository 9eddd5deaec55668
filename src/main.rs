//! The `kiyaku` command: exit code only; everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    // This thread works with the others instead of waiting for them. Where that fails, rayon does it its own way.
    let _ = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
    let arguments: Vec<_> = std::env::args_os().collect();
    ExitCode::from(kiyaku::cli::run(&arguments))
}
