//! `kiyaku issue`: a form filled in with every row of a data file, numbered and registered.

mod chosen;
mod data;
mod failures;
mod progress;
mod summary;
mod survey;
mod work;

use std::io::{self, ErrorKind, IsTerminal};
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime};
use clap::ArgMatches;

use self::chosen::Chosen;
use self::data::Data;
use self::summary::Summary;
use self::survey::survey;
use super::register::{Held, disk, failure, fold, hold, is_sound};
use super::{CLEAN, Console, FINDINGS, Failure};
use crate::build::Issuer;
use crate::check::{Checked, check};
use crate::diagnostic::{Counts, Diagnostic, Severity, terminal};
use crate::issuance::batch::{Shard, Subject};
use crate::issuance::number::Series;
use crate::issuance::records::print_template;
use crate::issuance::register::{MAX_LINE, Register, file};
use crate::model::Form;
use crate::say;
use crate::workspace::{self, REGISTER};

/// What is issued, and where to.
struct Job<'a> {
    issuer: Issuer<'a>,
    form: &'a Form,
    subject: Subject<'a>,
    series: Series,
    /// Japan Standard Time, one moment for the whole run.
    now: NaiveDateTime,
    /// `output/<set>`
    home: PathBuf,
    data: Data<'a>,
    shard: Option<Shard>,
    is_dry: bool,
}

pub(super) fn run(matches: &ArgMatches, console: &mut Console) -> Result<u8, Failure> {
    let lang = console.lang;
    let failed = |error: workspace::Error| disk(&error, lang);
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let folder = workspace::set_folder(text("set").unwrap_or_default()).map_err(failed)?;
    let checked = workspace::read(&folder).map(check).map_err(failed)?;
    if checked.has_errors() {
        return Ok(refused(&checked, console));
    }
    let now = workspace::now().map_err(failed)?;
    let chosen = Chosen::find(&checked, text("form").unwrap_or_default(), text("revision"), now.date());
    let (chosen, note) = chosen.map_err(|message| failure(message, lang))?;
    let form = chosen.form;
    if matches.get_flag("print-template") {
        console.out(&print_template(form));
        return Ok(CLEAN);
    }
    if let Some(note) = note {
        console.err(note.get(lang));
    }
    let shard = match text("shard") {
        None => None,
        Some(written) => Some(Shard::parse(written).ok_or_else(|| {
            let message = say!(
                "--shard の値「{written}」は K/N の形ではありません（例: 2/3。K は 1 から N まで）",
                "`{written}` is no share such as 2/3"
            );
            failure(message, lang)
        })?),
    };
    let Some(data) = Data::new(text("data").unwrap_or_default(), text("columns"), form, console)? else {
        return Ok(FINDINGS);
    };
    let home = Path::new(text("out").unwrap_or_default()).join(&chosen.set.id);
    let base = text("register").map_or_else(|| home.join(REGISTER), PathBuf::from);
    let issuer = Issuer::new(&checked, chosen.set, chosen.edition, chosen.index);
    let issuer = issuer.map_err(|error| bug(&error, console))?;
    let subject = Subject { set: &chosen.set.id, form: chosen.id, edition: chosen.effective };
    let series = chosen.series(now.date()).map_err(|message| failure(message, lang))?;
    let is_dry = matches.get_flag("dry-run");
    issue(&Job { issuer, form, subject, series, now, home, data, shard, is_dry }, &base, console)
}

impl Job<'_> {
    /// Where this run puts its files.
    fn folder(&self) -> PathBuf {
        let Subject { edition, form, .. } = self.subject;
        self.home.join(edition.to_string()).join("issued").join(form)
    }

    /// Where the file of a number lies.
    fn place(&self, number: &str, edition: NaiveDate) -> PathBuf {
        self.home.join(file(edition, self.subject.form, number))
    }
}

/// Plans, and then does what was planned.
fn issue(job: &Job, base: &Path, console: &mut Console) -> Result<u8, Failure> {
    let own = job.shard.map_or(base.to_owned(), |shard| of_shard(base, shard));
    let Some(mut own) = Book::open(&own, job.is_dry, console)? else { return Ok(FINDINGS) };
    let base = match job.shard {
        None => None,
        Some(shard) => match Book::open(base, true, console)? {
            Some(Book::Read(base)) => Some((shard, base)),
            _ => return Ok(FINDINGS),
        },
    };
    let found = match &base {
        None => survey(job, own.register(), None, console)?,
        Some((shard, base)) => survey(job, base, Some((*shard, own.register())), console)?,
    };
    let Some(found) = found else { return Ok(FINDINGS) };
    let done = match &mut own {
        Book::Held(held) => work::work(job, &found.plan, held, console)?,
        Book::Read(_) => work::Done::default(),
    };
    let summary = Summary { job, found: &found, done: &done };
    summary.print(console);
    let is_clean = found.failed.is_none() && found.plan.lost.is_empty() && done.differing.is_empty();
    Ok(if is_clean { CLEAN } else { FINDINGS })
}

/// A register, held where something is to be written to it.
enum Book {
    Held(Held),
    Read(Register),
}

impl Book {
    /// `None` where it has errors, which are said.
    fn open(path: &Path, is_dry: bool, console: &mut Console) -> Result<Option<Book>, Failure> {
        if !is_dry {
            return Ok(hold(path, console)?.map(Book::Held));
        }
        let register = match workspace::lines(path, MAX_LINE) {
            Err(workspace::Error::NotFound(_)) => return Ok(Some(Book::Read(Register::default()))),
            lines => lines.and_then(|mut lines| fold(&mut lines, None)),
        };
        let (register, _) = register.map_err(|error| disk(&error, console.lang))?;
        Ok(if is_sound(&register, path, console) { Some(Book::Read(register)) } else { None })
    }

    fn register(&self) -> &Register {
        match self {
            Book::Held(held) => &held.register,
            Book::Read(register) => register,
        }
    }
}

/// `register.2-of-3.jsonl` beside `register.jsonl`.
fn of_shard(base: &Path, shard: Shard) -> PathBuf {
    let stem = base.file_stem().unwrap_or_default().to_string_lossy();
    base.with_file_name(format!("{stem}.{shard}.jsonl"))
}

/// Shows what is wrong with the set.
fn refused(checked: &Checked, console: &mut Console) -> u8 {
    let errors = checked.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    let errors: Vec<Diagnostic> = errors.cloned().collect();
    let style = console.style(io::stderr().is_terminal());
    console.err(&terminal::render(&errors, &checked.sources, style));
    console.err(&terminal::summary(Counts::of(&errors), checked.documents, console.lang));
    console.err(say!("エラーがあるため、何も発行しませんでした。", "Nothing was issued.").get(console.lang));
    FINDINGS
}

fn bug(error: &crate::build::Error, console: &Console) -> Failure {
    say!("内部の不具合です: {error}", "internal error: {error}").get(console.lang).to_owned()
}

/// What reading the data failed of.
fn unreadable(path: &Path, error: io::Error, console: &Console) -> Failure {
    let error = match error.kind() {
        ErrorKind::NotFound => workspace::Error::NotFound(path.to_owned()),
        _ => workspace::Error::Io(path.to_owned(), error),
    };
    disk(&error, console.lang)
}
