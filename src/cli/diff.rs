//! `kiyaku diff`: two revisions compared, for people, for programs, and on paper.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::{CLEAN, Console, FINDINGS, Failure};
use crate::check::{Checked, CheckedEdition, CheckedSet, check};
use crate::diagnostic::{Severity, terminal};
use crate::flow::Flow;
use crate::model::NotationChanges;
use crate::revision::{self, comparison, json, notice, summary};
use crate::{docx, html, pdf, say, text, workspace};

pub(super) fn run(matches: &ArgMatches, console: &mut Console) -> Result<u8, Failure> {
    let argument = |name: &str| matches.get_one::<String>(name).map(String::as_str).unwrap_or_default();
    let (old_name, new_name) = (argument("old"), argument("new"));
    let old = read(old_name, new_name, console)?;
    let new = read(new_name, new_name, console)?;
    for (checked, name) in [(&old, old_name), (&new, new_name)] {
        if !is_whole(checked) {
            return Ok(refuse(checked, name, console));
        }
    }
    let (old, new_side) = (only(&old, old_name, console)?, only(&new, new_name, console)?);
    let settings = new.settings.comparison;
    let (old, new) = (old.0.version(old.1), new_side.0.version(new_side.1));
    let revision = revision::compare(old, new, settings.notation == NotationChanges::Shown);
    let layout = comparison::Layout { old, new, column: settings.old };
    let is_notice = matches.get_flag("notice");
    let flow = || if is_notice { notice::build(&revision, new) } else { comparison::build(&revision, layout) };
    let bytes = match (argument("format"), is_notice) {
        ("html", _) => html::page(&flow(), &[]).map_err(|error| error.to_string())?.into_bytes(),
        ("pdf", _) => drawn(&flow(), console)?,
        ("docx", _) => docx::render(&flow()).map_err(|error| error.to_string())?,
        ("json", true) => {
            let message = say!("お知らせは json では出せません", "the notice cannot be written as json");
            return Err(message.get(console.lang).to_owned());
        }
        ("json", false) => (json::render(&revision).map_err(|error| error.to_string())? + "\n").into_bytes(),
        (_, true) => text::render(&flow()).into_bytes(),
        _ => summary::render(&revision, console.lang).into_bytes(),
    };
    let is_file = matches!(argument("format"), "html" | "pdf" | "docx");
    let path = match matches.get_one::<String>("out") {
        Some(path) => PathBuf::from(path),
        None if is_file => {
            let name = if is_notice { "notice" } else { "comparison" };
            let folder = Path::new("output").join(&new_side.0.id).join(&new_side.1.name);
            folder.join(format!("{name}.{}", argument("format")))
        }
        None => {
            console.out(&String::from_utf8_lossy(&bytes));
            return Ok(CLEAN);
        }
    };
    workspace::write(&path, &bytes).map_err(|error| error.message().get(console.lang).to_owned())?;
    let path = path.to_string_lossy().replace('\\', "/");
    console.out(&format!("{}\n", say!("{path} に書き出しました。", "written: {path}").get(console.lang)));
    Ok(CLEAN)
}

/// `git:REV` means the folder that the new revision is in.
fn read(name: &str, other: &str, console: &Console) -> Result<Checked, Failure> {
    let input = match name.strip_prefix("git:") {
        Some(rest) => {
            let (revision, path) = rest.split_once(':').unwrap_or((rest, other));
            workspace::read_git(revision, Path::new(path))
        }
        None => workspace::read(Path::new(name)),
    };
    input.map(check).map_err(|error| error.message().get(console.lang).to_owned())
}

/// Whether every document of a revision could be read; what rules find in it is no matter here.
fn is_whole(checked: &Checked) -> bool {
    let read: usize = checked.sets.iter().flat_map(|set| &set.editions).map(|set| set.edition.documents.len()).sum();
    read > 0 && (read == checked.documents || checked.documents == 1)
}

fn refuse(checked: &Checked, name: &str, console: &mut Console) -> u8 {
    let style = console.style(false);
    let errors: Vec<_> =
        checked.diagnostics.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect();
    let findings = terminal::render(&errors, &checked.sources, style);
    console.err(findings.trim_end_matches('\n'));
    let message = say!("「{name}」を読み取れないため、比べられません。", "`{name}` cannot be read and compared.");
    console.err(message.get(console.lang));
    FINDINGS
}

/// The one revision that a path names.
fn only<'a>(
    checked: &'a Checked,
    name: &str,
    console: &Console,
) -> Result<(&'a CheckedSet, &'a CheckedEdition), Failure> {
    match &checked.sets[..] {
        [set] if set.editions.len() == 1 => Ok((set, &set.editions[0])),
        _ => {
            let message = say!(
                "「{name}」は一つの改定ではありません。施行日の名前のフォルダを指定してください",
                "`{name}` is not one revision; give a folder named by its effective date"
            );
            Err(message.get(console.lang).to_owned())
        }
    }
}

fn drawn(flow: &Flow, console: &Console) -> Result<Vec<u8>, Failure> {
    let created =
        workspace::created(flow.identity.effective).map_err(|error| error.message().get(console.lang).to_owned())?;
    pdf::render(flow, &pdf::Origin::default(), created).map_err(|error| error.to_string())
}
