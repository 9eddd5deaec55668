//! 第９条から第７条まで: the end stands before the beginning.

use crate::analysis::references::{Reference, Target};
use crate::diagnostic::Diagnostic;
use crate::japanese::references::Join;
use crate::lint::Subject;
use crate::{rule, say};

rule! {
    /// A range of provisions ends before it begins: 第９条から第７条まで.
    ///
    /// Read strictly it holds nothing; one of the two numbers is wrong. Write the lower number first.
    pub static REVERSED_RANGES: Error("reversed-ranges") = "\
「第９条から第７条まで」のように、範囲の終わりが始まりより前にあります。

字面どおりに読むと何も含まず、どちらかの番号が誤りです。番号を確かめて、小さいほうから書いてください。

    誤: 第９条から第７条まで
    正: 第７条から第９条まで";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for text in subject.texts() {
        found.extend(text.references.windows(2).filter_map(|pair| reversed(subject, &pair[0], &pair[1])));
    }
}

fn reversed(subject: Subject<'_>, first: &Reference, last: &Reference) -> Option<Diagnostic> {
    let (one, other) = (first.mention.group.as_ref()?, last.mention.group.as_ref()?);
    let ([begin], [end]) = (first.targets(), last.targets()) else { return None };
    let is_range = one.range == other.range && other.join == Some(Join::Through);
    let place = |target: &Target| (target.document, target.provision);
    if !is_range || place(end) >= place(begin) || begin.provision.is_some() != end.provision.is_some() {
        return None;
    }
    // Of two documents only annexes have an order.
    if begin.document != end.document && begin.provision.is_some() {
        return None;
    }
    let (start, written, right) = (&first.written, &last.written, subject.title(*end));
    let message = say!(
        "範囲の終わりの「{written}」が、始まりの「{start}」より前にあります",
        "the range ends with `{written}`, before its beginning"
    );
    let help = say!(
        "番号を確かめて、「{written}から{start}まで」の順に書いてください",
        "look at the numbers, and write the lower first"
    );
    let there = say!("{right}はここです", "{right} is here");
    Some(REVERSED_RANGES.at(last.span, message).related(subject.span(*end), there).help(help))
}
