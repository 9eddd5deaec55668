//! What can be clicked, and the named places it leads to.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use crate::flow::{Anchor, Target};

use super::Error;
use super::draw::LinkArea;
use super::finish::text_string;
use super::pages::Pages;

/// Above the line that a destination shows at the top of the window, in points.
const HEADROOM: f32 = 6.0;

/// Adds the links of each page as annotations; their ids, page by page.
///
/// # Errors
/// A link leads to a place that the document does not have.
pub fn add(
    document: &mut Document,
    links: &[Vec<LinkArea>],
    page_ids: &[ObjectId],
    pages: &Pages,
) -> Result<Vec<Vec<ObjectId>>, Error> {
    let mut ids = Vec::new();
    for (links, page) in links.iter().zip(page_ids) {
        let mut annotations = Vec::new();
        for link in links {
            annotations.push(document.add_object(annotation(link, pages)?));
        }
        let references: Vec<Object> = annotations.iter().copied().map(Object::Reference).collect();
        let page = document.get_object_mut(*page)?.as_dict_mut()?;
        if references.is_empty() {
            page.remove(b"Annots");
        } else {
            page.set("Annots", references);
        }
        ids.push(annotations);
    }
    Ok(ids)
}

fn annotation(link: &LinkArea, pages: &Pages) -> Result<Dictionary, Error> {
    let mut annotation = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => link.area.map(Object::Real).to_vec(),
        "Border" => vec![0.into(), 0.into(), 0.into()],
        // Printed with the page, as archives ask of every annotation.
        "F" => 4,
        "Contents" => text_string(&link.text),
    };
    match link.target {
        Target::Anchor(anchor) | Target::Note(anchor) if !pages.destinations.contains_key(anchor) => {
            return Err(Error::UnknownAnchor(anchor.0.clone()));
        }
        Target::Anchor(anchor) | Target::Note(anchor) => annotation.set("Dest", name(anchor)),
        Target::Document { document, folder, anchor } => {
            let top = Object::Array(vec![0.into(), "XYZ".into(), Object::Null, Object::Null, Object::Null]);
            annotation.set(
                "A",
                dictionary! {
                    "S" => "GoToR",
                    // A plain string: a dictionary would have to say how an embedded file relates to this one.
                    "F" => Object::string_literal(format!("{}{document}.pdf", folder.prefix())),
                    "D" => anchor.as_ref().map_or(top, name),
                },
            );
        }
        Target::External(address) => {
            annotation.set("A", dictionary! { "S" => "URI", "URI" => Object::string_literal(address.as_str()) });
        }
    }
    Ok(annotation)
}

/// Adds every anchor as a named destination; the name dictionary of the catalog.
pub fn add_destinations(document: &mut Document, pages: &Pages, page_ids: &[ObjectId]) -> Dictionary {
    let mut names = Vec::new();
    for (anchor, (page, y)) in &pages.destinations {
        let top = (pages.paper.height - y + HEADROOM).round();
        let view = vec![page_ids[*page].into(), "XYZ".into(), Object::Null, Object::Real(top), Object::Null];
        names.extend([name(anchor), Object::Array(view)]);
    }
    let tree = document.add_object(dictionary! { "Names" => names });
    dictionary! { "Dests" => tree }
}

/// The anchor as the name of a destination.
pub fn name(anchor: &Anchor) -> Object {
    Object::string_literal(anchor.0.as_bytes())
}
