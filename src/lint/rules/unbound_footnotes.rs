//! Marks of notes without the note.

use crate::diagnostic::Diagnostic;
use crate::lint::{Subject, marks};
use crate::{rule, say};

rule! {
    /// A mark leads to no note, or to one that stands elsewhere.
    ///
    /// Who reads ※ looks for the note below the paragraph, item or table, or at the end of the document. Give a note there
    /// the id of the mark, or mend the mark.
    pub static UNBOUND_FOOTNOTES: Error("unbound-footnotes") = "\
注の印に、対応する注がありません。

「※」を見た読み手は、その項、号、表のすぐ下か、文書の終わりに注を探します。そこにある notes に、印と同じ id の注を書くか、印を直してください。ほかの項や表の下にある注は、印から読むことができません。

    誤: 料金[^tax]　と　notes: [税込みです。]
    正: 料金[^tax]　と　notes: [{ id: tax, text: 税込みです。 }]";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for marks in marks::marks(subject) {
        for mark in marks.unbound() {
            let name = mark.name;
            let message = say!("印「[^{name}]」に対応する注がありません", "no note belongs to the mark `[^{name}]`");
            let diagnostic = UNBOUND_FOOTNOTES.at(mark.link.span, message);
            found.push(match marks.note(name) {
                Some(id) => diagnostic
                    .related(id.span, say!("この注は、印のある項や表の外にあります", "this note stands elsewhere"))
                    .help(say!(
                        "注を、印のある項、号又は表の notes に移すか、文書の notes に移してください",
                        "move the note to the paragraph, item or table of the mark, or to `notes` of the document"
                    )),
                None => {
                    let known: Vec<&str> = marks.names().collect();
                    match known.is_empty() {
                        true => diagnostic.help(say!(
                            "notes に {{ id: {name}, text: … }} を加えるか、印を消してください",
                            "add {{ id: {name}, text: … }} to `notes`, or delete the mark"
                        )),
                        false => {
                            let known = known.join(", ");
                            diagnostic.help(say!(
                                "notes に {{ id: {name}, text: … }} を加えるか、印を直してください。この文書の注：{known}",
                                "add {{ id: {name}, text: … }} to `notes`, or mend the mark; notes here: {known}"
                            ))
                        }
                    }
                }
            });
        }
    }
}
