//! The second pass over the data: what was planned is filled in, rendered, written and registered, chunk by chunk.

use std::path::PathBuf;

use chrono::NaiveDateTime;
use rayon::prelude::*;

use super::progress::Progress;
use super::{Job, bug, disk, failure, unreadable};
use crate::cli::register::Held;
use crate::cli::{Console, Failure};
use crate::issuance::batch::{self, Kind, Plan, Task};
use crate::issuance::records::record_digest;
use crate::issuance::register::{Digest, Entry, Issued, Register};
use crate::model::Record;
use crate::say;

/// PDFs in memory at a time; their lines are written at once.
const CHUNK: usize = 128;

#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) issued: usize,
    pub(super) again: usize,
    /// Numbers whose lost files cannot be made again as they were.
    pub(super) differing: Vec<String>,
}

pub(super) fn work(job: &Job, plan: &Plan, held: &mut Held, console: &mut Console) -> Result<Done, Failure> {
    let mut done = Done::default();
    let Some(rows) = job.data.rows(console)?.filter(|_| !plan.tasks.is_empty()) else { return Ok(done) };
    let mut progress = Progress::start(console.lang);
    let mut tasks = plan.tasks.iter().copied().peekable();
    let mut chunk = Vec::with_capacity(CHUNK);
    let mut count = 0;
    for row in rows {
        let row = row.map_err(|error| unreadable(&job.data.path, error, console))?;
        let Some(task) = tasks.next_if(|task| task.row == row.number) else { continue };
        let record = row.record.ok().filter(|record| record_digest(record) == task.record);
        chunk.push((task, record.ok_or_else(|| changed(job, console))?));
        if chunk.len() == CHUNK || tasks.peek().is_none() {
            count += chunk.len();
            issue(job, &chunk, held, &mut done, console)?;
            chunk.clear();
            if tasks.peek().is_none() {
                return Ok(done);
            }
            progress.issued(count, plan.tasks.len());
        }
    }
    Err(changed(job, console))
}

/// A PDF that is ready to be written.
struct Rendered {
    kind: Kind,
    number: String,
    bytes: Vec<u8>,
    digest: Digest,
}

fn issue(
    job: &Job,
    chunk: &[(Task, Record)],
    held: &mut Held,
    done: &mut Done,
    console: &mut Console,
) -> Result<(), Failure> {
    let rendered = chunk.par_iter().map(|(task, record)| render(job, *task, record, &held.register, console));
    let rendered: Vec<Rendered> = rendered.collect::<Result<_, Failure>>()?;
    let (mut files, mut lines): (Vec<(PathBuf, Vec<u8>)>, String) = Default::default();
    let (mut issued, mut again) = (0, 0);
    for (rendered, (task, record)) in rendered.into_iter().zip(chunk) {
        let Rendered { kind, number, bytes, digest } = rendered;
        let place = job.place(&number, job.subject.edition);
        if let Kind::New(_) = kind {
            let entry = Entry::Issued(line(job, number, task.record, digest, record));
            lines += &held.register.append(entry).map_err(|message| failure(message, console.lang))?;
            issued += 1;
        } else if held.register.number(&number).is_some_and(|known| known.pdf == digest) {
            again += 1;
        } else {
            done.differing.push(number);
            continue;
        }
        files.push((place, bytes));
    }
    held.ledger.issue(&files, lines.as_bytes()).map_err(|error| disk(&error, console.lang))?;
    done.issued += issued;
    done.again += again;
    Ok(())
}

fn render(job: &Job, task: Task, record: &Record, register: &Register, console: &Console) -> Result<Rendered, Failure> {
    let lost = || changed(job, console);
    let (number, issued) = match task.kind {
        Kind::New(serial) => (job.series.number(serial), job.now),
        Kind::Again => {
            let known = register.record(job.subject.set, job.subject.form, task.record).ok_or_else(lost)?;
            (known.number.clone(), known.issued)
        }
    };
    let filled = job.issuer.fill(record, &number, issued).map_err(|_| lost())?;
    let rendered = job.issuer.render(&filled, record, &number, issued).map_err(|error| bug(&error, console));
    let (_, bytes) = rendered?;
    Ok(Rendered { kind: task.kind, number, digest: Digest::of(&bytes), bytes })
}

fn line(job: &Job, number: String, record: Digest, pdf: Digest, values: &Record) -> Issued {
    let issued: NaiveDateTime = job.now;
    Issued {
        number,
        set: job.subject.set.to_owned(),
        form: job.subject.form.to_owned(),
        edition: job.subject.edition,
        subject: batch::subject(job.form, values),
        issued,
        record,
        pdf,
    }
}

fn changed(job: &Job, console: &Console) -> Failure {
    let path = job.data.path.display();
    let message = say!(
        "「{path}」が発行の途中で書き換えられました。そこまでに発行したものは台帳にあります。もう一度実行してください",
        "`{path}` was changed meanwhile; what was issued so far is in the register: run the command again"
    );
    failure(message, console.lang)
}
