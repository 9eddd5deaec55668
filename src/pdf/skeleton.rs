//! What printpdf is asked for: the content of each page by itself, so that pages are written at the same time as fonts are
//! cut, and a file that lacks both.

use lopdf::{Document, Object, ObjectId, Stream};
use printpdf as pp;

use super::Error;
use super::paper::Paper;

/// The content of a page.
///
/// # Errors
/// printpdf left something out.
pub fn content(ops: Vec<pp::Op>, paper: &Paper) -> Result<Stream, Error> {
    let mut file = pp::PdfDocument::new("");
    file.pages = vec![page(ops, paper)];
    let mut document = document(&file)?;
    let place = places(&document)?.into_iter().next();
    match place.and_then(|place| document.objects.remove(&place)) {
        Some(Object::Stream(content)) => Ok(content),
        _ => Err(Error::Drawing("printpdf drew no page".into())),
    }
}

/// A file of so many empty pages.
///
/// # Errors
/// printpdf left something out.
pub fn file(pages: usize, paper: &Paper) -> Result<Document, Error> {
    let mut file = pp::PdfDocument::new("");
    file.pages = (0..pages).map(|_| page(Vec::new(), paper)).collect();
    document(&file)
}

/// The fonts that all pages have at hand, by name.
///
/// # Errors
/// The file is not what printpdf should have made.
pub fn fonts(document: &Document) -> Result<ObjectId, Error> {
    let first = document.page_iter().next().ok_or_else(|| Error::Drawing("printpdf made no page".into()))?;
    let resources = document.get_dictionary(first)?.get(b"Resources")?.as_reference()?;
    Ok(document.get_dictionary(resources)?.get(b"Font")?.as_reference()?)
}

/// Where the content of each page belongs.
///
/// # Errors
/// The file is not what printpdf should have made.
pub fn places(document: &Document) -> Result<Vec<ObjectId>, lopdf::Error> {
    let place = |page| document.get_dictionary(page)?.get(b"Contents")?.as_reference();
    document.page_iter().map(place).collect()
}

fn page(ops: Vec<pp::Op>, paper: &Paper) -> pp::PdfPage {
    let sheet = pp::Rect::from_wh(pp::Pt(paper.width), pp::Pt(paper.height));
    pp::PdfPage { media_box: sheet.clone(), trim_box: sheet.clone(), crop_box: sheet, ops }
}

fn document(file: &pp::PdfDocument) -> Result<Document, Error> {
    let options = pp::PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };
    let mut warnings = Vec::new();
    let document = pp::to_lopdf_doc(file, &options, &mut warnings);
    match warnings.first() {
        Some(warning) => Err(Error::Drawing(warning.msg.clone())),
        None => Ok(document),
    }
}
