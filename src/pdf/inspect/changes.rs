//! What a later revision of a file shows otherwise than an earlier one, whatever objects it is written in.

use std::collections::BTreeSet;

use super::attachments::attachments;
use super::file::{Damage, File};
use super::form::{Field, Value, fields};
use super::imprint::imprint;
use super::object::{Dictionary, Object};
use super::pages::{Page, pages};

/// Pages are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    PagesAdded(usize),
    PagesRemoved(usize),
    /// The page itself, or what it is drawn with.
    Page(usize),
    /// Something lies on the page that is no field of a form: a note, a stamp, a picture.
    Annotation(usize),
    /// Added, removed or replaced.
    Attachment(String),
    Signed(String),
    Filled(String, Value),
    /// `Some` where it is drawn on a page.
    FieldAdded(String, Option<usize>),
    /// The field itself, not its value: its place, its name, a signature that was in it.
    Field(String),
    Title,
    /// Another part of the document, by the name the standard gives it.
    Other(String),
}

/// Keys of a field that change when it is filled.
const FILLED: [&str; 4] = ["V", "AP", "AS", "M"];
/// Entries of the catalogue that are compared by themselves, or only say how to check signatures.
const CATALOG: [&str; 9] = ["Pages", "AcroForm", "AF", "Names", "Metadata", "DSS", "Extensions", "Version", "Perms"];
const FORM: [&str; 5] = ["Fields", "SigFlags", "DR", "DA", "NeedAppearances"];

/// # Errors
/// One of them cannot be read.
pub fn changes(before: &File, after: &File) -> Result<Vec<Change>, Damage> {
    let (old_pages, new_pages) = (pages(before)?, pages(after)?);
    let mut comparison = Comparison::new(before, after, &old_pages, &new_pages)?;
    let mut out = Vec::new();
    comparison.pages(&old_pages, &new_pages, &mut out)?;
    comparison.attachments(&mut out)?;
    comparison.fields(&mut out)?;
    let (old, new) = (imprint(before)?, imprint(after)?);
    // Programs that sign write the packet anew; what identifies a document is only ever read from its first revision.
    // Some that fill in forms leave out the old place of the title, which readers then do not miss.
    if old.packet_title != new.packet_title || !new.title.is_empty() && old.title != new.title {
        out.push(Change::Title);
    }
    let catalog = |file: &File| file.dictionary(&file.trailer, "Root");
    let (old, new) = (catalog(before)?, catalog(after)?);
    for key in comparison.differences(&old, &new, &CATALOG)? {
        out.push(Change::Other(key));
    }
    let (old_names, new_names) = (before.dictionary(&old, "Names")?, after.dictionary(&new, "Names")?);
    for key in comparison.differences(&old_names, &new_names, &["EmbeddedFiles"])? {
        out.push(Change::Other(key));
    }
    let (old, new) = (before.dictionary(&old, "AcroForm")?, after.dictionary(&new, "AcroForm")?);
    for key in comparison.differences(&old, &new, &FORM)? {
        out.push(Change::Other(key));
    }
    Ok(out)
}

struct Comparison<'f, 'a> {
    before: &'f File<'a>,
    after: &'f File<'a>,
    /// Catalogue, pages, annotations and fields of the earlier revision: compared by themselves, so that a reference to one
    /// is its number.
    known: BTreeSet<u32>,
    old_fields: Vec<Field>,
    new_fields: Vec<Field>,
    /// Annotations of each page of the later revision.
    places: Vec<(u32, usize)>,
    compared: BTreeSet<(u32, u32)>,
}

impl<'f, 'a> Comparison<'f, 'a> {
    fn new(
        before: &'f File<'a>,
        after: &'f File<'a>,
        old_pages: &[Page],
        new_pages: &[Page],
    ) -> Result<Comparison<'f, 'a>, Damage> {
        let (old_fields, new_fields) = (fields(before)?, fields(after)?);
        let mut known: BTreeSet<u32> = old_pages.iter().map(|page| page.number).collect();
        known.extend(old_fields.iter().map(|field| field.number));
        // The catalogue too: a signature that certifies names it as what it guards.
        known.extend(before.trailer.get("Root").reference());
        for page in old_pages {
            known.extend(annotations(before, page)?);
        }
        let mut places = Vec::new();
        for (index, page) in new_pages.iter().enumerate() {
            places.extend(annotations(after, page)?.into_iter().map(|number| (number, index + 1)));
        }
        Ok(Comparison { before, after, known, old_fields, new_fields, places, compared: BTreeSet::new() })
    }

    fn pages(&mut self, old: &[Page], new: &[Page], out: &mut Vec<Change>) -> Result<(), Damage> {
        if new.len() > old.len() {
            out.push(Change::PagesAdded(new.len() - old.len()));
        } else if new.len() < old.len() {
            out.push(Change::PagesRemoved(old.len() - new.len()));
        }
        for (index, page) in new.iter().enumerate() {
            let is_moved = new.len() == old.len() && old[index].number != page.number;
            let Some(old) = old.iter().find(|old| old.number == page.number) else {
                out.extend(is_moved.then_some(Change::Page(index + 1)));
                continue;
            };
            let differ = self.differences(&old.dictionary, &page.dictionary, &["Annots", "Parent"])?;
            if is_moved || !differ.is_empty() {
                out.push(Change::Page(index + 1));
            }
            self.annotations(old, page, index + 1, out)?;
        }
        Ok(())
    }

    fn annotations(&mut self, old: &Page, new: &Page, at: usize, out: &mut Vec<Change>) -> Result<(), Damage> {
        let (old, new) = (annotations(self.before, old)?, annotations(self.after, new)?);
        let is_field = |fields: &[Field], number: &u32| {
            fields.iter().any(|field| field.number == *number || field.widgets.contains(number))
        };
        let mut is_changed = old.iter().any(|number| !new.contains(number));
        for number in new {
            if !old.contains(&number) {
                is_changed |= !is_field(&self.new_fields, &number);
                continue;
            }
            let (old, new) = (self.before.get(number)?, self.after.get(number)?);
            let (Some(old), Some(new)) = (old.dictionary(), new.dictionary()) else { continue };
            let is_widget = old.is("Subtype", "Widget");
            let differ = self.differences(old, new, if is_widget { &FILLED } else { &[] })?;
            if !differ.is_empty() && !is_field(&self.old_fields, &number) {
                is_changed = true;
            }
        }
        if is_changed {
            out.push(Change::Annotation(at));
        }
        Ok(())
    }

    fn attachments(&self, out: &mut Vec<Change>) -> Result<(), Damage> {
        let (old, new) = (attachments(self.before)?, attachments(self.after)?);
        let lone = old.iter().filter(|one| !new.contains(one)).chain(new.iter().filter(|one| !old.contains(one)));
        let names: BTreeSet<&String> = lone.map(|attachment| &attachment.name).collect();
        out.extend(names.into_iter().cloned().map(Change::Attachment));
        Ok(())
    }

    fn fields(&mut self, out: &mut Vec<Change>) -> Result<(), Damage> {
        let (old, new) = (self.old_fields.clone(), self.new_fields.clone());
        for field in old.iter().filter(|field| !new.iter().any(|new| new.number == field.number)) {
            out.push(Change::Field(field.name.clone()));
        }
        for field in new {
            let name = field.name.clone();
            let Some(old) = old.iter().find(|old| old.number == field.number) else {
                out.push(Change::FieldAdded(name.clone(), self.visible(&field)?));
                if field.signature.is_some() {
                    out.push(Change::Signed(name));
                }
                continue;
            };
            let (before, after) = (self.before.get(old.number)?, self.after.get(field.number)?);
            let (Some(before), Some(after)) = (before.dictionary(), after.dictionary()) else { continue };
            // A signature that is there must not look otherwise either.
            let (may_change, change) = match (&old.signature, &field.signature) {
                (Some(_), _) => (&[][..], Change::Field(name.clone())),
                (None, Some(_)) => (&FILLED[..], Change::Signed(name.clone())),
                (None, None) => (&FILLED[..], Change::Filled(name.clone(), field.value.clone())),
            };
            let is_replaced = old.name != field.name || old.widgets != field.widgets;
            if is_replaced
                || !self.differences(before, after, may_change)?.is_empty()
                || self.looks_otherwise(old, may_change)?
            {
                out.push(Change::Field(name));
            } else if !self.differences(before, after, &[])?.is_empty() || self.looks_otherwise(old, &[])? {
                out.push(change);
            }
        }
        Ok(())
    }

    /// Whether anything but `except` differs where a field is shown that is not the field itself.
    fn looks_otherwise(&mut self, field: &Field, except: &[&str]) -> Result<bool, Damage> {
        for number in field.widgets.iter().filter(|number| **number != field.number) {
            let (before, after) = (self.before.get(*number)?, self.after.get(*number)?);
            let (Some(before), Some(after)) = (before.dictionary(), after.dictionary()) else { continue };
            if !self.differences(before, after, except)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The page on which a field takes up room.
    fn visible(&self, field: &Field) -> Result<Option<usize>, Damage> {
        let place = self.places.iter().find(|place| place.0 == field.number).map(|place| place.1);
        let dictionary = self.after.get(field.number)?;
        let rectangle = self.after.resolve(dictionary.dictionary().map_or(&Object::Null, |field| field.get("Rect")))?;
        let sides: Vec<f64> = rectangle.array().iter().filter_map(Object::number).collect();
        let is_flat = matches!(sides.as_slice(), [left, bottom, right, top] if left == right || bottom == top);
        Ok(place.filter(|_| !is_flat))
    }

    /// Keys whose values differ, apart from `except`.
    fn differences(&mut self, old: &Dictionary, new: &Dictionary, except: &[&str]) -> Result<Vec<String>, Damage> {
        let keys: BTreeSet<&Vec<u8>> = old.0.keys().chain(new.0.keys()).collect();
        let mut out = Vec::new();
        for key in keys {
            let key = String::from_utf8_lossy(key).into_owned();
            if !except.contains(&key.as_str()) && !self.same(old.get(&key), new.get(&key))? {
                out.push(key);
            }
        }
        Ok(out)
    }

    /// Whether two values, and all they refer to, are the same. Without recursion: bookmarks are one long chain.
    fn same(&mut self, old: &Object, new: &Object) -> Result<bool, Damage> {
        let mut open = vec![(old.clone(), new.clone())];
        let mut assumed = Vec::new();
        while let Some((old, new)) = open.pop() {
            if let (Object::Reference(old), Object::Reference(new)) = (&old, &new) {
                if self.known.contains(old) && old == new || self.compared.contains(&(*old, *new)) {
                    continue;
                }
                self.compared.insert((*old, *new));
                assumed.push((*old, *new));
            }
            let is_known = old.reference().is_some_and(|old| self.known.contains(&old));
            if is_known || !self.same_here(&old, &new, &mut open)? {
                for pair in assumed {
                    self.compared.remove(&pair);
                }
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether two values are the same but for what is inside them, which is left to compare.
    fn same_here(&self, old: &Object, new: &Object, open: &mut Vec<(Object, Object)>) -> Result<bool, Damage> {
        Ok(match (self.before.resolve(old)?, self.after.resolve(new)?) {
            (Object::Array(old), Object::Array(new)) => {
                let is_same = old.len() == new.len();
                open.extend(old.into_iter().zip(new));
                is_same
            }
            (Object::Stream(old), Object::Stream(new)) => {
                let is_same = self.before.raw(&old) == self.after.raw(&new);
                open.push((Object::Dictionary(old.dictionary), Object::Dictionary(new.dictionary)));
                is_same
            }
            (Object::Dictionary(old), Object::Dictionary(new)) => {
                let is_same = old.0.keys().eq(new.0.keys());
                open.extend(old.0.into_values().zip(new.0.into_values()));
                is_same
            }
            (old, new) => old == new,
        })
    }
}

/// Object numbers of a page's annotations. One that is no object of its own cannot be told from another.
fn annotations(file: &File, page: &Page) -> Result<Vec<u32>, Damage> {
    let listed = file.resolve(page.dictionary.get("Annots"))?;
    listed.array().iter().map(|annotation| annotation.reference().ok_or(Damage::Broken)).collect()
}

#[cfg(test)]
mod tests {
    use lopdf::{IncrementalDocument, Object as Written};

    use super::super::super::{Origin, render};
    use super::*;
    use crate::flow::sample;

    /// A form in which `write` changed something.
    fn filled(write: impl FnOnce(&mut IncrementalDocument)) -> Vec<Change> {
        let created = chrono::NaiveDate::from_ymd_opt(2026, 9, 1).unwrap().and_hms_opt(9, 30, 0).unwrap();
        let bytes = render(&sample::form(), &Origin::default(), created).unwrap();
        let length = bytes.len();
        let mut update = IncrementalDocument::create_from(bytes.clone(), lopdf::Document::load_mem(&bytes).unwrap());
        write(&mut update);
        let mut bytes = Vec::new();
        update.save_to(&mut bytes).unwrap();
        let file = File::open(&bytes).unwrap();
        changes(&file.up_to(length).unwrap(), &file).unwrap()
    }

    /// Sets entries of the object of the form that says `description`.
    fn set(update: &mut IncrementalDocument, description: &str, entries: &[(&str, Written)]) {
        let document = update.get_prev_documents();
        let is_said = |object: &Written| {
            let said = object.as_dict().ok().and_then(|field| field.get(b"TU").ok());
            said.is_some_and(|said| lopdf::decode_text_string(said).unwrap() == description)
        };
        let id = *document.objects.iter().find(|(_, object)| is_said(object)).unwrap().0;
        update.opt_clone_object_to_new_document(id).unwrap();
        let field = update.new_document.get_object_mut(id).unwrap().as_dict_mut().unwrap();
        entries.iter().for_each(|(key, value)| field.set(*key, value.clone()));
    }

    #[test]
    fn filling_in_changes_values_and_nothing_else() {
        let found = filled(|update| {
            set(update, "契約者　名称", &[("V", lopdf::text_string("医療法人社団かもめ会"))]);
            set(
                update,
                "同意：利用規約及び個人データの取扱いに関する契約書の内容を確認し、それらのすべてに同意して、ここに申し込みます。",
                &[("V", Written::from("On")), ("AS", Written::from("On"))],
            );
            set(update, "消去の方法", &[("V", Written::from("1"))]);
            set(update, "消去の方法：除去（Purge）", &[("AS", Written::from("1"))]);
        });
        let expected = [
            Change::Filled("customer.name".into(), Value::Text("医療法人社団かもめ会".into())),
            Change::Filled("method".into(), Value::Option("除去（Purge）".into())),
            Change::Filled("agree".into(), Value::Ticked),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_asked_is_no_value() {
        let found =
            filled(|update| set(update, "消去の方法：除去（Purge）", &[("TU", lopdf::text_string("消去しない"))]));
        assert_eq!(found, [Change::Field("method".into())]);
        let found = filled(|update| set(update, "消去の方法：除去（Purge）", &[("AS", Written::from("1"))]));
        assert_eq!(found, [Change::Filled("method".into(), Value::None)]);
    }
}
