//! Where things lie: folders of sets and projects, names of files, paths for people.

use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use walkdir::WalkDir;

use super::Error;

/// The nearest `kiyaku.yaml` above a path: along the path as it was written, then along the real one.
pub(super) fn settings(path: &Path) -> Option<PathBuf> {
    let real = path.canonicalize().ok();
    let folders = path.ancestors().chain(real.iter().flat_map(|real| real.ancestors()));
    folders.map(|folder| folder.join("kiyaku.yaml")).find(|file| file.is_file())
}

/// The set that a folder, whatever its name, lies in.
pub(super) fn set_of(folder: &Path) -> Option<&Path> {
    let set = folder.parent().map(|set| if set.as_os_str().is_empty() { Path::new(".") } else { set })?;
    set.join("set.yaml").is_file().then_some(set)
}

/// So many folders up, without `..` where the path as written leads there.
pub(super) fn above(folder: &Path, steps: usize) -> PathBuf {
    let is_named = |folder: &&Path| folder.file_name().is_some();
    match folder.ancestors().take(steps).filter(is_named).count() == steps {
        true => folder.ancestors().nth(steps).map(Path::to_owned).unwrap_or_default(),
        false => (0..steps).fold(folder.to_owned(), |folder, _| folder.join("..")),
    }
}

/// The project that a set, or a folder of templates, lies in.
pub(super) fn project_of(folder: &Path) -> PathBuf {
    above(folder, 2)
}

/// The project that a new set goes into: the folder above `terms`, or else the one above the set.
pub fn project_of_new(set: &Path) -> PathBuf {
    let sets = above(set, 1);
    let own = sets.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = canonical_name(&sets).unwrap_or(own);
    if name == "terms" { above(&sets, 1) } else { sets }
}

/// Whether a folder is free for a new set: absent, or there with nothing in it but what is hidden.
///
/// # Errors
/// Where something stands in its place, or it cannot be read.
pub fn must_be_empty(folder: &Path) -> Result<(), Error> {
    let is_free = if folder.is_dir() { entries(folder)?.is_empty() } else { folder.symlink_metadata().is_err() };
    if is_free { Ok(()) } else { Err(Error::Taken(folder.to_owned())) }
}

/// Whether something stands at a place of a project; settings may stand above it.
pub fn stands(path: &Path) -> bool {
    let is_settings = path.file_name().is_some_and(|name| name == "kiyaku.yaml");
    let is_there = |folder: &&Path| !folder.as_os_str().is_empty() && folder.is_dir();
    let folder = path.ancestors().skip(1).find(is_there).unwrap_or(Path::new("."));
    path.symlink_metadata().is_ok() || is_settings && settings(folder).is_some()
}

/// The day a folder is named by, and whether it is one.
pub(super) fn effective(folder: &Path) -> Option<(NaiveDate, bool)> {
    let name = folder.file_name()?.to_str()?;
    let day: NaiveDate = name.parse().ok()?;
    Some((day, day.format("%Y-%m-%d").to_string() == name))
}

/// Entries of a folder by name, hidden ones left out.
pub(super) fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let walk = WalkDir::new(folder).min_depth(1).max_depth(1).sort_by_file_name();
    let mut paths = Vec::new();
    for entry in walk {
        let entry = entry.map_err(|error| walk_error(folder, error))?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.into_path());
        }
    }
    Ok(paths)
}

pub(super) fn walk_error(folder: &Path, error: walkdir::Error) -> Error {
    let path = error.path().unwrap_or(folder).to_owned();
    Error::Io(path, error.into_io_error().unwrap_or_else(|| io::Error::other("loop of links")))
}

pub(super) fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

pub(super) fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// A folder's own name, also for `.` and `..`.
pub(super) fn canonical_name(folder: &Path) -> Result<String, Error> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let full = folder.canonicalize().map_err(|error| Error::Io(folder.to_owned(), error))?;
    Ok(full.file_name().unwrap_or_default().to_string_lossy().into_owned())
}

/// A path for people: `/` on every system, no `./` before it.
pub fn shown(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    path.strip_prefix("./").map_or(path.clone(), str::to_owned)
}
