//! Terms that are defined twice.

use crate::diagnostic::Diagnostic;
use crate::lint::Subject;
use crate::{rule, say};

rule! {
    /// A term is defined twice where both definitions hold.
    ///
    /// Nobody can tell which meaning counts, and one of them is easily forgotten when the other is changed. Keep one
    /// definition, or give one of the things another name. Definitions that hold in different provisions
    /// (本条において) or in different annexes do not meet. A block that is included twice with the same words defines its terms
    /// once.
    pub static DUPLICATE_DEFINITIONS: Error("duplicate-definitions") = "\
同じ用語が、及ぶ範囲の重なる二か所で定義されています。

どちらの意味で読むのかが定まらず、一方を改めたときに他方が残りがちです。定義を一つにまとめるか、一方を別の用語にしてください。「本条において」のように範囲を限った定義どうしや、別々の別紙の中の定義は、重ならなければ指摘しません。共有ブロックを二か所に入れて同じ文になる場合も、一つの定義とみなします。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let terms = &subject.analysis.terms;
    for (index, defined) in terms.defined.iter().enumerate() {
        let Some(rival) = terms.rival(subject.analysis, index) else { continue };
        let (first, second) = (index.min(rival), index.max(rival));
        let (first, second) = (&terms.defined[first], &terms.defined[second]);
        if first.is_repeated_by(second) {
            continue;
        }
        let term = &defined.term;
        let message = say!("「{term}」が二度定義されています", "`{term}` is defined twice");
        let help = say!(
            "定義を一つにまとめるか、一方を別の用語にしてください",
            "keep one definition, or give one of the things another name"
        );
        let there = say!("一つ目の定義はここです", "first defined here");
        let label = say!("二つ目の定義", "defined again");
        found.push(DUPLICATE_DEFINITIONS.at(second.span, message).label(label).related(first.span, there).help(help));
    }
}
