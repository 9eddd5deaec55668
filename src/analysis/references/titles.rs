//! Provisions and documents cited by their title alone: 後記【サービス仕様】.

use std::collections::BTreeMap;

use super::Target;
use crate::analysis::{Analysis, Outline, ProvisionKind};
use crate::japanese::numerals::folded;
use crate::japanese::references::Phrase;

/// Characters. Shorter titles resemble too many others.
const SHORTEST: usize = 4;
/// Characters that a slip of memory adds or leaves out: 仕様書 for 仕様, ユーザ for ユーザー.
const MOST_MISSING: usize = 2;
/// Beside hiragana, what tells no titles apart.
const SLIGHT: &str = "書等表票類ー・";
/// Beside hiragana, what may stand before a title without being part of it; 旧 and 他社の make it another's.
const BEFORE: &str = "、。，（(「『・\n";
const PARTICLES: &str = "はがをにで";

/// Documents, chapters and numbered headings of an edition, by what is left of their titles without slight characters.
pub(super) struct Titles(BTreeMap<String, Vec<(String, Target)>>);

impl Titles {
    pub fn of(analysis: &Analysis) -> Titles {
        let mut titles: BTreeMap<String, Vec<(String, Target)>> = BTreeMap::new();
        let mut add = |title: &str, target| {
            let title = folded(title);
            titles.entry(core(&title)).or_default().push((title, target));
        };
        for (document, outline) in analysis.outlines.iter().enumerate() {
            add(&outline.title, Target { document, provision: None });
            for (key, provision) in outline.provisions() {
                let is_titled = matches!(provision.kind, ProvisionKind::Section | ProvisionKind::Chapter);
                if let Some(caption) = provision.caption.as_ref().filter(|_| is_titled) {
                    add(caption, Target { document, provision: Some(key) });
                }
            }
        }
        Titles(titles)
    }

    /// What has the title, or the only thing whose title is almost the same. What is in `document` itself comes first;
    /// `None` where nothing or more than one fits.
    pub fn nearest(&self, document: usize, title: &str) -> Option<Target> {
        let wanted = folded(title);
        let alike = self.0.get(&core(&wanted))?;
        let exact = || alike.iter().filter(|(known, _)| *known == wanted).map(|(_, target)| *target);
        if exact().next().is_none() {
            return only(alike.iter().filter(|(known, _)| is_slip(known, &wanted)).map(|(_, target)| *target));
        }
        only(exact()).or_else(|| only(exact().filter(|target| target.document == document)))
    }

    /// The document of the set that a name before an article names, with its whole title; in an annex without articles
    /// the end of the terms' title is enough: 利用規約第３条.
    pub fn cited(&self, analysis: &Analysis, from: usize, said: &str, name: &Phrase) -> Option<usize> {
        let before = said.get(..name.range.end)?;
        let stands_after = |title: &str, is_before: fn(char) -> bool| {
            let last = before.strip_suffix(title).map(|rest| rest.chars().next_back());
            title.chars().count() >= SHORTEST && last.is_some_and(|last| last.is_none_or(is_before))
        };
        let has_title = |title: &str| stands_after(title, |c| c != 'の' && (is_hiragana(c) || BEFORE.contains(c)));
        // Other hiragana may belong to another title: とび予約利用規約.
        let is_named = stands_after(&name.text, |c| BEFORE.contains(c) || PARTICLES.contains(c));
        let outlines = || analysis.outlines.iter().enumerate();
        let whole = outlines().find(|(_, outline)| has_title(&outline.title)).map(|(index, _)| index);
        let has_articles = |outline: &Outline| !outline.tree.articles().is_empty();
        let mut terms = outlines().filter(|(_, outline)| has_articles(outline));
        let only = only(&mut terms).filter(|_| !has_articles(&analysis.outlines[from]) && is_named);
        whole.or_else(|| only.filter(|(_, outline)| outline.title.ends_with(&name.text)).map(|(index, _)| index))
    }
}

/// A folded title without what tells no titles apart; titles that a slip makes of one another have the same.
pub fn core(title: &str) -> String {
    title.chars().filter(|&c| !is_slight(c)).collect()
}

fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ')
}

fn is_slight(c: char) -> bool {
    is_hiragana(c) || SLIGHT.contains(c)
}

fn only<T>(mut among: impl Iterator<Item = T>) -> Option<T> {
    among.next().filter(|_| among.next().is_none())
}

/// Whether two folded titles differ only by a character or two that one of them leaves out, none of which tells titles
/// apart.
pub fn is_slip(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let missing = long.chars().count().saturating_sub(short.chars().count());
    if short.chars().count() < SHORTEST || !(1..=MOST_MISSING).contains(&missing) {
        return false;
    }
    let mut rest = short.chars().peekable();
    let mut added = long.chars().filter(|c| rest.next_if_eq(c).is_none());
    added.all(is_slight) && rest.peek().is_none()
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn a_slip_adds_or_leaves_out_what_tells_no_titles_apart() {
        assert!(is_slip("サービス仕様", "サービス仕様書"));
        assert!(is_slip("ユーザー登録", "ユーザ登録"));
        assert!(is_slip("取り扱い方法", "取扱い方法"));
        for (one, other) in [
            ("サービス仕様", "サービス仕様"),
            ("サービス仕様", "旧サービス仕様"),
            ("サービス仕様", "サービス仕様２"),
            ("法人の契約", "個人の契約"),
            ("サービス仕様", "サービス仕様変更"),
            ("予約クラウド申込書", "予約クラウド解約申込書"),
            ("料金", "料金表"),
        ] {
            assert!(!is_slip(one, other), "{one} {other}");
        }
    }
}
