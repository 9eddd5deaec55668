//! A file that takes its place only when it is whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Error;

/// A file being written beside its place; removed unless it takes it.
#[derive(Debug)]
pub struct Draft {
    place: PathBuf,
    part: PathBuf,
    /// Closed once it is on the disk.
    file: Option<File>,
    is_placed: bool,
}

impl Draft {
    /// Begins a file, and the folders above it. `mark` is put behind its name; what an interrupted run left under this
    /// name is written over.
    ///
    /// # Errors
    /// Where the folder cannot be made or written to.
    pub fn new(place: &Path, mark: &str) -> Result<Draft, Error> {
        let mut name = place.file_name().unwrap_or_default().to_os_string();
        name.push(format!(".{mark}"));
        let part = place.with_file_name(name);
        let made = fs::create_dir_all(folder(place)).and_then(|()| {
            // Opening what stands there could follow a link to another file.
            let _ = fs::remove_file(&part);
            OpenOptions::new().write(true).create_new(true).open(&part)
        });
        let file = made.map_err(|error| Error::Io(place.to_owned(), error))?;
        Ok(Draft { place: place.to_owned(), part, file: Some(file), is_placed: false })
    }

    /// Nothing more is written: brings the file to the disk.
    ///
    /// # Errors
    /// Where the disk is full, or fails.
    pub fn sync(&mut self) -> Result<(), Error> {
        let synced = self.file.take().map_or(Ok(()), |file| file.sync_all());
        synced.map_err(|error| Error::Io(self.place.clone(), error))
    }

    /// Gives the file its name, in place of one that had it.
    ///
    /// # Errors
    /// Where the disk is full, or the name cannot be given; then what stood there is as it was.
    pub fn publish(mut self) -> Result<(), Error> {
        self.sync()?;
        fs::rename(&self.part, &self.place).map_err(|error| Error::Io(self.place.clone(), error))?;
        self.is_placed = true;
        Ok(())
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_mut().map_or(Ok(0), |file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), File::flush)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.is_placed {
            // The half-written file is of no use; the error that matters was the first.
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// The folder of a file; `.` for a bare name.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Brings the names in a folder to the disk.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows opens no folder for writing in a safe way, and NTFS keeps a journal of names.
#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
