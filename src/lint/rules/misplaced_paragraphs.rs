//! A sentence among the items of a list that should be a paragraph of its own.

use std::collections::BTreeMap;

use crate::analysis::ProvisionKind;
use crate::diagnostic::Diagnostic;
use crate::lint::Subject;
use crate::lint::texts::RunningText;
use crate::model::Key;
use crate::{rule, say};

rule! {
    /// The last item of a list is a sentence with a subject of its own, while the others are phrases.
    ///
    /// Items complete the sentence above them (次の事由による…); a sentence that stands by itself cannot. It was meant to
    /// follow the list as a paragraph.
    pub static MISPLACED_PARAGRAPHS: Warning("misplaced-paragraphs") = "\
語句を並べた号の最後に、主語のある完全な文が交じっています。

号は、その上の文章に続けて読む語句です。「当社は、…します。」のような文は続かないので、号ではなく、次の項にするつもりだったと考えられます。項として書き直してください。";
}

/// Fewer other items do not show what the list is made of.
const FEWEST: usize = 2;
/// Characters. A topic that comes later is part of a clause.
const LONGEST_SUBJECT: usize = 15;
const ENDINGS: [&str; 9] =
    ["ます。", "ません。", "です。", "とする。", "ものとする。", "しない。", "負わない。", "できる。", "できない。"];

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut texts: BTreeMap<(usize, Key), &RunningText<'_>> = BTreeMap::new();
    for text in subject.texts() {
        texts.entry((text.document, text.at)).or_insert(text);
    }
    for (document, outline) in subject.analysis.outlines.iter().enumerate() {
        for (key, provision) in outline.provisions() {
            let is_item = |key: &&Key| matches!(outline.provision(**key).kind, ProvisionKind::Item(_));
            let items: Vec<Key> = outline.tree.children(key).iter().filter(is_item).copied().collect();
            let [others @ .., last] = items.as_slice() else { continue };
            let is_phrase = |key: &Key| texts.get(&(document, *key)).is_some_and(|text| !text.as_str().contains('。'));
            let is_bare = outline.provision(*last).caption.is_none() && outline.tree.children(*last).is_empty();
            let Some(text) = texts.get(&(document, *last)).filter(|text| is_bare && is_sentence(text.as_str())) else {
                continue;
            };
            if others.len() < FEWEST || !others.iter().all(is_phrase) {
                continue;
            }
            let message = say!(
                "語句を並べた号の最後に、独立した文があります",
                "the last item is a sentence, the others are phrases"
            );
            let help = match provision.kind {
                ProvisionKind::Paragraph => say!(
                    "items から外し、次の項として paragraphs に書いてください",
                    "take it out of `items` and write it as the next paragraph"
                ),
                _ => say!("items から外し、別の項に書いてください", "take it out of `items` and write it elsewhere"),
            };
            found.push(MISPLACED_PARAGRAPHS.at(text.text.span(), message).help(help));
        }
    }
}

/// 当社は、…します。
fn is_sentence(text: &str) -> bool {
    let subject = text.split_once("は、").map(|(subject, _)| subject);
    let has_subject = subject.is_some_and(|subject| {
        (1..=LONGEST_SUBJECT).contains(&subject.chars().count()) && !subject.contains(['、', '。', 'て', 'で'])
    });
    has_subject && ENDINGS.iter().any(|ending| text.trim_end().ends_with(ending))
}
