//! Forms and documents whose name is almost that of another.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::analysis::references::{Reference, core, is_slip};
use crate::diagnostic::Diagnostic;
use crate::japanese::characters::{is_alphanumeric, is_katakana};
use crate::japanese::numerals::folded;
use crate::japanese::references::{MentionKind, NamedKind};
use crate::lint::Subject;
use crate::lint::texts::RunningText;
use crate::{rule, say};

rule! {
    /// The name of a form or document is almost the name of another that is used elsewhere.
    ///
    /// Either a quoted name leaves out or adds a character (「利用申込」 for 「利用申込書」), or a companion's (別冊「…」) has
    /// another one; or two names that differ by one character stand in the same clause of one text (申出書を受領すれば,
    /// 申込書を受領すれば); or the paper for a matter is once called 返金申込書 and elsewhere 返金申請書. A reader cannot tell
    /// whether two papers are meant.
    pub static CONFUSED_TITLES: Warning("confused-titles") = "\
書類や文書の名前が、ほかのところに出てくる名前と少しだけ違います。

「」で引いた名前に一字抜けや余りがある場合、別冊「…」の名前が一、二字違う場合、一つの文章の同じ言い回しの中に、一字違いの書類（申出書と申込書など）が出てくる場合、ほかで「返金申請書」と呼ぶ書類が一か所だけ「返金申込書」となっている場合です。読む人は別の書類かどうか迷います。名前をそろえてください。";
}

/// Endings of the names of papers.
const PAPERS: [char; 3] = ['書', '届', '票'];
/// Characters before and after two names that make their clauses the same.
const SAME_BEFORE: usize = 3;
const SAME_AFTER: usize = 5;

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let known = Known::of(subject);
    for reference in subject.references() {
        let is_companion = reference.mention.kind == MentionKind::Named(NamedKind::Companion);
        let declared = |name: &String| is_companion.then(|| known.declared(name)).flatten();
        let meant = |name: &String| known.meant(name).or_else(|| declared(name));
        if let Some(right) = quoted(reference).as_ref().and_then(meant) {
            let written = &reference.written;
            let message =
                say!("「{written}」という名前が出てくるのはここだけです", "the name in `{written}` is used only here");
            let help = say!("「{right}」のことなら、そのとおりに書いてください", "write 「{right}」, if that is meant");
            found.push(CONFUSED_TITLES.at(reference.span, message).help(help));
        }
    }
    let texts: Vec<Papers<'_>> = subject.texts().map(|text| (text, papers(text.as_str()))).collect();
    found.extend(texts.iter().filter_map(lookalike));
    let clauses: BTreeSet<_> = found.iter().map(|diagnostic| diagnostic.span).collect();
    found.extend(synonyms(&texts).into_iter().filter(|diagnostic| !clauses.contains(&diagnostic.span)));
}

/// Endings of papers by which somebody asks for something: for one matter there is one of them.
const REQUESTS: [&str; 4] = ["申込書", "申出書", "申請書", "請求書"];
/// Ends of matters that are asked for; of any other 請求書 is an invoice.
const CLAIMED: [&str; 8] = ["開示", "訂正", "削除", "停止", "消去", "返金", "返還", "解除"];
/// Characters that say what is asked for.
const SHORTEST_MATTER: usize = 2;

/// A paper named once in the edition, when the same matter has a paper by another of [`REQUESTS`]: 返金申込書 beside
/// 返金申請書. Of two that are named once the later.
fn synonyms(texts: &[Papers<'_>]) -> Vec<Diagnostic> {
    let mut matters: BTreeMap<&str, BTreeMap<&str, Vec<Place<'_>>>> = BTreeMap::new();
    for (text, papers) in texts {
        for at in papers {
            let name = &text.as_str()[at.clone()];
            let matter = REQUESTS.iter().find_map(|ending| name.strip_suffix(ending));
            let is_invoice = |matter: &str| {
                name.ends_with("請求書") && !CLAIMED.iter().any(|end| matter.trim_end_matches('等').ends_with(end))
            };
            // プラン変更申込書 is not for the same matter as 変更申請書.
            let goes_on = text.as_str()[..at.start].ends_with(|c| is_katakana(c) || is_alphanumeric(c));
            if let Some(matter) =
                matter.filter(|matter| matter.chars().count() >= SHORTEST_MATTER && !goes_on && !is_invoice(matter))
            {
                matters.entry(matter).or_default().entry(name).or_default().push((text, at.clone()));
            }
        }
    }
    let confused = matters.into_values().filter_map(|papers| {
        let mut papers: Vec<_> = papers.into_values().collect();
        papers.sort_by_key(|places| (places.len(), Reverse(places.first().map(|(text, _)| text.text.span()))));
        let [once, other] = &papers[..] else { return None };
        let ([(text, wrong)], [(elsewhere, right), ..]) = (&once[..], &other[..]) else { return None };
        Some(confused((text, wrong.clone()), (elsewhere, right.clone())))
    });
    confused.collect()
}

/// The quoted name of a form or document.
fn quoted(reference: &Reference) -> Option<String> {
    let is_named = matches!(reference.mention.kind, MentionKind::Named(_));
    reference.mention.caption.as_ref().filter(|_| is_named).map(|name| folded(&name.text))
}

/// How often each name is quoted, by the core of the name.
struct Known(BTreeMap<String, BTreeMap<String, usize>>);

impl Known {
    fn of(subject: Subject<'_>) -> Known {
        let mut known: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        let mut add = |name: String, count: usize| {
            let total = known.entry(core(&name)).or_default().entry(name).or_default();
            *total = total.saturating_add(count);
        };
        subject.references().filter_map(quoted).for_each(|name| add(name, 1));
        // A title is established without being quoted.
        let companions = subject.set.into_iter().flat_map(|set| &set.companions);
        let externals = companions.filter_map(|companion| companion.external.as_ref());
        let externals = externals.map(|external| external.title.plain().as_str().to_owned());
        for title in subject.analysis.outlines.iter().map(|outline| outline.title.clone()).chain(externals) {
            let inner = title.split_once('「').and_then(|(_, rest)| rest.split_once('」')).map(|(inner, _)| inner);
            add(folded(inner.unwrap_or(&title)), usize::MAX);
        }
        Known(known)
    }

    /// The only declared title that differs from an undeclared one by a character or two.
    fn declared(&self, name: &str) -> Option<&str> {
        let declared = || self.0.values().flatten().filter(|(_, count)| **count == usize::MAX).map(|(title, _)| title);
        let is_near = |title: &&String| strsim::levenshtein(title, name) <= MOST_REPLACED;
        let mut near = declared().filter(is_near);
        let is_long = name.chars().count() >= LONG_TITLE && declared().all(|title| title != name);
        near.next().filter(|_| is_long && near.next().is_none()).map(String::as_str)
    }

    /// The only established name that a name quoted once was probably meant to be.
    fn meant(&self, name: &str) -> Option<&str> {
        let alike = self.0.get(&core(name))?;
        if alike.get(name).is_none_or(|&count| count > 1) {
            return None;
        }
        let mut near = alike.iter().filter(|(known, count)| **count > 1 && is_slip(known, name));
        near.next().filter(|_| near.next().is_none()).map(|(known, _)| known.as_str())
    }
}

/// Characters of a title in which one or two may be slips.
const LONG_TITLE: usize = 6;
const MOST_REPLACED: usize = 2;

/// A paper named once in a text, in the same clause as one that is named more often and differs by one character.
fn lookalike((text, papers): &Papers<'_>) -> Option<Diagnostic> {
    let value = text.as_str();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut clauses: BTreeMap<(String, String), Vec<Range<usize>>> = BTreeMap::new();
    for at in papers {
        *counts.entry(&value[at.clone()]).or_default() += 1;
        let before: String = value[..at.start].chars().rev().take(SAME_BEFORE).collect();
        let after: String = value[at.end..].chars().take(SAME_AFTER).collect();
        let is_whole = before.chars().count() == SAME_BEFORE && !before.contains('。') && !after.contains('。');
        if is_whole && after.chars().count() == SAME_AFTER {
            clauses.entry((before, after)).or_default().push(at.clone());
        }
    }
    clauses.into_values().find_map(|places| {
        let names: BTreeSet<&str> = places.iter().map(|at| &value[at.clone()]).collect();
        let [one, other] = names.into_iter().collect::<Vec<_>>()[..] else { return None };
        let (wrong, right) = match (counts.get(one)?, counts.get(other)?) {
            (1, 2..) => (one, other),
            (2.., 1) => (other, one),
            _ => return None,
        };
        let place = |name: &str| places.iter().find(|at| value[(*at).clone()] == *name).cloned();
        differ_by_one(wrong, right).then_some(())?;
        Some(confused((text, place(wrong)?), (text, place(right)?)))
    })
}

/// A text with the places of the papers it names.
type Papers<'a> = (&'a RunningText<'a>, Vec<Range<usize>>);
type Place<'a> = (&'a RunningText<'a>, Range<usize>);

fn confused((text, wrong): Place<'_>, (elsewhere, right): Place<'_>) -> Diagnostic {
    let (name, other) = (&text.as_str()[wrong.clone()], &elsewhere.as_str()[right.clone()]);
    let message =
        say!("「{name}」とありますが、ほかのところでは「{other}」です", "`{name}` here, but `{other}` elsewhere");
    let help = say!("同じ書類なら、{other} とそろえてください", "write {other}, if the same paper is meant");
    let there = say!("「{other}」はここです", "`{other}` is here");
    CONFUSED_TITLES.at(text.text.at(wrong), message).related(elsewhere.text.at(right), there).help(help)
}

/// Runs of kanji that end as the names of papers do.
fn papers(text: &str) -> Vec<Range<usize>> {
    // 申込書又は, 申込書及び
    let is_kanji = |c: char| matches!(c, '\u{4E00}'..='\u{9FFF}') && !matches!(c, '又' | '及' | '並' | '若');
    let mut papers = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), '。')]) {
        match (start, is_kanji(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                start = None;
                if text[from..at].ends_with(PAPERS) {
                    papers.push(from..at);
                }
            }
            _ => {}
        }
    }
    papers
}

fn differ_by_one(one: &str, other: &str) -> bool {
    let differing = one.chars().zip(other.chars()).filter(|(one, other)| one != other).count();
    one.chars().count() == other.chars().count() && one.chars().count() >= 3 && differing == 1
}
