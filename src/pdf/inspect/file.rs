//! The file around the objects: its revisions, where each object stands, and what is packed in streams.
//!
//! Written for files that somebody may have made on purpose: nothing is read before it is asked for, every object and
//! every byte that is unpacked costs fuel, and a file that uses it up is refused. lopdf is not used to read because it
//! unpacks every object stream at once, without a bound on their sum, and does not tell revisions apart.

mod filters;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::object::{Dictionary, Lexer, Object, Stream, is_space};

/// Bytes that may be parsed and unpacked in all: some fifty times an ordinary document.
const FUEL: usize = 128 << 20;
/// Objects that the cross-reference sections may name.
const OBJECTS: usize = 1 << 19;
const REVISIONS: usize = 64;
/// The highest number that an object may have (ISO 32000-1, annex C).
const LAST_NUMBER: u32 = 8_388_607;

/// Why a file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// Something else than a PDF.
    NotPdf,
    /// The end is missing.
    Truncated,
    /// The structure is broken.
    Broken,
    /// The content is behind a password.
    Encrypted,
    /// The file takes more to read than any document does.
    Excessive,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Free,
    At(usize),
    Packed { container: u32, index: usize },
}

type Places = BTreeMap<u32, Place>;

/// A PDF, or the beginning of one up to the end of a revision.
pub struct File<'a> {
    pub bytes: &'a [u8],
    /// Each with its length: from the start of the file to the end of the revision. The oldest comes first.
    pub revisions: Vec<usize>,
    pub trailer: Dictionary,
    /// Where its newest cross-reference section stands.
    pub section: usize,
    places: Places,
    /// Shared with the earlier revisions of the same file.
    fuel: Rc<Cell<usize>>,
    unpacked: RefCell<BTreeMap<u32, Rc<[u8]>>>,
}

/// One cross-reference section.
struct Section {
    at: usize,
    places: Places,
    trailer: Dictionary,
}

impl<'a> File<'a> {
    /// # Errors
    /// The file is no PDF, or not a whole one, or one that cannot be read.
    pub fn open(bytes: &'a [u8]) -> Result<File<'a>, Damage> {
        File::fuelled(bytes, Rc::new(Cell::new(FUEL)))
    }

    /// The file as it was when it had only so many bytes.
    ///
    /// # Errors
    /// It was no whole PDF then.
    pub fn up_to(&self, length: usize) -> Result<File<'a>, Damage> {
        File::fuelled(&self.bytes[..length.min(self.bytes.len())], Rc::clone(&self.fuel))
    }

    fn fuelled(bytes: &'a [u8], fuel: Rc<Cell<usize>>) -> Result<File<'a>, Damage> {
        if !bytes.starts_with(b"%PDF-") {
            return Err(Damage::NotPdf);
        }
        let start = last_section(bytes).ok_or(Damage::Truncated)?;
        let mut file = File {
            bytes,
            revisions: Vec::new(),
            trailer: Dictionary::default(),
            section: start,
            places: Places::new(),
            fuel,
            unpacked: RefCell::default(),
        };
        let sections = file.sections(start)?;
        for section in sections.into_iter().rev() {
            file.revisions.push(end(bytes, section.at).ok_or(Damage::Truncated)?);
            file.places.extend(section.places);
            file.trailer = section.trailer;
        }
        if !matches!(file.trailer.get("Encrypt"), Object::Null) {
            return Err(Damage::Encrypted);
        }
        Ok(file)
    }

    /// The sections from the newest to the oldest.
    fn sections(&self, start: usize) -> Result<Vec<Section>, Damage> {
        let mut sections = Vec::new();
        let mut objects = 0;
        let mut next = Some(start);
        let mut seen = BTreeSet::new();
        while let Some(at) = next {
            if !seen.insert(at) || sections.len() >= REVISIONS {
                return Err(Damage::Broken);
            }
            let section = self.section(at)?;
            objects += section.places.len();
            if objects > OBJECTS {
                return Err(Damage::Excessive);
            }
            next = match section.trailer.get("Prev") {
                Object::Null => None,
                previous => Some(offset(previous).ok_or(Damage::Broken)?),
            };
            sections.push(section);
        }
        Ok(sections)
    }

    fn section(&self, at: usize) -> Result<Section, Damage> {
        let mut lexer = Lexer::new(self.bytes, at);
        if !lexer.keyword("xref") {
            return self.packed_section(at);
        }
        let mut places = Places::new();
        while !lexer.keyword("trailer") {
            let (Some(first), Some(count)) = (lexer.unsigned(), lexer.unsigned()) else { return Err(Damage::Broken) };
            for number in (first..).take(usize::try_from(count).unwrap_or(usize::MAX)) {
                let entry = (lexer.unsigned(), lexer.unsigned());
                let place = match (entry, lexer.word()) {
                    ((Some(at), Some(_)), b"n") => Place::At(usize::try_from(at).unwrap_or(usize::MAX)),
                    ((Some(_), Some(_)), b"f") => Place::Free,
                    _ => return Err(Damage::Broken),
                };
                places.insert(u32::try_from(number).map_err(|_| Damage::Broken)?, place);
                if places.len() > OBJECTS {
                    return Err(Damage::Excessive);
                }
            }
        }
        let Some(Object::Dictionary(trailer)) = lexer.object() else { return Err(Damage::Broken) };
        // A hybrid file hides objects in a stream that only newer readers see.
        if let Some(hidden) = offset(trailer.get("XRefStm")) {
            for (number, place) in self.packed_section(hidden)?.places {
                if matches!(places.get(&number), None | Some(Place::Free)) {
                    places.insert(number, place);
                }
            }
        }
        Ok(Section { at, places, trailer })
    }

    /// A cross-reference stream (ISO 32000-1, 7.5.8).
    fn packed_section(&self, at: usize) -> Result<Section, Damage> {
        let Object::Stream(stream) = self.object_at(at, None)? else { return Err(Damage::Broken) };
        let trailer = stream.dictionary.clone();
        if !trailer.is("Type", "XRef") {
            return Err(Damage::Broken);
        }
        let data = self.unpack(&stream)?;
        let widths: Vec<usize> = trailer.get("W").array().iter().filter_map(offset).collect();
        let &[kind, second, third] = widths.as_slice() else { return Err(Damage::Broken) };
        if kind > 1 || second > 8 || third > 8 || kind + second + third == 0 {
            return Err(Damage::Broken);
        }
        let whole = [Object::Integer(0), trailer.get("Size").clone()];
        let index = match trailer.get("Index").array() {
            [] => whole.as_slice(),
            index => index,
        };
        let mut entries = data.chunks_exact(kind + second + third);
        let mut places = Places::new();
        for range in index.chunks(2) {
            let (Some(first), Some(count)) = (range.first().and_then(offset), range.get(1).and_then(offset)) else {
                return Err(Damage::Broken);
            };
            for (number, entry) in (first..).zip(entries.by_ref().take(count)) {
                let field = |from: usize, width: usize| {
                    entry[from..from + width].iter().fold(0, |v, b| v << 8 | usize::from(*b))
                };
                let value = field(kind, second);
                let place = match if kind == 0 { 1 } else { field(0, kind) } {
                    0 => Place::Free,
                    1 => Place::At(value),
                    _ => Place::Packed {
                        container: u32::try_from(value).map_err(|_| Damage::Broken)?,
                        index: field(kind + second, third),
                    },
                };
                places.insert(u32::try_from(number).map_err(|_| Damage::Broken)?, place);
                if places.len() > OBJECTS {
                    return Err(Damage::Excessive);
                }
            }
        }
        Ok(Section { at, places, trailer })
    }

    /// An object by its number; `Null` where the file has none.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn get(&self, number: u32) -> Result<Object, Damage> {
        match self.places.get(&number) {
            None | Some(Place::Free) => Ok(Object::Null),
            Some(&Place::At(at)) => self.object_at(at, Some(number)),
            Some(&Place::Packed { container, index }) => self.packed(container, index, number),
        }
    }

    /// The generation that an object is written with.
    pub fn generation(&self, number: u32) -> u16 {
        let Some(&Place::At(at)) = self.places.get(&number) else { return 0 };
        let mut lexer = Lexer::new(self.bytes, at);
        let generation = lexer.unsigned().and_then(|_| lexer.unsigned());
        generation.and_then(|generation| u16::try_from(generation).ok()).unwrap_or(0)
    }

    /// The highest number that an object has.
    ///
    /// # Errors
    /// There is no room for a higher one.
    pub fn last_number(&self) -> Result<u32, Damage> {
        let size = offset(self.trailer.get("Size")).and_then(|size| u32::try_from(size).ok()).unwrap_or(1);
        let last = self.places.keys().copied().chain([size.saturating_sub(1)]).max().unwrap_or(0);
        if last < LAST_NUMBER - OBJECTS as u32 { Ok(last) } else { Err(Damage::Excessive) }
    }

    /// Whether its newest cross-reference section is a stream. One that is appended must be so too.
    pub fn has_packed_section(&self) -> bool {
        self.trailer.is("Type", "XRef")
    }

    /// What a value stands for: itself, or what it refers to.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn resolve(&self, object: &Object) -> Result<Object, Damage> {
        match object {
            Object::Reference(number) => self.get(*number),
            other => Ok(other.clone()),
        }
    }

    /// The dictionary that stands under a key; empty for none.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn dictionary(&self, parent: &Dictionary, key: &str) -> Result<Dictionary, Damage> {
        Ok(self.resolve(parent.get(key))?.dictionary().cloned().unwrap_or_default())
    }

    fn object_at(&self, at: usize, expected: Option<u32>) -> Result<Object, Damage> {
        let (object, mut lexer) = self.plain(at, expected)?;
        let Object::Dictionary(dictionary) = object else { return Ok(object) };
        if !lexer.keyword("stream") {
            return Ok(Object::Dictionary(dictionary));
        }
        let start = lexer.at + if lexer.rest().starts_with(b"\r\n") { 2 } else { 1 };
        let length = match dictionary.get("Length") {
            Object::Reference(number) => match self.places.get(number) {
                Some(&Place::At(at)) => self.plain(at, Some(*number))?.0,
                _ => Object::Null,
            },
            direct => direct.clone(),
        };
        let end = offset(&length).and_then(|length| start.checked_add(length));
        let end = end.filter(|end| *end <= self.bytes.len()).ok_or(Damage::Broken)?;
        Ok(Object::Stream(Stream { dictionary, data: start..end }))
    }

    /// An object without its stream data, and the lexer behind it.
    fn plain(&self, at: usize, expected: Option<u32>) -> Result<(Object, Lexer<'a>), Damage> {
        let mut lexer = Lexer::new(self.bytes, at);
        let number = lexer.unsigned().ok_or(Damage::Broken)?;
        let is_expected = expected.is_none_or(|expected| u64::from(expected) == number);
        if !is_expected || lexer.unsigned().is_none() || !lexer.keyword("obj") {
            return Err(Damage::Broken);
        }
        let object = lexer.object();
        self.burn(lexer.at.saturating_sub(at))?;
        Ok((object.ok_or(Damage::Broken)?, lexer))
    }

    /// An object of an object stream (ISO 32000-1, 7.5.7).
    fn packed(&self, container: u32, index: usize, expected: u32) -> Result<Object, Damage> {
        let Some(&Place::At(at)) = self.places.get(&container) else { return Err(Damage::Broken) };
        let Object::Stream(stream) = self.object_at(at, Some(container))? else { return Err(Damage::Broken) };
        let known = self.unpacked.borrow().get(&container).cloned();
        let data = match known {
            Some(data) => data,
            None => {
                let data: Rc<[u8]> = self.unpack(&stream)?.into();
                self.unpacked.borrow_mut().insert(container, Rc::clone(&data));
                data
            }
        };
        let first = offset(stream.dictionary.get("First")).ok_or(Damage::Broken)?;
        let mut head = Lexer::new(&data, 0);
        let mut entry = (None, None);
        for _ in 0..=index {
            entry = (head.unsigned(), head.unsigned());
            if entry.1.is_none() {
                return Err(Damage::Broken);
            }
        }
        let (Some(number), Some(at)) = entry else { return Err(Damage::Broken) };
        let at = usize::try_from(at).ok().and_then(|at| at.checked_add(first));
        let at = at.filter(|_| number == u64::from(expected)).ok_or(Damage::Broken)?;
        let mut lexer = Lexer::new(&data, at);
        let object = lexer.object();
        self.burn(head.at + lexer.at.saturating_sub(at))?;
        object.ok_or(Damage::Broken)
    }

    /// The data of a stream as they are written.
    pub fn raw(&self, stream: &Stream) -> &'a [u8] {
        self.bytes.get(stream.data.clone()).unwrap_or_default()
    }

    fn burn(&self, bytes: usize) -> Result<(), Damage> {
        // Small objects cost more than their bytes.
        let left = self.fuel.get().checked_sub(bytes.saturating_add(64)).ok_or(Damage::Excessive)?;
        self.fuel.set(left);
        Ok(())
    }
}

/// A number that counts bytes or objects.
fn offset(object: &Object) -> Option<usize> {
    object.integer().and_then(|value| usize::try_from(value).ok())
}

/// Where the last cross-reference section stands, by the end of the file.
fn last_section(bytes: &[u8]) -> Option<usize> {
    let tail = &bytes[bytes.len().saturating_sub(1024)..];
    let tail = &tail[..tail.iter().rposition(|byte| !is_space(*byte))? + 1];
    let tail = tail.strip_suffix(b"%%EOF")?;
    let at = tail.windows(9).rposition(|window| window == b"startxref")?;
    usize::try_from(Lexer::new(tail, at + 9).unsigned()?).ok()
}

/// Where the revision ends whose cross-reference section stands at `at`: behind its end-of-file mark and line.
fn end(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let mark = at + rest.windows(5).position(|window| window == b"%%EOF")? + 5;
    let line =
        if bytes[mark..].starts_with(b"\r\n") { 2 } else { usize::from(bytes.get(mark).is_some_and(|b| is_space(*b))) };
    Some(mark + line)
}
