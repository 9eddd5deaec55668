//! The first pass over the data: what is wrong with each row, and what is to be done.

use std::io;

use rayon::prelude::*;

use super::failures::{Failed, Failures};
use super::progress::Progress;
use super::{Job, failure, unreadable};
use crate::cli::{Console, Failure};
use crate::issuance::batch::{Conflict, Plan, Planner, Shard};
use crate::issuance::fill::Problem;
use crate::issuance::records::{Row, record_digest};
use crate::issuance::register::{Digest, Register};
use crate::say;

/// Rows in memory at a time.
const CHUNK: usize = 512;

pub(super) struct Survey {
    pub(super) plan: Plan,
    /// `None` where every row is good.
    pub(super) failed: Option<Failed>,
}

/// `base` and `share` as [`Planner::new`] takes them; `None` where the file cannot be read as data, which is said.
pub(super) fn survey(
    job: &Job,
    base: &Register,
    share: Option<(Shard, &Register)>,
    console: &mut Console,
) -> Result<Option<Survey>, Failure> {
    let Some(mut rows) = job.data.rows(console)? else { return Ok(None) };
    let mut planner = Planner::new(job.subject, &job.series, base, share);
    let mut failures = Failures::new(job, console.lang);
    let mut progress = Progress::start(console.lang);
    loop {
        let chunk = rows.by_ref().take(CHUNK).collect::<io::Result<Vec<Row>>>();
        let chunk = chunk.map_err(|error| unreadable(&job.data.path, error, console))?;
        let Some(last) = chunk.last() else { break };
        let looked_at: Vec<_> = chunk.par_iter().map(|row| look_at(job, row, &planner)).collect();
        for (row, looked_at) in chunk.iter().zip(looked_at) {
            match (&row.record, looked_at) {
                (Err(findings), _) => failures.add(&job.data.path, findings)?,
                (Ok(_), Err(problems)) => {
                    let findings = problems.into_iter().map(|problem| rows.finding(row, problem));
                    failures.add(&job.data.path, &findings.collect::<Vec<_>>())?;
                }
                (Ok(_), Ok(record)) => {
                    let taken =
                        planner.take(row.number, record, |known| job.place(&known.number, known.edition).exists());
                    taken.map_err(|conflict| changed_base(&conflict, console))?;
                }
            }
        }
        progress.looked_at(last.number);
    }
    drop(progress);
    Ok(Some(Survey { plan: planner.plan, failed: failures.finish(console)? }))
}

/// The digest of the record, where it can be issued or was.
fn look_at(job: &Job, row: &Row, planner: &Planner) -> Result<Digest, Vec<Problem>> {
    let Ok(record) = &row.record else { return Err(Vec::new()) };
    let digest = record_digest(record);
    if !planner.knows(digest) {
        // Any number will do: what can be wrong does not depend on it.
        job.issuer.fill(record, &job.series.number(1), job.now)?;
    }
    Ok(digest)
}

fn changed_base(Conflict { found, expected }: &Conflict, console: &Console) -> Failure {
    let message = say!(
        "この分担の台帳では「{found}」となっている行が、今の台帳とデータからは「{expected}」になります。分けて発行している間に、もとの台帳かデータか発行の日が変わっています。すべての分担が終わってから、台帳をまとめてください（日付は SOURCE_DATE_EPOCH で固定できます）",
        "a row that this share issued as `{found}` is now to be `{expected}`: the base register, the data or the day of issue changed meanwhile. Merge registers only after all shares are done (SOURCE_DATE_EPOCH fixes the day)"
    );
    failure(message, console.lang)
}
