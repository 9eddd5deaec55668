//! The field that is to be signed, if it may be.

use super::super::inspect::{self, Field, File};
use super::{Error, Request};

/// The field asked for.
pub(super) fn find(file: &File, request: &Request) -> Result<Field, Error> {
    let mut fields: Vec<Field> = inspect::fields(file)?.into_iter().filter(|field| field.is_signature).collect();
    if fields.is_empty() {
        return Err(Error::NoFields);
    }
    let is_first = !fields.iter().any(|field| field.signature.is_some());
    // The first signature may allow no change at all (ISO 32000-1, table 254: P is 1).
    let is_closed =
        fields.iter().any(|field| field.signature.as_ref().is_some_and(|signature| signature.permission == Some(1)));
    let Some(at) = fields.iter().position(|field| field.name == request.field) else {
        let names = fields.into_iter().map(|field| field.name).collect();
        return Err(Error::UnknownField(request.field.to_owned(), names));
    };
    let field = fields.swap_remove(at);
    if field.signature.is_some() {
        return Err(Error::AlreadySigned(field.name));
    }
    if is_closed {
        return Err(Error::Closed);
    }
    if request.certify && !is_first {
        return Err(Error::LateCertification);
    }
    Ok(field)
}
