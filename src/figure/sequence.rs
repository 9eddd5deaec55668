//! Information flows: a column for each actor, and one numbered arrow a step, from top to bottom.

use super::{Anchor, Data, Drawing, EM, Fill, LEADING, Length, Stroke, WIDTH, plain, rows, words};
use crate::model::InformationFlow;

/// Narrowest column.
const COLUMN: Length = 7 * EM;
/// From a label to the sides of its box.
const PAD: Length = 35;
/// Above the label of a step, and between it and its arrow.
const ABOVE: Length = 45;
const GAP: Length = 25;

pub fn draw(flow: &InformationFlow) -> Drawing {
    let count = flow.actors.len().max(1) as Length;
    let mut out = Drawing::new(WIDTH.max(COLUMN * count));
    let column = out.width / count;
    let x = |actor: usize| column * actor as Length + column / 2;
    let actors: Vec<Vec<String>> =
        flow.actors.iter().map(|actor| words::wrap(&plain(actor), column - 4 * PAD)).collect();
    let head = actors.iter().map(Vec::len).max().unwrap_or(1) as Length * LEADING + 2 * PAD;
    let steps: Vec<Vec<String>> = flow
        .steps
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let span = (x(step.to) - x(step.from)).abs();
            let room = if span == 0 { column - 4 * PAD } else { span - PAD };
            words::wrap(&format!("{}{}", number(at), plain(&step.label)), room)
        })
        .collect();
    let height = |lines: &Vec<String>| ABOVE + lines.len() as Length * LEADING + 2 * GAP;
    let bottom = head + steps.iter().map(height).sum::<Length>() + ABOVE;
    for (at, lines) in actors.iter().enumerate() {
        let width = (words::widest(lines) + 4 * PAD).max(5 * EM).min(column - PAD);
        out.line((x(at), head), (x(at), bottom), Stroke::Dashed);
        out.boxed((x(at) - width / 2, 0), (width, head), Fill::Tint, Stroke::Strong);
        out.label(x(at), head / 2, Anchor::Middle, lines);
    }
    let mut y = head;
    for (step, lines) in flow.steps.iter().zip(&steps) {
        let middle = y + ABOVE + lines.len() as Length * LEADING / 2;
        y += height(lines);
        if step.from == step.to {
            let size = (words::widest(lines) + 2 * PAD, lines.len() as Length * LEADING + 2 * GAP);
            out.boxed((x(step.from) - size.0 / 2, middle - size.1 / 2), size, Fill::Paper, Stroke::Strong);
            out.label(x(step.from), middle, Anchor::Middle, lines);
        } else {
            let y = y - GAP;
            out.plate((x(step.from) + x(step.to)) / 2, middle, lines, Fill::Paper);
            out.path(vec![(x(step.from), y), (x(step.to), y)], Stroke::Strong, (false, true));
        }
    }
    out.height = bottom;
    out
}

pub fn data(flow: &InformationFlow) -> Data {
    let step = |(at, step): (usize, &crate::model::Step)| {
        let actor = |at: usize| flow.actors.get(at).map(plain).unwrap_or_default();
        let to = if step.from == step.to { "―".to_owned() } else { actor(step.to) };
        [number(at), actor(step.from), to, plain(&step.label)]
    };
    rows(["順序", "送る側", "受ける側", "内容"], flow.steps.iter().enumerate().map(step).collect())
}

/// ① and so on; there are twenty of them in every font.
fn number(at: usize) -> String {
    match u32::try_from(at).ok().filter(|at| *at < 20).and_then(|at| char::from_u32('①' as u32 + at)) {
        Some(circled) => circled.to_string(),
        None => format!("({})", at + 1),
    }
}
