//! Blanks of a form: content controls (ECMA-376 Part 1, 17.5.2) around blanks that are underlined, so that one can write
//! on the screen or on paper.

use super::document::{Frame, Writer, body_style};
use super::paragraph::Properties;
use super::value;
use crate::flow::{Entry, EntryKind, Inline, SEAL};
use crate::markup::Markup;

/// Ideographic spaces of a blank that is not said to be for more or fewer characters.
const BLANK: u16 = 20;
const NUMBER: u16 = 6;
const WIDEST: u16 = 40;
/// Between an option and the next.
const GAP: &str = "　";
/// Boxes that are ticked and not, as Word draws them.
const TICKED: &str = "2611";
const OPEN: &str = "2610";
const BOX: &str = "\u{2610}";

/// Writes a blank as a paragraph.
pub(super) fn write(writer: &mut Writer<'_>, out: &mut Markup, entry: &Entry, frame: Frame) {
    let indent = Some((frame.left, 0)).filter(|(left, _)| *left > 0);
    let properties = Properties { indent, ..Properties::of(body_style(frame)) };
    out.block("w:p").within(|out| {
        properties.write(out);
        match &entry.kind {
            EntryKind::Text { lines, width } => {
                // Without breaks, which LibreOffice takes out of the control.
                let blank = spaces(width.unwrap_or(BLANK)).repeat(usize::from((*lines).max(1)));
                control(out, entry, &entry.name, |out| text(out, *lines > 1), |out| underlined(out, &blank));
            }
            EntryKind::Date => control(out, entry, &entry.name, date, |out| run(out, &moment(3))),
            EntryKind::Moment => {
                control(out, entry, &entry.name, |out| text(out, false), |out| run(out, &moment(5)));
            }
            EntryKind::Number { unit } => {
                let blank = spaces(NUMBER);
                control(out, entry, &entry.name, |out| text(out, false), |out| underlined(out, &blank));
                run(out, unit);
            }
            EntryKind::CheckBox { text } => {
                tick(out, entry, &entry.name);
                writer.inlines(out, text);
            }
            EntryKind::Choice { options, .. } => choice(writer, out, entry, options),
            EntryKind::Signature => underlined(out, &spaces(BLANK)),
            EntryKind::Seal => run(out, SEAL),
        }
    });
}

fn choice(writer: &mut Writer<'_>, out: &mut Markup, entry: &Entry, options: &[Vec<Inline>]) {
    for (index, option) in options.iter().enumerate() {
        if index > 0 {
            run(out, GAP);
        }
        tick(out, entry, &format!("{}.{}", entry.name, index + 1));
        writer.inlines(out, option);
    }
}

/// A box that a click ticks.
fn tick(out: &mut Markup, entry: &Entry, name: &str) {
    let kind = |out: &mut Markup| {
        out.inline("w14:checkbox").within(|out| {
            out.inline("w14:checked").attribute("w14:val", "0").empty();
            for (element, code) in [("w14:checkedState", TICKED), ("w14:uncheckedState", OPEN)] {
                out.inline(element).attribute("w14:val", code).attribute("w14:font", "MS Gothic").empty();
            }
        });
    };
    control(out, entry, name, kind, |out| run(out, BOX));
    run(out, " ");
}

/// A content control: its name for programs, its description for people, its kind and what it shows.
fn control(
    out: &mut Markup,
    entry: &Entry,
    name: &str,
    kind: impl FnOnce(&mut Markup),
    content: impl FnOnce(&mut Markup),
) {
    out.inline("w:sdt").within(|out| {
        out.inline("w:sdtPr").within(|out| {
            value(out, "w:alias", &entry.description);
            value(out, "w:tag", name);
            kind(out);
        });
        out.inline("w:sdtContent").within(content);
    });
}

fn text(out: &mut Markup, has_lines: bool) {
    out.inline("w:text").optional("w:multiLine", has_lines.then_some("1")).empty();
}

fn date(out: &mut Markup) {
    out.inline("w:date").within(|out| {
        value(out, "w:dateFormat", "yyyy年M月d日");
        value(out, "w:lid", "ja-JP");
        value(out, "w:storeMappedDataAs", "date");
        value(out, "w:calendar", "gregorian");
    });
}

fn run(out: &mut Markup, words: &str) {
    out.inline("w:r").within(|out| {
        out.inline("w:t").attribute("xml:space", "preserve").within(|out| out.text(words));
    });
}

/// A line to write on.
fn underlined(out: &mut Markup, blank: &str) {
    out.inline("w:r").within(|out| {
        out.inline("w:rPr").within(|out| value(out, "w:u", "single"));
        out.inline("w:t").attribute("xml:space", "preserve").within(|out| out.text(blank));
    });
}

fn spaces(width: u16) -> String {
    "　".repeat(usize::from(width.clamp(1, WIDEST)))
}

fn moment(count: usize) -> String {
    EntryKind::MOMENT.iter().take(count).map(|unit| format!("　　{unit}")).collect()
}

#[cfg(test)]
mod tests {
    use crate::docx::document;
    use crate::flow::sample;

    #[test]
    fn blanks_are_controls_that_say_what_belongs_in_them() {
        let body = document::write(&sample::form()).body.into_string();
        assert_eq!(body.matches("<w:sdt>").count(), 18);
        assert_eq!(body.matches("<w14:checkbox>").count(), 8);
        for part in [
            "<w:alias w:val=\"契約者　名称\"/><w:tag w:val=\"customer.name\"/><w:text/>",
            "<w:tag w:val=\"contract_end\"/><w:date>",
            "<w:tag w:val=\"method.2\"/>",
            "<w:text w:multiLine=\"1\"/>",
        ] {
            assert!(body.contains(part), "{part}");
        }
    }
}
