//! Which language to speak, and what was wrong with the arguments, in that language.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{CLEAN, Console, FAILED};
use crate::diagnostic::{Lang, Message};
use crate::say;
use crate::workspace;

/// `--lang`, else `KIYAKU_LANG`, else Japanese. Read before the arguments are parsed, for their own error messages.
pub(super) fn language(arguments: &[OsString]) -> Lang {
    let words: Vec<_> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let after = words.iter().position(|word| *word == "--lang").and_then(|at| words.get(at + 1).copied());
    let joined = words.iter().find_map(|word| word.strip_prefix("--lang="));
    let chosen = joined.or(after).map(str::to_owned).or_else(|| workspace::variable("KIYAKU_LANG"));
    if chosen.as_deref() == Some("en") { Lang::En } else { Lang::Ja }
}

/// `kiyaku help check` is `kiyaku check --help`.
pub(super) fn with_help(arguments: &[OsString]) -> Vec<OsString> {
    match arguments {
        [program, help, rest @ ..] if help == "help" => {
            std::iter::once(program).chain(rest).cloned().chain(["--help".into()]).collect()
        }
        _ => arguments.to_vec(),
    }
}

/// Help and version go to standard output; anything else is a mistake in the arguments.
pub(super) fn report(error: &clap::Error, console: &mut Console) -> u8 {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        console.out(&error.to_string());
        return CLEAN;
    }
    match console.lang {
        Lang::En => console.err(error.to_string().trim_end()),
        Lang::Ja => console.err(explain(error).get(Lang::Ja)),
    }
    FAILED
}

/// The English of these is clap's own; only the Japanese is shown.
fn explain(error: &clap::Error) -> Message {
    let value = |kind| match error.get(kind) {
        Some(ContextValue::String(value)) => value.clone(),
        Some(ContextValue::Strings(values)) => values.join("、"),
        _ => String::new(),
    };
    let argument = value(ContextKind::InvalidArg);
    let suggestion = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .map(value)
        .into_iter()
        .find(|suggestion| !suggestion.is_empty());
    let hint = suggestion.map(|suggestion| format!("「{suggestion}」ではありませんか。")).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("「{}」というコマンドはありません。", value(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("「{argument}」という指定はありません。"),
        ErrorKind::InvalidValue => {
            let given = value(ContextKind::InvalidValue);
            let valid = value(ContextKind::ValidValue);
            if given.is_empty() {
                format!("「{argument}」に値がありません。")
            } else {
                format!("「{argument}」に「{given}」は指定できません。指定できるのは {valid} です。")
            }
        }
        ErrorKind::ArgumentConflict => format!("「{argument}」が二度指定されています。"),
        ErrorKind::MissingRequiredArgument => format!("「{argument}」を指定してください。"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let commands = value(ContextKind::ValidSubcommand);
            format!("コマンドを指定してください（{commands}）。")
        }
        _ => "指定を読み取れません。".to_owned(),
    };
    let command = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => command_of(&usage.to_string()),
        _ => "kiyaku".to_owned(),
    };
    say!("エラー: {what}{hint}\n使い方は {command} --help で表示されます。", "{what}")
}

/// `kiyaku register void` of a line of usage: the words before the first argument.
fn command_of(usage: &str) -> String {
    let words = usage.trim_start_matches("Usage:").split_whitespace();
    let names: Vec<&str> = words.take_while(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())).collect();
    if names.is_empty() { "kiyaku".to_owned() } else { names.join(" ") }
}
