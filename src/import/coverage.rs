//! Whether nothing was lost and nothing invented: every character of the original against every character of what the
//! imported documents say once they are compiled. White space does not count, and a number may be written in another way.

mod built;

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

/// How far from where it should be a text is looked for, in characters.
const NEAR: usize = 6_000;
/// Shorter texts stand in many places.
const TELLING: usize = 8;

/// `texts` are those of the documents, in the order of the original.
pub fn measure(manuscript: &Manuscript, texts: &[String]) -> Coverage {
    let mut search = Search { built: Built::new(texts), at: 0, left: Vec::new(), coverage: Coverage::default() };
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
        let here = self.at..self.at + 1;
        // Where it stands further on, what should stand here is missing or comes later.
        let near = self.at..self.at + NEAR;
        let is_numbered = Numbering::of(line).is_some_and(|numbering| numbering.length < characters.len());
        let is_telling = is_numbered || characters.len() >= TELLING;
        if self.take(line, &characters, number, here.clone())
            || is_telling && self.take(line, &characters, number, near)
        {
            return;
        }
        for words in line.split_whitespace() {
            let characters: Vec<char> = words.chars().collect();
            if !self.take(words, &characters, number, here.clone()) {
                self.left.push(Left { line: number, words: characters, at: self.at });
            }
        }
    }

    /// Whether the text begins in that range, perhaps behind a number written in another way; it is claimed there.
    fn take(&mut self, text: &str, characters: &[char], line: u32, range: Range<usize>) -> bool {
        if let Some(at) = self.built.find(characters, range.clone()) {
            self.consume(at, characters.len());
            return true;
        }
        let Some(numbering) = Numbering::of(text) else { return false };
        let (label, rest) = characters.split_at(numbering.length);
        let Some((at, length)) = self.built.find_labelled(&numbering, rest, range) else { return false };
        let after = self.built.words(at..at + length);
        self.coverage.relabelled.push(Relabelled { line, before: label.iter().collect(), after });
        self.built.consume(at..at + length);
        self.coverage.found += label.len();
        self.consume(at + length, rest.len());
        true
    }

    fn consume(&mut self, at: usize, length: usize) {
        self.built.consume(at..at + length);
        self.coverage.found += length;
        self.at = at + length;
    }

    /// Looks for what is left anywhere, the longest first, and then for the parts of it.
    fn finish(mut self) -> Coverage {
        let mut left = std::mem::take(&mut self.left);
        left.sort_by_key(|left| std::cmp::Reverse(left.words.len()));
        left.retain(|left| !self.find(left));
        left.sort_by_key(|left| left.at);
        for left in &left {
            self.compare(left);
        }
        self.coverage.missing.sort();
        self.coverage.invented = self.built.unused();
        self.coverage
    }

    fn find(&mut self, left: &Left) -> bool {
        let length = left.words.len();
        let near = left.at.saturating_sub(NEAR)..left.at + NEAR;
        let everywhere = (length >= TELLING).then_some(0..usize::MAX);
        let found = self.built.nearest(&left.words, near, left.at);
        let Some(at) = found.or_else(|| self.built.find(&left.words, everywhere?)) else { return false };
        self.built.consume(at..at + length);
        self.coverage.found += length;
        self.coverage.moved += length;
        true
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
