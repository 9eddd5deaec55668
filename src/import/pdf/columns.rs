//! Reading order: columns of text are told by the white gutters between them, and read one after the other; what crosses
//! a gutter ends the columns above it. Columns of a table have no gutter that lines of text run up to on both sides; they
//! stay side by side in their rows. Where the file draws things in an order, that tells where columns end.

use super::rows::{Part, Row};

/// Rows that have text on both sides of a gutter, at least.
const ROWS: usize = 6;
/// The same where other pages have the gutter.
const KNOWN_ROWS: usize = 2;
/// Ems that a line of text is long, at least.
const TEXT: f32 = 8.0;
/// Ems by which full lines of a column end before its gutter at most.
const RAGGED: f32 = 2.0;
/// Ems by which lines of the next column may begin behind its edge.
const INDENT: f32 = 8.0;
/// What has more rows, or more white space between parts, is no page of text.
const MOST: usize = 2000;
/// Columns in columns.
const DEPTH: usize = 3;
/// Of a row's size: no line follows another so closely.
const NEAR: f32 = 1.25;
/// Of a row's size: white space by which heads and feet stand apart.
const APART: f32 = 2.2;

/// Rows of one column, from the top down.
#[derive(Debug)]
pub struct Column {
    pub rows: Vec<Row>,
    pub left: f32,
}

/// The columns of a page in their order; `rows` from the top down. Heads and feet are for themselves. A gutter that other
/// pages have needs fewer rows to be `known`.
pub fn ordered(mut rows: Vec<Row>, known: &[f32]) -> Vec<Column> {
    // What is repeated in the middle of a page, the head of a table at the top of a second column, is left where it stands.
    let body = rows.iter().position(|row| !row.is_furniture).unwrap_or(rows.len());
    let end = rows.iter().rposition(|row| !row.is_furniture).map_or(rows.len(), |last| last + 1);
    let feet = rows.split_off(end);
    let text = rows.split_off(body);
    let mut columns = Vec::from_iter(column(rows));
    divide(text, DEPTH, known, &mut columns);
    columns.extend(column(feet));
    columns
}

fn divide(rows: Vec<Row>, depth: usize, known: &[f32], columns: &mut Vec<Column>) {
    let gutter = if depth > 0 { gutter(&rows, known) } else { None };
    let Some(gutter) = gutter else {
        columns.extend(column(rows));
        return;
    };
    let mut beside: Vec<Row> = Vec::new();
    for band in runs(rows, gutter).into_iter().flat_map(|run| bands(run, gutter)) {
        if !is_columns(&band, gutter) {
            beside.extend(band);
            continue;
        }
        columns.extend(column(std::mem::take(&mut beside)));
        let (left, right) = split(band, gutter);
        divide(left, depth - 1, known, columns);
        divide(right, depth - 1, known, columns);
    }
    columns.extend(column(beside));
}

/// Whether lines of text stand on both sides of the gutter, and not the cells of one row of a table or what crosses it.
fn is_columns(band: &[Row], gutter: f32) -> bool {
    let is_text = |part: &Part, size: f32| part.right - part.left >= TEXT * size;
    let parts = || band.iter().flat_map(|row| row.parts.iter().map(|part| (part, row.size)));
    let left = parts().filter(|(part, _)| part.right <= gutter);
    let right = parts().filter(|(part, _)| part.left >= gutter);
    let is_crossed = parts().any(|(part, _)| part.left < gutter && part.right > gutter);
    let has_lines = |side: &[(&Part, f32)]| side.len() > 1 && side.iter().any(|&(part, size)| is_text(part, size));
    !is_crossed && has_lines(&Vec::from_iter(left)) && has_lines(&Vec::from_iter(right))
}

fn column(rows: Vec<Row>) -> Option<Column> {
    let left = rows.iter().map(Row::left).min_by(f32::total_cmp)?;
    Some(Column { rows, left })
}

/// Runs of rows that leave a gutter free, and of rows that cross it. A head or foot in two parts is for itself, if it does
/// not begin where the columns do.
fn runs(rows: Vec<Row>, gutter: f32) -> Vec<Vec<Row>> {
    let baselines: Vec<f32> = rows.iter().map(|row| row.baseline).collect();
    let last = rows.len().saturating_sub(1);
    let mut runs: Vec<Vec<Row>> = Vec::new();
    let mut before = None;
    for (at, row) in rows.into_iter().enumerate() {
        let crosses = row.parts.iter().any(|part| part.left < gutter && part.right > gutter);
        let gap = at.checked_sub(1).map_or(0.0, |before| baselines[before] - baselines[at]);
        let begins = |row: &Row| row.parts.iter().any(|part| (0.0..2.0 * row.size).contains(&(part.left - gutter)));
        let edge = if at == 1 { runs.last().and_then(|run: &Vec<Row>| run.last()) } else { Some(&row) };
        let is_apart = (at == 1 || at == last) && gap > APART * row.size && !edge.is_some_and(begins);
        match runs.last_mut() {
            Some(run) if before == Some(crosses) && !is_apart => run.push(row),
            _ => runs.push(vec![row]),
        }
        before = Some(crosses);
    }
    runs
}

/// Parts of a run between which nothing is drawn before what stands above it: what comes below two columns, and the rows
/// of a table. A file that draws row by row throughout has no such order; its run stays whole.
fn bands(run: Vec<Row>, gutter: f32) -> Vec<Vec<Row>> {
    let first = |row: &Row| row.parts.iter().map(|part| part.drawn[0]).min();
    let last = |row: &Row| row.parts.iter().map(|part| part.drawn[1]).max();
    let mut latest = 0;
    let latest: Vec<usize> = run
        .iter()
        .map(|row| {
            latest = last(row).unwrap_or(0).max(latest);
            latest
        })
        .collect();
    let mut earliest = usize::MAX;
    let mut ends = vec![run.len()];
    for at in (1..run.len()).rev() {
        earliest = first(&run[at]).unwrap_or(earliest).min(earliest);
        if latest[at - 1] < earliest {
            ends.push(at);
        }
    }
    let mut rest = run;
    let mut bands: Vec<Vec<Row>> = ends.iter().skip(1).map(|&end| rest.split_off(end)).collect();
    bands.push(rest);
    bands.reverse();
    let is_double = |row: &&Row| row.left() < gutter && row.right() > gutter;
    let most = bands.iter().filter(|band| band.len() > 1).map(|band| band.iter().filter(is_double).count()).max();
    if most.unwrap_or(0) < ROWS { trimmed(bands.concat(), gutter) } else { bands }
}

/// Without what stands above and below the columns and leaves the gutter free by chance: lines set to the right before
/// they begin, the head of a table, and its caption.
fn trimmed(mut run: Vec<Row>, gutter: f32) -> Vec<Vec<Row>> {
    let is_long = |row: &Row| row.parts.iter().any(|part| part.right - part.left >= TEXT * row.size);
    let is_head = |row: &Row| row.parts.len() > 2 && !is_long(row);
    let start = run.iter().position(|row| row.left() < gutter && !is_head(row)).unwrap_or(run.len());
    let mut end = run.iter().rposition(|row| !is_head(row)).map_or(start, |last| last + 1).max(start);
    if end < run.len() {
        let is_caption = |row: &Row| row.right() < gutter && !is_long(row);
        end = run[start..end].iter().rposition(|row| !is_caption(row)).map_or(start, |last| start + last + 1);
    }
    let below = run.split_off(end);
    let columns = run.split_off(start);
    [run, columns, below].into_iter().filter(|rows| !rows.is_empty()).collect()
}

fn split(band: Vec<Row>, gutter: f32) -> (Vec<Row>, Vec<Row>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for row in band {
        let (before, after): (Vec<Part>, Vec<Part>) = row.parts.iter().cloned().partition(|part| part.left < gutter);
        for (side, parts) in [(&mut left, before), (&mut right, after)] {
            if !parts.is_empty() {
                side.push(Row { parts, ..row.clone() });
            }
        }
    }
    (left, right)
}

/// White space in one row: from where to where, and the parts beside it.
struct Gap {
    from: f32,
    to: f32,
    before: f32,
    after: f32,
    size: f32,
}

/// Where the gutter is that parts the most rows in two texts.
pub fn gutter(rows: &[Row], known: &[f32]) -> Option<f32> {
    if rows.len() > MOST {
        return None;
    }
    let mut gaps = gaps(rows);
    gaps.truncate(MOST);
    gaps.sort_by(|one, other| one.to.total_cmp(&other.to));
    let mut best: Option<(usize, f32)> = None;
    let mut last = f32::MIN;
    for at in 0..gaps.len() {
        let place = gaps[at].to - 0.2 * gaps[at].size;
        // Gaps that end where an earlier one was looked at are the same gutter.
        if place - last < gaps[at].size {
            continue;
        }
        last = place;
        let open: Vec<&Gap> = gaps.iter().filter(|gap| gap.from < place && gap.to > place).collect();
        let least = if known.iter().any(|known| (known - place).abs() < gaps[at].size) { KNOWN_ROWS } else { ROWS };
        if open.len() >= least && parts_texts(&open) && best.is_none_or(|(most, _)| open.len() > most) {
            best = Some((open.len(), place));
        }
    }
    best.map(|(_, place)| place)
}

/// Whether text runs up to this gutter from the left, and goes on behind it.
fn parts_texts(gaps: &[&Gap]) -> bool {
    let Some(edge) = gaps.iter().map(|gap| gap.to).min_by(f32::total_cmp) else { return false };
    let Some(end) = gaps.iter().map(|gap| gap.from).max_by(f32::total_cmp) else { return false };
    let full = gaps.iter().filter(|gap| gap.before >= TEXT * gap.size && end - gap.from < RAGGED * gap.size).count();
    let long = gaps.iter().filter(|gap| gap.after >= TEXT * gap.size && gap.to - edge < INDENT * gap.size).count();
    full * 5 >= gaps.len() * 2 && long * 2 >= gaps.len()
}

/// Between the parts of each row, taken together with the next where it is too near to be the next line: columns need not
/// share base lines.
fn gaps(rows: &[Row]) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let next = rows.get(at + 1).filter(|next| row.baseline - next.baseline < NEAR * row.size);
        let mut parts: Vec<&Part> = row.parts.iter().chain(next.iter().flat_map(|next| &next.parts)).collect();
        parts.sort_by(|one, other| one.left.total_cmp(&other.left));
        let mut end = f32::MIN;
        for pair in parts.windows(2) {
            end = pair[0].right.max(end);
            let (before, after) = (end - pair[0].left, pair[1].right - pair[1].left);
            if pair[1].left - end >= row.size {
                gaps.push(Gap { from: end, to: pair[1].left, before, after, size: row.size });
            }
        }
    }
    gaps
}
