//! Tables of service levels: what each row promises, in which unit, and how it is measured.

use crate::japanese::durations::{Length, scan_durations};
use crate::japanese::numerals::folded;
use crate::lint::Subject;
use crate::model::{Cell, Column, DocumentKind, RowGroup, Table};

/// A table of a service-level agreement that has targets.
#[derive(Debug)]
pub struct LevelTable<'a> {
    pub target: &'a Column,
    pub method: Option<&'a Column>,
    pub rows: Vec<LevelRow<'a>>,
}

#[derive(Debug, Clone, Copy)]
pub struct LevelRow<'a> {
    pub item: &'a Cell,
    pub target: &'a Cell,
    /// `None` where the table has no such column.
    pub unit: Option<&'a Cell>,
    pub method: Option<&'a Cell>,
}

/// A length of time that can be compared with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    Minutes(u32),
    Days(u32),
    BusinessDays(u32),
    Months(u32),
}

/// Every table of service levels of the contract.
pub fn tables(subject: Subject<'_>) -> Vec<LevelTable<'_>> {
    let documents = subject.edition.documents.iter().zip(subject.gathered_of_contract());
    let agreements = documents.filter(|(document, _)| document.kind == DocumentKind::Sla);
    let tables = agreements.flat_map(|(_, gathered)| &gathered.tables);
    tables.filter_map(|(_, table)| level_table(table)).collect()
}

fn level_table(table: &Table) -> Option<LevelTable<'_>> {
    let titles: Vec<String> = table.columns.iter().map(|column| folded(column.title.plain().as_str())).collect();
    let column = |words: &[&str]| titles.iter().position(|title| words.iter().any(|word| title.contains(word)));
    let target = column(&["目標", "基準値", "保証値", "設定値"])?;
    let unit = column(&["単位"]);
    let method = titles.iter().position(|title| {
        !title.contains("単位") && ["測定", "計測", "算出", "計算", "評価方法"].iter().any(|word| title.contains(word))
    });
    let item = column(&["項目", "指標"]);
    // 目標 may stand above anything; a table of levels says what, in what or how besides.
    if item.is_none() && unit.is_none() && method.is_none() {
        return None;
    }
    let rows = table.groups.iter().flat_map(|group| grid(group, titles.len())).filter_map(|cells| {
        let cell = |at: Option<usize>| cells.get(at?).copied().flatten();
        Some(LevelRow {
            item: cell(Some(item.unwrap_or(0)))?,
            target: cell(Some(target))?,
            unit: cell(unit),
            method: cell(method),
        })
    });
    let rows = rows.collect();
    Some(LevelTable { target: &table.columns[target], method: method.map(|at| &table.columns[at]), rows })
}

/// The cell over each column of every row, merged cells in all places that they cover.
pub fn grid(group: &RowGroup, width: usize) -> Vec<Vec<Option<&Cell>>> {
    let mut above: Vec<(u16, Option<&Cell>)> = vec![(0, None); width];
    let rows = group.rows.iter().map(|row| {
        let mut cells = row.cells.iter();
        let mut at = 0;
        while at < width {
            if above[at].0 > 1 {
                above[at].0 -= 1;
                at += 1;
                continue;
            }
            let cell = cells.next();
            let end = at + cell.map_or(1, |cell| usize::from(cell.columns).max(1));
            above[at..end.min(width)].fill((cell.map_or(1, |cell| cell.rows), cell));
            at = end;
        }
        above.iter().map(|(_, cell)| *cell).collect()
    });
    rows.collect()
}

impl LevelRow<'_> {
    /// The length of time that the row promises, where it is one: ７日前まで; 30 in the unit 日.
    pub fn span(&self) -> Option<Span> {
        let target = self.target.text.plain();
        let unit = self.unit.map(|unit| folded(unit.text.plain().as_str())).unwrap_or_default();
        if let [only] = &scan_durations(target.as_str())[..] {
            return Some(Span::of(only.length));
        }
        let target = folded(target.as_str());
        let digits = target.find(|c: char| !c.is_ascii_digit()).unwrap_or(target.len());
        let (number, rest) = target.split_at(digits);
        if rest.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        match unit.as_str() {
            "分" => Some(Span::Minutes(number.parse().ok()?)),
            _ => match &scan_durations(&format!("{number}{unit}"))[..] {
                // 30回／日 is no length.
                [only] if only.range == (0..number.len() + unit.len()) => Some(Span::of(only.length)),
                _ => None,
            },
        }
    }
}

impl Span {
    pub fn of(length: Length) -> Span {
        match length {
            Length::Days(days) => Span::Days(days),
            Length::BusinessDays(days) => Span::BusinessDays(days),
            Length::Hours(hours) => Span::Minutes(hours.saturating_mul(60)),
            Length::Months(months) => Span::Months(months),
        }
    }

    /// Whether two lengths that may be compared differ: days of the week and business days are never the same.
    pub fn differs(self, other: Span) -> bool {
        let kind = |span: Span| match span {
            Span::Minutes(_) => 0,
            Span::Days(_) | Span::BusinessDays(_) => 1,
            Span::Months(_) => 2,
        };
        kind(self) == kind(other) && self != other
    }
}
