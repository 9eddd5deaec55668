//! Passages below one heading to paragraphs, items, bullets and notes: a stack of open lists. A style seen for the first
//! time opens a level below; a number that is the next one of an open list goes on with it; any other number is text.

use super::words;
use crate::import::draft::{Entry, EntryLabel, EntryLabelKind, Part};
use crate::import::label::{self, Label, LabelKind, Reading, Style};
use crate::import::manuscript::{Block, Passage, Remark, RemarkKind, Table, Written};
use crate::japanese::numerals::Counter;

/// Deeper lists are text.
const MAX_DEPTH: usize = 6;
/// How many blocks ahead an open list is looked for.
const LOOKAHEAD: usize = 40;
/// What is this much further to the right (in half-width columns) than a label belongs to it: more than an indent of one
/// character.
const BELOW_A_LABEL: u16 = 3;
/// Of a heading, and of a title on the line of a label.
const LONGEST_HEADING: usize = 60;
const LONGEST_TITLE: usize = 40;

/// Whether the paragraphs have numbers, and in which styles.
#[derive(Clone, Copy)]
pub(super) enum Paragraphs<'s> {
    Numbered(&'s [Style]),
    Plain,
}

pub(super) fn read(blocks: &[Block], paragraphs: Paragraphs<'_>, remarks: &mut Vec<Remark>) -> Vec<Entry> {
    let labels: Vec<Option<Label<'_>>> = blocks.iter().map(label_of).collect();
    let mut lists = Lists {
        paragraphs,
        entries: Vec::new(),
        current: Entry::default(),
        levels: Vec::new(),
        bullets: Vec::new(),
        remarks,
    };
    for (at, block) in blocks.iter().enumerate() {
        let ahead = &labels[at + 1..labels.len().min(at + 1 + LOOKAHEAD)];
        match block {
            Block::Passage(passage) => lists.passage(passage, labels[at].as_ref(), ahead),
            Block::Table(table) => lists.table(table, ahead),
            Block::Break => {}
        }
    }
    lists.finish()
}

pub(super) fn label_of(block: &Block) -> Option<Label<'_>> {
    match block {
        Block::Passage(passage) => label::read(passage.text.as_str()),
        Block::Table(_) | Block::Break => None,
    }
}

/// The passage's label and the text after it.
pub(super) fn cut(passage: &Passage, label: &Label<'_>) -> (Written, Written) {
    let text = passage.text.as_str();
    let rest = text.len() - label.rest.len();
    (passage.text.part(0..rest), passage.text.part(rest..text.len()))
}

/// Whether a number that stands alone before a space may be a label: 「30 日以内」 is none.
pub(super) fn is_plausible(style: &Style, rest: &str) -> bool {
    !is_bare(style) || !words::goes_on_from_a_number(rest)
}

/// A number, letter or kana that only a space parts from the text.
fn is_bare(style: &Style) -> bool {
    style.before.is_empty() && style.after.is_empty() && style.counter != Counter::Circled
}

/// Text that may stand above other text.
pub(super) fn is_like_a_title(text: &str) -> bool {
    text.chars().count() <= LONGEST_HEADING
        && !text.is_empty()
        && !text.contains('。')
        && !text.ends_with(['、', '，', ','])
}

/// An open list of items.
struct Level {
    style: Style,
    number: u32,
    /// Of its last label.
    indent: u16,
    /// The items before the current one.
    before: Vec<Entry>,
    current: Entry,
}

struct Lists<'a> {
    paragraphs: Paragraphs<'a>,
    /// The paragraphs before the current one.
    entries: Vec<Entry>,
    current: Entry,
    /// Of items, the outermost first.
    levels: Vec<Level>,
    /// Signs of the bullets that are open below the innermost item.
    bullets: Vec<char>,
    remarks: &'a mut Vec<Remark>,
}

/// Where a label stands: the depth of its list (0 for paragraphs), and whether that begins with it.
struct Place {
    depth: usize,
    begins: bool,
    style: Style,
    number: u32,
}

impl Lists<'_> {
    fn passage(&mut self, passage: &Passage, label: Option<&Label<'_>>, ahead: &[Option<Label<'_>>]) {
        if passage.text.is_empty() {
            return;
        }
        match label.map(|label| (&label.kind, label)) {
            Some((LabelKind::Item(readings), label)) => match self.place(readings, label.rest) {
                Some(place) => self.number(passage, label, place),
                None => {
                    self.remark_gap(passage, readings);
                    self.text(passage, ahead);
                }
            },
            Some((LabelKind::Bullet(sign), label)) if words::BULLETS.contains(*sign) => {
                self.bullet(passage, label, *sign);
            }
            Some((LabelKind::Note(number), label)) => self.note(passage, label, *number),
            _ => self.text(passage, ahead),
        }
    }

    fn place(&self, readings: &[Reading], rest: &str) -> Option<Place> {
        // The next number of an open list is seldom one of a sentence.
        let goes_on = |is_same: fn(&Style, &Style) -> bool| {
            (0..=self.levels.len()).rev().find_map(|depth| {
                let found = readings
                    .iter()
                    .filter(|_| !rest.is_empty())
                    .find(|reading| self.goes_on(depth, reading, is_same))?;
                Some(Place { depth, begins: false, style: found.style.clone(), number: found.number })
            })
        };
        goes_on(|one, other| one == other).or_else(|| goes_on(Style::is_like)).or_else(|| {
            let is_first = |reading: &&Reading| reading.number == 1 && is_plausible(&reading.style, rest);
            let first = readings.iter().find(is_first)?;
            // The innermost list begins again; otherwise a list stands in the one before.
            let is_again = self.levels.last().is_some_and(|level| level.style == first.style);
            let depth = self.levels.len() + usize::from(!is_again);
            (depth <= MAX_DEPTH).then(|| Place { depth, begins: true, style: first.style.clone(), number: 1 })
        })
    }

    fn goes_on(&self, depth: usize, reading: &Reading, is_same: fn(&Style, &Style) -> bool) -> bool {
        match (depth.checked_sub(1), self.paragraphs) {
            (Some(at), _) => {
                let level = &self.levels[at];
                reading.number == level.number + 1 && is_same(&level.style, &reading.style)
            }
            (None, Paragraphs::Numbered(styles)) => {
                let count = self.entries.len() + usize::from(self.current != Entry::default());
                reading.number as usize == count + 1 && styles.iter().any(|style| is_same(style, &reading.style))
            }
            (None, Paragraphs::Plain) => false,
        }
    }

    fn number(&mut self, passage: &Passage, label: &Label<'_>, place: Place) {
        let entry = labelled(passage, label, EntryLabelKind::Number(place.style.clone(), place.number));
        self.close(if place.begins { place.depth - 1 } else { place.depth });
        if place.depth == 0 {
            self.next_paragraph(entry);
            return;
        }
        match self.levels.last_mut() {
            Some(level) if !place.begins => {
                level.before.push(std::mem::replace(&mut level.current, entry));
                (level.number, level.indent) = (place.number, passage.indent);
            }
            _ => {
                let Place { style, number, .. } = place;
                self.levels.push(Level { style, number, indent: passage.indent, before: Vec::new(), current: entry });
            }
        }
    }

    fn next_paragraph(&mut self, entry: Entry) {
        let before = std::mem::replace(&mut self.current, entry);
        if before != Entry::default() {
            self.entries.push(before);
        }
    }

    /// Closes all lists below `depth`.
    fn close(&mut self, depth: usize) {
        self.bullets.clear();
        while self.levels.len() > depth {
            if let Some(Level { mut before, current, .. }) = self.levels.pop() {
                before.push(current);
                self.innermost().parts.push(Part::Items(before));
            }
        }
    }

    fn innermost(&mut self) -> &mut Entry {
        match self.levels.last_mut() {
            Some(level) => &mut level.current,
            None => &mut self.current,
        }
    }

    fn finish(mut self) -> Vec<Entry> {
        self.close(0);
        self.next_paragraph(Entry::default());
        match self.paragraphs {
            Paragraphs::Numbered(_) => self.entries,
            Paragraphs::Plain => self.entries.into_iter().flat_map(apart).collect(),
        }
    }

    fn bullet(&mut self, passage: &Passage, label: &Label<'_>, sign: char) {
        let depth = self.bullets.iter().position(|&open| open == sign).unwrap_or(self.bullets.len().min(1));
        self.bullets.truncate(depth);
        self.bullets.push(sign);
        let entry = labelled(passage, label, EntryLabelKind::Bullet(sign));
        add_bullet(&mut self.innermost().parts, entry, depth);
    }

    fn note(&mut self, passage: &Passage, label: &Label<'_>, number: Option<u32>) {
        let entry = labelled(passage, label, EntryLabelKind::Note(number));
        self.bullets.clear();
        match self.innermost().parts.last_mut() {
            Some(Part::Notes(notes)) => notes.push(entry),
            _ => self.innermost().parts.push(Part::Notes(vec![entry])),
        }
    }

    /// Text without a label: of the item before it, or of the paragraph that goes on.
    fn text(&mut self, passage: &Passage, ahead: &[Option<Label<'_>>]) {
        let between_bullets = self.is_between_bullets(ahead);
        if !between_bullets {
            let depth = self.depth_of(passage, ahead);
            self.close(depth);
        }
        let is_titled = !between_bullets && self.is_titled(passage, ahead);
        let entry = self.innermost();
        entry.notes.extend(passage.notes.iter().cloned());
        if is_titled {
            entry.title = entry.text.pop();
        }
        add_text(entry, passage.text.clone(), between_bullets);
    }

    fn table(&mut self, table: &Table, ahead: &[Option<Label<'_>>]) {
        let announces = |entry: &Entry| entry.text.iter().any(|text| words::announces_a_table(text.as_str()));
        let own = if announces(self.innermost()) { self.levels.len() } else { 0 };
        let depth = self.list_that_goes_on(ahead).unwrap_or(own);
        self.close(depth);
        self.innermost().parts.push(Part::Table(table.clone()));
    }

    /// Text between two bullets of a kind belongs to the first.
    fn is_between_bullets(&self, ahead: &[Option<Label<'_>>]) -> bool {
        let next = ahead.first().and_then(Option::as_ref).map(|label| &label.kind);
        self.bullets.last().is_some_and(|sign| matches!(next, Some(LabelKind::Bullet(next)) if next == sign))
    }

    fn depth_of(&self, passage: &Passage, ahead: &[Option<Label<'_>>]) -> usize {
        let Some(innermost) = self.levels.last() else { return 0 };
        if let Some(depth) = self.list_that_goes_on(ahead) {
            return depth;
        }
        let is_title = is_untitled_title(&innermost.current) && !innermost.before.is_empty();
        if is_title && innermost.before.iter().all(|item| item.title.is_some()) {
            return self.levels.len();
        }
        let is_below = |level: &Level| passage.indent >= level.indent.saturating_add(BELOW_A_LABEL);
        self.levels.iter().rposition(is_below).map_or(0, |at| at + 1)
    }

    /// Depth of the open list whose next number comes before anything that ends it.
    fn list_that_goes_on(&self, ahead: &[Option<Label<'_>>]) -> Option<usize> {
        let items = ahead.iter().flatten().filter_map(|label| match &label.kind {
            LabelKind::Item(readings) => Some((readings, label.rest)),
            _ => None,
        });
        for (readings, rest) in items {
            let Some(place) = self.place(readings, rest) else { continue };
            if !place.begins {
                return (place.depth > 0).then_some(place.depth);
            }
            if self.levels.iter().any(|level| level.style == place.style) {
                return None;
            }
        }
        None
    }

    /// Whether what stands on the line of the innermost label is a title, now that text follows it.
    fn is_titled(&mut self, passage: &Passage, ahead: &[Option<Label<'_>>]) -> bool {
        let is_numbered = matches!(self.paragraphs, Paragraphs::Numbered(_));
        let is_item = !self.levels.is_empty();
        let goes_on = self.list_that_goes_on(ahead).is_some();
        let before = self.levels.last().map(|level| level.before.as_slice()).unwrap_or_default();
        let follows_titles = !before.is_empty() && before.iter().all(|item| item.title.is_some());
        let entry = self.innermost();
        let ends_as_item = entry.text.first().is_some_and(|text| words::ends_as_item(text.as_str()));
        entry.label.is_some()
            && is_untitled_title(entry)
            && passage.text.as_str().contains('。')
            && (!is_item || !is_numbered || goes_on || follows_titles)
            && !(is_numbered && is_item && ends_as_item)
    }

    fn remark_gap(&mut self, passage: &Passage, readings: &[Reading]) {
        let is_paragraph = |style: &Style| match self.paragraphs {
            Paragraphs::Numbered(styles) => styles.iter().any(|known| known.is_like(style)),
            Paragraphs::Plain => false,
        };
        let is_open = |style: &Style| is_paragraph(style) || self.levels.iter().any(|level| level.style.is_like(style));
        if readings.iter().any(|reading| !is_bare(&reading.style) && is_open(&reading.style)) {
            let text: String = passage.text.as_str().chars().take(30).collect();
            let text = format!("番号が続いていないため、文章として取り込みました：{text}");
            self.remarks.push(Remark { kind: RemarkKind::Doubtful, line: passage.text.first_line(), text });
        }
    }
}

fn labelled(passage: &Passage, label: &Label<'_>, kind: EntryLabelKind) -> Entry {
    let (written, text) = cut(passage, label);
    let text = if text.is_empty() { Vec::new() } else { vec![text] };
    Entry { label: Some(EntryLabel { written, kind }), text, notes: passage.notes.clone(), ..Entry::default() }
}

/// A single short line that has no title and nothing below it.
fn is_untitled_title(entry: &Entry) -> bool {
    let [text] = entry.text.as_slice() else { return false };
    let is_short = text.as_str().chars().count() <= LONGEST_TITLE;
    entry.title.is_none() && entry.parts.is_empty() && is_short && is_like_a_title(text.as_str())
}

/// A bullet with a sign of its own stands below another: depth 1.
fn add_bullet(parts: &mut Vec<Part>, entry: Entry, depth: usize) {
    match parts.last_mut() {
        Some(Part::Bullets(bullets)) => match bullets.last_mut().filter(|_| depth == 1) {
            Some(last) => add_bullet(&mut last.parts, entry, 0),
            None => bullets.push(entry),
        },
        _ => parts.push(Part::Bullets(vec![entry])),
    }
}

/// Adds a paragraph to the text of an entry, or of its innermost last bullet.
fn add_text(entry: &mut Entry, text: Written, to_bullet: bool) {
    match entry.parts.last_mut() {
        None => entry.text.push(text),
        Some(Part::Text(lines)) => lines.push(text),
        Some(Part::Bullets(bullets)) if to_bullet => {
            if let Some(last) = bullets.last_mut() {
                add_text(last, text, true);
            }
        }
        Some(_) => entry.parts.push(Part::Text(vec![text])),
    }
}

/// Paragraphs without numbers: each text begins one of its own, and so does what cannot stand below another part.
fn apart(entry: Entry) -> Vec<Entry> {
    let Entry { label, title, text, parts, notes } = entry;
    let mut entries: Vec<Entry> = text.into_iter().map(Entry::of).collect();
    if entries.is_empty() {
        entries.push(Entry::default());
    }
    let mut current = entries.len() - 1;
    (entries[0].label, entries[0].title) = (label, title);
    for part in parts {
        let rank = part.rank();
        let follows = entries[current].parts.last().is_some_and(|last| last.rank() >= rank);
        match part {
            Part::Text(lines) => entries.extend(lines.into_iter().map(Entry::of)),
            part => {
                if follows {
                    entries.push(Entry::default());
                }
                let last = entries.len() - 1;
                entries[last].parts.push(part);
            }
        }
        current = entries.len() - 1;
    }
    entries[0].notes = notes;
    entries
}
