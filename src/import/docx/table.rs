//! Tables: the grid of cells that reach over columns (`w:gridSpan`) and down rows (`w:vMerge`).

use std::collections::BTreeMap;

use roxmltree::Node;

use super::story::{Reader, is_kept};
use super::xml::{Space, alternative, child, elements, is_on, name, number, value, words};
use crate::import::manuscript::{Block, Cell, Passage, RemarkKind, Table};
use crate::import::prose::passages;

/// Word has 63 columns.
const COLUMNS: u16 = 256;

/// Rows and cells, by column, that those below may go on.
type Origins = BTreeMap<u16, (usize, usize)>;

impl Reader<'_> {
    /// `None` for a table without cells.
    pub fn table(&mut self, node: Node<'_, '_>) -> Option<Table> {
        let mut table = Table { rows: Vec::new(), head_rows: 0, line: self.next_line() };
        let mut rows = Vec::new();
        parts(node, "tr", &mut rows);
        let mut origins = Origins::new();
        let mut is_head = true;
        for row in rows {
            let properties = child(row, "trPr");
            if !is_kept(properties, self.tracked) {
                self.row_left_out(row);
                continue;
            }
            is_head &= properties.is_some_and(|properties| is_on(properties, "tblHeader"));
            self.row(row, properties, &mut table, &mut origins);
            table.head_rows += usize::from(is_head);
        }
        table.rows.iter().any(|row| !row.is_empty()).then_some(table)
    }

    fn row_left_out(&mut self, row: Node<'_, '_>) {
        let line = self.next_line();
        let title = if self.tracked == super::Tracked::Accept { "削除" } else { "挿入" };
        self.remark(RemarkKind::TrackedChange, line, format!("{title}（表の行）: {}", words(row, &["t", "delText"])));
    }

    fn row(&mut self, row: Node<'_, '_>, properties: Option<Node<'_, '_>>, table: &mut Table, origins: &mut Origins) {
        let skipped = |name| properties.and_then(|node| number::<u16>(node, name)).unwrap_or(0).min(COLUMNS);
        let mut cells = Vec::new();
        parts(row, "tc", &mut cells);
        table.rows.push(Vec::new());
        let at = table.rows.len() - 1;
        let mut column = skipped("gridBefore");
        if column > 0 {
            table.rows[at].push(Cell { passages: Vec::new(), columns: column, rows: 1 });
        }
        let mut reached = Origins::new();
        for cell in cells {
            let properties = child(cell, "tcPr");
            if !is_kept(properties, self.tracked) {
                self.row_left_out(cell);
                continue;
            }
            let columns = properties.and_then(|node| number(node, "gridSpan")).unwrap_or(1).clamp(1, COLUMNS);
            let passages = self.cell(cell);
            if merge(properties, "hMerge") == Some(false) && !table.rows[at].is_empty() {
                let last = table.rows[at].len() - 1;
                let before = &mut table.rows[at][last];
                before.columns = before.columns.saturating_add(columns);
                before.passages.extend(passages);
                column = column.saturating_add(columns);
                continue;
            }
            let down = merge(properties, "vMerge");
            let above = origins.get(&column).copied().filter(|_| down == Some(false));
            if let Some((row, cell)) = above {
                let origin = &mut table.rows[row][cell];
                origin.rows = origin.rows.saturating_add(1);
                origin.passages.extend(passages);
                reached.insert(column, (row, cell));
            } else {
                if down.is_some() {
                    reached.insert(column, (at, table.rows[at].len()));
                }
                table.rows[at].push(Cell { passages, columns, rows: 1 });
            }
            column = column.saturating_add(columns);
        }
        let after = skipped("gridAfter");
        if after > 0 {
            table.rows[at].push(Cell { passages: Vec::new(), columns: after, rows: 1 });
        }
        *origins = reached;
    }

    /// The paragraphs of a cell. A table in it is told, its text kept cell by cell.
    fn cell(&mut self, cell: Node<'_, '_>) -> Vec<Passage> {
        let blocks = self.story(cell);
        for block in &blocks {
            if let Block::Table(inner) = block {
                let first = inner.rows.iter().flatten().flat_map(|cell| &cell.passages).next();
                let text = first.map(|passage| passage.text.as_str().to_owned()).unwrap_or_default();
                self.remark(RemarkKind::Doubtful, inner.line, format!("表の中の表: {text}"));
            }
        }
        passages(blocks)
    }
}

/// Whether a cell begins a merge (`true`) or goes on with one; `None` where it is alone.
fn merge(properties: Option<Node<'_, '_>>, kind: &str) -> Option<bool> {
    let properties = properties?;
    child(properties, kind).map(|_| value(properties, kind) == Some("restart"))
}

/// Rows or cells, through controls and tags around them.
fn parts<'n>(parent: Node<'n, 'n>, wanted: &str, found: &mut Vec<Node<'n, 'n>>) {
    for node in elements(parent) {
        match name(node) {
            (Space::Word, name) if name == wanted => found.push(node),
            (Space::Word, "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo") => parts(node, wanted, found),
            (Space::Compatibility, "AlternateContent") => {
                alternative(node).into_iter().for_each(|node| parts(node, wanted, found));
            }
            _ => (),
        }
    }
}
