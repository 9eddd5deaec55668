//! Notes that no mark leads to.

use crate::diagnostic::Diagnostic;
use crate::lint::{Subject, marks};
use crate::{rule, say};

rule! {
    /// A note has an id, and no mark leads to it.
    ///
    /// Mostly the mark was lost when the text was changed, and readers no longer see what the note is about. Write the
    /// mark, `[^id]`, where it belongs, or delete the note, or only its id if it is about the whole.
    pub static UNUSED_FOOTNOTES: Warning("unused-footnotes") = "\
印のない注です。

文を直したときに印が消え、何についての注なのか分からなくなったのかもしれません。注を付ける語の後に「[^id]」を書いてください。全体についての注であれば、id を消して文だけを残してください。

    誤: notes: [{ id: tax, text: 税込みです。 }]　だけがあり、印がない
    正: 料金[^tax]　と　notes: [{ id: tax, text: 税込みです。 }]";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for list in marks::marks(subject).iter().flat_map(|marks| marks.lists()) {
        for id in marks::ids(list.notes) {
            let name = &id.name;
            if list.marks.iter().all(|mark| mark.name != name) {
                let message = say!("注「{name}」の印がありません", "no mark leads to the note `{name}`");
                let help = say!(
                    "注を付ける語の後に「[^{name}]」を書くか、id を消してください",
                    "write `[^{name}]` after the words it is about, or delete the id"
                );
                found.push(UNUSED_FOOTNOTES.at(id.span, message).help(help));
            }
        }
    }
}
