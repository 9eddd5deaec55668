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

#[cfg(test)]
mod tests {
    use super::super::{Origin, render};
    use super::*;
    use crate::flow::sample;

    fn form() -> Document {
        let created = chrono::NaiveDate::from_ymd_opt(2026, 9, 1).unwrap().and_hms_opt(9, 30, 0).unwrap();
        Document::load_mem(&render(&sample::form(), &Origin::default(), created).unwrap()).unwrap()
    }

    fn text(dictionary: &Dictionary, key: &str) -> String {
        dictionary.get(key.as_bytes()).map(|text| lopdf::decode_text_string(text).unwrap()).unwrap_or_default()
    }

    /// Fields with their whole names, in the form's order.
    fn fields(document: &Document) -> Vec<(String, &Dictionary)> {
        let form = document.catalog().unwrap().get(b"AcroForm").unwrap().as_reference().unwrap();
        let mut found = Vec::new();
        let mut open = vec![(String::new(), document.get_dictionary(form).unwrap().get(b"Fields").unwrap())];
        while let Some((above, kids)) = open.pop() {
            for kid in kids.as_array().unwrap() {
                let field = document.get_dictionary(kid.as_reference().unwrap()).unwrap();
                let name = format!("{above}{}", text(field, "T"));
                match field.get(b"Kids") {
                    Ok(kids) if !field.has(b"FT") => open.push((format!("{name}."), kids)),
                    _ => found.push((name, field)),
                }
            }
        }
        found
    }

    fn flags(field: &Dictionary) -> i64 {
        field.get(b"Ff").map(|flags| flags.as_i64().unwrap()).unwrap_or_default()
    }

    #[test]
    fn every_blank_is_a_field_with_its_name_kind_and_hint() {
        let document = form();
        let fields = fields(&document);
        let find = |name: &str| fields.iter().find(|(found, _)| found == name).unwrap().1;
        let said = |name: &str| {
            let field = find(name);
            let kind = String::from_utf8(field.get(b"FT").unwrap().as_name().unwrap().to_vec()).unwrap();
            format!("{kind} {} {}", flags(field), text(field, "TU"))
        };
        assert_eq!(said("customer.name"), format!("Tx {} 契約者　名称", (1 << 23) + 2));
        assert_eq!(said("customer.address"), format!("Tx {} 契約者　所在地", (1 << 23) + (1 << 12) + 2));
        assert_eq!(said("contract_end.year"), "Tx 2 契約終了日（年）");
        assert_eq!(said("erased_at.minute"), "Tx 2 消去日時（分）");
        assert_eq!(said("users"), format!("Tx {} 利用者数", 1 << 23));
        assert_eq!(said("method"), format!("Btn {} 消去の方法", (1 << 15) + 2));
        assert_eq!(said("functions.2"), "Btn 0 利用する機能：問診");
        assert!(said("agree").starts_with("Btn 2 同意：利用規約及び"));
        assert_eq!(said("approval"), "Sig 0 情報管理責任者の署名");
        let names: std::collections::BTreeSet<&String> = fields.iter().map(|field| &field.0).collect();
        assert_eq!((names.len(), fields.len()), (26, 26));
    }

    #[test]
    fn boxes_have_a_picture_of_every_state_and_options_their_texts() {
        let document = form();
        let fields = fields(&document);
        let states = |widget: &Dictionary| {
            let normal = widget.get(b"AP").unwrap().as_dict().unwrap().get(b"N").unwrap().as_dict().unwrap();
            let mut states: Vec<String> =
                normal.iter().map(|(key, _)| String::from_utf8(key.clone()).unwrap()).collect();
            states.sort();
            states
        };
        let find = |name: &str| fields.iter().find(|(found, _)| found == name).unwrap().1;
        assert_eq!(states(find("agree")), ["Off", "On"]);
        let method = find("method");
        let options: Vec<String> = method
            .get(b"Opt")
            .unwrap()
            .as_array()
            .unwrap()
            .iter()
            .map(|option| lopdf::decode_text_string(option).unwrap())
            .collect();
        assert_eq!(options, ["消去（Clear）", "除去（Purge）", "破壊（Destroy）"]);
        for (index, kid) in method.get(b"Kids").unwrap().as_array().unwrap().iter().enumerate() {
            let widget = document.get_dictionary(kid.as_reference().unwrap()).unwrap();
            assert_eq!(states(widget), [index.to_string(), "Off".into()]);
            assert_eq!(widget.get(b"AS").unwrap().as_name().unwrap(), b"Off");
            assert_eq!(text(widget, "TU"), format!("消去の方法：{}", options[index]));
        }
    }

    #[test]
    fn fields_are_read_among_the_words_around_them() {
        let document = form();
        let page = document.get_dictionary(document.get_pages()[&1]).unwrap();
        assert_eq!(page.get(b"Tabs").unwrap().as_name().unwrap(), b"S");
        // 年 stands between the blanks of year and month.
        let units = document.objects.values().filter_map(|object| object.as_dict().ok()).find_map(|element| {
            let kids = element.get(b"K").ok()?.as_array().ok()?;
            (element.get(b"S").ok()?.as_name().ok()? == b"P" && kids.len() == 6).then_some(kids)
        });
        let kinds: Vec<bool> = units.unwrap().iter().map(|kid| kid.as_reference().is_ok()).collect();
        assert_eq!(kinds, [true, false, true, false, true, false]);
    }

    #[test]
    fn the_file_with_all_its_characters_stays_small() {
        let created = chrono::NaiveDate::from_ymd_opt(2026, 9, 1).unwrap().and_hms_opt(9, 30, 0).unwrap();
        let bytes = render(&sample::form(), &Origin::default(), created).unwrap();
        assert!(bytes.len() < 1_400_000, "{}", bytes.len());
        let contract = render(&sample::terms(), &Origin::default(), created).unwrap();
        assert!(contract.len() < 200_000, "{}", contract.len());
    }
}
