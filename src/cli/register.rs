//! `kiyaku register`: what was issued, and what is wrong with the register of it.

mod held;
mod report;
mod rows;

pub(super) use held::{Held, fold, hold, is_sound};

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::{CLEAN, Console, FINDINGS, Failure};
use crate::diagnostic::{Lang, Message};
use crate::issuance::register::{Digest, Entry, Line, MAX_LINE, Merged, Voided, merge};
use crate::say;
use crate::workspace::{self, REGISTER};

pub(super) fn run(matches: &ArgMatches, console: &mut Console) -> Result<u8, Failure> {
    let Some((command, matches)) = matches.subcommand() else { return Err(String::new()) };
    let path = place(matches, console.lang)?;
    match command {
        "verify" => verify(&path, matches, console),
        "list" => rows::list(&path, console),
        "show" => rows::show(&path, matches, console),
        "export" => rows::export(&path, matches, console),
        "void" => void(&path, matches, console),
        _ => merge_all(&path, matches, console),
    }
}

/// The register that is meant: named, that of a set, or the only one there is.
fn place(matches: &ArgMatches, lang: Lang) -> Result<PathBuf, Failure> {
    let output = Path::new("output");
    if let Some(file) = matches.get_one::<String>("register") {
        return Ok(PathBuf::from(file));
    }
    if let Some(set) = matches.get_one::<String>("set") {
        // `terms/kamome`, as other commands name it, is the set too.
        return match Path::new(set).file_name() {
            Some(name) => Ok(output.join(name).join(REGISTER)),
            None => {
                let message = say!("「{set}」はセットの名前ではありません", "`{set}` is no name of a set");
                Err(failure(message, lang))
            }
        };
    }
    let mut found = workspace::registers(output).map_err(|error| disk(&error, lang))?;
    if found.len() == 1 {
        return Ok(found.remove(0));
    }
    let names: Vec<String> = found.iter().map(|path| path.display().to_string()).collect();
    let names = names.join(", ");
    let message = match names.is_empty() {
        true => say!(
            "output に台帳がありません。--set か --register で指定してください",
            "there is no register in output; name one with --set or --register"
        ),
        false => say!(
            "台帳がいくつもあります。--set か --register で指定してください: {names}",
            "there are several registers; name one with --set or --register: {names}"
        ),
    };
    Err(failure(message, lang))
}

fn verify(path: &Path, matches: &ArgMatches, console: &mut Console) -> Result<u8, Failure> {
    let lang = console.lang;
    let noted = match matches.get_one::<String>("digest") {
        Some(text) => Some(Digest::parse(text).ok_or_else(|| {
            let message = say!(
                "--digest の値「{text}」は要約値（0 から 9 と a から f の 64 文字）ではありません",
                "`{text}` is not a digest of 64 hexadecimal digits"
            );
            failure(message, lang)
        })?),
        None => None,
    };
    let mut lines = workspace::lines(path, MAX_LINE).map_err(|error| disk(&error, lang))?;
    let (register, _) = fold(&mut lines, noted).map_err(|error| disk(&error, lang))?;
    console.out(&report::render(&register, path, lang));
    Ok(if register.problems.errors == 0 { CLEAN } else { FINDINGS })
}

fn void(path: &Path, matches: &ArgMatches, console: &mut Console) -> Result<u8, Failure> {
    let lang = console.lang;
    let argument = |name: &str| matches.get_one::<String>(name).cloned().ok_or_else(String::new);
    let (number, reason) = (argument("number")?, argument("reason")?);
    if reason.trim().is_empty() {
        return Err(failure(say!("--reason に理由を書いてください", "give a reason with --reason"), lang));
    }
    // Nothing was issued from a register that is not there.
    workspace::lines(path, MAX_LINE).map_err(|error| disk(&error, lang))?;
    let Some(Held { mut ledger, mut register }) = hold(path, console)? else { return Ok(FINDINGS) };
    let time = workspace::now().map_err(|error| disk(&error, lang))?;
    let line = match register.append(Entry::Voided(Voided { number: number.clone(), reason, time })) {
        Ok(line) => line,
        Err(message) => {
            console.err(&failure(message, lang));
            return Ok(FINDINGS);
        }
    };
    ledger.append(line.as_bytes()).map_err(|error| disk(&error, lang))?;
    let done = say!("番号「{number}」を無効にしました。", "the number `{number}` is void.");
    console.out(&format!("{}\n", done.get(lang)));
    Ok(CLEAN)
}

fn merge_all(path: &Path, matches: &ArgMatches, console: &mut Console) -> Result<u8, Failure> {
    let lang = console.lang;
    let mut entries = Vec::new();
    let mut is_whole = true;
    for file in matches.get_many::<String>("files").into_iter().flatten().map(Path::new) {
        is_whole &= shard(file, path, &mut entries, console)?;
    }
    let held = if is_whole { hold(path, console)? } else { None };
    let Some(Held { mut ledger, mut register }) = held else { return Ok(nothing(console)) };
    let Merged { lines, issued, voided, present, conflicts } = merge(&mut register, entries);
    if !conflicts.is_empty() {
        console.err(report::problems(&conflicts, lang).trim_end());
        return Ok(nothing(console));
    }
    if !lines.is_empty() {
        ledger.append(lines.as_bytes()).map_err(|error| disk(&error, lang))?;
    }
    let place = path.display();
    let done = say!(
        "{place} にまとめました（発行 {issued} 件、無効 {voided} 件。すでにあった行 {present} 件）。",
        "merged into {place} (issued: {issued}, voided: {voided}; there already: {present})."
    );
    console.out(&format!("{}\n", done.get(lang)));
    Ok(CLEAN)
}

/// Takes the entries of one shard. Tells whether all is well with it.
fn shard(file: &Path, base: &Path, entries: &mut Vec<Entry>, console: &mut Console) -> Result<bool, Failure> {
    let lang = console.lang;
    if file.canonicalize().ok().is_some_and(|file| base.canonicalize().ok() == Some(file)) {
        let name = file.display();
        let message =
            say!("「{name}」は、まとめる先の台帳そのものです", "`{name}` is the register that others are merged into");
        return Err(failure(message, lang));
    }
    let mut lines = workspace::lines(file, MAX_LINE).map_err(|error| disk(&error, lang))?;
    let (register, _) = fold(&mut lines, None).map_err(|error| disk(&error, lang))?;
    if !register.problems.shown.is_empty() {
        console.err(report::render(&register, file, lang).trim_end());
    }
    for line in workspace::lines(file, MAX_LINE).map_err(|error| disk(&error, lang))?.take(register.lines) {
        let line = line.map_err(|error| disk(&error, lang))?;
        entries.extend(Line::read(&line.bytes).map(|line| line.entry));
    }
    Ok(register.problems.errors == 0)
}

fn nothing(console: &mut Console) -> u8 {
    let message = say!("台帳には何も書きませんでした。", "Nothing was written to the register.");
    console.err(message.get(console.lang));
    FINDINGS
}

pub(super) fn disk(error: &workspace::Error, lang: Lang) -> Failure {
    failure(error.message(), lang)
}

pub(super) fn failure(Message { ja, en }: Message, lang: Lang) -> Failure {
    say!("エラー: {ja}", "error: {en}").get(lang).to_owned()
}
