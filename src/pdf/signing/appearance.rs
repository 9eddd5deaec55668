//! What a signature shows on the page: who signed, when, and why.

use chrono::{Datelike, Timelike};
use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use super::font::Font;
use super::{Error, Request};

/// Sizes of the lines, in points, where they have room.
const TITLE: f32 = 7.0;
const NAME: f32 = 11.0;
const SMALL: f32 = 7.5;
/// Between the edge of the field and its text.
const MARGIN: f32 = 5.0;
/// Distance of lines, in sizes of type.
const LEADING: f32 = 1.5;
/// From the top of a line to its baseline, in sizes of type.
const BASELINE: f32 = 1.13;

/// Adds the look of a signature to a file. It is opaque: what was printed for the seal is covered.
pub(super) fn add(
    document: &mut Document,
    (width, height): (f32, f32),
    name: &str,
    request: &Request,
) -> Result<ObjectId, Error> {
    let at = request.at;
    let time = format!(
        "{}年{}月{}日 {}:{:02}:{:02}（日本時間）",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    );
    let mut lines = vec![("電子署名".to_owned(), TITLE), (name.to_owned(), NAME), (time, SMALL)];
    lines.extend(request.reason.map(|reason| (reason.to_owned(), SMALL)));
    let texts: Vec<String> = lines.iter().map(|(text, _)| text.clone()).collect();
    let font = Font::new(&texts).map_err(Error::Drawing)?;

    let needed: f32 = lines.iter().map(|(_, size)| size * LEADING).sum();
    let scale = ((height - 2.0 * MARGIN) / needed).clamp(0.1, 1.0);
    let mut y = (height + needed * scale) / 2.0;
    let number = |value: f32| Object::Real((value * 100.0).round() / 100.0);
    let mut operations = vec![
        Operation::new("g", vec![1.into()]),
        Operation::new("re", vec![0.into(), 0.into(), number(width), number(height)]),
        Operation::new("f", vec![]),
        Operation::new("g", vec![0.into()]),
        Operation::new("BT", vec![]),
    ];
    for (text, size) in &lines {
        let (codes, ems) = font.line(text);
        let size = (size * scale).min((width - 2.0 * MARGIN) / ems.max(1.0));
        let baseline = y - BASELINE * size;
        y -= LEADING * size;
        operations.extend([
            Operation::new("Tf", vec!["F".into(), number(size)]),
            Operation::new("Tm", vec![1.into(), 0.into(), 0.into(), 1.into(), number(MARGIN), number(baseline)]),
            Operation::new("Tj", vec![codes]),
        ]);
    }
    operations.push(Operation::new("ET", vec![]));
    let font = font.add(document).map_err(Error::Drawing)?;
    let form = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => vec![0.into(), 0.into(), number(width), number(height)],
        "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
    };
    Ok(document.add_object(Stream::new(form, Content { operations }.encode()?)))
}
