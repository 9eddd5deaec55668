//! Notes in another order than their marks.

use crate::diagnostic::Diagnostic;
use crate::lint::{Subject, marks};
use crate::{rule, say};

rule! {
    /// The notes of a list are in another order than their marks.
    ///
    /// Notes are numbered in their own order, so a reader would meet ※２ before ※１ and look for what was missed. Put
    /// the notes in the order in which their marks first appear.
    pub static DISORDERED_FOOTNOTES: Warning("disordered-footnotes") = "\
注の順序が、本文に現れる印の順序と合いません。

注の番号は notes に書いた順に付くため、本文に「※２」が「※１」より先に現れ、読み手は前を読み落としたと思います。notes を、印が現れる順に並べてください。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for list in marks::marks(subject).iter().flat_map(|marks| marks.lists()) {
        let marked = marks::ids(list.notes).filter_map(|id| {
            let first = list.marks.iter().position(|mark| mark.name == id.name)?;
            Some((first, id))
        });
        let marked: Vec<_> = marked.collect();
        for pair in marked.windows(2) {
            let [(earlier, one), (later, other)] = pair else { continue };
            if earlier > later {
                let name = &other.name;
                let message = say!(
                    "注「{name}」の印は、前の注の印より先に現れます",
                    "the mark of `{name}` comes before that of the note above it"
                );
                let help = say!("注を、印が現れる順に並べてください", "put the notes in the order of their marks");
                let related = say!("前の注はこれです", "the note above it");
                found.push(DISORDERED_FOOTNOTES.at(other.span, message).related(one.span, related).help(help));
            }
        }
    }
}
