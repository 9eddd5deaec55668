//! Sentences without their last stop, in a document that writes it.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{Outline, ProvisionKind};
use crate::diagnostic::Diagnostic;
use crate::lint::Subject;
use crate::lint::texts::RunningText;
use crate::model::Key;
use crate::{rule, say};

rule! {
    /// A paragraph or item ends without 。 although all the others do with it.
    ///
    /// A sentence that breaks off looks as if words were lost. Paragraphs are compared with all of the document, items with
    /// those of their list; what leads to a list or table, and phrases, need no stop.
    pub static MISSING_FULL_STOPS: Warning("missing-full-stops") = "\
ほかの項や号はどれも「。」で終わっているのに、ここだけ「。」がありません。

文が途中で切れたように見え、続きが抜けたのではないかと疑われます。「。」を付けてください。項は文書のほかの項と、号は同じ並びのほかの号と比べます。すぐ後に号や表が続く文と、体言で終わる語句は指摘しません。

    誤: 当社は、契約者に通知します
    正: 当社は、契約者に通知します。";
}

/// Sentences that end with a stop, of the same document or list.
const FEWEST_PARAGRAPHS: usize = 5;
const FEWEST_ITEMS: usize = 2;
/// So many for each further sentence without one.
const CLEARLY: usize = 10;
/// How sentences end, and phrases do not.
const ENDINGS: [&str; 9] = ["る", "す", "う", "く", "む", "ない", "ません", "した", "った"];

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut series: BTreeMap<(usize, Option<Key>), Vec<&RunningText<'_>>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for text in subject.texts() {
        // Notes and cells follow the text of their provision.
        let is_first = seen.insert((text.document, text.at));
        if let Some(list) = list_of(subject.outline(text.document), text.at).filter(|_| is_first) {
            series.entry((text.document, list)).or_default().push(text);
        }
    }
    for ((_, list), texts) in series {
        let (stopped, open): (Vec<_>, Vec<_>) = texts.into_iter().partition(|text| text.as_str().ends_with('。'));
        // What is no sentence needs no stop, but an item beside it needs none, either.
        let is_among_phrases = list.is_some() && open.len() > 1;
        let findings: Vec<Diagnostic> = open.into_iter().filter_map(finding).collect();
        let fewest = match list {
            None => FEWEST_PARAGRAPHS.max(findings.len().saturating_sub(1) * CLEARLY),
            Some(_) => FEWEST_ITEMS,
        };
        if stopped.len() >= fewest && !is_among_phrases {
            found.extend(findings);
        }
    }
}

/// The list an item stands in, `None` for the paragraphs of the document; nothing for what leads to something else.
fn list_of(outline: &Outline, key: Key) -> Option<Option<Key>> {
    let provision = outline.provision(key);
    match provision.kind {
        _ if !outline.tree.children(key).is_empty() => None,
        ProvisionKind::Paragraph => Some(None),
        ProvisionKind::Item(_) => Some(provision.parent),
        _ => None,
    }
}

fn finding(text: &RunningText<'_>) -> Option<Diagnostic> {
    let value = text.as_str();
    let ending = ENDINGS.iter().find(|ending| value.ends_with(**ending))?;
    let is_generated = text.generated.iter().any(|generated| generated.end == value.len());
    let message = say!("文が「。」で終わっていません", "the sentence does not end with 。");
    let range = value.len() - ending.len()..value.len();
    let right = format!("{ending}。");
    let diagnostic = MISSING_FULL_STOPS.at(text.text.at(range), message).help(say!("「{right}」", "{right}"));
    (!is_generated && !announces(value)).then(|| diagnostic.fix(ending, &right))
}

/// 次の表のとおりとする before a table.
fn announces(text: &str) -> bool {
    let last = text.rsplit('。').next().unwrap_or(text);
    ["次の", "次に", "以下の", "以下に", "下記", "下表", "次表"].iter().any(|word| last.contains(word))
}
