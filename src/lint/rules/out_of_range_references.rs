//! 前項 in a first paragraph, 次条 in a last article, 前各号 with fewer than two before it.

use crate::analysis::references::{Reason, Resolution};
use crate::diagnostic::{Diagnostic, Message};
use crate::japanese::references::{Extent, Level, Which};
use crate::lint::{Subject, words};
use crate::{rule, say};

rule! {
    /// A relative reference reaches beyond the provisions there are.
    ///
    /// 前項 in the first paragraph of an article, 前２項 in the second, 次条 in the last article, 前各号 where only one item
    /// comes before. It mostly happens when provisions are moved or deleted. Cite the provision that is meant by its
    /// number, or by a link.
    pub static OUT_OF_RANGE_REFERENCES: Error("out-of-range-references") = "\
「前項」「次条」「前各号」などが、実際にある条項の外を指しています。

第１項にある「前項」、第２項にある「前２項」、最後の条にある「次条」、前に一つしか号がないのに「前各号」とする場合などです。条項を移したり削ったりした後によく起こります。指したい条項を番号やリンクで書くか、「前号」のように数に合った語に直してください。";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for reference in subject.references() {
        let Resolution::Unresolved(Reason::OutOfRange { level, available }) = reference.resolution else { continue };
        let written = &reference.written;
        let (unit, unit_en) = words::level(level);
        let step = reference.mention.path.steps.iter().find(|step| step.level == level);
        let Some(which) = step.map(|step| &step.which) else { continue };
        let forward = matches!(which, Which::Next(_) | Which::SecondNext | Which::Each(Extent::After));
        let (side, side_en) = if forward { ("後", "after") } else { ("前", "before") };
        let message = match available {
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

fn help(which: &Which, level: Level, available: usize) -> Message {
    let (unit, _) = words::level(level);
    match which {
        Which::Each(Extent::Before) if available == 1 => say!("前{unit}", "前{unit}"),
        Which::Previous(2..) | Which::SecondPrevious if available == 1 => say!("前{unit}", "前{unit}"),
        Which::SecondNext if available == 1 => say!("次{unit}", "次{unit}"),
        _ => say!(
            "指したい{unit}を番号で書くか、リンク [](#id) にしてください",
            "cite what is meant by its number, or by a link [](#id)"
        ),
    }
}
