//! 第12条 in a document that numbers its articles 第１２条.

use std::ops::Range;

use crate::analysis::references::{Reference, Target};
use crate::diagnostic::Diagnostic;
use crate::japanese::numerals::{self, Script, fold_width, script_of};
use crate::japanese::references::{Label, Level, Which};
use crate::lint::Subject;
use crate::lint::texts::RunningText;
use crate::model::Digits;
use crate::{rule, say};

rule! {
    /// A reference is typed in other digits than the document's own numbers: 第12条 where it prints 第１２条, 第一二条 where
    /// it prints 第十二条.
    ///
    /// A search for one form misses the other. Write the reference in the digits of the document, or as a link. Where most
    /// references of a document are in other digits, its `numbering` is said once to be the odd one.
    pub static MIXED_NUMBERING_STYLES: Warning("mixed-numbering-styles") = "\
参照の数字の書き方が、その文書の番号の書き方と違います。

「第１２条」と番号が付く文書に「第12条」と書いたり、「第十二条」と番号が付く文書に「第一二条」と書いたりすると、検索でもれます。文書の番号と同じ数字で書くか、リンクにしてください。参照の大半が違う書き方のときは、numbering: の digits を変えるほうがよいので、一度だけ指摘します。

    誤: 第12条に定める（文書の番号は第１２条）
    正: 第１２条に定める";
}

/// Its text, the reference, and the places of its numbers in the text.
type Typed<'a> = (&'a RunningText<'a>, &'a Reference, Vec<Range<usize>>);

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut odd: Vec<Vec<Typed<'_>>> = vec![Vec::new(); subject.edition.documents.len()];
    let mut usual = vec![0usize; subject.edition.documents.len()];
    for text in subject.texts() {
        let digits = subject.edition.documents[text.document].notation.digits;
        for reference in text.references {
            // Numbers of another document are those it prints.
            let [Target { document, .. }] = *reference.targets() else { continue };
            if document != text.document {
                continue;
            }
            let numbers = numbers(text, reference);
            let strange: Vec<_> =
                numbers.iter().filter(|range| !is_of(digits, &text.as_str()[(*range).clone()])).cloned().collect();
            match strange.is_empty() {
                true => usual[text.document] += usize::from(!numbers.is_empty()),
                false => odd[text.document].push((text, reference, strange)),
            }
        }
    }
    for (document, odd) in odd.into_iter().enumerate() {
        if odd.len() > usual[document] && odd.len() > 1 {
            found.extend(odd.first().map(|typed| whole_document(subject, document, typed, odd.len())));
        } else {
            found.extend(odd.iter().map(|typed| single(subject, document, typed)));
        }
    }
}

/// Numbers of articles, paragraphs and items after 第; 前２項 counts and is no number.
fn numbers(text: &RunningText<'_>, reference: &Reference) -> Vec<Range<usize>> {
    let steps = reference.mention.path.steps.iter().filter(|step| {
        let is_number = matches!(&step.which, Which::Absolute(Label::Number(_)));
        let is_numbered = matches!(step.level, Level::Chapter | Level::Article | Level::Paragraph | Level::Item);
        is_number && is_numbered && !step.inherited
    });
    let mut found = Vec::new();
    for step in steps {
        let said = &text.as_str()[step.range.clone()];
        let mut at = 0;
        while let Some(start) = said[at..].find(|c| script_of(c).is_some()).map(|found| at + found) {
            let end = said[start..].find(|c| script_of(c).is_none()).map_or(said.len(), |length| start + length);
            found.push(step.range.start + start..step.range.start + end);
            at = end;
        }
    }
    found
}

fn is_of(digits: Digits, number: &str) -> bool {
    let script = match digits {
        Digits::FullWidth => Script::FullWidth,
        Digits::HalfWidth => Script::HalfWidth,
        Digits::Kanji => Script::Kanji,
    };
    number.chars().all(|c| script_of(c) == Some(script))
        && (digits != Digits::Kanji || rewritten(digits, number) == number)
}

fn single(subject: Subject<'_>, document: usize, (text, reference, strange): &Typed<'_>) -> Diagnostic {
    let digits = subject.edition.documents[document].notation.digits;
    let mut right = String::new();
    let mut at = reference.range.start;
    for range in strange {
        right.push_str(&text.as_str()[at..range.start]);
        right.push_str(&rewritten(digits, &text.as_str()[range.clone()]));
        at = range.end;
    }
    right.push_str(&text.as_str()[at..reference.range.end]);
    let written = &reference.written;
    let own = digits.format(12);
    let message = say!(
        "この文書の番号は「第{own}条」の書き方ですが、「{written}」は違います",
        "this document writes its numbers like 第{own}条, but not `{written}`"
    );
    MIXED_NUMBERING_STYLES.at(reference.span, message).help(say!("{right}", "{right}")).fix(written, &right)
}

fn rewritten(digits: Digits, number: &str) -> String {
    let folded: String = number.chars().map(fold_width).collect();
    numerals::parse(&folded).map_or_else(|_| number.to_owned(), |value| digits.format(value))
}

fn whole_document(subject: Subject<'_>, document: usize, typed: &Typed<'_>, count: usize) -> Diagnostic {
    let own = subject.edition.documents[document].notation.digits.format(12);
    let message = say!(
        "この文書の番号は「第{own}条」の書き方ですが、参照は {count} か所が違う数字です",
        "this document writes its numbers like 第{own}条, but {count} references are in other digits"
    );
    let help = say!(
        "参照に合わせて numbering: の digits を変えるか、参照をリンクにしてください",
        "change `digits` of `numbering`, or make the references links"
    );
    MIXED_NUMBERING_STYLES.at(typed.1.span, message).help(help)
}
