//! Ruled tables: one strip per row, so that pages break between rows, and the head kept aside to be repeated.

mod pieces;

use crate::flow::{Align, Block, Cell, Inline, Row, Table, plain_text};
use crate::fonts::Typeface;

use super::Error;
use super::galley::{Mark, Shade, Strip, TableHead};
use super::layout::{Frame, Setting, Typesetter, begin};
use super::paragraph::{Measure, Text};
use super::structure::{NodeId, Role, Scope};
use crate::flow::columns::{self, Demand};
use pieces::Pieces;

/// Between a rule and the text beside it, in points.
const PAD_X: f32 = 5.0;
const PAD_Y: f32 = 3.5;
/// More than a column's longest text needs, so that it does not look wedged in.
const EASE: f32 = 4.0;
/// Texts up to this long, in em, are not broken if it can be helped: 基本プラン, 99.9%以上.
const SHORT: f32 = 7.0;
/// Width of a column of sentences, in em, that a narrow page does not give up.
const READABLE: f32 = 13.0;

/// Height of a row of a form: room to write by hand.
const BLANK_ROW: f32 = 23.0;

/// The vertical rules of a table, in points, and how its columns are aligned.
struct Grid<'a> {
    edges: Vec<f32>,
    table: &'a Table,
    /// Whether there is something to be filled in: then rows are higher, and what is in them stands in their middle.
    has_blanks: bool,
}

impl Grid<'_> {
    fn left(&self) -> f32 {
        self.edges.first().copied().unwrap_or_default()
    }

    fn right(&self) -> f32 {
        self.edges.last().copied().unwrap_or_default()
    }
}

/// A cell at its place in a band of rows.
#[derive(Debug, Clone, Copy)]
struct Placed<'a> {
    cell: &'a Cell,
    row: usize,
    column: usize,
    columns: usize,
    rows: usize,
}

/// The strips of a cell, not yet cut into the rows it covers.
struct Content<'a> {
    placed: Placed<'a>,
    node: NodeId,
    strips: Vec<Strip<'a>>,
    height: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Band {
    Head,
    Body,
}

/// A small table is not cut; a larger one leaves no single row on the page before or after.
fn keep_together(rows: &mut [Strip<'_>], text_height: f32) {
    let height: f32 = rows.iter().map(|row| row.height).sum();
    let count = rows.len();
    let is_small = height <= text_height / 4.0;
    let body = rows.iter().position(|row| row.table.is_some()).unwrap_or(count);
    for (at, row) in rows.iter_mut().enumerate() {
        row.keep_with_next |= is_small || at == body || at + 2 == count;
    }
}

impl<'a> Typesetter<'a> {
    /// Lays out a table over the whole width of the frame.
    ///
    /// # Errors
    /// A character has no glyph.
    pub fn table(&mut self, table: &'a Table, frame: Frame, parent: NodeId) -> Result<Vec<Strip<'a>>, Error> {
        let node = self.tree.add(parent, Role::Table);
        let mut strips = self.caption(table, frame, node)?;
        let grid = self.grid(table, frame)?;
        let index = self.heads.len();
        self.heads.push(TableHead { rows: Vec::new(), left: grid.left(), right: grid.right() });
        let mut rows = self.band(&table.head, Band::Head, &grid, 0.0, node)?;
        for row in &mut rows {
            row.keep_with_next = true;
        }
        self.heads[index].rows = rows.iter().map(as_furniture).collect();
        let head_height: f32 = rows.iter().map(|row| row.height).sum();
        for group in &table.groups {
            let mut body = self.group_heading(&group.heading, &grid, node)?;
            body.extend(self.band(&group.rows, Band::Body, &grid, head_height, node)?);
            for row in &mut body {
                row.table = Some(index);
            }
            rows.extend(body);
        }
        begin(&mut rows, if strips.is_empty() { 6.0 } else { 0.0 }, None);
        keep_together(&mut rows, self.paper.text_height);
        if let Some(last) = rows.last_mut() {
            last.keep_with_next = false;
            last.marks.push(rule((grid.left(), last.height), (grid.right(), last.height)));
            last.height += 6.0;
        }
        strips.extend(rows);
        begin(&mut strips, 6.0, table.anchor.as_ref());
        Ok(strips)
    }

    fn caption(&mut self, table: &'a Table, frame: Frame, node: NodeId) -> Result<Vec<Strip<'a>>, Error> {
        if table.caption.is_empty() {
            return Ok(Vec::new());
        }
        let node = self.tree.add(node, Role::Caption);
        let mut text = Text::new(self.faces);
        text.push_inlines(&table.caption, Typeface::Gothic, node, &mut self.tree)?;
        let mut strips = text.strips(Measure::new(frame.left, frame.width, Align::Start), self.paper.table);
        for strip in &mut strips {
            strip.keep_with_next = true;
        }
        if let Some(last) = strips.last_mut() {
            last.height += 2.0;
        }
        Ok(strips)
    }

    /// Whether a table can be read with ease in a column of `width` points.
    ///
    /// # Errors
    /// A character has no glyph.
    pub fn fits_well(&self, table: &Table, width: f32) -> Result<bool, Error> {
        let (demands, readable) = (self.demands(table)?, READABLE * self.paper.table.size);
        Ok(demands.iter().map(|demand| demand.most.min(readable).max(demand.least)).sum::<f32>() <= width)
    }

    fn grid(&self, table: &'a Table, frame: Frame) -> Result<Grid<'a>, Error> {
        let mut edges = vec![frame.left];
        edges.extend(columns::widths(&self.demands(table)?, frame.width).iter().scan(frame.left, |x, width| {
            *x += width;
            Some(*x)
        }));
        Ok(Grid { edges, table, has_blanks: table.has_entries() })
    }

    /// What each column asks for.
    fn demands(&self, table: &Table) -> Result<Vec<Demand>, Error> {
        let mut demands: Vec<Demand> =
            table.columns.iter().map(|column| Demand { weight: column.weight, ..Demand::default() }).collect();
        let short_text = SHORT * self.paper.table.size;
        let bands = std::iter::once(&table.head).chain(table.groups.iter().map(|group| &group.rows));
        let cells: Vec<Placed> = bands.flat_map(|rows| place(rows, table.columns.len())).collect();
        // Cells over several columns last: they only widen what their columns do not give them anyway.
        for placed in cells.iter().filter(|placed| placed.columns == 1).chain(cells.iter().filter(|p| p.columns > 1)) {
            let (least, most) = self.demand(&placed.cell.blocks)?;
            // Short texts stay on one line; a cell over several rows has room to break a long one.
            let most = most.min(short_text.max(most / placed.rows as f32));
            let least = least.max(most.min(short_text));
            let covered = &mut demands[placed.column..placed.column + placed.columns];
            let n = covered.len() as f32;
            let short =
                (most + 2.0 * PAD_X + EASE - covered.iter().map(|demand| demand.most).sum::<f32>()).max(0.0) / n;
            for demand in covered {
                demand.most += short;
                demand.least = demand.least.max(least / n + 2.0 * PAD_X);
            }
        }
        Ok(demands)
    }

    /// Longest unbreakable part and longest line of a cell's content, in points.
    fn demand(&self, blocks: &[Block]) -> Result<(f32, f32), Error> {
        let mut demand = (0f32, 0f32);
        let mut need = |indent: f32, (least, most): (f32, f32)| {
            demand = (demand.0.max(indent + least), demand.1.max(indent + most));
        };
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    let indent = self.label_column(paragraph.label.as_deref().into_iter(), self.paper.table);
                    // Gothic is as wide as Mincho: either measures headings too.
                    let text = Text::plain(self.faces, &plain_text(&paragraph.text), Typeface::Mincho, None)?;
                    let (least, most) = text.extremes();
                    need(indent, (least * self.paper.table.size, most * self.paper.table.size));
                    need(indent, self.demand(&paragraph.blocks)?);
                }
                Block::List(list) => {
                    let indent = self.label_column(list.items.iter().map(|item| item.label.as_str()), self.paper.table);
                    for item in &list.items {
                        need(indent, self.demand(&item.blocks)?);
                    }
                }
                Block::Boxed(boxed) => need(0.0, self.demand(&boxed.blocks)?),
                Block::Section(section) => need(0.0, self.demand(&section.blocks)?),
                Block::Table(table) => need(0.0, (0.0, table.columns.len() as f32 * 8.0 * self.paper.table.size)),
                Block::Figure(figure) => need(0.0, (0.0, figure.drawing.width as f32 / 100.0 * self.paper.table.size)),
                Block::Entry(entry) => need(0.0, self.blank_demand(entry, self.paper.table.size)?),
                // Signatures stand at the end of the document.
                Block::Signature(_) => {}
            }
        }
        Ok(demand)
    }

    /// The heading above a group of rows, across all columns.
    fn group_heading(
        &mut self,
        heading: &'a [Inline],
        grid: &Grid<'a>,
        parent: NodeId,
    ) -> Result<Vec<Strip<'a>>, Error> {
        if heading.is_empty() {
            return Ok(Vec::new());
        }
        let row = self.tree.add(parent, Role::Row);
        let columns = grid.table.columns.len() as u16;
        let node = self.tree.add(row, Role::HeadingCell { scope: Scope::Row, columns, rows: 1 });
        let mut text = Text::new(self.faces);
        text.push_inlines(heading, Typeface::Gothic, node, &mut self.tree)?;
        let (left, right) = (grid.left(), grid.right());
        let lines = text.strips(Measure::new(left + PAD_X, right - left - 2.0 * PAD_X, Align::Start), self.paper.table);
        let height = lines.iter().map(|line| line.height).sum::<f32>() + 2.0 * PAD_Y;
        let mut strip = Strip { height, keep_with_next: true, ..Strip::default() };
        strip.marks.push(Mark::Fill { from: (left, 0.0), to: (right, height), shade: Shade::RowHeading });
        let mut y = PAD_Y;
        for line in lines {
            strip.marks.extend(line.marks.into_iter().map(|mark| mark.moved(0.0, y)));
            y += line.height;
        }
        strip.marks.push(rule((left, 0.0), (right, 0.0)));
        strip.marks.extend([left, right].map(|x| rule((x, 0.0), (x, height))));
        Ok(vec![strip])
    }

    /// Lays out rows whose cells do not reach beyond them.
    fn band(
        &mut self,
        rows: &'a [Row],
        band: Band,
        grid: &Grid<'a>,
        head_height: f32,
        parent: NodeId,
    ) -> Result<Vec<Strip<'a>>, Error> {
        let nodes: Vec<NodeId> = rows.iter().map(|_| self.tree.add(parent, Role::Row)).collect();
        let contents = place(rows, grid.table.columns.len())
            .into_iter()
            .map(|placed| self.content(placed, band, grid, nodes[placed.row]))
            .collect::<Result<Vec<_>, _>>()?;
        let least =
            if grid.has_blanks && band == Band::Body { BLANK_ROW } else { self.paper.table.leading + 2.0 * PAD_Y };
        let pieces = Pieces::new(vec![least; rows.len()], &contents, self.paper.text_height - head_height);
        Ok(pieces.strips(contents, band, grid))
    }

    fn content(&mut self, placed: Placed<'a>, band: Band, grid: &Grid<'a>, row: NodeId) -> Result<Content<'a>, Error> {
        let (columns, rows) = (placed.columns as u16, placed.rows as u16);
        let role = match (band, placed.cell.is_heading) {
            (Band::Head, _) => Role::HeadingCell { scope: Scope::Column, columns, rows },
            (Band::Body, true) => Role::HeadingCell { scope: Scope::Row, columns, rows },
            (Band::Body, false) => Role::Cell { columns, rows },
        };
        let node = self.tree.add(row, role);
        let (left, right) = (grid.edges[placed.column], grid.edges[placed.column + placed.columns]);
        let frame = Frame {
            left: left + PAD_X,
            width: right - left - 2.0 * PAD_X,
            set: self.paper.table,
            typeface: if band == Band::Head { Typeface::Gothic } else { Typeface::Mincho },
            align: match band {
                Band::Head => Align::Center,
                Band::Body if placed.cell.is_heading => Align::Start,
                Band::Body => grid.table.columns[placed.column].align,
            },
            setting: Setting::Cell,
            is_label: placed.cell.is_heading,
            may_span: false,
        };
        let mut strips = self.blocks(&placed.cell.blocks, frame, node)?;
        if let Some(first) = strips.first_mut() {
            first.space_before = 0.0;
        }
        let height = strips.iter().map(|strip| strip.space_before + strip.height).sum::<f32>() + 2.0 * PAD_Y;
        Ok(Content { placed, node, strips, height })
    }
}

/// The place of every cell, clipped to the columns and rows there are.
fn place(rows: &[Row], columns: usize) -> Vec<Placed<'_>> {
    let mut placed = Vec::new();
    let mut taken_until = vec![0; columns];
    for (row, cells) in rows.iter().enumerate() {
        let mut column = 0;
        for cell in &cells.cells {
            while column < columns && taken_until[column] > row {
                column += 1;
            }
            if column == columns {
                break;
            }
            let rows = usize::from(cell.rows).clamp(1, rows.len() - row);
            let free = taken_until[column..].iter().take_while(|until| **until <= row).count();
            let width = usize::from(cell.columns).clamp(1, free);
            taken_until[column..column + width].fill(row + rows);
            placed.push(Placed { cell, row, column, columns: width, rows });
            column += width;
        }
    }
    placed
}

/// A row of the head as it is repeated: the same marks, no content of its own.
fn as_furniture<'a>(strip: &Strip<'a>) -> Strip<'a> {
    let marks = strip.marks.iter().chain(strip.tails.iter().flat_map(|(_, marks)| marks));
    Strip { marks: marks.filter_map(Mark::unread).collect(), height: strip.height, ..Strip::default() }
}

fn rule<'a>(from: (f32, f32), to: (f32, f32)) -> Mark<'a> {
    Mark::Rule { from, to }
}

#[cfg(test)]
mod tests {
    use super::super::galley::Run;
    use super::super::pages::{Pages, paginate};
    use super::super::paper::PORTRAIT;
    use super::super::sample::{cell, heading_cell, row, table};
    use super::super::structure::Tree;
    use super::*;
    use crate::flow::Align;

    fn paged(table: &Table) -> Pages<'_> {
        let mut setter = Typesetter::new(crate::fonts::faces().unwrap(), &PORTRAIT);
        let frame = Frame {
            left: 0.0,
            width: 400.0,
            set: PORTRAIT.table,
            typeface: Typeface::Mincho,
            align: Align::Start,
            setting: Setting::Compact,
            is_label: false,
            may_span: false,
        };
        let strips = setter.table(table, frame, Tree::ROOT).unwrap();
        paginate(strips, &setter.heads, &PORTRAIT)
    }

    /// Text of each page, and whether it is content rather than furniture.
    fn texts<'p>(page: &'p [Mark]) -> Vec<(String, bool, &'p Run<'p>)> {
        let runs = page.iter().filter_map(|mark| match mark {
            Mark::Text(run) => Some(run),
            _ => None,
        });
        runs.map(|run| (run.pieces.iter().map(|piece| piece.text.as_str()).collect(), run.node.is_some(), run))
            .collect()
    }

    fn head() -> Vec<Row> {
        vec![row(vec![heading_cell("項目"), heading_cell("内容")])]
    }

    #[test]
    fn the_head_is_repeated_on_every_page_as_furniture() {
        let rows = (0..80).map(|i| row(vec![cell(&format!("{i}")), cell("月額")])).collect();
        let table = table("t", "", 2, head(), vec![("", rows)]);
        let pages = paged(&table).pages;
        assert_eq!(pages.len(), 3);
        for (i, page) in pages.iter().enumerate() {
            let texts = texts(page);
            assert_eq!((texts[0].0.as_str(), texts[0].1), ("項目", i == 0));
            assert_eq!(texts[1].0, "内容");
            assert!(texts[2].1);
        }
        let rows: Vec<String> =
            pages.iter().flat_map(|page| texts(page)).map(|text| text.0).filter(|t| t.parse::<u32>().is_ok()).collect();
        assert_eq!(rows, (0..80).map(|i| i.to_string()).collect::<Vec<_>>());
    }

    #[test]
    fn a_row_moves_to_the_next_page_rather_than_being_parted() {
        let tall = "契約者は、利用料金を支払います。".repeat(30);
        let rows = (0..9).map(|_| row(vec![cell("甲"), cell(&tall)])).collect();
        let table = table("t", "", 2, head(), vec![("", rows)]);
        for page in &paged(&table).pages {
            let content: String = texts(page).into_iter().filter(|text| text.1).map(|text| text.0).collect();
            let rows = content.replace("項目内容", "").replace(&tall, "");
            assert_eq!(rows, "甲".repeat(rows.chars().count()), "only whole rows");
        }
    }

    #[test]
    fn a_row_taller_than_a_page_goes_on_without_losing_or_overprinting_a_line() {
        let text: String = (0..1500).map(|i| format!("第{i}号、")).collect();
        let table = table("t", "", 2, head(), vec![("", vec![row(vec![cell("甲"), cell(&text)])])]);
        let pages = paged(&table).pages;
        assert!(pages.len() > 2);
        let mut all = String::new();
        for page in &pages {
            let lines: Vec<_> = texts(page).into_iter().filter(|text| text.1 && text.0.contains("号")).collect();
            for pair in lines.windows(2) {
                assert!(pair[1].2.baseline > pair[0].2.baseline + 13.0);
            }
            assert!(lines.iter().all(|line| line.2.baseline < 78.0 + PORTRAIT.text_height));
            all.extend(lines.into_iter().map(|line| line.0));
        }
        assert!(all.contains(&text), "{} of {}", all.len(), text.len());
    }

    #[test]
    fn cells_over_rows_and_columns_leave_the_right_places_to_the_others() {
        let rows = vec![
            row(vec![Cell { rows: 2, ..cell("a") }, Cell { columns: 2, ..cell("b") }]),
            row(vec![cell("c"), cell("d")]),
            row(vec![cell("e"), Cell { columns: 9, rows: 9, ..cell("f") }]),
        ];
        let placed: Vec<_> = place(&rows, 3).iter().map(|p| (p.row, p.column, p.rows, p.columns)).collect();
        assert_eq!(placed, [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1), (2, 1, 1, 2)]);
    }

    #[test]
    fn a_few_rows_under_one_heading_cell_stay_together_and_many_do_not() {
        let group = |n: u16| -> Table {
            let mut rows = vec![row(vec![Cell { rows: n, ..heading_cell("群") }, cell("乙")])];
            rows.extend((1..n).map(|_| row(vec![cell("乙")])));
            let filler = (0..26).map(|_| row(vec![cell("丙"), cell("丁")])).collect();
            table("t", "", 2, Vec::new(), vec![("", filler), ("", rows)])
        };
        let on_first = |table: &Table| texts(&paged(table).pages[0]).iter().filter(|text| text.0 == "乙").count();
        assert_eq!(on_first(&group(8)), 0);
        assert!(on_first(&group(40)) > 3);
    }

    #[test]
    fn the_lines_of_a_cell_over_several_rows_are_read_together() {
        let long = "甲及び乙は、次の事項を定めます。".repeat(4);
        let rows = vec![
            row(vec![Cell { rows: 3, ..cell(&long) }, cell("一")]),
            row(vec![cell("二")]),
            row(vec![cell(&"三".repeat(120))]),
        ];
        let table = table("t", "", 2, head(), vec![("", rows)]);
        let pages = paged(&table).pages;
        let content: String = texts(&pages[0]).into_iter().map(|text| text.0).collect();
        assert_eq!(content, format!("項目内容{long}一二{}", "三".repeat(120)));
    }

    #[test]
    fn a_cell_over_several_rows_says_again_on_the_next_page_what_it_says() {
        let mut rows = vec![row(vec![Cell { rows: 50, ..heading_cell("連携サービス") }, cell("乙")])];
        rows.extend((1..50).map(|_| row(vec![cell("乙")])));
        let table = table("t", "", 2, head(), vec![("", rows)]);
        let pages = paged(&table).pages;
        assert_eq!(pages.len(), 2);
        let second = texts(&pages[1]);
        let found: Vec<_> = second.iter().take(4).map(|text| (text.0.as_str(), text.1)).collect();
        assert_eq!(found, [("項目", false), ("内容", false), ("連携サービス", false), ("乙", true)]);
        assert!(second[2].2.baseline == second[3].2.baseline);
    }

    #[test]
    fn no_page_begins_with_a_row_too_low_for_what_is_said_again() {
        let label = ["連携サービスの一覧"; 3].join("、次の");
        for before in 10..34 {
            let mut rows: Vec<Row> = (0..before).map(|_| row(vec![cell("丙"), cell("丁")])).collect();
            rows.push(row(vec![Cell { rows: 14, ..heading_cell(&label) }, cell("乙")]));
            rows.extend((1..14).map(|_| row(vec![cell("乙")])));
            let mut table = table("t", "", 2, head(), vec![("", rows)]);
            (table.columns[0].weight, table.columns[1].weight) = (Some(1), Some(3));
            for page in paged(&table).pages {
                let lowest = |wanted: char| {
                    let found = texts(&page).into_iter().filter(|text| text.0.contains(wanted));
                    found.map(|text| text.2.baseline).reduce(f32::max)
                };
                if let Some(row) = lowest('乙') {
                    assert!(lowest('覧').is_some_and(|label| label <= row + 0.01), "{before} rows before");
                }
            }
        }
    }

    #[test]
    fn figures_are_aligned_at_the_right_edge_of_their_column() {
        let mut table = table(
            "t",
            "",
            2,
            head(),
            vec![("", vec![row(vec![cell("甲"), cell("1")]), row(vec![cell("乙"), cell("1,000")])])],
        );
        table.columns[1].align = Align::End;
        let pages = paged(&table).pages;
        let texts = texts(&pages[0]);
        let right = |wanted: &str| {
            let run = texts.iter().find(|text| text.0 == wanted).unwrap().2;
            run.x + run.width
        };
        assert!((right("1") - right("1,000")).abs() < 0.01);
    }
}
