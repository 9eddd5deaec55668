//! Tables that a dump has turned to running text, cell after cell: a sentence that announces them, two short lines that are
//! the heads of the columns, then rows that begin with a number and a short name.

use super::entries::label_of;
use super::words;
use crate::import::label::{LabelKind, Style};
use crate::import::manuscript::{Block, Cell, Passage, Table};

const FEWEST_ROWS: usize = 3;
/// Characters of the head of a column, and of the name that a row begins with.
const LONGEST_HEAD: usize = 12;
const LONGEST_NAME: usize = 30;
/// Passages of a cell.
const LONGEST_CELL: usize = 16;

/// The blocks with such tables set again.
pub(super) fn recovered(blocks: &[Block]) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    let mut rest = blocks;
    while let Some((first, next)) = rest.split_first() {
        let is_announced = out.last().and_then(passage).is_some_and(|last| announces(last.text.as_str()));
        match table(rest).filter(|_| is_announced) {
            Some((table, used)) => {
                out.push(Block::Table(table));
                rest = &rest[used..];
            }
            None => {
                out.push(first.clone());
                rest = next;
            }
        }
    }
    out
}

/// The table that begins with the first block, and how many blocks it takes.
fn table(blocks: &[Block]) -> Option<(Table, usize)> {
    let heads = [head(blocks.first()?)?, head(blocks.get(1)?)?];
    let style = first_style(blocks.get(2)?)?;
    let starts = starts(blocks, &style);
    let last = *starts.last()?;
    let has_text = |pair: &[usize]| pair[1] > pair[0] + 1;
    let is_text = |block: &Block| matches!(block, Block::Passage(_)) && label_of(block).is_none();
    if starts.len() < FEWEST_ROWS || !starts.windows(2).all(has_text) || !blocks.get(last + 1).is_some_and(is_text) {
        return None;
    }
    let end = last + 2;
    let ends = starts.iter().skip(1).copied().chain([end]);
    let mut rows = vec![heads.map(|passage| cell(vec![passage.clone()])).to_vec()];
    rows.extend(starts.iter().zip(ends).map(|(&start, end)| {
        let mut passages = blocks[start..end].iter().filter_map(passage).cloned();
        let name = passages.next().into_iter().collect();
        vec![cell(name), cell(passages.collect())]
    }));
    Some((Table { rows, head_rows: 1, line: heads[0].text.first_line() }, end))
}

fn announces(text: &str) -> bool {
    text.ends_with(['。', '：', ':'])
        && ["とおり", "通り", "次の", "以下", "下記", "下表", "いずれか"].iter().any(|word| text.contains(word))
}

fn passage(block: &Block) -> Option<&Passage> {
    match block {
        Block::Passage(passage) => Some(passage),
        Block::Table(_) | Block::Break => None,
    }
}

fn cell(passages: Vec<Passage>) -> Cell {
    Cell { passages, columns: 1, rows: 1 }
}

fn head(block: &Block) -> Option<&Passage> {
    let found = passage(block).filter(|_| label_of(block).is_none())?;
    let text = found.text.as_str();
    let is_other = text == "記"
        || words::is_complimentary_close(text)
        || words::is_closing(text)
        || words::is_as_of(text)
        || words::annex_label(text).is_some()
        || words::is_document_title(text);
    (is_short(text, LONGEST_HEAD) && !is_other).then_some(found)
}

fn is_short(text: &str, most: usize) -> bool {
    !text.is_empty() && text.chars().count() <= most && !text.contains(['。', '、', '：', ':'])
}

/// How the first row is numbered.
fn first_style(block: &Block) -> Option<Style> {
    let label = label_of(block).filter(|label| is_short(label.rest, LONGEST_NAME))?;
    match label.kind {
        LabelKind::Item(readings) => {
            readings.into_iter().find(|reading| reading.number == 1).map(|reading| reading.style)
        }
        _ => None,
    }
}

/// Where the rows begin.
fn starts(blocks: &[Block], style: &Style) -> Vec<usize> {
    let mut starts = vec![2];
    for (at, block) in blocks.iter().enumerate().skip(3) {
        let is_heading = matches!(
            label_of(block).map(|label| label.kind),
            Some(LabelKind::Article(_) | LabelKind::Chapter(_) | LabelKind::ChapterSection(_) | LabelKind::Section(_))
        );
        let Some(passage) = passage(block).filter(|_| !is_heading) else { break };
        let number = starts.len() as u32 + 1;
        if begins_row(passage.text.as_str(), style, number) {
            starts.push(at);
        } else if starts.last().is_some_and(|last| at > last + LONGEST_CELL) {
            break;
        }
    }
    starts
}

/// ２．契約者, or 2契約者 where somebody forgot the stop.
fn begins_row(text: &str, style: &Style, number: u32) -> bool {
    let name = text.strip_prefix(&style.format(number)).or_else(|| {
        let digits = Style { after: String::new(), ..style.clone() };
        text.strip_prefix(&digits.format(number))
    });
    name.is_some_and(|name| !name.starts_with(|c: char| c.is_numeric()) && is_short(name, LONGEST_NAME))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(lines: &str) -> Vec<Block> {
        lines.lines().zip(1..).map(|(line, number)| Block::Passage(Passage::plain(line, number))).collect()
    }

    fn rows(lines: &str) -> Vec<String> {
        let cell = |cell: &Cell| -> String {
            cell.passages.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join("/")
        };
        let shown = |block: Block| match block {
            Block::Table(table) => {
                table.rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join("|")).collect()
            }
            Block::Passage(passage) => vec![passage.text.as_str().to_owned()],
            Block::Break => Vec::new(),
        };
        recovered(&blocks(lines)).into_iter().flat_map(shown).collect()
    }

    #[test]
    fn a_table_of_definitions_is_set_again() {
        let text = "用語の意味は、次のとおりです。\n用語\n用語の定義\n1.本サービス\n当社が提供するもの。\n2契約者\n次の者。\n\
            （１）法人\n（２）個人\n3. 利用者\n利用する者。\n第３条（変更）";
        let expected = [
            "用語の意味は、次のとおりです。",
            "用語|用語の定義",
            "1.本サービス|当社が提供するもの。",
            "2契約者|次の者。/（１）法人/（２）個人",
            "3. 利用者|利用する者。",
            "第３条（変更）",
        ];
        assert_eq!(rows(text), expected);
    }

    #[test]
    fn lists_stay_lists() {
        for text in [
            "次のとおりです。\n用語\n定義\n1. 契約者\n2. 利用者\n3. 当社",
            "下記のとおりです。\n敬具\n記\n１．背景\n背景です。\n２．目的\n目的です。\n３．概要\n概要です。",
            "利用規約です。\n用語\n定義\n1. 契約者\n申し込んだ者。\n2. 利用者\n使う者。\n3. 当社\n提供する者。",
            "次のとおりです。\n用語\n1. 契約者\n申し込んだ者。\n2. 利用者\n使う者。\n3. 当社\n提供する者。",
        ] {
            assert_eq!(rows(text).len(), text.lines().count(), "{text}");
        }
    }
}
