//! Form fields (ISO 32000-1, 12.7): a signature field over the box of each party, and text fields over the blanks of its
//! date. Whoever signs freezes the date beside the signature.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use crate::flow::{SignatureBlock, plain_text};

use super::finish::text_string;
use super::structure::NodeId;
use super::{Error, form_font};

/// Printed with the page, as archives ask of every annotation (ISO 19005-3, 6.3.2).
const PRINT: i64 = 4;
/// Of a document with signature fields (ISO 32000-1, table 219).
pub const SIGNATURES_EXIST: i64 = 1;
/// In a seed value: the digest methods are not a suggestion (table 234).
const DIGEST_METHOD_REQUIRED: i64 = 1 << 6;
/// Offered to whoever signs; another may be written instead.
const REASONS: [&str; 3] = ["契約を締結するため", "内容を確認し、同意するため", "内容に誤りがないことを証明するため"];
const DATE_SIZE: u8 = 10;
/// Its name in the form.
const FONT: &str = "Date";

/// A field that belongs to a signature.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    pub block: &'a SignatureBlock,
    pub part: Part,
    /// Its element in the tag tree.
    pub node: NodeId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Signature,
    Year,
    Month,
    Day,
}

/// A field and where it lies: left, bottom, right, top in points from the page's lower left corner.
pub struct FieldArea<'a> {
    pub area: [f32; 4],
    pub field: Field<'a>,
}

impl Part {
    pub const DATE: [Part; 3] = [Part::Year, Part::Month, Part::Day];

    /// Name of the field: the signature's id, which has no underscore itself.
    fn name(self, block: &SignatureBlock) -> String {
        let id = &block.id;
        match self {
            Part::Signature => id.clone(),
            Part::Year => format!("{id}_year"),
            Part::Month => format!("{id}_month"),
            Part::Day => format!("{id}_day"),
        }
    }
}

impl Field<'_> {
    /// What a screen reader says.
    fn description(&self) -> String {
        let party = plain_text(&self.block.party);
        match self.part {
            Part::Signature => format!("{party}の署名欄"),
            Part::Year => format!("{party}の署名日（年）"),
            Part::Month => format!("{party}の署名日（月）"),
            Part::Day => format!("{party}の署名日（日）"),
        }
    }
}

/// Adds the fields of each page to its annotations, whose ids come after those in `annotations`; the interactive form of
/// the catalog, if there are any.
///
/// # Errors
/// The file is not what printpdf should have made, or the font of the fields cannot be cut.
pub fn add(
    document: &mut Document,
    fields: &[Vec<FieldArea>],
    page_ids: &[ObjectId],
    annotations: &mut [Vec<ObjectId>],
) -> Result<Option<ObjectId>, Error> {
    if fields.iter().all(Vec::is_empty) {
        return Ok(None);
    }
    let font = form_font::add(document)?;
    let mut all = Vec::new();
    for ((fields, page), annotations) in fields.iter().zip(page_ids).zip(annotations) {
        for field in fields {
            let widget = widget(document, field, *page);
            let id = document.add_object(widget);
            annotations.push(id);
            all.push(Object::Reference(id));
        }
        if !annotations.is_empty() {
            let references: Vec<Object> = annotations.iter().copied().map(Object::Reference).collect();
            document.get_object_mut(*page)?.as_dict_mut()?.set("Annots", references);
        }
    }
    let form = dictionary! {
        "Fields" => all,
        "SigFlags" => SIGNATURES_EXIST,
        "DR" => dictionary! { "Font" => dictionary! { FONT => font } },
        "DA" => Object::string_literal(appearance()),
    };
    Ok(Some(document.add_object(form)))
}

fn appearance() -> String {
    format!("/{FONT} {DATE_SIZE} Tf 0 g")
}

fn widget(document: &mut Document, FieldArea { area, field }: &FieldArea, page: ObjectId) -> Dictionary {
    let [left, bottom, right, top] = *area;
    // Nothing is shown until somebody writes or signs; an appearance must be there all the same (ISO 19005-3, 6.3.3).
    let form = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => [0.0, 0.0, right - left, top - bottom].map(Object::Real).to_vec(),
        "Resources" => Dictionary::new(),
    };
    let empty: &[u8] = if field.part == Part::Signature { b"" } else { b"/Tx BMC EMC" };
    let empty = document.add_object(Stream::new(form, empty.to_vec()));
    let mut widget = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "Rect" => area.map(Object::Real).to_vec(),
        "F" => PRINT,
        "P" => page,
        "T" => text_string(&field.part.name(field.block)),
        "TU" => text_string(&field.description()),
        "AP" => dictionary! { "N" => empty },
    };
    if field.part == Part::Signature {
        widget.set("FT", "Sig");
        widget.set("SV", document.add_object(seed_value()));
        if field.block.has_date {
            widget.set("Lock", document.add_object(lock(field.block)));
        }
    } else {
        widget.set("FT", "Tx");
        widget.set("MaxLen", if field.part == Part::Year { 4 } else { 2 });
        widget.set("DA", Object::string_literal(appearance()));
        // A text field has but one state. Yet a validator that finds none named takes an empty blank, once locked by a
        // signature, for one that was changed afterwards (pyHanko 0.38).
        widget.set("AS", "N");
        // Centred.
        widget.set("Q", 1);
    }
    widget
}

/// What a signature should be like (ISO 32000-1, table 234): PAdES before anything else, and no SHA-1.
fn seed_value() -> Dictionary {
    dictionary! {
        "Type" => "SV",
        "Ff" => DIGEST_METHOD_REQUIRED,
        "SubFilter" => ["ETSI.CAdES.detached", "adbe.pkcs7.detached"].map(Object::from).to_vec(),
        "DigestMethod" => ["SHA256", "SHA384", "SHA512"].map(Object::string_literal).to_vec(),
        "Reasons" => REASONS.map(text_string).to_vec(),
    }
}

/// What may no longer be changed once this party has signed (table 233). Not everything: the next party has yet to date
/// and sign.
fn lock(block: &SignatureBlock) -> Dictionary {
    let own = Part::DATE.map(|part| text_string(&part.name(block)));
    dictionary! { "Type" => "SigFieldLock", "Action" => "Include", "Fields" => own.to_vec() }
}
