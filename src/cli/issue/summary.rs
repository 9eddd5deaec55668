//! What a run did, or would do, in a few lines.

use super::Job;
use super::survey::Survey;
use super::work::Done;
use crate::cli::Console;
use crate::diagnostic::Message;
use crate::say;

pub(super) struct Summary<'a> {
    pub(super) job: &'a Job<'a>,
    pub(super) found: &'a Survey,
    pub(super) done: &'a Done,
}

impl Summary<'_> {
    /// What was issued goes to standard output, what was not to standard error.
    pub(super) fn print(&self, console: &mut Console) {
        let lang = console.lang;
        for message in self.good() {
            console.out(&format!("{}\n", message.get(lang)));
        }
        for message in self.bad() {
            console.err(message.get(lang));
        }
    }

    fn good(&self) -> Vec<Message> {
        let Summary { job, found, done } = self;
        let (passed, elsewhere) = (found.plan.done, found.plan.elsewhere);
        let mut out = vec![self.issued()];
        if done.again > 0 {
            let again = done.again;
            out.push(say!(
                "台帳にあってファイルのない {again} 件の PDF を、同じ内容で作り直しました。",
                "PDFs that the register has and the disk had not, made again: {again}."
            ));
        }
        if passed > 0 {
            out.push(say!("{passed} 件は発行済みです。", "issued before: {passed}."));
        }
        if elsewhere > 0 {
            out.push(say!("{elsewhere} 件は、ほかの分担です。", "left to other shares: {elsewhere}."));
        }
        if job.is_dry {
            out.push(say!("試しに調べただけで、何も書き出していません。", "Nothing was written (dry run)."));
        }
        out
    }

    /// How many, from which number to which, and where.
    fn issued(&self) -> Message {
        let Summary { job, found, done } = self;
        let mut serials = found.plan.new_serials();
        let (first, last) = (serials.next(), serials.next_back());
        let Some(first) = first.map(|serial| job.series.number(serial)) else {
            return say!("新しく発行するものはありません。", "There is nothing new to issue.");
        };
        let numbers = match last.map(|serial| job.series.number(serial)) {
            None => say!("番号 {first}", "number {first}"),
            // Others lie between them.
            Some(last) if job.shard.is_some() => {
                say!("最初の番号 {first}、最後の番号 {last}", "first number {first}, last number {last}")
            }
            Some(last) => say!("番号 {first} から {last} まで", "numbers {first} to {last}"),
        };
        let Message { ja, en } = numbers;
        let folder = job.folder().display().to_string().replace('\\', "/");
        if job.is_dry {
            let count = found.plan.new_serials().count();
            return say!(
                "{count} 件が発行されます（{ja}）。書き出し先: {folder}",
                "would be issued: {count} ({en}), in {folder}"
            );
        }
        let count = done.issued;
        say!("{count} 件を {folder} に発行しました（{ja}）。", "issued in {folder}: {count} ({en}).")
    }

    fn bad(&self) -> Vec<Message> {
        let Summary { found, done, .. } = self;
        let mut out = Vec::new();
        for (edition, count) in &found.plan.lost {
            out.push(say!(
                "{edition} 施行の版から発行した {count} 件の PDF がありません。--revision {edition} を付けると作り直せます。",
                "PDFs issued from the edition of {edition} that are missing: {count}; make them again with --revision {edition}."
            ));
        }
        for number in &done.differing {
            out.push(say!(
                "番号「{number}」の PDF がなく、作り直しても発行したときのものと同じになりません。様式か kiyaku が、発行の後で変わっています。控えから戻してください。",
                "the PDF of `{number}` is missing and cannot be made again as it was: the form, or kiyaku, changed since. Restore it from a copy."
            ));
        }
        if let Some(failed) = &found.failed {
            let rows = failed.rows;
            let report = failed.report.as_ref().map(|report| report.display().to_string().replace('\\', "/"));
            out.push(match report {
                Some(report) => say!(
                    "{rows} 件に問題があり、発行していません。問題の一覧: {report}",
                    "not issued because of what is wrong with them: {rows}; see {report}"
                ),
                None => say!(
                    "{rows} 件に問題があり、発行されません。",
                    "would not be issued because of what is wrong with them: {rows}."
                ),
            });
        }
        out
    }
}
