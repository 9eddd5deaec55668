//! Flow to PDF: A4, horizontal, tagged, with bookmarks and links.
//!
//! `layout` turns blocks into one long galley of strips, `cuts` and `pages` part it, `draw` writes operators, `embed` the
//! fonts, `skeleton` is what printpdf makes of both, and `finish` everything that makes a stack of pages a document.

mod attachments;
mod boxed;
mod classes;
mod cuts;
mod draw;
mod embed;
mod entry;
mod facts;
mod figure;
mod finish;
mod form_fields;
mod form_font;
mod galley;
mod icc;
pub mod inspect;
mod layout;
mod line_break;
mod links;
mod metadata;
mod outline;
mod pages;
mod paper;
mod paragraph;
mod press;
#[cfg(test)]
mod sample;
mod signature;
pub mod signing;
mod skeleton;
mod structure;
mod table;

use std::fmt;

use chrono::NaiveDateTime;

pub use attachments::{Attachment, Origin};
pub use press::Press;

use crate::flow::Flow;

/// Why a PDF could not be made. None of these is the author's doing: characters and links are checked before.
#[derive(Debug)]
pub enum Error {
    /// A font inside the binary does not parse.
    Font(ttf_parser::FaceParsingError),
    /// A font could not be cut down to the characters used.
    Subset(subsetter::Error),
    /// A character that no embedded font has.
    MissingGlyph(char),
    /// A link to an anchor that the document does not have.
    UnknownAnchor(String),
    /// printpdf reported that it left something out.
    Drawing(String),
    /// The file has another structure than printpdf gives it.
    Structure(lopdf::Error),
    Write(std::io::Error),
}

/// Renders a document, with the files it was compiled from inside it. `created` is Japan Standard Time and becomes the file's dates.
///
/// # Errors
/// Only for bugs: see [`Error`].
pub fn render(flow: &Flow, origin: &Origin, created: NaiveDateTime) -> Result<Vec<u8>, Error> {
    Press::default().render(flow, origin, created)
}

impl From<lopdf::Error> for Error {
    fn from(error: lopdf::Error) -> Error {
        Error::Structure(error)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        Error::Write(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Error::Font(error) => write!(f, "an embedded font does not parse: {error}"),
            Error::Subset(error) => write!(f, "an embedded font cannot be subset: {error}"),
            Error::MissingGlyph(c) => write!(f, "no embedded font has U+{:04X} {c:?}", u32::from(*c)),
            Error::UnknownAnchor(anchor) => write!(f, "a link leads to `{anchor}`, which the document does not have"),
            Error::Drawing(message) => write!(f, "the pages cannot be drawn: {message}"),
            Error::Structure(error) => write!(f, "the file is not built as expected: {error}"),
            Error::Write(error) => write!(f, "the file cannot be written: {error}"),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use lopdf::content::Operation;
    use lopdf::{Dictionary, Document, Object};

    use super::*;
    use crate::flow::{ListKind, SectionKind};

    fn rendered(flow: &Flow) -> Result<Vec<u8>, Error> {
        let created = chrono::NaiveDate::from_ymd_opt(2026, 9, 1).unwrap().and_hms_opt(9, 30, 0).unwrap();
        render(flow, &Origin::default(), created)
    }

    fn parsed(flow: &Flow) -> Document {
        Document::load_mem(&rendered(flow).unwrap()).unwrap()
    }

    fn follow<'d>(document: &'d Document, dictionary: &'d Dictionary, key: &str) -> &'d Dictionary {
        let (_, object) = document.dereference(dictionary.get(key.as_bytes()).unwrap()).unwrap();
        object.as_dict().unwrap()
    }

    fn text(object: &Object) -> String {
        lopdf::decode_text_string(object).unwrap()
    }

    /// Titles in the order a reader shows them, indented by level.
    fn bookmarks(document: &Document, parent: &Dictionary, depth: usize, out: &mut Vec<String>) {
        let mut next = parent.get(b"First").ok();
        while let Some(item) = next {
            let item = document.dereference(item).unwrap().1.as_dict().unwrap();
            out.push(format!("{}{}", "　".repeat(depth), text(item.get(b"Title").unwrap())));
            bookmarks(document, item, depth + 1, out);
            next = item.get(b"Next").ok();
        }
    }

    /// Names of destinations with the page (from 0) and height they show.
    fn destinations(document: &Document) -> Vec<(String, usize, f32)> {
        let pages: Vec<_> = document.get_pages().into_values().collect();
        let names = follow(document, document.catalog().unwrap(), "Names");
        let names = follow(document, names, "Dests").get(b"Names").unwrap().as_array().unwrap();
        let pairs = names.chunks(2).map(|pair| {
            let view = pair[1].as_array().unwrap();
            let page = pages.iter().position(|page| *page == view[0].as_reference().unwrap()).unwrap();
            (String::from_utf8(pair[0].as_str().unwrap().to_vec()).unwrap(), page, view[3].as_float().unwrap())
        });
        pairs.collect()
    }

    fn annotations(document: &Document) -> Vec<&Dictionary> {
        let pages = document.get_pages().into_values();
        let lists = pages.filter_map(|page| document.get_dictionary(page).unwrap().get(b"Annots").ok());
        lists
            .flat_map(|list| list.as_array().unwrap())
            .map(|annotation| document.get_dictionary(annotation.as_reference().unwrap()).unwrap())
            .collect()
    }

    #[test]
    fn the_same_flow_gives_the_same_bytes_and_another_flow_another_id() {
        let mut flow = sample::contract();
        let first = rendered(&flow).unwrap();
        assert!(first == rendered(&flow).unwrap());
        flow.identity.title = "別の規約".into();
        let id = |bytes: &[u8]| Document::load_mem(bytes).unwrap().trailer.get(b"ID").unwrap().clone();
        assert_ne!(id(&first), id(&rendered(&flow).unwrap()));
    }

    #[test]
    fn one_core_and_many_give_the_same_bytes() {
        let flow = sample::contract();
        let [one, many] = [1, 5].map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| rendered(&flow).unwrap())
        });
        assert!(one == many);
    }

    #[test]
    fn bookmarks_follow_the_document_and_nest_by_level() {
        let document = parsed(&sample::contract());
        let mut titles = Vec::new();
        bookmarks(&document, follow(&document, document.catalog().unwrap(), "Outlines"), 0, &mut titles);
        assert_eq!(titles[0], "第１章　総則");
        assert_eq!(titles[1], "　第１条（利用契約の成立）");
        let at =
            |wanted: &str| titles.iter().position(|title| title.trim_start_matches('　').starts_with(wanted)).unwrap();
        assert_eq!(at("第９条") + 1, at("第１０条"));
        assert_eq!(&titles[at("１．")..], ["１．サービスの仕様", "　１－１．提供時間", "附　則"]);
    }

    #[test]
    fn every_anchor_is_a_destination_sorted_by_name_and_in_reading_order_on_the_pages() {
        let destinations = destinations(&parsed(&sample::contract()));
        assert!(destinations.is_sorted_by(|a, b| a.0 < b.0));
        let place =
            |wanted: &str| destinations.iter().find(|(name, ..)| name == wanted).map(|(_, page, y)| (*page, -y));
        let ordered = ["c1", "a1", "a2", "a18", "c3", "a24", "fees", "a40", "s1", "s1-1", "levels", "supplement"];
        let places: Vec<_> = ordered.iter().map(|name| place(name).unwrap()).collect();
        assert!(places.is_sorted_by(|a, b| a < b), "{places:?}");
    }

    #[test]
    fn links_lead_to_places_in_this_document_other_documents_and_the_web() {
        let document = parsed(&sample::contract());
        let named: Vec<String> = destinations(&document).into_iter().map(|destination| destination.0).collect();
        let (mut inside, mut outside) = (0, Vec::new());
        for link in annotations(&document) {
            match link.get(b"A").and_then(Object::as_dict) {
                Ok(action) => outside.push(action.clone()),
                Err(_) => {
                    let name = String::from_utf8(link.get(b"Dest").unwrap().as_str().unwrap().to_vec()).unwrap();
                    assert!(named.contains(&name), "{name}");
                    inside += 1;
                }
            }
        }
        assert!(inside > 20);
        let action = |kind: &str| {
            outside.iter().find(|action| action.get(b"S").unwrap().as_name().unwrap() == kind.as_bytes()).unwrap()
        };
        assert_eq!(action("URI").get(b"URI").unwrap().as_str().unwrap(), b"https://example.jp/status");
        let other = action("GoToR");
        assert_eq!(other.get(b"F").unwrap().as_str().unwrap(), b"annex-security.pdf");
        assert_eq!(other.get(b"D").unwrap().as_str().unwrap(), b"scope");
    }

    /// Structure types below an element, depth first.
    fn roles(document: &Document, element: &Dictionary, out: &mut Vec<String>) {
        out.push(String::from_utf8(element.get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap());
        for kid in element.get(b"K").unwrap().as_array().unwrap() {
            if let Ok(id) = kid.as_reference() {
                roles(document, document.get_dictionary(id).unwrap(), out);
            }
        }
    }

    #[test]
    fn the_tag_tree_has_the_shape_of_the_flow() {
        let items = sample::list(ListKind::Items, vec![("（１）", "甲は、{a1:第１条}による。", vec![])]);
        let blocks = vec![sample::paragraph(None, "次のとおりとする。", vec![items])];
        let article = sample::section(SectionKind::Article, 2, "a1", "第１条", "（目的）", blocks);
        let mut flow = sample::flow(vec![article]);
        flow.identity.subtitle = None;
        let document = parsed(&flow);
        let root = follow(&document, document.catalog().unwrap(), "StructTreeRoot");
        let top = root.get(b"K").unwrap().as_array().unwrap()[0].as_reference().unwrap();
        let mut found = Vec::new();
        roles(&document, document.get_dictionary(top).unwrap(), &mut found);
        let expected = "Document H1 P P Sect H2 P L LI Lbl LBody P Link";
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn every_marked_content_and_every_link_belongs_to_an_element() {
        let document = parsed(&sample::contract());
        let root = follow(&document, document.catalog().unwrap(), "StructTreeRoot");
        let numbers = follow(&document, root, "ParentTree").get(b"Nums").unwrap().as_array().unwrap();
        let owner = |key: i64| {
            numbers.chunks(2).find(|pair| pair[0].as_i64().unwrap() == key).map(|pair| pair[1].clone()).unwrap()
        };
        for page in document.get_pages().into_values() {
            let key = document.get_dictionary(page).unwrap().get(b"StructParents").unwrap().as_i64().unwrap();
            let owners = owner(key);
            let owners = owners.as_array().unwrap();
            let operations = document.get_and_decode_page_content(page).unwrap().operations;
            let is_content = |op: &&Operation| op.operator == "BDC" && op.operands[0].as_name().unwrap() != b"Artifact";
            let marked = operations.iter().filter(is_content);
            for (mcid, operation) in marked.enumerate() {
                let properties = operation.operands[1].as_dict().unwrap();
                assert_eq!(properties.get(b"MCID").unwrap().as_i64().unwrap(), mcid as i64);
                assert!(document.get_dictionary(owners[mcid].as_reference().unwrap()).is_ok());
            }
            let opened = operations.iter().filter(|op| matches!(op.operator.as_str(), "BDC" | "BMC")).count();
            assert_eq!(opened, operations.iter().filter(|op| op.operator == "EMC").count());
        }
        for link in annotations(&document) {
            let element = owner(link.get(b"StructParent").unwrap().as_i64().unwrap());
            let element = document.get_dictionary(element.as_reference().unwrap()).unwrap();
            assert_eq!(element.get(b"S").unwrap().as_name().unwrap(), b"Link");
        }
    }

    #[test]
    fn what_is_no_content_says_of_which_kind_it_is() {
        let document = parsed(&sample::contract());
        let mut pages = Vec::new();
        for page in document.get_pages().into_values() {
            let operations = document.get_and_decode_page_content(page).unwrap().operations;
            assert!(operations.iter().all(|op| op.operator != "BMC"));
            let artifacts = operations.iter().filter(|op| op.operator == "BDC").filter_map(|op| {
                let properties = op.operands[1].as_dict().unwrap();
                let kind = properties.get(b"Type").and_then(Object::as_name).ok()?;
                let subtype = properties.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
                Some(format!("{} {}", String::from_utf8_lossy(kind), String::from_utf8_lossy(subtype)))
            });
            pages.push(artifacts.collect::<Vec<_>>());
        }
        assert_eq!(pages[0].last().unwrap(), "Pagination Footer");
        assert_eq!(pages[1], ["Layout ", "Pagination Header", "Pagination Footer"]);
        let repeated = pages.iter().flatten().filter(|artifact| *artifact == "Pagination ");
        assert!(repeated.count() > 0, "the head of a table that goes on");
    }

    #[test]
    fn notes_are_found_by_their_ids() {
        let notes =
            sample::list(ListKind::Notes, vec![("※１", "税を除きます。", vec![]), ("※２", "月額です。", vec![])]);
        let document = parsed(&sample::flow(vec![sample::paragraph(None, "次のとおりとする。", vec![notes])]));
        let root = follow(&document, document.catalog().unwrap(), "StructTreeRoot");
        let names = follow(&document, root, "IDTree").get(b"Names").unwrap().as_array().unwrap();
        assert_eq!(names.len(), 4);
        assert!(names[0].as_str().unwrap() < names[2].as_str().unwrap());
        for pair in names.chunks(2) {
            let note = document.get_dictionary(pair[1].as_reference().unwrap()).unwrap();
            assert_eq!(note.get(b"ID").unwrap(), &pair[0]);
            let mut found = Vec::new();
            roles(&document, note, &mut found);
            assert_eq!(found.join(" "), "Note Lbl P");
        }
    }

    #[test]
    fn the_file_names_its_title_language_and_dates() {
        let document = parsed(&sample::contract());
        let catalog = document.catalog().unwrap();
        assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"ja-JP");
        assert!(follow(&document, catalog, "MarkInfo").get(b"Marked").unwrap().as_bool().unwrap());
        assert!(follow(&document, catalog, "ViewerPreferences").get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
        let info = follow(&document, &document.trailer, "Info");
        assert_eq!(text(info.get(b"Title").unwrap()), "診療連携クラウドサービス利用規約");
        assert_eq!(text(info.get(b"CreationDate").unwrap()), "D:20260901093000+09'00'");
    }

    #[test]
    fn fonts_are_embedded_as_subsets_with_a_way_back_to_the_text() {
        let document = parsed(&sample::contract());
        let fonts: Vec<&Dictionary> = document
            .objects
            .values()
            .filter_map(|object| object.as_dict().ok())
            .filter(|font| font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0"))
            .collect();
        assert!(fonts.len() > 2, "Mincho, Gothic, and the brackets and stops of Mincho");
        for font in fonts {
            assert_eq!(font.get(b"BaseFont").unwrap().as_name().unwrap()[6], b'+');
            assert!(font.has(b"ToUnicode"));
            let descendant = font.get(b"DescendantFonts").unwrap().as_array().unwrap()[0].as_reference().unwrap();
            let descendant = document.get_dictionary(descendant).unwrap();
            assert!(descendant.get(b"CIDToGIDMap").unwrap().as_reference().is_ok());
            let descriptor = follow(&document, descendant, "FontDescriptor");
            assert!(descriptor.has(b"FontFile2"));
            assert_eq!(descriptor.get(b"Flags").unwrap().as_i64().unwrap() & 4, 4);
        }
    }

    #[test]
    fn what_the_checks_should_have_caught_is_an_error_not_a_blank() {
        let unknown = sample::flow(vec![sample::paragraph(None, "絵文字😀です。", vec![])]);
        assert!(matches!(rendered(&unknown), Err(Error::MissingGlyph('😀'))));
        let lost = sample::flow(vec![sample::paragraph(None, "{nowhere:第９条}による。", vec![])]);
        assert!(matches!(rendered(&lost), Err(Error::UnknownAnchor(anchor)) if anchor == "nowhere"));
    }

    #[test]
    fn an_empty_document_is_one_page_with_its_title() {
        let document = parsed(&sample::flow(Vec::new()));
        assert_eq!(document.get_pages().len(), 1);
        assert!(!document.catalog().unwrap().has(b"Outlines"));
    }
}
