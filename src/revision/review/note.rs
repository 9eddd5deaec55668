//! Whether what the note of a revision says is borne out by the text.

use std::ops::Range;

use super::{Amended, Provision, Review};
use crate::analysis::ProvisionKind;
use crate::diagnostic::Diagnostic;
use crate::japanese::numerals::{fold_width, folded};
use crate::japanese::references::{self, Label, Level, Mention, MentionKind, Which};
use crate::revision::Kind;
use crate::revision::words::{Quantity, quantities, substance};
use crate::syntax::Text;
use crate::{rule, say};

rule! {
    /// The note of a revision says what the text does not bear out.
    ///
    /// It cites an article that did not change or does not exist, quotes a caption that no such article has, or names a
    /// length of time or a price that is in none of the provisions that changed. Customers are told the note (Civil Code
    /// 548-4 II): what it says and what the terms say have to agree. Mend the note, or the text that was forgotten.
    pub static STALE_REVISION_NOTES: Warning("stale-revision-notes") = "\
改定の note に書かれたことが、条文と合いません。

変わっていない条やない条を挙げているか、見出しが違うか、改めた条項のどこにもない期間や金額が書かれています。契約者に周知されるのは note の内容です（民法５４８条の４第２項）。規約の内容と一致していなければなりません。note を直すか、改め忘れた条文を直してください。

    誤: note: 有効期間に７年を加えた。（改めた条に書かれているのは５年）
    正: note: 有効期間に５年を加えた。";
}

pub fn check(review: &Review<'_>) -> Vec<Diagnostic> {
    let Some(note) = &review.entry.note else { return Vec::new() };
    let note = note.plain();
    let cited: Vec<(Mention, Vec<u32>)> = references::scan(note.as_str())
        .into_iter()
        .filter_map(|mention| Some((mention.clone(), article(&mention)?)))
        .collect();
    let mut found: Vec<Diagnostic> =
        cited.iter().filter_map(|(mention, number)| wrong_article(review, &note, mention, number)).collect();
    found.extend(cited.iter().filter_map(|(mention, number)| wrong_new_caption(review, &note, mention, number)));
    found.extend(wrong_quantities(review, &note));
    found
}

/// The number of the article that a mention cites: [9, 2] for 第９条の２第１項.
fn article(mention: &Mention) -> Option<Vec<u32>> {
    let step = mention.path.steps.first().filter(|step| step.level == Level::Article)?;
    match &step.which {
        Which::Absolute(Label::Number(number)) if mention.kind == MentionKind::Provision => {
            Some(std::iter::once(number.main).chain(number.branches.iter().copied()).collect())
        }
        _ => None,
    }
}

fn is_article(provision: &Provision<'_>, number: &[u32]) -> bool {
    let key = provision.outline.tree.article(number);
    key.is_some_and(|key| {
        let article = provision.outline.provision(key);
        article.kind == ProvisionKind::Article && article.anchor == provision.place.anchor
    })
}

fn with_number<'r, 'a>(of: &'r [Amended<'a>], number: &'r [u32]) -> impl Iterator<Item = &'r Amended<'a>> {
    of.iter().filter(move |one| one.provisions().any(|provision| is_article(provision, number)))
}

/// Words after a citation that make it the place of a change, or its ground, and not what changed.
const NOT_CHANGED: [&str; 17] = [
    "の次",
    "の前",
    "の後",
    "に基づ",
    "により",
    "による",
    "によっ",
    "に定め",
    "で定め",
    "の定め",
    "の規定",
    "に規定",
    "に従",
    "に係",
    "にかかわ",
    "と同",
    "を準用",
];
/// Words of a note that speaks of numbers.
const NUMBERS: [&str; 5] = ["繰り", "番号", "移", "条ずれ", "枝番"];

fn wrong_article(review: &Review<'_>, note: &Text, mention: &Mention, number: &[u32]) -> Option<Diagnostic> {
    let written = &note.as_str()[mention.range.clone()];
    let at = note.at(mention.range.clone());
    let all = || with_number(&review.amended, number).chain(with_number(&review.kept, number));
    if all().next().is_none() {
        let message = say!(
            "「{written}」は、この改定にも前の改定にもありません",
            "neither this revision nor the one before has {written}"
        );
        let help = say!("note の条の番号を確かめてください", "see which article is meant");
        return Some(STALE_REVISION_NOTES.at(at, message).help(help));
    }
    if let Some(quoted) = &mention.caption
        && !all().flat_map(Amended::provisions).any(|one| is_article(one, number) && has_caption(one, &quoted.text))
    {
        return Some(wrong_caption(review, note, quoted.range.clone(), number));
    }
    let after = note.as_str()[mention.range.end..].trim_start();
    let is_renumbered = |kept: &Amended<'_>| kept.change.kind >= Kind::Renumbered;
    let speaks_of_numbers = NUMBERS.iter().any(|word| note.as_str().contains(word));
    let is_borne_out = with_number(&review.amended, number).next().is_some()
        || NOT_CHANGED.iter().any(|word| after.starts_with(word))
        || (speaks_of_numbers && with_number(&review.kept, number).any(is_renumbered));
    if is_borne_out {
        return None;
    }
    let message = say!("「{written}」は、この改定で変わっていません", "{written} is not changed by this revision");
    let help = say!(
        "改め忘れた条文がないか確かめ、なければ note を直してください",
        "see whether the text was forgotten; otherwise mend the note"
    );
    let finding = STALE_REVISION_NOTES.at(at, message).help(help);
    let same = with_number(&review.kept, number).filter_map(Amended::provision).next();
    let here = say!("前の改定と同じ内容です", "as it was in the revision before");
    Some(same.into_iter().fold(finding, |finding, provision| finding.related(provision.span, here.clone())))
}

fn has_caption(provision: &Provision<'_>, caption: &str) -> bool {
    let actual = provision.outline.find(&provision.place.anchor).map(|key| provision.outline.provision(key));
    let actual = actual.and_then(|provision| provision.caption.as_ref());
    actual.is_some_and(|actual| folded(actual) == folded(caption))
}

fn wrong_caption(review: &Review<'_>, note: &Text, quoted: Range<usize>, number: &[u32]) -> Diagnostic {
    let written = &note.as_str()[quoted.clone()];
    let one = with_number(&review.amended, number).chain(with_number(&review.kept, number));
    let one = one.filter_map(|one| one.new.as_ref().filter(|new| is_article(new, number))).next();
    let message = say!("「{written}」という見出しの条ではありません", "the article has not the caption `{written}`");
    let finding = STALE_REVISION_NOTES.at(note.at(quoted), message);
    let Some(provision) = one else {
        return finding.help(say!("note の見出しを確かめてください", "see which article is meant"));
    };
    let citation = provision.place.citation();
    let finding = finding.related(provision.span, say!("{citation}です", "it is {citation}"));
    finding.help(say!("{citation}", "{citation}"))
}

/// 第２９条の見出しを「登録データの取扱い」に改めた
fn wrong_new_caption(review: &Review<'_>, note: &Text, mention: &Mention, number: &[u32]) -> Option<Diagnostic> {
    let start = mention.range.end;
    let rest = note.as_str()[start..].strip_prefix("の見出しを「")?;
    let (caption, after) = rest.split_once('」')?;
    let start = start + "の見出しを「".len();
    let articles = || review.amended.iter().chain(&review.kept).filter_map(|one| one.new.as_ref());
    let mut new = articles().filter(|provision| is_article(provision, number)).peekable();
    new.peek()?;
    let is_new = after.starts_with(['に', 'と', 'へ']);
    (is_new && !new.any(|provision| has_caption(provision, caption)))
        .then(|| wrong_caption(review, note, start..start + caption.len(), number))
}

/// Amounts that stand in no text that changed.
fn wrong_quantities(review: &Review<'_>, note: &Text) -> Vec<Diagnostic> {
    let known: Vec<Quantity> =
        review.texts.iter().flat_map(|text| quantities(text)).map(|(_, quantity)| quantity).collect();
    // A cell under a heading with the unit holds the number alone.
    let cells: Vec<String> = review.texts.iter().map(|text| substance(text, None)).collect();
    let is_value = |range: &Range<usize>| {
        // 「５年延長した」 is a difference; the text has the sum.
        const FOLLOWING: [&str; 14] =
            ["を", "に", "と", "の", "へ", "から", "まで", "又", "及", "、", "。", "）", "」", "若しくは"];
        let after = &note.as_str()[range.end..];
        FOLLOWING.iter().any(|word| after.starts_with(word))
            && !after.starts_with("の延長")
            && !after.starts_with("の短縮")
    };
    let is_cell = |range: &Range<usize>| {
        let written = &note.as_str()[range.clone()];
        let number: String = written.chars().map(fold_width).take_while(char::is_ascii_digit).collect();
        !number.is_empty() && cells.contains(&number)
    };
    let stale = quantities(note.as_str())
        .into_iter()
        .filter(|(range, quantity)| is_value(range) && !known.contains(quantity) && !is_cell(range));
    stale
        .map(|(range, _)| {
            let written = &note.as_str()[range.clone()];
            let message = say!(
                "「{written}」は、この改定で改めた条項のどこにも書かれていません",
                "`{written}` is in none of the provisions that changed"
            );
            let help = say!(
                "改め忘れた条文がないか確かめ、なければ note を直してください",
                "see whether the text was forgotten; otherwise mend the note"
            );
            STALE_REVISION_NOTES.at(note.at(range), message).help(help)
        })
        .collect()
}
