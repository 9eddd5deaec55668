//! Files read or written whole or not at all, and what the environment says about them.

use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};

use super::Error;
use super::draft::Draft;
use crate::source;

/// The bytes of one file.
///
/// # Errors
/// Where it cannot be read, or has more than `limit`.
pub fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let io = |error: io::Error| match error.kind() {
        ErrorKind::NotFound => Error::NotFound(path.to_owned()),
        _ => Error::Io(path.to_owned(), error),
    };
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(io)?;
    // A pipe or a device has no length to ask for beforehand.
    let metadata = file.metadata().map_err(io)?;
    if metadata.is_dir() {
        return Err(Error::NotFile(path.to_owned()));
    }
    let is_long = metadata.len() > limit;
    if !is_long {
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(io)?;
    }
    if is_long || bytes.len() as u64 > limit { Err(Error::TooLarge(path.to_owned(), limit)) } else { Ok(bytes) }
}

/// A file that can be read more than once.
///
/// # Errors
/// Where it cannot be opened, or is a folder, a pipe or a device.
pub fn open(path: &Path) -> Result<fs::File, Error> {
    let file = fs::File::open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Error::NotFound(path.to_owned()),
        _ => Error::Io(path.to_owned(), error),
    })?;
    match file.metadata() {
        Ok(metadata) if metadata.is_file() => Ok(file),
        Ok(_) => Err(Error::NotFile(path.to_owned())),
        Err(error) => Err(Error::Io(path.to_owned(), error)),
    }
}

/// Takes away what an earlier run wrote, if it did.
///
/// # Errors
/// Where it is there and cannot be removed.
pub fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::Io(path.to_owned(), error)),
        _ => Ok(()),
    }
}

/// Writes a whole file or leaves the one that was there.
///
/// # Errors
/// Where the folder or file cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut draft = Draft::new(path, &format!("{}.part", std::process::id()))?;
    draft.write_all(bytes).map_err(|error| Error::Io(path.to_owned(), error))?;
    draft.publish()
}

/// Writes a whole file where there is none.
///
/// # Errors
/// Where there is one, or it cannot be written.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    must_not_exist(path)?;
    write(path, bytes)
}

/// Whether a file may be written without losing another.
///
/// # Errors
/// Where something stands in its place.
pub fn must_not_exist(path: &Path) -> Result<(), Error> {
    if path.symlink_metadata().is_ok() { Err(Error::Exists(path.to_owned())) } else { Ok(()) }
}

/// Replaces a text file by another text, keeping its byte order mark.
///
/// # Errors
/// Where it cannot be read or written, or no longer holds `before`.
pub fn rewrite(path: &Path, before: &str, after: &str) -> Result<(), Error> {
    #[expect(clippy::disallowed_methods, reason = "this is the module that reads")]
    let bytes = fs::read(path).map_err(|error| Error::Io(path.to_owned(), error))?;
    if source::decode(&bytes) != Ok(before) {
        return Err(Error::Changed(path.to_owned()));
    }
    let mark = &bytes[..bytes.len() - before.len()];
    write(path, &[mark, after.as_bytes()].concat())
}

/// The moment written into files: `SOURCE_DATE_EPOCH` in Japan's time, or the start of the given day.
///
/// # Errors
/// Where the variable is set to something else than seconds.
pub fn created(day: Option<NaiveDate>) -> Result<NaiveDateTime, Error> {
    // A document that stands alone has no day of its own.
    Ok(epoch()?.unwrap_or(day.unwrap_or_default().and_time(NaiveTime::MIN)))
}

/// This moment in Japan's time, or `SOURCE_DATE_EPOCH`.
///
/// # Errors
/// Where the variable is set to something else than seconds.
pub fn now() -> Result<NaiveDateTime, Error> {
    if let Some(moment) = epoch()? {
        return Ok(moment);
    }
    #[expect(clippy::disallowed_methods, reason = "this is the module that asks the clock")]
    let elapsed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(elapsed.as_secs()).unwrap_or(0);
    Ok(in_japan(seconds).unwrap_or_default())
}

fn epoch() -> Result<Option<NaiveDateTime>, Error> {
    let Some(value) = variable("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let moment = value.parse().ok().and_then(in_japan);
    moment.map(Some).ok_or(Error::InvalidEpoch(value))
}

fn in_japan(seconds: i64) -> Option<NaiveDateTime> {
    const AHEAD: i64 = 9 * 60 * 60;
    Some(DateTime::from_timestamp(seconds.checked_add(AHEAD)?, 0)?.naive_utc())
}

/// How long something takes; only ever shown, never written.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    pub fn start() -> Stopwatch {
        Stopwatch(Instant::now())
    }

    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// An environment variable that is set and not empty.
pub fn variable(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "this is the module that reads the environment")]
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
