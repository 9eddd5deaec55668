//! Where a place in an imported document stands in the original: found by its words, so that it is still found after the
//! document was edited.

use std::collections::BTreeMap;
use std::ops::Range;

use super::label;
use crate::diagnostic::{Diagnostic, Origin};
use crate::source::Sources;

/// The lines of an original, as `import` keeps them beside the documents.
#[derive(Debug)]
pub struct Original {
    /// Name of the file that was imported.
    pub name: String,
    /// Letters and digits alone, without the labels at the heads of lines: a document generates them, and brackets of
    /// captions.
    characters: Vec<char>,
    /// Where each line begins among them.
    starts: Vec<usize>,
}

/// Says of every finding where it stands in the originals that `kept` has beside the file of this path.
pub fn attach<E>(
    diagnostics: &mut [Diagnostic],
    sources: &Sources,
    mut kept: impl FnMut(&str) -> Result<Vec<(String, String)>, E>,
) -> Result<(), E> {
    let mut folders: BTreeMap<String, Vec<Original>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let file = sources.get(diagnostic.span.source);
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if !folders.contains_key(folder) {
            let originals = kept(&file.path)?.into_iter().map(|(name, text)| Original::new(&name, &text));
            folders.insert(folder.to_owned(), originals.collect());
        }
        let originals = folders.get(folder).into_iter().flatten();
        let found = originals.filter_map(|original| {
            let (line, fit) = original.line(&file.text, diagnostic.span.range())?;
            Some((fit, Origin { path: original.name.clone(), line }))
        });
        diagnostic.origin = found.max_by_key(|(fit, _)| *fit).map(|(_, origin)| origin);
    }
    Ok(())
}

/// Words of a place, on both sides of it.
struct Words {
    before: Vec<char>,
    after: Vec<char>,
}

/// How many characters of a place are compared on each side.
const REACH: usize = 30;
/// Fewer stand in too many places.
const TELLING: usize = 4;
/// How many of them must stand together first.
const SEEDS: [usize; 3] = [8, 5, 3];

impl Original {
    /// `name` is that of the kept file: `規約.docx.txt` is of 規約.docx, `規約.txt` of itself.
    pub fn new(name: &str, text: &str) -> Original {
        let stem = name.strip_suffix(".txt").unwrap_or(name);
        let is_other = super::EXTENSIONS
            .iter()
            .any(|extension| stem.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(extension)));
        let (mut characters, mut starts) = (Vec::new(), Vec::new());
        for line in text.split('\n') {
            starts.push(characters.len());
            characters.extend(words(label::read(line).map_or(line, |label| label.rest)));
        }
        Original { name: if is_other { stem } else { name }.to_owned(), characters, starts }
    }

    /// The line of a place in the source of a document, from 1, and how well its words fit.
    pub fn line(&self, source: &str, place: Range<usize>) -> Option<(usize, usize)> {
        let words = Words::around(source, place.start);
        let seeds = SEEDS.into_iter().filter(|&seed| seed <= words.after.len());
        let places = seeds.map(|seed| self.places(&words.after[..seed])).find(|places| !places.is_empty())?;
        let share = |at: usize, of: usize| at as f64 / of.max(1) as f64;
        let expected = share(place.start, source.len());
        let distance = |&at: &usize| (share(at, self.characters.len()) - expected).abs();
        let fit = |&at: &usize| words.fit(&self.characters, at);
        let best = places
            .into_iter()
            .max_by(|one, other| fit(one).cmp(&fit(other)).then_with(|| distance(other).total_cmp(&distance(one))))?;
        let line = self.starts.partition_point(|&start| start <= best);
        Some((line, fit(&best))).filter(|&(_, fit)| fit >= TELLING)
    }

    fn places(&self, words: &[char]) -> Vec<usize> {
        let windows = self.characters.windows(words.len()).enumerate();
        windows.filter(|(_, window)| *window == words).map(|(at, _)| at).collect()
    }
}

impl Words {
    /// What the values in the source say around an offset.
    fn around(source: &str, at: usize) -> Words {
        let line = source[..at].rfind('\n').map_or(0, |end| end + 1);
        let own = value(&source[line..]);
        // In a key, or on a line that has only a key: what comes next.
        let from = at.max(line + own.start);
        let mut before: Vec<char> = Vec::new();
        for text in source[..line].lines().rev() {
            if before.len() >= REACH {
                break;
            }
            before.extend(words(&text[value(text)]).into_iter().rev());
        }
        before.reverse();
        let own_end = line + own.end;
        let from = from.min(own_end);
        before.extend(words(&source[(line + own.start).min(from)..from]));
        let mut after = words(&source[from..own_end]);
        for text in source[own_end..].lines().skip(1) {
            if after.len() >= REACH {
                break;
            }
            after.extend(words(&text[value(text)]));
        }
        after.truncate(REACH);
        Words { before: before.split_off(before.len().saturating_sub(REACH)), after }
    }

    /// How many characters around a place of the original are those of the words.
    fn fit(&self, characters: &[char], at: usize) -> usize {
        let after = self.after.iter().zip(&characters[at..]).take_while(|(one, other)| one == other).count();
        let before = self.before.iter().rev().zip(characters[..at].iter().rev());
        after + before.take_while(|(one, other)| one == other).count()
    }
}

/// The part of a line of YAML that is text of the document: without list marks, key and block sign. Empty for a value of
/// the format (an id, a date, a style), which no Japanese is in.
fn value(line: &str) -> Range<usize> {
    let end = line.find('\n').unwrap_or(line.len());
    let line = &line[..end];
    let mut start = line.len() - line.trim_start_matches([' ', '-']).len();
    let key = line[start..].split_once(": ").map(|(key, _)| key);
    if let Some(key) = key.filter(|key| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')) {
        start += key.len() + 2;
    }
    let is_text = !line[start..].starts_with('#') && !line[start..].is_ascii();
    if is_text { start..end } else { end..end }
}

/// Letters and digits.
fn words(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGINAL: &str = "第1条（目的）\n本規約は、利用の条件を\n定めます。\n\n第2条（通知）\n当社は、前項に従い通知し\nます。\n(1) 郵便\n(2) 電子\nメール";
    const SOURCE: &str = "id: terms\narticles:\n  - id: purpose\n    caption: 目的\n    paragraphs:\n      - 本規約は、利用の条件を定めます。\n  - id: notice\n    caption: 通知\n    paragraphs:\n      - text: 当社は、前項に従い通知します。\n        items:\n          - 郵便\n          - 電子メール\n";

    fn line(source: &str, words: &str) -> Option<usize> {
        let at = source.find(words).expect("stands there");
        Original::new("a.txt", ORIGINAL).line(source, at..at + words.len()).map(|(line, _)| line)
    }

    #[test]
    fn a_place_is_found_by_its_words_and_those_around_it() {
        for (words, expected) in
            [("本規約は", 2), ("定めます", 3), ("前項", 6), ("ます。\n        items", 7), ("郵便", 8), ("メール", 10)]
        {
            assert_eq!(line(SOURCE, words), Some(expected), "{words}");
        }
    }

    #[test]
    fn a_key_stands_for_what_it_holds() {
        assert_eq!(line(SOURCE, "id: notice"), Some(5));
        assert_eq!(line(SOURCE, "text: 当社"), Some(6));
    }

    #[test]
    fn an_edited_document_is_still_found_and_new_text_is_not() {
        let edited = SOURCE
            .replace("    caption: 目的\n", "    caption: 目的\n    subject: x\n")
            .replace("本規約は、", "この規約は、");
        assert_eq!(line(&edited, "前項"), Some(6));
        let new =
            SOURCE.replace("          - 電子メール\n", "          - 電子メール\n          - 伝書鳩その他の鳥類\n");
        assert_eq!(line(&new, "伝書鳩"), None);
    }

    #[test]
    fn a_kept_text_is_named_for_its_file() {
        assert_eq!(Original::new("規約.docx.txt", "").name, "規約.docx");
        assert_eq!(Original::new("規約.txt", "").name, "規約.txt");
    }
}
