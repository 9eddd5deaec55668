//! 第３条第２項後段 where the paragraph is one sentence, 第３条柱書 where it has no items.

use std::collections::BTreeMap;

use crate::analysis::ProvisionKind;
use crate::analysis::references::{Reference, Target};
use crate::diagnostic::Diagnostic;
use crate::japanese::references::Passage;
use crate::lint::Subject;
use crate::model::Key;
use crate::{rule, say};

rule! {
    /// A reference cites a part that the provision does not have: 後段 of a single sentence, 柱書 without items.
    ///
    /// 前段 and 後段 are the first and the last of two or more sentences, 本文 is what a proviso (ただし書) is added to, and
    /// 柱書 is what stands before the items. The sentence was removed or moved, or the number is wrong.
    pub static MISSING_PASSAGES: Warning("missing-passages") = "\
「後段」「本文」「柱書」などを指しているのに、参照先にその部分がありません。

前段・後段は文が二つ以上ある条項の、本文はただし書のある条項の、柱書は号のある条項の部分です。文を削ったか別の項に移したか、番号が誤っています。その部分のある条項を指すか、「後段」などの語を消してください。";
}

/// What a provision with all below it is made of.
#[derive(Debug, Default, Clone, Copy)]
struct Make {
    /// Of the longest text.
    sentences: usize,
    has_items: bool,
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let is_cited = |reference: &&Reference| {
        let passage = reference.mention.path.passage.as_ref().map(|(passage, _)| *passage);
        passage.is_some_and(|passage| passage != Passage::Proviso)
    };
    let cited: Vec<&Reference> = subject.references().filter(is_cited).collect();
    if cited.is_empty() {
        return;
    }
    let makes = makes(subject);
    found.extend(cited.into_iter().filter_map(|reference| missing(subject, &makes, reference)));
}

fn makes(subject: Subject<'_>) -> BTreeMap<(usize, Key), Make> {
    let mut makes: BTreeMap<(usize, Key), Make> = BTreeMap::new();
    for text in subject.texts() {
        let outline = subject.outline(text.document);
        let sentences = sentences(text.as_str());
        let is_listed =
            |kind| matches!(kind, ProvisionKind::Item(_) | ProvisionKind::Definition | ProvisionKind::Bullet);
        let mut has_items = false;
        for key in std::iter::successors(Some(text.at), |&key| outline.provision(key).parent) {
            let make = makes.entry((text.document, key)).or_default();
            make.sentences = make.sentences.max(sentences);
            make.has_items |= has_items;
            has_items |= is_listed(outline.provision(key).kind);
        }
    }
    makes
}

/// Full stops outside brackets, and words after the last.
fn sentences(text: &str) -> usize {
    let (mut depth, mut stops, mut rest) = (0usize, 0, false);
    for c in text.chars() {
        match c {
            '（' | '(' | '「' | '『' => depth += 1,
            '）' | ')' | '」' | '』' => depth = depth.saturating_sub(1),
            '。' if depth == 0 => (stops, rest) = (stops + 1, false),
            c if !c.is_whitespace() => rest = true,
            _ => {}
        }
    }
    stops + usize::from(rest)
}

fn missing(subject: Subject<'_>, makes: &BTreeMap<(usize, Key), Make>, reference: &Reference) -> Option<Diagnostic> {
    let [target @ Target { document, provision: Some(key) }] = *reference.targets() else { return None };
    let (passage, _) = reference.mention.path.passage.as_ref()?;
    let kind = subject.outline(document).provision(key).kind;
    // What is deleted or holds only a table is judged elsewhere.
    let make = makes.get(&(document, key)).filter(|make| make.sentences > 0)?;
    let is_text = matches!(kind, ProvisionKind::Article | ProvisionKind::Paragraph | ProvisionKind::Item(_));
    let is_there = match passage {
        Passage::First | Passage::Latter => make.sentences > 1,
        Passage::Middle => make.sentences > 2,
        Passage::Main => make.sentences > 1 || make.has_items,
        Passage::Chapeau => make.has_items,
        Passage::Proviso => true,
    };
    if is_there || !is_text {
        return None;
    }
    let (written, holder) = (&reference.written, subject.title(target));
    let (why, why_en) = match passage {
        Passage::Chapeau => ("号がありません", "has no items"),
        Passage::Main => ("ただし書がありません", "has no proviso"),
        Passage::Middle => ("文が三つありません", "has fewer than three sentences"),
        _ => ("文が一つしかありません", "is a single sentence"),
    };
    let message = say!("「{written}」とありますが、{holder}には{why}", "`{written}`: {holder} {why_en}");
    let help = say!("その部分のある条項を指してください", "cite the provision that has such a part");
    let there = say!("{holder}はここです", "{holder} is here");
    Some(MISSING_PASSAGES.at(reference.span, message).related(subject.span(target), there).help(help))
}
