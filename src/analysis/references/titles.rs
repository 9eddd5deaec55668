//! Provisions and documents cited by their title alone: 後記【サービス仕様】.

use std::collections::BTreeMap;

use super::Target;
use crate::analysis::{Analysis, ProvisionKind};
use crate::japanese::numerals::{folded, script_of};

/// Shorter titles resemble too many others.
const SHORTEST: usize = 4;
/// Characters that a slip of memory adds or leaves out: 仕様書 for 仕様, ユーザ for ユーザー.
const MOST_MISSING: usize = 2;
/// A character that makes another title of it.
const DISTINCTIVE: &str = "新旧前後別各他非無";

/// Documents, chapters and numbered headings of an edition by their folded titles.
pub(super) struct Titles(BTreeMap<String, Vec<Target>>);

impl Titles {
    pub fn of(analysis: &Analysis) -> Titles {
        let mut titles: BTreeMap<String, Vec<Target>> = BTreeMap::new();
        let mut add = |title: &str, target| titles.entry(folded(title)).or_default().push(target);
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
        let Some(exact) = self.0.get(&wanted) else {
            let near = self.0.iter().filter(|(known, _)| is_slip(known, &wanted));
            return only(near.flat_map(|(_, targets)| targets.iter().copied()));
        };
        let own = exact.iter().copied().filter(|target| target.document == document);
        only(exact.iter().copied()).or_else(|| only(own))
    }
}

fn only<T>(mut among: impl Iterator<Item = T>) -> Option<T> {
    among.next().filter(|_| among.next().is_none())
}

/// Whether two titles differ only by a character or two that one of them leaves out, none of which tells titles apart.
fn is_slip(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let missing = long.chars().count().saturating_sub(short.chars().count());
    if short.chars().count() < SHORTEST || !(1..=MOST_MISSING).contains(&missing) {
        return false;
    }
    let mut rest = short.chars().peekable();
    let mut added = long.chars().filter(|c| rest.next_if_eq(c).is_none());
    let is_meaningless = |c: char| script_of(c).is_none() && !c.is_ascii_alphanumeric() && !DISTINCTIVE.contains(c);
    added.all(is_meaningless) && rest.peek().is_none()
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
            ("サービス仕様", "サービス仕様変更書"),
            ("料金", "料金表"),
        ] {
            assert!(!is_slip(one, other), "{one} {other}");
        }
    }
}
