//! 第１１条に定める「X」 where X is what another article is about.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use crate::analysis::references::{Reference, Target};
use crate::analysis::{Outline, ProvisionKind};
use crate::diagnostic::Diagnostic;
use crate::japanese::numerals::{folded, script_of};
use crate::lint::Subject;
use crate::lint::texts::RunningText;
use crate::model::Key;
use crate::{rule, say};

rule! {
    /// A reference names what the cited article is about, and that is the caption of another article.
    ///
    /// 第１１条に定める「パスワードの管理」 where article 12 has that caption and article 11 says nothing of it: the number
    /// was not mended when articles were inserted or removed. Cite the article that has the caption, or use a link.
    pub static MISDIRECTED_REFERENCES: Error("misdirected-references") = "\
「第１１条に定める○○」とあるのに、「○○」は別の条の見出しです。

参照先の条には「○○」についての定めがありません。条を挿入したり削ったりした後に、番号を直し忘れるとこうなります。見出しの合う条の番号に直すか、リンク [](#id) にしてください。";
}

/// What joins a reference to the matter it is cited for.
const JOINTS: [&str; 9] =
    ["に定める", "に定められた", "に規定する", "に規定された", "で定める", "で規定する", "に基づく", "に記載の", "の"];
/// What may follow the caption, so that it is a whole phrase.
const BOUNDARIES: &str = "をにがはのともでへ、。，．・」』）)及又並若";
/// Characters. No caption is longer.
const LONGEST: usize = 80;
/// Characters. Shorter captions are everyday words, but where the article with the caption stands beside the cited one.
const SHORTEST: usize = 3;
const SHORTEST_NEARBY: usize = 2;
/// Articles from one to the other that is taken for it: 次条 for 前条.
const NEARBY: usize = 2;
/// What any article may be said to have.
const EVERYDAY: [&str; 14] =
    ["期間", "通知", "方法", "手続", "料金", "金額", "条件", "内容", "目的", "定義", "範囲", "費用", "義務", "責任"];

/// What stands under each article, chapter and section, its caption included; folded.
type Said = BTreeMap<(usize, Key), String>;
type Captions = BTreeMap<String, Vec<Key>>;

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let captions: Vec<Captions> = subject.analysis.outlines.iter().map(captions).collect();
    // Few references need it.
    let said = LazyCell::new(|| said(subject));
    for text in subject.texts() {
        for reference in text.references {
            found.extend(misdirected(subject, &captions, &said, text, reference));
        }
    }
}

/// Articles, chapters and sections by their folded captions.
fn captions(outline: &Outline) -> Captions {
    let mut captions = Captions::new();
    for (key, provision) in outline.provisions().filter(|(_, provision)| is_captioned(provision.kind)) {
        if let Some(caption) = &provision.caption {
            captions.entry(folded(caption)).or_default().push(key);
        }
    }
    captions
}

fn said(subject: Subject<'_>) -> Said {
    let mut said = Said::new();
    for (document, outline) in subject.analysis.outlines.iter().enumerate() {
        for (key, provision) in outline.provisions().filter(|(_, provision)| is_captioned(provision.kind)) {
            said.insert((document, key), provision.caption.as_deref().map(folded).unwrap_or_default());
        }
    }
    for text in subject.texts() {
        let (outline, value) = (subject.outline(text.document), folded(text.as_str()));
        for key in std::iter::successors(Some(text.at), |&key| outline.provision(key).parent) {
            if let Some(whole) = said.get_mut(&(text.document, key)) {
                whole.push_str(&value);
            }
        }
    }
    said
}

fn is_captioned(kind: ProvisionKind) -> bool {
    matches!(kind, ProvisionKind::Article | ProvisionKind::Chapter | ProvisionKind::Section)
}

fn misdirected(
    subject: Subject<'_>,
    captions: &[Captions],
    said: &LazyCell<Said, impl FnOnce() -> Said>,
    text: &RunningText<'_>,
    reference: &Reference,
) -> Option<Diagnostic> {
    let [Target { document, provision: Some(key) }] = *reference.targets() else { return None };
    let outline = subject.outline(document);
    let cited = std::iter::successors(Some(key), |&key| outline.provision(key).parent)
        .find(|&key| is_captioned(outline.provision(key).kind))?;
    let own = folded(outline.provision(cited).caption.as_deref()?);
    // A caption in brackets that is wrong is a finding of its own.
    let quoted = reference.mention.caption.as_ref().map(|caption| folded(&caption.text));
    if reference.mention.group.is_some() || quoted.is_some_and(|quoted| quoted != own) {
        return None;
    }
    let Matter { name: matter, holders, is_quoted } = matter(&captions[document], text.after(reference))?;
    let [home] = holders[..] else { return None };
    // 前条の承認の期間 in the article on 承認の期間 says what that article is about.
    let mut around = std::iter::successors(Some(text.at), |&key| outline.provision(key).parent);
    let is_own = document == text.document && around.any(|key| key == home);
    if is_own && text.after(reference).starts_with('の') {
        return None;
    }
    let is_short = !is_quoted && matter.chars().count() < SHORTEST;
    if is_short && (EVERYDAY.contains(&matter.as_str()) || !is_nearby(outline, home, cited)) {
        return None;
    }
    let same_kind = outline.provision(home).kind == outline.provision(cited).kind;
    // An article that has all that the caption is made of may well be what is meant.
    let said = said.get(&(document, cited))?;
    let is_spoken_of = words(&matter).iter().all(|word| said.contains(word.as_str()));
    if matter == own || !same_kind || is_spoken_of {
        return None;
    }
    let right = subject.title(Target { document, provision: Some(home) });
    let cited = Target { document, provision: Some(cited) };
    let (wrong, written) = (subject.title(cited), &reference.written);
    let message = say!(
        "「{written}」は{wrong}です。「{matter}」を定めるのは{right}です",
        "`{written}` is {wrong}; 「{matter}」 is the caption of {right}"
    );
    let there = Target { document, provision: Some(home) };
    let diagnostic = MISDIRECTED_REFERENCES.at(reference.span, message);
    Some(
        diagnostic
            .related(subject.span(there), say!("{right}はここです", "{right} is here"))
            .help(say!("{right}", "{right}")),
    )
}

fn is_nearby(outline: &Outline, one: Key, other: Key) -> bool {
    let articles = outline.tree.articles();
    let place = |key| articles.iter().position(|&article| article == key);
    place(one).zip(place(other)).is_some_and(|(one, other)| one.abs_diff(other) <= NEARBY)
}

/// What a reference is cited for, and what has it for a caption.
struct Matter<'a> {
    name: String,
    holders: &'a [Key],
    is_quoted: bool,
}

/// The longest caption with which a text goes on after に定める.
fn matter<'a>(captions: &'a Captions, after: &str) -> Option<Matter<'a>> {
    let start: String = after.trim_start().chars().take(2 * LONGEST).collect();
    let rest = JOINTS.iter().find_map(|joint| start.strip_prefix(joint))?.trim_start();
    if let Some(quoted) = rest.strip_prefix('「') {
        let matter = folded(quoted.split_once('」')?.0);
        return captions.get(&matter).map(|holders| Matter { name: matter, holders, is_quoted: true });
    }
    let rest: Vec<char> = folded(rest).chars().take(LONGEST).collect();
    let mut longest = None;
    for len in SHORTEST_NEARBY..=rest.len() {
        let matter: String = rest[..len].iter().collect();
        let Some((next, keys)) = captions.range(matter.clone()..).next() else { break };
        if !next.starts_with(&matter) {
            break;
        }
        if *next == matter && rest.get(len).is_none_or(|&after| BOUNDARIES.contains(after)) {
            longest = Some(Matter { name: matter, holders: keys, is_quoted: false });
        }
    }
    longest
}

/// Single kanji, and runs of anything else but hiragana and signs.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut run = String::new();
    for c in text.chars() {
        let is_kanji = matches!(c, '\u{4E00}'..='\u{9FFF}' | '々');
        let is_word =
            !is_kanji && (c.is_ascii_alphanumeric() || matches!(c, 'ァ'..='ヺ' | 'ー')) || script_of(c).is_some();
        if is_word && !is_kanji {
            run.push(c);
            continue;
        }
        words.extend((!run.is_empty()).then(|| std::mem::take(&mut run)));
        words.extend(is_kanji.then(|| c.to_string()));
    }
    words.extend((!run.is_empty()).then_some(run));
    words
}
