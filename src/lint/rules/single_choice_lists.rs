//! 次の各号のいずれか over a single item.

use crate::analysis::ProvisionKind;
use crate::analysis::references::Target;
use crate::diagnostic::Diagnostic;
use crate::japanese::references::{Extent, Level, Which};
use crate::lint::Subject;
use crate::lint::texts::RunningText;
use crate::source::Span;
use crate::{rule, say};

rule! {
    /// A text offers a choice (次の各号のいずれか), and there is a single item.
    ///
    /// Either items were removed, or they stand in another list. Write the case into the sentence, or restore the items.
    pub static SINGLE_CHOICE_LISTS: Warning("single-choice-lists") = "\
「次の各号のいずれか」とあるのに、号が一つしかありません。

号を削ったときに文章を直し忘れたか、号が抜けています。一つだけなら号にせず文章の中に書き、抜けているなら号を書き足してください。";
}

/// What follows 各号 where one of them is to be chosen.
const CHOICES: [&str; 4] = ["のいずれ", "のいづれ", "の一に", "のうちいずれ"];
/// The choice without 各号.
const PHRASES: [&str; 4] = ["次のいずれか", "次のいずれに", "以下のいずれか", "以下のいずれに"];

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for text in subject.texts() {
        for reference in text.references {
            let each = |which: &Which| matches!(which, Which::Each(Extent::All | Extent::After));
            let items =
                reference.mention.path.steps.last().is_some_and(|step| step.level == Level::Item && each(&step.which));
            let chosen = CHOICES.iter().any(|choice| text.after(reference).starts_with(choice));
            if let ([only], true, true) = (reference.targets(), items, chosen) {
                found.push(single(subject, *only, reference.span, &reference.written));
            }
        }
        if let Some((only, at)) = phrase(subject, text) {
            found.push(single(subject, only, text.text.at(at.clone()), &text.as_str()[at]));
        }
    }
}

/// 次のいずれか over what stands under this text.
fn phrase(subject: Subject<'_>, text: &RunningText<'_>) -> Option<(Target, std::ops::Range<usize>)> {
    let outline = subject.outline(text.document);
    let is_item = |kind| matches!(kind, ProvisionKind::Item(_) | ProvisionKind::Bullet | ProvisionKind::Definition);
    let mut items = outline.tree.children(text.at).iter().filter(|&&key| is_item(outline.provision(key).kind));
    let only = items.next().filter(|_| items.next().is_none())?;
    let (start, phrase) = PHRASES.iter().find_map(|phrase| Some((text.as_str().find(phrase)?, phrase)))?;
    Some((Target { document: text.document, provision: Some(*only) }, start..start + phrase.len()))
}

fn single(subject: Subject<'_>, only: Target, span: Span, written: &str) -> Diagnostic {
    let message =
        say!("「{written}」の中から選ぶとありますが、一つしかありません", "`{written}` offers a choice of one");
    let help = say!(
        "号にせず文章の中に書くか、抜けている号を書き足してください",
        "write the case into the sentence, or add the items that are missing"
    );
    let there = say!("ここにあるのはこれだけです", "this is all there is");
    SINGLE_CHOICE_LISTS.at(span, message).related(subject.span(only), there).help(help)
}
