//! The signature fields of a PDF, and whether one of them may be signed.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{Error, Request};

/// Fields below fields, and signatures; deeper than any form has them.
const DEEPEST: usize = 16;

/// A field that may be signed.
pub(super) struct SignatureField {
    pub id: ObjectId,
    /// What is seen of it on the page: often the field itself.
    pub widget: ObjectId,
}

struct Found {
    name: String,
    field: SignatureField,
    is_signed: bool,
}

/// The field asked for.
pub(super) fn find(document: &Document, request: &Request) -> Result<SignatureField, Error> {
    let mut fields = Vec::new();
    if let Some(form) = dictionary(document, document.catalog()?.get(b"AcroForm").ok()) {
        collect(document, form.get(b"Fields").ok(), "", false, DEEPEST, &mut fields);
    }
    if fields.is_empty() {
        return Err(Error::NoFields);
    }
    let is_first = !fields.iter().any(|found| found.is_signed);
    let Some(at) = fields.iter().position(|found| found.name == request.field) else {
        let names = fields.into_iter().map(|found| found.name).collect();
        return Err(Error::UnknownField(request.field.to_owned(), names));
    };
    let found = fields.swap_remove(at);
    if found.is_signed {
        return Err(Error::AlreadySigned(found.name));
    }
    if is_closed(document)? {
        return Err(Error::Closed);
    }
    if request.certify && !is_first {
        return Err(Error::LateCertification);
    }
    Ok(found.field)
}

/// Signature fields below some fields; names are joined by full stops (ISO 32000-1, 12.7.3.2).
fn collect(
    document: &Document,
    fields: Option<&Object>,
    parent: &str,
    is_inherited: bool,
    depth: usize,
    out: &mut Vec<Found>,
) {
    let list = fields.and_then(|fields| document.dereference(fields).ok()).and_then(|(_, list)| list.as_array().ok());
    for id in list.into_iter().flatten().filter_map(|field| field.as_reference().ok()) {
        let Ok(field) = document.get_dictionary(id) else { continue };
        let own = field.get(b"T").ok().and_then(|name| lopdf::decode_text_string(name).ok());
        let name = match own {
            Some(own) if parent.is_empty() => own,
            Some(own) => format!("{parent}.{own}"),
            None => parent.to_owned(),
        };
        let is_signature =
            field.get(b"FT").map_or(is_inherited, |kind| kind.as_name().is_ok_and(|kind| kind == b"Sig"));
        let kids = field.get(b"Kids").ok().filter(|_| depth > 0);
        let named_kids = kids.filter(|kids| first(document, kids).is_some_and(|(_, kid)| kid.has(b"T")));
        if named_kids.is_some() {
            collect(document, kids, &name, is_signature, depth - 1, out);
        } else if is_signature {
            let widget = kids.and_then(|kids| first(document, kids)).map_or(id, |(widget, _)| widget);
            out.push(Found { name, field: SignatureField { id, widget }, is_signed: field.has(b"V") });
        }
    }
}

fn first<'a>(document: &'a Document, kids: &Object) -> Option<(ObjectId, &'a Dictionary)> {
    let (_, kids) = document.dereference(kids).ok()?;
    let id = kids.as_array().ok()?.first()?.as_reference().ok()?;
    Some((id, document.get_dictionary(id).ok()?))
}

/// Whether a certifying signature allows no change at all (ISO 32000-1, table 254: P is 1).
fn is_closed(document: &Document) -> Result<bool, Error> {
    let permissions = dictionary(document, document.catalog()?.get(b"Perms").ok());
    let signature = permissions.and_then(|permissions| dictionary(document, permissions.get(b"DocMDP").ok()));
    let references = signature.and_then(|signature| signature.get(b"Reference").ok()?.as_array().ok());
    Ok(references.into_iter().flatten().any(|reference| {
        let parameters = dictionary(document, Some(reference))
            .and_then(|reference| dictionary(document, reference.get(b"TransformParams").ok()));
        let level = parameters.and_then(|parameters| parameters.get(b"P").ok()?.as_i64().ok());
        level == Some(1)
    }))
}

pub(super) fn dictionary<'a>(document: &'a Document, object: Option<&'a Object>) -> Option<&'a Dictionary> {
    document.dereference(object?).ok()?.1.as_dict().ok()
}
