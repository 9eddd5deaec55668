//! Amounts of an article that others still quote as they were.

use std::ops::Range;

use super::{Amended, Review};
use crate::analysis::references::{Target, WrittenOut};
use crate::analysis::{Analysis, Resolved};
use crate::diagnostic::Diagnostic;
use crate::flow::plain_text;
use crate::model::{Key, Link, Prose};
use crate::revision::words::{Quantity, quantities};
use crate::revision::{Kind, Part, Version};
use crate::source::Span;
use crate::syntax::Text;
use crate::{rule, say};

rule! {
    /// A provision quotes a length of time or a price of an article that this revision changed.
    ///
    /// 「第１０条に定める３年の有効期間」 went with the article; since it says another length now, the two contradict each
    /// other. Mend the number, or cite the article without it.
    pub static STALE_QUANTITIES: Warning("stale-quantities") = "\
ほかの条の期間や金額を引いていますが、その条は、この改定で別の値に改められています。

条と、それを引く条項とで、値が食い違います。値を直すか、値を書かずに条だけを引いてください。

    誤: 第１０条を「３年又は５年」に改めたのに、第１４条に「第１０条に定める３年の有効期間」が残っている
    正: 第１０条に定める有効期間";
}

/// What an article says otherwise than before.
struct Shifted {
    document: usize,
    article: Key,
    stale: Vec<Quantity>,
    /// Whatever it says now instead, or besides.
    added: Vec<Quantity>,
    citation: String,
    span: Span,
}

pub fn check(review: &Review<'_>) -> Vec<Diagnostic> {
    let shifted: Vec<Shifted> = review.amended.iter().flat_map(|amended| shifted(review, amended)).collect();
    if shifted.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (index, document) in review.new.edition.contract().iter().enumerate() {
        for ((at, prose), written) in document.gather().texts.into_iter().zip(&review.new.analysis.written[index]) {
            let (text, cited) = (&written.text, citations(review.new, index, at, prose, written));
            let quotes = cited.iter().filter_map(|citation| {
                let shifted = shifted.iter().find(|shifted| is_of(citation, shifted, review.new.analysis))?;
                Some((shifted, quoted(text.as_str(), citation.end, shifted)?))
            });
            found.extend(quotes.map(|(shifted, range)| report(shifted, text, range)));
        }
    }
    found
}

fn report(shifted: &Shifted, text: &Text, range: Range<usize>) -> Diagnostic {
    let (written, citation) = (&text.as_str()[range.clone()], &shifted.citation);
    let message = say!(
        "「{written}」は、{citation}が前の改定で定めていた値です",
        "`{written}` is what {citation} said in the revision before"
    );
    let help = say!(
        "{citation}の今の値にそろえるか、値を書かずに引いてください",
        "write what {citation} says now, or cite it without the amount"
    );
    let changed = say!("{citation}は、この改定で変わっています", "{citation} is changed by this revision");
    STALE_QUANTITIES.at(text.at(range), message).related(shifted.span, changed).help(help)
}

/// Where a text cites a provision, in words or by a link.
struct Citation {
    /// Byte of the text that follows it.
    end: usize,
    document: usize,
    key: Key,
}

/// What a text cites.
fn citations(new: Version<'_>, index: usize, at: Key, prose: &Prose, written: &WrittenOut) -> Vec<Citation> {
    let (analysis, document) = (new.analysis, &new.edition.documents[index]);
    let outline = &analysis.outlines[index];
    let references = analysis.references[index].get(&prose.span).into_iter().flatten();
    let in_words = references.filter_map(|reference| match reference.targets() {
        [Target { document, provision: Some(key) }] => {
            Some(Citation { end: reference.range.end, document: *document, key: *key })
        }
        _ => None,
    });
    let is_written = |link: &&Link| analysis.link_text(outline, Some(at), document, link).is_some();
    let links = prose.links().into_iter().filter(is_written).zip(&written.generated);
    let by_link = links.filter_map(|(link, range)| match analysis.resolve(outline, &link.target) {
        Ok(Some(Resolved::Provision(cited, key))) => {
            let document = analysis.outlines.iter().position(|outline| outline == cited)?;
            Some(Citation { end: range.end, document, key })
        }
        _ => None,
    });
    let mut cited: Vec<Citation> = in_words.chain(by_link).collect();
    cited.sort_by_key(|citation| citation.end);
    cited.dedup_by_key(|citation| citation.end);
    cited
}

fn shifted(review: &Review<'_>, amended: &Amended<'_>) -> Option<Shifted> {
    let new = amended.new.as_ref().filter(|_| amended.old.is_some())?;
    let document = review.new.edition.documents.iter().position(|document| document.id == new.document.id)?;
    let article = new.outline.find(&new.place.anchor)?;
    let values = |text: &str| quantities(text).into_iter().map(|(_, quantity)| quantity).collect::<Vec<_>>();
    let (mut stale, mut added) = (Vec::new(), Vec::new());
    for (old_text, new_text) in amended.texts() {
        let (old, new) = (values(&old_text), values(&new_text));
        let gone: Vec<Quantity> = old.iter().copied().filter(|value| !new.contains(value)).collect();
        stale.extend(if gone.is_empty() { joined(&old, &new_text) } else { gone });
        added.extend(new.into_iter().filter(|value| !old.contains(value)));
    }
    let mut unchanged = Vec::new();
    amended.change.parts.iter().for_each(|part| push_unchanged(part, &mut unchanged));
    stale.retain(|value| !unchanged.contains(value));
    let (citation, span) = (new.place.citation(), new.span);
    (!stale.is_empty() && !added.is_empty()).then_some(Shifted { document, article, stale, added, citation, span })
}

/// ３年 that became ３年又は５年: it is no longer the only one.
fn joined(old: &[Quantity], new: &str) -> Vec<Quantity> {
    const JOINTS: [&str; 6] = ["又は", "または", "若しくは", "もしくは", "、", "・"];
    let found = quantities(new);
    let pairs = found.windows(2).filter(|pair| JOINTS.contains(&new[pair[0].0.end..pair[1].0.start].trim()));
    let only = |pair: &[(Range<usize>, Quantity)]| match [pair[0].1, pair[1].1].map(|value| old.contains(&value)) {
        [true, false] => Some(pair[0].1),
        [false, true] => Some(pair[1].1),
        _ => None,
    };
    pairs.filter_map(only).collect()
}

fn push_unchanged(part: &Part, out: &mut Vec<Quantity>) {
    if part.kind <= Kind::Renumbered {
        let text = part.new.as_ref().map(|side| plain_text(&side.text)).unwrap_or_default();
        out.extend(quantities(&text).into_iter().map(|(_, quantity)| quantity));
    }
    part.parts.iter().for_each(|part| push_unchanged(part, out));
}

/// Whether what is cited is the article or a part of it.
fn is_of(citation: &Citation, shifted: &Shifted, analysis: &Analysis) -> bool {
    let outline = &analysis.outlines[shifted.document];
    let mut above = std::iter::successors(Some(citation.key), |&key| outline.provision(key).parent);
    citation.document == shifted.document && above.any(|key| key == shifted.article)
}

/// The old amount right after a reference, in the same clause; none where the clause has a new one too.
fn quoted(text: &str, start: usize, shifted: &Shifted) -> Option<Range<usize>> {
    const NEAR: usize = 20;
    let clause = text[start..].split(['、', '。']).next()?;
    let found = quantities(clause);
    if found.iter().any(|(_, quantity)| shifted.added.contains(quantity)) {
        return None;
    }
    let (range, _) = found.into_iter().find(|(_, quantity)| shifted.stale.contains(quantity))?;
    let is_near = clause[..range.start].chars().count() <= NEAR;
    // 定める３年: the reference says where the amount comes from.
    let is_quoted = ["定め", "規定", "の"].iter().any(|word| clause[..range.start].contains(word));
    (is_near && is_quoted).then_some(start + range.start..start + range.end)
}
