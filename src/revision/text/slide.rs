//! Where an insertion may stand in several places, the one that keeps numbers with their units: 3年［又は5年］ and not
//! 3［年又は5］年.

use std::ops::Range;

use super::{Token, Words};

type Change = (Range<usize>, Range<usize>);

/// Changes in order; those with words on one side alone may have moved along words that are the same.
pub(super) fn slid(changes: Vec<Change>, old: &Words, new: &Words) -> Vec<Change> {
    let mut out: Vec<Change> = Vec::with_capacity(changes.len());
    for (at, change) in changes.iter().enumerate() {
        let before = out.last().map_or((0, 0), |(old, new)| (old.end, new.end));
        let after =
            changes.get(at + 1).map_or((old.tokens.len(), new.tokens.len()), |next| (next.0.start, next.1.start));
        out.push(match (change.0.is_empty(), change.1.is_empty()) {
            (true, false) => {
                let by = distance(new, &change.1, before.1..after.1);
                (moved(&change.0, by), moved(&change.1, by))
            }
            (false, true) => {
                let by = distance(old, &change.0, before.0..after.0);
                (moved(&change.0, by), moved(&change.1, by))
            }
            _ => change.clone(),
        });
    }
    out
}

/// A change without the words that both of its sides begin or end with, which joining may have left there.
pub(super) fn trimmed((old_range, new_range): Change, old: &Words, new: &Words) -> Change {
    let (one, other) = (&old.tokens[old_range.clone()], &new.tokens[new_range.clone()]);
    let is_same = |(one, other): &(&Token, &Token)| one.key == other.key && !one.is_reference;
    let before = one.iter().zip(other).take_while(is_same).count();
    let after = one[before..].iter().rev().zip(other[before..].iter().rev()).take_while(is_same).count();
    (old_range.start + before..old_range.end - after, new_range.start + before..new_range.end - after)
}

fn moved(range: &Range<usize>, by: isize) -> Range<usize> {
    range.start.saturating_add_signed(by)..range.end.saturating_add_signed(by)
}

/// How far to move: not at all where numbers are whole, or nowhere are.
fn distance(words: &Words, range: &Range<usize>, within: Range<usize>) -> isize {
    const FARTHEST: isize = 4;
    let same = |one: usize, other: usize| {
        let (one, other) = (&words.tokens[one], &words.tokens[other]);
        one.key == other.key && !one.is_reference && !other.is_reference
    };
    let can_move = |by: isize| {
        let at = moved(range, by);
        at.start >= within.start
            && at.end <= within.end
            && if by < 0 {
                (at.start..range.start).all(|at| same(at, at + range.len()))
            } else {
                (range.end..at.end).all(|at| same(at, at - range.len()))
            }
    };
    let is_whole = |by: &isize| {
        let at = moved(range, *by);
        !divides_number(words, at.start) && !divides_number(words, at.end)
    };
    let reach = (range.start as isize).min(FARTHEST);
    let all = std::iter::once(0).chain((1..=reach).flat_map(|by| [-by, by])).chain(reach + 1..=FARTHEST);
    all.filter(|by| can_move(*by)).find(is_whole).unwrap_or(0)
}

/// Whether a number ends before a word and its unit begins with it.
fn divides_number(words: &Words, at: usize) -> bool {
    let is_number =
        |at: usize| words.tokens.get(at).is_some_and(|token| token.key.starts_with(|c: char| c.is_ascii_digit()));
    let is_unit =
        words.tokens.get(at).is_some_and(|token| !token.is_reference && token.key.starts_with(char::is_alphabetic));
    at > 0 && is_number(at - 1) && is_unit
}
