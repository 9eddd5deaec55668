//! 前項 in a first paragraph, 次条 in a last article, 前各号 with fewer than two before it.

use crate::analysis::references::{Reason, Reference, Resolution};
use crate::diagnostic::{Diagnostic, Message};
use crate::japanese::references::{Extent, Level, Which};
use crate::lint::{Subject, words};
use crate::{rule, say};

rule! {
    /// A relative reference reaches beyond the provisions there are.
    ///
    /// 前項 in the first paragraph of an article, 前２項 in the second, 次条 in the last article, 前各号 where only one item
    /// comes before, 同条 where no article was named. It mostly happens when provisions are moved or deleted. Cite the provision that is meant by its
    /// number, or by a link.
    pub static OUT_OF_RANGE_REFERENCES: Error("out-of-range-references") = "\
「前項」「次条」「前各号」などが、実際にある条項の外を指しています。

第１項にある「前項」、第２項にある「前２項」、最後の条にある「次条」、前に一つしか号がないのに「前各号」とする場合、前に条が出てこないのに「同条」とする場合などです。条項を移したり削ったりした後によく起こります。指したい条項を番号やリンクで書くか、「前号」のように数に合った語に直してください。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for reference in subject.references() {
        found.extend(without_antecedent(reference));
        let Resolution::Unresolved(Reason::OutOfRange { level, available }) = reference.resolution else { continue };
        let written = &reference.written;
        let (unit, unit_en) = words::level(level);
        let step = reference.mention.path.steps.iter().find(|step| step.level == level);
        let Some(which) = step.map(|step| &step.which) else { continue };
        let forward = matches!(which, Which::Next(_) | Which::SecondNext | Which::Each(Extent::After));
        let (side, side_en) = if forward { ("後", "after") } else { ("前", "before") };
        let message = match available {
            0 if level == Level::Item && *which == Which::Each(Extent::Before) => say!(
                "「{written}」が指す号がありません。この項には、ここより前に号はありません",
                "`{written}`: there is no item before this place in its paragraph"
            ),
            0 => say!(
                "「{written}」が指す{unit}がありません。ここより{side}に{unit}はありません",
                "`{written}`: there is no {unit_en} {side_en} this one"
            ),
            _ => say!(
                "「{written}」が指す{unit}が足りません。ここより{side}にある{unit}は {available} つです",
                "`{written}`: there are only {available} {side_en} this one"
            ),
        };
        found.push(OUT_OF_RANGE_REFERENCES.at(reference.span, message).help(help(which, level, available)));
    }
}

/// 同条 where no article was named before it.
fn without_antecedent(reference: &Reference) -> Option<Diagnostic> {
    let Resolution::Unresolved(Reason::NoAntecedent { level }) = reference.resolution else { return None };
    let written = &reference.written;
    let (unit, unit_en) = words::level(level);
    let message = say!(
        "「{written}」の前に、{unit}が一つも出てきません",
        "`{written}`: no {unit_en} is named before it in this article"
    );
    let help = say!(
        "指したい{unit}を番号で書くか、リンク [](#id) にしてください",
        "cite what is meant by its number, or by a link [](#id)"
    );
    Some(OUT_OF_RANGE_REFERENCES.at(reference.span, message).help(help))
}

fn help(which: &Which, level: Level, available: usize) -> Message {
    let (unit, _) = words::level(level);
    match which {
        Which::Each(Extent::Before) if available == 1 => say!("前{unit}", "前{unit}"),
        Which::Each(Extent::Before) if level == Level::Item && available == 0 => {
            say!(
                "前の項の号を指すなら、「前項各号」と書いてください",
                "write 前項各号, if items of the paragraph before are meant"
            )
        }
        Which::Previous(2..) | Which::FartherPrevious(_) if available == 1 => say!("前{unit}", "前{unit}"),
        Which::SecondNext if available == 1 => say!("次{unit}", "次{unit}"),
        _ => say!(
            "指したい{unit}を番号で書くか、リンク [](#id) にしてください",
            "cite what is meant by its number, or by a link [](#id)"
        ),
    }
}
