//! The empty data file of a form: labels, and below them the ids of the fields.

use super::schema::{Schema, Target};
use crate::issuance::spreadsheet::{BOM, quoted};
use crate::model::Form;

/// A CSV file that Excel opens: byte order mark, CRLF, a row of labels, a row of ids that the reader skips.
pub fn print_template(form: &Form) -> String {
    let Ok(schema) = Schema::new(form) else { return String::new() };
    let slots = schema.slots();
    let ids: Vec<String> = slots.iter().map(|slot| schema.id(*slot)).collect();
    // Where two fields have one label, only the id tells them apart.
    let headings = slots.iter().zip(&ids).map(|(slot, id)| {
        let label = schema.label(*slot);
        if schema.target(&label) == Ok(Target::Slot(*slot)) { label } else { id.clone() }
    });
    let mut out = BOM.to_owned();
    for row in [headings.collect(), ids.clone()] {
        out += &line(&row);
    }
    out
}

fn line(cells: &[String]) -> String {
    let quoted: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    format!("{}\r\n", quoted.join(","))
}
