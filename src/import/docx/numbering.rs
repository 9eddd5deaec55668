//! Automatic numbers (ECMA-376 Part 1, 17.9): definitions, and counters that are followed through the document.

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use super::number_format::format;
use super::styles::{Indent, OwnNumber, Styles};
use super::symbol;
use super::xml::{attribute, child, elements, is_on, is_word, number, value};

const LEVELS: usize = 9;
/// A definition leads to a style, and that to another list: a circle would have no end.
const STEPS: usize = 8;
/// Of numbers that files begin with: Word has none above.
const HIGHEST: u32 = 32_767;

#[derive(Debug, Default)]
pub struct Numbering {
    definitions: HashMap<String, Definition>,
    lists: HashMap<String, List>,
    /// Of each definition, which its lists share; `None` before the first.
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    /// Levels of lists that have been used: a start of their own counts once.
    begun: HashSet<(String, usize)>,
}

/// `w:abstractNum`
#[derive(Debug, Default)]
struct Definition {
    levels: HashMap<usize, Level>,
    /// The style whose list is meant in its place.
    style_link: Option<String>,
}

/// `w:num`
#[derive(Debug, Default)]
struct List {
    definition: String,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// Between number and text.
    suffix: &'static str,
    /// Numbers of the levels above in half-width digits, whatever these are.
    is_legal: bool,
    /// Begins anew after this level from 1, or a higher one; 0 for never, `None` after each higher one.
    restart: Option<usize>,
    /// The paragraph style that has this level.
    style: Option<String>,
    indent: Indent,
}

/// A list and a level of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    list: String,
    level: usize,
}

impl Level {
    fn read(node: Node<'_, '_>) -> Level {
        let format = child(node, "numFmt");
        let name = format.and_then(|format| attribute(format, "val")).unwrap_or("decimal");
        // 001, 002: in a format of its own.
        let zeros =
            format.and_then(|format| attribute(format, "format")).is_some_and(|custom| custom.starts_with("01"));
        let text = value(node, "lvlText").unwrap_or_default();
        let text = match name {
            "bullet" if child(node, "lvlPicBulletId").is_some() => "・".to_owned(),
            "bullet" => symbol::bullet(text, child(node, "rPr").and_then(symbol::font)),
            _ => text.to_owned(),
        };
        Level {
            start: number(node, "start").unwrap_or(0).min(HIGHEST),
            format: if zeros { "decimalZero" } else { name }.to_owned(),
            text,
            suffix: match value(node, "suff") {
                Some("nothing") => "",
                Some("space") => " ",
                _ => "　",
            },
            is_legal: is_on(node, "isLgl"),
            restart: number(node, "lvlRestart"),
            style: value(node, "pStyle").map(str::to_owned),
            indent: child(node, "pPr").map(Indent::read).unwrap_or_default(),
        }
    }
}

impl Numbering {
    pub fn read(root: Node<'_, '_>) -> Numbering {
        let mut numbering = Numbering::default();
        for node in elements(root) {
            if is_word(node, "abstractNum") {
                let Some(id) = attribute(node, "abstractNumId") else { continue };
                let style_link = value(node, "numStyleLink").map(str::to_owned);
                let levels = elements(node).filter_map(level_of).collect();
                numbering.definitions.insert(id.to_owned(), Definition { levels, style_link });
            } else if is_word(node, "num") {
                let Some(id) = attribute(node, "numId") else { continue };
                numbering.lists.insert(id.to_owned(), List::read(node));
            }
        }
        numbering
    }

    /// Where a paragraph stands: what it says itself, then what its style says.
    pub fn place(&self, own: &OwnNumber, style: Option<&str>, styles: &Styles) -> Option<Place> {
        let mut by_style =
            styles.chain(style).filter(|style| style.number.list.is_some() || style.number.level.is_some());
        let from_style = by_style.next();
        let list =
            own.list.as_deref().or_else(|| styles.chain(style).find_map(|style| style.number.list.as_deref()))?;
        let level = own.level.or_else(|| match own.list {
            Some(_) => None,
            None => {
                let linked = styles.chain(style).find_map(|style| self.level_of_style(list, &style.id, styles));
                linked.or_else(|| from_style.and_then(|style| style.number.level))
            }
        });
        let level = level.unwrap_or(0).min(LEVELS - 1);
        (list != "0" && self.lists.contains_key(list)).then(|| Place { list: list.to_owned(), level })
    }

    fn level_of_style(&self, list: &str, style: &str, styles: &Styles) -> Option<usize> {
        (0..LEVELS).find(|at| self.level(list, *at, styles).is_some_and(|level| level.style.as_deref() == Some(style)))
    }

    /// The id of the definition that a list uses in the end.
    fn definition(&self, list: &str, styles: &Styles) -> Option<&str> {
        let mut list = list;
        for _ in 0..STEPS {
            let id = self.lists.get(list)?.definition.as_str();
            let definition = self.definitions.get(id)?;
            match definition.style_link.as_deref().and_then(|style| styles.list(style)) {
                Some(other) if definition.levels.is_empty() => list = other,
                _ => return Some(id),
            }
        }
        None
    }

    fn level(&self, list: &str, at: usize, styles: &Styles) -> Option<&Level> {
        let own = self.lists.get(list)?.levels.get(&at);
        own.or_else(|| self.definitions.get(self.definition(list, styles)?)?.levels.get(&at))
    }

    pub fn indent(&self, place: &Place, styles: &Styles) -> Indent {
        self.level(&place.list, place.level, styles).map(|level| level.indent).unwrap_or_default()
    }

    /// Counts on, and gives the number with what stands between it and the text.
    pub fn next(&mut self, place: &Place, styles: &Styles) -> String {
        let Place { list, level } = place;
        let Some(definition) = self.definition(list, styles).map(str::to_owned) else { return String::new() };
        let Some(own) = self.level(list, *level, styles).cloned() else { return String::new() };
        let mut counts = self.counts.get(&definition).copied().unwrap_or_default();
        let start = |at| self.start(list, at, styles);
        let begins = self.lists.get(list).is_some_and(|list| list.starts.contains_key(level))
            && !self.begun.contains(&(list.clone(), *level));
        for (at, count) in counts.iter_mut().enumerate().take(*level) {
            // Word counts from 0 what has no number above: 0.1.
            count.get_or_insert(start(at).saturating_sub(1));
        }
        counts[*level] = match counts[*level] {
            Some(count) if !begins => Some(count.saturating_add(1)),
            _ => Some(start(*level)),
        };
        for (at, count) in counts.iter_mut().enumerate().skip(*level + 1) {
            let restart = self.level(list, at, styles).and_then(|level| level.restart);
            if restart.is_none_or(|restart| *level < restart) {
                *count = None;
            }
        }
        let label = self.label(place, &own, &counts, styles);
        self.begun.insert((list.clone(), *level));
        self.counts.insert(definition, counts);
        label
    }

    fn start(&self, list: &str, at: usize, styles: &Styles) -> u32 {
        let own = self.lists.get(list).and_then(|list| list.starts.get(&at)).copied();
        own.or_else(|| self.level(list, at, styles).map(|level| level.start)).unwrap_or(1)
    }

    fn label(&self, place: &Place, own: &Level, counts: &[Option<u32>; LEVELS], styles: &Styles) -> String {
        let mut label = String::new();
        let mut characters = own.text.chars().peekable();
        while let Some(character) = characters.next() {
            let digit = characters.peek().and_then(|next| next.to_digit(10)).filter(|digit| (1..=9).contains(digit));
            let Some(digit) = digit.filter(|_| character == '%') else {
                label.push(character);
                continue;
            };
            characters.next();
            let at = digit as usize - 1;
            let Some(count) = counts[at].filter(|_| at <= place.level) else { continue };
            let level = self.level(&place.list, at, styles);
            let name = level.map_or("decimal", |level| level.format.as_str());
            let name = if own.is_legal && name != "none" { "decimal" } else { name };
            label.push_str(&format(name, count));
        }
        if label.is_empty() { label } else { label + own.suffix }
    }
}

impl List {
    fn read(node: Node<'_, '_>) -> List {
        let mut list =
            List { definition: value(node, "abstractNumId").unwrap_or_default().to_owned(), ..List::default() };
        for node in elements(node).filter(|node| is_word(*node, "lvlOverride")) {
            let Some(at) = attribute(node, "ilvl").and_then(|at| at.parse().ok()) else { continue };
            if let Some(start) = number::<u32>(node, "startOverride") {
                list.starts.insert(at, start.min(HIGHEST));
            }
            list.levels.extend(elements(node).filter_map(level_of));
        }
        list
    }
}

fn level_of(node: Node<'_, '_>) -> Option<(usize, Level)> {
    let at = attribute(node, "ilvl")?.parse().ok().filter(|at| *at < LEVELS)?;
    is_word(node, "lvl").then(|| (at, Level::read(node)))
}
