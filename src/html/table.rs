//! Tables: caption, head, one `tbody` a group, headings with their scope, in a region that scrolls by itself.

use super::blocks::{align_class, write as write_blocks, write_inlines};
use crate::flow::grid::Grid;
use crate::flow::{Block, Cell, Column, Row, RowGroup, Table, TableStyle, plain_text};
use crate::markup::Markup;

/// Writes a table; `place` is the heading it stands under.
pub fn write(out: &mut Markup, table: &Table, place: &str) {
    if table.style == TableStyle::Facts {
        return out.block("table").attribute("class", "facts").within(|out| write_parts(out, table, place));
    }
    let name = match plain_text(&table.caption) {
        caption if !caption.is_empty() => caption,
        _ if !place.is_empty() => format!("{place}の表"),
        _ => "表".to_owned(),
    };
    out.block("div")
        .optional("id", table.anchor.as_ref().map(|anchor| anchor.0.as_str()))
        .attribute("class", "table")
        .attribute("role", "region")
        .attribute("aria-label", &name)
        // A region that scrolls must be reachable by keyboard.
        .attribute("tabindex", "0")
        .within(|out| {
            let style = format!("--columns:{}", table.columns.len());
            out.block("table").attribute("style", &style).within(|out| write_parts(out, table, place));
        });
}

fn write_parts(out: &mut Markup, table: &Table, place: &str) {
    if !table.caption.is_empty() {
        out.block("caption").within(|out| write_inlines(out, &table.caption));
    }
    write_columns(out, &table.columns);
    if !table.head.is_empty() {
        out.block("thead").within(|out| write_rows(out, &table.head, &table.columns, "col", place));
    }
    for group in &table.groups {
        out.block("tbody").within(|out| write_group(out, group, &table.columns, place));
    }
}

/// Widths as whole per cent of the weights; a column without one counts as weight 1 and takes what its content needs.
fn write_columns(out: &mut Markup, columns: &[Column]) {
    if columns.iter().all(|column| column.weight.is_none()) {
        return;
    }
    let total: u32 = columns.iter().map(|column| u32::from(column.weight.unwrap_or(1))).sum();
    out.block("colgroup").within(|out| {
        for column in columns {
            let share = column.weight.map(|weight| u32::from(weight) * 100 / total.max(1));
            let width = share.map(|share| format!("width:{share}%"));
            out.inline("col").optional("style", width.as_deref()).void();
        }
    });
}

fn write_group(out: &mut Markup, group: &RowGroup, columns: &[Column], place: &str) {
    if !group.heading.is_empty() {
        out.block("tr").within(|out| {
            let heading = out.block("th").attribute("scope", "rowgroup");
            heading.attribute("colspan", &columns.len().to_string()).within(|out| write_inlines(out, &group.heading));
        });
    }
    write_rows(out, &group.rows, columns, "row", place);
}

fn write_rows(out: &mut Markup, rows: &[Row], columns: &[Column], scope: &'static str, place: &str) {
    let mut grid = Grid::new(columns.len());
    for row in rows {
        let starts = grid.place(row);
        out.block("tr").within(|out| {
            for (cell, start) in row.cells.iter().zip(starts) {
                write_cell(out, cell, columns.get(start), scope, place);
            }
        });
    }
}

fn write_cell(out: &mut Markup, cell: &Cell, column: Option<&Column>, scope: &'static str, place: &str) {
    let (name, scope) = if cell.is_heading { ("th", Some(scope)) } else { ("td", None) };
    let span = |count: u16| (count > 1).then(|| count.to_string());
    out.block(name)
        .optional("scope", scope)
        .optional("colspan", span(cell.columns).as_deref())
        .optional("rowspan", span(cell.rows).as_deref())
        .optional("class", column.and_then(|column| align_class(column.align)))
        .within(|out| match cell.blocks.as_slice() {
            [Block::Paragraph(only)] if only.label.is_none() && only.anchor.is_none() && only.blocks.is_empty() => {
                write_inlines(out, &only.text);
            }
            blocks => write_blocks(out, blocks, place),
        });
}

#[cfg(test)]
mod tests {
    use super::super::check::{self, Tag};
    use super::*;
    use crate::flow::sample;

    fn tags(table: &Table, place: &str) -> Vec<Tag> {
        let mut out = Markup::default();
        write(&mut out, table, place);
        check::read(&out.into_string()).0.into_iter().filter(|tag| !tag.is_end).collect()
    }

    fn headings(tags: &[Tag], scope: &str) -> usize {
        tags.iter().filter(|tag| tag.name == "th" && tag.get("scope") == Some(scope)).count()
    }

    #[test]
    fn headings_say_what_they_head() {
        let tags = tags(&sample::price_table(), "");
        assert_eq!(["col", "row", "rowgroup"].map(|scope| headings(&tags, scope)), [5, 2, 2]);
        assert_eq!(tags.iter().filter(|tag| tag.name == "th").count(), 9);
        assert_eq!(tags.iter().filter(|tag| tag.name == "tbody").count(), 2);
        let group = tags.iter().find(|tag| tag.get("scope") == Some("rowgroup")).unwrap();
        assert_eq!(group.get("colspan"), Some("4"));
    }

    #[test]
    fn cells_are_aligned_as_their_column_even_beside_merged_ones() {
        let tags = tags(&sample::price_table(), "");
        let cells: Vec<_> =
            tags.iter().filter(|tag| tag.name == "td").map(|tag| (tag.get("class"), tag.get("rowspan"))).collect();
        let plain = (None, None);
        assert_eq!(cells, [plain, plain, (Some("end"), Some("2")), plain, plain, plain, (Some("end"), None)]);
    }

    #[test]
    fn the_region_is_called_by_caption_or_place() {
        let mut table = sample::price_table();
        assert_eq!(tags(&table, "第３条")[0].get("aria-label"), Some("表１　プランと利用料金"));
        table.caption.clear();
        let tags = tags(&table, "第３条（利用料金）");
        assert_eq!(tags[0].get("aria-label"), Some("第３条（利用料金）の表"));
        assert!(!tags.iter().any(|tag| tag.name == "caption"));
    }

    #[test]
    fn weights_become_shares_of_the_width() {
        let tags = tags(&sample::price_table(), "");
        let widths: Vec<_> = tags.iter().filter(|tag| tag.name == "col").map(|tag| tag.get("style")).collect();
        assert_eq!(widths, ["width:22%", "width:22%", "width:33%", "width:22%"].map(Some));
    }
}
