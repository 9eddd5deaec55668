//! 条ずれ: references written in words that still use the numbers of the revision before.
//!
//! A reference is one of these where its words and what stands around them are as they were, what they cited then has
//! become another provision than what they cite now. Its new number is known, so the repair is certain. One without a
//! number (前条) may well mean what it cites now; the words around it tell, and nothing is repaired.

mod relative;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{Correspondence, Version};
use crate::analysis::references::{Reference, Target};
use crate::analysis::{Outline, ProvisionKind};
use crate::diagnostic::Diagnostic;
use crate::japanese::numerals::{Counter, Script, fold_width, folded, script_of};
use crate::japanese::references::{Label, Level, Step, Which};
use crate::model::Key;
use crate::{rule, say};

rule! {
    /// A reference still uses the number that its target had in the revision before.
    ///
    /// An article was inserted, removed or moved, the numbers after it changed, and the words of this reference did not:
    /// what it cites now is another provision than before. `check --fix` writes the new number. Where the other provision
    /// is meant, reword the sentence or allow the finding with a reason; a link, [](#id), never goes stale. 前条, 次条 and
    /// 前項 are a warning, and only where the words around them go with what they cited before.
    pub static SHIFTED_REFERENCES: Error("shifted-references") = "\
条ずれです。参照が、改定前の番号のまま残っています。

条項を加えたり削ったりして番号が変わったのに、この参照の番号は変わっていません。そのため、前の改定とは別の条項を指しています。`check --fix` で新しい番号に直せます。別の条項を指すように改めたのであれば、文を書き直すか、理由を添えて allow で許してください。リンク [](#id) で書けば、ずれることはありません。

「前条」「次条」「前項」の指す先が、間に加えた条項に変わったときは、前後の語が、前に指していた条項に合うものだけを、警告として示します。

    誤: 第９条の前に条を加えたのに、第１１条（料金）を指す「第１０条」が残っている
    正: 第１１条、または [](#fees)";
}

/// Every reference of the new revision that should have followed its target.
pub fn shifted(old: Version<'_>, new: Version<'_>, correspondence: &Correspondence) -> Vec<Diagnostic> {
    let old_texts = Texts::of(old);
    let mut found = Vec::new();
    for old_at in 0..old.edition.contract().len() {
        let Some(new_at) = correspondence.document(old_at) else { continue };
        let shift = Shift { old, new, correspondence, old_at, new_at };
        found.extend(shift.found(&old_texts));
    }
    found
}

/// A reference with the words around it.
struct Cited<'a> {
    reference: &'a Reference,
    /// Words, and what stands before and after, numbers of references left out.
    key: (String, String, String),
    /// What it stands in, where it has no number of its own.
    sentence: String,
}

/// References of all documents by the provision they stand in.
struct Texts<'a> {
    by_place: HashMap<(usize, Key), Vec<Cited<'a>>>,
}

impl<'a> Texts<'a> {
    fn of(version: Version<'a>) -> Texts<'a> {
        let mut by_place: HashMap<(usize, Key), Vec<Cited<'a>>> = HashMap::new();
        for index in 0..version.edition.contract().len() {
            for cited in cited(version, index) {
                let place = citable(&version.analysis.outlines[index], cited.reference.at);
                by_place.entry((index, place)).or_default().push(cited);
            }
        }
        Texts { by_place }
    }
}

/// A bullet has no name of its own; what holds it has.
fn citable(outline: &Outline, key: Key) -> Key {
    let mut at = key;
    while outline.provision(at).anchor.is_empty()
        && let Some(parent) = outline.provision(at).parent
    {
        at = parent;
    }
    at
}

/// The references of a document that cite one place by its number, or by how far it is from theirs.
fn cited(version: Version<'_>, index: usize) -> Vec<Cited<'_>> {
    let (analysis, document) = (version.analysis, &version.edition.documents[index]);
    let mut out = Vec::new();
    for ((_, prose), written) in document.gather().texts.into_iter().zip(&analysis.written[index]) {
        let Some(references) = analysis.references[index].get(&prose.span) else { continue };
        let masked = Masked::of(written.text.as_str(), references);
        let is_cited = |reference: &&Reference| {
            reference.targets().len() == 1 && (is_absolute(reference) || relative::counted(reference).is_some())
        };
        out.extend(references.iter().filter(is_cited).map(|reference| {
            let (before, after) = masked.around(&reference.range);
            let sentence = if is_absolute(reference) { String::new() } else { masked.sentence(&reference.range) };
            Cited { reference, key: (folded(&reference.written), before, after), sentence }
        }));
    }
    out
}

fn is_absolute(reference: &Reference) -> bool {
    let steps = &reference.mention.path.steps;
    !steps.is_empty() && steps.iter().all(|step| matches!(&step.which, Which::Absolute(Label::Number(_))))
}

/// A text without the numbers of its references.
struct Masked<'a> {
    text: &'a str,
    references: &'a [Reference],
}

impl<'a> Masked<'a> {
    /// Characters on either side that must be as they were.
    const CONTEXT: usize = 8;

    fn of(text: &'a str, references: &'a [Reference]) -> Masked<'a> {
        Masked { text, references }
    }

    fn around(&self, range: &Range<usize>) -> (String, String) {
        let before: Vec<char> = self.characters(0..range.start).collect();
        let after = self.characters(range.end..self.text.len());
        (before[before.len().saturating_sub(Self::CONTEXT)..].iter().collect(), after.take(Self::CONTEXT).collect())
    }

    fn sentence(&self, range: &Range<usize>) -> String {
        let start = self.text[..range.start].rfind('。').map_or(0, |at| at + '。'.len_utf8());
        let end = self.text[range.end..].find('。').map_or(self.text.len(), |at| range.end + at);
        self.text[start..end].to_owned()
    }

    fn characters(&self, range: Range<usize>) -> impl Iterator<Item = char> {
        // Far more than the context in bytes: no text is read as a whole for each of its references.
        const REACH: usize = 400;
        let far = if range.start == 0 { range.end.saturating_sub(REACH) } else { range.start };
        let start = (far..=range.end).find(|&at| self.text.is_char_boundary(at)).unwrap_or(range.end);
        let is_number = |at: usize, c: char| {
            script_of(c).is_some() && {
                let next = self.references.partition_point(|reference| reference.range.end <= at);
                self.references.get(next).is_some_and(|reference| reference.range.contains(&at))
            }
        };
        let characters = self.text[start..range.end].char_indices().map(move |(at, c)| (start + at, c));
        characters.filter(move |&(at, c)| !c.is_whitespace() && !is_number(at, c)).map(|(_, c)| fold_width(c))
    }
}

struct Shift<'a> {
    old: Version<'a>,
    new: Version<'a>,
    correspondence: &'a Correspondence,
    old_at: usize,
    new_at: usize,
}

impl<'a> Shift<'a> {
    fn found(&self, old_texts: &Texts<'_>) -> Vec<Diagnostic> {
        let (old_outline, new_outline) = (&self.old.analysis.outlines[self.old_at], self.new_outline(self.new_at));
        // What each provision of the new revision was.
        let mut was: HashMap<Key, Key> = HashMap::new();
        for (key, provision) in old_outline.provisions() {
            let became = self.correspondence.anchor(self.old_at, &provision.anchor);
            if let Some(became) = became.and_then(|anchor| new_outline.find(anchor)) {
                was.insert(became, key);
            }
        }
        let cited = cited(self.new, self.new_at);
        let mut count: HashMap<_, usize> = HashMap::new();
        let mut found = Vec::new();
        for new in &cited {
            let place = citable(new_outline, new.reference.at);
            let Some(before) = was.get(&place).and_then(|key| old_texts.by_place.get(&(self.old_at, *key))) else {
                continue;
            };
            // The same words twice with the same words around them keep their order.
            let nth = count.entry((place, &new.key)).or_default();
            let old = before.iter().filter(|old| old.key == new.key).nth(*nth);
            *nth += 1;
            let compare = if is_absolute(new.reference) { Self::compare } else { Self::compare_relative };
            found.extend(old.and_then(|old| compare(self, old.reference, new)));
        }
        // Members of a group share what they do not say themselves.
        let mut seen = HashSet::new();
        found.retain(|finding: &Diagnostic| seen.insert(finding.span));
        found
    }

    fn new_outline(&self, document: usize) -> &'a Outline {
        &self.new.analysis.outlines[document]
    }

    /// What the target of an old reference has become.
    fn became(&self, target: Target) -> Option<(usize, Key)> {
        let document = self.correspondence.document(target.document)?;
        let outline = &self.old.analysis.outlines[target.document];
        let anchor = &outline.provision(target.provision?).anchor;
        let anchor = self.correspondence.anchor(target.document, anchor)?;
        Some((document, self.new_outline(document).find(anchor)?))
    }

    fn compare(&self, old: &Reference, new: &Cited<'_>) -> Option<Diagnostic> {
        let ([old_target], reference) = (old.targets(), new.reference) else { return None };
        let [now] = reference.targets() else { return None };
        let (document, meant) = self.became(*old_target)?;
        if (now.document, now.provision) == (document, Some(meant)) || now.document != document {
            return None;
        }
        let after = self.renumbered(reference, document, meant)?;
        let (written, outline) = (&reference.written, self.new_outline(document));
        let title = |key: Key| {
            let provision = outline.provision(key);
            let article = outline.ancestor(key, ProvisionKind::Article).unwrap_or(key);
            let caption = outline.provision(article).caption.as_ref();
            caption.or(provision.caption.as_ref()).map(|caption| format!("（{caption}）")).unwrap_or_default()
        };
        let (meant_title, now_title) = (title(meant), now.provision.map(title).unwrap_or_default());
        let message = say!(
            "「{written}」は、前の改定では今の{after}を指していました",
            "`{written}` cited in the revision before what is {after} now"
        );
        let label = say!("今は別の条項{now_title}を指しています", "cites another provision now {now_title}");
        let related = say!("前の改定で指していた条項{meant_title}です", "what it cited {meant_title}");
        let finding = SHIFTED_REFERENCES.at(reference.span, message).label(label);
        let finding = finding.related(outline.provision(meant).span, related);
        Some(finding.help(say!("{after}", "{after}")).fix(written, &after))
    }

    /// The words of a reference with the numbers of another target; `None` where only the target's shape has changed.
    fn renumbered(&self, reference: &Reference, document: usize, meant: Key) -> Option<String> {
        let outline = self.new_outline(document);
        let start = reference.range.start;
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for step in reference.mention.path.steps.iter().filter(|step| !step.inherited) {
            let written =
                reference.written.get(step.range.start.checked_sub(start)?..step.range.end.checked_sub(start)?)?;
            let after = step_of(outline, meant, step, written)?;
            if after != written {
                edits.push((step.range.start - start..step.range.end - start, after));
            }
        }
        edits.extend(self.caption(reference, outline, meant));
        edits.sort_by_key(|(range, _)| range.start);
        let mut out = String::new();
        let mut done = 0;
        for (range, after) in &edits {
            out.push_str(reference.written.get(done..range.start)?);
            out.push_str(after);
            done = range.end;
        }
        out.push_str(reference.written.get(done..)?);
        (out != reference.written).then_some(out)
    }

    /// The quoted caption, where that of the target has changed too.
    fn caption(&self, reference: &Reference, outline: &Outline, meant: Key) -> Option<(Range<usize>, String)> {
        let quoted = reference.mention.caption.as_ref()?;
        let article = outline.ancestor(meant, ProvisionKind::Article).unwrap_or(meant);
        let actual = outline.provision(article).caption.as_ref()?;
        let start = reference.range.start;
        let range = quoted.range.start.checked_sub(start)?..quoted.range.end.checked_sub(start)?;
        (folded(&quoted.text) != folded(actual)).then(|| (range, actual.clone()))
    }
}

/// One step of a path, such as 第９条, with the number of the target's part of that level.
fn step_of(outline: &Outline, target: Key, step: &Step, written: &str) -> Option<String> {
    let kind = match step.level {
        Level::Chapter => ProvisionKind::Chapter,
        Level::Article => ProvisionKind::Article,
        Level::Paragraph => ProvisionKind::Paragraph,
        Level::Heading => ProvisionKind::Section,
        Level::Item => ProvisionKind::Item(0),
        Level::Part | Level::Section | Level::Subsection | Level::Subitem => return None,
    };
    let part = outline.ancestor(target, kind)?;
    with_number(written, &outline.provision(part).number)
}

/// 第９条の２ with other numbers, in its own script.
fn with_number(written: &str, number: &[u32]) -> Option<String> {
    let counter = match written.chars().find_map(script_of)? {
        Script::HalfWidth => Counter::HalfWidth,
        Script::FullWidth => Counter::FullWidth,
        Script::Kanji => Counter::Kanji,
    };
    let runs = runs(written);
    if runs.len() == number.len() {
        let mut out = String::new();
        let mut done = 0;
        for (run, number) in runs.iter().zip(number) {
            out.push_str(&written[done..run.start]);
            out.push_str(&counter.format(*number)?);
            done = run.end;
        }
        return Some(out + &written[done..]);
    }
    // 第９条 to 第９条の２, or back: only articles have branches.
    let first = runs.first()?;
    let unit = written.find('条').map(|at| at + '条'.len_utf8())?;
    let mut out =
        format!("{}{}{}", &written[..first.start], counter.format(*number.first()?)?, &written[first.end..unit]);
    for branch in &number[1..] {
        out.push('の');
        out.push_str(&counter.format(*branch)?);
    }
    Some(out)
}

/// Stretches of numerals.
fn runs(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| script_of(*c).is_some()) {
        match out.last_mut() {
            Some(last) if last.end == at => last.end = at + c.len_utf8(),
            _ => out.push(at..at + c.len_utf8()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_changes_in_its_own_script() {
        for (written, number, after) in [
            ("第９条", &[10][..], "第１０条"),
            ("第 9 条", &[10], "第 10 条"),
            ("第九条", &[12], "第十二条"),
            ("第９条の２", &[10, 3], "第１０条の３"),
            ("第９条の２", &[10], "第１０条"),
            ("第9条", &[9, 2], "第9条の2"),
            ("１－３", &[2, 4], "２－４"),
        ] {
            assert_eq!(with_number(written, number).as_deref(), Some(after), "{written}");
        }
        assert_eq!(with_number("１－３", &[2]), None);
    }
}
