//! Automatic numbers. Word's counters are followed here, so that a paragraph is numbered by Word only where the number
//! will be the very label it has; any other label stays text.

use super::label::{Form, Label, number_format, read};
use super::value;
use crate::markup::Markup;

/// Where a paragraph stands in Word's numbering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    instance: usize,
    level: usize,
}

/// Word has nine levels.
const LEVELS: usize = 9;

/// What stands between a number and its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suffix {
    /// Headings: the space is in the text.
    Nothing,
    /// The text hangs behind its number.
    Tab,
}

/// A multi-level list: how each level is written.
#[derive(Debug)]
struct Definition {
    forms: Vec<Form>,
    suffix: Suffix,
    /// The last list made from it. Lists of one definition share Word's counters, so only the last goes on.
    latest: usize,
}

/// A list in the document that begins anew.
#[derive(Debug)]
struct Instance {
    definition: usize,
    start: u32,
    /// Word's counters, level by level.
    counts: Vec<u32>,
}

#[derive(Debug, Default)]
pub struct Numbering {
    definitions: Vec<Definition>,
    instances: Vec<Instance>,
}

impl Place {
    /// Writes the numbering of a paragraph.
    pub fn write(self, out: &mut Markup) {
        out.inline("w:numPr").within(|out| {
            value(out, "w:ilvl", &self.level.to_string());
            value(out, "w:numId", &(self.instance + 1).to_string());
        });
    }
}

impl Numbering {
    /// Takes the next number. `last` is where the sibling before stands, `above` what the siblings stand under. `None`
    /// where Word cannot write this label; `last` then stays, and the series goes on after it.
    pub fn next(
        &mut self,
        label: &str,
        suffix: Suffix,
        last: &mut Option<Place>,
        above: Option<Place>,
    ) -> Option<Place> {
        let readings = read(label);
        let place = self
            .go_on(&readings, *last)
            .or_else(|| self.go_below(&readings, suffix, above))
            .or_else(|| self.begin(&readings, suffix))?;
        *last = Some(place);
        Some(place)
    }

    /// Whether Word can write a label that is not under others.
    pub fn can_write(label: &str) -> bool {
        read(label).iter().any(|label| label.form.depth == 1)
    }

    fn is_latest(&self, place: Place) -> bool {
        self.definitions[self.instances[place.instance].definition].latest == place.instance
    }

    fn go_on(&mut self, readings: &[Label], last: Option<Place>) -> Option<Place> {
        let place = last.filter(|place| self.is_latest(*place))?;
        let instance = &mut self.instances[place.instance];
        let form = &self.definitions[instance.definition].forms[place.level];
        let expected = instance.counts.get(place.level)? + 1;
        let is_next = |label: &Label| {
            label.form == *form && label.own() == expected && has_parents(label, &instance.counts[..place.level])
        };
        readings.iter().any(is_next).then(|| {
            instance.counts.truncate(place.level);
            instance.counts.push(expected);
            place
        })
    }

    /// The first below a numbered paragraph: Word begins the next level there by itself.
    fn go_below(&mut self, readings: &[Label], suffix: Suffix, above: Option<Place>) -> Option<Place> {
        let above = above.filter(|above| self.is_latest(*above))?;
        let level = above.level + 1;
        let instance = &mut self.instances[above.instance];
        let definition = &mut self.definitions[instance.definition];
        if level >= LEVELS || instance.counts.len() != level || definition.suffix != suffix {
            return None;
        }
        let form = definition.forms.get(level);
        let fits = |label: &&Label| {
            label.own() == 1
                && form.is_none_or(|form| *form == label.form)
                && has_parents(label, &instance.counts[..level])
        };
        let label = readings.iter().find(fits)?;
        if form.is_none() {
            definition.forms.push(label.form.clone());
        }
        instance.counts.push(1);
        Some(Place { instance: above.instance, level })
    }

    /// A list of its own. イ begins イロハ: the reading with the lowest number is meant.
    fn begin(&mut self, readings: &[Label], suffix: Suffix) -> Option<Place> {
        let label = readings.iter().filter(|label| label.form.depth == 1).min_by_key(|label| label.own())?;
        let instance = self.instances.len();
        let fits = |definition: &Definition| definition.forms[0] == label.form && definition.suffix == suffix;
        let definition = self.definitions.iter().position(fits).unwrap_or(self.definitions.len());
        match self.definitions.get_mut(definition) {
            Some(known) => known.latest = instance,
            None => self.definitions.push(Definition { forms: vec![label.form.clone()], suffix, latest: instance }),
        }
        self.instances.push(Instance { definition, start: label.own(), counts: vec![label.own()] });
        Some(Place { instance, level: 0 })
    }

    /// Writes the content of `word/numbering.xml`.
    pub fn write(&self, out: &mut Markup) {
        for (at, definition) in self.definitions.iter().enumerate() {
            out.block("w:abstractNum").attribute("w:abstractNumId", &at.to_string()).within(|out| {
                value(out, "w:multiLevelType", "multilevel");
                for (level, form) in definition.forms.iter().enumerate() {
                    write_level(out, level, form, definition.suffix);
                }
            });
        }
        for (at, instance) in self.instances.iter().enumerate() {
            out.block("w:num").attribute("w:numId", &(at + 1).to_string()).within(|out| {
                value(out, "w:abstractNumId", &instance.definition.to_string());
                out.inline("w:lvlOverride").attribute("w:ilvl", "0").within(|out| {
                    value(out, "w:startOverride", &instance.start.to_string());
                });
            });
        }
    }
}

/// Whether the numbers of the levels above, where a label shows them, are these.
fn has_parents(label: &Label, counts: &[u32]) -> bool {
    label.form.depth == 1 || label.numbers[..label.form.depth - 1] == *counts
}

fn write_level(out: &mut Markup, level: usize, form: &Form, suffix: Suffix) {
    let first = level + 1 - form.depth;
    let numbers: Vec<String> = (first..=level).map(|level| format!("%{}", level + 1)).collect();
    let text = format!("{}{}{}", form.before, numbers.join(&form.joint), form.after);
    let suffix = match suffix {
        Suffix::Nothing => "nothing",
        Suffix::Tab => "tab",
    };
    out.inline("w:lvl").attribute("w:ilvl", &level.to_string()).within(|out| {
        value(out, "w:start", "1");
        value(out, "w:numFmt", number_format(form.counter).unwrap_or("decimal"));
        value(out, "w:suff", suffix);
        value(out, "w:lvlText", &text);
        value(out, "w:lvlJc", "left");
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// For each label the number of its list and its level; `None` for text.
    fn series(numbering: &mut Numbering, labels: &[&str], above: Option<Place>) -> Vec<Option<(usize, usize)>> {
        let mut last = None;
        let mut next = |label: &str| numbering.next(label, Suffix::Tab, &mut last, above);
        labels.iter().map(|label| next(label).map(|place| (place.instance, place.level))).collect()
    }

    #[test]
    fn a_series_goes_on_after_a_branch() {
        let found = series(&mut Numbering::default(), &["第９条", "第９条の２", "第１０条", "第１２条"], None);
        assert_eq!(found, [Some((0, 0)), None, Some((0, 0)), Some((1, 0))]);
    }

    #[test]
    fn items_below_a_numbered_paragraph_are_its_next_level() {
        let mut numbering = Numbering::default();
        let mut last = None;
        let second = numbering.next("２．", Suffix::Tab, &mut last, None);
        assert_eq!(series(&mut numbering, &["（１）", "（２）"], second), [Some((0, 1)), Some((0, 1))]);
        // A second list in the same place would go on counting in Word.
        assert_eq!(series(&mut numbering, &["（１）"], second), [Some((1, 0))]);
        let third = numbering.next("３．", Suffix::Tab, &mut last, None);
        assert_eq!(third.map(|place| (place.instance, place.level)), Some((0, 0)));
        assert_eq!(series(&mut numbering, &["（１）"], third), [Some((0, 1))]);
    }

    #[test]
    fn a_list_interrupted_by_one_of_its_kind_begins_anew() {
        let mut numbering = Numbering::default();
        let mut outer = None;
        numbering.next("（１）", Suffix::Tab, &mut outer, None);
        series(&mut numbering, &["（１）"], None);
        let next = numbering.next("（２）", Suffix::Tab, &mut outer, None);
        assert_eq!(next.map(|place| place.instance), Some(2));
        assert_eq!(numbering.instances[2].start, 2);
    }

    #[test]
    fn numbers_of_sections_hold_those_above() {
        let mut numbering = Numbering::default();
        let mut last = None;
        let first = numbering.next("１．", Suffix::Nothing, &mut last, None);
        let mut inner = None;
        let below = |numbering: &mut Numbering, label, inner: &mut _| {
            numbering.next(label, Suffix::Nothing, inner, first).map(|place| place.level)
        };
        assert_eq!(below(&mut numbering, "１－１．", &mut inner), Some(1));
        assert_eq!(below(&mut numbering, "１－２．", &mut inner), Some(1));
        assert_eq!(below(&mut numbering, "２－３．", &mut inner), None);
        let mut out = Markup::default();
        numbering.write(&mut out);
        assert!(out.into_string().contains("<w:lvlText w:val=\"%1－%2．\"/>"));
    }
}
