//! Completes the file that printpdf made so that it is PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1): tags,
//! bookmarks, links, metadata, colours, its own source, compression, and an id that is the digest of the content.

use std::cell::RefCell;
use std::io;
use std::sync::LazyLock;

use chrono::NaiveDateTime;
use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::flow::{Flow, hex};

use super::attachments::{self, Origin};
use super::draw::LinkArea;
use super::embed::Font;
use super::form_fields::{self, FieldArea};
use super::pages::Pages;
use super::structure::Tree;
use super::{Error, icc, links, metadata, outline, skeleton, structure};

/// Streams shorter than this many bytes gain nothing from compression.
const WORTH_DEFLATING: usize = 128;

/// The same in all files, and so compressed once for all; as it is, if it cannot be.
static PROFILE: LazyLock<Stream> = LazyLock::new(|| {
    let mut profile = Stream::new(dictionary! { "N" => 3 }, icc::srgb());
    deflate(&mut profile).ok();
    profile
});

/// How hard to look for repetitions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Outlines of glyphs hardly repeat: a third of the time gives nearly the same size.
    Little,
    Usual,
}

/// What the stages before have to say about the pages in the file.
pub struct Parts<'a, 'p> {
    pub flow: &'a Flow,
    pub origin: &'p Origin<'p>,
    pub pages: &'p Pages<'a>,
    pub links: &'p [Vec<LinkArea<'a>>],
    pub fields: &'p [Vec<FieldArea>],
    pub tree: &'p Tree,
}

/// A file that lacks only its fonts and the contents of its pages.
pub struct Finished {
    document: Document,
    contents: Vec<ObjectId>,
}

/// Makes all of a file but its fonts and the contents of its pages. `created` is Japan Standard Time.
///
/// # Errors
/// A link leads nowhere, or the file is not what printpdf should have made.
pub fn finish(parts: &Parts, created: NaiveDateTime) -> Result<Finished, Error> {
    let mut document = skeleton::file(parts.links.len(), parts.pages.paper)?;
    document.version = "1.7".into();
    let page_ids: Vec<ObjectId> = document.get_pages().into_values().collect();
    let mut annotations = links::add(&mut document, parts.links, &page_ids, parts.pages)?;
    let form = form_fields::add(&mut document, parts.fields, &page_ids, &mut annotations)?;
    let tree = structure::add(&mut document, parts.tree, &page_ids, &annotations)?;
    let mut names = links::add_destinations(&mut document, parts.pages, &page_ids);
    let outline = outline::add(&mut document, &outline::entries(&parts.flow.blocks));

    let packet = document.add_object(metadata::packet(parts.flow, parts.origin, created));
    let info = document.trailer.get(b"Info")?.as_reference()?;
    document.set_object(info, metadata::info(&parts.flow.identity, created));
    let profile = document.add_object(PROFILE.clone());
    let attached = attachments::add(&mut document, parts.origin, created);

    let catalog = document.catalog_mut()?;
    catalog.remove(b"PageLayout");
    catalog.set("Lang", Object::string_literal("ja-JP"));
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", tree);
    if let Some((files, associated)) = attached {
        names.set("EmbeddedFiles", files);
        catalog.set("AF", associated);
    }
    catalog.set("Names", names);
    catalog.set("Metadata", packet);
    catalog.set("OutputIntents", vec![Object::from(output_intent(profile))]);
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("PageMode", if outline.is_some() { "UseOutlines" } else { "UseNone" });
    if let Some(form) = form {
        catalog.set("AcroForm", form);
    }
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
    }
    deflate_all(&mut document)?;
    let contents = skeleton::places(&document)?;
    Ok(Finished { document, contents })
}

impl Finished {
    /// The file with its fonts and the contents of its pages, in their order.
    ///
    /// # Errors
    /// The file is not what printpdf should have made, or cannot be written.
    pub fn written<'f>(
        mut self,
        fonts: impl Iterator<Item = &'f Font>,
        contents: Vec<Stream>,
    ) -> Result<Vec<u8>, Error> {
        let mut named = Dictionary::new();
        for font in fonts {
            named.set(font.id(), font.add(&mut self.document));
        }
        let place = skeleton::fonts(&self.document)?;
        self.document.set_object(place, named);
        for (place, content) in self.contents.into_iter().zip(contents) {
            self.document.set_object(place, content);
        }
        write(self.document)
    }
}

/// The colours of the pages are sRGB, and their greys its greys (ISO 19005-3, 6.2.3 and 6.2.4.3).
fn output_intent(profile: ObjectId) -> Dictionary {
    dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB IEC61966-2-1"),
        "Info" => Object::string_literal("sRGB IEC61966-2-1"),
        "DestOutputProfile" => profile,
    }
}

/// Compresses all streams, each on whatever core is free.
fn deflate_all(document: &mut Document) -> Result<(), Error> {
    let streams = document.objects.values_mut().filter_map(|object| object.as_stream_mut().ok());
    let mut streams: Vec<&mut Stream> = streams.filter(|stream| stream.allows_compression).collect();
    streams.par_iter_mut().try_for_each(|stream| deflate(stream))
}

/// Compresses a stream, if it is worth it and not done yet.
///
/// # Errors
/// The content cannot be compressed.
pub fn deflate(stream: &mut Stream) -> Result<(), Error> {
    deflate_with(stream, Effort::Usual)
}

/// As [`deflate`], with more or less effort.
///
/// # Errors
/// The content cannot be compressed.
pub fn deflate_with(stream: &mut Stream, effort: Effort) -> Result<(), Error> {
    if stream.content.len() >= WORTH_DEFLATING && !stream.dict.has(b"Filter") {
        let compressor = if effort == Effort::Little { &QUICK } else { &COMPRESSOR };
        let deflated = compressor.with_borrow_mut(|compressor| deflated_by(compressor, &stream.content))?;
        stream.set_content(deflated);
        stream.dict.set("Filter", "FlateDecode");
    }
    Ok(())
}

thread_local! {
    /// Setting a compressor up costs as much as a page.
    static COMPRESSOR: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(6), true));
    static QUICK: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(2), true));
}

/// A stream's content as the filter `FlateDecode` reads it.
pub fn deflated(content: &[u8]) -> io::Result<Vec<u8>> {
    COMPRESSOR.with_borrow_mut(|compressor| deflated_by(compressor, content))
}

fn deflated_by(compressor: &mut Compress, content: &[u8]) -> io::Result<Vec<u8>> {
    compressor.reset();
    let mut deflated = Vec::with_capacity(content.len() / 2 + WORTH_DEFLATING);
    loop {
        let done = compressor.total_in() as usize;
        match compressor.compress_vec(&content[done..], &mut deflated, FlushCompress::Finish)? {
            Status::StreamEnd => return Ok(deflated),
            _ => deflated.reserve(content.len()),
        }
    }
}

/// Writes the file, and puts the digest of that as its id (ISO 32000-1, 14.4) at the end of the trailer.
fn write(mut document: Document) -> Result<Vec<u8>, Error> {
    /// Bytes of most objects at most, with their entries in the table of references.
    const OBJECT: usize = 192;
    const END_OF_TRAILER: &[u8] = b">>\nstartxref";
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let size = streams.map(|stream| stream.content.len()).sum::<usize>() + OBJECT * document.objects.len();
    let mut bytes = Vec::with_capacity(size);
    document.trailer.remove(b"ID");
    document.save_to(&mut bytes)?;
    let digest = hex(&Sha256::digest(&bytes)[..16]).to_ascii_uppercase();
    let end = bytes.windows(END_OF_TRAILER.len()).rposition(|window| window == END_OF_TRAILER);
    let end = end.ok_or_else(|| io::Error::other("the file has no trailer"))?;
    bytes.splice(end..end, format!("/ID[<{digest}><{digest}>]").into_bytes());
    // Objects that somebody appends must begin on a line of their own (ISO 19005-3, 6.1.9).
    bytes.push(b'\n');
    Ok(bytes)
}

/// A text string of ISO 32000-1, 7.9.2.2: ASCII as it is, all else as UTF-16 with its mark.
pub fn text_string(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}
