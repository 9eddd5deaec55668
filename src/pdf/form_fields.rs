//! Form fields (ISO 32000-1, 12.7): over the blanks of a form, and over the box and the date of each party that signs.

mod widget;

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::finish::text_string;
use super::galley::Mark;
use super::structure::NodeId;
use super::{Error, form_font};

/// Of a document with signature fields (ISO 32000-1, table 219).
pub const SIGNATURES_EXIST: i64 = 1;

/// A field, or one of the places where it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Full stops part it from the names of the fields above it.
    pub name: String,
    /// What a screen reader says.
    pub description: String,
    pub is_required: bool,
    pub kind: FieldKind,
    /// Its element in the tag tree.
    pub node: NodeId,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// With the names of the fields that whoever signs freezes.
    Signature {
        locks: Vec<String>,
    },
    Text(TextField),
    CheckBox,
    /// One option of several of which one is chosen.
    Option {
        /// What they are called together.
        group: String,
        /// From 0.
        index: usize,
        text: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextField {
    pub font: Font,
    pub is_multiline: bool,
    pub place: Place,
    /// Most characters; `None` for no limit.
    pub limit: Option<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Font {
    /// Dates beside signatures.
    Digits,
    Japanese,
}

/// Where a value stands in its field (table 222).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Start,
    Center,
    End,
}

/// A field and where it lies: left, bottom, right, top in points from the page's lower left corner.
pub struct FieldArea {
    pub area: [f32; 4],
    pub field: Field,
}

impl Field {
    /// The field at a place of a strip: its upper left point, its width and height.
    pub fn over<'a>(self, (x, y): (f32, f32), (width, height): (f32, f32)) -> Mark<'a> {
        Mark::Field { from: (x, y), to: (x + width, y + height), field: Box::new(self) }
    }
}

impl Font {
    /// Its name in the form.
    fn name(self) -> &'static str {
        match self {
            Font::Digits => "Date",
            Font::Japanese => "Japanese",
        }
    }
}

/// Adds the fields of each page to its annotations, whose ids come after those in `annotations`; the interactive form of
/// the catalog, if there are any.
///
/// # Errors
/// The file is not what printpdf should have made, or a font of the fields cannot be cut.
pub fn add(
    document: &mut Document,
    fields: &[Vec<FieldArea>],
    page_ids: &[ObjectId],
    annotations: &mut [Vec<ObjectId>],
) -> Result<Option<ObjectId>, Error> {
    if fields.iter().all(Vec::is_empty) {
        return Ok(None);
    }
    let mut names = Names::default();
    let mut groups = BTreeMap::new();
    for ((fields, page), annotations) in fields.iter().zip(page_ids).zip(annotations) {
        for area in fields {
            let widget = widget::widget(document, area, *page);
            let id = document.add_object(widget);
            annotations.push(id);
            match &area.field.kind {
                FieldKind::Option { text, .. } => join(document, &area.field, text, id, &mut groups, &mut names)?,
                _ => names.insert(&area.field.name, id),
            }
        }
        if !annotations.is_empty() {
            let references: Vec<Object> = annotations.iter().copied().map(Object::Reference).collect();
            document.get_object_mut(*page)?.as_dict_mut()?.set("Annots", references);
        }
    }
    let top = names.write(document, None)?;
    let mut form = dictionary! { "Fields" => top };
    let kinds = || fields.iter().flatten().map(|area| &area.field.kind);
    if kinds().any(|kind| matches!(kind, FieldKind::Signature { .. })) {
        form.set("SigFlags", SIGNATURES_EXIST);
    }
    let mut fonts = Dictionary::new();
    for font in [Font::Digits, Font::Japanese] {
        if kinds().any(|kind| matches!(kind, FieldKind::Text(text) if text.font == font)) {
            let id = match font {
                Font::Digits => form_font::add_digits(document)?,
                Font::Japanese => form_font::add_japanese(document)?,
            };
            fonts.set(font.name(), id);
            form.set("DA", Object::string_literal(widget::appearance(font)));
        }
    }
    if !fonts.is_empty() {
        form.set("DR", dictionary! { "Font" => fonts });
    }
    Ok(Some(document.add_object(form)))
}

/// Adds an option to its group, which is the field: the options are only where it is shown.
fn join<'f>(
    document: &mut Document,
    option: &'f Field,
    text: &str,
    widget: ObjectId,
    groups: &mut BTreeMap<&'f str, ObjectId>,
    names: &mut Names,
) -> Result<(), Error> {
    let name = option.name.as_str();
    let group = *groups.entry(name).or_insert_with(|| {
        let group = document.add_object(widget::group(option));
        names.insert(name, group);
        group
    });
    let dictionary = document.get_object_mut(group)?.as_dict_mut()?;
    dictionary.get_mut(b"Opt")?.as_array_mut()?.push(text_string(text));
    dictionary.get_mut(b"Kids")?.as_array_mut()?.push(widget.into());
    document.get_object_mut(widget)?.as_dict_mut()?.set("Parent", group);
    Ok(())
}

/// Fields by their names, in the order of their first place.
#[derive(Default)]
struct Names(Vec<(String, Named)>);

enum Named {
    Field(ObjectId),
    /// What only names the fields below it.
    Above(Names),
}

impl Names {
    fn insert(&mut self, name: &str, field: ObjectId) {
        let Some((above, rest)) = name.split_once('.') else {
            return self.0.push((name.to_owned(), Named::Field(field)));
        };
        let known = self.0.iter_mut().find_map(|(known, named)| match named {
            Named::Above(names) if known == above => Some(names),
            _ => None,
        });
        match known {
            Some(names) => names.insert(rest, field),
            None => {
                let mut names = Names::default();
                names.insert(rest, field);
                self.0.push((above.to_owned(), Named::Above(names)));
            }
        }
    }

    /// Gives the fields their names, below `parent`.
    fn write(self, document: &mut Document, parent: Option<ObjectId>) -> Result<Vec<Object>, Error> {
        let mut kids = Vec::new();
        for (name, named) in self.0 {
            let id = match named {
                Named::Field(field) => field,
                Named::Above(names) => {
                    let id = document.add_object(Dictionary::new());
                    let kids = names.write(document, Some(id))?;
                    document.get_object_mut(id)?.as_dict_mut()?.set("Kids", kids);
                    id
                }
            };
            let field = document.get_object_mut(id)?.as_dict_mut()?;
            field.set("T", text_string(&name));
            if let Some(parent) = parent {
                field.set("Parent", parent);
            }
            kids.push(Object::Reference(id));
        }
        Ok(kids)
    }
}
