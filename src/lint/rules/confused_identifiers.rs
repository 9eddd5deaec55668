//! 「ユーザーIDのお知らせ」 in a text that asks for the 契約者ID.

use std::collections::BTreeSet;

use crate::analysis::references::Reference;
use crate::diagnostic::Diagnostic;
use crate::japanese::characters::is_noun;
use crate::japanese::numerals::folded;
use crate::japanese::references::{MentionKind, NamedKind};
use crate::lint::Subject;
use crate::lint::texts::RunningText;
use crate::{rule, say};

rule! {
    /// A paper is named after an identifier that the text beside it calls otherwise: it asks for the 契約者ID and sends
    /// the reader to 「ユーザーIDのお知らせ」.
    ///
    /// Found only where the identifier in the name of the paper is named nowhere else in the edition. A reader cannot tell
    /// whether two identifiers are meant. Give it one name, or say how the two belong together.
    pub static CONFUSED_IDENTIFIERS: Warning("confused-identifiers") = "\
書類の名前にある ID や番号が、同じ文章の中では別の名前で呼ばれています。「契約者ID」を尋ねるのに「ユーザーIDのお知らせ」を見るように書く場合などです。

書類の名前にある呼び方が、ほかのどこにも出てこないときだけ指摘します。読む人は、二つが同じものかどうか迷います。呼び方をそろえるか、二つの関係を書いてください。";
}

/// Who an identifier belongs to. Of two that begin alike the longer stands first.
const PERSONS: [&str; 13] = [
    "ユーザー",
    "ユーザ",
    "アカウント",
    "契約者",
    "利用者",
    "会員",
    "お客様",
    "お客さま",
    "顧客",
    "加入者",
    "登録者",
    "申込者",
    "購入者",
];
const IDENTIFIERS: [&str; 3] = ["ID", "番号", "コード"];

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for text in subject.texts() {
        let papers = text.references.iter().filter(|one| one.mention.kind == MentionKind::Named(NamedKind::Form));
        found.extend(papers.filter_map(|paper| confused(subject, text, paper)));
    }
}

fn confused(subject: Subject<'_>, text: &RunningText<'_>, paper: &Reference) -> Option<Diagnostic> {
    let name = folded(&paper.mention.caption.as_ref()?.text);
    let (person, kind) = identifier(&name)?;
    let said = folded(text.as_str());
    let others: BTreeSet<&str> =
        persons(&said, kind).filter(|other| !person.starts_with(other.trim_end_matches('ー'))).collect();
    let [other] = others.into_iter().collect::<Vec<_>>()[..] else { return None };
    let named = format!("{person}{kind}");
    let count: usize = subject.texts().map(|text| folded(text.as_str()).matches(&named).count()).sum();
    if count > 1 {
        return None;
    }
    let written = &paper.written;
    let message = say!(
        "「{other}{kind}」のことなのに、書類の名前は{written}です。「{named}」はほかに出てきません",
        "the text speaks of {other}{kind}, but the paper is {written}; {named} is named nowhere else"
    );
    let help = say!("同じものなら、呼び方をそろえてください", "give it one name, if the same thing is meant");
    Some(CONFUSED_IDENTIFIERS.at(paper.span, message).help(help))
}

/// The ユーザー and the ID of ユーザーIDのお知らせ.
fn identifier(name: &str) -> Option<(&'static str, &'static str)> {
    let person = PERSONS.into_iter().find(|person| name.starts_with(person))?;
    Some((person, IDENTIFIERS.into_iter().find(|kind| name[person.len()..].starts_with(kind))?))
}

/// Whose identifiers of a kind a text names, those with a longer name (法人会員番号) apart.
fn persons<'a>(said: &'a str, kind: &'a str) -> impl Iterator<Item = &'static str> + 'a {
    said.match_indices(kind).filter_map(|(at, _)| {
        let before = &said[..at];
        let person = PERSONS.into_iter().find(|person| before.ends_with(person))?;
        let is_longer = before[..before.len() - person.len()].ends_with(is_noun);
        (!is_longer).then_some(person)
    })
}
