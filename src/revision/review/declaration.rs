//! Whether the set says that what was changed was changed.

use std::collections::BTreeSet;

use super::{Amended, Review};
use crate::diagnostic::{Diagnostic, Message};
use crate::japanese::numerals::folded;
use crate::model::ChangeReason;
use crate::revision::words::{pairs, substance};
use crate::{rule, say};

rule! {
    /// Provisions were changed, but neither the note of the revision nor its `changes` speak of them.
    ///
    /// The note is what customers are told (Civil Code 548-4 II) and what the board approved; a change that nobody declared
    /// may be a slip of the editor. A provision counts as declared where `changes` names it, or the note its number, words
    /// of its caption or words that changed. References that followed others and the effective date need no declaration.
    /// Speak of the change in the note, or undo it.
    pub static UNDECLARED_CHANGES: Warning("undeclared-changes") = "\
内容の変わった条項が、改定の note にも changes にも書かれていません。

note は、契約者に周知し、社内で決裁する改定の内容です（民法５４８条の４第２項）。書かれていない変更は、編集のときの誤りかもしれません。条項は、changes に挙げるか、note に条の番号、見出しの語、変わった語のどれかがあれば、書かれているものとします。ほかの条に伴って変わった参照と、施行日の変更は、書かなくてもかまいません。note に書き足すか、変更を元に戻してください。

    誤: 第１２条（支払方法）も変わっているのに note: 利用料金を改めた。
    正: note: 利用料金を改め、支払方法に口座振替を加えた。";
}

/// Words by which a note declares everything, or every change of words.
const EVERYTHING: [&str; 5] = ["全面", "全部", "全文", "全体", "全般"];
const WORDING: [&str; 7] = ["字句", "文言", "表記", "誤字", "誤記", "体裁", "表現"];

pub fn check(review: &Review<'_>) -> Vec<Diagnostic> {
    let entry = review.entry;
    let amended: Vec<&Amended<'_>> = review.amended.iter().filter(|amended| is_of_substance(review, amended)).collect();
    let note = entry.note.as_ref().map(|note| note.plain().as_str().to_owned());
    let note = note.as_deref().unwrap_or_default();
    let undeclared: Vec<&Amended<'_>> =
        amended.into_iter().filter(|amended| !is_listed(&entry.changes, amended) && !is_named(note, amended)).collect();
    let Some(first) = undeclared.first() else { return Vec::new() };
    let message = message(&undeclared, note.is_empty() && entry.changes.is_empty());
    let citation = first.citation();
    let help = say!(
        "note に{citation}の変更を書き足すか、変更を元に戻してください",
        "speak of the change of {citation} in the note, or undo it"
    );
    let span = entry.note.as_ref().map_or(entry.span, |note| note.span);
    let mut finding = UNDECLARED_CHANGES.at(span, message).help(help);
    for amended in undeclared.iter().take(SHOWN) {
        let citation = amended.citation();
        let place = amended.provision().map(|provision| provision.span);
        let label = say!("{citation}が変わっています", "{citation} has changed");
        finding = place.into_iter().fold(finding, |finding, span| finding.related(span, label.clone()));
    }
    vec![finding]
}

/// How many provisions a finding shows.
const SHOWN: usize = 3;

fn message(undeclared: &[&Amended<'_>], is_silent: bool) -> Message {
    let cited: Vec<String> = undeclared.iter().take(SHOWN).map(|amended| amended.citation()).collect();
    let (ja, en) = (cited.join("、"), cited.join(", "));
    let more = undeclared.len().saturating_sub(SHOWN);
    let (ja_more, en_more) =
        if more == 0 { Default::default() } else { (format!("ほか{more}の条項"), format!(" and {more} more")) };
    if is_silent {
        return say!(
            "{ja}{ja_more}を改めていますが、改定の内容（note）が書かれていません",
            "{en}{en_more} changed, but the revision has no note"
        );
    }
    say!(
        "{ja}{ja_more}の変更が、改定の内容に書かれていません",
        "the note does not speak of the change of {en}{en_more}"
    )
}

fn is_of_substance(review: &Review<'_>, amended: &Amended<'_>) -> bool {
    let effective = |version: super::Version<'_>| version.edition.revision.as_ref().map(|entry| entry.effective);
    let (old_day, new_day) = (effective(review.old), effective(review.new));
    let differs = |(old, new): &(String, String)| substance(old, old_day) != substance(new, new_day);
    amended.is_lonely() || amended.has_new_caption() || amended.texts().iter().any(differs)
}

fn is_listed(changes: &[ChangeReason], amended: &Amended<'_>) -> bool {
    changes.iter().any(|change| {
        amended.provisions().any(|provision| {
            let within = |anchor: &String| {
                let rest = anchor.strip_prefix(provision.place.anchor.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            change.document == provision.document.id.name && change.anchor.as_ref().is_none_or(within)
        })
    })
}

fn is_named(note: &str, amended: &Amended<'_>) -> bool {
    if note.is_empty() {
        return false;
    }
    let says = |words: &[&str]| words.iter().any(|word| note.contains(word));
    if says(&EVERYTHING) || (says(&WORDING) && !amended.is_lonely()) {
        return true;
    }
    let folded_note = folded(note);
    let numbered = |label: &str| label.starts_with('第') && folded_note.contains(&folded(label));
    amended.provisions().any(|provision| numbered(&provision.place.label)) || !words(amended).is_disjoint(&pairs(note))
}

/// Of its captions, and those that only one revision has.
fn words(amended: &Amended<'_>) -> BTreeSet<String> {
    let captions = amended.provisions().map(|provision| crate::flow::plain_text(&provision.place.caption));
    let mut words: BTreeSet<String> = captions.flat_map(|caption| pairs(&caption)).collect();
    if !amended.is_lonely() || words.is_empty() {
        for (old, new) in amended.texts() {
            let (old, new) = (pairs(&old), pairs(&new));
            words.extend(old.symmetric_difference(&new).cloned());
        }
    }
    words
}
