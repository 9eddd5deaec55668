//! 前条, 次条, 前項: references without a number that lead elsewhere since something came between.

use super::{Cited, SHIFTED_REFERENCES, Shift};
use crate::analysis::ProvisionKind;
use crate::analysis::references::Reference;
use crate::diagnostic::{Diagnostic, Severity};
use crate::japanese::characters::is_noun;
use crate::japanese::references::{Level, Which};
use crate::model::Key;
use crate::revision::words::pairs;
use crate::say;

/// What kind of provision a reference counts on from its own: 前条 and 前条第２項 an article, 前項 a paragraph.
pub(super) fn counted(reference: &Reference) -> Option<ProvisionKind> {
    let step = reference.mention.path.steps.first().filter(|step| !step.inherited)?;
    let is_relative =
        matches!(step.which, Which::Previous(1) | Which::Next(1) | Which::FartherPrevious(_) | Which::SecondNext);
    match step.level {
        Level::Article if is_relative => Some(ProvisionKind::Article),
        Level::Paragraph if is_relative => Some(ProvisionKind::Paragraph),
        _ => None,
    }
}

impl Shift<'_> {
    /// A finding where the sentence goes with what was cited before, and not with what is cited now.
    pub(super) fn compare_relative(&self, old: &Reference, new: &Cited<'_>) -> Option<Diagnostic> {
        let ([old_target], reference) = (old.targets(), new.reference) else { return None };
        let ([now], kind) = (reference.targets(), counted(reference)?) else { return None };
        let (document, meant) = self.became(*old_target)?;
        let outline = self.new_outline(document);
        let (meant, now) = (outline.ancestor(meant, kind)?, outline.ancestor(now.provision?, kind)?);
        if document != self.new_at || meant == now {
            return None;
        }
        let (meant_text, now_text) = (self.text(meant), self.text(now));
        if !goes_with(&new.sentence, &reference.written, &meant_text, &now_text) {
            return None;
        }
        let citation = |key: Key| {
            let document = &self.new.edition.documents[self.new_at];
            let caption = outline.provision(key).caption.as_ref().map(|caption| format!("（{caption}）"));
            format!("{}{}", self.new.analysis.citation(outline, document, key), caption.unwrap_or_default())
        };
        let (written, meant_name, now_name) = (&reference.written, citation(meant), citation(now));
        let message = say!(
            "「{written}」は、前の改定では今の{meant_name}を指していましたが、今は{now_name}を指しています",
            "`{written}` cited in the revision before what is {meant_name} now; it cites {now_name} now"
        );
        let help = say!(
            "{meant_name}を指すのなら、そう書いてください。{now_name}でよければ、文を改めるか、理由を添えて allow で許してください",
            "if {meant_name} is meant, write so; if {now_name} is, reword the sentence or allow the finding with a reason"
        );
        let mut finding = SHIFTED_REFERENCES.at(reference.span, message);
        finding.severity = Severity::Warning;
        let was = say!("前の改定で指していた条項です", "what it cited in the revision before");
        let is = say!("今指している条項です", "what it cites now");
        let span = |key: Key| outline.provision(key).span;
        Some(finding.related(span(meant), was).related(span(now), is).help(help))
    }

    /// All words of a provision of the new revision, its caption included.
    fn text(&self, key: Key) -> String {
        let outline = self.new_outline(self.new_at);
        let above = |at: Key| std::iter::successors(Some(at), |&at| outline.provision(at).parent);
        let texts = self.new.edition.documents[self.new_at].gather().texts;
        let within = texts.into_iter().filter(|(at, _)| above(*at).any(|at| at == key));
        let caption = outline.provision(key).caption.clone().unwrap_or_default();
        within.fold(caption, |text, (_, prose)| text + "\n" + prose.plain().as_str())
    }
}

/// Whether a sentence that cites one provision speaks of what `meant` says rather than of what `now` says: the noun it
/// takes from there (前条の通知), or else the words they share.
fn goes_with(sentence: &str, written: &str, meant: &str, now: &str) -> bool {
    let (before, after) = sentence.split_once(written).unwrap_or((sentence, ""));
    let noun = noun(after);
    match (meant.contains(noun), now.contains(noun)) {
        (true, false) if !noun.is_empty() => return true,
        (false, true) => return false,
        _ => {}
    }
    let words = pairs(&format!("{before}\n{after}"));
    let shared = |text: &str| pairs(text).intersection(&words).count();
    shared(meant) > shared(now)
}

/// 通知 of 「前条の通知」, 「前条に定める通知」; empty for none.
fn noun(after: &str) -> &str {
    const BETWEEN: [&str; 8] =
        ["の定めによる", "の規定による", "に定める", "に規定する", "による", "の定め", "の規定", "の"];
    let rest = BETWEEN.iter().find_map(|word| after.strip_prefix(word));
    let Some(rest) = rest else { return "" };
    let noun = &rest[..rest.find(|c| !is_noun(c)).unwrap_or(rest.len())];
    if noun == "場合" || noun.chars().count() < 2 { "" } else { noun }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_goes_with_the_words_it_takes_from_a_provision() {
        let (notice, trial) =
            ("料金の変更\n当社は、利用者に通知をします。", "試用\n利用者は、十日間試すことができます。");
        let goes = |sentence, meant, now| goes_with(sentence, "前条", meant, now);
        assert!(goes("前条の通知は、書面によります。", notice, trial));
        assert!(!goes("前条の通知は、書面によります。", trial, notice));
        assert!(goes("料金が変更されたときは、前条の定めによります。", notice, trial));
        // Nothing tells them apart.
        assert!(!goes("前条の定めにかかわらず、書面によります。", notice, trial));
    }
}
