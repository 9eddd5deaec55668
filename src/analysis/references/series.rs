//! One step of a reference: which of a series of provisions 前項, 第３項 or 各号 means.

use super::{Reason, Target};
use crate::analysis::Outline;
use crate::japanese::references::{Extent, Label, Level, Step, Which};
use crate::model::Key;

/// Why a step was not taken: a reason to report, or nothing that is known.
pub(super) enum Stop {
    Because(Reason),
    Unknown,
}

pub(super) type Steps = Result<Vec<Key>, Stop>;

pub(super) fn absent(level: Level, document: usize, within: Option<Key>) -> Stop {
    Stop::Because(Reason::Absent { level, within: Some(Target { document, provision: within }) })
}

/// The one with the number a step says.
pub(super) fn pick(outline: &Outline, among: &[Key], step: &Step, absent: impl Fn() -> Stop) -> Steps {
    let Which::Absolute(Label::Number(number)) = &step.which else { return Err(Stop::Unknown) };
    let path: Vec<u32> = std::iter::once(number.main).chain(number.branches.iter().copied()).collect();
    let found = among.iter().copied().find(|&key| outline.provision(key).number == path);
    found.map(|key| vec![key]).ok_or_else(absent)
}

/// 前項, 前２項, 次条: counted from a place in a series, which branches belong to.
pub(super) fn relative(series: &[Key], own: Key, which: &Which, level: Level) -> Steps {
    let Some(at) = series.iter().position(|&key| key == own) else { return Err(Stop::Unknown) };
    match *which {
        Which::Previous(count) => {
            let start = at.checked_sub(count as usize).ok_or(out_of_range(level, at))?;
            Ok(series[start..at].to_vec())
        }
        Which::Next(count) => {
            let available = series.len() - at - 1;
            let end = at + 1 + (count as usize).min(available);
            if available < count as usize {
                Err(out_of_range(level, available))
            } else {
                Ok(series[at + 1..end].to_vec())
            }
        }
        Which::FartherPrevious(count) => {
            let there = at.checked_sub(count as usize).ok_or(out_of_range(level, at))?;
            Ok(vec![series[there]])
        }
        Which::SecondNext => {
            let available = series.len() - at - 1;
            series.get(at + 2).map(|&key| vec![key]).ok_or(out_of_range(level, available))
        }
        Which::Each(extent) => each(series, Some(own), extent, level),
        _ => Err(Stop::Unknown),
    }
}

pub(super) fn each(series: &[Key], own: Option<Key>, extent: Extent, level: Level) -> Steps {
    let at = own.and_then(|own| series.iter().position(|&key| key == own));
    match (extent, at) {
        (Extent::All, _) => Ok(series.to_vec()),
        // 前各号 is said of two or more.
        (Extent::Before, Some(at)) if at < 2 => Err(out_of_range(level, at)),
        (Extent::Before, Some(at)) => Ok(series[..at].to_vec()),
        (Extent::After, Some(at)) if at + 1 < series.len() => Ok(series[at + 1..].to_vec()),
        (Extent::After, Some(_)) => Err(out_of_range(level, 0)),
        (_, None) => Err(Stop::Unknown),
    }
}

pub(super) fn out_of_range(level: Level, available: usize) -> Stop {
    Stop::Because(Reason::OutOfRange { level, available })
}
