//! A field as it lies on its page: an annotation, with what is seen of it in each of its states.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::super::finish::text_string;
use super::{Field, FieldArea, FieldKind, Font, Place, TextField};

/// Printed with the page, as archives ask of every annotation (ISO 19005-3, 6.3.2).
const PRINT: i64 = 4;
/// Flags of fields (ISO 32000-1, tables 221, 226 and 228).
const REQUIRED: i64 = 1 << 1;
const MULTILINE: i64 = 1 << 12;
/// Nothing can be written that would not be seen on paper.
const DO_NOT_SCROLL: i64 = 1 << 23;
const RADIO: i64 = 1 << 15;
/// In a seed value: the digest methods are not a suggestion (table 234).
const DIGEST_METHOD_REQUIRED: i64 = 1 << 6;
/// Offered to whoever signs; another may be written instead.
const REASONS: [&str; 3] = ["契約を締結するため", "内容を確認し、同意するため", "内容に誤りがないことを証明するため"];
/// State of a box that is ticked.
const ON: &str = "On";
const OFF: &str = "Off";
/// A tick, in fractions of the box it stands in.
const TICK: [(f32, f32); 3] = [(0.16, 0.5), (0.42, 0.2), (0.86, 0.84)];

/// Points.
const SIZE: u8 = 10;

/// What a value is written with. Of one size: what programs take for the largest that fits differs much.
pub fn appearance(font: Font) -> String {
    format!("/{} {SIZE} Tf 0 g", font.name())
}

/// The annotation, which is the field too unless that is a group.
pub fn widget(document: &mut Document, FieldArea { area, field }: &FieldArea, page: ObjectId) -> Dictionary {
    let [left, bottom, right, top] = *area;
    let size = (right - left, top - bottom);
    let mut widget = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "Rect" => area.map(Object::Real).to_vec(),
        "F" => PRINT,
        "P" => page,
        "TU" => text_string(&field.description),
    };
    let mut flags = if field.is_required { REQUIRED } else { 0 };
    match &field.kind {
        FieldKind::Signature { locks } => {
            widget.set("FT", "Sig");
            widget.set("AP", dictionary! { "N" => drawn(document, size, "") });
            widget.set("SV", document.add_object(seed_value()));
            if !locks.is_empty() {
                widget.set("Lock", document.add_object(lock(locks)));
            }
        }
        FieldKind::Text(text) => {
            flags |= match (text.is_multiline, text.limit) {
                (true, _) => MULTILINE + DO_NOT_SCROLL,
                (false, None) => DO_NOT_SCROLL,
                (false, Some(_)) => 0,
            };
            // Nothing is shown until somebody writes; an appearance must be there all the same (ISO 19005-3, 6.3.3).
            widget.set("AP", dictionary! { "N" => drawn(document, size, "/Tx BMC EMC") });
            write(&mut widget, *text);
        }
        FieldKind::CheckBox => {
            widget.set("FT", "Btn");
            tick(document, &mut widget, size, ON);
        }
        FieldKind::Option { index, .. } => {
            // The group is required, not this one.
            flags = 0;
            tick(document, &mut widget, size, &index.to_string());
        }
    }
    if flags != 0 {
        widget.set("Ff", flags);
    }
    widget
}

/// The field of which its options are the places; an option is called by its number, which leads to its text.
pub fn group(option: &Field) -> Dictionary {
    let FieldKind::Option { group, .. } = &option.kind else { return Dictionary::new() };
    dictionary! {
        "FT" => "Btn",
        "Ff" => RADIO + if option.is_required { REQUIRED } else { 0 },
        "TU" => text_string(group),
        "V" => OFF,
        "Opt" => Vec::<Object>::new(),
        "Kids" => Vec::<Object>::new(),
    }
}

fn write(widget: &mut Dictionary, text: TextField) {
    widget.set("FT", "Tx");
    widget.set("DA", Object::string_literal(appearance(text.font)));
    // A text field has but one state. Yet a validator that finds none named takes an empty blank, once locked by a
    // signature, for one that was changed afterwards (pyHanko 0.38).
    widget.set("AS", "N");
    if let Some(limit) = text.limit {
        widget.set("MaxLen", i64::from(limit));
    }
    match text.place {
        Place::Start => {}
        Place::Center => widget.set("Q", 1),
        Place::End => widget.set("Q", 2),
    }
}

/// Gives a box its two states: nothing, as the box itself is drawn on the page, and a tick.
fn tick(document: &mut Document, widget: &mut Dictionary, size: (f32, f32), state: &str) {
    let [start, turn, end] = TICK.map(|(x, y)| format!("{:.2} {:.2}", x * size.0, y * size.1));
    let width = 0.13 * size.1;
    let tick = format!("q 0 G 1 J 1 j {width:.2} w {start} m {turn} l {end} l S Q");
    let states = dictionary! { state => drawn(document, size, &tick), OFF => drawn(document, size, "") };
    widget.set("AP", dictionary! { "N" => states });
    widget.set("AS", OFF);
}

fn drawn(document: &mut Document, (width, height): (f32, f32), operators: &str) -> ObjectId {
    let form = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => [0.0, 0.0, width, height].map(Object::Real).to_vec(),
        "Resources" => Dictionary::new(),
    };
    document.add_object(Stream::new(form, operators.into()))
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
fn lock(fields: &[String]) -> Dictionary {
    let fields: Vec<Object> = fields.iter().map(|field| text_string(field)).collect();
    dictionary! { "Type" => "SigFieldLock", "Action" => "Include", "Fields" => fields }
}
