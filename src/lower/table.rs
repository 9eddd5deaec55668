//! Tables: columns, rows, row groups, merged cells; every row must cover every column.

use super::Lowering;
use super::content::with_content;
use super::fields::{Fields, What};
use super::value;
use crate::diagnostic::Message;
use crate::model::{Align, Cell, Column, Content, LabelStyle, Prose, Row, RowGroup, Table};
use crate::source::Span;
use crate::syntax::{Node, Value};
use crate::{rule, say};

rule! {
    /// A row of a table has more or fewer cells than the table has columns.
    ///
    /// Cells would stand under the wrong heading. Add or remove cells, and give merged cells their `columns` and
    /// `rows`.
    pub static UNEVEN_ROWS: Error("uneven-rows") = "\
表の行の欄の数が、列の数と合いません。

欄が別の見出しの下にずれて読まれます。欄を足すか減らし、まとめた欄には columns（列数）や rows（行数）を書いてください。

    誤: 列が三つの表に - [基本, 一万円]
    正: - [基本, 一万円, 備考なし]";
}

const TABLE: What = What("表", "a table");
const COLUMN: What = What("列", "a column");
const GROUP: What = What("行のまとまり", "a row group");
const CELL: What = What("欄", "a cell");

const ALIGN: [(&str, Align); 3] = [("start", Align::Start), ("center", Align::Center), ("end", Align::End)];
/// More columns than fit a page at any size.
const MAX_COLUMNS: i32 = 24;
const MAX_ROWS: i32 = 1000;

impl Lowering<'_> {
    pub(super) fn table(&mut self, node: &Node) -> Option<Table> {
        let keys = ["id", "caption", "columns", "row-heads", "row-labels", "rows", "notes"];
        let fields = Fields::read(node, TABLE, &keys, self.diagnostics)?;
        let id = self.id(&fields, "id");
        let caption = self.optional_prose(&fields, "caption");
        let columns = fields.require("columns", "[項目, 内容]", self.diagnostics);
        let columns = self.each(columns, Self::column);
        let row_heads = fields.get("row-heads").and_then(|node| value::number(node, 0..=MAX_COLUMNS, self.diagnostics));
        let labels = fields.get("row-labels");
        let row_labels = labels.and_then(|node| self.example(node, "①", LabelStyle::from_example));
        let rows = fields.require("rows", "- [項目, 内容]", self.diagnostics);
        let rows = value::list(rows, self.diagnostics);
        let groups = self.groups(rows);
        let notes = self.notes(fields.get("notes"));
        let mut grid = Grid { width: columns.len(), reaching: vec![0; columns.len()] };
        for group in &groups {
            grid.check(group, Self::place(&fields, "columns"), self.diagnostics);
        }
        let groups = groups
            .into_iter()
            .map(|(heading, rows)| RowGroup { heading, rows: rows.into_iter().map(|(row, _)| row).collect() });
        let row_heads = row_heads.unwrap_or(0) as u16;
        Some(Table { id, caption, columns, row_heads, row_labels, groups: groups.collect(), notes })
    }

    fn column(&mut self, node: &Node) -> Option<Column> {
        if let Value::Scalar(_) = node.value {
            return Some(Column { title: self.prose(node), width: None, align: Align::Start });
        }
        let fields = Fields::read(node, COLUMN, &["title", "width", "align"], self.diagnostics)?;
        let title = self.required_prose(&fields, "title", "内容");
        let width = fields.get("width").and_then(|node| value::number(node, 1..=100, self.diagnostics));
        let align = fields.get("align").and_then(|node| value::choice(node, &ALIGN, self.diagnostics));
        Some(Column { title, width: width.map(|width| width as u16), align: align.unwrap_or_default() })
    }

    /// Rows outside any group form groups without a heading.
    fn groups(&mut self, nodes: &[Node]) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for node in nodes {
            if let Value::Mapping(_) = node.value {
                let Some(fields) = Fields::read(node, GROUP, &["group", "rows"], self.diagnostics) else { continue };
                let heading = self.required_prose(&fields, "group", "常時運用サービス");
                let rows = fields.require("rows", "- [項目, 内容]", self.diagnostics);
                groups.push((Some(heading), self.each(rows, Self::row)));
            } else if let Some(row) = self.row(node) {
                match groups.last_mut() {
                    Some((None, rows)) => rows.push(row),
                    _ => groups.push((None, vec![row])),
                }
            }
        }
        groups
    }

    fn row(&mut self, node: &Node) -> Option<(Row, Span)> {
        let nodes = value::list(Some(node), self.diagnostics);
        if !matches!(node.value, Value::Sequence(_)) {
            return None;
        }
        let span = nodes.first().map_or(node.span, |first| first.span);
        Some((Row { cells: nodes.iter().filter_map(|node| self.cell(node)).collect() }, span))
    }

    fn cell(&mut self, node: &Node) -> Option<Cell> {
        if !matches!(node.value, Value::Mapping(_)) {
            // An empty cell is written "" or left out after the dash.
            let text = if node.value == Value::Empty { Prose::empty(node.span) } else { self.prose(node) };
            return Some(Cell { text, columns: 1, rows: 1, content: Content::default() });
        }
        let fields = Fields::read(node, CELL, &with_content(&["text", "columns", "rows"]), self.diagnostics)?;
        let text = self.optional_prose(&fields, "text").unwrap_or_else(|| Prose::empty(fields.span));
        let columns = fields.get("columns").and_then(|node| value::number(node, 1..=MAX_COLUMNS, self.diagnostics));
        let rows = fields.get("rows").and_then(|node| value::number(node, 1..=MAX_ROWS, self.diagnostics));
        let content = self.content(&fields);
        Some(Cell { text, columns: columns.unwrap_or(1) as u16, rows: rows.unwrap_or(1) as u16, content })
    }
}

/// A number that its comma has parted into two cells: 5,000円 in brackets without quotes.
fn split_number(row: &Row) -> Option<Message> {
    let texts: Vec<String> = row.cells.iter().map(|cell| cell.text.plain().as_str().to_owned()).collect();
    let is_split = |pair: &&[String]| {
        let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
        pair[0].ends_with(|c: char| c.is_ascii_digit()) && digits(&pair[1]) == 3
    };
    let pair = texts.windows(2).find(is_split)?;
    let whole = pair.join(",");
    Some(say!(
        "「{whole}」が半角のコンマで二つの欄に分かれています。\"{whole}\" のように \" \" で囲んでください",
        "the comma parts {whole} into two cells; write \"{whole}\" in double quotes"
    ))
}

type Group = (Option<Prose>, Vec<(Row, Span)>);

/// Which columns are still covered by cells from rows above.
struct Grid {
    width: usize,
    reaching: Vec<u16>,
}

impl Grid {
    fn check(&mut self, (_, rows): &Group, columns: Span, diagnostics: &mut Vec<crate::diagnostic::Diagnostic>) {
        for (row, span) in rows {
            let covered = self.reaching.iter().filter(|&&rows| rows > 0).count();
            let cells: usize = row.cells.iter().map(|cell| usize::from(cell.columns)).sum();
            if covered + cells != self.width {
                let (found, width) = (covered + cells, self.width);
                let message = say!(
                    "この行は {found} 列分ですが、表は {width} 列です",
                    "this row covers {found} columns of {width}"
                );
                let help = split_number(row).unwrap_or(say!(
                    "欄を足すか減らしてください。まとめた欄は {{ text: …, columns: 列数 }} と書きます",
                    "add or remove cells; a merged cell is {{ text: …, columns: n }}"
                ));
                let related = say!("列はここで決まっています", "the columns are given here");
                diagnostics.push(UNEVEN_ROWS.at(*span, message).related(columns, related).help(help));
                self.reaching.fill(0);
                continue;
            }
            self.place(row);
        }
        if let (true, Some((_, span))) = (self.reaching.iter().any(|&rows| rows > 0), rows.last()) {
            let message = say!(
                "縦にまとめた欄が、まとまりの終わりより下へ伸びています",
                "a merged cell reaches below the end of its rows"
            );
            let help = say!("rows: の数を残りの行数に合わせてください", "let `rows:` match the rows that remain");
            diagnostics.push(UNEVEN_ROWS.at(*span, message).help(help));
            self.reaching.fill(0);
        }
    }

    fn place(&mut self, row: &Row) {
        let mut column = 0;
        let mut next: Vec<u16> = self.reaching.iter().map(|rows| rows.saturating_sub(1)).collect();
        for cell in &row.cells {
            while self.reaching.get(column).is_some_and(|&rows| rows > 0) {
                column += 1;
            }
            for _ in 0..cell.columns {
                if let Some(slot) = next.get_mut(column) {
                    *slot = cell.rows - 1;
                }
                column += 1;
            }
        }
        self.reaching = next;
    }
}
