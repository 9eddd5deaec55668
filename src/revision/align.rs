//! Which part of an old text has become which part of a new one.
//!
//! By id, then by the whole text, then by name, then by similarity, then by place between parts already matched. Exact
//! matches come out of hash tables and similar texts out of an index of rare shingles, so that the time grows with the
//! text and not with its square.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

/// What is known of a part before it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// Only parts of one class are matched.
    pub class: u8,
    /// The id that the author gave.
    pub id: Option<String>,
    /// Caption, folded; empty for none.
    pub name: String,
    /// Everything in it, folded.
    pub text: String,
}

/// How alike two parts between the same neighbours must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Neighbours {
    /// As alike as any other: articles.
    Strict,
    /// A little: paragraphs, items and rows of one provision.
    Lenient,
}

/// For each new part the old one that it was.
pub fn align(old: &[Feature], new: &[Feature], neighbours: Neighbours) -> Vec<Option<usize>> {
    let mut matching = Matching { old, new, of_old: vec![None; old.len()], of_new: vec![None; new.len()] };
    matching.by_key(|part| part.id.as_deref(), Several::Ambiguous);
    matching.by_key(|part| Some((part.class, &part.name, &part.text)), Several::InOrder);
    matching.by_key(|part| (!part.name.is_empty()).then_some((part.class, &part.name)), Several::Ambiguous);
    matching.by_similarity();
    matching.by_place(neighbours);
    matching.of_new
}

/// Positions of new parts that have changed places with others: those outside the longest run of matches in order.
pub fn moved(old_of_new: &[Option<usize>]) -> Vec<bool> {
    let matched: Vec<(usize, usize)> =
        old_of_new.iter().enumerate().filter_map(|(new, old)| Some((new, (*old)?))).collect();
    // `tails[n]` ends the run of length n + 1 with the smallest old position.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(matched.len());
    for (at, (_, old)) in matched.iter().enumerate() {
        let length = tails.partition_point(|&tail| matched[tail].1 < *old);
        before.push(length.checked_sub(1).map(|shorter| tails[shorter]));
        if length == tails.len() {
            tails.push(at);
        } else {
            tails[length] = at;
        }
    }
    let mut moved: Vec<bool> = old_of_new.iter().map(Option::is_some).collect();
    let mut at = tails.last().copied();
    while let Some(here) = at {
        moved[matched[here].0] = false;
        at = before[here];
    }
    moved
}

/// For each part of `parts` that is not `taken`, the part of `among` that holds most of its words: a split or a merger.
pub fn containing(parts: &[&str], among: &[&str]) -> Vec<Option<usize>> {
    if parts.is_empty() {
        return Vec::new();
    }
    let whole: Vec<Vec<u64>> = among.iter().map(|text| shingles(text)).collect();
    let index = Index::new(whole.iter().enumerate());
    let find = |text: &&str| {
        let own = shingles(text);
        if own.len() < CONTAINED_LEAST {
            return None;
        }
        let best = index.overlaps(&own).into_iter().max_by_key(|&(at, count)| (count, std::cmp::Reverse(at)))?;
        let shared = common(&own, &whole[best.0]);
        (shared as f64 >= CONTAINED * own.len() as f64).then_some(best.0)
    };
    parts.iter().map(find).collect()
}

/// Characters of a shingle.
const SHINGLE: usize = 3;
/// Shingles in more parts than this tell nothing.
const COMMON: usize = 24;
/// Shingles of one text that are looked up.
const SAMPLED: usize = 512;
/// Share of common shingles from which two texts are one.
const SIMILAR: f64 = 0.5;
/// The same for parts that stand at the same place.
const LIKELY: f64 = 0.2;
/// Share of a part's shingles that another holds if it was split from it or merged into it.
const CONTAINED: f64 = 0.6;
/// Shingles of the shortest text that can be seen to come from another.
const CONTAINED_LEAST: usize = 12;
/// Characters. Shorter texts (a price, a percentage) have no shingles to speak of.
const SHORT: usize = 12;
/// Pairs looked at between two neighbours; beyond, parts are matched one by one in order.
const PAIRS: usize = 4096;

struct Matching<'a> {
    old: &'a [Feature],
    new: &'a [Feature],
    of_old: Vec<Option<usize>>,
    of_new: Vec<Option<usize>>,
}

/// What several parts with one key mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Several {
    Ambiguous,
    InOrder,
}

impl<'a> Matching<'a> {
    fn pair(&mut self, old: usize, new: usize) {
        (self.of_old[old], self.of_new[new]) = (Some(new), Some(old));
    }

    fn free_old(&self) -> impl Iterator<Item = usize> {
        (0..self.old.len()).filter(|&at| self.of_old[at].is_none())
    }

    fn free_new(&self) -> impl Iterator<Item = usize> {
        (0..self.new.len()).filter(|&at| self.of_new[at].is_none())
    }

    fn by_key<K: Hash + Eq>(&mut self, key: impl Fn(&'a Feature) -> Option<K>, several: Several) {
        let mut places: HashMap<K, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for at in self.free_old() {
            if let Some(key) = key(&self.old[at]) {
                places.entry(key).or_default().0.push(at);
            }
        }
        let mut order = Vec::new();
        for at in self.free_new() {
            if let Some((old, new)) = key(&self.new[at]).as_ref().and_then(|key| places.get_mut(key)) {
                new.push(at);
                match (several, &old[..], new.len()) {
                    (Several::Ambiguous, [only], 1) => order.push((*only, at)),
                    (Several::Ambiguous, [only], 2) => order.retain(|(other, _)| other != only),
                    (Several::Ambiguous, ..) => {}
                    (Several::InOrder, _, count) => order.extend(old.get(count - 1).map(|&old| (old, at))),
                }
            }
        }
        order.retain(|&(old, new)| self.old[old].class == self.new[new].class);
        for (old, new) in order {
            self.pair(old, new);
        }
    }

    fn by_similarity(&mut self) {
        let old: Vec<(usize, Vec<u64>)> = self.free_old().map(|at| (at, shingles(&self.old[at].text))).collect();
        let new: Vec<(usize, Vec<u64>)> = self.free_new().map(|at| (at, shingles(&self.new[at].text))).collect();
        if old.is_empty() || new.is_empty() {
            return;
        }
        let index = Index::new(new.iter().map(|(_, shingles)| shingles).enumerate());
        let mut candidates = Vec::new();
        for (old_at, own) in &old {
            for (candidate, _) in index.overlaps(own) {
                let (new_at, other) = &new[candidate];
                let score = dice(own, other);
                if score >= SIMILAR && self.old[*old_at].class == self.new[*new_at].class {
                    candidates.push((score, old_at.abs_diff(*new_at), *old_at, *new_at));
                }
            }
        }
        candidates.sort_by(|one, two| two.0.total_cmp(&one.0).then((one.1, one.2, one.3).cmp(&(two.1, two.2, two.3))));
        for (_, _, old, new) in candidates {
            if self.of_old[old].is_none() && self.of_new[new].is_none() {
                self.pair(old, new);
            }
        }
    }

    /// What stands between the same neighbours and is not altogether different.
    fn by_place(&mut self, neighbours: Neighbours) {
        let mut at = 0;
        while at < self.new.len() {
            let end = (at..self.new.len()).find(|&at| self.of_new[at].is_some()).unwrap_or(self.new.len());
            let first = at.checked_sub(1).map_or(Some(0), |before| self.of_new[before].map(|old| old + 1));
            let last = if end == self.new.len() { Some(self.old.len()) } else { self.of_new[end] };
            if let (Some(first), Some(last)) = (first, last)
                && at < end
                && first < last
            {
                self.between(first..last, at..end, neighbours);
            }
            at = end.max(at) + 1;
        }
    }

    fn between(&mut self, old: std::ops::Range<usize>, new: std::ops::Range<usize>, neighbours: Neighbours) {
        if old.clone().any(|at| self.of_old[at].is_some()) {
            return;
        }
        let is_even = old.len() == new.len();
        let is_small = old.len() * new.len() <= PAIRS;
        let mut next = old.start;
        for at in new.clone() {
            let reach = if is_even || !is_small { next..(next + 1).min(old.end) } else { next..old.end };
            let found = reach.into_iter().find(|&candidate| self.fits(candidate, at, neighbours, is_even));
            if let Some(found) = found {
                self.pair(found, at);
                next = found + 1;
            } else if is_even {
                next += 1;
            }
        }
    }

    fn fits(&self, old: usize, new: usize, neighbours: Neighbours, is_even: bool) -> bool {
        let (old, new) = (&self.old[old], &self.new[new]);
        if old.class != new.class {
            return false;
        }
        let score = dice(&shingles(&old.text), &shingles(&new.text));
        let is_short = old.text.chars().count().min(new.text.chars().count()) <= SHORT;
        match neighbours {
            Neighbours::Strict => score >= 2.0 * LIKELY,
            Neighbours::Lenient => score >= LIKELY || (is_short && is_even),
        }
    }
}

/// Parts by the shingles that few of them have.
struct Index {
    /// In order.
    parts: Vec<(u64, usize)>,
}

impl Index {
    fn new<'s>(texts: impl Iterator<Item = (usize, &'s Vec<u64>)>) -> Index {
        let mut parts: Vec<_> =
            texts.flat_map(|(at, shingles)| shingles.iter().map(move |shingle| (*shingle, at))).collect();
        parts.sort_unstable();
        Index { parts }
    }

    /// Parts that share rare shingles, with how many; the best few.
    fn overlaps(&self, own: &[u64]) -> Vec<(usize, usize)> {
        const BEST: usize = 4;
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for shingle in own.iter().take(SAMPLED) {
            let first = self.parts.partition_point(|(other, _)| other < shingle);
            let holders = self.parts[first..].iter().take_while(|(other, _)| other == shingle);
            if holders.clone().nth(COMMON).is_none() {
                holders.for_each(|(_, at)| *counts.entry(*at).or_default() += 1);
            }
        }
        let mut counts: Vec<(usize, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|&(at, count)| (std::cmp::Reverse(count), at));
        counts.truncate(BEST);
        counts
    }
}

/// Hashes of all stretches of [`SHINGLE`] characters, each once, in the order of the hashes.
fn shingles(text: &str) -> Vec<u64> {
    let characters: Vec<char> = text.chars().collect();
    // A character has 21 bits; the factor scatters what they spell.
    let spelled = |window: &[char]| window.iter().fold(0, |bits, &c| bits << 21 | u64::from(c));
    let hash = |window: &[char]| spelled(window).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut hashes: Vec<u64> = characters.windows(SHINGLE).map(hash).collect();
    if hashes.is_empty() && !characters.is_empty() {
        hashes.push(hash(&characters));
    }
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// How many of two sorted lists are in both.
fn common(one: &[u64], other: &[u64]) -> usize {
    let (mut a, mut b, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (one.get(a), other.get(b)) {
        count += usize::from(x == y);
        a += usize::from(x <= y);
        b += usize::from(y <= x);
    }
    count
}

/// 0 for nothing in common, 1 for the same.
fn dice(one: &[u64], other: &[u64]) -> f64 {
    2.0 * common(one, other) as f64 / (one.len() + other.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(id: &str, name: &str, text: &str) -> Feature {
        Feature { class: 0, id: (!id.is_empty()).then(|| id.to_owned()), name: name.into(), text: text.into() }
    }

    fn aligned(old: &[Feature], new: &[Feature]) -> Vec<Option<usize>> {
        align(old, new, Neighbours::Strict)
    }

    #[test]
    fn an_id_counts_more_than_a_caption_and_a_caption_more_than_the_text() {
        let old = [part("a", "料金", "月額"), part("", "解約", "契約者は解約できる")];
        let new = [part("", "解約", "何も同じでない文"), part("a", "支払", "年額")];
        assert_eq!(aligned(&old, &new), [Some(1), Some(0)]);
    }

    #[test]
    fn a_caption_used_twice_decides_nothing() {
        let old =
            [part("", "届出", "甲は住所の変更を乙に届け出る"), part("", "届出", "丙は電話番号の変更を丁に知らせる")];
        let new = [
            part("", "届出", "丙は電話番号の変更を丁に直ちに知らせる"),
            part("", "届出", "甲は住所の変更を乙に遅滞なく届け出る"),
        ];
        assert_eq!(aligned(&old, &new), [Some(1), Some(0)]);
    }

    #[test]
    fn what_is_new_is_matched_with_nothing() {
        let old = [part("", "a", "甲"), part("", "b", "乙")];
        let new = [part("", "a", "甲"), part("", "c", "損害賠償の額の予定について定める"), part("", "b", "乙")];
        assert_eq!(aligned(&old, &new), [Some(0), None, Some(1)]);
    }

    #[test]
    fn the_fewest_possible_have_moved() {
        assert_eq!(moved(&[Some(1), Some(2), Some(0), None, Some(3)]), [false, false, true, false, false]);
        assert_eq!(moved(&[]), [] as [bool; 0]);
        assert_eq!(moved(&[Some(0), Some(3), Some(1), Some(2)]), [false, true, false, false]);
    }

    #[test]
    fn equal_rows_are_matched_in_order() {
        let same = || part("", "", "同上");
        assert_eq!(aligned(&[same(), same()], &[same(), same(), same()]), [Some(0), Some(1), None]);
    }
}
