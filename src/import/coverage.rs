//! Whether nothing was lost and nothing invented: every character of the original against every character of what the
//! imported documents say once they are compiled. White space does not count, and a number may be written in another way.

mod built;

use std::collections::BTreeMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::manuscript::{Manuscript, RemarkKind};
use built::{Built, Numbering};

/// Characters without white space.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Of the original, without what was left out on purpose.
    pub characters: usize,
    pub found: usize,
    /// What of the original the documents do not say, in its order.
    pub missing: Vec<Missing>,
    /// What the documents say and the original does not.
    pub invented: Vec<String>,
    /// Numbers that are written in another way.
    pub relabelled: Vec<Relabelled>,
    /// Characters that come in another order than before.
    pub moved: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    pub line: u32,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relabelled {
    pub line: u32,
    pub before: String,
    pub after: String,
}

impl Coverage {
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty() && self.invented.is_empty()
    }

    /// Rounded down, so that 100 means all.
    pub fn percent(&self) -> f64 {
        (self.found * 10_000).checked_div(self.characters).map_or(100.0, |share| share as f64 / 100.0)
    }
}

/// How far from where it should be a short text is looked for, in characters.
const NEAR: usize = 6_000;
/// How much may come between a line and the next.
const AHEAD: usize = 6_000;
/// Shorter texts stand in many places.
const TELLING: usize = built::GRAM;
/// More places where something is missing are not paired with places where something stands.
const SCRAPS: usize = 200;
/// Longer stretches are compared in parts.
const STRETCH: usize = 400;

/// `texts` are those of the documents, in the order of the original.
pub fn measure(manuscript: &Manuscript, texts: &[String]) -> Coverage {
    let mut search = Search {
        built: Built::new(texts),
        at: 0,
        left: Vec::new(),
        ends: BTreeMap::new(),
        coverage: Coverage::default(),
    };
    let left_out = manuscript.remarks.iter().filter(|remark| remark.kind == RemarkKind::Furniture);
    let mut left_out: Vec<u32> = left_out.map(|remark| remark.line).collect();
    left_out.sort_unstable();
    for (line, number) in manuscript.lines.iter().zip(1..) {
        if left_out.binary_search(&number).is_err() {
            search.line(line, number);
        }
    }
    search.finish()
}

/// Goes through the original from line to line, and through the text beside it.
struct Search {
    built: Built,
    /// Where the next line should stand.
    at: usize,
    /// Words that did not stand where they should.
    left: Vec<Left>,
    /// Of what was found of each line.
    ends: BTreeMap<u32, usize>,
    coverage: Coverage,
}

struct Left {
    line: u32,
    words: Vec<char>,
    /// Where they should stand.
    at: usize,
}

impl Search {
    fn line(&mut self, line: &str, number: u32) {
        let characters: Vec<char> = line.chars().filter(|c| !c.is_whitespace()).collect();
        self.coverage.characters += characters.len();
        if self.take(line, &characters, number) || self.skip(line, &characters, number) {
            return;
        }
        for words in line.split_whitespace() {
            let characters: Vec<char> = words.chars().collect();
            if !self.take(words, &characters, number) {
                self.left.push(Left { line: number, words: characters, at: self.at });
            }
        }
    }

    /// Whether the text stands here, perhaps behind a number written in another way; it is claimed.
    fn take(&mut self, text: &str, characters: &[char], line: u32) -> bool {
        if self.built.stands(characters, self.at) {
            self.consume(self.at, characters.len(), line);
            return true;
        }
        self.take_labelled(text, characters, line, self.at..self.at + 1)
    }

    /// Whether the line stands a little further on: what should stand here is missing or comes later.
    fn skip(&mut self, text: &str, characters: &[char], line: u32) -> bool {
        let ahead = self.at..self.at + AHEAD;
        if let Some(at) = self.built.only(characters, ahead.clone()) {
            self.consume(at, characters.len(), line);
            return true;
        }
        self.take_labelled(text, characters, line, ahead)
    }

    fn take_labelled(&mut self, text: &str, characters: &[char], line: u32, range: Range<usize>) -> bool {
        let Some(numbering) = Numbering::of(text) else { return false };
        let (label, rest) = characters.split_at(numbering.length);
        // A number alone stands in many places.
        if rest.is_empty() && range.len() > 1 {
            return false;
        }
        let Some((at, length)) = self.built.find_labelled(&numbering, rest, range) else { return false };
        let (before, after) = (label.iter().collect(), self.built.words(at..at + length));
        if before != after {
            self.coverage.relabelled.push(Relabelled { line, before, after });
        }
        self.built.consume(at..at + length);
        self.coverage.found += label.len();
        self.consume(at + length, rest.len(), line);
        true
    }

    fn consume(&mut self, at: usize, length: usize, line: u32) {
        self.ends.insert(line, at + length);
        self.built.consume(at..at + length);
        self.coverage.found += length;
        self.at = at + length;
    }

    /// Looks for what is left anywhere: the longest first, then their parts, and then what is so short that it would be
    /// found in the midst of these.
    fn finish(mut self) -> Coverage {
        let (mut long, mut short): (Vec<Left>, Vec<Left>) =
            std::mem::take(&mut self.left).into_iter().partition(|left| left.words.len() >= TELLING);
        long.sort_by_key(|left| std::cmp::Reverse(left.words.len()));
        long.retain(|left| {
            let found = self.built.nearest(&left.words, left.at);
            found.inspect(|&at| self.claim_elsewhere(at, left.words.len(), left.line)).is_none()
        });
        for left in &long {
            self.parts(left, &mut short);
        }
        for left in short.iter_mut().filter(|left| left.words.len() < TELLING) {
            left.at = self.ends.range(..=left.line).next_back().map_or(left.at, |(_, &end)| end);
        }
        short.sort_by_key(|left| std::cmp::Reverse(left.words.len()));
        short.retain(|left| {
            let found = self.built.nearby(&left.words, left.at, NEAR).filter(|_| left.words.len() < TELLING);
            found.inspect(|&at| self.claim_elsewhere(at, left.words.len(), left.line)).is_none()
        });
        short.sort_by_key(|left| left.at);
        for left in &short {
            self.compare(left);
        }
        self.coverage.missing.sort();
        self.pair();
        self.coverage.invented = self.built.unused().map(|run| self.built.words(run)).collect();
        self.coverage
    }

    /// What is missing at one place and stands at another where nothing claims it: words, or a number written in another
    /// way. Columns that are read in turns leave such scraps.
    fn pair(&mut self) {
        let mut unused: Vec<Range<usize>> = self.built.unused().take(SCRAPS).collect();
        let missing = std::mem::take(&mut self.coverage.missing);
        for (at, Missing { line, text }) in missing.into_iter().enumerate() {
            let numbering = Numbering::of(&text).filter(|numbering| numbering.length == text.chars().count());
            let is_same = |run: &Range<usize>| {
                let there = self.built.words(run.clone());
                let other = Numbering::of(&there).filter(|other| other.length == run.len());
                there == text || numbering.as_ref().zip(other).is_some_and(|(one, other)| one.is_same(&other))
            };
            let Some(found) = unused.iter().position(is_same).filter(|_| at < SCRAPS) else {
                self.coverage.missing.push(Missing { line, text });
                continue;
            };
            let run = unused.swap_remove(found);
            self.coverage.found += text.chars().count();
            self.coverage.moved += run.len();
            let after = self.built.words(run.clone());
            if after != text {
                self.coverage.relabelled.push(Relabelled { line, before: text, after });
            }
            self.built.consume(run);
        }
    }

    fn claim_elsewhere(&mut self, at: usize, length: usize, line: u32) {
        self.ends.insert(line, at + length);
        self.built.consume(at..at + length);
        self.coverage.found += length;
        self.coverage.moved += length;
    }

    /// Finds a text in parts, as where it runs through two cells of a table; `rest` gets what stands nowhere.
    fn parts(&mut self, left: &Left, rest: &mut Vec<Left>) {
        let Left { line, words, .. } = left;
        let stretch = |range: Range<usize>, at: usize| {
            (!range.is_empty()).then(|| Left { line: *line, words: words[range].to_vec(), at })
        };
        let (mut at, mut start, mut expected) = (0, 0, left.at);
        while at < words.len() {
            let gram = words.get(at..at + TELLING).and_then(|gram| self.built.nearest(gram, expected));
            if gram.is_some() || at - start == STRETCH {
                rest.extend(stretch(start..at, expected));
                start = at;
            }
            if let Some(place) = gram {
                let length = self.built.common(&words[at..], place);
                self.claim_elsewhere(place, length, *line);
                (at, start, expected) = (at + length, at + length, place + length);
            } else {
                at += 1;
            }
        }
        rest.extend(stretch(start..words.len(), expected));
    }

    /// With what stands at its place and belongs to nothing else.
    fn compare(&mut self, left: &Left) {
        let gap = self.built.gap(left.at, left.words.len() * 2 + TELLING);
        let there = &self.built.characters[gap.clone()];
        for operation in capture_diff_slices(Algorithm::Myers, &left.words, there) {
            match operation {
                DiffOp::Equal { new_index, len, .. } => {
                    self.coverage.found += len;
                    self.built.consume(gap.start + new_index..gap.start + new_index + len);
                }
                DiffOp::Delete { old_index, old_len, .. } | DiffOp::Replace { old_index, old_len, .. } => {
                    let text = left.words[old_index..old_index + old_len].iter().collect();
                    self.coverage.missing.push(Missing { line: left.line, text });
                }
                DiffOp::Insert { .. } => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::manuscript::Remark;

    fn measured(original: &str, built: &str) -> Coverage {
        let lines = original.lines().map(str::to_owned).collect();
        measure(&Manuscript { lines, ..Manuscript::default() }, &[built.to_owned()])
    }

    fn missing(coverage: &Coverage) -> Vec<(u32, &str)> {
        coverage.missing.iter().map(|missing| (missing.line, missing.text.as_str())).collect()
    }

    const ORIGINAL: &str = "第 1 条 （目的）\n本規約は、サービスの利用の\n条件を定めます。\n(1） 火災\n(2) 地震";
    const BUILT: &str = "第1条（目的）\n本規約は、サービスの利用の条件を定めます。\n　（１）火災\n　（２）地震\n";

    #[test]
    fn white_space_and_the_dress_of_numbers_do_not_count() {
        let coverage = measured(ORIGINAL, BUILT);
        assert!(coverage.is_whole() && coverage.moved == 0, "{coverage:?}");
        assert_eq!(coverage.found, coverage.characters);
        let dress: Vec<_> = coverage.relabelled.iter().map(|it| (it.line, &*it.before, &*it.after)).collect();
        assert_eq!(dress, [(4, "(1）", "（１）"), (5, "(2)", "（２）")]);
    }

    #[test]
    fn a_lost_character_is_found_at_its_line() {
        let coverage = measured(ORIGINAL, &BUILT.replace("件を", "を"));
        assert_eq!(missing(&coverage), [(3, "件")]);
        assert_eq!(coverage.characters - coverage.found, 1);
        assert!(coverage.percent() < 100.0 && coverage.invented.is_empty(), "{coverage:?}");
    }

    #[test]
    fn a_lost_line_is_shown_whole_and_the_rest_is_found() {
        let coverage = measured(ORIGINAL, &BUILT.replace("　（１）火災\n", ""));
        assert_eq!(missing(&coverage), [(4, "(1）"), (4, "火災")]);
    }

    #[test]
    fn what_the_original_does_not_say_is_invented() {
        let coverage = measured(ORIGINAL, &BUILT.replace("火災", "火災その他の災害"));
        assert_eq!((missing(&coverage), &coverage.invented[..]), (vec![], &["その他の災害".to_owned()][..]));
    }

    #[test]
    fn another_number_is_another_text() {
        let coverage = measured(ORIGINAL, &BUILT.replace("（２）", "（３）"));
        assert!(!coverage.missing.is_empty() && !coverage.invented.is_empty(), "{coverage:?}");
    }

    #[test]
    fn columns_of_a_table_may_be_read_one_after_the_other() {
        let coverage = measured(
            "区分   料金の額\n基本   一万円です\n追加   二万円です",
            "区分\t料金の額\n基本\t一万円です\n追加\t二万円です",
        );
        assert!(coverage.is_whole() && coverage.moved == 0);
        let coverage = measured("サービ  毎月一回、\nスの名  無償で行う", "サービスの名\t毎月一回、無償で行う");
        assert!(coverage.is_whole() && coverage.moved > 0, "{coverage:?}");
    }

    #[test]
    fn numbers_of_two_columns_are_not_lost_for_being_alike() {
        let original =
            "①   提供情報の正確性に関する損害\n                        １   自己及びその役員が該当しないこと";
        let built = "１　提供情報の正確性に関する損害\n①　自己及びその役員が該当しないこと";
        let coverage = measured(original, built);
        assert!(coverage.is_whole() && coverage.found == coverage.characters, "{coverage:?}");
        assert!(!measured(original, &built.replace('１', "２")).is_whole());
    }

    #[test]
    fn a_short_line_takes_nothing_out_of_the_midst_of_another() {
        let original =
            "利用することができます。\n区分の名を入力して利用することができます。\n閲覧に利用することができます。";
        let built =
            "区分の名を入力して利用することができます。\n閲覧に利用することができます。\n利用することができます。";
        let coverage = measured(original, built);
        assert!(coverage.is_whole(), "{coverage:?}");
    }

    #[test]
    fn a_line_is_found_in_the_parts_that_cells_make_of_it() {
        let built = "対象となる医療機関の名称\t別に定める様式により届け出るものとします";
        let coverage = measured("区分\n対象となる医療機関の名称別に定める様式により届け出るものとします", built);
        assert_eq!(missing(&coverage), [(1, "区分")]);
        let coverage = measured(
            "届け出るもの対象となる医療機関の名称別に定める様式により",
            "別に定める様式により届け出るもの\n対象となる医療機関の名称",
        );
        assert!(coverage.is_whole() && coverage.moved > 0, "{coverage:?}");
    }

    #[test]
    fn text_in_any_order_is_measured_in_time_that_grows_with_it() {
        let lines = |count: u32| (0..count).map(move |at| format!("{:07}契約者は利用料金を", at * 7919 % count));
        let original: Vec<String> = lines(20_000).collect();
        let built = lines(20_000).map(|line| line + "支払います。\n").rev().collect::<String>();
        let clock = std::time::Instant::now();
        let coverage = measured(&original.join("\n"), &built);
        assert_eq!((coverage.missing.len(), coverage.invented.len()), (0, 20_000));
        assert!(clock.elapsed().as_secs() < 20, "{:?}", clock.elapsed());
    }

    #[test]
    fn brackets_of_a_caption_are_the_programs() {
        let coverage = measured("第1条 (CD の配布)\n配ります。", "第1条（CDの配布）\n配ります。");
        assert!(coverage.is_whole() && coverage.found == coverage.characters, "{coverage:?}");
        assert!(!measured("第1条 (CD の配布)\n配ります。", "第1条（DVDの配布）\n配ります。").is_whole());
    }

    #[test]
    fn page_furniture_does_not_count() {
        let lines = vec!["本規約は".into(), "- 1 -".into(), "定めます。".into()];
        let remarks = vec![Remark { kind: RemarkKind::Furniture, line: 2, text: "- 1 -".into() }];
        let manuscript = Manuscript { lines, remarks, blocks: Vec::new() };
        let coverage = measure(&manuscript, &["本規約は定めます。".to_owned()]);
        assert!(coverage.is_whole() && coverage.characters == 9);
    }
}
