//! The only place that touches disk, clock and environment: finds sets, revisions and documents, and writes output.

mod draft;
mod embedded;
mod error;
mod git;
mod ledger;
mod network;
mod output;
mod paths;
mod refusal;

pub use draft::Draft;
pub use error::Error;
pub use git::read_git;
pub use ledger::{Ledger, Line, Lines, lines};
pub use network::ask_time;
pub use output::{Stopwatch, bytes, created, must_not_exist, now, open, remove, rewrite, variable, write, write_new};
use paths::{above, canonical_name, effective, entries, is_yaml, project_of, set_of, settings, stem, walk_error};
pub use paths::{must_be_empty, project_of_new, shown, stands};

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use walkdir::WalkDir;

use crate::diagnostic::Diagnostic;
use crate::lower::Blocks;
use crate::source::{self, MAX_BYTES, SourceId, Sources, Span};
use crate::{rule, say};

rule! {
    /// A file is not written in UTF-8.
    ///
    /// Read in another encoding, characters would silently become others. Save the file again as UTF-8.
    pub static NOT_UTF8: Error("not-utf8") = "\
ファイルの文字コードが UTF-8 ではありません。

別の文字コードのまま読むと、文字が黙って別の文字に変わります。エディタで文字コードを UTF-8 にして保存し直してください。メモ帳では「名前を付けて保存」の「文字コード」で選べます。";
}

rule! {
    /// A file is too large to be a document.
    ///
    /// No contract comes near the limit; the file is probably something else, or one that repeats itself. Split it or
    /// take it out of the folder.
    pub static HUGE_FILES: Error("huge-files") = "\
ファイルが大きすぎます。

規約や別紙がこの大きさになることはなく、別の種類のファイルか、同じ内容が繰り返されたものと考えられます。分けるか、フォルダから取り除いてください。";
}

rule! {
    /// The folder holds no documents.
    ///
    /// Nothing was checked. Give the path of a set, or put the documents where a set has them.
    pub static NO_DOCUMENTS: Error("no-documents") = "\
フォルダに文書がありません。

何も調べていません。指定したフォルダが正しいか確かめるか、文書をセットの形に置いてください。

    誤: terms/terms.yaml
    正: terms/かもめ予約/2026-10-01/terms.yaml と、その上の set.yaml";
}

rule! {
    /// A folder of a set is not named for an effective date.
    ///
    /// The folder name says from which day the documents are in force. Name it with four, two and two digits.
    pub static INVALID_REVISION_FOLDERS: Error("invalid-revision-folders") = "\
改定のフォルダの名前が、施行日ではありません。

フォルダの名前は、中の文書がいつから効力を持つかを表します。年四桁、月二桁、日二桁にしてください。

    誤: 2026-4-1/ や 令和8年版/
    正: 2026-04-01/";
}

/// What a set's register of issued documents is called.
pub const REGISTER: &str = "register.jsonl";

/// Everything one run reads.
#[derive(Debug, Default)]
pub struct Input {
    pub sources: Sources,
    pub sets: Vec<SetInput>,
    pub diagnostics: Vec<Diagnostic>,
    /// `kiyaku.yaml` above the path that was asked for.
    pub settings: Option<SourceId>,
    /// Where the run was asked to look at one file of a set: its path as shown. Findings elsewhere are not its business.
    pub only: Option<String>,
    /// Whether a whole folder of sets was read, rather than one set or part of it.
    pub is_tree: bool,
    /// Files that are no text; findings say why.
    unread: Vec<PathBuf>,
}

/// One set's files, or (without a description) documents that stand alone.
#[derive(Debug)]
pub struct SetInput {
    /// Name of the set's folder; empty for documents that stand alone.
    pub id: String,
    pub description: Option<SourceId>,
    pub revisions: Vec<RevisionInput>,
    /// Where only one revision was asked for: the one before it, to compare with.
    pub before: Option<RevisionInput>,
}

#[derive(Debug)]
pub struct RevisionInput {
    /// Name of the folder; empty for a document that stands alone.
    pub name: String,
    /// The day in the folder's name, and where a finding about the folder points.
    pub effective: Option<NaiveDate>,
    pub folder: Span,
    /// File stem and source.
    pub documents: Vec<(String, SourceId)>,
    pub blocks: Blocks,
    /// By file stem; a revision's own before those of the project.
    pub forms: Blocks,
    /// All of these, the description of the set and the settings.
    pub files: Vec<ProjectFile>,
    /// Stems of those that should be among them but are no text.
    pub unread: Vec<String>,
}

/// What the project has for all its sets.
struct Common {
    blocks: Blocks,
    forms: Blocks,
}

/// A file with its place in a project, wherever that lies: `terms/kamome/2026-10-01/terms.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectFile {
    pub place: String,
    pub source: SourceId,
    /// Whether it counts only where it is included or bound.
    pub is_block: bool,
}

/// Reads a file, a revision, a set, or every set below a folder.
///
/// # Errors
/// Only where the file system fails; what is wrong with the files themselves are findings.
pub fn read(path: &Path) -> Result<Input, Error> {
    let metadata = fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::NotFound(path.to_owned()),
        _ => Error::Io(path.to_owned(), error),
    })?;
    let mut input = Input::default();
    if let Some(settings) = settings(path) {
        input.settings = input.text(&settings)?;
    }
    if !metadata.is_dir() {
        input.file(path)?;
    } else if path.join("set.yaml").is_file() {
        input.set(path, None)?;
    } else if let Some(set) = set_of(path) {
        input.set(set, path.file_name())?;
    } else {
        input.tree(path)?;
    }
    Ok(input)
}

impl Input {
    fn file(&mut self, path: &Path) -> Result<(), Error> {
        let folder = path.parent().unwrap_or(Path::new(""));
        if path.file_name() == Some(OsStr::new("set.yaml")) {
            return self.set(folder, None);
        }
        self.only = Some(shown(path));
        if let Some(set) = set_of(folder) {
            return self.set(set, folder.file_name());
        }
        if folder.file_name() == Some(OsStr::new("forms")) {
            let above = above(folder, 1);
            if let Some(set) = set_of(&above) {
                return self.set(set, above.file_name());
            }
            // What a form of the project refers to is known only where sets bind it.
            let sets = project_of(folder).join("terms");
            if above.file_name() == Some(OsStr::new("templates")) && sets.is_dir() {
                return self.tree(&sets);
            }
        }
        self.alone(path)
    }

    /// Every set below a folder; documents outside any set stand alone.
    fn tree(&mut self, root: &Path) -> Result<(), Error> {
        self.is_tree = true;
        let is_visible = |name: &OsStr| !name.to_string_lossy().starts_with('.');
        let mut walk = WalkDir::new(root).sort_by_file_name().into_iter();
        while let Some(entry) = walk.next() {
            let entry = entry.map_err(|error| walk_error(root, error))?;
            let path = entry.path();
            // Shared blocks and forms are no documents by themselves.
            let is_template = entry.file_type().is_dir() && entry.file_name() == "templates";
            if entry.depth() > 0 && (!is_visible(entry.file_name()) || is_template) {
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
            } else if entry.file_type().is_dir() && path.join("set.yaml").is_file() {
                self.set(path, None)?;
                walk.skip_current_dir();
            } else if entry.file_type().is_file() && is_yaml(path) {
                self.alone(path)?;
            }
        }
        if self.sets.is_empty() {
            self.no_documents(root);
        }
        Ok(())
    }

    /// A set, or one revision of it.
    fn set(&mut self, folder: &Path, only: Option<&OsStr>) -> Result<(), Error> {
        let id = canonical_name(folder)?;
        let description = self.text(&folder.join("set.yaml"))?;
        let templates = project_of(folder).join("templates");
        let common =
            Common { blocks: self.blocks(&templates.join("shared"))?, forms: self.blocks(&templates.join("forms"))? };
        let mut revisions = Vec::new();
        let mut before = None;
        for path in entries(folder)? {
            if !path.is_dir() {
                continue;
            }
            let is_wanted = only.is_none_or(|only| path.file_name() == Some(only));
            match effective(&path) {
                // Folders come in the order of their days.
                Some((day, true)) if !is_wanted && revisions.is_empty() => before = Some((path, day)),
                _ if !is_wanted => {}
                Some((day, true)) => {
                    let mut revision = self.revision(&path, day, &common, &format!("terms/{id}"))?;
                    revision.files.extend(description.map(|source| self.placed(&format!("terms/{id}"), source, false)));
                    revisions.push(revision);
                }
                _ => self.unknown_folder(&path)?,
            }
        }
        if revisions.is_empty() && only.is_none() {
            self.no_documents(folder);
        }
        let found = self.diagnostics.len();
        let before =
            before.map(|(path, day)| self.revision(&path, day, &common, &format!("terms/{id}"))).transpose()?;
        // What is wrong with it is not what was asked.
        self.diagnostics.truncate(found);
        self.sets.push(SetInput { id, description, revisions, before });
        Ok(())
    }

    /// `home` is the place of the set in the project.
    fn revision(&mut self, folder: &Path, day: NaiveDate, common: &Common, home: &str) -> Result<RevisionInput, Error> {
        let mut documents = Vec::new();
        for path in entries(folder)?.into_iter().filter(|path| path.is_file() && is_yaml(path)) {
            if let Some(source) = self.text(&path)? {
                documents.push((stem(&path), source));
            }
        }
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let home = format!("{home}/{name}");
        let mut files: Vec<_> = self.settings.iter().map(|source| self.placed("", *source, false)).collect();
        files.extend(documents.iter().map(|(_, source)| self.placed(&home, *source, false)));
        let blocks = self.with_own(folder, &home, "shared", &common.blocks, &mut files)?;
        let forms = self.with_own(folder, &home, "forms", &common.forms, &mut files)?;
        let span = Span::new(self.sources.add(shown(folder), ""), 0..0);
        if documents.is_empty() {
            self.no_documents(folder);
        }
        let unread = self.unread_near(folder);
        Ok(RevisionInput { name, effective: Some(day), folder: span, documents, blocks, forms, files, unread })
    }

    /// What a folder of the revision holds, and what only the project has; each with its place.
    fn with_own(
        &mut self,
        revision: &Path,
        home: &str,
        kind: &str,
        common: &Blocks,
        files: &mut Vec<ProjectFile>,
    ) -> Result<Blocks, Error> {
        let mut blocks = self.blocks(&revision.join(kind))?;
        files.extend(blocks.values().map(|source| self.placed(&format!("{home}/{kind}"), *source, true)));
        for (stem, source) in common {
            if !blocks.contains_key(stem) {
                files.push(self.placed(&format!("templates/{kind}"), *source, true));
                blocks.insert(stem.clone(), *source);
            }
        }
        Ok(blocks)
    }

    /// Files that are no text in a revision's folder, beside it and in the templates of the project.
    fn unread_near(&self, revision: &Path) -> Vec<String> {
        let set = above(revision, 1);
        let templates = project_of(&set).join("templates");
        let is_near =
            |path: &&PathBuf| path.starts_with(revision) || path.parent() == Some(&set) || path.starts_with(&templates);
        self.unread.iter().filter(is_near).map(|path| stem(path)).collect()
    }

    /// A file in a folder of the project; no folder is the project itself.
    fn placed(&self, folder: &str, source: SourceId, is_block: bool) -> ProjectFile {
        let path = &self.sources.get(source).path;
        let name = path.rsplit('/').next().unwrap_or(path);
        let place = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        ProjectFile { place, source, is_block }
    }

    fn alone(&mut self, path: &Path) -> Result<(), Error> {
        let blocks = self.blocks(&path.with_file_name("shared"))?;
        let Some(source) = self.text(path)? else { return Ok(()) };
        let folder = Span::new(source, 0..0);
        let documents = vec![(stem(path), source)];
        let mut files = vec![self.placed("", source, false)];
        files.extend(self.settings.map(|settings| self.placed("", settings, false)));
        files.extend(blocks.values().map(|source| self.placed("shared", *source, true)));
        let revision = RevisionInput {
            name: String::new(),
            effective: None,
            folder,
            documents,
            blocks,
            forms: Blocks::new(),
            files,
            unread: Vec::new(),
        };
        self.sets.push(SetInput { id: String::new(), description: None, revisions: vec![revision], before: None });
        Ok(())
    }

    fn blocks(&mut self, folder: &Path) -> Result<Blocks, Error> {
        let mut blocks = Blocks::new();
        if folder.is_dir() {
            for path in entries(folder)?.into_iter().filter(|path| path.is_file() && is_yaml(path)) {
                if let Some(source) = self.text(&path)? {
                    blocks.insert(stem(&path), source);
                }
            }
        }
        Ok(blocks)
    }

    /// Takes a file in as text. `None`, and a finding, where it is not UTF-8 or too large.
    fn text(&mut self, path: &Path) -> Result<Option<SourceId>, Error> {
        let io = |error| Error::Io(path.to_owned(), error);
        let metadata = fs::metadata(path).map_err(io)?;
        if metadata.len() > MAX_BYTES as u64 {
            let span = Span::new(self.sources.add(shown(path), ""), 0..0);
            let mib = MAX_BYTES >> 20;
            let message = say!("ファイルが {mib} MiB を超えています", "the file is larger than {mib} MiB");
            let help = say!("文書を分けてください", "split the document");
            self.diagnostics.push(HUGE_FILES.at(span, message).help(help));
            self.unread.push(path.to_owned());
            return Ok(None);
        }
        #[expect(clippy::disallowed_methods, reason = "this is the module that reads")]
        let bytes = fs::read(path).map_err(io)?;
        match source::decode(&bytes) {
            Ok(text) => Ok(Some(self.sources.add(shown(path), text))),
            Err(error) => {
                self.not_utf8(path, &bytes, &error);
                self.unread.push(path.to_owned());
                Ok(None)
            }
        }
    }
}

/// A set's folder by its name in `terms`, or as it is written.
///
/// # Errors
/// Where there is no set.
pub fn set_folder(set: &str) -> Result<PathBuf, Error> {
    let places = [PathBuf::from(set), Path::new("terms").join(set)];
    let missing = || Error::NotFound(places[1].join("set.yaml"));
    places.iter().find(|place| place.join("set.yaml").is_file()).cloned().ok_or_else(missing)
}

/// What `import` keeps of the originals beside a document, by name.
///
/// # Errors
/// Where a file cannot be read or is too large.
pub fn originals(document: &Path) -> Result<Vec<(String, String)>, Error> {
    let folder = document.with_file_name("origin");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let files = entries(&folder)?.into_iter().filter(|path| path.extension().is_some_and(|it| it == "txt"));
    let text = |path: PathBuf| {
        let bytes = bytes(&path, MAX_BYTES as u64)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, String::from_utf8_lossy(&bytes).into_owned()))
    };
    files.map(text).collect()
}

/// The registers of all sets below a folder of outputs.
///
/// # Errors
/// Where the folder cannot be read.
pub fn registers(output: &Path) -> Result<Vec<PathBuf>, Error> {
    if !output.is_dir() {
        return Ok(Vec::new());
    }
    let places = entries(output)?.into_iter().map(|set| set.join(REGISTER));
    Ok(places.filter(|place| place.is_file()).collect())
}

/// The register that an issued file belongs to: in its folder, or in one of the three above it.
pub fn register_above(file: &Path) -> Option<PathBuf> {
    let real = file.canonicalize().ok()?;
    let folders = [file, &real].into_iter().flat_map(|file| file.ancestors().skip(1).take(4));
    folders.map(|folder| folder.join(REGISTER)).find(|place| place.is_file())
}
