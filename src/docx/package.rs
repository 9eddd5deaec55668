//! The container (ECMA-376 Part 2): parts, their types, what leads to them. No clock: every time stamp is the first that
//! ZIP knows, and the properties have no dates.

use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::document::{Content, FURNITURE};
use super::{page, styles};
use crate::flow::Identity;
use crate::markup::Markup;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";
const WORD_2010: &str = "http://schemas.microsoft.com/office/word/2010/wordml";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Parts that the document leads to: id of the relationship, its type, name below `word/`.
const PARTS: [(&str, &str, &str); 7] = [
    ("styles", "styles", "styles"),
    ("numbering", "numbering", "numbering"),
    ("settings", "settings", "settings"),
    ("fonts", "fontTable", "fontTable"),
    (FURNITURE[0], "header", "header1"),
    (FURNITURE[1], "footer", "footer1"),
    (FURNITURE[2], "footer", "footer2"),
];

/// Packs the parts of a document.
///
/// # Errors
/// A bug in the container.
pub fn pack(identity: &Identity, content: Content) -> ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts(identity, content) {
        zip.start_file(name, options)?;
        zip.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n")?;
        zip.write_all(part.into_string().as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn parts(identity: &Identity, content: Content) -> Vec<(String, Markup)> {
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), content_types()),
        ("_rels/.rels".to_owned(), package_relationships()),
        ("docProps/core.xml".to_owned(), properties(identity)),
        ("word/_rels/document.xml.rels".to_owned(), document_relationships(&content.addresses)),
    ];
    let document = word("w:document", |out| out.block("w:body").within(|out| out.append(content.body)));
    parts.push(("word/document.xml".to_owned(), document));
    for (_, _, name) in PARTS {
        let part = match name {
            "styles" => word("w:styles", styles::write),
            "numbering" => word("w:numbering", |out| content.numbering.write(out)),
            "settings" => word("w:settings", page::write_settings),
            "fontTable" => word("w:fonts", styles::write_fonts_table),
            "header1" => word("w:hdr", |out| page::write_head(out, identity)),
            _ => word("w:ftr", page::write_foot),
        };
        parts.push((format!("word/{name}.xml"), part));
    }
    parts
}

fn word(root: &'static str, write: impl FnOnce(&mut Markup)) -> Markup {
    let mut out = Markup::default();
    let root = out.block(root).attribute("xmlns:w", WORD).attribute("xmlns:r", RELATIONSHIPS);
    // Boxes that can be ticked came with Word 2010; older programs keep what they show.
    let root = root.attribute("xmlns:mc", COMPATIBILITY).attribute("xmlns:w14", WORD_2010);
    root.attribute("mc:Ignorable", "w14").within(write);
    out
}

fn content_types() -> Markup {
    let mut out = Markup::default();
    out.block("Types").attribute("xmlns", &format!("{PACKAGE}/content-types")).within(|out| {
        let mut default = |extension: &str, kind: &str| {
            out.block("Default").attribute("Extension", extension).attribute("ContentType", kind).empty();
        };
        default("rels", "application/vnd.openxmlformats-package.relationships+xml");
        default("xml", "application/xml");
        let mut part = |name: &str, kind: &str| {
            out.block("Override").attribute("PartName", name).attribute("ContentType", kind).empty();
        };
        part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
        part("/word/document.xml", &format!("{CONTENT}.document.main+xml"));
        for (_, kind, name) in PARTS {
            part(&format!("/word/{name}.xml"), &format!("{CONTENT}.{kind}+xml"));
        }
    });
    out
}

fn package_relationships() -> Markup {
    relationships(|out| {
        relationship(out, "document", &format!("{RELATIONSHIPS}/officeDocument"), "word/document.xml", None);
        let core = format!("{PACKAGE}/relationships/metadata/core-properties");
        relationship(out, "properties", &core, "docProps/core.xml", None);
    })
}

fn document_relationships(addresses: &[(String, String)]) -> Markup {
    relationships(|out| {
        for (id, kind, name) in PARTS {
            relationship(out, id, &format!("{RELATIONSHIPS}/{kind}"), &format!("{name}.xml"), None);
        }
        for (id, address) in addresses {
            relationship(out, id, &format!("{RELATIONSHIPS}/hyperlink"), address, Some("External"));
        }
    })
}

fn relationships(write: impl FnOnce(&mut Markup)) -> Markup {
    let mut out = Markup::default();
    out.block("Relationships").attribute("xmlns", &format!("{PACKAGE}/relationships")).within(write);
    out
}

fn relationship(out: &mut Markup, id: &str, kind: &str, target: &str, mode: Option<&str>) {
    let element = out.block("Relationship").attribute("Id", id).attribute("Type", kind).attribute("Target", target);
    element.optional("TargetMode", mode).empty();
}

/// What the file says of itself in a list of files.
fn properties(identity: &Identity) -> Markup {
    let mut out = Markup::default();
    out.block("cp:coreProperties")
        .attribute("xmlns:cp", &format!("{PACKAGE}/metadata/core-properties"))
        .attribute("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .within(|out| {
            let properties = [
                ("dc:title", identity.heading()),
                ("dc:subject", identity.edition.clone()),
                ("dc:creator", identity.provider.clone()),
                ("dc:language", "ja-JP".to_owned()),
            ];
            for (name, text) in properties.iter().filter(|(_, text)| !text.is_empty()) {
                out.block(name).within(|out| out.text(text));
            }
        });
    out
}
