//! Blanks of a form as controls, to be filled in on the screen and printed. Empty ones are lines to write on, on paper.

use super::blocks::write_inlines;
use crate::flow::{Entry, EntryKind, Inline, SEAL, plain_text};
use crate::markup::{Element, Markup};

/// Characters that a date, a moment and a number are wide.
const NUMBER: &str = "8";

/// Writes a blank.
pub fn write(out: &mut Markup, entry: &Entry) {
    match &entry.kind {
        EntryKind::Text { lines: 0 | 1, width } => blank(out, |out| {
            let width = width.map(|width| width.to_string());
            let input = control(out.inline("input"), entry).attribute("type", "text");
            // In characters of half width.
            let size = width.map(|width| format!("--characters:{width}"));
            input.optional("style", size.as_deref()).void();
        }),
        EntryKind::Text { lines, .. } => blank(out, |out| {
            control(out.inline("textarea"), entry).attribute("rows", &lines.to_string()).within(|_| ());
        }),
        EntryKind::Date => moment(out, entry, "date", 3),
        EntryKind::Moment => moment(out, entry, "datetime-local", 5),
        EntryKind::Number { unit } => blank(out, |out| {
            let input = control(out.inline("input"), entry).attribute("type", "number");
            input.attribute("step", "any").attribute("size", NUMBER).void();
            out.inline("span").attribute("class", "unit").within(|out| out.text(unit));
        }),
        EntryKind::CheckBox { text } => blank(out, |out| check_box(out, entry, text)),
        EntryKind::Choice { options, is_multiple } => choice(out, entry, options, *is_multiple),
        EntryKind::Signature => paper(out, entry, "entry sign", ""),
        EntryKind::Seal => paper(out, entry, "entry stamp", SEAL),
    }
}

fn blank(out: &mut Markup, write: impl FnOnce(&mut Markup)) {
    out.block("div").attribute("class", "entry").within(write);
}

/// What every control has. The dot keeps its id apart from those of authors.
fn control<'a>(element: Element<'a>, entry: &Entry) -> Element<'a> {
    let element = element.attribute("id", &id(entry)).attribute("name", &entry.name);
    let element = element.attribute("aria-label", &entry.description);
    element.optional("required", entry.is_required.then_some(""))
}

fn id(entry: &Entry) -> String {
    format!("entry.{}", entry.name)
}

/// A control that browsers show with a calendar. The units stand in its place on paper while it is empty.
fn moment(out: &mut Markup, entry: &Entry, kind: &str, count: usize) {
    blank(out, |out| {
        control(out.inline("input"), entry).attribute("type", kind).void();
        out.inline("span").attribute("class", "units").attribute("aria-hidden", "true").within(|out| {
            for unit in &EntryKind::MOMENT[..count] {
                out.inline("span").within(|out| out.text(unit));
            }
        });
    });
}

fn check_box(out: &mut Markup, entry: &Entry, text: &[Inline]) {
    let label = format!("{}：{}", entry.description, plain_text(text));
    out.inline("label").within(|out| {
        let input = out.inline("input").attribute("type", "checkbox").attribute("id", &id(entry));
        let input = input.attribute("name", &entry.name).attribute("aria-label", &label);
        input.optional("required", entry.is_required.then_some("")).void();
        out.inline("span").within(|out| write_inlines(out, text));
    });
}

fn choice(out: &mut Markup, entry: &Entry, options: &[Vec<Inline>], is_multiple: bool) {
    let group = out.block("fieldset").attribute("id", &id(entry)).attribute("class", "entry");
    let group = group.optional("role", (!is_multiple).then_some("radiogroup"));
    group.attribute("aria-label", &entry.description).within(|out| {
        for option in options {
            out.inline("label").within(|out| {
                let kind = if is_multiple { "checkbox" } else { "radio" };
                // That one of several boxes must be ticked cannot be said of any of them.
                let is_required = entry.is_required && !is_multiple;
                let input = out.inline("input").attribute("type", kind).attribute("name", &entry.name);
                let input = input.attribute("value", &plain_text(option));
                input.optional("required", is_required.then_some("")).void();
                out.inline("span").within(|out| write_inlines(out, option));
            });
        }
    });
}

/// What is done on paper or in the PDF.
fn paper(out: &mut Markup, entry: &Entry, class: &str, words: &str) {
    let place = out.block("div").attribute("id", &id(entry)).attribute("class", class);
    place.attribute("role", "group").attribute("aria-label", &entry.description).within(|out| out.text(words));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::{Block, sample};
    use crate::html::check;

    fn html(name: &str, is_required: bool, kind: EntryKind) -> String {
        let Block::Entry(entry) = sample::entry(name, "契約者　名称", is_required, kind) else { unreachable!() };
        let mut out = Markup::default();
        write(&mut out, &entry);
        out.into_string()
    }

    #[test]
    fn a_text_has_name_label_and_whether_it_is_required() {
        assert_eq!(
            html("customer.name", true, EntryKind::Text { lines: 1, width: Some(12) }),
            "<div class=\"entry\"><input id=\"entry.customer.name\" name=\"customer.name\" aria-label=\"契約者　名称\" \
             required=\"\" type=\"text\" style=\"--characters:12\"></div>\n"
        );
        assert!(html("a", false, EntryKind::Text { lines: 3, width: None }).contains("rows=\"3\"></textarea>"));
    }

    #[test]
    fn options_of_which_one_is_chosen_share_a_name_and_say_their_values() {
        let options = ["はい", "いいえ"].map(|option| vec![sample::text(option)]).to_vec();
        let (tags, text) = check::read(&html("a", true, EntryKind::Choice { options, is_multiple: false }));
        let radios: Vec<_> = tags.iter().filter(|tag| tag.get("type") == Some("radio")).collect();
        assert_eq!(radios.iter().map(|tag| tag.get("value")).collect::<Vec<_>>(), [Some("はい"), Some("いいえ")]);
        assert!(radios.iter().all(|tag| tag.get("name") == Some("a") && tag.get("required").is_some()));
        assert_eq!(tags[0].get("aria-label"), Some("契約者　名称"));
        assert_eq!(text.split_whitespace().collect::<String>(), "はいいいえ");
    }

    #[test]
    fn nothing_in_a_form_becomes_markup() {
        let hostile = "\"><script>alert(1)</script>";
        let options = vec![vec![sample::text(hostile)]];
        for kind in [
            EntryKind::Number { unit: hostile.into() },
            EntryKind::CheckBox { text: vec![sample::text(hostile)] },
            EntryKind::Choice { options, is_multiple: true },
        ] {
            let (tags, _) = check::read(&html(hostile, false, kind));
            assert!(tags.iter().all(|tag| tag.name != "script"));
        }
    }
}
