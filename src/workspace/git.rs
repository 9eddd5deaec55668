//! A revision's folder as git keeps it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use super::paths::{effective, is_yaml, shown, stem};
use super::{Error, Input, RevisionInput, SetInput};
use crate::lower::Blocks;
use crate::source::{self, MAX_BYTES, SourceId, Span};

/// Reads the folder of one revision of a set, and what it needs of the set, as they were at `revision`. The path is
/// relative to the current folder; nothing has to be there now.
///
/// # Errors
/// Where git cannot be run, or does not have the revision or the folder.
pub fn read_git(revision: &str, path: &Path) -> Result<Input, Error> {
    let path = normal(path);
    let git = Git { revision, root: root(&path) };
    git.verify()?;
    let missing = || Error::NotInGit { revision: revision.to_owned(), path: shown(&path) };
    let (day, set) = effective(&path).map(|(day, _)| day).zip(path.parent()).ok_or_else(missing)?;
    let mut input = Input::default();
    let (documents, shared) = (git.files(&path)?, git.files(&path.join("shared"))?);
    if documents.is_empty() {
        return Err(missing());
    }
    let own_forms = git.files(&path.join("forms"))?;
    let templates = normal(&set.join("../../templates"));
    let (common, common_forms) = (git.files(&templates.join("shared"))?, git.files(&templates.join("forms"))?);
    let description = git.files(set)?.remove(&set.join("set.yaml"));
    let mut take = |files: BTreeMap<PathBuf, Vec<u8>>| -> Vec<(String, SourceId)> {
        let yaml = files.into_iter().filter(|(path, _)| is_yaml(path));
        yaml.filter_map(|(path, bytes)| Some((stem(&path), git.text(&mut input, &path, &bytes)?))).collect()
    };
    let mut blocks: Blocks = take(common).into_iter().collect();
    blocks.extend(take(shared));
    let mut forms: Blocks = take(common_forms).into_iter().collect();
    forms.extend(take(own_forms));
    let documents = take(documents);
    let description = description.and_then(|bytes| git.text(&mut input, &set.join("set.yaml"), &bytes));
    let folder = Span::new(input.sources.add(git.shown(&path), ""), 0..0);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (effective, files) = (Some(day), Vec::new());
    let revisions =
        vec![RevisionInput { name, effective, folder, documents, blocks, forms, files, unread: Vec::new() }];
    let id = set.file_name().unwrap_or_default().to_string_lossy().into_owned();
    input.sets.push(SetInput { id, description, revisions, before: None });
    Ok(input)
}

struct Git<'a> {
    revision: &'a str,
    /// An existing folder above the path, which git is run in.
    root: PathBuf,
}

impl Git<'_> {
    fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Result<Option<Vec<u8>>, Error> {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.root).args(arguments).stdin(Stdio::null()).stderr(Stdio::null());
        let output = command.output().map_err(Error::NoGit)?;
        Ok(output.status.success().then_some(output.stdout))
    }

    fn verify(&self) -> Result<(), Error> {
        let commit = format!("{}^{{commit}}", self.revision);
        // A name that begins with a hyphen would be an option.
        let is_option = self.revision.starts_with('-');
        let found = if is_option { None } else { self.run(&["rev-parse", "--verify", "--quiet", &commit])? };
        found.map(|_| ()).ok_or_else(|| Error::NoGitRevision(self.revision.to_owned()))
    }

    /// Files directly in a folder.
    fn files(&self, folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>, Error> {
        let Ok(inside) = folder.strip_prefix(&self.root) else { return Ok(BTreeMap::new()) };
        let inside = inside.to_string_lossy().replace('\\', "/");
        let listed = format!("./{}", if inside.is_empty() { String::new() } else { format!("{inside}/") });
        let list = self.run(&["ls-tree", "-z", "--name-only", self.revision, "--", &listed])?.unwrap_or_default();
        let mut files = BTreeMap::new();
        for name in list.split(|byte| *byte == 0).filter_map(|name| std::str::from_utf8(name).ok()) {
            let file = Path::new(name).file_name().map(|name| folder.join(name));
            let Some(file) = file.filter(|file| is_yaml(file)) else { continue };
            if let Some(bytes) = self.run(&["show", &format!("{}:./{name}", self.revision)])? {
                files.insert(file, bytes);
            }
        }
        Ok(files)
    }

    /// `None`, and a finding, where a file is not UTF-8.
    fn text(&self, input: &mut Input, path: &Path, bytes: &[u8]) -> Option<SourceId> {
        match source::decode(bytes) {
            Ok(text) if bytes.len() <= MAX_BYTES => Some(input.sources.add(self.shown(path), text)),
            Ok(_) => None,
            Err(error) => {
                input.not_utf8(path, bytes, &error);
                None
            }
        }
    }

    fn shown(&self, path: &Path) -> String {
        format!("{}:{}", self.revision, shown(path))
    }
}

/// Without `.` and `..` where that is possible without looking at the disk.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            component => out.push(component),
        }
    }
    out
}

/// The nearest folder above the set that exists now: the current one for a relative path.
fn root(path: &Path) -> PathBuf {
    let mut above = path.ancestors().skip(1).filter(|folder| folder.is_dir());
    if path.is_relative() {
        return PathBuf::new();
    }
    // Shared blocks lie beside the sets' folder.
    above.nth(2).map(Path::to_owned).unwrap_or_default()
}
