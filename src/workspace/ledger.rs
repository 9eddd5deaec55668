//! A file of lines that many processes append to, one at a time, and files that take their place with their lines.
//!
//! A line counts once it is on the disk with its LF. Files are written beside their places before their lines, and named
//! after: wherever the machine stops, no file is there without its line, and a line without its file can be made good.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rayon::prelude::*;

use super::Error;
use super::draft::{Draft, folder, sync_folder};

/// How often the lock is asked for before anybody is told that it takes long: a second in all.
const ATTEMPTS: usize = 20;
const PAUSE: Duration = Duration::from_millis(50);

/// What a file is called while it is written. Always the same: the next run writes over what an interrupted one left.
const MARK: &str = "part";

/// A file of lines, held: nobody else appends until it is dropped. It need not exist before the first line.
#[derive(Debug)]
pub struct Ledger {
    /// Wherever links lead: all that write to one file must lock one file.
    path: PathBuf,
    length: u64,
    /// Locked until it is closed, and never removed: else two processes could lock two files of one name.
    _lock: File,
}

impl Ledger {
    /// Waits until nobody else holds the file; `waiting` is called once if that takes longer than a second.
    ///
    /// # Errors
    /// Where the folder cannot be written to, or the file system knows no locks.
    pub fn open(path: &Path, waiting: impl FnOnce()) -> Result<Ledger, Error> {
        let io = |error| Error::Io(path.to_owned(), error);
        fs::create_dir_all(folder(path)).map_err(io)?;
        let path = real(path).map_err(io)?;
        let place = beside(&path, "lock");
        let io = |error| Error::Io(place.clone(), error);
        // Some systems lock only what may be written to.
        let lock = OpenOptions::new().write(true).create(true).truncate(false).open(&place).map_err(io)?;
        wait(&lock, waiting).map_err(io)?;
        let length = length(&path)?;
        Ok(Ledger { path, length, _lock: lock })
    }

    /// The lines there are; none where there is no file yet.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn lines(&self, limit: usize) -> Result<Option<Lines>, Error> {
        match lines(&self.path, limit) {
            Err(Error::NotFound(_)) => Ok(None),
            found => found.map(Some),
        }
    }

    /// Cuts the file off after so many bytes; what stood there is kept in a file beside it, whose path is returned.
    ///
    /// # Errors
    /// Where the disk is full, or fails; then nothing is cut.
    pub fn cut(&mut self, length: u64) -> Result<PathBuf, Error> {
        let file = self.file()?;
        let kept = keep(&self.path, &file, length).map_err(|error| Error::Io(self.path.clone(), error))?;
        file.set_len(length).and_then(|()| file.sync_all()).map_err(|error| Error::Io(self.path.clone(), error))?;
        self.length = length;
        Ok(kept)
    }

    /// Appends whole lines: when this returns they are on the disk.
    ///
    /// # Errors
    /// Where the disk is full, or fails, or somebody wrote to the file meanwhile; then the file is as it was.
    pub fn append(&mut self, lines: &[u8]) -> Result<(), Error> {
        let mut file = self.file()?;
        if let Err(error) = self.write(&mut file, lines) {
            // What cannot be taken back either is a torn line, which the next run puts aside.
            let _ = file.set_len(self.length).and_then(|()| file.sync_all());
            return Err(Error::Io(self.path.clone(), error));
        }
        self.length += lines.len() as u64;
        Ok(())
    }

    fn write(&self, file: &mut File, lines: &[u8]) -> io::Result<()> {
        file.seek(SeekFrom::End(0))?;
        file.write_all(lines)?;
        file.sync_all()?;
        // A file that was just made has a name that is not on the disk yet.
        if self.length == 0 { sync_folder(folder(&self.path)) } else { Ok(()) }
    }

    /// Issues files with their lines: all of the files are on the disk before the first line, and have their names after
    /// the last.
    ///
    /// # Errors
    /// Before the lines are written: nothing was issued, and no file is left. After: lines stand without their files,
    /// which the next run makes good with no lines.
    pub fn issue(&mut self, files: &[(PathBuf, Vec<u8>)], lines: &[u8]) -> Result<(), Error> {
        for (place, _) in files {
            if place.symlink_metadata().is_ok() {
                return Err(Error::Occupied(place.clone()));
            }
        }
        let drafts: Vec<Draft> =
            files.par_iter().map(|(place, bytes)| draft(place, bytes)).collect::<Result<_, _>>()?;
        if !lines.is_empty() {
            self.append(lines)?;
        }
        // Each file that can have its name gets it, whatever became of another.
        let named: Vec<Result<(), Error>> = drafts.into_iter().map(Draft::publish).collect();
        named.into_iter().collect::<Result<(), _>>()?;
        let folders: BTreeSet<&Path> = files.iter().map(|(place, _)| folder(place)).collect();
        folders
            .into_iter()
            .try_for_each(|folder| sync_folder(folder).map_err(|error| Error::Io(folder.to_owned(), error)))
    }

    /// The file as this process knows it. A program that saves it anew asks for no lock.
    fn file(&self) -> Result<File, Error> {
        let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&self.path);
        let file = opened.map_err(|error| Error::Io(self.path.clone(), error))?;
        match length(&self.path)? == self.length {
            true => Ok(file),
            false => Err(Error::Changed(self.path.clone())),
        }
    }
}

fn draft(place: &Path, bytes: &[u8]) -> Result<Draft, Error> {
    let mut draft = Draft::new(place, MARK)?;
    draft.write_all(bytes).map_err(|error| Error::Io(place.to_owned(), error))?;
    draft.sync()?;
    Ok(draft)
}

fn wait(lock: &File, waiting: impl FnOnce()) -> io::Result<()> {
    for _ in 0..ATTEMPTS {
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            Err(TryLockError::Error(error)) => return Err(error),
            Ok(()) => return Ok(()),
        }
    }
    waiting();
    lock.lock()
}

/// Copies what stands behind so many bytes into a new file.
fn keep(path: &Path, mut file: &File, length: u64) -> io::Result<PathBuf> {
    for count in 1.. {
        let place = beside(path, &format!("torn-{count}"));
        match OpenOptions::new().write(true).create_new(true).open(&place) {
            Ok(mut kept) => {
                file.seek(SeekFrom::Start(length))?;
                io::copy(&mut file, &mut kept)?;
                kept.sync_all()?;
                sync_folder(folder(path))?;
                return Ok(place);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

fn beside(path: &Path, mark: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{mark}"));
    path.with_file_name(name)
}

/// Where links lead, also for a file that is not there yet.
fn real(path: &Path) -> io::Result<PathBuf> {
    match path.canonicalize() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Ok(folder(path).canonicalize()?.join(path.file_name().unwrap_or_default()))
        }
        found => found,
    }
}

fn length(path: &Path) -> Result<u64, Error> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(metadata.len()),
        Ok(_) => Err(Error::NotFile(path.to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(0),
        Err(error) => Err(Error::Io(path.to_owned(), error)),
    }
}

/// The lines of a file that others may be appending to; of a longer one than `limit` bytes, one byte more than that.
///
/// # Errors
/// Where there is no such file, or it cannot be read.
pub fn lines(path: &Path, limit: usize) -> Result<Lines, Error> {
    // A pipe or a device may have no end.
    length(path)?;
    let file = File::open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Error::NotFound(path.to_owned()),
        _ => Error::Io(path.to_owned(), error),
    })?;
    Ok(Lines { path: path.to_owned(), reader: BufReader::new(file), limit: limit as u64, whole: 0 })
}

/// A line as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Without LF.
    pub bytes: Vec<u8>,
    /// Whether it ends with LF.
    pub is_whole: bool,
}

/// Lines of a file, read one by one.
#[derive(Debug)]
pub struct Lines {
    path: PathBuf,
    reader: BufReader<File>,
    limit: u64,
    whole: u64,
}

impl Iterator for Lines {
    type Item = Result<Line, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.line().map_err(|error| Error::Io(self.path.clone(), error)).transpose()
    }
}

impl Lines {
    /// Bytes up to the last LF that was read.
    pub fn whole(&self) -> u64 {
        self.whole
    }

    fn line(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let mut read = (&mut self.reader).take(self.limit + 1).read_until(b'\n', &mut bytes)? as u64;
        if read == 0 {
            return Ok(None);
        }
        let mut is_whole = bytes.pop_if(|last| *last == b'\n').is_some();
        while !is_whole {
            let rest = self.reader.fill_buf()?;
            if rest.is_empty() {
                break;
            }
            let end = rest.iter().position(|byte| *byte == b'\n');
            is_whole = end.is_some();
            let used = end.map_or(rest.len(), |at| at + 1);
            self.reader.consume(used);
            read += used as u64;
        }
        if is_whole {
            self.whole += read;
        }
        Ok(Some(Line { bytes, is_whole }))
    }
}
