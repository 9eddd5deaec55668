//! What a sentence says of a term, read in one pass with the depth of its brackets.

use std::ops::Range;

use super::bare::announced;
use super::words::{MEANING, Strength};
use super::{Area, Definition, ahead};

/// X とは: a meaning may follow.
pub(super) struct Start {
    /// After とは.
    pub at: usize,
    pub term: Range<usize>,
    pub phrase: usize,
    pub area: Area,
    pub strength: Strength,
}

/// A bracket that ends with 以下同じ.
pub(super) struct Gloss {
    pub bracket: usize,
    /// From the bracket to 以下.
    pub inside: Range<usize>,
    /// 以下この項において
    pub announcement: Range<usize>,
    pub end: usize,
}

fn is_open(c: char) -> bool {
    matches!(c, '（' | '(')
}

fn is_close(c: char) -> bool {
    matches!(c, '）' | ')')
}

/// The definitions whose meaning is there: a verb in the same sentence and bracket ends it.
pub(super) fn explained(text: &str, starts: &[Start]) -> Vec<Definition> {
    let mut found = Vec::new();
    let mut starts = starts.iter().peekable();
    let mut waiting: Vec<(usize, &Start)> = Vec::new();
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        while let Some(start) = starts.next_if(|start| start.at <= at) {
            waiting.push((depth, start));
        }
        // です。 ends with the stop, so the verb is looked for before the stop is.
        let verb = || MEANING.iter().find(|(verb, _)| text[at..].starts_with(verb));
        if let Some((_, least)) = (!waiting.is_empty()).then(verb).flatten() {
            while let Some((_, start)) = waiting.pop_if(|(level, start)| *level == depth && start.strength >= *least) {
                let meaning = Some(start.at..at);
                let Start { term, phrase, area, .. } = start;
                found.push(Definition { phrase: *phrase..at, term: term.clone(), area: *area, meaning });
            }
        }
        match c {
            _ if is_open(c) => depth += 1,
            _ if is_close(c) => {
                depth = depth.saturating_sub(1);
                while waiting.pop_if(|(level, _)| *level > depth).is_some() {}
            }
            '。' => while waiting.pop_if(|(level, _)| *level >= depth).is_some() {},
            _ => {}
        }
    }
    found
}

/// Every bracket with 以下同じ in it.
pub(super) fn glosses(text: &str) -> Vec<Gloss> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    let mut announced = announced(text).peekable();
    if announced.peek().is_none() {
        return found;
    }
    for (at, c) in text.char_indices() {
        if is_open(c) {
            open.push(at);
        } else if is_close(c) {
            open.pop();
        }
        let Some(from) = announced.next_if(|from| *from == at) else { continue };
        let said = ahead(text, from, 24).split(['。', '「', '（', '）', '(', ')']).next().unwrap_or_default();
        let same = ["同じ", "同様"].iter().find_map(|word| said.find(word).map(|at| (at, word.len())));
        if let (Some((same, length)), Some(&bracket)) = (same, open.last()) {
            let mark = text[bracket..].chars().next().map_or(0, char::len_utf8);
            let announcement = from..from + same;
            found.push(Gloss { bracket, inside: bracket + mark..from, announcement, end: from + same + length });
        }
    }
    found
}
